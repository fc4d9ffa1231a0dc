"""What a post is to a case as time goes by, and what it sees of it. 可见范围."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlmodel import select

from models import CaseFile, ChildFile, DutyRow
from rules.access import CaseRelation, FieldClass, Sees
from rules.errors import Forbidden
from rules.vocabulary import CasePurpose
from tasks import attending
from tasks.access import Sight, sight_of, sight_of_administrator
from tasks.numbers import Named, new_number
from tasks.posts import known_post
from tests.builders import SHIQIAO, a_child
from tests.foreigners import (
    NEXT_DOOR,
    P_FOREIGN_CIVIL,
    P_FOREIGN_OFFICE,
    P_FOREIGN_POLICE,
    P_MEDIA,
    P_VILLAGE,
    VILLAGE,
    with_neighbours,
)
from tests.monitored import on_the_list
from tests.office import County


@contextmanager
def seen_from(county: County, post_no: str) -> Iterator[Sight]:
    """What that post sees now."""
    with county.office.reading() as desk:
        yield sight_of(desk, known_post(desk, post_no, field="post"))


def relations(county: County, post_no: str, case_no: str) -> set[CaseRelation]:
    """What that post is to a case now."""
    with seen_from(county, post_no) as sight:
        return set(sight.relations_to(case_no))


def listed(county: County, post_no: str, what: FieldClass = FieldClass.FACTS) -> set[str]:
    """The cases that a list shows to that post."""
    with seen_from(county, post_no) as sight:
        query = select(CaseFile.no).where(sight.cases_condition(what))
        return set(sight._desk.session.exec(query))  # the very desk: a list and its cut are of one moment


def duties_listed(county: County, post_no: str) -> set[str]:
    """The codes of the duties that a list shows to that post."""
    with seen_from(county, post_no) as sight:
        return set(sight._desk.session.exec(select(DutyRow.code).where(sight.duties_condition())))


def children_listed(county: County, post_no: str, what: FieldClass = FieldClass.FACTS) -> set[str]:
    """The child files that a list shows to that post."""
    with seen_from(county, post_no) as sight:
        return set(sight._desk.session.exec(select(ChildFile.no).where(sight.children_condition(what))))


def a_foreign_case(county: County) -> str:
    """A case in the county next door."""
    return county.a_case(
        children=[a_child(name="邻小童", residence={"area": NEXT_DOOR, "address": "邻县某路"})],
        incident={"area": NEXT_DOOR, "happened_at": "2026-03-01T20:00+08:00", "precision": "about"},
        reporter={},
        unit_kind="citizen",
    )


# --- relations, as they come and go ----------------------------------------


def test_who_is_what_to_a_case_just_after_a_report(county: County) -> None:
    case = county.a_case()

    assert relations(county, "P-LIUXI-POLICE", case) == {CaseRelation.OWES, CaseRelation.TOLD}
    assert relations(county, "P-CIVIL", case) == {CaseRelation.LEADS, CaseRelation.TOLD, CaseRelation.OVERSEES}
    assert relations(county, "P-OFFICE", case) == {CaseRelation.OVERSEES}
    assert relations(county, "P-PROC", case) == {CaseRelation.OVERSEES}
    assert relations(county, "P-SHIQIAO-POLICE", case) == set()
    assert relations(county, "P-LIUXI-SCHOOL", case) == set(), "that the school reported shows nowhere"


def test_those_above_come_to_know_of_a_case_when_a_rung_reaches_them(county: County) -> None:
    case = county.a_case()
    before = relations(county, "P-COUNTY-POLICE", case)

    for _ in range(4):
        county.clock.move(minutes=30)
        county.sweep()

    assert before == set()
    assert relations(county, "P-COUNTY-POLICE", case) == {CaseRelation.TOLD}
    with seen_from(county, "P-COUNTY-POLICE") as sight:
        assert sight.may(case, FieldClass.TIMELINE) is Sees.YES
        assert sight.may(case, FieldClass.IDENTITY) is Sees.NO


def test_a_duty_that_is_handed_on_takes_the_identity_with_it(county: County) -> None:
    case = county.a_case()
    attending.hand_on(
        county.office, case, "police_acceptance", to_post="P-SHIQIAO-POLICE", reason="管辖", by_post="P-LIUXI-POLICE"
    )

    assert relations(county, "P-SHIQIAO-POLICE", case) == {CaseRelation.OWES, CaseRelation.TOLD}
    assert relations(county, "P-LIUXI-POLICE", case) == {CaseRelation.TOLD}
    with seen_from(county, "P-LIUXI-POLICE") as sight:
        assert sight.may(case, FieldClass.IDENTITY) is Sees.NO
    with seen_from(county, "P-SHIQIAO-POLICE") as sight:
        assert sight.may(case, FieldClass.IDENTITY) is Sees.WITH_REASON


def test_whoever_did_a_duty_still_sees_the_case(county: County) -> None:
    case = county.a_case()
    county.answer(case, "triage")

    assert CaseRelation.OWES in relations(county, "P-LIUXI-STATION", case)


def test_the_closest_relation_is_told_first(county: County) -> None:
    case = county.a_case()

    with seen_from(county, "P-LIUXI-POLICE") as sight:
        assert sight.relation_to(case) is CaseRelation.OWES
    with seen_from(county, "P-SHIQIAO-POLICE") as sight:
        assert sight.relation_to(case) is CaseRelation.NONE


# --- what is refused, and in which words ----------------------------------------


def test_a_stranger_of_the_county_is_told_what_would_open_the_case(county: County) -> None:
    case = county.a_case()

    with seen_from(county, "P-SHIQIAO-POLICE") as sight, pytest.raises(Forbidden) as refused:
        sight.demand(case, FieldClass.TIMELINE)

    assert not refused.value.hidden
    assert "承办" in refused.value.zh
    assert "owing a duty" in refused.value.en


def test_nothing_opens_the_course_of_a_case_to_a_broadcaster_and_it_is_told_so(county: County) -> None:
    with_neighbours(county)
    case = county.a_case()

    with seen_from(county, P_MEDIA) as sight, pytest.raises(Forbidden) as refused:
        sight.demand(case, FieldClass.TIMELINE)

    assert refused.value.source == "HT-206"
    assert "承办或者牵头岗位办理" in refused.value.zh


def test_what_is_seen_is_demanded_and_its_condition_comes_back(county: County) -> None:
    case = county.a_case()

    with seen_from(county, "P-LIUXI-POLICE") as sight:
        assert sight.demand(case, FieldClass.TIMELINE) is Sees.YES
        assert sight.demand(case, FieldClass.IDENTITY) is Sees.WITH_REASON


def test_two_posts_are_asked_for_where_a_reporter_is_asked_for(county: County) -> None:
    case = county.a_case()

    with seen_from(county, "P-SHIQIAO-POLICE") as sight, pytest.raises(Forbidden) as refused:
        sight.demand(case, FieldClass.REPORTER)

    assert "两个岗位共同决定" in refused.value.zh


@pytest.mark.parametrize("post", [P_FOREIGN_CIVIL, P_FOREIGN_OFFICE, P_FOREIGN_POLICE])
@pytest.mark.parametrize("what", [what for what in FieldClass if what.of_a_case])
def test_another_countys_case_looks_like_no_case(what: FieldClass, post: str, county: County) -> None:
    with_neighbours(county)
    there, nowhere = county.a_case(), new_number(Named.CASE, county.office.entropy)
    said = []

    for case in (there, nowhere):
        with seen_from(county, post) as sight, pytest.raises(Forbidden) as refused:
            sight.demand(case, what)
        error = refused.value
        said.append((error.hidden, error.field, error.source, error.zh.replace(case, "·"), error.en.replace(case, "·")))

    assert said[0] == said[1]
    assert said[0][0]


def test_another_countys_child_looks_like_no_child(county: County) -> None:
    with_neighbours(county)
    child = county.report().concerned[0].child_no
    nobody = new_number(Named.CHILD, county.office.entropy)
    said = []

    for no in (child, nobody):
        with seen_from(county, P_FOREIGN_CIVIL) as sight, pytest.raises(Forbidden) as refused:
            sight.demand_of_child(no, FieldClass.FACTS)
        said.append((refused.value.hidden, refused.value.zh.replace(no, "·"), refused.value.en.replace(no, "·")))

    assert said[0] == said[1]


def test_the_administrator_sees_no_case_and_cannot_tell_whether_there_is_one(county: County) -> None:
    received = county.report()
    case, child = received.concerned[0].case_no, received.concerned[0].child_no

    with county.office.reading() as desk:
        sight = sight_of_administrator(desk)
        assert sight.relation_to(case) is CaseRelation.NONE
        assert desk.session.exec(select(CaseFile.no).where(sight.cases_condition())).all() == []
        assert desk.session.exec(select(DutyRow.no).where(sight.duties_condition())).all() == []
        assert desk.session.exec(select(ChildFile.no).where(sight.children_condition())).all() == []
        with pytest.raises(Forbidden) as refused:
            sight.demand(case, FieldClass.FACTS)
        with pytest.raises(Forbidden) as of_child:
            sight.demand_of_child(child, FieldClass.FACTS)
        assert (refused.value.hidden, of_child.value.hidden) == (True, True)
        assert sight.may_here(FieldClass.ACCOUNTS) is Sees.YES
        assert sight.demand_here(FieldClass.HEALTH) is Sees.YES
        with pytest.raises(Forbidden):
            sight.demand_here(FieldClass.FIGURES)
        with pytest.raises(Forbidden):
            sight.demand_here(FieldClass.STUCK)


def test_pages_of_the_place_are_open_by_role(county: County) -> None:
    with seen_from(county, "P-LIUXI-SCHOOL") as sight:
        assert sight.may_here(FieldClass.FIGURES) is Sees.NO
        assert sight.may_here(FieldClass.PACKS) is Sees.YES
        assert sight.may_here(FieldClass.STUCK) is Sees.NO
    with seen_from(county, "P-GOV") as sight:
        assert sight.may_here(FieldClass.FIGURES) is Sees.YES
        assert sight.may_here(FieldClass.STUCK) is Sees.YES, "what was escalated to it"


# --- lists ----------------------------------------


def test_lists_show_each_post_its_own_and_nothing_of_the_county_next_door(county: County) -> None:
    with_neighbours(county)
    ours, theirs = county.a_case(), a_foreign_case(county)

    assert listed(county, "P-OFFICE") == {ours}
    assert listed(county, "P-LIUXI-POLICE") == {ours}
    assert listed(county, "P-SHIQIAO-POLICE") == set()
    assert listed(county, "P-LIUXI-SCHOOL") == set()
    assert listed(county, P_FOREIGN_OFFICE) == {theirs}
    assert listed(county, P_MEDIA, FieldClass.OWN_DUTIES) == set()


def test_a_list_and_a_single_case_never_disagree(county: County) -> None:
    with_neighbours(county)
    cases = [county.a_case(), a_foreign_case(county), on_the_list(county, child={"name": "苗小禾"}).case_no]
    county.clock.move(days=3)
    county.sweep()
    posts = (
        "P-OFFICE",
        "P-CIVIL",
        "P-LIUXI-POLICE",
        "P-LIUXI-CHIEF",
        "P-SHIQIAO-POLICE",
        "P-PROC",
        "P-GOV",
        "P-CITY-PROC",
    )

    for post in (*posts, P_FOREIGN_CIVIL, P_FOREIGN_POLICE, P_VILLAGE, "P-LIUXI-STATION", "P-LIUXI-SCHOOL"):
        for what in (one for one in FieldClass if one.of_a_case):
            with seen_from(county, post) as sight:
                one_by_one = {case for case in cases if sight.may(case, what).at_all}
            assert listed(county, post, what) == one_by_one, (post, what)


def test_duties_are_listed_with_their_cases_or_alone(county: County) -> None:
    with_neighbours(county)
    county.a_case()

    assert duties_listed(county, "P-LIUXI-POLICE") == {"triage", "police_acceptance"}
    assert duties_listed(county, "P-OFFICE") == {"triage", "police_acceptance"}
    assert duties_listed(county, "P-LIUXI-SCHOOL") == set()
    assert duties_listed(county, P_FOREIGN_OFFICE) == set()


def test_a_school_that_owes_one_duty_sees_that_one(county: County) -> None:
    case = county.a_case()
    attending.hand_on(county.office, case, "triage", to_post="P-LIUXI-SCHOOL", reason="演示", by_post="P-LIUXI-STATION")

    assert duties_listed(county, "P-LIUXI-SCHOOL") == {"triage"}
    assert listed(county, "P-LIUXI-SCHOOL") == set()
    assert listed(county, "P-LIUXI-SCHOOL", FieldClass.OWN_DUTIES) == {case}
    with seen_from(county, "P-LIUXI-SCHOOL") as sight:
        assert sight.may(case, FieldClass.IDENTITY) is Sees.WITH_REASON
        with pytest.raises(Forbidden):
            sight.demand(case, FieldClass.TIMELINE)


# --- children in care ----------------------------------------


def test_a_village_sees_the_children_on_its_list_and_not_a_matter_of_the_same_child(county: County) -> None:
    with_neighbours(county)
    begun = on_the_list(county, child={"residence": {"area": VILLAGE, "address": "河边村七组"}})
    matter = county.a_case(children=[a_child(residence={"area": VILLAGE, "address": "河边村七组"})])
    assert county.case(matter).purpose == CasePurpose.MATTER

    with seen_from(county, P_VILLAGE) as sight:
        assert CaseRelation.TENDS in sight.relations_to(begun.case_no)
        assert sight.may(begun.case_no, FieldClass.IDENTITY).at_all
        assert CaseRelation.TENDS not in sight.relations_to(matter)
        assert sight.may(matter, FieldClass.IDENTITY) is Sees.NO
        assert sight.may_of_child(begun.child_no, FieldClass.IDENTITY) is Sees.RECORDED
        assert sight.may_of_child(begun.child_no, FieldClass.SHELTERED_ADDRESS) is Sees.NO
    assert children_listed(county, P_VILLAGE) == {begun.child_no}


def test_a_child_of_another_village_is_not_on_the_list_of_this_one(county: County) -> None:
    with_neighbours(county)
    child = (
        county.report(children=[a_child(residence={"area": SHIQIAO, "address": "石桥乡三组"})]).concerned[0].child_no
    )

    assert children_listed(county, P_VILLAGE) == set()
    assert children_listed(county, P_FOREIGN_CIVIL) == set()
    assert children_listed(county, "P-CIVIL", FieldClass.IDENTITY) == {child}
    with seen_from(county, P_VILLAGE) as sight, pytest.raises(Forbidden) as refused:
        sight.demand_of_child(child, FieldClass.FACTS)
    assert not refused.value.hidden, "it is a child of this county"


def test_what_may_be_seen_of_a_child_is_demanded(county: County) -> None:
    child = county.report().concerned[0].child_no

    with seen_from(county, "P-LIUXI-POLICE") as sight:
        assert sight.demand_of_child(child, FieldClass.IDENTITY) is Sees.WITH_REASON
