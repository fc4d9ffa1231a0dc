"""Giving a cut of a case to another post: on a ground and for a purpose, for a time, in the open. 信息共享.

What passes is decided once, when the package is made, and kept sealed under the child's key with its hash: what the
receiver fetches is what was made.  Every fetch is on the record of the case; what was withdrawn or has run out is
fetched by nobody.  Being given a package opens nothing else of the case.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from models import AccessGrant, Blob, CaseFile, JournalEntry, Procedure, ProcedureParty
from rules.access import CaseRelation, FieldClass
from rules.access_table import sees
from rules.errors import Conflict, Forbidden, Gap, Refused
from rules.sharing import HOW_LONG, NEEDS, OUR_LIST, ShareGround, SharePurpose, cut
from rules.vocabulary import PartyRole
from tasks import messages
from tasks.access.grants import (
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
from tasks.access.package import Order, package
from tasks.access.sight import sight_of
from tasks.audit_access import SHARING_PACKAGE
from tasks.canonical import instant
from tasks.case_hands import CaseAct, demand_act
from tasks.erasure import erased_with
from tasks.filing import child_of
from tasks.journal import Actor, Entry
from tasks.kinds import Kind
from tasks.numbers import Named
from tasks.posts import FoundPost, known_post, post_by_number
from tasks.projection.facts import facts_of
from tasks.wording import say_moment

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

SHARING = "sharing"
"""Kind of a grant: a package that another post may fetch; the receiver is who it is for, the giver who agreed."""

SEALED = "application/zip; sealed"
"""Media type of a kept package: who is named in it is not to be read in the table."""

_WHAT_FOR = "请写明对方要用它做什么", "say what the receiver is to do with it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A package as it stands. 共享包.

    Args:
        receiver, giver: None where the post is no longer in the directory.
        until: from that moment on nobody fetches it.
        sha256: of the bytes of the file, 64 hex digits.
        fetched: when, in order.
    """

    no: str
    case_no: str
    receiver: FoundPost | None
    giver: FoundPost | None
    ground: ShareGround
    purpose: SharePurpose
    classes: tuple[FieldClass, ...]
    made_at: datetime
    until: datetime
    withdrawn_at: datetime | None
    sha256: str
    fetched: tuple[datetime, ...]

    def can_be_fetched(self, at: datetime) -> bool:
        """Whether it can still be fetched at a moment."""
        return self.withdrawn_at is None and at < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """To whom, on which ground, for what. 共享申请. `words`: what it is for in one's own words; sealed."""

    to_post: str
    ground: ShareGround
    purpose: SharePurpose
    words: str


# --- made ----------------------------------------


def what_would_pass(desk: Desk, case_no: str, wish: Wish, *, by_post: str) -> tuple[FieldClass, ...]:
    """The classes that a package for this receiver and purpose would hold.

    Raises: Forbidden: this post does not handle the case; Refused: the receiver cannot be given one, or nothing passes.
    """
    giver = known_post(desk, by_post, field="by")
    sight = sight_of(desk, giver)
    demand_act(sight, case_no, CaseAct.SHARE)
    receiver = _receiver(desk, case_no, wish.to_post, giver)
    found = cut(
        wish.purpose,
        giver=lambda what: sight.may(case_no, what).alone,
        receiver=lambda what: sees(receiver.role, CaseRelation.OWES, what).alone,
    )
    if not set(found) - {FieldClass.SHELTERED_ADDRESS}:
        raise Refused(
            f"“{receiver.zh}”承办时也不能看这一用途所需的内容，没有可以共享的",
            f"{receiver.en} may see nothing of what this purpose needs, even with a duty in the case: nothing passes",
            field="to",
            source=OUR_LIST,
        )
    return found


def make(office: Office, case_no: str, wish: Wish, *, by_post: str) -> Package:
    """Make a package and tell the receiver that it is there. 制作共享包.

    Raises: as `what_would_pass`; Refused: no words, nobody there, no child in this file, its keys destroyed.
        In each case nothing is written.
    """
    words = words_given(wish.words, field="words", asked=_WHAT_FOR)
    with office.writing() as desk:
        by = person_at(desk, by_post)
        classes = what_would_pass(desk, case_no, wish, by_post=by_post)
        case = desk.session.exec(select(CaseFile).where(col(CaseFile.no) == case_no)).one()
        child_no = child_of(case)
        _refuse_erased(desk, case_no)
        receiver, giver = known_post(desk, wish.to_post, field="to"), known_post(desk, by_post, field="by")
        until, kept = desk.at + span(desk, HOW_LONG), sealed(desk, case_no, "reason", words)
        no = new_grant(
            desk,
            SHARING,
            case_no,
            Actor(post_no=receiver.no),
            kept,
            agreed_by_post=by.post_no,
            agreed_by_person=by.person_no,
            agreed_at=desk.at,
            from_at=desk.at,
            until_at=until,
        )
        order = Order(
            no=no,
            case_no=case_no,
            giver=giver,
            receiver=receiver,
            ground=wish.ground,
            basis=desk.pack.fact(wish.ground.basis).basis,
            purpose=wish.purpose,
            words=words,
            classes=classes,
            wanted=NEEDS[wish.purpose],
            made_at=desk.at,
            until=until,
        )
        made = package(desk, order)
        payload = {
            "grant_no": no,
            "to_post": receiver.no,
            "ground": wish.ground,
            "purpose": wish.purpose,
            "classes": [one.value for one in classes],
            "until_at": instant(until),
            "reason_sealed": kept,
            "file": hashlib.sha256(made).hexdigest(),
            "file_kept": _keep(desk, child_no, made),
            "notices": _tell(desk, order),
        }
        _record(desk, Kind.PACKAGE_MADE, case_no, f"package:{no}", payload, by, wish.ground.basis)
        _look(desk, case_no, no, kept, by, made=True)
        return _shown(desk, grant_of(desk, SHARING, no))


