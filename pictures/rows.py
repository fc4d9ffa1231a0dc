"""What the timeline is drawn from. 时间线的行.

One row is one thing that stands in the file: a fact, an order, a duty with its limit, a visit that was due.  It has
been cut to what the reader may see; no field is meant for a name, an address or the words of a reporter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from rules.moments import midnight_before, utc
from rules.vocabulary import Force, Precision, Sanction, Term


class Lane(Term):
    """Who acted; the order never changes, so that people learn it. 泳道."""

    POLICE = "police", "报告·公安"
    PROCURATORATE = "procuratorate", "检察"
    COURT = "court", "法院"
    CIVIL_AFFAIRS = "civil_affairs", "民政（监护）"
    VISITS = "visits", "镇村走访"
    UNITS = "units", "学校、医院等责任单位"
    SERVICES = "services", "服务"
    HANDOVER = "handover", "移交（外地）"

    @property
    def en(self) -> str:
        """In English."""
        return _LANES_EN[self]


_LANES_EN = {
    Lane.POLICE: "Report, police",
    Lane.PROCURATORATE: "Procuratorate",
    Lane.COURT: "Court",
    Lane.CIVIL_AFFAIRS: "Civil affairs (guardianship)",
    Lane.VISITS: "Town, village visits",
    Lane.UNITS: "Schools, hospitals and others",
    Lane.SERVICES: "Services",
    Lane.HANDOVER: "Hand-over (elsewhere)",
}


class Kind(Term):
    """How a row lies in time. 类型."""

    POINT = "point", "发生"
    SPAN = "span", "程序进行"
    VALIDITY = "validity", "文书有效期"
    WINDOW = "window", "定期"
    LIMIT = "limit", "期限"
    PIN = "pin", "违反"
    PAUSE = "pause", "暂停"


class State(Term):
    """How a duty stands against its limit; the words are the closed list of the audit sheet. 结论."""

    MET = "met", "符合"
    LATE = "late", "迟"
    OVERDUE = "overdue", "逾期"
    RUNNING = "running", "进行中"
    NOT_DUE = "not_due", "未到期"
    NOT_DONE = "not_done", "未办"
    EXCUSED = "excused", "免责"
    SKIPPED = "skipped", "跳过"
    NOT_APPLICABLE = "not_applicable", "不适用"


class Weight(Term):
    """Which labels give way first when the picture is full. 轻重."""

    ROUTINE = "routine", "例行"
    PLAIN = "plain", "一般"
    KEY = "key", "要点"


@dataclass(frozen=True, slots=True)
class Version:
    """A change of an order that goes on as the same bar. 变更、延长.

    Args:
        n: the number of the new version, 2 or more.
        at: from when it holds; aware.
    """

    n: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the timeline. 时间线的一行.

    Args:
        lane: who acted.
        kind: what is drawn.  POINT at `happened`; SPAN from `happened` to `until`; VALIDITY from `valid_from` to the
            end of `valid_to`; WINDOW a visit owed between `valid_from` and `valid_to`; LIMIT a duty with its `limit`;
            PIN a breach, `inside` the order that it broke; PAUSE a clock that stood from `happened` to `until`.
        recorded: when it was written down; aware.
        label: what it is, at most 12 汉字, without the date (the picture adds it), in the reader's language.
        sentence: the whole in one sentence for the reader who does not see: date, what, limit and its kind, verdict.
        entry_no: number in the journal; unique among the rows of one picture.
        short: the label in at most 6 汉字; the label itself unless told.
        basis: citation, for the table only.
        sub_lane: chip of the guardian (父, 母; father, mother) when two have tracks of their own; never a name.
        happened: when it happened or, for a LIMIT, when its clock started; aware; None: unknown.
        precision: how exactly `happened` is known.
        until: the moment at which a SPAN, a PAUSE or an order ended in fact; aware; None: it has not.
        limit: the moment at which the clock ends, 24:00 of a day being 00:00 of the next; aware.
        limit_kind: law, local rule or our default; a missing kind is drawn as our default, never as law.
        provisional: the limit was counted without the holiday notice of its year. 暂定.
        done: when a duty was done; aware; None: not yet.
        state: how the duty stands; None: told from `limit`, `done` and today.
        verdict: the verdict in the unit of its rule (迟 2 个工作日); counted in calendar days unless told.
        valid_from, valid_to: civil days, both inclusive; no `valid_to`: there is no end in law.
        versions: changes of an order, in order.
        sanction: what followed a breach; None: nothing is recorded.
        inside: entry number of the bar on which this stands (a sanction, a hearing, a reminder of an order).
        disputed_with: the other moment, where two sources differ; aware.
        corrected_by: entry number of the row that put this one right.
        weight: ROUTINE labels go first; KEY (late duties, instruments, placements, decisions) always stay.
    Raises: ValueError: a naive moment, or a kind without the times that it is drawn from.
    """

    lane: Lane
    kind: Kind
    recorded: datetime
    label: str
    sentence: str
    entry_no: int
    short: str = ""
    basis: str = ""
    sub_lane: str = ""
    happened: datetime | None = None
    precision: Precision = Precision.EXACT
    until: datetime | None = None
    limit: datetime | None = None
    limit_kind: Force | None = None
    provisional: bool = False
    done: datetime | None = None
    state: State | None = None
    verdict: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    versions: tuple[Version, ...] = ()
    sanction: Sanction | None = None
    inside: int | None = None
    disputed_with: datetime | None = None
    corrected_by: int | None = None
    weight: Weight = Weight.PLAIN

    def __post_init__(self) -> None:
        """Refuse what could only be drawn wrongly."""
        for at in (self.recorded, self.happened, self.until, self.limit, self.done, self.disputed_with):
            if at is not None:
                utc(at)
        if self.begins is None and self.precision is not Precision.UNKNOWN:
            raise ValueError(f"row {self.entry_no} has no time: give it one, or say precision=UNKNOWN")
        if self.kind is Kind.LIMIT and self.limit is None:
            raise ValueError(f"row {self.entry_no} is a limit without a limit")
        if self.kind is Kind.WINDOW and (self.valid_from is None or self.valid_to is None):
            raise ValueError(f"row {self.entry_no} is a window without both its days")

    @property
    def begins(self) -> datetime | None:
        """The moment by which the row is sorted; None: unknown."""
        if self.precision is Precision.UNKNOWN and self.happened is None and self.kind is Kind.POINT:
            return None
        if self.kind is Kind.LIMIT and self.done is not None:
            return self.done
        if self.kind in (Kind.VALIDITY, Kind.WINDOW) and self.valid_from is not None:
            return midnight_before(self.valid_from)
        return self.happened or self.limit

    @property
    def is_bar(self) -> bool:
        """Whether it is drawn as a bar of its own."""
        return self.kind in (Kind.SPAN, Kind.VALIDITY)

    @property
    def acted(self) -> datetime | None:
        """When somebody did it: the moment of a fact, the answer of a duty; None: nobody has."""
        return self.done if self.kind is Kind.LIMIT else self.happened


def in_order(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """By when they happened, ties by entry number; unknown dates first. 按发生时间排序."""
    return tuple(sorted(rows, key=_place))


def _place(row: Row) -> tuple[bool, float, int]:
    begins = row.begins
    return begins is not None, begins.timestamp() if begins else 0.0, row.entry_no
