"""Playing the story of `hutong demo`. 演示经过."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cli import demo_story as story
from cli.case_shown import show_stuck, show_timeline, show_why_briefly
from cli.duties_shown import show_duties
from cli.output import console, heading, say
from flows.at_work import at_work
from flows.service import runner_of
from tasks import acts, cases, deliver, heartbeat, journal, rebuild, sweep
from tasks import stuck as finding
from tasks import timeline as telling
from tasks.directory import enter_directory, read_directory
from tasks.documents_in import read_document
from tasks.intake import take_report
from tasks.premises import SIMULATED, open_office
from tasks.receipts import Received
from tasks.report_form import read_report
from tasks.wording import say_moment

if TYPE_CHECKING:
    from tasks.office import Office
    from tasks.settings import Settings

ROOT = Path(__file__).parent.parent
ENGINE_WITHIN_SECONDS = 120


@dataclass
class MovedClock:
    """A clock that stands until it is moved. 演示时钟."""

    at: datetime

    def __call__(self) -> datetime:
        """The moment it shows."""
        return self.at


def play(settings: Settings, *, with_engine: bool) -> None:
    """From the report to the closed case, on a database of its own."""
    clock = MovedClock(story.REPORTED)
    with open_office(settings, now=clock, mode=SIMULATED) as office:
        asyncio.run(Demo(office, settings, clock, with_engine=with_engine).play())


class Demo:
    """The story being played. 演示."""

    def __init__(self, office: Office, settings: Settings, clock: MovedClock, *, with_engine: bool) -> None:
        self._office = office
        self._settings = settings
        self._clock = clock
        self._with_engine = with_engine
        self._runner = runner_of(office, settings, with_engine=with_engine)
        self._told = 0

    async def play(self) -> None:
        """From the report to the closed case."""
        with at_work(self._office):
            received = self._report()
            await self._wait_for_the_engine()
            await self._move()
            deliver.deliver(self._office)
            self._show_messages()
            case_no = received.concerned[0].case_no
            self._show_duties(case_no)
            for chapter in story.CHAPTERS:
                await self._play(chapter, case_no)
            await self._show_runs()
            self._show_all(case_no)
            if self._runner.link:
                await self._runner.link.close()

    # --- the report ----------------------------------------

    def _report(self) -> Received:
        enter_directory(self._office, read_directory(read_document((ROOT / story.DIRECTORY).read_bytes())))
        self._say_moment("学校提交报告", f"a school files its report: hutong report {story.REPORT}")
        form = read_report(read_document((ROOT / story.REPORT).read_bytes()))
        began = time.perf_counter()
        received = take_report(self._office, form)
        taken = time.perf_counter()
        deliver.deliver(self._office)
        sent = time.perf_counter()
        say(f"回执编号 {received.report_no} · 个案编号 {received.concerned[0].case_no}", "receipt and case number")
        told = "、".join(f"{post.role.zh}（{post.zh}）" for post in received.told)
        say(f"已告知：{told}", "told at once")
        say(
            f"写入 {(taken - began) * 1000:.0f} 毫秒，提交到送达 {(sent - taken) * 1000:.0f} 毫秒",
            "commit; commit to delivered",
        )
        self._show_messages()
        heading("给报告人的回执", "the reporter's receipt")
        console().print(received.text, soft_wrap=True)
        return received

    # --- the engine ----------------------------------------

    async def _wait_for_the_engine(self) -> None:
        link = self._runner.link
        if link is None:
            return
        with console().status("流程引擎 Prefect 正在启动（报告已在办理，不等引擎）…"):
            await link.load()
            deadline = time.monotonic() + ENGINE_WITHIN_SECONDS
            while not await link.answers() and time.monotonic() < deadline:
                link.ask_again()
                await asyncio.sleep(0.2)
        if await link.answers():
            say("流程引擎 Prefect 已就绪：每次推进是一次可见的运行", "Prefect is up: each advance is a visible run")
        else:
            say("流程引擎未就绪，由本机直接推进", "Prefect is not up; the same code runs plainly")

    async def _show_runs(self) -> None:
        link = self._runner.link
        if link is None or not await link.answers():
            return
        heading("引擎里看到的", "what Prefect shows: numbers and codes, nobody's name")
        for name, kind, state in (await link.newest_runs(limit=8))[::-1]:
            say(f"  {name} · {kind} · {state}")

    # --- time and people ----------------------------------------

    async def _play(self, chapter: story.Chapter, case_no: str) -> None:
        for moment in chapter.until:
            self._clock.at = moment
            self._say_moment(chapter.zh, chapter.en)
            rungs = sweep.sweep_all(self._office)
            deliver.deliver(self._office)
            say(f"到时的督办：{rungs} 级", f"rungs climbed: {rungs}")
            self._show_messages()
            chapter = story.Chapter(
                zh="时钟继续走", en="the clock goes on", show_stuck=chapter.show_stuck, acts=chapter.acts
            )
        if chapter.show_stuck:
            heading("卡住的个案", "hutong stuck")
            self._beat()
            with self._office.reading() as desk:
                show_stuck(finding.stuck(desk))
        for act in chapter.acts:
            await self._act(act, case_no)

    async def _act(self, act: story.Act, case_no: str) -> None:
        self._clock.at = act.at
        sweep.sweep_all(self._office)
        number = self._first_open(case_no, act.duty)
        done = acts.answer(self._office, case_no, number, act.given)
        late = "" if done.in_time is not False else "（逾期）"
        say(f"✓ {say_moment(act.at, 'zh')} {act.told}{late}", f"duty answer {case_no} {number}")
        await self._move()
        deliver.deliver(self._office)
        self._show_messages()

    async def _move(self) -> None:
        """Until nothing waits: one procedure may open another."""
        for _ in range(10):
            if not self._runner.waits():
                return
            await self._runner.move()

    def _first_open(self, case_no: str, code: str) -> str:
        with self._office.reading() as desk:
            return next(
                view.no for view in cases.duties_of(desk, case_no) if view.code == code and view.state == "open"
            )

    # --- what is shown ----------------------------------------

    def _show_messages(self) -> None:
        """The subjects of the messages that went out since the last time."""
        lines = self._settings.outbox_file.read_text(encoding="utf-8").splitlines()
        for line in lines[self._told :]:
            message = json.loads(line)
            say(f"  → {message['address']}：{message['subject']}")
        self._told = len(lines)

    def _show_duties(self, case_no: str) -> None:
        heading("谁、何时之前、凭什么", "who owes what, by when, on what basis")
        with self._office.reading() as desk:
            show_duties(cases.duties_of(desk, case_no), desk.at)

    def _show_all(self, case_no: str) -> None:
        self._say_moment("回头看：时间线", f"hutong timeline {case_no}")
        with self._office.reading() as desk:
            show_timeline(telling.timeline(desk, case_no))
            heading("每个期限的理由", f"the reason behind every due date: hutong why {case_no} …")
            for view in cases.duties_of(desk, case_no):
                show_why_briefly(cases.why(desk, case_no, view.no))
        with self._office.writing() as desk:
            journal.seal(desk.session, self._office.vault, everything=True)
            number, head = journal.global_head(desk.session)
        rebuilt = rebuild.rebuild(self._office)
        heading("证据", "evidence")
        say(f"办理记录 {number} 条，全局链首 {head[:16]}…", "entries in the global chain, and its head")
        same = "一致" if not rebuilt.differing else f"不一致：{'、'.join(one.table for one in rebuilt.differing)}"
        say(f"由办理记录重建全部查询表：{same}", "projections rebuilt from the journal: identical")

    def _beat(self) -> None:
        heartbeat.beat(self._office, {heartbeat.SWEEP: ""})

    def _say_moment(self, zh: str, en: str) -> None:
        heading(f"{say_moment(self._clock.at, 'zh')}　{zh}", en)
