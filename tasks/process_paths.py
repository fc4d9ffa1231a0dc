"""The law's path of each procedure: which duty comes after which. 程序路径.

Written in the order of the flows, one track a line; `a > b` reads "once a is done, b is owed".  A duty that stands in
several lines can be reached in several ways; one that comes again after itself recurs.  What a flow reaches is held
against this by tests/meta/test_process_paths.py: a duty that is missing here, or not asked for any more, is found; and
every way that the published stories go is on a path.
"""

from __future__ import annotations

import itertools

from rules.declared import START as START
from rules.declared import Declared
from rules.vocabulary import ProcedureKind

Way = tuple[str, str]
"""From one duty code, or START, to the next."""

_WRITTEN: dict[ProcedureKind, str] = {
    ProcedureKind.MANDATORY_REPORTING: """
        start > pass_on_to_police > answer_hotline_ticket
        start > triage > child_seen > safety_assessment > choose_interventions > second_reading > choose_interventions
        triage > tell_reporter
        second_reading > tell_reporter
        start > police_acceptance > transfer_to_competent_police > police_acceptance
        police_acceptance > decide_administrative_case > decide_filing
        police_acceptance > decide_filing > review_non_filing > explain_non_filing > assess_reasons
        decide_filing > notify_non_filing
        assess_reasons > tell_victim_reasons_hold
        assess_reasons > file_after_notice > urge_investigation
        decide_administrative_case > conclude_investigation > feedback_before_prosecution > send_for_prosecution
        decide_filing > conclude_investigation
        file_after_notice > conclude_investigation
        decide_administrative_case > feedback_on_progress
        decide_filing > feedback_on_progress
        file_after_notice > feedback_on_progress
        police_acceptance > feedback_on_result
        decide_administrative_case > feedback_on_result
        decide_filing > feedback_on_result
        police_acceptance > dissuade_as_police
        police_acceptance > commend_reporter
    """,
    ProcedureKind.EMERGENCY_PLACEMENT: """
        start > notify_civil_affairs
        start > safe_bed > end_committee_placement > end_committee_placement
        start > decide_placement
    """,
    ProcedureKind.POLICE_ADMONITION: """
        start > identify_respondent > decide_admonition
        start > decide_admonition > tell_not_issued > decide_admonition
        decide_admonition > hold_admonition > admonition_visit > admonition_visit
        hold_admonition > tell_of_admonition
        admonition_visit > decide_after_harm > decide_penalty
        decide_admonition > decide_after_harm
    """,
    ProcedureKind.WRITTEN_WARNING: """
        start > identify_respondent > decide_warning
        identify_respondent > tell_not_issued
        start > decide_warning > tell_not_issued > decide_warning
        decide_warning > serve_warning > warning_visit > warning_visit
        serve_warning > local_warning_visit > decide_after_harm
        decide_warning > tell_of_warning
        decide_warning > explain_protection
        warning_visit > decide_after_harm > decide_penalty
        decide_warning > decide_after_harm
    """,
    ProcedureKind.FAMILY_EDUCATION_ORDER: """
        start > identify_respondent > decide_guidance_order
        start > decide_guidance_order > tell_not_issued > decide_guidance_order
        decide_guidance_order > serve_guidance_order
        decide_guidance_order > pass_to_provider > first_session > guidance_session > guidance_session
        guidance_session > report_absence > decide_after_ignored > decide_penalty
        decide_guidance_order > closing_check > closing_check
        closing_check > decide_after_ignored
        decide_guidance_order > decide_after_harm > decide_penalty
    """,
    ProcedureKind.SUPERVISION_ORDER: """
        start > identify_respondent > inquire_into_guardianship
        identify_respondent > hear_guardian
        start > inquire_into_guardianship > decide_supervision_order
        start > hear_guardian > decide_supervision_order
        decide_supervision_order > tell_not_issued > decide_supervision_order
        decide_supervision_order > announce_supervision_order > hand_to_partner
        announce_supervision_order > supervision_visit > supervision_visit
        announce_supervision_order > review_supervision_order > review_supervision_order
        decide_supervision_order > end_supervision_term > end_supervision_term
        review_supervision_order > end_supervision_term
        review_supervision_order > announce_supervision_order
        end_supervision_term > announce_supervision_order
        supervision_visit > decide_after_harm
        decide_supervision_order > decide_after_harm > suggest_revocation
        review_supervision_order > suggest_revocation
        end_supervision_term > suggest_revocation
        decide_after_harm > decide_penalty
        review_supervision_order > decide_penalty
        end_supervision_term > decide_penalty
    """,
    ProcedureKind.PROTECTION_ORDER: """
        start > apply_for_protection > apply_for_protection
        apply_for_protection > second_reading > apply_for_protection
        apply_for_protection > accept_protection_application > accept_protection_application
        accept_protection_application > decide_protection_order > serve_protection_order
        decide_protection_order > consider_reconsideration > decide_reconsideration > serve_protection_order
        decide_protection_order > send_protection_order
        decide_reconsideration > send_protection_order
        decide_protection_order > prepare_police_help
        decide_reconsideration > prepare_police_help
        decide_protection_order > protection_revisit > protection_revisit
        decide_reconsideration > protection_revisit
        decide_protection_order > police_on_breach
        decide_reconsideration > police_on_breach
        protection_revisit > police_on_breach
        decide_protection_order > decide_breach
        decide_reconsideration > decide_breach
        protection_revisit > decide_after_harm > decide_penalty
        decide_protection_order > decide_after_harm
        decide_reconsideration > decide_after_harm
        decide_protection_order > consider_renewal > decide_extension > consider_renewal
        decide_reconsideration > consider_renewal
        consider_renewal > safety_check_at_end
        decide_extension > safety_check_at_end
        consider_renewal > apply_for_protection
        safety_check_at_end > apply_for_protection
    """,
    ProcedureKind.GUARDIANSHIP_TRANSFER: """
        start > establish_grounds > conclude_parent_search
        start > begin_temporary_guardianship > decide_way_out > decide_way_out
        begin_temporary_guardianship > check_health
        begin_temporary_guardianship > screen_psychology
        begin_temporary_guardianship > tell_of_placement
        begin_temporary_guardianship > give_case_note
        begin_temporary_guardianship > hold_conference > hold_conference
        begin_temporary_guardianship > explain_long_stay
        begin_temporary_guardianship > decide_at_stay_limit > decide_at_stay_limit
        decide_way_out > assess_capacity > hand_back_child > visit_after_return > visit_after_return
        assess_capacity > visit_after_return > begin_temporary_guardianship
        assess_capacity > decide_way_out
        hand_back_child > decide_way_out
        decide_way_out > name_applicant > file_application > apply_as_last_resort > accept_application
        name_applicant > apply_as_last_resort > suggest_application > apply_as_last_resort
        suggest_application > decide_way_out
        file_application > accept_application > decide_revocation > appoint_guardian > hand_over_child
        accept_application > decide_way_out
        decide_revocation > decide_way_out
        decide_revocation > hand_over_child
        decide_revocation > arrange_maintenance
        file_application > support_suit
        apply_as_last_resort > support_suit
        file_application > seek_legal_aid > decide_legal_aid > assign_lawyer > meet_lawyer
        apply_as_last_resort > seek_legal_aid
        decide_way_out > enter_long_term
        hand_over_child > enter_long_term
        hand_back_child > tell_of_change
        assess_capacity > tell_of_change
        hand_over_child > tell_of_change
        enter_long_term > tell_of_change
    """,
    ProcedureKind.GUARDIANSHIP_RESTORATION: """
        start > examine_restoration > refuse_barred_restoration
        examine_restoration > assess_for_restoration
        examine_restoration > decide_restoration > hand_over_child
        decide_restoration > tell_of_change
        decide_restoration > visit_after_restoration > visit_after_restoration
    """,
    ProcedureKind.HANDOVER: """
        start > agree_handover > send_handover > confirm_receipt > decide_handover_anew
        start > send_handover
        agree_handover > decide_handover_anew > agree_handover
        decide_handover_anew > send_handover
    """,
    ProcedureKind.TURNING_POINT: """
        start > review_coming_of_age
        start > tell_young_adult
        start > end_guardianship
        start > report_death
        start > review_after_death
    """,
    ProcedureKind.ENTRUSTED_CARE: """
        start > take_entrusting_notice > verify_carer > confirm_care > give_care_copies
        take_entrusting_notice > choose_carer > verify_carer > choose_carer
        choose_carer > end_care
        choose_carer > designate_carer > verify_carer
        verify_carer > consent_to_carer > confirm_care > file_care_agreement
        consent_to_carer > choose_carer
        care_visit > designate_carer
        renew_care > designate_carer
        tell_parents_of_carer > designate_carer
        confirm_care > care_visit > care_visit
        care_visit > report_harm
        care_visit > urge_contact
        care_visit > tell_parents_of_carer > choose_carer
        tell_parents_of_carer > confirm_care
        tell_parents_of_carer > verify_carer
        tell_parents_of_carer > end_care
        care_visit > confirm_care
        care_visit > choose_carer
        care_visit > end_care
        confirm_care > renew_care > verify_carer
        renew_care > choose_carer
        renew_care > end_care
    """,
    ProcedureKind.PSYCHOLOGICAL_REFERRAL: """
        start > sort_psychology > report_harm
        sort_psychology > tell_of_serious_problem
        sort_psychology > answer_crisis > assess_at_hospital > psych_outcome
        assess_at_hospital > send_psych_referral
        sort_psychology > send_psych_referral > work_with_guardian > send_psych_referral
        work_with_guardian > report_harm
        send_psych_referral > take_up_psychology > redirect_psychology > take_up_psychology
        take_up_psychology > first_psych_contact > advise_hospital > assess_at_hospital
        first_psych_contact > report_harm
        first_psych_contact > psych_outcome > psych_outcome
        advise_hospital > psych_outcome
        psych_outcome > report_harm
        psych_outcome > feedback_to_referrer
    """,
    ProcedureKind.DROPOUT: """
        start > contact_absent_pupil > home_visit_absence > persuade_return
        contact_absent_pupil > report_harm
        home_visit_absence > report_harm
        home_visit_absence > return_plan
        persuade_return > return_plan
        persuade_return > report_dropout > decide_schooling_order > serve_schooling_order > check_schooling
        decide_schooling_order > return_plan
        check_schooling > report_harm
        check_schooling > return_plan
        check_schooling > request_admonition > return_plan
        return_plan > check_return > contact_absent_pupil
        check_return > report_harm
    """,
    ProcedureKind.ACCOUNTABILITY: "start > review_reporting_failure",
    ProcedureKind.REFERRAL: """
        start > take_up_referral > complete_referral
        take_up_referral > reassign_referral > take_up_referral
    """,
    ProcedureKind.SUGGESTION: """
        start > decide_suggestion > serve_suggestion > reply_to_suggestion > assess_reply > follow_up_suggestion
        assess_reply > tell_superior > follow_up_suggestion > tell_superior
        tell_superior > consider_suit > follow_up_suggestion
    """,
    ProcedureKind.CROSS_REGION: """
        start > accept_benefit > give_benefit_opinion > decide_benefit > tell_applicant > plan_after_refusal
        accept_benefit > tell_applicant
        plan_after_refusal > accept_benefit
        start > compare_records > compare_records
    """,
    ProcedureKind.SERVICE_REFERRAL: """
        start > take_up_referral > complete_referral > confirm_service > take_up_referral
        take_up_referral > reassign_referral > take_up_referral
    """,
    ProcedureKind.UNDELIVERED_NOTICE: "start > reach_by_other_means",
    ProcedureKind.MONITORING: """
        start > routine_contact > routine_contact
        start > routine_visit > routine_visit
        start > update_child_data > update_child_data
        start > assess_tier > assess_tier > confirm_lower_tier
        start > assess_psychology > assess_psychology
        start > school_home_visit > school_home_visit
        start > assess_on_event > confirm_lower_tier
        routine_visit > assess_on_event > assess_on_event
        routine_visit > dissuade_guardian > check_dissuasion > report_harm
        dissuade_guardian > report_harm
    """,
    ProcedureKind.DISSUASION: """
        start > dissuade_guardian > check_dissuasion > report_conduct
        dissuade_guardian > report_conduct
    """,
    ProcedureKind.ROUTINE_REPORTING: """
        start > spot_check_files
        start > report_spot_checks
        start > inspect_care_work
        start > report_progress
        start > hold_family_education
        start > teach_the_law
        start > safety_talk_winter
        start > safety_talk_summer
        start > village_safety_activity
        start > model_training
        start > train_child_workers
        start > certify_january
        start > certify_july
    """,
    ProcedureKind.CASE_REVIEW: "start > review_case > review_case",
    ProcedureKind.DECLARED: "",
}


