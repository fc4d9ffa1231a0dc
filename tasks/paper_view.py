"""The view that a document is made from, put together from the case. 文书内容的组成.

Which of the two views is decided by the kind of the instrument (`documents.instrument.READERS`).  The respondent's has
no place for where the child lives, learns or is cared for; what is put into it stands here, field by field.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from documents.instrument import (
    ApplicantParticulars,
    ForAuthority,
    ForRespondent,
    InstrumentFacts,
    RespondentParticulars,
)
from models import (
    Adult,
    ChildFile,
    DutyRow,
    Instrument,
    InstrumentAddressee,
    InstrumentVersion,
    ProcedureParty,
    Tie,
)
from packs.pack import Pack
from rules.forms import FIELD_ZH
from rules.moments import civil_day
from rules.vocabulary import Confidence, Force, InstrumentKind, PartyRole, Precision, Relation, Sex
from rules.when import UNKNOWN as UNKNOWN_DAY
from rules.when import When, say_when
from tasks.answers import fields_of
from tasks.duty_rules import rules_of
from tasks.people_around import ties_of
from tasks.posts import post_by_number

if TYPE_CHECKING:
    from tasks.desk import Desk

UNKNOWN = "（身份不明）"

ACTS_ON_ITS_ADDRESSEES = frozenset(
    {
        InstrumentKind.ADMONITION,
        InstrumentKind.WARNING,
        InstrumentKind.COURT_ADMONITION,
        InstrumentKind.GUIDANCE_ORDER,
        InstrumentKind.SUPERVISION_ORDER,
        InstrumentKind.PENALTY,
        InstrumentKind.SCHOOLING_ORDER,
    }
)
"""Kinds whose adult addressees are those who are acted on; others may be addressed to the applicant as well."""

ORDERED = ("measures", "demands", "topics")
"""Fields of an answer that say what is ordered."""

AGREED = ("place_of_work", "contact", "carer_contact", "supervisor", "pay", "terms")
"""Fields of an answer that say what was agreed; each is printed with its name."""

FOUND = ("findings", "reason")
"""Fields of an answer that say what was found, and why."""

_CHANGES = {"issued": "作出", "varied": "变更内容", "extended": "延长有效期"}
_TO_THE_DAY = frozenset({Precision.EXACT, Precision.DAY})


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """An instrument with all that its document may be made from. 制作文书的依据."""

    desk: Desk
    row: Instrument
    child_no: str

    @property
    def kind(self) -> InstrumentKind:
        """Its kind."""
        return InstrumentKind(self.row.kind)

    # --- who ----------------------------------------

    @cached_property
    def addressees(self) -> tuple[str, ...]:
        """Numbers of those to whom it speaks."""
        query = select(InstrumentAddressee.party_no).where(col(InstrumentAddressee.instrument_no) == self.row.no)
        return tuple(self.desk.session.exec(query.order_by(col(InstrumentAddressee.party_no))))

    @cached_property
    def roles(self) -> dict[PartyRole, tuple[str, ...]]:
        """Who stands in its procedure, by role."""
        query = select(ProcedureParty).where(col(ProcedureParty.procedure_no) == (self.row.procedure_no or ""))
        found: dict[PartyRole, tuple[str, ...]] = {}
        for one in self.desk.session.exec(query.order_by(col(ProcedureParty.place), col(ProcedureParty.party_no))):
            role = PartyRole(one.role)
            found[role] = (*found.get(role, ()), one.party_no)
        return found

    @cached_property
    def respondents(self) -> tuple[str, ...]:
        """The adults who are acted on: those of the procedure, else the addressees as far as that is sure."""
        named = [no for no in self.roles.get(PartyRole.RESPONDENT, ()) if self._adult(no)]
        if named:
            return tuple([no for no in named if no in self.addressees] or named)
        adults = [no for no in self.addressees if self._adult(no)]
        if self.kind in ACTS_ON_ITS_ADDRESSEES:
            return tuple(adults)
        suspected = {tie.adult_no for tie in ties_of(self.desk, self.child_no) if tie.suspected}
        return tuple(no for no in adults if no in suspected)

    def name(self, party: str) -> str:
        """An adult by name, a post by its agency."""
        adult = self._adult(party)
        if adult:
            return self.desk.reveal(adult.subject_no, "name", adult.name_sealed) or UNKNOWN
        post = post_by_number(self.desk, party)
        return post.agency_zh if post else party

    def _adult(self, number: str) -> Adult | None:
        return self.desk.session.get(Adult, number)

    def of_adult(self, number: str, field: str) -> str:
        """A sealed field of an adult; nothing for a post."""
        adult = self._adult(number)
        if adult is None:
            return ""
        return self.desk.reveal(adult.subject_no, field, getattr(adult, f"{field}_sealed")) or ""

    def relation(self, number: str) -> Relation | None:
        """What an adult is to the child."""
        query = select(Tie.relation).where(col(Tie.adult_no) == number, col(Tie.child_no) == self.child_no)
        found = self.desk.session.exec(query.order_by(col(Tie.place).desc())).first()
        return Relation(found) if found and found != Relation.UNKNOWN else None

    # --- what ----------------------------------------

    @cached_property
    def versions(self) -> list[InstrumentVersion]:
        """What it said, from when; none for a draft."""
        query = select(InstrumentVersion).where(col(InstrumentVersion.instrument_no) == self.row.no)
        return list(self.desk.session.exec(query.order_by(col(InstrumentVersion.n))))

    @property
    def issued(self) -> When:
        """When it was issued."""
        precision = Precision(self.row.issued_precision)
        unknown = self.row.issued_at is None or precision is Precision.UNKNOWN
        return UNKNOWN_DAY if unknown else When(at=self.row.issued_at, precision=precision)

    @property
    def issued_on(self) -> date | None:
        """The civil day on which it was issued, where that is known."""
        when = self.issued
        return civil_day(when.at) if when.at is not None and when.precision in _TO_THE_DAY else None

    def words(self, field: str, sealed: str | None) -> str:
        """Sealed words about the child of the case."""
        return self.desk.reveal(self.child_no, field, sealed) or ""

    @cached_property
    def answer(self) -> Mapping[str, Any]:
        """What the duty that made it was answered with, by field; nothing where it was entered by hand."""
        duty = self.desk.session.get(DutyRow, self.row.duty_no) if self.row.duty_no else None
        found: dict[str, Any] = json.loads(duty.answer) if duty is not None and duty.answer else {}
        return found

    def ordered(self) -> tuple[str, ...]:
        """What the answer orders, where nobody drafted it in words: the measures chosen, and the demands made."""
        duty = self.desk.session.get(DutyRow, self.row.duty_no) if self.row.duty_no else None
        fields = fields_of(rules_of(self.desk, duty).asked(duty.code).answered_with) if duty is not None else ()
        terms = {code: zh for field in fields if field.name in ORDERED for code, zh in field.choices}
        lines: list[str] = []
        for name in ORDERED:
            value = self.answer.get(name) or []
            lines += (
                [str(terms.get(one, one)) for one in value] if isinstance(value, list) else [self.words(name, value)]
            )
        for name in AGREED:
            if self.answer.get(name):
                lines.append(f"{FIELD_ZH[name]}：{self.words(name, self.answer[name])}")
        return tuple(line for one in lines for line in one.splitlines() if line.strip())

    def found(self) -> str:
        """Why, as the answer says it."""
        return "\n".join(self.words(name, sealed) for name in FOUND if (sealed := self.answer.get(name)))

    def basis(self) -> tuple[str, ...]:
        """The articles of the duty that made it: law that was in force on that day, read by us; nothing else."""
        day = self.issued_on
        duty = self.desk.session.get(DutyRow, self.row.duty_no) if self.row.duty_no else None
        if duty is None or day is None:
            return ()
        pack = rules_of(self.desk, duty)
        rows = (pack.fact(row) for row in pack.duty(duty.code).ground)
        cited = [
            fact.basis
            for fact in rows
            if fact.force is not Force.OUR_DEFAULT
            and fact.confidence is Confidence.VERIFIED
            and all(_source_spoke(pack, code, day) for code in fact.sources)
        ]
        return tuple(dict.fromkeys(cited))


def _source_spoke(pack: Pack, code: str, day: date) -> bool:
    source = pack.sources.get(code)
    return source is not None and source.in_force_on(day)


def facts_of(sheet: Sheet) -> InstrumentFacts:
    """What every document states."""
    row, versions = sheet.row, sheet.versions
    last = versions[-1] if versions else None
    issuers = [no for no in json.loads(row.issuers) if no] or ([row.issued_by_post] if row.issued_by_post else [])
    content = sheet.words("content", (last.content_sealed if last else None) or row.content_sealed)
    drafted = row.state == "draft"
    return InstrumentFacts(
        kind=sheet.kind,
        document_no=next((one.document_no for one in reversed(versions) if one.document_no), row.document_no),
        issuers=tuple(dict.fromkeys(sheet.name(no) for no in issuers)),
        addressees=tuple(sheet.name(no) for no in sheet.addressees),
        facts=sheet.words("facts", row.facts_sealed) or sheet.found(),
        basis=sheet.basis(),
        content=tuple(line.strip() for line in content.splitlines() if line.strip()) or sheet.ordered(),
        simulated=sheet.desk.simulated,
        draft=drafted,
        issued_on=sheet.issued_on,
        date_words="" if sheet.issued_on or drafted else say_when(sheet.issued),
        valid_from=sheet.issued_on if last and last.valid_until else None,
        valid_until=last.valid_until if last else None,
        version=last.n if last else 1,
        previous=tuple(_change(sheet, one) for one in versions) if versions[1:] else (),
    )


def for_respondent(sheet: Sheet) -> ForRespondent:
    """The view of a document that reaches the respondent. Each respondent's address only where there is one."""
    return ForRespondent(
        facts=facts_of(sheet),
        respondents=_respondents(sheet),
        child=_child_name(sheet),
        applicants=tuple(sheet.name(no) for no in sheet.roles.get(PartyRole.APPLICANT, ())),
    )


