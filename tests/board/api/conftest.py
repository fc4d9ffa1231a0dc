"""Other programs at the API of Qinghe County. 接口测试件."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from httpx import Response
from starlette.testclient import TestClient

from tasks.accounts.tokens import Scope, make_token
from tests.board.conftest import Board
from tests.builders import a_report_as_written

ELSEWHERE = "990201001"
"""A village of another county, where nobody of Qinghe has anything to say."""

_keys = count(1)


def a_report(**changes: Any) -> dict[str, Any]:
    """The school's report as a program sends it: yes and no are no words."""
    report = a_report_as_written(**{"danger_now": False, **changes})
    for child in report["children"]:
        for adult in child.get("adults", []):
            said = {name: adult[name] == "是" for name in ("guardian", "carer", "suspected") if adult.get(name)}
            adult.update(said)
    return report


@dataclass
class Program:
    """Another program with a token. 调用方程序."""

    client: TestClient
    token: str = field(repr=False)

    def get(self, path: str, **query: Any) -> Response:
        """Ask for something."""
        return self.client.get(f"/api/v1{path}", params=query or None, headers=self.headers())

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> Response:
        """Have something done; with a fresh key, where none is named."""
        return self.client.post(f"/api/v1{path}", json=body, headers=self.headers(key or f"test-key-{next(_keys)}"))

    def headers(self, key: str | None = None) -> dict[str, str]:
        """What the request brings along."""
        said = {"authorization": f"Bearer {self.token}"}
        return {**said, "idempotency-key": key} if key else said


Programs = Callable[..., Program]


@pytest.fixture
def program(board: Board) -> Programs:
    """Makes programs: `program("P-CIVIL")` may do everything; `program("P-CIVIL", scopes=[…])` only that."""

    def made(post_no: str, *, scopes: Collection[Scope] = tuple(Scope)) -> Program:
        token = make_token(board.office, "测试程序", post_no=post_no, scopes=scopes, by=None)
        return Program(board.anybody().client, token.token)

    return made
