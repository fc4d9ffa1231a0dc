"""What stands on the pages about cases, asked of the services behind them. 个案页的服务."""

from __future__ import annotations

import pytest
from sqlalchemy import false, true
from sqlmodel import select

from models import Post
from rules.access import FieldClass, Sees
from rules.errors import Forbidden, Refused
from rules.vocabulary import ProcedureKind, Relation, Sex
from rules.when import exactly
from tasks import cases
from tasks.access import sight_of
from tasks.access_area import demand_area, may_see_area
from tasks.case_course import Stand, courses_of
from tasks.case_hands import CaseAct, demand_act, may_act
from tasks.case_head import case_head
from tasks.case_list import CLOSED, OPEN, case_lines
from tasks.case_told import told_of
from tasks.closing import close
from tasks.names import NO_REASON_ASKED, read_names
from tasks.opening import open_by_hand
from tasks.posts import known_post
from tasks.posts_of_county import posts_of_county
from tasks.recorded_looks import looked
from tasks.stuck import StuckKind, stuck
from tasks.stuck.bulk import repair_each
from tasks.stuck.repairs import Order
from tasks.stuck.seen import seen
from tests.builders import CHILD, HOME, a_brother, a_child
from tests.databases import ON_SQLITE
from tests.foreigners import P_FOREIGN_OFFICE, P_VILLAGE, with_neighbours
from tests.monitored import on_the_list
from tests.office import BODIES, County
from tests.planted import overdue, sweep_not_alive

pytestmark = ON_SQLITE


def may(county: County, post_no: str, case_no: str, act: CaseAct) -> bool:
    with county.office.reading() as desk:
        return may_act(sight_of(desk, known_post(desk, post_no, field="post")), case_no, act)


# --- the list and the head ----------------------------------------


def test_the_list_tells_open_from_closed_and_counts_what_is_owed_and_late(county: County) -> None:
    one, other = county.a_case(), county.a_case(children=[a_child(name="另一人", birth_on="2014-01-01")])
    close(county.office, other, reason="误报", settle=True, by_post="P-CIVIL")
    county.clock.move(days=10)
    with county.office.reading() as desk:
        opened = case_lines(desk, [true()], state=OPEN, most=10)
        closed = case_lines(desk, [true()], state=CLOSED, most=10)
        nothing = case_lines(desk, [false()], most=10)
        elsewhere = case_lines(desk, [true()], area="990102", most=10)
    assert [(line.no, line.owed, line.late > 0) for line in opened.lines] == [(one, len(county.owed(one)), True)]
    assert opened.lines[0].kinds == (ProcedureKind.MANDATORY_REPORTING,)
    assert [(line.no, line.owed, line.next_due_at) for line in closed.lines] == [(other, 0, None)]
    assert (nothing.total, elsewhere.total) == (0, 0)


def test_of_many_cases_the_total_is_told_though_few_are_shown(county: County) -> None:
    for year in (2011, 2012, 2013):
        county.a_case(children=[a_child(name=f"孩子{year}", birth_on=f"{year}-01-01")])
    with county.office.reading() as desk:
        found = case_lines(desk, [true()], most=2)
    assert (found.total, len(found.lines)) == (3, 2)


def test_the_head_knows_people_by_number_and_only_the_siblings_that_may_be_known(county: County) -> None:
    received = county.report(children=[a_child(), a_brother()])
    one, other = (concerned.case_no for concerned in received.concerned)
    with county.office.reading() as desk:
        head = case_head(desk, one, admits=true())
        alone = case_head(desk, one, admits=false())
    assert head.sex is Sex.FEMALE
    assert head.siblings == (other,)
    assert alone.siblings == ()
    assert [(person.relation, person.suspected) for person in head.people] == [
        (Relation.FATHER, True),
        (Relation.MOTHER, False),
    ]
    assert CHILD not in repr(head)


def test_there_is_no_head_of_a_case_that_does_not_exist(county: County) -> None:
    with county.office.reading() as desk, pytest.raises(Refused, match="没有编号"):
        case_head(desk, "C-0", admits=true())


# --- the course of procedures ----------------------------------------


