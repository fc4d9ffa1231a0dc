"""Making the document of an instrument, and keeping what was made. 制作文书文本.

The bytes are kept sealed under the child's key, with the version of the template that made them: a second print of the
same version is the same document, whatever the template says by then.  Every print is on the record.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from documents.instrument import READERS, Reader, Rendered, view_for
from documents.instrument import ForRespondent as RespondentsView
from documents.render import render
from models import Blob, Instrument, JournalEntry
from rules.errors import Gap, Refused
from rules.vocabulary import InstrumentKind
from rules.when import exactly
from tasks.canonical import instant
from tasks.filing import Filing, filing
from tasks.instruments import case_of
from tasks.kept_away import secrets_of
from tasks.kinds import Kind
from tasks.numbers import Named
from tasks.paper_view import Sheet, for_authority, for_respondent

if TYPE_CHECKING:
    from tasks.office import Office

SEALED = "text/plain; sealed"
"""Media type of a kept document: who is named in it is not to be read in the table."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Paper:
    """A document as it was handed out. 文书文本. Its content is never shown when printed.

    Args:
        reader: whose hands it may reach.
        again: the kept bytes of an earlier print.
    """

    case_no: str
    instrument_no: str
    version: int
    reader: Reader
    template_version: str
    html: bytes
    docx: bytes
    again: bool


def print_out(
    office: Office, instrument_no: str, *, reader: Reader | None = None, reason: str = "", by_post: str | None
) -> Paper:
    """The document of an instrument as it stands now; the same bytes for the same version. 打印文书.

    Args:
        reader: for whom it is printed; a kind for authorities only is refused to the respondent.
        reason: why it is read, where whoever reads it has to say so; sealed.
    Raises: Refused: no such instrument, not for this reader, or its words tell what must be kept from the respondent.
    """
    with filing(office, case_of(office, instrument_no), by_post=by_post, closed_too=True) as filed:
        row = filed.desk.session.exec(select(Instrument).where(col(Instrument.no) == instrument_no)).one()
        if row.kind == InstrumentKind.RECORD and row.duty_no:
            raise Refused(
                f"“{row.title}”是办理职责时登记的文书编号，文本不在本系统；请查阅原件",
                f"{row.title!r} is the number of a paper that was named in an answer; its text is not here",
                field="NO",
            )
        sheet = Sheet(desk=filed.desk, row=row, child_no=filed.child_no)
        _refuse_the_wrong_reader(sheet, reader)
        if row.state != "draft":  # a draft may still change: it is made anew each time
            kept = _kept(filed, row)
            if kept is not None:
                _record_that_it_was_read(filed, row, reason)
                return _again(filed, row, kept)
        return _made(filed, row, _rendered(sheet), reason)


def _refuse_the_wrong_reader(sheet: Sheet, reader: Reader | None) -> None:
    if reader is Reader.RESPONDENT and READERS[sheet.kind] is Reader.AUTHORITY:
        raise Refused(
            f"“{sheet.kind.zh}”{READERS[sheet.kind].zh}，不得交被申请人",
            f"{sheet.kind} is for authorities and the applicant's side only",
            field="for",
        )


def _rendered(sheet: Sheet) -> Rendered:
    if view_for(sheet.kind) is RespondentsView:
        secrets = secrets_of(sheet.desk, sheet.child_no, sheet.respondents, sheet.roles)
        return render(sheet.kind, for_respondent(sheet), secrets=secrets)
    return render(sheet.kind, for_authority(sheet))


def _made(filed: Filing, row: Instrument, made: Rendered, reason: str) -> Paper:
    payload = {
        "instrument_no": row.no,
        "version": row.version,
        "reader": READERS[made.kind],
        "template_version": made.template_version,
        "html": hashlib.sha256(made.html).hexdigest(),
        "docx": hashlib.sha256(made.docx).hexdigest(),
        "html_kept": _keep(filed, "html", made.html),
        "docx_kept": _keep(filed, "docx", made.docx),
        **({"reason_sealed": said} if (said := filed.sealed("reason", reason)) else {}),
    }
    key = _key(row) if row.state != "draft" else f"{_key(row)}:{filed.desk.number(Named.NOTICE)}"
    now = exactly(filed.desk.at)
    filed.record(Kind.DOCUMENT_RENDERED, payload, when=now, key=key, procedure_no=row.procedure_no)
    return _paper(row, payload, made.html, made.docx, again=False)


def _again(filed: Filing, row: Instrument, kept: dict[str, Any]) -> Paper:
    html, docx = (_opened(filed, form, kept[f"{form}_kept"]) for form in ("html", "docx"))
    return _paper(row, kept, html, docx, again=True)


def _paper(row: Instrument, facts: dict[str, Any], html: bytes, docx: bytes, *, again: bool) -> Paper:
    return Paper(
        case_no=row.case_no,
        instrument_no=row.no,
        version=facts["version"],
        reader=Reader(facts["reader"]),
        template_version=facts["template_version"],
        html=html,
        docx=docx,
        again=again,
    )


def _key(row: Instrument) -> str:
    """What makes it the same document: its version, and the day on which it was issued, which may be corrected."""
    issued = instant(row.issued_at) if row.issued_at else "undated"
    return f"document:{row.no}:{row.version}:{issued}:{row.issued_precision}"


def _kept(filed: Filing, row: Instrument) -> dict[str, Any] | None:
    payload = filed.desk.session.exec(select(JournalEntry.payload).where(col(JournalEntry.key) == _key(row))).first()
    if payload is None:
        return None
    facts: dict[str, Any] = json.loads(payload)
    return facts


def _keep(filed: Filing, form: str, content: bytes) -> str:
    words = base64.b64encode(content).decode()
    return filed.desk.keep(filed.cipher.seal(f"document.{form}", words).encode(), SEALED)


def _opened(filed: Filing, form: str, digest: str) -> bytes:
    blob = filed.desk.session.get(Blob, digest)
    if blob is None:
        raise Gap(f"找不到已生成的文书原件 {digest[:12]}", f"the kept document {digest[:12]} is not in the database")
    return base64.b64decode(filed.cipher.open(f"document.{form}", blob.content.decode()))


def _record_that_it_was_read(filed: Filing, row: Instrument, reason: str) -> None:
    """Whoever prints it again reads who the child is: that is on the record as any reading."""
    filed.record(
        Kind.IDENTITY_READ,
        {"reason_sealed": filed.sealed("reason", reason or f"再次打印文书 {row.no}")},
        when=exactly(filed.desk.at),
        key=f"read:{filed.desk.number(Named.NOTICE)}",
        procedure_no=row.procedure_no,
    )
