"""Somebody with the database in hand and the triggers out of the way. 动手脚的人 / for tests of evidence."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import col, select

from models import JournalEntry
from tasks import journal
from tasks.anchors import Anchor
from tasks.desk import Desk
from tasks.verify import Fault, Verified, verify
from tests.office import County


@dataclass
class Tampering:
    """What somebody does to the tables, and what is found then; nothing of it stays. 篡改."""

    desk: Desk

    def write(self, statement: str, **values: Any) -> None:
        """Any statement at all."""
        self.desk.session.connection().execute(text(statement), values)

    def set_back(self, entries: int, *, links: int) -> None:
        """Only the first entries and links are left, and the stored ends say so."""
        self.write("DELETE FROM seal WHERE no > :no", no=links)
        self.write("DELETE FROM journal WHERE seq > :seq", seq=entries)
        self.write("DELETE FROM chain_head")
        self.write(
            "INSERT INTO chain_head SELECT chain, n, mac FROM journal AS last "
            "WHERE n = (SELECT max(n) FROM journal WHERE chain = last.chain)"
        )

    def row(self, seq: int) -> JournalEntry:
        """An entry as it stands; a copy, which may be written on."""
        found = self.desk.session.exec(select(JournalEntry).where(col(JournalEntry.seq) == seq)).one()
        return JournalEntry(**found.model_dump())

    def rows(self, chain: str) -> list[JournalEntry]:
        """The same of a whole chain."""
        return [JournalEntry(**row.model_dump()) for row in journal.chain_of(self.desk.session, chain)]

    def found(self, *anchors: Anchor) -> Verified:
        """What verifying finds."""
        return verify(self.desk, anchors)

    def faults(self, *anchors: Anchor) -> set[tuple[Fault, str, int]]:
        """The same as one set."""
        found = self.found(*anchors)
        return {(one.fault, one.chain, one.n) for one in (*found.altered, *found.missing)}


class Undone(Exception):
    """Everything that was tampered with is put back."""


@contextmanager
def tampering(county: County) -> Iterator[Tampering]:
    """Tables without their guards for a while; rolled back at the end."""
    try:
        with county.office.writing() as desk:
            for table in ("journal", "seal"):
                for act in ("update", "delete"):
                    on = f" ON {table}" if county.office.database.dialect == "postgresql" else ""
                    desk.session.connection().execute(text(f"DROP TRIGGER {table}_refuses_{act}{on}"))
            yield Tampering(desk)
            raise Undone
    except Undone:
        pass


def a_sealed_story(county: County) -> int:
    """Some entries, all sealed; returns how many."""
    case = county.a_case()
    county.answer(case, "triage")
    county.move()
    with county.office.writing() as desk:
        return journal.seal(desk.session, county.office.vault, everything=True)


def bent(words: str, place: random.Random) -> str:
    """The same words with one bit of one byte flipped."""
    raw = bytearray(words.encode())
    at = place.choice([at for at, byte in enumerate(raw) if 32 < byte < 126])
    raw[at] ^= 1
    return raw.decode()
