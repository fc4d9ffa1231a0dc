"""A case opened in an emergency: for a time, for one person, in the open, reviewed. 紧急查阅."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from models import AccessGrant
from rules.access import CaseRelation, FieldClass, ReviewOutcome, Sees
from rules.errors import CaseworkError, Conflict, Forbidden, Refused
from tasks import timeline
from tasks.access import emergency, sight_of
from tasks.access.emergency import Emergency
from tasks.numbers import Named, new_number
from tasks.posts import known_post
from tests.foreigners import P_FOREIGN_OFFICE, P_FOREIGN_POLICE, P_MEDIA, with_neighbours
from tests.office import County

POLICE = "P-SHIQIAO-POLICE"
REASON = "夜间出警，儿童独自在街上"


def opened(county: County, case: str, *, by: str = POLICE, reason: str = REASON) -> Emergency:
    """The case opened by the police of the neighbouring township."""
    return emergency.open_in_emergency(county.office, case, reason=reason, by_post=by)


def identity(county: County, case: str, post: str = POLICE, at: datetime | None = None) -> Sees:
    """Whether a post sees who the child is, now or when the clock shows `at`."""
    if at is not None:
        county.clock.show(at)
    with county.office.reading() as desk:
        return sight_of(desk, known_post(desk, post, field="post")).may(case, FieldClass.IDENTITY)


def grants(county: County) -> int:
    """How many were kept."""
    with county.office.reading() as desk:
        return len(desk.session.exec(select(AccessGrant.no)).all())


def refused(county: County, error: type[CaseworkError], act: Callable[[], Any]) -> CaseworkError:
    """The act is refused, and nothing was written by it."""
    before = county.entries(), grants(county), len(county.queued())
    with pytest.raises(error) as told:
        act()
    assert (county.entries(), grants(county), len(county.queued())) == before
    return told.value


def test_a_stranger_sees_the_case_from_now_until_four_hours_have_passed(county: County) -> None:
    case = county.a_case()
    before = identity(county, case)
    grant = opened(county, case)

    assert grant.until - grant.asked_at == timedelta(hours=4)
    assert before is Sees.NO
    assert identity(county, case) is Sees.WITH_REASON
    assert identity(county, case, at=grant.until - timedelta(seconds=1)) is Sees.WITH_REASON
    assert identity(county, case, at=grant.until) is Sees.NO
    assert identity(county, case, at=grant.until + timedelta(seconds=1)) is Sees.NO


def test_the_list_shows_it_as_long(county: County) -> None:
    case = county.a_case()
    grant = opened(county, case)

    def relations() -> frozenset[CaseRelation]:
        with county.office.reading() as desk:
            return sight_of(desk, known_post(desk, POLICE, field="post")).relations_to(case)

    assert relations() == {CaseRelation.EMERGENCY}
    county.clock.show(grant.until)
    assert relations() == set()


def test_it_opens_neither_the_reporter_nor_the_audit_nor_the_case_to_another_post(county: County) -> None:
    case = county.a_case()
    opened(county, case)

    with county.office.reading() as desk:
        sight = sight_of(desk, known_post(desk, POLICE, field="post"))
        closed = (FieldClass.REPORTER, FieldClass.AUDIT, FieldClass.READS, FieldClass.INSTRUMENTS)
        assert [what for what in closed if sight.may(case, what).at_all] == []
    assert identity(county, case, "P-SHIQIAO-CHIEF") is Sees.NO


def test_it_is_on_the_record_and_those_who_must_know_are_told_at_once_without_a_name(county: County) -> None:
    case = county.a_case()
    grant = opened(county, case)

    (fact,) = county.facts("emergency_opened", case)
    assert fact["grant_no"] == grant.no
    assert REASON not in str(fact)
    told = county.notices(why="emergency_opened")
    assert {one.post_no for one in told} == {"P-CIVIL", "P-OFFICE"}
    assert {one.template for one in told} == {"emergency_access"}
    county.deliver()
    lines = [line["text"] for line in county.outbox() if "紧急查阅" in line["subject"]]
    assert len(lines) == 2
    assert all(case in text and "禾" not in text and REASON not in text for text in lines)
    with county.office.reading() as desk:
        (line,) = [one for one in timeline.timeline(desk, case) if one.kind == "emergency_opened"]
    assert grant.no in line.zh
    assert line.basis[0].startswith("法律没有规定")
    county.must_hold()


@pytest.mark.parametrize(("reason", "by"), [(" ", POLICE), (REASON, "P-NOBODY")])
def test_without_a_reason_or_a_post_nothing_is_opened(reason: str, by: str, county: County) -> None:
    case = county.a_case()

    refused(county, Refused, lambda: opened(county, case, by=by, reason=reason))


def test_a_post_that_nobody_holds_opens_nothing(county: County) -> None:
    case = county.a_case()
    county.empty(POLICE)

    refused(county, Refused, lambda: opened(county, case))


def test_another_countys_case_cannot_be_opened_and_looks_like_none(county: County) -> None:
    with_neighbours(county)
    case, nowhere = county.a_case(), new_number(Named.CASE, county.office.entropy)

    there = refused(county, Forbidden, lambda: opened(county, case, by=P_FOREIGN_POLICE))
    absent = refused(county, Forbidden, lambda: opened(county, nowhere, by=P_FOREIGN_POLICE))

    assert there.zh.replace(case, "·") == absent.zh.replace(nowhere, "·")
    assert there.en.replace(case, "·") == absent.en.replace(nowhere, "·")


@pytest.mark.parametrize("post", [P_MEDIA, "P-LIUXI-SCHOOL", "P-CITY-PROC", "P-GOV", "P-HEBIAN-COMMITTEE"])
def test_who_works_on_no_case_cannot_open_one(post: str, county: County) -> None:
    with_neighbours(county)
    case = county.a_case()

    assert "110" in refused(county, Forbidden, lambda: opened(county, case, by=post)).zh


def test_what_is_seen_anyway_or_is_open_already_is_not_opened_again(county: County) -> None:
    case = county.a_case()
    opened(county, case)

    refused(county, Conflict, lambda: opened(county, case))
    refused(county, Conflict, lambda: opened(county, case, by="P-LIUXI-POLICE"))
    refused(county, Conflict, lambda: opened(county, case, by="P-OFFICE"))


def test_once_it_is_over_it_can_be_opened_anew(county: County) -> None:
    case = county.a_case()
    first = opened(county, case)
    county.clock.show(first.until)

    second = opened(county, case)

    assert second.no != first.no
    assert identity(county, case) is Sees.WITH_REASON


def test_whoever_opened_it_ends_it_and_nobody_else_does(county: County) -> None:
    case = county.a_case()
    grant = opened(county, case)

    refused(county, Forbidden, lambda: emergency.end(county.office, grant.no, by_post="P-SHIQIAO-CHIEF"))
    county.clock.move(minutes=10)
    ended = emergency.end(county.office, grant.no, by_post=POLICE)

    assert ended.until == county.clock()
    assert identity(county, case) is Sees.NO
    refused(county, Conflict, lambda: emergency.end(county.office, grant.no, by_post=POLICE))


def test_the_county_office_reads_the_reason_and_reviews_it_once(county: County) -> None:
    case = county.a_case()
    grant = opened(county, case)
    words = {"words": "现场情况属实", "by_post": "P-OFFICE"}

    assert emergency.reason_for(county.office, grant.no, by_post="P-OFFICE") == REASON
    reviewed = emergency.review(county.office, grant.no, ReviewOutcome.JUSTIFIED, **words)

    assert reviewed.outcome is ReviewOutcome.JUSTIFIED
    assert identity(county, case) is Sees.WITH_REASON, "it was needed, and goes on to its end"
    (fact,) = county.facts("emergency_reviewed", case)
    assert fact["outcome"] == "justified"
    assert "现场" not in str(fact)
    refused(county, Conflict, lambda: emergency.review(county.office, grant.no, ReviewOutcome.NOT_JUSTIFIED, **words))
    county.must_hold()


def test_what_was_not_justified_ends_at_once(county: County) -> None:
    case = county.a_case()
    grant = opened(county, case)

    emergency.review(county.office, grant.no, ReviewOutcome.NOT_JUSTIFIED, words="与本案无关", by_post="P-OFFICE")

    assert identity(county, case) is Sees.NO


@pytest.mark.parametrize("post", ["P-CIVIL", "P-PROC", POLICE, "P-LIUXI-SCHOOL"])
def test_nobody_but_the_county_office_reviews(post: str, county: County) -> None:
    grant = opened(county, county.a_case())

    refused(
        county,
        Forbidden,
        lambda: emergency.review(county.office, grant.no, ReviewOutcome.JUSTIFIED, words="好", by_post=post),
    )
    refused(county, Forbidden, lambda: emergency.reason_for(county.office, grant.no, by_post=post))


def test_another_countys_office_finds_no_such_access(county: County) -> None:
    with_neighbours(county)
    grant = opened(county, county.a_case())

    def review_of(no: str) -> CaseworkError:
        return refused(
            county,
            Forbidden,
            lambda: emergency.review(county.office, no, ReviewOutcome.JUSTIFIED, words="好", by_post=P_FOREIGN_OFFICE),
        )

    assert review_of(grant.no).zh.replace(grant.no, "·") == review_of("X-00000-00000").zh.replace("X-00000-00000", "·")


def test_a_review_without_words_is_refused(county: County) -> None:
    grant = opened(county, county.a_case())

    refused(
        county,
        Refused,
        lambda: emergency.review(county.office, grant.no, ReviewOutcome.JUSTIFIED, words=" ", by_post="P-OFFICE"),
    )


def test_what_nobody_reviewed_is_listed_and_late_after_three_days(county: County) -> None:
    grant = opened(county, county.a_case())

    def waiting(area: str = "990101") -> list[Emergency]:
        with county.office.reading() as desk:
            return emergency.unreviewed(desk, area)

    assert [one.no for one in waiting()] == [grant.no]
    assert waiting("990102") == []
    county.clock.show(grant.review_by)
    assert [one.late for one in waiting()] == [False]
    county.clock.move(seconds=1)
    assert [one.late for one in waiting()] == [True]
    emergency.review(county.office, grant.no, ReviewOutcome.JUSTIFIED, words="迟审", by_post="P-OFFICE")
    assert waiting() == []


def test_it_was_opened_for_a_person_and_not_for_whoever_comes_next_to_the_post(county: County) -> None:
    case = county.a_case()
    opened(county, case)

    county.empty(POLICE)

    assert identity(county, case) is Sees.NO
