"""Who sees what: every cell of the table, and the sentences that must never become untrue. 可见范围."""

from __future__ import annotations

from itertools import product as every

import pytest

from packs.loader import load
from rules.access import (
    EASIEST_FIRST,
    OVERSEERS,
    TENDING,
    CaseRelation,
    Circle,
    FieldClass,
    Line,
    Sees,
    cells_of,
    circle_of,
    easiest,
    roles_in,
)
from rules.access_table import CELLS, TABLE, line_of, openers, sees, sees_through
from rules.vocabulary import Force, Role

SEATS: tuple[Role | None, ...] = (*Role, None)
EVERYTHING = list(every(SEATS, CaseRelation, FieldClass))
PERSONAL = (
    *(FieldClass.IDENTITY, FieldClass.NARRATIVE, FieldClass.INSTRUMENTS, FieldClass.SHELTERED_ADDRESS),
    FieldClass.EVIDENCE,
)
NEVER_THE_WHOLE_CASE = (*roles_in(Circle.SERVING), *roles_in(Circle.ADDRESSED))
TO_A_CASE = [one for one in CaseRelation if one is not CaseRelation.NONE]

# --- the whole product, computed a second time from sentences ----------------------------------------

IN_HAND = {CaseRelation.OWES, CaseRelation.LEADS}
WATCHING = {Role.PROCURATORATE, Role.CIVIL_AFFAIRS}


def expected(role: Role | None, relation: CaseRelation, what: FieldClass) -> Sees:
    """What the brief of the county says, written down without a look at the table."""
    circle = circle_of(role)
    works, coordinates = circle is Circle.WORKING, circle is Circle.COORDINATING
    if relation is CaseRelation.NONE:
        return _of_the_place(role, circle, what)
    if circle is Circle.ADMINISTRATOR or (relation is CaseRelation.OVERSEES and role not in OVERSEERS):
        return Sees.NO
    if relation is CaseRelation.TENDS:
        return _in_care(role, what)
    if relation is CaseRelation.EMERGENCY:
        return _in_an_emergency(circle, what)
    watches = relation is CaseRelation.OVERSEES and (coordinates or role in WATCHING)
    in_hand = relation in IN_HAND and (works or coordinates)
    match what:
        case FieldClass.OWN_DUTIES:
            return Sees.YES
        case FieldClass.TIMELINE:
            return Sees.YES if works or coordinates or circle is Circle.SUPERIOR else Sees.NO
        case FieldClass.FACTS | FieldClass.STUCK:
            if works or coordinates or circle is Circle.SUPERIOR:
                return Sees.YES
            if circle is Circle.HIGHER and relation in (CaseRelation.OWES, CaseRelation.TOLD):
                return Sees.YES
            visits = circle is Circle.VISITING and relation is CaseRelation.OWES and what is FieldClass.FACTS
            return Sees.YES if visits else Sees.NO
        case FieldClass.IDENTITY:
            must_reach = circle in (Circle.VISITING, Circle.SERVING) and relation is CaseRelation.OWES
            return Sees.WITH_REASON if in_hand or watches or must_reach else Sees.NO
        case FieldClass.NARRATIVE:
            return Sees.WITH_REASON if in_hand or watches else Sees.NO
        case FieldClass.INSTRUMENTS:
            if works and in_hand:
                return Sees.RECORDED
            return Sees.WITH_REASON if in_hand or watches else Sees.NO
        case FieldClass.SHELTERED_ADDRESS | FieldClass.EVIDENCE:
            return Sees.WITH_REASON if works and in_hand else Sees.NO
        case FieldClass.REPORTER:
            controls = relation is CaseRelation.OVERSEES and (coordinates or role is Role.PROCURATORATE)
            return Sees.TWO_POSTS if in_hand or controls else Sees.NO
        case FieldClass.READS | FieldClass.AUDIT:
            leads = relation is CaseRelation.LEADS and (works or coordinates)
            heads = (role, relation, what) == (Role.CIVIL_AFFAIRS_LEADER, CaseRelation.OVERSEES, FieldClass.AUDIT)
            return Sees.RECORDED if leads or watches or heads else Sees.NO
        case _:
            return Sees.NO


