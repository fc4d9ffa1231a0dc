"""`hutong simulate`: a year of one county from a seed, for tests, audits and rehearsals. 模拟一个县."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.exits import Misuse
from cli.output import console, heading, say, show_json
from tasks.shapes.plain import instant

if TYPE_CHECKING:
    from simulations.figures import Progress
    from simulations.simulate import Simulated

app = typer.Typer(add_completion=False)


@app.command(
    help="由随机种子模拟一个虚构的县：建档、报告、办理、督办，时钟自动拨动。种子与规模相同，总链末端就相同。"
    "写入 --home 所指的空文件夹，标为模拟库，永远不能作正式库。  "
    "Simulate a county that does not exist, from a seed, in an empty folder; the same seed gives the same global head."
)
def simulate(
    ctx: typer.Context,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="随机种子  the seed")] = 1,
    children: Annotated[int, typer.Option("--children", metavar="N", help="建档儿童数  children on file")] = 20_000,
    cases: Annotated[int, typer.Option("--cases", metavar="N", help="一年内的个案数  cases over the time")] = 3_000,
    days: Annotated[int, typer.Option("--days", metavar="N", help="天数，至多 366  how many days")] = 365,
    start: Annotated[
        datetime, typer.Option("--from", metavar="DATE", formats=["%Y-%m-%d"], help="首日  the first day")
    ] = datetime(2026, 1, 1),  # noqa: DTZ001 - a civil day; typer knows no dates
    home: Annotated[
        Path | None, typer.Option("--home", metavar="DIR", help="空文件夹，存放模拟库  an empty folder for it")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出  print JSON")] = False,
) -> None:
    """Simulate a county."""
    from simulations.plan import Plan
    from simulations.simulate import simulate as simulate_it

    plan = Plan(seed=seed, children=children, cases=cases, days=days, start=start.date())
    where = home or _home_of(ctx)
    if as_json:  # a script reads what is wrong from standard error: no bar there
        with simulate_it(plan, home=where) as simulated:
            show_json(_facts(simulated))
        return
    with _shown() as tell, simulate_it(plan, home=where, tell=tell) as simulated:
        _show(simulated, where)


def _home_of(ctx: typer.Context) -> Path:
    """The folder that `hutong --home` named; the installation that happens to lie here is not written into."""
    given = ctx.obj
    if given.home is None:
        raise Misuse("请用 --home 指明一个空文件夹", "say with --home which empty folder it is to be written to")
    return Path(given.home)


@contextmanager
def _shown() -> Iterator[Callable[[Progress], None]]:
    """A bar on standard error with what there is so far."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    with Progress(*columns, TimeElapsedColumn(), console=console(stderr=True)) as bar:
        task = bar.add_task("建档  files", total=1.0)

        def tell(progress: Any) -> None:
            bar.update(task, completed=progress.share, description=_said(progress))

        yield tell


def _said(progress: Progress) -> str:
    from rules.moments import civil_day

    if progress.files:
        return f"建档 files {progress.children:,}"
    return (
        f"{civil_day(progress.at)}  个案 cases {progress.cases:,}  办理 acts {progress.acts:,}  "
        f"记录 entries {progress.entries:,}"
    )


def _show(simulated: Simulated, home: Path) -> None:
    figures = simulated.figures
    heading("模拟结果", "result")
    say(f"儿童 {figures.children:,} · 个案 {figures.cases:,} · 办理 {figures.acts.total():,}", "children, cases, acts")
    say(f"督办 {simulated.rungs:,} 级 · 记录 {simulated.entries:,} 条", "rungs climbed, entries")
    say(f"时钟停在 {instant(simulated.clock.at)}", "the clock stands there")
    number, mac = simulated.head
    say(f"总链末端 {number} {mac}", "global head")
    say(f"模拟库在 {home}：hutong --home {home} stuck", "the simulated database lies there")


def _facts(simulated: Simulated) -> dict[str, Any]:
    plan, figures = simulated.plan, simulated.figures
    number, mac = simulated.head
    return {
        "plan": {
            "seed": plan.seed,
            "children": plan.children,
            "cases": plan.cases,
            "days": plan.days,
            "from": plan.start.isoformat(),
        },
        "children": figures.children,
        "cases": figures.cases,
        "acts": dict(sorted(figures.acts.items())),
        "refused": dict(sorted(figures.refused.items())),
        "rungs": simulated.rungs,
        "entries": simulated.entries,
        "clock": instant(simulated.clock.at),
        "global_head": {"no": number, "mac": mac},
    }
