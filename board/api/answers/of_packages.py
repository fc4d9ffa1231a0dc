"""Sharing packages. 共享包."""

from __future__ import annotations

from pydantic import Field

from board.api.answers.base import Answer
from board.api.words import Instant
from rules.access import FieldClass
from rules.sharing import ShareGround, SharePurpose


class PackageOut(Answer):
    """A package as it stands; its content is fetched on the page of its receiver. 共享包."""

    no: str = Field(examples=["X-4F7K2-M9QXD"])
    case_no: str
    to_post: str | None
    by_post: str | None
    ground: ShareGround
    basis: str = Field(description="法律事实行  row of law", examples=["A-22"])
    purpose: SharePurpose
    classes: list[FieldClass]
    made_at: Instant
    until: Instant = Field(description="此后不能领取  not fetched from then on")
    withdrawn_at: Instant | None
    sha256: str
    fetched: list[Instant]


class PackagesOut(Answer):
    """A list of packages. 共享包清单."""

    packages: list[PackageOut]
