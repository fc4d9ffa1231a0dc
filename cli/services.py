"""`hutong services`: what a child is eligible for by the list of the place, and referring. 服务清单."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.acting import Entered, enter, moment_of
from cli.arguments import read_day, read_term
from cli.files import words
from cli.opening import office
from cli.options import AT, JSON, NO, REASON_IF_ANY
from cli.output import say, show_json, show_table
from rules.errors import Refused
from rules.services import Condition, Verdict
from tasks.said import read_at
from tasks.services import Offer, Offers, offers_for, refer
from tasks.shapes import of_services

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rules.services import Reason
    from tasks.office import Office

app = typer.Typer(add_completion=False)

_CODES = "、".join(one.value for one in Condition)
Conditions = list[str] | None


@app.command(
    help="服务清单：该儿童符合哪些项目、为什么、找哪个部门；--refer 发起服务转介。  Services a child is eligible for."
)
def services(
    ctx: typer.Context,
    no: NO,
    stated: Annotated[
        Conditions,
        typer.Option("--with", metavar="CONDITION", help=f"符合的情形，可多次：{_CODES}  conditions that hold"),
    ] = None,
    denied: Annotated[
        Conditions, typer.Option("--without", metavar="CONDITION", help="不符合的情形，可多次  conditions that do not")
    ] = None,
    listed: Annotated[
        str | None, typer.Option("--list", metavar="CODE", help="用哪份清单，不写为本地清单  which list")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="按哪一日计算年龄  the day on which the age counts")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="不符合的也列出  also those it is not eligible for")] = False,
    service: Annotated[
        str | None,
        typer.Option("--refer", metavar="SERVICE", help="转介的项目，序号、代码或者名称  refer to this service"),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="POST", help="转介的岗位  who refers")] = None,
    reason: REASON_IF_ANY = None,
    at: AT = None,
    as_json: JSON = False,
) -> None:
    """Show what a child is eligible for, or refer."""
    conditions = _conditions(stated or [], denied or [])
    if service is not None:
        _refer(ctx, no, service, listed, conditions, by, words(reason or "", field="--reason"), at, as_json)
        return
    day = read_day(on, field="--on")
    with office(ctx) as opened:
        found = offers_for(opened, no, named=listed, stated=conditions, on=day)
    if as_json:
        show_json(of_services.offers(found))
    else:
        _show(found, every=every)


def _refer(
    ctx: typer.Context,
    no: str,
    service: str,
    listed: str | None,
    stated: Mapping[Condition, bool],
    by: str | None,
    reason: str,
    at: str | None,
    as_json: bool,
) -> None:
    if by is None:
        raise Refused("转介请写明由哪个岗位提出（--by 岗位编号）", "say which post refers (--by POST)", field="--by")
    moment = read_at(at)

    def act(opened: Office) -> Entered:
        when = moment_of(opened, moment)
        asked = refer(opened, no, service, named=listed, stated=stated, when=when, by_post=by, reason=reason)
        new = ("，另立个案", ", in a case opened for it") if asked.opened_case else ("", "")
        compared = ("", "") if asked.binding else ("；所据清单不是本地规定", "; the list is no local rule")
        return Entered(
            case_no=asked.case_no,
            zh=f"已发起服务转介，程序编号 {asked.procedure_no}{new[0]}{compared[0]}",
            en=f"service referral opened{new[1]}{compared[1]}",
            facts={"procedure_no": asked.procedure_no, "opened_case": asked.opened_case},
        )

    enter(ctx, as_json, act)


def _conditions(stated: Sequence[str], denied: Sequence[str]) -> dict[Condition, bool]:
    """What was said of the child. Raises Refused where it was said both ways."""
    yes = {read_term(Condition, one, field="--with"): True for one in stated}
    no = {read_term(Condition, one, field="--without"): False for one in denied}
    if both := yes.keys() & no.keys():
        named = "、".join(sorted(one.value for one in both))
        raise Refused(
            f"{named} 既写了 --with 又写了 --without，请只留一个",
            f"{named}: said with both --with and --without; keep one",
            field="--with",
        )
    return {**yes, **no}


_ONLY_COMPARED = (
    "■ 本地没有收录服务清单，以下只供对照，不是本地规定；责任部门以本地分工为准",
    "no list of this place is known: this is a comparison, and no local rule",
)


def _show(found: Offers, *, every: bool) -> None:
    say(f"{found.listed.zh}（{found.listed.basis}）", found.listed.en)
    if not found.binding:
        say(*_ONLY_COMPARED)
    shown = [one for one in found.offers if every or one.eligibility.verdict is not Verdict.NO]
    show_table(("序号 No.", "项目 Service", "结论 Verdict", "理由 Reasons", "责任部门 Departments"), map(_row, shown))
    say(f"年龄按 {found.on.isoformat()} 计算；是否享受由责任部门决定", "ages on that day; the department decides")


def _row(offer: Offer) -> tuple[str, ...]:
    one = offer.eligibility
    departments = "\n".join(
        f"{each.role.zh} {each.post_no or '（名册中没有，由转介方代录）'}" for each in offer.departments
    )
    there = "\n由户籍地认定，居住地协助" if one.service.at_registration else ""
    name = f"{one.service.zh}\n{one.service.en}\n{one.service.code}{there}"
    reasons = "\n".join(f"{each.zh}{_how_to_say(each)}" for each in one.reasons)
    return str(one.service.number), name, f"{one.verdict.zh}\n{one.verdict.value}", reasons, departments


def _how_to_say(reason: Reason) -> str:
    """By which options somebody says what no file does."""
    return f"（--with 或者 --without {', '.join(one.value for one in reason.asks)}）" if reason.asks else ""
