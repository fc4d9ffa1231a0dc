"""Which cases do not move, why, and who is told? 卡住的个案与巡检."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import delete, update
from sqlmodel import col, select

from models import DutyRow, Post, Wake
from rules.moments import shanghai
from rules.vocabulary import ProcedureKind, Role
from tasks import advance, heartbeat, watchdog
from tasks.casework import Proceeding
from tasks.stuck import KINDS, Stuck, StuckKind, stuck
from tests.builders import LIUXI, a_brother
from tests.colleagues import FOR_GOOD, through
from tests.office import BODIES, County
from tests.planted import PLANTED, Plant, no_open_duty, undelivered_notice


def seen(county: County, *kinds: StuckKind) -> list[Stuck]:
    with county.office.reading() as desk:
        return stuck(desk, frozenset(kinds or StuckKind))


def kinds(county: County) -> set[StuckKind]:
    return {one.kind for one in seen(county)}


# ------------------------------------------------------------------------------------------------ each kind, planted

OF_THE_WHOLE = {StuckKind.SWEEP_NOT_ALIVE, StuckKind.UNSENT_NOTICES, StuckKind.DIGEST_UNREAD}


@pytest.mark.parametrize(("kind", "plant"), PLANTED.items(), ids=[kind.value for kind in PLANTED])
def test_each_kind_of_standstill_is_found_with_who_holds_it_and_what_mends_it(
    county: County, kind: StuckKind, plant: Plant
) -> None:
    case = county.a_case()
    county.beat()
    assert kind not in kinds(county)

    plant(county, case)

    found = seen(county, kind)
    assert found
    assert {one.case_no for one in found} == ({""} if kind in OF_THE_WHOLE else {case})
    assert all(one.repair and one.repair_en and one.holder_zh and one.since <= county.clock.at for one in found)
    assert all(
        one.next_zh and one.next_en and one.command.startswith(f"hutong stuck repair {one.key} ") for one in found
    )
    assert len({one.key for one in found}) == len(found)


def test_every_kind_has_a_query_and_a_test() -> None:
    assert set(KINDS) == set(StuckKind) == set(PLANTED)


def test_nothing_is_stuck_in_a_county_that_works(county: County) -> None:
    county.beat()
    assert seen(county) == []

    case = county.a_case()
    county.answer(case, "triage")
    county.answer(case, "police_acceptance")
    county.deliver()
    county.beat()

    assert seen(county) == []


# ------------------------------------------------------------------------------------------------ boundaries


@pytest.mark.parametrize(("seconds", "late"), [(-1, False), (0, False), (1, True)])
def test_a_duty_is_overdue_a_second_after_its_moment(county: County, seconds: int, late: bool) -> None:
    county.a_case()
    county.clock.show(shanghai("Monday 2026-03-02 11:50") + timedelta(seconds=seconds))

    assert bool(seen(county, StuckKind.OVERDUE)) is late


def test_what_is_overdue_shows_when_the_next_rung_is_climbed_by_itself(county: County) -> None:
    case = county.a_case()
    county.clock.show("Monday 2026-03-02 12:00")
    county.sweep()

    triage = next(one for one in seen(county, StuckKind.OVERDUE) if one.holder == "P-LIUXI-STATION")
    assert triage.case_no == case
    assert triage.next_rung_at == shanghai("Monday 2026-03-02 12:50")
    assert f"hutong duty answer {case} 1 --with 紧急程度=… --with 目前是否有危险=…" in triage.repair


@pytest.mark.parametrize(("seconds", "said"), [(-1, "2026年"), (0, "下一次巡检即办"), (1, "下一次巡检即办")])
def test_a_rung_that_should_have_been_climbed_by_now_is_said_to_come_at_the_next_sweep(
    county: County, seconds: int, said: str
) -> None:
    county.a_case()
    county.clock.show("Monday 2026-03-02 12:00")
    county.sweep()
    county.clock.show(shanghai("Monday 2026-03-02 12:50") + timedelta(seconds=seconds))

    triage = next(one for one in seen(county, StuckKind.OVERDUE) if one.holder == "P-LIUXI-STATION")
    assert triage.next_zh.startswith(said)
    assert triage.next_en.startswith("at the next sweep") is (seconds >= 0)


def test_where_no_rung_is_armed_the_county_office_is_told_again_in_the_morning_if_there_is_one(county: County) -> None:
    plant = PLANTED[StuckKind.ORDER_LAPSED]
    case = county.a_case()
    plant(county, case)
    (lapsed,) = seen(county, StuckKind.ORDER_LAPSED)
    assert lapsed.next_zh.endswith("08:30 每日要情再报县级协调机构")
    assert lapsed.next_at is not None
    assert timedelta(0) < lapsed.next_at - county.clock.at <= timedelta(days=1)
    with county.office.writing() as desk:
        desk.session.execute(update(Post).where(col(Post.role) == Role.COUNTY_OFFICE).values(open=False))
    (lapsed,) = seen(county, StuckKind.ORDER_LAPSED)
    assert (lapsed.next_at, lapsed.next_zh, lapsed.next_en) == (None, "无", "nothing")


def test_who_enters_a_matter_months_late_is_not_asked_at_once_why_its_first_steps_were_late(county: County) -> None:
    county.clock.show("Monday 2026-06-01 09:00")
    county.a_case(discovered_at="2026-03-02T10:30+08:00", reported_at="2026-03-02T10:50+08:00")
    assert seen(county, StuckKind.OVERDUE)
    assert not seen(county, StuckKind.BREACH_WITHOUT_CAUSE)

    county.clock.move(days=30)
    assert seen(county, StuckKind.BREACH_WITHOUT_CAUSE)


def test_a_duty_that_nobody_near_can_hold_is_found(county: County) -> None:
    case = county.a_case(incident={"area": "990209"}, children=[{"name": "某童", "residence": {"area": "990209"}}])

    assert county.duty(case, "triage").post_no is None
    assert {one.holder_zh for one in seen(county, StuckKind.NOBODY_HOLDS_POST)} == {"无"}


def test_an_undelivered_notice_is_no_longer_stuck_when_the_addressee_was_reached(county: County) -> None:
    case = county.a_case()
    undelivered_notice(county, case)
    assert seen(county, StuckKind.UNDELIVERED_NOTICE)

    county.answer(case, "reach_by_other_means")

    assert seen(county, StuckKind.UNDELIVERED_NOTICE) == []


def test_reaching_a_post_in_one_case_mends_nothing_in_another(county: County) -> None:
    first = county.a_case()
    second = county.a_case(children=[a_brother()])
    worker, _ = through(county, *[FOR_GOOD] * 100)
    worker.deliver()

    for duty in [row for row in county.duties(first) if row.code == "reach_by_other_means"]:
        county.answer(first, duty.no)

    assert {one.case_no for one in seen(county, StuckKind.UNDELIVERED_NOTICE)} == {second}


def test_a_message_that_fails_and_belongs_to_no_case_stays_in_sight(county: County) -> None:
    county.a_case()
    county.deliver()
    county.beat()
    county.clock.move(minutes=3)
    watchdog.watch(county.office)
    through(county, FOR_GOOD)[0].deliver()

    assert [one.case_no for one in seen(county, StuckKind.UNDELIVERED_NOTICE)] == [""]


@pytest.mark.parametrize(("seconds", "silent"), [(119, False), (120, False), (121, True)])
def test_a_sweep_is_silent_after_two_minutes(county: County, seconds: int, silent: bool) -> None:
    county.a_case()
    county.beat()
    county.clock.move(seconds=seconds)

    assert bool(seen(county, StuckKind.SWEEP_NOT_ALIVE)) is silent


# ------------------------------------------------------------------------------------------------ the watchdog


def test_the_watchdog_records_what_it_finds_and_tells_the_county_office_once(county: County) -> None:
    case = county.a_case()
    county.beat()
    no_open_duty(county, case)

    for _ in range(3):
        county.clock.move(seconds=30)
        assert [one.kind for one in watchdog.watch(county.office)] == [StuckKind.NO_OPEN_DUTY]

    assert len(county.facts("watchdog_found", case)) == 1
    assert [one.post_no for one in county.notices(why="watchdog_found")] == ["P-OFFICE"]
    county.deliver()
    assert any("在办个案没有待办职责" in one["text"] for one in county.outbox())


def test_the_watchdog_tells_again_when_the_sweep_dies_again(county: County) -> None:
    county.a_case()
    for _ in range(2):
        county.beat()
        county.clock.move(minutes=3)
        watchdog.watch(county.office)
        watchdog.watch(county.office)

    assert len(county.facts("watchdog_found", "system")) == 2


def test_the_watchdog_watches_the_machine_and_leaves_people_to_the_ladders(county: County) -> None:
    county.a_case()
    county.clock.move(days=1)
    county.beat()

    assert watchdog.watch(county.office) == []
    assert StuckKind.OVERDUE in kinds(county)


def test_idle_cases_are_woken_and_move(county: County) -> None:
    case = county.a_case()
    with county.office.writing() as desk:
        desk.session.execute(delete(DutyRow).where(col(DutyRow.case_no) == case, col(DutyRow.code) == "triage"))
        desk.session.execute(update(DutyRow).where(col(DutyRow.case_no) == case).values(state="settled"))

    assert watchdog.wake_idle_cases(county.office) == 1
    with county.office.reading() as desk:
        assert len(advance.waiting(desk.session, desk.at, 10)) == 1


# ------------------------------------------------------------------------------------------------ runs that fail


class OutOfOrder(Exception):
    """A flow with a fault of ours."""


def test_a_flow_that_fails_keeps_no_other_waiting_and_is_tried_again_later(county: County) -> None:
    good = county.a_case()
    county.answer(good, "triage")
    bad = county.a_case(danger_now="是", children=[{"name": "某童", "residence": {"area": LIUXI}}])
    turn = count()

    def out_of_order(case: Proceeding) -> None:
        next(turn)
        raise OutOfOrder("禾苗苗")

    bodies = {**BODIES, ProcedureKind.EMERGENCY_PLACEMENT: out_of_order}
    county.wake_everything()
    advance.advance_many(county.office, bodies)

    with county.office.reading() as desk:
        waiting = desk.session.exec(select(Wake)).all()
    assert [one.last_error for one in waiting] == ["OutOfOrder"]  # the kind of the error and none of its words
    assert next(turn) == 1
    assert advance.advance_many(county.office, bodies) == 0  # it waits

    county.clock.move(seconds=2)
    advance.advance_many(county.office, BODIES)
    assert "safe_bed" in county.owed(bad)


def test_a_heart_that_never_beat_is_not_there(county: County) -> None:
    with county.office.reading() as desk:
        assert heartbeat.last_beat(desk.session, heartbeat.SWEEP) is None
