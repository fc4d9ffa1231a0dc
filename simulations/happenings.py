"""What happens in a case besides duties: harm again, breaches, corrections, hand-overs, a death. 其他事项.

Drawn when the case begins, or when the fact comes about that it needs; what is no longer possible by then is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from rules.vocabulary import HandOver, InstrumentKind, NoteKind, ProcedureKind, Relation, Role
from rules.when import exactly
from simulations.chance import Chance
from simulations.names import full_name
from simulations.places import Places
from tasks import closing, corrections, instruments, notes, opening, people, turning
from tasks.office import Office

Later = tuple[timedelta, Callable[[], object]]
"""After how long somebody does what."""


BESIDES: dict[ProcedureKind, tuple[float, Role]] = {
    ProcedureKind.ENTRUSTED_CARE: (0.07, Role.CHILD_DIRECTOR),
    ProcedureKind.PSYCHOLOGICAL_REFERRAL: (0.1, Role.SCHOOL),
    ProcedureKind.DROPOUT: (0.07, Role.SCHOOL),
}
"""What somebody notices of a child beside the matter of the case: in which share of cases, and who."""


class Heard(NamedTuple):
    """What the simulation needs to know of an entry of the journal; the names are those of its columns."""

    n: int
    kind: str
    chain: str
    duty_no: str | None
    happened_at: datetime | None
    payload: str


@dataclass(frozen=True, kw_only=True)
class Happenings:
    """What can happen in one case. 个案中的其他事项.

    Args:
        lead: the post that leads the case.
        chance: a stream of its own for each question.
    """

    office: Office
    places: Places
    case_no: str
    area: str
    lead: str
    again: float
    chance: Callable[[str], Chance]

    def of_a_new_case(self) -> Iterator[Later]:
        """Notes, visits, people who become known; harm again; a hand-over; a death."""
        chance = self.chance("begins")
        for _ in range(chance.randrange(3)):
            yield _days(chance, 0.2, 60), self._note(chance.member([NoteKind.VISIT, NoteKind.CONTACT, NoteKind.SCHOOL]))
        if chance.happens(0.05):
            yield _days(chance, 0.5, 20), lambda: self._adds_somebody(chance)
        if chance.happens(0.03 + self.again):
            yield _days(chance, 10, 150), self._note(NoteKind.HARM)
        if chance.happens(0.03):
            yield _days(chance, 2, 60), lambda: self._hands_over(chance)
        if chance.happens(0.002):
            yield _days(chance, 1, 90), self._dies
        yield from self._around_the_child()

    def _around_the_child(self) -> Iterator[Later]:
        """The parents leave for work, the child is not well, or stays away from school."""
        for kind, (share, role) in BESIDES.items():
            chance = self.chance(kind)
            if chance.happens(share):
                yield _days(chance, 1, 60), self._opens(kind, self.places.post(role, self.area))

    def of_an_answer(self, entry: Heard) -> Iterator[Later]:
        """One answer in sixty was entered with a wrong time, and is put right."""
        chance = self.chance(f"answer-{entry.n}")
        if chance.happens(1 / 60) and entry.happened_at is not None:
            right = entry.happened_at - timedelta(minutes=chance.randrange(5, 50))
            yield _days(chance, 0.1, 6), lambda: self._corrects(entry.n, right)
        elif chance.happens(1 / 200) and entry.happened_at is not None:
            other = entry.happened_at - timedelta(days=1)
            yield _days(chance, 1, 15), lambda: self._disputes(entry.n, other)

    def of_an_instrument(self, entry: Heard, number: str, kind: InstrumentKind) -> Iterator[Later]:
        """An order is broken, varied, or withdrawn."""
        if kind is not InstrumentKind.PROTECTION_ORDER:
            return
        chance = self.chance(f"instrument-{entry.n}")
        for _ in range(2):
            if chance.happens(0.18):
                yield _days(chance, 2, 50), lambda: self._breaks(number)
        if chance.happens(0.1):
            yield _days(chance, 5, 40), lambda: self._varies(number)
        if chance.happens(0.04):
            yield _days(chance, 10, 40), lambda: self._withdraws(number)

    def of_a_closing(self, entry: Heard) -> Iterator[Later]:
        """One closed case in twenty-five is opened again."""
        chance = self.chance(f"closing-{entry.n}")
        if chance.happens(0.04):
            yield _days(chance, 10, 90), self._reopens

    # --- what is done ----------------------------------------

    @property
    def _now(self) -> datetime:
        return self.office.now()

    def _note(self, kind: NoteKind) -> Callable[[], object]:
        def write() -> object:
            return notes.note(
                self.office, self.case_no, kind, words="模拟记事", when=exactly(self._now), by_post=self.lead
            )

        return write

    def _opens(self, kind: ProcedureKind, post: str) -> Callable[[], object]:
        def begin() -> object:
            owed_by = None if kind is ProcedureKind.ENTRUSTED_CARE else post
            now = exactly(self._now)
            return opening.open_by_hand(
                self.office, self.case_no, kind, when=now, owed_by=owed_by, reason="模拟事项", by_post=post
            )

        return begin

    def _adds_somebody(self, chance: Chance) -> object:
        return people.add(
            self.office,
            self.case_no,
            name=full_name(chance),
            relation=chance.member([Relation.GRANDPARENT, Relation.OTHER_RELATIVE, Relation.STEPFATHER]),
            carer=True,
            by_post=self.lead,
        )

    def _hands_over(self, chance: Chance) -> object:
        what = chance.member([HandOver.CASE, HandOver.DOCUMENTS, HandOver.CHILD])
        outside = chance.happens(0.3)
        return opening.hand_over(
            self.office,
            self.case_no,
            what,
            from_post=self.lead,
            to_post=None if outside else self.places.post(Role.TOWNSHIP_STATION, self.area),
            to_outside="虚构邻县民政局" if outside else "",
            reason="儿童随亲属迁居" if outside else "由属地办理更便利",
            when=exactly(self._now),
        )

    def _dies(self) -> None:
        turning.record_death(self.office, self.case_no, when=exactly(self._now), by_post=self.lead)

    def _corrects(self, entry: int, right: datetime) -> object:
        when = exactly(right)
        return corrections.correct(
            self.office, self.case_no, entry, when=when, reason="核对台账，时间有误", by_post=self.lead
        )

    def _disputes(self, entry: int, other: datetime) -> object:
        when = exactly(other)
        return corrections.dispute(
            self.office, self.case_no, entry, when=when, source="另一份记录所载时间不同", by_post=self.lead
        )

    def _breaks(self, number: str) -> object:
        police = self.places.post(Role.POLICE_STATION, self.area)
        return instruments.breach(self.office, number, words="到学校门口纠缠", when=exactly(self._now), by_post=police)

    def _varies(self, number: str) -> None:
        court = self.places.post(Role.COURT)
        instruments.vary(self.office, number, content="增加禁止接近学校", when=exactly(self._now), by_post=court)

    def _withdraws(self, number: str) -> None:
        court = self.places.post(Role.COURT)
        instruments.withdraw(self.office, number, reason="申请人申请撤销", when=exactly(self._now), by_post=court)

    def _reopens(self) -> None:
        closing.reopen(self.office, self.case_no, reason="又有新情况", by_post=self.lead)


def _days(chance: Chance, least: float, most: float) -> timedelta:
    return timedelta(minutes=int(chance.between(least, most) * 24 * 60))
