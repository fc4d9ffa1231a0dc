"""What a program asks for is done once, however often it asks. 只办一次.

A request carries a key that the program chose.  The key, the act and the answer are written in one transaction: after a
crash there is all of it or nothing, and whoever asks again with the same key gets the answer that is kept, without a
second act.  Two who ask at once: the second waits for the transaction of the first, then gets its answer.

A few acts are rounds of many transactions (a sweep by hand) and cannot be one.  Their key is written first, as begun;
where it stays begun because the process died, whoever asks again is told so, and may ask once more when the time of the
first try is over: such an act does nothing twice by itself.

Answers are sealed, and forgotten after a week.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, delete, update
from sqlmodel import col, select

from models import Idempotency
from models.joined import Joined
from rules.errors import CaseworkError, Conflict, Refused
from tasks.journal import DIRECTORY
from tasks.wording import say_moment

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

KEPT_FOR = timedelta(days=7)
"""How long an answer is kept (our choice): longer than any program goes on trying."""

BEGUN_FOR = timedelta(minutes=10)
"""After this a try that is still marked as begun has died (our choice): a round takes seconds."""

FIELD = "idempotency"
"""Under this an answer is sealed, with the key of the directory: it names nobody, so nobody's erasure needs it."""

HEADER = "Idempotency-Key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request that is to be carried out once. 请求.

    Args:
        by: number of the token that brought it.
        key: chosen by the program.
        digest: of what is asked for; another request under the same key is refused.
    """

    by: str
    key: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What was answered. 答复.

    Args:
        body: JSON.
        again: it was answered before, and nothing was done now.
    """

    status: int
    body: str
    again: bool = False


Act = Callable[["Office"], Answered]


def once(office: Office, asked: Asked, act: Act) -> Answered:
    """Act, and keep the answer, in one transaction; or give the answer that is kept.

    Args:
        act: is given an office whose transactions are parts of that one.
    Raises: Refused: another request under this key; and whatever the act raises: then nothing is written, the key
        included, and the request may be mended and sent again.
    """
    with office.writing() as desk:
        kept = _claimed(desk, asked)
        if kept is not None:
            return kept
        answer = act(replace(office, database=Joined(office.database, desk.session)))
        _keep(desk, asked, answer)
    return answer


def once_in_rounds(office: Office, asked: Asked, act: Act) -> Answered:
    """The same for an act that is many transactions.

    Raises: Conflict: begun before and not finished; and as `once`.
    """
    with office.writing() as desk:
        kept = _claimed(desk, asked)
    if kept is not None:
        return kept
    try:
        answer = act(office)
    except CaseworkError:  # it was refused, and the same may be asked again
        with office.writing() as desk:
            desk.session.execute(delete(Idempotency).where(*_is(asked)))
        raise
    keep_instead(office, asked, answer)
    return answer


def keep_instead(office: Office, asked: Asked, answer: Answered) -> None:
    """Keep a fuller answer than the one that was kept with the act."""
    with office.writing() as desk:
        _keep(desk, asked, answer)


def _claimed(desk: Desk, asked: Asked) -> Answered | None:
    """The answer that is kept; None where there is none, and the key is written as begun."""
    desk.session.execute(delete(Idempotency).where(col(Idempotency.made_at) < desk.at - KEPT_FOR))
    begun = {"asked_by": asked.by, "key": asked.key, "request_sha256": asked.digest, "made_at": desk.at}
    # where another is just writing it, this waits for the end of its transaction
    if desk.add_if_absent(Idempotency, {**begun, "media_type": ""}):
        return None
    query = select(Idempotency).where(*_is(asked)).with_for_update()
    row = desk.session.exec(query.execution_options(populate_existing=True)).one()
    if row.request_sha256 != asked.digest:
        raise Refused(
            "该 Idempotency-Key 已用于另一项请求；新的请求请换新的键",
            "this key was used for another request: give each request a key of its own",
            field=HEADER,
        )
    if row.status is not None:
        body = desk.cipher(DIRECTORY).open(FIELD, row.body_sealed or "")
        return Answered(status=row.status, body=body, again=True)
    if row.made_at > desk.at - BEGUN_FOR:
        raise _still_begun(desk, row)
    row.made_at = desk.at
    return None


def _keep(desk: Desk, asked: Asked, answer: Answered) -> None:
    sealed = desk.cipher(DIRECTORY).seal(FIELD, answer.body)
    kept = {"status": answer.status, "media_type": "application/json", "body_sealed": sealed}
    desk.session.execute(update(Idempotency).where(*_is(asked)).values(**kept))


def _still_begun(desk: Desk, row: Idempotency) -> Conflict:
    until = row.made_at + BEGUN_FOR
    return Conflict(
        f"同一请求已开始、尚未答复：请稍候用同一个键再问；{say_moment(until, 'zh')} 后仍无答复的，会重新办理",
        "this very request was begun and is not answered yet: ask again in a moment with the same key; "
        f"after {say_moment(until, 'en')} it is carried out anew",
        field=HEADER,
    )


def _is(asked: Asked) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(Idempotency.asked_by) == asked.by, col(Idempotency.key) == asked.key
