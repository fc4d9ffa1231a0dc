"""The letter that belongs to a rung, told from the entries of the duty as they stood when it was climbed. 督办函."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from documents.office_papers import draw_up
from models import DutyRow, JournalEntry, Procedure
from rules.errors import Refused
from rules.moments import civil_day
from rules.vocabulary import Force, ProcedureKind
from tasks import wording
from tasks.canonical import read_instant
from tasks.duty_rules import rules_within
from tasks.kinds import Kind
from tasks.posts import post_by_number

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter as it was drawn up. 督办函. `rung` is counted from 1."""

    case_no: str
    duty_no: str
    rung: int
    html: bytes
    docx: bytes


def letter(office: Office, case_no: str, duty: str, *, rung: int | None = None) -> Letter:
    """The letter of a rung that was climbed; the latest that has one, if none is named.

    Args:
        duty: its running number in the case, or its full number.
        rung: counted from 1.
    Raises: Refused: no such duty, or no rung of it that has a letter.
    """
    with office.reading() as desk:
        row = _duty(desk, case_no, duty)
        climbed = _climbed(desk, row)
        with_letter = [one for one in climbed if "document" in one[1] and rung in (None, one[1]["rung"] + 1)]
        if not with_letter:
            raise Refused(
                "这项职责还没有附督办函的督办级次",
                "no rung of this duty that was climbed has a letter",
                field="rung",
            )
        entry, facts = with_letter[-1]
        before = [one for one in climbed if one[1]["rung"] < facts["rung"]]
        paper = draw_up("supervision_letter", _facts(desk, row, entry, facts, before), simulated=desk.simulated)
        return Letter(
            case_no=case_no,
            duty_no=wording.short_no(row.no),
            rung=facts["rung"] + 1,
            html=paper.html,
            docx=paper.docx,
        )


def rungs_with_letter(desk: Desk, row: DutyRow) -> tuple[int, ...]:
    """The rungs of a duty that were climbed and have a letter, counted from 1."""
    return tuple(facts["rung"] + 1 for _, facts in _climbed(desk, row) if "document" in facts)


def _duty(desk: Desk, case_no: str, duty: str) -> DutyRow:
    query = select(DutyRow).where(col(DutyRow.case_no) == case_no)
    rows = desk.session.exec(query.where(col(DutyRow.no).in_([duty, f"{case_no}/{duty}"]))).all()
    rows = rows or desk.session.exec(query.where(col(DutyRow.code) == duty)).all()
    if len(rows) != 1:
        raise Refused(
            f"请用序号指明个案 {case_no} 的职责，见 hutong case show {case_no}",
            f"name a duty of case {case_no} by its number; see `hutong case show {case_no}`",
            field="DUTY",
        )
    return rows[0]


def _climbed(desk: Desk, row: DutyRow) -> list[tuple[JournalEntry, dict[str, Any]]]:
    query = select(JournalEntry).where(
        col(JournalEntry.chain) == row.case_no,
        col(JournalEntry.duty_no) == row.no,
        col(JournalEntry.kind) == Kind.RUNG_FIRED,
    )
    return [(entry, json.loads(entry.payload)) for entry in desk.session.exec(query.order_by(col(JournalEntry.n)))]


def _facts(
    desk: Desk,
    row: DutyRow,
    entry: JournalEntry,
    facts: dict[str, Any],
    before: list[tuple[JournalEntry, dict[str, Any]]],
) -> dict[str, object]:
    query = select(Procedure.kind, Procedure.rules, Procedure.about).where(col(Procedure.no) == row.procedure_no)
    kind, rules, about = desk.session.exec(query).one()
    pack = rules_within(desk, row, rules)
    spec = pack.duty(row.code)
    period = spec.periods[row.variant]
    fact = pack.fact(period.set_by)
    force = pack.force_on(period, civil_day(row.since_at))
    owner = post_by_number(desk, row.post_no) if row.post_no else None
    fired_at = entry.recorded_at
    late = fired_at - row.legal_due_at if row.legal_due_at else None
    return {
        "to": tuple(_title(desk, no) for no in facts["told"]),
        "case_no": row.case_no,
        "procedure": wording.procedure_name(pack, ProcedureKind(kind), about, "zh"),
        "duty": spec.zh,
        "duty_no": wording.short_no(row.no),
        "owed_by": owner.zh if owner else "无人在岗",
        "since": f"{wording.say_moment(row.since_at, 'zh')}（{spec.starts}）",
        "period": period.zh,
        "period_force": force.zh,
        "period_basis": wording.cite_on(pack, fact, row.since_at),
        "is_law": force is not Force.OUR_DEFAULT,
        "legal_due": wording.say_end(row.legal_due_at, "zh"),
        "provisional": row.provisional,
        "overdue_for": wording.say_stretch(late, "zh") if late else "—",
        "rung": facts["rung"] + 1,
        "fired_at": wording.say_moment(fired_at, "zh"),
        "caught_up": facts["caught_up"],
        "rung_due": wording.say_moment(read_instant(facts["rung_at"]), "zh"),
        "ground": tuple(wording.say_basis(pack, spec.ground)),
        "told_before": tuple(_told(desk, one, payload) for one, payload in before if payload["told"]),
        "issued_on": civil_day(fired_at),
    }


def _told(desk: Desk, entry: JournalEntry, facts: dict[str, Any]) -> str:
    told = "、".join(_title(desk, no) for no in facts["told"])
    return f"{wording.say_moment(entry.recorded_at, 'zh')}　第 {facts['rung'] + 1} 级：{told}"


def _title(desk: Desk, post_no: str) -> str:
    post = post_by_number(desk, post_no)
    return f"{post.agency_zh}{post.zh}" if post and post.agency_zh not in post.zh else post.zh if post else post_no
