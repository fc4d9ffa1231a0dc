"""`hutong audit NO` and `hutong audit --area …`: the audit sheet of a case, or of many. 核查表."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.arguments import read_day, read_term
from cli.audit_reader import By, Reader, Reason, Taken, reader_of
from cli.opening import given_to, office, settings_of
from cli.output import say
from rules.errors import Refused
from rules.vocabulary import ProcedureKind
from tasks.audit_forms import FORMS, in_form
from tasks.audit_reading import put_on_record
from tasks.audit_set import Asked, set_sheet
from tasks.audit_sheet import CaseSheet, case_sheet, with_reasons
from tasks.audit_view import SetView, inside, shared
from tasks.files_out import refuse_to_write_over
from tasks.shapes import of_audits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from documents.sheet import Sheet
    from tasks.desk import Desk
    from tasks.office import Office

HELP = (
    "核查表：逐条规则按期、逾期、免除、略过与否及其证据；不写 NO 而写 --area 的，核查一个地区、一段期间。  "
    "The audit sheet of a case; with --area, of many cases."
)

FORMATS = FORMS
FILES_ONLY = frozenset({"xlsx", "docx"})

No = Annotated[str | None, typer.Argument(metavar="NO", help="个案编号  case number")]
Shape = Annotated[str, typer.Option("--format", metavar="FORMAT", help="text、json、html、xlsx 或 docx")]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="写入文件，须写 --by、--reason，记入办理记录  to a file, on the record"),
]
On = Annotated[
    str | None,
    typer.Option("--on", metavar="DATE", help="截至此日终了已记录的内容  as recorded by the end of this day"),
]
Area = Annotated[str | None, typer.Option("--area", metavar="CODE", help="行政区划代码  area of the cases")]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="起算日自  duties that began from this day")]
To = Annotated[str | None, typer.Option("--to", metavar="DATE", help="起算日至（含）  to this day, included")]
Kind = Annotated[str | None, typer.Option("--procedure", metavar="KIND", help="只核查此种程序  only this procedure")]
AgencyNo = Annotated[str | None, typer.Option("--agency", metavar="A", help="只核查此机构  only this agency")]
Sharing = Annotated[
    bool,
    typer.Option(
        "--for-sharing", help="对外提供：隐去小数，不列个案（写入文件的成批核查表即如此）  hide small numbers"
    ),
]
Inside = Annotated[
    bool, typer.Option("--inside", help="写入文件也不隐去，限内部使用  the file is for use inside: hide nothing")
]
Json = Annotated[bool, typer.Option("--json", help="同 --format json")]


A_SHEET = Taken("核查表", "an audit sheet")


def sheet(
    ctx: typer.Context,
    no: No = None,
    shape: Shape = "text",
    out: Out = None,
    on: On = None,
    area: Area = None,
    from_on: From = None,
    to_on: To = None,
    procedure: Kind = None,
    agency: AgencyNo = None,
    for_sharing: Sharing = False,
    for_inside: Inside = False,
    by: By = None,
    reason: Reason = None,
    in_json: Json = False,
) -> None:
    """Print an audit sheet, or write it to a file."""
    shape = _shape(shape, in_json=in_json, out=out)
    taken_out = out is not None or for_sharing
    reader = reader_of(by, reason, what=A_SHEET) if taken_out or by or reason else None
    day = read_day(on, field="--on")
    if no is not None:
        _refuse_what_is_for_sets(area, from_on, to_on, procedure, agency, for_sharing or for_inside)
        _case(ctx, no, day, shape, out, reader)
        return
    if for_sharing and for_inside:
        raise Refused("--for-sharing 与 --inside 只能取一", "--for-sharing or --inside, not both", field="--inside")
    asked = _asked(area, from_on, to_on, procedure, agency, day)
    _set(ctx, asked, shape, out, reader, leaves=for_sharing or (out is not None and not for_inside))


def run_case(
    opened: Office,
    no: str,
    *,
    on: date | None = None,
    reader: Reader | None = None,
    to_file: bool = False,
    shape: str = "text",
) -> CaseSheet:
    """The sheet of one case; a named reader goes on the record.

    On a screen that reader sees why steps were left out; those words may name people and go into no file.
    """
    with _desk(opened, writing=reader is not None) as desk:
        found = case_sheet(desk, no, on=on)
        if reader is not None:
            what = {"on": on.isoformat() if on else None, "to_file": to_file, "format": shape}
            case = (no, found.case.child_no)
            put_on_record(desk, what, by_post=reader.post, reason=reader.reason, case=case)
            return found if to_file else with_reasons(desk, found)
        return found


def run_set(
    opened: Office, asked: Asked, *, leaves: bool = False, reader: Reader | None = None, shape: str = "text"
) -> SetView:
    """The sheet of many cases; what leaves has its small numbers hidden and names no case."""
    with _desk(opened, writing=reader is not None) as desk:
        found = set_sheet(desk, asked)
        if reader is not None:
            what = {**_said(asked, leaves=leaves), "format": shape}
            put_on_record(desk, what, by_post=reader.post, reason=reader.reason)
    return shared(found) if leaves else inside(found)


def _case(ctx: typer.Context, no: str, on: date | None, shape: str, out: Path | None, reader: Reader | None) -> None:
    with office(ctx) as opened:
        found = run_case(opened, no, on=on, reader=reader, to_file=out is not None, shape=shape)
    if shape == "text" and out is None:
        from cli.audit_shown import show_case

        show_case(found)
        return
    from tasks.audit_paper import case_paper

    _give(shape, out, lambda: of_audits.case_sheet(found), lambda: case_paper(found, mark=_mark(ctx)))


def _set(
    ctx: typer.Context, asked: Asked, shape: str, out: Path | None, reader: Reader | None, *, leaves: bool
) -> None:
    with office(ctx) as opened:
        view = run_set(opened, asked, leaves=leaves, reader=reader, shape=shape)
    if shape == "text" and out is None:
        from cli.audit_shown import show_set

        show_set(view)
        return
    from tasks.audit_set_paper import set_paper

    _give(shape, out, lambda: of_audits.set_view(view), lambda: set_paper(view, mark=_mark(ctx)))


def _give(shape: str, out: Path | None, facts: Callable[[], dict[str, Any]], paper: Callable[[], Sheet]) -> None:
    made = in_form(shape, facts, paper)
    if out is None:
        import sys

        sys.stdout.write(made.decode())
        return
    try:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as cause:
        raise Refused(
            f"无法写入“{out}”（{cause.strerror}），请另指文件",
            f"{out} cannot be written ({cause.strerror}); name another",
            field="--out",
        ) from None
    with os.fdopen(handle, "wb") as file:
        file.write(made)
    say(f"已写入 {out}；已记入办理记录", "written, and on the record")


@contextmanager
def _desk(opened: Office, *, writing: bool) -> Iterator[Desk]:
    with opened.writing() if writing else opened.reading() as desk:
        yield desk


def _mark(ctx: typer.Context) -> str:
    """Words across every page of what comes from a rehearsal."""
    from documents.page import SIMULATED
    from tasks.premises import simulated_at

    return SIMULATED if simulated_at(settings_of(given_to(ctx))) else ""


# --- what was typed ---------------------------------------------------------------------------------------------


def _shape(shape: str, *, in_json: bool, out: Path | None) -> str:
    wanted = "json" if in_json else shape
    ending = out.suffix.removeprefix(".") if out is not None else ""
    if ending in FORMATS and wanted == "text":
        wanted = ending  # said by the name of the file
    if ending in FORMATS and ending != wanted:
        raise Refused(
            f"文件名以 .{ending} 结尾，而格式为 {wanted}，请改一处",
            f"the file ends in .{ending} and the format is {wanted}: change one of them",
            field="--out",
        )
    if wanted not in FORMATS:
        raise Refused(
            f"没有“{wanted}”这种格式，可用：{'、'.join(FORMATS)}",
            f"there is no format {wanted!r}; one of {', '.join(FORMATS)}",
            field="--format",
        )
    if wanted in FILES_ONLY and out is None:
        raise Refused(f"{wanted} 须用 --out 写入文件", f"{wanted} is written to a file: --out FILE", field="--out")
    if out is not None:
        refuse_to_write_over(out)
        if not out.parent.is_dir():
            raise Refused(f"没有“{out.parent}”这个文件夹", f"there is no folder {out.parent}", field="--out")
    return wanted


def _asked(
    area: str | None, from_on: str | None, to_on: str | None, procedure: str | None, agency: str | None, on: date | None
) -> Asked:
    first, last = read_day(from_on, field="--from"), read_day(to_on, field="--to")
    if area is None or first is None or last is None:
        raise Refused(
            "请写个案编号；或者用 --area、--from、--to 写明地区和期间",
            "name a case, or an area and a period: --area CODE --from DATE --to DATE",
            field="NO" if area is None else "--from",
        )
    kind = read_term(ProcedureKind, procedure, field="--procedure") if procedure else None
    return Asked(area=area, from_on=first, to_on=last, procedure=kind, agency_no=agency, on=on)


def _refuse_what_is_for_sets(*given: object) -> None:
    if any(given):
        raise Refused(
            "--area、--from、--to、--procedure、--agency、--for-sharing、--inside 只用于成批核查，不与个案编号同用",
            "--area and its fellows are for many cases: leave them out, or leave out the case number",
            field="NO",
        )


def _said(asked: Asked, *, leaves: bool) -> dict[str, Any]:
    """What was asked for, as it goes on the record."""
    return {
        "area": asked.area,
        "from": asked.from_on.isoformat(),
        "to": asked.to_on.isoformat(),
        "procedure": asked.procedure,
        "agency": asked.agency_no,
        "on": asked.on.isoformat() if asked.on else None,
        "for_sharing": leaves,
    }
