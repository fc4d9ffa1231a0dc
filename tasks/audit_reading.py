"""That an audit sheet was taken out is a fact: by which post, why, in what form. 调阅、导出核查表.

A look at the terminal is work like any other; what is written to a file or given to others goes on the record, on the
chain of its case, or on that of the installation where it is about many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rules.errors import Refused
from tasks.journal import SYSTEM, Actor, Entry
from tasks.kinds import Kind
from tasks.numbers import Named
from tasks.posts import holder_of, known_post

if TYPE_CHECKING:
    from tasks.desk import Desk


def put_on_record(
    desk: Desk, what: dict[str, Any], *, by_post: str, reason: str, case: tuple[str, str] | None = None
) -> None:
    """Record that a sheet is read, or what else `what` says that it is.

    Args:
        what: codes and dates of what was asked for, no names.
        case: number of the case and of its child; None: about many cases.
    Raises: Refused: no reason, or no such post; nothing is recorded.
    """
    if not reason.strip():
        raise Refused("请写明调阅、导出的理由", "say why it is read or taken out", field="--reason")
    known_post(desk, by_post, field="--by")
    chain, subject = case or (SYSTEM, SYSTEM)
    desk.record(
        Entry(
            chain=chain,
            kind=Kind.RECORD_READ,
            key=f"read:{desk.number(Named.NOTICE)}",
            payload={"what": "audit_sheet", **what, "reason_sealed": desk.cipher(subject).seal("reason", reason)},
            happened_at=desk.at,
            by=holder_of(desk, by_post, desk.at) or Actor(post_no=by_post),
        )
    )
