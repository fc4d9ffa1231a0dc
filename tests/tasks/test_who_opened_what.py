"""Who opened what, when, for whom, and why? 查阅审计."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from sqlalchemy import update
from sqlmodel import col

from models import SubjectKey
from rules.errors import Refused
from rules.moments import civil_day, midnight_after, midnight_before
from tasks.audit_access import REASONS_READ, Access, Asked, accesses, accesses_with_reasons
from tasks.directory import SubstituteForm, enter_directory
from tasks.journal import SYSTEM, Entry
from tasks.kinds import Kind
from tasks.paper import print_out
from tasks.reading import read_identity
from tests.builders import a_brother, a_child
from tests.databases import ON_SQLITE
from tests.flows.guardianship import a_transfer
from tests.office import County, example_directory

pytestmark = ON_SQLITE

WHY = "上门查看前核对住址"
STATION = "P-LIUXI-STATION"


def looked(county: County, *, most: int = 100, **asked: object) -> list[Access]:
    with county.office.reading() as desk:
        return accesses(desk, Asked(most=most, **asked))  # type: ignore[arg-type]


def with_reasons(county: County, no: str | None, *, by: str = "P-CIVIL", why: str = "年度检查") -> list[Access]:
    return accesses_with_reasons(county.office, Asked(no=no, most=100), by_post=by, reason=why)


def read(county: County, case: str, *, post: str = STATION, why: str = WHY) -> None:
    read_identity(county.office, case, reason=why, by_post=post)


def test_a_look_says_who_when_and_that_there_is_a_reason_which_stays_sealed(county: County) -> None:
    case = county.a_case()
    read(county, case)

    (one,) = looked(county, no=case)

    assert (one.kind, one.chain, one.at) == (Kind.IDENTITY_READ, case, county.clock())
    assert one.post is not None
    assert one.post.no == STATION
    assert one.person_no is not None
    assert (one.for_person, one.has_reason, one.reason) == (None, True, None)
    assert one.entry == f"{case}#{county.journal(case)[-1].n}"


def test_whoever_asks_why_says_why_and_stands_on_the_list_from_then_on(county: County) -> None:
    case = county.a_case()
    read(county, case)

    found = with_reasons(county, case)

    assert [(one.kind, one.what, one.reason) for one in found] == [
        (Kind.RECORD_READ, REASONS_READ, "年度检查"),
        (Kind.IDENTITY_READ, "", WHY),
    ]
    assert [one.kind for one in looked(county, no=case)] == [Kind.RECORD_READ, Kind.IDENTITY_READ]
    assert not any(WHY in row.payload or "年度检查" in row.payload for row in county.journal())


@pytest.mark.parametrize(
    ("asked", "field"),
    [({"why": " "}, "--reason"), ({"by": "P-NOBODY"}, "--by"), ({"no": None}, "NO"), ({"no": "C-00000-00000"}, "NO")],
)
def test_without_a_reason_a_post_or_a_case_nothing_is_opened_and_nothing_recorded(
    county: County, asked: Mapping[str, str | None], field: str
) -> None:
    case = county.a_case()
    read(county, case)
    before = county.entries()

    with pytest.raises(Refused) as refused:
        with_reasons(county, **{"no": case, **asked})  # type: ignore[arg-type]

    assert refused.value.field == field
    assert county.entries() == before


def test_a_substitute_is_named_with_the_person_for_whom_they_act(county: County) -> None:
    form = example_directory().model_copy(deep=True)
    civil = next(post for agency in form.agencies for post in agency.posts if post.no == "P-CIVIL")
    civil.substitutes = [
        SubstituteForm.model_validate(
            {"for_person": "W-003", "person": "W-004", "from_at": "2026-03-01T00:00+08:00", "until_at": None}
        )
    ]
    enter_directory(county.office, form)
    case = county.a_case()
    read(county, case, post="P-CIVIL")

    (one,) = looked(county, no=case)

    assert (one.person_no, one.for_person) == ("W-004", "W-003")


def test_a_document_that_is_made_and_read_again_is_two_looks(county: County) -> None:
    case = a_transfer(county)
    number = next(f["no"] for f in county.facts("instrument_issued", case))
    print_out(county.office, number, by_post="P-CIVIL")
    print_out(county.office, number, by_post="P-CIVIL")

    found = with_reasons(county, case)

    assert [one.kind for one in found][1:] == [Kind.IDENTITY_READ, Kind.DOCUMENT_RENDERED]
    assert found[2].what == number
    assert number in (found[1].reason or "")  # sealed under the key of the child, not of the case


def test_across_cases_a_post_is_asked_about_and_the_exports_of_the_installation_are_there(county: County) -> None:
    sister, brother = (one.case_no for one in county.report(children=[a_child(), a_brother()]).concerned)
    read(county, sister)
    county.clock.move(minutes=1)
    read(county, brother, post="P-CIVIL")
    with county.office.writing() as desk:
        desk.record(Entry(chain=SYSTEM, kind=Kind.HEAD_EXPORTED, key="head:1", payload={}, happened_at=desk.at))

    assert [one.chain for one in looked(county)] == [SYSTEM, brother, sister]
    assert [one.chain for one in looked(county, post="P-CIVIL")] == [brother]
    assert [one.chain for one in looked(county, no=sister)] == [sister]
    assert looked(county)[0].post is None
    assert [one.chain for one in looked(county, most=1)] == [SYSTEM]  # the newest


def test_of_a_child_file_the_looks_into_all_its_cases_are_told(county: County) -> None:
    case = county.a_case()
    read(county, case)
    child_no = county.case(case).child_no

    assert looked(county, no=child_no) == looked(county, no=case)
    assert [one.chain for one in with_reasons(county, child_no)] == [child_no, case]


@pytest.mark.parametrize(
    ("first", "last", "shown"), [(0, 0, 2), (0, None, 2), (None, 0, 2), (1, None, 0), (None, -1, 0)]
)
def test_a_period_holds_both_its_days_from_the_first_instant_to_the_last(
    county: County, first: int | None, last: int | None, shown: int
) -> None:
    case = county.a_case()
    day = civil_day(county.clock().replace(day=9))
    county.clock.show(midnight_before(day))
    read(county, case)
    county.clock.show(midnight_after(day))
    county.clock.move(seconds=-1)
    read(county, case)

    def moved(days: int | None) -> date | None:
        return None if days is None else date.fromordinal(day.toordinal() + days)

    assert len(looked(county, no=case, first=moved(first), last=moved(last))) == shown


def test_a_period_that_ends_before_it_begins_and_a_post_of_nobody_are_refused(county: County) -> None:
    with pytest.raises(Refused, match="早于"):
        looked(county, first=date(2026, 3, 2), last=date(2026, 3, 1))
    with pytest.raises(Refused, match="没有编号为 P-NOBODY 的岗位"):
        looked(county, post="P-NOBODY")


def test_after_the_key_is_destroyed_it_still_says_who_looked(county: County) -> None:
    case = county.a_case()
    read(county, case)
    with county.office.writing() as desk:
        desk.session.execute(update(SubjectKey).where(col(SubjectKey.subject_no) == case).values(wrapped=None))

    found = with_reasons(county, case)

    assert [(one.kind, one.has_reason, one.reason) for one in found][1] == (Kind.IDENTITY_READ, True, None)


def test_nothing_else_that_is_recorded_counts_as_a_look(county: County) -> None:
    case = county.a_case()
    county.answer_all(case, "triage", "child_seen")

    assert looked(county) == []
