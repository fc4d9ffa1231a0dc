"""A child and the adults around it, as reports and files of cases say who they are. 儿童与相关成年人的填写."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StrictBool

from board.api.words import Area, Asks, Day, MaybeLine
from rules.vocabulary import ChildCategory, Relation, Sex


class PlaceIn(Asks):
    """An address. 地址."""

    area: Area | None = None
    address: MaybeLine | None = None


class AdultIn(Asks):
    """An adult around the child; what is not known is left out. 相关成年人."""

    name: MaybeLine | None = None
    relation: Relation = Relation.UNKNOWN
    guardian: StrictBool | None = None
    carer: StrictBool | None = None
    suspected: StrictBool | None = None
    phone: MaybeLine | None = None
    address: MaybeLine | None = None


class ChildIn(Asks):
    """A child; what is not known is left out. 儿童."""

    name: MaybeLine | None = None
    sex: Sex = Sex.UNKNOWN
    birth_on: Day | None = None
    id_number: Annotated[str, Field(pattern=r"^[0-9]{17}[0-9Xx]$")] | None = None
    categories: list[ChildCategory] = Field(default=[], max_length=10)
    registration: PlaceIn | None = None
    residence: PlaceIn | None = None
    domicile: PlaceIn | None = None
    adults: list[AdultIn] = Field(default=[], max_length=20)


def as_form(wanted: Asks) -> dict[str, Any]:
    """A request as the border of the services reads it: what was left out stays out."""
    return wanted.model_dump(mode="json", exclude_none=True)
