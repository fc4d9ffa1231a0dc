"""Do many rows become what few rows become? 成批写入."""

from __future__ import annotations

import traceback
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models import ChildFile, bulk
from rules.errors import Conflict
from rules.vocabulary import Term
from tests.office import County

CHILDREN = bulk.table_of(ChildFile)

OPENED = datetime(2026, 3, 2, 1, 20, 0, 123456, tzinfo=UTC)


class Place(Term):
    """A vocabulary."""

    HERE = "990101", "本县"


def rows(count: int) -> list[dict[str, Any]]:
    return [
        {
            "no": f"K-{nth:05}",
            "residence_area": Place.HERE,
            "name_sealed": "带\t制表符、\\反斜线和\n换行" if nth % 2 else None,
            "opened_at": OPENED + timedelta(seconds=nth),
        }
        for nth in range(count)
    ]


def stored(county: County) -> list[dict[str, Any]]:
    with county.office.reading() as desk:
        query = select(CHILDREN).where(CHILDREN.c.no.like("K-0%")).order_by(CHILDREN.c.no)
        return [dict(row) for row in desk.session.connection().execute(query).mappings()]


@pytest.mark.parametrize("count", [1, bulk.MANY - 1, bulk.MANY, 2 * bulk.MANY + 1])
def test_rows_come_back_as_they_went_in_with_what_the_model_fills_in(county: County, count: int) -> None:
    given = rows(count)
    with county.office.writing() as desk:
        bulk.insert(desk.session.connection(), ChildFile, given)

    found = stored(county)

    assert [{name: row[name] for name in given[0]} for row in found] == given
    assert {(row["sex"], row["categories"], row["domicile_area"]) for row in found} == {("unknown", "[]", None)}


@pytest.mark.parametrize("count", [1, bulk.MANY, 2 * bulk.MANY + 1])
def test_rows_are_changed_each_by_its_key_and_no_other(county: County, count: int) -> None:
    with county.office.writing() as desk:
        bulk.insert(desk.session.connection(), ChildFile, rows(2 * bulk.MANY + 2))
        changed = [
            {"no": f"K-{nth:05}", "sex": f"s{nth}", "last_contact_at": OPENED if nth else None} for nth in range(count)
        ]
        bulk.update(desk.session.connection(), ChildFile, "no", changed)

    found = stored(county)

    assert [(row["sex"], row["last_contact_at"]) for row in found[:count]] == [
        (f"s{nth}", OPENED if nth else None) for nth in range(count)
    ]
    assert {(row["sex"], row["last_contact_at"]) for row in found[count:]} == {("unknown", None)}


def test_a_row_that_is_there_already_is_refused_and_none_of_the_others_stays(county: County) -> None:
    with pytest.raises(Conflict) as told, county.office.writing() as desk:
        bulk.insert(desk.session.connection(), ChildFile, [*rows(bulk.MANY), rows(1)[0]])

    assert "K-00000" not in "".join(traceback.format_exception(told.value))  # a number today, a name tomorrow
    assert stored(county) == []


def test_nothing_is_nothing(county: County) -> None:
    with county.office.writing() as desk:
        bulk.insert(desk.session.connection(), ChildFile, [])
        bulk.update(desk.session.connection(), ChildFile, "no", [])
    assert stored(county) == []
