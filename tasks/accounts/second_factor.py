"""Setting up the second factor: a telephone that shows a code each half minute (RFC 6238). 两步验证.

Whoever signed in sets it up and confirms it with a first code; only an administrator takes it away.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import segno
from pyotp import TOTP, random_base32

from rules.errors import Refused
from tasks.accounts import codes
from tasks.accounts.facts import administrator, known_account, write_down
from tasks.accounts.policy import POLICY, Policy
from tasks.accounts.sessions import end_sessions
from tasks.accounts.signed import Begun, must_be_live, renewed, signed_in
from tasks.kinds import Kind

if TYPE_CHECKING:
    from tasks.office import Office

ISSUER = "Hutong"
"""Under this name a telephone lists the code; some of them show nothing but ASCII."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """What a telephone needs, shown now and never again. 绑定信息.

    Args:
        secret: to be typed where there is no camera; base32.
        uri: `otpauth://totp/…`, what the drawing says.
        svg: the drawing to be scanned, without style and script.
    """

    secret: str = field(repr=False)
    uri: str = field(repr=False)
    svg: str = field(repr=False)


def enrol(office: Office, token: str, *, policy: Policy = POLICY) -> Enrolment:
    """Begin to set it up, or to replace it by another; nothing changes before it is confirmed.

    Raises: Refused: the session is over, or has not come so far.
    """
    with office.writing() as desk:
        session, account = must_be_live(desk, token, policy)
        if not signed_in(desk, session, account).ready:
            raise Refused("请先完成登录", "finish signing in first", field="session")
        secret = random_base32()
        account.second_factor_waiting_sealed = codes.seal(desk, account, secret)
        uri = TOTP(secret).provisioning_uri(name=account.login, issuer_name=ISSUER)
    drawn = segno.make(uri, micro=False).svg_inline(scale=4, border=4, svgclass=None, lineclass=None)
    return Enrolment(secret=secret, uri=uri, svg=drawn)


def confirm(office: Office, token: str, code: str, *, policy: Policy = POLICY) -> Begun:
    """Set it up, with a first code that shows that the telephone has it. Renews the session and ends the others.

    Raises: Refused: the session is over, nothing was begun, or the code is not the one of the moment.
    """
    with office.writing() as desk:
        session, account = must_be_live(desk, token, policy)
        waiting = account.second_factor_waiting_sealed
        if waiting is None or not signed_in(desk, session, account).ready:
            raise Refused("请先开始绑定", "begin to set it up first", field="session")
        step = codes.step_of(desk, codes.reveal(desk, account, waiting) or "", code, after=0)
        if step is None:
            raise Refused(
                "动态码不对；请核对手机时间是否自动校准，再输入下一个",
                "not the code of this moment; see whether the telephone keeps the time, and give the next",
                field="code",
            )
        account.second_factor_sealed, account.second_factor_waiting_sealed = waiting, None
        account.second_factor_step = step
        session.second_factor_at = desk.at
        end_sessions(desk, account.no, but=session.sha256)
        write_down(desk, Kind.SECOND_FACTOR_SET, account, by=account)
        return renewed(desk, session, account)


def remove(office: Office, named: str, *, by: str | None) -> None:
    """Take it away, for whoever lost the telephone; ends their sessions. Nothing happens where there is none.

    Args:
        by: number of the administrator's account; None: at the machine itself.
    """
    with office.writing() as desk:
        who, account = administrator(desk, by), known_account(desk, named, lock=True)
        if account.second_factor_sealed is None:
            return
        account.second_factor_sealed = account.second_factor_waiting_sealed = None
        end_sessions(desk, account.no)
        write_down(desk, Kind.SECOND_FACTOR_REMOVED, account, by=who)
