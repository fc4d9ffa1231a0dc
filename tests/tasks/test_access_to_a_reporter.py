"""Who reported: never by one alone, by two agencies together, for a day, each look on the record. 报告人."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from models import AccessGrant, SealedReporter
from rules.errors import CaseworkError, Conflict, Forbidden, Gap, Refused
from tasks import audit_access, timeline
from tasks.access import reporter
from tasks.access.reporter import Asked
from tasks.numbers import Named, new_number
from tests.builders import TEACHER, TEACHER_PHONE, a_reporter
from tests.foreigners import P_FOREIGN_OFFICE, with_neighbours
from tests.office import County

OFFICE, POLICE, PROC = "P-OFFICE", "P-LIUXI-POLICE", "P-PROC"
REASON = "告知未送达，需电话反馈"


def a_report_no(county: County, **changes: Any) -> str:
    """The number of a report by the teacher."""
    return county.report(**changes).report_no


def asked(county: County, report: str, *, by: str = OFFICE) -> Asked:
    """The county office asks who it was."""
    return reporter.ask_to_open(county.office, report, reason=REASON, by_post=by)


def granted(county: County, report: str) -> Asked:
    """It asks, and the police station agrees."""
    return reporter.agree(county.office, asked(county, report).no, by_post=POLICE)


def refused(county: County, error: type[CaseworkError], act: Callable[[], Any]) -> CaseworkError:
    """The act is refused, and nothing was written by it."""

    def kept() -> Any:
        with county.office.reading() as desk:
            return [one.model_dump() for one in desk.session.exec(select(AccessGrant).order_by(col(AccessGrant.no)))]

    before = county.entries(), kept()
    with pytest.raises(error) as told:
        act()
    assert (county.entries(), kept()) == before
    return told.value


def test_two_agencies_together_open_it_to_the_one_that_asked(county: County) -> None:
    grant = granted(county, a_report_no(county))

    found = reporter.open_reporter(county.office, grant.no, by_post=OFFICE)

    assert (found.name, found.phone) == (TEACHER, TEACHER_PHONE)
    assert found.post == "P-LIUXI-SCHOOL"
    assert found.address == ""


def test_each_step_and_each_look_is_a_fact_without_a_name(county: County) -> None:
    report = a_report_no(county)
    grant = granted(county, report)
    reporter.open_reporter(county.office, grant.no, by_post=OFFICE)
    reporter.open_reporter(county.office, grant.no, by_post=OFFICE)

    steps = [row for row in county.journal(report) if '"grant_no"' in row.payload]
    assert [(row.kind, row.by_post) for row in steps] == [
        ("reporter_asked_for", OFFICE),
        ("reporter_granted", POLICE),
        ("record_read", OFFICE),
        ("record_read", OFFICE),
    ]
    assert all(row.basis == "A-20 HT-211" for row in steps)
    assert not any(secret in row.payload for row in steps for secret in (TEACHER, TEACHER_PHONE, REASON))
    county.must_hold()


def test_whoever_audits_sees_that_it_was_opened(county: County) -> None:
    received = county.report()
    grant = granted(county, received.report_no)
    reporter.open_reporter(county.office, grant.no, by_post=OFFICE)

    with county.office.reading() as desk:
        looks = audit_access.accesses(desk, audit_access.Asked(no=received.concerned[0].case_no, most=10))
        lines = [one.zh for one in timeline.timeline(desk, received.concerned[0].case_no)]

    assert [(one.chain, one.what, one.post.no) for one in looks if one.post] == [
        (received.report_no, f"reporter；编号 {grant.no}", OFFICE)
    ]
    assert f"查阅报告人信息（{grant.no}）" in lines


def test_it_is_seen_for_a_day_to_the_second(county: County) -> None:
    grant = granted(county, a_report_no(county))
    assert grant.until == county.clock() + timedelta(hours=24)

    county.clock.show(grant.until - timedelta(seconds=1))
    assert reporter.open_reporter(county.office, grant.no, by_post=OFFICE).name == TEACHER
    for moment in (grant.until, grant.until + timedelta(seconds=1)):
        county.clock.show(moment)
        refused(county, Forbidden, lambda: reporter.open_reporter(county.office, grant.no, by_post=OFFICE))


def test_before_somebody_agreed_nobody_sees_it(county: County) -> None:
    grant = asked(county, a_report_no(county))

    assert (
        "尚未同意"
        in refused(county, Forbidden, lambda: reporter.open_reporter(county.office, grant.no, by_post=OFFICE)).zh
    )


@pytest.mark.parametrize("post", [POLICE, PROC, "P-CIVIL"])
def test_only_the_one_that_asked_sees_it_not_even_the_one_that_agreed(post: str, county: County) -> None:
    grant = granted(county, a_report_no(county))

    error = refused(county, Forbidden, lambda: reporter.open_reporter(county.office, grant.no, by_post=post))
    assert getattr(error, "hidden", False)


def test_nobody_agrees_with_themselves(county: County) -> None:
    grant = asked(county, a_report_no(county))

    assert "自己" in refused(county, Forbidden, lambda: reporter.agree(county.office, grant.no, by_post=OFFICE)).zh


def test_the_same_person_at_another_post_does_not_agree_either(county: County) -> None:
    grant = asked(county, a_report_no(county))
    with county.office.writing() as desk:  # the very person who asked sits at the station, too
        desk.session.execute(update(AccessGrant).where(col(AccessGrant.no) == grant.no).values(asked_by_person="W-007"))

    assert "自己" in refused(county, Forbidden, lambda: reporter.agree(county.office, grant.no, by_post=POLICE)).zh


def test_another_post_of_the_same_agency_does_not_agree(county: County) -> None:
    report = a_report_no(county)
    grant = asked(county, report, by="P-CIVIL")
    case = county.facts("report_received", report)[0]["children"][0]["case_no"]
    assert case

    refused(county, Forbidden, lambda: reporter.agree(county.office, grant.no, by_post="P-CIVIL-LEADER"))


def test_one_of_the_two_is_the_county_office_or_the_procuratorate(county: County) -> None:
    grant = asked(county, a_report_no(county), by="P-CIVIL")

    error = refused(county, Forbidden, lambda: reporter.agree(county.office, grant.no, by_post=POLICE))

    assert "人民检察院" in error.zh
    assert reporter.agree(county.office, grant.no, by_post=PROC).agreed_by_post == PROC
    assert reporter.open_reporter(county.office, grant.no, by_post="P-CIVIL").name == TEACHER


@pytest.mark.parametrize("post", ["P-LIUXI-SCHOOL", "P-SHIQIAO-POLICE", "P-GOV", "P-HEBIAN-COMMITTEE"])
def test_who_is_nothing_to_the_case_can_neither_ask_nor_agree(post: str, county: County) -> None:
    report = a_report_no(county)
    grant = asked(county, report)

    refused(county, Forbidden, lambda: asked(county, report, by=post))
    refused(county, Forbidden, lambda: reporter.agree(county.office, grant.no, by_post=post))
    refused(county, Forbidden, lambda: reporter.refuse(county.office, grant.no, reason="否", by_post=post))


def test_another_countys_report_looks_like_none(county: County) -> None:
    with_neighbours(county)
    report, nowhere = a_report_no(county), new_number(Named.REPORT, county.office.entropy)

    there = refused(county, Forbidden, lambda: asked(county, report, by=P_FOREIGN_OFFICE))
    absent = refused(county, Forbidden, lambda: asked(county, nowhere, by=P_FOREIGN_OFFICE))

    assert there.zh.replace(report, "·") == absent.zh.replace(nowhere, "·")
    assert there.en.replace(report, "·") == absent.en.replace(nowhere, "·")


def test_after_a_no_it_must_be_asked_for_anew(county: County) -> None:
    report = a_report_no(county)
    grant = asked(county, report)

    said = reporter.refuse(county.office, grant.no, reason="可由学校转告", by_post=PROC)

    assert said.refused
    assert "可由学校" not in str(county.facts("reporter_denied", report))
    refused(county, Conflict, lambda: reporter.agree(county.office, grant.no, by_post=POLICE))
    refused(county, Forbidden, lambda: reporter.open_reporter(county.office, grant.no, by_post=OFFICE))
    assert asked(county, report).no != grant.no


def test_it_is_agreed_to_once_and_asked_for_once_at_a_time(county: County) -> None:
    report = a_report_no(county)
    grant = granted(county, report)

    refused(county, Conflict, lambda: reporter.agree(county.office, grant.no, by_post=PROC))
    refused(county, Conflict, lambda: reporter.refuse(county.office, grant.no, reason="晚了", by_post=PROC))
    refused(county, Conflict, lambda: asked(county, report))
    assert grant.until
    county.clock.show(grant.until)
    assert asked(county, report).until is None


@pytest.mark.parametrize(("reason", "by"), [(" ", OFFICE), (REASON, "P-NOBODY")])
def test_without_a_reason_or_a_post_nothing_is_asked(reason: str, by: str, county: County) -> None:
    report = a_report_no(county)

    refused(county, Refused, lambda: reporter.ask_to_open(county.office, report, reason=reason, by_post=by))


def test_where_nobody_left_anything_there_is_nothing_to_ask_for(county: County) -> None:
    report = a_report_no(county, reporter={}, unit_kind="anonymous")

    refused(county, Refused, lambda: asked(county, report))


def test_what_waits_is_listed_for_those_who_may_answer(county: County) -> None:
    grant = asked(county, a_report_no(county))

    def waiting(post: str) -> list[str]:
        with county.office.reading() as desk:
            return [one.no for one in reporter.waiting_for(desk, post)]

    assert (waiting(PROC), waiting(POLICE), waiting(OFFICE)) == ([grant.no], [grant.no], [])
    assert waiting("P-LIUXI-SCHOOL") == []
    assert reporter.reason_for(county.office, grant.no, by_post=PROC) == REASON
    refused(county, Forbidden, lambda: reporter.reason_for(county.office, grant.no, by_post="P-LIUXI-SCHOOL"))
    reporter.agree(county.office, grant.no, by_post=PROC)
    assert waiting(POLICE) == []


def test_what_was_altered_in_the_table_is_not_shown(county: County) -> None:
    report = a_report_no(county)
    grant = granted(county, report)
    with county.office.writing() as desk:
        forged = desk.office.vault.seal_reporter(report, '{"name":"另一个人"}')
        desk.session.execute(
            update(SealedReporter).where(col(SealedReporter.report_no) == report).values(sealed=forged)
        )

    refused(county, Gap, lambda: reporter.open_reporter(county.office, grant.no, by_post=OFFICE))


def test_who_left_only_a_telephone_number_can_be_called(county: County) -> None:
    received = county.report(reporter=a_reporter(post=None), unit_kind="citizen")
    case = received.concerned[0].case_no
    county.answer(case, "triage")
    county.answer(case, "tell_reporter")
    county.deliver()
    duty = county.live(case, "reach_by_other_means")
    assert duty.post_no == OFFICE

    grant = asked(county, received.report_no, by=OFFICE)
    reporter.agree(county.office, grant.no, by_post=PROC)
    assert reporter.open_reporter(county.office, grant.no, by_post=OFFICE).phone == TEACHER_PHONE

    county.answer(case, "reach_by_other_means")
    assert "reach_by_other_means" not in county.owed(case)
