"""Is what a paper lacks named, and nothing that it has? 文书缺项."""

from __future__ import annotations

from datetime import date

import pytest

from documents.instrument import READERS
from documents.render import GIVEN, variables
from rules.errors import Refused
from rules.moments import shanghai
from rules.vocabulary import InstrumentKind
from tasks import paper_gaps
from tasks.said import read_coming
from tests.office import County

NOW = shanghai("Monday 2026-03-02 10:00")


@pytest.mark.parametrize("kind", list(READERS))
def test_every_place_of_every_template_is_filled_in_by_somebody_or_by_the_case(kind: InstrumentKind) -> None:
    silent = paper_gaps._NEVER_MISSED | paper_gaps._ONLY_WHERE_THERE_IS_ONE | GIVEN
    assert variables(kind) - silent <= set(paper_gaps._WORDS)


def test_a_paper_that_nobody_has_written_yet_lacks_what_is_written_and_not_what_the_case_knows(county: County) -> None:
    case = county.a_case()
    child_no = str(county.case(case).child_no)
    with county.office.reading() as desk:
        row = paper_gaps.thought_of(InstrumentKind.REVOCATION_APPLICATION, case, "P-CIVIL")
        lacks = [one.name for one in paper_gaps.gaps_of(desk, row, child_no)]
    assert {"facts", "content", "document_no", "addressees", "child_identity_no"} <= set(lacks)
    assert not {"child", "child_born", "child_present_address", "issuers", "valid_until"} & set(lacks)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-06-30", date(2026, 6, 30)),
        ("2026年6月30日", date(2026, 6, 30)),
        ("6月30日", date(2026, 6, 30)),
        ("3.2", date(2026, 3, 2)),
        ("3月1日", date(2027, 3, 1)),
    ],
)
def test_a_day_to_come_is_read_as_the_next_one(said: str, day: date) -> None:
    assert read_coming(said, NOW, field="until") == day


@pytest.mark.parametrize("said", ["明年", "2026-02-30", "2.30", "6月30日 10:00"])
def test_what_is_no_day_is_refused(said: str) -> None:
    with pytest.raises(Refused):
        read_coming(said, NOW, field="until")


def test_no_day_is_no_day() -> None:
    assert read_coming(" ", NOW, field="until") is None
