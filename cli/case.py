"""`hutong case`: where cases stand. 个案查询."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import case_acts, case_erase
from cli.duties_shown import show_duties
from cli.files import words
from cli.instruments_shown import show_instruments
from cli.opening import office
from cli.output import ALL, ON_A_SCREEN, heading, say, say_if_cut, show_json, show_table
from cli.procedures_shown import show_procedures
from rules.vocabulary import LIVE, CasePurpose, Sex
from tasks import cases, shapes, wording
from tasks.erasure import erased_with
from tasks.reading import InClear, read_identity
from tasks.shapes.plain import instant
from tasks.standing import InstrumentView, as_it_stood
from tasks.standing_procedures import StandingProcedure, procedures_of
from tasks.windows_left import WindowLeft, windows_left

if TYPE_CHECKING:
    from datetime import datetime

    from tasks.cases import CaseView, DutyView
    from tasks.office import Office

app = typer.Typer(add_completion=False, no_args_is_help=True)
app.command("open", help=case_acts.OPEN_HELP)(case_acts.open_case)
app.command("register", help=case_acts.REGISTER_HELP)(case_acts.register)
app.command("close", help=case_acts.CLOSE_HELP)(case_acts.close)
app.command("reopen", help=case_acts.REOPEN_HELP)(case_acts.reopen)
app.command("erase", help=case_erase.HELP)(case_erase.erase)

STATES = {"open": ("在办", "open"), "closed": ("已结", "closed")}

Json = Annotated[bool, typer.Option("--json", help="以 JSON 输出  print JSON")]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One case with everything in it. 个案详情."""

    case: CaseView
    procedures: tuple[StandingProcedure, ...]
    duties: tuple[DutyView, ...]
    instruments: tuple[InstrumentView, ...]
    erased: datetime | None
    left: tuple[WindowLeft, ...]


def run_list(opened: Office, *, only_open: bool, care: bool = False, most: int) -> list[CaseView]:
    """Cases, or files of care, the newest first."""
    purpose = CasePurpose.CARE if care else CasePurpose.MATTER
    with opened.reading() as desk:
        return cases.case_list(desk, only_open=only_open, purpose=purpose, limit=most)


def run_show(opened: Office, case_no: str) -> Shown:
    """One case."""
    with opened.reading() as desk:
        return Shown(
            case=cases.case_view(desk, case_no),
            procedures=procedures_of(desk, case_no),
            duties=tuple(cases.duties_of(desk, case_no)),
            instruments=tuple(as_it_stood(desk, case_no)),
            erased=erased_with(desk, case_no),
            left=windows_left(desk, case_no),
        )


@app.command("list", help="列出个案。  List cases.")
def list_cases(
    ctx: typer.Context,
    only_open: Annotated[bool, typer.Option("--open", help="只列在办  only open ones")] = False,
    care: Annotated[
        bool, typer.Option("--care", help="列关爱档案（在册儿童），不列个案  files of children on the list instead")
    ] = False,
    as_json: Json = False,
) -> None:
    """List cases."""
    with office(ctx) as opened:
        found = run_list(opened, only_open=only_open, care=care, most=ALL if as_json else ON_A_SCREEN)
    if as_json:
        show_json([shapes.case(view) for view in found])
    elif found:
        show_table(
            (
                "个案 Case",
                "儿童 Child",
                "状态 State",
                "地区 Area",
                "牵头 Lead",
                "程序 Procedures",
                "待办 Open",
                "下一期限 Next due",
            ),
            map(_row, found),
        )
        say_if_cut(len(found))
    elif care:
        say("没有关爱档案。列入：hutong monitor begin", "nobody is on the list yet")
    else:
        say("没有个案。提交报告：hutong report 文件", "no cases; file a report: hutong report FILE")


@app.command(help="查看一个个案：程序、职责、文书、报告。  Show one case.")
def show(
    ctx: typer.Context,
    no: Annotated[str, typer.Argument(metavar="NO", help="个案编号  case number")],
    as_json: Json = False,
) -> None:
    """Show one case."""
    with office(ctx) as opened:
        shown = run_show(opened, no)
        now = opened.now()
    if as_json:
        show_json(_facts(shown))
    else:
        _show(shown, now)


