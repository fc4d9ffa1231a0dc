"""That every open clock has exactly one armed next action, and what does not run has none. 时钟的不变式.

A duty has three clocks: until it is done (its ladder), until it is read, until it is taken on.  Their moments were
frozen with the duty, as JSON; here they are read out of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, exists, literal, or_, select, tuple_, union_all
from sqlmodel import col

from models import DutyRow, Heartbeat, Installation, JournalEntry, MissedRung, Procedure
from rules.duty import Point
from rules.moments import midnight_after, midnight_before
from rules.vocabulary import DutyState
from tasks import heartbeat
from tasks.duty_rules import RULES
from tasks.invariants.of_cases import REBUILD_EN, REBUILD_ZH
from tasks.invariants.reading_json import InstantAt, ListLength, PairInstantAt, PairNumberAt
from tasks.invariants.shape import Invariant, Statement, Window

if TYPE_CHECKING:
    from tasks.desk import Desk

SILENT_AFTER = timedelta(minutes=2)
"""What was due so long before the sweep last said that it was alive should have been done by it."""

UNTOLD_AFTER = timedelta(minutes=5)
"""A summary goes out with the sweep that climbed its rungs; so long is far more than that takes (our default)."""

CALENDAR = "calendar"
"""Mark of the installation: the calendar by which every open date was last counted."""

DAILY = "daily"
"""Heartbeat of the daily round; where it has beaten, the mark must be there."""

_OF_DUTY = (col(DutyRow.case_no), col(DutyRow.no))
_IS_OPEN = col(DutyRow.state) == DutyState.OPEN


def _rung_not_armed(desk: Desk, window: Window) -> Statement:
    """A rung of the ladder is next: it is armed for the moment that was frozen for it."""
    frozen = InstantAt(col(DutyRow.rungs), col(DutyRow.next_rung))
    armed_otherwise = and_(frozen.is_not(None), col(DutyRow.next_rung_at).is_distinct_from(frozen))
    nothing_to_climb = or_(ListLength(col(DutyRow.rungs)) == 0, col(DutyRow.next_rung) < 0)
    return select(*_OF_DUTY, col(DutyRow.next_rung_at)).where(_IS_OPEN, or_(armed_otherwise, nothing_to_climb))


def _ladder_fell_silent(desk: Desk, window: Window) -> Statement:
    """The whole ladder was climbed: its last rung is told again, later; nothing where its rules let it end.

    Where the clock was extended after that, the last rung has a new moment, and is told again when that comes.
    """
    length = ListLength(col(DutyRow.rungs))
    climbed = and_(_IS_OPEN, length > 0, col(DutyRow.next_rung) >= length)
    of_rules = select(RULES, col(DutyRow.code)).join(Procedure, col(Procedure.no) == col(DutyRow.procedure_no))
    ending = [
        (rules, code)
        for rules, code in desk.session.execute(of_rules.where(climbed).distinct())
        if _ends(desk, rules, code)
    ]
    ends = tuple_(RULES, col(DutyRow.code)).in_(ending)
    armed, last = col(DutyRow.next_rung_at), InstantAt(col(DutyRow.rungs), length - 1)
    earlier = or_(armed < last, and_(armed == last, last <= desk.at - SILENT_AFTER))
    silent = or_(armed.is_(None), earlier)
    goes_on_wrongly = and_(~ends, silent) if ending else silent
    wrong = or_(goes_on_wrongly, and_(ends, armed.is_not(None))) if ending else goes_on_wrongly
    return (
        select(*_OF_DUTY, armed).join(Procedure, col(Procedure.no) == col(DutyRow.procedure_no)).where(climbed, wrong)
    )


def _ends(desk: Desk, rules: str, code: str) -> bool:
    pack = desk.rules(rules)
    return pack.ladder(pack.duty(code).ladder).rungs[-1].repeat is None


def _armed_without_a_clock(desk: Desk, window: Window) -> Statement:
    """What stands or has ended asks nobody and climbs nowhere."""
    rung: Statement = select(*_OF_DUTY, col(DutyRow.next_rung_at).label("armed")).where(
        col(DutyRow.next_rung_at).is_not(None), col(DutyRow.state) != DutyState.OPEN
    )
    asking: Statement = select(*_OF_DUTY, col(DutyRow.attention_at).label("armed")).where(
        col(DutyRow.attention_at).is_not(None),
        col(DutyRow.next_rung_at).is_(None),
        col(DutyRow.state) != DutyState.OPEN,
    )
    return select(union_all(rung, asking).subquery())


def _attention_not_armed(desk: Desk, window: Window) -> Statement:
    """The next moment of the frozen list is armed; none once it was taken on, or the list has come to its end."""
    frozen = PairInstantAt(col(DutyRow.attention), col(DutyRow.next_attention))
    armed, accepted = col(DutyRow.attention_at), col(DutyRow.accepted_at)
    wrong = or_(
        and_(accepted.is_(None), armed.is_distinct_from(frozen)), and_(accepted.is_not(None), armed.is_not(None))
    )
    return select(*_OF_DUTY, armed).where(_IS_OPEN, wrong)


def _asked_to_read_what_was_read(desk: Desk, window: Window) -> Statement:
    """Who has read it is only asked to take it on."""
    number = PairNumberAt(col(DutyRow.attention), col(DutyRow.next_attention))
    asked = and_(_IS_OPEN, col(DutyRow.read_at).is_not(None), col(DutyRow.attention_at).is_not(None))
    of_rules = (
        select(RULES, col(DutyRow.code), number)
        .join(Procedure, col(Procedure.no) == col(DutyRow.procedure_no))
        .where(asked)
        .distinct()
    )
    wrong = [
        (rules, code, n) for rules, code, n in desk.session.execute(of_rules) if _asks_to_read(desk, rules, code, n)
    ]
    found: ColumnElement[bool] = tuple_(RULES, col(DutyRow.code), number).in_(wrong)
    return (
        select(*_OF_DUTY, col(DutyRow.attention_at))
        .join(Procedure, col(Procedure.no) == col(DutyRow.procedure_no))
        .where(asked, found)
    )


def _asks_to_read(desk: Desk, rules: str, code: str, number: int | None) -> bool:
    pack = desk.rules(rules)
    attention = pack.ladder(pack.duty(code).ladder).attention
    return number is None or not 0 <= number < len(attention) or attention[number].point is Point.UNREAD


def _ticks_missed(desk: Desk, window: Window) -> Statement:
    """Armed for a moment that has passed, untouched since, though the sweep says that it is alive.

    A sweep that catches up after a long silence is at it: what it has kept for its summaries is not sent yet.
    """
    beat = heartbeat.last_beat(desk.session, heartbeat.SWEEP)
    alive = beat is not None and desk.at - beat[0] <= SILENT_AFTER
    kept = select(col(MissedRung.id)).where(col(MissedRung.climbed_at) > desk.at - UNTOLD_AFTER).limit(1)
    catches_up = desk.session.execute(kept).first() is not None
    if beat is None or not alive or catches_up:
        return select(*_OF_DUTY, col(DutyRow.next_rung_at)).where(literal(False))
    then = beat[0] - SILENT_AFTER
    touched = exists().where(
        col(JournalEntry.chain) == col(DutyRow.case_no),
        col(JournalEntry.duty_no) == col(DutyRow.no),
        col(JournalEntry.recorded_at) > then,
    )
    rung: Statement = select(*_OF_DUTY, col(DutyRow.next_rung_at).label("armed")).where(
        _IS_OPEN, col(DutyRow.next_rung_at) <= then, ~touched
    )
    asking: Statement = select(*_OF_DUTY, col(DutyRow.attention_at).label("armed")).where(
        _IS_OPEN,
        col(DutyRow.attention_at) <= then,
        or_(col(DutyRow.next_rung_at).is_(None), col(DutyRow.next_rung_at) > then),
        ~touched,
    )
    return select(union_all(rung, asking).subquery())


def _unsettled(desk: Desk, window: Window) -> Statement:
    """Provisional, although the loaded notices know every day from the start of the clock to its end.

    A year between two that are known may be missing, and so may all before the first: a date of that year waits.
    """
    wrong = [
        and_(
            col(DutyRow.since_at) >= midnight_before(first),
            col(DutyRow.internal_due_at) <= midnight_after(last),
            col(DutyRow.legal_due_at) <= midnight_after(last),
        )
        for first, last in _known_stretches(desk)
    ]
    return select(*_OF_DUTY, col(DutyRow.legal_due_at)).where(
        _IS_OPEN, col(DutyRow.provisional), or_(literal(False), *wrong)
    )


def _known_stretches(desk: Desk) -> Iterator[tuple[date, date]]:
    """First and last day of each stretch of which every day is known; a year's end may wait for the next notice."""
    calendar = desk.office.calendar
    first = None
    for year in sorted(calendar.years):
        first = first or date(year, 1, 1)
        if year + 1 in calendar.years:
            continue
        last = date(year, 12, 31)
        while not calendar.covers(last):
            last -= timedelta(days=1)
        yield first, last
        first = None


