"""The questions of the pages with figures, and which of them are asked every day. 统计问题.

What a page asks where nothing is chosen is what is counted ahead: both come from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from models import Agency, Post
from rules.access import CaseRelation, FieldClass
from rules.access_table import sees
from rules.moments import civil_day
from rules.vocabulary import ProcedureKind, Role
from tasks.audit_set import Asked
from tasks.counted import Question
from tasks.figures import Figures, figures_of
from tasks.ocel_chosen import Chosen
from tasks.process_map_rows import process_maps
from tasks.timeliness import Timeliness, timeliness

if TYPE_CHECKING:
    from pictures.process_map_parts import ProcessMap
    from tasks.desk import Desk

AT_FIRST = timedelta(days=90)
"""Begun in so many days is what the map shows to whoever asks for no days (our choice)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapOf:
    """Which procedures are drawn. 流程图范围. `declared`: code of the declared procedure; "": none."""

    chosen: Chosen
    kind: ProcedureKind
    declared: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOf:
    """Which area is reported on. 上报范围."""

    area: str
    year: int


def how_timely(
    area: str, today: date, since: date | None = None, until: date | None = None
) -> Question[Asked, Timeliness]:
    """How an area keeps its dates: in this year, where no days are said."""
    asked = Asked(area=area, from_on=since or date(today.year, 1, 1), to_on=until or today)
    return Question(timeliness, asked)


def how_it_went(chosen: Chosen, kind: ProcedureKind, declared: str = "") -> Question[MapOf, dict[str, ProcessMap]]:
    """What really happened on the law's path, small numbers withheld; by language."""
    return Question(_drawn, MapOf(chosen=chosen, kind=kind, declared=declared))


def what_to_report(area: str, year: int) -> Question[YearOf, Figures]:
    """The figures of a routine report."""
    return Question(_reported, YearOf(area=area, year=year))


def usual(desk: Desk) -> Iterator[Question[Any, Any]]:
    """What the posts that see figures are shown when they choose nothing, the widest areas first."""
    today = civil_day(desk.at)
    for area in _areas(desk):
        yield how_timely(area, today)
        yield how_it_went(Chosen(area=area, since=today - AT_FIRST), ProcedureKind.MANDATORY_REPORTING)
        yield what_to_report(area, today.year)


def _areas(desk: Desk) -> list[str]:
    """Of the posts that see figures."""
    query = select(Agency.area, Post.role).join(Agency, col(Agency.no) == col(Post.agency_no)).where(col(Post.open))
    seen = {area for area, role in desk.session.exec(query.distinct()) if _sees_figures(role)}
    return sorted(seen, key=lambda area: (len(area), area))


def _sees_figures(role: str) -> bool:
    return sees(Role(role), CaseRelation.NONE, FieldClass.FIGURES).at_all


def _drawn(desk: Desk, of: MapOf) -> dict[str, ProcessMap]:
    declared = desk.pack.procedure(of.declared) if of.declared else None
    return process_maps(desk, of.chosen, of.kind, declared=declared, for_sharing=True)


def _reported(desk: Desk, of: YearOf) -> Figures:
    return figures_of(desk, area=of.area, year=of.year)
