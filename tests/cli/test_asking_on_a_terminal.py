"""What is a person asked who comes without a form? On a real terminal."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator

import pexpect
import pytest

from cli.exits import ExitCode
from rules.vocabulary import Situation
from tasks.plain_words import IN_PLAIN_WORDS
from tests.cli.counter import ROOT, Counter

SCHOOL, R4, FEMALE, LEFT_BEHIND, FATHER = "1", "4", "1", "2", "2"


def _hears_interrupts() -> None:
    """As at a terminal: what a shell started in the background hands down is that ctrl-c is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """Somebody at a terminal: reads a question, types an answer."""

    def __init__(self, counter: Counter, *command: str, **settings: str) -> None:
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "cli.main", "--home", str(counter.home), *(command or ("report",))],
            cwd=str(ROOT),
            env={**os.environ, "PYTHONIOENCODING": "utf-8", **settings},
            encoding="utf-8",
            timeout=60,
            dimensions=(50, 120),
            echo=False,
            preexec_fn=_hears_interrupts,
        )
        self.child.delaybeforesend = None  # the question has been read: the terminal is waiting

    def asked(self, question: str, *answers: str) -> None:
        """Wait for the question, then type the answer."""
        self.child.expect_exact(question)
        for answer in answers or ("",):
            self.child.sendline(answer)

    def ended(self) -> int:
        self.child.expect(pexpect.EOF)
        self.child.close()
        return int(self.child.exitstatus)


@pytest.fixture
def terminal(counter: Counter) -> Iterator[Terminal]:
    terminal = Terminal(counter)
    yield terminal
    terminal.child.close(force=True)


def tell_what_was_seen(terminal: Terminal) -> None:
    terminal.asked("您代表谁报告？", SCHOOL)
    terminal.asked("您发现了什么？", f"{R4} 6")
    terminal.asked("孩子现在有危险吗", "是")
    terminal.child.expect_exact("请立即拨打 110")
    terminal.asked("您什么时候发现的", "2026-03-02 10:20")
    terminal.asked("请说说看到、听到了什么", "手臂上有淤伤", "说是在家被打的", "")


def tell_when_and_where(terminal: Terminal) -> None:
    terminal.asked("事情什么时候发生的", "2026-03-01 20:00")
    terminal.asked("这个时间准确吗", "否")
    terminal.asked("在哪里发生的", "家中")
    terminal.asked("发生地的行政区划代码", "990101001")


def tell_of_the_child(terminal: Terminal, born: str = "2016-05-18") -> None:
    terminal.asked("涉及几个孩子", "1")
    terminal.asked("姓名", "禾苗苗")
    terminal.asked("性别", FEMALE)
    terminal.asked("出生日期", born)
    terminal.asked("是不是", LEFT_BEHIND)
    terminal.asked("本地：990101001 柳溪镇", "990101001")
    terminal.asked("详细地址")
    terminal.asked("有没有要说明的大人", "是")
    terminal.asked("是孩子的什么人", FATHER)
    terminal.asked("姓名")
    for question, answer in (("是监护人吗", "是"), ("平时照看孩子吗", ""), ("涉嫌侵害孩子吗", "是")):
        terminal.asked(question, answer)
    terminal.asked("电话")
    terminal.asked("还有其他大人吗", "否")


def tell_who_reports(terminal: Terminal) -> None:
    terminal.asked("您的姓名")
    terminal.asked("您的单位", "柳溪镇中心小学")
    terminal.asked("您的电话")
    terminal.asked("您的岗位编号", "P-LIUXI-SCHOOL")
    terminal.asked("接收这份报告的岗位编号")


def test_the_situations_are_asked_for_in_plain_words_all_of_them() -> None:
    assert set(IN_PLAIN_WORDS) == set(Situation)
    assert [words for one, words in IN_PLAIN_WORDS.items() if words == one.zh] == []


def test_a_report_told_on_a_terminal_becomes_a_case(counter: Counter, terminal: Terminal) -> None:
    tell_what_was_seen(terminal)
    tell_when_and_where(terminal)
    tell_of_the_child(terminal)
    tell_who_reports(terminal)
    terminal.asked("提交这份报告吗", "是")
    terminal.child.expect_exact("已收到报告 R-")
    terminal.child.expect_exact("待办事项")
    terminal.child.expect_exact("初步研判")
    terminal.child.expect_exact("您的报告已收到")
    assert terminal.ended() == ExitCode.OK

    (case,) = counter.facts("case", "list")
    assert case["area"] == "990101001"
    told = counter.done("timeline", case["no"]).out
    assert "多处损伤" in told
    assert "长期无人照料" in told
    assert "启动程序：紧急安置" in told  # the child is in danger now


