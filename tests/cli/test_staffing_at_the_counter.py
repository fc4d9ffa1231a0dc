"""Which villages lack a child director, as a county office asks it. 柜台查看儿童主任配备."""

from __future__ import annotations

from tests.cli.counter import Counter


def test_the_villages_that_lack_a_child_director_are_listed_with_the_basis(counter: Counter) -> None:
    [one] = [row for row in counter.facts("staffing") if row["area"] == "990101001"]
    assert (one["directors"], one["needed"], one["lacks"], one["children"]) == (0, 1, 1, 0)
    assert one["basis"] == [{"id": "J-01", "force": "statutory"}]
    told = counter.done("staffing", "--area", "990101")
    assert "■ 青禾县柳溪镇河边村村民委员会（990101001）" in told.out
    assert "未成年人保护法 第43条第1款" in told.out


def test_an_area_without_villages_lacks_none(counter: Counter) -> None:
    assert counter.facts("staffing", "--area", "11") == []
    assert "均已配足" in counter.done("staffing", "--area", "11").out
