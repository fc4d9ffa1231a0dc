"""What people do with an instrument: draft, issue, serve, report a breach, vary, extend, withdraw, end. 文书.

Each act is one transaction, on one case, and lets the procedure that the instrument belongs to look again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from documents.instrument import READERS, Reader
from documents.privacy import kept_away
from models import Instrument, InstrumentAddressee, InstrumentBreach, InstrumentVersion
from rules.errors import Conflict, Refused
from rules.moments import civil_day, zh_day
from rules.terms import longest_end
from rules.vocabulary import InstrumentKind, Role, Sanction, ServiceMethod
from rules.when import When
from tasks.filing import Filing, filing, procedure_of
from tasks.kept_away import secrets_of
from tasks.kinds import Kind
from tasks.numbers import Named
from tasks.orders import RUNNING
from tasks.people import present_guardians, refuse_a_stranger
from tasks.posts import known_post, post_by_number

if TYPE_CHECKING:
    from tasks.office import Office

GUARDIANS_ONLY = frozenset({InstrumentKind.ADMONITION, InstrumentKind.SUPERVISION_ORDER, InstrumentKind.GUIDANCE_ORDER})
"""Instruments that speak to guardians; whoever only looks after the child is no addressee (未成年人保护法 Art. 118)."""

BREAKABLE = frozenset({*RUNNING, InstrumentKind.WARNING, InstrumentKind.ADMONITION})
"""Instruments that demand something of somebody, so that they can be broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What an instrument says. 文书内容.

    Args:
        document_no: its number; title: its title, if it is not that of its kind.
        to: addressees: numbers of adults or posts.
        issuers: numbers of posts that issue it together; whoever enters it, if none are named.
        outside: names of issuing bodies that are not in the directory, such as another county's court.
        facts, content: what was found, what is ordered; sealed.
        granted: `full`, or `part` where only a part of what was asked for was granted.
    """

    document_no: str = ""
    title: str = ""
    to: Sequence[str] = ()
    issuers: Sequence[str] = ()
    outside: Sequence[str] = ()
    facts: str = ""
    content: str = ""
    granted: str = "full"


def draft(
    office: Office,
    case_no: str,
    kind: InstrumentKind,
    text: Text,
    *,
    procedure: str | None = None,
    follows: str | None = None,
    when: When,
    by_post: str | None,
) -> str:
    """Draft an instrument; the duty that issues one of its kind will issue this draft. 起草. Returns its number.

    Args:
        follows: number of the instrument that it is to follow.
    """
    with filing(office, case_no, by_post=by_post, when=when) as filed:
        if follows:
            _instrument(filed, follows)
        number = filed.desk.number(Named.INSTRUMENT)
        payload = {**_said(filed, kind, text, when), "no": number, "follows": follows}
        row = procedure_of(filed, procedure) if procedure else None
        filed.record(Kind.INSTRUMENT_DRAFTED, payload, when=when, procedure_no=row.no if row else None)
        return number


def revise(office: Office, instrument_no: str, text: Text, *, when: When, by_post: str | None) -> None:
    """A draft says something else; it stays what it is a draft of, and every earlier wording stays on the record. 改稿.

    Raises: Refused: there is no such draft, or it was issued meanwhile; nothing is written.
    """
    with filing(office, case_of(office, instrument_no), by_post=by_post, when=when) as filed:
        row = _instrument(filed, instrument_no)
        kind = InstrumentKind(row.kind)
        _refuse_no_draft(filed, instrument_no, kind)
        payload = {**_said(filed, kind, text, when), "no": row.no, "follows": row.follows, "again": True}
        filed.record(Kind.INSTRUMENT_DRAFTED, payload, when=when, procedure_no=row.procedure_no)


def discard(office: Office, instrument_no: str, *, reason: str = "", when: When, by_post: str | None) -> None:
    """Throw a draft away; only who made it, and never what was issued. Every wording stays in the journal. 废弃草稿.

    Raises: Refused: it is no draft, or another post made it; nothing is written.
    """
    with filing(office, case_of(office, instrument_no), by_post=by_post, when=when, closed_too=True) as filed:
        row = _instrument(filed, instrument_no)
        if row.state != "draft":
            raise Refused(
                "该文书不是草稿：已经作出的只能变更、延长、撤销",
                "this is no draft: what was issued is varied, extended or withdrawn",
                field="NO",
            )
        if row.issued_by_post != filed.by.post_no:
            raise Refused(
                f"这份草稿由 {row.issued_by_post} 起草，请由其废弃",
                f"this draft was made by {row.issued_by_post}, which alone throws it away",
                field="by",
            )
        payload = {
            "no": row.no,
            "kind": row.kind,
            "title": row.title,
            "reason_sealed": filed.sealed("reason", reason),
        }
        key = discarded_by(row.case_no, row.no)
        filed.record(Kind.INSTRUMENT_DISCARDED, payload, when=when, key=key, procedure_no=row.procedure_no)


def discarded_by(case_no: str, instrument_no: str) -> str:
    """The key under which the journal knows that a draft was thrown away."""
    return f"discard:{case_no}:{instrument_no}"


def issue(
    office: Office,
    case_no: str,
    kind: InstrumentKind,
    text: Text,
    *,
    valid_until: date | None = None,
    no_term: bool = False,
    follows: str | None = None,
    procedure: str | None = None,
    drafted: str | None = None,
    when: When,
    by_post: str | None,
) -> str:
    """Issue an instrument that no duty of a procedure issues by itself, or enter one that was issued before. 作出.

    Args:
        valid_until: last civil day of its term.
        no_term: it names no end, and that is said on purpose.
        follows: number of the instrument that it follows (a second order).
        drafted: number of the draft that it becomes.
    Raises: Refused: an order without a term, a term that the law does not allow, a stranger; nothing is written.
    Returns: its number.
    """
    _refuse_the_term(kind, when, valid_until, no_term=no_term)
    with filing(office, case_no, by_post=by_post, when=when, closed_too=kind not in RUNNING) as filed:
        if drafted:
            _refuse_no_draft(filed, drafted, kind)
        if follows:
            _instrument(filed, follows)
        row = procedure_of(filed, procedure) if procedure else None
        number = drafted or filed.desk.number(Named.INSTRUMENT)
        payload = {
            **_said(filed, kind, text, when),
            "no": number,
            "draft": drafted is not None,
            "about": _about(filed, kind, row.no) if row else "",
            "valid_until": valid_until.isoformat() if valid_until else None,
            "follows": follows,
        }
        filed.record(
            Kind.INSTRUMENT_ISSUED, payload, when=when, key=f"issued:{number}", procedure_no=row.no if row else None
        )
        if row:
            filed.desk.wake(row.no, "instrument")
        return number


def serve(
    office: Office,
    instrument_no: str,
    *,
    to: str,
    method: ServiceMethod,
    proof: str = "",
    when: When,
    by_post: str | None,
) -> None:
    """That an instrument reached one of those to whom it speaks, with proof. 送达.

    Args:
        proof: what proves it (送达回证: place, who was there, who signed); sealed.
    """
    with _at(office, instrument_no, when=when, by_post=by_post) as (filed, row):
        _refuse_before_issue(row, when)
        refuse_a_stranger(filed, to, posts_too=True)
        served = select(InstrumentAddressee.served_recorded_at).where(
            col(InstrumentAddressee.instrument_no) == row.no, col(InstrumentAddressee.party_no) == to
        )
        if filed.desk.session.exec(served).first() is not None:
            raise Conflict("该文书已登记送达此人", "this was entered as served on them already")
        payload = {"no": row.no, "to": to, "method": method, "proof_sealed": filed.sealed("proof", proof)}
        filed.record(
            Kind.INSTRUMENT_SERVED, payload, when=when, key=f"serve:{row.no}:{to}", procedure_no=row.procedure_no
        )


def breach(
    office: Office,
    instrument_no: str,
    *,
    words: str = "",
    sanction: Sanction = Sanction.PENDING,
    confidential: bool = False,
    reason: str = "",
    when: When,
    by_post: str | None,
) -> str:
    """An order was broken. 违反. Returns the number of the breach.

    Args:
        sanction: what followed, if it is known already; NONE is a decision, too.
        confidential: the reason is not told outside the body that decided.
        reason: why that, or why nothing; sealed.
    Raises: Refused: the order surely was not in force then; nothing is written.
    """
    with _at(office, instrument_no, when=when, by_post=by_post) as (filed, row):
        if InstrumentKind(row.kind) not in BREAKABLE:
            raise Refused(f"“{row.title}”没有可违反的内容", f"{row.kind} is nothing that can be broken", field="NO")
        _refuse_outside_force(filed, row, when)
        number = filed.desk.number(Named.BREACH)
        payload = {
            "no": row.no,
            "breach_no": number,
            "words_sealed": filed.sealed("breach", words),
            "sanction": sanction,
            "confidential": confidential,
            "reason_sealed": filed.sealed("reason", reason),
        }
        filed.record(
            Kind.INSTRUMENT_BREACHED, payload, when=when, key=f"breach:{number}", procedure_no=row.procedure_no
        )
        filed.wake_open_procedures("breach")
        return number


def decide_breach(
    office: Office,
    breach_no: str,
    *,
    sanction: Sanction,
    confidential: bool = False,
    reason: str = "",
    when: When,
    by_post: str | None,
) -> None:
    """What followed a breach; that nothing followed is a decision as well. 违反后的处理."""
    if sanction is Sanction.PENDING:
        raise Refused("请写明处理结果", "say what followed", field="sanction")
    with office.reading() as desk:
        found = desk.session.get(InstrumentBreach, breach_no)
    if found is None:
        raise Refused(f"没有编号为 {breach_no} 的违反记录", f"there is no breach {breach_no}", field="NO")
    with _at(office, found.instrument_no, when=when, by_post=by_post) as (filed, row):
        if found.happened_at is not None and when.latest is not None and when.latest < found.happened_at:
            raise Refused(
                "处理时间早于违反时间，请核对", "it was decided before it happened; check the time", field="at"
            )
        payload = {
            "no": breach_no,
            "sanction": sanction,
            "confidential": confidential,
            "reason_sealed": filed.sealed("reason", reason),
        }
        key = f"breach-decided:{breach_no}"
        filed.record(Kind.BREACH_DECIDED, payload, when=when, key=key, procedure_no=row.procedure_no)


def vary(
    office: Office, instrument_no: str, *, content: str, document_no: str = "", when: When, by_post: str | None
) -> None:
    """An order says something else from now on. 变更."""
    if not content.strip():
        raise Refused("请写明变更后的内容", "say what it orders from now on", field="content")
    with _at(office, instrument_no, when=when, by_post=by_post) as (filed, row):
        _refuse_outside_force(filed, row, when)
        refuse_what_must_be_kept_away(filed, InstrumentKind(row.kind), _to(filed, row), content=content)
        payload = {"no": row.no, "content_sealed": filed.sealed("content", content), "document_no": document_no}
        filed.record(Kind.INSTRUMENT_VARIED, payload, when=when, procedure_no=row.procedure_no)


def extend(
    office: Office, instrument_no: str, *, until: date, document_no: str = "", when: When, by_post: str | None
) -> None:
    """A longer term. 延长有效期.

    A protection order is extended before it lapses (反家庭暴力法 Art. 30); afterwards only a new one can follow.
    """
    with _at(office, instrument_no, when=when, by_post=by_post) as (filed, row):
        _refuse_over(row)
        term = _term_of(filed, row)
        if term is not None and until <= term:
            raise Refused(
                f"现有效期至{zh_day(term)}，延长后的日期应在其后", f"it is valid until {term}; extend beyond it",
                field="until",
            )  # fmt: skip
        if row.kind == InstrumentKind.PROTECTION_ORDER:
            _refuse_the_term(InstrumentKind.PROTECTION_ORDER, when, until, no_term=False, since=term)
            _refuse_outside_force(filed, row, when)
        payload = {"no": row.no, "until": until.isoformat(), "document_no": document_no}
        filed.record(Kind.INSTRUMENT_EXTENDED, payload, when=when, procedure_no=row.procedure_no)


def withdraw(office: Office, instrument_no: str, *, reason: str, when: When, by_post: str | None) -> None:
    """An order is taken back. 撤销、撤回."""
    _over(office, instrument_no, Kind.INSTRUMENT_WITHDRAWN, reason=reason, when=when, by_post=by_post)


def end(office: Office, instrument_no: str, *, reason: str, when: When, by_post: str | None) -> None:
    """An order has no more effect: its purpose is reached. 效力终止."""
    _over(office, instrument_no, Kind.INSTRUMENT_ENDED, reason=reason, when=when, by_post=by_post)


# ------------------------------------------------------------------------------------------------ in common


@contextmanager
def _at(office: Office, instrument_no: str, *, when: When, by_post: str | None) -> Iterator[tuple[Filing, Instrument]]:
    """One transaction on one instrument that was issued; its procedure looks again afterwards."""
    with filing(office, case_of(office, instrument_no), by_post=by_post, when=when) as filed:
        row = _instrument(filed, instrument_no)
        if row.state == "draft":
            raise Refused("该文书尚未作出", "this instrument was not issued yet", field="NO")
        yield filed, row
        if row.procedure_no:
            filed.desk.wake(row.procedure_no, "instrument")


def case_of(office: Office, instrument_no: str) -> str:
    """Number of the case that an instrument belongs to. Raises Refused where there is none."""
    with office.reading() as desk:
        case_no = desk.session.exec(select(Instrument.case_no).where(col(Instrument.no) == instrument_no)).first()
    if case_no is None:
        raise _unknown(instrument_no)
    return case_no


def _over(office: Office, instrument_no: str, kind: Kind, *, reason: str, when: When, by_post: str | None) -> None:
    if not reason.strip():
        raise Refused("请写明理由", "a reason is required", field="reason")
    with _at(office, instrument_no, when=when, by_post=by_post) as (filed, row):
        _refuse_over(row)
        _refuse_before_issue(row, when)
        payload = {"no": row.no, "reason_sealed": filed.sealed("reason", reason)}
        filed.record(kind, payload, when=when, key=f"over:{row.no}", procedure_no=row.procedure_no)


def _instrument(filed: Filing, number: str) -> Instrument:
    row = filed.desk.session.exec(select(Instrument).where(col(Instrument.no) == number)).first()
    if row is None or row.case_no != filed.case.no:
        raise _unknown(number)
    return row


def _said(filed: Filing, kind: InstrumentKind, text: Text, when: When) -> dict[str, Any]:
    for number in text.to:
        refuse_a_stranger(filed, number, posts_too=True)
    for post in text.issuers:
        known_post(filed.desk, post, field="issuers")
    if kind in GUARDIANS_ONLY:
        _refuse_who_is_no_guardian(filed, kind, text.to, when)
    _refuse_another_bodys_paper(filed, kind, text)
    refuse_what_must_be_kept_away(filed, kind, text.to, facts=text.facts, content=text.content)
    if text.granted not in ("full", "part"):
        raise Refused("granted 应为 full（全部）或 part（部分）", "granted is full or part", field="granted")
    return {
        "kind": kind,
        "about": "",
        "title": text.title or kind.zh,
        "document_no": text.document_no,
        "to": list(dict.fromkeys(text.to)),
        "issuers": [*text.issuers, *text.outside] or [filed.by.post_no],
        "granted": text.granted,
        "facts_sealed": filed.sealed("facts", text.facts),
        "content_sealed": filed.sealed("content", text.content),
    }


ONLY_A_COURT = frozenset(
    {
        InstrumentKind.PROTECTION_ORDER,
        InstrumentKind.DISMISSAL,
        InstrumentKind.COURT_ADMONITION,
        InstrumentKind.REVOCATION_JUDGMENT,
        InstrumentKind.RESTORATION_JUDGMENT,
    }
)
"""Instruments that nobody but a court makes."""


def refuse_what_must_be_kept_away(filed: Filing, kind: InstrumentKind, to: Sequence[str], **parts: str) -> None:
    """Words that tell where the child is are refused when they are written, not when the paper is printed."""
    if READERS.get(kind) is not Reader.RESPONDENT:
        return
    secrets = secrets_of(filed.desk, filed.child_no, to, {})
    for name, words in parts.items():
        kept_away(words, secrets, part=_PARTS[name])


_PARTS = {"facts": "事实", "content": "内容"}


def _refuse_another_bodys_paper(filed: Filing, kind: InstrumentKind, text: Text) -> None:
    """Whoever enters a judgment has not made it: the court is named."""
    if kind not in ONLY_A_COURT or text.outside:
        return
    named = [*text.issuers] or [filed.by.post_no or ""]
    posts = [post_by_number(filed.desk, no) for no in named]
    if not any(post is not None and post.role is Role.COURT for post in posts):
        raise Refused(
            f"“{kind.zh}”由人民法院作出：请用 --issuer 写明法院岗位，或用 --issuer-outside 写明名册以外的法院名称",
            f"{kind} is made by a court: name its post with --issuer, or a court outside the directory with "
            "--issuer-outside",
            field="issuers",
        )


def _about(filed: Filing, kind: InstrumentKind, procedure_no: str) -> str:
    """The first of its kind in a procedure is the one that its flow knows; later ones are told apart by number."""
    query = select(Instrument.no).where(
        col(Instrument.procedure_no) == procedure_no, col(Instrument.kind) == kind, col(Instrument.state) != "draft"
    )
    there = len(filed.desk.session.exec(query).all())
    return "" if there == 0 else f"hand-{there + 1}"


def _refuse_who_is_no_guardian(filed: Filing, kind: InstrumentKind, to: Sequence[str], when: When) -> None:
    guardians = present_guardians(filed, when)
    for number in to:
        if number not in guardians:
            raise Refused(
                f"{number} 不是该儿童的监护人：“{kind.zh}”只能对监护人作出，受托照护人不在其列；"
                "确是监护人的，请先用 hutong person link 登记其监护关系",
                f"{number} is no guardian of the child: {kind} is addressed to guardians, not to carers; "
                "if they are one, enter the tie first: `hutong person link`",
                field="to",
            )


def _to(filed: Filing, row: Instrument) -> list[str]:
    query = select(InstrumentAddressee.party_no).where(col(InstrumentAddressee.instrument_no) == row.no)
    return list(filed.desk.session.exec(query))


def _refuse_no_draft(filed: Filing, number: str, kind: InstrumentKind) -> None:
    row = _instrument(filed, number)
    if row.state != "draft" or row.kind != kind:
        raise Refused("所指文书不是同类的草稿", "that is no draft of this kind", field="draft")


def _refuse_the_term(
    kind: InstrumentKind, when: When, valid_until: date | None, *, no_term: bool, since: date | None = None
) -> None:
    """An order says until when it holds, or says on purpose that it names no end; the law caps some terms."""
    if kind in RUNNING and kind is not InstrumentKind.PLACEMENT_DECISION and valid_until is None and not no_term:
        raise Refused(
            f"“{kind.zh}”须写明有效期至何日（--until 日期）；文书确未载明的，请注明未载明（--no-term）",
            f"{kind} needs its term (--until DATE); where the document names none, say so (--no-term)",
            field="until",
        )
    if kind is InstrumentKind.PROTECTION_ORDER and no_term:
        raise Refused(
            "人身安全保护令的有效期不超过六个月（反家庭暴力法第30条），须写明",
            "a protection order is valid for at most six months (Anti-Domestic Violence Law Art. 30): say until when",
            field="until",
        )
    begins = since or (civil_day(when.latest) if when.latest else None)
    if valid_until is None or begins is None:
        return
    if when.earliest is not None and valid_until < civil_day(when.earliest):
        raise Refused("有效期早于作出日期，请核对", "its term ends before it was issued; check it", field="until")
    cap = longest_end(kind, begins)
    if cap is not None and valid_until > cap:
        raise Refused(
            f"“{kind.zh}”的有效期最长至{zh_day(cap)}（不超过六个月，反家庭暴力法第30条）",
            f"{kind} holds until {cap} at most (six months, Anti-Domestic Violence Law Art. 30)",
            field="until",
        )


def _refuse_before_issue(row: Instrument, when: When) -> None:
    if row.issued_at is not None and when.latest is not None and civil_day(when.latest) < civil_day(row.issued_at):
        raise Refused(
            "时间早于文书作出之日，请核对", "this lies before the instrument was issued; check it", field="at"
        )


def _refuse_over(row: Instrument) -> None:
    if row.state in {"ended", "withdrawn"}:
        raise Refused(
            f"该文书已{'撤销' if row.state == 'withdrawn' else '终止效力'}；如需要，请另行作出",
            f"this instrument is {row.state}; issue another one if it is needed",
            field="NO",
        )


def _refuse_outside_force(filed: Filing, row: Instrument, when: When) -> None:
    """Surely outside: an uncertain date is given the benefit of the doubt."""
    _refuse_before_issue(row, when)
    earliest = when.earliest
    if earliest is None:
        return
    if row.ended_at is not None and earliest > row.ended_at:
        _refuse_over(row)
    term = _term_of(filed, row)
    if term is not None and civil_day(earliest) > term:
        raise Refused(
            f"该文书已于{zh_day(term)}期满失效；此后的事请另行报告，或申请、作出新的文书",
            f"this instrument lapsed on {term}; report what happened since, or issue a new one",
            field="at",
        )


def _term_of(filed: Filing, row: Instrument) -> date | None:
    query = select(col(InstrumentVersion.valid_until)).where(
        col(InstrumentVersion.instrument_no) == row.no, col(InstrumentVersion.n) == row.version
    )
    return filed.desk.session.exec(query).first()


def _unknown(number: str) -> Refused:
    return Refused(
        f"没有编号为 {number} 的文书，请用 hutong instrument list 查看",
        f"there is no instrument {number}; see `hutong instrument list`",
        field="NO",
    )
