"""What the list offers is done once, recorded, and refused where nothing is stuck any more. 处置."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col

from models import Procedure
from rules.causes import BreachCause
from rules.errors import Refused
from rules.vocabulary import ProcedureKind
from tasks.stuck import KINDS, RepairAct, StuckKind, stuck
from tasks.stuck.repairs import DOES, Order, Repaired, repair
from tests.colleagues import FOR_GOOD, knowing_2027, through
from tests.office import BODIES, County
from tests.planted import PLANTED, Plant, no_open_duty, overdue, undelivered_notice

NEEDED: dict[RepairAct, dict[str, Any]] = {
    RepairAct.ASSIGN: {"to_post": "P-CIVIL", "reason": "该岗位无人"},
    RepairAct.EXPLAIN: {"cause": BreachCause.OVERLOOKED},
}
"""What an act must be given besides who does it."""


def keys(county: County, kind: StuckKind) -> list[str]:
    with county.office.reading() as desk:
        return [one.key for one in stuck(desk, {kind})]


def repaired(county: County, key: str, **changes: Any) -> Repaired:
    kind = StuckKind(key.partition(":")[0])
    given = {"by_post": "P-OFFICE", **NEEDED.get(KINDS[kind].act, {}), **changes}
    office = knowing_2027(county).office if kind is StuckKind.PROVISIONAL_DATE else county.office
    return repair(office, Order(key=key, bodies=BODIES, **given))


def test_every_act_of_the_list_is_done_by_something() -> None:
    assert set(DOES) == set(RepairAct) == {row.act for row in KINDS.values()}


@pytest.mark.parametrize(("kind", "plant"), PLANTED.items(), ids=[kind.value for kind in PLANTED])
def test_what_is_planted_vanishes_by_its_repair_or_whoever_must_act_is_told(
    county: County, kind: StuckKind, plant: Plant
) -> None:
    case = county.a_case()
    county.beat()
    plant(county, case)
    key = keys(county, kind)[0]
    before, told = county.entries(), len(county.notices())
    by = county.duty(case, "triage").post_no if KINDS[kind].act is RepairAct.RESUME else "P-OFFICE"

    done = repaired(county, key, by_post=by)

    assert done.mended is KINDS[kind].mends
    assert (key in keys(county, kind)) is not KINDS[kind].mends
    assert county.entries() > before
    if not done.mended:
        assert len(county.notices()) > told
        assert {one["stuck"] for one in county.facts("reminded")} == {kind.value}
        return
    with pytest.raises(Refused, match="已不再卡住"):
        repaired(county, key, by_post=by)


def test_a_reminder_goes_to_the_post_that_owes_it_and_stands_in_the_timeline(county: County) -> None:
    case = county.a_case()
    overdue(county, case)
    key = next(one for one in keys(county, StuckKind.OVERDUE) if one.endswith("/1"))

    repaired(county, key)

    notice = county.notices(why="reminded")[0]
    assert (notice.post_no, notice.template) == ("P-LIUXI-STATION", "reminded")
    entry = county.journal(case)[-1]
    assert (entry.kind, entry.by_post, entry.duty_no) == ("reminded", "P-OFFICE", f"{case}/1")
    county.must_hold()


def test_a_case_whose_last_procedure_has_ended_begins_its_review(county: County) -> None:
    case = county.a_case()
    no_open_duty(county, case)
    with county.office.writing() as desk:
        desk.session.execute(update(Procedure).where(col(Procedure.case_no) == case).values(state="closed"))

    assert repaired(county, f"no_open_duty:{case}").mended
    county.move()

    assert county.ends(case, ProcedureKind.CASE_REVIEW) == [None]
    assert county.owed(case) == ["review_case"]


def test_a_message_that_is_sent_again_keeps_its_number_and_may_fail_again(county: County) -> None:
    case = county.a_case()
    undelivered_notice(county, case)
    key = keys(county, StuckKind.UNDELIVERED_NOTICE)[0]

    repaired(county, key)
    county.clock.move(seconds=1)
    through(county, *[FOR_GOOD] * 9)[0].deliver()
    assert key in keys(county, StuckKind.UNDELIVERED_NOTICE)

    repaired(county, key)
    county.clock.move(seconds=1)
    county.deliver()
    assert {one["message_id"] for one in county.outbox()} >= {key.partition(":")[2]}
    assert county.broken_chains() == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"by_post": ""}, "by"),
        ({"by_post": "P-NOBODY"}, "by"),
        ({"to_post": "P-CIVIL"}, "to"),
        ({"reason": "快"}, "reason"),
    ],
)
def test_what_is_missing_or_too_much_is_refused_and_nothing_is_written(
    county: County, changes: dict[str, str], field: str
) -> None:
    case = county.a_case()
    overdue(county, case)
    before = county.entries()

    with pytest.raises(Refused) as refused:
        repaired(county, keys(county, StuckKind.OVERDUE)[0], **changes)

    assert refused.value.field == field
    assert county.entries() == before


@pytest.mark.parametrize("key", ["overdue:C-NONE/1", "nothing:C-1", "overdue", ""])
def test_a_line_that_is_not_there_is_refused(county: County, key: str) -> None:
    county.a_case()

    with pytest.raises(Refused, match="已不再卡住，或者编号有误"):
        repair(county.office, Order(key=key, by_post="P-OFFICE", bodies=BODIES))
