"""A counter in Qinghe County at which commands are typed. 柜台 / calling `hutong` in tests."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from cli.given import Given
from cli.main import app

ROOT = Path(__file__).resolve().parents[2]
DIRECTORY = ROOT / "examples" / "directory.yaml"
REPORT = ROOT / "examples" / "report-school.yaml"
SIBLINGS = ROOT / "examples" / "report-hotline-siblings.yaml"

NAMES = ("禾苗苗", "禾大山", "林秋", "张小满", "000-0000-0001", "河边路", "木棍")
"""Words of the example report that nobody may read in any output."""


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass(frozen=True)
class Told:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.err)["error"]
        return found


@dataclass
class Counter:
    """Somebody who types commands, on a home of their own."""

    home: Path
    clock: Clock
    environment: Mapping[str, str] = field(default_factory=dict)

    def hutong(self, *words: str, stdin: str | bytes | None = None) -> Told:
        """Type a command."""
        given = Given(now=self.clock, home=self.home, patience_seconds=0)
        ended = CliRunner().invoke(app, list(words), input=stdin, env=dict(self.environment), obj=given)
        return Told(ended.exit_code, ended.stdout, ended.stderr)

    def done(self, *words: str, stdin: str | bytes | None = None) -> Told:
        """Type a command that must succeed."""
        told = self.hutong(*words, stdin=stdin)
        assert told.code == 0, told.err
        return told

    def facts(self, *words: str) -> Any:
        """What a command that must succeed says to scripts."""
        return self.done(*words, "--json").json

    def report(self) -> str:
        """File the example report; its case number."""
        number: str = self.facts("report", str(REPORT))["cases"][0]["case_no"]
        return number

    def adults(self, case_no: str, *words: str) -> dict[str, str]:
        """Numbers of the adults around the child of a case, by what they are to the child."""
        return {one["relation"]: one["no"] for one in self.facts("person", "list", case_no, *words)}

    def entries(self) -> int:
        """How many entries the journal has, looked at past the command line."""
        with closing(sqlite3.connect(self.home / "hutong.db")) as database:
            count: int = database.execute("SELECT count(*) FROM journal").fetchone()[0]
        return count
