"""Where a city asks for more: consent, a supervisor, filing, and a township that finds a carer. 济宁的委托照护."""

from __future__ import annotations

from dataclasses import replace

import pytest

from packs.loader import load
from rules.errors import Refusals
from rules.vocabulary import ProcedureKind, Relation
from tasks.cases import duties_of
from tasks.paper import print_out
from tasks.people import add
from tests.colleagues import another
from tests.databases import ON_SQLITE
from tests.flows.guardianship import begun
from tests.flows.orders import issued, owed_in
from tests.office import County

pytestmark = ON_SQLITE
CARE = ProcedureKind.ENTRUSTED_CARE
IN_FORCE = ["care_visit", "give_care_copies", "renew_care"]


@pytest.fixture
def jining(county: County) -> County:
    return another(county, pack=load("shandong-jining-2016"))


def entrusted_to(there: County, relation: Relation) -> tuple[str, str]:
    """A case in which the parents name somebody; case and carer."""
    case = there.a_case()
    carer = add(there.office, case, name="禾某", relation=relation, carer=True, by_post="P-CIVIL")
    begun(there, CARE, case=case)
    there.answer(case, "take_entrusting_notice", adult_no=carer)
    return case, carer


def nobody_is_found(there: County) -> str:
    case = begun(there, CARE)
    there.answer(case, "take_entrusting_notice")
    there.answer(case, "choose_carer", choice="无人能够照护", reason="亲属均在外地")
    return case


def a_neighbour(there: County, case: str) -> str:
    return add(there.office, case, name="禾邻居", relation=Relation.OTHER, by_post="P-CIVIL")


def designated(adult: str, **changes: str) -> dict[str, str]:
    said = {"designated": "是", "designated_from": "近邻", "adult_no": adult, "willing": "是", "reason": ""}
    return {**said, "pay": "每月六百元，由父母支付", **changes}


def test_where_the_parents_find_nobody_the_township_designates_a_carer_who_is_verified_like_any_other(
    jining: County,
) -> None:
    jining.replays = True
    case = nobody_is_found(jining)
    assert owed_in(jining, case, CARE) == ["designate_carer"]
    neighbour = a_neighbour(jining, case)
    jining.answer(case, "designate_carer", **designated(neighbour, subsidised="是"))
    assert owed_in(jining, case, CARE) == ["verify_carer"]
    jining.answer_all(case, "verify_carer", "confirm_care", "file_care_agreement")

    assert neighbour in jining.facts("instrument_issued", case)[-1]["to"]
    assert owed_in(jining, case, CARE) == IN_FORCE
    assert jining.opened(case)["consent_to_carer", ""] == 0  # the township has agreed by designating
    jining.must_hold()


def test_where_the_township_finds_nobody_either_civil_affairs_is_asked(jining: County) -> None:
    case = nobody_is_found(jining)
    with pytest.raises(Refusals):
        jining.answer(case, "designate_carer", reason="")
    jining.answer(case, "designate_carer")

    assert jining.ends(case, CARE) == ["moved_on"]
    assert jining.ends(case, ProcedureKind.GUARDIANSHIP_TRANSFER) == [None]


@pytest.mark.parametrize("field", ["designated_from", "adult_no", "willing", "pay"])
def test_nobody_is_designated_without_being_named_willing_and_paid(jining: County, field: str) -> None:
    case = nobody_is_found(jining)
    given = designated(a_neighbour(jining, case)) | {field: "否" if field == "willing" else ""}

    with pytest.raises(Refusals) as refused:
        jining.answer(case, "designate_carer", **given)

    assert [one.field for one in refused.value.refusals] == [field]


def test_a_designated_carer_who_proves_unfit_is_chosen_anew(jining: County) -> None:
    case = nobody_is_found(jining)
    jining.answer(case, "designate_carer", **designated(a_neighbour(jining, case)))
    jining.answer(case, "verify_carer", fit="否", reason="年老多病")

    assert owed_in(jining, case, CARE) == ["choose_carer"]


@pytest.mark.parametrize("told_by", ["care_visit", "renew_care"])
def test_where_nobody_is_left_later_on_the_township_is_asked_at_once(jining: County, told_by: str) -> None:
    case, _ = entrusted_to(jining, Relation.GRANDPARENT)
    jining.answer_all(case, "verify_carer", "confirm_care")
    jining.answer(case, told_by, course="转入其他程序（无人能够照护）")

    assert "designate_carer" in owed_in(jining, case, CARE)
    assert jining.procedures(case, ProcedureKind.GUARDIANSHIP_TRANSFER) == []


def test_the_period_is_ours_and_the_clause_is_the_city_s(jining: County) -> None:
    pack = load("shandong-jining-2016")
    spec = pack.duty("designate_carer")
    assert "JN-1a" in spec.ground
    assert pack.force_of(spec.periods["default"]).value == "our_default"
    case = nobody_is_found(jining)
    assert jining.duty(case, "designate_carer").post_no == "P-LIUXI-STATION"