def test_an_answer_that_cannot_be_is_asked_for_again(terminal: Terminal) -> None:
    terminal.asked("您代表谁报告？", "")
    terminal.child.expect_exact("这一项必须填写")
    terminal.asked("请输入序号", "老师")
    terminal.child.expect_exact("请输入 1 – 18 的序号")
    terminal.asked("请输入序号", SCHOOL)
    terminal.asked("您发现了什么？", "4 11")
    terminal.child.expect_exact("请输入 1 – 10 的序号")
    terminal.asked("请输入序号", "4")
    terminal.asked("孩子现在有危险吗", "也许")
    terminal.child.expect_exact("请回答 是 或 否")
    terminal.asked("孩子现在有危险吗", "否")
    for wrong, mend in (("上午", "写成"), ("2099-01-01 10:00", "在将来"), ("周一 2026-03-03 10:00", "星期二")):
        terminal.asked("您什么时候发现的", wrong)
        terminal.child.expect_exact(mend)
    terminal.asked("您什么时候发现的", "昨天 8:05")
    terminal.child.expect_exact("请说说")


def test_a_report_that_is_refused_is_asked_for_again_with_what_was_typed(counter: Counter, terminal: Terminal) -> None:
    tell_what_was_seen(terminal)
    tell_when_and_where(terminal)
    tell_of_the_child(terminal, born="2026-03-02")
    tell_who_reports(terminal)
    terminal.asked("提交这份报告吗", "是")
    terminal.child.expect_exact("晚于事件发生之日")
    terminal.child.expect_exact("没有提交")
    assert counter.facts("case", "list") == []

    terminal.asked("请输入序号 [1]")
    terminal.asked("用空格或逗号分开 [4 6]")
    terminal.asked("[是]")
    terminal.asked("[2026-03-02 10:20]")
    terminal.asked("直接回车保留")
    for before in ("2026-03-01 20:00", "否", "家中", "990101001", "1", "禾苗苗", "1"):
        terminal.asked(f"[{before}]")
    terminal.asked("[2026-03-02]", "2016-05-18")
    for before in ("2", "990101001"):
        terminal.asked(f"[{before}]")
    terminal.asked("详细地址", "-")
    for before in ("是", "2"):
        terminal.asked(f"[{before}]")
    terminal.asked("姓名")
    for question in ("是监护人吗", "平时照看孩子吗", "涉嫌侵害孩子吗", "电话", "还有其他大人吗"):
        terminal.asked(question)
    for question in ("您的姓名", "您的单位", "您的电话", "您的岗位编号", "接收这份报告的岗位编号"):
        terminal.asked(question)
    terminal.asked("提交这份报告吗", "是")
    terminal.child.expect_exact("已收到报告 R-")
    assert terminal.ended() == ExitCode.OK
    assert len(counter.facts("case", "list")) == 1


@pytest.mark.parametrize("key", ["c", "d"])
def test_whoever_stops_half_way_leaves_nothing_behind(counter: Counter, terminal: Terminal, key: str) -> None:
    entries = counter.entries()
    tell_what_was_seen(terminal)
    terminal.child.expect_exact("事情什么时候发生的")
    terminal.child.expect_exact("请直接回车）：")  # the whole question: before that nobody listens for the key
    terminal.child.sendcontrol(key)
    terminal.child.expect_exact("已取消，未写入任何内容")
    assert terminal.ended() == ExitCode.INTERRUPTED
    assert counter.entries() == entries


def test_whoever_says_no_at_the_end_leaves_nothing_behind(counter: Counter, terminal: Terminal) -> None:
    entries = counter.entries()
    tell_what_was_seen(terminal)
    tell_when_and_where(terminal)
    tell_of_the_child(terminal)
    tell_who_reports(terminal)
    terminal.asked("提交这份报告吗", "否")
    terminal.child.expect_exact("已取消，未写入任何内容")
    assert terminal.ended() == ExitCode.INTERRUPTED
    assert counter.entries() == entries


MOVE = ("pack", "migrate", "--by", "P-OFFICE", "--reason", "县里决定")


@pytest.mark.parametrize(("answer", "code", "moved"), [("否", ExitCode.INTERRUPTED, False), ("是", ExitCode.OK, True)])
def test_moving_cases_to_other_rules_is_shown_and_asked_first(
    counter: Counter, case_no: str, answer: str, code: ExitCode, moved: bool
) -> None:
    terminal = Terminal(counter, *MOVE, HUTONG_PACK="fujian-2024")
    terminal.child.expect_exact("将改用规则 fujian-2024")
    terminal.asked("改用吗（请回答 是 或 否）", answer)
    terminal.child.expect_exact("已改用规则 fujian-2024" if moved else "已取消，未写入任何内容")
    assert terminal.ended() == code
    assert ("程序改用规则 fujian-2024" in counter.done("timeline", case_no).out) == moved
