"""What all answers have in common. 答复的共同部分."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """Part of an answer; exactly the fields that are named, so that the description stays true."""

    model_config = ConfigDict(extra="forbid")
