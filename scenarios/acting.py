"""Doing what a line says: each act is the same step that the command line and the flows take. 按行办理.

An act returns the number of what it made, where it made one thing.
"""

from __future__ import annotations

from typing import Any

from rules.routine_reporting import SPOT_CHECK_FILES
from scenarios.acting_on_papers import ON_PAPERS
from scenarios.acting_on_people import ON_PEOPLE, enter
from scenarios.shape import Act, Line, placed
from scenarios.stage import OWED_BY_AGENCIES, Performer, Stage, post_of
from tasks import (
    acts,
    clock_acts,
    closing,
    corrections,
    intake,
    monitoring,
    notes,
    opening,
    registering,
    spot_check,
    turning,
)
from tasks.registering import Registered
from tasks.report_form import ChildForm


def perform(stage: Stage, line: Line, act: Act, child: str) -> str | None:
    """Do one act in the case of one child; `""` where it concerns no child in particular.

    Raises: CaseworkError: it was refused, and nothing was written.
    """
    return PERFORMERS[act.name](stage, line, act, child)


# --- beginnings ------------------------------------------------------------------------------------------------


def _report(stage: Stage, line: Line, act: Act, child: str) -> None:
    received = intake.take_report(stage.office, act.given["form"])
    for nickname, one in zip(act.given["children"], received.concerned, strict=True):
        stage.meet(nickname, one.child_no, one.case_no)
        _bring_those_with_dates(stage, line, nickname)


def _open_case(stage: Stage, line: Line, act: Act, child: str) -> None:
    opened = opening.open_case(
        stage.office,
        ChildForm.model_validate(stage.scenario.child_form(child)),
        when=line.when,
        source=act.given["source"],
        by_post=post_of(line),
        area=act.given.get("area"),
        lead=act.given.get("lead"),
        known=stage.adults_by_name(),
    )
    stage.meet(child, opened.child_no, opened.case_no)
    _bring_those_with_dates(stage, line, child)


def _register(stage: Stage, line: Line, act: Act, child: str) -> None:
    registering.register_child(
        stage.office, stage.case(child), Registered(**act.given), when=line.when, by_post=post_of(line)
    )


def _bring_those_with_dates(stage: Stage, line: Line, child: str) -> None:
    """Ties with a first or last day find no place in a report; they are entered beside it."""
    for adult in stage.scenario.adults.values():
        dated = adult.from_on is not None or adult.until_on is not None
        if dated and child in adult.ties and (adult.nickname, child) not in stage.scenario.introduced:
            enter(stage, line, adult.nickname, child)


def _open(stage: Stage, line: Line, act: Act, child: str) -> str:
    given = act.given
    return opening.open_by_hand(
        stage.office,
        stage.case(child),
        given["kind"],
        when=line.when,
        about=stage.about(given.get("about", ""), child),
        parties={role: stage.parties(names) for role, names in given.get("parties", {}).items()},
        bodies=given.get("bodies", {}),
        owed_by=given.get("owed_by"),
        reason=given.get("reason", ""),
        by_post=line.by,
    )


# --- duties ----------------------------------------------------------------------------------------------------


def _answer(stage: Stage, line: Line, act: Act, child: str) -> None:
    done = acts.answer(
        stage.office,
        *_duty(stage, line, act, child),
        _fields(stage, act, child),
        at=line.when.at,
        precision=line.when.precision,
        by_post=line.by,
    )
    if done.reported:
        stage.reported(child, done.reported)


def _skip(stage: Stage, line: Line, act: Act, child: str) -> None:
    acts.skip(stage.office, *_duty(stage, line, act, child), **_left_out(stage, line, act, child))


def _excuse(stage: Stage, line: Line, act: Act, child: str) -> None:
    acts.excuse(stage.office, *_duty(stage, line, act, child), **_left_out(stage, line, act, child))


def _left_out(stage: Stage, line: Line, act: Act, child: str) -> dict[str, Any]:
    return {"reason": act.given["reason"], "given": _fields(stage, act, child), "by_post": line.by}


def _pause(stage: Stage, line: Line, act: Act, child: str) -> None:
    clock_acts.pause(
        stage.office,
        *_duty(stage, line, act, child),
        cause=act.given["cause"],
        at=placed(line.when, line.at),
        by_post=line.by,
    )


def _resume(stage: Stage, line: Line, act: Act, child: str) -> None:
    clock_acts.resume(stage.office, *_duty(stage, line, act, child), at=placed(line.when, line.at), by_post=line.by)


def _extend(stage: Stage, line: Line, act: Act, child: str) -> None:
    amount, unit = act.given["length"]
    clock_acts.extend(
        stage.office,
        *_duty(stage, line, act, child),
        amount=amount,
        unit=unit,
        basis=act.given["basis"],
        at=placed(line.when, line.at),
        by_post=line.by,
    )


def _duty(stage: Stage, line: Line, act: Act, child: str) -> tuple[str, str]:
    duty = act.given["duty"]
    if duty.partition("@")[0] in OWED_BY_AGENCIES:
        return stage.agency_case(duty, line.by), duty
    return stage.case_of_duty(duty, child), stage.duty(duty, child)


