"""Values as official documents write them. 用语格式 / dates, numerals, clean words.

The filters of the templates; nothing here decides anything.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from types import MappingProxyType

_DIGITS = "〇一二三四五六七八九"
_INVISIBLE = frozenset({"Cc", "Cs", "Co", "Cn", "Cf"})
_JOINERS = frozenset("\u200c\u200d")  # written in names of some languages of China


def day(value: date) -> str:
    """2026年3月5日: as agencies write a day. 成文日期.

    >>> day(date(2026, 3, 5))
    '2026年3月5日'
    """
    return f"{value.year}年{value.month}月{value.day}日"


def court_day(value: date) -> str:
    """二〇二六年三月五日: as courts write a day. 裁判文书日期.

    >>> court_day(date(2026, 11, 25))
    '二〇二六年十一月二十五日'
    """
    year = "".join(_DIGITS[int(digit)] for digit in str(value.year))
    return f"{year}年{numeral(value.month)}月{numeral(value.day)}日"


def on(value: date | None, words: str) -> str:
    """The words where the day is uncertain, else the day. 日期，可不详."""
    return words or (day(value) if value else "（日期未载明）")


def court_on(value: date | None, words: str) -> str:
    """As `on`, for courts. 裁判文书日期，可不详."""
    return words or (court_day(value) if value else "（日期未载明）")


def numeral(number: int) -> str:
    """1 to 99 in Chinese, for numbered demands; above that in digits. 序号.

    >>> [numeral(n) for n in (1, 10, 11, 20, 99, 100)]
    ['一', '十', '十一', '二十', '九十九', '100']
    """
    if not 1 <= number <= 99:
        return str(number)
    tens, ones = divmod(number, 10)
    before = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return before + (_DIGITS[ones] if ones else "")


def paragraphs(words: str) -> list[str]:
    """The paragraphs of a longer text, without empty ones. 段落."""
    return [line.strip() for line in words.splitlines() if line.strip()]


def clean(value: object) -> object:
    """A value without what cannot be seen: controls, direction marks, stray surrogates. 去除不可见字符.

    Line feeds stay; blank entries of a list go.  Goes into lists and records.
    """
    if type(value) is str:  # not a term, which is a str too
        return "".join(_visible(character) for character in value).strip()
    if isinstance(value, tuple):
        return tuple(kept for one in value if (kept := clean(one)) != "")
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: clean(getattr(value, one.name)) for one in fields(value)})
    return value


def _visible(character: str) -> str:
    if character in "\n\r\u2028\u2029\x85\x0b\x0c":
        return "\n"
    if character == "\t":
        return " "
    hidden = unicodedata.category(character) in _INVISIBLE and character not in _JOINERS
    return "" if hidden else character


FILTERS: Mapping[str, Callable[..., object]] = MappingProxyType(
    {"day": day, "court_day": court_day, "on": on, "court_on": court_on, "numeral": numeral, "paragraphs": paragraphs}
)
"""What templates may call. 模板过滤器."""
