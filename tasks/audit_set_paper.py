"""The audit of many cases as a sheet of tables. 成批核查表的编排."""

from __future__ import annotations

from datetime import timedelta

from documents.sheet import Cell, End, Sheet, Tab
from rules.vocabulary import Force
from tasks import wording
from tasks.audit_paper import owner_words, period_words, proof_words
from tasks.audit_rules import NOT_IN_TIME, say_verdict
from tasks.audit_set import Broken
from tasks.audit_small import LEAST
from tasks.audit_times import Times
from tasks.audit_view import COLUMNS, CountTable, Number, SetView, StepRow

TITLE = "期限核查表"
HIDDEN = "※"
"""Stands where a number is hidden."""

_TAB = {Force.STATUTORY: "法定期限", Force.LOCAL: "地方规定期限", Force.OUR_DEFAULT: "本系统默认期限（非法定）"}
_STEP_HEADS = (
    *("程序", "环节（职责）", "期限与效力", "机构", "件数", "时间不准确的件数", "按期率"),
    *("用时中位数（小时）", "用时九成位数（小时）", "办公时间中位数（小时）", "办公时间九成位数（小时）"),
)
_STEP_WIDTHS = (8, 12, 14, 12, 5, 6, 6, 7, 7, 8, 8)
_BROKEN_HEADS = ("个案", "序号", "程序", "规则（职责）", "结论", "期限与效力", "届满", "承办", "证据")
_BROKEN_WIDTHS = (9, 3, 7, 10, 14, 13, 8, 12, 12)
_HOUR = timedelta(hours=1)

HOW_IT_IS_COUNTED = (
    "一项职责计入其起算日所在的期间，其后如何办理不影响；“不适用”是该期间内启动的程序中从未要求办理的规则，按程序计数。"
    "地区按个案现在的承办地。",
    "“本系统默认（非法定）”的期限逾期不等于违法；法定、地方规定、默认三类分别列表，不相加。",
    "用时自起算至办结，含中止期间，起止时间均准确的才计入；尚未办结的没有用时。中位数、九成位数按线性内插（HT-92）。"
    "办公时间为工作日 8:30–12:00、13:00–17:30（本系统默认，HT-91）。",
    "按期率＝按期÷（按期＋逾期办理＋逾期未办），日期不足以判断、未到期、中止、略过、免除的不计。",
)
WHAT_IS_HIDDEN = (
    f"对外提供：不列个案编号；1 至 {LEAST - 1} 的数隐去（{HIDDEN}），为使合计推不出隐去的数，连带隐去其他数；"
    "零照列，但合计不足 5 的整行隐去（HT-90）。"
    f"有隐去之数的规则不列各机构的件数和按期率；不足 {LEAST} 件的不列用时，不足 {2 * LEAST} 件的不列九成位数。",
)


def set_paper(view: SetView, *, mark: str = "") -> Sheet:
    """The sheet of many cases."""
    broken = [Tab(name="逾期事项", heads=_BROKEN_HEADS, rows=tuple(map(_broken, view.broken)), widths=_BROKEN_WIDTHS)]
    return Sheet(
        title=TITLE,
        facts=tuple(facts_of(view)),
        tabs=(
            *map(_counts, view.tables),
            Tab(name="各环节用时", heads=_STEP_HEADS, rows=tuple(map(_step, view.steps)), widths=_STEP_WIDTHS),
            *([] if view.shared else broken),
        ),
        notes=(*HOW_IT_IS_COUNTED, *(WHAT_IS_HIDDEN if view.shared else ())),
        mark=mark,
    )


def facts_of(view: SetView) -> list[tuple[str, str]]:
    """What was asked for."""
    asked = view.asked
    return [
        ("地区", asked.area),
        ("起算日", f"{asked.from_on} 至 {asked.to_on}"),
        ("程序", asked.procedure.zh if asked.procedure else "全部"),
        ("机构", asked.agency_no or "全部"),
        ("截至", as_of(view)),
        ("个案", f"{view.cases} 件" if view.cases is not None else f"少于 {LEAST} 件"),
    ]


def as_of(view: SetView) -> str:
    """As of when, and by what was known."""
    if view.asked.on is None:
        return wording.say_moment(view.at, "zh")
    return f"{view.asked.on} 终了（按截至当日已记录的内容，其后补录、更正的不计）"


def shown(number: Number) -> Cell:
    """A number, or the mark of one that is hidden."""
    return HIDDEN if number is None else number


def hours(times: Times | None) -> tuple[float | None, float | None]:
    """Median and ninetieth percentile in hours, to a tenth."""
    if times is None:
        return None, None
    return round(times.median / _HOUR, 1), round(times.p90 / _HOUR, 1)


def share_words(share: float | None) -> str | None:
    """A share in whole per cent, never rounded up to all or down to nothing."""
    if share is None:
        return None
    per_cent = round(share * 100)
    if 0 < share < 1:
        per_cent = min(max(per_cent, 1), 99)
    return f"{per_cent}%"


def _counts(table: CountTable) -> Tab:
    named = [
        (row.rule.procedure_zh, row.rule.zh, f"{row.rule.period_zh}：{row.rule.period_basis}") for row in table.rows
    ]
    numbers = [(*map(shown, row.cells), shown(row.total)) for row in table.rows]
    rows: list[tuple[Cell, ...]] = [(*one, *row) for one, row in zip(named, numbers, strict=True)]
    rows.append(("合计", "", "", *map(shown, table.totals), shown(table.total)))
    return Tab(
        name=_TAB[table.force],
        heads=("程序", "规则（职责）", "期限与依据", *(verdict.zh for verdict in COLUMNS), "合计"),
        rows=tuple(rows),
        widths=(7, 10, 12, *[4] * (len(COLUMNS) + 1)),
        note=f"表中“逾期办理”“逾期未办”均指{NOT_IN_TIME[table.force][0]}。",
    )


def _step(row: StepRow) -> tuple[Cell, ...]:
    (median, ninetieth), (office_median, office_ninetieth) = hours(row.elapsed), hours(row.working)
    rule = row.rule
    return (
        rule.procedure_zh,
        rule.zh,
        f"{rule.period_zh}，{rule.force.zh}〔{rule.set_by}〕",
        row.agency_zh,
        shown(row.n),
        shown(row.unmeasured),
        share_words(row.share),
        median,
        ninetieth if row.p90_shown else None,
        office_median,
        office_ninetieth if row.p90_shown else None,
    )


def _broken(one: Broken) -> tuple[Cell, ...]:
    judged = one.judged
    due = judged.duty.legal_due_at if judged.duty else None
    return (
        one.case_no,
        int(judged.no),
        judged.rule.procedure_zh,
        judged.rule.zh,
        say_verdict(judged, "zh"),
        period_words(judged),
        End(due) if due else None,
        owner_words(judged),
        proof_words(judged),
    )
