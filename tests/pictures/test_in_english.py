"""Can an English reader read the pictures, and does nothing of them stay Chinese? 英文图."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pictures.legend import as_list
from pictures.page import html
from pictures.rows import Kind, Lane, Row
from pictures.scale import NAMES, Zoom
from pictures.signs import Sign
from pictures.table import table
from pictures.timeline import LARGEST, MOST, draw, elements
from pictures.words import MONTHS
from rules.calendar import Calendar
from rules.vocabulary import Sanction
from scenarios.player import Played, play
from tasks.picture_rows import picture_rows
from tests.pictures.reading import HAN, WITHOUT_STYLE, labels, numbers, parsed
from tests.pictures.sample_rows import LAW, TODAY, by, every_mark, in_english, many, on, reference_case, row

CALENDAR = Calendar.national()
CASES = {
    "reference": reference_case(),
    "every mark": every_mark(),
    "forty": many(40, years=0.7),
    "two hundred in eight months": many(200, years=0.7),
    "two hundred in nine years": many(200, years=9),
    "a thousand in ten years": many(1000, years=10),
    "none": [],
}
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
STORIES = (EXAMPLES / "cases" / "08-nantong.yaml", EXAMPLES / "scenarios" / "ten-years.yaml")
BASIS = re.compile(r'<small class="basis" lang="zh-Hans">.*?</small>')
"""The law is cited in its own language, and says so."""


def drawn(rows: list[Row], **more: object) -> str:
    given = {"title": "990101-2026-0187", "today": TODAY, "closed": False, "calendar": CALENDAR, "lang": "en"}
    return draw(rows, **(given | more)).svg  # type: ignore[arg-type]


@pytest.fixture(params=list(CASES))
def case(request: pytest.FixtureRequest) -> list[Row]:
    return in_english(CASES[request.param])


@pytest.fixture(scope="module", params=STORIES, ids=lambda path: path.stem)
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    with play(request.param, home=tmp_path_factory.mktemp("english")) as story:
        yield story


def readable(picture: str) -> None:
    """No label on another, none over the frame."""
    held = sorted(labels(picture), key=lambda one: one.y)
    assert [(a.words, b.words) for nth, a in enumerate(held) for b in held[nth + 1 :] if a.touches(b)] == []
    wide = float(parsed(picture).get("width", 0))
    corner = re.compile(r"\d+ (earlier|later)")
    assert [one for one in held if one.x1 > wide or (one.x0 < NAMES and not corner.fullmatch(one.words))] == []


# ---------------------------------------------------------------------------------------- of invented rows


@pytest.mark.parametrize("zoom", [None, *Zoom])
def test_english_labels_stand_apart_and_within_the_frame(case: list[Row], zoom: Zoom | None) -> None:
    picture = drawn(case, zoom=zoom)
    readable(picture)
    assert numbers(picture) == {one.entry_no: 1 for one in case}
    assert HAN.findall(picture) == []


@pytest.mark.parametrize("name", CASES)
def test_an_english_picture_stays_as_small_as_a_chinese_one_has_to(name: str) -> None:
    picture = drawn(in_english(CASES[name]))
    assert elements(picture) <= MOST
    assert len(picture.encode()) <= LARGEST


def test_what_is_overdue_is_never_without_its_label() -> None:
    rows = [
        row(nth, Lane.COURT, "", f"2026-0{1 + nth % 9}-05", kind=Kind.LIMIT, limit=by("2026-09-02"), limit_kind=LAW)
        for nth in range(1, 6)
    ]
    assert sum("overdue" in one.words for one in labels(drawn(in_english(rows)))) == len(rows)


def test_the_name_of_a_lane_fits_beside_the_axis() -> None:
    rows = [row(nth, lane, "visit", "2026-10-01") for nth, lane in enumerate(Lane, start=1)]
    names = [one for one in parsed(drawn(rows)).iter() if one.get("class") == "b"]
    told = [one.text or "" for one in names]
    assert len(told) == len(Lane) + 2  # two of them take two lines
    assert [one for one in told if len(one) > 15] == []


def test_english_dates_name_their_month() -> None:
    """3/4 is March to some readers and April to others."""
    rows = [row(1, Lane.COURT, "decision", "2026-10-04"), row(2, Lane.COURT, "decision", "2019-05-10")]
    told = " ".join(one.words for one in labels(drawn(rows)))
    assert "4 Oct" in told
    assert "10 May 2019" in told
    axis = drawn(rows[:1], zoom=Zoom.MONTH)
    assert all(f">{month}" in axis for month in MONTHS[9:])
    assert ">Mon<" in drawn(rows[:1], zoom=Zoom.DAY)


def test_both_days_of_neighbouring_years_without_holidays_are_not_written_over_one_another() -> None:
    picture = drawn([row(1, Lane.COURT, "decision", "2021-01-04")], window=(date(2020, 12, 1), date(2021, 7, 31)))
    assert "2021: holidays not loaded" in picture
    assert "2020: holidays not loaded" not in picture


def test_the_legend_is_english_and_each_sign_has_words_of_its_own() -> None:
    told = as_list(Sign, "en")
    assert HAN.findall(told) == []
    assert len({sign.en for sign in Sign}) == len(Sign)


def test_the_page_and_its_table_are_english() -> None:
    text = html(
        in_english(every_mark()), title="990101-2026-0187", today=TODAY, closed=False, calendar=CALENDAR, lang="en",
        sheets=True,
    )  # fmt: skip
    assert '<html lang="en">' in text
    assert HAN.findall(WITHOUT_STYLE.sub("", text)) == []


def test_a_default_of_ours_is_said_to_be_no_law_in_english_too() -> None:
    rows = [row(1, Lane.COURT, "reply", "2026-11-01", kind=Kind.LIMIT, limit=by("2026-11-10"), limit_kind=None)]
    assert "due 2026-11-10 24:00 (our default, not law): overdue 13 days" in table(rows, today=TODAY, lang="en")


def test_a_breach_says_what_followed() -> None:
    rows = [
        row(1, Lane.COURT, "breach", "2026-10-03", kind=Kind.PIN, sanction=Sanction.NONE, happened=on("2026-10-03"))
    ]
    assert "breach 3 Oct, no penalty" in [one.words for one in labels(drawn(rows))]


# ---------------------------------------------------------------------------------------- of played stories


@pytest.mark.parametrize("zoom", [None, *Zoom])
def test_the_picture_of_a_played_story_is_english_and_can_be_read(played: Played, zoom: Zoom | None) -> None:
    for case_no in played.cases.values():
        with played.office.reading() as desk:
            rows, at = list(picture_rows(desk, case_no, "en")), desk.at
        picture = drawn(rows, title=case_no, today=at, zoom=zoom)
        assert rows
        assert HAN.findall(WITHOUT_STYLE.sub("", picture)) == []
        readable(picture)
        assert numbers(picture) == {one.entry_no: 1 for one in rows}


def test_both_languages_tell_of_the_same_facts(played: Played) -> None:
    def told(row: Row) -> tuple[object, ...]:
        return row.entry_no, row.lane, row.kind, row.happened, row.limit, row.limit_kind, row.state, row.weight

    for case_no in played.cases.values():
        with played.office.reading() as desk:
            zh, en = (picture_rows(desk, case_no, lang) for lang in ("zh", "en"))
        assert list(map(told, zh)) == list(map(told, en))


def test_the_table_of_a_played_story_is_english_but_for_the_law_that_it_cites(played: Played) -> None:
    for case_no in played.cases.values():
        with played.office.reading() as desk:
            text = table(picture_rows(desk, case_no, "en"), today=desk.at, lang="en")
        assert BASIS.search(text)
        assert HAN.findall(BASIS.sub("", text)) == []
