"""Opening the sealed fields of a case is a fact of the case. 查阅身份."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import update
from sqlmodel import col

from models import SubjectKey
from rules.errors import Refused
from tasks.reading import read_identity
from tests.builders import a_child
from tests.office import County


def test_whoever_must_see_the_child_learns_who_it_is_and_that_is_on_the_record(county: County) -> None:
    case = county.a_case()

    found = read_identity(county.office, case, reason="上门查看", by_post="P-LIUXI-STATION")

    assert found.name == a_child()["name"]
    assert found.narratives
    (reading,) = [row for row in county.journal(case) if row.kind == "identity_read"]
    assert reading.by_post == "P-LIUXI-STATION"
    assert "上门查看" not in reading.payload
    assert list(json.loads(reading.payload)) == ["reason_sealed"]


@pytest.mark.parametrize(
    ("reason", "post", "field"), [(" ", "P-LIUXI-STATION", "--reason"), ("上门查看", "P-NOBODY", "--by")]
)
def test_without_a_reason_or_a_post_nothing_is_opened_and_nothing_recorded(
    reason: str, post: str, field: str, county: County
) -> None:
    case = county.a_case()
    before = county.entries()

    with pytest.raises(Refused) as refused:
        read_identity(county.office, case, reason=reason, by_post=post)

    assert refused.value.field == field
    assert county.entries() == before


def test_after_the_key_is_destroyed_there_is_nothing_left_to_read(county: County) -> None:
    case = county.a_case()
    with county.office.writing() as desk:
        desk.session.execute(update(SubjectKey).where(col(SubjectKey.subject_no).startswith("K-")).values(wrapped=None))

    found = read_identity(county.office, case, reason="复核", by_post="P-CIVIL")

    assert (found.name, found.birth_on, found.residence) == (None, None, None)
