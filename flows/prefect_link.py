"""The link to Prefect: whether it answers, and runs that are handed to it. 与引擎的连接.

Every call is bounded in time.  When Prefect does not answer, or not in time, the caller does the same work plainly.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

import httpx

from rules.errors import Unavailable
from rules.vocabulary import ProcedureKind

if TYPE_CHECKING:
    from tasks.settings import Settings

ASK_AGAIN_AFTER_SECONDS = 5.0
LONGEST_DISTRUST_SECONDS = 300.0
"""A server that says it is well and yet makes no run is left alone ever longer, up to this."""


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long Prefect is waited for, in seconds. 等候引擎的时间.

    Args:
        answer: for the word that it is well; longer than that is as good as no answer.
        advance: for one procedure: a tenth of a second of work, two seconds where Prefect is slow.
        batch: for many procedures, or for a sweep, in one run.
    """

    answer: float
    advance: float
    batch: float

    @classmethod
    def of(cls, settings: Settings) -> Patience:
        """As whoever runs the engine set it."""
        advance = settings.prefect_runs_within_seconds
        return cls(answer=settings.prefect_answers_within_seconds, advance=advance, batch=6 * advance)


_SHORT_TURN_SECONDS = 0.000_2

_IMPORTED_BY_THE_FIRST_RUN = (
    "anyio._backends._asyncio",
    "fastapi",
    "prefect.client.orchestration",
    "prefect.concurrency",
    "prefect.engine",
    "prefect.flow_engine",
    "prefect.task_engine",
    "prefect.telemetry.run_telemetry",
    "prefect.utilities.visualization",
)

_ABANDONED: set[asyncio.Future[Any]] = set()
"""Runs that were given up: a loop only holds its tasks weakly."""


class PrefectLink:
    """Runs on a Prefect API that may or may not be there.

    Args:
        api_url: of the Prefect API.
        patience: how long it is waited for.

    How long ago it was asked is measured on the loop's own clock: the office's may be a simulated one.
    """

    def __init__(self, api_url: str, patience: Patience) -> None:
        self._health = f"{api_url}/health"
        self._patience = patience
        self._asked_at = -LONGEST_DISTRUST_SECONDS
        self._answered = False
        self._failures = 0  # runs that were not made, since the last that was
        self._loaded = False
        self._client = httpx.AsyncClient(timeout=patience.answer, trust_env=False)  # dear to make: made once

    async def load(self) -> None:
        """Import the engine, in a thread: it takes seconds in which messages must still go out.

        A thread that imports gives way only every 5 ms, and whoever writes to the database waits that long after each
        statement; so for these seconds threads take shorter turns.
        """
        usual = sys.getswitchinterval()
        sys.setswitchinterval(_SHORT_TURN_SECONDS)
        try:
            await asyncio.to_thread(_import_engine)
        finally:
            sys.setswitchinterval(usual)
        self._loaded = True

    async def answers(self) -> bool:
        """Whether the engine is loaded and its API answered when it was last asked, as a rule in the last seconds."""
        if not self._loaded:
            return False
        now = asyncio.get_running_loop().time()
        if now - self._asked_at >= self._rely_for():
            self._asked_at = now  # whoever asks meanwhile is told what was known before
            self._answered = await self._ask()
        return self._answered

    def _rely_for(self) -> float:
        """Seconds until it is asked again."""
        return min(ASK_AGAIN_AFTER_SECONDS * 2.0 ** min(self._failures, 10), LONGEST_DISTRUST_SECONDS)

    def ask_again(self) -> None:
        """Do not rely on what it answered a moment ago."""
        self._asked_at = -LONGEST_DISTRUST_SECONDS

    async def newest_runs(self, limit: int) -> list[tuple[str, str, str]]:
        """The newest runs as Prefect shows them: name, tags, state; the newest first."""
        from prefect.client.orchestration import get_client
        from prefect.client.schemas.sorting import FlowRunSort

        async with get_client() as client:
            runs = await client.read_flow_runs(sort=FlowRunSort.START_TIME_DESC, limit=limit, offset=0)
        return [(run.name, ", ".join(run.tags), run.state_name or "") for run in runs]

    async def advance(self, procedure_no: str, case_no: str, kind: ProcedureKind) -> None:
        """One procedure as a visible run, named by its case and tagged by its kind."""
        from prefect import tags

        from flows.registry import PROCEDURES

        run = PROCEDURES[kind].flow.with_options(flow_run_name=case_no)
        with tags(kind.value):
            await self._bounded(cast("Awaitable[Any]", run(procedure_no, return_state=True)), self._patience.advance)

    async def advance_waiting(self) -> None:
        """Everything that waits, in one batch run."""
        from flows.engine import advance_waiting

        await self._bounded(advance_waiting(return_state=True), self._patience.batch)

    async def sweep(self) -> None:
        """The deadline sweep, as a run."""
        from flows.engine import deadline_sweep

        await self._bounded(deadline_sweep(return_state=True), self._patience.batch)

    async def _bounded(self, run: Awaitable[Any], seconds: float) -> None:
        """Wait for a run, not for ever. Raises Unavailable where Prefect failed us; the work itself may be done.

        Permanent: Prefect made the run and the run failed, with the kind of its error as the code.
        """
        try:
            state = await _within(seconds, run)
        except Exception as error:  # noqa: BLE001 - whatever Prefect's client raises, the work is then done plainly
            self._answered, self._asked_at = False, asyncio.get_running_loop().time()
            self._failures += 1
            raise Unavailable(
                "流程引擎未应答，改由本机直接推进",
                "the engine did not answer; the work is done plainly",
                code=type(error).__name__,
            ) from None
        self._failures = 0
        if state.is_failed() or state.is_crashed():
            kind = await _kind_of_failure(state)
            raise Unavailable("流程运行失败", "the run failed", code=kind, permanent=True)

    async def _ask(self) -> bool:
        try:
            return (await self._client.get(self._health)).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    async def close(self) -> None:
        """Let go of the connection."""
        await self._client.aclose()


async def _within(seconds: float, run: Awaitable[Any]) -> Any:
    """What a run comes to. Raises TimeoutError; a run that is late is told to end and not waited for.

    Prefect answers a cancellation by reporting it, with retries, to the very API that does not answer.
    """
    task = asyncio.ensure_future(run)
    done, _ = await asyncio.wait({task}, timeout=seconds)
    if done:
        return task.result()
    _ABANDONED.add(task)
    task.add_done_callback(_forget)
    task.cancel()
    raise TimeoutError


def _forget(task: asyncio.Future[Any]) -> None:
    _ABANDONED.discard(task)
    if not task.cancelled():
        task.exception()  # seen: nobody else will ask


async def _kind_of_failure(state: Any) -> str:
    """The kind of the error that ended a run: what `flows.engine` let through."""
    from flows.engine import RunFailed

    error = await state.aresult(raise_on_failure=False)
    return str(error) if isinstance(error, RunFailed) else type(error).__name__


def _import_engine() -> None:
    """Everything that the first run would import while other loops wait, and the flows themselves."""
    import_module("flows.engine")
    for name in _IMPORTED_BY_THE_FIRST_RUN:
        import_module(name)
    for procedure in import_module("flows.registry").PROCEDURES.values():
        _ = procedure.flow
