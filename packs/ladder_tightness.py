"""Whether a ladder still has every rung of another one: as early, to as many, as often. 阶梯不放宽."""

from __future__ import annotations

from collections.abc import Iterator

from packs.content import moment_words
from packs.yaml_lines import refusal
from rules.duty import Ladder, Point, Rung
from rules.errors import Refused
from rules.period import Period
from rules.strictness import Comparison, compare


def lost_rungs(place: str, new: Ladder, old: Ladder) -> Iterator[Refused]:
    """A refusal for every rung of `old` that no rung of `new` stands for."""
    for mine, theirs in ((new.rungs, old.rungs), (new.attention, old.attention)):
        for rung in theirs:
            if not any(_stands_for(one, rung) for one in mine):
                yield _lost(place, new, rung)


def _stands_for(new: Rung, old: Rung) -> bool:
    """Whether whoever hears of it by `old` hears of it by `new`, no later, with the same paper and as often."""
    told = set(old.tell) <= set(new.tell) and new.tell_owner >= old.tell_owner
    said = old.document in new.document and new.template == old.template
    return told and said and _no_later(new, old) and _as_often(new.repeat, old.repeat)


def _no_later(new: Rung, old: Rung) -> bool:
    if new.point is not old.point:
        return False
    if new.point is Point.SHARE:
        return new.share <= old.share
    if new.after is None or old.after is None:
        return new.after is None
    return compare(new.after, old.after) is Comparison.NEVER_LATER


def _as_often(new: Period | None, old: Period | None) -> bool:
    if old is None:
        return True
    return new is not None and compare(new, old) is Comparison.NEVER_LATER


def _lost(place: str, new: Ladder, rung: Rung) -> Refused:
    told = [*(["owner"] if rung.tell_owner else []), *(role.value for role in rung.tell)]
    paper = f"，文书 {rung.document}" if rung.document else ""
    again = f"，每{rung.repeat.zh}重复" if rung.repeat else ""
    return refusal(
        place,
        f"阶梯“{new.code}”少了上级规则的一级：{moment_words(rung)} 告知 {'、'.join(told)}{paper}{again}；"
        "请补上，可以更早、告知更多人。",
        f"the ladder '{new.code}' lacks a rung of the parent: at {moment_words(rung)} tell {', '.join(told)}"
        f"{f', document {rung.document}' if rung.document else ''}"
        f"{f', again every {rung.repeat.en}' if rung.repeat else ''}: add it; it may be earlier and tell more.",
        field="rungs",
    )
