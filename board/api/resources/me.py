"""Who am I: the token, its post, its scopes. 本令牌."""

from __future__ import annotations

from fastapi import APIRouter

from board.api.answers.of_offices import MeOut
from board.api.caller import Known
from tasks import shapes

router = APIRouter(tags=["me"])


@router.get("/me", operation_id="show_me", summary="本令牌、岗位、权限  the token, its post, its scopes")
def me(caller: Known) -> MeOut:
    """What this token is, for which post, and until when."""
    with caller.office.reading() as desk:
        simulated = desk.simulated
    token = caller.token
    return MeOut.model_validate(
        {
            "token_no": token.no,
            "name": token.name,
            "post": shapes.post(token.post),
            "scopes": sorted(token.scopes),
            "expires_at": shapes.instant(token.expires_at),
            "simulated": simulated,
            "now": shapes.instant(caller.now),
        }
    )
