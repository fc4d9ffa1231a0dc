"""`hutong person`: the adults around a child, by number; names only by `hutong case reveal`. 相关成年人."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.acting import Entered, enter
from cli.arguments import read_day, read_term
from cli.files import words
from cli.opening import office
from cli.options import ADULT, AT, BY, JSON, NO, REASON_IF_ANY
from cli.output import say, show_json, show_table
from rules.vocabulary import PartyRole, Relation
from tasks import cases, people, shapes
from tasks.people_around import around
from tasks.said import read_at

if TYPE_CHECKING:
    from datetime import date

    from tasks.office import Office
    from tasks.people_around import Around

app = typer.Typer(add_completion=False, no_args_is_help=True)

Related = Annotated[
    str, typer.Option("--relation", metavar="RELATION", help="与儿童的关系，代码或中文  what they are to the child")
]
Guardian = Annotated[bool, typer.Option("--guardian", help="是监护人  is a guardian")]
Carer = Annotated[bool, typer.Option("--carer", help="是照护人  looks after the child")]
Suspected = Annotated[bool, typer.Option("--suspected", help="涉嫌侵害  is suspected")]
FromOn = Annotated[str | None, typer.Option("--from-on", metavar="DATE", help="自何日  from which day")]
UntilOn = Annotated[
    str | None, typer.Option("--until-on", metavar="DATE", help="至何日（当日起不再是）  until which day")
]
_SEALED = "，加密保存；- 读标准输入，@文件 读文件  "
Name = Annotated[str, typer.Option("--name", metavar="TEXT", help=f"姓名{_SEALED}name, sealed")]
NameIfKnown = Annotated[
    str | None, typer.Option("--name", metavar="TEXT", help=f"姓名，不写即身份不明{_SEALED}left out where unknown")
]
Phone = Annotated[str | None, typer.Option("--phone", metavar="TEXT", help=f"电话{_SEALED}phone, sealed")]
Address = Annotated[str | None, typer.Option("--address", metavar="TEXT", help=f"住址{_SEALED}address, sealed")]


def run_list(opened: Office, case_no: str, on: date | None) -> list[Around]:
    """The adults around the child of a case: all there ever were, or those of one day."""
    with opened.reading() as desk:
        cases.case_view(desk, case_no)
        return around(desk, case_no, on)


@app.command(help="登记一名成年人；只知其有、不知其谁的，不写姓名。  Enter an adult around the child.")
def add(
    ctx: typer.Context,
    no: NO,
    relation: Related,
    by: BY,
    name: NameIfKnown = None,
    guardian: Guardian = False,
    carer: Carer = False,
    suspected: Suspected = False,
    phone: Phone = None,
    address: Address = None,
    from_on: FromOn = None,
    until_on: UntilOn = None,
    at: AT = None,
    as_json: JSON = False,
) -> None:
    """Enter an adult."""
    related, moment = read_term(Relation, relation, field="--relation"), read_at(at)
    begun, ended = read_day(from_on, field="--from-on"), read_day(until_on, field="--until-on")
    called, reached, lives = _words(name, "name"), _words(phone, "phone"), _words(address, "address")

    def act(opened: Office) -> Entered:
        number = people.add(
            opened,
            no,
            name=called,
            relation=related,
            guardian=guardian,
            carer=carer,
            suspected=suspected,
            phone=reached,
            address=lives,
            from_on=begun,
            until_on=ended,
            when=moment,
            by_post=by,
        )
        return _entered(no, number, f"已登记{related.zh} {number}", "entered")

    enter(ctx, as_json, act)


@app.command(help="已登记的人，另一种关系或另一段时间。  Tie an adult in another way, or for another time.")
def link(
    ctx: typer.Context,
    no: NO,
    adult: ADULT,
    relation: Related,
    by: BY,
    guardian: Guardian = False,
    carer: Carer = False,
    suspected: Suspected = False,
    from_on: FromOn = None,
    until_on: UntilOn = None,
    at: AT = None,
    as_json: JSON = False,
) -> None:
    """Tie an adult who is known already."""
    related, moment = read_term(Relation, relation, field="--relation"), read_at(at)
    begun, ended = read_day(from_on, field="--from-on"), read_day(until_on, field="--until-on")

    def act(opened: Office) -> Entered:
        people.link(
            opened,
            no,
            adult,
            relation=related,
            guardian=guardian,
            carer=carer,
            suspected=suspected,
            from_on=begun,
            until_on=ended,
            when=moment,
            by_post=by,
        )
        return _entered(no, adult, f"已关联{related.zh} {adult}", "tied")

    enter(ctx, as_json, act)


@app.command(help="自某日起不再是监护人、照护人。  No longer guardian or carer, from a day on.")
def leave(
    ctx: typer.Context,
    no: NO,
    adult: ADULT,
    until_on: Annotated[
        str, typer.Option("--until-on", metavar="DATE", help="自何日起不再是，必填  from which day on")
    ],
    by: BY,
    reason: REASON_IF_ANY = None,
    at: AT = None,
    as_json: JSON = False,
) -> None:
    """Somebody is no longer guardian or carer."""
    ended, moment, why = read_day(until_on, field="--until-on"), read_at(at), words(reason or "", field="--reason")

    def act(opened: Office) -> Entered:
        assert ended is not None  # the option is required
        people.leave(opened, no, adult, until_on=ended, reason=why, when=moment, by_post=by)
        return _entered(no, adult, f"{adult} 的监护、照护关系已终止", "ended")

    enter(ctx, as_json, act)


@app.command(help="查明身份：原先只知其有的人是谁。  Who somebody is that was only known to exist.")
def identify(
    ctx: typer.Context,
    no: NO,
    adult: ADULT,
    name: Name,
    by: BY,
    phone: Phone = None,
    address: Address = None,
    at: AT = None,
    as_json: JSON = False,
) -> None:
    """Enter who somebody is."""
    moment, called = read_at(at), words(name, field="--name")
    reached, lives = _words(phone, "phone"), _words(address, "address")

    def act(opened: Office) -> Entered:
        people.identify(opened, no, adult, name=called, phone=reached, address=lives, when=moment, by_post=by)
        return _entered(no, adult, f"已查明 {adult} 的身份", "identified")

    enter(ctx, as_json, act)


@app.command(help="列为程序的当事人。  Let somebody stand in a procedure.")
def join(
    ctx: typer.Context,
    no: NO,
    procedure: Annotated[
        str, typer.Argument(metavar="PROCEDURE", help="程序编号，或仅有一个时用代码  procedure, number or code")
    ],
    party: Annotated[str, typer.Argument(metavar="PARTY", help="成年人或岗位编号  an adult or a post")],
    role: Annotated[str, typer.Option("--as", metavar="ROLE", help="身份：respondent、申请人……  in what capacity")],
    by: BY,
    at: AT = None,
    as_json: JSON = False,
) -> None:
    """Let somebody stand in a procedure."""
    stands, moment = read_term(PartyRole, role, field="--as"), read_at(at)

    def act(opened: Office) -> Entered:
        people.join(opened, no, procedure, party, stands, when=moment, by_post=by)
        return Entered(case_no=no, zh=f"{party} 已列为{stands.zh}", en=f"joined as {stands}", facts={"party": party})

    enter(ctx, as_json, act)


@app.command("list", help="列出儿童身边的成年人：编号、关系、起止，不显示姓名。  List the adults, without names.")
def list_people(
    ctx: typer.Context,
    no: NO,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="只列某日的  as of a day")] = None,
    as_json: JSON = False,
) -> None:
    """List the adults around the child."""
    day = read_day(on, field="--on")
    with office(ctx) as opened:
        found = run_list(opened, no, day)
    if as_json:
        show_json([shapes.adult(one) for one in found])
    elif found:
        show_table(("编号 No.", "关系 Relation", "身份 As", "自 From", "至 Until"), map(_row, found))
        say(f"姓名、住址：hutong case reveal {no} --reason 理由 --by 岗位", "names only on the record")
    else:
        say("没有登记成年人。登记：hutong person add", "nobody is entered; hutong person add")


def _words(given: str | None, field: str) -> str | None:
    return None if given is None else words(given, field=f"--{field}")


def _entered(case_no: str, adult_no: str, zh: str, en: str) -> Entered:
    return Entered(case_no=case_no, zh=zh, en=en, facts={"adult_no": adult_no})


def _row(one: Around) -> tuple[str, ...]:
    marks = (("监护人", one.guardian), ("照护人", one.carer), ("涉嫌侵害", one.suspected), ("身份不明", not one.known))
    held = "、".join(word for word, holds in marks if holds) or "—"
    begun, ended = (day.isoformat() if day else "—" for day in (one.from_on, one.until_on))
    return one.no, f"{one.relation.zh}  {one.relation.value}", held, begun, ended
