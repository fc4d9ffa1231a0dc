"""The questions of a report, put to whoever stands at the counter, in plain words. 报告问答.

What comes out is what a report file says, and goes through the same checks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from sqlmodel import col, select

from cli.asking import Asker, Choice
from models import Post
from rules.errors import Refused
from rules.vocabulary import ChildCategory, Relation, Sex, UnitKind
from tasks.plain_words import IN_PLAIN_WORDS
from tasks.report_form import LONGEST_NARRATIVE, MOST_CHILDREN, ReportForm, read_report
from tasks.served import places_served

if TYPE_CHECKING:
    from tasks.office import Office

Taken = TypeVar("Taken")

UNKNOWN = "不知道请直接回车"

_AREA = re.compile(r"\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What the questions can offer: the places and posts of this office. 本地情况."""

    places: tuple[Choice, ...]
    posts: frozenset[str]


def ask_for_report(office: Office, hand_in: Callable[[ReportForm], Taken]) -> Taken:
    """A report, asked for question by question and handed in; where it is refused, asked again with what was typed.

    Args:
        hand_in: takes the report; where it raises Refused, nothing has been written.
    Raises: typer.Abort: whoever was asked stopped, or did not want to hand it in.
    """
    try:
        return _ask_until_it_can_be(office, hand_in)
    except (KeyboardInterrupt, EOFError):
        raise typer.Abort from None


def _ask_until_it_can_be(office: Office, hand_in: Callable[[ReportForm], Taken]) -> Taken:
    around = _surroundings(office)
    typed: Mapping[str, str] = {}
    while True:
        asker = Asker(typed, office.now())
        asker.tell("护童报告。孩子或者您现在有危险，请先拨打 110。不清楚的直接回车；Ctrl-C 取消，不留记录。")
        answers = Questions(asker, around).ask()
        typed = dict(asker.typed)
        if asker.decide("hand_in", "\n提交这份报告吗") != "是":
            raise typer.Abort
        try:
            return hand_in(read_report(answers))
        except Refused as wrong:
            for one in wrong.each:
                asker.tell(f"  {one.zh}")
            asker.tell("没有提交。请改正：已填的内容保留在方括号里，直接回车即可；输入 - 清空。\n")


