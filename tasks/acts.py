"""What people do with a duty: answer it, skip it, excuse it. 办理职责.

Each act is one transaction: the fact, its projection and the wake row of the procedure.  Two people who answer the
same duty at the same moment: one wins, the other is told that somebody was faster.  What they do with its clock is in
`tasks/clock_acts.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from models import CaseFile
from rules.errors import Refused
from rules.harm_found import HarmReported
from rules.moments import civil_day
from rules.routine_reporting import FIGURED, REPORT_SPOT_CHECKS
from rules.vocabulary import Precision
from tasks.answers import read_answer, write_answer
from tasks.figures import figures_of
from tasks.grades import in_tiers
from tasks.handing_over import refuse_what_the_sender_no_longer_holds
from tasks.harm_reports import refuse_leaving_out_a_report, refuse_what_is_no_report, reported_with_the_answer
from tasks.journal import Actor
from tasks.kinds import Kind
from tasks.named_in_answers import (
    refuse_a_stranger,
    refuse_another_bodys_word_as_its_own,
    refuse_into_the_hands_of_a_respondent,
    refuse_the_same_person,
    refuse_unknown_posts,
)
from tasks.opened_duty import (
    Acted,
    Opened,
    actor_of,
    may_decide_what_is_late,
    may_leave_out,
    moment_of_act,
    opened_duty,
)
from tasks.posts import known_post
from tasks.receipts import Received
from tasks.spot_check import refuse_what_was_not_drawn
from tasks.verdicts import in_time
from tasks.visiting import reported_on_a_visit

if TYPE_CHECKING:
    from tasks.office import Office


def answer(
    office: Office,
    case_no: str,
    duty: str,
    given: Mapping[str, object],
    *,
    at: datetime | None = None,
    precision: Precision = Precision.EXACT,
    by_post: str | None = None,
) -> Acted:
    """Answer a duty. 办理.

    Args:
        duty: its running number in the case, its code, or its Chinese name.
        given: fields of the answer by code.
        at: when it was done; now, if not said.
        precision: how exactly that is known; UNKNOWN leaves `at` out.
        by_post: who did it; the post that owes it, if not said.
    Raises: Refused, Refusals, Conflict: nothing is written.
    """
    with opened_duty(office, case_no, duty) as opened:
        happened_at = moment_of_act(opened, at, precision)
        known = opened.pack.asked(opened.row.code)
        given = in_tiers(opened.pack, opened.row.code, given)
        value = read_answer(known, given, happened_at=happened_at)
        refuse_unknown_posts(opened.desk, given)
        refuse_a_stranger(opened, given)
        refuse_into_the_hands_of_a_respondent(opened, given, happened_at)
        refuse_what_was_not_drawn(opened.desk, case_no, value)
        refuse_what_is_no_report(opened.desk, opened.subject_no, value, since=opened.row.since_at)
        refuse_what_the_sender_no_longer_holds(opened.desk, opened.row, value)
        by = actor_of(opened, by_post)
        raised = None
        if isinstance(value, HarmReported) and value.is_handed_in_now:  # both are written, or neither
            raised = _handed_in(opened, value, precision, by)
            value = replace(value, report_no=raised.report_no)
        payload: dict[str, Any] = {"answer": write_answer(value, opened.desk.cipher(opened.subject_no))}
        if opened.spec.document and value.document_no:
            payload["document"] = {"title": opened.spec.document, "document_no": value.document_no}
        if opened.row.code in FIGURED:
            payload["figures"] = _figures(opened)
        refuse_the_same_person(opened, by)
        refuse_another_bodys_word_as_its_own(opened, value, by)
        known_moment = None if precision is Precision.UNKNOWN else happened_at
        entry = opened.entry(
            Kind.DUTY_ANSWERED, "answer", payload, happened_at=known_moment, by=by, precision=precision
        )
        opened.desk.record(entry)
        opened.desk.wake(opened.row.procedure_no, "answered")
        acted = opened.acted(in_time=in_time(opened.row, happened_at, precision))
        raised = raised or reported_on_a_visit(opened.desk, opened.subject_no, value, by=by)
        if opened.row.code == REPORT_SPOT_CHECKS.code:
            acted = replace(acted, unchecked=payload["figures"]["groups"]["spot_checks_open"]["total"])
        return replace(acted, reported=raised.report_no) if raised else acted


def _handed_in(opened: Opened, value: HarmReported, precision: Precision, by: Actor) -> Received:
    row = opened.row
    return reported_with_the_answer(
        opened.desk, row.case_no, opened.subject_no, value, since=row.since_at, precision=precision, by=by
    )


def _figures(opened: Opened) -> dict[str, Any]:
    """What is computed for a report when it is entered, and kept with it: of its area, for its year (HT-204)."""
    area = opened.desk.session.exec(select(CaseFile.area).where(col(CaseFile.no) == opened.row.case_no)).one()
    return figures_of(opened.desk, area=area, year=civil_day(opened.row.since_at).year).plain()


def skip(
    office: Office, case_no: str, duty: str, *, reason: str, given: Mapping[str, object], by_post: str | None = None
) -> Acted:
    """Leave a duty out, with a reason and with the answer that the procedure goes on with. 略过."""
    return _leave_out(office, case_no, duty, Kind.DUTY_SKIPPED, reason=reason, given=given, by_post=by_post)


def excuse(
    office: Office, case_no: str, duty: str, *, reason: str, given: Mapping[str, object], by_post: str | None = None
) -> Acted:
    """Release from a duty that can no longer be asked of anybody. 免除."""
    return _leave_out(office, case_no, duty, Kind.DUTY_EXCUSED, reason=reason, given=given, by_post=by_post)


def _leave_out(
    office: Office,
    case_no: str,
    duty: str,
    kind: Kind,
    *,
    reason: str,
    given: Mapping[str, object],
    by_post: str | None,
) -> Acted:
    if not reason.strip():
        raise Refused("请写明理由", "a reason is required", field="reason")
    with opened_duty(office, case_no, duty) as opened:
        given = in_tiers(opened.pack, opened.row.code, given)
        value = read_answer(opened.pack.asked(opened.row.code), given, happened_at=opened.desk.at)
        refuse_leaving_out_a_report(opened.desk, opened.subject_no, value, since=opened.row.since_at)
        cipher = opened.desk.cipher(opened.subject_no)
        payload = {"answer": write_answer(value, cipher), "reason_sealed": cipher.seal("reason", reason)}
        by = actor_of(opened, by_post, also=may_leave_out)
        if kind is Kind.DUTY_EXCUSED:  # a step that was taken elsewhere, or before, is skipped also when it is late
            _refuse_to_let_oneself_off(opened, by)
        opened.desk.record(opened.entry(kind, kind.value, payload, happened_at=opened.desk.at, by=by))
        opened.desk.wake(opened.row.procedure_no, kind.value)
        return opened.acted()


def _refuse_to_let_oneself_off(opened: Opened, by: Actor) -> None:
    """What is late stays late: whoever owes it does it late or says why, and does not excuse it."""
    if not opened.is_late or may_decide_what_is_late(opened, known_post(opened.desk, by.post_no or "", field="by")):
        return
    case_no, _, number = opened.row.no.rpartition("/")
    raise Refused(
        "该职责已逾期，不能由承办岗位自行免除；请补办，并说明逾期原因"
        f"（hutong duty cause {case_no} {number}）。"
        "确实无法再办的，由县级协调机构决定；牵头岗位不是承办岗位的，也可以决定",
        "this duty is overdue: the post that owes it does it late and says why "
        f"(hutong duty cause {case_no} {number}); only the county office, or a lead post that does not owe it, "
        "may release from it",
        field="by",
    )
