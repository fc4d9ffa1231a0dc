"""公安机关办理 / What the police owe a report: acceptance, transfer, filing or not, feedback, the end of it.

Ground   高检发〔2020〕9号 Arts. 8, 10, 11; 公安刑事程序规定 Arts. 169–182; 公安行政程序规定 Arts. 60–62;
         公安部 2015 受案立案改革意见; 检察刑诉规则 Arts. 560–564.  济宁 2016 二（二）5: the police dissuade the
         guardian at once (JN-5f), and who reported without being bound to is commended (JN-5c).
A track of the mandatory report.  Where the police do not file, the procuratorate asks why, and either the reasons
hold and the victim is told, or the police are notified to file.  "Not filed" is kept when a later filing follows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from flows.orders import open_against
from rules.dissuasion import DISSUADE_AS_POLICE
from rules.follow_through import COMMEND_REPORTER, COMMENDABLE
from rules.moments import civil_day
from rules.reporting import (
    ASSESS_REASONS,
    CONCLUDE_INVESTIGATION,
    DECIDE_ADMINISTRATIVE_CASE,
    DECIDE_FILING,
    EXPLAIN_NON_FILING,
    FEEDBACK_BEFORE_PROSECUTION,
    FEEDBACK_ON_PROGRESS,
    FEEDBACK_ON_RESULT,
    FILE_AFTER_NOTICE,
    NOTIFY_NON_FILING,
    POLICE_ACCEPTANCE,
    REVIEW_NON_FILING,
    SEND_FOR_PROSECUTION,
    TELL_VICTIM_REASONS_HOLD,
    TRANSFER_TO_COMPETENT_POLICE,
    URGE_INVESTIGATION,
    Complexity,
    FilingDecision,
    PoliceAcceptance,
    Track,
)
from rules.vocabulary import ProcedureKind
from tasks.casework import Proceeding

NEW_PENALTIES_LAW_FROM = 2026
"""治安管理处罚法 as revised in 2025 is in force since 2026-01-01; older cases keep the older period (B-21, B-22)."""


@dataclass(frozen=True)
class Unit:
    """The police unit that has the case: the one near the child, or the one that it was transferred to."""

    post: str | None
    acceptance: PoliceAcceptance


def police_track(case: Proceeding) -> None:
    """From acceptance to the end of the investigation. 公安机关办理."""
    unit = _acceptance(case)
    if unit.acceptance.child_needs_place:  # 反家庭暴力法 Art. 15(2)
        case.open_beside(ProcedureKind.EMERGENCY_PLACEMENT, since=unit.acceptance.happened_at, anew=True)

    case.beside(
        lambda case: _examined(case, unit),
        lambda case: _dissuading(case, unit),
        lambda case: _commending(case, unit),
    )


def _examined(case: Proceeding, unit: Unit) -> None:
    """What the report is taken for, to the end of it. 受案、立案."""
    match unit.acceptance.track:
        case Track.ADMINISTRATIVE:
            _administrative(case, unit)
        case Track.CRIMINAL:
            _criminal(case, unit, since=unit.acceptance.happened_at, complexity=unit.acceptance.complexity)
        case Track.NO_VIOLATION:  # the reporting unit hears of it; the child's safety goes its own way
            _result(case, unit, since=unit.acceptance.happened_at, about="no_violation", stage="接报审查结果")


def _dissuading(case: Proceeding, unit: Unit) -> None:
    """Where a local text says so the police, too, dissuade each guardian who is suspected. 公安劝诫 (济宁 JN-5f)."""
    case.beside(*(_a_word_to(adult, unit) for adult in case.suspects()))


def _a_word_to(adult: str, unit: Unit) -> Callable[[Proceeding], None]:
    def speak(case: Proceeding) -> None:
        since = unit.acceptance.happened_at
        said = case.where_set(DISSUADE_AS_POLICE, since=since, about=adult, owed_by=unit.post)
        if said and said.in_vain:  # they need no report: their admonition begins
            open_against(case, ProcedureKind.POLICE_ADMONITION, (adult,), since=said.happened_at)

    return speak


def _commending(case: Proceeding, unit: Unit) -> None:
    """Who reported without being bound to is commended, where a local text says so. 表扬、奖励 (济宁 JN-5c)."""
    if case.report.unit_kind not in COMMENDABLE:
        return
    decided = case.where_set(COMMEND_REPORTER, since=unit.acceptance.happened_at)
    if decided and decided.said:
        basis = case.rule(COMMEND_REPORTER.code).ground[-1]  # the clause of the place, which the pack adds
        case.tell_reporter(stage="表扬、奖励", told=decided, outcome=decided.said, basis=basis)


def _acceptance(case: Proceeding) -> Unit:
    """The police take it down at once; what is not theirs goes on within 24 hours. 接受、移送."""
    since = case.report.reported_at
    post: str | None = None
    for turn in count(1):
        about = "" if turn == 1 else str(turn)
        acceptance = case.fulfilled(POLICE_ACCEPTANCE, since=since, about=about, owed_by=post)
        if acceptance.ours:
            break
        transfer = case.fulfilled(TRANSFER_TO_COMPETENT_POLICE, since=acceptance.happened_at, about=about, owed_by=post)
        since, post = transfer.happened_at, transfer.to_post
    return Unit(post, acceptance)


def _administrative(case: Proceeding, unit: Unit) -> None:
    """A suspected breach of public security. 治安案件."""
    variant = "complex" if unit.acceptance.complexity is Complexity.COMPLEX else "default"
    decision = case.fulfilled(
        DECIDE_ADMINISTRATIVE_CASE, since=case.report.reported_at, variant=variant, owed_by=unit.post
    )
    if decision.now_criminal:  # 转为刑事
        _criminal(case, unit, since=decision.happened_at, complexity=Complexity.ORDINARY)
        return
    if not decision.accepted:
        _result(case, unit, since=decision.happened_at, about="not_accepted", stage="不予受案")
        return
    older = civil_day(decision.happened_at).year < NEW_PENALTIES_LAW_FROM
    variant = "administrative_before_2026" if older else "administrative"
    case.beside(
        lambda case: _feedback(case, unit, since=decision.happened_at, about="acceptance", stage="已受案"),
        lambda case: _investigation(case, unit, since=decision.happened_at, variant=variant),
    )


def _criminal(case: Proceeding, unit: Unit, *, since: datetime, complexity: Complexity | None) -> None:
    """A suspected crime: file, or answer to the procuratorate for not filing. 刑事案件."""
    longer = {Complexity.CLUES, Complexity.MAJOR, Complexity.SEXUAL}
    variant = complexity.value if complexity is not None and complexity in longer else "default"
    decision = case.fulfilled(DECIDE_FILING, since=since, variant=variant, owed_by=unit.post)
    if decision.filed:
        _filed(case, unit, since=decision.happened_at)
        return
    case.beside(
        lambda case: _notify_complainant(case, unit, decision),
        lambda case: _result(case, unit, since=decision.happened_at, about="not_filed", stage="不予立案"),
        lambda case: _filing_supervision(case, unit, since=decision.happened_at),
    )


def _notify_complainant(case: Proceeding, unit: Unit, decision: FilingDecision) -> None:
    if decision.complainant or unit.acceptance.complainant:  # 有控告人的
        case.fulfilled(NOTIFY_NON_FILING, since=decision.happened_at, owed_by=unit.post)


def _filing_supervision(case: Proceeding, unit: Unit, *, since: datetime) -> None:
    """The procuratorate looks at every report that was not filed. 立案监督 (高检发〔2020〕9号 Art. 11)."""
    review = case.fulfilled(REVIEW_NON_FILING, since=since)
    if not review.asks_for_reasons:
        return
    reasons = case.fulfilled(EXPLAIN_NON_FILING, since=review.happened_at, owed_by=unit.post)  # 说明不立案理由
    finding = case.fulfilled(ASSESS_REASONS, since=reasons.happened_at)
    if finding.reasons_hold:
        case.fulfilled(TELL_VICTIM_REASONS_HOLD, since=finding.happened_at)
        return
    filed = case.fulfilled(FILE_AFTER_NOTICE, since=finding.happened_at, owed_by=unit.post)  # 通知立案
    case.beside(
        lambda case: _filed(case, unit, since=filed.happened_at),
        lambda case: _urging(case, since=filed.happened_at),
    )


def _urging(case: Proceeding, *, since: datetime) -> None:
    """Three months after a supervised filing the procuratorate urges, unless the investigation has ended. 催办."""
    if case.recorded(CONCLUDE_INVESTIGATION):
        case.release(URGE_INVESTIGATION)
    else:
        case.fulfilled(URGE_INVESTIGATION, since=since)


def _filed(case: Proceeding, unit: Unit, *, since: datetime) -> None:
    case.beside(
        lambda case: _feedback(case, unit, since=since, about="filing", stage="已立案"),
        lambda case: _investigation(case, unit, since=since, variant="criminal"),
    )


def _investigation(case: Proceeding, unit: Unit, *, since: datetime, variant: str) -> None:
    """To its end; before the file goes to the procuratorate the reporter hears of it. 调查（侦查）终结."""
    end = case.fulfilled(CONCLUDE_INVESTIGATION, since=since, variant=variant, owed_by=unit.post)
    if not end.to_prosecution:
        return
    told = case.fulfilled(FEEDBACK_BEFORE_PROSECUTION, since=end.happened_at, owed_by=unit.post)  # 移送审查起诉前告知
    case.tell_reporter(stage="移送审查起诉前告知", told=told, outcome=told.outcome, basis="A-18")
    case.fulfilled(SEND_FOR_PROSECUTION, since=told.happened_at, owed_by=unit.post)


def _feedback(case: Proceeding, unit: Unit, *, since: datetime, about: str, stage: str) -> None:
    """Three days after acceptance or filing the reporting unit hears how it goes. 三日内反馈 (Art. 10)."""
    told = case.fulfilled(FEEDBACK_ON_PROGRESS, since=since, about=about, owed_by=unit.post)
    case.tell_reporter(stage=stage, told=told, outcome=told.outcome, basis="A-17")


def _result(case: Proceeding, unit: Unit, *, since: datetime, about: str, stage: str) -> None:
    """Neither accepted nor filed: Art. 10 does not speak of it, but the result is still told (A-15). 告知处理结果."""
    told = case.fulfilled(FEEDBACK_ON_RESULT, since=since, about=about, owed_by=unit.post)
    case.tell_reporter(stage=stage, told=told, outcome=told.outcome, basis="A-15")
