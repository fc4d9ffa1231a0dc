"""Who may ask who reported, and who may agree: two people of two agencies. 两个岗位 (HT-211)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import Post, ReportChild
from rules.access import FieldClass
from rules.errors import Forbidden
from rules.vocabulary import Role
from tasks.access.grants import FOR_REPORTERS, no_such_grant
from tasks.access.sight import sight_of
from tasks.posts import known_post

if TYPE_CHECKING:
    from models import AccessGrant
    from tasks.desk import Desk
    from tasks.journal import Actor


ONE_OF_THE_TWO = (Role.COUNTY_OFFICE, Role.PROCURATORATE)
"""Without one of these it cannot be opened."""


def refuse_a_stranger(desk: Desk, report_no: str, by_post: str) -> None:
    """Raises Forbidden unless one of the report's cases would open the reporter to this post, with another's word."""
    cases = desk.session.exec(select(ReportChild.case_no).where(col(ReportChild.report_no) == report_no)).all()
    sight = sight_of(desk, known_post(desk, by_post, field="by"))
    refusals = []
    for case_no in cases:
        try:
            sight.demand(case_no, FieldClass.REPORTER)
        except Forbidden as refusal:
            refusals.append(refusal)
        else:
            return
    shown = [one for one in refusals if not one.hidden]
    if shown:
        raise shown[0]
    raise Forbidden(
        f"没有编号为 {report_no} 的报告，请核对编号",
        f"there is no report {report_no}; check the number",
        field="NO",
        hidden=True,
    )


def why_not(desk: Desk, grant: AccessGrant, by: Actor) -> Forbidden | None:
    """Why this person may not answer; None where they may."""
    try:
        refuse_a_stranger(desk, grant.subject_no, by.post_no or "")
    except Forbidden as refusal:
        return no_such_grant(grant.no) if refusal.hidden else refusal
    posts = [known_post(desk, no, field="by") for no in (grant.asked_by_post, by.post_no or "")]
    if by.person_no == grant.asked_by_person or _one_agency(desk, posts[0].no, posts[1].no):
        return Forbidden(
            "须由另一机构的另一个人同意，不能自己同意自己的申请",
            "another person at another agency agrees; nobody agrees with themselves",
            source=FOR_REPORTERS,
        )
    if not any(post.role in ONE_OF_THE_TWO for post in posts):
        return Forbidden(
            "两个岗位之一须是县级协调机构或者人民检察院",
            "one of the two posts must be the county office or the procuratorate",
            source=FOR_REPORTERS,
        )
    return None


def _one_agency(desk: Desk, one: str, two: str) -> bool:
    query = select(Post.agency_no).where(col(Post.no).in_([one, two]))
    return len(set(desk.session.exec(query))) == 1
