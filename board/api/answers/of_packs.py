"""Rule packs. 规则包."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from board.api.answers.base import Answer
from packs.side_by_side import Change, Part
from rules.period import Unit
from rules.vocabulary import Confidence, Force, PauseCause, Role


class PackHeadOut(Answer):
    """Which pack it is. 规则包."""

    id: str = Field(examples=["national"])
    zh: str
    en: str
    version: str
    valid_from: date
    valid_until: date | None
    inherits: str | None
    hash: str


class PacksOut(Answer):
    """The packs that come with the software. 规则包清单."""

    packs: list[PackHeadOut]


class PackPeriodOut(Answer):
    """A period of a duty. 时限."""

    amount: int
    unit: Unit
    rule: str
    force: Force
    set_by: str
    confidence: Confidence


class PackDutyOut(Answer):
    """A duty as a pack has it. 职责."""

    code: str
    zh: str
    en: str
    owed_by: list[Role]
    ground: list[str]
    ladder: str
    document: str | None
    is_set: bool = Field(
        description="本规则是否要求；只有地方写明才产生的职责，未写明的为 false  whether these rules ask for it at all"
    )
    periods: dict[str, PackPeriodOut]
    pauses: list[PauseCause]
    extensions: list[str]


class PackOut(PackHeadOut):
    """What a pack says. 规则包内容."""

    duties: list[PackDutyOut]
    procedures: list[dict[str, Any]] = Field(
        description="自设程序，写法同规则包（docs/howto/write-a-pack.md）  declared procedures, as packs write them"
    )


class WhichPackOut(Answer):
    """Which pack, and which content exactly. 规则包版本."""

    id: str
    version: str
    hash: str


class PackSaidOut(Answer):
    """What one pack says. 一方的规定."""

    zh: str
    en: str
    basis: list[str]
    force: Force | None
    unverified: bool


class DifferenceOut(Answer):
    """One row that differs. 一处不同."""

    part: Part
    code: str
    zh: str
    en: str
    about: str
    about_zh: str
    change: Change
    left: PackSaidOut | None
    right: PackSaidOut | None


class ComparisonOut(Answer):
    """Two packs side by side. 规则包对照."""

    left: WhichPackOut
    right: WhichPackOut
    differences: list[DifferenceOut]
