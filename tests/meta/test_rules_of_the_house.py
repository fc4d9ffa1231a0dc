"""Does the casework core keep the rules of the house? 程序与职责的自查."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from flows import (
    accountability,
    case_review,
    cross_region,
    declared,
    dissuasion,
    dropout,
    emergency_placement,
    entrusted_care,
    family_education_order,
    guardianship_restoration,
    guardianship_transfer,
    handing_over,
    handover,
    harm_found,
    long_term_guardianship,
    mandatory_reporting,
    monitoring,
    orders,
    police_admonition,
    police_track,
    protection_application,
    protection_order,
    psychological_referral,
    referral,
    return_home,
    revocation_suit,
    routine_reporting,
    service_referral,
    suggestion,
    supervision_order,
    temporary_guardianship,
    turning_point,
    turns,
    undelivered_notice,
    written_warning,
)
from flows.registry import PROCEDURES
from packs.loader import load
from rules.duties import DUTIES
from rules.forms import FIELD_ZH
from rules.vocabulary import CloseReason, ProcedureKind, Term, Turning
from tasks.answers import fields_of
from tasks.casework import Proceeding
from tasks.kinds import Kind
from tasks.projection import PROJECTORS, cases
from tasks.stuck import KINDS, StuckKind

ROOT = Path(__file__).resolve().parents[2]
TOLD = (
    accountability,
    case_review,
    dissuasion,
    dropout,
    cross_region,
    declared,
    emergency_placement,
    entrusted_care,
    family_education_order,
    guardianship_restoration,
    guardianship_transfer,
    handing_over,
    handover,
    harm_found,
    long_term_guardianship,
    mandatory_reporting,
    monitoring,
    orders,
    police_admonition,
    police_track,
    protection_application,
    protection_order,
    psychological_referral,
    referral,
    routine_reporting,
    return_home,
    revocation_suit,
    service_referral,
    suggestion,
    supervision_order,
    temporary_guardianship,
    turning_point,
    turns,
    undelivered_notice,
    written_warning,
)
"""The modules in which procedures are told."""

ENDS: dict[ProcedureKind, dict[CloseReason, str]] = {
    ProcedureKind.MANDATORY_REPORTING: {
        CloseReason.COMPLETED: "test_a_report_ends_completed_when_every_track_has_ended",
        CloseReason.SCREENED_OUT: "test_nothing_is_done_only_if_a_second_office_agrees",
        CloseReason.JOINED: "test_a_report_of_a_matter_already_in_hand_is_joined_and_its_reporter_is_told",
    },
    ProcedureKind.EMERGENCY_PLACEMENT: {
        CloseReason.COMPLETED: "test_a_placement_ends_with_its_decision_once_all_its_duties_are_answered",
        CloseReason.DECLINED: "test_a_placement_ends_with_its_decision_once_all_its_duties_are_answered",
        CloseReason.CAME_OF_AGE: "test_nobody_owes_a_placement_to_a_child_who_has_come_of_age",
        CloseReason.CHILD_DIED: "test_nobody_owes_a_bed_to_a_child_who_has_died_and_the_police_track_goes_on",
    },
    ProcedureKind.ACCOUNTABILITY: {
        CloseReason.COMPLETED: "test_accountability_ends_with_what_the_regulator_made_of_it",
    },
    ProcedureKind.REFERRAL: {
        CloseReason.COMPLETED: "test_a_referral_that_is_taken_up_ends_when_it_is_done",
        CloseReason.DECLINED: "test_a_referral_that_nobody_takes_ends_declined_and_not_in_silence",
    },
    ProcedureKind.CROSS_REGION: {
        CloseReason.COMPLETED: "test_a_benefit_is_accepted_here_decided_there_and_told_here",
        CloseReason.DECLINED: "test_a_refusal_that_stands_says_what_is_done_instead",
        CloseReason.CHILD_DIED: "test_nothing_is_applied_for_a_child_who_has_died",
    },
    ProcedureKind.SUGGESTION: {
        CloseReason.COMPLETED: "test_a_suggestion_ends_when_a_later_look_finds_it_mended_and_not_with_the_reply",
        CloseReason.NOT_ISSUED: "test_a_suggestion_that_is_not_issued_ends_with_the_reason",
        CloseReason.MOVED_ON: "test_an_administrative_body_that_mends_nothing_may_be_sued",
        CloseReason.WITHDRAWN: "test_a_suggestion_that_is_needed_no_longer_ends_with_the_reason",
    },
    ProcedureKind.SERVICE_REFERRAL: {
        CloseReason.COMPLETED: "test_a_service_ends_when_the_child_has_it_and_not_when_a_department_says_so",
        CloseReason.DECLINED: "test_a_service_that_nobody_gives_ends_declined_with_a_decision",
        CloseReason.CHILD_DIED: "test_nobody_is_asked_to_serve_a_child_who_has_died",
    },
    ProcedureKind.UNDELIVERED_NOTICE: {
        CloseReason.COMPLETED: "test_a_notice_that_could_not_be_delivered_ends_when_its_addressee_was_reached",
    },
    ProcedureKind.GUARDIANSHIP_TRANSFER: {
        CloseReason.RETURNED: "test_a_child_that_returns_is_handed_over_with_a_receipt_and_visited_for_a_year",
        CloseReason.TRANSFERRED: "test_one_judgment_may_revoke_one_guardian_and_not_the_other",
        CloseReason.MEDIATED: "test_a_suit_that_is_settled_ends_mediated_when_the_child_was_handed_over",
        CloseReason.WITHDRAWN: "test_a_suit_that_changes_nothing_ends_the_procedure_where_nobody_is_in_care",
        CloseReason.DISMISSED: "test_a_suit_that_changes_nothing_ends_the_procedure_where_nobody_is_in_care",
        CloseReason.CAME_OF_AGE: "test_a_child_who_comes_of_age_has_no_guardian_to_wait_for",
        CloseReason.CHILD_DIED: "test_a_child_who_dies_in_care_is_not_waited_for_and_the_criminal_track_goes_on",
    },
    ProcedureKind.GUARDIANSHIP_RESTORATION: {
        CloseReason.RESTORED: "test_a_parent_who_is_restored_is_handed_the_child_and_visited_for_a_year",
        CloseReason.NOT_RESTORED: "test_a_court_may_refuse_and_then_the_assessment_is_needless",
        CloseReason.WITHDRAWN: "test_an_application_may_be_withdrawn",
        CloseReason.CAME_OF_AGE: "test_a_child_who_comes_of_age_needs_no_guardian_restored",
        CloseReason.CHILD_DIED: "test_a_child_who_has_died_has_no_guardian_to_be_restored",
    },
    ProcedureKind.HANDOVER: {
        CloseReason.COMPLETED: "test_a_post_that_receives_confirms_it_itself",
        CloseReason.DECLINED: "test_what_nobody_takes_stays_with_the_sender_who_says_so",
    },
    ProcedureKind.TURNING_POINT: {
        CloseReason.COMPLETED: "test_a_turning_point_ends_when_everything_that_goes_on_was_looked_at",
    },
    ProcedureKind.POLICE_ADMONITION: {
        CloseReason.NO_RECURRENCE: "test_an_admonition_ends_without_recurrence_after_three_clean_visits",
        CloseReason.MOVED_ON: "test_harm_again_moves_on_to_what_was_decided_and_never_stays_without_a_next_step",
        CloseReason.NOT_ISSUED: "test_an_admonition_that_is_not_issued_ends_so_only_after_somebody_has_heard_of_it",
        CloseReason.NOT_FOUND: "test_a_guardian_who_cannot_be_found_leads_to_temporary_guardianship",
        CloseReason.CAME_OF_AGE: "test_an_order_procedure_ends_when_the_child_comes_of_age",
        CloseReason.CHILD_DIED: "test_an_order_procedure_ends_when_the_child_dies",
    },
    ProcedureKind.WRITTEN_WARNING: {
        CloseReason.NO_RECURRENCE: "test_a_warning_ends_after_a_first_visit_and_three_clean_quarters",
        CloseReason.MOVED_ON: "test_whoever_is_violent_again_is_punished_and_not_warned_again",
        CloseReason.NOT_ISSUED: "test_a_warning_that_is_not_issued_is_told_of",
        CloseReason.NOT_FOUND: "test_an_offender_who_cannot_be_found_is_told_of",
        CloseReason.CAME_OF_AGE: "test_an_order_procedure_ends_when_the_child_comes_of_age",
        CloseReason.CHILD_DIED: "test_an_order_procedure_ends_when_the_child_dies",
    },
    ProcedureKind.SUPERVISION_ORDER: {
        CloseReason.COMPLETED: "test_an_order_that_is_met_ends_completed_and_with_it_the_visits",
        CloseReason.MOVED_ON: "test_harm_again_leads_to_a_written_suggestion_and_to_guardianship",
        CloseReason.NOT_ISSUED: "test_an_order_that_is_not_made_is_told_of",
        CloseReason.NOT_FOUND: "test_supervision_of_a_guardian_who_cannot_be_found_becomes_temporary_guardianship",
        CloseReason.WITHDRAWN: "test_an_order_that_its_issuer_withdraws_ends_the_procedure",
        CloseReason.CAME_OF_AGE: "test_an_order_procedure_ends_when_the_child_comes_of_age",
        CloseReason.CHILD_DIED: "test_an_order_procedure_ends_when_the_child_dies",
    },
    ProcedureKind.PROTECTION_ORDER: {
        CloseReason.COMPLETED: "test_an_order_that_is_no_longer_needed_ends_completed",
        CloseReason.LAPSED: "test_an_order_lapses_only_after_somebody_has_seen_that_the_child_is_safe",
        CloseReason.DISMISSED: "test_a_dismissal_ends_the_matter_only_after_five_days_to_ask_again",
        CloseReason.WITHDRAWN: "test_an_order_that_the_court_revokes_ends_the_procedure",
        CloseReason.DECLINED: "test_an_application_that_nobody_makes_ends_declined_only_if_a_second_office_agrees",
        CloseReason.CHILD_DIED: "test_an_order_procedure_ends_when_the_child_dies",
    },
    ProcedureKind.FAMILY_EDUCATION_ORDER: {
        CloseReason.COMPLETED: "test_guidance_that_is_given_and_has_helped_ends_completed",
        CloseReason.MOVED_ON: "test_two_absences_are_reported_and_lead_to_the_next_tool",
        CloseReason.NOT_ISSUED: "test_guidance_that_is_not_ordered_is_told_of",
        CloseReason.NOT_FOUND: "test_guidance_for_a_guardian_who_cannot_be_found_becomes_temporary_guardianship",
        CloseReason.LAPSED: "test_guidance_not_completed_for_good_reason_lapses",
        CloseReason.WITHDRAWN: "test_guidance_whose_order_is_withdrawn_ends_so",
        CloseReason.CAME_OF_AGE: "test_an_order_procedure_ends_when_the_child_comes_of_age",
        CloseReason.CHILD_DIED: "test_an_order_procedure_ends_when_the_child_dies",
    },
    ProcedureKind.ENTRUSTED_CARE: {
        CloseReason.RETURNED: "test_entrusted_care_ends_when_a_parent_is_back_and_somebody_has_seen_the_child",
        CloseReason.COMPLETED: "test_a_child_of_sixteen_is_entrusted_no_more_once_school_and_committee_know",
        CloseReason.MOVED_ON: "test_where_nobody_can_care_civil_affairs_is_asked",
        CloseReason.WITHDRAWN: "test_parents_who_stay_after_all_entrust_nobody",
        CloseReason.CAME_OF_AGE: "test_a_confirmation_ends_when_the_child_comes_of_age",
        CloseReason.CHILD_DIED: "test_a_confirmation_ends_when_the_child_dies",
    },
    ProcedureKind.PSYCHOLOGICAL_REFERRAL: {
        CloseReason.COMPLETED: "test_a_referral_that_helped_ends_when_whoever_referred_was_told",
        CloseReason.DECLINED: "test_a_child_whom_nobody_helps_ends_declined_with_the_reason",
        CloseReason.CHILD_DIED: "test_help_for_a_child_who_has_died_is_not_waited_for",
    },
    ProcedureKind.MONITORING: {
        CloseReason.NO_LONGER_COUNTS: "test_a_child_that_leaves_the_list_is_owed_nothing_more_and_no_review_opens",
        CloseReason.CAME_OF_AGE: "test_the_routine_ends_when_the_child_comes_of_age",
        CloseReason.CHILD_DIED: "test_the_routine_ends_when_the_child_dies",
    },
    ProcedureKind.DISSUASION: {
        CloseReason.COMPLETED: "test_conduct_that_stopped_and_was_seen_to_have_stopped_ends_the_matter",
        CloseReason.MOVED_ON: "test_who_refuses_is_reported_and_the_police_decide_on_admonition",
        CloseReason.CAME_OF_AGE: "test_nobody_is_dissuaded_for_a_child_who_has_come_of_age",
        CloseReason.CHILD_DIED: "test_nobody_is_dissuaded_for_a_child_who_has_died",
    },
    ProcedureKind.DROPOUT: {
        CloseReason.COMPLETED: "test_a_pupil_who_is_back_and_stays_ends_the_matter",
        CloseReason.MOVED_ON: "test_an_order_that_is_ignored_leads_to_a_request_for_admonition",
        CloseReason.CAME_OF_AGE: "test_nobody_is_ordered_to_school_after_eighteen",
        CloseReason.CHILD_DIED: "test_a_pupil_who_has_died_is_not_waited_for",
    },
    ProcedureKind.DECLARED: {
        CloseReason.CAME_OF_AGE: "test_no_step_of_a_township_goes_on_after_eighteen",
        CloseReason.CHILD_DIED: "test_no_step_of_a_township_goes_on_for_a_child_who_has_died",
    },
    ProcedureKind.ROUTINE_REPORTING: {
        CloseReason.COMPLETED: "test_a_city_that_has_checked_inspected_and_reported_is_done_until_the_next_year",
    },
    ProcedureKind.CASE_REVIEW: {
        CloseReason.COMPLETED: "test_a_case_that_is_reviewed_as_over_is_closed",
    },
}
"""How each procedure can end, and the test that brings it there."""

MAY_BE_IMPORTED = {"__future__", "collections", "dataclasses", "datetime", "flows", "itertools", "rules", "tasks"}
"""By a module in which a procedure is told: no database, no network, no clock."""

JOURNAL_ONLY = {
    *(Kind.PROCEDURE_COVERED, Kind.IDENTITY_READ, Kind.DOCUMENT_RENDERED),
    *(Kind.HEAD_EXPORTED, Kind.CASE_EXPORTED, Kind.RECORD_READ, Kind.TIE_DAY_CAME),
    Kind.SPOT_CHECK_DRAWN,
    *cases.OF_ACCOUNTS,
    *(Kind.EMERGENCY_ENDED, Kind.EMERGENCY_REVIEWED),  # the grant they speak of is no projection
    *(Kind.REPORTER_ASKED_FOR, Kind.REPORTER_GRANTED, Kind.REPORTER_DENIED),
    Kind.PACKAGE_WITHDRAWN,  # likewise
}
"""Facts that no table shows."""


def parsed(module: ModuleType) -> ast.Module:
    return ast.parse(inspect.getsource(module))


def names_in(module: ModuleType) -> set[str]:
    return {node.id for node in ast.walk(parsed(module)) if isinstance(node, ast.Name)}


def imported_by(module: ModuleType) -> Iterator[str]:
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


# ------------------------------------------------------------------------------------------------ duties


@pytest.mark.parametrize("code", sorted(DUTIES))
def test_every_field_of_every_answer_has_a_chinese_name(code: str) -> None:
    unnamed = [one.name for one in fields_of(DUTIES[code].answered_with) if not re.search("[一-鿿]", one.zh)]
    assert unnamed == []


def test_no_chinese_name_is_kept_for_a_field_that_no_answer_has() -> None:
    fields = {one.name for duty in DUTIES.values() for one in fields_of(duty.answered_with)}
    assert set(FIELD_ZH) - fields == {"happened_at"}


def test_every_duty_that_a_flow_asks_for_has_rules_and_every_rule_a_flow_that_asks() -> None:
    asked = set().union(*(names_in(module) for module in TOLD))
    of_flows = {duty.code for duty in DUTIES.values() if duty.code.upper() in asked}

    assert of_flows == set(DUTIES) == set(load("national").duties)


def test_every_variant_that_a_flow_names_is_one_of_the_packs() -> None:
    pack = load("national")
    known = {variant for spec in pack.duties.values() for variant in spec.periods}
    named = {
        node.value
        for module in TOLD
        for call in ast.walk(parsed(module))
        if isinstance(call, ast.keyword) and call.arg == "variant"
        for node in ast.walk(call.value)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert named <= known


# ------------------------------------------------------------------------------------------------ procedures


@pytest.mark.parametrize("kind", list(ProcedureKind))
def test_a_procedure_takes_the_case_and_nothing_else(kind: ProcedureKind) -> None:
    parameters = inspect.signature(PROCEDURES[kind].body).parameters

    assert list(parameters) == ["case"]
    assert parameters["case"].annotation in (Proceeding, "Proceeding")


@pytest.mark.parametrize("kind", list(ProcedureKind))
def test_what_a_procedure_ends_in_is_what_its_module_says_and_each_end_is_tested(kind: ProcedureKind) -> None:
    module = inspect.getmodule(PROCEDURES[kind].body)
    assert module is not None
    said = {
        CloseReason[node.attr]
        for node in ast.walk(parsed(module))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "CloseReason"
    }
    by_the_guard = {Turning.CAME_OF_AGE: CloseReason.CAME_OF_AGE, Turning.DIED: CloseReason.CHILD_DIED}
    said |= {by_the_guard[turn] for turn in PROCEDURES[kind].ends_at}
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "flows").glob("test_*.py"))

    assert said == set(ENDS[kind])
    assert [name for name in ENDS[kind].values() if f"def {name}(" not in tests] == []


@pytest.mark.parametrize("kind", list(ProcedureKind))
def test_the_head_of_a_procedure_says_on_what_ground_it_stands_and_how_it_ends(kind: ProcedureKind) -> None:
    module = inspect.getmodule(PROCEDURES[kind].body)
    assert module is not None
    assert module.__doc__ is not None

    assert "Ground " in module.__doc__
    assert "Ends in" in module.__doc__
    for reason in ENDS[kind]:
        assert reason.en in module.__doc__


@pytest.mark.parametrize("module", TOLD, ids=lambda module: module.__name__.rpartition(".")[2])
def test_a_procedure_is_told_without_catching_querying_or_counting(module: ModuleType) -> None:
    nodes = list(ast.walk(parsed(module)))

    assert not any(isinstance(node, ast.Try) for node in nodes)
    assert set(imported_by(module)) <= MAY_BE_IMPORTED
    assert "timedelta" not in names_in(module)
    assert not any(isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub) for node in nodes)


def test_every_procedure_can_be_run_by_a_work_pool_under_its_own_name() -> None:
    from flows import deployable  # loads the engine, which the other tests here do without

    assert set(deployable.ON_DEMAND) == {kind.value for kind in PROCEDURES} == {kind.value for kind in ProcedureKind}
    assert [name for name in deployable.ON_DEMAND if getattr(deployable, name).name is None] == []


# ------------------------------------------------------------------------------------------------ facts


def test_every_kind_of_fact_is_carried_into_the_tables_or_known_to_stand_in_the_journal_only() -> None:
    assert set(PROJECTORS) == set(Kind)
    assert {kind for kind, projector in PROJECTORS.items() if projector is cases._nothing} == JOURNAL_ONLY


def test_every_kind_of_standstill_has_a_query() -> None:
    assert set(KINDS) == set(StuckKind)


@pytest.mark.parametrize("term", [Kind, StuckKind], ids=lambda term: term.__name__)
def test_every_word_that_is_shown_has_a_chinese_term_of_its_own(term: type[Term]) -> None:
    assert len({one.zh for one in term}) == len(term)
    assert all(re.search("[一-鿿]", one.zh) for one in term)
