"""What was handed in as evidence, from the journal. 证据材料的投影."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import Evidence
from tasks.kinds import Kind
from tasks.projection.facts import Projector, add, facts_of

if TYPE_CHECKING:
    from models import JournalEntry
    from tasks.desk import Desk

_AS_RECORDED = ("no", "sha256", "bytes", "media_type", "blob", "name_sealed", "words_sealed")


def _added(desk: Desk, rows: list[JournalEntry]) -> None:
    found = []
    for row in rows:
        facts = facts_of(row)
        found.append(
            {
                "case_no": row.chain,
                "duty_no": row.duty_no,
                "happened_at": row.happened_at,
                "happened_precision": row.happened_precision,
                "recorded_at": row.recorded_at,
                "by_post": row.by_post,
                **{name: facts[name] for name in _AS_RECORDED},
            }
        )
    add(desk, Evidence, found)


PROJECTORS: dict[Kind, Projector] = {Kind.EVIDENCE_ADDED: _added}
