"""An office of Qinghe County in a test: a real database, a clock that is moved, seeded numbers. 测试用的办公环境."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import delete
from sqlmodel import col, func, select

from flows.registry import PROCEDURES
from models import CaseFile, ChainHead, DutyRow, Holding, JournalEntry, Notice, Outbox, Procedure
from models.database import Database
from notifications.channels import Channel, ChannelSettings, open_channels
from packs.editions import Editions
from packs.loader import load
from packs.pack import Pack
from rules.calendar import Calendar
from rules.moments import shanghai
from rules.vocabulary import LIVE, ProcedureKind
from tasks import acts, advance, deliver, heartbeat, journal, rebuild, sweep, timeline
from tasks.directory import DirectoryForm, enter_directory, read_directory
from tasks.documents_in import read_document
from tasks.intake import take_report
from tasks.office import Office
from tasks.opened_duty import Acted
from tasks.receipts import Received
from tests.builders import a_report, an_answer
from tests.clock import Clock
from tests.databases import fresh_sqlite
from vault.keys import MasterKey
from vault.vault import Vault

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
BODIES: advance.Bodies = {kind: procedure.fn for kind, procedure in PROCEDURES.items()}
MASTER = MasterKey(bytes(range(32)))
BEFORE_A_STORY_IS_TOO_LONG = 60

national = cache(lambda: load("national"))


@cache
def example_directory() -> DirectoryForm:
    """The agencies of Qinghe County."""
    return read_directory(read_document((EXAMPLES / "directory.yaml").read_bytes()))


def seeded(seed: str) -> Callable[[int], bytes]:
    """Bytes that look random and are the same on every run, in whatever thread they are drawn."""
    turn = count()
    return lambda amount: hashlib.shake_256(f"{seed}/{next(turn)}".encode()).digest(amount)


def an_office(
    database: Database,
    now: Callable[[], datetime],
    home: Path,
    *,
    name: str = "qinghe-1",
    pack: Pack | Editions | None = None,
    calendar: Calendar | None = None,
    channels: Mapping[str, Channel] | None = None,
) -> Office:
    """An office on a migrated database. Another worker on the same database takes another `name`."""
    entropy = seeded(name)
    return Office(
        database=database,
        vault=Vault(MASTER, entropy=entropy),
        now=now,
        entropy=entropy,
        editions=pack if isinstance(pack, Editions) else Editions.of(pack or national()),
        calendar=calendar or Calendar.national(),
        channels=channels or open_channels(ChannelSettings(outbox_file=home / "outbox.jsonl", now=now)),
        name=name,
    )


@dataclass
class County:
    """Qinghe County at work: what people do, and what they can see.

    After every act the procedures move.  Where `replays`, those that are open are then woken once more: running a flow
    again over what is recorded must add nothing, at whatever point of the story.
    """

    office: Office
    clock: Clock
    home: Path
    replays: bool = False

    # --- what people do ----------------------------------------

    def report(self, **changes: Any) -> Received:
        """Hand in a report (see `builders.a_report`) and let its procedures move."""
        received = take_report(self.office, a_report(**changes))
        self.move()
        return received

    def a_case(self, **changes: Any) -> str:
        """The same; the number of the first child's case."""
        return self.report(**changes).concerned[0].case_no

    def empty(self, post_no: str) -> None:
        """Nobody holds this post any more, nor ever did."""
        with self.office.writing() as desk:
            desk.session.execute(delete(Holding).where(col(Holding.post_no) == post_no))
        self.office.directory.as_of(-1)  # past the journal, so what is remembered of it does not know

    def answer(
        self, case_no: str, duty: str, *, at: datetime | str | None = None, by: str | None = None, **changes: Any
    ) -> Acted:
        """Answer a duty as usual, but for `changes`; a minute later, or when the clock shows `at`."""
        self.clock.move(minutes=1) if at is None else self.clock.show(at)
        row = self.live(case_no, duty)
        done = acts.answer(self.office, case_no, row.no, an_answer(row.code, **changes), by_post=by or self.who(row))
        self.move()
        return done

    def who(self, row: DutyRow) -> str | None:
        """Who answers what nobody owes: the county office."""
        return None if row.post_no else "P-OFFICE"

    def answer_all(self, case_no: str, *duties: str, **changes: Mapping[str, Any]) -> None:
        """Answer several duties one after another; `changes` by duty."""
        for duty in duties:
            self.answer(case_no, duty, **changes.get(duty, {}))

    def finish(
        self,
        case_no: str,
        *,
        but: tuple[str, ...] = ("review_case",),
        replays: bool = False,
        **changes: Mapping[str, Any],
    ) -> None:
        """Answer whatever is owed, as usual but for `changes`, until nothing is owed except `but`.

        Args:
            replays: at every step; otherwise only at the end, which is ten times as fast.
        """
        wanted, self.replays = self.replays, replays
        for _ in range(BEFORE_A_STORY_IS_TOO_LONG):
            owed = [row for row in self.duties(case_no) if row.state in LIVE and row.code not in but]
            if not owed:
                self.replays = wanted
                self.move()
                return
            self.answer(case_no, owed[0].no, **changes.get(owed[0].code, {}))
        raise AssertionError(f"a story without an end: {self.owed(case_no)}")

    def move(self) -> list[advance.Advanced]:
        """Let everything that waits move; then what is open once more, to no effect."""
        moved = list(self._moved())
        if self.replays:
            before = self.entries()
            self.wake_everything()
            assert [one.done for one in self._moved() if one.done] == []
            assert self.entries() == before
        return moved

    def wake_everything(self) -> None:
        """Let every open procedure look again, though nothing has happened."""
        with self.office.writing() as desk:
            for no in desk.session.exec(select(Procedure.no).where(col(Procedure.state) == "open")).all():
                desk.wake(no, "replay")

    def _moved(self) -> Iterator[advance.Advanced]:
        while (moved := advance.advance_next(self.office, BODIES)) is not None:
            yield moved

    def sweep(self) -> int:
        """Climb the rungs that are due. Returns how many."""
        return sweep.sweep_all(self.office)

    def deliver(self) -> int:
        """Send what is queued, and let move what follows from it."""
        tried = deliver.deliver(self.office, limit=500)
        self.move()
        return tried

    def beat(self) -> None:
        """A runner says that it is alive."""
        heartbeat.beat(self.office, {heartbeat.SWEEP: "", heartbeat.RUNNER: "qinghe-1"})

    # --- what can be seen ----------------------------------------

    def duties(self, case_no: str) -> list[DutyRow]:
        """All duties of a case, in the order in which they were opened."""
        with self.office.reading() as desk:
            rows = desk.session.exec(select(DutyRow).where(col(DutyRow.case_no) == case_no)).all()
        return sorted(rows, key=lambda row: int(row.no.rpartition("/")[2]))

    def duty(self, case_no: str, duty: str, *, about: str | None = None) -> DutyRow:
        """The only duty of that code (and matter), or the duty of that number."""
        found = [
            row for row in self.duties(case_no) if duty in (row.code, row.no) and (about is None or row.about == about)
        ]
        assert len(found) == 1, f"{len(found)} of {duty} ({about}) in {[(row.code, row.about) for row in found]}"
        return found[0]

    def live(self, case_no: str, duty: str) -> DutyRow:
        """The only duty of that code or number that is still owed."""
        found = [row for row in self.duties(case_no) if duty in (row.code, row.no) and row.state in LIVE]
        assert len(found) == 1, f"{len(found)} of {duty} are owed; owed are {self.owed(case_no)}"
        return found[0]

    def owed(self, case_no: str) -> list[str]:
        """Codes of the duties that are still owed, in alphabetical order."""
        return sorted(row.code for row in self.duties(case_no) if row.state in LIVE)

    def opened(self, case_no: str) -> Counter[tuple[str, str]]:
        """Every duty that was ever opened: code and matter."""
        return Counter((row.code, row.about) for row in self.duties(case_no))

    def procedures(self, case_no: str, kind: ProcedureKind | None = None) -> list[Procedure]:
        """The procedures of a case, the oldest first."""
        query = select(Procedure).where(col(Procedure.case_no) == case_no).order_by(col(Procedure.opened_at))
        with self.office.reading() as desk:
            rows = list(desk.session.exec(query))
        return [row for row in rows if kind in (None, row.kind)]

    def ends(self, case_no: str, kind: ProcedureKind) -> list[str | None]:
        """How the procedures of a kind ended; None for one that is open."""
        return [row.close_reason for row in self.procedures(case_no, kind)]

    def case(self, case_no: str) -> CaseFile:
        """The case as it stands."""
        with self.office.reading() as desk:
            return desk.session.exec(select(CaseFile).where(col(CaseFile.no) == case_no)).one()

    def facts(self, kind: str, chain: str | None = None) -> list[dict[str, Any]]:
        """Payloads of the journal entries of a kind, in order."""
        return [json.loads(row.payload) for row in self.journal(chain) if row.kind == kind]

    def journal(self, chain: str | None = None) -> list[JournalEntry]:
        """The journal, or one chain of it, in the order of writing."""
        query = select(JournalEntry).order_by(col(JournalEntry.seq))
        with self.office.reading() as desk:
            return list(desk.session.exec(query if chain is None else query.where(col(JournalEntry.chain) == chain)))

    def entries(self) -> int:
        """How many facts are recorded."""
        with self.office.reading() as desk:
            return desk.session.exec(select(func.count()).select_from(JournalEntry)).one()

    def notices(self, *, why: str = "", post: str | None = None) -> list[Notice]:
        """Messages, in the order in which they were queued."""
        query = select(Notice).order_by(col(Notice.created_at), col(Notice.no))
        with self.office.reading() as desk:
            found = list(desk.session.exec(query))
        return [one for one in found if why in ("", one.why) and post in (None, one.post_no)]

    def queued(self) -> list[Outbox]:
        """What is still to be sent."""
        with self.office.reading() as desk:
            return list(desk.session.exec(select(Outbox).order_by(col(Outbox.id))))

    def outbox(self) -> list[dict[str, str]]:
        """What the file channel has written, line by line."""
        path = self.home / "outbox.jsonl"
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []

    def rungs(self, case_no: str, code: str) -> list[tuple[int, bool]]:
        """The rungs that a duty has climbed: number and whether it was caught up."""
        return [(one["rung"], one["caught_up"]) for one in self.facts("rung_fired", case_no) if one["code"] == code]

    # --- what must hold of every story ----------------------------------------

    def must_hold(self) -> None:
        """Projections follow from the journal; chains verify; every line can be told; nothing is a blind alley."""
        assert rebuild.rebuild(self.office).differing == ()
        assert self.broken_chains() == []
        with self.office.reading() as desk:
            cases = desk.session.exec(select(CaseFile)).all()
        for case in cases:
            with self.office.reading() as desk:
                assert all(line.zh and line.en for line in timeline.timeline(desk, case.no))
            open_procedures = [row for row in self.procedures(case.no) if row.state == "open"]
            waited_for = {row.procedure_no for row in self.duties(case.no) if row.state in LIVE}
            # of a child in care everything may be done until the next window begins
            waits = {row.no for row in open_procedures if row.kind != ProcedureKind.MONITORING}
            assert waits <= waited_for <= {row.no for row in open_procedures}, case.no
            assert bool(open_procedures) == (case.state == "open"), case.no

    def broken_chains(self) -> list[str]:
        """Chains whose entries, computed again, do not give the head that is kept."""
        broken = set()
        last: dict[str, JournalEntry] = {}
        for row in self.journal():
            before = last.get(row.chain)
            expected = (before.n + 1, before.mac) if before else (1, "")
            key = self.office.vault.chain_key(row.chain)
            if (row.n, row.before) != expected or journal.entry_mac(key, row) != row.mac:
                broken.add(row.chain)
            last[row.chain] = row
        with self.office.reading() as desk:
            heads = {head.chain: (head.n, head.mac) for head in desk.session.exec(select(ChainHead))}
        broken |= {
            chain for chain, head in heads.items() if chain not in last or (last[chain].n, last[chain].mac) != head
        }
        return sorted(broken | (last.keys() - heads.keys()))


def a_county(database: Database, clock: Clock, home: Path, **options: Any) -> County:
    """The county with everybody in it, and nothing that has happened yet.

    Args:
        database: migrated, empty, and not yet connected to.
    """
    county = County(an_office(database, clock, home, **options), clock, home)
    if database.dialect == "sqlite":
        Path(str(database.engine.url.database)).write_bytes(_with_everybody())
    else:
        _everybody_arrives(database)
    return county


def _everybody_arrives(database: Database) -> None:
    january = shanghai("Thursday 2026-01-01 08:00")
    with TemporaryDirectory() as folder:
        office = an_office(database, lambda: january, Path(folder), name="the one who set it up")
        enter_directory(office, example_directory())


@cache
def _with_everybody() -> bytes:
    """A SQLite file with the directory in it, made once: a copy takes a millisecond."""
    with TemporaryDirectory() as folder:
        database = fresh_sqlite(Path(folder))
        _everybody_arrives(database)
        database.dispose()  # the last connection carries the write-ahead log into the file
        return (Path(folder) / "case.db").read_bytes()