def path_of(kind: ProcedureKind, declared: Declared | None = None) -> tuple[Way, ...]:
    """The ways of a procedure, in the order of its flow; of a declared one, as its rules declare them.

    >>> path_of(ProcedureKind.REFERRAL)[1]
    ('take_up_referral', 'complete_referral')
    """
    if declared is not None:
        return tuple(declared.ways())
    ways: list[Way] = []
    for line in _WRITTEN[kind].strip().splitlines():
        codes = [code.strip() for code in line.split(">")]
        ways += itertools.pairwise(codes)
    return tuple(dict.fromkeys(ways))


def duties_of(kind: ProcedureKind, declared: Declared | None = None) -> tuple[str, ...]:
    """The duties on the path of a procedure, in the order of its flow."""
    return tuple(dict.fromkeys(code for way in path_of(kind, declared) for code in way if code != START))


def ways_back(kind: ProcedureKind, declared: Declared | None = None) -> frozenset[Way]:
    """The ways of a procedure that lead back to where it has been, or round in a circle.

    >>> sorted(ways_back(ProcedureKind.REFERRAL))
    [('reassign_referral', 'take_up_referral')]
    """
    following: dict[str, list[str]] = {}
    for one, other in path_of(kind, declared):
        following.setdefault(one, []).append(other)
    back: set[Way] = set()
    finished: set[str] = set()

    def walk(code: str, behind: tuple[str, ...]) -> None:
        for after in following.get(code, ()):
            if after in (*behind, code):
                back.add((code, after))
            elif after not in finished:
                walk(after, (*behind, code))
        finished.add(code)

    walk(START, ())
    return frozenset(back)
