"""What requests may hold: how long, of which form. 请求中的值.

Everything is bounded, and nothing is guessed: a number is no text and a text no number.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Path
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from rules.when import When, exactly
from tasks.said import read_at

if TYPE_CHECKING:
    from tasks.office import Office

_NUMBER = "[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}"
_ONE_LINE = r"^[^\x00-\x1f\x7f]*$"
_SOME_LINES = r"^[^\x00]*$"

LONGEST_REASON = 4_000
"""Characters: as long as an answer's words may be."""


class Asks(BaseModel):
    """The body of a request; a field that is not known is refused, because a misspelt one would be lost in silence."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


def _day(value: object) -> object:
    """A day as people write it; not a number of seconds."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            raise ValueError("day") from None
    raise ValueError("day")


Day = Annotated[date, BeforeValidator(_day)]
"""A civil day in China."""

Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_ONE_LINE)]
MaybeLine = Annotated[str, StringConstraints(max_length=200, pattern=_ONE_LINE)]
Reason = Annotated[
    str,
    StringConstraints(min_length=1, max_length=LONGEST_REASON, pattern=_SOME_LINES),
    Field(description="理由，加密保存  why; sealed", examples=["本周法院已受理，由法院办理"]),
]
Words = Annotated[str, StringConstraints(max_length=20_000, pattern=_SOME_LINES)]
Why = Annotated[Words, Field(max_length=LONGEST_REASON, description="理由，加密保存  why; sealed")]
PostNo = Annotated[
    str,
    StringConstraints(min_length=1, max_length=100, pattern=_ONE_LINE),
    Field(description="岗位编号  number of a post", examples=["P-LIUXI-POLICE"]),
]
Area = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{2,12}$"),
    Field(description="行政区划代码  division code", examples=["990101"]),
]
Moment = Annotated[
    str,
    StringConstraints(min_length=1, max_length=40, pattern=_ONE_LINE),
    Field(
        description="何时：2026-03-02T10:20+08:00、2026-03-02 10:20（北京时间）、2026-03、约 2026-03-02 或 不详；"
        "不写即现在  when, as exactly as it is known; now, if left out",
        examples=["2026-03-02T10:20+08:00"],
    ),
]

ChildNumber = Annotated[
    str,
    StringConstraints(pattern=f"^K-{_NUMBER}$"),
    Field(description="儿童档案编号  number of the file of a child", examples=["K-350RE-YGQE9"]),
]
ChildNo = Annotated[
    str,
    Path(
        pattern=f"^K-{_NUMBER}$", description="儿童档案编号  number of the file of a child", examples=["K-350RE-YGQE9"]
    ),
]
CaseNo = Annotated[
    str,
    Path(pattern=f"^C-{_NUMBER}$", description="个案编号  number of the case", examples=["C-350RE-YGQE9"]),
]
DutyNo = Annotated[
    str,
    Path(pattern="^[1-9][0-9]{0,5}$", description="职责在个案中的序号  running number of the duty", examples=["2"]),
]
InstrumentNo = Annotated[
    str,
    Path(
        pattern=r"^[A-Z]-[0-9A-Za-z@/_.-]{5,120}$",
        description="文书编号  number of the instrument",
        examples=["D-4F7K2-M9QXD"],
    ),
]
EvidenceNo = Annotated[
    str, Path(pattern=f"^E-{_NUMBER}$", description="证据材料编号  number of the file", examples=["E-4F7K2-M9QXD"])
]
NoticeNo = Annotated[
    str, Path(pattern=f"^N-{_NUMBER}$", description="通知编号  number of the message", examples=["N-4F7K2-M9QXD"])
]


def when_of(said: str | None) -> When | None:
    """When something happened; None where nothing was said. Raises Refused: not a moment."""
    return read_at(said, field="at")


def moment_or_now(office: Office, said: When | None) -> When:
    """When it happened; now, if nobody said."""
    return said or exactly(office.now())


def example(**fields: Any) -> ConfigDict:
    """A request as somebody might send it: fictional."""
    return ConfigDict(json_schema_extra={"examples": [fields]})


Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"}, examples=["2026-03-02T02:20:00Z"])]
"""An instant in an answer: ISO 8601 in UTC."""
