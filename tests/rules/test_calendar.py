"""Which days are working days, and who says so?"""

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from rules.calendar import CALENDAR_DATA, Calendar, years_missing
from rules.errors import Gap
from rules.notice import Notice, read_notice

NATIONAL = Calendar.national()
EVERY_DAY = [date(2024, 1, 1) + timedelta(days=n) for n in range((date(2027, 1, 1) - date(2024, 1, 1)).days)]


def test_every_day_of_2024_to_2026_is_worked_exactly_when_chinese_calendar_says_so():
    differ = [day for day in EVERY_DAY if NATIONAL.is_working_day(day) != chinese_calendar.is_workday(day)]

    assert len(EVERY_DAY) == 366 + 365 + 365
    assert differ == []


def test_every_weekday_off_in_2024_to_2026_is_one_that_the_holidays_package_knows():
    oracle = holidays.China(years=[2024, 2025, 2026])
    ours = {day for day in EVERY_DAY if NATIONAL.is_rest_day(day) and day.weekday() < 5}
    theirs = {day for day in oracle if day.weekday() < 5}

    assert ours == theirs


def test_a_statutory_holiday_is_one_that_the_holidays_package_calls_neither_swapped_nor_observed():
    oracle = holidays.China(years=[2024, 2025, 2026])
    theirs = {
        day for day in oracle if any("Day off" not in name and "observed" not in name for name in oracle.get_list(day))
    }

    assert {day for day in EVERY_DAY if NATIONAL.is_statutory_holiday(day)} == theirs


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 2, 14), True),  # Saturday, worked for Spring Festival
        (date(2026, 2, 15), False),  # Sunday, first day off
        (date(2026, 2, 23), False),  # Monday, last day off
        (date(2026, 2, 24), True),  # Tuesday
        (date(2026, 2, 28), True),  # Saturday, worked for Spring Festival
        (date(2026, 3, 1), False),  # a plain Sunday
        (date(2026, 9, 20), True),  # Sunday, worked for National Day
        (date(2026, 10, 1), False),  # Thursday
        (date(2026, 10, 8), True),  # Thursday after
        (date(2024, 2, 9), True),  # Friday: in 2024 New Year's Eve was only recommended as leave
    ],
)
def test_the_notice_and_not_the_weekday_decides(day, works):
    assert NATIONAL.is_working_day(day) is works
    assert NATIONAL.is_rest_day(day) is not works


@pytest.mark.parametrize(
    ("day", "zh", "en", "basis"),
    [
        (date(2026, 2, 14), "为春节调休上班日", "is worked in exchange for Spring Festival", "国办发明电〔2025〕7号"),
        (date(2026, 2, 17), "为春节法定节日", "is the statutory holiday of Spring Festival", "国办发明电〔2025〕7号"),
        (date(2025, 10, 8), "为国庆节、中秋节放假调休日", "is a day off around", "国办发明电〔2024〕12号"),
        (date(2026, 3, 7), "为周末休息日", "is a weekend", "P-14"),
        (date(2026, 3, 9), "为工作日", "is an ordinary working day", "P-13"),
    ],
)
def test_each_day_can_say_why_it_is_worked_or_not(day, zh, en, basis):
    why = NATIONAL.why(day)

    assert zh in why.zh
    assert en in why.en
    assert why.basis == basis


def test_a_year_without_a_notice_is_guessed_by_the_weekday_and_says_so():
    monday, saturday = date(2027, 2, 8), date(2027, 2, 13)

    assert not NATIONAL.covers(monday)
    assert NATIONAL.is_working_day(monday)
    assert NATIONAL.is_rest_day(saturday)
    assert "尚未载入" in NATIONAL.why(monday).zh
    assert "尚未载入" not in NATIONAL.why(date(2026, 12, 31)).zh


def test_the_last_days_before_a_new_year_on_a_tuesday_wait_for_the_next_notice():
    only_2029 = Calendar(notices=(_a_notice(2029),))
    both = Calendar(notices=(_a_notice(2029), _a_notice(2030)))
    assert date(2030, 1, 1).weekday() == 1

    assert only_2029.covers(date(2029, 12, 28))
    assert not only_2029.covers(date(2029, 12, 29))
    assert both.covers(date(2029, 12, 29))
    assert NATIONAL.covers(date(2026, 12, 31))  # 1 January 2027 is a Friday


def test_the_day_after_the_holidays_is_found_over_swapped_weekends():
    assert NATIONAL.next_day_that_is_not_rest(date(2026, 2, 15)) == date(2026, 2, 24)
    assert NATIONAL.next_day_that_is_not_rest(date(2026, 2, 13)) == date(2026, 2, 14)  # a Saturday, worked
    assert NATIONAL.last_working_day_until(date(2026, 2, 23)) == date(2026, 2, 14)
    assert NATIONAL.last_working_day_until(date(2026, 2, 24)) == date(2026, 2, 24)


def test_from_15_december_on_next_years_notice_is_missed():
    assert years_missing(NATIONAL, date(2026, 12, 14)) == []
    assert years_missing(NATIONAL, date(2026, 12, 15)) == [2027]
    assert years_missing(NATIONAL, date(2027, 1, 1)) == [2027]
    assert years_missing(NATIONAL, date(2027, 12, 31)) == [2027, 2028]
    assert years_missing(NATIONAL, date(2025, 12, 31)) == []


def test_the_content_hash_changes_with_the_content_and_not_with_the_order():
    notices = NATIONAL.notices
    backwards = Calendar(notices=notices[::-1])
    without_2026 = Calendar(notices=tuple(one for one in notices if one.year != 2026))

    assert len(NATIONAL.content_hash) == 64
    assert backwards.content_hash == NATIONAL.content_hash
    assert without_2026.content_hash != NATIONAL.content_hash


def test_our_calendar_holds_verified_notices_only_and_quotes_each():
    for path in CALENDAR_DATA.glob("*.toml"):
        notice = read_notice(path)

        assert notice.verified, path.name
        assert str(notice.year) in notice.title
        assert notice.dated.year == notice.year - 1
        assert all("放假" in holiday.words for holiday in notice.holidays)


def test_the_quoted_words_name_the_first_day_and_the_number_of_days():
    for notice in NATIONAL.notices:
        for holiday in notice.holidays:
            assert f"{holiday.first.month}月{holiday.first.day}日" in holiday.words
            days = len(list(holiday.days_off()))
            assert days == 1 or f"共{days}天" in holiday.words


def test_a_notice_whose_number_nobody_checked_is_cited_so():
    unchecked = _a_notice(2029, verified=False)

    assert unchecked.cited == "国办发明电〔2028〕1号（文号未核对）"


def test_two_notices_for_one_year_are_refused():
    with pytest.raises(Gap, match="2029年有两份通知"):
        Calendar(notices=(_a_notice(2029), _a_notice(2029)))


def _a_notice(year: int, *, verified: bool = True) -> Notice:
    return Notice(
        year=year,
        title=f"国务院办公厅关于{year}年部分节假日安排的通知",
        number=f"国办发明电〔{year - 1}〕1号",
        dated=date(year - 1, 11, 1),
        publisher="国务院办公厅",
        published_in="",
        verified=verified,
        note="虚构，仅用于测试",
        reaches=frozenset(),
        holidays=(),
    )
