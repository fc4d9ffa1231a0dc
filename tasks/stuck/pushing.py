"""Telling whoever has to act, by hand, and sending again what did not arrive. 人工催办、重新发送."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from models import CaseFile, DutyRow, Notice
from rules.errors import Refused
from rules.vocabulary import Role
from tasks import messages, wording
from tasks.canonical import instant
from tasks.filing import actor_at
from tasks.journal import SYSTEM, Entry
from tasks.kinds import Kind
from tasks.posts import FoundPost, addresses_of, known_post, post_by_number, post_near
from tasks.stuck.found import Stuck
from tasks.stuck.kinds import RepairAct

if TYPE_CHECKING:
    from tasks.desk import Desk


def push(desk: Desk, one: Stuck, *, by_post: str) -> None:
    """Send a message to the post that holds it, or to the lead and the county office.

    Raises: Refused: there is nobody to tell.
    """
    posts = _lead_and_office(desk, one) if one.act is RepairAct.TELL_LEAD else _holder(desk, one)
    if not posts:
        raise Refused(
            "没有可以告知的岗位，请先在名册中登记", "there is no post to tell: enter one in the directory", field="KEY"
        )
    by = known_post(desk, by_post, field="by")

    def facts_in(lang: str) -> dict[str, Any]:
        return {
            "kind": wording.say(one.kind, lang),
            "case_no": one.case_no or "—",
            "subject": one.subject if lang == "zh" else one.subject_en,
            "since": wording.say_moment(one.since, lang),
            "asked_by": by.zh if lang == "zh" else by.en,
            "what_to_do": one.repair if lang == "zh" else one.repair_en,
        }

    notices = messages.to_posts(desk, posts, "reminded", facts_in, case_no=one.case_no or None)
    desk.record(entry(desk, one, by_post=by_post, told=[post.no for post in posts], notices=notices))


def resend(desk: Desk, one: Stuck, *, by_post: str) -> None:
    """Queue a message that failed again, under the same number, to the address as it stands in the directory now.

    Raises: Refused: the post has no address any more on that channel.
    """
    number = one.key.partition(":")[2]
    notice = desk.session.exec(select(Notice).where(col(Notice.no) == number).with_for_update()).one()
    if notice.post_no and notice.channel not in {known.channel for known in addresses_of(desk, notice.post_no)}:
        raise Refused(
            f"岗位 {notice.post_no} 已没有“{notice.channel}”通道；请先更正名册",
            f"post {notice.post_no} has no address on {notice.channel} any more: mend the directory first",
            field="KEY",
        )
    desk.queue([number])
    desk.record(entry(desk, one, by_post=by_post, resent=number))


def entry(desk: Desk, one: Stuck, *, by_post: str, **facts: Any) -> Entry:
    """The fact that somebody acted on a line of the list."""
    ref = one.key.partition(":")[2]
    duty = desk.session.exec(select(DutyRow.no, DutyRow.procedure_no).where(col(DutyRow.no) == ref)).first()
    return Entry(
        chain=one.case_no or SYSTEM,
        kind=Kind.REMINDED,
        key=f"repair:{one.key}:{instant(desk.at)}",
        payload={"stuck": one.kind, "act": one.act, "ref": ref, "since": instant(one.since), **facts},
        happened_at=desk.at,
        by=actor_at(desk, by_post),
        procedure_no=duty[1] if duty else None,
        duty_no=duty[0] if duty else None,
    )


def _holder(desk: Desk, one: Stuck) -> list[FoundPost]:
    found = post_by_number(desk, one.holder) if one.holder else None
    return [found] if found else []


def _lead_and_office(desk: Desk, one: Stuck) -> list[FoundPost]:
    lead, area = desk.session.exec(
        select(CaseFile.lead_post, CaseFile.area).where(col(CaseFile.no) == one.case_no)
    ).one()
    office = post_near(desk, [Role.COUNTY_OFFICE, Role.CIVIL_AFFAIRS], area)
    found = [post_by_number(desk, lead) if lead else None, office]
    return list({post.no: post for post in found if post}.values())
