"""Is what was recorded still what was recorded? 办理记录的链与封."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from models import JournalEntry, Seal
from rules.errors import Conflict
from tasks import journal
from tasks.journal import SYSTEM, Entry
from tasks.kinds import Kind
from tests.office import County


def found(key: str, chain: str = SYSTEM) -> Entry:
    payload: dict[str, Any] = {"kind": "x", "since": "2026-03-02", "notices": []}
    return Entry(chain=chain, kind=Kind.WATCHDOG_FOUND, key=key, payload=payload)


def seal(county: County, *, everything: bool = False) -> int:
    with county.office.writing() as desk:
        return journal.seal(desk.session, county.office.vault, everything=everything)


def broken_seals(county: County) -> list[int]:
    """Numbers of the links that, computed again, are not what they were."""
    key = county.office.vault.global_key()
    with county.office.reading() as desk:
        seals = desk.session.exec(select(Seal).order_by(Seal.no)).all()  # type: ignore[arg-type]
        macs = dict(desk.session.exec(select(JournalEntry.seq, JournalEntry.mac)).all())
    broken, before = [], ""
    for place, one in enumerate(seals, start=1):
        expected = journal.seal_mac(key, place, one.entry_seq, macs.get(one.entry_seq, "gone"), before)
        if (one.no, one.mac) != (place, expected):
            broken.append(one.no)
        before = one.mac
    return broken


def without_triggers(county: County, *statements: str) -> None:
    """What somebody with the file and a program of their own could do."""
    with county.office.database.writing() as session:
        connection = session.connection()
        if county.office.database.dialect == "sqlite":
            for act in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS journal_refuses_{act}"))
        else:
            connection.execute(text("ALTER TABLE journal DISABLE TRIGGER USER"))
        for statement in statements:
            connection.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    ["UPDATE journal SET payload = '{}'", "DELETE FROM journal", "UPDATE seal SET mac = ''", "DELETE FROM seal"],
)
def test_the_database_itself_refuses_to_change_what_is_recorded(county: County, statement: str) -> None:
    county.a_case()
    seal(county)

    with pytest.raises((DBAPIError, Conflict)), county.office.database.writing() as session:
        session.execute(text(statement))

    assert county.broken_chains() == []
    assert broken_seals(county) == []


def test_every_chain_verifies_by_computing_it_again(county: County) -> None:
    case = county.a_case()
    county.finish(case)

    assert county.broken_chains() == []
    assert {row.chain[0] for row in county.journal()} == {"C", "K", "R", "d"}  # case, child, report, directory


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE journal SET payload = replace(payload, 'triage', 'triagE') WHERE chain = :c AND kind = 'duty_opened'",
        "UPDATE journal SET happened_at = recorded_at, by_post = 'P-GOV' WHERE chain = :c AND n = 2",
        "UPDATE journal SET kind = 'duty_skipped' WHERE chain = :c AND n = 3",
        "DELETE FROM journal WHERE chain = :c AND n = 2",
        "DELETE FROM journal WHERE chain = :c AND n = (SELECT max(n) FROM journal WHERE chain = :c)",
    ],
    ids=["flipped-byte", "another-hand", "another-kind", "missing-link", "dropped-tail"],
)
def test_whatever_is_forged_in_a_chain_is_found(county: County, forgery: str) -> None:
    case = county.a_case()

    without_triggers(county, forgery.replace(":c", f"'{case}'"))

    assert county.broken_chains() == [case]


def test_two_entries_that_are_swapped_are_found(county: County) -> None:
    case = county.a_case()

    without_triggers(
        county,
        f"UPDATE journal SET n = 900 WHERE chain = '{case}' AND n = 2",
        f"UPDATE journal SET n = 2 WHERE chain = '{case}' AND n = 3",
        f"UPDATE journal SET n = 3 WHERE chain = '{case}' AND n = 900",
    )

    assert county.broken_chains() == [case]


def test_sealing_covers_every_entry_once_and_in_order(county: County) -> None:
    county.a_case()

    assert seal(county) == county.entries()
    assert seal(county) == 0
    county.a_case(children=[{"name": "田小田", "residence": {"area": "990101001"}}])
    with county.office.reading() as desk:
        unsealed = journal.unsealed_count(desk.session)
    assert seal(county) == unsealed > 0

    assert broken_seals(county) == []
    with county.office.reading() as desk:
        number, mac = journal.global_head(desk.session)
    assert (number, len(mac)) == (county.entries(), 64)


def test_an_entry_that_was_committed_late_is_sealed_after_those_that_came_before_it(county: County) -> None:
    """Two transactions may commit in another order than they took their numbers."""
    county.a_case()
    with county.office.writing() as desk:
        rows = journal.append(desk.session, county.office.vault, [found("late")], recorded_at=desk.at)
        late = rows[0].key
    with county.office.writing() as desk:  # everything but the late one is sealed, as if it had not been seen
        journal.append(desk.session, county.office.vault, [found("next")], recorded_at=desk.at)
    seal_all_but(county, late)

    assert seal(county) == 1
    assert broken_seals(county) == []
    with county.office.reading() as desk:
        assert journal.unsealed_count(desk.session) == 0


def seal_all_but(county: County, key: str) -> None:
    """Seal every entry except one, in the order of their numbers."""
    vault = county.office.vault
    before = ""
    with county.office.writing() as desk:
        entries = [row for row in desk.session.exec(select(JournalEntry)).all() if row.key != key]
        rows = []
        for number, entry in enumerate(sorted(entries, key=lambda one: one.seq or 0), start=1):
            before = journal.seal_mac(vault.global_key(), number, entry.seq or 0, entry.mac, before)
            rows.append({"no": number, "entry_seq": entry.seq, "mac": before})
        desk.add(Seal, rows)


def test_the_same_thing_is_recorded_once(county: County) -> None:
    with county.office.writing() as desk:
        desk.record(found("once"))

    with pytest.raises(Conflict, match="已有记录"), county.office.writing() as desk:
        desk.record(found("another"), found("once"))
    with pytest.raises(Conflict), county.office.writing() as desk:
        desk.record(found("twice"), found("twice"))

    assert [row.key for row in county.journal(SYSTEM)] == ["once"]


def test_a_chain_can_be_verified_with_its_own_key_and_with_no_other(county: County) -> None:
    case = county.a_case()
    entry = county.journal(case)[0]
    vault = county.office.vault

    assert journal.entry_mac(vault.chain_key(case), entry) == entry.mac
    assert journal.entry_mac(vault.chain_key(SYSTEM), entry) != entry.mac
