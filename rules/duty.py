"""A duty, its ladder and its rungs as typed data. 职责与升级阶梯 / duties and ladders.

A flow names a duty by `Duty[Answer]`: a code and the type of its answer, so that `fulfilled(TRIAGE)` is typed.  Who
owes it, on what ground, by when and who hears of it when it is late is the pack's `DutySpec` of the same code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Generic, TypeVar

from rules.period import Period
from rules.vocabulary import PauseCause, Role

PERSONAL = "personal"
"""Marks a field of an answer that may name people: it is encrypted before it is written anywhere."""

ASKED = {"asked": True}
"""Metadata of a field that may be left empty in some cases, and is asked for all the same."""

Words = Annotated[str, PERSONAL]
"""Free words of a person. 自由文本. Treated as personal data, always."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with an answer as a whole. 填写矛盾. `zh` and `en` say what to do."""

    field: str
    zh: str
    en: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What every answer to a duty carries. 办理结果.

    Args:
        happened_at: aware; when it was done, which may be before it was entered.
        document_no: number of the document drawn up, where the duty asks for one.
        note: free words, encrypted at rest.
    """

    happened_at: datetime
    document_no: str = ""
    note: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """What does not go together in this answer: fields that the others call for, values that cannot be."""
        return ()


A = TypeVar("A", bound=Answer)


@dataclass(frozen=True, slots=True)
class Duty(Generic[A]):
    """A duty as a flow names it: its code and the type of its answer."""

    code: str
    answered_with: type[A]


class Point(StrEnum):
    """From where on the clock a rung is measured. 时点."""

    SHARE = "share"  # a share of the period, counted to internal_due
    LAST_SAFE = "last_safe"  # the last moment at which it can still be done in time
    OVERDUE = "overdue"  # at or after legal_due


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One rung of a ladder: when who is told what. 阶梯的一级.

    Args:
        point: what the moment is measured from.
        share: for `Point.SHARE`, a number above 0 and below 1.
        after: for `Point.OVERDUE`, how long after legal_due (None: at once).
        tell: roles told; `owner` in the pack means the post that owes the duty and is the empty tuple here plus
            `tell_owner`.
        template: notice template, `reminder` or `escalation`.
        basis: fact row behind this rung.
    """

    point: Point
    tell: tuple[Role, ...] = ()
    tell_owner: bool = False
    share: float = 0.0
    after: Period | None = None
    template: str = "escalation"
    basis: str = "M-90"

    def __post_init__(self) -> None:
        """Refuse a rung that tells nobody or has no moment."""
        if not self.tell and not self.tell_owner:
            raise ValueError("a rung must tell somebody")
        if (self.point is Point.SHARE) != (0 < self.share < 1):
            raise ValueError("a share rung, and only a share rung, needs a share above 0 and below 1")
        if self.after is not None and self.point is not Point.OVERDUE:
            raise ValueError("only an overdue rung can wait after the due moment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Rungs in the order in which they are climbed. 升级阶梯."""

    code: str
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DutySpec:
    """Everything a pack says about one duty. 职责规格.

    Args:
        code: the same code as the flow's `Duty`.
        zh, en: what is to be done, in a few words.
        owed_by: roles in order of preference; the first that some post near the child holds owes it.
            Empty where the flow names the post (the body that received the report, the unit's regulator).
        ground: fact rows on which the duty rests.
        periods: by variant; "default" always exists.
        starts: what starts the clock, in Chinese words for people (收到报告).
        starts_en: the same in English.
        ladder: code of its ladder.
        document: what is drawn up, or "".
        takes_hours: how long the act itself takes, for the last safe moment (our default).
        pauses: causes for which its clock may stand still.
        extensions: fact rows that allow more time.
    """

    code: str
    zh: str
    en: str
    owed_by: tuple[Role, ...]
    ground: tuple[str, ...]
    periods: Mapping[str, Period]
    starts: str
    starts_en: str
    ladder: str
    document: str = ""
    takes_hours: float = 0.0
    pauses: frozenset[PauseCause] = field(default_factory=frozenset)
    extensions: tuple[str, ...] = ()
