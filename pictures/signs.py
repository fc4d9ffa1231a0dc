"""The signs that a picture can hold, in the order of its legend. 图例的标记.

Each sign is drawn by the functions that draw the picture, so that the legend cannot say something else.
"""

from __future__ import annotations

from collections.abc import Callable

from pictures import marks
from rules.vocabulary import Term


class Sign(Term):
    """A sign with its words in the legend."""

    POINT = "point", "发生"
    LIMIT = "limit", "法定、地方期限"
    OURS = "ours", "本系统默认期限"
    BAR = "bar", "文书有效期、程序进行"
    PIN = "pin", "违反"
    OVERDUE = "overdue", "逾期"
    UNCERTAIN = "uncertain", "日期不确定、无终止日"
    LATE_ENTRY = "late_entry", "发生与补录两个时间"
    REST = "rest", "放假三天以上"
    WEEKEND = "weekend", "休息日"
    LATE = "late", "迟办（线长即迟延）"
    CLOCK = "clock", "计时中"
    PROVISIONAL = "provisional", "暂定期限"
    HOLLOW = "hollow", "条内事项、日期不明"
    LAPSE = "lapse", "到期失效"
    CUT = "cut", "图外延续"
    VERSION = "version", "变更、延长"
    WINDOW = "window", "定期一次"
    MISSED = "missed", "该期没有"
    SILENCE = "silence", "空白"
    DISPUTED = "disputed", "两说并存"
    CORRECTED = "corrected", "已更正"
    PAUSE = "pause", "暂停计时"
    CLUSTER = "cluster", "合并的条数"
    BLOCKS = "blocks", "每月 1 条、2–3 条、4 条以上"

    @property
    def en(self) -> str:
        """In English."""
        return _EN[self]


_EN = {
    Sign.POINT: "happened",
    Sign.LIMIT: "limit by law or local rule",
    Sign.OURS: "our default limit, not law",
    Sign.BAR: "in force, or running",
    Sign.PIN: "breach",
    Sign.OVERDUE: "overdue",
    Sign.UNCERTAIN: "date uncertain, or no end",
    Sign.LATE_ENTRY: "happened, and entered later",
    Sign.REST: "three or more days off",
    Sign.WEEKEND: "days off",
    Sign.LATE: "late (as long as the line)",
    Sign.CLOCK: "clock running",
    Sign.PROVISIONAL: "provisional limit",
    Sign.HOLLOW: "on a bar, or date unknown",
    Sign.LAPSE: "lapses",
    Sign.CUT: "goes on outside",
    Sign.VERSION: "varied, extended",
    Sign.WINDOW: "owed once in this time",
    Sign.MISSED: "none in this time",
    Sign.SILENCE: "silence",
    Sign.DISPUTED: "two versions kept",
    Sign.CORRECTED: "corrected",
    Sign.PAUSE: "clock stopped",
    Sign.CLUSTER: "so many together",
    Sign.BLOCKS: "1, 2–3, 4 or more a month",
}


WIDE = 40.0
"""Width of a sign in the legend; its middle is at 20, 0."""

_DRAWN: dict[Sign, Callable[[], str]] = {
    Sign.POINT: lambda: marks.point(20),
    Sign.LIMIT: lambda: marks.flag(20, law=True),
    Sign.OURS: lambda: marks.flag(20, law=False),
    Sign.BAR: lambda: marks.bar(6, 34, thin=False),
    Sign.PIN: lambda: f'<g transform="translate(0 15)">{marks.pin(20, thin=True)}</g>',
    Sign.OVERDUE: lambda: marks.overdue(6, 34),
    Sign.UNCERTAIN: lambda: marks.hatch(6, 34),
    Sign.LATE_ENTRY: lambda: f'<g transform="translate(0 9)">{marks.point(6)}{marks.recorded(6, 28)}</g>',
    Sign.REST: lambda: '<rect class="f-shade" x="6" y="-11" width="28" height="22"/>',
    Sign.WEEKEND: lambda: '<rect class="f-shade" x="13" y="-11" width="14" height="22"/>',
    Sign.LATE: lambda: marks.flag(8, law=True) + marks.late_point(8, 28),
    Sign.CLOCK: lambda: marks.clock(6, 34),
    Sign.PROVISIONAL: lambda: marks.flag(20, law=True, provisional=True),
    Sign.HOLLOW: lambda: marks.hollow(20),
    Sign.LAPSE: lambda: marks.bar(6, 26, thin=False) + marks.end_of_validity(26),
    Sign.CUT: lambda: marks.bar(6, 34, thin=False, cut=True),
    Sign.VERSION: lambda: marks.bar(6, 34, thin=False, at=(20,)),
    Sign.WINDOW: lambda: f'<g transform="translate(0 -16)">{marks.bracket(3, 37, missed=False)}</g>',
    Sign.MISSED: lambda: f'<g transform="translate(0 -16)">{marks.bracket(3, 37, missed=True)}</g>',
    Sign.SILENCE: lambda: marks.silence(6, 34),
    Sign.DISPUTED: lambda: marks.disputed(6, 28),
    Sign.CORRECTED: lambda: marks.corrected(12, 30),
    Sign.PAUSE: lambda: marks.pause(8, 32, on_bar=False),
    Sign.CLUSTER: lambda: marks.cluster(20, 3),
    Sign.BLOCKS: lambda: marks.blocks(((6, 1), (16, 2), (26, 4))),
}


def drawn(sign: Sign) -> str:
    """The sign as SVG around (20, 0), 40 px wide and 24 high."""
    return _DRAWN[sign]()
