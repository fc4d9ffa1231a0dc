"""A process in which every command of `hutong` is imported already, and which forks one for each line it is given.

A command that is killed while it imports has done nothing that could be left half done; forked, it begins with its
first act.  A line is JSON: the words after `hutong`, its environment, where its output goes, and after how many
seconds, or at which word of its output, it is killed; the answer says whether it had ended by itself by then, how, and
how many seconds it had lived.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

LOOKS_EVERY_SECONDS = 0.01
IMPORTED = ("alembic.command", "cli.main", "cli.report", "cli.worker", "flows.service", "psycopg", "tasks.premises")


def main() -> None:
    """Fork one command for each line, until there are no more lines."""
    for name in IMPORTED:
        import_module(name)
    print("ready", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            _run(asked["words"], asked["environment"], asked["output"])
        print(json.dumps(_killed_after(child, asked)), flush=True)


def _run(words: Sequence[str], environment: dict[str, str], output: str) -> None:
    os.environ.update(environment)
    target = os.open(output, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    os.dup2(target, 1)
    os.dup2(target, 2)
    try:
        import_module("cli.main").main(words)
    except SystemExit as ended:
        sys.stdout.flush()
        os._exit(int(ended.code or 0))


def _killed_after(child: int, asked: dict[str, Any]) -> dict[str, object]:
    began = time.monotonic()
    handle = os.pidfd_open(child)
    ended = _has_ended(handle, began + asked["seconds"], Path(asked["output"]), asked["word"])
    lived = time.monotonic() - began
    if not ended:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(handle)
    return {"ended": ended, "code": os.waitstatus_to_exitcode(status), "seconds": lived}


def _has_ended(handle: int, until: float, output: Path, word: str | None) -> bool:
    """Watch a command until it ends, until its time is up or, if a word was named, until it has said it."""
    while (left := until - time.monotonic()) > 0:
        if select.select([handle], [], [], min(left, LOOKS_EVERY_SECONDS) if word else left)[0]:
            return True
        if word and output.is_file() and word in output.read_text(encoding="utf-8", errors="ignore"):
            return False
    return False


if __name__ == "__main__":
    main()
