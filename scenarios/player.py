"""Playing a scenario: line by line on a simulated clock, in a database that can never be live. 演练.

The same scenario gives the same numbers.  Nothing leaves the machine: whatever channel a post is told on, the message
is kept and not sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlmodel import select

from models import JournalEntry
from models.database import Database
from notifications.channels import CHANNELS
from notifications.message import Outgoing
from rules.errors import CaseworkError, Conflict, Gap, Refused, Unavailable
from scenarios.acting import perform
from scenarios.clockwork import Clockwork, MovedClock
from scenarios.expecting import check
from scenarios.found import Failure
from scenarios.reading import read_scenario
from scenarios.shape import NATIONAL, Act, Line, Scenario
from scenarios.stage import Kept, Made, Stage
from scenarios.verbs import ACT
from tasks import invariants
from tasks.advance import RunInterrupted
from tasks.directory import enter_directory
from tasks.office import Office
from tasks.premises import SIMULATED, open_office
from tasks.settings import Settings
from tasks.wording import say_moment


@dataclass(frozen=True, kw_only=True)
class Step:
    """One line that was played. 一步.

    Args:
        messages: what went out because of it, and while time passed before it.
        rungs: how many rungs were climbed until it was done.
    """

    line: Line
    messages: tuple[Outgoing, ...] = ()
    rungs: int = 0
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Played:
    """A story that was played, and the office that it was played in, for looking on. 演练结果.

    Use it in a `with`, or close it, to let go of the database.

    Args:
        cases: case numbers by nickname of the child.
        failures: what should have held and did not; empty: all of it held.
        broken: what must hold of every database at every moment and does not hold of this one at the end; a fault of
            the program, or of the rules, and not of the story.
        messages: everything that was sent, in order; nothing left the machine.
    """

    scenario: Scenario
    office: Office
    clock: MovedClock
    stage: Stage
    steps: tuple[Step, ...]
    messages: tuple[Outgoing, ...]
    broken: tuple[Failure, ...]
    _open: ExitStack

    @property
    def cases(self) -> dict[str, str]:
        """Case numbers by nickname of the child."""
        return self.stage.cases

    @property
    def failures(self) -> tuple[Failure, ...]:
        """What should have held and did not, and what is broken at the end."""
        return (*(failure for step in self.steps for failure in step.failures), *self.broken)

    @property
    def checked(self) -> int:
        """How many expectations were checked."""
        items = (step.line.act.given.get("items", ()) for step in self.steps)
        return sum(1 for each in items for item in each if item.act.name != "gap")

    def close(self) -> None:
        """Let go of the database."""
        self._open.close()

    def __enter__(self) -> Played:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def play(
    source: Path | str,
    *,
    home: Path,
    database_url: str | None = None,
    tell: Callable[[Step, Stage], None] | None = None,
) -> Played:
    """Play a scenario from a file, or from a text that holds one, to its end.

    Args:
        home: folder of its database and keys; a simulated installation of its own.
        database_url: another empty database instead of a SQLite file in `home`.
        tell: told of every line when it is done.
    Raises: Refusals: what is wrong with the file; nothing was played.
        CaseworkError: an act was refused; says at which line, and how far the story had come.
    """
    scenario = read_scenario(source)
    clock = MovedClock(scenario.start)
    with ExitStack() as stack:
        office = stack.enter_context(_office(home, database_url, clock, scenario))
        do_not_wait_for_the_disk(office.database)
        _refuse_where_something_is(office)
        player = _Player(scenario, office, clock, tell)
        player.play()
        return Played(
            scenario=scenario,
            office=player.stage.office,
            clock=clock,
            stage=player.stage,
            steps=tuple(player.steps),
            messages=tuple(player.kept.messages),
            broken=_broken_at_the_end(player.stage.office, scenario),
            _open=stack.pop_all(),
        )


def _office(
    home: Path, database_url: str | None, clock: MovedClock, scenario: Scenario
) -> AbstractContextManager[Office]:
    settings = settings_of_its_own(home, database_url, field="--keep", pack=scenario.rules)
    return open_office(settings, now=clock, entropy=seeded(scenario.title), mode=SIMULATED, name="play")


def settings_of_its_own(home: Path, database_url: str | None, *, field: str, pack: str = NATIONAL) -> Settings:
    """Those of a rehearsal: nothing of this machine's installation, neither its database nor its key, is touched.

    Args:
        field: how whoever asks calls the folder.
        pack: the rules, by name or folder.
    Raises: Refused: there is a database in the folder.
    """
    if not database_url and (home / "hutong.db").exists():
        raise Refused(
            f"{home} 里已有数据库，请换一个文件夹",
            f"there is a database in {home} already: choose another folder",
            field=field,
        )
    return Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings takes it, its signature does not say so
        home=home,
        database_url=database_url or "",
        master_key=SecretStr(""),
        master_key_file=None,
        pack=pack,
    )


_OF_A_SERVICE = frozenset({"sweep_is_alive"})
"""What holds only where a service runs: in a rehearsal the clock jumps from line to line."""


def _broken_at_the_end(office: Office, scenario: Scenario) -> tuple[Failure, ...]:
    """The invariants, over everything that the story has left behind."""
    with office.reading() as desk:
        found = invariants.broken(desk, invariants.whole(desk))
    place = scenario.lines[-1].place if scenario.lines else scenario.title
    return tuple(
        Failure(
            place,
            f"不变式被破坏：{one.invariant.zh}。共 {one.total} 处，首先是 {one.first[0].subject}",
            f"broken: {one.invariant.en}. {one.total} in all, first {one.first[0].subject}",
        )
        for one in found
        if one.invariant.code not in _OF_A_SERVICE
    )


def _refuse_where_something_is(office: Office) -> None:
    with office.reading() as desk:
        if desk.session.exec(select(JournalEntry.seq).limit(1)).first() is not None:
            raise Refused(
                "此数据库已有记录，情景须在空库中演练",
                "there is something in this database: a scenario is played in an empty one",
                field="database_url",
            )


def do_not_wait_for_the_disk(database: Database) -> None:
    """A rehearsal that a power cut ends is played again; waiting for the disk is most of its time."""
    if database.dialect != "sqlite":
        return

    def set_up(connection: DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.close()

    event.listen(database.engine, "connect", set_up)
    database.dispose()  # connections that are open wait still


def seeded(seed: str) -> Callable[[int], bytes]:
    """Bytes that look random and are the same on every run."""
    turn = count()
    return lambda amount: hashlib.shake_256(f"{seed}/{next(turn)}".encode()).digest(amount)


@dataclass
class _Player:
    """A story on its way. 演练中."""

    scenario: Scenario
    opened: Office
    clock: MovedClock
    tell: Callable[[Step, Stage], None] | None
    steps: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.kept = Kept("file")
        channels = dict.fromkeys(CHANNELS, self.kept)
        self.stage = Stage(scenario=self.scenario, office=replace(self.opened, channels=channels))
        births = [child.birth_on for child in self.scenario.children.values() if child.birth_on]
        self.clockwork = Clockwork(self.stage.office, self.clock, births)

    def play(self) -> None:
        """Everybody arrives; then line after line."""
        enter_directory(self.stage.office, self.scenario.directory)
        for line in self.scenario.lines:
            self._play(line)

    def _play(self, line: Line) -> None:
        sent, rungs = len(self.kept.messages), self.clockwork.rungs
        failures: tuple[Failure, ...] = ()
        try:
            self.clockwork.pass_to(line.at)
            if line.act.name == "expect":
                failures = self._expect(line)
            elif line.act.name == "refused":
                failures = self._refuse(line)
            elif line.act.name == "until":
                self.clockwork.look_around()
            elif line.act.name != "gap":
                self._act(line)
        except CaseworkError as error:
            raise self._stopped(line, error) from error
        except Exception as error:
            if isinstance(error, RunInterrupted) and isinstance(error.__cause__, CaseworkError):
                raise self._stopped(line, error.__cause__) from error
            error.add_note(f"{line.place}: {line.act.name}")
            raise
        step = Step(
            line=line,
            messages=tuple(self.kept.messages[sent:]),
            rungs=self.clockwork.rungs - rungs,
            failures=failures,
        )
        self.steps.append(step)
        if self.tell:
            self.tell(step, self.stage)

    # --- acts ----------------------------------------

    def _act(self, line: Line) -> None:
        """Do it in every case that it concerns; what follows from it follows at once."""
        for child in line.children if ACT[line.act.name].child else ("",):
            if not line.label:
                perform(self.stage, line, line.act, child)
                self.clockwork.settle_down()
                continue
            concerned = (child,) if child else line.children
            entries = self.stage.entries()
            before = {one: self.stage.numbers(one) for one in concerned}
            number = perform(self.stage, line, line.act, child)
            first = {one: self.stage.first_entry(one, entries) for one in concerned}
            self.clockwork.settle_down()
            for one, entry in first.items():
                self.stage.made.setdefault(line.label, {})[one] = Made(
                    case_no=self.stage.cases.get(one, ""),
                    entry=entry.n if entry else 0,
                    happened_at=entry.happened_at if entry else line.when.at,
                    numbers=before[one].new_in(self.stage.numbers(one)).led_by(number),
                )

    def _refuse(self, line: Line) -> tuple[Failure, ...]:
        """Try what must be refused: with the words that were expected, and with nothing written."""
        act: Act = line.act.given["act"]
        verb = ACT[act.name]
        failures = []
        for child in line.children if verb.child else ("",):
            before = self.stage.entries()
            try:
                perform(self.stage, line, act, child)
            except CaseworkError as error:
                failures += _other_words(line, error)
                if self.stage.entries() != before:
                    failures.append(Failure(line.place, "被拒绝，却写入了内容", "it was refused, and yet written"))
            else:
                self.clockwork.settle_down()
                failures.append(
                    Failure(line.place, f"“{verb.zh}”应被拒绝，却办成了", f"`{verb.name}` should have been refused")
                )
        return tuple(failures)

    def _expect(self, line: Line) -> tuple[Failure, ...]:
        self.clockwork.look_around()
        items: tuple[Line, ...] = line.act.given["items"]
        return tuple(failure for item in items for failure in check(self.stage, item))

    def _stopped(self, line: Line, error: CaseworkError) -> CaseworkError:
        """The same kind of error, with the line, and with how far the story had come."""
        verb = ACT[line.act.name]
        done = len(self.steps)
        zh = f"{line.place}：“{verb.zh}”未能办理：{error.zh}（此前 {done} 行已演，时钟 {say_moment(line.at, 'zh')}）"
        en = f"{line.place}: `{verb.name}` could not be done: {error.en} ({done} lines were played before)"
        for kind in (Conflict, Unavailable, Gap):
            if isinstance(error, kind):
                return kind(zh, en, field=line.place)
        return Refused(zh, en, field=line.place)


def _other_words(line: Line, error: CaseworkError) -> list[Failure]:
    says: str = line.act.given["says"]
    if says in error.zh or says in error.en:
        return []
    return [
        Failure(
            line.place,
            f"拒绝的话里应有“{says}”，实为：{error.zh}",
            f"the refusal should contain `{says}`; it says: {error.en}",
        )
    ]
