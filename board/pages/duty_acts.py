"""If it cannot be done: hand on, pause, more time, leave out, say why it was late. Each on a page of its own. 其他办法.

Each page says before it acts what stays on the record and what follows; the way back is beside the button.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response

from board.entering import enter, form
from board.forms import Posted, Typed
from board.leaving import go
from board.once import Done
from board.pages.duty import demand
from board.visit import Seated, Visit
from rules.causes import BreachCause
from rules.errors import CaseworkError, Refused
from rules.moments import civil_day
from rules.period import Unit
from rules.vocabulary import PauseCause
from tasks import acts, attending, cases, clock_acts
from tasks.duty_acts import Ways, posts_to_hand_on_to, ways_of
from tasks.said import read_spoken, to_the_minute

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from tasks.office import Office
    from tasks.opened_duty import Acted


router = APIRouter(prefix="/cases/{case_no}/duties/{duty_no}")


@dataclass(frozen=True, kw_only=True)
class Act:
    """One thing that may be done with a duty. 一种办法.

    Args:
        zh, en: its name, which is also what the button says.
        stays_zh, stays_en: what follows from it and what stays.
        grave: it cannot be undone.
        offered: whether a post is offered it.
        do: does it.
    """

    zh: str
    en: str
    stays_zh: str
    stays_en: str
    grave: bool
    offered: Callable[[Ways], bool]
    do: Callable[[Visit, str, str, Typed], Acted]


@router.get("/{act}")
def ask(visit: Seated, case_no: str, duty_no: str, act: str) -> Response:
    """What it means, and the form."""
    if act not in ACTS:
        return go(visit.url("cases", case_no, "duties", duty_no))
    demand(visit, case_no, duty_no)
    return _page(visit, case_no, duty_no, act, Typed(), [])


@router.post("/{act}")
def do(visit: Seated, typed: Posted, case_no: str, duty_no: str, act: str) -> Response:
    """Do it."""
    if act not in ACTS:
        return go(visit.url("cases", case_no, "duties", duty_no))
    demand(visit, case_no, duty_no)

    def act_on_it(office: Office) -> Done:
        acted = ACTS[act].do(replace(visit, office=office), case_no, duty_no, typed)
        number = acted.duty_no.rpartition("/")[2]
        return Done(to=visit.url("cases", case_no, "duties", number, done=act), case_no=case_no)

    def again(errors: Sequence[CaseworkError]) -> Response:
        return _page(visit, case_no, duty_no, act, typed, errors)

    return enter(visit, typed, act_on_it, again, names={"at": "at"})


def _page(
    visit: Visit, case_no: str, duty_no: str, act: str, typed: Typed, errors: Sequence[CaseworkError]
) -> Response:
    with visit.office.reading() as desk:
        why = cases.why(desk, case_no, duty_no)
        ways = ways_of(desk, case_no, duty_no, by_post=visit.post_no)
        owner = why.duty.owner.no if why.duty.owner else None
        posts = posts_to_hand_on_to(desk, case_no, but=owner) if act == "hand-on" else []
    return form(
        visit,
        "duty_act.html",
        typed,
        errors,
        code=act,
        act=ACTS[act],
        offered=ACTS[act].offered(ways),
        view=why.duty,
        ways=ways,
        posts=posts,
        units=tuple(Unit),
    )


def _hand_on(visit: Visit, case_no: str, duty_no: str, typed: Typed) -> Acted:
    return attending.hand_on(
        visit.office, case_no, duty_no, to_post=typed("to"), reason=typed("reason"), by_post=visit.post_no
    )


def _pause(visit: Visit, case_no: str, duty_no: str, typed: Typed) -> Acted:
    return clock_acts.pause(
        visit.office,
        case_no,
        duty_no,
        cause=typed.chosen(PauseCause, "cause"),
        at=_moment(visit, typed),
        expected_on=_day(visit, typed("until")),
        by_post=visit.post_no,
    )


def _resume(visit: Visit, case_no: str, duty_no: str, typed: Typed) -> Acted:
    return clock_acts.resume(visit.office, case_no, duty_no, at=_moment(visit, typed), by_post=visit.post_no)


def _extend(visit: Visit, case_no: str, duty_no: str, typed: Typed) -> Acted:
    amount = typed("amount")
    if not (amount.isascii() and amount.isdigit() and 0 < int(amount) < 1000):
        raise Refused("“延长多少”请写数字", "say how much in figures", field="amount")
    unit = typed.chosen(Unit, "unit", "请选择单位", "choose the unit")
    return clock_acts.extend(
        visit.office,
        case_no,
        duty_no,
        amount=int(amount),
        unit=unit,
        basis=typed("basis"),
        at=_moment(visit, typed),
        by_post=visit.post_no,
    )


def _leave_out(how: Callable[..., Acted]) -> Callable[[Visit, str, str, Typed], Acted]:
    def leave_out(visit: Visit, case_no: str, duty_no: str, typed: Typed) -> Acted:
        with visit.office.reading() as desk:
            fields = cases.why(desk, case_no, duty_no).duty.fields
        given = typed.answer(fields)
        return how(visit.office, case_no, duty_no, reason=typed("reason"), given=given, by_post=visit.post_no)

    return leave_out


def _cause(visit: Visit, case_no: str, duty_no: str, typed: Typed) -> Acted:
    cause = typed.chosen(BreachCause, "cause")
    return attending.explain_breach(visit.office, case_no, duty_no, cause=cause, by_post=visit.post_no)


def _moment(visit: Visit, typed: Typed) -> datetime | None:
    return to_the_minute(read_spoken(typed("at"), visit.now, field="at"))


def _day(visit: Visit, said: str) -> date | None:
    when = read_spoken(said, visit.now, field="until")
    return civil_day(when.at) if when and when.at else None


ACTS: dict[str, Act] = {
    "hand-on": Act(
        zh="移交承办",
        en="Hand it on",
        stays_zh="期限和升级的级次不变。记录里留下谁移交给谁、为什么；对方马上收到通知。",
        stays_en="Its date and its rung stay. Who handed it to whom, and why, stays on the record; "
        "they are told at once.",
        grave=False,
        offered=lambda ways: ways.hand_on,
        do=_hand_on,
    ),
    "pause": Act(
        zh="中止计时",
        en="Stop the clock",
        stays_zh="只有规则列明的事由才能中止。中止期间不升级；没有说明何时恢复的，会更早被查问。",
        stays_en="Only for the causes that the rules list. Nothing climbs meanwhile; "
        "without an end in sight it is looked at sooner.",
        grave=False,
        offered=lambda ways: bool(ways.pauses),
        do=_pause,
    ),
    "resume": Act(
        zh="恢复计时",
        en="Let the clock run",
        stays_zh="期限按实际计时的时间重新计算，前后两个日期都留在记录里。",
        stays_en="Its date is counted again over the time in which the clock ran; both dates stay on the record.",
        grave=False,
        offered=lambda ways: ways.resume,
        do=_resume,
    ),
    "extend": Act(
        zh="延长期限",
        en="Grant more time",
        stays_zh="只能依据规则列明的条文延长。延长后的期限不能再撤回。",
        stays_en="Only on the basis that the rules list. What was granted is not taken back.",
        grave=True,
        offered=lambda ways: bool(ways.extensions),
        do=_extend,
    ),
    "skip": Act(
        zh="略过",
        en="Skip it",
        stays_zh="这一步在别处办了，或者本案不需要。程序照你填的内容往下走。理由加密保存，核查时看得到有理由。",
        stays_en="It was done elsewhere, or this case does not need it. The procedure goes on with what you fill in. "
        "The reason is sealed.",
        grave=True,
        offered=lambda ways: ways.leave_out,
        do=_leave_out(acts.skip),
    ),
    "excuse": Act(
        zh="免除",
        en="Release from it",
        stays_zh="已经无法再要求任何人办理。程序照你填的内容往下走。理由加密保存，核查时看得到有理由。",
        stays_en="It can no longer be asked of anybody. The procedure goes on with what you fill in. "
        "The reason is sealed.",
        grave=True,
        offered=lambda ways: ways.excuse,
        do=_leave_out(acts.excuse),
    ),
    "cause": Act(
        zh="说明逾期原因",
        en="Say why it was late",
        stays_zh="不改变期限，也不改变逾期的事实。从本机关的清单里选一项；以后可以再说一次，前后都保留。",
        stays_en="It changes neither the date nor that it was late. Choose from the list of your agency; "
        "you may say it again, all are kept.",
        grave=False,
        offered=lambda ways: bool(ways.causes),
        do=_cause,
    ),
}
"""By the last part of their address."""
