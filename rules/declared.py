"""A procedure that a pack declares: steps, branches on answers, clocks and ends, as data. 地方自设程序.

Who owes a step, on what ground, by when and who hears of it when it is late is the pack's duty of the same code, like
that of every other duty; here stands only what the code of a written procedure says: what is asked for, and what comes
next.  The language is small on purpose: a step leads to one step, or to one for each value of one field of its answer;
there is no way back, so every declared procedure comes to an end.  `flows.declared` runs them all.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Optional

from rules.duty import Answer, Duty, Words
from rules.vocabulary import CloseReason, ProcedureKind, Term

START = "start"
"""The fact that opens the procedure; no step may be called so."""

MAY_END_IN = (
    CloseReason.COMPLETED,
    CloseReason.MOVED_ON,
    CloseReason.MEDIATED,
    CloseReason.DECLINED,
    CloseReason.NOT_ISSUED,
    CloseReason.DISMISSED,
    CloseReason.WITHDRAWN,
    CloseReason.LAPSED,
    CloseReason.RETURNED,
)
"""How a declared procedure may end.  The others say what only a written procedure can know."""

MAY_OPEN = (
    ProcedureKind.POLICE_ADMONITION,
    ProcedureKind.FAMILY_EDUCATION_ORDER,
    ProcedureKind.SUPERVISION_ORDER,
    ProcedureKind.PROTECTION_ORDER,
    ProcedureKind.GUARDIANSHIP_TRANSFER,
    ProcedureKind.EMERGENCY_PLACEMENT,
)
"""Written procedures that an end may open: those whose duties the rules give to roles."""

RESERVED = frozenset({"happened_at", "document_no", "note", "adult_no", "to_post", "faults", START})
"""Names of fields that every answer has, or that mean something of their own."""


class FieldKind(Term):
    """What may be given for a field. 填写项种类."""

    YES_NO = "yes_no", "是或否"
    CHOICE = "choice", "选择"
    DATE = "date", "日期"
    TEXT = "text", "文字"


NAMED = "named"
"""The period of a step that counts back from a date, where an earlier answer may name one and may not."""

YES, NO = "yes", "no"
"""How a branch names the two values of a field that is answered yes or no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a field that is chosen. 选项."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One field of the answer to a declared step. 填写项.

    Args:
        choices: of a field that is chosen; none of the others.
        optional: it may be left empty; nothing can be decided by it then.
    """

    name: str
    zh: str
    en: str
    kind: FieldKind
    choices: tuple[Choice, ...] = ()
    optional: bool = False

    @property
    def values(self) -> tuple[str, ...]:
        """The values that a branch must cover; none where nothing can be decided by it."""
        if self.optional:
            return ()
        if self.kind is FieldKind.YES_NO:
            return (YES, NO)
        return tuple(one.code for one in self.choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a declared procedure. 步骤.

    Args:
        duty: code of the pack's duty; the step is called by it.
        asks: fields of its answer, beside those that every answer has.
        decided_by: the field on whose value it depends what comes next, or "": always the same.
        next: by value, the step or the end that comes next; "" the one that always does.
        since: the step from whose moment its clock runs, or "": from the one before.
        ends_on: "step.field": the date from which its period counts back, or "".
        for_each: whether each respondent (or guardian, where none is named) is asked for apart.
    """

    duty: str
    next: Mapping[str, str]
    asks: tuple[Asked, ...] = ()
    decided_by: str = ""
    since: str = ""
    ends_on: str = ""
    for_each: bool = False

    def field(self, name: str) -> Asked | None:
        """A field by its name."""
        return next((one for one in self.asks if one.name == name), None)

    def day_among(self, taken: Mapping[str, Answer]) -> date | None:
        """The date from which its period counts back, as an earlier step gave it; None: none was given."""
        duty, _, name = self.ends_on.rpartition(".")
        return getattr(taken[duty], name) if name else None

    def leads_to(self, answer: Answer) -> str:
        """The step or end that comes after an answer."""
        if not self.decided_by:
            return self.next[""]
        value = getattr(answer, self.decided_by)
        if isinstance(value, bool):
            return self.next[YES if value else NO]
        return self.next[str(value)]


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """One way in which a declared procedure ends. 终结.

    Args:
        reason: which of the known reasons it counts as.
        opens: written procedures that are opened in the same case.
    """

    code: str
    zh: str
    en: str
    reason: CloseReason
    opens: tuple[ProcedureKind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A procedure as a pack declares it. 自设程序.

    Args:
        ground: fact rows on which the procedure as a whole rests.
        starts, starts_en: the fact that opens it, in words.
        steps: the first of them is where it begins.
    """

    code: str
    zh: str
    en: str
    ground: tuple[str, ...]
    starts: str
    starts_en: str
    steps: tuple[Step, ...]
    ends: tuple[End, ...]

    @property
    def duties(self) -> tuple[str, ...]:
        """Codes of the duties that it can ask for, in order."""
        return tuple(one.duty for one in self.steps)

    @property
    def first(self) -> Step:
        """Where it begins."""
        return self.steps[0]

    def step(self, code: str) -> Step | None:
        """A step by the code of its duty."""
        return next((one for one in self.steps if one.duty == code), None)

    def end(self, code: str) -> End | None:
        """An end by its code."""
        return next((one for one in self.ends if one.code == code), None)

    def ways(self) -> Iterator[tuple[str, str]]:
        """From one step, or START, to the next, in order; ends are no steps."""
        yield START, self.first.duty
        for one in self.steps:
            yield from ((one.duty, after) for after in dict.fromkeys(one.next.values()) if self.step(after))


def duty_of(step: Step) -> Duty[Answer]:
    """The step as a flow names a duty: its code and the type of its answer."""
    return Duty(step.duty, answer_type(step.asks))


@lru_cache(maxsize=1024)
def answer_type(asks: tuple[Asked, ...]) -> type[Answer]:
    """The type of an answer with these fields; the same fields, the same type.

    Free words are personal, like those of every answer: they are sealed before they are written anywhere.
    """
    made = [(one.name, *_field(one)) for one in asks]
    return dataclasses.make_dataclass(
        "DeclaredAnswer", made, bases=(Answer,), frozen=True, kw_only=True, namespace={"__module__": __name__}
    )


def _field(one: Asked) -> tuple[Any, Any]:
    """Type and default of a field; its Chinese name goes with it into every form."""
    told = {"zh": one.zh}
    if not one.optional:
        return _kind(one), dataclasses.field(metadata=told)
    if one.kind is FieldKind.TEXT:
        return Words, dataclasses.field(default="", metadata=told)
    return Optional[_kind(one)], dataclasses.field(default=None, metadata=told)  # noqa: UP045 - made at run time


def _kind(one: Asked) -> Any:
    if one.kind is FieldKind.CHOICE:
        members: Any = [(f"CHOICE_{n}", (each.code, each.zh)) for n, each in enumerate(one.choices)]
        return Term(one.name, members)
    kinds: dict[FieldKind, Any] = {FieldKind.YES_NO: bool, FieldKind.DATE: date, FieldKind.TEXT: Words}
    return kinds[one.kind]
