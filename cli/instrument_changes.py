"""What changes an instrument that was issued: vary, extend, withdraw, end. 文书的变更与终止."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from sqlmodel import col, select

from cli.acting import Entered, enter, moment_of
from cli.arguments import read_day
from cli.files import words
from cli.options import AT, BY, INSTRUMENT, JSON, REASON, REASON_IF_ANY
from models import Instrument
from rules.errors import Refused
from tasks import instruments
from tasks.said import read_at

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

Content = Annotated[
    str, typer.Option("--content", metavar="TEXT", help="内容，一行一项，加密保存；- 或 @文件  what it orders, sealed")
]
DocumentNo = Annotated[str, typer.Option("--document-no", metavar="TEXT", help="文号  number of the document")]

VARY_HELP = "变更内容：此前的版本保留。  It says something else from now on."
EXTEND_HELP = "延长有效期；人身安全保护令须在失效前延长。  A longer term."
WITHDRAW_HELP = "撤销、撤回。  Take an instrument back."
DISCARD_HELP = "废弃草稿：只限起草的岗位，已经作出的不能废弃。  Throw a draft away."
END_HELP = "效力终止：目的已达到。  It has no more effect."


def vary(
    ctx: typer.Context,
    instrument: INSTRUMENT,
    content: Content,
    by: BY,
    document_no: DocumentNo = "",
    at: AT = None,
    as_json: JSON = False,
) -> None:
    """Vary an order."""
    moment, orders = read_at(at), words(content, field="--content")

    def act(opened: Office) -> Entered:
        when = moment_of(opened, moment)
        instruments.vary(opened, instrument, content=orders, document_no=document_no, when=when, by_post=by)
        return entered(opened, instrument, "已变更", "varied")

    enter(ctx, as_json, act)


def extend(
    ctx: typer.Context,
    instrument: INSTRUMENT,
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="延长至何日，必填  until which day")],
    by: BY,
    document_no: DocumentNo = "",
    at: AT = None,
    as_json: JSON = False,
) -> None:
    """Extend an order."""
    moment, term = read_at(at), read_day(until, field="--until")

    def act(opened: Office) -> Entered:
        assert term is not None  # the option is required
        when = moment_of(opened, moment)
        instruments.extend(opened, instrument, until=term, document_no=document_no, when=when, by_post=by)
        return entered(opened, instrument, f"有效期已延长至 {term}", "extended")

    enter(ctx, as_json, act)


def discard(
    ctx: typer.Context,
    instrument: INSTRUMENT,
    by: BY,
    reason: REASON_IF_ANY = None,
    as_json: JSON = False,
) -> None:
    """Throw a draft away."""
    why = words(reason or "", field="--reason")

    def act(opened: Office) -> Entered:
        with opened.reading() as desk:
            case_no = case_of(desk, instrument)
        instruments.discard(opened, instrument, reason=why, when=moment_of(opened, None), by_post=by)
        facts = {"instrument_no": instrument}
        return Entered(case_no=case_no, zh=f"{instrument}：草稿已废弃", en="draft thrown away", facts=facts)

    enter(ctx, as_json, act)


def withdraw(
    ctx: typer.Context, instrument: INSTRUMENT, reason: REASON, by: BY, at: AT = None, as_json: JSON = False
) -> None:
    """Withdraw an instrument."""
    moment, why = read_at(at), words(reason, field="--reason")

    def act(opened: Office) -> Entered:
        instruments.withdraw(opened, instrument, reason=why, when=moment_of(opened, moment), by_post=by)
        return entered(opened, instrument, "已撤销、撤回", "withdrawn")

    enter(ctx, as_json, act)


def end(
    ctx: typer.Context, instrument: INSTRUMENT, reason: REASON, by: BY, at: AT = None, as_json: JSON = False
) -> None:
    """End an instrument."""
    moment, why = read_at(at), words(reason, field="--reason")

    def act(opened: Office) -> Entered:
        instruments.end(opened, instrument, reason=why, when=moment_of(opened, moment), by_post=by)
        return entered(opened, instrument, "效力已终止", "ended")

    enter(ctx, as_json, act)


def entered(opened: Office, instrument: str, zh: str, en: str, **facts: Any) -> Entered:
    """What was done to an instrument, for `enter`."""
    with opened.reading() as desk:
        case_no = case_of(desk, instrument)
    return Entered(case_no=case_no, zh=f"{instrument}：{zh}", en=en, facts={"instrument_no": instrument, **facts})


def case_of(desk: Desk, instrument: str) -> str:
    """The case that an instrument belongs to. Raises Refused where there is none."""
    case_no = desk.session.exec(select(Instrument.case_no).where(col(Instrument.no) == instrument)).first()
    if case_no is None:
        raise Refused(
            f"没有编号为 {instrument} 的文书，请用 hutong instrument list 查看",
            f"there is no instrument {instrument}; see `hutong instrument list`",
            field="NO",
        )
    return case_no
