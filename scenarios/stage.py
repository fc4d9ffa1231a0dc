"""The stage: the office in which a story is played, and what its nicknames and labels stand for there. 演练现场."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import col, func, select

from models import Adult as AdultRow
from models import CaseFile, DutyRow, Instrument, InstrumentBreach, JournalEntry, Procedure, ReportChild, Tie
from notifications.message import Outgoing, Receipt
from rules.asked_for import ASKED_FOR
from rules.errors import Refused
from rules.vocabulary import CasePurpose, InstrumentKind, ProcedureKind
from scenarios.shape import Act, Adult, Line, Scenario
from tasks.desk import Desk
from tasks.office import Office


@dataclass(frozen=True, kw_only=True)
class Made:
    """What a line made in one case. 一行的结果.

    Args:
        entry: number of its first entry in the chain of the case; 0: none there.
        happened_at: when that happened; None: unknown.
    """

    case_no: str
    entry: int = 0
    happened_at: datetime | None = None
    numbers: Numbers


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """Instruments, procedures and breaches that there are. 编号."""

    instruments: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    breaches: tuple[str, ...] = ()

    def new_in(self, later: Numbers) -> Numbers:
        """Those that have come since."""
        return Numbers(
            instruments=tuple(no for no in later.instruments if no not in self.instruments),
            procedures=tuple(no for no in later.procedures if no not in self.procedures),
            breaches=tuple(no for no in later.breaches if no not in self.breaches),
        )

    def led_by(self, number: str | None) -> Numbers:
        """The same, with the one that the act itself made before those that followed from it."""
        return Numbers(
            instruments=_first(number, self.instruments),
            procedures=_first(number, self.procedures),
            breaches=_first(number, self.breaches),
        )


def _first(number: str | None, numbers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(numbers, key=lambda no: no != number))


@dataclass
class Kept:
    """A channel that sends nothing: what would have gone out is kept. 留存渠道."""

    name: str
    messages: list[Outgoing] = field(default_factory=list)

    def send(self, message: Outgoing) -> Receipt:
        """Keep it."""
        self.messages.append(message)
        return Receipt(reference=f"simulated:{message.message_id}")


@dataclass
class Stage:
    """Where a story is played. 演练现场.

    Args:
        cases, children, adults: numbers by nickname.
        care: by nickname, the file in which the routine of a child in care is kept.
        made: by label, then by child; "" for what concerns no child in particular.
    """

    scenario: Scenario
    office: Office
    cases: dict[str, str] = field(default_factory=dict)
    children: dict[str, str] = field(default_factory=dict)
    adults: dict[str, str] = field(default_factory=dict)
    care: dict[str, str] = field(default_factory=dict)
    made: dict[str, dict[str, Made]] = field(default_factory=dict)

    # --- nicknames ----------------------------------------

    def case(self, child: str) -> str:
        """The case of a child. Raises Refused where nothing has opened one yet."""
        if child not in self.cases:
            raise Refused(
                f"“{child}”还没有个案：请先写“报告”或“立案建档”",
                f"`{child}` has no case yet: begin with a report or open_case",
            )
        return self.cases[child]

    def case_of_duty(self, duty: str, child: str) -> str:
        """The file in which a duty of a child is owed: routine duties have one of their own."""
        code = duty.partition("@")[0]
        if code not in ASKED_FOR[ProcedureKind.MONITORING] or child not in self.care:
            return self.case(child)
        return self.case(child) if self._owed_in_the_case(code, child) else self.care[child]

    def _owed_in_the_case(self, code: str, child: str) -> bool:
        """Some duties may be owed in either file, such as dissuading; then it is meant where there is one."""
        query = select(DutyRow.case_no).where(col(DutyRow.code) == code)
        files = (self.care[child], self.cases.get(child, ""))
        with self.office.reading() as desk:
            return set(desk.session.exec(query.where(col(DutyRow.case_no).in_(files)))) == {files[1]}

    def agency_case(self, duty: str, post: str | None) -> str:
        """The file in which a post owes something itself; the latest, where no window is named after `@`.

        Raises: Refused: nobody owes it, or several posts do and none was named.
        """
        code, _, about = duty.partition("@")
        query = select(DutyRow).where(col(DutyRow.code) == code, OF_AN_AGENCY)
        if post:
            query = query.where(col(DutyRow.post_no) == post)
        if about:
            query = query.where(col(DutyRow.about) == about)
        with self.office.reading() as desk:
            rows = desk.session.exec(query.order_by(col(DutyRow.opened_at), col(DutyRow.no))).all()
        name = self.duty_zh(code)
        if not rows:
            raise Refused(f"没有岗位承办“{name}”：规则包没有要求，或本期未到", f"no post owes {code} here")
        if len({row.post_no for row in rows}) > 1:
            raise Refused(
                f"“{name}”由几个岗位各自承办，请写明“经办”",
                f"several posts owe {code}, each its own: say which with `by`",
            )
        return rows[-1].case_no

    def case_of_procedure(self, kind: ProcedureKind, child: str) -> str:
        """The same of a procedure."""
        listed = kind is ProcedureKind.MONITORING and child in self.care
        return self.care[child] if listed else self.case(child)

    def reported(self, child: str, report_no: str) -> None:
        """A visit raised a report: from now on the child has a case."""
        query = select(ReportChild.case_no).where(col(ReportChild.report_no) == report_no)
        with self.office.reading() as desk:
            self.meet(child, self.children[child], desk.session.exec(query).one())

    def lead(self, child: str) -> str | None:
        """The post that leads the case of a child."""
        with self.office.reading() as desk:
            return desk.session.exec(select(CaseFile.lead_post).where(col(CaseFile.no) == self.case(child))).first()

    def adult(self, nickname: str) -> str:
        """Number of an adult. Raises Refused where nobody has named the adult yet."""
        if nickname not in self.adults:
            raise Refused(
                f"“{nickname}”还没有登记：请先写“增列成年人”，或由报告带上",
                f"`{nickname}` is not known yet: add the adult first",
            )
        return self.adults[nickname]

    def party(self, name: str) -> str:
        """Number of an adult by nickname; a post stands for itself."""
        return self.adult(name) if name in self.scenario.adults else name

    def parties(self, names: Iterable[str]) -> tuple[str, ...]:
        """The same, several."""
        return tuple(self.party(name) for name in names)

    def meet(self, child: str, child_no: str, case_no: str) -> None:
        """A child has a file and a case now; the adults on the file are those of the story."""
        self.cases[child] = case_no
        self.meet_people(child, child_no)

    def meet_people(self, child: str, child_no: str) -> None:
        """A child has a file now, whether there is a case or not; the adults on it are those of the story."""
        self.children[child] = child_no
        with self.office.reading() as desk:
            for adult in self.scenario.adults.values():
                if adult.nickname not in self.adults and child in adult.ties:
                    self._meet_adult(desk, adult, child, child_no)

    def adults_by_name(self) -> dict[str, str]:
        """Numbers of the adults who are on file already: a brother or sister has the same parents."""
        told = self.scenario.adults
        return {name: number for nickname, number in self.adults.items() if (name := told[nickname].name)}

    def _meet_adult(self, desk: Desk, adult: Adult, child: str, child_no: str) -> None:
        query = (
            select(AdultRow, Tie.relation)
            .join(Tie, col(Tie.adult_no) == col(AdultRow.no))
            .where(col(Tie.child_no) == child_no, col(Tie.relation) == adult.ties[child].relation)
        )
        for row, _ in desk.session.exec(query).all():
            name = desk.reveal(row.subject_no, "name", row.name_sealed)
            if name == adult.name and row.no not in self.adults.values():
                self.adults[adult.nickname] = row.no
                return

    # --- labels ----------------------------------------

    def of_label(self, label: str, child: str) -> Made | None:
        """What a line made in the case of a child."""
        made = self.made.get(label, {})
        return made.get(child) or (next(iter(made.values())) if len(made) == 1 else None)

    def entry(self, label: str, child: str) -> int:
        """Number of the entry that a line recorded in the case of a child."""
        made = self.of_label(label, child)
        if made is None or not made.entry:
            raise Refused(f"“{label}”没有记入“{child}”的个案", f"`{label}` recorded nothing in the case of `{child}`")
        return made.entry

    def instrument(self, named: str, child: str) -> str:
        """Number of an instrument: of a label, of a document number, or the latest of a kind."""
        made = self.of_label(named, child)
        if made is not None and made.numbers.instruments:
            return made.numbers.instruments[0]
        with self.office.reading() as desk:
            of_case = select(Instrument.no).where(col(Instrument.case_no) == self.case(child))
            wanted = of_case.where((col(Instrument.kind) == named) | (col(Instrument.document_no) == named))
            found = desk.session.exec(wanted.order_by(col(Instrument.recorded_at), col(Instrument.no))).all()
        if found:
            return found[-1]
        kinds = {term.value: term.zh for term in InstrumentKind}
        name = kinds.get(named, named)
        raise Refused(f"“{child}”的个案里没有文书“{name}”", f"the case of `{child}` has no instrument `{named}`")

    def procedure(self, named: str, child: str) -> str:
        """Number of a procedure: of a label, or the latest of a kind."""
        made = self.of_label(named, child)
        if made is not None and made.numbers.procedures:
            return made.numbers.procedures[0]
        with self.office.reading() as desk:
            query = select(Procedure.no).where(col(Procedure.case_no) == self.case(child), col(Procedure.kind) == named)
            found = desk.session.exec(query.order_by(col(Procedure.opened_at), col(Procedure.no))).all()
        if found:
            return found[-1]
        kinds = {term.value: term.zh for term in ProcedureKind}
        name = kinds.get(named, named)
        raise Refused(f"“{child}”的个案里没有程序“{name}”", f"the case of `{child}` has no procedure `{named}`")

    def breach(self, label: str, child: str) -> str:
        """Number of the breach that a line recorded."""
        made = self.of_label(label, child)
        if made is None or not made.numbers.breaches:
            raise Refused(f"“{label}”不是一次违反", f"`{label}` is no breach of an instrument")
        return made.numbers.breaches[0]

    def about(self, words: str, child: str) -> str:
        """What something is about: a nickname or label becomes the number behind it."""
        if words in self.adults:
            return self.adults[words]
        made = self.of_label(words, child)
        if made is not None and made.numbers.breaches:  # a breach is what its line is about, whatever followed from it
            return made.numbers.breaches[0]
        if made is not None and (made.numbers.instruments or made.numbers.procedures):
            return (*made.numbers.instruments, *made.numbers.procedures)[0]
        if made is not None and made.entry:  # a note: new harm, on which somebody decides
            return f"{made.case_no}#{made.entry}"
        return words

    def duty(self, duty: str, child: str) -> str:
        """A duty as the office knows it: what stands after `@` may be a nickname or a label."""
        code, at, about = duty.partition("@")
        return code + at + (self.about(about, child) if at else "")

    def duty_zh(self, duty: str) -> str:
        """What a duty is called in Chinese; what was written, where the rules do not know it."""
        spec = self.office.pack.duties.get(duty.partition("@")[0])
        return spec.zh if spec else duty

    def reports(self, desk: Desk, child: str) -> list[str]:
        """Numbers of the reports that concern the case of a child."""
        query = select(ReportChild.report_no).where(col(ReportChild.case_no) == self.case(child))
        return list(desk.session.exec(query))

    # --- before and after a line ----------------------------------------

    def entries(self) -> int:
        """How many facts are recorded."""
        with self.office.reading() as desk:
            return desk.session.exec(select(func.max(col(JournalEntry.seq)))).one() or 0

    def numbers(self, child: str) -> Numbers:
        """Everything in the case of a child that a label may come to stand for."""
        case_no = self.cases.get(child, "")
        instruments = select(Instrument.no).where(col(Instrument.case_no) == case_no).order_by(*_AS_ENTERED)
        procedures = select(Procedure.no).where(col(Procedure.case_no) == case_no)
        breaches = (
            select(InstrumentBreach.no)
            .join(Instrument, col(Instrument.no) == col(InstrumentBreach.instrument_no))
            .where(col(Instrument.case_no) == case_no)
        )
        with self.office.reading() as desk:
            return Numbers(
                instruments=tuple(desk.session.exec(instruments)),
                procedures=tuple(desk.session.exec(procedures.order_by(col(Procedure.opened_at)))),
                breaches=tuple(desk.session.exec(breaches)),
            )

    def first_entry(self, child: str, after: int) -> JournalEntry | None:
        """The first fact recorded after entry `after` of the journal in the case of a child, else in its file."""
        chains = (self.cases.get(child, ""), self.children.get(child, ""))
        query = select(JournalEntry).where(col(JournalEntry.seq) > after, col(JournalEntry.chain).in_(chains))
        with self.office.reading() as desk:
            rows = desk.session.exec(query.order_by(col(JournalEntry.seq))).all()
        return min(rows, key=lambda row: chains.index(row.chain), default=None)


_AS_ENTERED = (col(Instrument.recorded_at), col(Instrument.no))


OWED_BY_AGENCIES = frozenset(ASKED_FOR[ProcedureKind.ROUTINE_REPORTING])
"""What a post owes itself, with no child in it: 定期上报、学校活动."""

OF_AN_AGENCY = col(DutyRow.case_no).in_(select(CaseFile.no).where(col(CaseFile.purpose) == CasePurpose.AGENCY))


Performer = Callable[[Stage, Line, Act, str], str | None]
"""Does one act in the case of one child; returns the number of what it made, where that is one thing."""


def post_of(line: Line) -> str:
    """The post that acts; that there is one was checked when the story was read."""
    assert line.by is not None, line.place
    return line.by
