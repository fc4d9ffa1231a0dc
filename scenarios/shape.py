"""What a scenario is once it has been read: who is there, and dated lines, each with one act. 情景的结构."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from rules.vocabulary import Precision, Relation
from rules.when import When
from tasks.directory import DirectoryForm

NATIONAL = "national"
"""The rules of a story that names none."""

Given = Mapping[str, Any]
"""What an act or an expectation says, by the English names of the language."""


@dataclass(frozen=True, kw_only=True)
class Child:
    """A child of the story. 儿童.

    Args:
        nickname: what the story calls it.
        form: as a report or a first registration tells of it, without the adults.
    """

    nickname: str
    form: Mapping[str, Any]
    birth_on: date | None


@dataclass(frozen=True, kw_only=True)
class TieTold:
    """What an adult is to one child. 与一名儿童的关系."""

    relation: Relation
    guardian: bool
    carer: bool
    suspected: bool


@dataclass(frozen=True, kw_only=True)
class Adult:
    """An adult of the story. 成年人.

    Args:
        name: None where it is known that there is somebody, not who.
        ties: by the nickname of the child.
        from_on, until_on: since and until when these ties hold, where that is known.
    """

    nickname: str
    name: str | None
    ties: Mapping[str, TieTold]
    phone: str | None = None
    address: str | None = None
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Act:
    """One thing that is done. 一项行为. `name` is the English name of the language."""

    name: str
    given: Given
    place: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a story. 一行.

    Args:
        place: file and line, as errors show them.
        when: when it happened, as exactly as it is known.
        at: what the clock shows while it is entered.
        by: the post that acts, by number; None: whoever owes what is done.
        children: nicknames; empty: it concerns nobody in particular.
    """

    place: str
    when: When
    at: datetime
    act: Act
    by: str | None = None
    children: tuple[str, ...] = ()
    label: str = ""
    note: str = ""


def placed(when: When, at: datetime) -> datetime | None:
    """The instant for what needs one: when it was entered, where only that day, month or year is known. None: unknown.

    Args:
        at: when it was entered.
    """
    if when.at is None or when.precision is Precision.EXACT:
        return when.at
    latest = when.latest
    return at if latest is not None and at <= latest else when.at


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A whole story. 情景."""

    name: str
    title: str
    source: str
    note: str
    start: datetime
    directory: DirectoryForm
    children: Mapping[str, Child]
    adults: Mapping[str, Adult]
    lines: tuple[Line, ...]
    rules: str = NATIONAL
    """The pack that it is played under, by name or folder."""
    introduced: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    """(adult, child) that a later line introduces, so that the first report does not name them."""

    def child_form(self, nickname: str) -> dict[str, Any]:
        """A child as it is first told of, with its adults."""
        return child_form(self.children[nickname], self.adults.values(), self.introduced)


def child_form(child: Child, adults: Iterable[Adult], introduced: frozenset[tuple[str, str]]) -> dict[str, Any]:
    """A child as it is first told of, with those adults who are not introduced by a line of their own.

    Ties with a first or last day find no place in such a form; they are entered beside it.
    """
    told = [
        {
            "name": adult.name,
            "relation": adult.ties[child.nickname].relation,
            "guardian": adult.ties[child.nickname].guardian or None,
            "carer": adult.ties[child.nickname].carer or None,
            "suspected": adult.ties[child.nickname].suspected or None,
            "phone": adult.phone,
            "address": adult.address,
        }
        for adult in adults
        if child.nickname in adult.ties and (adult.nickname, child.nickname) not in introduced
        if adult.from_on is None and adult.until_on is None
    ]
    return {**child.form, "adults": told}
