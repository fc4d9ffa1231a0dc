"""Does the explanation of a due date tell what was counted, and on what it rests?"""

import re
from datetime import timedelta

import pytest

from rules.calendar import Calendar
from rules.clock import due
from rules.explain import OUR_PAUSE_RULE, Line
from rules.moments import shanghai
from rules.period import CountingRule, Extension, Pause, Period, Unit
from rules.vocabulary import PauseCause

NATIONAL = Calendar.national()


def explained(
    amount: int,
    unit: Unit,
    rule: CountingRule,
    since: str,
    *pauses: Pause,
    extensions: tuple[Extension, ...] = (),
) -> list[Line]:
    period = Period(amount=amount, unit=unit, rule=rule, set_by="A-17")
    return list(due(period, shanghai(since), calendar=NATIONAL, pauses=pauses, extensions=extensions).lines)


def based_on(basis: str, lines: list[Line]) -> list[str]:
    return [line.zh for line in lines if line.basis == basis]


def paused(since: str, until: str | None) -> Pause:
    return Pause(
        cause=PauseCause.EXPERT_EXAMINATION,
        from_at=shanghai(since),
        until_at=None if until is None else shanghai(until),
    )


def test_a_short_period_is_told_day_by_day_to_the_letter():
    lines = explained(3, Unit.DAYS, CountingRule.CALENDAR, "Thursday 2026-03-05 16:30")

    assert [(line.zh, line.basis) for line in lines] == [
        ("自2026年3月5日（星期四）16:30起算，期限3日", "A-17"),
        ("开始当日2026年3月5日（星期四）不计入，自次日起算", "P-01"),
        ("第1日：2026年3月6日（星期五）", "P-01"),
        ("第2日：2026年3月7日（星期六）", "P-01"),
        ("第3日：2026年3月8日（星期日）", "P-01"),
        ("最后一日为2026年3月8日（星期日），当日24:00届满", "P-04"),
        ("所依据的规定未写明遇休息日顺延，不得指望次日", "P-12"),
        ("内部届满（用于提醒）：2026年3月8日（星期日）24:00；最迟届满：2026年3月8日（星期日）24:00", "P-12"),
    ]
    assert lines[2].en == "Day 1: Friday 2026-03-06"


def test_a_roll_over_a_weekend_says_that_it_is_known_from_memory_only():
    lines = explained(5, Unit.DAYS, CountingRule.CIVIL_PROCEDURE, "Monday 2026-06-08 10:00")
    from_memory = based_on("P-14", lines)

    assert len(from_memory) == 3
    assert all("仅凭记忆" in line for line in from_memory[:2])
    assert from_memory[-1] == "届满日顺延至2026年6月15日（星期一）24:00（民事诉讼法第85条）"
    assert based_on("P-03", lines) == []


def test_a_roll_over_a_statutory_holiday_rests_on_the_law_and_cites_the_notice():
    lines = explained(1, Unit.DAYS, CountingRule.CIVIL, "Tuesday 2024-12-31 10:00")

    assert based_on("P-14", lines) == []
    assert based_on("P-03", lines) == [
        "2025年1月1日（星期三）为元旦法定节日（国办发明电〔2024〕12号），届满日顺延",
        "届满日顺延至2025年1月2日（星期四）24:00（民法典第203条）",
    ]


def test_a_roll_over_national_day_tells_the_holiday_from_the_swapped_days():
    lines = explained(30, Unit.DAYS, CountingRule.CIVIL_PROCEDURE, "Tuesday 2026-09-01 10:00")

    assert len(based_on("P-03", lines)) == 3  # 1, 2 and 3 October
    assert sum("放假调休日" in line for line in based_on("P-14", lines)) == 4  # 4 to 7 October


def test_working_days_name_each_rest_day_and_swapped_day_with_the_notice():
    lines = explained(3, Unit.WORKING_DAYS, CountingRule.WORKING_DAYS, "Thursday 2026-02-12 10:00")
    noticed = based_on("国办发明电〔2025〕7号", lines)

    assert noticed[0] == "第2个工作日：2026年2月14日（星期六）为春节调休上班日"
    assert "2026年2月17日（星期二）为春节法定节日，不计" in noticed
    assert len(noticed) == 10  # 14 to 23 February
    assert any(line.startswith("第3个工作日：2026年2月24日") for line in based_on("P-13", lines))


def test_more_than_fourteen_like_days_are_told_in_one_line():
    fourteen = explained(14, Unit.DAYS, CountingRule.CALENDAR, "2026-03-02 10:00")
    fifteen = explained(15, Unit.DAYS, CountingRule.CALENDAR, "2026-03-02 10:00")

    assert sum(line.zh.startswith("第") for line in fourteen) == 14
    assert [line.zh for line in fifteen if line.zh.startswith("第")] == [
        "第1日至第15日：2026年3月3日（星期二）至2026年3月17日（星期二）"
    ]


def test_a_long_period_of_working_days_tells_plain_weeks_in_one_line_and_holidays_day_by_day():
    lines = explained(60, Unit.WORKING_DAYS, CountingRule.WORKING_DAYS, "Monday 2026-03-02 10:00")

    assert len(lines) < 40
    assert any("2026年3月3日（星期二）至2026年4月3日（星期五）：24个工作日" in line.zh for line in lines)
    assert any("2026年4月5日（星期日）为清明节法定节日，不计" in line.zh for line in lines)


