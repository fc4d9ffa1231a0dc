"""Do the packs of provinces and cities say what their texts say, and nothing looser than the nation?"""

from __future__ import annotations

from datetime import date

import pytest

import packs
from packs import Pack
from rules.strictness import Comparison, compare
from rules.vocabulary import Force, Role

NATIONAL = packs.load("national")
LOCAL = [name for name in packs.available() if name != "national"]

WARNED_WITHIN_24_HOURS = {
    **dict.fromkeys(("yunnan", "henan", "guangdong", "gansu", "heilongjiang"), "B-50"),
    "hebei": "B-51",
}
"""公安机关 must issue the warning within 24 hours there, in the nation within 72 (B-24)."""

POLICE_HELP_BY_LOCAL_LAW = ("guangdong", "hunan", "anhui", "shanxi", "xinjiang")
"""The nation has no number for it; there a local text says 24 hours (E-50)."""

GROUNDS = {
    "beijing": {
        "pass_on_to_police": ["A-52"],
        "notify_civil_affairs": ["B-57"],
        "assess_capacity": ["F-55"],
        "visit_after_return": ["F-55"],
    },
    "shanghai": {
        "decide_warning": ["B-58", "C-50"],
        "apply_for_protection": ["E-52"],
        "decide_way_out": ["F-51"],
        "visit_after_return": ["F-52", "F-53"],
        "suggest_application": ["G-50"],
    },
    "hunan": {"assess_capacity": ["F-54"]},
    "chongqing": {"warning_visit": ["B-53"], "serve_protection_order": ["E-51"]},
    "shandong-linyi-2024": {
        "triage": ["LY-6c"],
        "decide_admonition": ["LY-6d"],
        "decide_supervision_order": ["D-53"],
        "decide_protection_order": ["LY-6f"],
        "enter_long_term": ["LY-6g", "LY-4"],
    },
    "fujian-2024": {
        "tell_reporter": ["FJ-6b"],
        "decide_admonition": ["FJ-4c"],
        "decide_placement": ["FJ-6c"],
        "support_suit": ["FJ-6e"],
    },
    "hubei-tianmen-2025": {
        "decide_warning": ["B-52"],
        "decide_admonition": ["TM-6d"],
        "decide_supervision_order": ["D-53", "C-51"],
        "begin_temporary_guardianship": ["TM-6f"],
    },
    "shandong-jining-2016": {
        "pass_on_to_police": ["A-53"],
        "police_acceptance": ["A-53", "JN-5b"],
        "review_reporting_failure": ["JN-5c"],
        "decide_penalty": ["JN-5d"],
        "file_application": ["JN-5e"],
    },
}
"""Local rows on which duties rest there beside the national ones."""


@pytest.fixture(params=LOCAL)
def local(request: pytest.FixtureRequest) -> Pack:
    return packs.load(str(request.param))


def test_five_policy_documents_and_the_provinces_that_differ_are_on_the_shelf() -> None:
    assert {"shandong-linyi-2024", "fujian-2024", "hubei-tianmen-2025", "shandong-jining-2016"} <= set(LOCAL)
    assert {*WARNED_WITHIN_24_HOURS, *POLICE_HELP_BY_LOCAL_LAW, "shanghai", "beijing", "hubei"} <= set(LOCAL)


def test_no_clock_of_a_local_pack_ever_ends_later_than_the_national_one(local: Pack) -> None:
    for code, spec in NATIONAL.duties.items():
        for variant, period in spec.periods.items():
            assert compare(local.duty(code).periods[variant], period) is Comparison.NEVER_LATER


def test_nothing_that_the_nation_asks_for_is_lost_in_a_local_pack(local: Pack) -> None:
    for code, spec in NATIONAL.duties.items():
        mine = local.duty(code)
        assert set(spec.ground) <= set(mine.ground)
        assert set(spec.owed_by) <= set(mine.owed_by)
        assert spec.document in mine.document
        assert mine.pauses <= spec.pauses
    assert set(NATIONAL.told_of_a_report) <= set(local.told_of_a_report)
    assert {id: local.fact(id) for id in NATIONAL.facts} == dict(NATIONAL.facts)


def test_every_row_that_a_local_pack_adds_is_a_local_rule_with_a_text_of_its_own(local: Pack) -> None:
    added = [fact for id, fact in local.facts.items() if id not in NATIONAL.facts]
    assert added
    for fact in added:
        assert fact.force is Force.LOCAL
        assert not set(fact.sources) & set(NATIONAL.sources)


def test_what_is_known_from_hearsay_says_so(local: Pack) -> None:
    for code in set(local.sources) - set(NATIONAL.sources):
        assert local.sources[code].note


