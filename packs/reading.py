"""Reading one row of a pack: text, numbers, dates, words of the vocabulary, refused with place and remedy. 读取一行.

A row is read to its first fault; rows are read independently, so that one attempt shows every faulty row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from difflib import get_close_matches
from math import inf
from typing import TypeVar

from packs.yaml_lines import Item, refusal
from rules.errors import Refusals, Refused
from rules.period import CountingRule, Period, Unit
from rules.vocabulary import Term, WindowKind
from rules.windows import MONTHS_OF

T = TypeVar("T")
W = TypeVar("W", bound=Term)

UNITS: dict[str, Unit] = {
    **{unit.value: unit for unit in Unit},
    **{unit.value.removesuffix("s"): unit for unit in Unit},
    "小时": Unit.HOURS,
    "日": Unit.DAYS,
    "个工作日": Unit.WORKING_DAYS,
    "个月": Unit.MONTHS,
}
"""Every word for a unit, in English and Chinese."""

IMPLIED = {Unit.HOURS: CountingRule.CLOCK, Unit.WORKING_DAYS: CountingRule.WORKING_DAYS}
"""Units that only one rule counts, so that it need not be said."""

PERIOD_KEYS = ("within", "before_end", "window", "until", "rule")


class Row:
    """A mapping of a pack file, asked for its values by key. 一行.

    Args:
        item: must be a mapping.
        keys: every key that is allowed; another one is refused with the nearest allowed key.
    """

    def __init__(self, item: Item, keys: Iterable[str]) -> None:
        if not isinstance(item.value, dict):
            raise refusal(item.place, "此处应为“键: 值”的形式。", "this must be a mapping of 'key: value'.")
        self.place = item.place
        self.values: dict[str, Item] = item.value
        self._refuse_unknown(tuple(keys))

    def __contains__(self, key: str) -> bool:
        """Whether the row says anything under `key`."""
        return key in self.values

    def item(self, key: str) -> Item:
        """The value under `key` with its place."""
        if key not in self.values:
            raise refusal(self.place, f"缺少“{key}”，请补上。", f"'{key}' is missing: add it.", field=key)
        return self.values[key]

    def text(self, key: str, default: str | None = None) -> str:
        """Text that is not empty, or `default` where the key is absent."""
        if key not in self.values and default is not None:
            return default
        return text_of(self.item(key), key)

    def number(self, key: str, default: float) -> float:
        """A number of at least 0, or `default`."""
        if key not in self.values:
            return default
        item = self.item(key)
        value = item.value
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < inf:
            raise refusal(
                item.place, f"“{key}”应为不小于 0 的数。", f"'{key}' must be a number of 0 or more.", field=key
            )
        return float(value)

    def yes(self, key: str) -> bool:
        """Whether the row says `true` under `key`; absent is no."""
        value = self.values[key].value if key in self.values else False
        if not isinstance(value, bool):
            raise refusal(self.item(key).place, f"“{key}”应为 true 或 false。", f"'{key}' is true or false.", field=key)
        return value

    def day(self, key: str) -> date | None:
        """A civil date written 2026-01-01, or None where the key is absent."""
        if key not in self.values:
            return None
        item = self.item(key)
        if type(item.value) is date:
            return item.value
        try:
            return date.fromisoformat(str(item.value))
        except ValueError as error:
            raise refusal(
                item.place, f"“{key}”应写作 2026-01-01。", f"'{key}' must be a date like 2026-01-01.", field=key
            ) from error

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; nothing where the key is absent."""
        return tuple(text_of(one, key) for one in self.items(key))

    def term(self, kind: type[W], key: str) -> W:
        """A word of the vocabulary."""
        return term_of(kind, self.item(key), key)

    def terms(self, kind: type[W], key: str) -> tuple[W, ...]:
        """A list of words of the vocabulary; nothing where the key is absent."""
        return tuple(term_of(kind, one, key) for one in self.items(key))

    def items(self, key: str) -> list[Item]:
        """The members of a list, each with its place; nothing where the key is absent."""
        if key not in self.values:
            return []
        item = self.item(key)
        if not isinstance(item.value, list):
            raise refusal(item.place, f"“{key}”应为列表 [甲, 乙]。", f"'{key}' must be a list [a, b].", field=key)
        return item.value

    def by_key(self, key: str) -> dict[str, Item]:
        """A nested mapping; nothing where the key is absent."""
        if key not in self.values:
            return {}
        item = self.item(key)
        if not isinstance(item.value, dict):
            raise refusal(
                item.place, f"“{key}”应为“键: 值”的形式。", f"'{key}' must be a mapping of 'key: value'.", field=key
            )
        return item.value

    def _refuse_unknown(self, keys: tuple[str, ...]) -> None:
        for key, item in self.values.items():
            if key not in keys:
                zh, en = nearest(key, keys)
                raise refusal(item.place, f"不认识的键“{key}”，{zh}。", f"unknown key '{key}': {en}.", field=key)


def text_of(item: Item, key: str) -> str:
    """The text of an item; numbers and dates that were not quoted are refused, as YAML may have changed them."""
    if not isinstance(item.value, str) or not item.value.strip():
        raise refusal(
            item.place,
            f"“{key}”应为文字，请填写；若像数字或日期，请加引号。",
            f"'{key}' must be text: write it, and quote it if it looks like a number or a date.",
            field=key,
        )
    return item.value


