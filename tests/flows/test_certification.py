"""Townships of Dingzhou certify in January and July who gets a benefit. 半年认证."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from models.database import Database
from packs.loader import load
from rules.moments import en_end, shanghai
from rules.vocabulary import CloseReason, ProcedureKind
from tasks import agency_files
from tasks.kinds import Kind
from tests.clock import Clock
from tests.office import County, a_county

STATION = "P-LIUXI-STATION"


@pytest.fixture
def county(database: Database, tmp_path: Path) -> Iterator[County]:
    """Qinghe under the rules of Dingzhou, on the first working day of the year."""
    made = a_county(database, Clock(shanghai("Monday 2026-01-05 08:00")), tmp_path, pack=load("hebei-dingzhou"))
    made.replays = True
    agency_files.open_agency_files(made.office)
    made.move()
    yield made
    made.must_hold()


def file_of(county: County, post: str) -> str:
    """The file of what a post owes itself this year."""
    opened = [one for one in county.journal() if one.kind == Kind.PROCEDURE_OPENED and f'"{post}"' in one.payload]
    (found,) = {one.chain for one in opened}
    return found


def test_each_township_certifies_by_the_end_of_january_and_again_by_the_end_of_july(county: County) -> None:
    case = file_of(county, STATION)
    ends = {row.code: row.legal_due_at for row in county.duties(case)}
    assert {code: en_end(end) for code, end in ends.items() if end} == {
        "certify_january": "Saturday 2026-01-31 24:00",
        "certify_july": "Friday 2026-07-31 24:00",
    }
    county.clock.show(shanghai("Sunday 2026-02-01 00:00") - timedelta(seconds=1))
    county.sweep()
    before = rungs(county, case)
    county.clock.show(shanghai("Sunday 2026-02-01 00:00"))
    county.sweep()
    assert rungs(county, case) == before + 1

    county.answer_all(case, "certify_january", "certify_july")
    assert county.ends(case, ProcedureKind.ROUTINE_REPORTING) == [CloseReason.COMPLETED]


def rungs(county: County, case: str) -> int:
    number = county.duty(case, "certify_january").no
    return len([one for one in county.journal(case) if one.kind == Kind.RUNG_FIRED and one.duty_no == number])
