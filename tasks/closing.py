"""Closing a case by decision, and opening it again as a new episode on the same chain. 结案、重新立案."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import Procedure
from rules.errors import Refused
from rules.vocabulary import CasePurpose, CloseReason, ProcedureKind
from rules.when import When, exactly
from tasks.filing import Filing, filing
from tasks.kinds import Kind
from tasks.posts import coordinates, known_post
from tasks.procedures import Opening, open_procedure

if TYPE_CHECKING:
    from tasks.office import Office


def close(
    office: Office, case_no: str, *, reason: str, settle: bool = False, when: When | None = None, by_post: str | None
) -> None:
    """Close a case by decision. 结案.

    Args:
        reason: why; sealed.
        settle: end the procedures that are still open with it; otherwise they stand in the way.
    Raises: Refused: something is still open, no reason, or a post that has no say in it; nothing is written.
    """
    _refuse_no_reason(reason)
    with filing(office, case_no, by_post=by_post, when=when) as filed:
        _refuse_a_file_of_care(filed)
        _refuse_whoever_does_not_lead(filed)
        moment = when or exactly(filed.desk.at)
        rows = _open_procedures(filed)
        others = [row for row in rows if row.kind != ProcedureKind.CASE_REVIEW]
        if others and not settle:
            raise _still_open(others)
        for row in rows:
            payload = {"reason": CloseReason.SETTLED_BY_HAND, "kind": row.kind}
            filed.record(Kind.PROCEDURE_CLOSED, payload, when=moment, key=f"close:{row.no}", procedure_no=row.no)
        filed.record(
            Kind.CASE_CLOSED,
            {"reason_sealed": filed.sealed("reason", reason)},
            when=moment,
            key=f"case-closed:{case_no}:{filed.case.episode}",
        )


def reopen(office: Office, case_no: str, *, reason: str, when: When | None = None, by_post: str | None) -> None:
    """Open a closed case again, as a new episode; somebody has to say at once what is to be done. 重新立案."""
    _refuse_no_reason(reason)
    with filing(office, case_no, by_post=by_post, when=when, closed_too=True) as filed:
        _refuse_a_file_of_care(filed)
        if filed.case.state != "closed":
            raise Refused(f"个案 {case_no} 并未结案", f"case {case_no} is not closed", field="NO")
        moment = when or exactly(filed.desk.at)
        episode = filed.case.episode + 1
        filed.record(
            Kind.CASE_REOPENED,
            {"episode": episode, "reason_sealed": filed.sealed("reason", reason)},
            when=moment,
            key=f"reopen:{case_no}:{episode}",
        )
        review = Opening(
            case_no=case_no,
            kind=ProcedureKind.CASE_REVIEW,
            since_at=filed.desk.at,
            key=f"review:{case_no}:episode:{episode}",
        )
        open_procedure(filed.desk, review)


def _open_procedures(filed: Filing) -> list[Procedure]:
    query = select(Procedure).where(col(Procedure.case_no) == filed.case.no, col(Procedure.state) == "open")
    return list(filed.desk.session.exec(query.order_by(col(Procedure.opened_at), col(Procedure.no))))


def _still_open(rows: list[Procedure]) -> Refused:
    zh = "、".join(ProcedureKind(row.kind).zh for row in rows)
    en = ", ".join(row.kind for row in rows)
    return Refused(
        f"仍有程序在办：{zh}。请先办结；确需一并终结的，选一并终结（--settle）并写明理由",
        f"these are still open: {en}. Finish them, or end them with it (--settle), saying why",
        field="settle",
    )


def _refuse_no_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("请写明理由", "a reason is required", field="reason")


def _refuse_whoever_does_not_lead(filed: Filing) -> None:
    """A case ends with everything that is owed in it: not by the hand of somebody who merely has a part in it."""
    by, lead = filed.by.post_no or "", filed.case.lead_post
    if by == lead or coordinates(known_post(filed.desk, by, field="by"), filed.case.area):
        return
    raise Refused(
        f"个案 {filed.case.no} 由牵头岗位（{lead or '无'}）或者县级协调机构结案，{by} 不能结案",
        f"case {filed.case.no} is closed by the post that leads it ({lead or 'none'}) or by the county office; "
        f"{by} may not close it",
        field="by",
    )


def _refuse_a_file_of_care(filed: Filing) -> None:
    """It is opened and ended with the child's place on the list; an agency's file with its window."""
    if filed.case.purpose == CasePurpose.AGENCY:
        raise Refused(
            f"{filed.case.no} 是机关事项卷宗，随每期开始而建立、办完而终止，请逐项办理（hutong duty）",
            f"{filed.case.no} is the file of an agency's own duties: it ends when they are answered (hutong duty)",
            field="NO",
        )
    if filed.case.purpose == CasePurpose.CARE:
        raise Refused(
            f"{filed.case.no} 是关爱档案，随列入、退出而建立、终止，请用 hutong monitor begin、hutong monitor end",
            f"{filed.case.no} is a file of care: it begins and ends with `hutong monitor begin|end`",
            field="NO",
        )
