"""`hutong instrument print`: the document of an instrument, written to a file. 打印文书."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.opening import office
from cli.options import BY, INSTRUMENT, JSON
from cli.output import say, show_json
from rules.errors import Refused
from tasks.files_out import refuse_to_write_over

if TYPE_CHECKING:
    from tasks.paper import Paper

HELP = "生成文书文本，写入文件；同一版本再次打印，内容不变；每次打印均有记录。  Print an instrument to a file."

FORMATS = ("html", "docx")
READERS = ("respondent", "authority")


def print_instrument(
    ctx: typer.Context,
    instrument: INSTRUMENT,
    by: BY,
    form: Annotated[
        str, typer.Option("--format", metavar="html|docx", help="网页（供打印）或 Word  page or Word")
    ] = "html",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="写到哪个文件，默认 文书编号.格式  where to write it")
    ] = None,
    for_whom: Annotated[
        str | None,
        typer.Option("--for", metavar="READER", help="respondent 交被申请人，authority 仅限机关  for whom it is"),
    ] = None,
    as_json: JSON = False,
) -> None:
    """Print an instrument to a file."""
    form, reader = _one_of(FORMATS, form, "--format"), _one_of(READERS, for_whom, "--for") if for_whom else None
    target = out or Path(f"{instrument.replace('/', '-')}.{form}")
    refuse_to_write_over(target)
    from documents.instrument import Reader  # what makes documents is loaded where one is made, and nowhere else
    from tasks.paper import print_out

    with office(ctx) as opened:
        made = print_out(opened, instrument, reader=Reader(reader) if reader else None, by_post=by)
    _write(target, made.html if form == "html" else made.docx)
    _tell(made, target, as_json)


def _tell(made: Paper, target: Path, as_json: bool) -> None:
    if as_json:
        facts = {
            name: getattr(made, name) for name in ("case_no", "instrument_no", "version", "template_version", "again")
        }
        show_json({**facts, "reader": made.reader.value, "file": str(target)})
        return
    say(f"已写入 {target}（{made.instrument_no} 第 {made.version} 版，{made.reader.zh}）", "written")
    say(
        f"模板版本 {made.template_version}；{'与上次打印相同' if made.again else '本次打印已记入办理记录'}",
        "template version",
    )


def _write(target: Path, content: bytes) -> None:
    """A file that only its owner reads: it names people."""
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as cause:
        raise Refused(
            f"无法写入“{target}”（{cause.strerror}）；文书已保存，可换一处再打印",
            f"{target} cannot be written ({cause.strerror}); the document is kept, print it elsewhere",
            field="--out",
        ) from None
    with os.fdopen(handle, "wb") as file:
        file.write(content)


def _one_of(known: tuple[str, ...], written: str, field: str) -> str:
    if written not in known:
        raise Refused(f"“{field}”可填：{'、'.join(known)}", f"{field}: one of {', '.join(known)}", field=field)
    return written
