"""What is answered on temporary guardianship, the ways out of it, suits and restoration. 监护的答复."""

from __future__ import annotations

from rules.guardianship import LongTermGround, PlacementGround, RevocationGround, WayOut
from rules.placement import PlacementMode
from rules.restoration import RestorationOutcome
from rules.revocation import ApplicantKind, GuardianKind, SuitOutcome
from rules.vocabulary import Role
from simulations.asked import Asked, Given
from simulations.first_steps import Answers

IN_CARE: dict[PlacementMode, float] = {
    PlacementMode.RELATIVES: 45,
    PlacementMode.RELIEF_INSTITUTION: 35,
    PlacementMode.FOSTER_FAMILY: 8,
    PlacementMode.WELFARE_INSTITUTION: 12,
}


def _grounds(asked: Asked) -> Given:
    placement = asked.chance.member([PlacementGround.HARMED, PlacementGround.REFUSES, PlacementGround.CANNOT_ACT])
    revocation = [RevocationGround.SERIOUS_HARM] if asked.story.grave == 2 else []
    return {"placement_grounds": [placement], "revocation_grounds": revocation}


def _way_out(asked: Asked) -> Given:
    """As the story goes the first time; what did not work is not tried for ever."""
    turn = asked.duty.about.rpartition(".")[2]
    first = turn in {"", "1"}
    way_out = asked.story.way_out if first else asked.chance.member([WayOut.RETURN, WayOut.REVOCATION])
    return {"way_out": way_out, "reason": "经个案会商"}


def _applicant(asked: Asked) -> Given:
    kind = asked.chance.one_of(
        {ApplicantKind.CIVIL_AFFAIRS: 40, ApplicantKind.QUALIFIED_PERSON: 30, ApplicantKind.COMMITTEE: 10}
        | {ApplicantKind.WOMENS_FEDERATION: 8, ApplicantKind.NOBODY: 12}
    )
    return {"applicant_kind": kind}


def _appointed(asked: Asked) -> Given:
    kind = asked.chance.one_of(
        {GuardianKind.RELATIVE: 55, GuardianKind.OTHER_PARENT: 15, GuardianKind.CIVIL_AFFAIRS: 20}
        | {GuardianKind.COMMITTEE: 10}
    )
    post = {GuardianKind.CIVIL_AFFAIRS: Role.CIVIL_AFFAIRS, GuardianKind.COMMITTEE: Role.COMMITTEE}.get(kind)
    elsewhere = post is None and asked.happens(0.1)
    return {"guardian_kind": kind, "consent": True, "elsewhere": elsewhere} | (
        {"to_post": asked.post(post)} if post else {}
    )


def _judgment(asked: Asked) -> Given:
    outcome = asked.chance.one_of(
        {SuitOutcome.REVOKED: 70, SuitOutcome.DISMISSED: 12, SuitOutcome.WITHDRAWN: 8, SuitOutcome.MEDIATED: 10}
    )
    revoked = {"revocation_ground": RevocationGround.SERIOUS_HARM} if outcome is SuitOutcome.REVOKED else {}
    return {"suit_outcome": outcome, **revoked}


def _able(probability: float) -> Answers:
    def able(asked: Asked) -> Given:
        return {"able": asked.happens(probability), "child_heard": True, "child_agrees": asked.happens(0.8)}

    return {"assess_capacity": able, "assess_for_restoration": able}


def _past_limit(asked: Asked) -> Given:
    """Most states end when a local rule says that they generally do; some go on, with a reason and another day."""
    if asked.happens(0.7):
        return {"goes_on": False}
    return {"goes_on": True, "reason": "接收方尚未落实", "next_review_on": asked.in_days(20, 90)}


ON_GUARDIANSHIP: Answers = {
    **_able(0.8),
    "establish_grounds": _grounds,
    "begin_temporary_guardianship": lambda asked: {"mode": asked.chance.one_of(IN_CARE)},
    "check_health": lambda asked: {"needs_treatment": asked.happens(0.2)},
    "screen_psychology": lambda asked: {"needs_support": asked.happens(0.4)},
    "tell_of_placement": lambda asked: {"guardian_reached": asked.happens(0.85)},
    "give_case_note": lambda asked: {"receipt": asked.number("收")},
    "hold_conference": lambda asked: {"proposal": asked.story.way_out},
    "explain_long_stay": lambda asked: {"reason": "监护人仍下落不明"},
    "decide_at_stay_limit": _past_limit,
    "end_committee_placement": _past_limit,
    "conclude_parent_search": lambda asked: {"found": asked.happens(0.3), "told": [Role.CIVIL_AFFAIRS]},
    "decide_way_out": _way_out,
    "hand_back_child": lambda asked: {"collected": asked.happens(0.95), "receipt": asked.number("接")},
    "tell_of_change": lambda asked: {},
    "visit_after_return": lambda asked: {"child_safe": not asked.harm_again()},
    "enter_long_term": lambda asked: {"long_term_ground": LongTermGround.PARENTS_NOT_FOUND},
    "name_applicant": _applicant,
    "file_application": lambda asked: {"applied": asked.happens(0.85), "reason": "材料齐备情况如卷"},
    "apply_as_last_resort": lambda asked: {"applied": asked.happens(0.9), "reason": "材料齐备情况如卷"},
    "suggest_application": lambda asked: {"suggests": asked.happens(0.8), "reason": "已审查"},
    "accept_application": lambda asked: {"court_accepts": asked.happens(0.95)},
    "support_suit": lambda asked: {"supports": asked.happens(0.7)},
    "seek_legal_aid": lambda asked: {"aid_sought": asked.happens(0.85)},
    "decide_legal_aid": lambda asked: {"aid_granted": asked.happens(0.95)},
    "assign_lawyer": lambda asked: {},
    "meet_lawyer": lambda asked: {},
    "decide_revocation": _judgment,
    "appoint_guardian": _appointed,
    "hand_over_child": lambda asked: {"receipt": asked.number("接")},
    "arrange_maintenance": lambda asked: {"enforcement_needed": asked.happens(0.3), "how": "按月支付"},
    "examine_restoration": lambda asked: {"intentional_crime": asked.happens(0.2), "within_window": asked.happens(0.8)},
    "refuse_barred_restoration": lambda asked: {},
    "decide_restoration": lambda asked: {
        "restoration_outcome": asked.chance.one_of(
            {RestorationOutcome.RESTORED: 55, RestorationOutcome.NOT_RESTORED: 35, RestorationOutcome.WITHDRAWN: 10}
        )
    },
    "visit_after_restoration": lambda asked: {"child_safe": not asked.harm_again()},
}
