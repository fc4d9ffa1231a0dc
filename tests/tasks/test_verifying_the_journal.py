"""Altered entries are found, wherever they are, and nobody rebuilds from them. 核验办理记录."""

from __future__ import annotations

import random

import pytest
from sqlalchemy import text
from sqlmodel import Session

from rules.errors import Refused
from tasks import journal
from tasks.verify import breaks, refuse_a_broken_journal
from tests.office import County

ALTERED = (
    "UPDATE journal SET payload = payload || ' ' WHERE seq = :seq",
    "UPDATE journal SET by_post = 'P-GOV' WHERE seq = :seq",
    "UPDATE journal SET mac = 'x' || substr(mac, 2) WHERE seq = :seq",
    "DELETE FROM journal WHERE seq = :seq",
)


def a_sealed_story(county: County) -> int:
    """Some entries, all sealed; returns how many."""
    case = county.a_case()
    county.answer(case, "triage")
    county.move()
    with county.office.writing() as desk:
        return journal.seal(desk.session, county.office.vault, everything=True)


def without_its_guard(session: Session, dialect: str) -> None:
    for act in ("update", "delete"):
        on = " ON journal" if dialect == "postgresql" else ""
        session.connection().execute(text(f"DROP TRIGGER journal_refuses_{act}{on}"))


def test_an_untouched_journal_holds(county: County) -> None:
    a_sealed_story(county)

    with county.office.reading() as desk:
        assert breaks(desk) == []
        refuse_a_broken_journal(desk)


@pytest.mark.parametrize("statement", ALTERED)
def test_one_altered_entry_is_found_and_refused(statement: str, county: County) -> None:
    entries = a_sealed_story(county)
    place = random.Random(statement).randint(1, entries)
    with county.office.writing() as desk:
        without_its_guard(desk.session, county.office.database.dialect)
        desk.session.connection().execute(text(statement), {"seq": place})

    with county.office.reading() as desk:
        assert breaks(desk)
        with pytest.raises(Refused):
            refuse_a_broken_journal(desk)


def test_a_dropped_tail_shows_at_the_stored_end_of_its_chain(county: County) -> None:
    entries = a_sealed_story(county)
    with county.office.writing() as desk:
        without_its_guard(desk.session, county.office.database.dialect)
        desk.session.connection().execute(text("DELETE FROM journal WHERE seq = :seq"), {"seq": entries})

    with county.office.reading() as desk:
        assert any(one.n == 0 for one in breaks(desk))