def for_authority(sheet: Sheet) -> ForAuthority:
    """The view of a document for authorities and the applicant's side only."""
    child = sheet.desk.session.get(ChildFile, sheet.child_no)
    assert child is not None, "a case has a child"
    carer = _carer(sheet)
    guardian = next(iter(sheet.roles.get(PartyRole.NEW_GUARDIAN, ())), "")
    return ForAuthority(
        facts=facts_of(sheet),
        respondents=_respondents(sheet),
        child=_child_name(sheet),
        applicants=tuple(_applicant(sheet, no) for no in _asking(sheet)),
        child_sex=Sex(child.sex) if child.sex != Sex.UNKNOWN else None,
        child_born=sheet.words("birth_on", child.birth_on_sealed),
        child_identity_no=sheet.words("id_number", child.id_number_sealed),
        child_household_address=sheet.words("registration", child.registration_sealed),
        child_present_address=sheet.words("residence", child.residence_sealed),
        carer=sheet.name(carer) if carer else "",
        carer_address=sheet.of_adult(carer, "address"),
        carer_phone=sheet.of_adult(carer, "phone"),
        supervisor=sheet.words("supervisor", sheet.answer.get("supervisor") or None),
        new_guardian=sheet.name(guardian) if guardian else "",
        new_guardian_address=sheet.of_adult(guardian, "address"),
    )


