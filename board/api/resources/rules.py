"""Open cases and the rules of today: what would change, and moving a case. 改用新版规则.

One case at a time, by whoever may decide it there.  Moving every case of an installation at once reaches over counties
and stays with whoever runs it: `hutong pack migrate`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from board.api.answers.of_rules import ElsewhereListOut, RulesDifferenceOut, RulesMovedOut
from board.api.caller import Acts, Reads
from board.api.doing import Key, do_in_case
from board.api.resources.cases import Limit, Offset
from board.api.words import Asks, CaseNo, Reason
from rules.access import FieldClass
from tasks import rules_change
from tasks.case_hands import CaseAct
from tasks.duty_rules import Running
from tasks.shapes import of_packs, of_rules

if TYPE_CHECKING:
    from tasks.office import Office

router = APIRouter(tags=["rules"])

_RUNNING = (
    "已经起算的期限：kept 照旧（默认），counted 按新规则重新计算  "
    "the clocks that run: kept as they are, or counted again by the new rules"
)


@router.get("/rules/changes", operation_id="list_rules_changes", summary="尚未适用现行规则的程序  under other rules")
def list_changes(caller: Reads, limit: Limit = 50, offset: Offset = 0) -> ElsewhereListOut:
    """The open procedures, of the cases that this post sees, that run under other rules than those of today."""
    with caller.office.reading() as desk:
        seen = caller.sight(desk).cases_condition(FieldClass.FACTS)
        found = rules_change.under_other_rules(desk, seen, limit=limit + 1, offset=offset)
        to = of_packs.which(desk.pack)
    listed = [of_rules.elsewhere(one) for one in found[:limit]]
    return ElsewhereListOut.model_validate({"to": to, "procedures": listed, "more": len(found) > limit})


@router.get(
    "/cases/{case_no}/rules",
    operation_id="show_rules_change",
    summary="改用现行规则的差别  what would change",
)
def show_change(
    caller: Reads, case_no: CaseNo, running: Annotated[Running, Query(description=_RUNNING)] = Running.KEPT
) -> RulesDifferenceOut:
    """Duty by duty; changes nothing."""
    with caller.office.reading() as desk:
        caller.sight(desk).demand(case_no, FieldClass.FACTS)
        found = rules_change.difference(desk, case_no, running)
        to = of_packs.which(desk.pack)
    procedures = [of_rules.change(one) for one in found]
    return RulesDifferenceOut.model_validate(
        {"to": to, "case_no": case_no, "running": running, "procedures": procedures}
    )


class MoveRulesIn(Asks):
    """Why a case is moved to the rules of today, and what becomes of its clocks. 改用新版规则."""

    reason: Reason
    running: Running = Field(default=Running.KEPT, description=_RUNNING)


@router.post(
    "/cases/{case_no}/rules",
    operation_id="move_to_rules",
    summary="改用现行规则  move a case to the rules of today",
    responses={200: {"model": RulesMovedOut}},
)
def move(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: MoveRulesIn) -> Response:
    """By whoever leads or oversees it; the answer is what was changed, as it was shown before."""

    def act(office: Office) -> dict[str, Any]:
        found = rules_change.move(
            office, case_no=case_no, reason=wanted.reason, by_post=caller.post_no, running=wanted.running
        )
        with office.reading() as desk:
            to = of_packs.which(desk.pack)
        return {"to": to, "running": wanted.running, "procedures": [of_rules.change(one) for one in found]}

    return do_in_case(request, caller, key, case_no, wanted, CaseAct.RULES, act, shape=RulesMovedOut)
