"""A page of the stuck list says what the list says: no line lost, none twice, every number that of the whole. 分页."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from models import CaseFile, DutyRow
from rules.vocabulary import DutyState, Precision
from tasks.access import sight_of
from tasks.posts import known_post
from tasks.stuck import KINDS, Narrowed, Severity, Stuck, StuckKind, stuck
from tasks.stuck.paging import StuckPage, stuck_page
from tasks.stuck.repairs import still_stuck
from tasks.stuck.seen import seen
from tasks.stuck_limits import Limits
from tasks.verdicts import LATE, RELEASED, verdict_of
from tests.foreigners import P_FOREIGN_OFFICE, with_neighbours
from tests.office import County

KIND = StuckKind.BREACH_WITHOUT_CAUSE
EVERY = frozenset(StuckKind)
OFFICE = "P-OFFICE"

ENDS = [
    {"state": state, "happened_precision": precision, "answer": answer}
    for state, precision, answer in product(
        (DutyState.ANSWERED, DutyState.EXCUSED, DutyState.SKIPPED, DutyState.SETTLED),
        (*Precision, None),
        (RELEASED, '{"urgency":"urgent"}'),
    )
]
"""Every way in which a duty may have ended, as its row tells it."""

LATE_BY = [timedelta(0), timedelta(seconds=1), timedelta(hours=23), timedelta(days=1), timedelta(days=6, hours=23)] + [
    timedelta(days=days) for days in (7, 8, 30, 31, 32, 365, 366, 367)
]
"""Around what a date of each precision may be off."""


def in_a_late_county(county: County, cases: int = 4) -> list[str]:
    """Cases of which nobody has answered anything, for weeks."""
    made = [county.a_case(children=[{"name": f"某童{n}", "residence": {"area": "990101001"}}]) for n in range(cases)]
    county.clock.move(days=40)
    county.beat()
    return made


def whole(county: County, post: str = OFFICE) -> list[Stuck]:
    with county.office.reading() as desk:
        return seen(desk, sight_of(desk, known_post(desk, post, field="post")), stuck(desk))


def paged(county: County, post: str = OFFICE, narrowed: Narrowed | None = None, **options: Any) -> StuckPage:
    with county.office.reading() as desk:
        acting = known_post(desk, post, field="post")
    kinds = options.pop("kinds", EVERY)
    return stuck_page(county.office, acting, kinds, narrowed or Narrowed(), **{"most": 3, **options})


def end_in_every_way(county: County, cases: list[str]) -> None:
    """Duties that ended late by different lengths, known with every precision."""
    with county.office.writing() as desk:
        rows = desk.session.exec(select(DutyRow).where(col(DutyRow.case_no).in_(cases))).all()
        template = next(row for row in rows if row.legal_due_at is not None)
        due = county.clock.at - timedelta(days=500)
        for number, (end, by) in enumerate(product(ENDS, LATE_BY)):
            values = {name: getattr(template, name) for name in DutyRow.model_fields}
            values |= {"no": f"{template.case_no}/{1000 + number}", "about": f"n{number}", "next_rung_at": None}
            values |= {"opened_at": due - timedelta(days=3), "legal_due_at": due, "happened_at": due + by, **end}
            desk.session.add(DutyRow(**values))


@pytest.fixture
def ended(county: County) -> County:
    end_in_every_way(county, in_a_late_county(county, 2))
    return county


def test_the_database_finds_what_the_rule_of_verdicts_finds(ended: County) -> None:
    with ended.office.reading() as desk:
        before = desk.at - Limits(desk.pack).watching("breach_unexplained")
        rows = desk.session.exec(select(DutyRow).where(col(DutyRow.breach_cause).is_(None))).all()
        late = {
            row.no
            for row in rows
            if row.legal_due_at and row.legal_due_at < before and verdict_of(row, desk.at) in LATE
        }
        found = [one.key.partition(":")[2] for one in stuck(desk, {KIND})]
    assert sorted(found) == sorted(late)
    assert 50 < len(late) < len(rows), "some were in time, or nobody can say"


def test_pages_lose_no_line_and_double_none(ended: County) -> None:
    lines = [one for one in whole(ended) if one.kind is KIND]
    most = 7
    found: list[Stuck] = []
    for start in range(0, len(lines) + most, most):
        for group in paged(ended, kinds={KIND}, start=start, most=most).groups:
            assert group.number == len(lines)
            found += group.lines
    assert found == lines


def agrees(page: StuckPage, lines: list[Stuck], narrowed: Narrowed, most: int) -> None:
    """Everything that a page says, from the whole list."""
    near = [one for one in lines if replace(narrowed, agency="", severities=frozenset(Severity)).admits(one)]
    held = [one for one in near if narrowed.agency in ("", one.agency)]
    fit = [one for one in held if one.severity in narrowed.severities]
    assert {one.kind: one.number for one in page.groups} == Counter(one.kind for one in fit)
    assert [one.kind for one in page.groups] == [kind for kind in StuckKind if any(one.kind is kind for one in fit)]
    for group in page.groups:
        of_kind = [one for one in fit if one.kind is group.kind]
        assert list(group.lines) == of_kind[:most]
        assert group.holders == {one.holder for one in of_kind}
        assert group.act is KINDS[group.kind].act
    assert page.total == len(fit)
    assert page.cases == len({one.case_no for one in fit if one.case_no})
    assert page.grave == Counter(one.severity for one in held)
    assert list(page.agencies) == sorted({(one.agency, one.agency_zh) for one in near if one.agency})


@pytest.mark.parametrize("post", [OFFICE, "P-LIUXI-POLICE", "P-CIVIL", P_FOREIGN_OFFICE])
def test_every_number_is_that_of_the_whole_list_whoever_asks(ended: County, post: str) -> None:
    with_neighbours(ended)
    lines = whole(ended, post)
    assert any(one.case_no for one in lines) is (post != P_FOREIGN_OFFICE)
    agrees(paged(ended, post), lines, Narrowed(), 3)


def test_every_number_is_that_of_the_narrowed_list(ended: County) -> None:
    lines = whole(ended)
    breach = next(one for one in lines if one.kind is KIND and one.agency)
    for narrowed in (
        Narrowed(agency=breach.agency),
        Narrowed(agency="A-NONE"),
        Narrowed(area="990101001"),
        Narrowed(area="99010"),
        Narrowed(area="990102"),
        Narrowed(since=breach.since),
        Narrowed(since=breach.since + timedelta(seconds=1)),
        Narrowed(severities=frozenset({Severity.ORDINARY})),
        Narrowed(severities=frozenset({Severity.SERIOUS}), agency=breach.agency),
    ):
        agrees(paged(ended, narrowed=narrowed), lines, narrowed, 3)


def test_of_a_closed_case_and_of_what_was_explained_nothing_is_counted(ended: County) -> None:
    before = next(one.number for one in paged(ended, kinds={KIND}).groups)
    gone = next(one for one in whole(ended) if one.kind is KIND)
    with ended.office.writing() as desk:
        explained = update(DutyRow).where(col(DutyRow.no) == gone.key.partition(":")[2])
        desk.session.execute(explained.values(breach_cause="overlooked"))
    assert next(one.number for one in paged(ended, kinds={KIND}).groups) == before - 1
    with ended.office.writing() as desk:
        desk.session.execute(update(CaseFile).values(state="closed"))
    assert paged(ended, kinds={KIND}).groups == ()


def test_one_line_of_thousands_is_found_by_its_key(ended: County) -> None:
    line = [one for one in whole(ended) if one.kind is KIND][5]
    with ended.office.reading() as desk:
        assert still_stuck(desk, line.key) == line
