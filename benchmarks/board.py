"""Every page of the board under twenty people at once, on a simulated county. 网页端负载.

    python -m benchmarks.board --home DIR [--users 20] [--seconds 300] [--think 5] [--seed 7]

DIR is what `hutong simulate --home DIR` left behind; who looked is noted in it as always, so give it a copy.
The board runs as people run it, in a process of its own; each user is signed in at a post of their own, one of them as
administrator.  Nobody walks in step: everybody begins at a moment of their own, rests between two pages for half to one
and a half times `--think` (a seed decides), and opens pages in an order of their own.

Opened is every address of the board that answers GET, not a selection: what holds no number directly, everything else
by links that the pages themselves showed to this very user (`a case` is not one case but whichever was found).  What
nobody found a link to is named at the end, so that a page which was never measured is not taken for a quick one.

Per page: how often, the median, the slowest twentieth in milliseconds, how much travelled and how much that is
unpacked.  Beside it stands a page that asks nothing of the database but who is signed in (`/account/password`): what a
page costs above it is its own.  The last lines hold it against what is to be reached.
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
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from random import Random

import httpx
from fastapi.routing import APIRoute

from board.pages import PAGES
from flows.server import free_port
from tasks import accounts
from tasks.accounts.cast import PASSWORD
from tasks.premises import SIMULATED, open_office, simulated_at
from tasks.settings import Settings

MEDIAN_MS = 200
"""To be reached by every page."""
FIRST_PAGE_KB = 150
"""To be reached by whoever comes for the first time: the page and everything that it fetches."""

FLOOR = "/account/password"
NO_PAGES = frozenset({"/", "/sign-in", "/no-post", "/lang/{lang}", "/cases/{case_no}/services/refer"})
"""Lead elsewhere for whoever is signed in and holds a post."""
AS_IT_IS_OPENED = ("/today?scope=all", "/today?scope=agency", "/stuck?kind=breach_without_cause", "/figures/map?since=")
"""The same address with another question behind it, which is another page to whoever waits for it."""
AS_LINKED = frozenset({"/figures/map.svg", "/figures/table.xlsx"})
"""Opened with the question of the page that they stand on: alone they ask for another range."""
COUNTY = ("office", "proc", "civil", "police", "office", "edu", "court", "gov", "welfare", "civil")
"""Half of the users sit in the county town: they see the most, and two desks of one agency are often busy at once."""
ADMINISTRATOR = "benchmark-admin"
LIKE_A_BROWSER = {"accept-encoding": "gzip", "sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate"}
SHORTLY = httpx.Limits(keepalive_expiry=2)
"""Before the board closes a connection on which nothing was asked: a browser asks again then, this client fails."""
_LINK = re.compile(r'(?:href|src)="(/[^"#]*)')
_FETCHED = re.compile(r'(?:href|src)="(/static/[^"]+)"')


@dataclass
class Seen:
    """What was measured, by page. `sent` and `unpacked`: of the heaviest, in bytes."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    sent: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    unpacked: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    refused: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def note(self, page: str, seconds: float, answer: httpx.Response) -> None:
        """One page that was opened."""
        with self.lock:
            if answer.status_code == 200:
                self.took[page].append(seconds)
                self.sent[page] = max(self.sent[page], answer.num_bytes_downloaded)
                self.unpacked[page] = max(self.unpacked[page], len(answer.content))
            else:
                self.refused[page].add(answer.status_code)


def every_page() -> dict[str, re.Pattern[str]]:
    """The addresses of the board that answer GET, and what a link to each looks like, in the order they are tried."""
    routes = [route for router in PAGES for route in router.routes if isinstance(route, APIRoute)]
    return {
        route.path_format: route.path_regex
        for route in routes
        if "GET" in (route.methods or ()) and route.path_format not in NO_PAGES
    }


@contextmanager
def the_board(home: Path) -> Iterator[tuple[str, list[str]]]:
    """Its address, and the names that one may sign in under."""
    port = free_port()
    command = [sys.executable, "-m", "cli.main", "--home", str(home), "board", "--cast"]
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


