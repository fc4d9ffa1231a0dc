"""What a page of a report says, checked as a report file is, and told in the words of the page. 报告页的读法."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from board.report_draft import REPORTER
from rules.errors import Refusals, Refused
from rules.moments import civil_day
from rules.vocabulary import Precision
from tasks.report_form import ReportForm, read_report
from tasks.said import read_spoken

if TYPE_CHECKING:
    from datetime import datetime

    from board.report_draft import ChildDraft, Draft
    from rules.when import When


NAMES = {
    "情形": ("看到了什么", "what you saw"),
    "情况": ("具体情况", "what happened"),
    "目前有危险": ("孩子现在有危险吗", "whether there is danger now"),
    "发现时间": ("什么时候发现的", "when you found out"),
    "发生时间": ("什么时候发生的", "when it happened"),
    "地点": ("具体地点", "the place"),
    "行政区划代码": ("在哪个乡镇、街道", "the township"),
    "报告主体": ("您是", "who you are"),
    "姓名": ("姓名", "name"),
    "性别": ("性别", "sex"),
    "年龄": ("大概几岁", "age"),
    "出生日期": ("出生日期", "day of birth"),
    "身份证号": ("身份证号", "identity number"),
    "详细地址": ("住在哪里", "address"),
    "关系": ("是孩子的什么人", "relation"),
    "单位": ("单位", "unit"),
    "电话": ("电话", "telephone"),
    "反馈地址": ("其他联系办法", "another way to reach you"),
}
"""What a field is called on the page, by the last part of its name."""


def report_in(
    draft: Draft,
    now: datetime,
    served: frozenset[str],
    *,
    received_by: str | None = None,
    reporter_post: str | None = None,
) -> ReportForm:
    """What a page says, checked as a report file is.

    Args:
        served: codes of the places that can be chosen; a report from elsewhere would reach nobody.
        received_by: the post that enters what somebody told it.
        reporter_post: the post that reports what it saw itself; what is owed to the reporter goes there.
    Raises: Refusals: everything that is wrong, in the words of the page.
    """
    reading = _Reading(draft, now, served)
    given = _said(**reading.given(reporter_post), 接报岗位=received_by)
    found = reading.wrong
    try:
        form = read_report(given)
    except Refusals as wrong:
        known = {one.field for one in found}
        found += [one for one in wrong.refusals if one.field not in known]
    if found:
        raise Refusals([in_words_of_the_page(one) for one in found])
    return form


class _Reading:
    """One pass over the page; what cannot be read is kept in `wrong`. 读表."""

    def __init__(self, draft: Draft, now: datetime, served: frozenset[str]) -> None:
        self._draft = draft
        self._now = now
        self._served = served
        self.wrong: list[Refused] = []

    def given(self, reporter_post: str | None) -> dict[str, Any]:
        """What was said, under the names of a report file."""
        draft = self._draft
        self._demand_what_nobody_can_do_without()
        found, found_how = self._moment("发现时间")
        happened, happened_how = self._moment("事件.发生时间")
        return _said(
            报告主体=draft("报告主体"),
            情形=list(draft.situations),
            目前有危险=draft("目前有危险"),
            情况=self._narrative(),
            发现时间=found,
            发现时间精度=found_how,
            事件=_said(
                发生时间=happened,
                时间精度=happened_how,
                地点=draft("事件.地点"),
                行政区划代码=draft("事件.行政区划代码"),
            ),
            儿童=[self._child(place, one) for place, one in enumerate(draft.children, start=1)],
            报告人=_said(
                **{name: draft(f"报告人.{name}") for name in REPORTER},
                岗位编号=reporter_post,
            ),
        )

    def _demand_what_nobody_can_do_without(self) -> None:
        draft = self._draft
        if not draft.situations:
            self._refuse("情形", "请选最接近的一种；选错不影响受理", "tick the nearest; a wrong one does no harm")
        if not draft("报告主体"):
            self._refuse("报告主体", "请选一项；不想说明身份的选“匿名”", "choose one; 'anonymous' will do")
        if not draft("事件.行政区划代码"):
            self._refuse("事件.行政区划代码", "请选一个；不清楚的选全县", "choose one; the county if you do not know")
        areas = {
            f"儿童.{at}.居住地.行政区划代码": one("居住地.行政区划代码") for at, one in enumerate(draft.children, 1)
        }
        for name, area in {"事件.行政区划代码": draft("事件.行政区划代码"), **areas}.items():
            if area and area not in self._served:
                self._refuse(name, "请从列表里选", "choose one of the list")

    def _moment(self, name: str) -> tuple[str | None, Precision | None]:
        when = self._spoken(name)
        if when is None:
            return None, None
        return (when.at.isoformat() if when.at else None), when.precision

    def _spoken(self, name: str, typed: str | None = None) -> When | None:
        try:
            return read_spoken(self._draft(name) if typed is None else typed, self._now, field=name)
        except Refused as unreadable:
            self.wrong.append(unreadable)
            return None

    def _child(self, place: int, child: ChildDraft) -> dict[str, Any]:
        born = self._spoken(f"儿童.{place}.出生日期", child("出生日期"))
        if born is not None and born.precision is not Precision.DAY:
            self._refuse(
                f"儿童.{place}.出生日期",
                "要写到日，如 2016-05-18；不清楚的不填，写大概几岁",
                "write the day, such as 2016-05-18, or leave it and give the age",
            )
        return _said(
            姓名=child("姓名"),
            性别=child("性别"),
            出生日期=civil_day(born.at) if born is not None and born.at else None,
            身份证号=child("身份证号"),
            居住地=_said(行政区划代码=child("居住地.行政区划代码"), 详细地址=child("居住地.详细地址")),
            相关成年人=[adult for one in child.adults if (adult := _said(**one.typed))],
        )

    def _narrative(self) -> str:
        """With the ages that people guessed: a file knows days of birth only, and a guess is not one."""
        ages = [
            f"第{place}个孩子：大概{child('年龄')}岁（报告人估计）"
            for place, child in enumerate(self._draft.children, start=1)
            if self._is_age(place, child("年龄"))
        ]
        return "\n".join(words for words in (self._draft("情况"), *ages) if words)

    def _is_age(self, place: int, typed: str) -> bool:
        if typed and not (typed.isascii() and typed.isdigit() and len(typed) < 3 and int(typed) < 18):
            self._refuse(
                f"儿童.{place}.年龄",
                "请写 0 – 17 的数字；大概的就可以",
                "a number from 0 to 17; a guess will do",
            )
            return False
        return bool(typed)

    def _refuse(self, name: str, zh: str, en: str) -> None:
        self.wrong.append(Refused(f"“{name}”：{zh}", f"{name}: {en}", field=name))


def _said(**answers: Any) -> dict[str, Any]:
    return {name: answer for name, answer in answers.items() if answer not in (None, "", [], {})}


_PATH = re.compile(r"(?:儿童\.(?P<child>\d+)\.)?(?:\w+\.)*?(?P<name>\w+)$")


def in_words_of_the_page(error: Refused) -> Refused:
    """The same, with the field called as the page calls it: nobody who reports has seen a report file."""
    name = "情形" if error.field.startswith("情形") else error.field
    zh, en = _called(name)
    return Refused(
        error.zh.replace(f"“{error.field}”", f"“{zh}”"),
        error.en.replace(error.field, en, 1),
        field=name,
        source=error.source,
    )


def _called(name: str) -> tuple[str, str]:
    found = _PATH.match(name)
    if found is None or found["name"] not in NAMES:
        return name, name
    zh, en = NAMES[found["name"]]
    if found["child"]:
        return f"第{found['child']}个孩子的{zh}", f"child {found['child']}, {en}"
    return zh, en
