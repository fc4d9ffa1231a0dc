"""`hutong audit anchor`: where all chains stand now, for another body to keep. 导出存证."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.files import new_file
from cli.opening import office
from cli.options import JSON
from cli.output import say, show_json
from tasks import verify
from tasks.anchors import anchor_text, take_anchor
from tasks.filing import actor_at
from tasks.journal import BY_THE_SYSTEM

if TYPE_CHECKING:
    from tasks.anchors import Anchor
    from tasks.office import Office

HELP = "导出存证（总链末端），交另一单位保存；内容不涉及任何人。  Write an anchor for another body to keep."


def run_anchor(opened: Office, by_post: str | None) -> tuple[Anchor, str]:
    """Verify, seal everything, and say where it ends; the anchor and its file."""
    with opened.reading() as desk:
        verify.refuse_a_broken_journal(desk)  # nobody vouches for what was altered
    with opened.writing() as desk:
        anchor = take_anchor(desk, by=actor_at(desk, by_post) if by_post else BY_THE_SYSTEM)
    return anchor, anchor_text(opened, anchor)


def anchor(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="写到哪个文件  where to write it")],
    by: Annotated[str | None, typer.Option("--by", metavar="POST", help="导出的岗位  which post does it")] = None,
    as_json: JSON = False,
) -> None:
    """Write an anchor for another body to keep."""
    with new_file(out) as file, office(ctx) as opened:
        made, text = run_anchor(opened, by)
        file.write(text.encode())
    if as_json:
        show_json({**asdict(made), "file": str(out)})
        return
    say(f"已写入 {out}：总链第 {made.links} 环，{made.chains} 条链", "written")
    say(
        "请交另一单位保存；核验：hutong audit verify --anchor 文件",
        "give it to another body; verify with `hutong audit verify --anchor FILE`",
    )
