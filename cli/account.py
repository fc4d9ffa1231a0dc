"""`hutong account`: who may sign in to the web pages; which programs may come in is in `account_tokens`. 账号.

For whoever sits at the machine itself, also where no administrator can get in any more.  No password is ever an
argument: those that are made here are made by the system, shown once, and changed by whoever uses them first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import account_tokens
from cli.files import words
from cli.opening import given_to, office, settings_of
from cli.options import JSON
from cli.output import say, show_json, show_table
from rules.errors import Refused
from tasks import accounts
from tasks.accounts import Policy, linked
from tasks.shapes.plain import instant
from tasks.wording import say_moment

if TYPE_CHECKING:
    from tasks.accounts import AccountView, OneTime, SessionView

app = typer.Typer(add_completion=False, no_args_is_help=True)

ACCOUNT = Annotated[str, typer.Argument(metavar="ACCOUNT", help="账号编号或者登录名  its number or name")]


@app.command(help="开立账号，显示一次性密码（只显示这一次）。  Open an account; its one-time password is shown once.")
def add(
    ctx: typer.Context,
    login: Annotated[str, typer.Argument(metavar="LOGIN", help="登录名  the name to sign in with")],
    person: Annotated[
        str | None, typer.Option("--person", metavar="W-NO", help="名册中的人员编号  whose account it is")
    ] = None,
    administrator: Annotated[
        bool, typer.Option("--administrator", help="管理员，可以管理账号  may administer accounts")
    ] = False,
    as_json: JSON = False,
) -> None:
    """Open an account."""
    with office(ctx) as opened:
        made = accounts.open_account(opened, login, person_no=person, administrator=administrator, by=None)
    _show_once(made, as_json)


@app.command("list", help="列出账号。  List accounts.")
def list_accounts(ctx: typer.Context, as_json: JSON = False) -> None:
    """List accounts."""
    with office(ctx) as opened:
        found = accounts.accounts(opened)
    if as_json:
        show_json([_account(one) for one in found])
    elif found:
        columns = ("编号 No.", "登录名 Login", "人员 Person", "两步验证 Second factor", "状态 State")
        show_table(columns, map(_account_row, found))
    else:
        say("还没有账号。开立：hutong account add", "no accounts yet; hutong account add")


@app.command(help="重置密码：退出其全部登录，显示一次性密码。  Reset a lost password; signs the account out.")
def reset(ctx: typer.Context, account: ACCOUNT, as_json: JSON = False) -> None:
    """Reset a lost password."""
    with office(ctx) as opened:
        made = accounts.reset(opened, account, by=None)
    _show_once(made, as_json)


@app.command(help="停用账号：退出其全部登录，不能再登录。  Close an account; signs it out.")
def close(ctx: typer.Context, account: ACCOUNT, as_json: JSON = False) -> None:
    """Close an account."""
    with office(ctx) as opened:
        accounts.close(opened, account, by=None)
        found = accounts.account(opened, account)
    _done(found, f"已停用 {found.login}", "closed", as_json)


@app.command(help="恢复停用的账号，密码照旧。  Open a closed account again, with the password it had.")
def reopen(ctx: typer.Context, account: ACCOUNT, as_json: JSON = False) -> None:
    """Open a closed account again."""
    with office(ctx) as opened:
        accounts.reopen(opened, account, by=None)
        found = accounts.account(opened, account)
    _done(found, f"已恢复 {found.login}", "opened again", as_json)


@app.command(
    "second-factor",
    help="是否启用两步验证；手机丢失的，加 --remove 取消。  Whether a second factor is set up; --remove takes it away.",
)
def second_factor(
    ctx: typer.Context,
    account: ACCOUNT,
    remove: Annotated[bool, typer.Option("--remove", help="取消并退出其全部登录  take it away, sign out")] = False,
    as_json: JSON = False,
) -> None:
    """Show or take away a second factor."""
    with office(ctx) as opened:
        if remove:
            accounts.remove(opened, account, by=None)
        found = accounts.account(opened, account)
    zh, en = ("已启用", "set up") if found.second_factor else ("未启用", "not set up")
    _done(found, f"{found.login} {zh}两步验证", f"second factor {en}", as_json)


@app.command(
    help="关联统一身份认证：此后由该服务登录，不再用密码。  Let an account sign in through the identity service only."
)
def link(
    ctx: typer.Context,
    account: ACCOUNT,
    subject: Annotated[
        str,
        typer.Option(
            "--subject",
            metavar="TEXT",
            help="该人在认证服务中的标识；- 读标准输入，@文件 读文件  what the service calls them",
        ),
    ],
    as_json: JSON = False,
) -> None:
    """Link an account to the identity service."""
    issuer, called = settings_of(given_to(ctx)).oidc_issuer, words(subject, field="--subject")
    if not issuer:
        raise Refused(
            "尚未设置统一身份认证服务（HUTONG_OIDC_ISSUER）", "no identity service is set (HUTONG_OIDC_ISSUER)"
        )
    with office(ctx) as opened:
        linked.link(opened, account, issuer=issuer, subject=called, by=None)
        found = accounts.account(opened, account)
    _done(found, f"{found.login} 已关联，此后由统一身份认证登录", "linked to the identity service", as_json)


@app.command(help="取消关联，显示一次性密码。  Unlink it; a one-time password is shown once.")
def unlink(ctx: typer.Context, account: ACCOUNT, as_json: JSON = False) -> None:
    """Unlink an account from the identity service."""
    with office(ctx) as opened:
        made = linked.unlink(opened, account, by=None)
    _show_once(made, as_json)


@app.command(help="列出账号的登录会话；加 --end 全部退出。  The sessions of an account; --end signs it out.")
def sessions(
    ctx: typer.Context,
    account: ACCOUNT,
    end: Annotated[bool, typer.Option("--end", help="全部退出  end all of them")] = False,
    as_json: JSON = False,
) -> None:
    """List or end the sessions of an account."""
    with office(ctx) as opened:
        no = accounts.account(opened, account).no
        ended = accounts.end_all_sessions(opened, no) if end else 0
        found = accounts.sessions_of(opened, no, policy=Policy.of(settings_of(given_to(ctx))))
    if as_json:
        show_json({"account": no, "ended": ended, "sessions": [_session(one) for one in found]})
    elif found:
        columns = ("会话 Session", "岗位 Post", "登录 Since", "最近操作 Last seen", "最迟至 Until")
        show_table(columns, map(_session_row, found))
    else:
        say(f"已退出 {ended} 个会话" if end else "没有登录中的会话", f"{ended} ended" if end else "not signed in")


account_tokens.add_to(app)  # after the others, as `--help` lists them


def _show_once(made: OneTime, as_json: bool) -> None:
    if as_json:
        facts = {"no": made.account_no, "login": made.login, "password": made.password}
        show_json({**facts, "until_at": instant(made.until_at)})
        return
    say(f"账号 {made.account_no}，登录名 {made.login}", "account, and the name to sign in with")
    say(f"一次性密码（只显示这一次）：{made.password}", "one-time password, shown once")
    until, until_en = say_moment(made.until_at, "zh"), say_moment(made.until_at, "en")
    say(f"有效至 {until}，首次登录须更换", f"good until {until_en}, and changed at the first sign-in")


def _done(found: AccountView, zh: str, en: str, as_json: bool) -> None:
    if as_json:
        show_json(_account(found))
    else:
        say(zh, en)


def _account(one: AccountView) -> dict[str, Any]:
    return {
        "no": one.no,
        "login": one.login,
        "person": one.person_no,
        "administrator": one.administrator,
        "must_change": one.must_change,
        "second_factor": one.second_factor,
        "locked_until": instant(one.locked_until),
        "opened_at": instant(one.opened_at),
        "closed_at": instant(one.closed_at),
    }


def _account_row(one: AccountView) -> tuple[str, ...]:
    role = "管理员  administrator" if one.administrator else ""
    person = " ".join(part for part in (one.person_no, role) if part)
    return one.no, one.login, person, "已启用  yes" if one.second_factor else "未启用  no", _state(one)


def _state(one: AccountView) -> str:
    if one.closed_at:
        return "已停用  closed"
    if one.locked_until:
        return f"锁定至 {say_moment(one.locked_until, 'zh')}  locked"
    return "待换密码  to change the password" if one.must_change else "可用  open"


def _session(one: SessionView) -> dict[str, Any]:
    return {
        "ref": one.ref,
        "post": one.post_no,
        "began_at": instant(one.began_at),
        "last_seen_at": instant(one.last_seen_at),
        "expires_at": instant(one.expires_at),
    }


def _session_row(one: SessionView) -> tuple[str, ...]:
    moments = (say_moment(at, "zh") for at in (one.began_at, one.last_seen_at, one.expires_at))
    return one.ref, one.post_no or "—", *moments
