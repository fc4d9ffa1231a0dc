"""Who sits where. 岗位人员."""

from __future__ import annotations

from pydantic import Field

from board.api.answers.base import Answer


class SeatedOut(Answer):
    """A change that was entered; who sits at each post now: GET /v1/posts. 变动结果."""

    post_no: str
    person_no: str | None = Field(description="离任的为空  null where nobody follows")


class WorkerOut(Answer):
    """Somebody who was entered. 已登记."""

    person_no: str
