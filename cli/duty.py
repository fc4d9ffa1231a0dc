"""`hutong duty`: what is owed, and the acts by which it is done, left out, stopped or extended. 职责."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli import duty_attending, duty_calendar
from cli.acting import Owed, owed_facts, show_owed
from cli.arguments import read_code, read_fields, read_term
from cli.duty_lines import show_duty_lines
from cli.files import words
from cli.opening import given_to, office
from cli.options import AT as WHEN
from cli.output import ALL, ON_A_SCREEN, say, say_if_cut, show_json, show_table
from flows.moving import move
from rules.period import Unit
from rules.vocabulary import LIVE, PauseCause, Precision
from tasks import acts, cases, clock_acts, shapes
from tasks.posts import known_post
from tasks.said import read_at, read_moment

if TYPE_CHECKING:
    from tasks.answers import AnswerField
    from tasks.cases import DutyView
    from tasks.office import Office
    from tasks.opened_duty import Acted

app = typer.Typer(add_completion=False, no_args_is_help=True)
duty_attending.add_to(app)
app.command("calendar", help=duty_calendar.HELP)(duty_calendar.calendar)

No = Annotated[str, typer.Argument(metavar="NO", help="个案编号  case number")]
Duty = Annotated[
    str, typer.Argument(metavar="DUTY", help="职责序号、代码、代码@对象或名称  number, code, code@about or name")
]
With = Annotated[
    list[str] | None, typer.Option("--with", metavar="K=V", help="填写项，可多次  a field of the answer, repeatable")
]
At = Annotated[
    str | None, typer.Option("--at", metavar="TIME", help="何时，如 2026-03-02 10:20（北京时间）  when, Beijing time")
]
By = Annotated[str | None, typer.Option("--by", metavar="POST", help="哪个岗位  which post")]
Reason = Annotated[
    str,
    typer.Option("--reason", metavar="TEXT", help="理由，加密保存；- 读标准输入，@文件 读文件  reason, kept sealed"),
]
Json = Annotated[bool, typer.Option("--json", help="以 JSON 输出  print JSON")]


@dataclass(frozen=True, kw_only=True)
class Done:
    """An act, and what is owed in the case after it. 办理之后."""

    acted: Acted
    duties: tuple[DutyView, ...]
    moved: bool


def run(opened: Office, act: Callable[[Office], Acted], *, patience_seconds: float) -> Done:
    """Act, and let the procedure look at it."""
    acted = act(opened)
    moved = move(opened, [acted.procedure_no], patience_seconds=patience_seconds)
    with opened.reading() as desk:
        live = [view for view in cases.duties_of(desk, acted.case_no) if view.state in LIVE]
    return Done(acted=acted, duties=tuple(live), moved=moved)


def run_list(opened: Office, *, post: str | None, overdue: bool, most: int) -> list[DutyView]:
    """Open duties, the most urgent first. Raises Refused where there is no such post."""
    with opened.reading() as desk:
        if post is not None:
            known_post(desk, post, field="--post")
        return cases.duty_list(desk, post=post, overdue=overdue, limit=most)


def run_form(opened: Office, case_no: str, duty: str) -> DutyView:
    """The duty whose form is asked for: by number, code or name."""
    with opened.reading() as desk:
        return cases.why(desk, case_no, duty).duty


@app.command("list", help="列出待办职责，最急的在前。  List open duties, the most urgent first.")
def list_duties(
    ctx: typer.Context,
    post: Annotated[str | None, typer.Option("--post", metavar="POST", help="只列这个岗位  of one post")] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="只列逾期  only overdue ones")] = False,
    as_json: Json = False,
) -> None:
    """List open duties."""
    with office(ctx) as opened:
        found = run_list(opened, post=post, overdue=overdue, most=ALL if as_json else ON_A_SCREEN)
        now = opened.now()
    if as_json:
        show_json([shapes.duty(view) for view in found])
    elif found:
        show_duty_lines(found, now)
        say_if_cut(len(found))
    else:
        say("没有符合的待办职责", "no open duty fits")


@app.command(help="办理职责。  Answer a duty.")
def answer(
    ctx: typer.Context, no: No, duty: Duty, given: With = None, at: WHEN = None, by: By = None, as_json: Json = False
) -> None:
    """Answer a duty."""
    fields, when = read_fields(given or []), read_at(at)
    moment, precision = (when.at, when.precision) if when else (None, Precision.EXACT)

    def act(opened: Office) -> Acted:
        return acts.answer(opened, no, duty, fields, at=moment, precision=precision, by_post=by)

    _act(ctx, as_json, act, "已办", "answered")


@app.command(help="略过职责：写明理由，并填写程序据以继续的内容。  Leave a duty out, with a reason.")
def skip(
    ctx: typer.Context, no: No, duty: Duty, reason: Reason, given: With = None, by: By = None, as_json: Json = False
) -> None:
    """Leave a duty out."""
    fields, why = read_fields(given or []), words(reason, field="--reason")
    _act(
        ctx,
        as_json,
        lambda opened: acts.skip(opened, no, duty, reason=why, given=fields, by_post=by),
        "已略过",
        "skipped",
    )


@app.command(help="免除职责：无法再要求任何人办理。  Release from a duty that can no longer be asked of anybody.")
def excuse(
    ctx: typer.Context, no: No, duty: Duty, reason: Reason, given: With = None, by: By = None, as_json: Json = False
) -> None:
    """Release from a duty."""
    fields, why = read_fields(given or []), words(reason, field="--reason")
    _act(
        ctx,
        as_json,
        lambda opened: acts.excuse(opened, no, duty, reason=why, given=fields, by_post=by),
        "已免除",
        "excused",
    )


@app.command(help="中止计时，事由须为规则列明。  Stop the clock for a cause that the rules list.")
def pause(
    ctx: typer.Context,
    no: No,
    duty: Duty,
    cause: Annotated[
        str, typer.Option("--cause", metavar="CAUSE", help="事由，如 儿童住院救治  cause, code or Chinese")
    ],
    at: At = None,
    until: Annotated[
        datetime | None,
        typer.Option("--until", metavar="DATE", formats=["%Y-%m-%d"], help="预计何日恢复  when it should be over"),
    ] = None,
    by: By = None,
    as_json: Json = False,
) -> None:
    """Stop the clock."""
    term, moment = read_term(PauseCause, cause, field="--cause"), read_moment(at)
    expected_on = until.date() if until else None
    _act(
        ctx,
        as_json,
        lambda opened: clock_acts.pause(opened, no, duty, cause=term, at=moment, expected_on=expected_on, by_post=by),
        "已中止计时",
        "paused",
    )


@app.command(help="恢复计时，期限重新计算。  Let the clock run again.")
def resume(ctx: typer.Context, no: No, duty: Duty, at: At = None, by: By = None, as_json: Json = False) -> None:
    """Let the clock run again."""
    moment = read_moment(at)
    _act(
        ctx, as_json, lambda opened: clock_acts.resume(opened, no, duty, at=moment, by_post=by), "已恢复计时", "resumed"
    )


@app.command(help="延长期限，依据须为规则列明。  Grant more time on a basis that the rules list.")
def extend(
    ctx: typer.Context,
    no: No,
    duty: Duty,
    amount: Annotated[int, typer.Option("--amount", metavar="N", min=1, help="延长多少  how much")],
    unit: Annotated[str, typer.Option("--unit", metavar="UNIT", help="单位：hours、days、working_days、months  unit")],
    basis: Annotated[str, typer.Option("--basis", metavar="ROW", help="依据的规则行，如 B-22  row of the pack")],
    at: At = None,
    by: By = None,
    as_json: Json = False,
) -> None:
    """Grant more time."""
    counted, moment = read_code(Unit, unit, field="--unit"), read_moment(at)

    def act(opened: Office) -> Acted:
        return clock_acts.extend(opened, no, duty, amount=amount, unit=counted, basis=basis, at=moment, by_post=by)

    _act(ctx, as_json, act, "已延长期限", "extended")


@app.command(help="查看办理一项职责须填什么。  Show the fields of a duty's answer.")
def form(ctx: typer.Context, no: No, duty: Duty, as_json: Json = False) -> None:
    """Show the fields of a duty's answer."""
    with office(ctx) as opened:
        view = run_form(opened, no, duty)
    if as_json:
        show_json(
            {"case_no": no, "duty_no": view.no, "code": view.code, "fields": [shapes.field(one) for one in view.fields]}
        )
        return
    say(f"{view.no} {view.zh}", view.en)
    show_table(("填写项 Field", "名称 Name", "必填 Required", "可填 Values"), map(_form_row, view.fields))
    required = " ".join(f"--with {one.name}=…" for one in view.fields if one.required)
    say(f"hutong duty answer {no} {view.no} {required}".rstrip())


