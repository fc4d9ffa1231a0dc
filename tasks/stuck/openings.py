"""What was opened beyond the rule and nobody has looked at since. 例外查阅未审查."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import col, select

from models import AccessGrant, CaseFile
from rules.vocabulary import Role
from tasks.access.grants import BREAK_GLASS, FOR_REVIEWS, span
from tasks.posts import post_near
from tasks.stuck.found import Found, Words
from tasks.stuck.look import Look


def emergency_unreviewed(look: Look) -> Iterator[Found]:
    """A case was opened in an emergency, and the time for its review is over (HT-216)."""
    query = (
        select(AccessGrant, CaseFile.area)
        .join(CaseFile, col(CaseFile.no) == col(AccessGrant.subject_no))
        .where(col(AccessGrant.kind) == BREAK_GLASS, col(AccessGrant.reviewed_at).is_(None))
        .order_by(col(AccessGrant.asked_at), col(AccessGrant.no))
    )
    for grant, area in look.desk.session.exec(query).all():
        review_by = grant.asked_at + span(look.desk, FOR_REVIEWS)
        if look.at > review_by:
            office = post_near(look.desk, [Role.COUNTY_OFFICE], area)
            yield Found(
                ref=grant.no,
                case_no=grant.subject_no,
                area=area,
                subject=Words(
                    f"{grant.asked_by_post} 的紧急查阅（{grant.no}）未审查",
                    f"the emergency opening {grant.no} by {grant.asked_by_post} is not reviewed",
                ),
                holder=office.no if office else "",
                since=review_by,
            )
