"""`hutong visits`: what a child director owes in the running windows, ten children at a glance. 本期走访清单."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.opening import office
from cli.options import JSON
from cli.output import ALL, ON_A_SCREEN, say, say_if_cut, show_json, show_table
from tasks import visits, wording
from tasks.shapes.plain import instant

if TYPE_CHECKING:
    from datetime import datetime

    from tasks.office import Office
    from tasks.visits import OwedNow, ToVisit

app = typer.Typer(add_completion=False)


def run(opened: Office, post: str, *, most: int) -> list[ToVisit]:
    """The children for whom a post owes something, the most urgent first."""
    with opened.reading() as desk:
        return visits.owed_by(desk, post, limit=most)


@app.command("visits", help="列出一个岗位本期要联系、走访的儿童，最急的在前。  What a post owes for its children.")
def show_visits(
    ctx: typer.Context,
    post: Annotated[str, typer.Option("--post", metavar="POST", help="哪个岗位  which post")],
    as_json: JSON = False,
) -> None:
    """List the children of a post."""
    with office(ctx) as opened:
        found = run(opened, post, most=ALL if as_json else ON_A_SCREEN)
        now = opened.now()
    if as_json:
        show_json([_facts(one) for one in found])
    elif found:
        show_table(("档案 File", "儿童 Child", "等级 Tier", "待办 Owed", "最近见到儿童 Last seen"), map(_row, found))
        say(f"共 {len(found)} 名儿童；现在是 {wording.say_moment(now, 'zh')}", f"{len(found)} children")
        say("办理：hutong duty answer 档案 序号 --with 填写项=内容", "to answer: hutong duty answer FILE NUMBER")
        say_if_cut(len(found))
    else:
        say("本期没有待办的走访、联系", "nothing is owed in the running windows")


def _row(one: ToVisit) -> tuple[str, ...]:
    owed = "\n".join(map(_owed, one.owed))
    return one.case_no, one.child_no, f"{one.tier_zh}  {one.tier.value}", owed, _moment(one.last_contact_at)


def _owed(one: OwedNow) -> str:
    late = "■ 逾期  " if one.overdue else ""
    return f"{late}{wording.short_no(one.no)} {one.zh}（{one.about}）{wording.say_end(one.due_at, 'zh')}"


def _moment(at: datetime | None) -> str:
    return wording.say_moment(at, "zh") if at else "无记录  none"


def _facts(one: ToVisit) -> dict[str, Any]:
    return {
        "case_no": one.case_no,
        "child_no": one.child_no,
        "tier": one.tier,
        "last_contact_at": instant(one.last_contact_at),
        "owed": [
            {
                "no": each.no,
                "code": each.code,
                "zh": each.zh,
                "window": each.about,
                "due_at": instant(each.due_at),
                "overdue": each.overdue,
            }
            for each in one.owed
        ],
    }
