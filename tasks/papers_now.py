"""Which papers a post can draw up in a case now. 现在可以起草的文书.

Two ways to a paper: a duty that this post owes now, whose answer makes it; or that its role makes papers of this kind
at all.  Any other paper it may still *enter*, as one that another body made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import DutyRow, Instrument
from rules.papers import BESIDE, MADE_BY, papers_of
from rules.vocabulary import LIVE, InstrumentKind
from tasks.wording import short_no

if TYPE_CHECKING:
    from packs.pack import Pack
    from rules.sources import Fact
    from tasks.desk import Desk
    from tasks.posts import FoundPost


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawable:
    """A paper that can be drawn up now. 可以起草的文书.

    Args:
        duty_no: running number of the duty that makes it when it is answered; None: no duty asks for it now.
        procedure_no: the procedure of that duty, to which a draft must belong to become the paper.
        draft: number of a draft that is there already.
        basis: the rows of law behind it, as the pack in force has them.
    """

    kind: InstrumentKind
    duty_no: str | None
    duty_zh: str
    duty_en: str
    procedure_no: str | None
    draft: str | None
    basis: tuple[Fact, ...]


def drawable(desk: Desk, case_no: str, post: FoundPost) -> list[Drawable]:
    """What this post can draw up now: first what its duties ask for, then what its role makes."""
    asked = [_asked(desk, row, kind) for row in _owed(desk, case_no, post.no) for kind in papers_of(row.code)]
    there = {one.kind for one in asked}
    others = [_beside(desk, case_no, kind) for kind in made_by(desk.pack, post) if kind not in there]
    return [*asked, *others]


def made_by(pack: Pack, post: FoundPost) -> tuple[InstrumentKind, ...]:
    """The kinds of papers that a role makes, as the rules in force have it."""
    of_duties = {
        kind
        for kind, codes in MADE_BY.items()
        if any(code in pack.duties and post.role in pack.duty(code).owed_by for code in codes)
    }
    beside = {kind for kind, makers in BESIDE.items() if post.role in makers.roles}
    return tuple(kind for kind in InstrumentKind if kind in of_duties | beside)


def drawable_for(desk: Desk, case_no: str, duty_no: str) -> list[Drawable]:
    """What the answer to one duty makes, for the page of that duty; nothing once it is no longer owed."""
    query = select(DutyRow).where(col(DutyRow.no) == f"{case_no}/{duty_no}", col(DutyRow.state).in_(LIVE))
    row = desk.session.exec(query).first()
    return [_asked(desk, row, kind) for kind in papers_of(row.code)] if row is not None else []


def _owed(desk: Desk, case_no: str, post_no: str) -> list[DutyRow]:
    query = select(DutyRow).where(
        col(DutyRow.case_no) == case_no, col(DutyRow.post_no) == post_no, col(DutyRow.state).in_(LIVE)
    )
    return list(desk.session.exec(query.order_by(col(DutyRow.since_at), col(DutyRow.no))))


def _asked(desk: Desk, row: DutyRow, kind: InstrumentKind) -> Drawable:
    spec = desk.pack.duty(row.code)
    return Drawable(
        kind=kind,
        duty_no=short_no(row.no),
        duty_zh=spec.zh,
        duty_en=spec.en,
        procedure_no=row.procedure_no,
        draft=_draft(desk, kind, row.case_no, row.procedure_no),
        basis=basis_of(desk.pack, kind),
    )


def _beside(desk: Desk, case_no: str, kind: InstrumentKind) -> Drawable:
    return Drawable(
        kind=kind,
        duty_no=None,
        duty_zh="",
        duty_en="",
        procedure_no=None,
        draft=_draft(desk, kind, case_no, None),
        basis=basis_of(desk.pack, kind),
    )


def basis_of(pack: Pack, kind: InstrumentKind) -> tuple[Fact, ...]:
    """The rows of law behind a kind of paper; of a paper that no duty makes, the rows that name its maker."""
    rows = BESIDE[kind].basis if kind in BESIDE else _ground(pack, kind)
    return tuple(pack.fact(row) for row in dict.fromkeys(rows) if row in pack.facts)


def _ground(pack: Pack, kind: InstrumentKind) -> list[str]:
    """Of the first duty that makes it: the row that all of them share is there, too."""
    code = next((code for code in MADE_BY[kind] if code in pack.duties), None)
    return list(pack.duty(code).ground) if code else []


def _draft(desk: Desk, kind: InstrumentKind, case_no: str, procedure_no: str | None) -> str | None:
    query = select(Instrument.no).where(
        col(Instrument.case_no) == case_no, col(Instrument.kind) == kind, col(Instrument.state) == "draft"
    )
    if procedure_no is not None:
        query = query.where(col(Instrument.procedure_no) == procedure_no)
    return desk.session.exec(query.order_by(col(Instrument.recorded_at))).first()


def duty_that_makes(desk: Desk, case_no: str, kind: InstrumentKind, procedure_no: str | None) -> str | None:
    """Running number of the duty of a procedure that makes a paper of this kind and is still owed, if there is one."""
    query = select(DutyRow.no).where(
        col(DutyRow.case_no) == case_no,
        col(DutyRow.procedure_no) == (procedure_no or ""),
        col(DutyRow.code).in_(MADE_BY.get(kind, ())),
        col(DutyRow.state).in_(LIVE),
    )
    found = desk.session.exec(query.order_by(col(DutyRow.since_at), col(DutyRow.no))).first()
    return short_no(found) if found else None
