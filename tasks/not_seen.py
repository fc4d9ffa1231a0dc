"""Who went and saw nobody: that is no visit, and it is kept. 走访未见到.

The duty stays owed and its clock runs; what is written down is where to begin the next time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.errors import Refused
from rules.vocabulary import NoteKind, Term
from tasks.canonical import instant_or_none
from tasks.filing import filing
from tasks.kinds import Kind
from tasks.notes import noted

if TYPE_CHECKING:
    from rules.when import When
    from tasks.office import Office


class NotSeen(Term):
    """Why the child was not seen. 没见到的原因."""

    NOBODY_HOME = "nobody_home", "家里没有人"
    NO_ANSWER = "no_answer", "电话没有接通"
    AWAY = "away", "外出，知道去向"
    MOVED = "moved", "搬走了，或者不知道去向"
    REFUSED = "refused", "大人不让见孩子"


SOURCE = "走访未见到"
"""What stands as the source of such a note."""


def not_seen(office: Office, case_no: str, why: NotSeen, *, words: str, when: When, by_post: str) -> bool:
    """Write down that a child was sought and not seen.

    The same said twice (a form that was sent again because no answer came back) is written down once.

    Args:
        words: whom somebody asked, what they said; sealed. Needed where the child has gone or is kept back.
        by_post: who went.
    Returns: whether it is new.
    Raises: Refused: no words where they are needed, no such case, a moment to come; nothing is written.
    """
    if not words.strip() and why in (NotSeen.AWAY, NotSeen.MOVED, NotSeen.REFUSED):
        raise Refused(
            "请写明向谁问过、对方怎么说：下一步从这里开始",
            "say whom you asked and what they said: the next step begins there",
            field="words",
        )
    key = f"not_seen:{case_no}:{by_post}:{why}:{instant_or_none(when.at)}"
    with filing(office, case_no, by_post=by_post, when=when) as filed:
        if filed.desk.has_happened(key):
            return False
        found = "。".join(filter(None, (why.zh, words.strip())))
        payload = noted(filed, NoteKind.CONTACT, words=found, source=SOURCE)
        filed.record(Kind.NOTED, payload, when=when, key=key)
        return True
