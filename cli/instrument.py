"""`hutong instrument`: draft, issue, serve, break, change, end, list, show, print. 文书."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from sqlmodel import col, select

from cli import instrument_changes, printing
from cli.acting import Entered, enter, moment_of
from cli.arguments import read_day, read_term
from cli.files import words
from cli.instrument_changes import Content, DocumentNo, case_of, entered
from cli.instruments_shown import show_instrument, show_instruments
from cli.opening import office
from cli.options import AT, BY, INSTRUMENT, JSON, NO, REASON_IF_ANY
from cli.output import say, show_json
from models import InstrumentBreach
from rules.errors import Refused
from rules.vocabulary import InstrumentKind, Sanction, ServiceMethod
from tasks import cases, instruments, shapes
from tasks.instruments import Text
from tasks.said import read_at
from tasks.standing import InstrumentView, as_it_stood

if TYPE_CHECKING:
    from datetime import date

    from tasks.office import Office

app = typer.Typer(add_completion=False, no_args_is_help=True)

Kind = Annotated[str, typer.Argument(metavar="KIND", help="文书种类，代码或中文，如 supervision_order、告诫书  kind")]
To = Annotated[
    list[str] | None, typer.Option("--to", metavar="PARTY", help="相对人：成年人或岗位编号，可多次  addressee")
]
Issuer = Annotated[
    list[str] | None, typer.Option("--issuer", metavar="POST", help="作出机关的岗位，联合作出的可多次  who issues it")
]
Outside = Annotated[
    list[str] | None,
    typer.Option("--issuer-outside", metavar="NAME", help="名册以外的作出机关  a body not in the directory"),
]
Title = Annotated[str, typer.Option("--title", metavar="TEXT", help="标题，不写即文书种类  title")]
Facts = Annotated[
    str, typer.Option("--facts", metavar="TEXT", help="认定的事实，加密保存；- 或 @文件  what was found, sealed")
]
OfProcedure = Annotated[
    str | None,
    typer.Option("--procedure", metavar="PROCEDURE", help="所属程序，编号或代码  the procedure it belongs to"),
]
Sanctioned = Annotated[str, typer.Option("--sanction", metavar="SANCTION", help="处理结果，代码或中文  what followed")]
Confidential = Annotated[bool, typer.Option("--confidential", help="理由不对外公开  the reason is not told outside")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="某日的状况  as it stood on a day")]


@app.command(help="起草文书；作出该文书的职责办结时即以此稿作出。  Draft an instrument.")
def draft(
    ctx: typer.Context,
    no: NO,
    kind: Kind,
    by: BY,
    to: To = None,
    issuer: Issuer = None,
    outside: Outside = None,
    document_no: DocumentNo = "",
    title: Title = "",
    facts: Facts = "",
    content: Content = "",
    procedure: OfProcedure = None,
    at: AT = None,
    as_json: JSON = False,
) -> None:
    """Draft an instrument."""
    drafted, moment = read_term(InstrumentKind, kind, field="KIND"), read_at(at)
    text = _text(to, issuer, outside, document_no, title, facts, content)

    def act(opened: Office) -> Entered:
        number = instruments.draft(
            opened, no, drafted, text, procedure=procedure, when=moment_of(opened, moment), by_post=by
        )
        return _made(no, number, f"已起草{drafted.zh} {number}", "drafted")

    enter(ctx, as_json, act)


@app.command(
    help="作出文书，或者补登已作出的文书；命令类须写有效期。  Issue an instrument, or enter one issued before."
)
def issue(
    ctx: typer.Context,
    no: NO,
    kind: Kind,
    by: BY,
    to: To = None,
    issuer: Issuer = None,
    outside: Outside = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="有效期至何日  last day of its term")
    ] = None,
    no_term: Annotated[bool, typer.Option("--no-term", help="文书确未载明有效期  it names no end")] = False,
    document_no: DocumentNo = "",
    title: Title = "",
    facts: Facts = "",
    content: Content = "",
    granted: Annotated[
        str, typer.Option("--granted", metavar="full|part", help="全部或部分准许  in full or in part")
    ] = "full",
    follows: Annotated[
        str | None, typer.Option("--follows", metavar="D-NO", help="接续哪份文书  which it follows")
    ] = None,
    drafted: Annotated[
        str | None, typer.Option("--draft", metavar="D-NO", help="以哪份草稿作出  the draft it becomes")
    ] = None,
    procedure: OfProcedure = None,
    at: AT = None,
    as_json: JSON = False,
) -> None:
    """Issue an instrument."""
    issued, moment, term = read_term(InstrumentKind, kind, field="KIND"), read_at(at), read_day(until, field="--until")
    text = _text(to, issuer, outside, document_no, title, facts, content, granted)

    def act(opened: Office) -> Entered:
        number = instruments.issue(
            opened,
            no,
            issued,
            text,
            valid_until=term,
            no_term=no_term,
            follows=follows,
            procedure=procedure,
            drafted=drafted,
            when=moment_of(opened, moment),
            by_post=by,
        )
        return _made(no, number, f"已作出{issued.zh} {number}", "issued")

    enter(ctx, as_json, act)


@app.command(help="登记送达：何人、何时、方式、凭证。  That it reached one of those to whom it speaks.")
def serve(
    ctx: typer.Context,
    instrument: INSTRUMENT,
    to: Annotated[str, typer.Option("--to", metavar="PARTY", help="受送达人编号，必填  on whom")],
    method: Annotated[str, typer.Option("--method", metavar="METHOD", help="送达方式，代码或中文，必填  how")],
    by: BY,
    proof: Annotated[
        str, typer.Option("--proof", metavar="TEXT", help="送达凭证，加密保存；- 或 @文件  proof, sealed")
    ] = "",
    at: AT = None,
    as_json: JSON = False,
) -> None:
    """Enter service."""
    how, moment, proved = read_term(ServiceMethod, method, field="--method"), read_at(at), words(proof, field="--proof")

    def act(opened: Office) -> Entered:
        when = moment_of(opened, moment)
        instruments.serve(opened, instrument, to=to, method=how, proof=proved, when=when, by_post=by)
        return entered(opened, instrument, f"已登记送达 {to}（{how.zh}）", "served")

    enter(ctx, as_json, act)


@app.command(help="登记违反文书的行为，处理结果可后补。  An order was broken.")
def breach(
    ctx: typer.Context,
    instrument: INSTRUMENT,
    by: BY,
    text: Annotated[
        str, typer.Option("--text", metavar="TEXT", help="情形，加密保存；- 或 @文件  what happened, sealed")
    ] = "",
    sanction: Sanctioned = "pending",
    confidential: Confidential = False,
    reason: REASON_IF_ANY = None,
    at: AT = None,
    as_json: JSON = False,
) -> None:
    """Enter a breach."""
    followed, moment = read_term(Sanction, sanction, field="--sanction"), read_at(at)
    said, why = words(text, field="--text"), words(reason or "", field="--reason")

    def act(opened: Office) -> Entered:
        number = instruments.breach(
            opened,
            instrument,
            words=said,
            sanction=followed,
            confidential=confidential,
            reason=why,
            when=moment_of(opened, moment),
            by_post=by,
        )
        return entered(opened, instrument, f"已登记违反 {number}（{followed.zh}）", "breach entered", breach_no=number)

    enter(ctx, as_json, act)


@app.command(help="违反后的处理；不予处罚也是处理。  What followed a breach.")
def sanction(
    ctx: typer.Context,
    breach_no: Annotated[str, typer.Argument(metavar="B-NO", help="违反记录编号  number of the breach")],
    decided: Annotated[str, typer.Argument(metavar="SANCTION", help="处理结果，如 fine、训诫  what followed")],
    by: BY,
    confidential: Confidential = False,
    reason: REASON_IF_ANY = None,
    at: AT = None,
    as_json: JSON = False,
) -> None:
    """Enter what followed a breach."""
    followed, moment, why = (
        read_term(Sanction, decided, field="SANCTION"),
        read_at(at),
        words(reason or "", field="--reason"),
    )

    def act(opened: Office) -> Entered:
        when = moment_of(opened, moment)
        instruments.decide_breach(
            opened, breach_no, sanction=followed, confidential=confidential, reason=why, when=when, by_post=by
        )
        with opened.reading() as desk:
            query = select(InstrumentBreach.instrument_no).where(col(InstrumentBreach.no) == breach_no)
            instrument = desk.session.exec(query).one()
        return entered(opened, instrument, f"已登记处理：{followed.zh}", "decided", breach_no=breach_no)

    enter(ctx, as_json, act)


app.command(help=instrument_changes.VARY_HELP)(instrument_changes.vary)
app.command(help=instrument_changes.EXTEND_HELP)(instrument_changes.extend)
app.command(help=instrument_changes.DISCARD_HELP)(instrument_changes.discard)
app.command(help=instrument_changes.WITHDRAW_HELP)(instrument_changes.withdraw)
app.command(help=instrument_changes.END_HELP)(instrument_changes.end)


@app.command("list", help="列出个案的文书，可看某一日的状况。  List the instruments of a case, also as of a past day.")
def list_instruments(ctx: typer.Context, no: NO, on: On = None, as_json: JSON = False) -> None:
    """List instruments."""
    day = read_day(on, field="--on")
    with office(ctx) as opened:
        found = run_list(opened, no, day)
    if as_json:
        show_json([shapes.instrument(view) for view in found])
    elif found:
        show_instruments(found)
    else:
        say("没有文书", "no instruments")


@app.command(help="查看一份文书：版本、送达、违反。  Show one instrument.")
def show(ctx: typer.Context, instrument: INSTRUMENT, on: On = None, as_json: JSON = False) -> None:
    """Show one instrument."""
    day = read_day(on, field="--on")
    with office(ctx) as opened:
        view = run_show(opened, instrument, day)
    if as_json:
        show_json(shapes.instrument(view))
    else:
        show_instrument(view)


app.command("print", help=printing.HELP)(printing.print_instrument)


def run_list(opened: Office, case_no: str, on: date | None) -> list[InstrumentView]:
    """The instruments of a case, now or on a day."""
    with opened.reading() as desk:
        cases.case_view(desk, case_no)
        return as_it_stood(desk, case_no, on)


def run_show(opened: Office, instrument: str, on: date | None) -> InstrumentView:
    """One instrument. Raises Refused: there is none, or not yet on that day."""
    with opened.reading() as desk:
        found = [view for view in as_it_stood(desk, case_of(desk, instrument), on) if view.no == instrument]
    if not found:
        raise Refused(f"{on} 尚无该文书", f"there was no such instrument on {on}", field="--on")
    return found[0]


def _text(
    to: list[str] | None,
    issuer: list[str] | None,
    outside: list[str] | None,
    document_no: str,
    title: str,
    facts: str,
    content: str,
    granted: str = "full",
) -> Text:
    return Text(
        document_no=document_no,
        title=title,
        to=tuple(to or ()),
        issuers=tuple(issuer or ()),
        outside=tuple(outside or ()),
        facts=words(facts, field="--facts"),
        content=words(content, field="--content"),
        granted=granted,
    )


def _made(case_no: str, number: str, zh: str, en: str) -> Entered:
    return Entered(case_no=case_no, zh=zh, en=en, facts={"instrument_no": number})
