"""`hutong pack diff`: two packs side by side, row by row, so that people can read it to one another. 规则包对照."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import JSON
from cli.output import console, heading, say, show_json, show_table
from packs import load
from packs.difference import differences
from packs.side_by_side import Change, Difference, Part, Said
from rules.errors import Refused
from tasks.shapes import of_packs
from tasks.wording import FORCE_EN

if TYPE_CHECKING:
    from documents.sheet import Sheet
    from packs import Pack

FORMATS = ("text", "html")
DAY = ["%Y-%m-%d"]
_MARK = {Change.ADDED: "＋", Change.TIGHTENED: "▲", Change.CHANGED: "≠", Change.LOOSENED: "▼", Change.REMOVED: "－"}
_PART_EN = {
    Part.HEAD: "head",
    Part.DUTIES: "duties",
    Part.LADDERS: "ladders",
    Part.RHYTHMS: "rhythms",
    Part.PROCEDURES: "declared procedures",
    Part.FACTS: "rows of law",
    Part.SOURCES: "texts",
}


def add_to(app: typer.Typer) -> None:
    """Hang this verb beside the others of `hutong pack`."""
    app.command(help="两个规则包逐行对照：依据、效力、收紧还是增补。  Two packs side by side, row by row.")(diff)


def diff(
    left: Annotated[str, typer.Argument(metavar="A", help="原规则包的名称或文件夹  the one to compare with")],
    right: Annotated[str, typer.Argument(metavar="B", help="对照的规则包  the other one")],
    left_on: Annotated[
        datetime | None, typer.Option("--left-on", metavar="DATE", formats=DAY, help="A 哪一天适用的一版  of which day")
    ] = None,
    right_on: Annotated[
        datetime | None,
        typer.Option("--right-on", metavar="DATE", formats=DAY, help="B 哪一天适用的一版  of which day"),
    ] = None,
    shape: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text 或 html")] = "text",
    as_json: JSON = False,
) -> None:
    """Show what differs between two packs, or between two editions of one; the newest, where no day is named."""
    if shape not in FORMATS:
        raise Refused(
            f"没有“{shape}”这种格式，请用 {'、'.join(FORMATS)}",
            f"there is no format '{shape}': use {', '.join(FORMATS)}",
            field="--format",
        )
    one, other = (load(name, day.date() if day else None) for name, day in ((left, left_on), (right, right_on)))
    found = differences(one, other)
    if as_json:
        show_json(of_packs.comparison(one, other, found))
    elif shape == "html":
        from documents.sheet import html

        console().file.write(html(_sheet(one, other, found)).decode())
    else:
        _show(one, other, found)


# ------------------------------------------------------------------------------------------------ text


def _show(one: Pack, other: Pack, found: list[Difference]) -> None:
    say(f"{_title(one)}  ↔  {_title(other)}", f"{one.en}, {other.en}")
    say(_tally(found), "＋ added, ▲ tightened, ≠ changed, ▼ loosened, － removed")
    for part in Part:
        rows = [row for row in found if row.part is part]
        if rows:
            heading(part.zh, _PART_EN[part])
            show_table(
                ("", "项目 Item", f"{one.zh} {one.version} {one.en}", f"{other.zh} {other.version} {other.en}"),
                [
                    (_MARK[row.change], f"{row.zh} · {row.about_zh}\n{row.en} · {row.about_en}", *_cells(row))
                    for row in rows
                ],
            )


def _cells(row: Difference) -> tuple[str, str]:
    return _cell(row.left), _cell(row.right)


def _cell(said: Said | None) -> str:
    """The words, below them in what row and with what force they stand."""
    if said is None:
        return "—"
    unsure = "（二手来源，待核原文 text not seen）" if said.unverified else ""
    force = f"{said.force.zh}{unsure} {FORCE_EN[said.force]}" if said.force else ""
    stands = " · ".join(one for one in ("、".join(said.basis), force) if one)
    return "\n".join(
        one for one in (said.zh, said.en if said.en != said.zh else "", f"〔{stands}〕" if stands else "") if one
    )


def _title(pack: Pack) -> str:
    return f"{pack.zh}（{pack.id} {pack.version}）"


def _tally(found: list[Difference]) -> str:
    counts = [(change, sum(row.change is change for row in found)) for change in Change]
    said = "，".join(f"{_MARK[change]} {change.zh} {count} 处" for change, count in counts if count)
    return said or "没有不同"


# ------------------------------------------------------------------------------------------------ a page


def _sheet(one: Pack, other: Pack, found: list[Difference]) -> Sheet:
    from documents.sheet import Sheet, Tab

    heads = ("变化", "项目", _title(one), _title(other))
    tabs = [
        Tab(
            name=f"{part.zh} {_PART_EN[part]}",
            heads=heads,
            rows=tuple(
                (f"{_MARK[row.change]} {row.change.zh}", f"{row.zh}（{row.code}）{row.about_zh}", *_cells(row))
                for row in found
                if row.part is part
            ),
            widths=(2, 5, 6, 6),
        )
        for part in Part
    ]
    return Sheet(
        title="规则包对照",
        facts=(
            ("左", f"{_title(one)} {one.hash[:16]}"),
            ("右", f"{_title(other)} {other.hash[:16]}"),
            ("变化", _tally(found)),
        ),
        tabs=tuple(tab for tab in tabs if tab.rows),
        notes=("“本系统默认（非法定）”不是法律规定的期限。 Our defaults are not law.",),
    )
