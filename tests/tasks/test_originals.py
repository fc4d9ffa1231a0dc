"""Is a kept file that was altered or taken away found, whatever it was? 原件核对."""

from __future__ import annotations

import pytest
from sqlalchemy import delete
from sqlmodel import col, func, select

from models import Blob, Evidence, Notice
from tasks.findings import Finding, Grade
from tasks.health import of_the_office
from tasks.originals import originals
from tests.evidence import hand_in
from tests.office import County


@pytest.fixture
def case(county: County) -> str:
    """A case of which people were told, with a photograph."""
    case_no = county.a_case()
    hand_in(county, case_no)
    return case_no


def looked_at(county: County) -> Finding:
    with county.office.reading() as desk:
        return originals(desk)


@pytest.mark.parametrize("of", [Notice, Evidence])
@pytest.mark.parametrize(("altered", "said"), [(True, "不符 1 件、缺失 0 件"), (False, "不符 0 件、缺失 1 件")])
def test_a_kept_file_that_was_altered_or_taken_away_is_found(
    county: County, case: str, of: type[Notice | Evidence], altered: bool, said: str
) -> None:
    assert looked_at(county).grade is Grade.WELL
    with county.office.writing() as desk:
        once = select(of.blob).group_by(col(of.blob)).having(func.count() == 1).order_by(col(of.blob))
        digest = desk.session.exec(once.limit(1)).one()
        desk.session.execute(delete(Blob).where(col(Blob.sha256) == digest))
        if altered:
            desk.add(Blob, [{"sha256": digest, "media_type": "text/plain", "content": b"1"}])

    found = looked_at(county)
    assert found.grade is Grade.ILL
    assert said in found.zh


def test_a_thorough_look_reads_them_and_a_short_one_does_not(county: County, case: str) -> None:
    assert "originals" in {one.check for one in of_the_office(county.office, thorough=True)}
    assert "originals" not in {one.check for one in of_the_office(county.office)}