@app.command(help="查阅儿童身份、住址和报告情况；谁、为何查阅将记入办理记录。  Open a child's identity, on the record.")
def reveal(
    ctx: typer.Context,
    no: Annotated[str, typer.Argument(metavar="NO", help="个案编号  case number")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="查阅理由，必填  why")],
    by: Annotated[str, typer.Option("--by", metavar="POST", help="查阅的岗位，必填  the post that reads")],
    as_json: Json = False,
) -> None:
    """Open the sealed fields of a case."""
    with office(ctx) as opened:
        found = read_identity(opened, no, reason=words(reason, field="--reason"), by_post=by)
    if as_json:
        show_json(asdict(found))
    else:
        _show_in_clear(found)


def _show_in_clear(found: InClear) -> None:
    unknown = "已销毁" if found.erased else "不详"
    if found.erased:
        say(f"密钥已于 {wording.say_moment(found.erased, 'zh')} 销毁，加密内容不可恢复", "the keys were destroyed")
    say(f"姓名 {found.name or unknown} · 性别 {Sex(found.sex).zh} · 出生 {found.birth_on or unknown}", "child")
    say(f"居住地 {found.residence or unknown}", "residence")
    say(f"户籍地 {found.registration or unknown} · 住所地 {found.domicile or unknown}", "registration, domicile")
    for one in found.adults:
        roles = [("监护人", one.guardian), ("照护人", one.carer), ("涉嫌侵害", one.suspected)]
        held = "、".join(word for word, holds in roles if holds) or "—"
        contact = " · ".join(part for part in (one.phone, one.address) if part)
        say(f"{one.relation.zh} {one.name or unknown} {one.no}（{held}）{contact}")
    for text in found.narratives:
        heading("报告情况", "what was reported")
        say(text.strip())
    say("\n本次查阅已记入办理记录", "this reading is on the record")


def _row(view: CaseView) -> tuple[str, ...]:
    kinds = dict.fromkeys(kind.zh for _, kind, state, _ in view.procedures if state == "open")
    state = "  ".join(STATES[view.state])
    lead = view.lead.zh if view.lead else "无  none"
    next_due = wording.say_end(view.next_due_at, "zh") if view.next_due_at else "—"
    child = view.child_no or "—"
    return view.no, child, state, view.area, lead, "、".join(kinds) or "—", str(view.open_duties), next_due


def _facts(shown: Shown) -> dict[str, Any]:
    return {
        **shapes.case(shown.case),
        "erased_at": instant(shown.erased),
        "procedures": [shapes.procedure(one) for one in shown.procedures],
        "duties": [shapes.duty(view) for view in shown.duties],
        "instruments": [shapes.instrument(view) for view in shown.instruments],
        "windows_left": [asdict(one) for one in shown.left],
    }


def _show(shown: Shown, now: datetime) -> None:
    view = shown.case
    zh, en = STATES[view.state]
    say(f"个案 {view.no}（{zh}）", en)
    began = [f"立案 {wording.say_moment(view.opened_at, 'zh')}", f"地区 {view.area}"]
    began += [f"儿童 {view.child_no}"] if view.child_no else []
    say(" · ".join([*began, *([f"报告 {'、'.join(view.reports)}"] if view.reports else [])]))
    say(f"牵头 {view.lead.zh}（{view.lead.no}）" if view.lead else "牵头：无", "lead")
    if view.closed_at:
        say(f"结案 {wording.say_moment(view.closed_at, 'zh')}", f"closed {wording.say_moment(view.closed_at, 'en')}")
    if shown.erased:
        say(f"密钥已于 {wording.say_moment(shown.erased, 'zh')} 销毁，加密内容不可恢复", "the keys were destroyed")
    heading("程序", "Procedures")
    show_procedures(shown.procedures)
    live = [duty for duty in shown.duties if duty.state in LIVE]
    done = [duty for duty in shown.duties if duty.state not in LIVE]
    for zh, en, duties in (("待办职责", "Open duties", live), ("已了职责", "Duties done", done)):
        if duties:
            heading(f"{zh} {len(duties)} 项", en)
            show_duties(duties, now)
    if shown.left:
        heading("本期没有产生或者已终止的周期职责", "Windows in which nothing is owed, or that were dropped")
        for one in shown.left:
            say(f"{one.zh}（{one.window}）：{one.why_zh}〔{one.basis}〕", f"{one.en}: {one.why_en}")
    if shown.instruments:
        heading("文书", "Instruments")
        show_instruments(shown.instruments)
    say()
    say(f"时间线：hutong timeline {view.no}；期限说明：hutong why {view.no} 序号", "timeline; why a date is what it is")
