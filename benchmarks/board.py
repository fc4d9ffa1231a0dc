"""Pages of the board under twenty people at once, on a simulated county. 网页端负载.

    python -m benchmarks.board --home DIR [--users 20] [--seconds 30] [--think 0]

DIR is what `hutong simulate --home DIR` left behind.  The board runs as people run it, in a process of its own; each
user is signed in at a post of their own and walks through the pages that this post sees, and to the cases and duties
that its lists lead to.  `--think` is how long a person reads before opening the next page, in seconds: without it each
user has a request in flight at every moment, which is a machine and not a person.

Per page: how often, the median and the slowest tenth in milliseconds, and how much was sent.  Beside it stands a page
that asks nothing of the database but who is signed in (`/account/password`): what a page costs above it is its own.
The last lines hold it against what is to be reached.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle

import httpx

from flows.server import free_port
from tasks.accounts.cast import PASSWORD

MEDIAN_MS = 200
"""To be reached by every page."""
FIRST_PAGE_KB = 150
"""To be reached by whoever comes for the first time: the page and everything that it fetches."""

FLOOR = "/account/password"
PAGES = (
    FLOOR,
    "/today",
    "/today?scope=all",
    "/stuck",
    "/cases",
    "/visits",
    "/children",
    "/audit",
    "/figures",
    "/figures/map",
    "/figures/year",
    "/people",
    "/openings",
    "/packs",
    "/health",
    "/report",
)
FOUND = ("a case", "a duty", "an audit sheet")
ROLES = ("office", "civil", "proc", "police", "station", "director", "court", "edu")
_FETCHED = re.compile(r'(?:href|src)="(/static/[^"]+)"')


@dataclass
class Seen:
    """What was measured, by page."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    sizes: dict[str, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def note(self, page: str, seconds: float, answer: httpx.Response) -> None:
        """One page that was opened."""
        with self.lock:
            if answer.status_code == 200:
                self.took[page].append(seconds)
                self.sizes[page] = max(self.sizes.get(page, 0), len(answer.content))
            else:
                self.refused[page] += 1


@contextmanager
def the_board(home: str) -> Iterator[tuple[str, list[str]]]:
    """Its address, and the names that one may sign in under."""
    port = free_port()
    command = [sys.executable, "-m", "cli.main", "--home", home, "board", "--cast"]
    environment = {**os.environ, "HUTONG_BOARD_PORT": str(port)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as child:
        assert child.stdout is not None
        logins = []
        for line in child.stdout:
            if "http://" in line:
                break
            if found := re.match(r"(\S+)\s+\S.*\sP-\S+", line):
                logins.append(found[1])
        try:
            yield f"http://127.0.0.1:{port}", logins
        finally:
            child.terminate()


@dataclass
class Walk:
    """One person at the board. 一个使用者.

    Args:
        think: seconds between the end of one page and the next.
    """

    address: str
    login: str
    seconds: float
    think: float
    all_in: threading.Barrier
    seen: Seen

    def go(self) -> None:
        """The pages that this post sees in turn, and between them what the lists led to.

        Nobody begins before all are signed in: checking a password is slow on purpose, and no page.  What the post may
        not see is asked for once: a person has no link to it.
        """
        with httpx.Client(base_url=self.address, follow_redirects=True, timeout=60) as client:
            client.post("/sign-in", data={"name": self.login, "password": PASSWORD, "csrf": ""})
            assert client.get(FLOOR).url.path == FLOOR, f"{self.login} could not sign in"
            self.all_in.wait()
            until, found, closed = time.monotonic() + self.seconds, dict[str, str](), set[str]()
            for page in cycle(PAGES):
                if time.monotonic() > until:
                    return
                if page in closed:
                    continue
                if not self._open(client, page, page, found):
                    closed.add(page)
                for name in FOUND:
                    if name in found and time.monotonic() < until:
                        self._open(client, found.pop(name), name, {})

    def _open(self, client: httpx.Client, path: str, name: str, found: dict[str, str]) -> bool:
        began = time.perf_counter()
        answer = client.get(path)
        assert answer.url.path == path.partition("?")[0], f"{path} led elsewhere"
        self.seen.note(name, time.perf_counter() - began, answer)
        if duty := re.search(r'href="(/cases/[^/"]+/duties/\d+)"', answer.text):
            found["a duty"] = duty[1]
        if case := re.search(r'href="(/cases/C-[^/"?]+)"', answer.text):
            found["a case"] = case[1]
            found["an audit sheet"] = f"{case[1]}/audit"
        time.sleep(self.think)
        return answer.status_code == 200


def first_page(address: str) -> int:
    """Bytes that somebody is sent who comes for the first time: the page to sign in, and what it fetches."""
    with httpx.Client(base_url=address, follow_redirects=True) as client:
        page = client.get("/sign-in")
        return len(page.content) + sum(len(client.get(one).content) for one in sorted(set(_FETCHED.findall(page.text))))


def told(seen: Seen) -> None:
    """Print a line per page, then what is above the limit."""
    floor = statistics.median(seen.took[FLOOR])
    print(f"{'page':<20}{'times':>7}{'median ms':>11}{'p90 ms':>9}{'x floor':>9}{'kB':>7}")
    slow = []
    for page, took in sorted(seen.took.items()):
        tenth = statistics.quantiles(took, n=10)[-1] if len(took) > 1 else took[0]
        middle = statistics.median(took)
        slow += [page] if middle * 1000 > MEDIAN_MS else []
        print(
            f"{page:<20}{len(took):>7}{middle * 1000:>11.0f}{tenth * 1000:>9.0f}{middle / floor:>9.1f}"
            f"{seen.sizes[page] / 1000:>7.1f}"
        )
    for page, times in sorted(seen.refused.items()):
        print(f"not shown to whoever asked: {page} ({times})")
    print(f"median at most {MEDIAN_MS} ms: {'every page' if not slow else 'not ' + ', '.join(slow)}")


def main() -> None:
    """Sign everybody in, let them walk, and tell."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--home", required=True)
    asked.add_argument("--users", type=int, default=20)
    asked.add_argument("--seconds", type=float, default=30)
    asked.add_argument("--think", type=float, default=0)
    given = asked.parse_args()
    seen = Seen()
    with the_board(given.home) as (address, logins):
        chosen = [one for one in logins if any(role in one for role in ROLES)] or logins
        all_in = threading.Barrier(given.users)
        logs_in = [chosen[n * len(chosen) // given.users] for n in range(given.users)]
        walks = [Walk(address, login, given.seconds, given.think, all_in, seen) for login in logs_in]
        people = [threading.Thread(target=walk.go) for walk in walks]
        for person in people:
            person.start()
        for person in people:
            person.join()
        first = first_page(address) / 1000
    pages = sum(map(len, seen.took.values()))
    print(f"{given.users} users at once, {given.think:g} s between pages, {given.seconds:.0f} s, {pages} pages")
    told(seen)
    print(f"first page with all that it fetches: {first:.1f} kB of at most {FIRST_PAGE_KB} kB")


if __name__ == "__main__":
    main()
