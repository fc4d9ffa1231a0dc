"""Reading one value after another, and saying of each that cannot be read where it stands and how to mend it. 读值.

Whoever reads keeps what is wrong and goes on: a file is told everything that is wrong with it at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher, get_close_matches
from typing import TypeVar

from packs.yaml_lines import Item, refusal
from rules.errors import Refused
from rules.moments import midnight_after
from rules.period import Unit
from rules.vocabulary import Precision, Term
from rules.when import When, read_when
from scenarios.language import EVERYBODY, Key, Verb

_YES = {"是", "有", "yes", "true"}
_NO = {"否", "无", "no", "false"}
_UNITS = {
    **{unit.value: unit for unit in Unit},
    **{unit.value.removesuffix("s"): unit for unit in Unit},
    "小时": Unit.HOURS,
    "日": Unit.DAYS,
    "天": Unit.DAYS,
    "工作日": Unit.WORKING_DAYS,
    "个工作日": Unit.WORKING_DAYS,
    "月": Unit.MONTHS,
    "个月": Unit.MONTHS,
}
NINE_O_CLOCK = timedelta(hours=9)
_LENGTH = re.compile(r"(\d+)\s*(\S+)", re.ASCII)

AnyTerm = TypeVar("AnyTerm", bound=Term)
Named = TypeVar("Named", Key, Verb)
Group = dict[str, Item]
"""A mapping by the English names of the language."""


class Unreadable(Exception):
    """A value that was told to be wrong already; whoever asked for it goes on without it."""


@dataclass
class Problems:
    """What is wrong with a file, in the order in which it was found. 问题清单."""

    found: list[Refused] = field(default_factory=list)

    def add(self, item: Item, zh: str, en: str, *, named: str = "") -> None:
        """Keep one and go on."""
        self.found.append(refusal(item.place, zh, en, field=named or item.place))

    def stop(self, item: Item, zh: str, en: str) -> Unreadable:
        """Keep one; the value cannot be used."""
        self.add(item, zh, en)
        return Unreadable()

    # --- what a value is made of ----------------------------------------

    def mapping(self, item: Item) -> dict[str, Item]:
        """Keys and values."""
        if isinstance(item.value, dict):
            return item.value
        raise self.stop(item, "此处应写成“名称: 内容”，每项一行。", "this should be `name: value` lines.")

    def sequence(self, item: Item) -> list[Item]:
        """A list; one thing alone is a list of one."""
        if isinstance(item.value, list):
            return item.value
        return [] if item.value is None else [item]

    def text(self, item: Item) -> str:
        """Text that says something."""
        if isinstance(item.value, str) and item.value.strip():
            return item.value.strip()
        if isinstance(item.value, (dict, list)):
            raise self.stop(item, "此处应为文字，不是列表或一组内容。", "this should be text, not a list or a group.")
        raise self.stop(
            item, "此处还没有填写，请填写或删去该项。", "nothing stands here: fill it in or remove the key."
        )

    def group(self, item: Item, keys: Sequence[Key], where: str) -> Group:
        """A mapping whose keys are words of the language; those that are not are told, with the nearest."""
        known: Group = {}
        for written, value in self.mapping(item).items():
            key = find(written, keys)
            if key is None:
                self.unknown(value, written, [one for key in keys for one in (key.zh, key.name)], where)
            elif key.name in known:
                self.add(value, f"“{key.zh}”写了两次，请只留一处。", f"`{key.name}` stands twice: keep one.")
            else:
                known[key.name] = value
        return known

    def unknown(self, item: Item, written: str, known: Iterable[str], where: str) -> None:
        """A word that is none of ours, with the one that was probably meant."""
        names = list(dict.fromkeys(known))
        meant = nearest(written, names)
        zh = f"是否应为“{meant}”？" if meant else f"可用：{'、'.join(names)}。"
        en = f"did you mean `{meant}`?" if meant else f"known: {', '.join(names)}."
        self.add(item, f"{where}没有“{written}”。{zh}", f"there is no `{written}` here; {en}", named=written)

    def lacking(self, item: Item, given: Mapping[str, object], keys: Iterable[Key], where: str) -> bool:
        """Tell what is required and not there. Returns whether anything is."""
        lacking = [key for key in keys if key.required and key.name not in given]
        for key in lacking:
            self.add(
                item,
                f"{where}缺少“{key.zh}”（{key.value.zh}），请补上。",
                f"`{key.name}` is missing ({key.value.en}): add it.",
                named=key.zh,
            )
        return bool(lacking)

    # --- words, numbers, dates ----------------------------------------

    def yes_no(self, item: Item) -> bool:
        """是 or 否."""
        word = self.text(item).lower()
        if word in _YES | _NO:
            return word in _YES
        raise self.stop(item, f"“{word}”应为 是 或 否。", f"`{word}` should be 是 (yes) or 否 (no).")

    def count(self, item: Item) -> int:
        """A whole number."""
        written = self.text(item)
        if written.isascii() and written.isdigit():
            return int(written)
        raise self.stop(item, f"“{written}”应为整数，如 2。", f"`{written}` should be a whole number such as 2.")

    def day(self, item: Item) -> date:
        """A civil day."""
        written = self.text(item)
        try:
            return date.fromisoformat(written)
        except ValueError:
            raise self.stop(
                item, f"“{written}”不是日期，请写成 2026-03-02。", f"`{written}` is no date: write 2026-03-02."
            ) from None

    def when(self, item: Item) -> When:
        """A moment with its precision, which follows from the spelling."""
        written = self.text(item)
        try:
            return read_when(written)
        except Refused as wrong:
            raise self.stop(item, f"{wrong.zh}。", f"{wrong.en}.") from None

    def end(self, item: Item) -> datetime:
        """The end of a period: a date alone is its 24:00."""
        when = self.when(item)
        if when.at is None or when.precision not in (Precision.EXACT, Precision.DAY):
            raise self.stop(
                item, "期限应写到日或时刻，如 2026-03-02。", "an end needs a day or a time, such as 2026-03-02."
            )
        return when.at if when.precision is Precision.EXACT else midnight_after(date.fromisoformat(self.text(item)))

    def length(self, item: Item) -> tuple[int, Unit]:
        """A number and its unit."""
        written = self.text(item)
        found = _LENGTH.fullmatch(written)
        if found and found[2] in _UNITS:
            return int(found[1]), _UNITS[found[2]]
        raise self.stop(
            item,
            f"“{written}”不是时长，请写成 30 日、3 个工作日、1 个月 或 24 小时。",
            f"`{written}` is no length: write 30 days, 3 working_days, 1 months or 24 hours.",
        )

    def term(self, item: Item, terms: type[AnyTerm]) -> AnyTerm:
        """A word of a list, by code or in Chinese."""
        written = self.text(item)
        for term in terms:
            if written.lower() == term.value.lower() or written == term.zh:
                return term
        listed = [word for term in terms for word in (term.zh, term.value)]
        meant = nearest(written, listed)
        zh = f"是否应为“{meant}”？" if meant else f"可填：{'、'.join(f'{one.zh}（{one.value}）' for one in terms)}。"
        en = f"did you mean `{meant}`?" if meant else f"one of {', '.join(one.value for one in terms)}."
        raise self.stop(item, f"没有“{written}”这一用语。{zh}", f"there is no term `{written}`; {en}")

    def chosen(self, item: Item, words: Mapping[str, str]) -> str:
        """One of a few words; `words` gives the code for each spelling."""
        written = self.text(item)
        if written in words:
            return words[written]
        listed = "、".join(words)
        raise self.stop(item, f"“{written}”应为：{listed}。", f"`{written}` should be one of: {', '.join(words)}.")

    def known(self, item: Item, names: Mapping[str, str], zh: str, en: str) -> str:
        """What a name stands for; told with the nearest name where it stands for nothing."""
        written = self.text(item)
        if written in names:
            return names[written]
        meant = nearest(written, list(names))
        zh_hint = f"是否应为“{meant}”？" if meant else f"已有：{'、'.join(names) or '无'}。"
        en_hint = f"did you mean `{meant}`?" if meant else f"there are: {', '.join(names) or 'none'}."
        raise self.stop(item, f"没有名为“{written}”的{zh}。{zh_hint}", f"there is no {en} `{written}`; {en_hint}")

    def several(self, item: Item, names: Mapping[str, str], zh: str, en: str) -> tuple[str, ...]:
        """Several names; 全部 is all of them, 无 is none."""
        written = item.value
        if written == EVERYBODY:
            return tuple(dict.fromkeys(names.values()))
        if written == "无":
            return ()
        return tuple(self.known(one, names, zh, en) for one in self.sequence(item))


def find(written: str, named: Iterable[Named]) -> Named | None:
    """The word of the language that was written, in Chinese or English."""
    return next((one for one in named if written in (one.zh, one.name)), None)


def nearest(written: str, names: Sequence[str]) -> str:
    """The name that was probably meant, or ""; of two that are as near, the one that begins alike."""
    near = get_close_matches(written, names, 5, 0.5)

    def likeness(name: str) -> tuple[float, bool]:
        return SequenceMatcher(None, name, written).ratio(), name[:1] == written[:1]

    return max(near, key=likeness, default="")


def at_nine(when: When) -> datetime | None:
    """When something is entered that is known to the day, month or year: 09:00 of its first day. 默认录入时间."""
    if when.at is None or when.precision is Precision.EXACT:
        return when.at
    return when.at + NINE_O_CLOCK  # `when.at` is the first instant of the day
