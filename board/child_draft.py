"""A child as a page asks for it: what was typed, as a report file says it. 儿童信息的填写.

Fields are named as in a report file (`居住地.详细地址`), so that what is found wrong points at its field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from board.forms import day_of
from tasks.report_form import ChildForm, read_child

if TYPE_CHECKING:
    from board.forms import Typed

MOST_ADULTS = 10
"""Room for so many on one page; further ones are entered on the page of the case."""

HOW_MANY = "成年人数"
"""Hidden field: how many adults the page has room for."""

ANOTHER = "adult"
"""What the button says that asks for room for one more."""

_PLACES = ("户籍地", "居住地", "住所地")
_TICKED = ("是监护人", "是照护人", "涉嫌侵害")


def room_for(typed: Typed) -> int:
    """How many adults there is room for: one more where that was asked for."""
    said = typed(HOW_MANY)
    there = int(said) if said.isascii() and said.isdigit() and len(said) < 3 else 1
    return min(max(there + (typed("do") == ANOTHER), 1), MOST_ADULTS)


def child_in(typed: Typed) -> ChildForm:
    """What was typed of a child, checked as in a report. Raises: Refused, Refusals: what is wrong, by field."""
    born = day_of(typed("出生日期"), "出生日期")
    said: dict[str, Any] = {
        "姓名": typed("姓名"),
        "性别": typed("性别"),
        "出生日期": born.isoformat() if born else None,
        "身份证号": typed("身份证号"),
        **{place: _place(typed, place) for place in _PLACES},
        "相关成年人": [adult for at in range(1, room_for(typed) + 1) if (adult := _adult(typed, at))],
    }
    return read_child(_filled(said))


def _place(typed: Typed, place: str) -> dict[str, Any]:
    return _filled({name: typed(f"{place}.{name}") for name in ("行政区划代码", "详细地址")})


def _adult(typed: Typed, at: int) -> dict[str, Any]:
    """An adult of whom something was said; a relation alone is something."""
    words = {name: typed(f"相关成年人.{at}.{name}") for name in ("关系", "姓名", "电话", "住址")}
    ticks = {name: "是" for name in _TICKED if typed(f"相关成年人.{at}.{name}")}
    return _filled({**words, **ticks})


def _filled(said: dict[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in said.items() if one not in (None, "", [], {})}
