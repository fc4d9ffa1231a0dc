"""Which files a spot check looks at: drawn, not chosen. 档案抽查的抽取.

The drawing is seeded by the window, the area and the head of the file's own chain, and written down with all that it
takes to draw again; whoever is checked cannot know it before, and whoever checks cannot repeat it until it pleases.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select as select_columns
from sqlmodel import col, select

from models import CaseFile, ChainHead, DutyRow, JournalEntry, MonitoredChild
from rules.duty import Answer
from rules.errors import Conflict, Refusals, Refused
from rules.routine_reporting import DRAWN_BY, SPOT_CHECK_FILES, SpotChecked, how_many_to_draw
from rules.vocabulary import LIVE, ChildCategory
from rules.when import exactly
from tasks.canonical import canonical
from tasks.figures import standing_at
from tasks.filing import Filing, filing
from tasks.kinds import Kind
from tasks.routine import standings_of

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

CHECKED = frozenset({ChildCategory.LEFT_BEHIND, ChildCategory.IN_DIFFICULTY})
"""Whose files are checked (福建 2024 三（三）8)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Files that were drawn for one spot check. 抽取结果.

    Args:
        files: how many there were to draw from.
        drawn: numbers of those drawn, in the order of their names.
        seed: what the drawing follows from.
        of: sha256 of all that were there, by which a drawing again is known to be from the same.
    """

    case_no: str
    area: str
    at: datetime
    files: int
    drawn: tuple[str, ...]
    seed: str
    of: str


def draw(office: Office, case_no: str, *, by_post: str | None) -> Drawing:
    """Draw the files of the spot check that is owed in a file of an agency, once. 抽取受查档案.

    Raises: Refused: no spot check is owed there; Conflict: it was drawn already.
    """
    with filing(office, case_no, by_post=by_post) as filed:
        duty = _owed(filed)
        if drawing_of(filed.desk, case_no) is not None:
            raise Conflict(
                f"{case_no} 已抽取，不能重抽；请用 hutong figures drawn {case_no} 查看",
                f"the files of {case_no} are drawn already and are not drawn again: hutong figures drawn {case_no}",
            )
        there = _files(filed.desk, filed.case.area, filed.desk.at)
        head = filed.desk.session.exec(select(ChainHead.mac).where(col(ChainHead.chain) == case_no)).one()
        seed = hashlib.sha256(f"{duty.about}|{filed.case.area}|{head}".encode()).hexdigest()
        payload = {
            "about": duty.about,
            "area": filed.case.area,
            "head": head,
            "seed": seed,
            "files": len(there),
            "of": _digest(there),
            "drawn": list(drawn_from(there, seed)),
        }
        filed.record(
            Kind.SPOT_CHECK_DRAWN,
            payload,
            when=exactly(filed.desk.at),
            key=f"drawn:{duty.no}",
            procedure_no=duty.procedure_no,
            basis=(DRAWN_BY,),
        )
        made = drawing_of(filed.desk, case_no)
        assert made is not None
        return made


def drawn_from(files: list[str], seed: str) -> tuple[str, ...]:
    """The files that a seed draws: those with the smallest digests of seed and number, in the order of their names.

    >>> drawn_from(["C-1", "C-2"], "any")
    ('C-1', 'C-2')
    """
    ranked = sorted(files, key=lambda no: hashlib.sha256(f"{seed}|{no}".encode()).hexdigest())
    return tuple(sorted(ranked[: how_many_to_draw(len(files))]))


def drawing_of(desk: Desk, case_no: str) -> Drawing | None:
    """The drawing of a file of an agency; None where none was made."""
    query = select(JournalEntry.payload, JournalEntry.recorded_at).where(
        col(JournalEntry.chain) == case_no, col(JournalEntry.kind) == Kind.SPOT_CHECK_DRAWN
    )
    found = desk.session.exec(query).first()
    if found is None:
        return None
    said: dict[str, Any] = json.loads(found[0])
    return Drawing(
        case_no=case_no,
        area=said["area"],
        at=found[1],
        files=said["files"],
        drawn=tuple(said["drawn"]),
        seed=said["seed"],
        of=said["of"],
    )


def comes_out_again(desk: Desk, drawing: Drawing) -> bool:
    """Whether drawing again, from the files that were there at that moment, gives the same. 复算."""
    there = _files(desk, drawing.area, drawing.at)
    return _digest(there) == drawing.of and drawn_from(there, drawing.seed) == drawing.drawn


def refuse_what_was_not_drawn(desk: Desk, case_no: str, value: Answer) -> None:
    """A spot check speaks of the files that were drawn, and of no others."""
    if not isinstance(value, SpotChecked):
        return
    drawing = drawing_of(desk, case_no)
    if drawing is None:
        raise Refused(
            f"尚未抽取受查档案，请先运行 hutong figures draw {case_no}",
            f"the files are not drawn yet: hutong figures draw {case_no}",
            field="with_gaps",
        )
    named = {"with_gaps": value.with_gaps, "not_kept": value.not_kept}
    strange = [(field, no) for field, numbers in named.items() for no in numbers if no not in drawing.drawn]
    if strange:
        raise Refusals(
            [
                Refused(
                    f"{no} 不在抽取的档案中，请核对编号（hutong figures drawn {case_no}）",
                    f"{no} was not drawn; check the number (hutong figures drawn {case_no})",
                    field=field,
                )
                for field, no in strange
            ]
        )


def _owed(filed: Filing) -> DutyRow:
    query = select(DutyRow).where(
        col(DutyRow.case_no) == filed.case.no,
        col(DutyRow.code) == SPOT_CHECK_FILES.code,
        col(DutyRow.state).in_(LIVE),
    )
    found = filed.desk.session.exec(query).first()
    if found is None:
        raise Refused(
            f"{filed.case.no} 没有待办的档案抽查",
            f"no spot check is owed in {filed.case.no}",
            field="NO",
        )
    return found


def _files(desk: Desk, area: str, at: datetime) -> list[str]:
    """Numbers of the files on the list at a moment whose child was left behind or in difficulty, in order."""
    of = MonitoredChild
    query = select_columns(col(of.case_no), col(of.began_at), col(of.ended_at), col(of.standings))
    query = query.join(CaseFile, col(CaseFile.no) == col(of.case_no))
    rows = desk.session.execute(query.where(col(CaseFile.area).startswith(area, autoescape=True)))
    return sorted(
        case_no
        for case_no, began, ended, standings in rows
        if began <= at and (ended is None or ended > at)
        if (standing := standing_at(standings_of(standings), at)) is not None and standing.categories & CHECKED
    )


def _digest(files: list[str]) -> str:
    return hashlib.sha256(canonical(files).encode()).hexdigest()
