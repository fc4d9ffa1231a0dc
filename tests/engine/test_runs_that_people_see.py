"""Is every advance a run that somebody can find in Prefect, and does nothing run for nothing? 引擎里看到的运行."""

from __future__ import annotations

from typing import Any

import pytest

from flows.runner import Runner
from tasks import acts
from tests.engine.conftest import Engine, Workplace

pytestmark = pytest.mark.engine

STORY_OF_A_REPEATED_REPORT: tuple[tuple[str, dict[str, object]], ...] = (
    ("triage", {"urgency": "ordinary", "danger_now": False, "same_matter": True, "document_no": "柳站研〔2026〕9号"}),
    ("tell_reporter", {"outcome": "与在办事项相同，已并案办理"}),
    ("police_acceptance", {"ours": True, "track": "no_violation", "document_no": "柳公（受）〔2026〕9号"}),
    ("feedback_on_result", {"outcome": "未发现违法犯罪事实"}),
)


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
    assert run["state"]["name"] == "Awaiting triage, police_acceptance"
    assert engine.flow_name(run) == "mandatory_reporting"


def test_the_run_that_closes_a_procedure_is_named_ended(engine: Engine, workplace: Workplace) -> None:
    case_no = workplace.report().concerned[0].case_no
    workplace.move()
    workplace.clock.move(minutes=5)
    known = engine.runs()

    for duty, given in STORY_OF_A_REPEATED_REPORT:
        acts.answer(workplace.office, case_no, duty, given)
        workplace.move()

    states = [run["state"]["name"] for run in new_runs(engine, known)]
    assert states[-2:] == ["Ended", "Awaiting review_case"]  # the report's own procedure, then the case's review
    assert all(state.startswith("Awaiting ") for state in states[:-2])


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
