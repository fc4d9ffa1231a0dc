"""One transaction of work. 一次办理.

A desk knows the moment it was opened at, records facts (journal and projection together), wakes procedures, queues
notices and hands out the ciphers of the subjects it works on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, Insert, bindparam, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col, select

from models import Blob, ChainHead, Holding, Installation, JournalEntry, Outbox, RuleBook, SubjectKey, Wake, bulk
from packs.loader import from_content
from packs.pack import Pack
from rules.errors import Gap
from rules.moments import civil_day
from tasks import journal
from tasks.journal import Entry
from tasks.numbers import Named, new_number
from tasks.projection import project
from vault.vault import SubjectCipher

if TYPE_CHECKING:
    from tasks.office import Office


SIMULATED = "simulated"
"""Mark of an installation that can never be live."""
# Made once: making a statement takes longer than running it.
_KEY = select(SubjectKey.id, SubjectKey.wrapped).where(col(SubjectKey.subject_no) == bindparam("subject_no"))
_KEYS = select(SubjectKey.subject_no, SubjectKey.id, SubjectKey.wrapped).where(
    col(SubjectKey.subject_no).in_(bindparam("subject_nos", expanding=True))
)
_HOLDINGS = select(col(Holding.post_no), col(Holding.from_at), col(Holding.until_at))
_DIRECTORY = select(ChainHead.n).where(col(ChainHead.chain) == journal.DIRECTORY)


_HELD = "held posts"
"""Under this they are remembered with the directory."""
_EVER, _NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class _Held(NamedTuple):
    """The posts that are held, the same from one change of a holder to the next."""

    posts: frozenset[str]
    since: datetime
    until: datetime


@cache
def _insert_if_absent(model: type[SQLModel], dialect: str) -> Insert:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(bulk.table_of(model)).on_conflict_do_nothing()


class Desk:
    """One transaction of work in an office. 办理台."""

    def __init__(self, office: Office, session: Session, at: datetime) -> None:
        self.office = office
        self.session = session
        self.at = at
        self._ciphers: dict[str, SubjectCipher] = {}
        self._to_keep: dict[str, dict[str, Any]] = {}
        self._to_send: list[dict[str, Any]] = []
        self.recorded = 0  # how many facts this desk has written: what was looked up before the last may be outdated

    @cached_property
    def connection(self) -> Connection:
        """The session's own, for statements that need no ORM; asking the session for it each time costs a statement."""
        return self.session.connection()

    # --- facts ----------------------------------------

    def record(self, *entries: Entry) -> list[JournalEntry]:
        """Write facts into the journal and carry them into the projections."""
        if not entries:
            return []
        self._write_what_waits()
        written = journal.append(self.session, self.office.vault, entries, recorded_at=self.at)
        project(self, written)
        self.recorded += len(written)
        return written

    def has_happened(self, key: str) -> bool:
        """Whether a fact with this key was ever recorded."""
        return journal.has_happened(self.session, key)

    def wake(self, procedure_no: str, why: str) -> None:
        """Let a procedure look again."""
        self.add(Wake, [{"procedure_no": procedure_no, "why": why, "created_at": self.at, "attempts": 0}])

    def number(self, named: Named) -> str:
        """A fresh opaque number."""
        return new_number(named, self.office.entropy)

    def add(self, model: type[SQLModel], rows: list[dict[str, Any]]) -> None:
        """Insert rows, all with the same columns; nothing for no rows.

        Into the table itself: the bookkeeping of the ORM costs more than the insert, and nobody here needs it.
        Columns that are left out get the default of the model.
        """
        bulk.insert(self.connection, model, rows)

    def add_if_absent(self, model: type[SQLModel], *rows: dict[str, Any]) -> int:
        """Insert rows unless one with their key is there: for things that are the same whoever writes them.

        Returns: how many were not there.
        """
        insert = _insert_if_absent(model, self.office.database.dialect)
        return self.connection.execute(insert, list(rows), execution_options={"preserve_rowcount": True}).rowcount

    def keep(self, content: bytes, media_type: str) -> str:
        """Keep bytes under their digest, the same bytes once. Returns the sha256 in hex.

        Written together with the next fact that is recorded, as what `queue` is given: a thousand as one.
        """
        digest = hashlib.sha256(content).hexdigest()
        self._to_keep[digest] = {"sha256": digest, "media_type": media_type, "content": content}
        return digest

    def queue(self, notice_nos: Iterable[str]) -> None:
        """Let notices be sent: those that the next recorded fact lists."""
        self._to_send += [{"notice_no": no, "next_try_at": self.at, "attempts": 0} for no in notice_nos]

    def _write_what_waits(self) -> None:
        kept, self._to_keep = self._to_keep, {}
        sent, self._to_send = self._to_send, []
        if kept:  # in the order of their keys: two who keep the same bytes then wait for one another in turn
            self.add_if_absent(Blob, *(kept[digest] for digest in sorted(kept)))
        self.add(Outbox, sent)

    def lock(self, name: str) -> None:
        """Hold a named lock until the transaction ends, so that two of the same do not happen side by side.

        SQLite has one writer at a time anyway.
        """
        if self.office.database.dialect == "postgresql":
            key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
            self.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})

    # --- words that name people ----------------------------------------

    def cipher(self, subject_no: str) -> SubjectCipher:
        """The cipher of a child, report or the directory; made on first use. Raises Gap where it was erased."""
        known = self._ciphers.get(subject_no)
        if known is None:
            known = self._ciphers[subject_no] = self._find_cipher(subject_no) or self._new_cipher(subject_no)
        return known

    def make_ciphers(self, subject_nos: Iterable[str]) -> None:
        """Ciphers for subjects that are new here, a thousand as one statement; those that have one are refused."""
        vault = self.office.vault
        made = [(no, *vault.new_subject_key()) for no in subject_nos]
        self.add(
            SubjectKey,
            [{"id": key, "subject_no": no, "wrapped": wrapped, "made_at": self.at} for no, key, wrapped in made],
        )
        self._ciphers |= {no: vault.unwrap(key, wrapped) for no, key, wrapped in made}

    def find_ciphers(self, subject_nos: Iterable[str]) -> None:
        """Look up the ciphers of many subjects at once; whose key was destroyed, or never was, has none."""
        sought = [no for no in subject_nos if no not in self._ciphers]
        for no, key, wrapped in self.connection.execute(_KEYS, {"subject_nos": sought}):
            if wrapped is not None:
                self._ciphers[no] = self.office.vault.unwrap(key, wrapped)

    def reveal(self, subject_no: str, field: str, token: str | None) -> str | None:
        """A sealed value in clear, or None where there is none or its key was erased."""
        if token is None:
            return None
        try:
            cipher = self._ciphers.get(subject_no) or self._find_cipher(subject_no)
        except Gap:
            return None
        return cipher.open(field, token) if cipher else None

    def _find_cipher(self, subject_no: str) -> SubjectCipher | None:
        row = self.connection.execute(_KEY, {"subject_no": subject_no}).first()
        if row is None:
            return None
        if row.wrapped is None:
            raise Gap(
                "该档案的密钥已销毁，内容不可恢复", "the key of this file was destroyed; its words cannot be read"
            )
        return self.office.vault.unwrap(row.id, row.wrapped)

    def _new_cipher(self, subject_no: str) -> SubjectCipher:
        self.make_ciphers([subject_no])
        return self._ciphers[subject_no]

    # --- rules ----------------------------------------

    def rules(self, pack_hash: str) -> Pack:
        """The pack that a procedure runs under as it was frozen; steps that came later have today's rules."""
        frozen, today = self.office.frozen, self.pack
        if pack_hash == today.hash:
            return today
        if (pack_hash, today.hash) not in frozen:
            row = self.session.get(RuleBook, pack_hash)
            if row is None:
                raise Gap(
                    f"找不到程序所依据的规则版本 {pack_hash[:12]}",
                    f"rule version {pack_hash[:12]} is not in the database",
                )
            frozen[pack_hash, today.hash] = from_content(row.content).completed_by(today)
        return frozen[pack_hash, today.hash]

    @cached_property
    def pack(self) -> Pack:
        """The rules in force on the day of this desk."""
        return self.office.editions.on(civil_day(self.at))

    @cached_property
    def directory(self) -> dict[object, Any]:
        """What was found in the directory before, as long as nothing was entered in it since."""
        head = self.connection.execute(_DIRECTORY).scalar()
        return self.office.directory.as_of(head or 0)

    @cached_property
    def simulated(self) -> bool:
        """Whether this database is a rehearsal: what is drawn up from it says so."""
        query = select(Installation.value).where(col(Installation.key) == "mode")
        return self.session.exec(query).first() == SIMULATED

    @cached_property
    def held_posts(self) -> frozenset[str]:
        """Numbers of the posts that somebody holds at this moment."""
        found: _Held | None = self.directory.get(_HELD)
        if found is None or not found.since <= self.at < found.until:
            found = self.directory[_HELD] = self._who_sits()
        return found.posts

    def _who_sits(self) -> _Held:
        rows = self.connection.execute(_HOLDINGS).all()
        turns = {moment for _, *moments in rows for moment in moments if moment is not None}
        return _Held(
            posts=frozenset(no for no, since, until in rows if since <= self.at and (until is None or until > self.at)),
            since=max((turn for turn in turns if turn <= self.at), default=_EVER),
            until=min((turn for turn in turns if turn > self.at), default=_NEVER),
        )

    @cached_property
    def current_rules(self) -> Pack:
        """The rules that a new procedure begins under; kept in full, so that they can be found again."""
        pack = self.pack
        book = {"hash": pack.hash, "pack": pack.id, "version": pack.version, "content": pack.content}
        self.add_if_absent(RuleBook, {**book, "loaded_at": self.at})
        return pack