# --- fetched, withdrawn ----------------------------------------


def fetch(office: Office, package_no: str, *, by_post: str) -> bytes:
    """The file, for the post that it was made for; each time on the record of the case. 领取共享包.

    Raises:
        Forbidden: no such package, or none for this post, which is the same; withdrawn; run out.
        Gap: its bytes are not those that were made, or the key was destroyed.
    """
    with office.writing() as desk:
        by = person_at(desk, by_post)
        grant = grant_of(desk, SHARING, package_no)
        if grant.asked_by_post != by.post_no:
            raise no_such_grant(package_no)
        found = _shown(desk, grant)
        _refuse_over(found, desk.at)
        facts = _facts(desk, package_no)
        case = desk.session.exec(select(CaseFile).where(col(CaseFile.no) == found.case_no)).one()
        content = _opened(desk, child_of(case), facts)
        _look(desk, found.case_no, package_no, grant.reason_sealed, by, made=False)
        return content


def withdraw(office: Office, package_no: str, *, reason: str, by_post: str) -> Package:
    """Take it back: from now on nobody fetches it. 撤回共享包.

    Raises: Forbidden: this post does not handle the case; Refused: no reason; Conflict: it is over already.
    """
    reason = words_given(reason, field="reason")
    with office.writing() as desk:
        by = person_at(desk, by_post)
        grant = grant_of(desk, SHARING, package_no)
        sight = sight_of(desk, known_post(desk, by_post, field="by"))
        if not sight.relations_to(grant.subject_no):
            raise no_such_grant(package_no)
        demand_act(sight, grant.subject_no, CaseAct.SHARE)
        if not _shown(desk, grant).can_be_fetched(desk.at):
            raise Conflict("这个共享包已经撤回或者过期", "this package was withdrawn or has run out already")
        change(desk, grant, closed_at=desk.at)
        payload = {"grant_no": package_no, "reason_sealed": sealed(desk, grant.subject_no, "reason", reason)}
        key = f"package-withdrawn:{package_no}"
        _record(desk, Kind.PACKAGE_WITHDRAWN, grant.subject_no, key, payload, by, OUR_LIST)
        return _shown(desk, grant)


# --- looked at ----------------------------------------


def of_case(desk: Desk, case_no: str) -> list[Package]:
    """The packages that were made of a case, the newest first. Whoever lists them has asked `Sight`."""
    query = select(AccessGrant).where(col(AccessGrant.kind) == SHARING, col(AccessGrant.subject_no) == case_no)
    return [_shown(desk, one) for one in desk.session.exec(query.order_by(col(AccessGrant.asked_at).desc()))]


def of_this_case(desk: Desk, case_no: str, package_no: str) -> Package:
    """One of them. Raises Forbidden where this case has no such package, whether or not another one has."""
    grant = grant_of(desk, SHARING, package_no, to_read=True)
    if grant.subject_no != case_no:
        raise no_such_grant(package_no)
    return _shown(desk, grant)


def for_post(desk: Desk, post_no: str, *, most: int) -> list[Package]:
    """The packages that were made for a post, the newest first, those that are over among them."""
    query = select(AccessGrant).where(col(AccessGrant.kind) == SHARING, col(AccessGrant.asked_by_post) == post_no)
    found = desk.session.exec(query.order_by(col(AccessGrant.asked_at).desc()).limit(most))
    return [_shown(desk, one) for one in found]


def words_of(desk: Desk, package_no: str) -> str | None:
    """What a package is for, in the words of whoever made it; for the giver and the receiver, who read it anyway."""
    grant = grant_of(desk, SHARING, package_no, to_read=True)
    return revealed(desk, grant.subject_no, "reason", grant.reason_sealed)


# --- in common ----------------------------------------


def _receiver(desk: Desk, case_no: str, to_post: str, giver: FoundPost) -> FoundPost:
    if not to_post:
        raise Refused("请选择接收岗位", "say which post receives it", field="to")
    receiver = known_post(desk, to_post, field="to")
    if receiver.no == giver.no:
        raise Refused("接收岗位不能是本岗位", "the receiver is another post", field="to")
    party = (
        select(ProcedureParty.party_no)
        .join(Procedure, col(Procedure.no) == col(ProcedureParty.procedure_no))
        .where(
            col(Procedure.case_no) == case_no,
            col(ProcedureParty.role) == PartyRole.RESPONDENT,
            col(ProcedureParty.party_no) == receiver.no,
        )
    )
    if desk.session.exec(party).first() is not None:
        raise Refused(
            "该岗位是本案的被申请人，不能接收", "this post is a respondent in the case: nothing is shared", field="to"
        )
    return receiver


