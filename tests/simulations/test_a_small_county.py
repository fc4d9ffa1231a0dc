"""What holds of a county that was simulated? 小县模拟."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, func, select

from models import (
    CaseFile,
    ChildFile,
    DutyRow,
    Installation,
    JournalEntry,
    MonitoredChild,
    Notice,
    Procedure,
    RoutineWindow,
)
from rules.errors import Refused
from rules.vocabulary import LIVE, ProcedureKind
from simulations.asked import Asked, Given
from simulations.county import County
from simulations.figures import Progress
from simulations.hooks import Hooks
from simulations.plan import Plan
from simulations.simulate import Simulated, simulate
from tasks import journal, rebuild, verify
from tasks.kinds import Kind
from tasks.stuck import StuckKind, stuck
from tests.simulations.conftest import SMALL

TINY = Plan(seed=3, children=12, cases=3, days=8)


def test_every_hash_of_the_journal_holds_and_all_of_it_is_sealed(small: Simulated) -> None:
    with small.office.reading() as desk:
        assert verify.breaks(desk) == []
        assert journal.unsealed_count(desk.session) == 0
        assert journal.global_head(desk.session) == small.head


def test_the_tables_rebuilt_from_the_journal_are_those_that_stood_there(small: Simulated) -> None:
    assert rebuild.rebuild(small.office).differing == ()


def test_there_are_as_many_files_and_cases_as_planned(small: Simulated) -> None:
    with small.office.reading() as desk:
        surveyed = select(func.count()).where(col(ChildFile.opened_at) == SMALL.begins)
        assert desk.session.exec(surveyed).one() == SMALL.children == small.figures.children
        cases = desk.session.exec(select(CaseFile.no)).all()

    assert set(cases) == set(small.cases)
    assert len(cases) >= SMALL.cases


def test_nothing_is_dated_after_the_last_day_or_entered_before_the_first(small: Simulated) -> None:
    with small.office.reading() as desk:
        first, last = desk.session.exec(
            select(func.min(JournalEntry.recorded_at), func.max(JournalEntry.recorded_at))
        ).one()

    assert SMALL.begins <= first <= last < SMALL.ends
    assert small.clock.at == SMALL.ends


def test_no_case_is_in_a_blind_alley(small: Simulated) -> None:
    with small.office.reading() as desk:
        open_ = select(Procedure.no).where(col(Procedure.state) == "open")
        listed = set(desk.session.exec(open_.where(col(Procedure.kind) == ProcedureKind.MONITORING)))
        waited_for = set(desk.session.exec(select(DutyRow.procedure_no).where(col(DutyRow.state).in_(LIVE))))
        all_open = set(desk.session.exec(open_))

    assert all_open - listed <= waited_for <= all_open  # of a child in care all may be done until the next window


def test_children_are_on_the_list_their_windows_open_and_people_answer(small: Simulated) -> None:
    with small.office.reading() as desk:
        listed = desk.session.exec(select(MonitoredChild.case_no)).all()
        rows = desk.session.exec(select(DutyRow).where(col(DutyRow.case_no).in_(listed))).all()
        begun = desk.session.exec(select(RoutineWindow.code)).all()

    assert len(listed) == SMALL.monitored
    assert {"2026-01", "2026-02", "2026-Q1", "2026-H1"} <= set(begun)
    assert {"2026-01", "2026-02"} <= {row.about for row in rows if row.code == "routine_contact"}
    answered = [row for row in rows if row.state == "answered"]
    assert {"routine_contact", "routine_visit"} <= {row.code for row in answered}
    assert len(answered) > len(rows) / 3


def test_people_answer_in_time_and_late_and_ladders_are_climbed(small: Simulated) -> None:
    with small.office.reading() as desk:
        done = desk.session.exec(select(DutyRow).where(col(DutyRow.state) == "answered")).all()
        late = [row for row in done if row.legal_due_at and row.happened_at and row.happened_at > row.legal_due_at]

    assert small.figures.acts["answer"] > 5 * SMALL.cases
    assert 0 < len(late) < len(done) / 2
    assert small.rungs > 0


def test_what_fell_due_while_nobody_swept_is_caught_up_afterwards(small: Simulated) -> None:
    began, ended = SMALL.outage
    with small.office.reading() as desk:
        climbed = desk.session.exec(select(JournalEntry).where(col(JournalEntry.kind) == Kind.RUNG_FIRED)).all()

    assert [row for row in climbed if began <= row.recorded_at < ended] == []
    assert any(json.loads(row.payload)["caught_up"] for row in climbed if row.recorded_at == ended)


def test_no_answer_of_the_people_in_it_is_refused(small: Simulated) -> None:
    answers = {what: count for what, count in small.figures.refused.items() if not what.startswith("happening")}

    assert answers == {}


def test_every_message_is_delivered_or_failed_or_still_queued_and_none_leaves_the_machine(small: Simulated) -> None:
    with small.office.reading() as desk:
        states = set(desk.session.exec(select(Notice.state).distinct()))

    assert states <= {"queued", "delivered", "failed"}
    assert not (Path(str(small.office.database.engine.url.database)).parent / "outbox.jsonl").exists()


def test_of_a_rehearsal_that_is_over_nobody_is_told_that_the_sweep_stands_still(small: Simulated) -> None:
    later = replace(small.office, now=lambda: SMALL.ends + timedelta(days=400))
    with later.reading() as desk:
        kinds = {one.kind for one in stuck(desk)}
    assert StuckKind.OVERDUE in kinds  # what people left undone stays to be seen
    assert StuckKind.SWEEP_NOT_ALIVE not in kinds


def test_progress_is_told_from_the_files_to_the_last_day(small: Simulated, heard: list[Progress]) -> None:
    assert small.entries > 0
    assert heard[0].files
    assert [one.at for one in heard] == sorted(one.at for one in heard)
    assert heard[-1].share == 1.0
    assert heard[-1].cases == small.figures.cases
    assert len([one for one in heard if not one.files]) == SMALL.days


def test_the_database_is_marked_simulated_and_its_key_follows_from_the_seed(small: Simulated) -> None:
    with small.office.reading() as desk:
        marks = dict(desk.session.exec(select(Installation.key, Installation.value)).all())

    assert marks["mode"] == "simulated"


class Looker(Hooks):
    """Writes down what it was called with; nobody ever answers a triage."""

    def __init__(self) -> None:
        self.days = 0
        self.calls: list[str] = []

    def begins(self, county: County) -> None:
        self.calls.append("begins")

    def each_day(self, county: County) -> None:
        assert county.clock.at == county.plan.begins + timedelta(days=self.days)
        self.days += 1

    def answers(self, county: County, asked: Asked, given: Given) -> Given | None:
        return None if asked.duty.code == "triage" else given

    def ends(self, county: County) -> None:
        self.calls.append("ends")


def test_a_hook_looks_on_each_day_and_may_take_an_answer_away(tmp_path: Path) -> None:
    looker = Looker()

    with simulate(TINY, home=tmp_path, hooks=looker) as simulated, simulated.office.reading() as desk:
        triages = desk.session.exec(select(DutyRow.state).where(col(DutyRow.code) == "triage")).all()

    assert looker.days == TINY.days
    assert looker.calls == ["begins", "ends"]
    assert triages
    assert "answered" not in triages


def test_a_folder_with_a_database_in_it_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "hutong.db").write_bytes(b"somebody's")

    with pytest.raises(Refused, match="数据库"):
        simulate(TINY, home=tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["hutong.db"]
    assert (tmp_path / "hutong.db").read_bytes() == b"somebody's"


@pytest.mark.parametrize(
    "wrong", [{"children": 0}, {"cases": -1}, {"children": 5, "cases": 6}, {"days": 0}, {"days": 367}]
)
def test_a_plan_that_cannot_be_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(Refused):
        Plan(**wrong)  # type: ignore[arg-type]


def test_a_plan_of_one_day_and_one_of_a_leap_year_can_be() -> None:
    assert Plan(days=1).length == timedelta(days=1)
    assert Plan(start=date(2024, 1, 1), days=366).ends == Plan(start=date(2025, 1, 1), days=1).begins
