"""A report that is sent twice is one report. 重复提交.

Whoever reports on a bad line sends the form again: the button pressed twice, the page loaded again, the answer lost,
the server stopped half-way.  Each form carries a token, drawn when it was shown, and the numbers of the report follow
from that token under a key of ours: sent again it has the same number, the journal has that number already, and the
receipt of the first is given.  The key keeps anybody from looking for a token that leads to a report of somebody else.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from models import Procedure, ReportChild, ReportRow
from rules.errors import Refused
from rules.vocabulary import ProcedureKind, UnitKind
from tasks.intake import Intake
from tasks.journal import chain_of
from tasks.numbers import Named, new_number
from tasks.posts import post_by_number
from tasks.receipts import Concerned, Received, receipt

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office
    from tasks.report_form import ReportForm
    from vault.vault import Vault

_TOKEN_BYTES = 16
_TOKEN = re.compile(r"[0-9a-f]{32}", re.ASCII)

_MOMENTS = {"discovered_at", "discovered_precision", "reported_at", "reported_precision"}
"""Not compared: "just now" says another minute when it is sent again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A report that was handed in under a token. 已收报告.

    Args:
        again: it had been handed in before, and nothing was written now.
        changed: what was handed in now says something else; that is not recorded.
    """

    received: Received
    again: bool = False
    changed: bool = False


def new_token(office: Office) -> str:
    """A token for a form that is shown: 32 hex digits."""
    return office.entropy(_TOKEN_BYTES).hex()


def is_token(text: str) -> bool:
    """Whether it has the form of a token."""
    return _TOKEN.fullmatch(text) is not None


def take_report_once(office: Office, form: ReportForm, token: str) -> Taken:
    """Take a report, or find it where this token has brought it already.

    Raises: Refused: no token; and what `take_report` raises, with nothing written: the token is good for another try.
    """
    if not is_token(token):
        raise Refused("页面不完整，请重新打开报告页", "the form is not whole: open the page again", field="once")
    with replace(office, entropy=drawn_from(office.vault, token)).writing() as desk:
        report_no = number_of(office.vault, token)
        desk.lock(f"report:{report_no}")  # of two at once the second waits here, and then finds the first
        if not desk.has_happened(f"report:{report_no}"):
            return Taken(received=Intake(desk, form).take())
        first = chain_of(desk.session, report_no)[0]
        changed = _differs(desk, report_no, json.loads(first.payload), form)
        return Taken(received=received_again(desk, report_no), again=True, changed=changed)


def received_with(desk: Desk, token: str) -> Received | None:
    """The receipt of what was handed in with this token; None where nothing was."""
    if not is_token(token):
        return None
    report_no = number_of(desk.office.vault, token)
    return received_again(desk, report_no) if desk.has_happened(f"report:{report_no}") else None


def number_of(vault: Vault, token: str) -> str:
    """The number of the report that this token brings, or has brought."""
    return new_number(Named.REPORT, drawn_from(vault, token))


def drawn_from(vault: Vault, token: str) -> Callable[[int], bytes]:
    """Bytes that follow from a token, the same on every run, and which nobody can compute without our key."""
    key = vault.keyed("report token", token)
    turn = count()
    return lambda amount: hashlib.shake_256(key + next(turn).to_bytes(8)).digest(amount)


def received_again(desk: Desk, report_no: str) -> Received:
    """The receipt of a report as it was given; told are those who were, whoever would be told today."""
    facts = json.loads(chain_of(desk.session, report_no)[0].payload)
    row = desk.session.exec(select(ReportRow).where(col(ReportRow.no) == report_no)).one()
    posts = dict.fromkeys(str(one["post_no"]) for one in facts["notices"])
    told = tuple(post for no in posts if (post := post_by_number(desk, no)) is not None)
    concerned = tuple(_concerned(desk, report_no, one["child_no"]) for one in facts["children"])
    return receipt(desk, report_no, row.recorded_at, concerned, told, UnitKind(row.unit_kind))


def _concerned(desk: Desk, report_no: str, child_no: str) -> Concerned:
    of_child = select(ReportChild).where(col(ReportChild.report_no) == report_no, col(ReportChild.child_no) == child_no)
    child = desk.session.exec(of_child).one()
    opened = select(Procedure.no).where(
        col(Procedure.case_no) == child.case_no,
        col(Procedure.report_no) == report_no,
        col(Procedure.kind) == ProcedureKind.MANDATORY_REPORTING,
    )
    procedure_no = desk.session.exec(opened).one()
    return Concerned(child_no=child_no, case_no=child.case_no, procedure_no=procedure_no, joined=child.joined)


def _differs(desk: Desk, report_no: str, facts: dict[str, Any], form: ReportForm) -> bool:
    recorded = desk.reveal(report_no, "original", facts["original_sealed"])
    if recorded is None:  # its key was destroyed: there is nothing left to compare
        return False
    return _compared(json.loads(recorded)) != _compared(
        form.model_dump(mode="json", exclude={"reporter"}, exclude_none=True)
    )


def _compared(form: dict[str, Any]) -> dict[str, Any]:
    incident = {name: said for name, said in form["incident"].items() if name not in {"happened_at", "precision"}}
    return {**{name: said for name, said in form.items() if name not in _MOMENTS}, "incident": incident}
