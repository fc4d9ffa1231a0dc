"""A process in which every command of `hutong` is imported already, and which forks one for each line it is given.

A command that is killed while it imports has done nothing that could be left half done; forked, it begins with its
first act.  A line is JSON: the words after `hutong`, its environment, where its output goes, and after how many
seconds it is killed; the answer says whether it had ended by itself by then, and how.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
from collections.abc import Sequence
from importlib import import_module

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
        print(json.dumps(_killed_after(child, asked["seconds"])), flush=True)


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


def _killed_after(child: int, seconds: float) -> dict[str, object]:
    handle = os.pidfd_open(child)
    ended = bool(select.select([handle], [], [], seconds)[0])
    if not ended:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(handle)
    return {"ended": ended, "code": os.waitstatus_to_exitcode(status)}


if __name__ == "__main__":
    main()
