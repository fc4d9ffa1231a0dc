"""A reporter hears how far it has come: a stage and its outcome, and no detail of the case. 向报告人反馈."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from models import Procedure
from tasks import messages, wording
from tasks.canonical import instant
from tasks.journal import Entry
from tasks.kinds import Kind

if TYPE_CHECKING:
    from packs.pack import Pack
    from tasks.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What the answering body decided to tell. 反馈内容.

    Args:
        stage: which step it is of; each moment of a stage is told once.
        happened_at: when that was decided.
        basis: the fact row on which the reporter is told.
    """

    stage: str
    happened_at: datetime
    outcome: str
    basis: str


def tell_reporter(desk: Desk, pack: Pack, procedure: Procedure, progress: Progress) -> bool:
    """Tell the reporter of the report that a procedure answers to, once. Returns whether it was now."""
    report_no = procedure.report_no
    key = f"tell:{procedure.no}:{progress.stage}:{instant(progress.happened_at)}"
    if report_no is None or desk.has_happened(key):
        return False
    facts = {
        "report_no": report_no,
        "stage": progress.stage,
        "outcome": progress.outcome,
        "at": wording.say_moment(progress.happened_at, "zh"),
        "basis": pack.fact(progress.basis).basis,
    }
    notices = messages.to_reporter(desk, report_no, "reporter_feedback", facts)
    desk.record(
        Entry(
            chain=report_no,
            kind=Kind.REPORTER_TOLD,
            key=key,
            payload={"stage": progress.stage, "notices": notices, "reachable": bool(notices)},
            happened_at=desk.at,
            procedure_no=procedure.no,
            basis=(progress.basis,),
        )
    )
    return True
