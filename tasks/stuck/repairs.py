"""What can be done from the stuck list, each act once, recorded, and refused where nothing is stuck any more. 处置.

Some acts mend what is found; the others push whoever has to act, and say so in the journal.  What an act of its own
exists for already (hand on, resume, explain) is that act and nothing beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import DutyPause, DutyRow
from rules.causes import BreachCause
from rules.errors import Refused
from rules.vocabulary import DutyState
from tasks import assign, attending, clock_acts, recount
from tasks.access import sight_of
from tasks.advance import Bodies
from tasks.posts import known_post
from tasks.stuck import machinery, pushing
from tasks.stuck.found import Stuck
from tasks.stuck.kinds import RepairAct, StuckKind
from tasks.stuck.listing import shown, stuck
from tasks.stuck.look import Look
from tasks.stuck.seen import seen
from tasks.stuck.table import KINDS
from tasks.wording import short_no

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What somebody wants done about one line of the list. 处置要求.

    Args:
        key: the line: what `Stuck.key` says.
        by_post: who does it.
        to_post: who is to owe it, for ASSIGN.
        reason: why, for ASSIGN; sealed.
        at: since when the clock runs again, for RESUME; now, if not said.
        cause: why it was late, for EXPLAIN.
        bodies: the procedures, for acts that let a case move.
    """

    key: str
    by_post: str
    to_post: str = ""
    reason: str = ""
    at: datetime | None = None
    cause: BreachCause | None = None
    bodies: Bodies = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """What was done. 处置结果.

    Args:
        mended: whether the line is gone from the list; otherwise somebody has been pushed and must act.
    """

    was: Stuck
    mended: bool


def repair(office: Office, order: Order) -> Repaired:
    """Do what the list offers for one line.

    Raises: Refused: no such line, or it is not stuck any more; something is missing; the rules say no.
    """
    with office.reading() as desk:
        was = still_stuck(desk, order.key)
    _refuse_what_it_does_not_take(order, was)
    DOES[was.act](office, order, was)
    with office.reading() as desk:
        mended = _line(desk, order.key) is None
    return Repaired(was=was, mended=mended)


def repair_as(office: Office, order: Order) -> Repaired:
    """The same for whoever names a post and is not asked at any desk who they are: what it does not see, it leaves.

    Raises: Refused: as `repair`; the post may not see what is stuck there.
    """
    with office.reading() as desk:
        was, post = still_stuck(desk, order.key), known_post(desk, order.by_post, field="by")
        if not seen(desk, sight_of(desk, post), [was]):
            raise _not_its_own(order)
    return repair(office, order)


def _not_its_own(order: Order) -> Refused:
    return Refused(
        f"“{order.key}”不在 {order.by_post} 的可见范围内，不能由该岗位处置；请由承办岗位、牵头岗位或者县级协调机构处置",
        f"{order.key} is nothing that {order.by_post} may see: the post that owes it, the lead or the county office "
        "acts on it",
        field="by",
    )


def still_stuck(desk: Desk, key: str) -> Stuck:
    """The line of that key as it stands now. Raises Refused where there is none."""
    found = _line(desk, key)
    if found is None:
        raise no_such_line(key)
    return found


def no_such_line(key: str) -> Refused:
    """Of a line that is not on the list any more, and in the same words of one that never was."""
    return Refused(
        f"“{key}”已不再卡住，或者编号有误；请用 hutong stuck 查看",
        f"{key} is not stuck any more, or is no such line; see `hutong stuck`",
        field="KEY",
    )


def _line(desk: Desk, key: str) -> Stuck | None:
    name, _, ref = key.partition(":")
    if name not in {kind.value for kind in StuckKind}:
        return None
    kind, look = StuckKind(name), Look(desk=desk)
    many = KINDS[kind].many
    if many is not None:  # one of thousands: the others are not looked at
        return next((shown(look, kind, one) for one in many(look, (col(DutyRow.no) == ref,)).lines()), None)
    return next((one for one in stuck(desk, {kind}) if one.key == key), None)


def _refuse_what_it_does_not_take(order: Order, was: Stuck) -> None:
    takes = {
        "to": (order.to_post, was.act is RepairAct.ASSIGN),
        "reason": (order.reason, was.act is RepairAct.ASSIGN),
        "at": (order.at, was.act is RepairAct.RESUME),
        "cause": (order.cause, was.act is RepairAct.EXPLAIN),
    }
    for name, (given, taken) in takes.items():
        if given and not taken:
            raise Refused(
                f"“{was.act.zh}”不需要 --{name}，请去掉", f"{was.act} takes no --{name}: leave it out", field=name
            )


