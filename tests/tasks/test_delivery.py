"""What is queued goes out, at least once, under one message id; what cannot go out becomes somebody's duty. 送达."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from models import Blob, SealedReporter
from notifications.channels.file import FileChannel
from notifications.message import Rendered
from rules.errors import Unavailable
from rules.vocabulary import ProcedureKind
from tasks import deliver
from tasks.directory import enter_directory
from tests.builders import TEACHER, TEACHER_ADDRESS, a_brother, a_child, a_reporter
from tests.colleagues import FOR_GOOD, PASSING, through
from tests.office import County, example_directory

UNDELIVERED = ProcedureKind.UNDELIVERED_NOTICE
TOLD_AT_ONCE = 5  # three posts are told of a report, two are owed a duty


# ------------------------------------------------------------------------------------------------ it works


def test_what_is_queued_is_written_to_the_outbox_as_it_was_rendered(county: County) -> None:
    county.a_case()

    assert county.deliver() == TOLD_AT_ONCE
    assert county.deliver() == 0

    with county.office.reading() as desk:
        kept = {row.sha256: Rendered.from_bytes(row.content) for row in desk.session.exec(select(Blob))}
    notices = {one.no: one for one in county.notices()}
    assert {one["message_id"] for one in county.outbox()} == set(notices)
    for line in county.outbox():
        notice = notices[line["message_id"]]
        assert (line["subject"], line["text"]) == (kept[notice.blob].subject, kept[notice.blob].text)
        assert (line["address"], notice.state, notice.attempts) == (notice.post_no, "delivered", 1)
        assert notice.receipt is not None
        assert notice.receipt.startswith("sha256:")


def test_what_was_queued_first_goes_out_first(county: County) -> None:
    county.a_case()
    queued = [one.notice_no for one in county.queued()]

    county.deliver()

    assert [one["message_id"] for one in county.outbox()] == queued


# ------------------------------------------------------------------------------------------------ it fails passingly


def test_a_passing_failure_is_tried_again_each_time_twice_as_late_under_the_same_id(county: County) -> None:
    county.a_case()
    worker, channel = through(county, PASSING)
    first = county.queued()[0].notice_no
    deliver.deliver(worker.office)  # the first fails, the others go out

    for tries, pause in enumerate((10, 20, 40), start=1):
        channel.moods = iter([PASSING] if pause < 40 else [])
        county.clock.move(seconds=pause - 1)
        assert deliver.deliver(worker.office) == 0  # not yet
        county.clock.move(seconds=1)
        assert deliver.deliver(worker.office) == 1
        assert [one.message_id for one in channel.asked].count(first) == tries + 1

    notice = next(one for one in county.notices() if one.no == first)
    assert (notice.state, notice.attempts) == ("delivered", 4)


def test_a_failure_that_does_not_pass_is_given_up_and_becomes_a_duty(county: County) -> None:
    case = county.a_case()
    first = county.queued()[0].notice_no
    worker, channel = through(county, *[PASSING] * 1000)
    started = county.clock.at
    while any(one.notice_no == first for one in county.queued()):
        deliver.deliver(worker.office)
        county.clock.move(minutes=1)
    county.move()

    assert sum(one.message_id == first for one in channel.asked) == deliver.GIVE_UP_AFTER
    assert timedelta(hours=3) < county.clock.at - started < timedelta(hours=4)
    assert "reach_by_other_means" in county.owed(case)


# ------------------------------------------------------------------------------------------------ it fails for good


def test_a_permanent_failure_becomes_the_duty_to_reach_the_addressee_otherwise(county: County) -> None:
    case = county.a_case()
    worker, _ = through(county, FOR_GOOD)

    worker.deliver()

    failed = [one for one in county.notices() if one.state == "failed"]
    assert [(one.failure, one.attempts) for one in failed] == [("mailbox_closed", 1)]
    assert [row.about for row in county.procedures(case, UNDELIVERED)] == [failed[0].post_no]
    duty = county.duty(case, "reach_by_other_means")
    assert duty.post_no == "P-OFFICE"
    assert (duty.legal_due_at or county.clock.at) - county.clock.at == timedelta(hours=4)

    county.clock.move(hours=4)
    county.sweep()
    climbed = [one["told"] for one in county.facts("rung_fired", case) if one["code"] == "reach_by_other_means"]
    assert climbed == [[], ["P-OFFICE", "P-CIVIL-LEADER"]]  # the reminder was overtaken

    county.answer(case, "reach_by_other_means")
    assert county.ends(case, UNDELIVERED) == ["completed"]


def test_a_message_about_several_children_that_fails_is_a_duty_in_each_of_their_cases(county: County) -> None:
    received = county.report(children=[a_child(), a_brother()])
    worker, _ = through(county, FOR_GOOD)

    worker.deliver()

    for one in received.concerned:
        assert "reach_by_other_means" in county.owed(one.case_no)


def test_however_many_messages_to_one_post_fail_it_is_one_duty_in_a_case(county: County) -> None:
    case = county.a_case()
    worker, _ = through(county, *[FOR_GOOD] * TOLD_AT_ONCE)

    worker.deliver()

    assert len([one for one in county.notices() if one.state == "failed"]) >= TOLD_AT_ONCE
    assert sorted(row.about for row in county.procedures(case, UNDELIVERED)) == [
        "P-CIVIL",
        "P-LIUXI-POLICE",
        "P-LIUXI-STATION",
    ]


def test_a_message_about_an_undelivered_message_that_fails_too_opens_nothing(county: County) -> None:
    case = county.a_case()
    worker, _ = through(county, *[FOR_GOOD] * 100)
    for _ in range(4):
        worker.deliver()
        county.clock.move(minutes=1)

    assert len(county.procedures(case, UNDELIVERED)) == 3
    assert county.queued() == []


def test_a_channel_that_nobody_set_up_fails_for_good(county: County) -> None:
    form = example_directory().model_copy(deep=True)
    for agency in form.agencies:
        for post in agency.posts:
            post.channels[0].channel = "smtp"
    enter_directory(county.office, form)
    county.a_case()

    county.deliver()

    assert {(one.channel, one.failure) for one in county.notices() if one.state == "failed"} == {
        ("smtp", "channel_not_set_up")
    }


def test_a_notice_on_a_channel_that_its_post_has_left_meanwhile_is_not_sent_to_nobody(county: County) -> None:
    case = county.a_case()
    form = example_directory().model_copy(deep=True)
    for agency in form.agencies:
        for post in agency.posts:
            post.channels[0].channel = "console"
    enter_directory(county.office, form)

    county.deliver()

    assert [one for one in county.outbox() if not one["address"]] == []
    assert "reach_by_other_means" in county.owed(case)


# ------------------------------------------------------------------------------------------------ a worker dies


def test_what_a_dead_worker_had_claimed_is_sent_when_its_lease_runs_out_with_the_same_id(county: County) -> None:
    county.a_case()
    claimed = deliver.claim(county.office, 50)
    for one in claimed:
        deliver.send(county.office, one)  # and then the worker dies, before it wrote anything down
    worker, channel = through(county)

    county.clock.move(seconds=deliver.LEASE.total_seconds() - 1)
    assert deliver.deliver(worker.office) == 0
    county.clock.move(seconds=1)
    assert deliver.deliver(worker.office) == TOLD_AT_ONCE

    assert {one.message_id for one in channel.asked} == {one.notice_no for one in claimed}
    assert {one.state for one in county.notices()} == {"delivered"}


def test_a_worker_that_comes_back_after_its_lease_writes_nothing_down_twice(county: County) -> None:
    county.a_case()
    claimed = deliver.claim(county.office, 50)
    sent = [deliver.send(county.office, one) for one in claimed]
    county.clock.move(seconds=61)
    deliver.deliver(through(county)[0].office)

    deliver.write_down(county.office, sent)

    assert len(county.facts("notice_delivered")) == TOLD_AT_ONCE


# ------------------------------------------------------------------------------------------------ the reporter


def told_reporter(county: County, **reporter: str | None) -> str:
    """A report whose reporter is due an answer; its number."""
    received = county.report(reporter=reporter)
    case = received.concerned[0].case_no
    county.answer(case, "triage")
    county.answer(case, "tell_reporter", outcome="已联合走访，正在办理")
    return received.report_no


def test_the_reporter_is_told_at_the_address_that_only_the_seal_knows(county: County) -> None:
    told_reporter(county, name=TEACHER, channel="file", address=TEACHER_ADDRESS)
    county.deliver()

    message = next(one for one in county.outbox() if one["address"] == TEACHER_ADDRESS)
    assert "已联合走访，正在办理" in message["text"]
    assert TEACHER not in message["text"]
    assert [one.post_no for one in county.notices(why="reporter_told")] == [None]


def test_a_reporter_who_named_a_post_is_told_there(county: County) -> None:
    told_reporter(county, **a_reporter())
    county.deliver()

    assert [one["address"] for one in county.outbox()].count("P-LIUXI-SCHOOL") == 1


def test_a_reporter_who_said_nothing_of_themselves_is_recorded_as_not_reachable(county: County) -> None:
    report = told_reporter(county)
    county.deliver()

    assert county.facts("reporter_told", report) == [{"stage": "研判结果", "notices": [], "reachable": False}]
    assert county.procedures(case_of(county, report), UNDELIVERED) == []


def test_a_reporter_who_left_only_a_telephone_is_called_by_somebody(county: County) -> None:
    report = told_reporter(county, name="某人", phone="000-0000-0009")
    county.deliver()

    assert [row.about for row in county.procedures(case_of(county, report), UNDELIVERED)] == ["reporter"]


def case_of(county: County, report: str) -> str:
    number: str = county.facts("report_received", report)[0]["children"][0]["case_no"]
    return number


def test_a_reporter_whose_address_does_not_work_becomes_a_duty(county: County) -> None:
    report = told_reporter(county, channel="smtp", address="nobody@qinghe.invalid")
    county.deliver()

    case = case_of(county, report)
    assert [row.about for row in county.procedures(case, UNDELIVERED)] == ["reporter"]
    assert "reach_by_other_means" in county.owed(case)


def test_who_reported_opens_with_the_key_of_reporters_and_with_no_other(county: County) -> None:
    report = told_reporter(county, **a_reporter())

    with county.office.reading() as desk:
        sealed = desk.session.exec(select(SealedReporter.sealed)).one()
        with pytest.raises(Unavailable):
            desk.cipher(report).open("reporter", sealed)
        with pytest.raises(Unavailable):
            desk.office.vault.open_reporter("R-00000-00000", sealed)
        assert TEACHER in desk.office.vault.open_reporter(report, sealed)


def test_the_file_channel_is_a_real_file(county: County) -> None:
    assert isinstance(county.office.channels["file"], FileChannel)
