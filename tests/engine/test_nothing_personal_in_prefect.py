"""Does a word about anybody reach Prefect? 引擎中不得有个人信息 / its database and its log, read as bytes."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NoReturn

import pytest

from cli.demo_story import CHAPTERS
from flows.at_work import at_work
from flows.prefect_link import PrefectLink
from flows.runner import Runner
from rules.errors import Unavailable
from rules.vocabulary import ProcedureKind
from tasks import acts, advance, cases
from tasks.documents_in import read_document
from tasks.intake import take_report
from tasks.report_form import read_report
from tests.engine.conftest import Engine, Workplace, move_all
from tests.running import EXAMPLES, school_report

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
    return b"\0".join(path.read_bytes() for path in sorted(engine.home.joinpath("prefect").rglob("*")) if path.is_file())


def found_in(kept: bytes, words: set[str]) -> list[str]:
    return sorted(word for word in words if any(spelling in kept for spelling in spellings(word)))


def test_after_a_full_story_prefect_knows_numbers_and_codes_and_nobody(engine: Engine, workplace: Workplace) -> None:
    school, citizen = school_report(), {**CITIZEN, "报告时间": workplace.clock.at.isoformat()}
    received = take_report(workplace.office, read_report(school | {"报告时间": workplace.clock.at.isoformat()}))
    take_report(workplace.office, read_report(citizen))

    workplace.with_runner(lambda runner: the_whole_story(runner, workplace, received.concerned[0].case_no))

    kept = kept_by_prefect(engine)
    directory = read_document((EXAMPLES / "directory.yaml").read_bytes())
    staff = {person["姓名"] for agency in directory["机构"] for post in agency["岗位"] for person in post["人员"]}
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
            with workplace.office.reading() as desk:
                no = next(one.no for one in cases.duties_of(desk, case_no) if (one.code, one.state) == (act.duty, "open"))
            acts.answer(workplace.office, case_no, no, {**act.given, "note": NOTE})
            await move_all(runner)
    with workplace.office.reading() as desk:
        assert not [one for one in cases.duties_of(desk, case_no) if one.state == "open"]  # the story came to its end
    await runner.beat()
    assert workplace.engine_said() == "prefect"


async def reach(runner: Runner, workplace: Workplace, moment: datetime) -> None:
    workplace.clock.at = moment
    await runner.look()
    if runner.to_climb.is_set():
        runner.to_climb.clear()
        await runner.climb()
    await runner.deliver()


def test_of_an_error_prefect_learns_the_kind_and_none_of_the_words(engine: Engine, workplace: Workplace) -> None:
    received = workplace.report()
    concerned = received.concerned[0]

    def broken_clock() -> NoReturn:
        raise LookupError("禾苗零七 的档案损坏")

    async def run_it(runner: Runner) -> str:
        assert runner.link is not None
        return await failed_with(runner.link, concerned.procedure_no, concerned.case_no)

    with at_work(workplace.office):
        broken = dataclasses.replace(workplace.office, now=broken_clock)
        code = workplace.with_runner(lambda runner: within(broken, run_it(runner)))

    assert code == "run_failed"
    run = next(run for run in reversed(engine.runs()) if run["name"] == concerned.case_no)
    assert run["state_type"] == "FAILED"
    assert "LookupError" in run["state"]["message"]
    kept = kept_by_prefect(engine)
    assert found_in(kept, {"LookupError"})
    assert found_in(kept, {"禾苗零七", "档案损坏"}) == []


async def within(office: Any, work: Any) -> Any:
    with at_work(office):
        return await work


async def failed_with(link: PrefectLink, procedure_no: str, case_no: str) -> str:
    with pytest.raises(Unavailable) as failed:
        await link.advance(procedure_no, case_no, ProcedureKind.MANDATORY_REPORTING)
    assert failed.value.permanent
    return failed.value.code


def test_a_procedure_whose_run_failed_waits_for_its_next_try_and_says_what_kind_of_error_it_was(
    workplace: Workplace,
) -> None:
    """A post that is gone from under a duty, say: here, a procedure of a rule version that nobody has."""
    workplace.report()
    with workplace.office.reading() as desk:
        (waiting,) = advance.waiting(desk.session, desk.at, 10)
    del waiting


asyncio_run = asyncio.run
