"""`hutong pack`: the rules, what they say and whether they fit together. 规则包."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli import pack_diff, pack_migrate, pack_schema
from cli.exits import ExitCode
from cli.opening import office
from cli.output import heading, say, show_json, show_table
from packs import available, editions, load
from packs.loader import faults
from packs.overlay import FROM_PARENT
from packs.procedure_words import steps_said
from tasks import wording
from tasks.pack_here import held_by_nobody
from tasks.shapes import of_packs

if TYPE_CHECKING:
    from packs import Pack
    from rules.declared import Declared
    from rules.duty import DutySpec

app = typer.Typer(add_completion=False, no_args_is_help=True)
pack_diff.add_to(app)
pack_migrate.add_to(app)
pack_schema.add_to(app)

Json = Annotated[bool, typer.Option("--json", help="以 JSON 输出  print JSON")]
On = Annotated[
    datetime | None,
    typer.Option(
        "--on", metavar="DATE", formats=["%Y-%m-%d"], help="哪一天适用的一版，如 2027-01-01  the edition of a day"
    ),
]
Which = Annotated[str, typer.Argument(metavar="ID|PATH", help="规则包名称或文件夹  name or folder")]


@app.command("list", help="列出随附的规则包。  List the packs that come with the software.")
def list_packs(as_json: Json = False) -> None:
    """List packs, each edition of them."""
    packs = [pack for name in available() for pack in editions(name).packs]
    if as_json:
        show_json([of_packs.head(pack) for pack in packs])
    else:
        rows = [(p.id, f"{p.zh}\n{p.en}", p.version, _validity(p), p.inherits or "—") for p in packs]
        show_table(("名称 Name", "规则包 Pack", "版本 Version", "适用 Valid", "上级 Inherits"), rows)


@app.command(help="查看规则包：职责、时限、效力、依据。  Show what a pack says.")
def show(which: Which = "national", on: On = None, as_json: Json = False) -> None:
    """Show a pack as it is in force on a day; the newest edition, where none is named."""
    pack = load(which, on.date() if on else None)
    if as_json:
        show_json({**of_packs.pack(pack), **_covered(pack, on)})
        return
    say(f"{pack.zh}（{pack.id} {pack.version}）", pack.en)
    say(f"适用 {_validity(pack)} · 内容校验 {pack.hash[:16]}", "valid; content hash")
    if on is not None and on.date() < pack.valid_from:
        say(
            f"■ {on.date()} 没有任何一版规则：最早一版自 {pack.valid_from} 起，以下为该版；当日的事项按该版计时，"
            "但当时尚未施行的规定不作法定期限（HT-229）",
            "no edition covers that day: shown is the first one; what was not in force then is not shown as law",
        )
    if pack.inherits:
        own = [name for name, place in pack.places.items() if name.count(":") == 1 and FROM_PARENT not in place]
        say(f"继承 {pack.inherits}，本包自己写的 {len(own)} 处，见 hutong pack diff {pack.inherits} {which}")
    counts = (len(pack.sources), len(pack.facts), len(pack.duties), len(pack.ladders))
    say("法律文件 {} 件，规则行 {} 行，职责 {} 项，阶梯 {} 条".format(*counts), "sources, fact rows, duties, ladders")
    heading("职责", "Duties")
    show_table(
        ("代码 Code", "职责 Duty", "承办 Owed by", "时限 Period", "依据 Ground"),
        [_row(pack, spec) for spec in pack.duties.values()],
    )
    for one in pack.procedures.values():
        _show_declared(pack, one)


@app.command(help="检查规则包，有问题时退出码为 1。  Check a pack; exit code 1 where something is wrong.")
def check(
    ctx: typer.Context,
    which: Which = "national",
    here: Annotated[
        bool,
        typer.Option(
            "--here", help="并与本机机构名册核对：督办各级、承办是否有岗位  and hold it against the directory here"
        ),
    ] = False,
    as_json: Json = False,
) -> int:
    """Check a pack."""
    found = faults(which)
    if here and not found:
        with office(ctx) as opened, opened.reading() as desk:
            found = tuple(held_by_nobody(desk, load(which)))
    if as_json:
        show_json({"pack": which, "faults": [{"zh": one.zh, "en": one.en, "field": one.field} for one in found]})
    elif found:
        for one in found:
            say(f"■ {one.zh}\n  {one.en}")
        say(f"发现 {len(found)} 处问题", f"{len(found)} faults")
    else:
        say(f"规则包 {which}：没有问题", "no fault found")
    return ExitCode.FINDINGS if found else ExitCode.OK


def _covered(pack: Pack, on: datetime | None) -> dict[str, bool]:
    """Whether the edition that is shown was in force on the day that was asked for."""
    return {} if on is None else {"in_force_on_that_day": on.date() >= pack.valid_from}


def _row(pack: Pack, spec: DutySpec) -> tuple[str, ...]:
    periods = [
        f"{wording.period_words(spec, period, 'zh')}〔{period.set_by}〕\n"
        f"{pack.force_of(period).zh}{wording.unverified(pack.fact(period.set_by))}\n"
        f"{wording.FORCE_EN[pack.force_of(period)]}"
        for period in spec.periods.values()
    ]
    if not spec.is_set:
        periods.insert(0, "地方写明才产生，这里不产生\nowed only where a local pack sets it, and not here")
    owed_by = "、".join(role.zh for role in spec.owed_by) or "由程序指定"
    return spec.code, f"{spec.zh}\n{spec.en}", owed_by, "\n".join(periods), "、".join(spec.ground)


def _show_declared(pack: Pack, one: Declared) -> None:
    heading(f"自设程序：{one.zh}", f"{one.en}: {one.code}")
    say(f"依据 {'、'.join(one.ground)}；起因：{one.starts}", one.starts_en)
    for code, says in steps_said(pack, one, "zh").items():
        say(f"· {pack.duty(code).zh}：{says}")
    for end in one.ends:
        opens = f"，启动{'、'.join(kind.zh for kind in end.opens)}" if end.opens else ""
        say(f"■ 终结：{end.zh}（{end.reason.zh}）{opens}", end.en)


def _validity(pack: Pack) -> str:
    return f"{pack.valid_from.isoformat()} – {pack.valid_until.isoformat() if pack.valid_until else ''}".strip()
