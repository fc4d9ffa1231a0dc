"""A process that opens boards, fast. 网页服务的孵化进程.

Everything is imported once, and each line on standard input forks a board of its own on the home and the port named on
the command line.  Its process number is the answer, `open` once it answers, and `gone` when somebody has killed it.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from board.serving import beside
from flows.registry import PROCEDURES
from tasks.premises import open_office
from tasks.settings import Settings


def main(home: str, database_url: str, port: str) -> None:
    """Fork one board for each line, until there are no more lines."""
    settings = Settings(  # type: ignore[call-arg]
        _env_file=None, home=Path(home), database_url=database_url, board_port=int(port)
    )
    assert PROCEDURES, "what moves a case is imported here, and not in the first request of each"
    print("ready", flush=True)
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            _serve(settings)
        print(child, flush=True)
        os.waitpid(child, 0)
        print("gone", flush=True)


def _serve(settings: Settings) -> None:
    with open_office(settings, name=f"board-{os.getpid()}") as office:
        run = beside(office, settings, lambda address: print("open", flush=True))
        asyncio.run(run(asyncio.Event(), asyncio.Event()))  # nobody sets the first: it serves until it is killed
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:4])
