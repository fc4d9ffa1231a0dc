"""What a document is made of, and who may know what. 文书内容与知悉范围.

Two views, two types.  Whoever builds a view for a document that reaches the person who did harm has nowhere to put the
child's address; that is the first lock (法发〔2022〕10号 pt. 4, fact row E-16), `documents.privacy` the second.
None of these types shows its content when printed: errors and logs must not carry a family's particulars.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from types import MappingProxyType

from rules.vocabulary import InstrumentKind, Relation, ServiceMethod, Sex, Term


class Reader(Term):
    """Whose hands a kind of document reaches. 文书知悉范围."""

    RESPONDENT = "respondent", "可送达加害人、被申请人"
    AUTHORITY = "authority", "仅限办案机关及申请人一方"


READERS: Mapping[InstrumentKind, Reader] = MappingProxyType(
    {
        InstrumentKind.ADMONITION: Reader.RESPONDENT,
        InstrumentKind.WARNING: Reader.RESPONDENT,
        InstrumentKind.MINOR_ADMONITION: Reader.RESPONDENT,  # the minor's guardians hear and sign it too
        InstrumentKind.COURT_ADMONITION: Reader.RESPONDENT,
        InstrumentKind.GUIDANCE_ORDER: Reader.RESPONDENT,
        InstrumentKind.SUPERVISION_ORDER: Reader.RESPONDENT,
        InstrumentKind.PROTECTION_ORDER: Reader.RESPONDENT,
        InstrumentKind.DISMISSAL: Reader.RESPONDENT,
        InstrumentKind.PLACEMENT_DECISION: Reader.RESPONDENT,  # the guardian is told that, never where
        InstrumentKind.PROTECTION_APPLICATION: Reader.AUTHORITY,
        InstrumentKind.REVOCATION_APPLICATION: Reader.AUTHORITY,
        InstrumentKind.SUPPORT_LETTER: Reader.AUTHORITY,
        InstrumentKind.WRITTEN_SUGGESTION: Reader.AUTHORITY,
        InstrumentKind.REVOCATION_JUDGMENT: Reader.RESPONDENT,
        InstrumentKind.RESTORATION_JUDGMENT: Reader.RESPONDENT,  # who asks for it is the parent who lost guardianship
        InstrumentKind.MEDIATION: Reader.RESPONDENT,  # the respondent signs it
        InstrumentKind.HANDOVER_FORM: Reader.AUTHORITY,
        InstrumentKind.PENALTY: Reader.RESPONDENT,
        InstrumentKind.CARE_CONFIRMATION: Reader.AUTHORITY,  # signers, committee and school have copies; nobody else
        InstrumentKind.SCHOOLING_ORDER: Reader.RESPONDENT,
        InstrumentKind.RECORD: Reader.AUTHORITY,
    }
)
"""Who reads each kind: the one table. 各类文书的知悉范围. In doubt a kind reaches the respondent."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ServiceProof:
    """How one addressee got the document. 送达回证.

    Args:
        date_words: stands instead of `served_on` where the day is uncertain or the hour matters.
    """

    addressee: str
    method: ServiceMethod
    place: str = ""
    served_on: date | None = None
    date_words: str = ""
    served_by: tuple[str, ...] = ()
    received_by: str = ""
    witnesses: tuple[str, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class InstrumentFacts:
    """What every document states. 文书要素.

    Args:
        issuers: names of the bodies; several issue jointly.
        date_words: stands instead of `issued_on` where the day is uncertain ("2020年4月（日期不详）").
        facts: the facts as found; a line feed begins a paragraph.
        basis: articles as they are to be printed; nothing is added to them.
        content: what is decided or demanded, numbered in this order.
        rights: what the issuing body itself tells about remedies; printed before what `documents.notices` adds.
        valid_until: last day of the term.
        version: 1, or higher after a change.
        previous: one line per change since version 1.
        simulated: made from a rehearsal; every page says that it is no official document.
        draft: not issued yet; every page says so.
    """

    kind: InstrumentKind
    document_no: str
    issuers: tuple[str, ...]
    addressees: tuple[str, ...]
    facts: str
    basis: tuple[str, ...]
    content: tuple[str, ...]
    issued_on: date | None = None
    date_words: str = ""
    rights: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    version: int = 1
    previous: tuple[str, ...] = ()
    services: tuple[ServiceProof, ...] = ()
    simulated: bool = False
    draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RespondentParticulars:
    """Who is admonished, warned, ordered or sued. 被申请人（相对人）身份信息 / the respondent's own data only.

    Args:
        own_address: where the respondent lives. If the child still lives there, it is no secret to him.
    """

    name: str
    sex: Sex | None = None
    born: str = ""
    identity_no: str = ""
    own_address: str = ""
    relation: Relation | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ApplicantParticulars:
    """Who applies, on the applicant's side only. 申请人信息."""

    name: str
    standing: str = ""
    address: str = ""
    phone: str = ""

    @property
    def whereabouts(self) -> str:
        """Where to find the applicant: what goes on the sheet that is not served. 申请人下落."""
        return self.address + self.phone


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ForRespondent:
    """What a document that reaches the person who did harm may know. 可送达被申请人的文书内容.

    There is no field for the child's addresses, school, carer or phone, none for a new guardian's address and none for
    whoever reported: what cannot be given cannot be printed.

    Args:
        child: how the document names the child.
        applicants: names only.
    """

    facts: InstrumentFacts
    respondents: tuple[RespondentParticulars, ...] = ()
    child: str = ""
    applicants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ForAuthority:
    """What courts, agencies and the applicant's side may know. 限办案机关及申请人一方的文书内容.

    The child's particulars are printed on a sheet of their own that is not served on the respondent.  Who reported is
    not told even here (高检发〔2020〕9号 Art. 13, fact row A-20).
    """

    facts: InstrumentFacts
    respondents: tuple[RespondentParticulars, ...] = ()
    child: str = ""
    applicants: tuple[ApplicantParticulars, ...] = ()
    child_sex: Sex | None = None
    child_born: str = ""
    child_identity_no: str = ""
    child_household_address: str = ""
    child_present_address: str = ""
    school: str = ""
    carer: str = ""
    carer_address: str = ""
    carer_phone: str = ""
    supervisor: str = ""
    new_guardian: str = ""
    new_guardian_address: str = ""


View = ForRespondent | ForAuthority


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Rendered:
    """One document in its three forms, all of the same words. 生成的文书.

    Args:
        html: a page that stands alone, UTF-8, for print on A4.
        docx: the Word file.
        text: the words in order, one line each; a row of a grid is `label：value`.
        template_version: 12 hex digits of everything that decides how facts become these bytes.
    """

    kind: InstrumentKind
    html: bytes
    docx: bytes
    text: str
    template_version: str
    parts: tuple[tuple[str, str], ...] = field(default=())


def view_for(kind: InstrumentKind) -> type[ForRespondent] | type[ForAuthority]:
    """The type of view that this kind is given. 该类文书适用的内容类型."""
    return ForRespondent if READERS[kind] is Reader.RESPONDENT else ForAuthority


def known_to(view: View) -> dict[str, object]:
    """All that a template is given of a view, by variable name; nothing else exists for it. 模板可用事项."""
    own = {one.name: getattr(view, one.name) for one in fields(view) if one.name != "facts"}
    return own | {one.name: getattr(view.facts, one.name) for one in fields(view.facts)}
