"""Files as evidence, as somebody hands them in and takes them out. 柜台上的证据材料."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

from sqlalchemy import text

from cli.exits import ExitCode
from models.database import Database
from tests.cli.counter import Counter
from tests.evidence import PHOTOGRAPH, WORDS

BY = ("--by", "P-LIUXI-POLICE")


def test_a_file_is_handed_in_listed_checked_and_taken_out(counter: Counter, case_no: str, tmp_path: Path) -> None:
    source, out = tmp_path / "苗苗的手.exe", tmp_path / "out.jpg"
    source.write_bytes(PHOTOGRAPH)
    added = counter.facts("evidence", "add", case_no, str(source), "--duty", "2", "--text", WORDS, *BY)
    assert added["sha256"] == hashlib.sha256(PHOTOGRAPH).hexdigest()
    assert added["media_type"] == "image/jpeg"
    assert counter.facts("evidence", "add", case_no, str(source), *BY)["again"] is True
    listed = counter.done("evidence", "list", case_no, *BY)
    assert added["evidence_no"] in listed.out
    assert added["sha256"] in listed.out
    assert "苗苗" not in listed.out
    number = added["evidence_no"]
    taken = counter.done("evidence", "get", case_no, number, *BY, "--reason", "送检", "--out", str(out))
    assert (out.read_bytes(), stat.S_IMODE(out.stat().st_mode)) == (PHOTOGRAPH, 0o600)
    assert WORDS in taken.out
    assert number in counter.done("timeline", case_no).out
    assert counter.hutong("evidence", "check").code == 0


def test_who_may_not_open_it_gets_no_file(counter: Counter, case_no: str, tmp_path: Path) -> None:
    source, out = tmp_path / "a.jpg", tmp_path / "out.jpg"
    source.write_bytes(PHOTOGRAPH)
    number = counter.facts("evidence", "add", case_no, str(source), *BY)["evidence_no"]
    asked = ("evidence", "get", case_no, number, "--by", "P-OFFICE", "--reason", "想看", "--out", str(out))
    refused = counter.hutong(*asked)
    assert refused.code == ExitCode.REFUSED
    assert not out.exists()


def test_a_file_that_is_gone_is_found(counter: Counter, case_no: str, tmp_path: Path) -> None:
    source = tmp_path / "a.jpg"
    source.write_bytes(PHOTOGRAPH)
    number = counter.facts("evidence", "add", case_no, str(source), *BY)["evidence_no"]
    database = Database(f"sqlite:///{counter.home / 'hutong.db'}")
    with database.writing() as session:
        session.execute(text("DELETE FROM blob WHERE sha256 IN (SELECT blob FROM evidence)"))
    database.dispose()
    told = counter.hutong("evidence", "check")
    assert told.code == 1
    assert number in told.out
