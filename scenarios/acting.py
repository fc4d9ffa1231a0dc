"""Doing what a line says: each act is the same step that the command line and the flows take. 按行办理.

An act returns the number of what it made, where it made one thing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from rules.moments import civil_day
from rules.vocabulary import Relation, Sanction
from scenarios.language import Granted
from scenarios.shape import Act, Line
from scenarios.stage import Stage
from tasks import acts, closing, corrections, instruments, intake, notes, opening, people, turning
from tasks.report_form import ChildForm

Performer = Callable[[Stage, Line, Act, str], str | None]


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
        by_post=_by(line),
        area=act.given.get("area"),
    )
    stage.meet(child, opened.child_no, opened.case_no)
    _bring_those_with_dates(stage, line, child)


def _bring_those_with_dates(stage: Stage, line: Line, child: str) -> None:
    """Ties with a first or last day find no place in a report; they are entered beside it."""
    for adult in stage.scenario.adults.values():
        dated = adult.from_on is not None or adult.until_on is not None
        if dated and child in adult.ties and (adult.nickname, child) not in stage.scenario.introduced:
            _enter(stage, line, adult.nickname, child)


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
    acts.answer(
        stage.office,
        stage.case(child),
        stage.duty(act.given["duty"], child),
        _fields(stage, act, child),
        at=line.when.at,
        precision=line.when.precision,
        by_post=line.by,
    )


def _skip(stage: Stage, line: Line, act: Act, child: str) -> None:
    acts.skip(stage.office, *_duty(stage, act, child), **_left_out(stage, line, act, child))


def _excuse(stage: Stage, line: Line, act: Act, child: str) -> None:
    acts.excuse(stage.office, *_duty(stage, act, child), **_left_out(stage, line, act, child))


def _left_out(stage: Stage, line: Line, act: Act, child: str) -> dict[str, Any]:
    return {"reason": act.given["reason"], "given": _fields(stage, act, child), "by_post": line.by}


def _pause(stage: Stage, line: Line, act: Act, child: str) -> None:
    acts.pause(stage.office, *_duty(stage, act, child), cause=act.given["cause"], at=line.when.at, by_post=line.by)


def _resume(stage: Stage, line: Line, act: Act, child: str) -> None:
    acts.resume(stage.office, *_duty(stage, act, child), at=line.when.at, by_post=line.by)


def _extend(stage: Stage, line: Line, act: Act, child: str) -> None:
    amount, unit = act.given["length"]
    acts.extend(
        stage.office,
        *_duty(stage, act, child),
        amount=amount,
        unit=unit,
        basis=act.given["basis"],
        at=line.when.at,
        by_post=line.by,
    )


def _duty(stage: Stage, act: Act, child: str) -> tuple[str, str]:
    return stage.case(child), stage.duty(act.given["duty"], child)


def _fields(stage: Stage, act: Act, child: str) -> dict[str, Any]:
    """Fields of an answer; a nickname of an adult alone in a field is the adult."""
    return {
        name: stage.adults.get(value, value) if isinstance(value, str) and name.endswith("_no") else value
        for name, value in act.given["with"].items()
    }


# --- facts and instruments -------------------------------------------------------------------------------------


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
        by_post=_by(line),
    )


def _draft(stage: Stage, line: Line, act: Act, child: str) -> str:
    return instruments.draft(
        stage.office,
        stage.case(child),
        act.given["kind"],
        _text(stage, act),
        procedure=_procedure(stage, act, child),
        by_post=_by(line),
        when=line.when,
    )


def _issue(stage: Stage, line: Line, act: Act, child: str) -> str:
    given = act.given
    return instruments.issue(
        stage.office,
        stage.case(child),
        given["kind"],
        _text(stage, act),
        valid_until=given.get("valid_until"),
        no_term=given.get("no_term", False),
        follows=stage.instrument(given["follows"], child) if "follows" in given else None,
        procedure=_procedure(stage, act, child),
        drafted=stage.instrument(given["instrument"], child) if "instrument" in given else None,
        by_post=_by(line),
        when=line.when,
    )


def _text(stage: Stage, act: Act) -> instruments.Text:
    given = act.given
    return instruments.Text(
        document_no=given.get("document_no", ""),
        title=given.get("title", ""),
        to=stage.parties(given.get("to", ())),
        issuers=given.get("issuers", ()),
        facts=given.get("facts", ""),
        content=given.get("content", ""),
        granted=given.get("granted", Granted.FULL).value,
    )


def _procedure(stage: Stage, act: Act, child: str) -> str | None:
    return stage.procedure(act.given["procedure"], child) if "procedure" in act.given else None


def _serve(stage: Stage, line: Line, act: Act, child: str) -> None:
    given = act.given
    instruments.serve(
        stage.office,
        stage.instrument(given["instrument"], child),
        to=stage.party(given["to"]),
        method=given["method"],
        proof=given.get("proof", ""),
        when=line.when,
        by_post=_by(line),
    )


def _breach(stage: Stage, line: Line, act: Act, child: str) -> str:
    given = act.given
    return instruments.breach(
        stage.office,
        stage.instrument(given["instrument"], child),
        words=given.get("words", ""),
        **_sanctioned(act, Sanction.PENDING),
        when=line.when,
        by_post=_by(line),
    )


def _sanction(stage: Stage, line: Line, act: Act, child: str) -> None:
    instruments.decide_breach(
        stage.office,
        stage.breach(act.given["breach"], child),
        **_sanctioned(act, Sanction.NONE),
        when=line.when,
        by_post=_by(line),
    )


def _sanctioned(act: Act, usual: Sanction) -> dict[str, Any]:
    given = act.given
    return {
        "sanction": given.get("sanction", usual),
        "confidential": given.get("confidential", False),
        "reason": given.get("reason", ""),
    }


def _vary(stage: Stage, line: Line, act: Act, child: str) -> None:
    instruments.vary(
        stage.office,
        stage.instrument(act.given["instrument"], child),
        content=act.given["content"],
        document_no=act.given.get("document_no", ""),
        when=line.when,
        by_post=_by(line),
    )


def _extend_instrument(stage: Stage, line: Line, act: Act, child: str) -> None:
    instruments.extend(
        stage.office,
        stage.instrument(act.given["instrument"], child),
        until=act.given["until"],
        document_no=act.given.get("document_no", ""),
        when=line.when,
        by_post=_by(line),
    )


def _withdraw(stage: Stage, line: Line, act: Act, child: str) -> None:
    number = stage.instrument(act.given["instrument"], child)
    instruments.withdraw(stage.office, number, reason=act.given["reason"], when=line.when, by_post=_by(line))


def _end(stage: Stage, line: Line, act: Act, child: str) -> None:
    number = stage.instrument(act.given["instrument"], child)
    instruments.end(stage.office, number, reason=act.given["reason"], when=line.when, by_post=_by(line))


# --- people ----------------------------------------------------------------------------------------------------


def _add(stage: Stage, line: Line, act: Act, child: str) -> None:
    for nickname in act.given["adult"]:
        _enter(stage, line, nickname, child)


def _enter(stage: Stage, line: Line, nickname: str, child: str) -> None:
    """Enter an adult with the file of a child; one who is known from another child is only tied to this one."""
    adult = stage.scenario.adults[nickname]
    tie = adult.ties[child]
    told = {
        "relation": tie.relation,
        "guardian": tie.guardian,
        "carer": tie.carer,
        "suspected": tie.suspected,
        "from_on": adult.from_on,
        "until_on": adult.until_on,
    }
    common: dict[str, Any] = {**told, "when": line.when, "by_post": line.by}
    case_no = stage.case(child)
    if nickname in stage.adults:
        people.link(stage.office, case_no, stage.adults[nickname], **common)
    else:
        stage.adults[nickname] = people.add(
            stage.office, case_no, name=adult.name, phone=adult.phone, address=adult.address, **common
        )


def _link(stage: Stage, line: Line, act: Act, child: str) -> None:
    given = act.given
    adult = stage.scenario.adults[given["adult"]]
    known = adult.ties.get(child)
    people.link(
        stage.office,
        stage.case(child),
        stage.adult(given["adult"]),
        relation=given.get("relation") or (known.relation if known else Relation.UNKNOWN),
        **{
            role: given.get(role, getattr(known, role) if known else False)
            for role in ("guardian", "carer", "suspected")
        },
        from_on=given.get("from_on", adult.from_on),
        until_on=given.get("until_on", adult.until_on),
        when=line.when,
        by_post=_by(line),
    )


def _leave(stage: Stage, line: Line, act: Act, child: str) -> None:
    people.leave(
        stage.office,
        stage.case(child),
        stage.adult(act.given["adult"]),
        until_on=act.given.get("until_on") or _day_of(line),
        reason=act.given["reason"],
        when=line.when,
        by_post=_by(line),
    )


def _day_of(line: Line) -> date:
    return civil_day(line.when.at or line.at)


def _identify(stage: Stage, line: Line, act: Act, child: str) -> None:
    given = act.given
    people.identify(
        stage.office,
        stage.case(child),
        stage.adult(given["adult"]),
        name=given["name"],
        phone=given.get("phone"),
        address=given.get("address"),
        when=line.when,
        by_post=_by(line),
    )


def _join(stage: Stage, line: Line, act: Act, child: str) -> None:
    given = act.given
    people.join(
        stage.office,
        stage.case(child),
        stage.procedure(given["procedure"], child),
        stage.party(given["party"]),
        given["role"],
        when=line.when,
        by_post=_by(line),
    )


# --- the case as a whole ---------------------------------------------------------------------------------------


def _hand_over(stage: Stage, line: Line, act: Act, child: str) -> str:
    given = act.given
    return opening.hand_over(
        stage.office,
        stage.case(child),
        given["what"],
        from_post=given.get("from_post") or _by(line),
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
        by_post=_by(line),
    )


def _dispute(stage: Stage, line: Line, act: Act, child: str) -> None:
    given = act.given
    corrections.dispute(
        stage.office,
        stage.case(child),
        stage.entry(given["entry"], child),
        when=given["when"],
        source=given["source"],
        by_post=_by(line),
    )


def _death(stage: Stage, line: Line, act: Act, child: str) -> None:
    turning.record_death(stage.office, stage.case(child), when=line.when, by_post=_by(line))


def _close(stage: Stage, line: Line, act: Act, child: str) -> None:
    closing.close(
        stage.office,
        stage.case(child),
        reason=act.given["reason"],
        settle=act.given.get("settle", False),
        when=line.when,
        by_post=_by(line),
    )


def _reopen(stage: Stage, line: Line, act: Act, child: str) -> None:
    closing.reopen(stage.office, stage.case(child), reason=act.given["reason"], when=line.when, by_post=_by(line))


def _by(line: Line) -> str:
    """The post that acts; that there is one was checked when the story was read."""
    assert line.by is not None, line.place
    return line.by


PERFORMERS: dict[str, Performer] = {
    "report": _report,
    "open_case": _open_case,
    "open": _open,
    "answer": _answer,
    "skip": _skip,
    "excuse": _excuse,
    "pause": _pause,
    "resume": _resume,
    "extend": _extend,
    "note": _note,
    "draft": _draft,
    "issue": _issue,
    "serve": _serve,
    "breach": _breach,
    "sanction": _sanction,
    "vary": _vary,
    "extend_instrument": _extend_instrument,
    "withdraw": _withdraw,
    "end": _end,
    "add": _add,
    "link": _link,
    "leave": _leave,
    "identify": _identify,
    "join": _join,
    "hand_over": _hand_over,
    "correct": _correct,
    "dispute": _dispute,
    "death": _death,
    "close": _close,
    "reopen": _reopen,
}
"""How each act is done; `until`, `expect`, `refused` and `gap` are the player's own."""
