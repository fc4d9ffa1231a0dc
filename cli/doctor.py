"""`hutong doctor`: is this installation healthy, and if not, what mends it. 运行检查."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.exits import ExitCode
from cli.opening import given_to, office, settings_of
from cli.output import say, show_json
from flows.moving import move_plainly
from tasks import journal, watchdog
from tasks.findings import Finding, Grade
from tasks.health import of_the_office
from tasks.health_outside import before_opening, of_the_engine

if TYPE_CHECKING:
    from tasks.office import Office

app = typer.Typer(add_completion=False)

_MARKS = {Grade.WELL: "✓", Grade.NOTE: "·", Grade.ILL: "■"}


def run(ctx: typer.Context, *, repair: bool, thorough: bool = False) -> list[Finding]:
    """Look at everything; what cannot be looked at because something before it is broken is left out."""
    settings = settings_of(given_to(ctx))
    found = before_opening(settings)
    if repair or all(one.grade is not Grade.ILL for one in found):
        with office(ctx) as opened:
            if repair:
                mend(opened)
                found = before_opening(settings)
            found += of_the_office(opened, thorough=thorough)
    return [*found, of_the_engine(settings)]


def mend(opened: Office) -> None:
    """Wake what stands still, let it move, seal what is not sealed. Opening has brought the tables up to date."""
    watchdog.wake_idle_cases(opened)
    move_plainly(opened)
    with opened.writing() as desk:
        journal.seal(desk.session, opened.vault, everything=True)


@app.command(help="检查运行情况，有问题时退出码为 1。  Check this installation; exit code 1 where something is wrong.")
def doctor(
    ctx: typer.Context,
    repair: Annotated[bool, typer.Option("--repair", help="先修复能修复的  first mend what can be mended")] = False,
    thorough: Annotated[
        bool,
        typer.Option("--thorough", help="以全部办理记录核对各项不变式  hold the whole journal against the tables"),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出  print JSON")] = False,
) -> int:
    """Check this installation."""
    found = run(ctx, repair=repair, thorough=thorough)
    ill = sum(one.grade is Grade.ILL for one in found)
    if as_json:
        show_json({"healthy": not ill, "checks": [_facts(one) for one in found]})
    else:
        for one in found:
            _show(one)
        say(f"共 {ill} 项须处理" if ill else "运行正常", f"{ill} to mend" if ill else "healthy")
    return ExitCode.FINDINGS if ill else ExitCode.OK


def _facts(one: Finding) -> dict[str, Any]:
    mend = {"zh": one.mend_zh, "en": one.mend_en} if one.mend_zh else None
    return {"check": one.check, "grade": one.grade.value, "zh": one.zh, "en": one.en, "mend": mend}


def _show(one: Finding) -> None:
    say(f"{_MARKS[one.grade]} {one.zh}", one.en)
    if one.mend_zh:
        say(f"  怎么办：{one.mend_zh}", one.mend_en)
