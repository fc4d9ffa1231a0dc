"""Entering something into a case, then showing what is owed because of it. 办理之后."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cli.duties_shown import show_duties
from cli.opening import given_to, office
from cli.output import heading, say, show_json
from rules.vocabulary import LIVE
from rules.when import When, exactly
from tasks import cases, shapes
from tasks.procedures import open_procedures

if TYPE_CHECKING:
    import typer

    from tasks.cases import DutyView
    from tasks.office import Office


@dataclass(frozen=True, kw_only=True)
class Entered:
    """What was entered, for people and for scripts. 登记结果.

    Args:
        facts: what `--json` prints beside what is owed.
    """

    case_no: str
    zh: str
    en: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Owed:
    """What is owed in a case after its procedures have looked. 待办.

    Args:
        moved: False where a running service has it still to do.
    """

    duties: tuple[DutyView, ...]
    moved: bool


def enter(ctx: typer.Context, as_json: bool, act: Callable[[Office], Entered]) -> None:
    """Enter something, let the case look at it, and show what is owed."""
    with office(ctx) as opened:
        entered = act(opened)
        owed = follow(opened, entered.case_no, patience_seconds=given_to(ctx).patience_seconds)
        now = opened.now()
    if as_json:
        show_json({"case_no": entered.case_no, **entered.facts, **owed_facts(owed)})
        return
    say(f"{entered.zh}（{entered.case_no}）", entered.en)
    show_owed(entered.case_no, owed, now)


def follow(opened: Office, case_no: str, *, patience_seconds: float) -> Owed:
    """Let every open procedure of a case look at what was entered."""
    from flows.moving import move  # the procedures and the words of notices: not loaded by who only looks

    with opened.reading() as desk:
        procedures = open_procedures(desk, case_no)
    moved = move(opened, procedures, patience_seconds=patience_seconds)
    with opened.reading() as desk:
        live = [view for view in cases.duties_of(desk, case_no) if view.state in LIVE]
    return Owed(duties=tuple(live), moved=moved)


def owed_facts(owed: Owed) -> dict[str, Any]:
    """The same for scripts."""
    return {"moved": owed.moved, "duties": [shapes.duty(view) for view in owed.duties]}


def show_owed(case_no: str, owed: Owed, now: datetime) -> None:
    """Who owes what, by when."""
    if owed.duties:
        heading(f"本案待办 {len(owed.duties)} 项", "Still owed in this case")
        show_duties(owed.duties, now)
    else:
        say("本案没有待办职责", "nothing is owed in this case")
    if not owed.moved:
        say(f"运行服务正在推进，稍后查看：hutong case show {case_no}", "the running service has it; look again shortly")


def moment_of(opened: Office, said: When | None) -> When:
    """When it happened; now, if nobody said."""
    return said or exactly(opened.now())
