"""`hutong audit export`: the journal of one case, for another body to check by itself. 导出个案记录."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.audit_verify import Anchors
from cli.files import new_file, words
from cli.opening import office
from cli.options import BY, JSON, NO, REASON_IF_ANY
from cli.output import say, show_json
from tasks.anchors import read_anchors
from tasks.export_case import export_case

HELP = (
    "导出一个个案的全部记录，供外单位用 verifier/hutong_verify.py 自行核验；加密内容仍然加密。  "
    "Export a case for another body to check."
)


def export(
    ctx: typer.Context,
    no: NO,
    by: BY,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="写到哪个文件  where to write it")],
    reason: REASON_IF_ANY = None,
    anchor: Anchors = None,
    as_json: JSON = False,
) -> None:
    """Export a case for another body to check."""
    why = words(reason, field="--reason") if reason else ""
    with new_file(out) as file, office(ctx) as opened:
        made = export_case(opened, no, by_post=by, reason=why, anchors=read_anchors(opened, anchor or []))
        file.write(made.content)
    if as_json:
        show_json(
            {
                "case_no": made.case_no,
                "file": str(out),
                "sha256": made.sha256,
                "chains": made.chains,
                "anchors": made.anchors,
            }
        )
        return
    say(f"已写入 {out}：{sum(made.chains.values())} 条记录，对 {made.anchors} 份存证的证明", "written")
    say(f"文件校验值 {made.sha256}，已记入办理记录", "sha256 of the file; this export is on the record")
    say(
        f"接收单位核验：python hutong_verify.py {out} --anchor 存证文件",
        "the receiver checks it with an anchor of theirs",
    )
