"""How an area keeps its dates, as a sheet of tables. 及时情况表."""

from __future__ import annotations

from documents.sheet import Cell, Sheet, Tab
from rules.vocabulary import Force
from tasks.audit_set import Asked
from tasks.audit_set_paper import HIDDEN, HOW_IT_IS_COUNTED, share_words, shown
from tasks.small_numbers import SMALLEST_SHARED
from tasks.timeliness import Limits, Line, Outcome, Timeliness
from tasks.wording import say_moment

_TAB = {Force.STATUTORY: "法定期限", Force.LOCAL: "地方规定期限", Force.OUR_DEFAULT: "本系统默认期限（非法定）"}
_HEADS = ("程序", "规则（职责）", "期限与依据", *(one.zh for one in Outcome), "合计", "按期率")
_WIDTHS = (8, 14, 16, *[7] * (len(Outcome) + 2))


def timeliness_paper(asked: Asked, found: Timeliness, *, mark: str = "") -> Sheet:
    """The sheet; it shows what the page shows, and nothing finer."""
    return Sheet(
        title="办理及时情况表",
        facts=(
            ("地区", asked.area),
            ("起算日", f"{asked.from_on} 至 {asked.to_on}"),
            ("截至", say_moment(found.at, "zh")),
            ("个案", f"{found.cases} 件" if found.cases is not None else f"少于 {SMALLEST_SHARED} 件"),
        ),
        tabs=tuple(map(_tab, found.limits)),
        notes=(
            *HOW_IT_IS_COUNTED[:2],
            f"1 至 {SMALLEST_SHARED - 1} 的数和能推出它的数隐去（{HIDDEN}）；"
            f"不足 {SMALLEST_SHARED} 件的职责不列（HT-90）。",
        ),
        mark=mark,
    )


def _tab(limits: Limits) -> Tab:
    return Tab(name=_TAB[limits.force], heads=_HEADS, rows=tuple(map(_row, limits.lines)), widths=_WIDTHS)


def _row(line: Line) -> tuple[Cell, ...]:
    rule = line.rule
    return (
        rule.procedure_zh,
        rule.zh,
        f"{rule.period_zh}：{rule.period_basis}",
        *map(shown, line.numbers),
        shown(line.total),
        share_words(line.share),
    )
