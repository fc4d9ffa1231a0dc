"""Do labels find free places, and does the axis fit the file?"""

from datetime import date

import pytest

from pictures.labels import Box, Room, Wish, beside, width
from pictures.rows import Lane
from pictures.scale import NAMES, PLOT, Zoom, possible, scale_for
from rules.moments import civil_day, shanghai
from rules.vocabulary import Precision
from tests.pictures.sample_rows import TODAY, on, row


def wish(no: int, x: float, text: str = "走访 8/19") -> Wish:
    return Wish(no, (text,), beside(x, x, x), x)


def room() -> Room:
    return Room(left=112, right=1200)


@pytest.mark.parametrize(
    ("text", "px"), [("", 0), ("汉", 13), ("（", 13), ("8", 7.3), ("a", 7.3), ("/", 7.3), (" ", 3.5)]
)
def test_a_label_is_as_wide_as_its_characters(text, px):
    assert width(text) == px


def test_the_first_label_stands_right_of_its_mark():
    label = room().place(wish(1, 300))

    assert label is not None
    assert (label.spot.x, label.spot.y, label.spot.leader) == (309, 5, None)


def test_a_cluster_becomes_a_staircase_with_the_earliest_on_top():
    held = room()
    held.boxes = [Box(x - 5, -5, x + 5, 5, of=no) for no, x in ((1, 300), (2, 315), (3, 330), (4, 345))]

    levels = [held.place(wish(no, x)).level for no, x in ((4, 345), (3, 330), (2, 315))]

    assert levels == sorted(levels)
    assert levels[0] == 0


def test_a_label_that_finds_no_place_is_not_forced_into_one():
    held = room()
    held.boxes = [Box(0, -200, 1300, 50)]

    assert held.place(wish(1, 300)) is None


def test_a_label_tries_its_shorter_words_before_it_gives_up():
    held = Room(left=112, right=200)

    label = held.place(Wish(1, ("很长的一个标签 8/19", "8/19"), beside(150, 150, 150), 150))

    assert label is not None
    assert label.text == "8/19"


def test_a_label_may_cross_a_bar_only_if_it_belongs_to_it():
    held = room()
    held.boxes = [Box(200, -10, 800, 10, of=9, bar=9, clear=2)]

    own = Wish(1, ("罚款",), beside(400, 400, 400, on=9), 400, bar=9)
    other = Wish(2, ("罚款",), beside(600, 600, 600), 600)

    assert held.place(own).level == 0
    assert held.place(other).level == 1


@pytest.mark.parametrize(
    ("first", "last", "zoom"),
    [
        ("2026-11-23", "2026-11-24", Zoom.DAY),
        ("2026-10-19", "2026-11-24", Zoom.DAY),
        ("2026-10-12", "2026-11-24", Zoom.MONTH),
        ("2026-03-02", "2026-11-24", Zoom.MONTH),
        ("2026-02-02", "2026-11-24", Zoom.YEAR),
    ],
)
def test_the_zoom_follows_the_length_of_the_file(first, last, zoom):
    rows = [row(1, Lane.POLICE, "报告", first), row(2, Lane.POLICE, "报告", last)]

    assert scale_for(rows, today=TODAY, closed=False).zoom is zoom


@pytest.mark.parametrize(
    ("zoom", "first"), [(Zoom.DAY, date(2026, 11, 2)), (Zoom.MONTH, date(2026, 11, 1)), (Zoom.YEAR, date(2026, 1, 1))]
)
def test_the_axis_begins_on_a_monday_the_first_of_a_month_or_new_year(zoom, first):
    scale = scale_for([row(1, Lane.POLICE, "报告", "2026-11-05")], today=TODAY, closed=False, zoom=zoom)

    assert scale.first == first
    assert scale.width == pytest.approx(NAMES + PLOT + 22)


def test_months_of_a_long_file_are_centred_on_today_or_when_closed_on_the_last_fact():
    rows = [row(1, Lane.POLICE, "报告", "2020-01-05"), row(2, Lane.POLICE, "结案", "2024-06-05")]

    running = scale_for(rows, today=TODAY, closed=False, zoom=Zoom.MONTH)
    closed = scale_for(rows, today=TODAY, closed=True, zoom=Zoom.MONTH)

    assert running.inside(running.today)
    assert closed.inside(closed.fact(on("2024-06-05")))


def test_a_window_too_long_for_its_zoom_is_shown_by_the_zoom_that_fits():
    months = (date(2025, 1, 1), date(2026, 6, 30))

    assert scale_for([], today=TODAY, closed=False, window=months, zoom=Zoom.DAY).zoom is Zoom.YEAR
    assert scale_for([], today=TODAY, closed=False, window=months, zoom=Zoom.MONTH).zoom is Zoom.YEAR


def test_a_day_stands_at_its_start_and_in_day_zoom_in_the_middle_of_its_column():
    known = row(1, Lane.POLICE, "报告", "2026-11-05")
    by_month = scale_for([known], today=TODAY, closed=False, zoom=Zoom.MONTH)
    by_day = scale_for([known], today=TODAY, closed=False, zoom=Zoom.DAY)

    assert by_month.fact(known.happened, Precision.DAY) == by_month.day(date(2026, 11, 5))
    assert by_day.fact(known.happened, Precision.DAY) == by_day.day(date(2026, 11, 5)) + 14
    assert by_day.fact(shanghai("2026-11-05 18:00")) == by_day.day(date(2026, 11, 5)) + 21


def test_an_uncertain_date_reaches_over_all_days_on_which_it_may_have_been():
    at = on("2026-02-10")

    assert possible(at, Precision.ABOUT) == (date(2026, 2, 3), date(2026, 2, 17))
    assert possible(at, Precision.YEAR) == (date(2026, 1, 1), date(2026, 12, 31))
    assert possible(at, Precision.DAY) == (civil_day(at), civil_day(at))
