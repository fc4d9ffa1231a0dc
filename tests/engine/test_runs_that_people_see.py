"""Is every advance a run that somebody can find in Prefect, and does nothing run for nothing? 引擎里看到的运行."""

from __future__ import annotations

from typing import Any

import pytest

from flows.runner import Runner
from tests.engine.conftest import Engine, Workplace

pytestmark = pytest.mark.engine


def new_runs(engine: Engine, known: list[dict[str, Any]]) -> list[dict[str, Any]]:
    before = {run["id"] for run in known}
    return [run for run in engine.runs() if run["id"] not in before]


def test_the_first_advance_of_a_case_is_a_run_named_by_the_case_and_awaiting_its_duties(
    engine: Engine, workplace: Workplace
) -> None:
    known = engine.runs()
    received = workplace.report()

    workplace.move()

    (run,) = new_runs(engine, known)
    assert run["name"] == received.concerned[0].case_no
    assert run["tags"] == ["mandatory_reporting"]
    assert run["parameters"] == {"procedure_no": received.concerned[0].procedure_no}
    assert run["state_type"] == "COMPLETED"
    assert run["state"]["name"] == "Awaiting triage, child_seen, police_acceptance" or run["state"]["name"].startswith(
        "Awaiting "
    )
    assert {"triage", "police_acceptance"} <= set(run["state"]["name"].removeprefix("Awaiting ").split(", "))
    assert engine.flow_name(run) == "mandatory_reporting"


def test_the_run_that_closes_a_procedure_is_named_ended(engine: Engine, workplace: Workplace) -> None:
    from tasks import acts

    received = workplace.report()
    case_no = received.concerned[0].case_no
    workplace.move()
    known = engine.runs()
    workplace.clock.move(minutes=5)
    refer = {"ours": True, "track": "no_violation", "document_no": "柳公（受）〔2026〕9号"}
    acts.answer(workplace.office, case_no, "police_acceptance", refer)
    acts.answer(
        workplace.office,
        case_no,
        "triage",
        {"urgency": "ordinary", "danger_now": False, "same_matter": True, "document_no": "柳站研〔2026〕9号"},
    )
    workplace.move()
    workplace.clock.move(minutes=5)
    answer_all(workplace, case_no)

    states = [run["state"]["name"] for run in new_runs(engine, known)]
    assert "Ended" in states


def answer_all(workplace: Workplace, case_no: str) -> None:
    """Answer what tells the reporter, until the procedure has nothing left to ask."""
    from tasks import acts, cases

    for _ in range(5):
        with workplace.office.reading() as desk:
            told = [view for view in cases.duties_of(desk, case_no) if view.state == "open" and view.code in TELLING]
        for view in told:
            acts.answer(workplace.office, case_no, view.code, {"outcome": "已受理"})
        workplace.move()
        if not told:
            return


TELLING = {"tell_reporter", "feedback_on_progress", "feedback_on_result"}


def test_when_many_wait_one_batch_run_moves_them_all(engine: Engine, workplace: Workplace) -> None:
    known = engine.runs()
    for number in range(workplace.settings.batch_from):
        workplace.report(number)

    workplace.move()

    (run,) = new_runs(engine, known)
    assert engine.flow_name(run) == "advance-many"
    assert run["state_type"] == "COMPLETED"
    assert run["state"]["name"] == f"Advanced {workplace.settings.batch_from}"
    assert run["parameters"] == {}


def test_one_fewer_than_many_are_a_run_each(engine: Engine, workplace: Workplace) -> None:
    known = engine.runs()
    filed = [workplace.report(number) for number in range(workplace.settings.batch_from - 1)]

    workplace.move()

    assert [run["name"] for run in new_runs(engine, known)] == [one.concerned[0].case_no for one in filed]


def test_a_tick_with_nothing_due_starts_no_run_and_one_with_due_rungs_starts_one(
    engine: Engine, workplace: Workplace
) -> None:
    async def tick(runner: Runner) -> None:
        await runner.look()
        if runner.to_climb.is_set():
            runner.to_climb.clear()
            await runner.climb()

    workplace.report()
    workplace.move()
    known = engine.runs()

    workplace.with_runner(tick)
    assert new_runs(engine, known) == []

    workplace.clock.move(days=1)
    workplace.with_runner(tick)
    (run,) = new_runs(engine, known)
    assert engine.flow_name(run) == "deadline-sweep"
    assert run["state_type"] == "COMPLETED"
    assert int(run["state"]["name"].removeprefix("Climbed ")) > 0

    workplace.with_runner(tick)
    assert len(new_runs(engine, known)) == 1
