"""What does a reporter hear who asks with number and code, and what does nobody hear? 我报告过."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import pytest

from rules.errors import Refused
from rules.vocabulary import Force, ProcedureKind, Role
from tasks.numbers import ALPHABET, Named, is_number
from tasks.receipts import Received, code_of
from tasks.what_became import STAGES, Became, what_became
from tests.builders import CHILD, FATHER, HOME, NARRATIVE, PLACE, TEACHER, a_brother, a_child
from tests.office import MASTER, County
from vault.keys import MasterKey
from vault.vault import Vault

REPORTING = ProcedureKind.MANDATORY_REPORTING
FLOWS = Path(__file__).resolve().parents[2] / "flows"


def asked(county: County, number: str, code: str) -> Became:
    with county.office.reading() as desk:
        return what_became(desk, number, code)


def of(county: County, received: Received) -> Became:
    return asked(county, received.report_no, received.code)


# -------------------------------------------------------------------------------- the course of it


def test_at_first_it_was_received_and_told_and_nothing_more(county: County) -> None:
    received = county.report()
    found = of(county, received)

    assert found.received_at == received.received_at
    assert Role.POLICE_STATION in found.told
    assert (found.police_at, found.feedback, found.owed, found.closed_at) == (None, (), (), None)


def test_it_tells_when_the_police_took_it_down(county: County) -> None:
    received = county.report()
    case = received.concerned[0].case_no
    county.answer(case, "police_acceptance")

    assert of(county, received).police_at == county.duty(case, "police_acceptance").happened_at


def test_feedback_that_is_owed_has_its_date_and_says_whether_it_is_law(county: County) -> None:
    received = county.report()
    case = received.concerned[0].case_no
    county.answer_all(case, "triage", "police_acceptance", "decide_filing")

    owed = {one.zh: one for one in of(county, received).owed}
    police = owed["向报案单位反馈案件进展"]
    assert police.due_at == county.duty(case, "feedback_on_progress").legal_due_at
    assert (police.force, police.basis) == (Force.STATUTORY, "高检发〔2020〕9号 第10条〔A-17〕")
    assert owed["向报告人反馈处理结果"].force is Force.OUR_DEFAULT


def test_feedback_that_was_given_is_told_with_its_stage_and_ground(county: County) -> None:
    received = county.report()
    county.answer_all(received.concerned[0].case_no, "police_acceptance", "decide_filing", "feedback_on_progress")

    (told,) = of(county, received).feedback
    assert (told.zh, told.basis, told.reachable) == ("已立案", "高检发〔2020〕9号 第10条〔A-17〕", True)
    assert told.en == "the police filed the case"


def test_whoever_left_no_way_to_be_told_hears_it_here(county: County) -> None:
    received = county.report(unit_kind="anonymous", reporter={})
    county.answer_all(received.concerned[0].case_no, "triage", "tell_reporter")

    (told,) = of(county, received).feedback
    assert not told.reachable


def test_it_has_ended_when_it_has_ended_for_every_child(county: County) -> None:
    received = county.report(children=[a_child(), a_brother()])
    first, second = (one.case_no for one in received.concerned)
    county.finish(first)
    assert of(county, received).closed_at is None

    county.finish(second)
    ended = [row.closed_at for case in (first, second) for row in county.procedures(case, REPORTING)]
    assert of(county, received).closed_at == max(at for at in ended if at is not None)


def test_what_is_owed_for_two_children_is_said_once_with_the_later_date(county: County) -> None:
    received = county.report(children=[a_child(), a_brother()])
    first, second = (one.case_no for one in received.concerned)
    county.answer(first, "triage")
    county.clock.move(hours=30)
    county.answer(second, "triage")

    (owed,) = of(county, received).owed
    assert owed.due_at == county.duty(second, "tell_reporter").legal_due_at
    assert owed.due_at != county.duty(first, "tell_reporter").legal_due_at


def test_every_stage_that_the_procedures_speak_of_has_its_english() -> None:
    said = "\n".join(path.read_text(encoding="utf-8") for path in FLOWS.glob("*.py"))
    stages = set(re.findall(r'stage="([^"]+)"', said)) | set(re.findall(r'stage = "([^"]+)" if not about', said))
    stages |= set(re.findall(r'if not about else "([^"]+)"', said))

    assert stages
    assert stages <= STAGES.keys()


# -------------------------------------------------------------------------------- what is not told


def test_nothing_is_told_of_the_child_of_anybody_or_of_the_case(county: County) -> None:
    received = county.report()
    county.finish(received.concerned[0].case_no)
    told = repr(asdict(of(county, received)))

    case = received.concerned[0]
    for secret in (CHILD, FATHER, TEACHER, HOME, PLACE, NARRATIVE, case.case_no, case.child_no, case.procedure_no):
        assert secret not in told


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("right", "another's"),
        ("another's", "right"),
        ("right", ""),
        ("", "right"),
        ("right", "０" * 8),
        ("R-00000-00000", "right"),
        ("nobody's", "its own"),
        ("case", "its own"),
        ("\x00", "\udce6"),
    ],
)
def test_a_wrong_number_and_a_wrong_code_get_the_same_answer(county: County, number: str, code: str) -> None:
    received, other = county.report(), county.report()
    nobodys = "R-ZZZZZ-ZZZZZ"
    numbers = {
        "right": received.report_no,
        "another's": other.report_no,
        "nobody's": nobodys,
        "case": received.concerned[0].case_no,
    }
    asked_for = numbers.get(number, number)
    codes = {
        "right": received.code,
        "another's": other.code,
        "its own": code_of(county.office.vault, asked_for),
    }
    with pytest.raises(Refused) as refused:
        asked(county, asked_for, codes.get(code, code))
    assert refused.value.zh == "查不到：受理号或者查询码不对，请对照回执再填一次"


def test_both_may_be_typed_carelessly(county: County) -> None:
    received = county.report()
    careless = received.report_no.lower().replace("-", " "), f" {received.code.lower().replace('-', '')} "

    assert asked(county, *careless).report_no == received.report_no
    assert asked(county, received.report_no[2:], received.code.replace("0", "O").replace("1", "l"))


# -------------------------------------------------------------------------------- the code


def test_a_code_is_short_unambiguous_and_follows_from_the_number_and_our_key() -> None:
    vault = Vault(MASTER)
    codes = {code_of(vault, f"R-{place:05}-00000") for place in range(2000)}

    assert len(codes) == 2000
    assert all(re.fullmatch(f"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", code) for code in codes)
    assert code_of(Vault(MasterKey(bytes(range(1, 33)))), "R-00001-00000") not in codes


def test_the_receipt_shows_number_and_code_and_they_are_in_no_journal(county: County) -> None:
    received = county.report()

    assert received.report_no in received.text
    assert received.code in received.text
    assert is_number(received.report_no, Named.REPORT)
    assert all(received.code not in row.payload for row in county.journal())
