"""Can a survey be entered as files of children, all of it or nothing, and twice without harm? 批量建档."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import col, select

from models import ChildFile, Tie
from rules.errors import Refusals, Refused
from tasks import enrolment
from tasks.enrolment import open_files
from tasks.files import child_no_of
from tasks.report_form import ChildForm, read_child
from tests.builders import a_brother, a_child, a_guardian
from tests.office import County

CIVIL = "P-CIVIL"


def a_form(**changes: Any) -> ChildForm:
    return read_child(a_child(**changes))


def files(county: County) -> list[ChildFile]:
    with county.office.reading() as desk:
        return list(desk.session.exec(select(ChildFile)))


def ties(county: County) -> list[Tie]:
    with county.office.reading() as desk:
        return list(desk.session.exec(select(Tie).order_by(col(Tie.place))))


def test_each_child_gets_a_file_by_which_a_later_report_finds_it(county: County) -> None:
    made = open_files(county.office, [[a_form()], [a_form(name="禾小小")]], by_post=CIVIL)

    assert made.opened == 2
    case = county.a_case()
    assert county.case(case).child_no == made.numbers[0]
    assert len(files(county)) == 2


def test_who_entered_it_stands_in_the_journal(county: County) -> None:
    made = open_files(county.office, [[a_form()]], by_post=CIVIL)

    entries = county.journal(made.numbers[0])

    assert [entry.kind for entry in entries] == ["child_file_opened", "adult_tied", "adult_tied"]
    assert {entry.by_post for entry in entries} == {CIVIL}


def test_brothers_and_sisters_of_one_household_have_the_same_parents(county: County) -> None:
    household = [a_form(), read_child(a_brother())]

    open_files(county.office, [household], by_post=CIVIL)

    found = ties(county)
    assert len(found) == 4
    assert len({tie.adult_no for tie in found}) == 2


def test_people_of_one_name_in_two_households_are_two(county: County) -> None:
    open_files(county.office, [[a_form()], [a_form(name="禾小小")]], by_post=CIVIL)

    assert len({tie.adult_no for tie in ties(county)}) == 4


def test_the_same_survey_handed_in_again_enters_nothing(county: County) -> None:
    first = open_files(county.office, [[a_form()]], by_post=CIVIL)
    before = county.entries()

    again = open_files(county.office, [[a_form()]], by_post=CIVIL)

    assert (again.numbers, again.opened) == (first.numbers, 0)
    assert county.entries() == before


def test_a_child_that_stands_twice_in_one_survey_gets_one_file(county: County) -> None:
    made = open_files(county.office, [[a_form()], [a_form()]], by_post=CIVIL)

    assert made.opened == 1
    assert made.numbers[0] == made.numbers[1]


def test_all_that_is_wrong_is_told_together_and_nothing_is_written(county: County) -> None:
    before = county.entries()
    wrong = [[a_form(name=None)], [a_form(), a_form(birth_on="2030-01-01")], [a_form(residence={"address": "某处"})]]

    with pytest.raises(Refusals) as refused:
        open_files(county.office, wrong, by_post=CIVIL)

    assert [one.field for one in refused.value.refusals] == ["1.1", "2.2", "3.1"]
    assert county.entries() == before


def test_a_batch_is_as_long_as_one_transaction_may_be_and_no_longer(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enrolment, "MOST_AT_ONCE", 2)
    three = [[a_form(name=f"禾{nth}", adults=[])] for nth in "一二三"]

    open_files(county.office, three[:2], by_post=CIVIL)
    with pytest.raises(Refused, match="分批"):
        open_files(county.office, three, by_post=CIVIL)

    assert len(files(county)) == 2


def test_a_post_that_does_not_exist_enters_nothing(county: County) -> None:
    with pytest.raises(Refused):
        open_files(county.office, [[a_form(adults=[a_guardian()])]], by_post="P-NOBODY")

    assert files(county) == []


def test_the_number_found_by_identity_is_the_one_that_was_given(county: County) -> None:
    form = a_form(id_number="990101201605180028")
    made = open_files(county.office, [[form]], by_post=CIVIL)

    with county.office.reading() as desk:
        assert child_no_of(desk, form) == made.numbers[0]


TWIN, OTHER_TWIN = "990101201605180028", "990101201605180036"


def test_two_children_of_one_name_and_birthday_whose_numbers_differ_are_two_in_one_batch_as_in_two(
    county: County,
) -> None:
    twins = [[a_form(id_number=TWIN)], [a_form(id_number=OTHER_TWIN)]]

    made = open_files(county.office, twins, by_post=CIVIL)
    again = open_files(county.office, twins, by_post=CIVIL)

    assert made.opened == 2
    assert (again.numbers, again.new) == (made.numbers, frozenset())


def test_adults_of_one_household_are_one_whatever_the_batch_holds_besides(county: County) -> None:
    households = [[a_form(name=f"禾{nth}"), a_form(name=f"禾小{nth}")] for nth in "一二三"]

    open_files(county.office, households, by_post=CIVIL)

    assert len({tie.adult_no for tie in ties(county)}) == 6
    assert {tie.place for tie in ties(county)} == {1, 2}
    county.must_hold()
