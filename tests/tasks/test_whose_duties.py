"""Whose duties a list shows to a post. 谁的待办."""

from __future__ import annotations

from sqlmodel import select

from models import DutyRow, Post
from tasks import acts
from tasks.access import sight_of
from tasks.access.duties import Whose, owed_by
from tasks.posts import known_post
from tests.builders import an_answer
from tests.databases import ON_SQLITE
from tests.foreigners import with_neighbours
from tests.office import County

pytestmark = ON_SQLITE


def listed(county: County, post_no: str, whose: Whose) -> set[str]:
    """Numbers of the duties that a list shows to that post."""
    with county.office.reading() as desk:
        sight = sight_of(desk, known_post(desk, post_no, field="post"))
        return set(desk.session.exec(select(DutyRow.no).where(*owed_by(desk, sight, post_no, whose))))


def test_of_its_own_agency_a_post_is_shown_no_more_than_it_sees_at_all(county: County) -> None:
    with_neighbours(county)
    case = county.a_case()
    acts.answer(county.office, case, "triage", an_answer("triage"))
    county.move()
    with county.office.reading() as desk:
        posts = desk.session.exec(select(Post.no)).all()

    shown = {no: listed(county, no, Whose.AGENCY) for no in posts}

    assert any(shown.values())
    assert {no for no in posts if not shown[no] <= listed(county, no, Whose.ALL)} == set()
    assert {no for no in posts if not listed(county, no, Whose.MINE) <= shown[no]} == set()
