"""What only the office can see to be wrong with a report: dates, posts, places, a child named twice. 报告核对."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from rules.errors import Refusals, Refused
from rules.moments import civil_day
from rules.vocabulary import Precision
from rules.when import earliest, latest
from tasks import wording
from tasks.files import identity_indexes
from tasks.posts import FoundPost, post_by_number

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.report_form import ChildForm, ReportForm


def reported_at_of(desk: Desk, form: ReportForm) -> datetime:
    """When a report was made; one that says nothing was made as it was entered."""
    return form.reported_at or desk.at


def form_precision(form: ReportForm) -> Precision:
    """How exactly the moment of a report is known; one without a moment was made as it was entered."""
    return form.reported_precision if form.reported_at else Precision.EXACT


def area_of(form: ReportForm, child: ChildForm, receiver: FoundPost | None) -> str | None:
    """Where the child's matter is dealt with: where the child lives, else where it happened, else who took it."""
    return child.residence.area or form.incident.area or (receiver.area if receiver else None)


def refuse_what_cannot_be(desk: Desk, form: ReportForm, receiver: FoundPost | None) -> None:
    """Raises Refusals: everything at once that the form by itself could not show to be wrong.

    Args:
        receiver: the post that took the report, if one did.
    """
    wrong = [
        *_wrong_moments(desk, form),
        *_wrong_births(desk, form),
        *_wrong_posts(desk, form),
        *_wrong_places(form, receiver),
        *_children_twice(desk, form),
    ]
    if wrong:
        raise Refusals(wrong)


def _wrong_moments(desk: Desk, form: ReportForm) -> list[Refused]:
    moments = {
        "发现时间": form.discovered_at,
        "报告时间": form.reported_at,
        "事件.发生时间": form.incident.happened_at,
    }
    wrong = [
        Refused(
            f"“{field}”在将来（现在是 {wording.say_moment(desk.at, 'zh')}），请核对",
            f"{field} lies in the future; check it",
            field=field,
        )
        for field, at in moments.items()
        if at is not None and at > desk.at
    ]
    reported = latest(reported_at_of(desk, form), form_precision(form))
    if form.discovered_at and earliest(form.discovered_at, form.discovered_precision) > reported:
        wrong.append(
            Refused(
                "“发现时间”晚于报告时间，请核对",
                "发现时间 is after the report was made; check it",
                field="发现时间",
            )
        )
    return wrong


def _wrong_births(desk: Desk, form: ReportForm) -> list[Refused]:
    last = civil_day(form.incident.happened_at or form.discovered_at or reported_at_of(desk, form))
    return [
        Refused(
            f"“儿童.{place}.出生日期”晚于事件发生之日（{last.isoformat()}），请核对",
            f"儿童.{place}.出生日期 is after the day of the event ({last.isoformat()}); check it",
            field=f"儿童.{place}.出生日期",
        )
        for place, child in enumerate(form.children, start=1)
        if child.birth_on and child.birth_on > last
    ]


def _wrong_posts(desk: Desk, form: ReportForm) -> list[Refused]:
    named = {"接报岗位": form.received_by, "报告人.岗位编号": form.reporter.post}
    return [
        Refused(
            f"“{field}”：没有这个岗位编号，请用 hutong directory show 查看",
            f"{field}: there is no such post; see `hutong directory show`",
            field=field,
        )
        for field, no in named.items()
        if no and post_by_number(desk, no) is None
    ]


def _wrong_places(form: ReportForm, receiver: FoundPost | None) -> list[Refused]:
    return [
        Refused(
            f"“儿童.{place}.居住地.行政区划代码”必填（儿童、事件、接报岗位均未给出地区）",
            f"儿童.{place}.居住地.行政区划代码 is required: no place is given by child, event or receiving post",
            field=f"儿童.{place}.居住地.行政区划代码",
        )
        for place, child in enumerate(form.children, start=1)
        if area_of(form, child, receiver) is None
    ]


def _children_twice(desk: Desk, form: ReportForm) -> list[Refused]:
    seen: dict[str, int] = {}
    wrong = []
    for place, child in enumerate(form.children, start=1):
        for index in identity_indexes(desk, child).values():
            first = seen.setdefault(index, place)
            if first != place:
                wrong.append(
                    Refused(
                        f"“儿童.{place}”与“儿童.{first}”是同一名儿童，请合并",
                        f"儿童.{place} and 儿童.{first} are the same child; merge them",
                        field=f"儿童.{place}",
                    )
                )
                break
    return wrong
