"""Access beyond the rule, as it is kept: who asked, who agreed, from when until when. 例外查阅的登记.

The table is no projection (see `models.access`): it is written beside the fact that says the same, in one transaction.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import update
from sqlmodel import col, select

from models import AccessGrant
from rules.errors import Forbidden, Gap, Refused
from tasks.erasure import erased_at
from tasks.filing import actor_at
from tasks.journal import SYSTEM, Actor
from tasks.numbers import Named
from tasks.stuck_limits import span_of

if TYPE_CHECKING:
    from tasks.desk import Desk

BREAK_GLASS = "break_glass"
"""Kind of a grant: a case that was opened in an emergency."""

REPORTER = "reporter"
"""Kind of a grant: who made a report, opened by two posts together."""

FOR_EMERGENCIES, FOR_REVIEWS, FOR_REPORTERS = "HT-215", "HT-216", "HT-211"
"""Fact rows that set how long each lasts."""


def span(desk: Desk, row: str) -> timedelta:
    """How long a fact row lets something last. Raises Gap where the pack in force has no such number."""
    limit = desk.pack.fact(row).limits.get("default")
    if limit is None:
        raise Gap(
            f"规则行 {row} 缺少时限，请由规则维护人补充",
            f"fact row {row} has no limit: whoever maintains the rules must add it",
            field=row,
        )
    return span_of(limit)


def person_at(desk: Desk, by_post: str) -> Actor:
    """Who acts at a post now; what is opened beyond the rule is opened by a person. Raises Refused: nobody is there."""
    actor = actor_at(desk, by_post)
    if actor.person_no is None:
        raise Refused(
            f"岗位 {by_post} 现无人在岗，不能申请、同意或者审查",
            f"nobody holds the post {by_post} now; it cannot ask, agree or review",
            field="by",
        )
    return actor


def words_given(words: str, *, field: str, asked: tuple[str, str] = ("请写明理由", "say why")) -> str:
    """What was written, without the blanks around it. Raises Refused where nothing was, with what is `asked`."""
    if not words.strip():
        raise Refused(*asked, field=field)
    return words.strip()


def sealed(desk: Desk, subject_no: str, field: str, words: str) -> str:
    """Words under the key of a case or report; under ours once that was destroyed."""
    subject = SYSTEM if erased_at(desk, subject_no) is not None else subject_no
    return desk.cipher(subject).seal(field, words)


def revealed(desk: Desk, subject_no: str, field: str, token: str) -> str | None:
    """The same words in clear; None where their key was destroyed since."""
    return desk.reveal(subject_no if erased_at(desk, subject_no) is None else SYSTEM, field, token)


def new_grant(desk: Desk, kind: str, subject_no: str, by: Actor, reason_sealed: str, **more: Any) -> str:
    """Keep that somebody asked. Returns the number."""
    no = desk.number(Named.GRANT)
    row = {"no": no, "kind": kind, "subject_no": subject_no, "asked_at": desk.at, "reason_sealed": reason_sealed}
    desk.add(AccessGrant, [{**row, "asked_by_post": by.post_no, "asked_by_person": by.person_no, **more}])
    return no


def change(desk: Desk, grant: AccessGrant, **values: Any) -> None:
    """Keep what became of it."""
    desk.session.execute(update(AccessGrant).where(col(AccessGrant.no) == grant.no).values(**values))


def grant_of(desk: Desk, kind: str, no: str, *, to_read: bool = False) -> AccessGrant:
    """A grant, locked unless it is only read. Raises Forbidden where there is none of that kind."""
    query = select(AccessGrant).where(col(AccessGrant.no) == no, col(AccessGrant.kind) == kind)
    found = desk.session.exec(query if to_read else query.with_for_update()).first()
    if found is None:
        raise no_such_grant(no)
    return found


def no_such_grant(no: str) -> Forbidden:
    """Of one that is not there, and in the same words of one that is none of theirs."""
    return Forbidden(
        f"没有编号为 {no} 的查阅申请，请核对编号",
        f"there is no request {no}; check the number",
        field="NO",
        hidden=True,
    )
