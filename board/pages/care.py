"""Children in care: is this child on the list, as what, and what does that bring? 关爱对象.

For the child director and the township station first, on a telephone too: each act has a page that asks for what it
needs in plain words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from starlette.responses import Response

from board.entering import enter, form, moment_in
from board.forms import Posted, Typed, one_of
from board.leaving import go
from board.once import Done
from board.rendering import page
from board.visit import Seated, Visit
from rules.access import FieldClass, Sees
from rules.errors import CaseworkError, Conflict, Refused
from rules.screening import ALL_OF, ANY_OF, Condition
from rules.vocabulary import ChildCategory, ChildMark, ExcuseCause, MonitoringEnd, Tier
from tasks import monitoring
from tasks.audit_access import CHILD_PAGE
from tasks.case_hands import CaseAct, demand_act, demand_list, may_act, may_list
from tasks.child_shown import shown_of
from tasks.in_care import InCare, excusable, on_the_list_now, rounds_in_care
from tasks.monitoring_marks import set_marks
from tasks.recorded_looks import looked
from tasks.routine_ahead import no_visits

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

router = APIRouter(prefix="/children/{child_no}/care")

NAMES = {"as": "categories", "met": "conditions", "mark": "marks", "DUTY": "duty"}
"""Fields of the services under the names that they have in the forms here."""


@router.get("")
def care(visit: Seated, child_no: str, done: str = "") -> Response:
    """Whether the child is on the list, what is coming, and what can be done."""
    with visit.office.reading() as desk:
        condition = visit.sight(desk).demand_of_child(child_no, FieldClass.FACTS)
    if condition is not Sees.YES:  # through a case that was opened in an emergency
        looked(visit.office, CHILD_PAGE, by_post=visit.post_no, chain=child_no)
    with visit.office.reading() as desk:
        sight = visit.sight(desk)
        rounds = [one for one in rounds_in_care(desk, child_no) if sight.may(one.case_no, FieldClass.FACTS).at_all]
        now = on_the_list_now(rounds)
        facts: dict[str, Any] = {
            "child": shown_of(desk, [child_no])[child_no],
            "now": now,
            "past": [one for one in rounds if one.ended_at is not None],
            "may_list": may_list(sight, child_no),
            "may": now is not None and may_act(sight, now.case_no, CaseAct.CARE),
            "may_end": now is not None and may_act(sight, now.case_no, CaseAct.END_CARE),
            "may_note": now is not None and may_act(sight, now.case_no, CaseAct.NOTE),
            "owed": excusable(desk, now.case_no) if now else [],
            "no_visits": now is not None and no_visits(now.coming),
            "KEY": ChildMark.KEY,
        }
    return page(visit, "care.html", done=done, **facts)


# --- on the list ----------------------------------------


@router.get("/begin")
def ask_begin(visit: Seated, child_no: str) -> Response:
    """What screening found."""
    return _begin(visit, child_no, Typed(), [])


@router.post("/begin")
def begin(visit: Seated, typed: Posted, child_no: str) -> Response:
    """Put the child on the list."""
    with visit.office.reading() as desk:
        demand_list(visit.sight(desk), child_no)

    def act(office: Office) -> Done:
        when = moment_in(visit, typed)
        begun = monitoring.begin(office, child_no, screened(typed), when=when, by_post=visit.post_no)
        return Done(to=visit.url("children", child_no, "care", done="begun"), case_no=begun.case_no)

    return enter(visit, typed, act, lambda errors: _begin(visit, child_no, typed, errors), names=NAMES)


def _begin(visit: Visit, child_no: str, typed: Typed, errors: Sequence[CaseworkError]) -> Response:
    with visit.office.reading() as desk:
        demand_list(visit.sight(desk), child_no)
        child = shown_of(desk, [child_no])[child_no]
        now = on_the_list_now(rounds_in_care(desk, child_no))
    if now is not None and not errors:
        return go(visit.url("children", child_no, "care"))
    return form(visit, "care_begin.html", typed, errors, child=child, **screening_asked())


def screening_asked() -> dict[str, Any]:
    """What a form of screening offers."""
    return {
        "categories": tuple(ChildCategory),
        "conditions": tuple(Condition),
        "all_of": ALL_OF,
        "any_of": ANY_OF,
        "tiers": tuple(Tier),
        "marks": tuple(ChildMark),
    }


def screened(typed: Typed) -> monitoring.Screened:
    """What such a form says. Raises Refused: no tier."""
    return monitoring.Screened(
        categories=typed.ticked(ChildCategory, "categories"),
        conditions=typed.ticked(Condition, "conditions"),
        tier=typed.chosen(Tier, "tier", "请选择风险等级", "choose the tier"),
        marks=typed.ticked(ChildMark, "marks"),
        reason=typed("reason"),
    )


# --- while on the list, and off it ----------------------------------------


@dataclass(frozen=True, kw_only=True)
class Act:
    """One thing that may be done with a child on the list. 一种办理.

    Args:
        zh, en: its name, which is also what the button says.
        stays_zh, stays_en: what follows from it.
        grave: it cannot be taken back by another of these acts.
        may: what a post must be allowed to do with the file of care.
        do: does it.
    """

    zh: str
    en: str
    stays_zh: str
    stays_en: str
    may: CaseAct
    do: Callable[[Office, Visit, InCare, Typed], object]
    grave: bool = False


@router.get("/tier")
def ask_tier(visit: Seated, child_no: str) -> Response:
    """The form for another tier."""
    return _page(visit, child_no, "tier", Typed(), [])


@router.post("/tier")
def tier(visit: Seated, typed: Posted, child_no: str) -> Response:
    """Move the child to another tier, or propose it."""
    return _do(visit, child_no, "tier", typed)


@router.get("/marks")
def ask_marks(visit: Seated, child_no: str) -> Response:
    """The form for marks, those that it has ticked."""
    return _page(visit, child_no, "marks", Typed(), [])


@router.post("/marks")
def marks(visit: Seated, typed: Posted, child_no: str) -> Response:
    """Give what was ticked newly, take what is ticked no more."""
    return _do(visit, child_no, "marks", typed)


@router.get("/assess")
def ask_assess(visit: Seated, child_no: str) -> Response:
    """The form for what calls for an assessment."""
    return _page(visit, child_no, "assess", Typed(), [])


@router.post("/assess")
def assess(visit: Seated, typed: Posted, child_no: str) -> Response:
    """Ask the township for an assessment."""
    return _do(visit, child_no, "assess", typed)


@router.get("/excuse")
def ask_excuse(visit: Seated, child_no: str) -> Response:
    """The form for a duty that cannot be done in this window."""
    return _page(visit, child_no, "excuse", Typed(), [])


@router.post("/excuse")
def excuse(visit: Seated, typed: Posted, child_no: str) -> Response:
    """Excuse it for this window."""
    return _do(visit, child_no, "excuse", typed)


@router.get("/end")
def ask_end(visit: Seated, child_no: str) -> Response:
    """What leaving the list means, before it is done."""
    return _page(visit, child_no, "end", Typed(), [])


@router.post("/end")
def end(visit: Seated, typed: Posted, child_no: str) -> Response:
    """Take the child off the list."""
    return _do(visit, child_no, "end", typed)


def _do(visit: Visit, child_no: str, act: str, typed: Typed) -> Response:
    with visit.office.reading() as desk:
        now = _demand(desk, visit, child_no, ACTS[act])

    def does(office: Office) -> Done:
        _refuse_who_has_left(now)
        ACTS[act].do(office, visit, now, typed)
        return Done(to=visit.url("children", child_no, "care", done=act), case_no=now.case_no)

    def again(errors: Sequence[CaseworkError]) -> Response:
        return _page(visit, child_no, act, typed, errors)

    return enter(visit, typed, does, again, names=NAMES)


def _page(visit: Visit, child_no: str, act: str, typed: Typed, errors: Sequence[CaseworkError]) -> Response:
    with visit.office.reading() as desk:
        now = _demand(desk, visit, child_no, ACTS[act])
        _refuse_who_has_left(now)
        child = shown_of(desk, [child_no])[child_no]
        owed = excusable(desk, now.case_no) if act == "excuse" else []
    ticked = typed.values if typed.values else {"marks": [one.value for one in now.marks]}
    return form(
        visit,
        "care_act.html",
        Typed(values=ticked),
        errors,
        child=child,
        now=now,
        code=act,
        act=ACTS[act],
        owed=owed,
        tiers=tuple(Tier),
        marks=tuple(ChildMark),
        causes=tuple(ExcuseCause),
        ends=tuple(MonitoringEnd),
    )


def _demand(desk: Desk, visit: Visit, child_no: str, act: Act) -> InCare:
    """The round on the list that is acted on; where none runs, the last one: a form sent twice is led on all the same.

    Raises: Forbidden: not theirs; Refused: the child was never on the list.
    """
    sight = visit.sight(desk)
    sight.demand_of_child(child_no, FieldClass.FACTS)
    rounds = rounds_in_care(desk, child_no)
    now = on_the_list_now(rounds) or next(iter(rounds), None)
    if now is None:
        raise Refused("该儿童不在册，请先列为关爱对象", "this child is not on the list: put it there first")
    demand_act(sight, now.case_no, act.may)
    return now


def _refuse_who_has_left(now: InCare) -> None:
    if now.ended_at is not None:
        raise Conflict("该儿童已退出关爱名册", "this child has left the list")


def _set_tier(office: Office, visit: Visit, now: InCare, typed: Typed) -> None:
    wanted = typed.chosen(Tier, "tier", "请选择调到哪一级", "choose the tier")
    when = moment_in(visit, typed)
    monitoring.set_tier(office, now.case_no, wanted, reason=typed("reason"), when=when, by_post=visit.post_no)


def _set_marks(office: Office, visit: Visit, now: InCare, typed: Typed) -> None:
    ticked = set(typed.ticked(ChildMark, "marks"))
    set_marks(
        office,
        now.case_no,
        give=ticked - set(now.marks),
        take=set(now.marks) - ticked,
        reason=typed("reason"),
        when=moment_in(visit, typed),
        by_post=visit.post_no,
    )


def _assess(office: Office, visit: Visit, now: InCare, typed: Typed) -> None:
    when = moment_in(visit, typed)
    monitoring.ask_to_assess(office, now.case_no, reason=typed("reason"), when=when, by_post=visit.post_no)


def _excuse(office: Office, visit: Visit, now: InCare, typed: Typed) -> None:
    if not typed("duty"):
        raise Refused("请选择哪一项职责", "choose the duty", field="duty")
    cause = one_of(ExcuseCause, typed("cause"))
    if cause is None:
        raise Refused("请选择事由；清单以外的事由不能免办", "choose the cause; nothing else excuses it", field="cause")
    monitoring.excuse(office, now.case_no, typed("duty"), cause, reason=typed("reason"), by_post=visit.post_no)


def _end(office: Office, visit: Visit, now: InCare, typed: Typed) -> None:
    because = typed.chosen(MonitoringEnd, "because", "请选择退出原因", "choose why it leaves")
    when = moment_in(visit, typed)
    monitoring.end(office, now.case_no, because, words=typed("words"), when=when, by_post=visit.post_no)


ACTS: dict[str, Act] = {
    "tier": Act(
        zh="调整风险等级",
        en="Change the tier",
        stays_zh="调高马上生效。调低一次只降一级，先由第二个人复核，复核同意才生效。",
        stays_en="Higher counts at once. Lower goes one step at a time, once a second person has read it and agrees.",
        may=CaseAct.CARE,
        do=_set_tier,
    ),
    "marks": Act(
        zh="变更标记",
        en="Change the marks",
        stays_zh="标记决定要不要走访、学校要不要家访。已经产生的职责照常办。",
        stays_en="Marks decide whether visits are owed, and school visits. What is owed already stays owed.",
        may=CaseAct.CARE,
        do=_set_marks,
    ),
    "assess": Act(
        zh="提出随时评估",
        en="Ask for an assessment",
        stays_zh="父母外出、照护人变了、孩子行为反常，都可以提出。乡镇（街道）会收到评估的职责。有危险的不要等评估，马上报告。",
        stays_en="A parent leaves, the carer changes, the child behaves strangely: the township owes an assessment. "
        "Where there is danger do not wait for it: report at once.",
        may=CaseAct.NOTE,
        do=_assess,
    ),
    "excuse": Act(
        zh="本期免办",
        en="Excuse for this window",
        stays_zh="只免这一期，只限下面列出的事由；下一期照常。过了期限的不能补作免办。",
        stays_en="For this window alone, and for the causes listed alone; what is late is not excused.",
        may=CaseAct.NOTE,
        do=_excuse,
    ),
    "end": Act(
        zh="退出关爱对象",
        en="Take off the list",
        stays_zh="退出后不再产生走访、联系、评估，没有办完的随之终结。档案和记录都保留；情况变了可以再次列入。",
        stays_en="Nothing is owed for the child any more and what is open ends. The record stays; "
        "the child can be put on the list again.",
        grave=True,
        may=CaseAct.END_CARE,
        do=_end,
    ),
}
"""By the last part of their address."""
