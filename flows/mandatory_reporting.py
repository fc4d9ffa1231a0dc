"""强制报告程序 / Mandatory report: from the receipt of a report to the end of every track that it opens.

Ground   未成年人保护法 Art. 11; 高检发〔2020〕9号 Arts. 2–4, 8, 10–12; 公安刑事程序规定 Arts. 169–182.
Ends in  completed · joined (a further report on a matter already in hand) · screened out (read by a second office).
Opens    emergency placement · the interventions chosen, each as its own procedure · a referral to services ·
         accountability for a late or missing report.
Runs     from the top at every answer; each duty is opened once; the tracks do not block one another.
"""

from __future__ import annotations

from datetime import datetime
from itertools import count

from flows.police_track import police_track
from flows.procedure import procedure
from rules.reporting import (
    ANSWER_HOTLINE_TICKET,
    CHILD_SEEN,
    CHOOSE_INTERVENTIONS,
    PASS_ON_TO_POLICE,
    POLICE_ACCEPTANCE,
    SAFETY_ASSESSMENT,
    SECOND_READING,
    TELL_REPORTER,
    TRIAGE,
    Triage,
    Urgency,
)
from rules.vocabulary import CloseReason, Intervention, PartyRole, ProcedureKind, Role, Turning, UnitKind
from tasks.casework import Proceeding

POLICE = frozenset({Role.POLICE_STATION, Role.STATION_CHIEF, Role.COUNTY_POLICE})

OPENS: dict[Intervention, ProcedureKind] = {
    Intervention.ADMONITION: ProcedureKind.POLICE_ADMONITION,
    Intervention.WARNING: ProcedureKind.WRITTEN_WARNING,
    Intervention.SUPERVISION_ORDER: ProcedureKind.SUPERVISION_ORDER,
    Intervention.PROTECTION_ORDER: ProcedureKind.PROTECTION_ORDER,
    Intervention.TEMPORARY_GUARDIANSHIP: ProcedureKind.GUARDIANSHIP_TRANSFER,
    Intervention.FAMILY_EDUCATION: ProcedureKind.FAMILY_EDUCATION_ORDER,
    Intervention.DISSUASION: ProcedureKind.DISSUASION,
}
"""The procedure by which each intervention is carried out; services are referred to whoever gives them."""

ONE_FOR_EACH_GUARDIAN = frozenset(
    {Intervention.ADMONITION, Intervention.WARNING, Intervention.FAMILY_EDUCATION, Intervention.DISSUASION}
)
"""What is said to one person, on that person's own grounds; an order can speak to several."""

AGAINST_WHOEVER_LIVES_THERE = frozenset({Intervention.WARNING, Intervention.PROTECTION_ORDER})
"""反家庭暴力法 Art. 37: also against those who live with the child and are no guardians."""

SERVICES_FROM = (Role.TOWNSHIP_STATION, Role.CIVIL_AFFAIRS)


@procedure(ProcedureKind.MANDATORY_REPORTING)
def mandatory_reporting(case: Proceeding) -> None:
    """A report becomes a case that cannot be forgotten. 强制报告."""
    if case.report.danger_now:  # 安全优先: before anything is asked of anybody
        case.open_beside(ProcedureKind.EMERGENCY_PLACEMENT, since=case.report.reported_at, anew=True)
    if case.report.late:  # 未及时报告
        _notice_failure(case, case.report.unit_kind, since=case.report.reported_at)

    case.beside(_passing_on, _safety_of_the_child, police_track)

    case.close(_outcome(case))


def _passing_on(case: Proceeding) -> None:
    """Whoever received it instead of the police passes it on, with proof. 移送公安机关."""
    report = case.report
    if report.received_by is not None and report.received_by_role not in POLICE:
        passed = case.fulfilled(PASS_ON_TO_POLICE, since=report.reported_at, owed_by=report.received_by)
        if report.received_by_role is Role.HOTLINE:  # 工单自转出起办理
            case.where_set(ANSWER_HOTLINE_TICKET, since=passed.happened_at)


def _safety_of_the_child(case: Proceeding) -> None:
    """Is the child in danger now; who has seen the child; what is to be done. 儿童安全."""
    if Turning.DIED in case.turned():  # 儿童已死亡: what the police owe goes on, nobody is sent to see the child
        _nobody_left_to_protect(case)
        return
    triage = _triage(case)
    if triage.danger_now:
        case.open_beside(ProcedureKind.EMERGENCY_PLACEMENT, since=triage.happened_at, anew=True)
    if triage.late_unit:
        _notice_failure(case, triage.late_unit, since=triage.happened_at)

    if triage.same_matter:  # 在办事项的再次报告: its reporter is told, the child is not examined twice
        _tell_reporter(case, since=triage.happened_at)
        return
    case.beside(_assessment, lambda case: _tell_reporter(case, since=triage.happened_at))