class Questions:
    """One pass through the questions. 一遍问答."""

    def __init__(self, asker: Asker, around: Surroundings) -> None:
        self._asker = asker
        self._around = around

    def ask(self) -> dict[str, Any]:
        """Everything, under the names that a report file uses; what was not answered is left out."""
        asker = self._asker
        units = [(unit.value, unit.zh) for unit in UnitKind]
        situations = [(one.value, words) for one, words in IN_PLAIN_WORDS.items()]
        return _said(
            报告主体=asker.one_of("unit", "您代表谁报告？", units, required=True),
            情形=asker.some_of("situations", "您发现了什么？", situations, required=True),
            目前有危险=self._danger(),
            发现时间=asker.moment("discovered", "您什么时候发现的"),
            情况=asker.lines("narrative", "请说说看到、听到了什么，孩子现在在哪里", most=LONGEST_NARRATIVE),
            事件=self._incident(),
            儿童=self._children(),
            报告人=self._reporter(),
            接报岗位=asker.checked("received_by", "接收这份报告的岗位编号（没有请直接回车）", self._post),
        )

    def _danger(self) -> str | None:
        answered = self._asker.yes_no("danger", "\n孩子现在有危险吗")
        if answered == "是":
            self._asker.tell("  请立即拨打 110，然后继续填写。")
        return answered

    def _incident(self) -> dict[str, Any]:
        asker = self._asker
        happened_at = asker.moment("happened", "事情什么时候发生的")
        exact = asker.yes_no("exact", "这个时间准确吗") if happened_at else None
        return _said(
            发生时间=happened_at,
            时间精度="准确" if exact == "是" else "大约" if happened_at else None,
            地点=asker.text("place", f"在哪里发生的（{UNKNOWN}）"),
            行政区划代码=self._area("incident_area", "发生地的行政区划代码"),
        )

    def _children(self) -> list[dict[str, Any]]:
        count = self._asker.checked("count", "\n涉及几个孩子", _count, required=True)
        return [self._child(place) for place in range(1, int(count or 1) + 1)]

    def _child(self, place: int) -> dict[str, Any]:
        asker, key = self._asker, f"child{place}"
        asker.tell(f"\n第 {place} 个孩子")
        sexes = [(one.value, one.zh) for one in Sex]
        categories = [(one.value, one.zh) for one in ChildCategory]
        return _said(
            姓名=asker.text(f"{key}.name", f"姓名（{UNKNOWN}）"),
            性别=asker.one_of(f"{key}.sex", "性别", sexes),
            出生日期=asker.day(f"{key}.birth", "出生日期"),
            类别=asker.some_of(f"{key}.categories", f"是不是（都不是或者{UNKNOWN}）", categories),
            居住地=_said(
                行政区划代码=self._area(f"{key}.area", "现在住在哪里：行政区划代码"),
                详细地址=asker.text(f"{key}.address", f"详细地址（{UNKNOWN}）"),
            ),
            相关成年人=self._adults(key),
        )

    def _adults(self, key: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while len(found) < 10:  # a terminal is not the place for a clan
            words = "有没有要说明的大人，如父母、照看人" if not found else "还有其他大人吗"
            if self._asker.yes_no(f"{key}.more{len(found)}", words) != "是":
                break
            found.append(self._adult(f"{key}.adult{len(found)}"))
        return found

    def _adult(self, key: str) -> dict[str, Any]:
        asker = self._asker
        relations = [(one.value, one.zh) for one in Relation]
        return _said(
            关系=asker.one_of(f"{key}.relation", "是孩子的什么人", relations),
            姓名=asker.text(f"{key}.name", f"姓名（{UNKNOWN}）"),
            是监护人=asker.yes_no(f"{key}.guardian", "是监护人吗"),
            是照护人=asker.yes_no(f"{key}.carer", "平时照看孩子吗"),
            涉嫌侵害=asker.yes_no(f"{key}.suspected", "涉嫌侵害孩子吗"),
            电话=asker.text(f"{key}.phone", f"电话（{UNKNOWN}）"),
        )

    def _reporter(self) -> dict[str, Any]:
        asker = self._asker
        asker.tell("\n您的信息单独加密保存，只用来向您反馈。不想留的直接回车。")
        return _said(
            姓名=asker.text("reporter.name", "您的姓名"),
            单位=asker.text("reporter.unit", "您的单位"),
            电话=asker.text("reporter.phone", "您的电话"),
            岗位编号=asker.checked("reporter.post", "您的岗位编号，反馈发到这里", self._post),
        )

    def _area(self, key: str, question: str) -> str | None:
        listed = "；".join(f"{code} {words}" for code, words in self._around.places)
        hint = f"本地：{listed}；" if listed else ""
        return self._asker.checked(key, f"{question}（{hint}{UNKNOWN}）", _area)

    def _post(self, typed: str) -> str:
        if typed not in self._around.posts:
            raise Refused("没有这个岗位编号，可用 hutong directory show 查看", "there is no such post")
        return typed


def _surroundings(office: Office) -> Surroundings:
    with office.reading() as desk:
        posts = desk.session.exec(select(Post.no).where(col(Post.open))).all()
        places = tuple((place.area, place.zh) for place in places_served(desk))
    return Surroundings(places=places, posts=frozenset(posts))


def _said(**answers: Any) -> dict[str, Any]:
    return {name: answer for name, answer in answers.items() if answer not in (None, "", [], {})}


def _area(typed: str) -> str:
    if not _AREA.fullmatch(typed):
        raise Refused("行政区划代码应为 2、4、6、9 或 12 位数字", "a division code has 2, 4, 6, 9 or 12 digits")
    return typed


def _count(typed: str) -> str:
    if not (typed.isascii() and typed.isdigit() and 1 <= int(typed) <= MOST_CHILDREN):
        raise Refused(f"请输入 1 – {MOST_CHILDREN} 的数字", f"a number from 1 to {MOST_CHILDREN}")
    return typed