def _pushed(office: Office, order: Order, was: Stuck) -> None:
    with office.writing() as desk:
        pushing.push(desk, still_stuck(desk, order.key), by_post=order.by_post)


def _resent(office: Office, order: Order, was: Stuck) -> None:
    with office.writing() as desk:
        pushing.resend(desk, still_stuck(desk, order.key), by_post=order.by_post)


def _woken(office: Office, order: Order, was: Stuck) -> None:
    with office.writing() as desk:
        machinery.wake(desk, still_stuck(desk, order.key), by_post=order.by_post)


def _leftovers_closed(office: Office, order: Order, was: Stuck) -> None:
    with office.writing() as desk:
        machinery.close_leftovers(desk, still_stuck(desk, order.key), by_post=order.by_post)


def _assigned(office: Office, order: Order, was: Stuck) -> None:
    """Owed by nobody: the post named takes it. Owed by an empty post: it is handed on."""
    if not order.to_post:
        raise Refused("请写明由哪个岗位承办（--to 岗位编号）", "say which post is to owe it (--to POST)", field="to")
    with office.reading() as desk:
        owed_by = desk.session.exec(select(DutyRow.post_no).where(col(DutyRow.no) == _ref(was))).one()
    if owed_by is None:
        assign.assign_to(office, _ref(was), to_post=order.to_post, by_post=order.by_post)
        return
    attending.hand_on(
        office,
        was.case_no,
        short_no(_ref(was)),
        to_post=order.to_post,
        reason=order.reason,
        by_post=order.by_post,
    )


def _resumed(office: Office, order: Order, was: Stuck) -> None:
    """Of a case in which everything stands still, the clock that has stood longest."""
    duty = _ref(was)
    if was.kind is StuckKind.ALL_PAUSED:
        with office.reading() as desk:
            query = (
                select(DutyRow.no)
                .join(DutyPause, (col(DutyPause.duty_no) == col(DutyRow.no)) & col(DutyPause.until_at).is_(None))
                .where(col(DutyRow.case_no) == was.case_no, col(DutyRow.state) == DutyState.PAUSED)
                .order_by(col(DutyPause.from_at), col(DutyRow.no))
            )
            duty = desk.session.exec(query.limit(1)).one()
    clock_acts.resume(office, was.case_no, short_no(duty), at=order.at, by_post=order.by_post)


def _explained(office: Office, order: Order, was: Stuck) -> None:
    if order.cause is None:
        raise Refused(
            f"请写明原因（--cause）。{was.repair}", f"say why it was late (--cause): {was.repair_en}", field="cause"
        )
    attending.explain_breach(office, was.case_no, short_no(_ref(was)), cause=order.cause, by_post=order.by_post)


def _dates_settled(office: Office, order: Order, was: Stuck) -> None:
    if not recount.settle_provisional(office):
        raise Refused(
            "该年的放假通知尚未装载，期限还不能确定",
            "the holiday notice of that year is not loaded yet; the date cannot be settled",
            field="KEY",
        )


def _advanced(office: Office, order: Order, was: Stuck) -> None:
    machinery.advance_now(office, _ref(was), was, by_post=order.by_post, bodies=order.bodies)


def _swept(office: Office, order: Order, was: Stuck) -> None:
    machinery.sweep_now(office, was, by_post=order.by_post, bodies=order.bodies)


def _ref(was: Stuck) -> str:
    return was.key.partition(":")[2]


DOES: dict[RepairAct, Callable[[Office, Order, Stuck], None]] = {
    RepairAct.REMIND: _pushed,
    RepairAct.TELL_LEAD: _pushed,
    RepairAct.RESEND: _resent,
    RepairAct.WAKE: _woken,
    RepairAct.ADVANCE: _advanced,
    RepairAct.ASSIGN: _assigned,
    RepairAct.RESUME: _resumed,
    RepairAct.EXPLAIN: _explained,
    RepairAct.SETTLE_DATES: _dates_settled,
    RepairAct.CLOSE_LEFTOVERS: _leftovers_closed,
    RepairAct.SWEEP: _swept,
}
"""One function for each act (a test holds it)."""
