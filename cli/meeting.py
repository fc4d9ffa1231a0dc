"""`hutong meeting`: what a joint conference has to decide, as a paper. 联席会议材料."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.files import new_file
from cli.opening import office
from cli.options import JSON
from cli.output import say, show_json
from rules.errors import Refused
from tasks.meeting_sheet import GRAVE, MOST, meeting_sheet
from tasks.posts import refuse_an_area_of_nobody
from tasks.stuck import Severity

app = typer.Typer(add_completion=False)


@app.command(help="联席会议研究事项：卡住的个案，最严重的在前，留出决定栏。  The sheet of a joint conference.")
def meeting(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="写入 .docx 或 .html 文件  where to write it")],
    area: Annotated[str, typer.Option("--area", metavar="CODE", help="行政区划代码或其前几位  area code")] = "",
    all_of_it: Annotated[bool, typer.Option("--all", help="一般、提示的也列入  minor things, too")] = False,
    most: Annotated[
        int, typer.Option("--most", metavar="N", min=1, max=1_000, help="最多列出几项，各种类轮流  at most so many")
    ] = MOST,
    as_json: JSON = False,
) -> None:
    """Write the sheet of a joint conference."""
    if out.suffix not in (".docx", ".html"):
        raise Refused("会议材料写入 .docx 或 .html 文件", "the sheet is a .docx or .html file", field="--out")
    severities = frozenset(Severity) if all_of_it else GRAVE
    with office(ctx) as opened, opened.reading() as desk:
        refuse_an_area_of_nobody(desk, area, field="--area")
        made = meeting_sheet(desk, area, severities=severities, most=most)
    with new_file(out) as file:
        file.write(made.paper.docx if out.suffix == ".docx" else made.paper.html)
    if as_json:
        kinds = [{"kind": one.kind, "zh": one.kind.zh, "total": one.total, "shown": one.shown} for one in made.kinds]
        counts = {"items": made.items, "total": made.total, "cases": made.cases, "kinds": kinds}
        show_json({"file": str(out), **counts})
        return
    say(f"已写入 {out}：列出 {made.items} 项（共 {made.total} 项，{made.cases} 个个案）", "written")
    for one in made.kinds:
        say(f"  {one.kind.zh} {one.total} 项，列出 {one.shown} 项", f"{one.kind.en}: {one.shown} of {one.total}")
