"""Who takes something out of the audit, and why: said together, and put on the record. 调阅人."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, NamedTuple

import typer

from cli.files import words
from rules.errors import Refused

By = Annotated[str | None, typer.Option("--by", metavar="POST", help="调阅的岗位  the post that reads")]
Reason = Annotated[
    str | None,
    typer.Option(
        "--reason", metavar="TEXT", help="调阅、导出的理由，加密保存；- 读标准输入，@文件 读文件  why, sealed"
    ),
]


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who takes a sheet out, and why; both or neither. 调阅人."""

    post: str
    reason: str


class Taken(NamedTuple):
    """What is taken out, in words. 调阅的材料."""

    zh: str
    en: str


def reader_of(by: str | None, reason: str | None, *, what: Taken) -> Reader:
    """Who takes it out, and why. Raises Refused: one of them is not said."""
    if by and reason:
        return Reader(post=by, reason=words(reason, field="--reason"))
    raise Refused(
        f"写入文件或对外提供{what.zh}，须用 --by 写明岗位、用 --reason 写明理由，并记入办理记录",
        f"whoever takes {what.en} out says by which post and why: --by POST --reason TEXT",
        field="--reason" if by else "--by",
    )
