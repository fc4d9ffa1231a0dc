"""Two at the same moment: one wins, the other is told. 并发办理."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from rules.errors import CaseworkError, Conflict
from rules.vocabulary import PauseCause, ProcedureKind
from tasks import acts, advance, clock_acts, deliver, sweep
from tasks.intake import take_report
from tasks.journal import SYSTEM, Entry
from tasks.kinds import Kind
from tasks.opened_duty import Acted
from tests.builders import a_report, an_answer
from tests.colleagues import another
from tests.office import BODIES, County


def at_once(*acts_: Callable[[], object]) -> list[object]:
    """Run all in threads that start together; what each came to, an error of ours included."""
    start = threading.Barrier(len(acts_))

    def run(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        except CaseworkError as error:
            return error

    with ThreadPoolExecutor(len(acts_)) as pool:
        return list(pool.map(run, acts_))


def test_of_two_who_answer_the_same_duty_exactly_one_wins(county: County) -> None:
    case = county.a_case()

    ended = at_once(*[lambda: acts.answer(county.office, case, "triage", an_answer("triage"))] * 4)

    assert sum(isinstance(one, Acted) for one in ended) == 1
    assert sum(isinstance(one, Conflict) for one in ended) == 3
    assert len(county.facts("duty_answered", case)) == 1


def test_two_who_answer_different_duties_of_one_case_both_win(county: County) -> None:
    case = county.a_case()

    ended = at_once(
        lambda: acts.answer(county.office, case, "triage", an_answer("triage")),
        lambda: acts.answer(county.office, case, "police_acceptance", an_answer("police_acceptance")),
    )
    county.move()

    assert all(isinstance(one, Acted) for one in ended)
    assert county.owed(case) == ["child_seen", "decide_filing", "tell_reporter"]
    county.must_hold()


def test_a_sweep_and_an_answer_at_the_same_moment_leave_one_order_of_things(county: County) -> None:
    case = county.a_case()
    county.clock.move(days=3)

    at_once(
        lambda: sweep.sweep_all(county.office),
        lambda: acts.answer(county.office, case, "triage", an_answer("triage")),
        lambda: sweep.sweep_all(another(county, "qinghe-2").office),
    )
    county.sweep()
    county.move()

    climbed = [rung for rung, _ in county.rungs(case, "triage")]
    assert climbed in ([], [0, 1, 2, 3])
    assert [rung for rung, _ in county.rungs(case, "police_acceptance")] == [0, 1, 2, 3]
    county.must_hold()


def test_two_sweeps_climb_no_rung_twice(county: County) -> None:
    cases = [county.a_case(children=[{"name": f"某童{n}", "residence": {"area": "990101001"}}]) for n in range(4)]
    county.clock.move(days=30)

    at_once(*[lambda name=f"qinghe-{n}": sweep.sweep_all(another(county, name).office) for n in range(2, 5)])
    county.sweep()

    for case in cases:
        assert [rung for rung, _ in county.rungs(case, "triage")] == [0, 1, 2, 3, 4]
    county.must_hold()


def test_several_workers_advance_many_cases_and_open_every_duty_once(county: County) -> None:
    cases = [
        take_report(county.office, a_report(children=[{"name": f"某童{n}", "residence": {"area": "990101001"}}]))
        .concerned[0]
        .case_no
        for n in range(8)
    ]

    at_once(
        *[lambda name=f"qinghe-{n}": advance.advance_many(another(county, name).office, BODIES) for n in range(2, 5)]
    )
    county.move()

    assert [county.owed(case) for case in cases] == [["police_acceptance", "triage"]] * 8
    county.must_hold()


def test_two_reports_on_one_child_at_the_same_moment_make_one_file_and_one_case(county: County) -> None:
    at_once(*[lambda name=f"qinghe-{n}": take_report(another(county, name).office, a_report()) for n in range(2, 6)])
    county.move()

    assert len(county.facts("child_file_opened")) == 1
    assert len(county.facts("case_opened")) == 1
    assert len(county.facts("report_joined")) == 3
    county.must_hold()


def test_two_workers_deliver_every_notice_once(county: County) -> None:
    county.a_case()
    queued = len(county.queued())
    assert queued

    at_once(*[lambda name=f"qinghe-{n}": deliver.deliver(another(county, name).office) for n in range(2, 5)])

    assert len(county.outbox()) == queued
    assert len({one["message_id"] for one in county.outbox()}) == queued
    assert county.queued() == []


def test_the_entries_of_one_chain_are_numbered_without_a_gap_whoever_writes_them(county: County) -> None:
    def write(worker: int) -> None:
        office = another(county, f"qinghe-{worker}").office
        for turn in range(10):
            with office.writing() as desk:
                found = {"kind": "x", "since": "2026-03-02", "notices": []}
                desk.record(Entry(chain=SYSTEM, kind=Kind.WATCHDOG_FOUND, key=f"w:{worker}:{turn}", payload=found))

    write(0)  # the chain is there: two that begin one at the same moment are told apart by its key
    at_once(*[lambda worker=worker: write(worker) for worker in range(1, 5)])

    assert [row.n for row in county.journal(SYSTEM)] == list(range(1, 51))
    assert county.broken_chains() == []


def test_pausing_and_answering_at_the_same_moment_do_not_lose_either(county: County) -> None:
    case = county.a_case()
    county.answer_all(case, "triage", "child_seen")

    ended = at_once(
        lambda: clock_acts.pause(county.office, case, "safety_assessment", cause=PauseCause.CHILD_IN_TREATMENT),
        lambda: acts.answer(county.office, case, "safety_assessment", an_answer("safety_assessment")),
    )
    county.move()

    assert isinstance(ended[1], Acted)
    assert county.duty(case, "safety_assessment").state == "answered"
    assert county.ends(case, ProcedureKind.MANDATORY_REPORTING) == [None]
    county.must_hold()
