"""Every kind of standstill, planted in a county where nothing is stuck. 逐种布置卡住的情形.

What people can bring about is brought about by their acts; what only a fault of ours or a long time brings about is
written into the tables.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select

from models import (
    AccessGrant,
    CaseFile,
    ChildFile,
    DutyPause,
    DutyRow,
    Instrument,
    InstrumentVersion,
    Notice,
    Pace,
    Procedure,
)
from rules.moments import civil_day
from tasks import attending
from tasks.access import emergency
from tasks.stuck import StuckKind
from tests.colleagues import FOR_GOOD, through
from tests.office import County

Plant = Callable[[County, str], None]


def change_duty(county: County, case: str, code: str = "triage", **values: Any) -> None:
    """Write something into a duty of a case."""
    with county.office.writing() as desk:
        which = (col(DutyRow.case_no) == case, col(DutyRow.code) == code)
        desk.session.execute(update(DutyRow).where(*which).values(**values))


def change_child(county: County, case: str, **values: Any) -> None:
    """Write something into the file of the child of a case."""
    with county.office.writing() as desk:
        child = select(CaseFile.child_no).where(col(CaseFile.no) == case).scalar_subquery()
        desk.session.execute(update(ChildFile).where(col(ChildFile.no) == child).values(**values))


def ago(county: County, **length: float) -> datetime:
    """A moment before the one on the clock."""
    return county.clock.at - timedelta(**length)


def still_time(county: County) -> dict[str, datetime]:
    """A duty with more than a week to go."""
    ahead = county.clock.at + timedelta(days=9)
    return {"legal_due_at": ahead, "internal_due_at": ahead, "last_safe_at": ahead}


def overdue(county: County, case: str) -> None:
    county.clock.move(hours=2)
    county.beat()


def past_decision_point(county: County, case: str) -> None:
    change_duty(county, case, legal_due_at=ago(county, days=1))
    _become(county, case, "decide_way_out")


def handover_without_receipt(county: County, case: str) -> None:
    change_duty(county, case, legal_due_at=ago(county, days=1))
    _become(county, case, "confirm_receipt")


def _become(county: County, case: str, code: str) -> None:
    with county.office.writing() as desk:
        which = (col(DutyRow.case_no) == case, col(DutyRow.code) == "triage")
        desk.session.execute(update(DutyRow).where(*which).values(code=code))


def will_be_overdue(county: County, case: str) -> None:
    change_duty(county, case, last_safe_at=ago(county, seconds=1))


def not_read(county: County, case: str) -> None:
    change_duty(county, case, told_at=ago(county, hours=24, seconds=1), **still_time(county))


def slower_than_peers(county: County, case: str) -> None:
    usual = {"code": "triage", "variant": "default", "n": 20, "median_seconds": 30, "p90_seconds": 60}
    with county.office.writing() as desk:
        desk.add(Pace, [{**usual, "computed_at": desk.at}])
    change_duty(county, case, since_at=ago(county, seconds=61), **still_time(county))


def breach_without_cause(county: County, case: str) -> None:
    county.clock.move(days=3, hours=1)
    county.beat()


def provisional_date(county: County, case: str) -> None:
    county.clock.show("Monday 2026-12-28 09:00")
    for duty in ("triage", "police_acceptance"):
        county.answer(case, duty, **({"track": "涉嫌违反治安管理"} if duty == "police_acceptance" else {}))
    county.answer(case, "decide_administrative_case", at="Tuesday 2026-12-29 09:00")
    county.beat()


def all_paused(county: County, case: str) -> None:
    for row in county.duties(case):
        _pause(county, row)


def pause_too_long(county: County, case: str) -> None:
    _pause(county, county.duty(case, "triage"))


def _pause(county: County, row: DutyRow) -> None:
    with county.office.writing() as desk:
        which = col(DutyRow.no) == row.no
        desk.session.execute(update(DutyRow).where(which).values(state="paused", legal_due_at=None, next_rung_at=None))
        pause = {"no": f"pause {row.no}", "duty_no": row.no, "cause": "force_majeure"}
        desk.add(DutyPause, [{**pause, "from_at": ago(county, days=14, seconds=1), "until_at": None}])


def nobody_holds_post(county: County, case: str) -> None:
    county.empty("P-LIUXI-STATION")


def back_and_forth(county: County, case: str) -> None:
    for post in ("P-CIVIL", "P-LIUXI-STATION"):
        attending.hand_on(county.office, case, "triage", to_post=post, reason="不属本单位职责", by_post="P-OFFICE")


def no_open_duty(county: County, case: str) -> None:
    with county.office.writing() as desk:
        desk.session.execute(update(DutyRow).where(col(DutyRow.case_no) == case).values(state="settled"))


def procedure_without_step(county: County, case: str) -> None:
    with county.office.writing() as desk:
        one = {"no": "X-1", "case_no": case, "kind": "case_review", "rules": desk.office.pack.hash, "state": "open"}
        desk.add(Procedure, [{**one, "opened_at": desk.at, "since_at": desk.at}])


def stale_wake(county: County, case: str) -> None:
    county.wake_everything()
    county.clock.move(minutes=5)
    county.beat()


def open_under_closed(county: County, case: str) -> None:
    with county.office.writing() as desk:
        which = col(Procedure.case_no) == case
        desk.session.execute(update(Procedure).where(which).values(state="closed", closed_at=desk.at))


def sweep_not_alive(county: County, case: str) -> None:
    county.clock.move(minutes=2, seconds=1)


def undelivered_notice(county: County, case: str) -> None:
    through(county, FOR_GOOD)[0].deliver()


def unsent_notices(county: County, case: str) -> None:
    county.clock.move(minutes=5, seconds=1)
    county.beat()


def digest_unread(county: County, case: str) -> None:
    a_digest(county, "N-D1", ago(county, days=2, seconds=1))


def a_digest(county: County, no: str, at: datetime, *, read_at: datetime | None = None) -> None:
    """A daily summary to the civil affairs bureau."""
    message = {"no": no, "chain": "system", "channel": "file", "template": "digest", "template_version": "1"}
    kept = {"lang": "zh", "why": "digest_sent", "blob": "", "state": "delivered", "post_no": "P-CIVIL"}
    with county.office.writing() as desk:
        desk.add(Notice, [{**message, **kept, "created_at": at, "read_at": read_at}])


def order_lapses_soon(county: County, case: str) -> None:
    an_order(county, case, days=14)


def order_lapsed(county: County, case: str) -> None:
    an_order(county, case, days=-1)


def an_order(county: County, case: str, *, days: int) -> None:
    """A protection order in force, that ends in so many days."""
    until = civil_day(county.clock.at) + timedelta(days=days)
    begun = ago(county, days=90)
    order = {"no": "D-1", "case_no": case, "kind": "protection_order", "title": "人身安全保护令", "issued_at": begun}
    version = {"instrument_no": "D-1", "n": 1, "change": "issued", "from_at": begun, "valid_until": until}
    with county.office.writing() as desk:
        desk.add(Instrument, [{**order, "recorded_at": begun}])
        desk.add(InstrumentVersion, [{**version, "recorded_at": begun}])


def emergency_unreviewed(county: County, case: str) -> None:
    opened = emergency.open_in_emergency(county.office, case, reason="夜间出警", by_post="P-SHIQIAO-POLICE")
    with county.office.writing() as desk:
        desk.session.execute(
            update(AccessGrant).where(col(AccessGrant.no) == opened.no).values(asked_at=ago(county, days=3, seconds=1))
        )


def of_age_soon(county: County, case: str) -> None:
    change_child(county, case, of_age_on=civil_day(county.clock.at) + timedelta(days=90))


def no_contact(county: County, case: str) -> None:
    change_child(county, case, last_contact_at=ago(county, days=30, seconds=1))


PLANTED: dict[StuckKind, Plant] = {
    StuckKind.NO_OPEN_DUTY: no_open_duty,
    StuckKind.NOBODY_HOLDS_POST: nobody_holds_post,
    StuckKind.PROCEDURE_WITHOUT_STEP: procedure_without_step,
    StuckKind.STALE_WAKE: stale_wake,
    StuckKind.SWEEP_NOT_ALIVE: sweep_not_alive,
    StuckKind.OVERDUE: overdue,
    StuckKind.PAST_DECISION_POINT: past_decision_point,
    StuckKind.HANDOVER_WITHOUT_RECEIPT: handover_without_receipt,
    StuckKind.ORDER_LAPSED: order_lapsed,
    StuckKind.ALL_PAUSED: all_paused,
    StuckKind.UNDELIVERED_NOTICE: undelivered_notice,
    StuckKind.UNSENT_NOTICES: unsent_notices,
    StuckKind.OPEN_UNDER_CLOSED: open_under_closed,
    StuckKind.WILL_BE_OVERDUE: will_be_overdue,
    StuckKind.NOT_READ: not_read,
    StuckKind.PAUSE_TOO_LONG: pause_too_long,
    StuckKind.BACK_AND_FORTH: back_and_forth,
    StuckKind.ORDER_LAPSES_SOON: order_lapses_soon,
    StuckKind.NO_CONTACT: no_contact,
    StuckKind.BREACH_WITHOUT_CAUSE: breach_without_cause,
    StuckKind.DIGEST_UNREAD: digest_unread,
    StuckKind.EMERGENCY_UNREVIEWED: emergency_unreviewed,
    StuckKind.OF_AGE_SOON: of_age_soon,
    StuckKind.PROVISIONAL_DATE: provisional_date,
    StuckKind.SLOWER_THAN_PEERS: slower_than_peers,
}
