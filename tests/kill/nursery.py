"""A process that brings runners into the world, fast. 运行器的孵化进程.

Starting an interpreter takes longer than most of what a runner does; here everything is imported once, and each line
on standard input forks a runner, exactly the one of `hutong worker --no-engine`, on the home named on the command
line.  The runner's process number is the answer, and `working` once
its loops turn.  The test then kills it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from flows.service import serve
from tasks.premises import open_office
from tasks.settings import Settings


def main(home: str, database_url: str) -> None:
    """Fork one runner for each line, until there are no more lines."""
    settings = Settings(_env_file=None, home=Path(home), database_url=database_url)  # type: ignore[call-arg]
    print("ready", flush=True)
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            _run(settings)
        print(child, flush=True)
        os.waitpid(child, 0)  # until somebody kills it
        print("gone", flush=True)


def _run(settings: Settings) -> None:
    with open_office(settings, name=f"runner-{os.getpid()}") as office:
        serve(office, settings, with_engine=False, embedded=False, started=lambda: print("working", flush=True))
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:3])
