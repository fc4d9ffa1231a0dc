"""`hutong evidence`: files that prove something: handed in, listed, opened, checked. 证据材料."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.acting import moment_of
from cli.exits import ExitCode
from cli.files import new_file, read_bytes, words
from cli.opening import office
from cli.options import AT, BY, JSON, NO, REASON
from cli.output import say, show_json
from rules.when import When, say_when
from tasks import evidence as handed_in
from tasks import shapes
from tasks.access import sight_of
from tasks.evidence_opening import faulty_evidence, open_evidence
from tasks.posts import known_post
from tasks.said import read_at

if TYPE_CHECKING:
    from tasks.evidence import EvidenceView

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.command(help="提交一个文件，加密保存；校验值记入办理记录，同一文件不重复保存。  Hand in a file as evidence.")
def add(
    ctx: typer.Context,
    no: NO,
    file: Annotated[str, typer.Argument(metavar="FILE", help="文件，20 MB 以内；- 读标准输入  at most 20 MB")],
    by: BY,
    duty: Annotated[
        str, typer.Option("--duty", metavar="DUTY", help="属于哪项职责，序号  the duty that it belongs to")
    ] = "",
    text: Annotated[
        str, typer.Option("--text", metavar="TEXT", help="说明，加密保存；- 读标准输入，@文件 读文件  what it shows")
    ] = "",
    at: AT = None,
    as_json: JSON = False,
) -> None:
    """Hand in a file as evidence."""
    moment, said = read_at(at), words(text, field="--text")
    name = "" if file == "-" else Path(file).name
    sent = handed_in.File(content=read_bytes(file), name=name, words=said)
    with office(ctx) as opened:
        when = moment_of(opened, moment)
        added = handed_in.add_evidence(opened, no, sent, duty_no=duty, when=when, by_post=by)
    if as_json:
        facts = {"evidence_no": added.no, "sha256": added.sha256, "media_type": added.material.value}
        show_json({"case_no": no, **facts, "again": added.again})
        return
    if added.again:
        say(f"相同文件已在本案：{added.no}，没有重复保存", "the very same file is in this case already")
    else:
        say(f"已提交 {added.no}（{added.material.zh}）；请从这台机器上删除原文件", "handed in; delete the file here")
    say(f"  SHA-256 {added.sha256}")


@app.command("list", help="列出个案的证据材料：编号、种类、校验值，不含内容。  List the evidence of a case.")
def list_(ctx: typer.Context, no: NO, by: BY, as_json: JSON = False) -> None:
    """List the evidence of a case."""
    with office(ctx) as opened, opened.reading() as desk:
        sight = sight_of(desk, known_post(desk, by, field="--by"))
        handed_in.demand_list(desk, sight, no)
        found = handed_in.evidence_of(desk, sight, no)
    if as_json:
        show_json({"evidence": [shapes.evidence(one) for one in found]})
        return
    for one in found:
        _show(one)
    if not found:
        say("没有可以列出的证据材料", "nothing to list")


def _show(one: EvidenceView) -> None:
    when = say_when(When(at=one.happened_at, precision=one.precision))
    duty = f" · 职责 {one.duty_no}" if one.duty_no else ""
    say(f"{one.no} {one.material.zh} {one.bytes} 字节 · {when}{duty} · {one.by.zh if one.by else '—'}", one.material.en)
    say(f"  SHA-256 {one.sha256}")


@app.command(
    help="调阅一件，写入文件；须写明理由，每次调阅均有记录。  Open one, into a file; each look is on the record."
)
def get(
    ctx: typer.Context,
    no: NO,
    evidence: Annotated[str, typer.Argument(metavar="E-NO", help="证据材料编号，见 hutong evidence list  its number")],
    by: BY,
    reason: REASON,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="写到哪个文件  where to write it")],
    as_json: JSON = False,
) -> None:
    """Open one, into a file."""
    why = words(reason, field="--reason")
    with new_file(out) as file, office(ctx) as opened:
        found = open_evidence(opened, no, evidence, reason=why, by_post=by)
        file.write(found.content)
    if as_json:
        show_json({"evidence_no": found.no, "file": str(out), "sha256": found.sha256, "words": found.words})
        return
    say(f"已写入 {out}（{found.material.zh}），与提交时的校验值相符；用后请删除", "written; delete it after use")
    if found.words:
        say(f"  说明：{found.words}", "what was said of it")


@app.command(help="核对全部文件是否仍与提交时相同；有问题时退出码为 1。  Check every file against what was handed in.")
def check(ctx: typer.Context, as_json: JSON = False) -> int:
    """Check every file against what was handed in; nothing is opened."""
    with office(ctx) as opened, opened.reading() as desk:
        found: list[dict[str, Any]] = [
            {"case_no": row.case_no, "evidence_no": row.no, "fault": fault.value, "zh": fault.zh}
            for row, fault in faulty_evidence(desk)
        ]
    if as_json:
        show_json({"faults": [{name: one[name] for name in one if name != "zh"} for one in found]})
    else:
        for one in found:
            say(f"■ {one['case_no']} {one['evidence_no']}：{one['zh']}；请从备份恢复，并报告", one["fault"])
        if not found:
            say("全部证据材料与提交时相同", "every file is as it was handed in")
    return ExitCode.FINDINGS if found else ExitCode.OK
