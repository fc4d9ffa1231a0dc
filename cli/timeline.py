"""`hutong timeline`: every fact of a case with both its times, its basis and its proof. 时间线."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.files import new_file
from cli.opening import office
from cli.output import console, say, show_json
from rules.errors import Refused
from rules.vocabulary import Precision
from tasks import shapes, wording
from tasks import timeline as telling

if TYPE_CHECKING:
    from tasks.office import Office
    from tasks.timeline import Moment

app = typer.Typer(add_completion=False)

FORMATS = ("text", "json", "svg", "html")
PICTURES = frozenset({"svg", "html"})


def run(opened: Office, case_no: str) -> list[Moment]:
    """Every fact of the case, in the order in which they happened."""
    with opened.reading() as desk:
        return telling.timeline(desk, case_no)


@app.command(help="个案时间线：何时发生、何时记录、谁、依据、记录号。  The timeline of a case.")
def timeline(
    ctx: typer.Context,
    no: Annotated[str, typer.Argument(metavar="NO", help="个案编号  case number")],
    shape: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text、json、svg 或 html")] = "text",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="写入文件（图用）  write the picture to a file")
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option("--from", metavar="DATE", formats=["%Y-%m-%d"], help="只画自此日起  picture from this day on"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="同 --format json")] = False,
) -> None:
    """Print the timeline of a case."""
    if shape not in FORMATS:
        raise Refused(
            f"没有“{shape}”这种格式，可用：{'、'.join(FORMATS)}",
            f"there is no format {shape!r}; one of {', '.join(FORMATS)}",
            field="--format",
        )
    with office(ctx) as opened:
        if shape in PICTURES:
            _give(picture(opened, no, shape=shape, since=since.date() if since else None), out)
            return
        moments = run(opened, no)
    if as_json or shape == "json":
        show_json([shapes.moment(one) for one in moments])
        return
    for one in moments:
        show_one(one)


def picture(opened: Office, case_no: str, *, shape: str, since: date | None = None) -> str:
    """The timeline as a picture: `svg`, or a page of its own with legend and table."""
    from pictures.page import html
    from pictures.timeline import svg
    from rules.calendar import Calendar
    from tasks.cases import case_view
    from tasks.picture_rows import picture_rows, shown_until

    with opened.reading() as desk:
        case = case_view(desk, case_no)
        rows = picture_rows(desk, case_no)
        window = (since, shown_until(desk, case_no)) if since else None
        draw = svg if shape == "svg" else html
        closed = case.state == "closed"
        return draw(rows, title=case_no, today=desk.at, closed=closed, calendar=Calendar.national(), window=window)


def _give(drawn: str, out: Path | None) -> None:
    if out is None:
        console().file.write(drawn)
        return
    with new_file(out) as file:
        file.write(drawn.encode())
    say(f"已写入 {out}", f"written to {out}")


def show_one(one: Moment) -> None:
    """One line of a timeline, with its proof."""
    from rich.text import Text

    text = Text(_when(one), style="bold").append(f"  {one.zh}\n", style="not bold")
    text.append(f"    {one.en}\n", style="dim not bold")
    text.append("    " + " · ".join(_proof(one)), style="dim not bold")
    console().print(text, soft_wrap=True)


def _when(one: Moment) -> str:
    if one.happened_at is None:
        return "时间不详"
    about = "" if one.precision is Precision.EXACT else f"（{one.precision.zh}）"
    return f"{wording.say_moment(one.happened_at, 'zh')}{about}"


def _proof(one: Moment) -> list[str]:
    entered = [f"补录于 {wording.say_moment(one.recorded_at, 'zh')}"] if one.entered_late else []
    track = [one.track] if one.track else []
    return [one.who, *track, *entered, *one.basis, f"记录 {one.entry}"]
