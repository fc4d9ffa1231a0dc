"""The board of Qinghe County, and people who are signed in at it. 网页端测试件."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import Response
from starlette.testclient import TestClient

from board.site import build
from tasks import accounts
from tasks.office import Office
from tasks.posts import holder_of
from tests.accounts import CHEAP
from tests.office import County

PASSWORD = "correct horse battery staple"


class _Forms(HTMLParser):
    """The hidden fields of a page: what a browser sends along with what people type."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "input" and said.get("type") == "hidden":
            self.hidden[str(said.get("name"))] = said.get("value") or ""


def hidden_in(page: Response) -> dict[str, str]:
    """Names and values of the hidden fields; of several of one name the last."""
    read = _Forms()
    read.feed(page.text)
    return read.hidden


@dataclass
class Visitor:
    """A browser. 浏览器."""

    client: TestClient

    def get(self, path: str, **query: Any) -> Response:
        """A page, wherever it leads."""
        return self.client.get(path, params=query or None)

    def post(self, path: str, *, seen: str | None = None, **typed: Any) -> Response:
        """A form as it was drawn on a page, sent; then the page that follows.

        Args:
            seen: path of the page that holds the form; the same, if not said.
        """
        drawn = hidden_in(self.client.get(seen or path))
        return self.client.post(path, data={**drawn, **typed})


@dataclass
class Board:
    """The board, its county, and who comes. 网页端."""

    county: County
    site: FastAPI
    opened: list[TestClient] = field(default_factory=list)

    @property
    def office(self) -> Office:
        """The office behind it."""
        return self.county.office

    def anybody(self) -> Visitor:
        """A browser in which nobody is signed in."""
        client = TestClient(self.site, base_url="http://127.0.0.1:4780", raise_server_exceptions=False)
        self.opened.append(client)
        return Visitor(client)

    def as_post(self, post_no: str) -> Visitor:
        """The holder of a post, signed in and acting as it."""
        visitor = self.anybody()
        login = self.account_of(post_no)
        answer = visitor.post("/sign-in", name=login, password=PASSWORD)
        assert answer.status_code == 200, answer.text
        seen = visitor.post("/seat", seen="/account", post=post_no)
        assert seen.status_code == 200, seen.text
        return visitor

    def account_of(self, post_no: str) -> str:
        """Login name of whoever holds a post; made on first use, with a password of their own."""
        person = self.person_at(post_no)
        login = f"{person.lower()}"
        if all(one.person_no != person for one in accounts.accounts(self.office)):
            made = accounts.open_account(self.office, login, person_no=person, by=None, policy=CHEAP)
            self._make_it_their_own(made.login, made.password)
            return made.login
        return login

    def person_at(self, post_no: str) -> str:
        """Number of whoever acts at a post."""
        with self.office.reading() as desk:
            holder = holder_of(desk, post_no, desk.at)
        assert holder is not None, f"nobody holds {post_no}"
        assert holder.person_no is not None
        return holder.person_no

    def _make_it_their_own(self, login: str, once: str) -> None:
        begun = accounts.sign_in(self.office, login, once, policy=CHEAP)
        accounts.change_password(self.office, begun.token, once, PASSWORD, policy=CHEAP)


@pytest.fixture
def board(county: County) -> Iterator[Board]:
    """The board on Qinghe County: everybody is at their post, nothing has happened."""
    made = Board(county, build(county.office, policy=CHEAP))
    yield made
    for client in made.opened:
        client.close()
