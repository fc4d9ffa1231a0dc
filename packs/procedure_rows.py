"""A declared procedure as a row of a pack, read and written. 自设程序的行.

Whether its steps lead anywhere is not asked here but in `packs.procedure_checks`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from packs.reading import Row
from packs.yaml_lines import Item, refusal
from rules.declared import Asked, Choice, Declared, End, FieldKind, Step
from rules.vocabulary import CloseReason, ProcedureKind

PROCEDURE_KEYS = ("code", "zh", "en", "ground", "starts", "starts_en", "steps", "ends")
STEP_KEYS = ("duty", "asks", "decided_by", "next", "since", "ends_on", "for_each")
FIELD_KEYS = ("name", "zh", "en", "kind", "choices", "optional")
CHOICE_KEYS = ("code", "zh", "en")
END_KEYS = ("code", "zh", "en", "reason", "opens")


def procedure_of(item: Item) -> Declared:
    """A declared procedure. 自设程序."""
    row = Row(item, PROCEDURE_KEYS)
    steps = row.items("steps")
    if not steps:
        raise refusal(row.place, "程序没有任何一步，请填写 steps。", "the procedure has no step: write 'steps'.")
    return Declared(
        code=row.text("code"),
        zh=row.text("zh"),
        en=row.text("en"),
        ground=row.texts("ground"),
        starts=row.text("starts"),
        starts_en=row.text("starts_en"),
        steps=tuple(map(_step, steps)),
        ends=tuple(map(_end, row.items("ends"))),
    )


def _step(item: Item) -> Step:
    row = Row(item, STEP_KEYS)
    return Step(
        duty=row.text("duty"),
        asks=tuple(map(_asked, row.items("asks"))),
        decided_by=row.text("decided_by", ""),
        next=MappingProxyType(_next(row)),
        since=row.text("since", ""),
        ends_on=row.text("ends_on", ""),
        for_each=row.yes("for_each"),
    )


def _next(row: Row) -> dict[str, str]:
    """One code; or, where a field decides, one for each of its values."""
    branches = isinstance(row.item("next").value, dict)
    if branches is not ("decided_by" in row):
        raise refusal(
            row.item("next").place,
            "next 写一个步骤或者终结的代码；由某项填写内容决定的，用 decided_by 写明该项，next 逐个写出它的每个值。",
            "'next' is the code of one step or end; where a field decides, 'decided_by' names it and 'next' has one "
            "for each of its values.",
            field="next",
        )
    if not branches:
        return {"": row.text("next")}
    cases = Row(row.item("next"), row.by_key("next"))
    return {value: cases.text(value) for value in cases.values}


def _asked(item: Item) -> Asked:
    row = Row(item, FIELD_KEYS)
    return Asked(
        name=row.text("name"),
        zh=row.text("zh"),
        en=row.text("en"),
        kind=row.term(FieldKind, "kind"),
        choices=tuple(map(_choice, row.items("choices"))),
        optional=row.yes("optional"),
    )


def _choice(item: Item) -> Choice:
    row = Row(item, CHOICE_KEYS)
    return Choice(code=row.text("code"), zh=row.text("zh"), en=row.text("en"))


def _end(item: Item) -> End:
    row = Row(item, END_KEYS)
    return End(
        code=row.text("code"),
        zh=row.text("zh"),
        en=row.text("en"),
        reason=row.term(CloseReason, "reason"),
        opens=row.terms(ProcedureKind, "opens"),
    )


# ------------------------------------------------------------------------------------------------ writing


def written(one: Declared) -> dict[str, Any]:
    """The row as it stands in the content of a pack, with the keys of the files."""
    return {
        "code": one.code,
        "zh": one.zh,
        "en": one.en,
        "ground": list(one.ground),
        "starts": one.starts,
        "starts_en": one.starts_en,
        "steps": [_written_step(step) for step in one.steps],
        "ends": [
            {"code": end.code, "zh": end.zh, "en": end.en, "reason": end.reason.value}
            | _said(opens=[kind.value for kind in end.opens])
            for end in one.ends
        ],
    }


def _written_step(step: Step) -> dict[str, Any]:
    return {"duty": step.duty, "next": dict(step.next) if step.decided_by else step.next[""]} | _said(
        asks=[_written_field(one) for one in step.asks],
        decided_by=step.decided_by,
        since=step.since,
        ends_on=step.ends_on,
        for_each=step.for_each,
    )


def _written_field(one: Asked) -> dict[str, Any]:
    choices = [{"code": each.code, "zh": each.zh, "en": each.en} for each in one.choices]
    return {"name": one.name, "zh": one.zh, "en": one.en, "kind": one.kind.value} | _said(
        choices=choices, optional=one.optional
    )


def _said(**values: Any) -> dict[str, Any]:
    """Only what is said."""
    return {key: value for key, value in values.items() if value}
