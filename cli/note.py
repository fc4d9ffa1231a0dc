"""`hutong note`: a fact that is nobody's answer to a duty. 记事."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.acting import Entered, enter, moment_of
from cli.arguments import read_term
from cli.files import words
from cli.options import AT, BY, JSON, NO
from rules.vocabulary import NoteKind
from tasks import notes
from tasks.said import read_at

if TYPE_CHECKING:
    from tasks.office import Office

app = typer.Typer(add_completion=False)


@app.command(help="记事：侵害、走访、联系未果、就医等；侵害事件会让在办程序重新研判。  Write a fact into a case.")
def note(
    ctx: typer.Context,
    no: NO,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="种类，代码或中文，如 harm、走访  kind")],
    text: Annotated[
        str, typer.Option("--text", metavar="TEXT", help="内容，加密保存；- 读标准输入，@文件 读文件  what happened")
    ],
    by: BY,
    about: Annotated[str | None, typer.Option("--about", metavar="A-NO", help="涉及的成年人  whom it concerns")] = None,
    source: Annotated[str, typer.Option("--source", metavar="TEXT", help="来源，加密保存  where it comes from")] = "",
    restricted: Annotated[
        bool, typer.Option("--restricted", help="限办案单位知悉  for the handling bodies only")
    ] = False,
    at: AT = None,
    as_json: JSON = False,
) -> None:
    """Write a fact into a case."""
    noted, moment = read_term(NoteKind, kind, field="KIND"), read_at(at)
    said, origin = words(text, field="--text"), words(source, field="--source")

    def act(opened: Office) -> Entered:
        entry = notes.note(
            opened,
            no,
            noted,
            words=said,
            about=about,
            source=origin,
            restricted=restricted,
            when=moment_of(opened, moment),
            by_post=by,
        )
        return Entered(case_no=no, zh=f"已记录{noted.zh}，记录 {no}#{entry}", en="noted", facts={"entry": entry})

    enter(ctx, as_json, act)
