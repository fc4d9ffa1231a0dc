"""The adults around a child: entered, tied, found out, gone; and who stands in which procedure. 相关成年人、当事人.

Guardian and carer are two things, and both change over time.  Whoever is only known to exist is entered as that.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from models import Adult, ProcedureParty, Tie
from rules.errors import Conflict, Refused
from rules.moments import civil_day
from rules.vocabulary import PartyRole, ProcedureKind, Relation
from rules.when import When, exactly
from tasks.filing import Filing, filing, procedure_of
from tasks.kinds import Kind
from tasks.numbers import Named
from tasks.people_around import ties_of
from tasks.posts import post_by_number

if TYPE_CHECKING:
    from tasks.office import Office

GUARDIANS_ONLY = frozenset(
    {ProcedureKind.POLICE_ADMONITION, ProcedureKind.SUPERVISION_ORDER, ProcedureKind.FAMILY_EDUCATION_ORDER}
)
"""Procedures against guardians: whoever only looks after the child is no respondent (未成年人保护法 Art. 118)."""


def add(
    office: Office,
    case_no: str,
    *,
    name: str | None,
    relation: Relation,
    guardian: bool = False,
    carer: bool = False,
    suspected: bool = False,
    phone: str | None = None,
    address: str | None = None,
    from_on: date | None = None,
    until_on: date | None = None,
    when: When | None = None,
    by_post: str | None,
) -> str:
    """Enter an adult and tie them to the child of the case. 登记相关成年人.

    Args:
        name: None where it is known that there is somebody, not who.
        from_on, until_on: civil days; from when and until when they are what they are to the child.
    Returns: number of the adult.
    """
    _refuse_a_reversed_term(from_on, until_on)
    with filing(office, case_no, by_post=by_post, when=when, closed_too=True) as filed:
        number = filed.desk.number(Named.ADULT)
        adult = {
            "no": number,
            "subject_no": filed.child_no,
            "name_sealed": filed.sealed("name", name),
            "phone_sealed": filed.sealed("phone", phone),
            "address_sealed": filed.sealed("address", address),
            "known": name is not None,
        }
        terms = _Terms(relation, guardian, carer, suspected, from_on, until_on)
        _tie(filed, adult, terms, when or exactly(filed.desk.at))
        return number


def link(
    office: Office,
    case_no: str,
    adult_no: str,
    *,
    relation: Relation,
    guardian: bool = False,
    carer: bool = False,
    suspected: bool = False,
    from_on: date | None = None,
    until_on: date | None = None,
    when: When | None = None,
    by_post: str | None,
) -> str:
    """Tie an adult who is known already to the child of the case, in another way or for another time. 关联.

    Returns: number of the tie.
    """
    _refuse_a_reversed_term(from_on, until_on)
    with filing(office, case_no, by_post=by_post, when=when, closed_too=True) as filed:
        adult = filed.desk.session.get(Adult, adult_no)
        if adult is None:
            raise nobody(adult_no)
        terms = _Terms(relation, guardian, carer, suspected, from_on, until_on)
        return _tie(filed, adult.model_dump(), terms, when or exactly(filed.desk.at))


def leave(
    office: Office,
    case_no: str,
    adult_no: str,
    *,
    until_on: date,
    reason: str = "",
    when: When | None = None,
    by_post: str | None,
) -> None:
    """Somebody is no longer guardian or carer of the child, from a day on. 监护、照护关系终止."""
    with filing(office, case_no, by_post=by_post, when=when, closed_too=True) as filed:
        ties = [tie for tie in _ties(filed) if tie.adult_no == adult_no and tie.until_on is None]
        if not ties:
            raise nobody(adult_no)
        if any(tie.from_on is not None and until_on < tie.from_on for tie in ties):
            raise Refused(
                "终止日期早于开始日期，请核对", "the end lies before the beginning; check it", field="until_on"
            )
        for tie in ties:
            payload = {
                "tie_no": tie.no,
                "until_on": until_on.isoformat(),
                "reason_sealed": filed.sealed("reason", reason),
            }
            moment = when or exactly(filed.desk.at)
            filed.record(Kind.TIE_ENDED, payload, when=moment, key=f"leave:{tie.no}", chain=filed.child_no)
        filed.wake_open_procedures("people")


def identify(
    office: Office,
    case_no: str,
    adult_no: str,
    *,
    name: str,
    phone: str | None = None,
    address: str | None = None,
    when: When | None = None,
    by_post: str | None,
) -> None:
    """Who somebody is that was only known to exist. 查明身份."""
    with filing(office, case_no, by_post=by_post, when=when, closed_too=True) as filed:
        refuse_a_stranger(filed, adult_no)
        adult = filed.desk.session.get_one(Adult, adult_no)
        if adult.known:
            raise Conflict(
                "此人身份已登记；如有误，请用更正", "this person is known already; correct it if it is wrong"
            )
        cipher = filed.desk.cipher(adult.subject_no)
        payload = {
            "no": adult_no,
            "name_sealed": cipher.seal("name", name),
            "phone_sealed": cipher.seal("phone", phone) if phone else None,
            "address_sealed": cipher.seal("address", address) if address else None,
        }
        moment = when or exactly(filed.desk.at)
        filed.record(Kind.ADULT_IDENTIFIED, payload, when=moment, chain=filed.child_no)
        filed.wake_open_procedures("people")


def join(
    office: Office,
    case_no: str,
    procedure: str,
    party_no: str,
    role: PartyRole,
    *,
    when: When | None = None,
    by_post: str | None,
) -> None:
    """Let somebody stand in a procedure: an adult around the child, or a post. 列为当事人."""
    with filing(office, case_no, by_post=by_post, when=when) as filed:
        row = procedure_of(filed, procedure)
        refuse_who_cannot_stand(filed, ProcedureKind(row.kind), {role: [party_no]})
        there = select(ProcedureParty).where(
            col(ProcedureParty.procedure_no) == row.no,
            col(ProcedureParty.party_no) == party_no,
            col(ProcedureParty.role) == role,
        )
        if filed.desk.session.exec(there).first() is not None:
            raise Conflict("此人已是本程序的当事人", "this party stands in the procedure already")
        payload = {"no": party_no, "role": role}
        moment = when or exactly(filed.desk.at)
        filed.record(
            Kind.PARTY_JOINED, payload, when=moment, key=f"join:{row.no}:{party_no}:{role}", procedure_no=row.no
        )
        filed.desk.wake(row.no, "party")


def refuse_who_cannot_stand(filed: Filing, kind: ProcedureKind, parties: Any) -> None:
    """Parties are adults around this child, or posts; some procedures are against guardians only."""
    guardians = {tie.adult_no for tie in _ties(filed) if tie.guardian}
    for role, numbers in parties.items():
        for number in numbers:
            refuse_a_stranger(filed, number, posts_too=True)
            if kind in GUARDIANS_ONLY and role is PartyRole.RESPONDENT and number not in guardians:
                raise Refused(
                    f"{number} 不是该儿童的监护人：“{kind.zh}”只能针对监护人，受托照护人不在其列；"
                    "确是监护人的，请先用 hutong person link 登记其监护关系",
                    f"{number} is no guardian of the child: {kind} is against guardians, not against carers; "
                    "if they are one, enter the tie first: `hutong person link`",
                    field="party",
                )


def refuse_a_stranger(filed: Filing, number: str, *, posts_too: bool = False) -> None:
    """Whoever is named stands around this child, or is a post."""
    if any(tie.adult_no == number for tie in _ties(filed)):
        return
    if posts_too and post_by_number(filed.desk, number) is not None:
        return
    raise nobody(number)


def _ties(filed: Filing) -> list[Tie]:
    query = select(Tie).where(col(Tie.child_no) == filed.child_no)
    return list(filed.desk.session.exec(query.order_by(col(Tie.place), col(Tie.no))))


def present_guardians(filed: Filing, when: When) -> set[str]:
    """The guardians on the day of an act; on an unknown day, all who ever were."""
    if when.at is None:
        return {tie.adult_no for tie in _ties(filed) if tie.guardian}
    on = civil_day(when.at)
    return {tie.adult_no for tie in ties_of(filed.desk, filed.child_no, on) if tie.guardian}


class _Terms:
    """What an adult is to a child, and from when until when."""

    def __init__(
        self,
        relation: Relation,
        guardian: bool,
        carer: bool,
        suspected: bool,
        from_on: date | None,
        until_on: date | None,
    ) -> None:
        self.written = {
            "relation": relation,
            "guardian": guardian,
            "carer": carer,
            "suspected": suspected,
            "from_on": from_on.isoformat() if from_on else None,
            "until_on": until_on.isoformat() if until_on else None,
        }


def _tie(filed: Filing, adult: dict[str, Any], terms: _Terms, when: When) -> str:
    number = filed.desk.number(Named.TIE)
    tie = {"no": number, "child_no": filed.child_no, "adult_no": adult["no"], **terms.written}
    payload = {"adult": adult, "tie": tie}
    filed.record(Kind.ADULT_TIED, payload, when=when, key=f"tie:{number}", chain=filed.child_no)
    filed.wake_open_procedures("people")
    return number


def _refuse_a_reversed_term(from_on: date | None, until_on: date | None) -> None:
    if from_on is not None and until_on is not None and until_on < from_on:
        raise Refused("终止日期早于开始日期，请核对", "the end lies before the beginning; check it", field="until_on")


def nobody(number: str) -> Refused:
    """What is said of a number that is nobody's around this child, or nobody's at all."""
    return Refused(
        f"该儿童身边没有登记 {number}，请用 hutong person list 查看，或先用 hutong person add 登记",
        f"{number} is not entered around this child; see `hutong person list`, or enter them: hutong person add",
        field="person",
    )
