"""Every village has a child director, and more than one above thirty children. 儿童主任配备."""

from __future__ import annotations

from typing import Any

import pytest

from packs.loader import load
from rules.staffing import Village
from rules.vocabulary import ChildCategory, Force, MonitoringEnd
from rules.when import exactly
from tasks import digests, monitoring, notice_reading, staffing
from tasks.directory import enter_directory, read_directory
from tests.databases import ON_SQLITE
from tests.monitored import LEFT_BEHIND, on_the_list
from tests.office import County

VILLAGE = "990101001"


@pytest.fixture
def county(county: County) -> County:
    county.clock.show("Tuesday 2026-11-03 09:00")
    return county


def appoint(county: County, *names: str, until: str | None = None, area: str = VILLAGE) -> None:
    """Child directors of a village, each with a post of their own."""
    left = {"至": until} if until else {}
    posts: list[dict[str, Any]] = [
        {
            "编号": f"P-DIRECTOR-{area}-{number}",
            "职能": "child_director",
            "名称": "儿童主任",
            "通知渠道": [{"渠道": "file", "地址": f"P-DIRECTOR-{number}"}],
            "人员": [{"编号": f"W-9{number}", "姓名": name, "自": "2026-01-01T00:00+08:00", **left}],
        }
        for number, name in enumerate(names)
    ]
    agency = {"编号": f"dir-{area}", "名称": "儿童主任", "行政区划代码": area, "岗位": posts}
    enter_directory(county.office, read_directory({"机构": [agency]}))


def village(county: County, area: str = VILLAGE) -> Village:
    with county.office.reading() as desk:
        [found] = [one for one in staffing.villages(desk) if one.area == area]
        return found


def listed(county: County, count: int, *, area: str = VILLAGE, **as_what: Any) -> list[str]:
    how = {"categories": [ChildCategory.LEFT_BEHIND], "conditions": LEFT_BEHIND, "marks": [], **as_what}
    children = ({"name": f"禾{area[9:]}{number}", "residence": {"area": area}} for number in range(count))
    return [on_the_list(county, child=child, **how).case_no for child in children]


@ON_SQLITE
def test_a_village_without_a_child_director_lacks_one_by_law(county: County) -> None:
    one = village(county)
    assert (one.directors, one.needed, one.lacks) == (0, 1, 1)
    assert one.zh == "青禾县柳溪镇河边村村民委员会"
    assert one.basis(load("national").facts) == ("J-01",)


@ON_SQLITE
def test_a_village_with_one_has_enough(county: County) -> None:
    appoint(county, "禾主任")
    assert village(county).lacks == 0
    with county.office.reading() as desk:
        assert VILLAGE not in {one.area for one in staffing.short_of_directors(desk)}


@ON_SQLITE
def test_who_has_left_the_post_counts_no_more(county: County) -> None:
    appoint(county, "禾主任", until="2026-11-03T08:00+08:00")
    assert village(county).directors == 0


@pytest.mark.parametrize(("children", "needed"), [(0, 1), (29, 1), (30, 1), (31, 2), (32, 2)])
def test_above_thirty_children_one_is_not_enough(children: int, needed: int) -> None:
    assert Village(area=VILLAGE, zh="", directors=1, children=children).needed == needed


@ON_SQLITE
def test_the_thirty_first_child_on_the_list_calls_for_a_second(county: County) -> None:
    appoint(county, "禾主任")
    cases = listed(county, 30)
    assert (village(county).children, village(county).lacks) == (30, 0)
    listed(county, 1, area="990101001203")  # a hamlet of the same village
    assert (village(county).children, village(county).lacks) == (31, 1)
    now = exactly(county.clock())
    monitoring.end(county.office, cases[0], MonitoringEnd.PARENTS_RETURNED, when=now, by_post="P-CIVIL")
    assert (village(county).children, village(county).lacks) == (30, 0)


@ON_SQLITE
def test_migrant_children_are_not_those_whom_the_text_counts(county: County) -> None:
    on_the_list(county)
    assert village(county).children == 0


@ON_SQLITE
def test_children_where_no_committee_is_known_are_told_of_too(county: County) -> None:
    listed(county, 1, area="990199001")
    one = village(county, "990199001")
    assert (one.zh, one.children, one.lacks) == ("", 1, 1)


def test_the_second_is_local_law_in_fujian_and_our_default_elsewhere() -> None:
    large = Village(area=VILLAGE, zh="", directors=1, children=31)
    national, fujian = load("national"), load("fujian-2024")
    assert [national.fact(row).force for row in large.basis(national.facts)] == [Force.STATUTORY, Force.OUR_DEFAULT]
    assert [fujian.fact(row).force for row in large.basis(fujian.facts)] == [Force.STATUTORY, Force.LOCAL]


@ON_SQLITE
def test_the_county_office_reads_of_it_in_its_digest(county: County) -> None:
    county.a_case(discovered_at="2026-11-02T08:00+08:00", reported_at="2026-11-02T08:30+08:00", incident={})
    county.clock.show("Monday 2026-11-09 08:30")
    digests.send(county.office)
    (told,) = county.notices(post="P-OFFICE")[-1:]
    with county.office.reading() as desk:
        text = notice_reading.show(desk, told.no).text
        short = len(staffing.short_of_directors(desk, "990101"))
    assert f"本区域缺儿童主任的村（居）：{short} 个" in text
