"""Each post gets one message in the morning, and a digest that nobody reads goes up. 每日要情."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models import Notice
from rules.errors import Refused
from rules.moments import shanghai
from tasks import attending, digests, notice_reading
from tests.colleagues import another
from tests.office import County

TUESDAY = "Tuesday 2026-03-03 08:30"


@pytest.fixture
def case(county: County) -> str:
    """A case of Monday of which nobody took any notice."""
    return county.a_case()


def digest_of(county: County, post: str) -> list[Notice]:
    return [one for one in county.notices(post=post) if one.template == "digest"]


def text_of(county: County, notice: Notice) -> str:
    with county.office.reading() as desk:
        return notice_reading.show(desk, notice.no).text


def test_it_goes_out_once_at_half_past_eight_and_not_a_second_before(county: County, case: str) -> None:
    county.clock.show(shanghai(TUESDAY) - timedelta(seconds=1))
    assert digests.send(county.office) == 0

    county.clock.show(TUESDAY)
    assert digests.send(county.office) > 0
    assert digests.send(county.office) == 0
    assert digests.send(another(county).office) == 0
    assert len(digest_of(county, "P-LIUXI-POLICE")) == 1

    county.clock.move(days=1)
    assert digests.send(county.office) > 0
    assert len(digest_of(county, "P-LIUXI-POLICE")) == 2


def test_one_message_names_everything_that_the_post_owes_and_no_child(county: County, case: str) -> None:
    second = county.a_case(children=[{"name": "某童", "residence": {"area": "990101001"}}])
    county.clock.show(TUESDAY)
    digests.send(county.office)

    (notice,) = digest_of(county, "P-LIUXI-POLICE")
    text = text_of(county, notice)
    assert case in text
    assert second in text
    assert "已逾期（2 项）" in text
    assert "本系统默认（非法定）" in text
    assert "禾" not in text
    assert "某童" not in text


def test_a_post_with_nothing_before_it_gets_none(county: County, case: str) -> None:
    county.clock.show(TUESDAY)
    digests.send(county.office)

    assert digest_of(county, "P-LIUXI-SCHOOL") == []


def test_what_was_taken_on_is_counted_and_not_listed_again(county: County, case: str) -> None:
    attending.accept(county.office, case, "police_acceptance")
    county.clock.show(TUESDAY)
    digests.send(county.office)

    text = text_of(county, digest_of(county, "P-LIUXI-POLICE")[0])
    assert "已接办、尚未办结：1 项" in text
    assert case not in text


def test_the_county_office_gets_what_is_stuck_in_its_area(county: County, case: str) -> None:
    county.clock.show(TUESDAY)
    digests.send(county.office)

    text = text_of(county, digest_of(county, "P-OFFICE")[0])
    assert "本区域卡住的事项" in text
    assert "逾期未办：" in text


def test_digests_that_nobody_reads_for_two_days_are_told_to_the_post_above_once_a_week(
    county: County, case: str
) -> None:
    def told_above() -> int:
        return len([one for one in county.notices(post="P-LIUXI-CHIEF") if one.template == "digest_unread"])

    county.clock.show(TUESDAY)
    for _ in range(2):
        digests.send(county.office)
        county.clock.move(days=1)
    assert told_above() == 0  # a second before two days have gone nobody is told
    digests.send(county.office)
    assert told_above() == 1
    county.clock.move(days=1)
    digests.send(county.office)
    assert told_above() == 1


def test_a_digest_that_was_read_starts_the_count_anew(county: County, case: str) -> None:
    county.clock.show(TUESDAY)
    digests.send(county.office)
    notice_reading.mark_read(county.office, digest_of(county, "P-LIUXI-POLICE")[0].no, by_post="P-LIUXI-POLICE")
    for _ in range(2):
        county.clock.move(days=1)
        digests.send(county.office)

    assert [one for one in county.notices(post="P-LIUXI-CHIEF") if one.template == "digest_unread"] == []


def test_reading_the_message_of_a_duty_is_reading_the_duty(county: County, case: str) -> None:
    notice = next(one for one in county.notices(post="P-LIUXI-POLICE") if one.duty_no)

    notice_reading.mark_read(county.office, notice.no, by_post="P-LIUXI-POLICE")
    notice_reading.mark_read(county.office, notice.no)  # again, to no effect

    assert county.duty(case, "police_acceptance").read_at == county.clock()
    assert len(county.facts("notice_read", case)) == 1
    county.must_hold()


def test_nobody_confirms_for_another_post_and_no_message_to_a_reporter_is_shown(county: County, case: str) -> None:
    notice = next(one for one in county.notices(post="P-LIUXI-POLICE") if one.duty_no)

    with pytest.raises(Refused, match="不能代为确认"):
        notice_reading.mark_read(county.office, notice.no, by_post="P-CIVIL")
    with pytest.raises(Refused, match="没有编号为"):
        notice_reading.mark_read(county.office, "N-00000-00000")
