"""A look that is itself a fact: the same post, the same person, the same thing, once an hour. 查阅留痕.

For what is seen without a reason and yet is on the record (`rules.access.Sees.RECORDED`).  Somebody who turns a page
back and forth has looked once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rules.moments import SHANGHAI
from tasks.filing import actor_at
from tasks.journal import SYSTEM, Entry
from tasks.kinds import Kind

if TYPE_CHECKING:
    from tasks.office import Office


def looked(office: Office, what: str, *, by_post: str, chain: str = SYSTEM, **asked: Any) -> None:
    """Record that somebody looks.

    Args:
        what: a code of what is looked at, as `tasks.audit_access` tells it.
        chain: the case or the child file; the installation's own where it is about many.
        asked: codes and dates of what was asked for, no names.
    """
    with office.writing() as desk:
        by = actor_at(desk, by_post)
        hour = f"{desk.at.astimezone(SHANGHAI):%Y-%m-%dT%H}"
        details = ":".join(f"{name}={value}" for name, value in sorted(asked.items()) if value)
        key = f"look:{what}:{chain}:{by_post}:{by.person_no}:{details}:{hour}"
        desk.lock(key)
        if desk.has_happened(key):
            return
        payload = {"of": what, **{name: value for name, value in asked.items() if value}}
        desk.record(Entry(chain=chain, kind=Kind.RECORD_READ, key=key, payload=payload, happened_at=desk.at, by=by))
