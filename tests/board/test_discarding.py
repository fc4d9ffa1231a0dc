"""A draft is thrown away by the post that made it, and nothing that was issued ever is. 废弃草稿."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from models import Instrument, InstrumentAddressee
from rules.errors import Refused
from rules.vocabulary import InstrumentKind
from rules.when import exactly
from tasks import instruments
from tasks.instruments import Text
from tasks.timeline import timeline
from tests.board.conftest import Board, hidden_in
from tests.databases import ON_SQLITE
from tests.foreigners import P_FOREIGN_POLICE, with_neighbours
from tests.office import County
from tests.planted import an_order

pytestmark = ON_SQLITE

POLICE, LEAD = "P-LIUXI-POLICE", "P-CIVIL"


@pytest.fixture
def draft(county: County) -> tuple[str, str]:
    """A case, and a warning that the police drafted in it."""
    case = county.a_case()
    text = Text(title="家庭暴力告诫书", facts="经查", content="不得再次殴打")
    made = instruments.draft(
        county.office, case, InstrumentKind.WARNING, text, when=exactly(county.clock()), by_post=POLICE
    )
    return case, made


def rows(county: County, number: str) -> int:
    with county.office.reading() as desk:
        papers = desk.session.exec(select(Instrument).where(col(Instrument.no) == number)).all()
        whom = select(InstrumentAddressee).where(col(InstrumentAddressee.instrument_no) == number)
        return len(papers) + len(desk.session.exec(whom).all())


def test_who_made_it_throws_it_away_once_and_the_journal_keeps_it(board: Board, draft: tuple[str, str]) -> None:
    case, number = draft
    police = board.as_post(POLICE)
    here = f"/cases/{case}/instruments/{number}"
    assert f"{here}/discard" in police.get(here).text
    drawn = hidden_in(police.get(f"{here}/discard"))
    for _ in range(2):
        done = police.client.post(f"{here}/discard", data={**drawn, "reason": "写错了对象"})
        assert "草稿已废弃" in done.text
    assert rows(board.county, number) == 0
    (thrown,) = board.county.facts("instrument_discarded", case)
    assert thrown["no"] == number
    assert board.county.facts("instrument_drafted", case), "what it said stays on the record"
    with board.office.reading() as desk:
        assert any("废弃草稿：家庭暴力告诫书" in one.zh for one in timeline(desk, case))
    board.county.must_hold()
    assert police.get(here).status_code in (404, 422)


def test_another_post_is_not_offered_it_and_is_refused(board: Board, draft: tuple[str, str]) -> None:
    case, number = draft
    here = f"/cases/{case}/instruments/{number}"
    lead = board.as_post(LEAD)
    assert f"{here}/discard" not in lead.get(here).text
    assert lead.post(f"{here}/discard", reason="不要了").status_code == 422
    assert rows(board.county, number) == 1


def test_what_was_issued_is_never_thrown_away(board: Board, county: County) -> None:
    case = county.a_case()
    an_order(county, case, days=30)
    with county.office.reading() as desk:
        order = desk.session.exec(select(Instrument.no).where(col(Instrument.state) == "issued")).one()
    with pytest.raises(Refused, match="不是草稿"):
        instruments.discard(county.office, order, when=exactly(county.clock()), by_post="P-COURT")
    assert county.facts("instrument_discarded", case) == []


def test_a_stranger_of_another_county_finds_no_draft(board: Board, draft: tuple[str, str]) -> None:
    with_neighbours(board.county)
    case, number = draft
    stranger = board.as_post(P_FOREIGN_POLICE)
    here = f"/cases/{case}/instruments/{number}/discard"
    assert stranger.get(here).status_code == 404
    assert stranger.post(here, seen="/account", reason="试").status_code == 404
    assert rows(board.county, number) == 1
