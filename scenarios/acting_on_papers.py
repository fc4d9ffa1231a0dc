"""Doing what a line says with an instrument. 文书行为."""

from __future__ import annotations

from typing import Any

from rules.vocabulary import Sanction
from scenarios.language import Granted
from scenarios.shape import Act, Line
from scenarios.stage import Performer, Stage, post_of
from tasks import instruments


def _draft(stage: Stage, line: Line, act: Act, child: str) -> str:
    return instruments.draft(
        stage.office,
        stage.case(child),
        act.given["kind"],
        _text(stage, act),
        procedure=_procedure(stage, act, child),
        by_post=post_of(line),
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
        by_post=post_of(line),
        when=line.when,
    )


def _text(stage: Stage, act: Act) -> instruments.Text:
    given = act.given
    return instruments.Text(
        document_no=given.get("document_no", ""),
        title=given.get("title", ""),
        to=stage.parties(given.get("to", ())),
        issuers=given.get("issuers", ()),
        outside=(given["issuer_outside"],) if "issuer_outside" in given else (),
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
        by_post=post_of(line),
    )


def _breach(stage: Stage, line: Line, act: Act, child: str) -> str:
    given = act.given
    return instruments.breach(
        stage.office,
        stage.instrument(given["instrument"], child),
        words=given.get("words", ""),
        **_sanctioned(act, Sanction.PENDING),
        when=line.when,
        by_post=post_of(line),
    )


def _sanction(stage: Stage, line: Line, act: Act, child: str) -> None:
    instruments.decide_breach(
        stage.office,
        stage.breach(act.given["breach"], child),
        **_sanctioned(act, Sanction.NONE),
        when=line.when,
        by_post=post_of(line),
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
        by_post=post_of(line),
    )


def _extend_instrument(stage: Stage, line: Line, act: Act, child: str) -> None:
    instruments.extend(
        stage.office,
        stage.instrument(act.given["instrument"], child),
        until=act.given["until"],
        document_no=act.given.get("document_no", ""),
        when=line.when,
        by_post=post_of(line),
    )


def _withdraw(stage: Stage, line: Line, act: Act, child: str) -> None:
    number = stage.instrument(act.given["instrument"], child)
    instruments.withdraw(stage.office, number, reason=act.given["reason"], when=line.when, by_post=post_of(line))


def _end(stage: Stage, line: Line, act: Act, child: str) -> None:
    number = stage.instrument(act.given["instrument"], child)
    instruments.end(stage.office, number, reason=act.given["reason"], when=line.when, by_post=post_of(line))


ON_PAPERS: dict[str, Performer] = {
    "draft": _draft,
    "issue": _issue,
    "serve": _serve,
    "breach": _breach,
    "sanction": _sanction,
    "vary": _vary,
    "extend_instrument": _extend_instrument,
    "withdraw": _withdraw,
    "end": _end,
}
"""How each act on an instrument is done."""
