"""Does a calendar file say what it was given, to any program that reads it by the standard? 日历文件."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from documents.ics import Event, ics
from rules.moments import shanghai
from tests.calendars import Component, read_calendar

AT = shanghai("Monday 2026-03-02 11:50")


def an_event(**changes: Any) -> Event:
    given: dict[str, Any] = {"uid": "C-1.2@house", "by": AT, "summary": "接受报案", "description": "法定 3日"}
    return Event(**{**given, **changes})


def read(*events: Event) -> list[Component]:
    return read_calendar(ics(events, name="护童待办", made_at=AT)).of("VEVENT")


@pytest.mark.parametrize(
    "words",
    [
        "a,b;c\\d",
        "one\ntwo\r\nthree\rfour",
        "\\n is no line\\,",
        "END:VEVENT\r\nBEGIN:VEVENT",
        "：" * 200,
        "a" * 74 + "：" + "😀" * 50,
        " begins and ends with a space ",
    ],
)
def test_words_come_out_as_they_went_in(words: str) -> None:
    (event,) = read(an_event(summary=words, description=words))

    assert event.text("SUMMARY") == event.text("DESCRIPTION") == words.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("length", range(60, 80))
def test_lines_are_folded_wherever_they_become_too_long(length: int) -> None:
    for letter in ("a", "é", "：", "😀"):
        (event,) = read(an_event(summary="a" * length + letter * 3))
        assert event.text("SUMMARY") == "a" * length + letter * 3


def test_control_characters_do_not_reach_the_file() -> None:
    assert read(an_event(summary="a\x00b\x1bc\x7f\td"))[0].text("SUMMARY") == "abcd"


def test_instants_are_in_utc_and_days_are_days() -> None:
    timed, whole = read(an_event(), an_event(by=date(2026, 3, 6)))

    assert timed.properties["DTSTART"] == "20260302T035000Z"
    assert whole.properties["DTSTART;VALUE=DATE"] == "20260306"
    assert {event.properties["DTSTAMP"] for event in (timed, whole)} == {"20260302T035000Z"}


def test_an_alarm_rings_at_its_own_moment_and_only_where_there_is_one() -> None:
    with_alarm, without = read(an_event(alarm_at=shanghai("Monday 2026-03-02 11:20")), an_event())

    (alarm,) = with_alarm.of("VALARM")
    assert alarm.properties["TRIGGER;VALUE=DATE-TIME"] == "20260302T032000Z"
    assert (alarm.properties["ACTION"], alarm.text("DESCRIPTION")) == ("DISPLAY", "接受报案")
    assert without.of("VALARM") == []


def test_what_may_still_change_says_so() -> None:
    assert [event.properties["STATUS"] for event in read(an_event(), an_event(tentative=True))] == [
        "CONFIRMED",
        "TENTATIVE",
    ]


def test_a_calendar_without_events_is_one() -> None:
    calendar = read_calendar(ics([], name="护童待办，P;1", made_at=AT))

    assert calendar.parts == []
    assert calendar.text("X-WR-CALNAME") == "护童待办，P;1"
    assert (calendar.properties["VERSION"], calendar.properties["METHOD"]) == ("2.0", "PUBLISH")
