"""The audit of a case as a sheet of tables. 个案核查表的编排."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby

from documents.sheet import Cell, End, Sheet, Tab, said
from rules.causes import BreachCause
from rules.period import Unit
from rules.vocabulary import Force, PauseCause, Precision
from rules.when import When, say_when
from tasks import wording
from tasks.audit_fold import Proof
from tasks.audit_rules import BROKEN, NOT_IN_TIME, Judged, Owner, precision_of, say_verdict
from tasks.audit_sheet import CaseSheet
from tasks.verdicts import Verdict

TITLE = "个案核查表"

_HEADS = ("序号", "程序", "规则（职责）", "结论", "期限与效力", "依据", "起算", "届满", "办结", "承办", "经过", "证据")
_WIDTHS = (3, 6, 9, 10, 9, 12, 7, 7, 7, 9, 10, 10)
_NEVER_HEADS = ("程序", "规则（职责）", "结论", "期限与效力", "依据", "证据")
_NEVER_WIDTHS = (8, 12, 12, 10, 20, 10)

HOW_IT_IS_TOLD = (
    "本表由办理记录逐条推演，不依据各查询表；“证据”列为记录编号（个案编号#序号），可用 hutong timeline 对照。",
    "“本系统默认（非法定）”的期限是本系统为提醒而设，逾期不等于违法；与法定期限、地方规定期限分别计数，不相加。",
    "逾期的长度自法定届满时刻起算：“满几日”只计满二十四小时的日，“满几个工作日”只计全日处于逾期的工作日"
    "（HT-92），不足一日的写明时、分、秒。日期只知大概的，取对承办人有利的一端；仍不能判断的，写“日期不足以判断”。",
    "岗位和机构用现在的名称。",
)


def case_paper(sheet: CaseSheet, *, mark: str = "") -> Sheet:
    """The sheet of one case; what was never asked for stands apart at the end."""
    asked = [judged for judged in sheet.rules if judged.duty is not None]
    never = [judged for judged in sheet.rules if judged.duty is None]
    return Sheet(
        title=TITLE,
        facts=tuple(facts_of(sheet)),
        tabs=(
            Tab(name="各类结论的件数", heads=_count_heads(), rows=_count_rows(sheet), widths=(8, *[4] * len(Verdict))),
            Tab(name="逐条核查", heads=_HEADS, rows=tuple(map(_row, asked)), widths=_WIDTHS),
            Tab(name="未曾要求办理", heads=_NEVER_HEADS, rows=tuple(map(_never_row, never)), widths=_NEVER_WIDTHS),
        ),
        notes=HOW_IT_IS_TOLD,
        mark=mark,
    )


def facts_of(sheet: CaseSheet) -> list[tuple[str, str]]:
    """What the sheet is about, and what it comes to."""
    return [
        ("个案", sheet.case_no),
        ("地区", sheet.area),
        ("截至", as_of(sheet)),
        ("所据记录", f"{sheet.case_no}#1 至 #{sheet.last_entry}"),
        *((NOT_IN_TIME[force][0], f"{not_in_time(sheet, force)} 项") for force in Force),
    ]


def as_of(sheet: CaseSheet) -> str:
    """As of when, and by what was known."""
    if sheet.on is None:
        return wording.say_moment(sheet.at, "zh")
    return f"{sheet.on} 终了（按截至当日已记录的内容，其后补录、更正的不计）"


def not_in_time(sheet: CaseSheet, force: Force) -> int:
    """How many periods of one force were surely not kept."""
    return sum(sheet.counts[force][verdict] for verdict in BROKEN)


def _count_heads() -> tuple[str, ...]:
    return ("期限的效力", *(verdict.zh for verdict in Verdict))


def _count_rows(sheet: CaseSheet) -> tuple[tuple[Cell, ...], ...]:
    counts = sheet.counts
    return tuple((force.zh, *(counts[force][verdict] for verdict in Verdict)) for force in Force)


def _row(judged: Judged) -> tuple[Cell, ...]:
    duty = judged.duty
    assert duty is not None, "it was asked for"
    return (
        int(judged.no),
        judged.rule.procedure_zh,
        f"{judged.rule.zh}{f'（{judged.about}）' if judged.about else ''}",
        _verdict(judged),
        period_words(judged),
        _basis(judged),
        _moment(duty.since_at, Precision(duty.since_precision)),
        _due(duty.legal_due_at, provisional=duty.provisional),
        _done(judged),
        owner_words(judged),
        "；".join(course_words(judged)),
        proof_words(judged),
    )


def _never_row(judged: Judged) -> tuple[Cell, ...]:
    return (
        judged.rule.procedure_zh,
        judged.rule.zh,
        say_verdict(judged, "zh"),
        period_words(judged),
        _basis(judged),
        proof_words(judged),
    )


def _verdict(judged: Judged) -> str:
    return say_verdict(judged, "zh") + (f"。理由：{judged.reason}" if judged.reason else "")


def period_words(judged: Judged) -> str:
    """How long, and what kind of truth that is."""
    return f"{judged.rule.period_zh}，{judged.rule.force.zh}：{judged.rule.period_basis}"


def _basis(judged: Judged) -> str:
    return "；".join(judged.rule.ground)


def _moment(at: datetime, precision: Precision) -> Cell:
    if precision is Precision.EXACT:
        return at
    return "不详" if precision is Precision.UNKNOWN else say_when(When(at=at, precision=precision))


def _due(at: datetime | None, *, provisional: bool) -> Cell:
    if at is None:
        return "计时中止"
    return f"{wording.say_end(at, 'zh')}（暂定）" if provisional else End(at)


def _done(judged: Judged) -> Cell:
    done = done_when(judged)
    return _moment(*done) if done else None


def done_when(judged: Judged) -> tuple[datetime, Precision] | None:
    """When it was done, and how exactly that is known; None where it was not."""
    duty = judged.duty
    if duty is None or judged.verdict not in (Verdict.MET, Verdict.LATE, Verdict.UNCERTAIN) or duty.happened_at is None:
        return None
    return duty.happened_at, precision_of(duty)


def owner_words(judged: Judged, lang: str = "zh") -> str:
    """The post that owes it, and its agency; of what was handed on when it was late, who holds it since."""
    if not judged.held_by:
        return _post_words(judged.owner, lang)
    since = "；逾期后转由" if lang == "zh" else "; when it was late it passed to "
    return f"{_post_words(judged.owner, lang)}{since}{_post_words(judged.held_by, lang)}"


def _post_words(owner: Owner | None, lang: str) -> str:
    if owner is None:
        return "无人承办" if lang == "zh" else "nobody"
    if lang != "zh" and owner.en:
        return owner.en
    return owner.zh if owner.zh == owner.agency_zh else f"{owner.zh}（{owner.agency_zh}）"


def course_words(judged: Judged, lang: str = "zh") -> list[str]:
    """What happened to its clock: extensions, pauses, rungs climbed, why it was late. 经过."""
    return _course_zh(judged) if lang == "zh" else _course_en(judged)


def _course_en(judged: Judged) -> list[str]:
    duty = judged.duty
    if duty is None:
        return []
    more = [
        f"extended by {amount} {Unit(unit).value.replace('_', ' ')} ({basis})"
        for amount, unit, basis in duty.extensions
    ]
    stood = [
        f"clock stopped ({PauseCause(cause).en}) {_until(begun, until, 'en')}" for cause, begun, until in duty.pauses
    ]
    rungs = [f"rungs climbed: {duty.climbed}"] if duty.climbed else []
    if judged.told:
        rungs = [f"rungs climbed: {duty.climbed}; rung {duty.told_at} told {', '.join(judged.told)}"]
    again = [f"taken up again {duty.turns} times"] if duty.turns else []
    return [*more, *stood, *rungs, *again, *(f"why it was late: {BreachCause(cause).en}" for cause in duty.causes)]


def _course_zh(judged: Judged) -> list[str]:
    duty = judged.duty
    if duty is None:
        return []
    more = [f"延长{amount}{Unit(unit).zh}（{basis}）" for amount, unit, basis in duty.extensions]
    stood = [f"中止计时（{PauseCause(cause).zh}）{_until(begun, until, 'zh')}" for cause, begun, until in duty.pauses]
    rungs = [f"督办 {duty.climbed} 级"] if duty.climbed else []
    if judged.told:
        rungs = [f"督办 {duty.climbed} 级，第 {duty.told_at} 级告知{'、'.join(judged.told)}"]
    again = [f"恢复办理 {duty.turns} 次"] if duty.turns else []
    return [*more, *stood, *rungs, *again, *(f"逾期原因：{BreachCause(cause).zh}" for cause in duty.causes)]


def _until(begun: datetime, until: datetime | None, lang: str) -> str:
    stretch: timedelta | None = until - begun if until else None
    if stretch is None:
        return "至今" if lang == "zh" else "to this day"
    return wording.say_stretch(stretch, lang)


def proof_words(judged: Judged, lang: str = "zh") -> str:
    """The entries that prove it, by their numbers in the chain of the case: #15 产生职责、#22 #28 逐级督办."""
    runs = groupby(judged.proofs, key=lambda proof: proof.kind)
    said = (f"{' '.join(map(_number, proofs))} {wording.say(kind, lang)}" for kind, proofs in runs)
    return ("、" if lang == "zh" else ", ").join(said)


def _number(proof: Proof) -> str:
    return f"#{proof.entry.rpartition('#')[2]}"


def done_words(judged: Judged) -> str:
    """When it was done, as exactly as that is known; "" where it was not."""
    return said(_done(judged))
