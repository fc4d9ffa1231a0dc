"""Prefect's part: runs that people can see. 引擎 / procedures as Prefect flows.

A run is short: wake, ask, act, end.  It ends in a state named "Awaiting …" with the duties it waits for, or "Ended".
Nothing personal may reach Prefect, so a run is given a number, is named by the case's number, says codes, and an
error leaves it as the name of its kind.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.at_work import the_office
from flows.registry import PROCEDURES
from rules.errors import CaseworkError
from tasks import advance, deliver, sweep

if TYPE_CHECKING:
    from prefect import Flow

    from flows.procedure import Procedure
    from tasks.office import Office

T = TypeVar("T")

BODIES: advance.Bodies = {kind: procedure.fn for kind, procedure in PROCEDURES.items()}

RETRIES = 1
RETRY_DELAY_SECONDS = 2
BATCH = 300
"""Procedures in one batch run: about a second of work."""


class RunFailed(Exception):
    """A run failed. Carries the kind of the error and none of its words: Prefect keeps what an exception says."""


def as_flow(procedure: Procedure) -> Flow[[str], Coroutine[Any, Any, State[None]]]:
    """A procedure as a Prefect flow of one procedure number."""

    @flow(
        name=procedure.kind.value,
        description=procedure.__doc__,
        retries=RETRIES,
        retry_delay_seconds=RETRY_DELAY_SECONDS,
        validate_parameters=False,
        persist_result=False,
    )
    async def run(procedure_no: str) -> State[None]:
        try:
            done = await asyncio.to_thread(_in_the_office, lambda office: advance.advance(office, procedure_no, BODIES))
        except Exception as error:  # noqa: BLE001 - the edge towards Prefect: only the kind of an error passes it
            _fail(error)
        return Completed(name=done.state_name, message="; ".join(done.done) or None)

    return run


def _in_the_office(work: Callable[[Office], T]) -> T:
    """In a thread: while it waits for the database or a channel, messages go out and the heart beats."""
    with the_office() as office:
        return work(office)


@task(name="advance-batch", cache_policy=NO_CACHE, persist_result=False)
async def _advance_batch(limit: int) -> int:
    """Advance up to `limit` waiting procedures, each in a transaction of its own."""
    return await asyncio.to_thread(_in_the_office, lambda office: advance.advance_many(office, BODIES, limit))


@flow(name="advance-many", validate_parameters=False, persist_result=False)
async def advance_waiting() -> State[None]:
    """Many are waiting: one run over them instead of a run each. 批量推进."""
    try:
        done = await _advance_batch(BATCH)
    except Exception as error:  # noqa: BLE001 - as above
        _fail(error)
    return Completed(name=f"Advanced {done}")


@task(name="climb-rungs", cache_policy=NO_CACHE, persist_result=False)
async def _climb() -> int:
    """Climb every rung that is due."""
    return await asyncio.to_thread(_in_the_office, sweep.sweep_all)


@flow(name="deadline-sweep", validate_parameters=False, persist_result=False)
async def deadline_sweep() -> State[None]:
    """Every overdue duty climbs its own ladder; each rung is told once. 逾期督办."""
    try:
        rungs = await _climb()
    except Exception as error:  # noqa: BLE001 - as above
        _fail(error)
    return Completed(name=f"Climbed {rungs}")


@task(name="deliver-batch", cache_policy=NO_CACHE, persist_result=False)
async def _deliver() -> int:
    """Send what is queued."""
    return await asyncio.to_thread(_in_the_office, deliver.deliver)


@flow(name="delivery", validate_parameters=False, persist_result=False)
async def delivery() -> State[None]:
    """What is queued goes out. 送达. Only for work pools: the resident runner delivers without a run."""
    try:
        sent = await _deliver()
    except Exception as error:  # noqa: BLE001 - as above
        _fail(error)
    return Completed(name=f"Tried {sent}")


def _fail(error: Exception) -> NoReturn:
    kind = error.code if isinstance(error, CaseworkError) and hasattr(error, "code") else type(error).__name__
    raise RunFailed(kind) from None
