"""Does every link that somebody is shown lead to a page that they may open, in Chinese and in English? 链接走查.

A published case is played to its end and the board is walked from "Today" as those who had a part in it: what is
shown and then refused, or breaks in one of the languages, is a dead end to whoever follows it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from board.site import build
from scenarios.player import play
from tests.accounts import CHEAP
from tests.board.conftest import Board, Visitor
from tests.office import County

STORY = Path(__file__).resolve().parents[2] / "examples" / "cases" / "08-nantong.yaml"
OF_A_KIND = 2
"""Pages of one kind that are looked at: a case has hundreds of entries and they are drawn alike."""

_NUMBER = re.compile(r"\b[A-Z]{1,2}-[0-9A-Z-]+|\b\d+\b|(?<==)[^&]+")


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.to: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.to.append(dict(attrs).get("href") or "")


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """The board on a case that was played to its end: two orders, breaches, a judgment, dates that nobody knows."""
    home = tmp_path_factory.mktemp("walked")
    with play(STORY, home=home) as played:
        county = County(office=played.office, clock=played.clock, home=home)  # type: ignore[arg-type]
        board = Board(county, build(played.office, policy=CHEAP))
        yield board
        for client in board.opened:
            client.close()


def _links_of(visitor: Visitor, path: str) -> tuple[int, list[str]]:
    answer = visitor.get(path)
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return answer.status_code, []
    found = _Links()
    found.feed(answer.text)
    here = str(answer.url)
    led = [urlsplit(urljoin(here, to)) for to in found.to if to and not to.startswith("#")]
    return answer.status_code, [f"{to.path}?{to.query}".rstrip("?") for to in led if not to.path.startswith("/lang/")]


def _walk(visitor: Visitor) -> tuple[int, list[tuple[str, str, int]]]:
    """How many pages were opened; from which page which link led to what it should not have led to."""
    waiting, known, kinds, dead = [("", "/today")], {"/today"}, Counter[str](), []
    opened = 0
    while waiting:
        shown_on, path = waiting.pop()
        status, led = _links_of(visitor, path)
        opened += 1
        if status != 200:
            dead.append((shown_on, path, status))
        for to in led:
            kind = _NUMBER.sub("NO", to)
            if to not in known and kinds[kind] < OF_A_KIND:
                known.add(to)
                kinds[kind] += 1
                waiting.append((path, to))
    return opened, dead


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("post", ["P-CC-CIVIL", "P-CC-POLICE", "P-CC-COMMITTEE"])
def test_every_link_that_is_shown_leads_to_a_page(ended: Board, post: str, lang: str) -> None:
    visitor = ended.as_post(post)
    visitor.get(f"/lang/{lang}")
    opened, dead = _walk(visitor)
    assert opened > 40, "the walk came nowhere"
    assert dead == []
