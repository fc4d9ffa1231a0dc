"""A ten-year file with a thousand entries and more: written, played, drawn, each with its time. 十年一档.

The outline is told by hand in examples/scenarios/ten-years.yaml; here it gets the routine that real files are full of:
weekly calls, monthly visits and allowances, a word from the school each term, and nothing for the months of which it
says that nothing was kept.  The same every time.

    python -m benchmarks.ten_years                    # play it and draw it
    python -m benchmarks.ten_years --profile          # and show where the time of playing goes
    python -m benchmarks.ten_years --write long.yaml  # the long version, for hutong play
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from sqlmodel import col, func, select

from cli.timeline import picture
from models import JournalEntry
from rules.moments import SHANGHAI, shanghai
from scenarios.player import Played, play
from scenarios.reading import read_scenario

EXAMPLES = Path(__file__).parent.parent / "examples"
OUTLINE = EXAMPLES / "scenarios" / "ten-years.yaml"
DIRECTORY = "../directory-two-counties.yaml"
"""As the outline names it: beside the outline and nowhere else."""

FIRST, LAST = date(2018, 3, 19), date(2026, 3, 30)
NOTHING_KEPT = (date(2021, 6, 1), date(2023, 3, 3))
"""What the outline says is missing in its sources."""

NEVER_BEGINS = {"expect", "gap"}
"""Lines that look back on the one before them: nothing may come between."""

DRAWN = 7


@dataclass(frozen=True, order=True)
class Routine:
    """One routine entry. 日常记录."""

    at: datetime
    kind: str
    words: str
    by: str

    def line(self) -> str:
        """As a line of a scenario."""
        note = f"{{种类: {self.kind}, 情况: {self.words}}}"
        return f"  - {{发生: {self.at:%Y-%m-%d %H:%M}, 经办: {self.by}, 记事: {note}}}\n"


def routine() -> Iterator[Routine]:
    """A call every Monday, a visit and an allowance each month, the school in March and September."""
    day, calls = FIRST, 0
    while day <= LAST:
        if not NOTHING_KEPT[0] <= day < NOTHING_KEPT[1]:
            if day.weekday() == 0:
                calls += 1
                reached = "通话，情况平稳" if calls % 5 else "没有接通，次日再打"
                yield Routine(at(day, "10:05"), "联系（含未果）", f"第{calls}次{reached}", "P-LIUXI-STATION")
            if day.day == 15:
                yield Routine(at(day, "15:05"), "走访", f"{day:%Y年%m月}入户走访", "P-LIUXI-VILLAGE")
            if day.day == 25:
                yield Routine(at(day, "11:05"), "救助、保障、服务", f"{day:%Y年%m月}生活补贴已发放", "P-CIVIL")
            if day.day == 20 and day.month in (3, 9):
                yield Routine(at(day, "16:05"), "学业情况", f"{day:%Y年%m月}在校情况正常", "P-LIUXI-SCHOOL")
        day += timedelta(days=1)


def at(day: date, clock: str) -> datetime:
    """A moment of a civil day."""
    return shanghai(f"{day.isoformat()} {clock}")


def long_version() -> str:
    """The outline with the routine between its lines."""
    waiting = sorted(routine(), reverse=True)
    before: dict[int, list[str]] = {}
    for line in read_scenario(OUTLINE).lines:
        if line.act.name in NEVER_BEGINS:
            continue
        number = int(line.place.rpartition(":")[2])
        while waiting and waiting[-1].at < line.at:
            before.setdefault(number, []).append(local(waiting.pop()).line())
    written = OUTLINE.read_text(encoding="utf-8").replace(DIRECTORY, str((OUTLINE.parent / DIRECTORY).resolve()))
    lines = written.splitlines(keepends=True)
    return "".join("".join(before.get(n, [])) + line for n, line in enumerate(lines, start=1))


def local(one: Routine) -> Routine:
    """The same with the clock on the wall, as a scenario writes it."""
    return Routine(one.at.astimezone(SHANGHAI), one.kind, one.words, one.by)


# ---------------------------------------------------------------------------------------------------- measuring


def entries(story: Played, case_no: str) -> int:
    """How many facts the chain of a case has."""
    with story.office.reading() as desk:
        count = select(func.count(col(JournalEntry.seq))).where(col(JournalEntry.chain) == case_no)
        return desk.session.exec(count).one()


def seconds(work: Callable[[], object]) -> float:
    """What the processor spent on it."""
    began = time.process_time()
    work()
    return time.process_time() - began


def measure(story: Played, played_in: float) -> None:
    """Print what playing and drawing cost."""
    (case_no,) = story.cases.values()
    shapes = {
        shape: [seconds(lambda shape=shape: picture(story.office, case_no, shape=shape)) for _ in range(DRAWN)]  # type: ignore[misc]
        for shape in ("svg", "html")
    }
    print(f"lines played      {len(story.steps):>8,}")
    print(f"entries of case   {entries(story, case_no):>8,}")
    print(f"messages          {len(story.messages):>8,}")
    print(f"does not hold     {len(story.failures):>8,}")
    print(f"playing           {played_in:>8.2f} s   ({1000 * played_in / len(story.steps):.1f} ms a line)")
    for shape, times in shapes.items():
        print(f"timeline, {shape:<5}   {1000 * median(times):>8.0f} ms")
    for failure in story.failures:
        print(f"  {failure.place}  {failure.en}")


def main() -> None:
    """Write it, or play it and print the times."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--write", type=Path, metavar="FILE", help="write the long version and stop")
    asked.add_argument("--profile", action="store_true", help="show where the time of playing goes")
    given = asked.parse_args()
    if given.write:
        given.write.write_text(long_version(), encoding="utf-8")
        return
    text, profile = long_version(), cProfile.Profile()
    with TemporaryDirectory(prefix="hutong-ten-years-") as home:
        began = time.process_time()
        if given.profile:
            profile.enable()
        with play(text, home=Path(home)) as story:
            profile.disable()
            measure(story, time.process_time() - began)
    if given.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(30)


if __name__ == "__main__":
    main()
