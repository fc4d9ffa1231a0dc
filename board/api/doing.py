"""An act that a program asks for: done once, answered, and looked at by its procedures. 办理.

The act and its answer are one transaction (`tasks.once`).  The answer that is kept with it tells what is owed at that
very moment; as soon as the procedures have looked, it is replaced by one that tells what is owed then, and that is what
is answered.  A crash in between loses nothing but this: asked again, the first answer is given, with `moved` false.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Header, Request
from pydantic import BaseModel
from starlette.responses import Response

from board.api.answers.of_cases import EnteredOut
from board.api.caller import Caller
from board.api.seeing import live_duties
from board.settling import PATIENCE_SECONDS
from flows.moving import move
from rules.errors import CaseworkError
from tasks import shapes
from tasks.canonical import canonical
from tasks.case_hands import CaseAct, demand_act
from tasks.once import HEADER, Answered, Asked, keep_instead, once, once_in_rounds
from tasks.procedures import open_procedures

if TYPE_CHECKING:
    from tasks.office import Office

REPLAYED = "Idempotent-Replayed"
"""Header of an answer that was given before: nothing was done now."""

Key = Annotated[
    str,
    Header(
        alias=HEADER,
        min_length=8,
        max_length=100,
        pattern=r"^[!-~]+$",
        description="调用方为每项请求自选的键（如 UUID）；重试时用同一个键，不会重复办理  "
        "chosen by the program for each request, such as a UUID; with the same key nothing is done twice",
        examples=["b7a1c7d0-3c61-4a55-9d44-0f6f7c9e21aa"],
    ),
]


@dataclass(frozen=True, kw_only=True)
class Done:
    """What an act came to. 办理结果.

    Args:
        facts: of the answer.
        cases: numbers of the cases whose procedures look at it, and whose duties the answer tells; none for an act
            that no procedure waits for.
    """

    facts: dict[str, Any]
    status: int = 200
    cases: tuple[str, ...] = field(default=())


def do(
    request: Request,
    caller: Caller,
    key: str,
    wanted: BaseModel | None,
    act: Callable[[Office], Done],
    shape: type[BaseModel],
    *,
    in_rounds: bool = False,
) -> Response:
    """Carry out a request once and answer it.

    Args:
        wanted: the body, as it was read.
        act: does it, in the office that it is given, after asking whether this post may.
        shape: of the answer.
        in_rounds: it is many transactions.
    """
    asked = Asked(by=caller.token.no, key=key, digest=_digest(request, wanted))
    done: list[Done] = []

    def carried_out(office: Office) -> Answered:
        done.append(act(office))
        return _answered(replace(caller, office=office), done[0], shape, moved=False)

    answer = (once_in_rounds if in_rounds else once)(caller.office, asked, carried_out)
    if not answer.again and done[0].cases:
        answer = _settled(caller, asked, done[0], shape) or answer
    headers = {REPLAYED: "true"} if answer.again else None
    return Response(answer.body, answer.status, headers, "application/json")


def do_in_case(
    request: Request,
    caller: Caller,
    key: str,
    case_no: str,
    wanted: BaseModel,
    may: CaseAct,
    act: Callable[[Office], dict[str, Any]],
    *,
    status: int = 200,
    shape: type[BaseModel] = EnteredOut,
) -> Response:
    """Enter something into a case, once, where this post may: as on its page.

    Args:
        may: what it is; Forbidden, and nothing written, where the post of the token may not do that.
        act: does it; what it came to, besides the number of the case.
        shape: of the answer.
    """

    def carried_out(office: Office) -> Done:
        with office.reading() as desk:
            demand_act(caller.sight(desk), case_no, may)
        facts = {"case_no": case_no, **act(office)}
        touched = dict.fromkeys((case_no, facts["case_no"]))  # an act may open another case
        return Done(facts=facts, status=status, cases=tuple(touched))

    return do(request, caller, key, wanted, carried_out, shape)


def _settled(caller: Caller, asked: Asked, done: Done, shape: type[BaseModel]) -> Answered | None:
    """The answer after the procedures have looked; None where they could not: the act stands all the same."""
    try:
        with caller.office.reading() as desk:
            procedures = open_procedures(desk, *done.cases)
        moved = move(caller.house, procedures, patience_seconds=PATIENCE_SECONDS)
        fuller = _answered(caller, done, shape, moved=moved)
        keep_instead(caller.office, asked, fuller)
    except CaseworkError:
        return None
    return fuller


def _answered(caller: Caller, done: Done, shape: type[BaseModel], *, moved: bool) -> Answered:
    facts = dict(done.facts)
    if done.cases:
        with caller.office.reading() as desk:
            owed = [view for no in done.cases for view in live_duties(desk, caller.sight(desk), no)]
        facts |= {"moved": moved, "duties": [shapes.duty(view) for view in owed]}
    body = shape.model_validate(facts).model_dump_json(exclude_unset=True, by_alias=True)
    return Answered(status=done.status, body=body)


def _digest(request: Request, wanted: BaseModel | None) -> str:
    said = wanted.model_dump(mode="json") if wanted is not None else None
    asked = {"method": request.method, "path": request.url.path, "body": said}
    return hashlib.sha256(canonical(asked).encode()).hexdigest()
