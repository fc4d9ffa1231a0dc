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

AMONG = "among"
"""Key of the metadata of a field: the terms that are offered, where the text names some of a vocabulary only."""

WHERE = "where"
"""Key of the metadata of a field: code of a duty; the field is offered where a text of the place asks for that duty."""

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
    """From where on which clock a rung is measured. 时点.

    Done, read and accepted are three facts with three clocks: the first three points are measured on the clock of
    the duty itself, the last two from the moment at which its post was told.
    """

    SHARE = "share"  # a share of the period, counted to internal_due
    LAST_SAFE = "last_safe"  # the last moment at which it can still be done in time
    OVERDUE = "overdue"  # at or after legal_due
    UNREAD = "unread"  # told, and nobody has said that they read it
    UNACCEPTED = "unaccepted"  # told, and nobody has said that they take it on


ATTENTION = (Point.UNREAD, Point.UNACCEPTED)
"""The points of the clocks of attention: they stop when it is read or taken on, or when the duty is overdue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One rung of a ladder: when who is told what. 阶梯的一级.

    Args:
        point: what the moment is measured from.
        share: for `Point.SHARE`, a number above 0 and below 1.
        after: for `Point.OVERDUE`, how long after legal_due (None: at once); for the clocks of attention, how long
            after the post was told.
        tell: roles told; `owner` in the pack means the post that owes the duty and is the empty tuple here plus
            `tell_owner`.
        template: notice template, `reminder`, `escalation` or `attention`.
        basis: fact row behind this rung.
        repeat: how often it is told again: the last rung until the duty is answered or a decision is recorded, a
            rung of the clocks of attention until it is read or taken on. None: once.
        document: what is drawn up for those who are told, or "".
    """

    point: Point
    tell: tuple[Role, ...] = ()
    tell_owner: bool = False
    share: float = 0.0
    after: Period | None = None
    template: str = "escalation"
    basis: str = "M-90"
    repeat: Period | None = None
    document: str = ""

    def __post_init__(self) -> None:
        """Refuse a rung that tells nobody or has no moment."""
        if not self.tell and not self.tell_owner:
            raise ValueError("a rung must tell somebody")
        if (self.point is Point.SHARE) != (0 < self.share < 1):
            raise ValueError("a share rung, and only a share rung, needs a share above 0 and below 1")
        if self.after is not None and self.point in (Point.SHARE, Point.LAST_SAFE):
            raise ValueError("only what is overdue, unread or not taken on can wait after its moment")
        if self.after is None and self.point in ATTENTION:
            raise ValueError("a rung of the clocks of attention says how long after the post was told")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Rungs in the order in which they are climbed. 升级阶梯.

    Args:
        rungs: on the clock of the duty itself.
        attention: on the clocks of reading and taking on, the same order; none in rules frozen before there were any.
    """

    code: str
    rungs: tuple[Rung, ...]
    attention: tuple[Rung, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DutySpec:
    """Everything a pack says about one duty. 职责规格.

    Args:
        code: the same code as the flow's `Duty`.
        zh, en: what is to be done, in a few words.
        owed_by: roles in order of preference; the first that some post near the child holds owes it.
            Empty where the flow names the post (the body that received the report, the unit's regulator).
        ground: fact rows on which the duty rests.
        periods: by variant; "default" always exists, but for a duty that is owed only where a pack sets it.
        starts: what starts the clock, in Chinese words for people (收到报告).
        starts_en: the same in English.
        ladder: code of its ladder.
        document: what is drawn up, or "".
        takes_hours: how long the act itself takes, for the last safe moment (our default).
        pauses: causes for which its clock may stand still.
        extensions: fact rows that allow more time.
        routine: it comes again for every child: no message for each, the digest and `hutong visits` list it, and
            the rungs of its ladder are gathered into one message for each post.
        where_set: it is owed only where a local pack sets its period "default", and nowhere else (ADR 0021).
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
    routine: bool = False
    where_set: bool = False

    @property
    def counts_from_a_day_named(self) -> bool:
        """Whether a period of it that counts back does so from a day that an answer named, not from a document's end.

        So do the steps that a place declared (`procedure.step`), and the clocks that only some places have.
        """
        return "." in self.code or self.where_set

    @property
    def is_set(self) -> bool:
        """Whether these rules ask for it at all: not where it is owed only where set, and they set nothing."""
        return not self.where_set or "default" in self.periods