def test_to_a_relative_the_committee_agrees_and_the_agreement_is_filed_with_township_and_village(
    jining: County,
) -> None:
    jining.replays = True
    case, _ = entrusted_to(jining, Relation.OTHER_RELATIVE)
    jining.answer(case, "verify_carer")
    assert owed_in(jining, case, CARE) == ["consent_to_carer"]
    jining.answer_all(case, "consent_to_carer", "confirm_care")
    assert owed_in(jining, case, CARE) == sorted([*IN_FORCE, "file_care_agreement"])
    jining.answer(case, "file_care_agreement")

    assert owed_in(jining, case, CARE) == IN_FORCE
    jining.must_hold()


def test_where_the_committee_refuses_the_parents_choose_somebody_else(jining: County) -> None:
    case, _ = entrusted_to(jining, Relation.OTHER)
    jining.answer(case, "verify_carer")
    with pytest.raises(Refusals):
        jining.answer(case, "consent_to_carer", agrees="否")
    jining.answer(case, "consent_to_carer", agrees="否", reason="常年不在村")

    assert owed_in(jining, case, CARE) == ["choose_carer"]


@pytest.mark.parametrize("relation", [Relation.GRANDPARENT, Relation.SIBLING])
def test_of_grandparents_and_grown_brothers_and_sisters_only_the_capacity_is_looked_at(
    jining: County, relation: Relation
) -> None:
    case, _ = entrusted_to(jining, relation)
    jining.answer_all(case, "verify_carer", "confirm_care")

    assert owed_in(jining, case, CARE) == IN_FORCE


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"supervisor_signed": "否"}, "supervisor_signed"),
        ({"filed_with": "committee"}, "filed_with"),
        ({"filed_with": "township_station"}, "filed_with"),
        ({"filed_with": "township_station,committee,school"}, "filed_with"),
    ],
)
def test_what_is_not_signed_or_lies_in_one_place_only_is_not_filed(
    jining: County, given: dict[str, str], field: str
) -> None:
    case, _ = entrusted_to(jining, Relation.OTHER_RELATIVE)
    jining.answer_all(case, "verify_carer", "consent_to_carer", "confirm_care")

    with pytest.raises(Refusals) as refused:
        jining.answer(case, "file_care_agreement", **given)

    assert [one.field for one in refused.value.refusals] == [field]


def test_elsewhere_nobody_owes_any_of_it(county: County) -> None:
    case, _ = entrusted_to(county, Relation.OTHER_RELATIVE)
    county.answer_all(case, "verify_carer", "confirm_care")

    assert owed_in(county, case, CARE) == IN_FORCE
    assert load("national").asked_for_elsewhere >= {"designate_carer", "consent_to_carer", "file_care_agreement"}
    assert load("shandong-jining-2016").asked_for_elsewhere.isdisjoint({"designate_carer", "consent_to_carer"})


def fields(there: County, case: str, code: str) -> dict[str, list[str]]:
    """What the form of a duty offers: by field, the choices."""
    with there.office.reading() as desk:
        [view] = [one for one in duties_of(desk, case) if one.code == code]
    return {one.name: [choice for choice, _ in one.choices] for one in view.fields}


@pytest.mark.parametrize(
    ("place", "offered"),
    [("national", {"carer_contact"}), ("shandong-jining-2016", {"carer_contact", "supervisor", "pay"})],
)
def test_supervisor_and_pay_are_asked_for_where_the_city_asks_for_them(
    county: County, place: str, offered: set[str]
) -> None:
    there = another(county, pack=load(place))
    case, _ = entrusted_to(there, Relation.GRANDPARENT)
    there.answer(case, "verify_carer")

    assert {"supervisor", "pay", "carer_contact"} & set(fields(there, case, "confirm_care")) == offered


def test_the_paper_names_carer_s_telephone_supervisor_and_pay(jining: County) -> None:
    case, _ = entrusted_to(jining, Relation.OTHER_RELATIVE)
    jining.answer_all(case, "verify_carer", "consent_to_carer")
    jining.answer(case, "confirm_care", supervisor="村监委会主任", pay="每月六百元")
    [number] = issued(jining, case, "care_confirmation")
    said = print_out(jining.office, number, reason="核对", by_post="P-CIVIL").html.decode()

    for line in ("受托人联系方式：000-0000-0011", "监督人：村监委会主任", "监护报酬：每月六百元", "监督人签名"):
        assert line in said, line


def test_a_case_whose_rules_were_frozen_before_owes_nothing_of_it(jining: County) -> None:
    """An edited flow takes missing rules from today (ADR 0012); a clause that a case never froze is not one of them."""
    today = load("shandong-jining-2016")
    later = {code for code, spec in today.duties.items() if spec.where_set}
    then = replace(today, duties={code: today.duties[code] for code in today.duties.keys() - later}).completed_by(today)

    assert set(then.duties) == set(today.duties)
    assert then.borrowed == later == then.asked_for_elsewhere
    assert {"designate_carer", "consent_to_carer"} <= later - today.asked_for_elsewhere
