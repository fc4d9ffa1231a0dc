"""The environment in which Prefect is imported: local, silent, nothing of its own accord. Prefect 的运行环境.

Prefect reads its settings when it is imported, so this comes first.  No telemetry, no promotions, no server that
starts by itself; the API is always named.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def engine_environment(api_url: str, home: Path) -> Mapping[str, str]:
    """What every process that imports Prefect is to find in its environment.

    Args:
        api_url: where the Prefect API answers.
        home: folder of this installation; Prefect keeps its own database beside ours, in a file of its own.
    """
    folder = home.absolute() / "prefect"
    return {
        "DO_NOT_TRACK": "1",
        "PREFECT_HOME": str(folder),
        "PREFECT_API_URL": api_url,
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "0",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{folder / 'prefect.db'}",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_CLIENT_MAX_RETRIES": "1",  # when it does not answer we go on without it
        "PREFECT_CLI_COLORS": "false",
        "PREFECT_CLI_PROMPT": "false",
    }


def prepare_engine(api_url: str, home: Path) -> None:
    """Set the environment of this process, before Prefect is imported; make the folder that Prefect looks for."""
    (home.absolute() / "prefect").mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ.update(engine_environment(api_url, home))
