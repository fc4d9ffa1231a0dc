"""Does the list say that nobody has looked at what was opened in an emergency? 紧急查阅的审查."""

from __future__ import annotations

from datetime import timedelta

from rules.access import ReviewOutcome
from tasks.access import emergency
from tasks.stuck import StuckKind, stuck
from tests.office import County


def found(county: County) -> list[tuple[str, str]]:
    with county.office.reading() as desk:
        return [(one.case_no, one.holder) for one in stuck(desk, {StuckKind.EMERGENCY_UNREVIEWED})]


def test_a_review_is_stuck_once_its_last_moment_has_passed_and_no_more_once_it_was_made(county: County) -> None:
    case = county.a_case()
    opened = emergency.open_in_emergency(county.office, case, reason="夜间出警", by_post="P-SHIQIAO-POLICE")
    assert opened.review_by - opened.asked_at == timedelta(days=3)
    county.clock.show(opened.review_by)
    assert found(county) == []
    county.clock.show(opened.review_by + timedelta(seconds=1))
    assert found(county) == [(case, "P-OFFICE")]
    emergency.review(county.office, opened.no, ReviewOutcome.JUSTIFIED, words="核实过", by_post="P-OFFICE")
    assert found(county) == []
