"""`hutong pack migrate`: what would change in each open case under the rules of today, and moving it. 改用新版规则."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.asking import Asker
from cli.files import words
from cli.opening import office
from cli.options import JSON
from cli.output import at_a_terminal, heading, say, show_json
from rules.errors import Refused
from tasks import rules_change, wording
from tasks.duty_rules import Running
from tasks.shapes import of_packs
from tasks.shapes.plain import instant

if TYPE_CHECKING:
    from packs.pack import Pack
    from tasks.office import Office
    from tasks.rules_change import DutyChange, ProcedureChange


def add_to(app: typer.Typer) -> None:
    """Hang this verb beside the others of `hutong pack`."""
    app.command(help="在办程序改用现行规则：先用 --dry-run 看差别。  Move open procedures to the rules of today.")(
        migrate
    )


def migrate(
    ctx: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看差别，不改动  show the difference only")] = False,
    case: Annotated[
        str | None, typer.Option("--case", metavar="NO", help="只看、只改这一个个案  one case only")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="POST", help="由哪个岗位决定  which post decides")] = None,
    recount: Annotated[
        bool,
        typer.Option(
            "--recount",
            help="已经起算、尚未办结的，也按新规则重新计算；不写的，期限照旧  count running clocks again, too",
        ),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="在终端上不再询问  do not ask on a terminal")] = False,
    reason: Annotated[
        str | None,
        typer.Option("--reason", metavar="TEXT", help="理由，加密保存；- 读标准输入，@文件 读文件  why, sealed"),
    ] = None,
    as_json: JSON = False,
) -> None:
    """Show, or make, the change of rules of open procedures."""
    if not dry_run and (by is None or reason is None):
        raise Refused(
            "改用新版规则须写明 --by 与 --reason；先看差别请加 --dry-run",
            "moving cases needs --by and --reason; add --dry-run to see the difference first",
            field="--by" if by is None else "--reason",
        )
    running, asked = Running.COUNTED if recount else Running.KEPT, False
    with office(ctx) as opened:
        pack = opened.pack
        if dry_run:
            with opened.reading() as desk:
                changes = rules_change.difference(desk, case, running)
        else:
            why = words(reason or "", field="--reason")
            asked = not yes and not as_json and at_a_terminal()
            if asked:
                _ask(opened, case, running)
            changes = rules_change.move(opened, case_no=case, reason=why, by_post=by, running=running)
    if as_json:
        to = {"pack": pack.id, "version": pack.version, "hash": pack.hash}
        procedures = [_shape(one) for one in changes]
        show_json({"to": to, "moved": not dry_run, "running": running.value, "procedures": procedures})
        return
    _tell(pack, changes, moved=not dry_run, at_length=not asked)


def _ask(opened: Office, case: str | None, running: Running) -> None:
    """Show what would change and ask; whoever says no has changed nothing."""
    with opened.reading() as desk:
        planned = rules_change.difference(desk, case, running)
    if not planned:
        return
    _tell(opened.pack, planned, moved=False, at_length=True)
    if Asker({}, opened.now()).decide("move", "\n改用吗") != "是":
        raise typer.Abort


def _tell(pack: Pack, changes: list[ProcedureChange], *, moved: bool, at_length: bool) -> None:
    if not changes:
        say("在办程序都已适用现行规则", "every open procedure runs under the rules of today")
        return
    head = "已改用" if moved else "将改用"
    say(f"{len(changes)} 个在办程序{head}规则 {pack.id} {pack.version}（{pack.hash[:12]}）", "open procedures")
    for one in changes if at_length else ():
        _show(one)


def _show(change: ProcedureChange) -> None:
    heading(f"{change.case_no} · {change.zh}（原规则 {change.rules_before[:12]}）", change.procedure_no)
    if change.problem:
        say(f"  ✗ {change.problem}", "cannot be moved")
    for line in change.steps:
        say(f"  ▷ {line}")
    for duty in change.duties:
        _show_duty(duty)
    for row in change.to_come:
        before, after = (said.zh if said else "—" for said in (row.left, row.right))
        say(f"  ▷ 今后 {row.zh} · {row.about_zh}：{before} → {after}", row.change.zh)


def _show_duty(duty: DutyChange) -> None:
    number = wording.short_no(duty.no)
    if duty.problem:
        say(f"  ✗ {number} {duty.zh}：{duty.problem}", "the new rules cannot count it")
    elif duty.changes:
        before, after = wording.say_end(duty.before, "zh"), wording.say_end(duty.after, "zh")
        say(f"  ■ {number} {duty.zh}：{duty.period_before} → {duty.period_after}；届满 {before} → {after}")
    elif duty.differs:
        before, after = wording.say_end(duty.before, "zh"), wording.say_end(duty.after, "zh")
        say(
            f"  · {number} {duty.zh}：已经起算，仍按 {duty.period_before}，届满 {before}"
            f"（新规则 {duty.period_after}，届满 {after}；要改按新规则，加 --recount）",
            "its clock is kept; --recount counts it by the new rules",
        )
    else:
        say(f"  · {number} {duty.zh}：不变", "stays")


def _shape(change: ProcedureChange) -> dict[str, Any]:
    duties = [
        {
            "no": one.no,
            "code": one.code,
            "before": instant(one.before),
            "after": instant(one.after),
            "period_before": one.period_before,
            "period_after": one.period_after,
            "differs": one.differs,
            "changes": one.changes,
            "problem": one.problem,
        }
        for one in change.duties
    ]
    return {
        "procedure_no": change.procedure_no,
        "case_no": change.case_no,
        "kind": change.kind.value,
        "rules_before": change.rules_before,
        "steps": list(change.steps),
        "to_come": [of_packs.difference(one) for one in change.to_come],
        "problem": change.problem,
        "duties": duties,
    }
