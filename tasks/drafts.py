"""A draft as it stands: read to be mended, and issued as it is. 草稿.

What a draft says is sealed; whoever opens it to mend it reads who it speaks of, which is on the record.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import CaseFile, Instrument, InstrumentAddressee
from rules.access import FieldClass, Sees
from rules.errors import Refused
from rules.vocabulary import InstrumentKind
from tasks import instruments
from tasks.access import sight_of
from tasks.access.grounds import what_would_open
from tasks.audit_access import DRAFT_TEXT
from tasks.filing import child_of
from tasks.instruments import Text
from tasks.posts import post_by_number
from tasks.recorded_looks import looked

if TYPE_CHECKING:
    from datetime import date

    from rules.when import When
    from tasks.desk import Desk
    from tasks.office import Office
    from tasks.posts import FoundPost


def read_draft(office: Office, case_no: str, instrument_no: str, post: FoundPost) -> Text:
    """What a draft says, for whoever mends it; on the record.

    Raises: Forbidden: the text is not for this post without a reason, so it drafts and does not mend;
        Refused: there is no such draft in this case.
    """
    with office.reading() as desk:
        demand_mending(desk, case_no, post)
        text = _text(desk, _draft(desk, case_no, instrument_no))
    looked(office, DRAFT_TEXT, by_post=post.no, chain=case_no, instrument_no=instrument_no)
    return text


def demand_mending(desk: Desk, case_no: str, post: FoundPost) -> None:
    """Nobody writes over what they may not read.

    Raises: Forbidden: the text is not for this post without a reason.
    """
    condition = sight_of(desk, post).demand(case_no, FieldClass.INSTRUMENTS)
    if condition not in (Sees.YES, Sees.RECORDED):
        raise what_would_open(post.role, FieldClass.INSTRUMENTS)


def issue_draft(
    office: Office,
    case_no: str,
    instrument_no: str,
    *,
    document_no: str = "",
    valid_until: date | None = None,
    no_term: bool = False,
    granted: str = "full",
    when: When,
    by_post: str | None,
) -> None:
    """A draft becomes the paper, word for word. 以草稿作出.

    Args:
        document_no: its number, where the draft had none yet.
    Raises: Refused: there is no such draft, or what `tasks.instruments.issue` refuses; nothing is written.
    """
    with office.reading() as desk:
        row = _draft(desk, case_no, instrument_no)
        text = _text(desk, row, document_no=document_no, granted=granted)
    instruments.issue(
        office,
        case_no,
        InstrumentKind(row.kind),
        text,
        valid_until=valid_until,
        no_term=no_term,
        follows=row.follows,
        procedure=row.procedure_no,
        drafted=row.no,
        when=when,
        by_post=by_post,
    )


def _draft(desk: Desk, case_no: str, instrument_no: str) -> Instrument:
    row = desk.session.exec(
        select(Instrument).where(col(Instrument.no) == instrument_no, col(Instrument.case_no) == case_no)
    ).first()
    if row is None or row.state != "draft":
        raise Refused(
            "该文书不是草稿：已经作出的只能变更、延长、撤销",
            "this is no draft: what was issued is varied, extended or withdrawn",
            field="NO",
        )
    return row


def _text(desk: Desk, row: Instrument, *, document_no: str = "", granted: str = "full") -> Text:
    case = desk.session.get(CaseFile, row.case_no)
    assert case is not None, "an instrument belongs to a case"
    child_no = child_of(case)
    whom = select(InstrumentAddressee.party_no).where(col(InstrumentAddressee.instrument_no) == row.no)
    named: list[str] = [one for one in json.loads(row.issuers) if one]
    posts = tuple(one for one in named if post_by_number(desk, one) is not None)
    return Text(
        document_no=document_no or row.document_no,
        title=row.title,
        to=tuple(desk.session.exec(whom.order_by(col(InstrumentAddressee.party_no)))),
        issuers=posts,
        outside=tuple(one for one in named if one not in posts),
        facts=desk.reveal(child_no, "facts", row.facts_sealed) or "",
        content=desk.reveal(child_no, "content", row.content_sealed) or "",
        granted=granted,
    )
