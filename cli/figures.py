"""`hutong figures`: the figures of routine reports, and which files a spot check looks at. 上报数字、档案抽查."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.acting import Entered, enter
from cli.files import new_file
from cli.opening import office
from cli.options import BY, JSON
from cli.output import heading, say, show_json, show_table
from documents.form_xlsx import Form, FormColumn, form_xlsx
from documents.page import SIMULATED
from rules.errors import Refused
from tasks import figures, spot_check
from tasks.shapes.plain import as_json as written
from tasks.shapes.plain import instant
from tasks.small_numbers import FEW, WITHHELD, is_small

if TYPE_CHECKING:
    from tasks.figures import Figures, Group
    from tasks.office import Office
    from tasks.spot_check import Drawing

app = typer.Typer(add_completion=False, no_args_is_help=True)

No = Annotated[str, typer.Argument(metavar="NO", help="机关事项卷宗编号（hutong duty list --post 可查）  file number")]


@app.command(
    help="由系统计算一个地区一年的上报数字；写入文件的表隐去小数。  "
    "Figures of an area for a year, computed; small numbers are withheld in what is written to a file."
)
def show(
    ctx: typer.Context,
    year: Annotated[int, typer.Option("--year", metavar="YEAR", min=2000, max=2100, help="哪一年  which year")],
    area: Annotated[str, typer.Option("--area", metavar="CODE", help="行政区划代码，含下级  area and all below")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="写到 .xlsx 或 .json，隐去小数  write .xlsx or .json")
    ] = None,
    as_json: JSON = False,
) -> None:
    """Show or write the figures."""
    kind = out.suffix.lower() if out else ""
    if out and kind not in (".xlsx", ".json"):
        raise Refused("请写到 .xlsx 或 .json 文件", "write to a file named .xlsx or .json", field="--out")
    with office(ctx) as opened, opened.reading() as desk:
        found = figures.figures_of(desk, area=area, year=year)
        simulated = desk.simulated
    if out:
        content = _sheet(found, simulated=simulated) if kind == ".xlsx" else written(_shared_shape(found)).encode()
        with new_file(out) as file:
            file.write(content)
        if not as_json:
            say(f"已写入 {out}；1 至 4 的数已隐去", "written; numbers from 1 to 4 are withheld")
            return
    if as_json:
        show_json(_shared_shape(found) if out else found.plain())
        return
    heading(f"上报数字 · {found.area} · {found.first} 至 {found.last}", "figures")
    show_table(("项目 Figure", "合计 Total", "其中 Of these"), map(_row, found.groups))
    say("由系统按办理记录计算，不由人填写（HT-204，本系统默认）", "computed from the record; our default")


@app.command(
    help="抽取受查档案：每期一次，由系统按种子抽取，不能挑选、不能重抽。  "
    "Draw the files of a spot check: once, by the system; nobody chooses and nobody draws again."
)
def draw(ctx: typer.Context, no: No, by: BY, as_json: JSON = False) -> None:
    """Draw the files of a spot check."""

    def act(opened: Office) -> Entered:
        made = spot_check.draw(opened, no, by_post=by)
        listed = "".join(f"\n  {one}" for one in made.drawn)
        return Entered(
            case_no=no,
            zh=f"在 {made.files} 份档案中抽取 {len(made.drawn)} 份{listed}",
            en="drawn",
            facts=_drawing_shape(made),
        )

    enter(ctx, as_json, act)


@app.command(help="查看抽取的档案，并复算核对。  The files that were drawn, and whether drawing again gives the same.")
def drawn(ctx: typer.Context, no: No, as_json: JSON = False) -> None:
    """Show a drawing, and draw it again."""
    with office(ctx) as opened, opened.reading() as desk:
        found = spot_check.drawing_of(desk, no)
        again = found is not None and spot_check.comes_out_again(desk, found)
    if found is None:
        raise Refused(f"{no} 尚未抽取受查档案", f"nothing is drawn in {no}", field="NO")
    if as_json:
        show_json({**_drawing_shape(found), "comes_out_again": again})
        return
    heading(f"受查档案 · {no} · {len(found.drawn)}/{found.files}", "files drawn")
    for one in found.drawn:
        say(f"  {one}")
    say(
        "复算一致" if again else "复算不一致：抽取之后补登过更早的列入、退出或类别变化",
        "drawing again gives the same" if again else "drawing again differs: earlier facts were entered since",
    )


def _row(group: Group) -> tuple[str, str, str]:
    parts = "\n".join(f"{zh} {number}" for zh, number in group.parts.values())
    return f"{group.zh}  {group.en}", str(group.total), parts


def _sheet(found: Figures, *, simulated: bool) -> bytes:
    rows: list[tuple[str, str, str]] = []
    for group, total, parts in found.shared():
        rows.append((group.zh, "合计", _said(total, group.total)))
        rows += [
            (group.zh, group.parts[code][0], _said(number, group.parts[code][1])) for code, number in parts.items()
        ]
    notes = (
        ("范围", f"{found.area}，{found.first} 至 {found.last}"),
        ("来源", "由系统按办理记录计算，不由人填写（HT-204，本系统默认）。"),
        ("小数", f"1 至 4 的数写作“{FEW}”；可以推算出它的数写作“{WITHHELD}”（本系统默认）。"),
    )
    columns = [FormColumn(head="项目", width=20), FormColumn(head="其中", width=24), FormColumn(head="数")]
    return form_xlsx(
        Form(
            title="上报数字",
            tab="上报数字",
            columns=columns,
            rows=rows,
            notes=notes,
            mark=SIMULATED if simulated else "",
        )
    )


def _said(shown: int | None, number: int) -> str:
    if shown is not None:
        return str(shown)
    return FEW if is_small(number) else WITHHELD


def _shared_shape(found: Figures) -> dict[str, Any]:
    groups = {group.code: {"total": total, **parts} for group, total, parts in found.shared()}
    return {"area": found.area, "year": found.year, "until": found.last.isoformat(), "groups": groups}


def _drawing_shape(made: Drawing) -> dict[str, Any]:
    return {"files": made.files, "drawn": list(made.drawn), "seed": made.seed, "of": made.of, "at": instant(made.at)}
