"""The sheet of a joint conference: what is stuck in an area, gravest first, and room for decisions. 联席会议材料."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from documents.office_papers import OfficePaper, draw_up
from models import DutyRow
from rules.causes import BreachCause
from rules.moments import civil_day
from tasks import wording
from tasks.stuck import Narrowed, Severity, Stuck, stuck

if TYPE_CHECKING:
    from tasks.desk import Desk

GRAVE = frozenset({Severity.CRITICAL, Severity.SERIOUS})
"""What a conference has to decide; the rest is for those who hold it."""

MOST = 40
"""So many things are written out: more than one meeting decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingSheet:
    """A sheet as it was drawn up. `items` of `total` things are written out, in `cases` cases."""

    paper: OfficePaper
    items: int
    total: int
    cases: int


def meeting_sheet(desk: Desk, area: str = "", *, severities: frozenset[Severity] = GRAVE) -> MeetingSheet:
    """What is stuck in an area, by severity and since when. Nobody is named.

    Args:
        area: division code; everything that begins with it; all, if empty.
        severities: how grave a thing must be to be on it.
    """
    found = sorted(stuck(desk, narrowed=Narrowed(area=area, severities=severities)), key=_gravest_first)
    shown = found[:MOST]
    kinds = Counter(one.kind for one in found)
    cases = len({one.case_no for one in found if one.case_no})
    causes = _causes(desk, shown)
    facts: dict[str, object] = {
        "area_words": f"行政区划 {area}" if area else "全部区域",
        "as_of": wording.say_moment(desk.at, "zh"),
        "items_count": len(found),
        "cases_count": cases,
        "left_out": len(found) - len(shown),
        "counts": tuple((kind.zh, count) for kind, count in kinds.most_common()),
        "items": [_item(desk, one, causes) for one in shown],
        "issued_on": civil_day(desk.at),
    }
    paper = draw_up("meeting_sheet", facts, simulated=desk.simulated)
    return MeetingSheet(paper=paper, items=len(shown), total=len(found), cases=cases)


_SEVERITIES = list(Severity)


def _gravest_first(one: Stuck) -> tuple[int, object, str]:
    return _SEVERITIES.index(one.severity), one.since, one.key


def _item(desk: Desk, one: Stuck, causes: dict[str, str]) -> dict[str, str]:
    by_itself = f"{wording.say_moment(one.next_at, 'zh')} {one.next_zh}" if one.next_at else one.next_zh
    return {
        "kind": f"{one.kind.zh}（{one.severity.zh}）",
        "case_no": one.case_no,
        "subject": one.subject,
        "holder": "　".join(part for part in (one.agency_zh, one.holder_zh) if part),
        "since": wording.say_moment(one.since, "zh"),
        "lasted": wording.say_stretch(desk.at - one.since, "zh"),
        "next": by_itself,
        "repair": one.repair,
        "cause": causes.get(_duty_of(one), ""),
    }


def _duty_of(one: Stuck) -> str:
    """The number of the duty that a thing is about, as far as its key names one."""
    return one.key.partition(":")[2]


def _causes(desk: Desk, shown: list[Stuck]) -> dict[str, str]:
    """What was said of why it is late, by number of the duty."""
    query = select(DutyRow.no, DutyRow.breach_cause).where(
        col(DutyRow.no).in_([_duty_of(one) for one in shown]), col(DutyRow.breach_cause).is_not(None)
    )
    return {no: BreachCause(cause).zh for no, cause in desk.session.exec(query) if cause}
