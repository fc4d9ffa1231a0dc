"""Does the API keep its own description, whatever is sent to it? 按接口说明随机请求 (schemathesis)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    missing_required_header,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from board.site import build
from models.database import Database
from rules.moments import shanghai
from tasks.accounts.tokens import Scope, make_token
from tests.board.api.test_who_may_ask import ENDPOINTS
from tests.clock import Clock
from tests.databases import drop_postgres, fresh_postgres, fresh_sqlite
from tests.office import a_county

pytestmark = pytest.mark.slow

MOST_EXAMPLES = 12
ANSWERS_WITHIN_SECONDS = 300  # how fast is not asked here; schemathesis would ask for ten seconds

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    ignored_auth,
    missing_required_header,
    unsupported_method,
]


class Described(NamedTuple):
    """An API, and what opens it."""

    schema: schemathesis.BaseSchema
    headers: dict[str, str]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.db)])
def case_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One database for all requests: on SQLite, and in the `db` tier on PostgreSQL, which is stricter about values."""
    if request.param == "sqlite":
        made = fresh_sqlite(tmp_path_factory.mktemp("database"))
        yield made
        made.dispose()
        return
    url: str = request.getfixturevalue("postgres_url")
    made = fresh_postgres(url, f"hutong_any_request_{os.getpid()}")
    yield made
    drop_postgres(url, made)


@pytest.fixture(scope="module")
def described(case_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Described:
    """The API of a county in which something has happened, and a token that may do everything.

    Civil affairs leads the case, oversees the county and keeps its registers: no other post comes further.
    """
    home: Path = tmp_path_factory.mktemp("county")
    county = a_county(case_database, Clock(shanghai("Monday 2026-03-02 10:55")), home)
    case_no = county.a_case()
    county.answer_all(case_no, "triage", "police_acceptance")
    county.clock.move(days=5)
    child_no = str(county.case(case_no).child_no)
    token = make_token(county.office, "随机请求", post_no="P-CIVIL", scopes=tuple(Scope), by=None).token
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", build(county.office))

    @schema.hook
    def map_path_parameters(_context: object, numbers: dict[str, str] | None) -> dict[str, str] | None:
        """The case that there is, its first duties: requests are to come further than the first question."""
        if numbers and "case_no" in numbers:
            numbers["case_no"] = case_no
        if numbers and "duty_no" in numbers:
            numbers["duty_no"] = str(1 + len(numbers["duty_no"]))
        if numbers and "child_no" in numbers:
            numbers["child_no"] = child_no
        if numbers and "procedure" in numbers:
            numbers["procedure"] = "mandatory_reporting"
        if numbers and "pack_id" in numbers:
            numbers |= {name: "national" for name in ("pack_id", "other_id") if name in numbers}
        return numbers

    return Described(schema, {"Authorization": f"Bearer {token}"})


@pytest.mark.parametrize(("method", "path"), [one[1:3] for one in ENDPOINTS], ids=[one[0] for one in ENDPOINTS])
def test_whatever_is_sent_is_answered_as_described_and_never_with_a_fault(
    described: Described, method: str, path: str
) -> None:
    @given(case=described.schema[f"/v1{path}"][method.upper()].as_strategy())
    @settings(
        max_examples=MOST_EXAMPLES,
        deadline=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def try_it(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=described.headers, checks=CHECKS, timeout=ANSWERS_WITHIN_SECONDS)

    try_it()
