"""Which part of the stuck list is asked for, when a limit is passed, what is usual. 筛选与界限."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from models import DutyRow, Pace, Procedure
from tasks import pace, turning
from tasks.stuck import Narrowed, Severity, StuckKind, stuck, stuck_now
from tests.office import County
from tests.planted import ago, an_order, change_child, overdue


def found(county: County, kind: StuckKind, **narrowed: object) -> int:
    with county.office.reading() as desk:
        return len(stuck(desk, {kind}, Narrowed(**narrowed)))  # type: ignore[arg-type]


def test_the_list_is_narrowed_by_agency_area_day_and_severity(county: County) -> None:
    county.a_case()
    overdue(county, "")
    kind = StuckKind.OVERDUE
    with county.office.reading() as desk:
        first = stuck(desk, {kind})[0]
    at = first.since

    assert found(county, kind) > found(county, kind, agency=first.agency) > 0
    assert found(county, kind, agency=first.agency_zh) == found(county, kind, agency=first.agency)
    assert found(county, kind, agency="没有这个机构") == 0
    assert found(county, kind, area=first.area[:4]) == found(county, kind)
    assert found(county, kind, area="11") == 0
    assert found(county, kind, since=at) == found(county, kind)
    assert found(county, kind, since=county.clock.at) == 0
    assert found(county, kind, severities=frozenset({Severity.HINT})) == 0


@pytest.mark.parametrize(
    ("days", "soon", "lapsed"), [(15, 0, 0), (14, 1, 0), (0, 1, 0), (-1, 0, 1)], ids=["15", "14", "last day", "over"]
)
def test_an_order_is_about_to_lapse_for_two_weeks_and_lapsed_after_its_last_day(
    county: County, days: int, soon: int, lapsed: int
) -> None:
    case = county.a_case()
    an_order(county, case, days=days)

    assert found(county, StuckKind.ORDER_LAPSES_SOON) == soon
    assert found(county, StuckKind.ORDER_LAPSED) == lapsed


@pytest.mark.parametrize(("seconds", "silent"), [(-1, 0), (0, 0), (1, 1)])
def test_a_child_is_out_of_contact_after_thirty_days(county: County, seconds: int, silent: int) -> None:
    case = county.a_case()
    change_child(county, case, last_contact_at=ago(county, days=30, seconds=seconds))

    assert found(county, StuckKind.NO_CONTACT) == silent


def test_who_comes_of_age_within_ninety_days_is_noted_once_and_never_earlier(county: County) -> None:
    county.a_case()  # born 2016-05-18
    county.clock.show("Monday 2034-02-13 09:00")
    turning.note_birthdays(county.office)
    assert county.facts("of_age_near") == []

    for _ in range(90):
        county.clock.move(days=1)
        if turning.note_birthdays(county.office):
            break
    near = county.facts("of_age_near")
    assert len(near) == 1
    on = date.fromisoformat(near[0]["on"])
    assert found(county, StuckKind.OF_AGE_SOON) in (0, 1)
    assert on.month == 5


def test_what_is_usual_is_the_nearest_rank_of_the_last_year(county: County) -> None:
    case = county.a_case()
    county.answer(case, "triage")
    county.clock.move(days=1)

    assert pace.compute(county.office) == 1
    with county.office.reading() as desk:
        row = desk.session.exec(select(Pace)).one()
    took = county.duty(case, "triage")
    assert took.happened_at is not None
    assert row.n == 1
    assert timedelta(seconds=row.median_seconds) == took.happened_at - took.since_at
    assert row.median_seconds == row.p90_seconds

    county.clock.move(days=366)
    assert pace.compute(county.office) == 0


def test_asked_side_by_side_the_list_is_the_same(county: County) -> None:
    for number in range(3):
        county.a_case(children=[{"name": f"某童{number}", "residence": {"area": "990101001"}}])
    county.clock.move(days=2)
    with county.office.writing() as desk:
        desk.session.execute(update(DutyRow).where(col(DutyRow.code) == "triage").values(state="settled"))
        desk.session.execute(update(Procedure).values(state="closed"))

    with county.office.reading() as desk:
        whole = stuck(desk)

    assert len({one.kind for one in whole}) >= 3
    assert stuck_now(county.office) == whole
    some = frozenset({StuckKind.OVERDUE, StuckKind.OPEN_UNDER_CLOSED})
    assert stuck_now(county.office, some) == [one for one in whole if one.kind in some]


def test_what_comes_next_is_told_in_english_words_and_not_in_codes(county: County) -> None:
    county.a_case()
    overdue(county, "")
    with county.office.reading() as desk:
        told = [one.next_en for one in stuck(desk, {StuckKind.OVERDUE})]

    assert any("tells" in words for words in told)
    assert [words for words in told if "_" in words] == []