def test_a_procedure_shows_what_was_done_what_is_owed_and_what_may_come_next(county: County) -> None:
    case = county.a_case()
    county.answer(case, "police_acceptance")
    with county.office.reading() as desk:
        course = courses_of(desk, case, cases.duties_of(desk, case))[0]
    by_code = {step.view.code: step.stand for step in course.steps if step.view}
    assert by_code["police_acceptance"] is Stand.DONE
    assert by_code["triage"] is Stand.HERE
    coming = {step.en for step in course.steps if step.stand is Stand.TO_COME}
    assert coming, "the law asks for more after these"
    assert coming.isdisjoint({step.en for step in course.steps if step.view})


def test_an_ended_procedure_has_nothing_to_come(county: County) -> None:
    case = county.a_case()
    close(county.office, case, reason="误报", settle=True, by_post="P-CIVIL")
    with county.office.reading() as desk:
        course = courses_of(desk, case, cases.duties_of(desk, case))[0]
    assert not course.open
    assert {step.stand for step in course.steps} <= {Stand.DONE, Stand.LEFT_OUT}


def test_who_was_told_stands_with_why_the_newest_first(county: County) -> None:
    case = county.a_case()
    with county.office.reading() as desk:
        told = told_of(desk, case, most=100)
        first = told_of(desk, case, most=1)
    assert {line.post.no for line in told if line.post} >= {"P-LIUXI-POLICE", "P-CIVIL"}
    assert [line.created_at for line in told] == sorted((line.created_at for line in told), reverse=True)
    assert len(first) == 1


# --- who may act ----------------------------------------


def test_acts_follow_what_a_post_is_to_the_case(county: County) -> None:
    case = county.a_case()
    assert may(county, "P-LIUXI-POLICE", case, CaseAct.NOTE), "it owes"
    assert may(county, "P-LIUXI-POLICE", case, CaseAct.OPEN_PROCEDURE)
    assert not may(county, "P-LIUXI-POLICE", case, CaseAct.CLOSE), "the lead and who oversees decide that"
    assert may(county, "P-CIVIL", case, CaseAct.CLOSE)
    assert may(county, "P-OFFICE", case, CaseAct.REOPEN)
    assert not any(may(county, "P-SHIQIAO-POLICE", case, act) for act in CaseAct)


def test_closing_is_offered_to_nobody_whom_the_act_refuses(county: County) -> None:
    case = county.a_case()
    with county.office.reading() as desk:
        posts = list(desk.session.exec(select(Post.no)))
    offered = {post for post in posts if may(county, post, case, CaseAct.CLOSE)}
    for post in set(posts) - offered:
        with pytest.raises(Refused, match="不能结案"):
            close(county.office, case, reason="误报", settle=True, by_post=post)
    assert offered == {"P-CIVIL", "P-OFFICE"}  # who leads it, and who coordinates the county


def test_of_another_countys_case_it_is_said_that_there_is_none(county: County) -> None:
    with_neighbours(county)
    case = county.a_case()
    with county.office.reading() as desk:
        sight = sight_of(desk, known_post(desk, P_FOREIGN_OFFICE, field="post"))
        with pytest.raises(Forbidden) as refused:
            demand_act(sight, case, CaseAct.NOTE)
    assert refused.value.hidden


def test_an_area_is_seen_by_whoever_oversees_all_of_it(county: County) -> None:
    def sees(post_no: str, area: str) -> bool:
        with county.office.reading() as desk:
            return may_see_area(sight_of(desk, known_post(desk, post_no, field="post")), area, FieldClass.AUDIT)

    assert sees("P-OFFICE", "990101")
    assert sees("P-OFFICE", "990101001")
    assert not sees("P-OFFICE", "9901"), "the city is more than the county"
    assert not sees("P-OFFICE", "")
    assert not sees("P-LIUXI-POLICE", "990101001")
    with county.office.reading() as desk, pytest.raises(Forbidden, match="990101"):
        demand_area(sight_of(desk, known_post(desk, "P-OFFICE", field="post")), "990102", FieldClass.AUDIT)


