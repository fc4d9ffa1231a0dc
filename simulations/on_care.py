"""What is answered on entrusted care and on psychological referrals. 委托照护、心理转介的答复."""

from __future__ import annotations

from rules.entrusted_care import CareCourse, CarerBar, CarerChoice, CarerState
from rules.psychology import GuardianConsent, Help, PsychChannel, PsychOutcome
from rules.vocabulary import Role, Situation
from simulations.asked import Asked, Given
from simulations.first_steps import Answers

COPIES = [Role.SCHOOL, Role.COMMITTEE]
FILED = [Role.TOWNSHIP_GOVERNMENT, Role.COMMITTEE]


def _notice(asked: Asked) -> Given:
    if asked.refused or asked.happens(0.05):
        return {"entrusts": False, "reason": "母亲留家照护"}
    return {"entrusts": True, "adult_no": asked.adult(suspected=False), "leaves_on": asked.today.isoformat()}


def _chosen(asked: Asked) -> Given:
    choice = asked.chance.one_of({CarerChoice.FOUND: 75, CarerChoice.RETURNS: 20, CarerChoice.NOBODY: 5})
    carer = asked.adult(suspected=False)
    if choice is CarerChoice.FOUND and (asked.refused or not carer):  # an order may keep that carer away
        choice = CarerChoice.RETURNS
    given: Given = {"choice": choice, "reason": "已与父母协商"}
    return given | ({"adult_no": carer} if choice is CarerChoice.FOUND else {})


def _verified(asked: Asked) -> Given:
    if asked.happens(0.88):
        return {"fit": True, "child_heard": asked.happens(0.9), "reason": "年幼的由照护人代述"}
    bars = [asked.chance.member(list(CarerBar))] if asked.happens(0.5) else []
    return {"fit": False, "child_heard": True, "bars": bars, "reason": "年老多病，无力照护"}


def _confirmed(asked: Asked) -> Given:
    return {
        "until": asked.in_days(60, 400),
        "place_of_work": "外省某厂",
        "contact": "见家长联系卡",
        "carer_contact": "见受托人联系卡",
        "witness": "村委会干部",
        "terms": "每周视频联系两次",
    }


def _visit(asked: Asked) -> Given:
    state = asked.chance.one_of({CarerState.ABLE: 88, CarerState.REMISS: 8, CarerState.UNABLE: 4})
    course = asked.chance.one_of(
        {CareCourse.GOES_ON: 86, CareCourse.NEW_TERMS: 4, CareCourse.RETURNED: 7, CareCourse.ANOTHER_CARER: 2}
        | {CareCourse.SIXTEEN: 1}
    )
    return {
        "child_seen": asked.happens(0.95),
        "carer_state": state,
        "contact_kept": asked.happens(0.85),
        "harm_found": asked.harm_again(),
        "course": course,
    }


def _parents(asked: Asked) -> Given:
    course = asked.chance.one_of(
        {CareCourse.GOES_ON: 60, CareCourse.ANOTHER_CARER: 25, CareCourse.RETURNED: 14, CareCourse.MOVED_ON: 1}
    )
    return {"guardian_reached": asked.happens(0.9), "told": [Role.COMMITTEE], "course": course}


def _renewed(asked: Asked) -> Given:
    course = asked.chance.one_of(
        {CareCourse.NEW_TERMS: 60, CareCourse.RETURNED: 25, CareCourse.ANOTHER_CARER: 10, CareCourse.SIXTEEN: 5}
    )
    return {"course": course}


def _sorted(asked: Asked) -> Given:
    channel = asked.chance.one_of(
        {PsychChannel.ORDINARY: 65, PsychChannel.URGENT: 27, PsychChannel.CRISIS: 3 + 3 * asked.story.grave}
    )
    return {"channel": channel, "guardian_reached": asked.happens(0.85), "harm_found": asked.harm_again()}


def _crisis(asked: Asked) -> Given:
    called = [Help.AMBULANCE, *asked.chance.some_of({Help.POLICE: 0.4, Help.PSYCH_LINE: 0.3, Help.YOUTH_LINE: 0.1})]
    return {"called": called, "escorted": True, "guardian_reached": asked.happens(0.85)}


def _consent(asked: Asked) -> GuardianConsent:
    return asked.chance.one_of({GuardianConsent.GIVEN: 82, GuardianConsent.REFUSED: 10, GuardianConsent.NOT_ASKED: 8})


def _referred(asked: Asked) -> Given:
    consent = _consent(asked)
    post = asked.post(asked.chance.member([Role.HOSPITAL, Role.SOCIAL_WORK, Role.YOUTH_LEAGUE]))
    given: Given = {"guardian_consent": consent, "reason": "经评估需要专业帮助"}
    return given | ({} if consent is GuardianConsent.REFUSED else {"to_post": post})


def _taken_up(asked: Asked) -> Given:
    return {"accepts": True} if asked.happens(0.88) else {"accepts": False, "reason": "本机构无相应人员"}


def _redirected(asked: Asked) -> Given:
    if asked.happens(0.9):
        return {"to_post": asked.post(asked.chance.member([Role.HOSPITAL, Role.SOCIAL_WORK]))}
    return {"reason": "本县无承接机构"}


def _met(asked: Asked) -> Given:
    return {
        "child_seen": asked.happens(0.95),
        "suspected_disorder": asked.happens(0.15),
        "harm_found": asked.harm_again(),
    }


def _concluded(asked: Asked) -> Given:
    outcome = asked.chance.one_of(
        {PsychOutcome.BETTER: 55, PsychOutcome.CONTINUES: 30, PsychOutcome.IN_TREATMENT: 10, PsychOutcome.STOPPED: 5}
    )
    return {"outcome": outcome, "harm_found": asked.harm_again()}


ON_CARE: Answers = {
    "report_harm": lambda _: {"situations": [Situation.R9], "findings": "办理中发现儿童可能受到侵害"},
    "take_entrusting_notice": _notice,
    "choose_carer": _chosen,
    "designate_carer": lambda _: {"designated": False, "reason": "近邻、热心群众均无意愿"},
    "verify_carer": _verified,
    "consent_to_carer": lambda asked: {"agrees": asked.happens(0.95), "reason": "经村委会会议研究"},
    "file_care_agreement": lambda _: {"supervisor_signed": True, "filed_with": FILED},
    "confirm_care": _confirmed,
    "give_care_copies": lambda asked: {"told": COPIES},
    "care_visit": _visit,
    "tell_parents_of_carer": _parents,
    "urge_contact": lambda asked: {"guardian_reached": asked.happens(0.9)},
    "renew_care": _renewed,
    "sort_psychology": _sorted,
    "tell_of_serious_problem": lambda asked: {"told": [Role.EDUCATION, Role.HEALTH]},
    "answer_crisis": _crisis,
    "assess_at_hospital": lambda asked: {"needs_treatment": asked.happens(0.6)},
    "send_psych_referral": _referred,
    "work_with_guardian": lambda asked: {"guardian_consent": _consent(asked), "harm_found": asked.harm_again()},
    "take_up_psychology": _taken_up,
    "redirect_psychology": _redirected,
    "first_psych_contact": _met,
    "advise_hospital": lambda asked: {
        "guardian_reached": True,
        "goes_to_hospital": asked.happens(0.85),
        "reason": "已向监护人说明",
    },
    "psych_outcome": _concluded,
    "feedback_to_referrer": lambda asked: {"told": [Role.SCHOOL]},
    "end_care": lambda asked: {"child_seen": True, "told": COPIES},
}
