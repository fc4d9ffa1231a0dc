"""Is a long register entered part by part, so that nobody waits and nothing is lost or entered twice? 分批导入."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from models import ChildFile, Tie
from rules.errors import Refused
from tasks import export_children as exports
from tasks import import_children as imports
from tasks.child_table import ChildTable, read_children
from tasks.export_children import Chosen, export_children
from tasks.import_children import import_children, look_ahead
from tests.office import County
from tests.registers import a_book, a_row, read_back

CIVIL = "P-CIVIL"
CHILDREN = 7


@pytest.fixture
def table() -> ChildTable:
    """Seven children: the first, fourth and seventh are of one household."""
    rows = [
        a_row(姓名=f"禾{nth}", 身份证号=None, 户号="1" if nth % 3 == 0 else None, 照护人姓名=None, 照护人关系=None)
        for nth in range(CHILDREN)
    ]
    return read_children(a_book(*rows), today=date(2026, 3, 2))


@pytest.fixture(autouse=True)
def _two_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "AT_ONCE", 2)
    monkeypatch.setattr(exports, "_AT_ONCE", 2)


def files(county: County) -> int:
    with county.office.reading() as desk:
        return len(desk.session.exec(select(ChildFile)).all())


def test_a_household_is_never_divided_and_the_rows_come_back_in_their_order(county: County, table: ChildTable) -> None:
    done: list[int] = []

    entered = import_children(county.office, table, by_post=CIVIL, tell=done.append)

    assert [one.row for one in entered.children] == list(range(2, 2 + CHILDREN))
    assert done == [3, 5, 7]
    with county.office.reading() as desk:
        assert len({tie.adult_no for tie in desk.session.exec(select(Tie))}) == CHILDREN - 2
    county.must_hold()


def test_an_import_that_was_broken_off_is_finished_by_handing_the_register_in_again(
    county: County, table: ChildTable
) -> None:
    def cable_pulled(done: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_children(county.office, table, by_post=CIVIL, tell=cable_pulled)
    assert files(county) == 5

    looked = look_ahead(county.office, table)
    again = import_children(county.office, table, by_post=CIVIL)

    assert (looked.opened, looked.already) == (again.opened, again.already) == (2, 5)
    assert files(county) == CHILDREN


def test_what_was_looked_at_comes_out_so_also_where_a_child_stands_in_two_batches(county: County) -> None:
    rows = [a_row(), *(a_row(姓名=f"禾{nth}", 身份证号=None) for nth in range(3)), a_row()]
    twice = read_children(a_book(*rows), today=date(2026, 3, 2))

    looked = look_ahead(county.office, twice)
    entered = import_children(county.office, twice, by_post=CIVIL)

    told = [[(one.row, one.new, one.same_as) for one in found.children] for found in (looked, entered)]
    assert told[0] == told[1]
    assert told[0][-1] == (6, False, 2)


def test_a_register_without_children_still_needs_a_post(county: County) -> None:
    nobody = read_children(a_book(), today=date(2026, 3, 2))

    assert import_children(county.office, nobody, by_post=CIVIL).children == []
    with pytest.raises(Refused):
        import_children(county.office, nobody, by_post="P-NOBODY")


def test_a_register_is_taken_out_part_by_part_with_everybody_on_the_record(county: County, table: ChildTable) -> None:
    entered = import_children(county.office, table, by_post=CIVIL)
    done: list[int] = []

    taken = export_children(county.office, Chosen(area="99"), by_post=CIVIL, reason="年度抽查", tell=done.append)

    assert done == [2, 4, 6, 7]
    assert {row[0] for row in read_back(taken.content)[1:]} == {one.child_no for one in entered.children}
    looks = [row for row in county.journal() if row.kind == "identity_read"]
    assert sorted(row.chain for row in looks) == sorted(str(one.child_no) for one in entered.children)
    assert [row for row in looks if "年度抽查" in row.payload] == []
