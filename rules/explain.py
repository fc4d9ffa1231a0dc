"""A due date, explained line by line. 期限说明.

It tells what `rules.counting` did and counts nothing itself.  What is law, what is practice known from memory and what
is our own rule is said in the line, because a reader will act on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rules.calendar import Calendar
from rules.counting import Leg
from rules.explain_days import Line as Line  # told on from here
from rules.explain_days import day_lines
from rules.moments import en, en_day, en_end, zh, zh_day, zh_end
from rules.period import CountingRule, Pause, Period, Unit

OUR_PAUSE_RULE = "HT-24"
"""Fact row of our rule that only a whole day in pauses is left out. 整日中止才不计（本系统默认）."""

_ROLLS_BY = {
    CountingRule.CIVIL: "民法典第203条",
    CountingRule.CIVIL_PROCEDURE: "民事诉讼法第85条",
    CountingRule.CRIMINAL_PROCEDURE: "刑事诉讼法第105条",
    CountingRule.POLICE_ADMIN: "公安机关办理行政案件程序规定第35条",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Everything that was counted for one due date. 计算过程.

    Args:
        period: what was to be counted.
        legs: the period and its extensions, each counted.
        legal_day: day at whose end it legally ends; None for an end by the hour and while the clock stands.
        pauses: as recorded.
        calendar: by which it was counted.
    """

    period: Period
    legs: tuple[Leg, ...]
    legal_day: date | None
    pauses: tuple[Pause, ...]
    calendar: Calendar

    @property
    def rest_days_passed(self) -> tuple[date, ...]:
        """The rest days over which the legal end moved."""
        last_day = self.legs[-1].last_day
        if last_day is None or self.legal_day is None:
            return ()
        return tuple(last_day + timedelta(days=n) for n in range((self.legal_day - last_day).days))

    @property
    def years_guessed(self) -> tuple[int, ...]:
        """The years without a notice whose days had to be known; if any, the date is provisional."""
        looked_at = [day for leg in self.legs for day in leg.status_of]
        if self.period.rule.rolls_over and self.legal_day is not None:
            looked_at += [*self.rest_days_passed, self.legal_day]
        guessed = [day for day in looked_at if not self.calendar.covers(day)]
        return tuple(sorted({_notice_year(day, self.calendar) for day in guessed}))


def _notice_year(day: date, calendar: Calendar) -> int:
    """The year whose notice would settle the day: its own, or the next where that notice may reach back."""
    return day.year + 1 if day.year in calendar.years else day.year


def tell(account: Account) -> Iterator[Line]:
    """The lines that explain a due date, in the order in which it was counted. 逐行说明."""
    period, first = account.period, account.legs[0]
    yield Line(
        f"自{zh(first.start.at)}起算，期限{period.zh}",
        f"Runs from {en(first.start.at)}; the period is {period.en}",
        period.set_by,
    )
    yield from _pause_lines(account)
    for leg in account.legs:
        if leg is not first:
            yield _extended(leg)
        yield from _rule_lines(leg, extends=leg is not first)
        yield from day_lines(leg, account.calendar, OUR_PAUSE_RULE)
        yield from _end_lines(leg)
    if account.legs[-1].ends_at is not None:
        yield from _roll_lines(account)
        yield from _both_dates(account, account.legs[-1].ends_at)


def _extended(leg: Leg) -> Line:
    unit, amount = leg.span.unit, leg.span.amount
    return Line(
        f"延长{amount}{unit.zh}，自{zh_end(leg.start.at)}接续计算",
        f"Extended by {unit.counted_en(amount)}, counted on from {en_end(leg.start.at)}",
        leg.span.basis,
    )


def _pause_lines(account: Account) -> Iterator[Line]:
    """The pauses that touch the count."""
    begins, ends = account.legs[0].start.at, account.legs[-1].ends_at
    for pause in sorted(account.pauses, key=lambda one: one.from_at):
        over = pause.until_at is not None and pause.until_at <= begins
        late = ends is not None and pause.from_at >= ends
        if not over and not late:
            yield _pause_line(pause)


def _pause_line(pause: Pause) -> Line:
    if pause.until_at is None:
        return Line(
            f"中止计时（{pause.cause.zh}）：自{zh(pause.from_at)}起，尚未恢复",
            f"The clock stands ({pause.cause.en}) from {en(pause.from_at)} and has not been started again",
            OUR_PAUSE_RULE,
        )
    return Line(
        f"中止计时（{pause.cause.zh}）：{zh(pause.from_at)}至{zh(pause.until_at)}",
        f"The clock stands ({pause.cause.en}) from {en(pause.from_at)} to {en(pause.until_at)}",
        OUR_PAUSE_RULE,
    )