def _counted_otherwise(desk: Desk, window: Window) -> Statement:
    """The mark names the calendar that this office counts by; there is none before the first round."""
    value = select(col(Installation.value)).where(col(Installation.key) == CALENDAR).scalar_subquery()
    round_was_made = exists().where(col(Heartbeat.name) == DAILY)
    wrong = or_(value != desk.office.calendar.content_hash, and_(value.is_(None), round_was_made))
    return select(literal("").label("case_no"), literal(CALENDAR).label("subject"), value.label("seen")).where(wrong)


OF_CLOCKS = (
    Invariant(
        code="ladder_is_armed",
        zh="计时中的职责：下一级督办的时刻就是其阶梯中定下的时刻",
        en="of a running duty the next rung is armed, for the moment that its ladder was frozen with",
        why_zh="没有下一级的职责逾期后无人知道",
        why_en="a duty without a next rung becomes overdue and nobody hears of it",
        mend_zh=REBUILD_ZH,
        mend_en=REBUILD_EN,
        look=_rung_not_armed,
    ),
    Invariant(
        code="ladder_never_falls_silent",
        zh="阶梯已走完的职责：最后一级将再次告知，规则定明到此为止的除外",
        en="of a duty whose ladder was climbed the last rung is told again, unless its rules let the ladder end there",
        why_zh="督办到顶以后也不得沉默",
        why_en="even at the top of the ladder silence is never an end",
        mend_zh=REBUILD_ZH,
        mend_en=REBUILD_EN,
        look=_ladder_fell_silent,
    ),
    Invariant(
        code="nothing_armed_that_does_not_run",
        zh="中止的、已了结的职责没有待发的督办和催阅",
        en="a duty that stands or has ended has nothing armed: no rung and no question whether it was read",
        why_zh="催办已办结的事，使人不再理会督办",
        why_en="who is pressed for what is done learns to ignore it",
        mend_zh=REBUILD_ZH,
        mend_en=REBUILD_EN,
        look=_armed_without_a_clock,
    ),
    Invariant(
        code="attention_is_armed",
        zh="计时中且未接办的职责：下一次催阅、催接的时刻就是所定的时刻；已接办的没有",
        en="of a running duty that was not taken on the next question to its post is armed for its frozen moment; "
        "of one that was taken on none is",
        why_zh="没有人看到的职责，等于没有人承办",
        why_en="what nobody has seen nobody will do",
        mend_zh=REBUILD_ZH,
        mend_en=REBUILD_EN,
        look=_attention_not_armed,
    ),
    Invariant(
        code="what_was_read_is_not_asked_about",
        zh="已阅的职责只催接办，不再催阅",
        en="whoever has read a duty is asked to take it on, and no longer whether it was read",
        why_zh="答过的问题不再问，人才会回答下一个",
        why_en="who is not asked again what they have answered will answer the next question",
        mend_zh=REBUILD_ZH,
        mend_en=REBUILD_EN,
        look=_asked_to_read_what_was_read,
    ),
    Invariant(
        code="no_tick_is_missed",
        zh="督办巡查在运行时，没有早该发出而未发的督办、催阅",
        en="while the sweep says that it is alive, nothing is armed for a moment that it has passed over",
        why_zh="巡查自称在运行而漏掉的一级，没有别人会补上",
        why_en="a rung that a living sweep has passed over is made up for by nobody",
        mend_zh="运行一次 hutong sweep；仍有时重启 hutong up 或 hutong worker，并查看其日志",
        mend_en="run `hutong sweep` once; if it stays, restart `hutong up` or `hutong worker` and read its log",
        look=_ticks_missed,
    ),
    Invariant(
        code="known_dates_are_settled",
        zh="放假通知已载入的，期限不再暂定",
        en="no running date is provisional whose days the loaded notices all know",
        why_zh="暂定的期限可能差几天，知道了就应当确定",
        why_en="a provisional date may be days off; once it can be known it must be",
        mend_zh="运行一次 hutong sweep，期限即确定",
        mend_en="run `hutong sweep` once; the date is then settled",
        look=_unsettled,
    ),
    Invariant(
        code="dates_by_the_present_calendar",
        zh="在办期限都已按现行历法计算",
        en="every open date was counted by the calendar that is loaded now",
        why_zh="历法更正后不重算，期限就与通知不符",
        why_en="a date that was not counted again contradicts the notice that is in force",
        mend_zh="运行一次 hutong sweep；多台运行服务应为同一版本",
        mend_en="run `hutong sweep` once; several runners must be of one version",
        look=_counted_otherwise,
    ),
)
"""Each looks at the tables whole, and costs one statement (two where the frozen rules must be asked)."""
