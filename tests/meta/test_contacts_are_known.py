"""Does every duty that sounds like being with a child say whether somebody was? 接触标志自查."""

from __future__ import annotations

import dataclasses
import re

import pytest

from rules.contacts import NO_CONTACT, NOT_CONTACTS, NOTES, SIGNS, ContactKind
from rules.duties import DUTIES
from rules.vocabulary import NoteKind
from tasks.answers import read_answer
from tasks.care_days import LEAVING, PLACING
from tests.builders import USUAL
from tests.conftest import FIRST_REPORT

SOUNDS_LIKE_IT = re.compile(
    r"visit|seen|_see|check|meet|session|screen|assess|bed|place|hand_back|hand_over_child|hear_"
)
FIELDS = re.compile(r"child_|safe|^mode$|collected|present|attended|heard")


def sounds_like_it(code: str) -> bool:
    """Whether somebody who reads the duty would expect that the child was there."""
    names = [one.name for one in dataclasses.fields(DUTIES[code].answered_with)]
    return bool(SOUNDS_LIKE_IT.search(code)) or any(FIELDS.search(name) for name in names)


@pytest.mark.parametrize("code", [code for code in DUTIES if sounds_like_it(code)])
def test_every_duty_that_sounds_like_it_is_a_contact_or_has_a_reason_why_not(code: str) -> None:
    assert (code in SIGNS) != (code in NOT_CONTACTS)


@pytest.mark.parametrize("code", NOT_CONTACTS)
def test_no_reason_is_kept_for_a_duty_that_is_not_there(code: str) -> None:
    assert code in DUTIES
    assert NOT_CONTACTS[code]


@pytest.mark.parametrize("code", SIGNS)
def test_the_field_of_a_sign_is_one_of_the_answer_and_its_values_are_possible(code: str) -> None:
    sign = SIGNS[code]
    names = {one.name for one in dataclasses.fields(DUTIES[code].answered_with)}
    assert sign.field in names | {""}
    for value in sign.values:
        read_answer(DUTIES[code], {**USUAL[code], sign.field: value}, happened_at=FIRST_REPORT)


def test_every_way_of_being_with_a_child_comes_from_somewhere() -> None:
    used = {sign.kind for sign in SIGNS.values()} | set(NOTES.values())
    assert used == set(ContactKind)
    assert set(NOTES) <= set(NoteKind)
    assert {ContactKind.TRIED} == NO_CONTACT


def test_every_duty_that_moves_a_child_is_asked_for_by_some_procedure() -> None:
    assert {*PLACING, *LEAVING} <= set(DUTIES)
    with_a_mode = {
        code for code, duty in DUTIES.items() if "mode" in {f.name for f in dataclasses.fields(duty.answered_with)}
    }
    assert with_a_mode == set(PLACING)
