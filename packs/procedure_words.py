"""The steps of a declared procedure in words, one line each: what is asked, and what comes next. 步骤说明."""

from __future__ import annotations

from dataclasses import dataclass

from packs.pack import Pack
from rules.declared import NO, YES, Asked, Declared, Step

_VALUES = {"zh": {YES: "是", NO: "否"}, "en": {YES: "yes", NO: "no"}}


def steps_said(pack: Pack, one: Declared, lang: str) -> dict[str, str]:
    """By the code of each step: what it asks for and where its answer leads.

    Args:
        lang: zh or en.
    """
    said = _Said(pack, one, lang)
    return {step.duty: said.step(step) for step in one.steps}


@dataclass(frozen=True, slots=True)
class _Said:
    pack: Pack
    one: Declared
    lang: str

    def step(self, step: Step) -> str:
        zh = self.lang == "zh"
        parts = []
        if step.for_each:
            parts.append("每名监护人各一项" if zh else "one for each guardian")
        if step.asks:
            listed = [self._named(field) for field in step.asks]
            parts.append(f"填写 {'、'.join(listed)}" if zh else f"asks {', '.join(listed)}")
        if step.since:
            since = self.name(step.since)
            parts.append(f"自“{since}”起算" if zh else f"counted from '{since}'")
        if step.ends_on:
            duty, _, name = step.ends_on.rpartition(".")
            asked = self.one.step(duty)
            field = asked.field(name) if asked else None
            of, what = self.name(duty), self._named(field) if field else name
            parts.append(f"以“{of}”所填“{what}”为限" if zh else f"limited by '{what}' of '{of}'")
        return ("；" if zh else "; ").join([*parts, *self._branches(step)])

    def name(self, code: str) -> str:
        """A step, an end, or the start."""
        zh = self.lang == "zh"
        end, spec = self.one.end(code), self.pack.duties.get(code)
        if end is not None:
            return f"终结：{end.zh}" if zh else f"end: {end.en}"
        if spec is not None:
            return spec.zh if zh else spec.en
        return "启动" if zh else "start"

    def _named(self, field: Asked) -> str:
        return field.zh if self.lang == "zh" else field.en

    def _branches(self, step: Step) -> list[str]:
        if not step.decided_by:
            return [f"→ {self.name(step.next[''])}"]
        field = step.field(step.decided_by)
        assert field is not None, "pack check refuses a branch without the field that decides"
        named = _VALUES[self.lang] | {one.code: one.zh if self.lang == "zh" else one.en for one in field.choices}
        return [f"{named[value]} → {self.name(step.next[value])}" for value in field.values]
