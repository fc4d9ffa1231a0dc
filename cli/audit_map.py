"""`hutong audit map`: a procedure as the law has it, with what really happened on it. 流程图."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import read_term
from cli.audit_ocel import AREA, FROM, TO, chosen_by
from cli.files import new_file
from cli.opening import office
from cli.output import say
from pictures import process_map as drawing
from rules.errors import Refused
from rules.vocabulary import ProcedureKind
from tasks import process_map_rows as telling

if TYPE_CHECKING:
    from rules.declared import Declared
    from tasks.ocel_chosen import Chosen
    from tasks.office import Office

HELP = (
    "把一种程序画成流程图（SVG）：按法定路径排列，标出实际件数、用时、逾期和偏离。  "
    "Draw a procedure on the law's path with real counts and ages."
)


def run(opened: Office, chosen: Chosen, procedure: str, *, for_sharing: bool) -> str:
    """The picture, as SVG. `procedure`: a kind or a declared procedure, by code or in Chinese."""
    with opened.reading() as desk:
        known = desk.pack.procedures.values()
        declared = next((one for one in known if procedure.strip() in (one.code, one.zh)), None)
        kind = ProcedureKind.DECLARED if declared else read_term(ProcedureKind, procedure, field="PROCEDURE")
        if kind is ProcedureKind.DECLARED and declared is None:
            raise _which_one(known)
        return drawing.svg(telling.process_map(desk, chosen, kind, declared=declared, for_sharing=for_sharing))


def _which_one(known: Iterable[Declared]) -> Refused:
    listed = list(known)
    return Refused(
        "自设程序各有各的流程，请写明哪一个："
        f"{'、'.join(f'{one.code}（{one.zh}）' for one in listed) or '现行规则包没有自设程序'}",
        "each declared procedure has a path of its own; name one: "
        f"{', '.join(one.code for one in listed) or 'the rules in force declare none'}",
        field="PROCEDURE",
    )


def process_map(
    ctx: typer.Context,
    procedure: Annotated[
        str,
        typer.Argument(
            metavar="PROCEDURE", help="程序或者自设程序的代码、名称，如 police_admonition、公安训诫  its code"
        ),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="写入哪个文件，必填  where to, required")],
    area: AREA = "",
    since: FROM = None,
    until: TO = None,
    for_sharing: Annotated[
        bool, typer.Option("--for-sharing", help="对外使用：5 以下的数不公开  withhold numbers below five")
    ] = False,
) -> None:
    """Draw a procedure."""
    chosen = chosen_by(area, since, until, None)
    with new_file(out) as file, office(ctx) as opened:
        file.write(run(opened, chosen, procedure, for_sharing=for_sharing).encode())
    say(f"已写入 {out}", "written")
