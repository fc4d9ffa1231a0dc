"""Do form, list, register and timeline speak the grades of the place whose text has some? 当地的评估等次."""

from __future__ import annotations

import pytest
from sqlalchemy import true

from packs.loader import load
from rules.errors import Refused
from rules.vocabulary import ChildCategory, Tier
from tasks.cases import duties_of
from tasks.children_listed import children_listed
from tasks.figures import figures_of
from tasks.grades import grades_in, read_tier
from tasks.timeline import timeline
from tasks.visits import owed_by
from tasks.wording import how_to_answer
from tests.colleagues import another
from tests.databases import ON_SQLITE
from tests.monitored import LEFT_BEHIND, on_the_list
from tests.office import County

pytestmark = ON_SQLITE
LEFT = [ChildCategory.LEFT_BEHIND]
WORDS = {Tier.LOW: "较好", Tier.MIDDLE: "一般", Tier.HIGH: "差"}


@pytest.fixture
def jining(county: County) -> County:
    return another(county, pack=load("shandong-jining-2016"))


def listed(there: County, tier: Tier = Tier.LOW) -> str:
    return on_the_list(there, categories=LEFT, conditions=LEFT_BEHIND, marks=[], tier=tier).case_no


def choices(there: County, case: str, code: str = "assess_tier") -> tuple[str, list[str]]:
    with there.office.reading() as desk:
        [view] = [one for one in duties_of(desk, case) if one.code == code]
    [field] = [one for one in view.fields if one.name == "tier"]
    return field.zh, [word for _, word in field.choices]


def test_the_form_offers_the_grades_of_the_text_and_the_rhythm_goes_by_the_tier(jining: County) -> None:
    case = listed(jining)
    assert choices(jining, case) == ("评估结果", ["较好", "一般", "差"])
    jining.answer(case, "assess_tier", 评估结果="差", tier="差", reason="无人监护")

    [moved] = jining.facts("tier_changed", case)
    assert (moved["from"], moved["tier"]) == ("low", "high")


@pytest.mark.parametrize("said", ["一般", "中", "middle"])
def test_a_grade_a_tier_and_its_code_are_one_answer(jining: County, said: str) -> None:
    case = listed(jining)
    jining.answer(case, "assess_tier", tier=said, reason="有潜在风险")

    assert [one["tier"] for one in jining.facts("tier_changed", case)] == ["middle"]


def test_timeline_lists_and_register_say_the_grade(jining: County) -> None:
    case = listed(jining, Tier.HIGH)
    half_year = jining.duty(case, "assess_tier", about="2026-H1").no  # beside our quarter for the high tier
    jining.answer(case, half_year, tier="一般", reason="已有好转")
    post_no = jining.duty(case, "routine_visit").post_no or ""
    with jining.office.reading() as desk:
        told = "\n".join(one.zh for one in timeline(desk, case))
        on_list = children_listed(desk, true(), most=9)
        owed = owed_by(desk, post_no)
        [figure] = [one for one in figures_of(desk, area="990101", year=2026).groups if one.code == "on_list"]
    assert "风险等级差" in told
    assert "评估结果：一般" in told
    assert "提出由差降为一般" in told
    assert [one.tier_zh for one in on_list.shown] == ["差"]
    assert on_list.grades == WORDS
    assert {one.tier_zh for one in owed} == {"差"}
    assert [words for words, _ in figure.parts.values()] == [f"风险等级{t.zh}（当地称{WORDS[t]}）" for t in Tier]


def test_a_child_of_whom_the_text_does_not_speak_keeps_the_common_words(jining: County) -> None:
    case = on_the_list(jining).case_no  # a migrant child

    assert choices(jining, case)[1] == ["低", "中", "高"]
    with jining.office.reading() as desk:
        assert [one.tier_zh for one in children_listed(desk, true(), most=9).shown] == ["低"]


def test_elsewhere_nothing_changes(county: County) -> None:
    case = listed(county)
    assert choices(county, case) == ("风险等级", ["低", "中", "高"])
    with pytest.raises(Refused):
        county.answer(case, "assess_tier", tier="较好", reason="—")
    with county.office.reading() as desk:
        assert children_listed(desk, true(), most=9).grades == {}
        assert how_to_answer(desk.pack, "assess_tier", case, "1", "zh").count("风险等级") == 1
    assert grades_in(load("national")) == {}


def test_letters_ask_for_the_result(jining: County) -> None:
    with jining.office.reading() as desk:
        assert "--with 评估结果=…" in how_to_answer(desk.pack, "assess_on_event", "C-1", "1", "zh")


def test_whoever_types_another_word_hears_both(jining: County) -> None:
    pack = load("shandong-jining-2016")
    assert [read_tier(pack, word, field="--tier") for word in ("较好", "中", "HIGH")] == list(Tier)
    with pytest.raises(Refused, match="low（低、较好）"):
        read_tier(pack, "很好", field="--tier")
