"""What people do with the clock of a duty: stop it, let it run again, grant more time. 中止、恢复、延长."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from rules.errors import Conflict, Refused
from rules.period import Extension, Pause, Unit
from rules.vocabulary import DutyState, PauseCause
from tasks import attention
from tasks.canonical import instant
from tasks.clocks import DutyClock, extensions_of, pauses_of, start_clock
from tasks.kinds import Kind
from tasks.opened_duty import Acted, Opened, actor_of, may_leave_out, moment_of_act, opened_duty

if TYPE_CHECKING:
    from tasks.office import Office


def pause(
    office: Office,
    case_no: str,
    duty: str,
    *,
    cause: PauseCause,
    at: datetime | None = None,
    expected_on: date | None = None,
    by_post: str | None = None,
) -> Acted:
    """Stop a duty's clock for a cause that its rules list. 中止计时.

    Args:
        expected_on: by when it should be over; a pause without a foreseeable end is looked at sooner.
    """
    with opened_duty(office, case_no, duty) as opened:
        if cause not in opened.spec.pauses:
            listed = "、".join(one.zh for one in sorted(opened.spec.pauses)) or "无"
            raise Refused(
                f"“{opened.spec.zh}”不能因“{cause.zh}”中止计时；规则列明的事由：{listed}",
                f"{opened.row.code} cannot be paused for {cause}; listed causes: "
                f"{', '.join(sorted(opened.spec.pauses)) or 'none'}",
                field="cause",
            )
        if opened.row.state == DutyState.PAUSED:
            raise Conflict("该职责已中止计时", "the clock of this duty stands already")
        from_at = moment_of_act(opened, at)
        stretches = [*pauses_of(opened.desk, opened.row.no), Pause(cause=cause, from_at=from_at)]
        clock = _clock(opened, pauses=stretches, extensions=extensions_of(opened.desk, opened.row.no))
        entry = opened.entry(
            Kind.DUTY_PAUSED,
            f"pause:{instant(from_at)}",
            {"cause": cause, **_until(expected_on), **clock.facts_again(opened.row.next_rung, opened.desk.at)},
            happened_at=from_at,
            by=actor_of(opened, by_post),
        )
        opened.desk.record(entry)
        return opened.acted()


def resume(office: Office, case_no: str, duty: str, *, at: datetime | None = None, by_post: str | None = None) -> Acted:
    """Let a duty's clock run again; its dates are counted anew over the time in which it ran. 恢复计时."""
    with opened_duty(office, case_no, duty) as opened:
        if opened.row.state != DutyState.PAUSED:
            raise Refused("该职责未中止计时", "the clock of this duty is not paused")
        until = moment_of_act(opened, at)
        stretches = pauses_of(opened.desk, opened.row.no)
        standing = next(one for one in stretches if one.until_at is None)
        if until < standing.from_at:
            raise Refused(
                "恢复时间早于中止时间，请核对", "it cannot resume before it was paused; check the time", field="at"
            )
        stretches.remove(standing)  # not always the last: an earlier one may have become known later
        stretches.append(Pause(cause=standing.cause, from_at=standing.from_at, until_at=until))
        clock = _clock(opened, pauses=stretches, extensions=extensions_of(opened.desk, opened.row.no))
        asked = attention.from_now_on(clock, opened.row, opened.desk.at)
        payload = {**clock.facts_again(opened.row.next_rung, opened.desk.at), **asked}
        entry = opened.entry(
            Kind.DUTY_RESUMED,
            f"resume:{instant(until)}",
            payload,
            happened_at=until,
            by=actor_of(opened, by_post, also=may_leave_out),  # a clock that nobody lets run again is theirs, too
        )
        opened.desk.record(entry)
        return opened.acted()


def extend(
    office: Office,
    case_no: str,
    duty: str,
    *,
    amount: int,
    unit: Unit,
    basis: str,
    at: datetime | None = None,
    by_post: str | None = None,
) -> Acted:
    """Grant more time on a basis that the rules list. 延长期限."""
    if amount < 1:
        raise Refused("延长的期限应为正数", "an extension adds time: give a positive amount", field="amount")
    with opened_duty(office, case_no, duty) as opened:
        period = opened.spec.periods[opened.row.variant]
        if basis not in opened.spec.extensions or basis != period.set_by:  # B-22 extends the period of B-22, no other
            listed = "、".join(opened.spec.extensions) or "无"
            raise Refused(
                f"“{opened.spec.zh}”没有以 {basis} 为依据的延长；规则列明的依据：{listed}",
                f"{opened.row.code} cannot be extended on {basis}; "
                f"listed: {', '.join(opened.spec.extensions) or 'none'}",
                field="basis",
            )
        granted_at = moment_of_act(opened, at)
        more = [*extensions_of(opened.desk, opened.row.no), Extension(amount=amount, unit=unit, basis=basis)]
        clock = _clock(opened, pauses=pauses_of(opened.desk, opened.row.no), extensions=more)
        granted = {"amount": amount, "unit": unit, "basis": basis}
        payload = {**granted, **clock.facts_again(opened.row.next_rung, opened.desk.at)}
        entry = opened.entry(
            Kind.DUTY_EXTENDED, f"extend:{len(more)}", payload, happened_at=granted_at, by=actor_of(opened, by_post)
        )
        opened.desk.record(entry)
        return opened.acted()


def _until(expected_on: date | None) -> dict[str, str]:
    return {"expected_on": expected_on.isoformat()} if expected_on else {}


def _clock(opened: Opened, *, pauses: list[Pause], extensions: list[Extension]) -> DutyClock:
    return start_clock(
        opened.pack,
        opened.desk.office.calendar,
        opened.spec,
        opened.row.variant,
        opened.row.since_at,
        opened_at=opened.row.opened_at,
        pauses=pauses,
        extensions=extensions,
    )