def _rule_lines(leg: Leg, *, extends: bool) -> Iterator[Line]:
    """By which rule the leg counts."""
    if leg.span.unit is Unit.HOURS:
        yield Line(
            "按小时自该时刻起连续计算，节假日不中断，中止的时间不计（本系统从严规则）",
            "Hours run on from that instant, over holidays too; time in pauses is left out (our cautious rule)",
            "P-05",
        )
        return
    if not extends:
        yield Line(
            f"开始当日{zh_day(leg.start.day)}不计入，自次日起算",
            f"The start day, {en_day(leg.start.day)}, is not counted; counting begins the next day",
            "P-01",
        )
    if leg.span.unit is Unit.WORKING_DAYS:
        yield Line("只计工作日，调休上班日计入", "Only working days count, swapped ones too", "P-09")
    if leg.corresponding is not None:
        yield _corresponding(leg, leg.corresponding)


def _corresponding(leg: Leg, day: date) -> Line:
    if day.day == leg.start.day.day:
        return Line(f"对应日为{zh_day(day)}", f"The corresponding day is {en_day(day)}", "P-02")
    return Line(
        f"没有对应日，为该月最后一日{zh_day(day)}",
        f"There is no corresponding day: it is the last day of that month, {en_day(day)}",
        "P-02",
    )


def _end_lines(leg: Leg) -> Iterator[Line]:
    if leg.ends_at is None or leg.last_day is None:
        yield Line(
            "届满前已中止计时且尚未恢复，暂无届满时刻",
            "The clock was stopped before the end and still stands: there is no due date for now",
            OUR_PAUSE_RULE,
        )
    elif leg.span.unit is Unit.HOURS:
        yield Line(f"{zh_end(leg.ends_at)}届满", f"It ends on {en_end(leg.ends_at)}", "P-05")
    else:
        yield Line(
            f"最后一日为{zh_day(leg.last_day)}，当日24:00届满",
            f"The last day is {en_day(leg.last_day)}; it ends at 24:00",
            "P-04",
        )


def _roll_lines(account: Account) -> Iterator[Line]:
    """Whether and why the legal end moves over rest days."""
    rule, last = account.period.rule, account.legs[-1]
    if account.legal_day is None or last.span.unit is Unit.WORKING_DAYS:
        return
    if rule is CountingRule.NO_ROLLOVER:
        yield Line(
            "有效期间遇休息日不顺延（本系统从严规则）",
            "A validity period does not roll over rest days (our cautious rule)",
            "P-11",
        )
    elif not rule.rolls_over:
        yield Line(
            "所依据的规定未写明遇休息日顺延，不得指望次日",
            "The text behind this period does not say that it rolls over rest days: do not rely on the day after",
            "P-12",
        )
    elif not account.rest_days_passed:
        yield Line("最后一日不是休息日，不顺延", "The last day is no rest day: the legal end does not move", "P-03")
    else:
        yield from _rolled(account, account.legal_day)


def _rolled(account: Account, legal_day: date) -> Iterator[Line]:
    for day in account.rest_days_passed:
        why = account.calendar.why(day)
        if account.calendar.is_statutory_holiday(day):
            yield Line(f"{why.zh}（{why.basis}），届满日顺延", f"{why.en} ({why.basis}): the end moves on", "P-03")
        else:
            yield Line(
                f"{why.zh}，依惯例顺延（仅凭记忆，未核对文本，不要依赖顺延后的日期）",
                f"{why.en}: by practice the end moves on (known from memory only; do not rely on the later date)",
                "P-14",
            )
    article = _ROLLS_BY[account.period.rule]
    statutory = all(account.calendar.is_statutory_holiday(day) for day in account.rest_days_passed)
    yield Line(
        f"届满日顺延至{zh_day(legal_day)}24:00（{article}）",
        f"The end moves to {en_day(legal_day)} 24:00 ({article})",
        "P-03" if statutory else "P-14",
    )


def _both_dates(account: Account, ends_at: datetime) -> Iterator[Line]:
    legal_zh = zh_end(ends_at) if account.legal_day is None else f"{zh_day(account.legal_day)}24:00"
    legal_en = en_end(ends_at) if account.legal_day is None else f"{en_day(account.legal_day)} 24:00"
    yield Line(
        f"内部届满（用于提醒）：{zh_end(ends_at)}；最迟届满：{legal_zh}",
        f"Internal end (for reminders): {en_end(ends_at)}; latest end: {legal_en}",
        "P-12",
    )
    for year in account.years_guessed:
        yield Line(
            f"{year}年节假日安排通知尚未载入，以上日期为暂定，载入后重新核定",
            f"The holiday notice for {year} is not loaded yet: the date is provisional and settled once it is",
            "P-13",
        )
