"""Does the national pack say what the law and our defaults say, and nothing that neither says?"""

import pytest

import packs
from packs import Pack
from rules import reporting
from rules.duties import DUTIES
from rules.duty import Point
from rules.errors import Gap
from rules.period import CountingRule, Period, Unit
from rules.vocabulary import Confidence, Force, Role, UnitKind


@pytest.fixture(scope="module")
def national() -> Pack:
    return packs.load("national")


def in_force(national: Pack, code: str, variant: str = "default") -> tuple[str, str, str, Force]:
    period = national.duty(code).periods[variant]
    return f"{period.amount} {period.unit}", period.rule.value, period.set_by, national.force_of(period)


def test_it_comes_with_the_software(national: Pack) -> None:
    assert "national" in packs.available()
    assert packs.check(national) == []


def test_every_duty_that_a_flow_can_ask_for_is_in_the_pack_and_the_pack_has_no_other(national: Pack) -> None:
    assert set(national.duties) == set(DUTIES)


def test_every_number_is_the_number_of_the_row_that_sets_it(national: Pack) -> None:
    for spec in national.duties.values():
        for variant, period in spec.periods.items():
            limits = national.fact(period.set_by).limits
            same = [label for label, limit in limits.items() if limit == period]
            assert same, f"{spec.code}.{variant}: {period} is not in {period.set_by}"
            assert "interval" not in same


def test_rows_known_from_memory_only_set_no_period_no_ground_and_no_rung(national: Pack) -> None:
    memory = {fact.id for fact in national.facts.values() if fact.confidence is Confidence.MEMORY}
    used = {period.set_by for spec in national.duties.values() for period in spec.periods.values()}
    used |= {id for spec in national.duties.values() for id in (*spec.ground, *spec.extensions)}
    used |= {rung.basis for ladder in national.ladders.values() for rung in ladder.rungs}

    assert {"B-03", "P-14", "F-12", "G-08"} <= memory
    assert not memory & used


def test_a_default_of_ours_is_never_shown_as_law(national: Pack) -> None:
    for fact in national.facts.values():
        ours = fact.id.startswith("HT-") or int(fact.id.partition("-")[2]) >= 90 or fact.id in ("P-11", "P-12", "P-13")
        assert (fact.force is Force.OUR_DEFAULT) is ours, fact.id
        if ours:
            assert fact.note, f"{fact.id} does not say why this number"
            assert not fact.law_word


def test_rows_that_cite_law_cite_a_text_that_the_pack_names_with_its_first_day_in_force(national: Pack) -> None:
    for fact in national.facts.values():
        for code in fact.sources:
            if fact.force is Force.STATUTORY:
                assert national.source(code).in_force_from is not None, f"{fact.id}: {code}"


@pytest.mark.parametrize(
    ("code", "variant", "expected"),
    [
        ("feedback_on_progress", "default", ("3 days", "calendar", "A-17", Force.STATUTORY)),
        ("transfer_to_competent_police", "default", ("24 hours", "clock", "B-08", Force.STATUTORY)),
        ("decide_administrative_case", "default", ("24 hours", "clock", "B-09", Force.STATUTORY)),
        ("decide_administrative_case", "complex", ("3 days", "calendar", "B-10", Force.STATUTORY)),
        ("decide_filing", "default", ("3 days", "calendar", "B-11", Force.STATUTORY)),
        ("decide_filing", "clues", ("7 days", "calendar", "B-34", Force.STATUTORY)),
        ("decide_filing", "major", ("30 days", "calendar", "B-35", Force.STATUTORY)),
        ("decide_filing", "sexual", ("7 days", "calendar", "B-12", Force.STATUTORY)),
        ("notify_non_filing", "default", ("3 days", "criminal_procedure", "B-13", Force.STATUTORY)),
        ("explain_non_filing", "default", ("7 days", "criminal_procedure", "B-14", Force.STATUTORY)),
        ("file_after_notice", "default", ("15 days", "criminal_procedure", "B-15", Force.STATUTORY)),
        ("tell_victim_reasons_hold", "default", ("10 days", "criminal_procedure", "B-16", Force.STATUTORY)),
        ("urge_investigation", "default", ("3 months", "criminal_procedure", "B-17", Force.STATUTORY)),
        ("conclude_investigation", "administrative", ("30 days", "police_admin", "B-22", Force.STATUTORY)),
        ("conclude_investigation", "administrative_before_2026", ("30 days", "police_admin", "B-21", Force.STATUTORY)),
        ("conclude_investigation", "default", ("3 months", "calendar", "HT-07", Force.OUR_DEFAULT)),
        ("take_up_referral", "default", ("3 working_days", "working_days", "HT-11", Force.OUR_DEFAULT)),
        ("triage", "default", ("1 hours", "clock", "A-92", Force.OUR_DEFAULT)),
        ("police_acceptance", "default", ("1 hours", "clock", "HT-02", Force.OUR_DEFAULT)),
        ("child_seen", "ordinary", ("72 hours", "clock", "A-93", Force.OUR_DEFAULT)),
        ("tell_reporter", "default", ("3 days", "calendar", "A-95", Force.OUR_DEFAULT)),
        ("safe_bed", "default", ("4 hours", "clock", "HT-16", Force.OUR_DEFAULT)),
        ("decide_warning", "default", ("72 hours", "clock", "B-24", Force.STATUTORY)),
        ("warning_visit", "default", ("7 days", "calendar", "B-27", Force.STATUTORY)),
        ("warning_visit", "quarterly", ("3 months", "calendar", "B-28", Force.STATUTORY)),
        ("admonition_visit", "day_90", ("90 days", "calendar", "B-91", Force.OUR_DEFAULT)),
        ("decide_protection_order", "default", ("72 hours", "clock", "E-05", Force.STATUTORY)),
        ("decide_protection_order", "urgent", ("24 hours", "clock", "E-06", Force.STATUTORY)),
        ("serve_protection_order", "default", ("24 hours", "clock", "E-07", Force.STATUTORY)),
        ("consider_reconsideration", "default", ("5 days", "civil_procedure", "E-11", Force.STATUTORY)),
        ("consider_renewal", "default", ("15 days", "no_rollover", "E-91", Force.OUR_DEFAULT)),
        ("review_supervision_order", "default", ("3 months", "calendar", "D-92", Force.OUR_DEFAULT)),
    ],
)
def test_who_sets_how_long_somebody_has(
    national: Pack, code: str, variant: str, expected: tuple[str, str, str, Force]
) -> None:
    assert in_force(national, code, variant) == expected