def _nobody_left_to_protect(case: Proceeding) -> None:
    case.release(TRIAGE)
    case.release(CHILD_SEEN)
    case.release(SAFETY_ASSESSMENT)
    for reading, _ in enumerate((None, *case.recorded(CHOOSE_INTERVENTIONS)), start=1):
        case.release(CHOOSE_INTERVENTIONS, about=_nth(reading))
        case.release(SECOND_READING, about=_nth(reading))


def _triage(case: Proceeding) -> Triage:
    return case.fulfilled(TRIAGE, since=case.report.reported_at)  # 初步研判


def _assessment(case: Proceeding) -> None:
    """The child is seen, safety is assessed, and somebody decides what is done. 见到儿童、评估、干预."""
    received = case.report.reported_at
    variant = "ordinary" if _triage(case).urgency is Urgency.ORDINARY else "default"
    seen = case.fulfilled(CHILD_SEEN, since=received, variant=variant)  # 当面见到儿童
    if not seen.safe_where_found:
        case.open_beside(ProcedureKind.EMERGENCY_PLACEMENT, since=seen.happened_at, anew=True)

    assessment = case.fulfilled(SAFETY_ASSESSMENT, since=received)  # 安全评估
    if assessment.danger_now:
        case.open_beside(ProcedureKind.EMERGENCY_PLACEMENT, since=assessment.happened_at, anew=True)
    if assessment.late_unit:
        _notice_failure(case, assessment.late_unit, since=assessment.happened_at)

    _choose_interventions(case, since=assessment.happened_at)


def _choose_interventions(case: Proceeding, *, since: datetime) -> None:
    """Interventions, or nothing; nothing only if a second office agrees. 决定干预措施."""
    for reading in count(1):
        plan = case.fulfilled(CHOOSE_INTERVENTIONS, since=since, about=_nth(reading))
        if plan.chosen:
            for chosen in plan.chosen:
                _carry_out(case, chosen, since=plan.happened_at)
            return

        second = case.fulfilled(SECOND_READING, since=plan.happened_at, about=_nth(reading))  # 复核
        if second.agrees:
            _tell_reporter(case, since=second.happened_at, about="screened_out")
            return
        since = second.happened_at


def _carry_out(case: Proceeding, chosen: Intervention, *, since: datetime) -> None:
    """The intervention begins as a procedure of its own, against the guardians who are suspected. 实施干预措施."""
    against = case.suspected() if chosen in AGAINST_WHOEVER_LIVES_THERE else case.suspects()
    if chosen is Intervention.SERVICES:  # 转介
        case.open_beside(ProcedureKind.REFERRAL, since=since, about=chosen, owed_by=case.post_of(*SERVICES_FROM))
    elif chosen in ONE_FOR_EACH_GUARDIAN and against:  # 分别针对每一名监护人
        since = _accepted_at(case, otherwise=since) if chosen is Intervention.WARNING else since
        for adult in against:
            case.open_beside(OPENS[chosen], since=since, about=adult, parties={PartyRole.RESPONDENT: (adult,)})
    else:
        case.open_beside(OPENS[chosen], since=since, parties={PartyRole.RESPONDENT: against})


def _accepted_at(case: Proceeding, *, otherwise: datetime) -> datetime:
    """The law's 72 hours for a warning run from the acceptance of the report, not from our plan. 自受理报案起."""
    accepted = [one.happened_at for one in case.recorded(POLICE_ACCEPTANCE) if one.ours]
    return accepted[0] if accepted else otherwise


def _tell_reporter(case: Proceeding, *, since: datetime, about: str = "") -> None:
    """The departments tell the reporter what became of the report. 反馈报告人 (未成年人保护法 Art. 11(3))."""
    told = case.fulfilled(TELL_REPORTER, since=since, about=about)
    stage = "研判结果" if not about else "经复核不予干预"
    case.tell_reporter(stage=stage, told=told, outcome=told.outcome, basis="A-15")


def _notice_failure(case: Proceeding, unit: UnitKind, *, since: datetime) -> None:
    """A unit that had to report and did not, or not at once, answers to its regulator. 未履行报告义务."""
    case.open_beside(ProcedureKind.ACCOUNTABILITY, since=since, about=unit, owed_by=case.regulator_of(unit))


def _outcome(case: Proceeding) -> CloseReason:
    if Turning.DIED in case.turned():
        return CloseReason.COMPLETED
    triage = _triage(case)
    if triage.same_matter:
        return CloseReason.JOINED
    plans = case.recorded(CHOOSE_INTERVENTIONS)
    return CloseReason.COMPLETED if plans[-1].chosen else CloseReason.SCREENED_OUT


def _nth(reading: int) -> str:
    return "" if reading == 1 else str(reading)
