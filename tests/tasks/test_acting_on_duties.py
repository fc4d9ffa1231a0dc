"""What may be answered to a duty, by whom and when; and what is said where it may not. 办理职责."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, get_type_hints

import pytest

from rules.duties import DUTIES
from rules.duty import PERSONAL
from rules.errors import Conflict, Refusals, Refused
from rules.moments import shanghai
from tasks import acts, clock_acts
from tasks.answers import LONGEST_WORDS, fields_of, read_answer, recall_answer, write_answer
from tasks.opened_duty import Acted
from tests.builders import USUAL, an_answer
from tests.databases import ON_SQLITE
from tests.office import County

NOW = shanghai("Monday 2026-03-02 10:55")


@pytest.fixture
def case(county: County) -> str:
    return county.a_case()


def refused_fields(error: Refused) -> list[str]:
    return [one.field for one in error.refusals] if isinstance(error, Refusals) else [error.field]


# ------------------------------------------------------------------------------------------------ who and when


def test_a_duty_is_answered_once_and_the_second_is_told_when_and_by_whom(county: County, case: str) -> None:
    acts.answer(county.office, case, "triage", an_answer("triage"))

    with pytest.raises(Conflict) as conflict:
        acts.answer(county.office, case, "triage", an_answer("triage"))

    assert "2026年3月2日（星期一）10:55" in conflict.value.zh
    assert "P-LIUXI-STATION" in conflict.value.zh
    assert len(county.facts("duty_answered", case)) == 1


def test_another_post_cannot_answer_in_its_place(county: County, case: str) -> None:
    with pytest.raises(Refused, match="由 P-LIUXI-STATION 负责") as refused:
        acts.answer(county.office, case, "triage", an_answer("triage"), by_post="P-CIVIL")
    assert refused.value.field == "by"

    with pytest.raises(Refused, match="没有编号为 P-NOBODY 的岗位"):
        acts.answer(county.office, case, "triage", an_answer("triage"), by_post="P-NOBODY")


def test_the_journal_knows_the_post_and_the_person_who_answered(county: County, case: str) -> None:
    acts.answer(county.office, case, "triage", an_answer("triage"), by_post="P-LIUXI-STATION")

    entry = next(row for row in county.journal(case) if row.kind == "duty_answered")
    assert (entry.by_post, entry.by_person, entry.for_person) == ("P-LIUXI-STATION", "W-016", None)


@pytest.mark.parametrize(
    ("at", "says"),
    [
        (NOW + timedelta(seconds=1), "在将来"),
        (shanghai("Monday 2026-03-02 10:49:59"), "早于职责起算时间（2026年3月2日（星期一）10:50）"),
        (datetime(2026, 3, 2, 10, 52), "缺少时区"),  # noqa: DTZ001 - this is what is refused
    ],
)
def test_an_answer_that_cannot_have_been_then_is_refused(county: County, case: str, at: datetime, says: str) -> None:
    with pytest.raises(Refused, match=says) as refused:
        acts.answer(county.office, case, "triage", an_answer("triage"), at=at)
    assert refused.value.field == "at"


@pytest.mark.parametrize("at", [NOW, shanghai("Monday 2026-03-02 10:50")])
def test_an_answer_may_be_of_any_moment_since_the_duty_began(county: County, case: str, at: datetime) -> None:
    acts.answer(county.office, case, "triage", an_answer("triage"), at=at)

    duty = county.duty(case, "triage")
    assert (duty.happened_at, duty.recorded_at) == (at, NOW)


def test_nothing_is_written_by_an_act_that_is_refused(county: County, case: str) -> None:
    before = county.entries()
    acts_that_are_refused: list[Callable[[], object]] = [
        lambda: acts.answer(county.office, case, "triage", {"urgency": "?"}),
        lambda: acts.answer(county.office, case, "triage", an_answer("triage"), by_post="P-GOV"),
        lambda: acts.skip(county.office, case, "triage", reason="", given=an_answer("triage")),
        lambda: clock_acts.resume(county.office, case, "triage"),
    ]
    for act in acts_that_are_refused:
        with pytest.raises(Refused):
            act()

    assert county.entries() == before
    assert county.owed(case) == ["police_acceptance", "triage"]


# ------------------------------------------------------------------------------------------------ which duty


@pytest.mark.parametrize("named", ["1", "triage", "初步研判"])
def test_a_duty_is_named_by_number_code_or_chinese_name(county: County, case: str, named: str) -> None:
    assert acts.answer(county.office, case, named, an_answer("triage")).code == "triage"


@pytest.mark.parametrize(
    ("case_no", "duty", "field"), [("C-00000-00000", "triage", "NO"), ("", "9", "DUTY"), ("", "safe_bed", "DUTY")]
)
def test_a_case_or_duty_that_is_not_there_is_said_so(
    county: County, case: str, case_no: str, duty: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        acts.answer(county.office, case_no or case, duty, {})
    assert refused.value.field == field


def test_a_duty_of_another_case_is_not_found_by_its_full_number(county: County, case: str) -> None:
    other = county.a_case(children=[{"name": "田小田", "residence": {"area": "990101001"}}])

    with pytest.raises(Refused):
        acts.answer(county.office, case, f"{other}/1", an_answer("triage"))


def test_of_two_open_duties_of_one_name_the_number_must_be_said(county: County, case: str) -> None:
    county.report()  # a second report on the same child

    with pytest.raises(Refused, match="请用序号指明") as refused:
        acts.answer(county.office, case, "triage", an_answer("triage"))
    assert refused.value.field == "DUTY"


# ------------------------------------------------------------------------------------------------ what


@pytest.mark.parametrize(
    ("given", "fields", "says"),
    [
        ({}, ["urgency", "danger_now"], "请填写“紧急程度”"),
        ({"urgency": "较急"}, ["danger_now"], "请填写“目前是否有危险”"),
        ({**USUAL["triage"], "urgency": "火急"}, ["urgency"], "emergency（紧急）"),
        ({**USUAL["triage"], "danger_now": "也许"}, ["danger_now"], "是/否"),
        ({**USUAL["triage"], "colour": "red"}, ["colour"], "没有“colour”这一项"),
        ({**USUAL["triage"], "late_unit": "马戏团"}, ["late_unit"], "school（中小学校）"),
        ({**USUAL["triage"], "happened_at": "2026-03-02T10:52+08:00"}, ["happened_at"], "没有“happened_at”这一项"),
        ({"urgency": "?", "danger_now": "?", "colour": "?"}, ["urgency", "danger_now", "colour"], "；"),
    ],
)
def test_every_field_that_is_wrong_is_named_with_what_it_may_be(
    county: County, case: str, given: dict[str, str], fields: list[str], says: str
) -> None:
    with pytest.raises(Refusals) as refused:
        acts.answer(county.office, case, "triage", given)

    assert sorted(refused_fields(refused.value)) == sorted(fields)
    assert says in refused.value.zh


@pytest.mark.parametrize("blank", ["", "  "])
@pytest.mark.parametrize("code", ["pass_on_to_police", "tell_reporter", "transfer_to_competent_police"])
def test_what_must_be_said_cannot_be_left_blank(code: str, blank: str) -> None:
    """A report that was passed on "with proof" needs one; a case transferred to nobody would lie in a blind alley."""
    required = [one.name for one in fields_of(DUTIES[code].answered_with) if one.required]
    assert required

    with pytest.raises(Refused) as refused:
        read_answer(DUTIES[code], dict.fromkeys(required, blank), happened_at=NOW)
    assert refused_fields(refused.value) == required


@pytest.mark.parametrize(
    "given",
    [
        {"urgency": "紧急", "danger_now": "是"},
        {"urgency": " 紧急 ", "danger_now": " 是 "},
        {"urgency": "emergency", "danger_now": "true"},
        {"urgency": "emergency", "danger_now": "有"},
        {"urgency": "emergency", "danger_now": True},
    ],
)
def test_chinese_terms_and_codes_are_both_understood(given: dict[str, Any]) -> None:
    answer: Any = read_answer(DUTIES["triage"], given, happened_at=NOW)

    assert (answer.urgency, answer.danger_now) == ("emergency", True)


@pytest.mark.parametrize(
    "chosen",
    [
        "训诫（未成年人保护法第118条）、关爱服务",
        "admonition,services",
        "admonition， 关爱服务",
        ["admonition", "services"],
    ],
)
def test_several_interventions_are_read_from_one_line(chosen: Any) -> None:
    answer: Any = read_answer(DUTIES["choose_interventions"], {"chosen": chosen}, happened_at=NOW)

    assert answer.chosen == ("admonition", "services")


def test_words_are_as_long_as_an_answer_may_be_and_no_longer() -> None:
    given = an_answer("triage", note="字" * LONGEST_WORDS)
    assert read_answer(DUTIES["triage"], given, happened_at=NOW)

    with pytest.raises(Refused, match="过长（4001 字）") as refused:
        read_answer(DUTIES["triage"], {**given, "note": "字" * (LONGEST_WORDS + 1)}, happened_at=NOW)
    assert refused.value.field == "note"


@ON_SQLITE  # so many kinds of answer, one way of keeping them
@pytest.mark.parametrize("code", sorted(DUTIES))
def test_the_usual_answer_to_every_duty_is_read_written_and_recalled(county: County, code: str) -> None:
    answer = read_answer(DUTIES[code], an_answer(code, note="家长情绪激动"), happened_at=NOW)
    with county.office.writing() as desk:
        written = write_answer(answer, desk.cipher("K-1"))
    recalled = recall_answer(DUTIES[code], json.loads(json.dumps(written)), happened_at=NOW)

    assert "家长" not in json.dumps(written, ensure_ascii=False)
    hints = get_type_hints(DUTIES[code].answered_with, include_extras=True)
    plain = {name for name, hint in hints.items() if PERSONAL not in getattr(hint, "__metadata__", ())}
    assert {name: getattr(recalled, name) for name in plain} == {name: getattr(answer, name) for name in plain}


def test_an_answer_goes_to_a_post_that_exists(county: County, case: str) -> None:
    county.answer(case, "police_acceptance", ours="否")

    with pytest.raises(Refused, match="没有编号为 P-NOWHERE 的岗位") as refused:
        acts.answer(
            county.office,
            case,
            "transfer_to_competent_police",
            an_answer("transfer_to_competent_police", to_post="P-NOWHERE"),
        )
    assert refused.value.field == "to_post"


# ------------------------------------------------------------------------------------------------ leaving out


@pytest.mark.parametrize("leave_out", [acts.skip, acts.excuse])
@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_left_out_without_a_reason(
    county: County, case: str, leave_out: Callable[..., Acted], reason: str
) -> None:
    with pytest.raises(Refused, match="请写明理由") as refused:
        leave_out(county.office, case, "triage", reason=reason, given=an_answer("triage"))
    assert refused.value.field == "reason"


@pytest.mark.parametrize(("leave_out", "state"), [(acts.skip, "skipped"), (acts.excuse, "excused")])
def test_what_is_left_out_carries_the_answer_that_the_procedure_goes_on_with(
    county: County, case: str, leave_out: Callable[..., Acted], state: str
) -> None:
    leave_out(county.office, case, "triage", reason="已在医院研判", given=an_answer("triage"))
    county.move()

    assert county.duty(case, "triage").state == state
    assert "child_seen" in county.owed(case)
    assert county.duty(case, "triage").next_rung_at is None