def with_administrator(home: Path) -> str:
    """The one-time password of an administrator of this rehearsal, made or made anew."""
    settings = Settings(home=home)
    at = simulated_at(settings)
    assert at is not None, f"{home} is not a simulated county"
    with open_office(settings, now=lambda: at, mode=SIMULATED, make=False) as office:
        known = next((one for one in accounts.accounts(office) if one.login == ADMINISTRATOR), None)
        if known is not None:
            return accounts.reset(office, known.no, by=None).password
        return accounts.open_account(office, ADMINISTRATOR, person_no=None, administrator=True, by=None).password


def _sign_in(client: httpx.Client, login: str, once: str) -> None:
    """Args: once: a password to be changed at once; empty: that of the cast."""
    client.post("/sign-in", data={"name": login, "password": once or PASSWORD, "csrf": ""})
    page = client.get(FLOOR)
    if once:
        csrf = re.search(r'name="csrf" value="([^"]*)"', page.text)
        new = f"{PASSWORD} {once}"
        typed = {"csrf": csrf[1] if csrf else "", "old": once, "new": new, "again": new}
        client.post(FLOOR, data=typed)
    assert client.get("/account").url.path == "/account", f"{login} could not sign in"


def _by_link(name: str) -> bool:
    return "{" in name or name in AS_LINKED


@dataclass
class Walk:
    """One person at the board. 一个使用者.

    Args:
        once: the one-time password of whoever has one.
        think: how long the person rests between two pages, on average.
    """

    address: str
    login: str
    once: str
    seconds: float
    think: float
    all_in: threading.Barrier
    random: Random
    seen: Seen
    pages: dict[str, re.Pattern[str]]
    found: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    closed: set[str] = field(default_factory=set)

    def go(self) -> None:
        """Nobody begins before all are signed in: checking a password is slow on purpose, and no page."""
        with httpx.Client(
            base_url=self.address, follow_redirects=True, timeout=60, headers=LIKE_A_BROWSER, limits=SHORTLY
        ) as client:
            _sign_in(client, self.login, self.once)
            self.all_in.wait()
            until = time.monotonic() + self.seconds
            time.sleep(self.random.uniform(0, self.think))
            while time.monotonic() < until:
                for name in self._in_an_order_of_its_own():
                    if time.monotonic() > until:
                        return
                    path = self._address(name)
                    if path is not None:
                        self._open(client, path, name)

    def _in_an_order_of_its_own(self) -> list[str]:
        names = [*self.pages, *AS_IT_IS_OPENED]
        self.random.shuffle(names)
        return names

    def _address(self, name: str) -> str | None:
        """Where to go for a page of this name; None: this user has no way to it."""
        if name in self.closed:
            return None
        if not _by_link(name):
            return name
        links = self.found[name]
        return self.random.choice(links) if links else None

    def _open(self, client: httpx.Client, path: str, name: str) -> None:
        began = time.perf_counter()
        answer = client.get(path)
        took = time.perf_counter() - began
        if answer.url.path != path.partition("?")[0]:  # it led elsewhere: no page of its own
            self.closed.add(name)
            return
        waits = " (being counted)" if "refresh" in answer.headers else ""
        self.seen.note(name + waits, took, answer)
        if answer.status_code != 200 and not _by_link(name):
            self.closed.add(name)  # a person has no link to it
        if answer.headers.get("content-type", "").startswith("text/html"):
            self._remember(answer.text)
        time.sleep(self.think * self.random.uniform(0.5, 1.5))

    def _remember(self, text: str) -> None:
        for link in dict.fromkeys(map(unescape, _LINK.findall(text))):
            path = link.partition("?")[0]
            name = next((one for one, pattern in self.pages.items() if pattern.match(path)), None)
            if name is not None and _by_link(name) and link not in self.found[name]:
                self.found[name].append(link)


