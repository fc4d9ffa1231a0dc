"""A home with the directory of Qinghe County in it, a clock, and somebody at the counter."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from tests.cli.counter import DIRECTORY, Clock, Counter
from tests.databases import fresh_sqlite

REPORTED = datetime.fromisoformat("2026-03-02T10:55:00+08:00")


@pytest.fixture
def clock() -> Clock:
    return Clock(REPORTED)


@pytest.fixture(scope="session")
def bytecode(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the processes that tests start keep their bytecode: the second starts three times as fast."""
    return tmp_path_factory.mktemp("bytecode")


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, bytecode: Path) -> None:
    """No HUTONG_… of whoever runs the tests, no `.env` of the folder that they stand in."""
    for name in ("HUTONG_HOME", "HUTONG_DATABASE_URL", "HUTONG_MASTER_KEY", "HUTONG_DEBUG", "HUTONG_PACK"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", str(bytecode))


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the directory loaded, made once."""
    home = tmp_path_factory.mktemp("furnished")
    fresh_sqlite(home, "hutong").dispose()
    Counter(home, Clock(REPORTED)).done("directory", "load", str(DIRECTORY))
    return home


@pytest.fixture(scope="session")
def reported(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The same home after the example report was filed, and the number of its case; made once."""
    home = tmp_path_factory.mktemp("reported") / "var"
    shutil.copytree(furnished, home)
    return home, Counter(home, Clock(REPORTED)).report()


@pytest.fixture
def counter(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Counter:
    """A counter with a home of its own: with the case in it for a test that asks for `case_no`, else without."""
    furnished: Path = request.getfixturevalue("furnished")
    if "case_no" in request.fixturenames:
        furnished, _ = request.getfixturevalue("reported")
    home = tmp_path / "var"
    shutil.copytree(furnished, home)
    return Counter(home, clock)


@pytest.fixture
def case_no(counter: Counter, reported: tuple[Path, str]) -> str:
    """A case: the example report was filed a moment ago."""
    return reported[1]
