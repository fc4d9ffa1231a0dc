"""The stuck list on a terminal: what there is of each kind first, then the longest of each. 卡住清单的显示.

A county's year leaves thousands of lines: what is equal for many of them is said once.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from cli.output import heading, say
from tasks import wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tasks.stuck import Stuck

LINES_OF_A_KIND = 20
"""So many of a kind are listed where all kinds are."""


def show(found: list[Stuck], *, most: int | None = LINES_OF_A_KIND) -> None:
    """Stuck cases: a summary, then kind by kind.

    Args:
        found: the gravest kind first, the longest first within its kind.
        most: so many of each kind; None: all.
    """
    if not found:
        say("没有卡住的个案", "nothing is stuck")
        return
    kinds = [list(group) for _, group in groupby(found, key=lambda one: one.kind)]
    cases = len({one.case_no for one in found if one.case_no})
    say(f"{len(found)} 件事卡住，涉及 {cases} 个个案", f"things stuck: {len(found)}; cases: {cases}")
    for listed in kinds:
        say(f"  {_in_a_line(listed)}")
    for listed in kinds:
        _show_kind(listed, most)


def _in_a_line(listed: list[Stuck]) -> str:
    """A kind in the summary: its names, how many, since when the longest of them."""
    first = listed[0]
    zh = f"{first.kind.zh} {len(listed)} 项（{first.severity.zh}），最久的自 {wording.say_moment(first.since, 'zh')}"
    return f"{zh}  {first.kind.en}, {first.severity.en}: {len(listed)}"


def _show_kind(listed: list[Stuck], most: int | None) -> None:
    first, shown = listed[0], listed[:most]
    heading(f"{first.kind.zh} {len(listed)} · {first.severity.zh}", f"{first.kind.en}, {first.severity.en}")
    marks = _marks(shown)
    _say_once(shown, marks)
    for one in shown:
        _show_one(one, marks)
    left = len(listed) - len(shown)
    if left:
        say(f"另有 {left} 项未列：加 --kind {first.kind.zh}，或者 --all", f"{left} more: --kind {first.kind}, or --all")


def _marks(shown: list[Stuck]) -> Mapping[str, str]:
    """What several lines of a kind say in the same words, each with the mark that stands for it; "" where all do."""
    counted = Counter(one.repair for one in shown)
    if len(counted) == 1:
        return dict.fromkeys(counted, "")
    shared = [words for words, count in counted.items() if count > 1]
    return {words: f"〔{place}〕" for place, words in enumerate(shared, start=1)}


def _say_once(shown: list[Stuck], marks: Mapping[str, str]) -> None:
    english = {one.repair: one.repair_en for one in shown}
    for words, mark in marks.items():
        say(f"怎么办{mark}：{words}")
        say(f"{mark}{english[words]}")


def _show_one(one: Stuck, marks: Mapping[str, str]) -> None:
    say(f"■ {' · '.join(part for part in (one.case_no, one.subject) if part)}")
    held = f"{one.holder_zh}（{one.holder}）" if one.holder else one.holder_zh
    say(f"  {held} · 自 {wording.say_moment(one.since, 'zh')} · 下一步：{one.next_zh}")
    mark = marks.get(one.repair)
    if mark is None:
        say(f"  怎么办：{one.repair}")
        say(f"  {one.repair_en}")
    say(f"  {f'怎么办{mark}，' if mark else ''}{one.act.zh}：{one.command}")
