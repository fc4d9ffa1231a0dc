"""Harm that is found on the way is reported: by whoever found it, by a report that there is. 办理中发现侵害的报告."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlmodel import col, select

from models import ReportChild, ReportRow
from rules.errors import Refusals, Refused
from rules.vocabulary import ProcedureKind, UnitKind
from rules.when import exactly
from tasks import acts, corrections
from tasks.opened_duty import Acted
from tasks.opening import open_by_hand, open_case
from tasks.report_form import read_child
from tests.builders import a_brother, a_child
from tests.office import County


@pytest.fixture
def found(county: County) -> str:
    """A case without a report, in which the school found harm when it sorted how urgent it is; its number."""
    form = read_child(a_child())
    case = open_case(county.office, form, when=exactly(county.clock()), source="学校来函", by_post="P-CIVIL").case_no
    open_by_hand(
        county.office,
        case,
        ProcedureKind.PSYCHOLOGICAL_REFERRAL,
        when=exactly(county.clock()),
        by_post="P-LIUXI-SCHOOL",  # and nobody is named who owes its duties
    )
    county.move()
    county.answer(case, "sort_psychology", channel="crisis", harm_found="是")
    return case


def report(county: County, case: str, **given: Any) -> Acted:
    """Answer with these fields and no others."""
    county.clock.move(minutes=1)
    return acts.answer(county.office, case, "report_harm", given)


def reports_on(county: County, case: str) -> list[ReportRow]:
    child = county.case(case).child_no
    query = select(ReportRow).join(ReportChild, col(ReportChild.report_no) == col(ReportRow.no))
    with county.office.reading() as desk:
        return list(desk.session.exec(query.where(col(ReportChild.child_no) == child)))


@pytest.mark.parametrize("invented", ["不知道", "R-1CAX7-4MCFX", "110"])
def test_an_invented_number_is_no_report(county: County, found: str, invented: str) -> None:
    before = county.entries()
    with pytest.raises(Refused, match="涉及该儿童"):
        report(county, found, report_no=invented)
    assert county.entries() == before


def test_the_report_on_another_child_is_no_report_on_this_one(county: County, found: str) -> None:
    other = county.report(children=[a_brother()])
    with pytest.raises(Refused, match="涉及该儿童"):
        report(county, found, report_no=other.report_no)


def test_nothing_at_all_is_no_report(county: County, found: str) -> None:
    with pytest.raises(Refusals, match="随本次办理一并报告"):
        report(county, found)


def test_a_report_that_was_handed_in_counts(county: County, found: str) -> None:
    handed_in = county.report()
    assert handed_in.concerned[0].case_no == found

    report(county, found, report_no=handed_in.report_no)

    assert county.duty(found, "report_harm").state == "answered"
    assert len(reports_on(county, found)) == 1


def test_a_report_that_was_over_before_the_finding_does_not_count(county: County) -> None:
    old = county.report()
    case = old.concerned[0].case_no
    county.finish(case, but=("review_case",))
    open_by_hand(
        county.office,
        case,
        ProcedureKind.PSYCHOLOGICAL_REFERRAL,
        when=exactly(county.clock()),
        by_post="P-LIUXI-SCHOOL",
    )
    county.move()
    county.answer(case, "sort_psychology", harm_found="是")
    with pytest.raises(Refused, match="已办结"):
        report(county, case, report_no=old.report_no)


def test_the_report_is_handed_in_with_the_answer_by_the_unit_that_found_it(county: County, found: str) -> None:
    done = report(county, found, situations="R4", findings="手臂多处瘀伤，已拨打110", danger_now="是")
    county.move()

    (row,) = reports_on(county, found)
    assert (row.no, row.unit_kind, row.danger_now) == (done.reported, UnitKind.SCHOOL, True)
    assert json.loads(str(county.duty(found, "report_harm").answer))["report_no"] == row.no
    assert ProcedureKind.MANDATORY_REPORTING in {one.kind for one in county.procedures(found)}
    assert "police_acceptance" in county.owed(found)
    county.must_hold()


def test_harm_is_reported_by_the_unit_that_found_it_though_nobody_was_named(county: County, found: str) -> None:
    sorted_by = county.duty(found, "sort_psychology").answered_by_post
    assert county.live(found, "report_harm").post_no == sorted_by == "P-LIUXI-SCHOOL"


def test_a_report_is_not_left_out_by_the_lead_either(county: County, found: str) -> None:
    for left_out in (acts.skip, acts.excuse):
        for given in ({"report_no": "不知道"}, {"situations": "R4", "findings": "瘀伤"}):
            with pytest.raises(Refused):
                left_out(county.office, found, "report_harm", reason="另行处理", given=given, by_post="P-CIVIL")
    assert county.live(found, "report_harm").state == "open"


def test_a_report_that_was_answered_is_not_corrected_into_an_invented_one(county: County, found: str) -> None:
    report(county, found, situations="R4", findings="手臂多处瘀伤")
    county.move()
    entry = next(
        one.n
        for one in county.journal(found)
        if one.kind == "duty_answered" and json.loads(one.payload)["code"] == "report_harm"
    )
    with pytest.raises(Refused, match="涉及该儿童"):
        corrections.correct(
            county.office, found, entry, given={"report_no": "不知道"}, reason="改号", by_post="P-LIUXI-SCHOOL"
        )
