"""Starting where a matter stands: a case without a report, a procedure in the middle of the chain. 立案建档、启动程序.

A court sends a judgment, a prison a notice: no report was made and nothing before it is known here.  What lies before
the step at which a procedure is entered is skipped by name, each with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import CaseFile, Procedure
from rules.errors import Conflict, Refused
from rules.vocabulary import CasePurpose, CloseReason, HandOver, PartyRole, ProcedureKind, Role
from rules.when import When
from tasks.canonical import instant
from tasks.case_entry import case_entry, lead_near, place_of
from tasks.files import adult_entries, child_entry, child_no_of, lock_children
from tasks.filing import Filing, actor_at, filing, no_child_in, refuse_the_future
from tasks.handing_over import refuse_a_second_hand_over, refuse_who_does_not_hold_the_case
from tasks.kinds import Kind
from tasks.numbers import Named
from tasks.people import refuse_who_cannot_stand
from tasks.posts import known_post
from tasks.procedures import Opening, Parties, open_procedure

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.journal import Actor
    from tasks.office import Office
    from tasks.report_form import ChildForm

BY_HAND = frozenset(
    {
        ProcedureKind.EMERGENCY_PLACEMENT,
        ProcedureKind.POLICE_ADMONITION,
        ProcedureKind.WRITTEN_WARNING,
        ProcedureKind.SUPERVISION_ORDER,
        ProcedureKind.PROTECTION_ORDER,
        ProcedureKind.FAMILY_EDUCATION_ORDER,
        ProcedureKind.GUARDIANSHIP_TRANSFER,
        ProcedureKind.GUARDIANSHIP_RESTORATION,
        ProcedureKind.ENTRUSTED_CARE,
        ProcedureKind.PSYCHOLOGICAL_REFERRAL,
        ProcedureKind.DROPOUT,
        ProcedureKind.REFERRAL,
        ProcedureKind.SERVICE_REFERRAL,
        ProcedureKind.SUGGESTION,
        ProcedureKind.CROSS_REGION,
        ProcedureKind.ACCOUNTABILITY,
        ProcedureKind.CASE_REVIEW,
        ProcedureKind.DISSUASION,
        ProcedureKind.DECLARED,
    }
)
"""Procedures that somebody may start; the others begin with what they answer to (a report, a hand-over)."""


ONE_FOR_EACH = frozenset(
    {
        ProcedureKind.POLICE_ADMONITION,
        ProcedureKind.WRITTEN_WARNING,
        ProcedureKind.FAMILY_EDUCATION_ORDER,
        ProcedureKind.DISSUASION,
    }
)
"""Procedures that are against one person; several can be open side by side, one for each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedCase:
    """A case that began without a report. 立案结果.

    Args:
        adults: numbers of the adults entered with it, by name; those without a name as `成年人1`, `成年人2` ….
    """

    case_no: str
    child_no: str
    adults: Mapping[str, str]


def open_case(
    office: Office,
    form: ChildForm,
    *,
    when: When,
    source: str,
    by_post: str | None,
    area: str | None = None,
    lead: str | None = None,
    known: Mapping[str, str] | None = None,
) -> OpenedCase:
    """Open a case on a child without a report. 立案建档.

    Somebody must act for the child from the first day: a review of what is to be done is opened with it, unless a
    procedure is started by hand.

    Args:
        when: when that was learnt which the case begins with.
        source: where it comes from (a judgment, a notice, a file); sealed.
        area: where the matter is dealt with, if the child's residence does not say.
        lead: number of the post that leads the case, where it is not civil affairs near the child.
        known: numbers of adults that are entered already, by name: the parents of a brother or sister.
    Raises: Conflict: the child has an open case; Refused: no source, no place; nothing is written.
    """
    if not source.strip():
        raise Refused("请写明来源（判决、通知、移送函……）", "say where it comes from", field="source")
    with office.writing() as desk:
        refuse_the_future(desk, when)
        by = actor_at(desk, by_post)
        lock_children(desk, [form])
        place = place_of(form, area)
        child_no = child_no_of(desk, form)
        entries = []
        if child_no is None:
            child_no = desk.number(Named.CHILD)
            entries.append(child_entry(desk, child_no, form, place))
        _refuse_a_second_open_case(desk, child_no)
        case_no = desk.number(Named.CASE)
        tied = adult_entries(desk, child_no, form, child_no, dict(known or {}), round_=case_no)
        leading = known_post(desk, lead, field="lead").no if lead else lead_near(desk, place)
        sealed = {"source_sealed": desk.cipher(child_no).seal("source", source)}
        opened = case_entry(case_no, child_no, place, lead=leading, when=when, by=by, besides=sealed)
        desk.record(*entries, *tied, opened)
        review = Opening(
            case_no=case_no,
            kind=ProcedureKind.CASE_REVIEW,
            since_at=desk.at,
            key=f"review:{case_no}:begins",
        )
        open_procedure(desk, review)
        adults = {}
        for place_, (adult, entry) in enumerate(zip(form.adults, tied, strict=True), start=1):
            adults[adult.name or f"成年人{place_}"] = entry.payload["adult"]["no"]
        return OpenedCase(case_no=case_no, child_no=child_no, adults=adults)