def _fields(stage: Stage, act: Act, child: str) -> dict[str, Any]:
    """Fields of an answer; a nickname of an adult alone in a field is the adult, that of a child its file of care."""

    def meant(name: str, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if name in OF_FILES_OF_CARE:
            return ",".join(stage.care.get(one, one) for one in value.split(","))
        return stage.adults.get(value, value) if name.endswith("_no") else value

    return {name: meant(name, value) for name, value in act.given["with"].items()}


OF_FILES_OF_CARE = ("with_gaps", "not_kept")
"""Fields of a spot check: the drawn files of children in care."""


# --- children in care -------------------------------------------------------------------------------------------


def _monitor(stage: Stage, line: Line, act: Act, child: str) -> None:
    given = act.given
    listed = monitoring.begin(
        stage.office,
        stage.children.get(child) or ChildForm.model_validate(stage.scenario.child_form(child)),
        monitoring.Screened(
            categories=given["categories"],
            conditions=given.get("conditions", ()),
            tier=given["tier"],
            marks=given.get("marks", ()),
            reason=given["reason"],
        ),
        when=line.when,
        by_post=post_of(line),
    )
    stage.care[child] = listed.case_no
    stage.meet_people(child, listed.child_no)


def _tier(stage: Stage, line: Line, act: Act, child: str) -> None:
    monitoring.set_tier(
        stage.office,
        stage.children[child],
        act.given["tier"],
        reason=act.given["reason"],
        when=line.when,
        by_post=post_of(line),
    )


def _unlist(stage: Stage, line: Line, act: Act, child: str) -> None:
    monitoring.end(
        stage.office,
        stage.children[child],
        act.given["reason"],
        words=act.given.get("words", ""),
        when=line.when,
        by_post=post_of(line),
    )


# --- what agencies owe themselves --------------------------------------------------------------------------------


def _draw(stage: Stage, line: Line, act: Act, child: str) -> None:
    post: str = act.given["post"]
    spot_check.draw(stage.office, stage.agency_case(SPOT_CHECK_FILES.code, post), by_post=line.by or post)


# --- facts ------------------------------------------------------------------------------------------------------------


def _note(stage: Stage, line: Line, act: Act, child: str) -> None:
    given = act.given
    notes.note(
        stage.office,
        stage.case(child),
        given["kind"],
        words=given.get("words", ""),
        about=stage.adult(given["about"]) if "about" in given else None,
        source=given.get("source", ""),
        restricted=given.get("restricted", False),
        when=line.when,
        by_post=post_of(line),
    )


# --- the case as a whole ---------------------------------------------------------------------------------------


def _hand_over(stage: Stage, line: Line, act: Act, child: str) -> str:
    given = act.given
    return opening.hand_over(
        stage.office,
        stage.case(child),
        given["what"],
        from_post=given.get("from_post") or post_of(line),
        to_post=given.get("to_post"),
        to_outside=given.get("to_outside", ""),
        reason=given.get("reason", ""),
        when=line.when,
    )


def _correct(stage: Stage, line: Line, act: Act, child: str) -> None:
    given = act.given
    corrections.correct(
        stage.office,
        stage.case(child),
        stage.entry(given["entry"], child),
        when=given.get("when"),
        given=given["with"] or None,
        reason=given["reason"],
        by_post=post_of(line),
    )


def _dispute(stage: Stage, line: Line, act: Act, child: str) -> None:
    given = act.given
    corrections.dispute(
        stage.office,
        stage.case(child),
        stage.entry(given["entry"], child),
        when=given["when"],
        source=given["source"],
        by_post=post_of(line),
    )


def _death(stage: Stage, line: Line, act: Act, child: str) -> None:
    turning.record_death(stage.office, stage.case(child), when=line.when, by_post=post_of(line))


def _close(stage: Stage, line: Line, act: Act, child: str) -> None:
    closing.close(
        stage.office,
        stage.case(child),
        reason=act.given["reason"],
        settle=act.given.get("settle", False),
        when=line.when,
        by_post=post_of(line),
    )


def _reopen(stage: Stage, line: Line, act: Act, child: str) -> None:
    closing.reopen(stage.office, stage.case(child), reason=act.given["reason"], when=line.when, by_post=post_of(line))


PERFORMERS: dict[str, Performer] = {
    **ON_PAPERS,
    **ON_PEOPLE,
    "report": _report,
    "open_case": _open_case,
    "register": _register,
    "open": _open,
    "answer": _answer,
    "skip": _skip,
    "excuse": _excuse,
    "pause": _pause,
    "resume": _resume,
    "extend": _extend,
    "note": _note,
    "hand_over": _hand_over,
    "correct": _correct,
    "dispute": _dispute,
    "death": _death,
    "close": _close,
    "reopen": _reopen,
    "monitor": _monitor,
    "tier": _tier,
    "unlist": _unlist,
    "draw": _draw,
}
"""How each act is done; `until`, `expect`, `refused` and `gap` are the player's own."""
