"""A flow told again over any part of the record asks for the same; and an edited flow leaves nobody waiting. 重演."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import FunctionType

import pytest
from sqlmodel import col, func, select

from flows.registry import PROCEDURES
from models import DutyRow, Post, Procedure
from rules.follow_through import REVIEW_CASE
from rules.routine_reporting import SPOT_CHECK_FILES
from rules.vocabulary import LIVE, ProcedureKind
from tasks import acts, advance, spot_check, sweep
from tasks.advance import Bodies
from tasks.casework import Proceeding
from tests.builders import an_answer
from tests.scenarios.conftest import Staged
from tests.scenarios.test_stories import ALWAYS, IN_THEIR_TIER, STORIES
from tests.scenarios.twin import Twin, live_duties, tell_all

A_FEW = 3
INSERTED = "inserted"

every_story = pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
story = pytest.mark.parametrize("path", IN_THEIR_TIER, ids=lambda path: path.stem)
some_stories = pytest.mark.parametrize(
    "path", [path for path in STORIES if path.stem in ALWAYS], ids=lambda path: path.stem
)


@every_story
@pytest.mark.slow
def test_every_flow_told_over_every_prefix_of_the_record_asks_for_the_same_duties(
    path: Path, staged: Staged, tmp_path: Path
) -> None:
    twin = Twin(staged(path), tmp_path)
    for at in twin.points():
        twin.fill(at)
        assert twin.told_again() == twin.expected(at), f"{path.name}, after entry {at} of {len(twin.entries)}"
    twin.office.database.dispose()


@some_stories
def test_told_over_a_few_prefixes_it_asks_for_the_same_duties(path: Path, staged: Staged, tmp_path: Path) -> None:
    twin = Twin(staged(path), tmp_path)
    for at in _a_few(twin.points()):
        twin.fill(at)
        assert twin.told_again() == twin.expected(at), f"{path.name}, after entry {at} of {len(twin.entries)}"
    twin.office.database.dispose()


@story
def test_a_step_inserted_into_every_flow_leaves_what_waits_owed_armed_and_answerable(
    path: Path, staged: Staged, tmp_path: Path
) -> None:
    twin = Twin(staged(path), tmp_path)
    for at in _a_few(_ends_of_runs(twin)):
        twin.fill(at)
        with twin.tried() as desk:
            owed = live_duties(desk)
            tell_all(desk, EDITED)
            inserted = {one for one in live_duties(desk) if one[2:] == (REVIEW_CASE.code, INSERTED)}
            waiting = desk.session.exec(select(Procedure.no).where(col(Procedure.state) == "open")).all()

            assert {procedure for _, procedure, _, _ in inserted} == set(waiting)
            assert live_duties(desk) == owed | inserted
    twin.office.database.dispose()


@story
def test_with_edited_and_renamed_flows_every_rung_still_fires_and_every_case_still_closes(
    path: Path, staged: Staged, tmp_path: Path
) -> None:
    twin = Twin(staged(path), tmp_path)
    points = _ends_of_runs(twin)
    twin.fill(points[len(points) // 2])
    _wake_everything(twin)
    advance.advance_many(twin.office, EDITED)
    owed = _armed(twin)

    twin.clock.at += timedelta(days=5 * 365)
    while sweep.sweep_all(twin.office):
        pass
    assert owed
    assert _armed(twin) == owed  # every ladder was climbed, and its last rung will be told again
    assert _still_to_climb(twin) == []

    _answer_everything(twin)
    with twin.office.reading() as desk:
        still_open = set(desk.session.exec(select(Procedure.kind).where(col(Procedure.state) == "open")))
    assert still_open <= {ProcedureKind.MONITORING}, "only a child on the list is looked after for as long as it is one"
    twin.office.database.dispose()


# ------------------------------------------------------------------------------------------------ the edited flows


def _edited(kind: ProcedureKind, body: Callable[[Proceeding], None]) -> Callable[[Proceeding], None]:
    """The flow under another name, with a step before everything else."""
    renamed = FunctionType(body.__code__, body.__globals__, f"renamed_{kind}", body.__defaults__, body.__closure__)
    procedure = PROCEDURES[kind]

    def with_another_step(case: Proceeding) -> None:
        case.beside(
            lambda case: case.fulfilled(REVIEW_CASE, since=case.since_at, about=INSERTED),
            lambda case: None,
        )
        type(procedure)(kind, renamed, procedure.ends_at).fn(case)

    return with_another_step


EDITED: Bodies = {kind: _edited(kind, procedure.body) for kind, procedure in PROCEDURES.items()}


# ------------------------------------------------------------------------------------------------ in common


def _a_few(points: list[int]) -> list[int]:
    """The first, the last, and some between, the same on every run."""
    step = max(1, len(points) // A_FEW)
    return sorted({*points[::step], points[-1]})


def _ends_of_runs(twin: Twin) -> list[int]:
    return [at for at in twin.points() if not twin.expected(at)]


def _wake_everything(twin: Twin) -> None:
    with twin.office.writing() as desk:
        for no in desk.session.exec(select(Procedure.no).where(col(Procedure.state) == "open")).all():
            desk.wake(no, "edited")


def _armed(twin: Twin) -> int:
    with twin.office.reading() as desk:
        armed = select(func.count()).where(col(DutyRow.state) == "open", col(DutyRow.next_rung_at).is_not(None))
        return desk.session.exec(armed).one()


def _still_to_climb(twin: Twin) -> list[str]:
    """Open duties that have not been told at every rung of their ladder, or whose next rung is due already."""
    with twin.office.reading() as desk:
        rows = desk.session.exec(select(DutyRow).where(col(DutyRow.state) == "open")).all()
    now = twin.clock.at
    return [
        row.no
        for row in rows
        if row.next_rung < len(json.loads(row.rungs)) or (row.next_rung_at is not None and row.next_rung_at <= now)
    ]


def _answer_everything(twin: Twin) -> None:
    """Whatever is owed, answered in the plainest way, until nothing is owed."""
    with twin.office.reading() as desk:
        anybody = desk.session.exec(select(Post.no).order_by(col(Post.no))).first()
    for _ in range(1_000):
        with twin.office.reading() as desk:
            query = (
                select(DutyRow).where(col(DutyRow.state).in_(LIVE)).order_by(col(DutyRow.opened_at), col(DutyRow.no))
            )
            row = desk.session.exec(query).first()
        if row is None:
            return
        twin.clock.at += timedelta(minutes=1)
        given = an_answer(row.code)
        if "until" in given:  # a term that lies ahead, whenever the story plays
            given["until"] = (twin.clock.at + timedelta(days=60)).date().isoformat()
        if row.code == "care_visit":  # visits go on for as long as the child is entrusted
            given["course"] = "父母返回自行照护"
        if row.code == SPOT_CHECK_FILES.code:  # its files are drawn before they are looked at
            spot_check.draw(twin.office, row.case_no, by_post=row.post_no)
        acts.answer(twin.office, row.case_no, row.no, given, by_post=row.post_no or anybody)
        advance.advance_many(twin.office, EDITED)
    raise AssertionError("a story without an end")
