"""A report as it stands on the page: what was typed, and for how many children. 报告页.

Fields are named as in a report file (`儿童.1.姓名`), so that what is found wrong (`board/report_reading.py`) points at
its field.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tasks.report_form import MOST_CHILDREN

if TYPE_CHECKING:
    from board.forms import Typed

_MOST_ADULTS = 10  # a page is not the place for a clan

_PLAIN = ("情况", "目前有危险", "报告主体", "发现时间")
_INCIDENT = ("发生时间", "地点", "行政区划代码")
_CHILD = ("姓名", "性别", "年龄", "出生日期", "身份证号", "居住地.行政区划代码", "居住地.详细地址")
_ADULT = ("关系", "姓名", "涉嫌侵害")
REPORTER = ("姓名", "单位", "电话", "反馈地址")
"""What is asked of whoever reports, each under `报告人`."""

HOW_MANY = "儿童数"
"""Hidden field: how many children the page has room for; `儿童.1.成年人数` the same of adults."""


@dataclass(frozen=True, kw_only=True)
class _Filled:
    """Fields with what was typed into them, by name."""

    typed: dict[str, str] = field(default_factory=dict)

    def __call__(self, name: str) -> str:
        """What was typed into a field."""
        return self.typed.get(name, "")


@dataclass(frozen=True, kw_only=True)
class AdultDraft(_Filled):
    """What was typed of an adult. Fields by the last part of their names."""


@dataclass(frozen=True, kw_only=True)
class ChildDraft(_Filled):
    """What was typed of a child, and the adults there is room for."""

    adults: tuple[AdultDraft, ...] = (AdultDraft(),)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said of this child."""
        return not any(self.typed.values()) and not any(any(one.typed.values()) for one in self.adults)


@dataclass(frozen=True, kw_only=True)
class Draft(_Filled):
    """A page of a report. 报告草稿.

    Args:
        typed: fields of the report itself, by their names.
        situations: what was ticked.
        children: the first is always there; a further one of which nothing was said is no child.
    """

    situations: tuple[str, ...] = ()
    children: tuple[ChildDraft, ...] = (ChildDraft(),)

    def with_another_child(self) -> Draft:
        """Room for one more."""
        return self._with((*self.children, ChildDraft())[:MOST_CHILDREN])

    def with_another_adult(self, place: int) -> Draft:
        """Room for one more adult beside the child at this place, 1 being the first."""
        return self._with(
            tuple(
                ChildDraft(typed=one.typed, adults=(*one.adults, AdultDraft())[:_MOST_ADULTS]) if at == place else one
                for at, one in enumerate(self.children, start=1)
            )
        )

    def without_empty_children(self) -> Draft:
        """Only those of whom something was said, and the first."""
        return self._with((self.children[0], *(one for one in self.children[1:] if not one.is_empty)))

    def _with(self, children: tuple[ChildDraft, ...]) -> Draft:
        return Draft(typed=self.typed, situations=self.situations, children=children)

    @property
    def danger(self) -> bool:
        """Whether a child is in danger now."""
        return self("目前有危险") == "是"


def draft_of(typed: Typed) -> Draft:
    """What was typed, in order; names that the page does not have are not read."""
    names = (*_PLAIN, *(f"事件.{name}" for name in _INCIDENT), *(f"报告人.{name}" for name in REPORTER), "谁报告")
    how_many = _count(typed(HOW_MANY), MOST_CHILDREN)
    return Draft(
        typed={name: _one_line_ending(typed(name)) for name in names},
        situations=tuple(typed.all("情形")),
        children=tuple(_child(typed, f"儿童.{place}") for place in range(1, how_many + 1)),
    )


def _child(typed: Typed, at: str) -> ChildDraft:
    adults = _count(typed(f"{at}.成年人数"), _MOST_ADULTS)
    return ChildDraft(
        typed={name: typed(f"{at}.{name}") for name in _CHILD},
        adults=tuple(
            AdultDraft(typed={name: typed(f"{at}.相关成年人.{place}.{name}") for name in _ADULT})
            for place in range(1, adults + 1)
        ),
    )


def _count(said: str, most: int) -> int:
    return min(max(int(said), 1), most) if said.isascii() and said.isdigit() and len(said) < 4 else 1


def _one_line_ending(words: str) -> str:
    """A browser ends lines as a typewriter does."""
    return words.replace("\r\n", "\n")
