"""Asking one thing at a time on a terminal: in Chinese, with what was answered before, until it can be read. 逐项询问.

Enter keeps what stands in brackets; `-` empties it.  Ctrl-D or Ctrl-C ends it, with nothing written.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from rules.errors import Refused
from rules.moments import SHANGHAI, civil_day, shanghai

EMPTY = "-"

Choice = tuple[str, str]
"""A code, and the words for it."""


class Asker:
    """Puts questions, and remembers the answers as they were typed. 询问.

    Args:
        before: what was typed the last time, by question: offered again.
        now: for 今天, 昨天, 刚才.
    """

    def __init__(self, before: Mapping[str, str], now: datetime) -> None:
        self.typed: dict[str, str] = {}
        self._before = before
        self._now = now

    def tell(self, words: str = "") -> None:
        """Say something that wants no answer."""
        print(words, flush=True)

    def text(self, key: str, question: str, *, most: int = 200) -> str | None:
        """A line of free words."""
        return self._ask(key, question, lambda typed: _short(typed, most))

    def one_of(self, key: str, question: str, choices: Sequence[Choice], *, required: bool = False) -> str | None:
        """One of several, by its number."""
        self._list(question, choices)
        return self._ask(key, "请输入序号", lambda typed: _chosen(typed, choices), required=required)

    def some_of(self, key: str, question: str, choices: Sequence[Choice], *, required: bool = False) -> list[str]:
        """Any of several, by their numbers."""
        self._list(question, choices)
        found = self._ask(
            key,
            "请输入序号，可多选，用空格或逗号分开",
            lambda typed: " ".join(_chosen(each, choices) for each in _parts(typed)),
            required=required,
        )
        return found.split() if found else []

    def yes_no(self, key: str, question: str) -> str | None:
        """Yes, no, or not known."""
        return self._ask(key, f"{question}（是/否，不知道请直接回车）", _yes_no)

    def decide(self, key: str, question: str) -> str | None:
        """Yes or no; an empty line is asked again, so that nothing is lost by a slip of the finger."""
        return self._ask(key, f"{question}（请回答 是 或 否）", _yes_no, required=True)

    def moment(self, key: str, question: str) -> str | None:
        """A moment in Beijing time, not in the future."""
        hint = "如 2026-03-02 10:20、今天 10:20、昨天 20:00、刚才；不清楚请直接回车"
        return self._ask(key, f"{question}（{hint}）", self._moment)

    def day(self, key: str, question: str) -> str | None:
        """A civil day, not in the future."""
        return self._ask(key, f"{question}（如 2016-05-18；不知道请直接回车）", self._day)

    def checked(self, key: str, question: str, read: Callable[[str], str], *, required: bool = False) -> str | None:
        """Whatever `read` can read; it raises Refused where it cannot."""
        return self._ask(key, question, read, required=required)

    def lines(self, key: str, question: str, *, most: int) -> str | None:
        """Several lines, ended by an empty one."""
        while True:
            self.tell(f"{question}（可写多行，写完后空一行回车）")
            if before := self._before.get(key):
                self.tell(f"  [上次填写 {len(before)} 字，直接回车保留]")
            typed = "\n".join(iter(_line, "")) or before or ""
            if len(typed) <= most:
                self.typed[key] = typed
                return typed or None
            self.tell(f"  过长（{len(typed)} 字），请控制在 {most} 字以内，材料请另行移交")

    def _ask(self, key: str, question: str, read: Callable[[str], str], *, required: bool = False) -> str | None:
        before = self._before.get(key, "")
        while True:
            print(f"{question}{f' [{before}]' if before else ''}：", end="", flush=True)
            typed = _line() or before
            typed = "" if typed == EMPTY else typed
            if not typed and not required:
                self.typed[key] = ""
                return None
            try:
                found = read(typed) if typed else _must()
            except Refused as wrong:
                self.tell(f"  {wrong.zh}")
                continue
            self.typed[key] = typed
            return found

    def _list(self, question: str, choices: Sequence[Choice]) -> None:
        self.tell(f"\n{question}")
        for number, (_, words) in enumerate(choices, start=1):
            self.tell(f"  {number:>2}  {words}")

    def _moment(self, typed: str) -> str:
        at = self._now if typed in {"刚才", "现在"} else shanghai(self._with_date(typed))
        if at > self._now:
            raise Refused("这个时间在将来，请核对", "this lies in the future")
        return at.astimezone(SHANGHAI).isoformat()

    def _with_date(self, typed: str) -> str:
        days_ago = {"今天": 0, "昨天": 1, "前天": 2}
        word, _, clock = typed.replace("：", ":").partition(" ")
        if word not in days_ago:
            return typed.replace("：", ":")
        day = civil_day(self._now) - timedelta(days=days_ago[word])
        return f"{day.isoformat()} {clock.strip().rjust(5, '0')}"

    def _day(self, typed: str) -> str:
        try:
            day = date.fromisoformat(typed)
        except ValueError:
            raise Refused("日期应写成 2016-05-18", "write 2016-05-18") from None
        if day > civil_day(self._now):
            raise Refused("这一天在将来，请核对", "this lies in the future")
        return day.isoformat()


def _line() -> str:
    """One line as typed. Raises EOFError where the terminal was closed."""
    typed = sys.stdin.readline()
    if not typed:
        raise EOFError
    return typed.strip()


def _must() -> str:
    raise Refused("这一项必须填写", "this must be answered")


def _short(typed: str, most: int) -> str:
    if len(typed) > most:
        raise Refused(f"过长，请控制在 {most} 字以内", f"at most {most} characters")
    return typed


def _parts(typed: str) -> list[str]:
    return typed.replace("，", " ").replace(",", " ").replace("、", " ").split()


def _chosen(typed: str, choices: Sequence[Choice]) -> str:
    if not (typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(choices)):
        raise Refused(f"请输入 1 – {len(choices)} 的序号", f"a number from 1 to {len(choices)}")
    return choices[int(typed) - 1][0]


def _yes_no(typed: str) -> str:
    known = {"是": "是", "有": "是", "y": "是", "否": "否", "没有": "否", "无": "否", "n": "否"}
    if typed.lower() not in known:
        raise Refused("请回答 是 或 否", "yes or no")
    return known[typed.lower()]
