"""Do the procedures run under the rules of the province in which they are opened? 地方规则."""

from __future__ import annotations

import pytest

from packs.loader import load
from rules.vocabulary import ProcedureKind
from tasks import timeline
from tests.colleagues import another
from tests.databases import ON_SQLITE
from tests.flows.orders import against
from tests.office import County

pytestmark = ON_SQLITE

WARNING = ProcedureKind.WRITTEN_WARNING


@pytest.mark.parametrize(("place", "hours"), [("national", 72), ("yunnan", 24), ("hebei", 24), ("hubei", 72)])
def test_a_warning_is_due_when_the_province_says(county: County, place: str, hours: int) -> None:
    there = another(county, pack=load(place))
    case = against(there, WARNING)

    duty = there.duty(case, "decide_warning")
    assert duty.legal_due_at is not None
    assert (duty.legal_due_at - duty.since_at).total_seconds() == hours * 3600


def test_a_procedure_runs_to_its_end_under_the_rules_of_a_city_whose_whole_text_it_froze(county: County) -> None:
    there = another(county, pack=load("hubei-tianmen-2025"))
    case = against(there, WARNING)
    there.answer_all(case, "decide_warning", "serve_warning", "tell_of_warning", "explain_protection")
    for turn in range(1, 5):
        there.answer(case, there.duty(case, "warning_visit", about=str(turn)).no)

    assert there.ends(case, WARNING) == ["no_recurrence"]
    (row,) = [one for one in there.procedures(case) if one.kind == WARNING]
    with county.office.reading() as desk:  # an office under national rules still knows what governed it
        frozen = desk.rules(row.rules)
    assert (frozen.id, frozen.duty("decide_warning").ground[-1]) == ("hubei-tianmen-2025", "B-52")
    there.must_hold()


def test_whom_a_city_wants_told_and_no_directory_names_stands_in_the_timeline(county: County) -> None:
    there = another(county, pack=load("shandong-jining-2016"))
    case = there.a_case()
    with there.office.reading() as desk:
        told = [line.zh for line in timeline.timeline(desk, case)]
    assert any("未能告知：乡镇人民政府" in line for line in told)


def test_of_a_report_whose_addressees_are_all_there_nothing_is_missing(county: County) -> None:
    case = county.a_case()
    with county.office.reading() as desk:
        assert not any("未能告知" in line.zh for line in timeline.timeline(desk, case))