def _of_the_place(role: Role | None, circle: Circle, what: FieldClass) -> Sees:
    match what:
        case FieldClass.DIRECTORY | FieldClass.PACKS:
            return Sees.YES
        case FieldClass.FIGURES:
            plays = circle in (Circle.WORKING, Circle.SUPERIOR, Circle.COORDINATING, Circle.HIGHER)
            return Sees.YES if plays else Sees.NO
        case FieldClass.REGISTERS:
            return Sees.RECORDED if role in TENDING else Sees.NO
        case FieldClass.HEALTH:
            return Sees.YES if circle in (Circle.COORDINATING, Circle.ADMINISTRATOR) else Sees.NO
        case FieldClass.ACCOUNTS:
            return Sees.YES if circle is Circle.ADMINISTRATOR else Sees.NO
        case _:
            return Sees.NO


def _in_care(role: Role | None, what: FieldClass) -> Sees:
    if role not in TENDING:
        return Sees.NO
    if what in (FieldClass.FACTS, FieldClass.TIMELINE, FieldClass.OWN_DUTIES):
        return Sees.YES
    return Sees.RECORDED if what in (FieldClass.IDENTITY, FieldClass.NARRATIVE) else Sees.NO


def _in_an_emergency(circle: Circle, what: FieldClass) -> Sees:
    if circle not in (Circle.WORKING, Circle.SUPERIOR, Circle.COORDINATING):
        return Sees.NO
    if what in (FieldClass.FACTS, FieldClass.TIMELINE):
        return Sees.RECORDED
    if what in (FieldClass.IDENTITY, FieldClass.NARRATIVE) and circle is not Circle.SUPERIOR:
        return Sees.WITH_REASON
    return Sees.WITH_REASON if what is FieldClass.SHELTERED_ADDRESS and circle is Circle.WORKING else Sees.NO


def test_every_cell_says_what_the_sentences_say() -> None:
    wrong = [
        (cell, sees(*cell).value, expected(*cell).value) for cell in EVERYTHING if sees(*cell) is not expected(*cell)
    ]

    assert wrong == []


def test_what_the_table_does_not_name_is_not_seen() -> None:
    unnamed = [cell for cell in EVERYTHING if cell not in CELLS]

    assert unnamed
    assert {sees(*cell) for cell in unnamed} == {Sees.NO}
    assert {line.sees for line in TABLE} == set(Sees) - {Sees.NO}


def test_two_lines_about_one_cell_are_refused() -> None:
    line = Line(
        who=Circle.SUPERIOR,
        relations=(CaseRelation.TOLD,),
        classes=(FieldClass.FACTS,),
        sees=Sees.YES,
        basis=("HT-207",),
    )

    with pytest.raises(ValueError, match="two lines"):
        cells_of([line, line])


def test_every_role_belongs_somewhere_and_only_there() -> None:
    placed = [role for circle in Circle for role in roles_in(circle)]

    assert sorted(placed) == sorted(Role)


@pytest.mark.parametrize("line", TABLE, ids=lambda line: f"{line.who}-{'-'.join(line.classes)}")
def test_every_line_rests_on_rows_of_the_pack_and_on_a_default_that_says_so(line: Line) -> None:
    pack = load("national")
    forces = [pack.fact(row).force for row in line.basis]

    assert forces[-1] is Force.OUR_DEFAULT, "no law says who in an agency sees what"
    assert set(forces[:-1]) <= {Force.STATUTORY, Force.OUR_DEFAULT}


# --- sentences that must never become untrue ----------------------------------------


@pytest.mark.parametrize(("role", "relation"), list(every(SEATS, CaseRelation)))
def test_nobody_alone_sees_a_reporter(role: Role | None, relation: CaseRelation) -> None:
    assert not sees(role, relation, FieldClass.REPORTER).alone


@pytest.mark.parametrize("role", SEATS)
def test_nobody_alone_sees_a_reporter_however_many_things_they_are_to_the_case(role: Role | None) -> None:
    assert not sees_through(role, CaseRelation, FieldClass.REPORTER).alone


@pytest.mark.parametrize("relation", [one for one in CaseRelation if one is not CaseRelation.OWES])
@pytest.mark.parametrize("what", PERSONAL)
def test_a_school_never_sees_who_a_child_is_but_for_its_own_duty(relation: CaseRelation, what: FieldClass) -> None:
    assert sees(Role.SCHOOL, relation, what) is Sees.NO


def test_a_school_that_owes_a_duty_learns_whose_it_is_and_nothing_else() -> None:
    seen = {what for what in FieldClass if sees(Role.SCHOOL, CaseRelation.OWES, what).at_all}

    assert seen == {FieldClass.OWN_DUTIES, FieldClass.IDENTITY}
    assert sees(Role.SCHOOL, CaseRelation.OWES, FieldClass.IDENTITY) is Sees.WITH_REASON


