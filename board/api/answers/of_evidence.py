"""Evidence: what is told of it. 证据材料."""

from __future__ import annotations

from pydantic import Field

from board.api.answers.base import Answer
from board.api.answers.of_duties import PostOut
from board.api.words import Instant
from rules.vocabulary import Precision
from tasks.evidence_types import Material


class EvidenceOut(Answer):
    """A file that was handed in; nothing of what it shows. 证据材料."""

    no: str = Field(examples=["E-4F7K2-M9QXD"])
    media_type: Material = Field(description="由内容判断  found out from the content")
    bytes: int
    sha256: str = Field(description="提交时的校验值  of the bytes as they came")
    duty_no: str | None
    happened_at: Instant | None
    precision: Precision
    recorded_at: Instant
    by: PostOut | None
    opens: bool = Field(description="本岗位能否调阅  whether this post may open it")


class EvidencesOut(Answer):
    """The files of a case. 个案的证据材料."""

    evidence: list[EvidenceOut]


class HandedInOut(Answer):
    """What became of a file that was handed in. 提交结果."""

    case_no: str
    evidence_no: str
    sha256: str
    media_type: Material
    again: bool = Field(description="相同文件已在本案，没有重复保存  the very same file was there; not kept twice")