def test_our_own_defaults_are_never_moved_over_a_rest_day(national: Pack) -> None:
    for spec in national.duties.values():
        for period in spec.periods.values():
            if national.force_of(period) is Force.OUR_DEFAULT:
                assert not period.rule.rolls_over, f"{spec.code}: {period}"


def test_every_kind_of_case_that_the_police_can_tell_apart_has_a_period(national: Pack) -> None:
    known = set(national.duty("decide_filing").periods) | set(national.duty("decide_administrative_case").periods)
    ordinary = reporting.Complexity.ORDINARY  # asked for as "default"
    assert {one.value for one in reporting.Complexity if one is not ordinary} <= known


def test_every_ladder_ends_with_somebody_who_neither_owes_the_duty_nor_was_the_first_to_hear(national: Pack) -> None:
    for spec in national.duties.values():
        last = national.ladder(spec.ladder).rungs[-1]
        assert last.point is Point.OVERDUE
        assert set(last.tell) - set(spec.owed_by), spec.code
        above = {Role.COUNTY_GOVERNMENT, Role.HIGHER_PROCURATORATE}
        if Role.CITY_CIVIL_AFFAIRS in spec.owed_by:  # above a city stands its province
            above = {Role.PROVINCIAL_CIVIL_AFFAIRS}
        assert above & set(last.tell), spec.code


def test_the_owner_is_told_on_the_day_it_falls_due_and_before(national: Pack) -> None:
    for ladder in national.ladders.values():
        first, at_due = ladder.rungs[0], next(one for one in ladder.rungs if one.point is Point.OVERDUE)
        assert first.tell_owner
        if ladder.code != "routine":  # before it is due the morning digest speaks of it, for all children at once
            assert first.point is Point.SHARE
        assert at_due.tell_owner
        assert at_due.after is None


def test_when_the_police_give_no_feedback_the_procuratorate_hears_within_a_day(national: Pack) -> None:
    rungs = national.ladder(national.duty("feedback_on_progress").ladder).rungs
    told = next(one for one in rungs if Role.PROCURATORATE in one.tell)
    assert told.after == Period(amount=24, unit=Unit.HOURS, rule=CountingRule.CLOCK, set_by="M-90")


def test_every_unit_with_a_duty_to_report_has_an_authority_above_it(national: Pack) -> None:
    for unit in UnitKind:
        assert (unit in national.regulators) is unit.must_report
    assert national.regulator_of(UnitKind.SCHOOL) is Role.EDUCATION
    assert national.regulator_of(UnitKind.HOSPITAL) is Role.HEALTH
    assert national.regulator_of(UnitKind.COMMITTEE) is Role.TOWNSHIP_STATION
    assert national.regulator_of(UnitKind.LODGING) is Role.COUNTY_POLICE
    assert national.regulator_of(UnitKind.CITIZEN) is Role.COUNTY_OFFICE


def test_police_civil_affairs_and_the_township_hear_of_every_report(national: Pack) -> None:
    assert set(national.told_of_a_report) == {Role.POLICE_STATION, Role.CIVIL_AFFAIRS, Role.TOWNSHIP_STATION}
    assert national.late_report_after.set_by == "A-91"
    assert national.force_of(national.late_report_after) is Force.OUR_DEFAULT


def test_asking_for_a_rule_that_is_not_there_is_a_gap_for_whoever_maintains_the_rules(national: Pack) -> None:
    with pytest.raises(Gap, match="review_of_nothing") as gap:
        national.duty("review_of_nothing")
    assert "规则维护人" in gap.value.zh
    with pytest.raises(Gap):
        national.fact("A-99")
    with pytest.raises(Gap):
        national.ladder("stairs")
    with pytest.raises(Gap):
        national.source("XYZ")


def test_a_pack_cannot_be_changed_in_memory(national: Pack) -> None:
    with pytest.raises(TypeError):
        national.duties["triage"] = national.duty("safe_bed")  # type: ignore[index]
    with pytest.raises(TypeError):
        national.duty("triage").periods["default"] = national.late_report_after  # type: ignore[index]
