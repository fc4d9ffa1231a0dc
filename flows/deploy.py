"""Deployments for a process work pool: the same flows on any number of machines. 部署到工作池."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from flows.environment import prepare_engine

if TYPE_CHECKING:
    from tasks.settings import Settings

ROOT = Path(__file__).parent.parent


def deploy_to(pool: str, settings: Settings) -> list[str]:
    """Make the work pool if it is not there, and register every flow with it. Returns the names of the flows.

    No key and no address of a database is handed to Prefect: a worker's machine has settings of its own.
    """
    prepare_engine(settings.api_url, settings.home)
    return asyncio.run(_deploy(pool))


async def _deploy(pool: str) -> list[str]:
    from prefect import Flow
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.actions import WorkPoolCreate
    from prefect.client.schemas.schedules import IntervalSchedule
    from prefect.exceptions import ObjectAlreadyExists

    from flows.deployable import EVERY_SECONDS, ON_DEMAND

    async with get_client() as client:
        with suppress(ObjectAlreadyExists):  # somebody made it before us
            await client.create_work_pool(WorkPoolCreate(name=pool, type="process"))
    for name in (*EVERY_SECONDS, *ON_DEMAND):
        found = await Flow.from_source(source=str(ROOT), entrypoint=f"flows/deployable.py:{name}")  # type: ignore[misc]
        every = EVERY_SECONDS.get(name)
        deployment = await found.to_deployment(
            name="hutong",
            work_pool_name=pool,
            schedules=[IntervalSchedule(interval=timedelta(seconds=every))] if every else None,
        )
        await deployment.apply()
    return [*EVERY_SECONDS, *ON_DEMAND]
