"""The text of an instrument for a seat, and what was made of it before. 按岗位查阅文书.

Where the table asks for a reason it is asked for here; that the text was made or read is on the record either way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import Instrument, JournalEntry
from rules.access import FieldClass, Sees
from rules.errors import Forbidden, Refused
from tasks.access import sight_of
from tasks.kinds import Kind
from tasks.paper import Paper, print_out
from tasks.posts import FoundPost, post_by_number
from tasks.projection.facts import facts_of

if TYPE_CHECKING:
    from datetime import datetime

    from documents.instrument import Reader
    from tasks.desk import Desk
    from tasks.office import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """One making of the text, as the journal has it. 文书文本的生成.

    Args:
        html, docx: sha256 of the bytes, 64 hex digits.
        entry: chain and number, by which the journal proves it.
    """

    at: datetime
    post: FoundPost | None
    version: int
    reader: Reader
    template_version: str
    html: str
    docx: str
    entry: str


def take_paper(
    office: Office,
    case_no: str,
    instrument_no: str,
    post: FoundPost,
    *,
    reader: Reader | None = None,
    reason: str = "",
) -> Paper:
    """The text of an instrument of this case, on the record.

    Raises:
        Forbidden: the post does not see the text of instruments here, or the case has no such instrument.
        Refused: no reason where one is asked for; not for this reader; its words tell what must be kept away.
    """
    with office.reading() as desk:
        condition = sight_of(desk, post).demand(case_no, FieldClass.INSTRUMENTS)
        demand_of_case(desk, case_no, instrument_no)
    if condition is Sees.WITH_REASON and not reason.strip():
        raise Refused("请写明查阅理由", "say why it is opened", field="reason")
    return print_out(office, instrument_no, reader=reader, reason=reason, by_post=post.no)


def demand_of_case(desk: Desk, case_no: str, instrument_no: str) -> None:
    """Raises Forbidden where this case has no such instrument, whether or not another one has."""
    query = select(Instrument.no).where(col(Instrument.no) == instrument_no, col(Instrument.case_no) == case_no)
    if desk.session.exec(query).first() is None:
        raise Forbidden(
            f"本案没有编号为 {instrument_no} 的文书，请核对编号",
            f"this case has no instrument {instrument_no}; check the number",
            field="NO",
            hidden=True,
        )


def prints_of(desk: Desk, case_no: str, instrument_no: str) -> list[Print]:
    """Every text that was made of an instrument, the newest first; printing the same again makes nothing new."""
    query = select(JournalEntry).where(
        col(JournalEntry.chain) == case_no, col(JournalEntry.kind) == Kind.DOCUMENT_RENDERED
    )
    rows = desk.session.exec(query.order_by(col(JournalEntry.seq).desc())).all()
    made = [(row, facts_of(row)) for row in rows]
    return [_print(desk, row, facts) for row, facts in made if facts["instrument_no"] == instrument_no]


def _print(desk: Desk, row: JournalEntry, facts: dict[str, str]) -> Print:
    from documents.instrument import Reader

    return Print(
        at=row.recorded_at,
        post=post_by_number(desk, row.by_post) if row.by_post else None,
        version=int(facts["version"]),
        reader=Reader(facts["reader"]),
        template_version=facts["template_version"],
        html=facts["html"],
        docx=facts["docx"],
        entry=f"{row.chain}#{row.n}",
    )
