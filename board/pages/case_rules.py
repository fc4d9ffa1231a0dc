"""What would the rules of today change in this case, and moving it to them. 改用新版规则."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response

from board.entering import enter, form
from board.forms import Posted, Typed
from board.once import Done
from board.pages.packs import MARKS
from board.visit import Seated, Visit
from rules.errors import CaseworkError, Conflict, Refused
from tasks import rules_change
from tasks.case_hands import CaseAct, demand_act
from tasks.duty_rules import Running

if TYPE_CHECKING:
    from packs.pack import Pack
    from tasks.office import Office

router = APIRouter(prefix="/cases/{case_no}/rules")


@router.get("")
def what_would_change(visit: Seated, case_no: str) -> Response:
    """Duty by duty: what runs now, and what the new rules would count."""
    return _drawn(visit, case_no, Typed(), [])


@router.post("")
def move(visit: Seated, typed: Posted, case_no: str) -> Response:
    """Move the case to the rules that were shown."""
    with visit.office.reading() as desk:
        demand_act(visit.sight(desk), case_no, CaseAct.RULES)

    def act(office: Office) -> Done:
        with office.reading() as desk:
            _refuse_rules_that_were_not_shown(desk.pack, typed)
        running = typed.chosen(
            Running, "running", "请选择已经起算的期限怎么办", "say what becomes of the clocks that run"
        )
        reason = typed("reason")
        moved = rules_change.move(office, case_no=case_no, reason=reason, by_post=visit.post_no, running=running)
        if not moved:
            raise Conflict(
                "在办程序都已适用现行规则，没有要改的；请重新打开个案",
                "every open procedure runs under the rules of today already: open the case again",
            )
        return Done(to=visit.url("cases", case_no, done="moved"), case_no=case_no)

    return enter(visit, typed, act, lambda errors: _drawn(visit, case_no, typed, errors))


def _refuse_rules_that_were_not_shown(pack: Pack, typed: Typed) -> None:
    """The next edition may have come between the page and its answer: what was read then is not what would happen."""
    if typed("to") != pack.hash:
        raise Refused(
            "打开本页以后规则又换了版本，什么都没有改。下面已是新的差别，请核对后重新提交",
            "the rules changed again after this page was opened, and nothing was moved: look at what it says now",
            field="changes",
        )


def _drawn(visit: Visit, case_no: str, typed: Typed, errors: Sequence[CaseworkError]) -> Response:
    with visit.office.reading() as desk:
        demand_act(visit.sight(desk), case_no, CaseAct.RULES)
        found = rules_change.difference(desk, case_no)
        pack = desk.pack
    return form(
        visit,
        "case_rules.html",
        typed,
        errors,
        case_no=case_no,
        found=found,
        pack=pack,
        other=sum(1 for change in found for duty in change.duties if duty.differs and not duty.problem),
        stuck=[one for one in found if one.problem or one.problems],
        running=Running,
        marks=MARKS,
    )
