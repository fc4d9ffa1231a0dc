"""How many nights was a child in care? 照护日数的计算."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from rules.gaps import Reach
from rules.placement import PlacementMode
from rules.stays import Move, Nights, Stage, Stay, by_mode, in_care_at_all, nights, stays_of

HOME = None
BED, FOSTER = PlacementMode.RELIEF_INSTITUTION, PlacementMode.FOSTER_FAMILY
TODAY = date(2026, 12, 31)


def move(day: date | tuple[date, date], mode: PlacementMode | None, place: int = 1, stage: Stage | None = None) -> Move:
    first, last = day if isinstance(day, tuple) else (day, day)
    return Move(
        when=Reach(first, last),
        mode=mode,
        stage=(stage or Stage.TEMPORARY) if mode else None,
        place=place,
        source=f"C-1/{place}",
    )


def a_stay(first: date, last: date | None) -> Stay:
    left = Reach(last, last) if last else None
    return Stay(
        stage=Stage.TEMPORARY, mode=BED, began=Reach(first, first), left=left, began_by="C-1/1", left_by="C-1/2"
    )


@pytest.mark.parametrize(
    ("left", "counted"),
    [(date(2026, 3, 1), 0), (date(2026, 3, 2), 1), (date(2026, 3, 3), 2), (date(2027, 3, 1), 305)],
)
def test_the_day_of_arrival_counts_and_the_day_of_leaving_does_not(left: date, counted: int) -> None:
    stay = a_stay(date(2026, 3, 1), left)
    assert nights([stay], until=TODAY) == Nights(counted, counted)


def test_a_stay_that_goes_on_is_counted_up_to_the_day_that_is_asked_about() -> None:
    assert nights([a_stay(date(2026, 12, 30), None)], until=TODAY) == Nights(1, 1)
    assert nights([a_stay(date(2026, 12, 31), None)], until=TODAY) == Nights(0, 0)


def test_only_the_nights_of_the_period_count() -> None:
    stay = a_stay(date(2026, 1, 10), date(2026, 3, 10))
    assert nights([stay], since=date(2026, 2, 1), until=date(2026, 3, 1)) == Nights(28, 28)


def test_a_change_of_place_parts_a_stay_and_its_nights_add_up() -> None:
    moves = [move(date(2026, 3, 1), BED, 1), move(date(2026, 3, 11), FOSTER, 2), move(date(2026, 3, 31), HOME, 3)]
    by_place = stays_of(moves, by_mode)
    assert [(one.mode, nights([one], until=TODAY).at_most) for one in by_place] == [(BED, 10), (FOSTER, 20)]
    assert nights(stays_of(moves, in_care_at_all), until=TODAY) == Nights(30, 30)


def test_a_decision_that_changes_nothing_goes_on_with_the_stay() -> None:
    moves = [
        move(date(2026, 3, 1), BED, 1, Stage.EMERGENCY),
        move(date(2026, 3, 2), BED, 2),
        move(date(2026, 3, 5), BED, 3),
    ]
    assert [(one.stage, one.began.first, one.left) for one in stays_of(moves)] == [
        (Stage.EMERGENCY, date(2026, 3, 1), Reach(date(2026, 3, 2), date(2026, 3, 2))),
        (Stage.TEMPORARY, date(2026, 3, 2), None),
    ]


def test_a_night_that_two_cases_record_counts_once() -> None:
    two = [a_stay(date(2026, 3, 1), date(2026, 3, 11)), a_stay(date(2026, 3, 6), date(2026, 3, 21))]
    assert nights(two, until=TODAY) == Nights(20, 20)


def test_a_month_without_a_day_gives_a_least_and_a_most_number() -> None:
    march = (date(2026, 3, 1), date(2026, 3, 31))
    assert nights(stays_of([move(march, BED), move(date(2026, 4, 10), HOME, 2)]), until=TODAY) == Nights(10, 40)


def test_a_vague_change_of_place_within_care_costs_no_night_of_the_whole() -> None:
    march = (date(2026, 3, 1), date(2026, 3, 31))
    moves = [move(date(2026, 2, 1), BED, 1), move(march, FOSTER, 2), move(date(2026, 5, 1), HOME, 3)]
    assert nights(stays_of(moves, in_care_at_all), until=TODAY) == Nights(89, 89)


def test_dates_that_do_not_say_which_came_first_are_taken_in_the_order_of_the_procedure() -> None:
    year = (date(2026, 1, 1), date(2026, 12, 31))
    moves = [move(year, HOME, 2), move(date(2026, 6, 1), BED, 1)]
    (stay,) = stays_of(moves)
    assert (stay.began_by, stay.left_by) == ("C-1/1", "C-1/2")
    assert nights([stay], until=TODAY) == Nights(0, 213)


def test_leaving_without_having_come_is_no_stay() -> None:
    assert stays_of([move(date(2026, 3, 1), HOME)]) == []


def test_any_number_of_overlapping_stays_is_counted_as_night_by_night() -> None:
    draw = Random(20260302)
    begins = date(2026, 1, 1)
    for _ in range(300):
        stays = []
        for _ in range(draw.randint(0, 6)):
            first = begins + timedelta(days=draw.randint(0, 400))
            stays.append(a_stay(first, first + timedelta(days=draw.randint(0, 90)) if draw.random() < 0.8 else None))
        since, until = sorted(begins + timedelta(days=draw.randint(0, 500)) for _ in range(2))
        slept = {
            day
            for one in stays
            for day in (since + timedelta(days=step) for step in range((until - since).days))
            if one.began.first <= day and (one.left is None or day < one.left.first)
        }
        assert nights(stays, since=since, until=until) == Nights(len(slept), len(slept))