@pytest.mark.parametrize(("role", "relation"), list(every(NEVER_THE_WHOLE_CASE, TO_A_CASE)))
def test_whoever_only_helps_never_sees_the_case(role: Role, relation: CaseRelation) -> None:
    whole = (FieldClass.FACTS, FieldClass.TIMELINE, FieldClass.NARRATIVE, FieldClass.INSTRUMENTS, FieldClass.AUDIT)

    assert [what for what in whole if sees(role, relation, what).at_all] == []


@pytest.mark.parametrize("role", roles_in(Circle.ADDRESSED))
def test_the_media_and_other_bodies_never_learn_who_a_child_is(role: Role) -> None:
    assert [what for what in PERSONAL if sees_through(role, CaseRelation, what).at_all] == []


@pytest.mark.parametrize(
    "role", [role for role in SEATS if circle_of(role) is not Circle.WORKING], ids=lambda role: str(role)
)
def test_whoever_may_stand_near_the_person_who_did_harm_never_gets_the_sheltered_address(role: Role | None) -> None:
    assert openers(role, FieldClass.SHELTERED_ADDRESS) == ()


@pytest.mark.parametrize(("role", "relation"), list(every(SEATS, CaseRelation)))
def test_evidence_is_opened_only_by_those_in_whose_hands_the_case_is(role: Role | None, relation: CaseRelation) -> None:
    in_hand = circle_of(role) is Circle.WORKING and relation in IN_HAND

    assert sees(role, relation, FieldClass.EVIDENCE) is (Sees.WITH_REASON if in_hand else Sees.NO)


def test_the_sheltered_address_is_never_seen_without_a_reason() -> None:
    seen = {sees(role, relation, FieldClass.SHELTERED_ADDRESS) for role, relation in every(SEATS, CaseRelation)}

    assert seen == {Sees.NO, Sees.WITH_REASON}


@pytest.mark.parametrize("what", [what for what in FieldClass if what.of_a_case])
def test_the_administrator_sees_no_case_at_all(what: FieldClass) -> None:
    assert not sees_through(None, CaseRelation, what).at_all


def test_the_administrator_sees_what_keeps_the_installation_going() -> None:
    seen = {what for what in FieldClass if sees(None, CaseRelation.NONE, what).at_all}

    assert seen == {FieldClass.DIRECTORY, FieldClass.PACKS, FieldClass.HEALTH, FieldClass.ACCOUNTS}


@pytest.mark.parametrize(("role", "what"), list(every(SEATS, [what for what in FieldClass if what.of_a_case])))
def test_a_stranger_to_a_case_sees_nothing_of_it(role: Role | None, what: FieldClass) -> None:
    assert sees(role, CaseRelation.NONE, what) is Sees.NO


@pytest.mark.parametrize(("role", "relation"), list(every(roles_in(Circle.HIGHER), CaseRelation)))
def test_higher_levels_never_learn_who_a_child_is(role: Role, relation: CaseRelation) -> None:
    assert [what for what in PERSONAL if sees(role, relation, what).at_all] == []


def test_who_a_child_is_is_never_read_off_the_record() -> None:
    assert [cell for cell in EVERYTHING if cell[2] in PERSONAL and sees(*cell) is Sees.YES] == []


@pytest.mark.parametrize("role", [role for role in Role if role not in OVERSEERS])
def test_who_looked_is_shown_to_those_who_lead_or_oversee(role: Role) -> None:
    assert set(openers(role, FieldClass.READS)) <= {CaseRelation.LEADS}


def test_where_somebody_is_several_things_the_easiest_way_counts() -> None:
    both = (CaseRelation.TOLD, CaseRelation.OWES)

    assert sees_through(Role.SCHOOL, both, FieldClass.IDENTITY) is Sees.WITH_REASON
    assert [easiest(EASIEST_FIRST[place:]) for place in range(len(EASIEST_FIRST))] == list(EASIEST_FIRST)


def test_a_line_is_found_by_its_cell() -> None:
    line = line_of(Role.COURT, CaseRelation.LEADS, FieldClass.SHELTERED_ADDRESS)

    assert line is not None
    assert line.basis == ("E-16", "HT-210")
    assert line_of(Role.MEDIA, CaseRelation.TOLD, FieldClass.FACTS) is None
