"""What people say of a duty besides its answer: read, taken on, handed on, why it was late. 阅知、接办、转交、原因."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import col, func, select

from models import CaseFile, DutyRow, JournalEntry, Procedure
from rules.causes import BASIS, BreachCause
from rules.errors import Conflict, Refused
from rules.vocabulary import DutyState
from tasks import attention, messages, wording
from tasks.breaches import causes_of_breach, holder_when_due, is_breach, may_explain
from tasks.canonical import instant_or_none
from tasks.clocks import clock_of
from tasks.duty_rules import rules_of
from tasks.filing import actor_at
from tasks.journal import Actor, Entry
from tasks.kinds import Kind
from tasks.matters import words_of
from tasks.opened_duty import (
    Acted,
    Opened,
    actor_of,
    codes_called,
    may_decide_what_is_late,
    may_leave_out,
    opened_duty,
)
from tasks.posts import FoundPost, known_post, post_by_number

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office


def read(office: Office, case_no: str, duty: str, *, by_post: str | None = None) -> Acted:
    """That the post has read what it owes. 已阅. Said once; saying it again changes nothing."""
    with opened_duty(office, case_no, duty) as opened:
        by = actor_of(opened, by_post)
        if opened.row.read_at is None:
            opened.desk.record(attention.reading(opened.desk, opened.row, by))
        return opened.acted()


def accept(office: Office, case_no: str, duty: str, *, by_post: str | None = None) -> Acted:
    """That the post takes on what it owes. 接办. Nobody is asked about it any more; its ladder goes on."""
    with opened_duty(office, case_no, duty) as opened:
        by = actor_of(opened, by_post)
        if opened.row.accepted_at is not None:
            when = wording.say_moment(opened.row.accepted_at, "zh")
            raise Conflict(
                f"该职责已于 {when} 接办",
                f"this was taken on already ({wording.say_moment(opened.row.accepted_at, 'en')})",
            )
        opened.desk.record(
            opened.entry(Kind.DUTY_ACCEPTED, _key(opened, "accept"), {}, happened_at=opened.desk.at, by=by)
        )
        return opened.acted()


def hand_on(office: Office, case_no: str, duty: str, *, to_post: str, reason: str, by_post: str | None = None) -> Acted:
    """Let another post owe a duty from now on; its dates and the rung it stands on stay. 转交承办."""
    if not reason.strip():
        raise Refused("请写明理由", "a reason is required", field="reason")
    with opened_duty(office, case_no, duty) as opened:
        by = actor_of(opened, by_post, also=may_leave_out)
        post = known_post(opened.desk, to_post, field="to")
        _refuse_to_pass_on_what_is_late(opened, by, post)
        if post.no == opened.row.post_no:
            raise Refused(f"该职责已由 {post.no} 承办", f"{post.no} owes this duty already", field="to")
        clock = clock_of(opened.desk, opened.pack, opened.row)
        sealed = opened.desk.cipher(opened.subject_no).seal("reason", reason)
        payload = {
            "from_post": opened.row.post_no,
            "role": post.role,
            "post_no": post.no,
            "reason_sealed": sealed,
            "attention": clock.attention(opened.desk.at) if opened.row.state == DutyState.OPEN else [],
            "notices": _tell(opened, post),
        }
        key = f"hand-on:{opened.row.hand_ons + 1}"
        opened.desk.record(opened.entry(Kind.DUTY_HANDED_ON, key, payload, happened_at=opened.desk.at, by=by))
        return opened.acted()


def _refuse_to_pass_on_what_is_late(opened: Opened, by: Actor, to: FoundPost) -> None:
    """Whoever is late stays the one who was late: only those above may then give it to somebody else.

    A lead post that owes it itself may still give it to another post of its own agency.
    """
    owed_by = opened.row.post_no
    if owed_by is None or not opened.is_late:
        return
    if may_decide_what_is_late(opened, known_post(opened.desk, by.post_no or "", field="by")):
        return
    leads = by.post_no == opened.lead_post
    if leads and known_post(opened.desk, owed_by, field="by").agency_no == to.agency_no:
        return
    raise Refused(
        "该职责已逾期，承办岗位不能自行转交"
        + ("给其他机构；请由县级协调机构决定" if leads else "；请由牵头岗位或者县级协调机构决定"),
        "this duty is overdue: the post that owes it cannot hand it on"
        + (" to another agency; the county office may" if leads else "; the lead post or the county office may"),
        field="by",
    )


def explain_breach(
    office: Office, case_no: str, duty: str, *, cause: BreachCause, by_post: str | None, at: datetime | None = None
) -> Acted:
    """Say why a duty was late, from the list of the agency that owed it. 说明逾期原因.

    Who may say it: `may_explain`; the latest word stands, all are kept.
    """
    with office.writing() as desk:
        desk.session.exec(select(CaseFile.no).where(col(CaseFile.no) == case_no).with_for_update()).first()
        row = _late_one(desk, case_no, duty)
        _refuse_who_may_not(desk, row, by_post)
        allowed = causes_of_breach(desk, row)
        if cause not in allowed:
            listed = "、".join(f"{one.value}（{one.zh}）" for one in allowed)
            raise Refused(
                f"“{cause.zh}”不在该机关的逾期原因之列；可选：{listed}",
                f"{cause} is not on the list of this agency: {', '.join(allowed)}",
                field="cause",
            )
        said = func.count()
        earlier = desk.session.exec(
            select(said).where(
                col(JournalEntry.chain) == case_no,
                col(JournalEntry.kind) == Kind.BREACH_EXPLAINED,
                col(JournalEntry.duty_no) == row.no,
            )
        ).one()
        desk.record(
            Entry(
                chain=row.case_no,
                kind=Kind.BREACH_EXPLAINED,
                key=f"cause:{row.no}:{earlier + 1}",
                payload={"code": row.code, "cause": cause, "legal_due_at": instant_or_none(row.legal_due_at)},
                happened_at=at or desk.at,
                by=actor_at(desk, by_post or row.post_no),
                procedure_no=row.procedure_no,
                duty_no=row.no,
                basis=(BASIS,),
            )
        )
        return _acted(desk, row)


def causes_for(office: Office, case_no: str, duty: str) -> tuple[BreachCause, ...]:
    """The causes that may be given for a late duty."""
    with office.reading() as desk:
        row = _late_one(desk, case_no, duty)
        return causes_of_breach(desk, row)


def _key(opened: Opened, act: str) -> str:
    """A post that it was handed on to reads and takes it on for itself."""
    return f"{act}:{opened.row.hand_ons}" if opened.row.hand_ons else act


def _tell(opened: Opened, post: FoundPost) -> list[dict[str, object]]:
    desk, row = opened.desk, opened.row
    kind = desk.session.exec(select(Procedure.kind).where(col(Procedure.no) == row.procedure_no)).one()
    words = words_of(desk, row, kind, opened.pack)
    return messages.to_posts(
        desk, [post], "duty_opened", lambda lang: words.facts_in_full(opened.pack, lang), case_no=row.case_no
    )


def _late_one(desk: Desk, case_no: str, duty: str) -> DutyRow:
    """The duty that is meant, where it is late: by number, code or Chinese name."""
    rows = desk.session.exec(select(DutyRow).where(col(DutyRow.case_no) == case_no)).all()
    names = codes_called(desk, case_no, duty)
    meant = [row for row in rows if duty in (row.no, wording.short_no(row.no)) or row.code in names]
    if not meant:
        raise Refused(
            f"个案 {case_no} 没有“{duty}”这项职责，请用 hutong case show {case_no} 查看",
            f"case {case_no} has no duty {duty!r}; see `hutong case show {case_no}`",
            field="DUTY",
        )
    late = [row for row in meant if is_breach(desk, row)]
    if len(late) > 1:
        numbers = "、".join(wording.short_no(row.no) for row in late)
        raise Refused(
            f"有多项“{duty}”逾期，请用序号指明：{numbers}", f"several are late; name one by its number: {numbers}"
        )
    if not late:
        raise Refused(
            "该职责没有逾期，无需说明原因", "this duty is not late: there is nothing to explain", field="DUTY"
        )
    return late[0]


def _refuse_who_may_not(desk: Desk, row: DutyRow, by_post: str | None) -> None:
    if by_post is None or may_explain(desk, row, known_post(desk, by_post, field="by")):
        return
    posts = dict.fromkeys(no for no in (holder_when_due(desk, row).post_no, row.post_no) if no)
    raise Refused(
        f"由逾期时或者现在的承办岗位（{'、'.join(posts) or '无'}）或者县级协调机构说明原因",
        f"the post that owed it when it became late, or owes it now ({', '.join(posts) or 'none'}), or the county "
        "office says why",
        field="by",
    )


def _acted(desk: Desk, row: DutyRow) -> Acted:
    owner = post_by_number(desk, row.post_no) if row.post_no else None
    return Acted(
        case_no=row.case_no,
        duty_no=row.no,
        procedure_no=row.procedure_no,
        code=row.code,
        zh=rules_of(desk, row).duty(row.code).zh + (f"（{owner.zh}）" if owner else ""),
    )
