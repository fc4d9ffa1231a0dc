"""One act on many lines of the stuck list: each by itself, each with its own end. 成批处置.

One that fails does not undo the others: they are different cases, and whoever asked is told of each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rules.errors import CaseworkError
from tasks.access import sight_of
from tasks.stuck.repairs import Order, Repaired, no_such_line, repair, still_stuck
from tasks.stuck.seen import seen

if TYPE_CHECKING:
    from tasks.office import Office
    from tasks.posts import FoundPost
    from tasks.stuck.found import Stuck

MOST = 200
"""Lines that one act may be done to: more is not looked at one by one by anybody (our choice)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one line. 逐项结果.

    Args:
        was: the line as it stood; None: there was none any more.
        done: None: nothing was done, and `refused` says why.
    """

    key: str
    was: Stuck | None
    done: Repaired | None
    refused: CaseworkError | None


def repair_each(office: Office, keys: Sequence[str], order: Order, post: FoundPost) -> list[Outcome]:
    """Do the same to each of these lines, in the order given; each line once.

    Args:
        order: what is wanted; its own key is not looked at.
        post: from which it is done: what it does not see is as though it were not there.
    """
    return [_one(office, replace(order, key=key), post) for key in list(dict.fromkeys(keys))[:MOST]]


def _one(office: Office, order: Order, post: FoundPost) -> Outcome:
    was: Stuck | None = None
    try:
        with office.reading() as desk:
            was = still_stuck(desk, order.key)
            if not seen(desk, sight_of(desk, post), [was]):
                was = None
                raise no_such_line(order.key)
        return Outcome(key=order.key, was=was, done=repair(office, order), refused=None)
    except CaseworkError as refused:
        return Outcome(key=order.key, was=was, done=None, refused=refused)
