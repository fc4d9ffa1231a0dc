"""Which facts each notice needs. 各类通知所需事项 / the contract between whoever writes a notice and its templates.

Both languages of a template use exactly these names.  No name here may stand for a person: no variable, no leak.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from notifications.message import breaks_a_line
from rules.vocabulary import Force


class FactsMismatch(ValueError):
    """The facts given are not the facts the template asks for. Names variables, never values."""


class Kind(Enum):
    """What a fact is."""

    LINE = "one line of text"
    WORDS = "text of one or more lines"
    LIST = "a list of lines"
    COUNT = "a whole number, not negative"
    YES_NO = "true or false"


@dataclass(frozen=True, slots=True)
class OneOf:
    """A fact that is one of a closed list of codes."""

    codes: frozenset[str]


Shape = Kind | OneOf

_FORCE = OneOf(frozenset(force.value for force in Force))
_DANGER = OneOf(frozenset({"yes", "no", "unknown"}))

_PERIOD: Mapping[str, Shape] = {
    "since": Kind.LINE,
    "due": Kind.LINE,
    "legal_due": Kind.LINE,
    "provisional": Kind.YES_NO,
    "period": Kind.LINE,
    "period_force": _FORCE,
    "period_basis": Kind.LINE,
    "ground": Kind.LIST,
}
_DUTY: Mapping[str, Shape] = {
    "case_no": Kind.LINE,
    "procedure": Kind.LINE,
    "duty": Kind.LINE,
    "duty_no": Kind.LINE,
    **_PERIOD,
    "how_to_answer": Kind.WORDS,
}
_DUTY_IN_FULL: Mapping[str, Shape] = {**_DUTY, "law_word": Kind.LINE, "document": Kind.LINE}

FACTS: Mapping[str, Mapping[str, Shape]] = MappingProxyType(
    {
        "report_received": {
            "report_no": Kind.LINE,
            "case_nos": Kind.LIST,
            "situations": Kind.LIST,
            "children_count": Kind.COUNT,
            "unit_kind": Kind.LINE,
            "received_at": Kind.LINE,
            "danger_now": _DANGER,
            "how_to_answer": Kind.WORDS,
        },
        "report_joined": {
            "report_no": Kind.LINE,
            "case_no": Kind.LINE,
            "received_at": Kind.LINE,
            "situations": Kind.LIST,
            "how_to_answer": Kind.WORDS,
        },
        "emergency_access": {
            "case_no": Kind.LINE,
            "opened_by": Kind.LINE,
            "opened_at": Kind.LINE,
            "until": Kind.LINE,
            "review_by": Kind.LINE,
            "basis": Kind.LINE,
        },
        "package_ready": {
            "package_no": Kind.LINE,
            "giver": Kind.LINE,
            "ground": Kind.LINE,
            "purpose": Kind.LINE,
            "until": Kind.LINE,
            "basis": Kind.LINE,
        },
        "referral_declined": {
            "case_no": Kind.LINE,
            "procedure": Kind.LINE,
            "asked": Kind.LINE,
            "duty": Kind.LINE,
            "duty_no": Kind.LINE,
            "decided_by": Kind.LINE,
            "at": Kind.LINE,
            "why": Kind.LINE,
            "how_to_answer": Kind.WORDS,
        },
        "duty_opened": _DUTY_IN_FULL,
        "reminder": {**_DUTY_IN_FULL, "remaining": Kind.LINE, "last_safe": Kind.YES_NO},
        "escalation": {
            **_DUTY,
            "yours": Kind.YES_NO,
            "owed_by": Kind.LINE,
            "rung": Kind.COUNT,
            "rungs_total": Kind.COUNT,
            "again": Kind.COUNT,
            "overdue_for": Kind.LINE,
            "next_rung": Kind.LINE,
            "document": Kind.LINE,
        },
        "attention": {
            **_DUTY,
            "owed_by": Kind.LINE,
            "unread": Kind.YES_NO,
            "told_at": Kind.LINE,
            "how_to_accept": Kind.LINE,
        },
        "unheld": {**_DUTY, "unheld": Kind.LIST},
        "digest": {
            "day": Kind.LINE,
            "overdue": Kind.LIST,
            "overdue_count": Kind.COUNT,
            "due_soon": Kind.LIST,
            "due_soon_count": Kind.COUNT,
            "taken_on": Kind.COUNT,
            "unexplained": Kind.COUNT,
            "routine_owed": Kind.COUNT,
            "routine_late": Kind.COUNT,
            "understaffed": Kind.COUNT,
            "stuck": Kind.LIST,
            "stuck_count": Kind.COUNT,
            "listed": Kind.COUNT,
        },
        "digest_unread": {"post": Kind.LINE, "since": Kind.LINE},
        "routine_late": {"duties_count": Kind.COUNT, "duties": Kind.LIST, "left_out": Kind.COUNT},
        "catch_up": {
            "rungs": Kind.COUNT,
            "duties_count": Kind.COUNT,
            "from": Kind.LINE,
            "to": Kind.LINE,
            "duties": Kind.LIST,
            "left_out": Kind.COUNT,
        },
        "reporter_receipt": {
            "report_no": Kind.LINE,
            "code": Kind.LINE,
            "received_at": Kind.LINE,
            "told": Kind.LIST,
            "what_next": Kind.LIST,
            "feedback_basis": Kind.LINE,
            "feedback_due_rule": Kind.LINE,
            "confidentiality": Kind.YES_NO,
            "must_report": Kind.YES_NO,
        },
        "reporter_feedback": {
            "report_no": Kind.LINE,
            "stage": Kind.LINE,
            "outcome": Kind.LINE,
            "at": Kind.LINE,
            "basis": Kind.LINE,
        },
        "notice_undelivered": {
            "notice_no": Kind.LINE,
            "case_no": Kind.LINE,
            "channel": Kind.LINE,
            "code": Kind.LINE,
            "post": Kind.LINE,
            "how_to_answer": Kind.WORDS,
        },
        "watchdog_finding": {
            "kind": Kind.LINE,
            "case_no": Kind.LINE,
            "since": Kind.LINE,
            "what_to_do": Kind.WORDS,
        },
        "reminded": {
            "kind": Kind.LINE,
            "case_no": Kind.LINE,
            "subject": Kind.LINE,
            "since": Kind.LINE,
            "asked_by": Kind.LINE,
            "what_to_do": Kind.WORDS,
        },
    }
)


def checked(template: str, facts: Mapping[str, object]) -> dict[str, object]:
    """The facts, each of its kind and made safe to print. Raises FactsMismatch, naming the variables at fault.

    A period that is called law must name its article: a number without one would be shown as more than it is.
    """
    shapes = FACTS[template]
    if missing := shapes.keys() - facts.keys():
        raise FactsMismatch(f"{template}: missing {', '.join(sorted(missing))}")
    if surplus := facts.keys() - shapes.keys():
        raise FactsMismatch(f"{template}: surplus {', '.join(sorted(surplus))}")
    safe = {name: _fit(f"{template}.{name}", shapes[name], fact) for name, fact in facts.items()}
    if safe.get("period_force") in (Force.STATUTORY, Force.LOCAL) and not safe["period_basis"]:
        raise FactsMismatch(f"{template}: a statutory or local period needs period_basis")
    return safe


def _fit(name: str, shape: Shape, fact: object) -> object:
    """The fact in its printable form. Only the kind of the value is ever named in an error."""
    fitted = _FITS[shape](fact) if isinstance(shape, Kind) else _one_of(shape, fact)
    if fitted is None:
        expected = shape.value if isinstance(shape, Kind) else f"one of {', '.join(sorted(shape.codes))}"
        raise FactsMismatch(f"{name} must be {expected}, not a {type(fact).__name__} like this")
    return fitted


def _one_of(shape: OneOf, fact: object) -> str | None:
    return str(fact) if isinstance(fact, str) and fact in shape.codes else None


def _line(fact: object) -> str | None:
    return _one_line(fact) if isinstance(fact, str) else None


def _words(fact: object) -> str | None:
    return "\n".join(map(_one_line, fact.splitlines())) if isinstance(fact, str) else None


def _list(fact: object) -> list[str] | None:
    if not isinstance(fact, list | tuple) or not all(isinstance(line, str) for line in fact):
        return None
    return [_one_line(line) for line in fact]


def _count(fact: object) -> int | None:
    return fact if isinstance(fact, int) and not isinstance(fact, bool) and fact >= 0 else None


def _yes_no(fact: object) -> bool | None:
    return fact if isinstance(fact, bool) else None


# A thousand escalations are two thousand messages of twenty facts: a table is three times faster than matching.
_FITS: Mapping[Kind, Callable[[object], object | None]] = {
    Kind.LINE: _line,
    Kind.WORDS: _words,
    Kind.LIST: _list,
    Kind.COUNT: _count,
    Kind.YES_NO: _yes_no,
}


def _one_line(text: str) -> str:
    """Text that cannot start a line of its own: a line feed typed into a report must not forge a notice."""
    if text.isprintable():  # nearly always, and ten times faster to find out
        return text.strip()
    return "".join(" " if breaks_a_line(character) else character for character in text).strip()
