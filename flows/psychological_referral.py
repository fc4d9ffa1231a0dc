"""心理转介程序 / Psychological referral: a crisis within the hour, else asked, taken up, helped, and told back.

Ground   未成年人保护法 Arts. 90(3), 111; 精神卫生法 Arts. 23, 28–29; 公通字〔2024〕34号 pt. 19.  The law says 立即,
         及时; every number is ours (K-90, K-91, K-92, HT-118 to HT-124).  Whoever counsels does not diagnose (Art. 23).
Ends in  completed (and whoever referred was told) · declined (nobody takes it on, or the guardians refuse) ·
         child died.  An adult goes on being helped.
Opens    nothing by itself; harm that is found is reported, and the report begins what it calls for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import count

from flows.harm_found import report_harm
from flows.procedure import procedure
from flows.turns import Step, nth
from rules.psychology import (
    ADVISE_HOSPITAL,
    ANSWER_CRISIS,
    ASSESS_AT_HOSPITAL,
    FEEDBACK_TO_REFERRER,
    FIRST_PSYCH_CONTACT,
    PSYCH_OUTCOME,
    REDIRECT_PSYCHOLOGY,
    SEND_PSYCH_REFERRAL,
    SORT_PSYCHOLOGY,
    TAKE_UP_PSYCHOLOGY,
    TELL_OF_SERIOUS_PROBLEM,
    WORK_WITH_GUARDIAN,
    FirstPsychContact,
    GuardianConsent,
    GuardianWorkedWith,
    PsychChannel,
    PsychConcluded,
    PsychOutcome,
    PsychSorted,
)
from rules.vocabulary import CloseReason, ProcedureKind, Role, Turning
from tasks.casework import Proceeding

_Look = PsychSorted | GuardianWorkedWith | FirstPsychContact | PsychConcluded


@procedure(ProcedureKind.PSYCHOLOGICAL_REFERRAL, ends_at=(Turning.DIED,))
def psychological_referral(case: Proceeding) -> None:
    """A child who is not well is helped by somebody who can, and whoever noticed it hears of it. 心理转介."""
    ends: list[CloseReason] = []
    case.beside(lambda case: ends.append(_course(case)), _serious, _harm)
    case.close(ends[0])


def _course(case: Proceeding) -> CloseReason:
    """From the finding to the feedback. 转介全程."""
    found = case.fulfilled(SORT_PSYCHOLOGY, since=case.since_at, owed_by=case.owed_by_post)  # 分级
    since, channel = case.since_at, found.channel
    if channel is PsychChannel.CRISIS:
        answered = case.fulfilled(ANSWER_CRISIS, since=since, owed_by=case.owed_by_post)  # Art. 28(2)：立即
        seen = case.fulfilled(ASSESS_AT_HOSPITAL, since=answered.happened_at)  # Art. 29(2)
        since = seen.happened_at
        if seen.needs_treatment:
            return _concluded(case, since=since, by=None)
    variant = "default" if channel is PsychChannel.ORDINARY else "urgent"
    asked = _asked(case, since=since, variant=variant)
    provider = _taken_up(case, *asked, variant=variant) if asked else None
    if provider is None:
        return CloseReason.DECLINED
    return _helped(case, provider, since=since, variant=variant)


# --- asking -------------------------------------------------------------------------------------------------------


def _asked(case: Proceeding, *, since: datetime, variant: str) -> tuple[str, datetime] | None:
    """The post that is asked, and when; None where the guardians refuse after they were talked with. 发出转介."""
    for turn in count(1):
        about = nth(turn)
        sent = case.fulfilled(SEND_PSYCH_REFERRAL, since=since, about=about, variant=variant, owed_by=case.owed_by_post)
        if sent.guardian_consent is not GuardianConsent.REFUSED:
            return sent.to_post, sent.happened_at
        talked = case.fulfilled(WORK_WITH_GUARDIAN, since=sent.happened_at, about=about, owed_by=case.owed_by_post)
        if talked.guardian_consent is GuardianConsent.REFUSED:
            break
        since = talked.happened_at
    return None


def _taken_up(case: Proceeding, post: str, since: datetime, *, variant: str) -> str | None:
    """The post that takes it on; None where nobody does. 承接或者改转."""
    for turn in count(1):
        about = nth(turn)
        taken = case.fulfilled(TAKE_UP_PSYCHOLOGY, since=since, about=about, variant=variant, owed_by=post)
        if taken.accepts:
            break
        instead = case.fulfilled(REDIRECT_PSYCHOLOGY, since=taken.happened_at, about=about, owed_by=case.owed_by_post)
        if not instead.to_post:
            case.tell_nobody_takes_it(instead, asked=TAKE_UP_PSYCHOLOGY)
            return None
        post, since = instead.to_post, instead.happened_at
    return post


# --- helping ------------------------------------------------------------------------------------------------------


def _helped(case: Proceeding, provider: str, *, since: datetime, variant: str) -> CloseReason:
    """Met by a professional; what looks like a disorder is for a medical institution to say. 接触与就医."""
    met = case.fulfilled(FIRST_PSYCH_CONTACT, since=since, variant=variant, owed_by=provider)
    since = met.happened_at
    if met.suspected_disorder:
        advised = case.fulfilled(ADVISE_HOSPITAL, since=since, owed_by=provider)  # 精神卫生法 Art. 23
        since = advised.happened_at
        if advised.goes_to_hospital:
            since = case.fulfilled(ASSESS_AT_HOSPITAL, since=since, about="advised").happened_at
    return _concluded(case, since=since, by=provider)


def _concluded(case: Proceeding, *, since: datetime, by: str | None) -> CloseReason:
    """Looked at every month until it is over; then whoever referred hears of it. 结果与反馈."""
    for turn in count(1):
        concluded = case.fulfilled(PSYCH_OUTCOME, since=since, about=nth(turn), owed_by=by)
        since = concluded.happened_at
        if concluded.outcome is not PsychOutcome.CONTINUES:
            break
    case.fulfilled(FEEDBACK_TO_REFERRER, since=since, owed_by=by)
    return CloseReason.COMPLETED


# --- whom a local rule wants told ---------------------------------------------------------------------------------


def _serious(case: Proceeding) -> None:
    """A school that finds a crisis tells education and health, where a local rule says so. 严重心理问题报告."""
    found = case.answer_to(SORT_PSYCHOLOGY)
    if found is None or found.channel is not PsychChannel.CRISIS:
        return
    finder = case.found_by(found)
    if case.role_of(finder) is Role.SCHOOL:
        case.where_set(TELL_OF_SERIOUS_PROBLEM, since=found.happened_at, owed_by=finder)


# --- harm on the way ----------------------------------------------------------------------------------------------


def _harm(case: Proceeding) -> None:
    """Whoever found harm reports it; nothing else waits for that, and it is not forgotten at the end. 发现侵害."""
    case.beside(*_reports(case))


def _reports(case: Proceeding) -> Iterator[Step]:
    looks: tuple[tuple[str, Sequence[_Look]], ...] = (
        ("sort", [*case.recorded(SORT_PSYCHOLOGY)]),
        ("guardian", [*case.recorded(WORK_WITH_GUARDIAN)]),
        ("contact", [*case.recorded(FIRST_PSYCH_CONTACT)]),
        ("outcome", [*case.recorded(PSYCH_OUTCOME)]),
    )
    for word, found in looks:
        for turn, look in enumerate(found, start=1):
            if look.harm_found:
                yield _reporting(f"{word}-{turn}", look)


def _reporting(about: str, found: _Look) -> Step:
    return lambda case: report_harm(case, found=found, about=about)
