"""`hutong report`: a report becomes cases, and whoever hands it in sees at once who owes what. 提交报告."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.duties_shown import show_duties
from cli.exits import Misuse
from cli.files import document
from cli.interview import ask_for_report
from cli.opening import given_to, office
from cli.output import at_a_terminal, heading, say, show_json
from flows.moving import move
from rules.vocabulary import LIVE
from tasks import cases, shapes
from tasks.intake import take_report
from tasks.receipts import Received
from tasks.report_form import ReportForm, read_report

if TYPE_CHECKING:
    from tasks.cases import DutyView
    from tasks.office import Office

app = typer.Typer(add_completion=False)


@dataclass(frozen=True, kw_only=True)
class Filed:
    """A report that was taken, and what is owed because of it. 报告与职责.

    Args:
        moved: False where a running service has the first step still to do.
    """

    received: Received
    duties: tuple[DutyView, ...]
    moved: bool


def run(opened: Office, form: ReportForm, *, patience_seconds: float) -> Filed:
    """Take the report and let its procedures make their first step."""
    return follow(opened, take_report(opened, form), patience_seconds=patience_seconds)


def follow(opened: Office, received: Received, *, patience_seconds: float) -> Filed:
    """Let the procedures of a report that was taken make their first step."""
    moved = move(opened, [one.procedure_no for one in received.concerned], patience_seconds=patience_seconds)
    with opened.reading() as desk:
        numbers = dict.fromkeys(one.case_no for one in received.concerned)
        owed = [view for no in numbers for view in cases.duties_of(desk, no) if view.state in LIVE]
    return Filed(received=received, duties=tuple(owed), moved=moved)


@app.command(help="提交报告：给出报告单文件（YAML、JSON），“-”为标准输入；不给则逐项询问。  File a report.")
def report(
    ctx: typer.Context,
    file: Annotated[str | None, typer.Argument(metavar="FILE|-", help="报告单  the report; asks, if left out")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出  print JSON")] = False,
) -> None:
    """File a report."""
    patience = given_to(ctx).patience_seconds
    if file is None:
        _refuse_to_ask_nobody(as_json)
        with office(ctx) as opened:
            received = ask_for_report(opened, lambda form: take_report(opened, form))
            _show(follow(opened, received, patience_seconds=patience), opened)
        return
    form = read_report(document(file))  # checked before anything is opened
    with office(ctx) as opened:
        filed = run(opened, form, patience_seconds=patience)
        if as_json:
            show_json(_facts(filed))
        else:
            _show(filed, opened)


def _refuse_to_ask_nobody(as_json: bool) -> None:
    if as_json or not at_a_terminal():
        raise Misuse(
            "请给出报告单：hutong report 文件，或 hutong report - 从标准输入读取（样例 examples/report-school.yaml）",
            "name the report: hutong report FILE, or hutong report - for standard input (see examples/)",
            field="FILE",
        )


def _facts(filed: Filed) -> dict[str, Any]:
    return {
        **shapes.received(filed.received),
        "moved": filed.moved,
        "duties": [shapes.duty(view) for view in filed.duties],
    }


def _show(filed: Filed, opened: Office) -> None:
    received = filed.received
    say(f"已收到报告 {received.report_no}", "report received")
    for one in received.concerned:
        words = ("并入在办个案", "joined the open case") if one.joined else ("新立个案", "new case")
        say(f"个案 {one.case_no}：{words[0]}", words[1])
    told = "、".join(f"{post.zh}（{post.no}）" for post in received.told)
    if told:
        say(f"已告知 {told}", "told at once")
    else:
        say("■ 没有告知任何单位：名册中没有负责该地的岗位。请立即拨打 110", "NOBODY was told: call 110 at once")
        say("并请管理员登记该地岗位：hutong directory load 文件", "and have the posts of this place entered")
    heading("待办事项", "Who owes what, by when")
    if filed.duties:
        show_duties(filed.duties, opened.now(), with_case=len(received.concerned) > 1)
    if not filed.moved:
        case_no = received.concerned[0].case_no
        say(f"运行服务正在推进，稍后查看：hutong case show {case_no}", "the running service has it; look again shortly")
    heading("回执", "Receipt for the reporter")
    say(received.text.strip())