def _carer(sheet: Sheet) -> str:
    """Who looks after the child: the one who is entrusted by the document itself, or whoever does so now."""
    ties = ties_of(sheet.desk, sheet.child_no)
    if sheet.kind is InstrumentKind.CARE_CONFIRMATION:
        guardians = {tie.adult_no for tie in ties if tie.guardian}
        found = [no for no in sheet.addressees if no not in guardians]
    else:
        found = [tie.adult_no for tie in ties if tie.carer and tie.adult_no not in sheet.respondents]
    return found[0] if found else ""


def _asking(sheet: Sheet) -> tuple[str, ...]:
    """Who applies; of a confirmation of entrusted care, those who entrust."""
    if sheet.kind is not InstrumentKind.CARE_CONFIRMATION:
        return sheet.roles.get(PartyRole.APPLICANT, ())
    carer = _carer(sheet)
    return tuple(no for no in sheet.addressees if no != carer)


def _respondents(sheet: Sheet) -> tuple[RespondentParticulars, ...]:
    alone = len(sheet.respondents) == 1  # where there are two, neither needs to learn where the other lives
    return tuple(
        RespondentParticulars(
            name=sheet.name(no),
            own_address=sheet.of_adult(no, "address") if alone else "",
            relation=sheet.relation(no),
        )
        for no in sheet.respondents
    )


def _applicant(sheet: Sheet, number: str) -> ApplicantParticulars:
    return ApplicantParticulars(
        name=sheet.name(number), address=sheet.of_adult(number, "address"), phone=sheet.of_adult(number, "phone")
    )


def _child_name(sheet: Sheet) -> str:
    child = sheet.desk.session.get(ChildFile, sheet.child_no)
    return sheet.words("name", child.name_sealed) if child else ""


def _change(sheet: Sheet, one: InstrumentVersion) -> str:
    precision = Precision(one.from_precision)
    day = Precision.DAY if precision is Precision.EXACT else precision
    when = say_when(UNKNOWN_DAY if precision is Precision.UNKNOWN else When(at=one.from_at, precision=day))
    until = one.valid_until
    term = f"，有效期至{until.year}年{until.month}月{until.day}日" if until else ""
    number = one.document_no or (sheet.row.document_no if one.n == 1 else "")
    return f"第{one.n}版：{when}{_CHANGES.get(one.change, one.change)}{f'（{number}）' if number else ''}{term}。"
