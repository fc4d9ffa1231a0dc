"""Two packs side by side: every row that differs, on what basis and with what force. 规则包对照.

Read from left to right: `ADDED` stands only right, `TIGHTENED` ends earlier right from every start, `CHANGED` is
neither longer nor shorter, or cannot be compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from packs.content import moment_words
from packs.pack import Pack
from packs.procedure_words import steps_said
from packs.side_by_side import (
    Change,
    Difference,
    Part,
    Said,
    of_periods,
    roles_said,
    row,
    said_by,
    said_of_period,
    said_of_rhythm,
    weakest,
)
from rules.declared import Declared
from rules.duty import DutySpec, Ladder, Rung
from rules.sources import Fact, Source
from rules.vocabulary import Role


def differences(left: Pack, right: Pack) -> list[Difference]:
    """Every row that differs, the head first; then duties, ladders, rhythms, declared procedures, law and texts."""
    return [
        *_head(left, right),
        *(one for code in _codes(left.duties, right.duties) for one in _duty(left, right, code)),
        *(one for code in _codes(left.ladders, right.ladders) for one in _ladder(left, right, code)),
        *(one for code in _codes(left.rhythms, right.rhythms) for one in _rhythm(left, right, code)),
        *(one for code in _codes(left.procedures, right.procedures) for one in _procedure(left, right, code)),
        *(one for code in _codes(left.facts, right.facts) for one in _fact(left, right, code)),
        *(one for code in _codes(left.sources, right.sources) for one in _source(left, right, code)),
    ]


def _codes(left: Mapping[str, object], right: Mapping[str, object]) -> list[str]:
    return [*left, *(code for code in right if code not in left)]


# ------------------------------------------------------------------------------------------------ the head


_GROUNDED = {
    "told_of_a_report": ("收到报告即告知", "told of every report"),
    "regulators": ("报告单位的主管机关", "regulator of a unit"),
}


def _head(left: Pack, right: Pack) -> Iterator[Difference]:
    key = "told_of_a_report"
    for role in dict.fromkeys((*left.told_of_a_report, *right.told_of_a_report)):
        said = [
            _role(pack, role if role in pack.told_of_a_report else None, _only(pack.grounds[key], other.grounds[key]))
            for pack, other in ((left, right), (right, left))
        ]
        if (said[0] is None) != (said[1] is None):
            yield row(Part.HEAD, key, _GROUNDED[key], (role.zh, role.value), said[0], said[1])
    for word, names in _GROUNDED.items():
        yield from _grounds(left, right, Part.HEAD, word, names, left.grounds[word], right.grounds[word])
    for unit in dict.fromkeys((*left.regulators, *right.regulators)):
        if left.regulators.get(unit) is not right.regulators.get(unit):
            said = [
                _role(pack, pack.regulators.get(unit), _only(pack.grounds["regulators"], other.grounds["regulators"]))
                for pack, other in ((left, right), (right, left))
            ]
            yield row(Part.HEAD, "regulators", _GROUNDED["regulators"], (unit.zh, unit.value), said[0], said[1])
    if left.late_report_after != right.late_report_after:
        names = ("超过即为迟报", "a report is late after")
        before, after = left.late_report_after, right.late_report_after
        said = [said_of_period(left, before), said_of_period(right, after)]
        about = ("期限", "period")
        yield row(Part.HEAD, "late_report_after", names, about, said[0], said[1], of_periods(before, after))


def _role(pack: Pack, role: Role | None, basis: tuple[str, ...]) -> Said | None:
    return said_by(pack, role.zh, role.value, basis) if role else None


def _only(mine: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """Rows on which only this pack rests: what differs must not borrow the force of what both say."""
    return tuple(id for id in mine if id not in others)


# ------------------------------------------------------------------------------------------------ duties


def _duty(left: Pack, right: Pack, code: str) -> Iterator[Difference]:
    old, new = left.duties.get(code), right.duties.get(code)
    if old == new:
        return
    spec = new or old
    assert spec is not None
    name = (spec.zh, spec.en)
    for variant in _codes(old.periods if old else {}, new.periods if new else {}):
        before, after = (one.periods.get(variant) if one else None for one in (old, new))
        if before != after:
            about = ("期限" if variant == "default" else f"期限（{variant}）", f"period {variant}")
            change = of_periods(before, after)
            yield row(
                Part.DUTIES, code, name, about, said_of_period(left, before), said_of_period(right, after), change
            )
    grounds = (old.ground if old else (), new.ground if new else ())
    yield from _grounds(left, right, Part.DUTIES, code, name, *grounds)
    for key, about in _PLAIN.items():
        said = [_plain(pack, one, key, other) for pack, one, other in ((left, old, new), (right, new, old))]
        if len({one.zh if one else "" for one in said}) > 1:  # the grounds, which are told apart, may differ as well
            yield row(Part.DUTIES, code, name, about, said[0], said[1])


def _grounds(
    left: Pack,
    right: Pack,
    part: Part,
    code: str,
    name: tuple[str, str],
    before: tuple[str, ...],
    after: tuple[str, ...],
) -> Iterator[Difference]:
    """Grounds, one row each: who reads it aloud reads the article."""
    for id in dict.fromkeys((*before, *after)):
        if (id in before) != (id in after):
            said = [_ground(pack, id) if id in ids else None for pack, ids in ((left, before), (right, after))]
            yield row(part, code, name, ("依据", "ground"), said[0], said[1])


def _ground(pack: Pack, id: str) -> Said:
    fact = pack.facts.get(id)
    return said_by(pack, f"{fact.zh}（{fact.basis}）" if fact else id, fact.en if fact else id, (id,))


_PLAIN = {
    "owed_by": ("承办", "owed by"),
    "document": ("文书", "document"),
    "ladder": ("升级阶梯", "ladder"),
    "starts": ("起算", "starts"),
    "takes_hours": ("办理所需小时", "takes hours"),
    "pauses": ("可中止计时的事由", "pauses"),
    "extensions": ("可延长的依据", "extensions"),
}


def _plain(pack: Pack, spec: DutySpec | None, key: str, other: DutySpec | None) -> Said | None:
    if spec is None:
        return None
    value = getattr(spec, key)
    if key == "owed_by":
        zh, en = roles_said(value)
    elif key == "pauses":
        causes = sorted(value)
        zh, en = "、".join(cause.zh for cause in causes), ", ".join(cause.value for cause in causes)
    elif key == "starts":
        zh, en = spec.starts, spec.starts_en
    else:
        zh = en = "、".join(value) if isinstance(value, tuple) else f"{value:g}" if isinstance(value, float) else value
    return said_by(pack, zh, en, _only(spec.ground, other.ground if other else ())) if zh else None


# ------------------------------------------------------------------------------------------------ ladders


def _ladder(left: Pack, right: Pack, code: str) -> Iterator[Difference]:
    old, new = left.ladders.get(code), right.ladders.get(code)
    if old == new:
        return
    before, after = _rungs(old), _rungs(new)
    for moment in _codes(before, after):
        if before.get(moment) == after.get(moment):
            continue
        said = [_rung(pack, rungs.get(moment)) for pack, rungs in ((left, before), (right, after))]
        wider = moment in before and moment in after and set(before[moment].tell) < set(after[moment].tell)
        change = Change.TIGHTENED if wider else None
        yield row(Part.LADDERS, code, (code, code), (moment, moment), said[0], said[1], change)


def _rungs(ladder: Ladder | None) -> dict[str, Rung]:
    return {str(moment_words(rung)): rung for rung in (*ladder.rungs, *ladder.attention)} if ladder else {}


def _rung(pack: Pack, rung: Rung | None) -> Said | None:
    if rung is None:
        return None
    zh, en = roles_said(rung.tell)
    owner_zh, owner_en = (["承办岗位"], ["owner"]) if rung.tell_owner else ([], [])
    paper = f"；{rung.document}" if rung.document else ""
    again_zh, again_en = (f"；每{rung.repeat.zh}重复", f"; every {rung.repeat.en}") if rung.repeat else ("", "")
    told_zh, told_en = "、".join([*owner_zh, *([zh] if zh else [])]), ", ".join([*owner_en, *([en] if en else [])])
    return said_by(pack, f"{told_zh}{paper}{again_zh}", f"{told_en}{paper}{again_en}", (rung.basis,))


# ------------------------------------------------------------------------------------------------ rhythms


def _rhythm(left: Pack, right: Pack, code: str) -> Iterator[Difference]:
    old, new = left.rhythms.get(code), right.rhythms.get(code)
    if old == new:
        return
    one = new or old
    assert one is not None
    about = ("对谁、多久一次", "for whom, how often")
    taken = [left.rhythms[place] for place in new.instead_of if place in left.rhythms] if new and not old else []
    if not taken:
        yield row(Part.RHYTHMS, code, (one.zh, one.en), about, said_of_rhythm(left, old), said_of_rhythm(right, new))
    for default in taken:  # not beside the default, but in its place
        about = (f"取代默认“{default.zh}”（{default.code}）", f"instead of the default '{default.en}' ({default.code})")
        yield row(
            Part.RHYTHMS, code, (one.zh, one.en), about, said_of_rhythm(left, default), said_of_rhythm(right, new)
        )


# ------------------------------------------------------------------------------------------------ procedures


def _procedure(left: Pack, right: Pack, code: str) -> Iterator[Difference]:
    old, new = left.procedures.get(code), right.procedures.get(code)
    one = new or old
    assert one is not None
    before, after = (_steps(pack, each) if each else {} for pack, each in ((left, old), (right, new)))
    for step in _codes(before, after):
        if before.get(step) != after.get(step):
            spec = (right if step in after else left).duty(step)
            about = (spec.zh, spec.en)
            yield row(Part.PROCEDURES, code, (one.zh, one.en), about, before.get(step), after.get(step))


def _steps(pack: Pack, one: Declared) -> dict[str, Said]:
    """Each step with its rows; what comes after what is as strong as the weakest of them, a custom where one is."""
    zh, en = steps_said(pack, one, "zh"), steps_said(pack, one, "en")
    rows = {code: tuple(dict.fromkeys((*one.ground, *pack.duty(code).ground))) for code in one.duties}
    return {
        code: Said(zh=zh[code], en=en[code], basis=rows[code], force=weakest(pack, rows[code])) for code in one.duties
    }


# ------------------------------------------------------------------------------------------------ law


def _fact(left: Pack, right: Pack, id: str) -> Iterator[Difference]:
    old, new = left.facts.get(id), right.facts.get(id)
    if old == new:
        return
    one = new or old
    assert one is not None
    yield row(Part.FACTS, id, (one.zh, one.en), ("条文", "article"), _of_fact(old), _of_fact(new))


def _of_fact(fact: Fact | None) -> Said | None:
    if fact is None:
        return None
    limits = "；".join(f"{label} {period.zh}" for label, period in fact.limits.items())
    words = [fact.basis, *([f"“{fact.law_word}”"] if fact.law_word else []), *([limits] if limits else [])]
    words += [fact.confidence.zh, *([fact.note] if fact.note else [])]
    return Said(zh="；".join(words), en=fact.en, basis=(fact.id,), force=fact.force)


def _source(left: Pack, right: Pack, code: str) -> Iterator[Difference]:
    old, new = left.sources.get(code), right.sources.get(code)
    if old == new:
        return
    one = new or old
    assert one is not None
    yield row(Part.SOURCES, code, (one.zh, one.en), ("文件", "text"), _of_source(old), _of_source(new))


def _of_source(source: Source | None) -> Said | None:
    if source is None:
        return None
    since = f"自 {source.in_force_from} 起" if source.in_force_from else ""
    until = f"至 {source.in_force_until} 止" if source.in_force_until else ""
    words = [source.number, f"{since}{until}", source.note]
    return Said(zh="；".join(one for one in words if one) or source.zh, en=source.en)
