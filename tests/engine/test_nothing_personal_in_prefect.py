"""Does a word about anybody reach Prefect? 引擎中不得有个人信息 / its database and its log, read as bytes."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NoReturn

import pytest
from sqlmodel import select

from cli.demo_story import CHAPTERS
from flows.at_work import at_work
from flows.runner import Runner
from models import Wake
from tasks import acts, cases
from tasks.documents_in import read_document
from tasks.intake import take_report
from tasks.report_form import read_report
from tests.engine.conftest import Engine, Workplace, move_all
from tests.office import EXAMPLES

pytestmark = pytest.mark.engine

NOTE = "外祖母称禾苗苗夜里常哭"  # a free word of whoever answers a duty
PERSONAL_FIELDS = {"姓名", "单位", "电话", "反馈地址", "详细地址", "地点", "身份证号", "情况"}
FRAGMENT = 8  # characters: no shorter run of a narrative is told apart from ordinary words
CITIZEN = {
    "报告主体": "公民",
    "报告人": {"姓名": "沈知微", "电话": "000-0000-0977", "反馈方式": "file", "反馈地址": "沈知微家门口信箱"},
    "接报岗位": "P-HOTLINE",
    "情形": ["R6"],
    "情况": "楼上的孩子半夜独自在楼道里坐着，说家里没有人，也没有吃的东西。",
    "儿童": [
        {
            "姓名": "石小川",
            "出生日期": "2017-03-05",
            "身份证号": "990101201703050017",
            "居住地": {"行政区划代码": "990101002", "详细地址": "石桥乡桥头旧粮站二楼"},
            "相关成年人": [{"姓名": "石阿远", "关系": "父亲", "电话": "000-0000-0978", "住址": "外省工地宿舍"}],
        }
    ],
}


def document(name: str) -> dict[str, Any]:
    read: dict[str, Any] = dict(read_document((EXAMPLES / name).read_bytes()))
    return read


def words_about_people(document: object, field: str = "") -> Iterator[str]:
    """Everything in a report or directory that names or describes somebody, narratives in overlapping pieces."""
    if isinstance(document, dict):
        for name, value in document.items():
            yield from words_about_people(value, name)
    elif isinstance(document, list):
        for value in document:
            yield from words_about_people(value, field)
    elif field in PERSONAL_FIELDS | {"住址"}:
        text = str(document)
        yield from (text[at : at + FRAGMENT] for at in range(max(1, len(text) - FRAGMENT + 1)))


def spellings(words: str) -> list[bytes]:
    """As text, and as JSON writes it when it keeps to ASCII."""
    return list({words.encode(), json.dumps(words)[1:-1].encode(), words.encode("utf-16-le")})


def kept_by_prefect(engine: Engine) -> bytes:
    """Every byte of its database, its write-ahead log and what it printed."""
    files = sorted(path for path in engine.home.joinpath("prefect").rglob("*") if path.is_file())
    assert {"prefect.db", "server.log"} <= {path.name for path in files}
    return b"\0".join(path.read_bytes() for path in files)


def found_in(kept: bytes, words: set[str]) -> list[str]:
    return sorted(word for word in words if any(spelling in kept for spelling in spellings(word)))


def test_after_a_full_story_prefect_knows_numbers_and_codes_and_nobody(engine: Engine, workplace: Workplace) -> None:
    school = document("report-school.yaml")
    citizen = {**CITIZEN, "报告时间": workplace.clock.at.isoformat()}
    received = take_report(workplace.office, read_report({**school, "报告时间": workplace.clock.at.isoformat()}))
    take_report(workplace.office, read_report(citizen))

    workplace.with_runner(lambda runner: the_whole_story(runner, workplace, received.concerned[0].case_no))

    kept = kept_by_prefect(engine)
    staff = set(re.findall("姓名: (.+?),", (EXAMPLES / "directory.yaml").read_text(encoding="utf-8")))
    assert len(staff) > 15
    secret = {*words_about_people(school), *words_about_people(citizen), *staff, NOTE, NOTE[:FRAGMENT]}
    answers = {str(act.given.get("reason")) for chapter in CHAPTERS for act in chapter.acts if act.given.get("reason")}
    assert len(secret) > 100
    assert len(answers) >= 2
    assert found_in(kept, {received.concerned[0].case_no, "police_acceptance", "Ended"})  # it would be found
    assert found_in(kept, secret | answers) == []


async def the_whole_story(runner: Runner, workplace: Workplace, case_no: str) -> None:
    """The demo's story through the runner: sweeps, runs, batches, delivery; every answer with a free note."""
    await move_all(runner)
    for chapter in CHAPTERS:
        for moment in chapter.until:
            await reach(runner, workplace, moment)
        for act in chapter.acts:
            await reach(runner, workplace, act.at)
            number = next(one.no for one in open_duties(workplace, case_no) if one.code == act.duty)
            acts.answer(workplace.office, case_no, number, {**act.given, "note": NOTE})
            await move_all(runner)
    assert open_duties(workplace, case_no) == []  # the story came to its end
    await runner.beat()
    assert workplace.engine_said() == "prefect"


def open_duties(workplace: Workplace, case_no: str) -> list[cases.DutyView]:
    with workplace.office.reading() as desk:
        return [one for one in cases.duties_of(desk, case_no) if one.state == "open"]


async def reach(runner: Runner, workplace: Workplace, moment: datetime) -> None:
    workplace.clock.at = moment
    await runner.look()
    if runner.to_climb.is_set():
        runner.to_climb.clear()
        await runner.climb()
    await runner.deliver()


def test_of_an_error_prefect_learns_the_kind_and_none_of_the_words(engine: Engine, workplace: Workplace) -> None:
    concerned = workplace.report().concerned[0]

    def broken_clock() -> NoReturn:
        raise LookupError("禾苗零七 的档案损坏")

    async def move_beside_it(runner: Runner) -> None:
        with at_work(dataclasses.replace(workplace.office, now=broken_clock)):  # what the run finds; the runner is well
            await runner.move()

    workplace.with_runner(move_beside_it)

    run = next(run for run in reversed(engine.runs()) if run["name"] == concerned.case_no)
    assert run["state_type"] == "FAILED"
    assert run["run_count"] == 2  # tried once more
    kept = kept_by_prefect(engine)
    assert found_in(kept, {"LookupError"})
    assert found_in(kept, {"禾苗零七", "档案损坏"}) == []
    with workplace.office.reading() as desk:
        (wake,) = desk.session.exec(select(Wake)).all()
    assert (wake.procedure_no, wake.last_error, wake.attempts) == (concerned.procedure_no, "LookupError", 1)
    assert wake.leased_until is not None
    assert wake.leased_until > workplace.clock.at  # its next try is not at once
