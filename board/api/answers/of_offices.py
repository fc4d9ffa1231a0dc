"""The caller, the directory, messages. 本令牌、名册、通知."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from board.api.answers.base import Answer
from board.api.answers.of_duties import PostOut
from board.api.words import Instant
from rules.vocabulary import Role
from tasks.accounts.tokens import Scope


class MeOut(Answer):
    """The token, and the post that it acts for. 本令牌."""

    token_no: str = Field(examples=["Y-4F7K2-M9QXD"])
    name: str
    post: PostOut
    scopes: list[Scope]
    expires_at: Instant
    simulated: bool = Field(description="演练库，不是真实数据  a rehearsal")
    now: Instant


class ListedPostOut(Answer):
    """A post of the directory; its holder by number, its channels without addresses. 名册中的岗位."""

    no: str
    role: Role
    zh: str
    en: str
    agency: str
    area: str
    holder: str | None
    channels: list[str]


class PostsOut(Answer):
    """The directory. 名册."""

    posts: list[ListedPostOut]


class NoticeOut(Answer):
    """A message to the post, without its text. 通知."""

    no: str
    post: str
    subject: str
    state: Literal["queued", "delivered", "failed"]
    case_no: str | None
    created_at: Instant
    read_at: Instant | None


class NoticesOut(Answer):
    """Messages. 通知清单."""

    notices: list[NoticeOut]


class ReadOut(Answer):
    """That a message was read. 已阅."""

    no: str
    read: bool
