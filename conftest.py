"""What holds for every test, wherever it lies: loopback only, nothing of the user's own, tiers that cannot run fail.

Builders and the clock are not here but in tests/.
"""

from __future__ import annotations

import ipaddress
import os
import shutil
import sys
import tempfile

import pytest

# Before anything imports Prefect, which reads its settings at import: no telemetry, no promotions, no server of its own
# accord, and no folder of the person who runs the tests.
PREFECT_HOME = tempfile.mkdtemp(prefix="hutong-tests-prefect-")
os.environ.update(
    DO_NOT_TRACK="1",
    PREFECT_HOME=PREFECT_HOME,
    PREFECT_SERVER_ALLOW_EPHEMERAL_MODE="0",
    PREFECT_SERVER_ANALYTICS_ENABLED="false",
    PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT="false",
)
os.environ.pop("PREFECT_API_URL", None)
os.environ.pop("COLUMNS", None)  # tables are as wide as in a file, whatever window or worker the tests run in


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    shutil.rmtree(PREFECT_HOME, ignore_errors=True)


# ------------------------------------------------------------------------------------------------ loopback only


class LeftTheMachine(BaseException):
    """A test tried to reach another machine. Not an Exception, so that no retry or fallback can hide it."""


def is_local(host: object) -> bool:
    """Whether a host stays on this machine: no name at all, the loopback, or every address of ours (to listen on)."""
    if not host or host in ("localhost", b"localhost"):
        return True
    try:
        address = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def refuse_other_machines(event: str, arguments: tuple[object, ...]) -> None:
    """Audit hook: see every connection of this process, whichever library makes it."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):  # not a Unix socket
        host = arguments[1][0]
    else:
        return
    if not is_local(host):
        raise LeftTheMachine(f"a test tried to reach {host!r}")


sys.addaudithook(refuse_other_machines)


# ------------------------------------------------------------------------------------------------ tiers


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail, never skip, a test that was asked for without what it needs."""
    if item.get_closest_marker("db") and not os.environ.get("HUTONG_TEST_POSTGRES_URL"):
        pytest.fail(
            "this test needs PostgreSQL: run `make test-db`, or `scripts/with-postgres python -m pytest -m db`",
            pytrace=False,
        )
    if item.get_closest_marker("browser") and shutil.which("chromium") is None:
        pytest.fail(
            "this test needs Chromium: on Debian apt-get install chromium fonts-noto-cjk; then `make test-browser`",
            pytrace=False,
        )
    if item.get_closest_marker("oracle") and not os.environ.get("HUTONG_TEST_ORACLE_PYTHON"):
        pytest.fail("this test needs pm4py in an environment of its own: run `make test-oracle`", pytrace=False)


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """Address of the temporary PostgreSQL, in SQLAlchemy's form. Only for tests marked `db`."""
    return os.environ["HUTONG_TEST_POSTGRES_URL"]