def _form_row(one: AnswerField) -> tuple[str, ...]:
    kinds = {"yes/no": "是/否  yes/no", "text": "文字  text", "date": "日期，如 2026-03-02  date"}
    values = "\n".join(f"{code}  {zh}" for code, zh in one.choices) or kinds[one.kind]
    several = "（可多项，逗号分开）\n" if one.many else ""
    return one.name, one.zh, "必填  yes" if one.required else "—", several + values


def attending_help(acted: Acted) -> tuple[str, str]:
    """How to say why it was late: every breach asks for it."""
    number = acted.duty_no.rpartition("/")[2]
    return f"请说明逾期原因：hutong duty cause {acted.case_no} {number} --cause …", "say why it was late"


def _act(ctx: typer.Context, as_json: bool, act: Callable[[Office], Acted], zh: str, en: str) -> None:
    with office(ctx) as opened:
        done = run(opened, act, patience_seconds=given_to(ctx).patience_seconds)
        now = opened.now()
    owed = Owed(duties=done.duties, moved=done.moved)
    if as_json:
        show_json({**shapes.acted(done.acted), **owed_facts(owed)})
        return
    in_time = {None: ("", ""), True: ("，按期", ", in time"), False: ("，逾期", ", late")}[done.acted.in_time]
    say(f"{zh}：{done.acted.zh}（{done.acted.case_no}）{in_time[0]}", f"{en}{in_time[1]}")
    if done.acted.reported:
        say(f"已同时提出强制报告 {done.acted.reported}", f"report {done.acted.reported} handed in with it")
    if done.acted.unchecked:
        say(
            f"注意：辖区内尚有 {done.acted.unchecked} 项档案抽查没有完成，已记入上报数字；县级抽查本年内完成即可，"
            "报出后完成的不在本次数字内",
            f"NOTE: {done.acted.unchecked} spot checks of the area are not done yet, and the figures say so; "
            "the counties have until the end of the year, what comes later is not in these figures",
        )
    if done.acted.in_time is False:
        say(*attending_help(done.acted))
    show_owed(done.acted.case_no, owed, now)
