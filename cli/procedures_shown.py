"""Procedures with those who stand in them, as people read them. 程序与当事人的显示."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cli.output import show_table
from rules.vocabulary import CloseReason, Precision
from rules.when import When, say_when

if TYPE_CHECKING:
    from tasks.standing_procedures import StandingProcedure


def show_procedures(found: Iterable[StandingProcedure]) -> None:
    """A table of procedures; an uncertain beginning in words."""
    columns = ("编号 No.", "程序 Procedure", "状态 State", "起因时间 Since", "当事人 Parties")
    show_table(columns, map(_row, found))


def _row(one: StandingProcedure) -> tuple[str, ...]:
    ended = f"（{CloseReason(one.close_reason).zh}）" if one.close_reason else ""
    state = f"{'在办' if one.state == 'open' else '终结'}{ended}  {one.state}"
    unknown = one.precision is Precision.UNKNOWN
    since = say_when(When(at=None if unknown else one.since_at, precision=one.precision))
    parties = "\n".join(f"{role.zh} {number}" for number, role in one.parties)
    return one.no, f"{one.zh}  {one.en}", state, since, parties or "—"
