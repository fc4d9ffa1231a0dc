"""What is handed over is on its way once, and is handed over by whoever holds it. 移交的前提.

A case has one body that leads it; from the hand-over on it is the receiver, and the one before can send it no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import CaseFile, DutyRow, Procedure
from rules.duty import Answer
from rules.errors import Conflict, Refused
from rules.handover import HandoverDecidedAnew, HandoverReceived, HandoverSent
from rules.vocabulary import HandOver, ProcedureKind

if TYPE_CHECKING:
    from tasks.desk import Desk


def refuse_a_second_hand_over(desk: Desk, case_no: str, what: HandOver, to_post: str | None) -> None:
    """One thing is not on its way to two receivers; copies of documents may go to several, to each once.

    Raises: Conflict: it is under way already.
    """
    query = select(Procedure.no, Procedure.receiver).where(
        col(Procedure.case_no) == case_no,
        col(Procedure.kind) == ProcedureKind.HANDOVER,
        col(Procedure.about) == what,
        col(Procedure.state) == "open",
    )
    for number, receiver in desk.session.exec(query):
        if what is HandOver.DOCUMENTS and (receiver is None or receiver != to_post):
            continue
        to = receiver or "名册以外的单位"
        raise Conflict(
            f"“{what.zh}”正在移交给{to}（{number}），对方确认收到或者退回之前不能另行移交；"
            f"要改变接收方的，请对方退回（accepts=否）后在“决定如何办理”中改填，查看：hutong case show {case_no}",
            f"the {what} is on its way to {receiver or 'somebody outside the directory'} ({number}): "
            f"it is not handed over again before it is received or comes back; see `hutong case show {case_no}`",
        )


def refuse_who_does_not_hold_the_case(desk: Desk, case_no: str, what: HandOver, from_post: str) -> None:
    """A case is handed over by the post that leads it. Raises Refused."""
    lead = desk.session.exec(select(CaseFile.lead_post).where(col(CaseFile.no) == case_no)).one()
    if what is HandOver.CASE and lead is not None and from_post != lead:
        raise Refused(
            f"个案 {case_no} 由 {lead} 承办，{from_post} 不能移交；请由 {lead} 移交",
            f"case {case_no} is led by {lead}: {from_post} cannot hand it over",
            field="from",
        )


def refuse_what_the_sender_no_longer_holds(desk: Desk, duty: DutyRow, answer: Answer) -> None:
    """Nobody sends, or receives, a case on the word of a post that leads it no more. Raises Refused."""
    if not _goes_on(answer):
        return
    query = select(Procedure.about, Procedure.owed_by_post).where(col(Procedure.no) == duty.procedure_no)
    about, sender = desk.session.exec(query).one()
    lead = desk.session.exec(select(CaseFile.lead_post).where(col(CaseFile.no) == duty.case_no)).one()
    if about != HandOver.CASE or lead is None or sender == lead:
        return
    raise Refused(
        f"个案 {duty.case_no} 现由 {lead} 承办，移交方 {sender} 已不再承办，这次移交不能继续："
        "接收方请填不接收（accepts=否）并写明理由，移交方请填不再移交（send_again=否）；"
        f"尚未送出的，由 {lead} 用 hutong duty skip 略过",
        f"case {duty.case_no} is led by {lead} now, and {sender} holds it no more: the receiver declines (accepts=no), "
        f"the sender sends it no more (send_again=no); what is not sent yet is skipped by {lead} (hutong duty skip)",
        field="accepts",
    )


def _goes_on(answer: Answer) -> bool:
    """Whether the hand-over goes on with this answer."""
    if isinstance(answer, HandoverReceived):
        return answer.accepts
    if isinstance(answer, HandoverDecidedAnew):
        return answer.send_again
    return isinstance(answer, HandoverSent)
