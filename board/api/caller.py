"""Who asks: another program, known by its token and by nothing else. 调用方.

The session of a browser opens nothing here, and a token no page.  Deny is what happens by default: an endpoint names
the scope that it needs, and what it shows or does is asked of the post that the token was made for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, SecurityScopes

from board.api.errors import Unauthorised
from rules.errors import Forbidden
from tasks.access import Sight, sight_of
from tasks.accounts.tokens import Scope, TokenView, token_of

if TYPE_CHECKING:
    from datetime import datetime

    from tasks.desk import Desk
    from tasks.office import Office

_LONGEST_TOKEN = 200

bearer = HTTPBearer(
    auto_error=False,
    scheme_name="token",
    description="Authorization: Bearer hutong_…：由管理员为一个岗位发放（hutong account token）  "
    "made for one post by an administrator",
)


@dataclass(frozen=True, kw_only=True)
class Caller:
    """A program, and the post that it acts for. 调用方.

    Args:
        house: the office as it is, in which nobody speaks.
        office: the same at the moment of the request, in which the token speaks: the record names it.
    """

    house: Office
    office: Office
    token: TokenView

    @property
    def post_no(self) -> str:
        """The post that it acts for."""
        return self.token.post.no

    @property
    def now(self) -> datetime:
        """The moment of the request."""
        return self.office.now()

    def sight(self, desk: Desk) -> Sight:
        """What is seen from that post."""
        return sight_of(desk, self.token.post)


def caller(
    request: Request,
    needed: SecurityScopes,
    given: Annotated[HTTPAuthorizationCredentials | None, Security(bearer)],
) -> Caller:
    """Whoever brings a token that is good and has the scopes that are needed.

    Raises: Unauthorised: no such token. Forbidden: a scope is missing.
    """
    house: Office = request.app.state.office
    token = token_of(house, given.credentials) if given and len(given.credentials) <= _LONGEST_TOKEN else None
    if token is None:
        raise Unauthorised(
            "请在 Authorization 头中给出有效的令牌：Bearer hutong_…",
            "bring a good token in the header Authorization: Bearer hutong_…",
            field="Authorization",
        )
    missing = [scope for scope in needed.scopes if scope not in token.scopes]
    if missing:
        named = "、".join(Scope(one).zh for one in missing)
        raise Forbidden(
            f"该令牌没有“{named}”权限，请由管理员另发",
            f"this token lacks the scope {', '.join(missing)}",
            field="scope",
        )
    now = house.now()
    return Caller(house=house, office=replace(house, now=lambda: now, speaker=token.no), token=token)


Known = Annotated[Caller, Security(caller)]
Reads = Annotated[Caller, Security(caller, scopes=[Scope.READ.value])]
Reports = Annotated[Caller, Security(caller, scopes=[Scope.REPORT.value])]
Acts = Annotated[Caller, Security(caller, scopes=[Scope.ACT.value])]
Unsticks = Annotated[Caller, Security(caller, scopes=[Scope.STUCK.value])]
Audits = Annotated[Caller, Security(caller, scopes=[Scope.AUDIT.value])]
Evidences = Annotated[Caller, Security(caller, scopes=[Scope.EVIDENCE.value])]
Registers = Annotated[Caller, Security(caller, scopes=[Scope.REGISTERS.value])]
Personnel = Annotated[Caller, Security(caller, scopes=[Scope.PERSONNEL.value])]
LooksUp = Annotated[Caller, Security(caller, scopes=[Scope.DIRECTORY.value])]
