"""Is every end that a procedure can come to told in some story? 每一种终结都有情景."""

from __future__ import annotations

import pytest
from sqlmodel import select

from models import Procedure
from rules.declared import MAY_END_IN
from rules.vocabulary import CloseReason, ProcedureKind
from scenarios.player import Played
from tests.meta.test_rules_of_the_house import ENDS
from tests.scenarios.conftest import Staged
from tests.scenarios.test_stories import STORIES

pytestmark = pytest.mark.slow

End = tuple[ProcedureKind, CloseReason]

ONLY_IN_A_FLOW_TEST: set[End] = {
    (ProcedureKind.UNDELIVERED_NOTICE, CloseReason.COMPLETED),
    (ProcedureKind.MONITORING, CloseReason.CAME_OF_AGE),
    (ProcedureKind.MONITORING, CloseReason.CHILD_DIED),
    (ProcedureKind.DECLARED, CloseReason.CAME_OF_AGE),
    (ProcedureKind.DECLARED, CloseReason.CHILD_DIED),
}
"""Messages of a rehearsal are kept, not sent: none can fail.  tests/flows brings these procedures to their ends."""

BY_A_PACK: set[End] = {(ProcedureKind.DECLARED, reason) for reason in MAY_END_IN}
"""Ends that a pack declares."""

BY_HAND: set[End] = {
    *((kind, CloseReason.SETTLED_BY_HAND) for kind in ProcedureKind),
    (ProcedureKind.CASE_REVIEW, CloseReason.MOVED_ON),
}
"""Ends that no flow tells: with a case closed by hand; a review that a procedure started by hand has answered."""


@pytest.fixture(scope="module")
def reached(staged: Staged) -> dict[End, set[str]]:
    """The stories that come to each end."""
    found: dict[End, set[str]] = {}
    for story in STORIES:
        for end in ends_of(staged(story)):
            found.setdefault(end, set()).add(story.stem)
    return found


def ends_of(played: Played) -> set[End]:
    with played.office.reading() as desk:
        rows = desk.session.exec(select(Procedure)).all()
    return {(ProcedureKind(row.kind), CloseReason(row.close_reason)) for row in rows if row.close_reason}


def test_every_end_of_every_procedure_is_told_in_a_story(reached: dict[End, set[str]]) -> None:
    known = {(kind, reason) for kind, reasons in ENDS.items() for reason in reasons}

    assert sorted(known - ONLY_IN_A_FLOW_TEST - reached.keys()) == []


def test_no_story_ends_as_its_procedure_does_not_say(reached: dict[End, set[str]]) -> None:
    known = {(kind, reason) for kind, reasons in ENDS.items() for reason in reasons}

    assert sorted(reached.keys() - known - BY_HAND - BY_A_PACK) == []


def test_what_only_a_flow_test_reaches_is_still_reached_by_no_story(reached: dict[End, set[str]]) -> None:
    assert reached.keys().isdisjoint(ONLY_IN_A_FLOW_TEST)
