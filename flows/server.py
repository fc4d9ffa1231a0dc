"""The Prefect server as a child of ours, on loopback, with a database file of its own. 内嵌引擎.

It is started beside the service and never waited for: reports are taken and cases move while it is still coming up,
and when it is gone.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from flows.environment import engine_environment
from rules.errors import Refused

_STOP_WITHIN_SECONDS = 10

_UNUSED_SERVICES = (
    "EVENT_PERSISTER",
    "FOREMAN",
    "LATE_RUNS",
    "PAUSE_EXPIRATIONS",
    "REPOSSESSOR",
    "SCHEDULER",
    "TRIGGERS",
)


@contextmanager
def embedded_server(port: int, home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A Prefect server on 127.0.0.1, stopped at the end. Its output goes to `home`/prefect/server.log.

    Args:
        port: on loopback.
        home: folder of this installation.
    Raises: Refused: somebody listens on the port already.
    """
    refuse_taken(port)
    folder = home.absolute() / "prefect"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    environment = {**os.environ, **server_environment(port, home)}
    with (folder / "server.log").open("ab") as log:
        child = subprocess.Popen(
            [sys.executable, "-m", "flows.server_main"],
            env=environment,
            cwd=Path(__file__).parent.parent,
            stdin=subprocess.PIPE,  # closed when we die, however we die: the child then ends too
            stdout=log,
            stderr=log,
        )
        try:
            yield child
        finally:
            stop(child)


def refuse_taken(port: int) -> None:
    """Raises Refused where somebody listens on the port already."""
    if not is_free(port):
        raise Refused(
            f"端口 {port} 已被占用：护童或别的程序正在使用。请先停止它，或设 HUTONG_PREFECT_PORT 为别的端口",
            f"port {port} is taken: stop what uses it, or set HUTONG_PREFECT_PORT to another",
            field="HUTONG_PREFECT_PORT",
        )


def server_environment(port: int, home: Path) -> dict[str, str]:
    """The environment of the server: ours, and only the services that we use.

    Nothing is scheduled on the embedded server (work pools use a server of their own), and its events are nobody's
    record: the journal is.  What is off costs no time while the service is idle.
    """
    return {
        **engine_environment(f"http://127.0.0.1:{port}/api", home),
        "HUTONG_ENGINE_PORT": str(port),
        "HUTONG_ENGINE_STAMP": str(stamp(home)),
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
        "PREFECT_SERVER_DATABASE_MIGRATE_ON_START": "false" if _is_laid_out(home) else "true",
        **{f"PREFECT_SERVER_SERVICES_{service}_ENABLED": "false" for service in _UNUSED_SERVICES},
    }


def stamp(home: Path) -> Path:
    """A file that is there once this version of Prefect has laid out its database: checking takes seconds."""
    return home.absolute() / "prefect" / f"laid-out-{version('prefect')}"


def is_free(port: int) -> bool:
    """Whether nobody listens on this port of the loopback."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port of the loopback on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _is_laid_out(home: Path) -> bool:
    """The stamp alone does not say so: its database may have been taken away."""
    return stamp(home).exists() and (home.absolute() / "prefect" / "prefect.db").exists()


def stop(child: subprocess.Popen[bytes]) -> None:
    """Ask the server to end, and end it if it does not."""
    child.terminate()
    try:
        child.wait(_STOP_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    if child.stdin:
        child.stdin.close()
