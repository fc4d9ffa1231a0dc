"""A township's own steps run without code of their own, whichever way its answers lead. 地方自设程序."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rules.errors import Conflict, Refusals, Refused
from rules.vocabulary import ProcedureKind, Relation
from rules.when import exactly
from tasks.cases import why
from tasks.corrections import correct
from tasks.people import add
from tasks.turning import note_birthdays, record_death
from tests.builders import a_child
from tests.clock import shanghai
from tests.databases import ON_SQLITE
from tests.flows.guardianship import adults
from tests.flows.liuxi import DECLARED, SIX_STEPS, TO_COURT, away, liuxi, outcome, step, steps_owed, until
from tests.flows.orders import parties
from tests.office import County

pytestmark = ON_SQLITE


@pytest.fixture
def there(county: County) -> County:
    return liuxi(county)


def test_the_first_step_is_owed_by_whom_and_until_when_the_township_says(there: County) -> None:
    case = away(there)

    (first,) = [row for row in there.duties(case) if row.code == f"{SIX_STEPS}.persuade"]
    assert first.post_no == "P-LIUXI-STATION"
    assert first.since_at == there.clock()
    assert first.internal_due_at == shanghai("Sunday 2026-03-08 00:00")  # five days, the first not counted


def test_the_longest_way_leads_through_every_step_to_the_promise_that_is_kept(there: County) -> None:
    case = away(there)
    for name in TO_COURT:
        assert steps_owed(there, case)[0] == name
        step(there, case, name)

    assert there.ends(case, DECLARED) == ["mediated"]
    assert outcome(there, case) == ("mediated", "kept")
    there.must_hold()


@pytest.mark.parametrize(
    ("last", "given", "end"),
    [
        ("persuade", {"back_in_school": "是"}, ("completed", "back")),
        ("order", {"orders": "否", "why_not": "重病，送教上门"}, ("not_issued", "otherwise")),
        ("check", {"back_in_school": "是"}, ("completed", "back")),
        ("check_demand", {"came_of_it": "已送返"}, ("completed", "back")),
        ("sue", {"goes": "提请公安机关训诫"}, ("moved_on", "admonition")),
        ("court", {"result": "驳回"}, ("dismissed", "dismissed")),
        ("court", {"result": "撤回"}, ("withdrawn", "withdrawn")),
        ("promise", {"back_in_school": "否"}, ("moved_on", "admonition")),
    ],
)
def test_every_branch_comes_to_the_end_that_the_township_declares(
    there: County, last: str, given: dict[str, Any], end: tuple[str, str]
) -> None:
    case = away(there)
    until(there, case, last)
    step(there, case, last, **given)

    assert outcome(there, case) == end
    assert steps_owed(there, case) == []


@pytest.mark.parametrize(
    ("at", "given", "then"),
    [
        ("fine", {"fines": "否"}, "sue"),
        ("check_demand", {"came_of_it": "只缴罚款，未送返"}, "sue"),
        ("sue", {"goes": "申请强制执行"}, "court"),
        ("court", {"result": "判决、裁定支持"}, "promise"),
    ],
)
def test_a_branch_may_leave_steps_out(there: County, at: str, given: dict[str, Any], then: str) -> None:
    case = away(there)
    until(there, case, at)
    step(there, case, at, **given)

    assert steps_owed(there, case) == [then]


def test_an_end_opens_the_written_procedure_that_it_names_against_the_same_persons(there: County) -> None:
    case = away(there)
    until(there, case, "sue")
    step(there, case, "sue", goes="admonition")

    assert there.ends(case, ProcedureKind.POLICE_ADMONITION) == [None]
    assert parties(there, case, ProcedureKind.POLICE_ADMONITION) == [list(adults(there, case))]


def test_each_guardian_is_served_apart_and_the_next_step_waits_for_the_last(there: County) -> None:
    case = away(there)
    until(there, case, "serve")
    father, mother = adults(there, case)
    code = f"{SIX_STEPS}.serve"
    there.answer(case, there.duty(case, code, about=father).no)
    assert steps_owed(there, case) == ["serve"]

    there.answer(case, there.duty(case, code, about=mother).no)

    (check,) = [row for row in there.duties(case) if row.code == f"{SIX_STEPS}.check"]
    assert check.since_at == there.duty(case, code, about=mother).happened_at


def test_a_guardian_who_becomes_known_while_it_is_served_is_served_too(there: County) -> None:
    case = away(there)
    until(there, case, "serve")
    father, mother = adults(there, case)
    there.answer(case, there.duty(case, f"{SIX_STEPS}.serve", about=father).no)
    third = a_guardian_joins(there, case)
    step(there, case, "serve")

    assert {row.about for row in there.duties(case) if row.code == f"{SIX_STEPS}.serve"} == {father, mother, third}
    assert steps_owed(there, case) == ["check"]


def test_a_guardian_who_becomes_known_later_does_not_send_the_matter_back(there: County) -> None:
    case = away(there)
    until(there, case, "check")
    a_guardian_joins(there, case)
    there.replays = True
    there.move()

    assert steps_owed(there, case) == ["check"]
    there.must_hold()


def a_guardian_joins(there: County, case: str) -> str:
    """Somebody else turns out to be guardian as well; their number."""
    there.clock.move(minutes=1)
    number = add(there.office, case, name="禾奶奶", relation=Relation.GRANDPARENT, guardian=True, by_post="P-CIVIL")
    there.wake_everything()
    there.move()
    return number


def test_where_no_guardian_is_known_the_step_is_owed_once(there: County) -> None:
    case = away(there, case=there.a_case(children=[a_child(adults=[])]))
    until(there, case, "serve")

    assert [row.about for row in there.duties(case) if row.code == f"{SIX_STEPS}.serve"] == [""]
    step(there, case, "serve")
    assert steps_owed(there, case) == ["check"]


@pytest.mark.parametrize(
    ("given", "variant", "due"),
    [
        ({}, "default", "Friday 2026-03-13 00:00"),  # ten days after it was served
        ({"until": "2026-03-20"}, "named", "Friday 2026-03-20 00:00"),  # the 19th: the day before the last is left
    ],
)
def test_a_clock_counts_back_from_the_day_that_an_earlier_answer_named(
    there: County, given: dict[str, Any], variant: str, due: str
) -> None:
    case = away(there)
    until(there, case, "order")
    step(there, case, "order", **given)
    step(there, case, "serve")

    check = there.live(case, f"{SIX_STEPS}.check")
    assert (check.variant, check.internal_due_at) == (variant, shanghai(due))
    assert check.ends_on == (date(2026, 3, 20) if given else None)


def test_a_day_that_was_named_is_not_called_the_term_of_a_document(there: County) -> None:
    case = away(there)
    until(there, case, "order")
    step(there, case, "order", until="2026-03-20")
    step(there, case, "serve")
    there.deliver()

    with there.office.reading() as desk:
        said = why(desk, case, f"{SIX_STEPS}.check")
    lines = " ".join(line.zh for line in said.lines)
    assert "按所填日期2026年3月20日" in lines
    assert "文书有效期" not in lines
    assert "有效期" not in said.duty.period_zh


def test_free_words_of_a_declared_step_are_sealed(there: County) -> None:
    case = away(there)
    step(there, case, "persuade", told="父亲说家里缺钱")

    (answered,) = [one for one in there.facts("duty_answered", case) if one["code"] == f"{SIX_STEPS}.persuade"]
    assert answered["answer"]["why"] == "work"
    assert "父亲" not in str(answered)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"back_in_school": "也许"}, "应为 是/否"),
        ({"why": "离家出走"}, "应为 work（外出打工）"),
        ({"whereabouts": "工地"}, "没有“whereabouts”这一项"),
    ],
)
def test_an_answer_that_the_step_does_not_know_is_refused_like_any_other(
    there: County, given: dict[str, Any], said: str
) -> None:
    case = away(there)
    with pytest.raises(Refusals, match=said):
        step(there, case, "persuade", **given)

    assert steps_owed(there, case) == ["persuade"]


def test_a_correction_of_an_answer_leads_the_other_way(there: County) -> None:
    case = away(there)
    step(there, case, "persuade")
    assert steps_owed(there, case) == ["order"]
    (entry,) = [row.n for row in there.journal(case) if row.kind == "duty_answered" and SIX_STEPS in row.payload]

    correct(
        there.office,
        case,
        entry,
        given={"back_in_school": "是"},
        reason="登记有误",
        by_post="P-LIUXI-STATION",
    )
    there.move()

    assert outcome(there, case) == ("completed", "back")


def test_the_same_procedure_is_not_begun_twice_in_a_case(there: County) -> None:
    case = away(there)
    with pytest.raises(Conflict):
        away(there, case=case)


@pytest.mark.parametrize("named", ["", "six_stpes"])
def test_a_procedure_that_the_rules_do_not_declare_is_refused_with_those_that_they_do(
    there: County, named: str
) -> None:
    with pytest.raises(Refused, match="six_steps（柳溪镇控辍保学六步）"):
        away(there, about=named)


def test_it_may_be_named_in_chinese(there: County) -> None:
    assert steps_owed(there, away(there, about="柳溪镇控辍保学六步")) == ["persuade"]


def test_a_county_without_declared_procedures_says_so(county: County) -> None:
    with pytest.raises(Refused, match="本规则包没有自设程序"):
        away(county)


def test_no_step_of_a_township_goes_on_after_eighteen(there: County) -> None:
    case = away(there)
    step(there, case, "persuade")
    there.clock.move(days=365 * 12)
    note_birthdays(there.office)
    there.move()

    assert there.ends(case, DECLARED) == ["came_of_age"]


def test_no_step_of_a_township_goes_on_for_a_child_who_has_died(there: County) -> None:
    case = away(there)
    there.clock.move(minutes=1)
    record_death(there.office, case, when=exactly(there.clock()), by_post="P-CIVIL")
    there.move()

    assert there.ends(case, DECLARED) == ["child_died"]


def test_it_runs_on_under_the_rules_that_it_froze_in_a_county_that_does_not_know_it(county: County) -> None:
    case = away(liuxi(county))
    step(county, case, "persuade")

    assert steps_owed(county, case) == ["order"]
    county.must_hold()
