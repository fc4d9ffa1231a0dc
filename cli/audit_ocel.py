"""`hutong audit ocel`: the journal as an event log for process-mining tools. 导出过程挖掘日志."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import read_term
from cli.files import words
from cli.opening import office
from cli.options import JSON
from cli.output import say, show_json
from rules.vocabulary import ProcedureKind
from tasks.ocel import Exported, export
from tasks.ocel_chosen import Chosen
from vault.keys import MasterKey

if TYPE_CHECKING:
    from tasks.office import Office

HELP = (
    "导出 OCEL 2.0 事件日志（JSON），供过程挖掘工具使用；编号换成化名，没有姓名和文字；谁、为何导出将记入办理记录。  "
    "Export an OCEL 2.0 event log under pseudonyms, on the record."
)

AREA = Annotated[
    str, typer.Option("--area", metavar="CODE", help="区划代码开头，如 360100；不写即全部  areas beginning with it")
]
FROM = Annotated[
    datetime | None,
    typer.Option("--from", metavar="DATE", formats=["%Y-%m-%d"], help="这一天起启动的程序  begun on or after"),
]
TO = Annotated[
    datetime | None,
    typer.Option("--to", metavar="DATE", formats=["%Y-%m-%d"], help="这一天为止启动的程序  begun on or before"),
]


def run(
    opened: Office, chosen: Chosen, out: Path, *, by_post: str, reason: str, key_file: Path | None = None
) -> Exported:
    """Write the export.

    Args:
        key_file: key of the pseudonyms, made where it is not there; None: a key that nobody keeps.
    """
    key = MasterKey.from_file(key_file, make=True) if key_file else None
    return export(opened, chosen, out, by_post=by_post, reason=reason, key=key)


def ocel(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="写入哪个文件，必填  where to, required")],
    by: Annotated[str, typer.Option("--by", metavar="POST", help="导出的岗位，必填  which post takes it")],
    reason: Annotated[
        str,
        typer.Option("--reason", metavar="TEXT", help="理由，加密保存；- 读标准输入，@文件 读文件  why, kept sealed"),
    ],
    area: AREA = "",
    since: FROM = None,
    until: TO = None,
    procedure: Annotated[
        str | None,
        typer.Option("--procedure", metavar="KIND", help="只要这一种程序，如 公安训诫  only this kind of procedure"),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(
            "--key",
            metavar="FILE",
            help="化名密钥文件，没有则新建；不写则用完即弃，两次导出不能对照  key of the pseudonyms",
        ),
    ] = None,
    as_json: JSON = False,
) -> None:
    """Export an OCEL 2.0 event log."""
    chosen = chosen_by(area, since, until, procedure)
    with office(ctx) as opened:
        exported = run(opened, chosen, out, by_post=by, reason=words(reason, field="--reason"), key_file=key)
    if as_json:
        show_json({"file": str(out), "events": exported.events, "objects": exported.objects, "sha256": exported.sha256})
        return
    say(
        f"已写入 {out}：{exported.events} 个事件，{exported.objects} 个对象",
        f"written: {exported.events} events, {exported.objects} objects",
    )
    say("本次导出已记入办理记录", "this export is on the record")
    say(
        "化名不等于匿名：时间仍可能认出个案，请按个人信息保管", "pseudonyms are not anonymity: keep it as personal data"
    )


def chosen_by(area: str, since: datetime | None, until: datetime | None, procedure: str | None) -> Chosen:
    """The set that the options name."""
    return Chosen(
        area=area,
        since=since.date() if since else None,
        until=until.date() if until else None,
        kind=read_term(ProcedureKind, procedure, field="--procedure") if procedure else None,
    )
