"""`hutong stuck`: what is stuck, who holds it, since when, what repairs it. 卡住的个案."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from cli import shapes
from cli.arguments import read_term
from cli.opening import office
from cli.output import heading, say, show_json
from tasks import stuck as finding
from tasks import wording
from tasks.stuck import StuckKind

if TYPE_CHECKING:
    from tasks.office import Office
    from tasks.stuck import Stuck

app = typer.Typer(add_completion=False)


def run(opened: Office, kinds: frozenset[StuckKind]) -> list[Stuck]:
    """Every stuck case of these kinds."""
    with opened.reading() as desk:
        return finding.stuck(desk, kinds)


@app.command(help="列出卡住的个案：种类、谁在办、自何时、下一级、怎么办。  List stuck cases.")
def stuck(
    ctx: typer.Context,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND", help="只列这一种，如 逾期未办  of one kind, repeatable"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出  print JSON")] = False,
) -> None:
    """List stuck cases."""
    kinds = frozenset(read_term(StuckKind, one, field="--kind") for one in kind or []) or frozenset(StuckKind)
    with office(ctx) as opened:
        found = run(opened, kinds)
    if as_json:
        show_json([shapes.stuck(one) for one in found])
    else:
        show(found)


def show(found: list[Stuck]) -> None:
    """Stuck cases, by kind."""
    if not found:
        say("没有卡住的个案", "nothing is stuck")
        return
    cases = len({one.case_no for one in found if one.case_no})
    say(f"{len(found)} 件事卡住，涉及 {cases} 个个案", f"things stuck: {len(found)}; cases: {cases}")
    for kind, group in groupby(found, key=lambda one: one.kind):
        listed = list(group)
        heading(f"{kind.zh} {len(listed)}", kind.value.replace("_", " "))
        for one in listed:
            _show_one(one)


def _show_one(one: Stuck) -> None:
    say(f"■ {' · '.join(part for part in (one.case_no, one.subject) if part)}")
    held = f"{one.holder_zh}（{one.holder}）" if one.holder else one.holder_zh
    next_rung = f"下一级 {wording.say_moment(one.next_rung_at, 'zh')}" if one.next_rung_at else "已无下一级"
    say(f"  {held} · 自 {wording.say_moment(one.since, 'zh')} · {next_rung}")
    say(f"  怎么办：{one.repair}")
    say(f"  {one.repair_en}")
