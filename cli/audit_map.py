"""`hutong audit map`: a procedure as the law has it, with what really happened on it. 流程图."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.arguments import read_term
from cli.audit_ocel import AREA, FROM, TO, chosen_by
from cli.audit_reader import By, Reader, Reason, Taken, reader_of
from cli.files import new_file
from cli.opening import office
from cli.output import say
from pictures import process_map as drawing
from rules.errors import Refused
from rules.vocabulary import ProcedureKind
from tasks import process_map_rows as telling
from tasks.audit_access import PROCESS_MAP
from tasks.audit_reading import put_on_record

if TYPE_CHECKING:
    from rules.declared import Declared
    from tasks.ocel_chosen import Chosen
    from tasks.office import Office

A_MAP = Taken("流程图", "a process map")

HELP = (
    "把一种程序画成流程图（SVG）：按程序路径排列，标出实际件数、用时、逾期和偏离。  "
    "Draw a procedure on the procedure's path with real counts and ages."
)


def run(opened: Office, chosen: Chosen, procedure: str, *, for_sharing: bool, reader: Reader) -> str:
    """The picture, as SVG; that it is taken out goes on the record.

    Args:
        procedure: a kind or a declared procedure, by code or in Chinese.
    """
    with opened.reading() as desk:
        known = desk.pack.procedures.values()
        declared = next((one for one in known if procedure.strip() in (one.code, one.zh)), None)
        kind = ProcedureKind.DECLARED if declared else read_term(ProcedureKind, procedure, field="PROCEDURE")
        if kind is ProcedureKind.DECLARED and declared is None:
            raise _which_one(known)
        drawn = telling.process_map(desk, chosen, kind, declared=declared, for_sharing=for_sharing)
        what = {"what": PROCESS_MAP, **_said(chosen, for_sharing), "procedure": declared.code if declared else kind}
    with opened.writing() as desk:
        put_on_record(desk, {**what, "format": "svg"}, by_post=reader.post, reason=reader.reason)
    return drawing.svg(drawn)


def _said(chosen: Chosen, for_sharing: bool) -> dict[str, Any]:
    """What was asked for, as it goes on the record."""
    return {
        "area": chosen.area,
        "from": chosen.since.isoformat() if chosen.since else None,
        "to": chosen.until.isoformat() if chosen.until else None,
        "for_sharing": for_sharing,
    }


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
    by: By = None,
    reason: Reason = None,
    for_sharing: Annotated[
        bool, typer.Option("--for-sharing", help="对外使用：5 以下的数不公开  withhold numbers below five")
    ] = False,
) -> None:
    """Draw a procedure."""
    chosen = chosen_by(area, since, until, None)
    reader = reader_of(by, reason, what=A_MAP)
    with new_file(out) as file, office(ctx) as opened:
        file.write(run(opened, chosen, procedure, for_sharing=for_sharing, reader=reader).encode())
    say(f"已写入 {out}；已记入办理记录", "written, and on the record")
