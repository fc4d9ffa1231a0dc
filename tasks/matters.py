"""What a procedure is about, in words: by it two duties of one name are told apart. 职责所涉事项.

Two benefits that are asked for at once, two hand-overs under way: the duties have one name, and differ by this.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import DutyRow, Procedure
from packs.pack import Pack
from packs.services import service_lists
from rules.vocabulary import HandOver, Intervention, ProcedureKind, Turning, UnitKind
from tasks.posts import post_by_number
from tasks.wording import DutyWords, Matter

if TYPE_CHECKING:
    from tasks.desk import Desk

_SAID_ELSEWHERE = frozenset({ProcedureKind.DECLARED, ProcedureKind.ROUTINE_REPORTING, ProcedureKind.MONITORING})
"""Of these the name of the procedure, or the window of the duty, says what it is about."""

NOTHING = Matter("", "")


def matter_of(desk: Desk, procedure_no: str, kind: str, duty_about: str = "") -> Matter:
    """What a procedure is about; nothing where its kind says all.

    Args:
        duty_about: the turn of the duty: from the second on a hand-over may go to somebody else than at first.
    """
    if kind in _SAID_ELSEWHERE:
        return NOTHING
    query = select(Procedure.about, Procedure.receiver).where(col(Procedure.no) == procedure_no)
    about, receiver = desk.session.exec(query).one()
    return matter_said(desk, kind, about, receiver, duty_about)


def matter_said(desk: Desk, kind: str, about: str, receiver: str | None, duty_about: str) -> Matter:
    """The same of a procedure that was looked up already: of a thousand duties at once."""
    if kind in _SAID_ELSEWHERE or not about:
        return NOTHING
    said = _known().get(about, Matter(about, about))
    if kind != ProcedureKind.HANDOVER or duty_about:
        return said
    to = post_by_number(desk, receiver) if receiver else None
    zh, en = (f"{to.zh} {to.no}", f"{to.en} {to.no}") if to else ("名册以外的单位", "somebody outside the directory")
    return Matter(f"{said.zh}→{zh}", f"{said.en} to {en}")


def words_of(desk: Desk, row: DutyRow, kind: str, pack: Pack) -> DutyWords:
    """A stored duty as messages speak of it, with its matter."""
    return DutyWords.of(row, kind, pack, matter_of(desk, row.procedure_no, kind, row.about))


@cache
def _known() -> dict[str, Matter]:
    terms = (HandOver, Turning, UnitKind, Intervention)
    known = {term.value: Matter(term.zh, term.en) for enum in terms for term in enum}
    listed = (one for services in service_lists().values() for one in services.services)
    return {one.code: Matter(one.zh, one.code.replace("_", " ")) for one in listed} | known
