"""`hutong case erase`: destroy the keys under which the words about a child are sealed. 销毁密钥."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import read_term
from cli.files import words
from cli.opening import office
from cli.options import BY, JSON, NO, REASON
from cli.output import say, show_json
from tasks.erasure import Shared
from tasks.erasure import erase as destroy

if TYPE_CHECKING:
    from tasks.erasure import Erased

HELP = (
    "销毁儿童的密钥：加密内容从此无人能读，不可恢复；办理记录仍可核验。须两个岗位共同决定，儿童的个案均已结案。  "
    "Destroy the keys of a child, for good."
)


def erase(
    ctx: typer.Context,
    no: NO,
    reason: REASON,
    by: BY,
    by_second: Annotated[
        str, typer.Option("--by-second", metavar="POST", help="共同决定的另一岗位，须另一人  the other post")
    ],
    shared: Annotated[
        str | None,
        typer.Option(
            "--shared",
            metavar="keep|destroy",
            help="还涉及其他儿童的报告：保留或一并销毁  reports on other children, too",
        ),
    ] = None,
    as_json: JSON = False,
) -> None:
    """Destroy the keys of a child."""
    why = words(reason, field="--reason")
    term = read_term(Shared, shared, field="--shared") if shared else None
    with office(ctx) as opened:
        erased = destroy(opened, no, reason=why, by_post=by, second_post=by_second, shared=term)
    if as_json:
        show_json(asdict(erased))
    else:
        _tell(erased)


def _tell(erased: Erased) -> None:
    if erased.again:
        say(
            f"{erased.child_no} 的密钥此前已销毁；数据库文件已再次清理",
            "destroyed before; the files were cleared again",
        )
        return
    say(f"已销毁密钥：{'、'.join(erased.subjects)}；数据库文件已清理", "keys destroyed; the files were cleared")
    if erased.kept:
        say(
            f"仍可读：共同报告 {'、'.join(erased.kept)}，其中也有本儿童的信息",
            "still readable: reports that concern other children; they name this child, too",
        )
    if erased.lost:
        say(f"不再可读的相关成年人：{'、'.join(erased.lost)}", "adults who can be read nowhere any more")
    say(
        "备份、副本、已导出或打印的文件不在清理之列，请按 docs/howto/evidence.md 另行处理",
        "backups, replicas and what was exported or printed are not touched: see docs/howto/evidence.md",
    )
