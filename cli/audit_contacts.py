"""`hutong audit contacts`: who was with a child over all the years, and the stretches without anybody. 接触审计."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import read_day
from cli.opening import office
from cli.options import JSON
from cli.output import heading, say, show_json, show_table
from rules.contacts import GAP_RULE
from rules.when import When, say_when
from tasks import wording
from tasks.contact_sheet import CareInGap, ContactSheet, contact_sheet
from tasks.shapes import of_children

if TYPE_CHECKING:
    from packs.pack import Pack
    from tasks.contacts import Contact
    from tasks.office import Office

HELP = "一名儿童历年、各案的全部接触，以及间隔过长的时段。  All contacts with a child, and the gaps between them."


def run(opened: Office, no: str, *, longer_than: int | None, on: date | None) -> ContactSheet:
    """The contacts of the child of a case, or of a child file."""
    with opened.reading() as desk:
        return contact_sheet(desk, no, longer_than=longer_than, on=on)


def contacts(
    ctx: typer.Context,
    no: Annotated[str, typer.Argument(metavar="NO", help="个案或儿童档案编号  case or child file")],
    longer_than: Annotated[
        int | None, typer.Option("--gap", metavar="DAYS", help="间隔超过几日才列出  gaps of more than so many days")
    ] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="截至何日；不写即今天  up to this day")] = None,
    as_json: JSON = False,
) -> None:
    """List the contacts and the gaps."""
    day = read_day(on, field="--on")
    with office(ctx) as opened:
        sheet = run(opened, no, longer_than=longer_than, on=day)
        pack = opened.pack
    if as_json:
        show_json(of_children.contacts(sheet, pack))
    else:
        _show(sheet, pack)


def _show(sheet: ContactSheet, pack: Pack) -> None:
    heading(f"接触记录 · {sheet.child_no} · 截至 {sheet.until}", "contacts")
    if sheet.contacts:
        columns = ("时间 When", "方式 How", "依据 Source", "岗位 Post")
        show_table(columns, [_row(one, pack) for one in sheet.contacts])
    else:
        say("没有接触记录", "nobody was with the child, as far as is recorded")
    heading(f"超过 {sheet.longer_than} 日没有接触的时段", "gaps")
    if sheet.gaps:
        for one in sheet.gaps:
            _show_gap(one)
    else:
        say("没有", "none")
    for stretch in sheet.unattended:
        say(f"· {stretch.first} 至 {stretch.last}：没有在办个案，不计间隔", "no case was open")
    if sheet.longer_than == pack.fact(GAP_RULE).limits["default"].amount:
        say(f"{sheet.longer_than} 日：{wording.cite(pack.fact(GAP_RULE))}", "our default, not law")


def _row(one: Contact, pack: Pack) -> tuple[str, ...]:
    when = say_when(When(at=one.happened_at, precision=one.precision))
    what = pack.duty(one.code).zh if one.code else "记事"
    return (f"{when}{'（存疑）' if one.disputed else ''}", one.kind.zh, f"{what}\n{one.source}", one.by_post or "—")


def _show_gap(one: CareInGap) -> None:
    gap = one.gap
    known = gap.at_least == gap.at_most
    days = f"{gap.at_most} 日" if known else f"{gap.at_least} 至 {gap.at_most} 日（日期不确切）"
    begins = f"{gap.after}{'（开始有在办个案）' if gap.from_start else ''}"
    ends = f"{gap.until}{'（结案或者截至日）' if gap.to_end else ''}"
    care = f"；其中在照护机构或者他处 {one.nights_in_care} 夜" if one.nights_in_care else ""
    say(f"· {begins} 至 {ends}：{days}{care}", f"{gap.at_most if known else f'{gap.at_least} to {gap.at_most}'} days")
