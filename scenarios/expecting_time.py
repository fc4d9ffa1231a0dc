"""What must hold of the timeline, of days and of people. 时间线、天数、人员的核对."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from rules.moments import civil_day
from rules.when import When
from scenarios.found import Found, Wrong, in_words, plain
from scenarios.shape import Given
from scenarios.stage import Stage
from tasks import timeline
from tasks.desk import Desk
from tasks.people_around import ties_of
from tasks.wording import say_moment


def _timeline(stage: Stage, desk: Desk, given: Given, child: str) -> Found:
    lines = timeline.timeline(desk, stage.case(child))
    with_words = [one for one in lines if given["contains"] in one.zh or given["contains"] in one.en]
    fitting = [one for one in with_words if _line_fits(one, given)]
    if (len(fitting) == given["times"]) if "times" in given else fitting:
        return
    there = "；".join(map(_moments, with_words))
    asked = "，".join(in_words(value) for name, value in given.items() if name != "contains")
    yield Wrong(
        f"时间线应有“{given['contains']}”{f'（{asked}）' if asked else ''}，实为：{there or '没有这样的一行'}",
        f"the timeline should contain `{given['contains']}`{f' ({asked})' if asked else ''}; "
        f"{len(with_words)} lines have these words, {len(fitting)} fit",
    )


def _entry(stage: Stage, desk: Desk, given: Given, child: str) -> Found:
    label: str = given["label"]
    number = f"{stage.case(child)}#{stage.entry(label, child)}"
    there = [one for one in timeline.timeline(desk, stage.case(child)) if one.entry == number]
    if any(_line_fits(one, given) for one in there):
        return
    asked = "，".join(in_words(value) for name, value in given.items() if name != "label")
    yield Wrong(
        f"“{label}”所记应为 {asked}，实为：{'；'.join(map(_moments, there)) or '不在时间线上'}",
        f"what `{label}` recorded should be {asked}; it stands at "
        + ("; ".join(f"{one.happened_at} ({one.precision})" for one in there) or "no line of the timeline"),
    )


def _moments(one: timeline.Moment) -> str:
    """Both moments of a line of the timeline."""
    late = "，迟录" if one.entered_late else ""
    return f"{say_moment(one.happened_at, 'zh')}（{one.precision.zh}），录入 {say_moment(one.recorded_at, 'zh')}{late}"


def _line_fits(one: timeline.Moment, given: Given) -> bool:
    happened: When | None = given.get("happened")
    recorded: When | None = given.get("recorded")
    return (
        (happened is None or (one.happened_at, one.precision) == (happened.at, happened.precision))
        and (recorded is None or _within(one.recorded_at, recorded))
        and given.get("precision", one.precision) == one.precision
        and given.get("late", one.entered_late) == one.entered_late
    )


def _within(at: datetime, when: When) -> bool:
    return when.earliest is not None and when.latest is not None and when.earliest <= at <= when.latest


def _days(stage: Stage, desk: Desk, given: Given, child: str) -> Found:
    since, until = (_moment_of(stage, given[name]) for name in ("since", "until"))
    if since is None or until is None:
        yield Wrong(
            f"“{given['since']}”或“{given['until']}”时间不详，数不出天数",
            "one of the two has no known moment: the days cannot be counted",
        )
        return
    days = (civil_day(until) - civil_day(since)).days
    if days != given["days"]:
        yield Wrong(
            f"“{given['since']}”至“{given['until']}”应为 {given['days']} 天，实为 {days} 天",
            f"{given['since']} to {given['until']} should be {given['days']} days; it is {days}",
        )


def _moment_of(stage: Stage, label: str) -> datetime | None:
    return next((made.happened_at for made in stage.made.get(label, {}).values()), None)


def _guardians(stage: Stage, desk: Desk, given: Given, child: str) -> Found:
    return _held(stage, desk, given, child, "guardian", "监护人")


def _carers(stage: Stage, desk: Desk, given: Given, child: str) -> Found:
    return _held(stage, desk, given, child, "carer", "照护人")


def _held(stage: Stage, desk: Desk, given: Given, child: str, role: str, zh: str) -> Found:
    on: date = given.get("on") or civil_day(desk.at)
    names = {no: nickname for nickname, no in stage.adults.items()}
    found = {
        names.get(tie.adult_no, tie.adult_no) for tie in ties_of(desk, stage.children[child], on) if getattr(tie, role)
    }
    if found != set(given["adults"]):
        asked, there = plain(set(given["adults"])), plain(found)
        yield Wrong(f"{on} 的{zh}应为 {asked}，实为 {there}", f"{role} on {on} should be {asked}; there is {there}")


OF_TIME: dict[str, Callable[[Stage, Desk, Given, str], Found]] = {
    "timeline": _timeline,
    "entry": _entry,
    "days": _days,
    "guardians": _guardians,
    "carers": _carers,
}
"""How each of these is checked."""
