"""`hutong audit verify`: is every entry as it was written, and is every entry there? 核验办理记录."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.exits import ExitCode
from cli.opening import given_to, office, settings_of
from cli.options import JSON
from cli.output import say, show_json
from tasks import verify as verifying
from tasks.anchors import read_anchors

if TYPE_CHECKING:
    from tasks.office import Office
    from tasks.settings import Settings
    from tasks.verify import Break, Verified

HELP = "逐条重算办理记录：是否被改动、是否有缺漏，分别作答；有问题时退出码 1。  Verify the whole journal."

_MOST = 50  # places told to people; --json tells all

Anchors = Annotated[
    list[Path] | None,
    typer.Option(
        "--anchor",
        metavar="FILE",
        help="早先导出、存于别处的存证，或存放它们的文件夹，可多次  an anchor kept elsewhere, or a folder of them",
    ),
]


def run_verify(opened: Office, places: list[Path]) -> Verified:
    """Compute everything again and hold it against the anchors in these files and folders."""
    anchors = read_anchors(opened, places)
    with opened.reading() as desk:
        return verifying.verify(desk, anchors)


def verify(ctx: typer.Context, anchor: Anchors = None, as_json: JSON = False) -> int:
    """Verify the whole journal."""
    with office(ctx) as opened:
        found = run_verify(opened, [*(anchor or []), *_of_this_machine(settings_of(given_to(ctx)))])
    if as_json:
        show_json(_facts(found))
    else:
        _show(found, kept_elsewhere=bool(anchor))
    return ExitCode.FINDINGS if found.altered or found.missing else ExitCode.OK


def _of_this_machine(settings: Settings) -> list[Path]:
    """The daily anchors that the service left here: an accident shows, but not what its holder hides."""
    return sorted(settings.anchors_folder.glob("*.json"))


def _show(found: Verified, *, kept_elsewhere: bool) -> None:
    say(
        f"已核验 {found.entries} 条记录（{found.chains} 条链）、总链 {found.links} 环，尚未封存 {found.unsealed} 条",
        f"verified: {found.entries} entries in {found.chains} chains, {found.links} links; {found.unsealed} not sealed",
    )
    _answer(found.altered, "完整性：未被改动", "integrity: nothing was altered", "完整性：曾被改动", "ALTERED")
    zh, en = (
        "未提供存证：若有人把整个库退回到早先状态，此处看不出",
        "no anchor: a database set back as a whole shows nothing",
    )
    if found.anchors:
        newest = found.anchors[-1]
        zh = f"已与 {len(found.anchors)} 份存证核对，最近一份 {newest.at[:10]}，第 {newest.links} 环"
        en = f"held against {len(found.anchors)} anchors, the newest of {newest.at[:10]}, link {newest.links}"
        if not kept_elsewhere:
            zh += "；均为本机所存，掌握本机的人也能改动，请另用 --anchor 提供存于别处的"
            en += "; all kept on this machine, whose holder can alter them too: give one kept elsewhere with --anchor"
    whole = (f"齐全性：没有缺漏（{zh}）", f"completeness: nothing is missing ({en})")
    _answer(found.missing, *whole, "齐全性：有缺漏", "NOT ALL THERE")
    say(
        "以上只及办理记录；页面和清单所读各表是否与记录相符：hutong journal rebuild --check",
        "this is the journal alone; whether the tables that people read agree: hutong journal rebuild --check",
    )
    if found.altered or found.missing:
        say(
            "请保留现场，勿重建，从备份恢复并报告",
            "keep it as it is, rebuild nothing, restore from a backup and report it",
        )


def _answer(faults: tuple[Break, ...], zh: str, en: str, bad_zh: str, bad_en: str) -> None:
    if not faults:
        say(f"✓ {zh}", en)
        return
    say(f"✗ {bad_zh}，{len(faults)} 处", f"{bad_en}: {len(faults)}")
    for one in faults[:_MOST]:
        say(f"  - {_place(one)} {one.fault.zh}", one.fault.en)
    if len(faults) > _MOST:
        say(f"  只列前 {_MOST} 处，全部请用 --json", "cut here; --json gives all")


def _place(one: Break) -> str:
    if one.chain == verifying.SEALS:
        return f"总链第 {one.n} 环"
    return f"{one.chain}#{one.n}" if one.n else f"{one.chain} 链尾"


def _facts(found: Verified) -> dict[str, Any]:
    answers = {"integrity": found.altered, "completeness": found.missing}
    return {
        "entries": found.entries,
        "chains": found.chains,
        "links": found.links,
        "unsealed": found.unsealed,
        "anchors": [{"at": one.at, "links": one.links} for one in found.anchors],
        **{
            name: {
                "holds": not faults,
                "faults": [{"fault": one.fault, "chain": one.chain, "n": one.n} for one in faults],
            }
            for name, faults in answers.items()
        },
    }
