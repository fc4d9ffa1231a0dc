"""`hutong export visits`: the visits and contacts of an area. 导出走访登记."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from cli.arguments import read_day
from cli.export_children import OUT
from cli.files import new_file, words
from cli.opening import office
from cli.options import BY, JSON, REASON
from cli.output import say, show_json
from cli.tables import bar
from rules.moments import civil_day

HELP = (
    "导出一个地区一段时间的走访、联系（.xlsx，含个人信息），各栏与导入相同；每名儿童的办理记录都记下谁、为何导出。  "
    "The visits of an area, in the columns of `import`; every child's record says who took them out and why."
)


def visits(
    ctx: typer.Context,
    area: Annotated[
        str, typer.Option("--area", metavar="CODE", help="居住地行政区划代码，含下级  area of residence and all below")
    ],
    by: BY,
    reason: REASON,
    out: OUT,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="自何日，默认本年一月一日  from this day on")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="DAY", help="至何日，含当日，默认今天  up to and with this day")
    ] = None,
    as_json: JSON = False,
) -> None:
    """Take out the visits of an area."""
    from tasks.export_visits import ChosenVisits, export_visits

    since, until = read_day(first, field="--from"), read_day(last, field="--to")
    why = words(reason, field="--reason")
    with new_file(out) as file, office(ctx) as opened, bar("导出  taking out", None, quiet=as_json) as tell:
        today = civil_day(opened.now())
        chosen = ChosenVisits(area=area, first=since or date(today.year, 1, 1), last=until or today)
        taken = export_visits(opened, chosen, by_post=by, reason=why, tell=tell)
        file.write(taken.content)
    if as_json:
        show_json({"file": str(out), "sha256": taken.sha256, "visits": taken.visits, "children": taken.children})
        return
    say(
        f"已写入 {out}：走访、联系 {taken.visits} 次，儿童 {taken.children} 人；内含个人信息，用后请删除",
        "written; delete it after use",
    )
    say("本次导出已记入每名儿童的办理记录", "it is on the record of every child in it")
