"""Can a township that declared its own procedure work with it at the counter? 自设程序的命令."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cli.exits import ExitCode
from packs.files import SHELF
from tests.cli.counter import Counter

SIX_STEPS = "six_steps"
TAKEN = ("--by", "P-OFFICE", "--reason", "年度检查")
BY = ("--by", "P-LIUXI-STATION")


@pytest.fixture
def there(counter: Counter, case_no: str) -> Counter:
    """The counter of the township, in whose home there is a case already."""
    return replace(counter, environment={**counter.environment, "HUTONG_PACK": "example-township"})


@pytest.fixture
def away(there: Counter, case_no: str) -> str:
    """The number of the first step."""
    opened = there.facts("open", case_no, "declared", "--about", SIX_STEPS, *BY)
    (number,) = [one["no"] for one in opened["duties"] if one["code"] == f"{SIX_STEPS}.persuade"]
    return str(number)


def live(shown: Any) -> set[str]:
    return {duty["code"] for duty in shown["duties"] if duty["state"] == "open" and SIX_STEPS in duty["code"]}


@pytest.mark.parametrize("named", [SIX_STEPS, "柳溪镇控辍保学六步"])
def test_it_is_opened_by_its_own_name_like_any_procedure(there: Counter, case_no: str, named: str) -> None:
    told = there.done("open", case_no, named, *BY)
    assert "已启动“柳溪镇控辍保学六步”" in told.out

    shown = there.done("case", "show", case_no).out
    assert "柳溪镇控辍保学六步" in shown
    assert "declared" not in shown


def test_a_step_is_answered_with_the_fields_that_the_form_shows(there: Counter, case_no: str, away: str) -> None:
    form = there.done("duty", "form", case_no, away).out
    assert "是否返校" in form
    assert "外出打工" in form

    there.done("duty", "answer", case_no, "镇村上门劝返", "--with", "是否返校=否", "--with", "辍学原因=家庭困难")
    assert live(there.facts("case", "show", case_no)) == {f"{SIX_STEPS}.order"}
    assert "辍学原因：家庭困难" in there.done("timeline", case_no).out


def test_steps_before_the_one_where_the_matter_stands_are_skipped_with_a_reason(there: Counter, case_no: str) -> None:
    started = there.facts(
        *("open", case_no, SIX_STEPS, *BY, "--skip", "镇村上门劝返=学校、村里已多次上门"),
        *("--skip-with", "镇村上门劝返.是否返校=否", "--skip-with", "镇村上门劝返.辍学原因=外出打工"),
    )
    assert started["not_skipped"] == []
    assert live(there.facts("case", "show", case_no)) == {f"{SIX_STEPS}.order"}


def test_a_procedure_that_nobody_declared_is_refused_with_those_that_are(there: Counter, case_no: str) -> None:
    told = there.hutong("open", case_no, "declared", "--about", "six_stpes", *BY)
    assert told.code == ExitCode.REFUSED
    assert "six_steps（柳溪镇控辍保学六步）" in told.err


def test_the_rules_show_its_steps_its_ends_and_its_basis(counter: Counter) -> None:
    shown = counter.done("pack", "show", "example-township").out
    assert "自设程序：柳溪镇控辍保学六步" in shown
    assert "· 决定是否处罚：填写 是否处罚；是 → 向每名监护人发出履行催告书；否 → 决定起诉" in shown.replace("\n", "")
    (declared,) = counter.facts("pack", "show", "example-township")["procedures"]
    assert declared["steps"][0]["duty"] == f"{SIX_STEPS}.persuade"
    assert counter.facts("pack", "show")["procedures"] == []


def test_its_map_is_drawn_by_its_name_and_not_by_the_name_of_all_of_them(
    there: Counter, away: str, tmp_path: Path
) -> None:
    out = tmp_path / "map.svg"
    there.done("audit", "map", SIX_STEPS, "--out", str(out), *TAKEN)
    assert "柳溪镇控辍保学六步：流程图" in out.read_text(encoding="utf-8")

    told = there.hutong("audit", "map", "declared", "--out", str(tmp_path / "other.svg"), *TAKEN)
    assert told.code == ExitCode.REFUSED
    assert "six_steps（柳溪镇控辍保学六步）" in told.err
    assert not (tmp_path / "other.svg").exists()


def test_moving_a_case_to_rules_without_it_is_told_before_and_refused(
    there: Counter, counter: Counter, case_no: str, away: str
) -> None:
    shown = counter.done("pack", "migrate", "--dry-run", "--case", case_no).out
    assert "新版规则没有自设程序“six_steps”" in shown

    told = counter.hutong("pack", "migrate", "--case", case_no, "--by", "P-OFFICE", "--reason", "撤并乡镇")
    assert told.code == ExitCode.REFUSED
    assert "不能改用新版规则" in told.err


def test_a_running_clock_is_kept_unless_it_is_said_that_it_is_counted_again(
    there: Counter, case_no: str, away: str, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(SHELF / "example-township", tmp_path / "liuxi"))
    for file in ("facts.yaml", "duties.yaml"):
        text = (folder / file).read_text(encoding="utf-8")
        (folder / file).write_text(text.replace("within: 5 days", "within: 3 days"), encoding="utf-8")
    stricter = replace(there, environment={**there.environment, "HUTONG_PACK": str(folder)})
    plan = ("pack", "migrate", "--dry-run", "--case", case_no)

    assert "劝返：已经起算，仍按" in stricter.done(*plan).out
    assert "要改按新规则，加 --recount" in stricter.done(*plan).out
    assert "（LX-1） → " in stricter.done(*plan, "--recount").out

    def due(counter: Counter) -> str:
        (one,) = [duty for duty in counter.facts("case", "show", case_no)["duties"] if str(duty["no"]) == away]
        return str(one["due_at"])

    before = due(stricter)
    stricter.done("pack", "migrate", "--case", case_no, "--by", "P-OFFICE", "--reason", "镇里修改了办法")
    assert due(stricter) == before
    assert "已经起算的期限照旧" in stricter.done("timeline", case_no).out
    assert "都已适用现行规则" in stricter.done(*plan).out
