"""How soon after `hutong up` does the first page appear? 首页何时出现.

    python -m benchmarks.first_page [--home DIR] [--starts 5]

Without DIR a new home is furnished and started once, cold; every start after that is warm: its tables, its key and the
engine's own database are there.  From the start of the process to the first page that answers 200, beside which stands
when the engine behind it answered: it is never waited for.  Figures are this machine's.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import httpx

from tasks.premises import open_office
from tests.engine.conftest import COMES_UP_WITHIN_SECONDS, answers
from tests.running import Service, free_port, furnish, hutong, pause, settings_at

WITHIN_SECONDS = 5.0
"""To be reached by every warm start."""

POLLED_EVERY_SECONDS = 0.02


def main(arguments: Sequence[str] | None = None) -> None:
    """Start it so many times, and tell of each."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--home", type=Path)
    asked.add_argument("--starts", type=int, default=5)
    given = asked.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        home = given.home or Path(folder) / "var"
        if given.home is None:
            with open_office(settings_at(home)) as office:
                furnish(office)
            tell("first start, cold 首次", *started(home))
        warm = [started(home) for _ in range(given.starts)]
    for number, (page, engine) in enumerate(warm, 1):
        tell(f"warm start {number} 再次", page, engine)
    slowest = max(page for page, _ in warm)
    verdict = "kept" if slowest <= WITHIN_SECONDS else "NOT kept"
    print(f"slowest warm start {slowest:.1f} s of at most {WITHIN_SECONDS:g} s: {verdict}")


def started(home: Path) -> tuple[float, float]:
    """Seconds from the start to the first page, and to the engine."""
    board, engine = free_port(), free_port()
    began = time.perf_counter()
    with hutong(home, "up", HUTONG_PREFECT_PORT=str(engine), HUTONG_BOARD_PORT=str(board)) as service:
        page = _until_a_page(service, f"http://127.0.0.1:{board}/") - began
        service.wait_for(lambda: answers(f"http://127.0.0.1:{engine}/api"), within_seconds=COMES_UP_WITHIN_SECONDS)
        return page, time.perf_counter() - began


def _until_a_page(service: Service, address: str) -> float:
    while True:
        try:
            if httpx.get(address, follow_redirects=True, timeout=COMES_UP_WITHIN_SECONDS).status_code == 200:
                return time.perf_counter()
        except httpx.TransportError:
            assert service.child.poll() is None, service.said
            pause(POLLED_EVERY_SECONDS)


def tell(which: str, page: float, engine: float) -> None:
    """One line of figures."""
    print(f"{which}: first page after {page:.1f} s, the engine behind it after {engine:.1f} s")


if __name__ == "__main__":
    main()