@pytest.mark.parametrize(("name", "row"), WARNED_WITHIN_24_HOURS.items())
def test_the_warning_is_issued_within_24_hours_by_local_law_in_six_provinces(name: str, row: str) -> None:
    pack = packs.load(name)
    period = pack.duty("decide_warning").periods["default"]
    assert (period.zh, period.set_by, pack.force_of(period)) == ("24小时", row, Force.LOCAL)
    assert NATIONAL.duty("decide_warning").periods["default"].zh == "72小时"


@pytest.mark.parametrize("name", POLICE_HELP_BY_LOCAL_LAW)
def test_a_number_that_is_our_default_elsewhere_is_local_law_there(name: str) -> None:
    pack = packs.load(name)
    period = pack.duty("prepare_police_help").periods["default"]
    assert (period.zh, period.set_by, pack.force_of(period)) == ("24小时", "E-50", Force.LOCAL)
    assert NATIONAL.force_of(NATIONAL.duty("prepare_police_help").periods["default"]) is Force.OUR_DEFAULT


@pytest.mark.parametrize(
    ("name", "duty", "rows"), [(name, duty, rows) for name, duties in GROUNDS.items() for duty, rows in duties.items()]
)
def test_a_duty_rests_on_its_local_rows_after_the_national_ones(name: str, duty: str, rows: list[str]) -> None:
    assert list(packs.load(name).duty(duty).ground) == [*NATIONAL.duty(duty).ground, *rows]


def test_tianmen_has_the_rules_of_hubei_above_it() -> None:
    tianmen = packs.load("hubei-tianmen-2025")
    assert tianmen.inherits == "hubei"
    assert tianmen.facts["B-52"] == packs.load("hubei").facts["B-52"]


def test_jining_tells_the_township_as_well_and_drops_nobody_whom_the_later_law_names() -> None:
    jining = packs.load("shandong-jining-2016")
    assert jining.told_of_a_report == (*NATIONAL.told_of_a_report, Role.TOWNSHIP_GOVERNMENT)
    assert jining.grounds["told_of_a_report"][-1] == "A-53"


def test_the_pack_of_a_measure_that_begins_in_february_has_no_rules_of_its_own_in_january() -> None:
    assert packs.load("zhejiang").valid_from == date(2026, 2, 1)


def test_a_plain_number_of_the_law_is_never_made_a_default(local: Pack) -> None:
    for code, spec in NATIONAL.duties.items():
        for variant, period in spec.periods.items():
            if NATIONAL.force_of(period) is Force.STATUTORY:
                assert local.force_of(local.duty(code).periods[variant]) is not Force.OUR_DEFAULT


def test_what_promptly_means_is_our_default_and_never_shown_as_the_law_of_shanghai() -> None:
    pack = packs.load("shanghai")
    period = pack.duty("tell_of_serious_problem").periods["default"]
    assert (period.zh, period.set_by, pack.force_of(period)) == ("24小时", "HT-262", Force.OUR_DEFAULT)
    assert "K-51" in pack.duty("tell_of_serious_problem").ground


def test_what_is_owed_only_where_a_place_sets_it_is_owed_nowhere_in_the_nation() -> None:
    offered = [spec for spec in NATIONAL.duties.values() if spec.where_set]
    assert offered
    assert not any(spec.is_set for spec in offered)


def test_every_clock_that_is_offered_is_set_by_some_place() -> None:
    offered = {code for code, spec in NATIONAL.duties.items() if spec.where_set}
    assert offered == {code for name in LOCAL for code in offered if packs.load(name).duty(code).is_set}


@pytest.mark.parametrize(
    ("name", "duty", "row"),
    [
        ("shanghai", "decide_at_stay_limit", "F-51"),
        ("shanghai", "conclude_parent_search", "F-50"),
        ("shanxi", "local_warning_visit", "B-55"),
        ("shanxi", "end_committee_placement", "B-56"),
        ("guizhou", "local_warning_visit", "B-54"),
        ("heilongjiang", "local_warning_visit", "B-54"),
        ("shandong-jinan", "answer_hotline_ticket", "A-51"),
        ("shandong-weifang", "answer_hotline_ticket", "A-51"),
        ("hebei-dingzhou", "certify_january", "J-63"),
        ("hebei-dingzhou", "certify_july", "J-63"),
    ],
)
def test_a_place_that_sets_a_clock_says_by_which_row(name: str, duty: str, row: str) -> None:
    pack = packs.load(name)
    period = pack.duty(duty).periods["default"]
    assert (period.set_by, pack.force_of(period)) == (row, Force.LOCAL)
    assert row in pack.duty(duty).ground


def test_the_doubt_about_the_old_measures_of_shanxi_stays_said() -> None:
    shanxi = packs.load("shanxi")
    assert all("须核对" in shanxi.fact(row).note for row in ("B-55", "B-56", "E-50"))
    assert "须核对本办法是否仍有效" in shanxi.source("SX").note
