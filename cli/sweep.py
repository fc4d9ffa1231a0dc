"""`hutong sweep`: one round of everything that a running service does by itself. 督办一遍."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from cli.opening import office
from cli.output import console, say, show_json
from flows.moving import move_plainly
from tasks import heartbeat, journal, rounds, shapes, tie_days
from tasks import sweep as sweeping

if TYPE_CHECKING:
    from tasks.invariants import Broken
    from tasks.office import Office
    from tasks.stuck import Stuck

app = typer.Typer(add_completion=False)

_MOST_ROUNDS = 1_000  # of 50 notices each; what is left then waits for the next sweep


@dataclass(frozen=True, kw_only=True)
class Round:
    """What one round came to. 一遍的结果."""

    rungs: int
    advanced: int
    delivered: int
    sealed: int
    findings: tuple[Stuck, ...]
    broken: tuple[Broken, ...]


def run(opened: Office, progress: Callable[[str], None] = lambda said: None) -> Round:
    """Advance, climb rungs, send, watch, seal; and say that the sweep is alive.

    Args:
        progress: told what is being done now.
    """
    tie_days.note_tie_days(opened)  # before anything moves: a procedure looks at who is there by now
    progress("推进程序  advancing")
    advanced, delivered = move_plainly(opened)
    progress("逾期督办  climbing rungs")
    rungs = sweeping.sweep_all(opened)
    heartbeat.beat(opened, {heartbeat.SWEEP: ""})
    seen = rounds.regular_round(opened)
    for _ in range(_MOST_ROUNDS):
        progress(f"送达通知，已送 {delivered}  delivering")
        more = move_plainly(opened)
        advanced, delivered = advanced + more[0], delivered + more[1]
        if more == (0, 0):
            break
    progress("封存记录  sealing")
    with opened.writing() as desk:
        sealed = journal.seal(desk.session, opened.vault)
    return Round(
        rungs=rungs, advanced=advanced, delivered=delivered, sealed=sealed, findings=seen.stuck, broken=seen.broken
    )


@app.command(help="督办一遍：推进程序、逐级督办、送达通知、巡检、封存记录。  One round of everything.")
def sweep(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出  print JSON")] = False,
) -> None:
    """Do one round."""
    with office(ctx) as opened, console(stderr=True).status("督办  sweeping") as status:
        done = run(opened, status.update)
    if as_json:
        findings = [shapes.stuck(one) for one in done.findings]
        counts = {name: getattr(done, name) for name in ("rungs", "advanced", "delivered", "sealed")}
        broken = [{"code": one.invariant.code, "count": one.total} for one in done.broken]
        show_json({**counts, "findings": findings, "broken": broken})
        return
    say(f"推进程序 {done.advanced} 次", "procedures advanced")
    say(f"逐级督办 {done.rungs} 级", "rungs climbed")
    say(f"送出通知 {done.delivered} 件", "notices tried")
    say(f"封存记录 {done.sealed} 条", "entries sealed")
    say(f"巡检发现 {len(done.findings)} 项" + ("，见 hutong stuck" if done.findings else ""), "watchdog findings")
    if done.broken:
        say(f"不变式被破坏 {len(done.broken)} 条，见 hutong doctor", "invariants broken, see `hutong doctor`")
