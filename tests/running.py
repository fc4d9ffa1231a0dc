"""The running system, as processes on this machine. 运行中的系统 / for tests of the service.

A home with the directory of Qinghe County in it, the office of that home, reports that are about nobody real, and
`hutong` as a child process.  These tests run on the clock of the machine, because the processes that they watch do.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psutil

from tasks.directory import enter_directory
from tasks.office import Office
from tasks.report_form import ReportForm
from tasks.settings import Settings
from tests.builders import PLACE, a_child, a_report
from tests.office import example_directory

ROOT = Path(__file__).resolve().parents[1]
_ON_LOOPBACK_ONLY = ROOT / "tests" / "loopback_only"
_COMPILED = ROOT / ".pytest_cache" / "compiled"  # kept: imports are most of a start, compiling most of an import
_PAUSE = threading.Event()  # never set: waiting on it is a pause that nothing else is woken by


# ------------------------------------------------------------------------------------------------ places


def free_port() -> int:
    """A TCP port on the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings_at(home: Path, **given: Any) -> Settings:
    """Settings of a home, whatever the environment says."""
    return Settings(_env_file=None, home=home, **given)  # type: ignore[call-arg]


def furnish(office: Office) -> None:
    """Enter the directory of Qinghe County."""
    enter_directory(office, example_directory())


def report_on(child: str, *, reported_at: datetime, **changes: Any) -> ReportForm:
    """A school's report, twenty minutes after the discovery, on a child of its own: it opens a case of its own."""
    return a_report(
        discovered_at=(reported_at - timedelta(minutes=20)).isoformat(),
        reported_at=reported_at.isoformat(),
        incident={"happened_at": (reported_at - timedelta(hours=12)).isoformat(), "place": PLACE},
        children=[a_child(name=child)],
        **changes,
    )


# ------------------------------------------------------------------------------------------------ processes


def environment(**also: str) -> dict[str, str]:
    """The environment of a child: nothing of whoever runs the tests, and no way off this machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HUTONG_", "PREFECT_"))}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return {
        **kept,
        "DO_NOT_TRACK": "1",
        "HUTONG_BOARD_PORT": str(free_port()),
        "PYTHONPATH": os.pathsep.join((str(_ON_LOOPBACK_ONLY), str(ROOT))),
        "PYTHONPYCACHEPREFIX": str(_COMPILED),
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
        **also,
    }


class Service:
    """`hutong …` as a child process in a home. 子进程."""

    def __init__(self, home: Path, child: subprocess.Popen[bytes], printed: Path, complained: Path) -> None:
        self.home = home
        self.child = child
        self._printed = printed
        self._complained = complained

    @property
    def printed(self) -> str:
        """Its standard output so far."""
        return self._printed.read_text(encoding="utf-8", errors="replace")

    @property
    def said(self) -> str:
        """All that it has said so far, its log after its output."""
        return self.printed + self._complained.read_text(encoding="utf-8", errors="replace")

    @property
    def tree(self) -> list[psutil.Process]:
        """It and every process below it."""
        top = psutil.Process(self.child.pid)
        return [top, *top.children(recursive=True)]

    @property
    def left_the_machine(self) -> str:
        """What it, or a process below it, tried to reach on another machine; "" if nothing."""
        trace = self.home / "left-the-machine"
        return trace.read_text(encoding="utf-8") if trace.exists() else ""

    def wait_for(self, true: Callable[[], bool], *, within_seconds: float) -> None:
        """Wait until something is true; fails with what was printed when it takes too long or the process ends."""
        if not becomes(lambda: true() or self.child.poll() is not None, within_seconds=within_seconds) or not true():
            raise AssertionError(f"not within {within_seconds} s; ended: {self.child.poll()}; it said:\n{self.said}")


@contextmanager
def hutong(home: Path, *words: str, code: Sequence[str] = (), **also: str) -> Iterator[Service]:
    """`hutong --home HOME …` as a child, ended at the end of the block if it has not ended by then.

    Args:
        code: python's arguments in the place of `-m cli.main --home HOME`, for another way in.
        also: into its environment.
    """
    home.mkdir(parents=True, exist_ok=True)
    printed, complained = home / "printed", home / "complained"
    command = [sys.executable, *(code or ("-m", "cli.main", "--home", str(home))), *words]
    told = {"HUTONG_TEST_TRACE": str(home / "left-the-machine"), **also}
    with printed.open("wb") as out, complained.open("wb") as err:
        child = subprocess.Popen(
            command, env=environment(**told), cwd=home, stdin=subprocess.DEVNULL, stdout=out, stderr=err
        )
    service = Service(home, child, printed, complained)
    below: list[psutil.Process] = []
    try:
        yield service
    finally:
        if child.poll() is None:
            below = service.tree[1:]
            child.kill()
            child.wait()
        for process in below:
            end_if_running(process)


def end_if_running(process: psutil.Process) -> None:
    """End a process that may have ended by itself."""
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return


# ------------------------------------------------------------------------------------------------ waiting


def becomes(true: Callable[[], bool], *, within_seconds: float, every_seconds: float = 0.02) -> bool:
    """Whether something that other processes bring about becomes true in time."""
    until = time.monotonic() + within_seconds
    while not true():
        if time.monotonic() >= until:
            return False
        _PAUSE.wait(every_seconds)
    return True


def pause(seconds: float) -> None:
    """Let other processes run on."""
    _PAUSE.wait(seconds)


# ------------------------------------------------------------------------------------------------ looking


def outbox(home: Path) -> list[dict[str, Any]]:
    """The notices in the file of a home, in the order in which they went out."""
    path = home / "outbox.jsonl"
    lines = path.read_bytes().split(b"\n")[:-1] if path.exists() else []  # a line still being written is not one yet
    return [json.loads(line) for line in lines if line]
