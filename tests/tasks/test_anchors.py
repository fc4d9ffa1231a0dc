"""Does a day go by without an anchor, and what does one give away? 每日存证."""

from __future__ import annotations

import asyncio
import json
import stat
from datetime import timedelta
from pathlib import Path

from flows.runner import Runner
from rules.moments import shanghai
from tasks.anchors import read_anchor, take_anchor, take_daily_anchor
from tasks.verify import verify
from tests.office import County, an_office


def test_each_day_in_china_has_one_anchor_whoever_asks_and_however_often(county: County, tmp_path: Path) -> None:
    county.a_case()
    folder = tmp_path / "anchors"
    written = []
    for moment in ("Monday 2026-03-02 12:00", "Monday 2026-03-02 23:59", "Tuesday 2026-03-03 00:01"):
        county.clock.show(moment)
        written.append(take_daily_anchor(county.office, folder))

    assert [path and path.name for path in written] == ["2026-03-02.json", None, "2026-03-03.json"]
    assert len(county.facts("head_exported")) == 2
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert sorted(path.name for path in folder.iterdir()) == ["2026-03-02.json", "2026-03-03.json"]
    with county.office.reading() as desk:
        anchors = [read_anchor(county.office, path.read_bytes()) for path in written if path]
        found = verify(desk, anchors)
    assert (found.altered, found.missing) == ((), ())


def test_the_runner_takes_it_while_it_watches(county: County, tmp_path: Path) -> None:
    runner = Runner(
        office=county.office, link=None, batch_from=6, lease=timedelta(seconds=20), anchors=tmp_path / "anchors"
    )
    for _ in range(2):
        asyncio.run(runner.watch())

    assert [path.name for path in (tmp_path / "anchors").iterdir()] == ["2026-03-02.json"]
    assert len(county.facts("head_exported")) == 1


def test_another_machine_writes_the_same_anchor_and_records_it_no_second_time(county: County, tmp_path: Path) -> None:
    other = an_office(county.office.database, county.clock, tmp_path, name="qinghe-2")
    first, second = (
        take_daily_anchor(office, tmp_path / name) for office, name in ((county.office, "one"), (other, "two"))
    )

    assert first is not None
    assert second is not None
    assert first.read_bytes() == second.read_bytes()
    assert len(county.facts("head_exported")) == 1


def test_a_file_that_was_lost_before_it_was_written_is_written_from_the_record(county: County, tmp_path: Path) -> None:
    first = take_daily_anchor(county.office, tmp_path / "anchors")
    assert first is not None
    content = first.read_bytes()
    first.unlink()
    county.a_case()

    again = take_daily_anchor(county.office, tmp_path / "anchors")

    assert again == first
    assert first.read_bytes() == content


def test_an_anchor_names_no_case_and_no_child(county: County, tmp_path: Path) -> None:
    case = county.a_case()
    path = take_daily_anchor(county.office, tmp_path)
    assert path is not None
    text = path.read_text(encoding="utf-8")
    for number in (case, county.case(case).child_no, county.facts("report_received")[0]["report"]["no"], "P-"):
        assert number not in text
    assert set(json.loads(text)) == {"format", "installation", "at", "links", "head", "chains", "root", "mac"}


def test_an_empty_journal_has_an_anchor_that_asks_for_nothing(county: County) -> None:
    office = county.office
    county.clock.show(shanghai("Monday 2026-03-02 12:00"))
    with office.writing() as desk:
        anchor = take_anchor(desk)
    with office.reading() as desk:
        assert verify(desk, [anchor]).missing == ()
    county.must_hold()
