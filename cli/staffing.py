"""`hutong staffing`: which villages are short of a child director, and on what basis. 儿童主任配备."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.opening import office
from cli.options import JSON
from cli.output import ON_A_SCREEN, say, say_if_cut, show_json, show_table
from tasks import staffing

if TYPE_CHECKING:
    from packs.pack import Pack
    from rules.staffing import Village
    from tasks.office import Office

app = typer.Typer(add_completion=False)


def run(opened: Office, *, area: str, every: bool) -> list[Village]:
    """The villages that are short of a child director, or all of them."""
    look = staffing.villages if every else staffing.short_of_directors
    with opened.reading() as desk:
        return look(desk, area)


@app.command(
    "staffing", help="儿童主任配备：列出缺儿童主任的村（居）及依据。  Villages that are short of a child director."
)
def show_staffing(
    ctx: typer.Context,
    area: Annotated[str, typer.Option("--area", metavar="CODE", help="只列该行政区划  of one area")] = "",
    every: Annotated[bool, typer.Option("--all", help="配足的也列出  also those that have enough")] = False,
    as_json: JSON = False,
) -> None:
    """List the villages that are short of a child director."""
    with office(ctx) as opened:
        found, pack = run(opened, area=area, every=every), opened.pack
    if as_json:
        show_json([_facts(one, pack) for one in found])
    elif found:
        shown = found[:ON_A_SCREEN]
        heads = ("村（居） Village", "儿童主任 Directors", "应配 Needed", "留守、困境儿童 Children", "依据 Basis")
        show_table(heads, [_row(one, pack) for one in shown])
        short = sum(1 for one in found if one.lacks)
        zh = f"缺儿童主任的村（居）{short} 个；补任后请更新机构名册（hutong directory load）"
        say(zh, f"{short} short; enter in the directory who is appointed")
        say_if_cut(len(shown))
    else:
        say("各村（居）儿童主任均已配足", "every village has its child directors")


def _row(one: Village, pack: Pack) -> tuple[str, ...]:
    mark = "■ " if one.lacks else ""
    name = one.zh or "名册中没有居（村）委会  no committee in the directory"
    return f"{mark}{name}（{one.area}）", str(one.directors), str(one.needed), str(one.children), _said(one, pack)


def _said(one: Village, pack: Pack) -> str:
    rows = (pack.fact(row) for row in one.basis(pack.facts))
    return "\n".join(f"{row.basis}〔{row.id} · {row.force.zh}〕" for row in rows)


def _facts(one: Village, pack: Pack) -> dict[str, Any]:
    return {
        "area": one.area,
        "zh": one.zh,
        "directors": one.directors,
        "needed": one.needed,
        "lacks": one.lacks,
        "children": one.children,
        "basis": [{"id": row, "force": pack.fact(row).force} for row in one.basis(pack.facts)],
    }
