"""`hutong audit access`: who opened what, when, for whom, and why. 查阅审计."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.arguments import read_day
from cli.files import words
from cli.opening import office
from cli.options import JSON, REASON_IF_ANY
from cli.output import ALL, ON_A_SCREEN, say, say_if_cut, show_json, show_table
from rules.errors import Refused
from tasks import wording
from tasks.audit_access import (
    Access,
    Asked,
    accesses,
    accesses_with_reasons,
    said,
)
from tasks.shapes import post as post_shape
from tasks.shapes.plain import instant

if TYPE_CHECKING:
    from tasks.office import Office

HELP = "谁在何时查阅、导出、打印了什么；加 --by 和 --reason 显示理由，并记录在案。  Who opened what, and why."


def run(opened: Office, asked: Asked, *, by_post: str | None, reason: str | None) -> list[Access]:
    """The looks that were asked for; their reasons in clear where a post says why it wants them."""
    if by_post is None and reason is None:
        with opened.reading() as desk:
            return accesses(desk, asked)
    if by_post is None or reason is None:
        raise Refused(
            "要显示理由，请同时写明岗位（--by）和查阅理由（--reason）",
            "to have the reasons shown say both which post asks (--by) and why (--reason)",
            field="--by" if by_post is None else "--reason",
        )
    return accesses_with_reasons(opened, asked, by_post=by_post, reason=reason)


def access(
    ctx: typer.Context,
    no: Annotated[
        str | None,
        typer.Argument(metavar="[NO]", help="个案或儿童档案编号；不写即全部  case or child file; all if left out"),
    ] = None,
    post: Annotated[str | None, typer.Option("--post", metavar="POST", help="只列该岗位  of this post only")] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="DAY", help="自何日起  from this day on")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DAY", help="至何日止，含当日  up to this day")] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="POST", help="显示理由的岗位  the post that asks why")
    ] = None,
    reason: REASON_IF_ANY = None,
    as_json: JSON = False,
) -> None:
    """List who opened what."""
    asked = Asked(
        no=no,
        post=post,
        first=read_day(first, field="--from"),
        last=read_day(last, field="--to"),
        most=ALL if as_json else ON_A_SCREEN,
    )
    why = words(reason, field="--reason") if reason is not None else None
    with office(ctx) as opened:
        found = run(opened, asked, by_post=by, reason=why)
    if as_json:
        show_json([_shape(one) for one in found])
    elif found:
        show_table(("时间 When", "岗位 Post", "人员 Person", "事项 What", "关于 Of", "理由 Why"), map(_row, found))
        say_if_cut(len(found))
    else:
        say("没有查阅、导出或打印的记录", "nothing was opened, exported or printed")


def _row(one: Access) -> tuple[str, ...]:
    acting = f"（代 {one.for_person}）" if one.for_person else ""
    return (
        wording.say_moment(one.at, "zh"),
        f"{one.post.zh}\n{one.post.no}" if one.post else "系统",
        f"{one.person_no or '—'}{acting}",
        f"{one.kind.zh}{f'：{said(one.what)}' if one.what else ''}\n{one.kind.en}",
        one.entry,
        one.reason if one.reason is not None else ("已加密保存" if one.has_reason else "—"),
    )


def _shape(one: Access) -> dict[str, Any]:
    return {
        "at": instant(one.at),
        "kind": one.kind.value,
        "zh": one.kind.zh,
        "of": one.chain,
        "what": one.what or None,
        "post": post_shape(one.post),
        "person_no": one.person_no,
        "for_person": one.for_person,
        "has_reason": one.has_reason,
        "reason": one.reason,
        "entry": one.entry,
    }
