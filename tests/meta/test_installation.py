"""Is what we ask for what is installed, and does the engine start with it? 安装 / the installed set.

Prefect and FastAPI must be pinned together: with the wrong pair the server dies at import, long after pip was content.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "requirements"
LOCKED = ("base.txt", "dev.txt", "oracle.txt")

NAMES_THAT_DIFFER = {"argon2-cffi": "argon2", "python-dateutil": "dateutil", "python-docx": "docx", "pyyaml": "yaml"}


def wanted() -> list[str]:
    """Names in base.in, as written there without bounds and extras."""
    lines = (REQUIREMENTS / "base.in").read_text(encoding="utf-8").splitlines()
    names = (re.match(r"[A-Za-z0-9._-]+", line) for line in lines if not line.startswith(("#", "-")))
    return [name.group() for name in names if name]


def pins(file: str) -> dict[str, str]:
    """Name and version of every requirement in a locked file."""
    text = (REQUIREMENTS / file).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", text, flags=re.MULTILINE))


def test_something_is_asked_for() -> None:
    assert "prefect" in wanted()
    assert "sqlmodel" in wanted()


@pytest.mark.parametrize("name", wanted())
def test_every_requirement_is_installed_as_pinned_and_can_be_imported(name: str) -> None:
    assert importlib.metadata.version(name) == pins("base.txt")[name]
    importlib.import_module(NAMES_THAT_DIFFER.get(name, name.replace("-", "_")))


def test_prefect_and_fastapi_are_the_pair_that_starts() -> None:
    pinned = pins("base.txt")
    assert pinned["prefect"] == "3.8.8"
    assert (0, 139) <= tuple(int(part) for part in pinned["fastapi"].split("."))[:2] < (0, 154)


def test_tests_run_with_the_versions_that_people_get() -> None:
    base, dev = pins("base.txt"), pins("dev.txt")
    assert {name: dev.get(name) for name in base} == base


@pytest.mark.parametrize("file", LOCKED)
def test_every_pin_has_a_hash(file: str) -> None:
    entries = re.split(r"\n(?=\S)", (REQUIREMENTS / file).read_text(encoding="utf-8"))
    bare = [entry.split()[0] for entry in entries if not entry.startswith("#") and "--hash=sha256:" not in entry]
    assert bare == []


@pytest.mark.parametrize("file", [*LOCKED, "base.in", "dev.in", "oracle.in"])
def test_requirement_files_name_no_index(file: str) -> None:
    text = (REQUIREMENTS / file).read_text(encoding="utf-8")
    assert re.findall(r"--(?:extra-)?index-url|--find-links|--trusted-host|https?://|file://| @ ", text) == []


# ------------------------------------------------------------------------------------------------ the engine


def free_port() -> int:
    """A TCP port on the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    """Whether a server says that it is well."""
    try:
        return httpx.get(url, trust_env=False, timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def comes_up(server: subprocess.Popen[bytes], url: str, *, attempts: int = 300) -> bool:
    """Ask until it answers; waiting on the process is the pause, so a server that died ends the wait at once."""
    for _ in range(attempts):
        if answers(url):
            return True
        try:
            server.wait(timeout=0.2)
        except subprocess.TimeoutExpired:
            continue
        return False
    return False


@contextmanager
def prefect_server(home: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A Prefect server as child process, in a process group of its own, gone at the end."""
    environment = {
        **os.environ,
        "DO_NOT_TRACK": "1",
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "0",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    }
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(
            command, env=environment, cwd=home, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
        try:
            yield server
        finally:
            stop(server)


def stop(server: subprocess.Popen[bytes]) -> None:
    """Ask the whole group to end; end it where asking does not help."""
    os.killpg(server.pid, signal.SIGTERM)
    try:
        server.wait(timeout=30)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait(timeout=30)


@pytest.mark.engine
def test_the_prefect_server_starts_on_the_loopback_answers_and_stops(tmp_path: Path) -> None:
    port = free_port()
    health = f"http://127.0.0.1:{port}/api/health"

    with prefect_server(tmp_path, port) as server:
        assert comes_up(server, health), (tmp_path / "server.log").read_text(encoding="utf-8", errors="replace")

    assert server.returncode is not None
    assert not answers(health)
