"""The report of harm found on the way: one that exists, or one handed in with the answer. 发现侵害的报告.

The duty to report (未成年人保护法 Art. 11(2)) is not met by words that look like a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import CaseFile, Procedure, ReportChild
from rules.duty import Answer
from rules.errors import Refused
from rules.harm_found import HarmReported
from rules.vocabulary import Precision, ProcedureKind, Role, UnitKind
from tasks.intake import Intake
from tasks.posts import post_by_number
from tasks.receipts import Received
from tasks.report_form import ReporterForm, ReportForm
from tasks.visiting import child_as_filed

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.journal import Actor

UNITS: Mapping[Role, UnitKind] = MappingProxyType(
    {
        Role.SCHOOL: UnitKind.SCHOOL,
        Role.HOSPITAL: UnitKind.HOSPITAL,
        Role.CHILD_DIRECTOR: UnitKind.COMMITTEE,
        Role.COMMITTEE: UnitKind.COMMITTEE,
        Role.WELFARE_INSTITUTION: UnitKind.WELFARE_INSTITUTION,
        Role.RELIEF_INSTITUTION: UnitKind.RELIEF_INSTITUTION,
        Role.SOCIAL_WORK: UnitKind.SOCIAL_WORK,
    }
)
"""As what a post reports; whatever is not named here is an organ of the state or stands like one."""


def refuse_what_is_no_report(desk: Desk, child_no: str, answer: Answer, *, since: datetime) -> None:
    """A report that is named was handed in here, on this child, and was not over before the harm was found (HT-220).

    Args:
        since: when the harm was found.
    Raises: Refused: nothing was reported by that number.
    """
    if not isinstance(answer, HarmReported) or answer.is_handed_in_now:
        return
    query = select(ReportChild.case_no)
    named = (col(ReportChild.report_no) == answer.report_no, col(ReportChild.child_no) == child_no)
    if desk.session.exec(query.where(*named)).first() is None:
        raise Refused(
            f"没有编号为 {answer.report_no} 的、涉及该儿童的报告；尚未报告的，不填报告编号，"
            "填写情形（situations）和发现的情况（findings），随本次办理一并报告（拨打110的写在发现的情况里）",
            f"{answer.report_no} is no report on this child; if none was made, leave report_no out and give situations "
            "and findings: the report is handed in with this answer (a call to 110 is told in findings)",
            field="report_no",
        )
    if _was_over(desk, answer.report_no, since):
        raise Refused(
            f"报告 {answer.report_no} 在本次发现之前已办结；本次发现的情况请另行报告：不填报告编号，"
            "填写情形（situations）和发现的情况（findings）",
            f"report {answer.report_no} was over before this was found: report it anew; leave report_no out and give "
            "situations and findings",
            field="report_no",
        )


def refuse_leaving_out_a_report(desk: Desk, child_no: str, answer: Answer, *, since: datetime) -> None:
    """A report is left out only where there is one: a finding that was a mistake is corrected, not skipped (HT-220)."""
    if isinstance(answer, HarmReported) and answer.is_handed_in_now:
        raise Refused(
            "强制报告不能略过或者免除而不报告：请填写已提交报告的回执编号（report_no），"
            "或者用 hutong duty answer 一并报告；发现有误的，用 hutong correct 更正那次办理",
            "a report is not left out: name the report that was made (report_no), or hand it in with "
            "`hutong duty answer`; if nothing was found after all, correct that answer (hutong correct)",
            field="report_no",
        )
    refuse_what_is_no_report(desk, child_no, answer, since=since)


def _was_over(desk: Desk, report_no: str, since: datetime) -> bool:
    query = select(Procedure.closed_at).where(
        col(Procedure.report_no) == report_no, col(Procedure.kind) == ProcedureKind.MANDATORY_REPORTING
    )
    ends = desk.session.exec(query).all()
    return bool(ends) and all(end is not None and end < since for end in ends)


def reported_with_the_answer(
    desk: Desk,
    case_no: str,
    child_no: str,
    answer: HarmReported,
    *,
    since: datetime,
    precision: Precision,
    by: Actor,
) -> Received:
    """Hand in the report that an answer consists of; whoever answers reports, and hears of it. 强制报告.

    Args:
        since: when the harm was found.
        precision: of the moment of the answer, which is the moment of the report.
    """
    post = post_by_number(desk, by.post_no or "")
    role = Role(post.role) if post else Role.OTHER_BODY
    area = desk.session.exec(select(CaseFile.area).where(col(CaseFile.no) == case_no)).one()
    known = precision is not Precision.UNKNOWN
    form = ReportForm(
        unit_kind=UNITS.get(role, UnitKind.STATE_ORGAN),
        reporter=ReporterForm(post=by.post_no),
        situations=list(answer.situations),
        discovered_at=min(since, answer.happened_at),
        reported_at=answer.happened_at if known else None,
        reported_precision=precision if known else Precision.EXACT,
        danger_now=answer.danger_now,
        narrative=answer.findings,
        children=[child_as_filed(desk, child_no, elsewise=area)],
    )
    return Intake(desk, form, child_no=child_no).take()
