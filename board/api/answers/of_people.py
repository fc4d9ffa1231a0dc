"""The adults around a child. 相关成年人."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from board.api.answers.base import Answer
from rules.vocabulary import Relation


class AdultOut(Answer):
    """Somebody around a child, by number. 相关成年人."""

    no: str = Field(examples=["A-4F7K2-M9QXD"])
    relation: Relation
    guardian: bool
    carer: bool
    suspected: bool
    known: bool = Field(description="身份是否查明  whether it is entered who it is")
    from_on: date | None
    until_on: date | None = Field(description="自该日起不再是  the first day on which it is no longer so")


class PeopleOut(Answer):
    """The adults around the child of a case. 相关成年人清单."""

    people: list[AdultOut]
