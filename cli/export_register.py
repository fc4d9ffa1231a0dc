"""`hutong export register`: the file of one child, in five parts. 导出一人一档."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.export_children import OUT
from cli.files import new_file, words
from cli.opening import office
from cli.options import BY, JSON, REASON
from cli.output import say, show_json

HELP = (
    "导出一名儿童的一人一档（.xlsx，含个人信息）：基本信息、走访、工作日志、关爱帮扶、发现问题和解决方案；记录在案。  "
    "The file of one child as offices keep it, in five parts, on the record."
)


def register(
    ctx: typer.Context,
    no: Annotated[str, typer.Argument(metavar="NO", help="儿童档案或个案编号  child file or case")],
    by: BY,
    reason: REASON,
    out: OUT,
    as_json: JSON = False,
) -> None:
    """Take out the file of one child."""
    from tasks.export_register import export_register

    why = words(reason, field="--reason")
    with new_file(out) as file, office(ctx) as opened:
        made = export_register(opened, no, by_post=by, reason=why)
        file.write(made.content)
    if as_json:
        show_json({"child_no": made.child_no, "file": str(out), "sha256": made.sha256, "rows": made.rows})
        return
    listed = "、".join(f"{part} {rows} 行" for part, rows in made.rows.items())
    say(f"已写入 {out}：{listed}", "written")
    say("内含个人信息，用后请妥善保管或者销毁；本次导出已记入办理记录", "it names people; this is on the record")
