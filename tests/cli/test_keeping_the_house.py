"""Can whoever runs the installation see that it works, and mend what does not?"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import text

from cli.exits import ExitCode
from cli.given import Given
from cli.opening import settings_of
from models.database import Database
from packs.loader import SHELF
from tasks import heartbeat
from tasks.premises import open_office
from tests.cli.counter import DIRECTORY, REPORT, Counter
from tests.packs.local import a_pack

NO_ENGINE = {"HUTONG_PREFECT_API_URL": "http://127.0.0.1:9/api"}


@pytest.fixture(autouse=True)
def _no_engine(counter: Counter) -> None:
    """Nothing listens there, whatever runs on this machine."""
    counter.environment = NO_ENGINE


def checks(counter: Counter, *words: str) -> Mapping[str, Any]:
    told = counter.hutong("doctor", "--json", *words)
    found = told.json
    assert (told.code == ExitCode.OK) is found["healthy"]
    return {one["check"]: one for one in found["checks"]}


def ill(counter: Counter, *words: str) -> set[str]:
    return {name for name, one in checks(counter, *words).items() if one["grade"] == "ill"}


def tamper(counter: Counter, statement: str) -> None:
    """Somebody with the database in hand."""
    database = Database(f"sqlite:///{counter.home / 'hutong.db'}")
    with database.writing() as session:
        session.execute(text(statement))
    database.dispose()


# ------------------------------------------------------------------------------------------------ sweep


def test_a_sweep_climbs_each_rung_once_and_says_what_it_did(counter: Counter, case_no: str) -> None:
    counter.clock.move(hours=1)
    first, second = counter.facts("sweep"), counter.facts("sweep")
    assert first["rungs"] == 4  # reminder and first rung, of two duties
    assert first["delivered"] > 0
    assert first["sealed"] > 0
    assert (second["rungs"], second["delivered"], second["sealed"]) == (0, 0, 0)
    assert "逐级督办 0 级" in counter.done("sweep").out


def test_a_sweep_after_silence_finds_no_fault_with_itself(counter: Counter, case_no: str) -> None:
    counter.clock.move(days=2)
    assert counter.facts("sweep")["findings"] == []
    assert "stuck_sweep_not_alive" not in ill(counter)


# ------------------------------------------------------------------------------------------------ doctor


def test_a_fresh_installation_is_healthy_without_an_engine(counter: Counter) -> None:
    counter.done("journal", "head")
    found = checks(counter)
    assert {name for name, one in found.items() if one["grade"] == "ill"} == set()
    assert found["engine"]["zh"] == "Prefect 未运行，程序由本机直接推进"
    assert "运行正常" in counter.done("doctor").out


def test_an_engine_that_answers_is_seen(counter: Counter) -> None:
    class Healthy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/api/health" else 404)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Healthy) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        counter.environment = {"HUTONG_PREFECT_API_URL": f"http://127.0.0.1:{server.server_port}/api"}
        found = checks(counter)
        server.shutdown()
        thread.join()
    assert (found["engine"]["grade"], found["engine"]["zh"]) == ("well", "Prefect 运行中")


def test_where_there_is_nothing_the_doctor_says_so_and_makes_nothing(counter: Counter, tmp_path: Path) -> None:
    nowhere = Counter(tmp_path / "nowhere", counter.clock, NO_ENGINE)
    assert ill(nowhere) == {"key", "database"}
    assert not nowhere.home.exists()


def test_a_key_that_others_may_read_is_found(counter: Counter) -> None:
    (counter.home / "keys" / "master.key").chmod(0o640)
    found = checks(counter)
    assert found["key"]["grade"] == "ill"
    assert "chmod 600" in found["key"]["mend"]["zh"]
    assert counter.hutong("case", "list").code == ExitCode.UNAVAILABLE


def test_a_lost_key_is_found_and_no_other_is_made(counter: Counter) -> None:
    key = counter.home / "keys" / "master.key"
    key.unlink()
    assert "切勿另建" in checks(counter)["key"]["mend"]["zh"]
    assert not key.exists()


def test_a_database_of_a_newer_program_is_found(counter: Counter) -> None:
    tamper(counter, "UPDATE alembic_version SET version_num = '9999'")
    assert "9999" in checks(counter)["database"]["zh"]
    assert counter.hutong("case", "list").code == ExitCode.UNAVAILABLE


def test_a_pack_that_cannot_be_read_is_found(counter: Counter) -> None:
    counter.environment = {**NO_ENGINE, "HUTONG_PACK": "nowhere"}
    assert "pack" in ill(counter)


def test_a_missing_holiday_notice_is_found_from_the_middle_of_december(counter: Counter) -> None:
    counter.done("journal", "head")
    years = {one["zh"] for one in (checks(counter)["calendar"],)}
    assert years == {"放假通知已载至 2026 年"}

    counter.clock.at = counter.clock.at.replace(month=12, day=14)
    assert "calendar" not in ill(counter)
    counter.clock.at = counter.clock.at.replace(day=15)
    assert "2027" in checks(counter)["calendar"]["zh"]


def test_a_sweep_that_is_not_alive_is_found_after_two_minutes(counter: Counter, case_no: str) -> None:
    counter.done("sweep")
    counter.clock.move(minutes=2)
    assert ill(counter) == set()
    counter.clock.move(seconds=1)
    assert ill(counter) == {"stuck_sweep_not_alive"}
    assert "hutong up" in counter.hutong("doctor").out


def test_procedures_and_messages_that_wait_too_long_are_found(counter: Counter, case_no: str) -> None:
    counter.done("sweep")
    tamper(
        counter,
        "INSERT INTO wake (procedure_no, why, created_at, attempts) SELECT no, 'test', opened_at, 0 FROM procedure",
    )
    assert checks(counter)["wake"]["grade"] == "note"
    counter.clock.move(minutes=5, seconds=1)
    assert ill(counter) >= {"wake", "stuck_stale_wake"}
    counter.done("sweep")
    assert ill(counter) == set()


def test_entries_that_nobody_sealed_are_found_and_sealed_by_one_command(counter: Counter, case_no: str) -> None:
    assert checks(counter)["seal"]["grade"] == "note"
    counter.clock.move(minutes=16)
    assert "seal" in ill(counter)
    counter.done("journal", "head")
    assert "seal" not in ill(counter)


def test_a_case_in_which_nobody_owes_anything_is_found_and_mended(counter: Counter) -> None:
    with open_office(settings_of(Given(home=counter.home)), now=counter.clock) as office:
        heartbeat.beat(office, {heartbeat.RUNNER: "a runner that does nothing", heartbeat.SWEEP: ""})
    case_no = counter.report()
    tamper(counter, "DELETE FROM wake")

    assert ill(counter) == {"stuck_no_open_duty", "invariant_procedure_waits_for_somebody"}
    assert case_no in counter.done("stuck", "--kind", "no_open_duty").out

    assert ill(counter, "--repair") == set()
    assert counter.facts("case", "show", case_no)["open_duties"] == 2
    assert "stuck_no_open_duty" not in ill(counter)


# ------------------------------------------------------------------------------------------------ journal


def test_the_head_of_the_journal_stands_until_something_is_recorded(counter: Counter) -> None:
    first = counter.facts("journal", "head")
    assert counter.facts("journal", "head") == first
    counter.report()
    after = counter.facts("journal", "head")
    assert after["no"] > first["no"]
    assert len(after["mac"]) == 64
    assert after["mac"] in counter.done("journal", "head").out


def test_a_rebuild_finds_the_tables_that_were_not_what_the_journal_says(counter: Counter, case_no: str) -> None:
    assert counter.facts("journal", "rebuild", "--check")["differing"] == []
    assert counter.facts("journal", "rebuild")["differing"] == []

    tamper(counter, "UPDATE duty SET post_no = 'P-GOV' WHERE code = 'triage'")
    told = counter.hutong("journal", "rebuild")
    assert told.code == ExitCode.FINDINGS
    assert "duty" in told.out
    assert "各表与记录相符" in counter.done("journal", "rebuild").out
    duties = counter.facts("case", "show", case_no)["duties"]
    assert {duty["owner"]["no"] for duty in duties if duty["code"] == "triage"} == {"P-LIUXI-STATION"}


# ------------------------------------------------------------------------------------------------ directory


def test_the_directory_can_be_loaded_again_and_only_what_is_new_is_recorded(counter: Counter) -> None:
    again = counter.facts("directory", "load", str(DIRECTORY))
    assert (again["agencies"], again["posts"], again["persons"], again["recorded"]) == (18, 23, 23, 0)
    changed = DIRECTORY.read_text(encoding="utf-8").replace("名称: 权益岗", "名称: 维权岗")
    assert counter.done("directory", "load", "-", "--json", stdin=changed).json["recorded"] == 1
    assert "维权岗" in counter.done("directory", "show").out


def test_the_directory_shows_posts_and_holders_by_number_and_no_name(counter: Counter) -> None:
    posts = {post["no"]: post for post in counter.facts("directory", "show")}
    assert len(posts) == 23
    assert posts["P-LIUXI-POLICE"]["holder"] == "W-007"
    assert posts["P-LIUXI-POLICE"]["channels"] == ["file"]
    assert "褚警" not in counter.done("directory", "show").out


def test_a_report_from_a_place_without_posts_says_that_nobody_was_told_and_what_to_do(counter: Counter) -> None:
    report = REPORT.read_text(encoding="utf-8").replace("9901010", "1101010")

    told = counter.done("report", "-", stdin=report).out

    assert "没有告知任何单位" in told
    assert "110" in told
    assert "hutong directory load" in told


# ------------------------------------------------------------------------------------------------ packs


def test_packs_are_listed_shown_and_checked(counter: Counter) -> None:
    (national,) = [pack for pack in counter.facts("pack", "list") if pack["id"] == "national"]
    shown = counter.facts("pack", "show")
    assert shown["hash"] == national["hash"]
    triage = next(duty for duty in shown["duties"] if duty["code"] == "triage")
    assert triage["periods"]["default"]["force"] == "our_default"
    assert "本系统默认（非法定）" in counter.done("pack", "show", "national").out
    assert counter.facts("pack", "check") == {"pack": "national", "faults": []}
    assert counter.hutong("pack", "check", "nowhere").code == ExitCode.REFUSED


def test_a_pack_with_faults_ends_in_findings_each_with_its_place(counter: Counter, tmp_path: Path) -> None:
    folder = tmp_path / "county"
    shutil.copytree(SHELF / "national", folder)
    duties = folder / "duties.yaml"
    duties.write_text(
        duties.read_text(encoding="utf-8").replace("ladder: pass_on", "ladder: nowhere"), encoding="utf-8"
    )
    told = counter.hutong("pack", "check", str(folder))
    assert told.code == ExitCode.FINDINGS
    assert "duties.yaml" in told.out
    assert counter.hutong("pack", "check", str(folder), "--json").json["faults"]


def test_a_rung_that_nobody_here_holds_is_refused_with_its_place_and_what_to_do(
    counter: Counter, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(SHELF / "example-township", tmp_path / "example-township"))
    assert counter.facts("pack", "check", str(folder), "--here") == {"pack": str(folder), "faults": []}
    ladders = folder / "ladders.yaml"
    told = ladders.read_text(encoding="utf-8").replace("tell: [education, county_office]", "tell: [care_committee]")
    ladders.write_text(told, encoding="utf-8")

    assert counter.hutong("pack", "check", str(folder)).code == ExitCode.OK  # a role it is; that nobody has it here …
    refused = counter.hutong("pack", "check", str(folder), "--here")
    assert refused.code == ExitCode.FINDINGS
    assert "ladders.yaml:3：阶梯“liuxi”第 4 级告知关心下一代工作委员会，本机名册中没有这样的岗位" in refused.out
    assert "改告有岗位的，或补入名册" in refused.out


def test_a_duty_that_nobody_here_can_owe_is_refused_too(counter: Counter, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SHELF / "example-township", tmp_path / "example-township"))
    duties = folder / "duties.yaml"
    text = duties.read_text(encoding="utf-8")
    duties.write_text(
        text.replace("owed_by: [township_station, township_leader]", "owed_by: [social_work]", 1), encoding="utf-8"
    )
    (found,) = counter.hutong("pack", "check", str(folder), "--here", "--json").json["faults"]
    assert found["field"] == "owed_by"
    assert "duties.yaml" in found["zh"]


def test_a_local_pack_is_listed_with_its_parent_and_compared_with_it_row_by_row(counter: Counter) -> None:
    (tianmen,) = [pack for pack in counter.facts("pack", "list") if pack["id"] == "hubei-tianmen-2025"]
    assert tianmen["inherits"] == "hubei"
    assert "继承 hubei" in counter.done("pack", "show", "hubei-tianmen-2025").out

    compared = counter.facts("pack", "diff", "national", "yunnan")["differences"]
    (period,) = [one for one in compared if one["about"] == "period default"]
    assert (period["code"], period["change"]) == ("decide_warning", "tightened")
    assert (period["left"]["zh"], period["left"]["force"]) == ("72小时", "statutory")
    assert (period["right"]["zh"], period["right"]["basis"], period["right"]["force"]) == ("24小时", ["B-50"], "local")
    backwards = counter.facts("pack", "diff", "yunnan", "national")["differences"]
    assert {one["change"] for one in backwards} == {"loosened", "removed"}


def test_a_comparison_can_be_read_aloud_and_printed(counter: Counter) -> None:
    told = counter.done("pack", "diff", "national", "yunnan").out
    assert "▲ 收紧 1 处" in told
    assert "B-50 · 地方规定" in told
    page = counter.done("pack", "diff", "national", "yunnan", "--format", "html").out
    assert page.lstrip().startswith("<!")
    assert "云南省反家庭暴力条例 第28条" in page
    assert "没有不同" in counter.done("pack", "diff", "national", "national").out
    assert counter.hutong("pack", "diff", "national", "yunnan", "--format", "pdf").code == ExitCode.REFUSED


def test_the_force_of_a_local_row_is_never_borrowed_from_the_law_beside_it(counter: Counter) -> None:
    compared = counter.facts("pack", "diff", "national", "shandong-jining-2016")["differences"]
    (told,) = [one for one in compared if one["about"] == "township_government"]
    assert (told["right"]["basis"], told["right"]["force"]) == (["A-53"], "local")


def test_the_edition_of_a_day_is_shown(counter: Counter, tmp_path: Path) -> None:
    folder = tmp_path / "county"
    shutil.copytree(SHELF / "national", folder)
    shutil.copytree(folder, tmp_path / "county@2027")
    for file, old, new in (
        (folder, "valid_from: 2026-01-01", "valid_until: 2026-12-31\nvalid_from: 2026-01-01"),
        (tmp_path / "county@2027", "valid_from: 2026-01-01", "valid_from: 2027-01-01"),
        (tmp_path / "county@2027", '"2026.1"', '"2027.1"'),
    ):
        head = file / "pack.yaml"
        head.write_text(head.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    shown = [counter.facts("pack", "show", str(folder), "--on", day)["version"] for day in ("2026-12-31", "2027-01-01")]
    assert shown == ["2026.1", "2027.1"]
    days = ("--left-on", "2026-12-31", "--right-on", "2027-01-01")
    compared = counter.facts("pack", "diff", str(folder), str(folder), *days)
    assert [compared[side]["version"] for side in ("left", "right")] == shown


def test_a_parent_that_is_missing_is_a_finding_with_its_place(counter: Counter, tmp_path: Path) -> None:
    folder = a_pack(tmp_path, parent="provinz")
    told = counter.hutong("pack", "check", str(folder))
    assert told.code == ExitCode.FINDINGS
    assert "pack.yaml:6" in told.out


def test_the_schema_of_a_part_is_printed_for_editors(counter: Counter) -> None:
    assert counter.facts("pack", "schema", "duties")["items"]["required"] == ["code"]
    assert set(counter.facts("pack", "schema")) == {
        *("pack", "sources", "facts", "duties", "ladders", "rhythms", "procedures", "services")
    }
    assert counter.hutong("pack", "schema", "dutys").code == ExitCode.REFUSED
