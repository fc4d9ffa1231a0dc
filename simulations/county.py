"""A county at work: people act on an agenda, and the service does what follows from it. 县域运行.

The people's next act on a duty is drawn when the duty is opened.  Everything goes through the tasks of the product;
nothing is written here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import col
from sqlmodel import select as select_rows

from models import DutyRow, JournalEntry, Procedure, ReportChild, Tie
from rules.errors import Conflict, Refused
from rules.period import Unit
from rules.vocabulary import LIVE, DutyState, InstrumentKind, PartyRole, ProcedureKind, Role
from rules.when import exactly
from scenarios.clockwork import MovedClock
from simulations.agenda import Agenda
from simulations.answers import an_answer
from simulations.asked import Asked
from simulations.care import Listing
from simulations.chance import Chance, stream
from simulations.figures import Figures
from simulations.habits import HABITS, acts_at, takes_on_at
from simulations.happenings import Happenings, Heard, Later
from simulations.hooks import Hooks
from simulations.hours import next_at_work, to_the_minute
from simulations.matters import Matter
from simulations.places import Places
from simulations.plan import Plan
from simulations.reports import file_of, first_report, further_report
from simulations.service import Seen, Service
from simulations.story import Story, story
from tasks import acts, attending, clock_acts, monitoring
from tasks.intake import take_report
from tasks.kinds import Kind
from tasks.office import Office
from tasks.opening import open_by_hand, open_case
from tasks.receipts import Received

TRIES = 6
"""How often an answer that was refused is entered anew, a day later, before it counts as our own mistake."""

AGAINST_SOMEBODY = frozenset(
    {
        ProcedureKind.PROTECTION_ORDER,
        ProcedureKind.GUARDIANSHIP_TRANSFER,
        ProcedureKind.SUPERVISION_ORDER,
        ProcedureKind.FAMILY_EDUCATION_ORDER,
        ProcedureKind.WRITTEN_WARNING,
        ProcedureKind.POLICE_ADMONITION,
    }
)

OWED_BY: dict[ProcedureKind, Role] = {
    ProcedureKind.REFERRAL: Role.TOWNSHIP_STATION,
    ProcedureKind.SERVICE_REFERRAL: Role.TOWNSHIP_STATION,
    ProcedureKind.SUGGESTION: Role.PROCURATORATE,
    ProcedureKind.CROSS_REGION: Role.TOWNSHIP_STATION,
    ProcedureKind.ACCOUNTABILITY: Role.EDUCATION,
}

_NEWS = (
    select(*(col(getattr(JournalEntry, name)) for name in Heard._fields))
    .where(col(JournalEntry.seq) > bindparam("seq"))
    .where(
        col(JournalEntry.kind).in_(
            [Kind.DUTY_OPENED, Kind.DUTY_REOPENED, Kind.DUTY_ANSWERED, Kind.INSTRUMENT_ISSUED, Kind.CASE_CLOSED]
        )
    )
    .order_by(col(JournalEntry.seq))
)
_DUTY = select_rows(DutyRow).where(col(DutyRow.no) == bindparam("no"))
_DUTIES = select_rows(DutyRow).where(col(DutyRow.no).in_(bindparam("numbers", expanding=True)))
_RAISED = (
    select_rows(ReportChild.case_no, Procedure.no)
    .join(Procedure, col(Procedure.case_no) == col(ReportChild.case_no))
    .where(col(ReportChild.report_no) == bindparam("no"), col(Procedure.report_no) == bindparam("no"))
    .order_by(col(Procedure.no))
)
_TIES = select_rows(Tie).where(col(Tie.child_no) == bindparam("child_no")).order_by(col(Tie.place), col(Tie.no))


@dataclass(frozen=True, kw_only=True)
class Live:
    """A case as the simulation knows it. 个案.

    Args:
        number: from 0, in the order in which cases were opened; names its streams of chance. Below 0: a file of care.
    """

    number: int
    no: str
    child_no: str
    story: Story
    area: str

    @property
    def is_care(self) -> bool:
        """Whether it is the file in which the routine of a child in care is kept: nothing happens in it but that."""
        return self.number < 0


@dataclass
class County:
    """A simulated county. 模拟县域.

    Args:
        cases: by their numbers.
        joined: procedures whose report repeats a matter that was in hand.
        listed: how many children were put on the list of those who are visited.
    """

    plan: Plan
    office: Office
    clock: MovedClock
    places: Places
    hooks: Hooks = field(default_factory=Hooks)
    agenda: Agenda = field(default_factory=Agenda)
    figures: Figures = field(default_factory=Figures)
    cases: dict[str, Live] = field(default_factory=dict)
    joined: set[str] = field(default_factory=set)
    listed: int = 0
    read_to: int = 0

    def __post_init__(self) -> None:
        """Everybody has a habit; the service begins."""
        self.service = Service(self.office, self.clock, self.plan)
        self._habits = {
            seat.no: stream(self.plan.seed, "habit", seat.no).one_of(HABITS) for seat in self.places.seats.values()
        }

    # --- time ----------------------------------------

    def passes_to(self, moment: datetime) -> None:
        """Let people act and the service work, each at its moment, until `moment`."""
        seen = self.hears(self.service.moves())
        while (at := min(self.service.next_at(seen), self.agenda.next_at() or moment)) < moment:
            self.clock.at = max(at, self.clock.at)
            if (acts_next := self.agenda.next_at()) is not None and acts_next <= self.clock.at:
                self.agenda.take()()
                seen = self.hears(self.service.moves())
            else:
                seen = self.hears(self.service.works(seen))
        self.clock.at = moment

    # --- what becomes known ----------------------------------------

    def expects(self, matter: Matter) -> None:
        """Enter a matter and the further reports on it."""
        self.agenda.enter(matter.at, partial(self._reports if matter.by else self._opens, matter))
        for turn, at in enumerate(matter.again, start=1):
            self.agenda.enter(at, partial(self._reports_again, matter, turn))

    def lists(self, listing: Listing) -> None:
        """Enter that a child is put on the list of those who are visited."""
        self.agenda.enter(listing.at, partial(self._lists, listing))

    def _lists(self, listing: Listing) -> None:
        civil = self.places.post(Role.CIVIL_AFFAIRS)
        when = exactly(self.clock.at)
        begun = monitoring.begin(self.office, listing.child, listing.screened, when=when, by_post=civil)
        self.listed += 1
        self.figures.acts["list"] += 1
        self.cases[begun.case_no] = Live(
            number=-self.listed,
            no=begun.case_no,
            child_no=begun.child_no,
            story=story(self.stream("care", self.listed)),
            area=listing.area,
        )

    def _raised(self, live: Live, report_no: str) -> None:
        """A visit raised a report: it opened a matter, or joined the one that is in hand."""
        with self.office.reading() as desk:
            concerned = desk.session.exec(_RAISED, params={"no": report_no}).all()
        for case_no, procedure_no in concerned:
            if case_no in self.cases:
                self.joined.add(procedure_no)
            else:
                raised = story(self.stream("raised", live.number, case_no))
                self._is_there(case_no, live.child_no, raised, live.area)

    def _reports(self, matter: Matter) -> None:
        form = first_report(matter, self.places, self.stream("report", matter.number))
        self._received(matter, take_report(self.office, form))

    def _reports_again(self, matter: Matter, turn: int) -> None:
        chance = self.stream("report", matter.number, turn)
        self._received(matter, take_report(self.office, further_report(matter, self.clock.at, self.places, chance)))

    def _received(self, matter: Matter, received: Received) -> None:
        self.figures.acts["report"] += 1
        for place, one in enumerate(received.concerned):
            if one.joined:
                self.joined.add(one.procedure_no)
            else:
                self._begins(matter, place, one.case_no, one.child_no)

    def _opens(self, matter: Matter) -> None:
        """It begins in the middle of the chain: a case without a report, and the procedure that was asked for."""
        kind = matter.opens
        assert kind is not None
        civil, now = self.places.post(Role.CIVIL_AFFAIRS), exactly(self.clock.at)
        form = file_of(matter)
        opened = open_case(self.office, form, when=now, source="模拟移送：判决、通知或者移送函", by_post=civil)
        self.figures.acts["open_case"] += 1
        self._begins(matter, 0, opened.case_no, opened.child_no)
        father = opened.adults[matter.household.father]
        parties = {PartyRole.RESPONDENT: [father]} if kind in AGAINST_SOMEBODY else {}
        if kind is ProcedureKind.GUARDIANSHIP_RESTORATION:
            parties = {PartyRole.APPLICANT: [father]}
        role = OWED_BY.get(kind)
        open_by_hand(
            self.office,
            opened.case_no,
            kind,
            when=now,
            parties=parties,
            owed_by=self.places.post(role, matter.household.area) if role else None,
            reason="此前步骤已在外地办理",
            by_post=civil,
        )

    def _begins(self, matter: Matter, place: int, case_no: str, child_no: str) -> None:
        self._is_there(case_no, child_no, matter.stories[place], matter.household.area)
        if birth_on := matter.household.children[matter.concerned[place]].birth_on:
            self.service.knows_of_births([birth_on])

    def _is_there(self, case_no: str, child_no: str, told: Story, area: str) -> None:
        live = Live(number=self.figures.cases, no=case_no, child_no=child_no, story=told, area=area)
        self.cases[case_no] = live
        self.figures.cases += 1
        self._later(live, self._happenings(live).of_a_new_case())

    # --- what was recorded ----------------------------------------

    def hears(self, seen: Seen) -> Seen:
        """What has been recorded since: each duty that was opened will be answered, or not."""
        if (seen.newest or 0) <= self.read_to:
            return seen
        with self.office.reading() as desk:
            rows = desk.connection.execute(_NEWS, {"seq": self.read_to})
            news = [Heard(*row) for row in rows]
            owed = [entry.duty_no for entry in news if entry.kind in (Kind.DUTY_OPENED, Kind.DUTY_REOPENED)]
            found = desk.session.exec(_DUTIES, params={"numbers": owed}).all() if owed else []
        duties = {duty.no: duty for duty in found}
        for entry in news:
            live = self.cases.get(entry.chain)
            if live is not None:
                self._hears(live, entry, duties.get(str(entry.duty_no)))
        self.read_to = seen.newest or 0
        return seen

    def _hears(self, live: Live, entry: Heard, duty: DutyRow | None) -> None:
        if entry.kind in (Kind.DUTY_OPENED, Kind.DUTY_REOPENED) and duty is not None:
            self._owes(live, duty)
        elif live.is_care:
            return
        elif entry.kind == Kind.DUTY_ANSWERED:
            self._later(live, self._happenings(live).of_an_answer(entry))
        elif entry.kind == Kind.INSTRUMENT_ISSUED:
            facts = json.loads(entry.payload)
            kind = InstrumentKind(facts["kind"])
            self._later(live, self._happenings(live).of_an_instrument(entry, facts["no"], kind))
        elif entry.kind == Kind.CASE_CLOSED:
            self._later(live, self._happenings(live).of_a_closing(entry))

    def _owes(self, live: Live, duty: DutyRow) -> None:
        seat = self.places.seats[self._who(duty)]
        at = acts_at(
            duty,
            self._habits[seat.no],
            seat.role,
            live.story.pace,
            calendar=self.office.calendar,
            chance=self.stream("when", live.number, duty.no.rpartition("/")[2], duty.turns),
        )
        if at is not None:
            self.agenda.enter(at, partial(self._takes_up, live, duty.no, 0))
        taken_on = takes_on_at(
            duty,
            self._habits[seat.no],
            seat.role,
            calendar=self.office.calendar,
            chance=self.stream("takes on", live.number, duty.no.rpartition("/")[2], duty.turns),
        )
        if taken_on is not None and duty.post_no and (at is None or taken_on < at):
            self.agenda.enter(taken_on, partial(self._takes_on, duty.no))

    def _later(self, live: Live, what: Iterator[Later]) -> None:
        for after, act in what:
            self.agenda.enter(to_the_minute(self.clock.at + after), partial(self._tries, act, "happening"))

    # --- what people do with a duty ----------------------------------------

    def _takes_on(self, duty_no: str) -> None:
        """Somebody says that they take a duty on: if it is still theirs, and nobody has."""
        with self.office.reading() as desk:
            duty = desk.session.exec(_DUTY, params={"no": duty_no}).one()
        if duty.state == DutyState.OPEN and duty.accepted_at is None and self._sits_there(duty):
            accept = partial(attending.accept, self.office, duty.case_no, duty.no.rpartition("/")[2])
            self._tries(partial(accept, by_post=duty.post_no), "take_on")

    def _sits_there(self, duty: DutyRow) -> bool:
        return duty.post_no is not None and self.places.seats[duty.post_no].is_held(self.clock.at)

    def _takes_up(self, live: Live, duty_no: str, turn: int, refused: int = 0) -> None:
        """Somebody sits down to a duty: if it is still owed, and the post is held."""
        with self.office.reading() as desk:
            duty = desk.session.exec(_DUTY, params={"no": duty_no}).one()
        if duty.state not in LIVE:
            return
        chance = self.stream("acts", live.number, duty_no.rpartition("/")[2], duty.turns, turn)
        again = partial(self._takes_up, live, duty_no, turn + 1, refused)
        seat = self.places.seats[self._who(duty)]
        if not seat.is_held(self.clock.at) and seat.vacant is not None:
            self.agenda.enter(to_the_minute(next_at_work(seat.vacant[1], self.office.calendar, chance)), again)
        elif duty.state == DutyState.PAUSED:
            self.agenda.enter(self.clock.at + timedelta(days=3), again)
        elif turn == 0 and self._puts_off(duty, chance, again):
            return
        elif not self._tries(partial(self._answers, live, duty, chance, refused), duty.code):
            if refused >= TRIES:
                raise AssertionError(f"nobody can answer {duty.code}: {dict(self.figures.refused)}")
            wiser = partial(self._takes_up, live, duty_no, turn + 1, refused + 1)
            self.agenda.enter(self.clock.at + timedelta(days=1), wiser)

    def _puts_off(self, duty: DutyRow, chance: Chance, again: Callable[[], None]) -> bool:
        """A clock that stands still for a while, or more time that is granted, where the rules list it."""
        spec = self.office.pack.duty(duty.code)
        case_no, number = duty.case_no, duty.no.rpartition("/")[2]
        if spec.pauses and chance.happens(0.1):
            cause, days = min(spec.pauses), chance.randrange(3, 40)
            if self._tries(partial(clock_acts.pause, self.office, case_no, number, cause=cause), "pause"):
                resumed = self.clock.at + timedelta(days=days)
                resume = partial(clock_acts.resume, self.office, case_no, number)
                self.agenda.enter(resumed, partial(self._tries, resume, "resume"))
                self.agenda.enter(resumed + timedelta(days=2), again)
                return True
        basis = spec.periods[duty.variant].set_by
        if basis in spec.extensions and chance.happens(0.15):
            more = partial(clock_acts.extend, self.office, case_no, number, amount=30, unit=Unit.DAYS, basis=basis)
            if self._tries(more, "extend"):
                self.agenda.enter(self.clock.at + timedelta(days=chance.randrange(5, 35)), again)
                return True
        return False

    def _answers(self, live: Live, duty: DutyRow, chance: Chance, refused: int) -> None:
        asked = Asked(
            duty=duty,
            story=live.story,
            at=self.clock.at,
            area=live.area,
            chance=chance,
            places=self.places,
            around=partial(self._around, live),
            joined=duty.procedure_no in self.joined,
            refused=refused,
        )
        given = self.hooks.answers(self, asked, an_answer(asked, self.office.pack.duty(duty.code)))
        number = duty.no.rpartition("/")[2]
        if given is None:
            return
        if chance.happens(0.012):
            office = self.places.post(Role.COUNTY_OFFICE)
            acts.skip(self.office, live.no, number, reason="已由外地单位办理", given=given, by_post=office)
            return
        by = None if duty.post_no else self._who(duty)
        done = acts.answer(self.office, live.no, number, given, at=self._when_it_was_done(duty, chance), by_post=by)
        if done.reported:
            self._raised(live, done.reported)

    def _when_it_was_done(self, duty: DutyRow, chance: Chance) -> datetime | None:
        """Now; one act in eight was done some hours before it is entered."""
        if not chance.happens(1 / 8):
            return None
        done = self.clock.at - timedelta(minutes=chance.randrange(10, 600))
        return max(done, duty.opened_at)

    def _tries(self, act: Callable[[], Any], what: str) -> bool:
        """Whether the office took it; what it refuses is counted."""
        try:
            act()
        except (Refused, Conflict) as error:
            self.figures.refused[f"{what}: {error.field or type(error).__name__}"] += 1
            return False
        self.figures.acts[what if what in _ACTS else "answer"] += 1
        return True

    # --- looking things up ----------------------------------------

    def stream(self, *names: object) -> Chance:
        """A stream of chance of this plan."""
        return stream(self.plan.seed, *names)

    def _happenings(self, live: Live) -> Happenings:
        return Happenings(
            office=self.office,
            places=self.places,
            case_no=live.no,
            area=live.area,
            lead=self.places.post(Role.CIVIL_AFFAIRS),
            again=live.story.again,
            chance=partial(self.stream, "happens", live.number),
        )

    def _who(self, duty: DutyRow) -> str:
        """The post that owes it; the county office, where nobody does."""
        return duty.post_no or self.places.post(Role.COUNTY_OFFICE)

    def _around(self, live: Live) -> list[Tie]:
        with self.office.reading() as desk:
            return list(desk.session.exec(_TIES, params={"child_no": live.child_no}))


_ACTS = frozenset({"happening", "pause", "resume", "extend", "take_on"})