def open_by_hand(
    office: Office,
    case_no: str,
    kind: ProcedureKind,
    *,
    when: When,
    about: str = "",
    parties: Parties | None = None,
    bodies: Mapping[Role, str] | None = None,
    owed_by: str | None = None,
    reason: str = "",
    by_post: str | None = None,
) -> str:
    """Start a procedure in a case, wherever its chain stands. 启动程序.

    Args:
        when: the fact from which its clocks run.
        about: what it is about, where a case can hold several of its kind; for a procedure that is against one person,
            the respondent, if not said; for a declared procedure, its code or its name.
        parties: who stands in it, by role.
        bodies: posts that act in a role here, where they are not the nearest (the court of another place).
        owed_by: the post that owes what the rules give to no role.
        reason: why it is started by hand; sealed.
    Returns: number of the procedure.
    """
    _refuse_what_is_not_opened_by_hand(kind)
    with filing(office, case_no, by_post=by_post, when=when) as filed:
        _refuse_in_a_file_of_care(filed)
        return open_in(
            filed, kind, when=when, about=about, parties=parties, bodies=bodies, owed_by=owed_by, reason=reason
        )


def open_in(
    filed: Filing,
    kind: ProcedureKind,
    *,
    when: When,
    about: str = "",
    parties: Parties | None = None,
    bodies: Mapping[Role, str] | None = None,
    owed_by: str | None = None,
    reason: str = "",
) -> str:
    """The same, in a case that is locked already."""
    case_no, parties = filed.case.no, parties or {}
    if kind is ProcedureKind.DECLARED:
        about = _declared(filed.desk, about, owed_by)
    refuse_who_cannot_stand(filed, kind, parties)
    for post in (bodies or {}).values():
        known_post(filed.desk, post, field="bodies")
    if owed_by:
        known_post(filed.desk, owed_by, field="owed_by")
    if kind in ONE_FOR_EACH:
        about = about or next(iter(parties.get(PartyRole.RESPONDENT, ())), "")
    _refuse_one_that_is_open(filed.desk, case_no, kind, about)
    since = when.at or filed.desk.at
    opening = Opening(
        case_no=case_no,
        kind=kind,
        since_at=since,
        since_precision=when.precision,
        key=f"by-hand:{case_no}:{kind}:{about}:{instant(since)}:{instant(filed.desk.at)}",
        about=about,
        owed_by_post=owed_by,
        parties=parties,
        bodies=bodies or {},
        reason_sealed=filed.sealed("reason", reason),
        by=filed.by,
    )
    number = open_procedure(filed.desk, opening)
    if kind is not ProcedureKind.CASE_REVIEW:
        _answer_the_review(filed, when)
    return number


def open_matter(desk: Desk, child_no: str, area: str, *, source: str, when: When, by: Actor) -> CaseFile:
    """A case of a child who is on file, for a matter that whoever calls opens in the same transaction.

    Args:
        area: where the child is looked after.
        source: where it comes from; sealed.
    Raises: Conflict: the child has an open case.
    """
    _refuse_a_second_open_case(desk, child_no)
    case_no = desk.number(Named.CASE)
    sealed = {"source_sealed": desk.cipher(child_no).seal("source", source)}
    desk.record(case_entry(case_no, child_no, area, lead=lead_near(desk, area), when=when, by=by, besides=sealed))
    return desk.session.exec(select(CaseFile).where(col(CaseFile.no) == case_no)).one()


def open_matter_of(desk: Desk, child_no: str) -> str | None:
    """The open case of a child in which matters are dealt with, if there is one. 在办个案."""
    query = select(CaseFile.no).where(col(CaseFile.child_no) == child_no, col(CaseFile.state) == "open")
    return desk.session.exec(query.where(col(CaseFile.purpose) == CasePurpose.MATTER)).first()


