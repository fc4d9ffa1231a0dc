"""`hutong play`: a dated story on a simulated clock, and whether what should hold does hold. 演练情景."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.exits import ExitCode
from cli.output import heading, say, show_json
from rules.vocabulary import LIVE
from tasks.shapes.plain import instant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scenarios.found import Failure
    from scenarios.player import Played, Step
    from scenarios.stage import Stage
    from tasks.cases import DutyView

app = typer.Typer(add_completion=False)


@app.command(
    help="演练一个情景文件：按日期逐行录入，时钟由情景拨动，最后核对“应当”。用模拟库，不碰正式库。  "
    "Play a dated scenario in a simulated database and check what must hold."
)
def play(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="情景文件  the scenario")],
    keep: Annotated[
        Path | None, typer.Option("--keep", metavar="DIR", help="保留演练库的文件夹  keep its database in this folder")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="不逐行显示，只报结果  only the result")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出  print JSON")] = False,
) -> None:
    """Play a scenario."""
    from scenarios.player import play as play_it

    teller = None if quiet or as_json else Teller()
    with _home(keep) as home, play_it(file, home=home, tell=teller) as played:
        if as_json:
            show_json(_facts(played))
        else:
            _show(played, keep)
    if played.failures:
        raise typer.Exit(ExitCode.FINDINGS)


@contextmanager
def _home(keep: Path | None) -> Iterator[Path]:
    """The folder of the simulated database: the one named, or one that is gone afterwards."""
    if keep is not None:
        yield keep
        return
    with TemporaryDirectory(prefix="hutong-play-") as folder:
        yield Path(folder)


class Teller:
    """Tells a story as it goes: date, what was done, who was told, who owes what next. 逐行叙述."""

    def __init__(self) -> None:
        self._owed: set[tuple[str, str]] = set()
        self._titled = False

    def __call__(self, step: Step, stage: Stage) -> None:
        """One line that was played."""
        from scenarios.telling import told

        if not self._titled:
            heading(stage.scenario.title, "a scenario, in a simulated database")
            self._titled = True
        zh, en = told(step.line, stage)
        say(zh, en)
        if step.rungs:
            say(f"    到时的督办 {step.rungs} 级", "rungs climbed")
        for message in step.messages:
            say(f"    → {message.address}：{message.subject}")
        self._tell_duties(stage)
        _show_failures(step.failures)

    def _tell_duties(self, stage: Stage) -> None:
        """Those that were not owed before."""
        for view in _owed(stage):
            if (view.case_no, view.no) not in self._owed:
                self._owed.add((view.case_no, view.no))
                owner = f"{view.owner.zh}（{view.owner.no}）" if view.owner else "无人负责 nobody"
                say(f"    □ {view.zh}：{owner}，{_due(view)}")


def _owed(stage: Stage) -> list[DutyView]:
    from tasks import cases

    with stage.office.reading() as desk:
        return [
            view
            for case_no in dict.fromkeys(stage.cases.values())
            for view in cases.duties_of(desk, case_no)
            if view.state in LIVE
        ]


def _due(view: DutyView) -> str:
    from tasks.wording import say_end

    return f"{say_end(view.internal_due_at, 'zh')} 前（{view.period_force.zh}：{view.period_zh}）"


def _show(played: Played, keep: Path | None) -> None:
    heading("结果", "result")
    for nickname, case_no in played.cases.items():
        say(f"{nickname}：个案 {case_no}")
    if keep is not None:
        say(f"演练库留在 {keep}", "the simulated database is kept there")
    if played.failures:
        _show_failures(played.failures)
        say(f"■ {len(played.failures)} 处不符", "expectations that do not hold")
    else:
        say(f"✓ {len(played.steps)} 行已演，{played.checked} 项核对全部相符", "played; everything holds that should")


def _show_failures(failures: tuple[Failure, ...]) -> None:
    for one in failures:
        say(f"■ {one.place}：{one.zh}", one.en)


def _facts(played: Played) -> dict[str, Any]:
    return {
        "title": played.scenario.title,
        "clock": instant(played.clock.at),
        "cases": dict(played.cases),
        "lines": len(played.steps),
        "checked": played.checked,
        "messages": len(played.messages),
        "failures": [{"place": one.place, "zh": one.zh, "en": one.en} for one in played.failures],
    }