def test_posts_to_choose_from_are_those_of_the_county(county: County) -> None:
    with_neighbours(county)
    with county.office.reading() as desk:
        offered = {no for no, _, _ in posts_of_county(desk, "990101001")}
    assert {"P-CIVIL", "P-LIUXI-POLICE"} <= offered
    assert P_FOREIGN_OFFICE not in offered


# --- names ----------------------------------------


def test_whoever_looks_after_the_child_where_it_lives_gives_no_reason_and_is_recorded_all_the_same(
    county: County,
) -> None:
    with_neighbours(county)
    care = on_the_list(county).case_no
    with county.office.reading() as desk:
        station = known_post(desk, "P-LIUXI-STATION", field="post")
        condition = sight_of(desk, station).may(care, FieldClass.IDENTITY)
    assert condition is Sees.RECORDED
    found = read_names(county.office, care, station, reason="")
    assert found.clear.name is not None
    assert [row.by_post for row in county.journal(care) if row.kind == "identity_read"] == ["P-LIUXI-STATION"]
    assert NO_REASON_ASKED not in "".join(row.payload for row in county.journal(care)), "it is sealed like any reason"


def test_while_the_child_may_have_been_brought_away_its_address_is_for_those_who_work_on_it(county: County) -> None:
    case = county.a_case()
    open_by_hand(county.office, case, ProcedureKind.PROTECTION_ORDER, when=exactly(county.clock()), by_post="P-CIVIL")
    with county.office.reading() as desk:
        lead, office = (known_post(desk, no, field="post") for no in ("P-CIVIL", "P-OFFICE"))
    assert read_names(county.office, case, lead, reason="送达").clear.residence == HOME
    kept = read_names(county.office, case, office, reason="监督")
    assert (kept.clear.name, kept.clear.residence, kept.home_kept_back) == (CHILD, None, True)
    assert [one.address for one in kept.clear.adults if one.carer] == [None]


def test_a_look_is_one_fact_an_hour_and_another_in_the_next(county: County) -> None:
    case = county.a_case()
    for _ in range(3):
        looked(county.office, "case_looks", by_post="P-OFFICE", chain=case)
    county.clock.move(hours=1)
    looked(county.office, "case_looks", by_post="P-OFFICE", chain=case)
    looked(county.office, "case_looks", by_post="P-CIVIL", chain=case)
    looks = [row.by_post for row in county.journal(case) if row.kind == "record_read"]
    assert looks == ["P-OFFICE", "P-OFFICE", "P-CIVIL"]


# --- the stuck list ----------------------------------------


def test_what_is_stuck_is_cut_to_cases_and_the_machinery_to_who_looks_after_it(county: County) -> None:
    with_neighbours(county)
    case = county.a_case()
    county.beat()
    overdue(county, case)
    sweep_not_alive(county, case)

    def listed(post_no: str) -> set[StuckKind]:
        with county.office.reading() as desk:
            sight = sight_of(desk, known_post(desk, post_no, field="post"))
            return {one.kind for one in seen(desk, sight, stuck(desk))}

    assert {StuckKind.OVERDUE, StuckKind.SWEEP_NOT_ALIVE} <= listed("P-OFFICE")
    assert StuckKind.OVERDUE in listed("P-CIVIL")
    assert StuckKind.SWEEP_NOT_ALIVE not in listed("P-CIVIL")
    assert StuckKind.OVERDUE not in listed(P_FOREIGN_OFFICE)
    assert listed(P_VILLAGE) == set()


def test_each_line_is_repaired_once_and_what_fails_stops_nothing(county: County) -> None:
    case = county.a_case()
    county.beat()
    overdue(county, case)
    with county.office.reading() as desk:
        office = known_post(desk, "P-OFFICE", field="post")
        keys = [one.key for one in stuck(desk, {StuckKind.OVERDUE})]
    order = Order(key="", by_post="P-OFFICE", bodies=BODIES)

    told = repair_each(county.office, [keys[0], "overdue:C-0/1", keys[0], "nonsense", keys[1]], order, office)

    assert [(one.key, one.done is not None) for one in told] == [
        (keys[0], True),
        ("overdue:C-0/1", False),
        ("nonsense", False),
        (keys[1], True),
    ]
    assert len(county.facts("reminded")) == 2
    county.must_hold()
