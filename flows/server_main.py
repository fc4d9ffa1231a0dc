"""Entry point of the embedded Prefect server's process. 内嵌引擎进程入口.

Ends by itself when its parent is gone: the parent holds the other end of standard input.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
from pathlib import Path

import uvicorn


class _Server(uvicorn.Server):
    """Leaves a stamp once it is up: the database is laid out, and need not be checked at the next start."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            Path(os.environ["HUTONG_ENGINE_STAMP"]).touch()


def _end_with_parent() -> None:
    # returns when the parent closes its end, or dies; not through sys.stdin, whose lock would be held at our own end
    while os.read(0, 1):
        continue
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Serve the Prefect API on loopback until told to stop."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from prefect.server.api.server import create_app

    port = int(os.environ["HUTONG_ENGINE_PORT"])
    config = uvicorn.Config(
        create_app(ephemeral=False), host="127.0.0.1", port=port, log_level="warning", access_log=False
    )
    _Server(config).run()


if __name__ == "__main__":
    main()