def hand_over(
    office: Office,
    case_no: str,
    what: HandOver,
    *,
    from_post: str,
    to_post: str | None = None,
    to_outside: str = "",
    reason: str = "",
    when: When,
) -> str:
    """Pass the child, the case, the guardianship or documents on to another body. 移交.

    Args:
        from_post: the sender.
        to_post: the receiver, if it is in the directory; else
        to_outside: who it is, in words; sealed.
    Returns: number of the procedure in which receipt is waited for.
    Raises: Refused: to nobody, to the sender itself, or by a post that does not lead the case;
        Conflict: it is on its way already; nothing is written.
    """
    if (to_post is None) == (not to_outside.strip()):
        raise Refused(
            "移交须有且只有一个接收方：--to 岗位编号，或 --to-outside 写明系统外的接收单位",
            "a hand-over has one receiver: --to POST, or --to-outside naming a body that is not in the directory",
            field="to",
        )
    if to_post == from_post:
        raise Refused("移交方与接收方是同一岗位", "sender and receiver are the same post", field="to")
    with filing(office, case_no, by_post=from_post, when=when) as filed:
        if to_post:
            known_post(filed.desk, to_post, field="to")
        refuse_who_does_not_hold_the_case(filed.desk, case_no, what, from_post)
        refuse_a_second_hand_over(filed.desk, case_no, what, to_post)
        since = when.at or filed.desk.at
        words = "；".join(one for one in (to_outside, reason) if one)
        opening = Opening(
            case_no=case_no,
            kind=ProcedureKind.HANDOVER,
            since_at=since,
            since_precision=when.precision,
            key=f"handover:{case_no}:{what}:{instant(since)}:{instant(filed.desk.at)}",
            about=what,
            owed_by_post=from_post,
            receiver=to_post,
            reason_sealed=filed.sealed("reason", words),
            by=filed.by,
        )
        return open_procedure(filed.desk, opening)


def _refuse_what_is_not_opened_by_hand(kind: ProcedureKind) -> None:
    if kind not in BY_HAND:
        known = "、".join(f"{one.value}（{one.zh}）" for one in ProcedureKind if one in BY_HAND)
        raise Refused(
            f"“{kind.zh}”不能由人工启动；可启动：{known}",
            f"{kind} is not started by hand; these are: {', '.join(sorted(BY_HAND))}",
            field="procedure",
        )


def _answer_the_review(filed: Filing, when: When) -> None:
    """The question what is to be done with the case has its answer: a review that nobody took up ends with it."""
    query = select(Procedure).where(
        col(Procedure.case_no) == filed.case.no,
        col(Procedure.kind) == ProcedureKind.CASE_REVIEW,
        col(Procedure.state) == "open",
    )
    for row in filed.desk.session.exec(query).all():
        payload = {"reason": CloseReason.MOVED_ON, "kind": row.kind}
        filed.record(Kind.PROCEDURE_CLOSED, payload, when=when, key=f"close:{row.no}", procedure_no=row.no)


def _declared(desk: Desk, named: str, owed_by: str | None) -> str:
    """Code of the declared procedure that somebody means, by code or name; somebody must owe each of its steps."""
    rules = desk.current_rules
    one = next((one for one in rules.procedures.values() if named in (one.code, one.zh)), None)
    if one is None:
        known = list(rules.procedures.values())
        raise Refused(
            f"规则包 {rules.id} 没有自设程序“{named}”；可用 --about 写明："
            f"{'、'.join(f'{each.code}（{each.zh}）' for each in known) or '本规则包没有自设程序'}",
            f"pack {rules.id} declares no procedure {named!r}; name one with --about: "
            f"{', '.join(each.code for each in known) or 'it declares none'}",
            field="about",
        )
    unowned = [code for code in one.duties if not rules.duty(code).owed_by]
    if unowned and owed_by is None:
        raise Refused(
            f"“{one.zh}”有步骤未写明由谁承办（{'、'.join(unowned)}），请用 --owed-by 指定岗位",
            f"the rules name nobody for {', '.join(unowned)}: name the post with --owed-by",
            field="owed_by",
        )
    return one.code


def _refuse_a_second_open_case(desk: Desk, child_no: str) -> None:
    there = open_matter_of(desk, child_no)
    if there is not None:
        raise Conflict(
            f"该儿童已有在办个案 {there}，请在该个案内办理（hutong open {there} …）",
            f"this child has an open case, {there}: work in it (hutong open {there} …)",
        )


def _refuse_in_a_file_of_care(filed: Filing) -> None:
    """What is a matter has a file of its own: the child's routine, or the agency's, goes on beside it."""
    if filed.case.purpose == CasePurpose.AGENCY:
        raise no_child_in(filed.case.no)
    if filed.case.purpose == CasePurpose.CARE:
        raise Refused(
            f"{filed.case.no} 是关爱档案，不在其中办理案件；请用 hutong report 报告，或用 hutong case open 另行立案",
            f"{filed.case.no} is a file of care, no matter: hand in a report, or open a case (hutong case open)",
            field="NO",
        )


def _refuse_one_that_is_open(desk: Desk, case_no: str, kind: ProcedureKind, about: str) -> None:
    query = select(Procedure.no).where(
        col(Procedure.case_no) == case_no,
        col(Procedure.kind) == kind,
        col(Procedure.about) == about,
        col(Procedure.state) == "open",
    )
    there = desk.session.exec(query).first()
    if there is not None:
        raise Conflict(
            f"同一事项的“{kind.zh}”已在办（{there}），不能重复启动",
            f"{kind} on the same matter is open already ({there})",
        )
