"""`hutong export children`: the register of the children of an area. 导出儿童名册."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.arguments import read_term
from cli.files import new_file, words
from cli.import_children import bar
from cli.opening import office
from cli.options import BY, JSON, REASON
from cli.output import say, show_json
from rules.vocabulary import ChildCategory

HELP = (
    "导出一个地区的儿童名册（.xlsx，含个人信息），各栏与导入相同；每名儿童的办理记录都记下谁、为何导出。  "
    "The register of an area's children, in the columns of `import`; every child's record says who took it out and why."
)

OUT = Annotated[Path, typer.Option("--out", metavar="FILE.xlsx", help="写到哪个文件  where to write it")]


def children(
    ctx: typer.Context,
    area: Annotated[
        str, typer.Option("--area", metavar="CODE", help="居住地行政区划代码，含下级  area of residence and all below")
    ],
    by: BY,
    reason: REASON,
    out: OUT,
    category: Annotated[
        str | None,
        typer.Option("--category", metavar="KIND", help="只要此类：流动、留守或困境儿童  only these"),
    ] = None,
    tier: Annotated[
        str | None,
        typer.Option("--tier", metavar="TIER", help="只要在册的此等级，或当地的等次  only this tier"),
    ] = None,
    key: Annotated[bool, typer.Option("--key", help="只要重点关爱对象（台账）  key children only")] = False,
    as_json: JSON = False,
) -> None:
    """Take out the register of an area."""
    from tasks.export_children import Chosen, export_children
    from tasks.grades import read_tier

    kind = read_term(ChildCategory, category, field="--category") if category else None
    why = words(reason, field="--reason")
    with new_file(out) as file, office(ctx) as opened, bar("导出  taking out", None, quiet=as_json) as tell:
        level = read_tier(opened.pack, tier, field="--tier") if tier else None
        chosen = Chosen(area=area, category=kind, tier=level, key=key)
        taken = export_children(opened, chosen, by_post=by, reason=why, tell=tell)
        file.write(taken.content)
    if as_json:
        show_json({"file": str(out), "sha256": taken.sha256, "children": taken.children, "erased": taken.erased})
        return
    say(f"已写入 {out}：儿童 {taken.children} 人；内含个人信息，用后请删除", "written; delete it after use")
    if taken.erased:
        say(f"密钥已销毁、未列入 {taken.erased} 人", "left out: their keys were destroyed")
    say("本次导出已记入每名儿童的办理记录", "it is on the record of every child in it")