def term_of(kind: type[W], item: Item, key: str) -> W:
    """The word of the vocabulary that an item names."""
    known = {word.value: word for word in kind}
    if str(item.value) not in known:
        zh, en = nearest(str(item.value), tuple(known))
        raise refusal(
            item.place,
            f"“{key}”中的“{item.value}”不在词汇表中，{zh}。",
            f"'{item.value}' under '{key}' is not in the vocabulary: {en}.",
            field=key,
        )
    return known[str(item.value)]


def span_of(item: Item, words: str) -> tuple[int, Unit]:
    """A number and its unit as people write them: `24 hours`, `3 working_days`, `3 日`."""
    match = re.fullmatch(r"(\d+)\s*(\S+)", words.strip())
    if match is None or match[2] not in UNITS or int(match[1]) < 1:
        raise refusal(
            item.place,
            f"“{words}”不是期限，请写作 24 hours、3 days、3 working_days 或 1 months。",
            f"'{words}' is no period: write 24 hours, 3 days, 3 working_days or 1 months.",
        )
    return int(match[1]), UNITS[match[2]]


def period_of(item: Item, set_by: str = "") -> Period:
    """A period; where `set_by` is given the row may not name another one.

    Days and months must say by which rule the last day counts, because texts differ (facts §4).
    """
    row = Row(item, PERIOD_KEYS if set_by else (*PERIOD_KEYS, "set_by"))
    set_by = set_by or row.text("set_by")
    if "before_end" in row:
        return _period_before_end(row, set_by)
    if "window" in row:
        return _period_of_window(row, set_by)
    amount, unit = span_of(row.item("within"), row.text("within"))
    rule = _rule_of(row, unit)
    try:
        return Period(amount=amount, unit=unit, rule=rule, set_by=set_by)
    except ValueError as error:
        raise refusal(
            row.place,
            f"{amount}{unit.zh}不能按 {rule.value} 计算，请更正 rule。",
            f"{amount} {unit.value} cannot be counted by '{rule.value}': correct the rule.",
            field="rule",
        ) from error


def _period_before_end(row: Row, set_by: str) -> Period:
    """So many days before the last day of a document's term; 0 days is that day itself."""
    words = row.text("before_end")
    match = re.fullmatch(r"(\d+)\s*(days|日)", words.strip())
    if match is None or "within" in row or "rule" in row:
        raise refusal(
            row.place,
            "before_end 应写作 15 days 或 0 days，且不与 within、rule 并用。",
            "write before_end as 15 days or 0 days, without within and rule.",
            field="before_end",
        )
    return Period(amount=int(match[1]), unit=Unit.DAYS, rule=CountingRule.NO_ROLLOVER, set_by=set_by, before_end=True)


def _period_of_window(row: Row, set_by: str) -> Period:
    """Once in each week, month, quarter … of the calendar."""
    if "within" in row or "rule" in row:
        raise refusal(
            row.place,
            "window 不与 within、rule 并用。",
            "write window without within and rule.",
            field="window",
        )
    kind = row.term(WindowKind, "window")
    try:
        return Period(
            amount=MONTHS_OF[kind],
            unit=Unit.MONTHS,
            rule=CountingRule.NO_ROLLOVER,
            set_by=set_by,
            window=kind,
            until=_day_of_year(row.text("until")) if "until" in row else None,
        )
    except ValueError as error:
        raise refusal(
            row.place,
            'until 应写作每年都有的月日，例如 "11-10"，并且只与 window: year 并用。',
            'write until as a day that comes every year, such as "11-10", and only with window: year.',
            field="until",
        ) from error


def _day_of_year(words: str) -> tuple[int, int]:
    """Month and day as people write them: 11-10. Raises ValueError for anything else."""
    month, dash, day = words.strip().partition("-")
    if not dash:
        raise ValueError(f"{words!r} is no month and day")
    return int(month), int(day)


def span_words(amount: int, unit: Unit) -> str:
    """A period as `span_of` reads it."""
    return f"{amount} {unit.value}"


def each(items: Iterable[Item], read: Callable[[Item], T], faults: list[Refused]) -> list[tuple[T, Item]]:
    """Every row that can be read, with its item; the faults of the others are kept in `faults`."""
    read_rows: list[tuple[T, Item]] = []
    for item in items:
        try:
            read_rows.append((read(item), item))
        except Refused as fault:
            faults.append(fault)
    return read_rows


def refuse_all(faults: list[Refused]) -> None:
    """Refuse with every fault at once, if there is any."""
    if faults:
        raise Refusals(faults)


def _rule_of(row: Row, unit: Unit) -> CountingRule:
    if "rule" not in row and unit in IMPLIED:
        return IMPLIED[unit]
    known = {rule.value: rule for rule in CountingRule}
    word = row.text("rule")
    if word not in known:
        zh, en = nearest(word, tuple(known))
        raise refusal(row.place, f"不认识的计算规则“{word}”，{zh}。", f"unknown rule '{word}': {en}.", field="rule")
    return known[word]


def nearest(word: str, known: tuple[str, ...]) -> tuple[str, str]:
    """What somebody may have meant, as half a sentence in Chinese and in English: the nearest known word, or all."""
    near = get_close_matches(word, known, n=1)
    if near:
        return f"是否想写“{near[0]}”", f"did you mean '{near[0]}'"
    return f"可用：{'、'.join(known)}", f"known are {', '.join(known)}"