def who_comes(logins: list[str], users: int) -> list[str]:
    """Half of them from the county town, the others from all the townships and villages in turn."""
    there = [one for one in COUNTY if one in logins][: users // 2]
    others = [one for one in logins if one not in COUNTY]
    rest = users - len(there)
    return [*there, *(others[n * len(others) // rest] for n in range(rest))]


def first_page(address: str) -> tuple[int, int]:
    """Bytes sent to somebody who comes for the first time, for the page and what it fetches; and unpacked."""
    sent = unpacked = 0
    with httpx.Client(
        base_url=address, follow_redirects=True, headers={**LIKE_A_BROWSER, "sec-fetch-site": "none"}
    ) as client:
        page = client.get("/sign-in")
        parts = [client.get(one) for one in sorted(set(_FETCHED.findall(page.text)))]
        for one in [page, *parts]:
            sent, unpacked = sent + one.num_bytes_downloaded, unpacked + len(one.content)
    return sent, unpacked


def told(seen: Seen, pages: dict[str, re.Pattern[str]]) -> None:
    """Print a line per page, then what is above the limit."""
    floor = statistics.median(seen.took[FLOOR])
    print(f"{'page':<52}{'times':>6}{'median ms':>11}{'p95 ms':>9}{'x floor':>9}{'kB sent':>9}{'kB':>8}")
    slow = []
    for page, took in sorted(seen.took.items()):
        tail = statistics.quantiles(took, n=20, method="inclusive")[-1] if len(took) > 1 else took[0]
        middle = statistics.median(took)
        slow += [page] if middle * 1000 > MEDIAN_MS else []
        print(
            f"{page:<52}{len(took):>6}{middle * 1000:>11.0f}{tail * 1000:>9.0f}{middle / floor:>9.1f}"
            f"{seen.sent[page] / 1000:>9.1f}{seen.unpacked[page] / 1000:>8.1f}"
        )
    every = [took for one in seen.took.values() for took in one]
    tail = statistics.quantiles(every, n=20)[-1]
    print(f"{'all of them':<52}{len(every):>6}{statistics.median(every) * 1000:>11.0f}{tail * 1000:>9.0f}")
    for page, statuses in sorted(seen.refused.items()):
        print(f"also answered otherwise than 200: {page} ({', '.join(map(str, sorted(statuses)))})")
    never = [one for one in pages if one not in seen.took]
    print(f"never opened, because no page led there: {', '.join(never) or 'none'}")
    print(f"median at most {MEDIAN_MS} ms: {'every page that was opened' if not slow else 'not ' + ', '.join(slow)}")


def main() -> None:
    """Sign everybody in, let them walk, and tell."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--home", required=True, type=Path)
    asked.add_argument("--users", type=int, default=20)
    asked.add_argument("--seconds", type=float, default=300)
    asked.add_argument("--think", type=float, default=5)
    asked.add_argument("--seed", type=int, default=7)
    given = asked.parse_args()
    seen, pages = Seen(), every_page()
    once = with_administrator(given.home)
    with the_board(given.home) as (address, logins):
        signed = [(one, "") for one in who_comes(logins, given.users - 1)] + [(ADMINISTRATOR, once)]
        all_in = threading.Barrier(given.users)
        walks = [
            Walk(
                address=address,
                login=login,
                once=password,
                seconds=given.seconds,
                think=given.think,
                all_in=all_in,
                random=Random(f"{given.seed}:{n}"),
                seen=seen,
                pages=pages,
            )
            for n, (login, password) in enumerate(signed)
        ]
        people = [threading.Thread(target=walk.go) for walk in walks]
        for person in people:
            person.start()
        for person in people:
            person.join()
        first, unpacked = first_page(address)
    opened = sum(map(len, seen.took.values()))
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"{given.users} users at once, {given.think:g} s between pages, {given.seconds:.0f} s, seed {given.seed}")
    print(f"{opened} pages; {datetime.now(UTC):%F %T} UTC, load on {os.cpu_count()} cores {load}")
    told(seen, pages)
    print(
        f"first page with all that it fetches: {first / 1000:.1f} kB sent ({unpacked / 1000:.1f} unpacked) "
        f"of at most {FIRST_PAGE_KB} kB"
    )


if __name__ == "__main__":
    main()
