"""When nothing is left to do somebody decides whether the case is over. 结案审查."""

from __future__ import annotations

import pytest

from rules.errors import Refused
from rules.moments import en_end, shanghai
from rules.vocabulary import ProcedureKind
from tasks import acts
from tests.office import County

REVIEW = ProcedureKind.CASE_REVIEW


@pytest.fixture
def done(county: County) -> str:
    """A case in which everything has been answered but the review."""
    case = county.a_case()
    county.finish(case)
    return case


def test_the_last_procedure_that_ends_opens_one_review(county: County, done: str) -> None:
    assert county.owed(done) == ["review_case"]
    assert county.duty(done, "review_case").post_no == "P-CIVIL"
    assert county.ends(done, REVIEW) == [None]


def test_a_case_that_is_reviewed_as_over_is_closed(county: County, done: str) -> None:
    county.answer(done, "review_case", close="是")

    assert county.case(done).state == "closed"
    assert county.ends(done, REVIEW) == ["completed"]
    assert county.owed(done) == []


def test_a_case_that_is_not_over_is_looked_at_again_from_the_day_named(county: County, done: str) -> None:
    county.answer(done, "review_case", at="Monday 2026-04-06 10:00", close="否", next_review_on="2026-05-11")

    second = county.duty(done, "review_case", about="2")
    assert second.since_at == shanghai("Monday 2026-05-11 00:00")
    assert second.legal_due_at is not None
    assert en_end(second.legal_due_at) == "Monday 2026-05-18 24:00"
    assert county.case(done).state == "open"


def test_a_case_may_be_closed_before_the_day_named(county: County, done: str) -> None:
    county.answer(done, "review_case", at="Monday 2026-04-06 10:00", close="否", next_review_on="2026-05-11")

    county.answer(done, "review_case", at="Thursday 2026-04-16 10:00", close="是")

    assert county.case(done).state == "closed"


def test_a_case_that_is_not_over_and_names_no_day_is_looked_at_again_at_once(county: County, done: str) -> None:
    county.answer(done, "review_case", close="否")

    assert (
        county.duty(done, "review_case", about="2").since_at == county.duty(done, "review_case", about="").happened_at
    )


def test_a_review_that_says_closed_while_something_new_was_opened_leaves_the_case_open(
    county: County, done: str
) -> None:
    county.report()  # joins the open case
    county.answer(done, "review_case", close="是")

    assert county.case(done).state == "open"
    assert county.ends(done, REVIEW) == ["completed"]
    county.finish(done)
    assert county.ends(done, REVIEW) == ["completed", None]  # what was opened meanwhile ends in a review of its own

    county.answer(done, "review_case", close="是")
    assert county.case(done).state == "closed"


def test_what_is_opened_and_ended_during_a_review_needs_no_second_one(county: County, done: str) -> None:
    county.report()
    county.finish(done)
    assert county.ends(done, REVIEW) == [None]

    county.answer(done, "review_case")
    assert county.case(done).state == "closed"


def test_in_a_closed_case_there_is_nothing_left_to_answer(county: County, done: str) -> None:
    county.answer(done, "review_case")

    with pytest.raises(Refused):
        acts.answer(county.office, done, "decide_placement", {"mode": "家庭寄养"})
