"""The entries of a case by number, as somebody looks for the one that is wrong. 记录清单."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import JournalEntry, SecondVersion
from tasks.kinds import Kind
from tasks.projection.notes import CAN_BE_CORRECTED
from tasks.timeline import Moment, Teller
from tasks.wording import short_no

if TYPE_CHECKING:
    from tasks.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryOf:
    """One entry. 一条记录.

    Args:
        n: its number in the chain of the case.
        duty_no: running number of the duty that it is about.
        told: as the timeline tells it, without naming anybody.
        corrected, disputed: whether a second version stands beside it.
    """

    n: int
    kind: Kind
    duty_no: str | None
    told: Moment
    corrected: bool
    disputed: bool

    @property
    def can_be_corrected(self) -> bool:
        """Whether a correction can mend it; another source may be let stand beside any."""
        return self.kind in CAN_BE_CORRECTED

    @property
    def by_somebody(self) -> bool:
        """Whether a post entered it: what the system wrote down by itself no source tells otherwise."""
        return self.told.who != "系统"


def entries_of(desk: Desk, case_no: str) -> list[EntryOf]:
    """The entries of the case's own chain, the newest first."""
    rows = desk.session.exec(
        select(JournalEntry).where(col(JournalEntry.chain) == case_no).order_by(col(JournalEntry.n).desc())
    ).all()
    second = desk.session.exec(
        select(SecondVersion.of_entry, SecondVersion.disputed).where(col(SecondVersion.case_no) == case_no)
    ).all()
    corrected = {entry for entry, disputed in second if not disputed}
    disputed = {entry for entry, disputed in second if disputed}
    teller = Teller(desk, case_no)
    return [
        EntryOf(
            n=row.n,
            kind=Kind(row.kind),
            duty_no=short_no(row.duty_no) if row.duty_no else None,
            told=teller.tell(row),
            corrected=f"{case_no}#{row.n}" in corrected,
            disputed=f"{case_no}#{row.n}" in disputed,
        )
        for row in rows
    ]