def test_hours_name_the_cautious_rule_and_every_pause():
    lines = explained(
        24, Unit.HOURS, CountingRule.CLOCK, "2026-03-05 10:00", paused("2026-03-05 12:00", "2026-03-05 13:00")
    )

    assert based_on(OUR_PAUSE_RULE, lines) == [
        "中止计时（鉴定期间）：2026年3月5日（星期四）12:00至2026年3月5日（星期四）13:00"
    ]
    assert any("从严规则" in line for line in based_on("P-05", lines))
    assert "2026年3月6日（星期五）11:00届满" in based_on("P-05", lines)


def test_a_paused_day_says_that_the_rule_is_ours():
    lines = explained(
        3, Unit.DAYS, CountingRule.CALENDAR, "2026-03-05 10:00", paused("2026-03-05 12:00", "2026-03-07 12:00")
    )

    assert (
        based_on(OUR_PAUSE_RULE, lines)[1]
        == "2026年3月6日（星期五）全天中止计时，不计（整日中止才不计，本系统从严规则）"
    )


def test_pauses_that_did_not_matter_are_not_told():
    before, after = paused("2026-03-01 00:00", "2026-03-02 00:00"), paused("2026-03-20 00:00", None)

    lines = explained(3, Unit.DAYS, CountingRule.CALENDAR, "2026-03-05 10:00", before, after)

    assert based_on(OUR_PAUSE_RULE, lines) == []


def test_while_the_clock_stands_it_says_so_and_gives_no_date():
    lines = explained(3, Unit.DAYS, CountingRule.CALENDAR, "2026-03-05 10:00", paused("2026-03-07 12:00", None))

    assert "暂无届满时刻" in lines[-1].zh
    assert not any("内部届满" in line.zh for line in lines)
    assert "第1日：2026年3月6日（星期五）" in [line.zh for line in lines]


def test_months_tell_the_corresponding_day_or_that_there_is_none_and_how_far_pauses_moved_it():
    plain = explained(1, Unit.MONTHS, CountingRule.CIVIL, "2026-03-05 10:00")
    moved = explained(
        1, Unit.MONTHS, CountingRule.CIVIL, "2026-01-31 10:00", paused("2026-02-02 00:00", "2026-02-20 00:00")
    )

    assert based_on("P-02", plain) == ["对应日为2026年4月5日（星期日）"]
    assert based_on("P-02", moved) == ["没有对应日，为该月最后一日2026年2月28日（星期六）"]
    assert based_on(OUR_PAUSE_RULE, moved)[1:] == [
        "2026年2月2日（星期一）至2026年2月19日（星期四）共18日全天中止计时，不计（整日中止才不计，本系统从严规则）",
        "共18日全天中止，届满日顺延18日",
    ]


def test_an_extension_is_told_with_its_basis_and_from_where_it_counts():
    lines = explained(
        3,
        Unit.DAYS,
        CountingRule.CALENDAR,
        "2026-03-05 10:00",
        extensions=(Extension(amount=2, unit=Unit.DAYS, basis="B-11"),),
    )

    assert based_on("B-11", lines) == ["延长2日，自2026年3月8日（星期日）24:00接续计算"]
    assert "第2日：2026年3月10日（星期二）" in based_on("P-01", lines)
    assert sum("不计入" in line.zh for line in lines) == 1  # only the first start day


def test_a_validity_period_says_that_it_never_rolls():
    lines = explained(6, Unit.MONTHS, CountingRule.NO_ROLLOVER, "Monday 2026-08-31 10:00")

    assert based_on("P-11", lines) == ["有效期间遇休息日不顺延（本系统从严规则）"]


def test_a_provisional_date_ends_with_the_year_whose_notice_is_missing():
    lines = explained(3, Unit.WORKING_DAYS, CountingRule.WORKING_DAYS, "Wednesday 2026-12-30 10:00")

    assert lines[-1].zh == "2027年节假日安排通知尚未载入，以上日期为暂定，载入后重新核定"
    assert lines[-1].basis == "P-13"
    assert any("暂按星期推定" in line.zh for line in lines)


@pytest.mark.parametrize("rule", [one for one in CountingRule if one.rolls_over])
def test_each_rule_that_rolls_cites_its_own_article(rule):
    lines = explained(1, Unit.DAYS, rule, "Friday 2026-03-06 10:00")

    assert len({line.zh for line in lines if re.search(r"（.+第\d+条）", line.zh)}) == 1


def test_whatever_the_day_it_begins_every_line_has_both_languages_and_a_basis():
    start = shanghai("2026-01-01 10:00")
    for number in range(300):
        since = start + timedelta(days=number)
        period = Period(amount=5, unit=Unit.DAYS, rule=CountingRule.CIVIL, set_by="G-09")
        counted = due(period, since, calendar=NATIONAL)

        assert all(line.zh and line.en and line.basis for line in counted.lines)
        assert [line.zh for line in counted.lines if re.match(r"第\d日：", line.zh)][-1].startswith("第5日")
