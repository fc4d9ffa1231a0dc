"""Simulating a county from a seed: the same plan gives the same journal, down to its global head. 模拟.

Nothing leaves the machine and nothing is real.  The database is marked simulated and can never be live; its master
key follows from the seed and protects nothing.
"""

from __future__ import annotations

import base64
import gc
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import func, select

from models import JournalEntry
from notifications.channels import CHANNELS
from rules.errors import Refused
from rules.vocabulary import Role
from scenarios.clockwork import MovedClock
from scenarios.player import do_not_wait_for_the_disk, seeded, settings_of_its_own
from simulations.care import listings
from simulations.census import Household, households
from simulations.channels import SimulatedChannel
from simulations.county import County
from simulations.figures import Figures, Progress
from simulations.hooks import Hooks
from simulations.matters import matters
from simulations.places import places
from simulations.plan import Plan
from tasks import journal
from tasks.directory import enter_directory
from tasks.enrolment import open_files
from tasks.premises import SIMULATED, open_office

if TYPE_CHECKING:
    from tasks.office import Office

HOUSEHOLDS_AT_ONCE = 250

Teller = Callable[[Progress], None]


@dataclass(frozen=True, kw_only=True)
class Simulated:
    """A county that was simulated, for looking on. 模拟结果.

    Use it in a `with`, or close it, to let go of the database.

    Args:
        county: its office, clock, cases and posts as they are at the end.
        entries: facts in the journal.
        rungs: climbed by the sweep.
        head: number and hash of the last link of the global chain.
    """

    plan: Plan
    county: County
    entries: int
    rungs: int
    head: tuple[int, str]
    _open: ExitStack

    @property
    def office(self) -> Office:
        """The office in which it was played."""
        return self.county.office

    @property
    def clock(self) -> MovedClock:
        """Its clock, which stands at the end of the last day."""
        return self.county.clock

    @property
    def cases(self) -> tuple[str, ...]:
        """Case numbers, in the order in which the cases were opened."""
        return tuple(self.county.cases)

    @property
    def figures(self) -> Figures:
        """What it came to."""
        return self.county.figures

    def close(self) -> None:
        """Let go of the database."""
        self._open.close()

    def __enter__(self) -> Simulated:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def simulate(
    plan: Plan,
    *,
    home: Path,
    database_url: str | None = None,
    tell: Teller | None = None,
    hooks: Hooks | None = None,
) -> Simulated:
    """Simulate a county from its first day to its last.

    Args:
        home: folder of its database and key; there must be no database in it.
        database_url: another empty database instead of a SQLite file in `home`.
        tell: told of the progress, some times a simulated day.
        hooks: look on, or plant a fault.
    Raises: Refused: there is a database already.
    """
    clock = MovedClock(plan.begins)
    with ExitStack() as stack:
        office = stack.enter_context(_an_office(plan, home, database_url, clock))
        stack.enter_context(_fewer_collections())
        county = _settled(plan, office, clock, hooks or Hooks())
        _play(county, _Told(county=county, tell=tell))
        return Simulated(
            plan=plan,
            county=county,
            entries=_entries(county.office),
            rungs=county.service.rungs,
            head=_sealed(county),
            _open=stack.pop_all(),
        )


def _settled(plan: Plan, office: Office, clock: MovedClock, hooks: Hooks) -> County:
    """The county with its posts, on channels that lead nowhere."""
    where = places(plan)
    channels = {name: SimulatedChannel(name, clock, where.fails) for name in sorted(CHANNELS)}
    return County(plan, replace(office, channels=channels), clock, where, hooks)


def _play(county: County, told: _Told) -> None:
    plan = county.plan
    enter_directory(county.office, county.places.directory)
    there = list(households(plan))
    _open_files(county, there, told)
    for listing in listings(plan, there):
        county.lists(listing)
    for matter in matters(plan, there, county.office.calendar):
        county.expects(matter)
    county.hooks.begins(county)
    for day in range(plan.days):
        county.hooks.each_day(county)
        county.passes_to(plan.begins + timedelta(days=day + 1))
        told(files=False)
    county.hooks.ends(county)


def _open_files(county: County, there: list[Household], told: _Told) -> None:
    """The survey, before the first day: some hundred households at a time."""
    civil = county.places.post(Role.CIVIL_AFFAIRS)
    for first in range(0, len(there), HOUSEHOLDS_AT_ONCE):
        some = [one.children for one in there[first : first + HOUSEHOLDS_AT_ONCE]]
        opened = open_files(county.office, some, by_post=civil)
        county.figures.children += opened.opened
        told(files=True)
    county.read_to = _newest(county.office)


def _sealed(county: County) -> tuple[int, str]:
    county.service.seals(everything=True)
    with county.office.reading() as desk:
        return journal.global_head(desk.session)


# ---------------------------------------------------------------------------------------------------- the office


@contextmanager
def _an_office(plan: Plan, home: Path, database_url: str | None, clock: MovedClock) -> Iterator[Office]:
    """An office of its own, with a key and numbers that follow from the seed."""
    settings = settings_of_its_own(home, database_url, field="--home")
    _leave_the_key(settings.key_file, plan.seed)
    entropy = seeded(f"county/{plan.seed}")
    with open_office(settings, now=clock, entropy=entropy, mode=SIMULATED, name="simulation") as office:
        do_not_wait_for_the_disk(office.database)
        if _newest(office):
            raise Refused(
                "此数据库已有记录，须在空库中模拟",
                "there is something in this database: a county is simulated in an empty one",
                field="database_url",
            )
        yield office


def _leave_the_key(path: Path, seed: int) -> None:
    """In its file, so that the other commands can look at the result; it is no secret."""
    if path.exists():
        raise Refused(
            f"{path.parent} 里已有密钥，请换一个文件夹",
            f"there is a key in {path.parent} already: choose another folder",
            field="--home",
        )
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = base64.b64encode(hashlib.sha256(f"hutong simulation {seed}".encode()).digest())
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(key + b"\n")


@contextmanager
def _fewer_collections() -> Iterator[None]:
    """A year makes millions of short-lived objects and next to no cycles; looking for them took a tenth of the time."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


# ---------------------------------------------------------------------------------------------------- progress


@dataclass(frozen=True, kw_only=True)
class _Told:
    """Tells whoever wants to know how far it is."""

    county: County
    tell: Teller | None

    def __call__(self, *, files: bool) -> None:
        if self.tell is None:
            return
        county, plan = self.county, self.county.plan
        done = county.figures.children / plan.children if files else (county.clock.at - plan.begins) / plan.length
        self.tell(
            Progress(
                files=files,
                at=county.clock.at,
                share=min(done, 1.0),
                children=county.figures.children,
                cases=county.figures.cases,
                acts=county.figures.acts.total(),
                entries=_newest(county.office),
            )
        )


def _newest(office: Office) -> int:
    """Sequence number of the newest entry, which nothing is ever taken out before; 0: none."""
    with office.reading() as desk:
        return desk.session.exec(select(func.max(JournalEntry.seq))).one() or 0


def _entries(office: Office) -> int:
    with office.reading() as desk:
        return desk.session.exec(select(func.count()).select_from(JournalEntry)).one()
