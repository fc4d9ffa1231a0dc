"""Does the calendar of a post hold what it owes, by when, by which rule, and no name? 职责日历."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rules.errors import Refused
from rules.vocabulary import PauseCause
from tasks import clock_acts
from tasks.duty_calendar import DutyCalendar, duty_calendar
from tests.builders import CHILD, FATHER, HOME, MOTHER, NARRATIVE, PHONE, TEACHER
from tests.calendars import Component, read_calendar
from tests.office import County

POLICE = "P-LIUXI-POLICE"


def calendar(county: County, post: str) -> DutyCalendar:
    with county.office.reading() as desk:
        return duty_calendar(desk, post)


def events(county: County, post: str) -> dict[str, Component]:
    """By what stands before the @ of their uid."""
    found = read_calendar(calendar(county, post).content).of("VEVENT")
    return {event.properties["UID"].partition("@")[0]: event for event in found}


def at(event: Component, name: str) -> datetime:
    return datetime.strptime(event.properties[name], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def everybody(county: County) -> list[str]:
    return sorted({row.post_no for case in county_cases(county) for row in county.duties(case) if row.post_no})


def county_cases(county: County) -> list[str]:
    return sorted({row.chain for row in county.journal() if row.kind == "case_opened"})


def test_a_duty_stands_at_its_end_with_an_alarm_at_the_last_safe_moment(county: County) -> None:
    case = county.a_case()
    row = county.live(case, "police_acceptance")

    (event,) = events(county, str(row.post_no)).values()

    assert at(event, "DTSTART") == row.internal_due_at
    (alarm,) = event.of("VALARM")
    assert at(alarm, "TRIGGER;VALUE=DATE-TIME") == row.last_safe_at
    assert row.no in event.text("SUMMARY")


def test_the_rule_that_sets_the_date_is_named_with_its_force(county: County) -> None:
    case = county.a_case()
    (default,) = events(county, POLICE).values()
    filed(county, case)
    told = {event.text("SUMMARY"): event.text("DESCRIPTION") for event in events(county, POLICE).values()}

    assert "本系统默认（非法定）" in default.text("DESCRIPTION")
    assert "our default, not law" in default.text("DESCRIPTION")
    (feedback,) = [words for name, words in told.items() if "反馈" in name]
    assert "法定 3日" in feedback
    assert "高检发〔2020〕9号" in feedback
    assert "A-17" in feedback
    assert "非法定" not in feedback
    assert "not law" not in feedback


def filed(county: County, case: str) -> None:
    """The police take it up and file it on Monday, so that the reporter is owed an answer within three days."""
    county.answer(case, "police_acceptance")
    county.answer(case, "decide_filing")


def test_what_ends_with_a_day_stands_on_that_day(county: County) -> None:
    case = county.a_case()
    filed(county, case)
    row = county.live(case, "feedback_on_progress")

    event = events(county, str(row.post_no))[row.no.replace("/", ".")]

    assert event.properties["DTSTART;VALUE=DATE"] == "20260305"  # filed on Monday 2026-03-02


def test_a_duty_keeps_its_uid_while_it_is_owed_and_is_gone_when_it_is_done(county: County) -> None:
    case = county.a_case()
    before = set(events(county, POLICE))
    county.clock.move(minutes=20)

    assert set(events(county, POLICE)) == before
    county.answer(case, "police_acceptance")
    assert not before & set(events(county, POLICE))


def test_an_alarm_that_would_ring_in_the_past_is_left_out(county: County) -> None:
    case = county.a_case()
    safe = county.live(case, "police_acceptance").last_safe_at
    assert safe is not None
    county.clock.show(safe)

    assert [event.of("VALARM") for event in events(county, POLICE).values()] == [[]]


def test_what_has_no_date_is_counted_and_not_shown(county: County) -> None:
    case = county.a_case()
    county.answer(case, "police_acceptance", track="涉嫌违反治安管理")
    county.answer(case, "decide_administrative_case")
    row = county.live(case, "conclude_investigation")
    before = calendar(county, str(row.post_no))
    clock_acts.pause(county.office, case, "conclude_investigation", cause=PauseCause.EXPERT_EXAMINATION)

    after = calendar(county, str(row.post_no))

    assert (after.duties, after.undated) == (before.duties - 1, before.undated + 1)


def test_nobody_is_named_in_it(county: County) -> None:
    case = county.a_case()
    county.answer(case, "triage", danger_now="是", note="孩子害怕回家")
    county.answer(case, "police_acceptance")

    whole = "".join(
        f"{event.text('SUMMARY')}{event.text('DESCRIPTION')}"
        for post in everybody(county)
        for event in events(county, post).values()
    )

    assert case in whole
    assert [word for word in (CHILD, FATHER, MOTHER, TEACHER, HOME, PHONE, NARRATIVE, "害怕") if word in whole] == []


def test_a_post_that_owes_nothing_has_an_empty_calendar_and_one_that_is_not_there_none(county: County) -> None:
    assert calendar(county, POLICE).duties == 0
    with pytest.raises(Refused):
        calendar(county, "P-NOBODY")
