"""The sheet of a joint conference: what is stuck in an area, gravest first, and room for decisions. 联席会议材料."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby, islice, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from sqlmodel import col, select

from documents.office_papers import OfficePaper, draw_up
from models import DutyRow, Procedure
from rules.causes import BreachCause
from rules.moments import civil_day
from tasks import wording
from tasks.duty_rules import RULES
from tasks.stuck import Narrowed, Severity, Stuck, StuckKind, stuck

if TYPE_CHECKING:
    from packs.pack import Pack
    from tasks.desk import Desk

GRAVE = frozenset({Severity.CRITICAL, Severity.SERIOUS})
"""What a conference has to decide; the rest is for those who hold it."""

FOR_THE_ADMINISTRATOR = frozenset(
    {
        StuckKind.SWEEP_NOT_ALIVE,
        StuckKind.STALE_WAKE,
        StuckKind.PROCEDURE_WITHOUT_STEP,
        StuckKind.NO_OPEN_DUTY,
        StuckKind.OPEN_UNDER_CLOSED,
        StuckKind.PROVISIONAL_DATE,
        StuckKind.UNSENT_NOTICES,
        StuckKind.BREACH_WITHOUT_CAUSE,
    }
)
"""Machinery, and what is asked of one post: nothing for a meeting to decide."""

MOST = 40
"""So many things are written out: more than one meeting decides."""


class OfKind(NamedTuple):
    """How much there is of a kind, and how much of it is written out."""

    kind: StuckKind
    total: int
    shown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingSheet:
    """A sheet as it was drawn up. `items` of `total` things are written out, in `cases` cases; of each kind `kinds`.

    Args:
        lines: what is written out of each, in Chinese, by name of the column.
    """

    paper: OfficePaper
    lines: tuple[dict[str, str], ...]
    items: int
    total: int
    cases: int
    kinds: tuple[OfKind, ...]


def meeting_sheet(
    desk: Desk, area: str = "", *, severities: frozenset[Severity] = GRAVE, most: int = MOST
) -> MeetingSheet:
    """What is stuck in an area, by kind, the gravest first, and since when. Nobody is named.

    Args:
        area: division code; everything that begins with it; all, if empty.
        severities: how grave a thing must be to be on it.
        most: so many things are written out.
    """
    kinds_of_a_meeting = frozenset(StuckKind) - FOR_THE_ADMINISTRATOR
    narrowed = Narrowed(area=area, severities=severities)
    found = stuck(desk, kinds_of_a_meeting, narrowed)
    shown = shared_out(found, most)
    kinds = _of_each_kind(found, shown)
    cases = len({one.case_no for one in found if one.case_no})
    duties = _duties(desk, shown)
    lines = tuple(_item(desk, one, duties) for one in shown)
    facts: dict[str, object] = {
        "area_words": f"行政区划 {area}" if area else "全部区域",
        "as_of": wording.say_moment(desk.at, "zh"),
        "items_count": len(found),
        "cases_count": cases,
        "left_out": len(found) - len(shown),
        "counts": tuple((one.kind.zh, one.total, one.shown) for one in kinds),
        "items": list(lines),
        "issued_on": civil_day(desk.at),
    }
    paper = draw_up("meeting_sheet", facts, simulated=desk.simulated)
    return MeetingSheet(paper=paper, lines=lines, items=len(shown), total=len(found), cases=cases, kinds=kinds)


def shared_out(found: Iterable[Stuck], most: int) -> list[Stuck]:
    """The places, given to the kinds in turn, to the longest of each: what is most frequent hides nothing else.

    Args:
        found: the gravest kind first, the longest first within its kind; so is what is returned.
    """
    kinds = [list(group) for _, group in groupby(found, key=lambda one: one.kind)]
    rounds = (one for turn in zip_longest(*kinds) for one in turn if one is not None)
    chosen = {one.key for one in islice(rounds, most)}
    return [one for kind in kinds for one in kind if one.key in chosen]


def _of_each_kind(found: Iterable[Stuck], shown: Iterable[Stuck]) -> tuple[OfKind, ...]:
    total, written_out = Counter(one.kind for one in found), Counter(one.kind for one in shown)
    return tuple(OfKind(kind, total[kind], written_out[kind]) for kind in StuckKind if total[kind])


def _item(desk: Desk, one: Stuck, duties: dict[str, _Duty]) -> dict[str, str]:
    duty = duties.get(_duty_of(one), _Duty("", ""))
    return {
        "kind": f"{one.kind.zh}（{one.severity.zh}）",
        "case_no": one.case_no,
        "subject": one.subject,
        "holder": one.holder_zh if one.agency_zh in one.holder_zh else f"{one.agency_zh}　{one.holder_zh}",
        "since": wording.say_moment(one.since, "zh"),
        "lasted": wording.say_stretch(desk.at - one.since, "zh"),
        "period": duty.period or "不涉及办理时限",
        "next": one.next_zh,
        "cause": duty.cause,
    }


class _Duty(NamedTuple):
    """What the sheet says of a duty: its period with its force and basis, and why it is late."""

    period: str
    cause: str


def _duty_of(one: Stuck) -> str:
    """The number of the duty that a thing is about, as far as its key names one."""
    return one.key.partition(":")[2]


def _duties(desk: Desk, shown: list[Stuck]) -> dict[str, _Duty]:
    query = (
        select(DutyRow, RULES)
        .join(Procedure, col(Procedure.no) == col(DutyRow.procedure_no))
        .where(col(DutyRow.no).in_([_duty_of(one) for one in shown]))
    )
    return {row.no: _Duty(_period(desk.rules(rules), row), _cause(row)) for row, rules in desk.session.exec(query)}


def _period(pack: Pack, row: DutyRow) -> str:
    """A joint conference must be able to tell law from our default."""
    period = pack.duty(row.code).periods[row.variant]
    fact = pack.fact(period.set_by)
    force = pack.force_on(period, civil_day(row.since_at))
    return f"{period.zh}，{force.zh}（{wording.cite_on(pack, fact, row.since_at)}）"


def _cause(row: DutyRow) -> str:
    return BreachCause(row.breach_cause).zh if row.breach_cause else ""
