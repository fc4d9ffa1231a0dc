"""Opening a case in an emergency: with a reason, for a time, in the open, reviewed afterwards. 紧急查阅.

A post that has no sight of a case, and stands before the child, must not wait for somebody to give it a duty (HT-215).
The lead post and the county office learn of it at once; the county office says afterwards whether it was needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from models import AccessGrant, CaseFile
from rules.access import CaseRelation, FieldClass, ReviewOutcome, easiest
from rules.access_table import sees
from rules.errors import Conflict, Forbidden
from rules.vocabulary import Role
from tasks import messages
from tasks.access.grants import (
    BREAK_GLASS,
    FOR_EMERGENCIES,
    FOR_REVIEWS,
    change,
    grant_of,
    new_grant,
    no_such_grant,
    person_at,
    revealed,
    sealed,
    span,
    words_given,
)
from tasks.access.grounds import no_such_case
from tasks.access.places import covers, same_county, within
from tasks.access.sight import sight_of
from tasks.canonical import instant
from tasks.journal import Actor, Entry
from tasks.kinds import Kind
from tasks.posts import FoundPost, known_post, post_by_number, post_near
from tasks.wording import say_moment

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """An access in an emergency. 紧急查阅.

    Args:
        asked_by_person: who it was opened for; nobody else sees more by it, at the same post either.
        until: when it ends; earlier where somebody ended it.
        review_by: our default for its review (HT-216); `late` once that has passed without one.
    """

    no: str
    case_no: str
    asked_by_post: str
    asked_by_person: str | None
    asked_at: datetime
    until: datetime
    review_by: datetime
    late: bool
    outcome: ReviewOutcome | None


def open_in_emergency(office: Office, case_no: str, *, reason: str, by_post: str) -> Emergency:
    """Open a case that this post may not see, for whoever sits there now. 紧急查阅.

    Raises:
        Refused: no reason, no such post, nobody there.
        Forbidden: such a role never may; no such case, or one of another county, which is the same.
        Conflict: it is open already, or the post sees all of this without.
        In each case nothing is written.
    """
    reason = words_given(reason, field="reason")
    with office.writing() as desk:
        post, by = known_post(desk, by_post, field="by"), person_at(desk, by_post)
        desk.lock(f"emergency {case_no}")
        case = desk.session.exec(select(CaseFile).where(col(CaseFile.no) == case_no)).first()
        if case is None or not same_county(post.area, case.area):
            raise no_such_case(case_no)
        _refuse_what_needs_none(desk, post, case_no)
        until = desk.at + span(desk, FOR_EMERGENCIES)
        kept = sealed(desk, case_no, "reason", reason)
        no = new_grant(desk, BREAK_GLASS, case_no, by, kept, from_at=desk.at, until_at=until)
        payload = {
            "grant_no": no,
            "until_at": instant(until),
            "reason_sealed": kept,
            "notices": _tell(desk, case, post, until),
        }
        _record(desk, Kind.EMERGENCY_OPENED, case_no, no, payload, by, FOR_EMERGENCIES)
        return _shown(desk, grant_of(desk, BREAK_GLASS, no))


def end(office: Office, grant_no: str, *, by_post: str) -> Emergency:
    """End it before its time; whoever opened it may. 提前结束.

    Raises: Forbidden: somebody else's; Conflict: over already.
    """
    with office.writing() as desk:
        by = person_at(desk, by_post)
        grant = grant_of(desk, BREAK_GLASS, grant_no)
        if (grant.asked_by_post, grant.asked_by_person) != (by.post_no, by.person_no):
            raise no_such_grant(grant_no)
        if not _runs(grant, desk.at):
            raise Conflict("这次紧急查阅已经结束", "this emergency access is over already")
        change(desk, grant, closed_at=desk.at)
        _record(desk, Kind.EMERGENCY_ENDED, grant.subject_no, grant_no, {"grant_no": grant_no}, by, FOR_EMERGENCIES)
        return _shown(desk, grant)


def review(office: Office, grant_no: str, outcome: ReviewOutcome, *, words: str, by_post: str) -> Emergency:
    """Say whether an access in an emergency was needed; one that was not ends at once. 审查紧急查阅.

    Raises:
        Refused: no words, no such post, nobody there.
        Forbidden: not the county office of the place, or whoever opened it.
        Conflict: reviewed already.
    """
    words = words_given(words, field="words")
    with office.writing() as desk:
        by = person_at(desk, by_post)
        grant = _reviewable(desk, grant_no, by)
        if grant.reviewed_at is not None:
            when = say_moment(grant.reviewed_at, "zh")
            raise Conflict(f"已于 {when} 审查", f"reviewed already ({say_moment(grant.reviewed_at, 'en')})")
        values: dict[str, Any] = {"reviewed_by_post": by_post, "reviewed_at": desk.at, "review_outcome": outcome}
        if outcome is ReviewOutcome.NOT_JUSTIFIED and _runs(grant, desk.at):
            values["closed_at"] = desk.at
        change(desk, grant, **values)
        kept = sealed(desk, grant.subject_no, "words", words)
        payload = {"grant_no": grant_no, "outcome": outcome, "words_sealed": kept}
        _record(desk, Kind.EMERGENCY_REVIEWED, grant.subject_no, grant_no, payload, by, FOR_REVIEWS)
        return _shown(desk, grant)


def reason_for(office: Office, grant_no: str, *, by_post: str) -> str | None:
    """Why it was opened, for whoever reviews it; None where its key was destroyed since. Raises: as `review`."""
    with office.reading() as desk:
        grant = _reviewable(desk, grant_no, person_at(desk, by_post), to_read=True)
        return revealed(desk, grant.subject_no, "reason", grant.reason_sealed)


def unreviewed(desk: Desk, area: str) -> list[Emergency]:
    """What was opened in an emergency in an area and nobody has reviewed yet, the oldest first. 待审查."""
    query = (
        select(AccessGrant)
        .join(CaseFile, col(CaseFile.no) == col(AccessGrant.subject_no))
        .where(col(AccessGrant.kind) == BREAK_GLASS, col(AccessGrant.reviewed_at).is_(None))
        .where(within(col(CaseFile.area), area))
        .order_by(col(AccessGrant.asked_at), col(AccessGrant.no))
    )
    return [_shown(desk, one) for one in desk.session.exec(query)]


def reviews(post: FoundPost) -> bool:
    """Whether it falls to this post to say if an emergency was one (HT-216)."""
    return post.role is Role.COUNTY_OFFICE


def running(desk: Desk, by: Actor) -> list[Emergency]:
    """What this person has open in an emergency from this post, the newest first. 查阅期间."""
    query = select(AccessGrant).where(
        col(AccessGrant.kind) == BREAK_GLASS,
        col(AccessGrant.asked_by_post) == by.post_no,
        col(AccessGrant.asked_by_person) == by.person_no,
        col(AccessGrant.until_at) > desk.at,
        col(AccessGrant.closed_at).is_(None),
    )
    return [_shown(desk, one) for one in desk.session.exec(query.order_by(col(AccessGrant.asked_at).desc()))]


# ------------------------------------------------------------------------------------------------ what it rests on


def _refuse_what_needs_none(desk: Desk, post: FoundPost, case_no: str) -> None:
    """It must open something to this post that is closed to it now."""
    gains = [what for what in FieldClass if sees(post.role, CaseRelation.EMERGENCY, what).at_all]
    if not gains:
        raise Forbidden(
            "本岗位不能紧急查阅个案。儿童有危险请立即拨打 110，并通过“报告”告知",
            "this post cannot open a case in an emergency: call 110 where a child is in danger, and report",
            source=FOR_EMERGENCIES,
        )
    sight = sight_of(desk, post)
    if CaseRelation.EMERGENCY in sight.relations_to(case_no):
        raise Conflict("已经在紧急查阅期间", "it is open in an emergency already")
    if all(
        easiest([sight.may(case_no, what), sees(post.role, CaseRelation.EMERGENCY, what)]) is sight.may(case_no, what)
        for what in gains
    ):
        raise Conflict("本岗位无须紧急查阅即可看到该个案", "this post sees the case without an emergency")


def _tell(desk: Desk, case: CaseFile, post: FoundPost, until: datetime) -> list[dict[str, Any]]:
    """The lead post and the county office, as they are now."""
    lead = post_by_number(desk, case.lead_post) if case.lead_post else None
    told = [one for one in (lead, post_near(desk, [Role.COUNTY_OFFICE], case.area)) if one is not None]
    review_by = desk.at + span(desk, FOR_REVIEWS)

    def facts_in(lang: str) -> Mapping[str, object]:
        return {
            "case_no": case.no,
            "opened_by": f"{post.zh}（{post.no}）" if lang == "zh" else f"{post.en} ({post.no})",
            "opened_at": say_moment(desk.at, lang),
            "until": say_moment(until, lang),
            "review_by": say_moment(review_by, lang),
            "basis": FOR_EMERGENCIES,
        }

    return messages.to_posts(desk, told, "emergency_access", facts_in, case_no=case.no)


def _reviewable(desk: Desk, grant_no: str, by: Actor, *, to_read: bool = False) -> AccessGrant:
    grant = grant_of(desk, BREAK_GLASS, grant_no, to_read=to_read)
    post = known_post(desk, by.post_no or "", field="by")
    case = desk.session.exec(select(CaseFile).where(col(CaseFile.no) == grant.subject_no)).one()
    if not same_county(post.area, case.area):
        raise no_such_grant(grant_no)
    if not reviews(post) or not covers(post.area, case.area):
        raise Forbidden(
            "紧急查阅由县级协调机构审查",
            "the county office reviews what was opened in an emergency",
            source=FOR_REVIEWS,
        )
    if grant.asked_by_person == by.person_no:
        raise Forbidden("不能审查自己的紧急查阅", "nobody reviews what they opened themselves", source=FOR_REVIEWS)
    return grant


def _runs(grant: AccessGrant, at: datetime) -> bool:
    return grant.closed_at is None and grant.until_at is not None and at < grant.until_at


def _record(
    desk: Desk, kind: Kind, case_no: str, grant_no: str, payload: dict[str, Any], by: Actor, basis: str
) -> None:
    key = f"{kind}:{grant_no}"
    desk.record(Entry(chain=case_no, kind=kind, key=key, payload=payload, happened_at=desk.at, by=by, basis=(basis,)))


def _shown(desk: Desk, grant: AccessGrant) -> Emergency:
    desk.session.refresh(grant)
    assert grant.until_at is not None, "an emergency has an end from the beginning"
    review_by = grant.asked_at + span(desk, FOR_REVIEWS)
    return Emergency(
        no=grant.no,
        case_no=grant.subject_no,
        asked_by_post=grant.asked_by_post,
        asked_by_person=grant.asked_by_person,
        asked_at=grant.asked_at,
        until=min(grant.until_at, grant.closed_at or grant.until_at),
        review_by=review_by,
        late=grant.reviewed_at is None and desk.at > review_by,
        outcome=ReviewOutcome(grant.review_outcome) if grant.review_outcome else None,
    )
