"""The board as one application. 网页应用."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from board import api, troubles
from board.guard import Guard
from board.leaving import Leave, go
from board.limits import Limits
from board.packing import Packing
from board.pages import PAGES
from rules.errors import CaseworkError
from tasks.accounts import POLICY, Policy
from tasks.counted import AtOnce, Counts

if TYPE_CHECKING:
    from tasks.counted import Counter
    from tasks.office import Office

log = logging.getLogger("hutong.board")

_STATIC = Path(__file__).parent / "static"


def build(office: Office, *, https: bool = False, policy: Policy = POLICY, counter: Counter | None = None) -> FastAPI:
    """The board of an office.

    Args:
        counter: counts figures; None: whoever asks waits.
        policy: of passwords and sessions.
        https: whether it is reached over TLS; then its cookies travel no other way.
    """
    site = FastAPI(
        title="护童 Hutong",
        docs_url=None,  # the pages that draw the description fetch their scripts from elsewhere
        redoc_url=None,
        openapi_url=None,  # pages are for people; the API describes itself
        redirect_slashes=False,  # it would lead to whatever host the request names
        middleware=[Middleware(Guard, https=https, broken=troubles.of_ours), Middleware(Packing)],
    )
    site.state.office = office
    site.state.https = https
    site.state.policy = policy
    site.state.counts = Counts(counter or AtOnce(office))
    site.mount(api.MOUNTED_AT, api.build(office), name="api")
    site.state.limits = Limits()
    site.mount("/static", StaticFiles(directory=_STATIC), name="static")
    for router in PAGES:
        site.include_router(router, include_in_schema=False)
    site.add_exception_handler(Leave, _leave)
    site.add_exception_handler(CaseworkError, troubles.of_casework)
    site.add_exception_handler(HTTPException, troubles.of_http)
    site.add_exception_handler(RequestValidationError, troubles.of_address)
    return site


def _leave(_request: Request, leaving: Exception) -> Response:
    assert isinstance(leaving, Leave)
    return go(leaving.to)
