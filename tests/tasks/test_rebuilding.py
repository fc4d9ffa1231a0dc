"""Do the tables that people query follow from the journal, and from nothing else? 重建投影."""

from __future__ import annotations

import pytest
from sqlalchemy import text, update
from sqlmodel import col

from models import ChildFile, SubjectKey
from rules.period import Unit
from rules.vocabulary import PauseCause
from tasks import acts, clock_acts
from tasks.directory import enter_directory
from tasks.rebuild import PROJECTIONS, Snapshot, rebuild, snapshot
from tests.builders import CHILD, a_brother, a_child, an_answer
from tests.office import County, example_directory
from tests.whole_lives import everything_is_done, one_comes_of_age


def everything_that_can_happen(county: County) -> str:
    """A case in which about every kind of fact stands."""
    case = (
        county.report(
            received_by="P-HOTLINE",
            discovered_at="2026-02-28T10:00+08:00",
            danger_now="是",
            children=[a_child(), a_brother()],
        )
        .concerned[0]
        .case_no
    )
    county.answer_all(case, "pass_on_to_police", "triage", "notify_civil_affairs")
    county.report()
    county.clock.move(hours=30)
    county.sweep()
    county.deliver()
    by = "P-OFFICE"  # whoever owes them is late with them by now
    acts.skip(county.office, case, "safe_bed", reason="已在亲属家", given=an_answer("safe_bed"), by_post=by)
    acts.excuse(
        county.office, case, "decide_placement", reason="已转院", given=an_answer("decide_placement"), by_post=by
    )
    county.move()
    return case


def test_a_full_story_is_rebuilt_as_it_stood(county: County) -> None:
    case = everything_that_can_happen(county)
    county.finish(case, but=())
    told: list[int] = []

    rebuilt = rebuild(county.office, told.append)

    assert rebuilt.differing == ()
    assert rebuilt.entries == county.entries() == told[-1]


def test_people_orders_corrections_and_moves_are_rebuilt_as_they_stood(county: County) -> None:
    everything_is_done(county)
    one_comes_of_age(county)

    assert rebuild(county.office).differing == ()
    assert county.broken_chains() == []


def test_pauses_and_extensions_are_rebuilt_as_they_stood(county: County) -> None:
    case = county.a_case()
    county.answer(case, "police_acceptance", track="涉嫌违反治安管理")
    county.answer(case, "decide_administrative_case")
    for _ in range(2):
        county.clock.move(days=1)
        clock_acts.pause(county.office, case, "conclude_investigation", cause=PauseCause.EXPERT_EXAMINATION)
        county.clock.move(days=2)
        clock_acts.resume(county.office, case, "conclude_investigation")
    clock_acts.extend(county.office, case, "conclude_investigation", amount=30, unit=Unit.DAYS, basis="B-22")
    clock_acts.pause(county.office, case, "conclude_investigation", cause=PauseCause.EXPERT_EXAMINATION)

    assert rebuild(county.office).differing == ()


@pytest.mark.parametrize(
    ("damage", "table"),
    [
        ("UPDATE duty SET state = 'answered'", "duty"),
        ("UPDATE duty SET next_rung_at = NULL", "duty"),
        ("UPDATE case_file SET state = 'closed'", "case_file"),
        ("DELETE FROM notice", "notice"),
        ("UPDATE procedure SET close_reason = 'declined'", "procedure"),
        ("UPDATE post SET zh = '空岗'", "post"),
        ("DELETE FROM holding", "holding"),
        ("UPDATE report SET late = NOT late", "report"),
        ("UPDATE child_file SET identity_index = 'x'", "child_file"),
        ("UPDATE notice SET read_at = created_at", "notice"),
        ("UPDATE duty SET post_no = 'P-CIVIL'", "duty"),
    ],
)
def test_a_projection_that_was_damaged_is_found_row_by_row_and_mended(county: County, damage: str, table: str) -> None:
    county.a_case()
    with county.office.database.writing() as session:
        changed = session.execute(text(damage)).rowcount  # type: ignore[attr-defined]
    damaged = _rows(county)

    (found,) = rebuild(county.office, keep=False).differing
    assert found.table == table
    assert 0 < len(found.keys) <= changed
    assert _rows(county) == damaged, "it was only looked at"
    assert rebuild(county.office).differing == (found,)
    assert rebuild(county.office).differing == ()


def _rows(county: County) -> Snapshot:
    with county.office.reading() as desk:
        return snapshot(desk)


def test_when_the_key_of_a_child_is_destroyed_its_words_and_its_indexes_are_gone_and_the_rest_stands(
    county: County,
) -> None:
    first = county.report(children=[a_child(id_number="990101201605180028")]).concerned[0]
    with county.office.writing() as desk:
        erased = update(SubjectKey).where(col(SubjectKey.subject_no) == first.child_no)
        desk.session.execute(erased.values(wrapped=None, erased_at=desk.at))

    assert [one.table for one in rebuild(county.office).differing] == ["child_file"]

    with county.office.reading() as desk:
        row = desk.session.get(ChildFile, first.child_no)
        assert row is not None
        assert (row.identity_index, row.id_number_index) == (None, None)
        assert desk.reveal(first.child_no, "name", row.name_sealed) is None
    assert county.broken_chains() == []
    assert county.owed(first.case_no) == ["police_acceptance", "triage"]
    # nobody recognises the child any more: a further report opens a file of its own
    assert county.report(children=[a_child(name=CHILD)]).concerned[0].child_no != first.child_no


def test_the_directory_can_be_entered_again_after_a_change_and_is_rebuilt_as_it_stands(county: County) -> None:
    form = example_directory().model_copy(deep=True)
    form.agencies[4].zh = "青禾县未成年人救助保护服务中心"
    form.agencies[4].posts[0].zh = "救助保护中心值班室"

    entered = enter_directory(county.office, form)

    assert entered.recorded == 2
    assert enter_directory(county.office, form).recorded == 0
    assert rebuild(county.office).differing == ()


def test_every_table_that_is_shown_is_rebuilt() -> None:
    assert len({model.__tablename__ for model in PROJECTIONS}) == len(PROJECTIONS) == 28
