"""What nobody held is held as soon as the directory covers the place, and the message is sent then. 补派."""

from __future__ import annotations

from tasks.assign import assign_unheld
from tasks.directory import DirectoryForm, enter_directory
from tests.office import County, example_directory

ELSEWHERE = "880101001"


def a_directory_of_elsewhere() -> DirectoryForm:
    """The agencies of Qinghe County, with their areas moved to another county and their numbers changed."""
    form = example_directory().model_copy(deep=True)
    for agency in form.agencies:
        agency.no, agency.area = f"x-{agency.no}", agency.area.replace("99", "88", 1)
        agency.parent = f"x-{agency.parent}" if agency.parent else None
        for post in agency.posts:
            post.no = f"X{post.no}"
    return form


def test_a_report_from_a_place_without_posts_is_assigned_once_they_are_entered(county: County) -> None:
    case = county.a_case(children=[{"name": "远童", "residence": {"area": ELSEWHERE}}])
    assert {row.post_no for row in county.duties(case)} == {None}
    assert county.notices() == []

    enter_directory(county.office, a_directory_of_elsewhere())
    assigned = assign_unheld(county.office)

    assert assigned == len(county.duties(case))
    assert county.duty(case, "police_acceptance").post_no == "XP-LIUXI-POLICE"
    assert {notice.post_no for notice in county.notices(why="duty_assigned")} >= {"XP-LIUXI-POLICE"}
    assert assign_unheld(county.office) == 0
    county.must_hold()


def test_what_somebody_holds_is_left_with_them(county: County) -> None:
    county.a_case()

    assert assign_unheld(county.office) == 0