def _refuse_erased(desk: Desk, case_no: str) -> None:
    if erased_with(desk, case_no) is not None:
        raise Refused(
            "本案的密钥已销毁，没有可以共享的", "the keys of this case were destroyed: nothing is left to share"
        )


def _refuse_over(found: Package, at: datetime) -> None:
    if found.withdrawn_at is not None:
        raise Forbidden(
            "这个共享包已被撤回，不能领取。确有需要请联系给出的岗位",
            "this package was withdrawn; ask the post that gave it",
            source=HOW_LONG,
        )
    if at >= found.until:
        raise Forbidden(
            "这个共享包已过期，不能领取。确有需要请给出的岗位另行制作",
            "this package has run out; the post that gave it can make another",
            source=HOW_LONG,
        )


def _keep(desk: Desk, child_no: str, content: bytes) -> str:
    words = base64.b64encode(content).decode()
    return desk.keep(desk.cipher(child_no).seal("package", words).encode(), SEALED)


def _opened(desk: Desk, child_no: str, facts: dict[str, Any]) -> bytes:
    blob = desk.session.get(Blob, facts["file_kept"])
    words = desk.reveal(child_no, "package", blob.content.decode()) if blob is not None else None
    content = base64.b64decode(words) if words else b""
    if hashlib.sha256(content).hexdigest() != facts["file"]:
        raise Gap(
            f"共享包 {facts['grant_no']} 的原件缺失、已被改动或者密钥已销毁，不能领取",
            f"the file of package {facts['grant_no']} is missing, was changed, or its key was destroyed",
        )
    return content


def _tell(desk: Desk, order: Order) -> list[dict[str, Any]]:
    """The receiver, by the number of the package only: being told of a case would open more of it than was given."""

    def facts_in(lang: str) -> Mapping[str, object]:
        zh = lang == "zh"
        return {
            "package_no": order.no,
            "giver": f"{order.giver.zh}（{order.giver.no}）" if zh else f"{order.giver.en} ({order.giver.no})",
            "ground": order.ground.zh if zh else order.ground.en,
            "purpose": order.purpose.zh if zh else order.purpose.en,
            "until": say_moment(order.until, lang),
            "basis": order.basis,
        }

    return messages.to_posts(desk, [order.receiver], "package_ready", facts_in, case_no=None)


def _look(desk: Desk, case_no: str, package_no: str, reason: str, by: Actor, *, made: bool) -> None:
    """Whoever makes or fetches it reads who the child is: that stands among the looks, with its purpose."""
    payload = {"of": SHARING_PACKAGE, "grant_no": package_no, "to_file": True, "made": made, "reason_sealed": reason}
    _record(desk, Kind.RECORD_READ, case_no, f"read:{desk.number(Named.NOTICE)}", payload, by, OUR_LIST)


def _record(desk: Desk, kind: Kind, case_no: str, key: str, payload: dict[str, Any], by: Actor, basis: str) -> None:
    desk.record(Entry(chain=case_no, kind=kind, key=key, payload=payload, happened_at=desk.at, by=by, basis=(basis,)))


def _facts(desk: Desk, package_no: str) -> dict[str, Any]:
    row = desk.session.exec(select(JournalEntry).where(col(JournalEntry.key) == f"package:{package_no}")).one()
    return facts_of(row)


def _shown(desk: Desk, grant: AccessGrant) -> Package:
    desk.session.refresh(grant)
    assert grant.until_at is not None, "a package has an end from the beginning"
    facts = _facts(desk, grant.no)
    return Package(
        no=grant.no,
        case_no=grant.subject_no,
        receiver=post_by_number(desk, grant.asked_by_post),
        giver=post_by_number(desk, grant.agreed_by_post) if grant.agreed_by_post else None,
        ground=ShareGround(facts["ground"]),
        purpose=SharePurpose(facts["purpose"]),
        classes=tuple(FieldClass(one) for one in facts["classes"]),
        made_at=grant.asked_at,
        until=grant.until_at,
        withdrawn_at=grant.closed_at,
        sha256=facts["file"],
        fetched=_fetched(desk, grant),
    )


def _fetched(desk: Desk, grant: AccessGrant) -> tuple[datetime, ...]:
    query = select(JournalEntry).where(
        col(JournalEntry.chain) == grant.subject_no,
        col(JournalEntry.kind) == Kind.RECORD_READ,
        col(JournalEntry.by_post) == grant.asked_by_post,
    )
    rows = desk.session.exec(query.order_by(col(JournalEntry.seq))).all()
    return tuple(row.recorded_at for row in rows if facts_of(row).get("grant_no") == grant.no)
