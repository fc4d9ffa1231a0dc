"""Who there is, entered again and again as people come and go. 机构名册."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rules.errors import Refusals
from rules.moments import shanghai
from rules.vocabulary import Role
from tasks.directory import DirectoryForm, PostForm, SubstituteForm, enter_directory, read_directory
from tasks.posts import addresses_of, holder_of, post_by_number, post_near
from tasks.rebuild import rebuild
from tests.office import County, example_directory

JUNE = shanghai("Monday 2026-06-01 08:00")


@pytest.fixture
def form() -> DirectoryForm:
    return example_directory().model_copy(deep=True)


def post_of(form: DirectoryForm, no: str) -> PostForm:
    return next(post for agency in form.agencies for post in agency.posts if post.no == no)


def title(county: County, no: str) -> str:
    with county.office.reading() as desk:
        post = post_by_number(desk, no)
    assert post is not None
    return post.zh


def test_the_same_directory_again_records_nothing(county: County, form: DirectoryForm) -> None:
    assert enter_directory(county.office, form).recorded == 0


def test_what_is_changed_and_changed_back_is_as_it_was(county: County, form: DirectoryForm) -> None:
    before = title(county, "P-CIVIL")
    post_of(form, "P-CIVIL").zh = "儿童福利股"
    assert enter_directory(county.office, form).recorded == 1
    assert title(county, "P-CIVIL") == "儿童福利股"

    post_of(form, "P-CIVIL").zh = before
    assert enter_directory(county.office, form).recorded == 1

    assert title(county, "P-CIVIL") == before
    assert rebuild(county.office).differing == ()


def test_one_person_may_hold_several_posts(county: County, form: DirectoryForm) -> None:
    chief, officer = post_of(form, "P-LIUXI-CHIEF"), post_of(form, "P-LIUXI-POLICE")
    officer.persons = chief.persons

    enter_directory(county.office, form)

    with county.office.reading() as desk:
        held = holder_of(desk, "P-LIUXI-POLICE", JUNE)
    assert held is not None
    assert held.person_no in {"W-007", "W-008"}


def a_substitute(*, until: str | None) -> SubstituteForm:
    """王领 stands in for 郑民 in June."""
    june = "2026-06-01T00:00+08:00"
    return SubstituteForm.model_validate({"for_person": "W-003", "person": "W-004", "from_at": june, "until_at": until})


@pytest.mark.parametrize(
    ("at", "person", "acting_for"),
    [
        ("Sunday 2026-05-31 23:59:59", "W-003", None),
        ("Monday 2026-06-01 00:00", "W-004", "W-003"),
        ("Sunday 2026-06-14 23:59:59", "W-004", "W-003"),
        ("Monday 2026-06-15 00:00", "W-003", None),
    ],
)
def test_a_substitute_acts_for_a_named_person_from_and_until(
    county: County, form: DirectoryForm, at: str, person: str, acting_for: str | None
) -> None:
    post_of(form, "P-CIVIL").substitutes = [a_substitute(until="2026-06-15T00:00+08:00")]
    enter_directory(county.office, form)

    with county.office.reading() as desk:
        actor = holder_of(desk, "P-CIVIL", shanghai(at))

    assert actor is not None
    assert (actor.person_no, actor.for_person) == (person, acting_for)


def test_a_post_that_changes_its_channel_is_told_there(county: County, form: DirectoryForm) -> None:
    post_of(form, "P-CIVIL").channels[0].address = "新的收件处"
    enter_directory(county.office, form)

    county.a_case()
    county.deliver()

    assert {one["address"] for one in county.outbox()} == {"P-LIUXI-POLICE", "新的收件处", "P-LIUXI-STATION"}


@pytest.mark.parametrize(
    ("roles", "area", "post"),
    [
        ([Role.POLICE_STATION], "990101001", "P-LIUXI-POLICE"),
        ([Role.POLICE_STATION], "990101001003", "P-LIUXI-POLICE"),  # a village of the township
        ([Role.POLICE_STATION, Role.COUNTY_POLICE], "990101003", "P-COUNTY-POLICE"),
        ([Role.HIGHER_PROCURATORATE], "990101002", "P-CITY-PROC"),
        ([Role.CIVIL_AFFAIRS], "990102001", None),  # another county
        ([Role.COURT], "990101001", "P-COURT"),
        ([Role.YOUTH_LEAGUE], "990101001", None),
    ],
)
def test_the_nearest_post_with_the_first_role_that_anybody_has_is_found(
    county: County, roles: list[Role], area: str, post: str | None
) -> None:
    with county.office.reading() as desk:
        found = post_near(desk, roles, area)

    assert (found.no if found else None) == post


def unknown_channel(written: dict[str, object]) -> None:
    written["posts"][0]["channels"][0]["channel"] = "鸽子"  # type: ignore[index]


def naive(written: dict[str, object]) -> None:
    written["posts"][0]["persons"][0]["from_at"] = "2026-01-01T00:00"  # type: ignore[index]


def twice(written: dict[str, object]) -> None:
    written["posts"] = [written["posts"][0], written["posts"][0]]  # type: ignore[index]


def misspelt(written: dict[str, object]) -> None:
    written["postes"] = []


@pytest.mark.parametrize(
    ("spoil", "says"),
    [(unknown_channel, "鸽子"), (naive, "from_at"), (twice, "写了两次"), (misspelt, "postes")],
)
def test_a_directory_that_cannot_be_right_is_refused_with_the_place(
    spoil: Callable[[dict[str, object]], None], says: str
) -> None:
    agency = example_directory().model_dump(mode="json")["agencies"][0]
    spoil(agency)

    with pytest.raises(Refusals, match=says):
        read_directory({"agencies": [agency]})


def test_nobody_is_named_in_the_journal_of_the_directory(county: County) -> None:
    written = "\n".join(f"{row.key} {row.payload}" for row in county.journal("directory"))
    names = [person.name for agency in example_directory().agencies for post in agency.posts for person in post.persons]

    assert [name for name in names if name in written] == []
    with county.office.reading() as desk:
        assert addresses_of(desk, "P-CIVIL")[0].address == "P-CIVIL"
