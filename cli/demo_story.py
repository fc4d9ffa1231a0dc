"""The story that `hutong demo` plays: fictional, told in the order in which it happened. 演示个案."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from rules.moments import shanghai

DIRECTORY = "examples/directory.yaml"
REPORT = "examples/report-school.yaml"
REPORTED = shanghai("Monday 2026-03-02 10:55")


@dataclass(frozen=True, kw_only=True)
class Act:
    """Somebody answers a duty. 办理一项职责."""

    at: datetime
    duty: str
    given: Mapping[str, object]
    told: str


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A stretch of the story: the clock moves, then people act. 一段经过.

    Args:
        until: the clock moves here first; what falls due on the way is escalated, step by step.
        show_stuck: print the stuck list before anybody acts.
    """

    zh: str
    en: str
    until: tuple[datetime, ...] = ()
    show_stuck: bool = False
    acts: tuple[Act, ...] = field(default=())


def _act(at: str, duty: str, told: str, /, **given: object) -> Act:
    return Act(at=shanghai(at), duty=duty, given=given, told=told)


CALM = {"child_seen": True, "harm_again": False}
"""A visit that found nothing."""

CHAPTERS: tuple[Chapter, ...] = (
    Chapter(
        zh="半小时过去，无人登记：先提醒承办岗位",
        en="half an hour, nothing entered: the owners are reminded",
        until=(shanghai("Monday 2026-03-02 11:20"),),
        acts=(
            _act(
                "Monday 2026-03-02 11:30",
                "triage",
                "工作站研判：较急，孩子回家有危险",
                urgency="urgent",
                danger_now=True,
                document_no="柳站研〔2026〕1号",
            ),
        ),
    ),
    Chapter(
        zh="派出所仍未登记受理：届满，再过一小时，逐级督办，每级一次",
        en="the police have not entered it: due, one hour on, each rung once",
        until=(shanghai("Monday 2026-03-02 11:50"), shanghai("Monday 2026-03-02 12:50")),
        show_stuck=True,
        acts=(
            _act(
                "Monday 2026-03-02 13:05",
                "notify_civil_affairs",
                "派出所通知民政：孩子需要安置",
                document_no="柳公通〔2026〕1号",
            ),
            _act(
                "Monday 2026-03-02 13:10",
                "police_acceptance",
                "派出所登记受理（迟），涉嫌犯罪",
                ours=True,
                track="criminal",
                document_no="柳公（受）〔2026〕1号",
            ),
            _act(
                "Monday 2026-03-02 14:30",
                "safe_bed",
                "当晚住处：救助保护中心",
                mode="relief_institution",
            ),
            _act("Monday 2026-03-02 15:00", "child_seen", "工作站在校医室当面见到孩子", safe_where_found=False),
        ),
    ),
    Chapter(
        zh="次日起：安置决定、评估、立案",
        en="the next days: placement, assessment, filing",
        until=(shanghai("Tuesday 2026-03-03 09:00"),),
        acts=(
            _act(
                "Tuesday 2026-03-03 09:30",
                "decide_placement",
                "母亲连夜赶回，由母亲照护，不再需要临时监护",
                mode="not_needed",
                document_no="青民监〔2026〕1号",
            ),
            _act(
                "Wednesday 2026-03-04 10:00",
                "decide_filing",
                "公安机关立案",
                filed=True,
                document_no="青公立〔2026〕1号",
            ),
            _act(
                "Wednesday 2026-03-04 16:00",
                "safety_assessment",
                "安全评估：高风险，现已脱离危险",
                risk="urgent",
                danger_now=False,
            ),
            _act("Thursday 2026-03-05 09:00", "tell_reporter", "民政反馈报告人", outcome="已受理，孩子已得到妥善照护"),
            _act(
                "Thursday 2026-03-05 10:00",
                "choose_interventions",
                "决定：训诫、关爱服务",
                chosen="admonition,services",
                reason="父亲多次殴打，母亲在外务工",
            ),
        ),
    ),
    Chapter(
        zh="立案后第三日是星期六：这一期限不因休息日顺延，最后可办时刻之前提醒",
        en="the third day after filing is a Saturday: no roll-over, a reminder while it can still be met",
        until=(shanghai("Friday 2026-03-06 09:30"),),
        acts=(
            _act(
                "Friday 2026-03-06 10:00",
                "feedback_on_progress",
                "公安机关向报告单位反馈进展（高检发〔2020〕9号第10条）",
                outcome="案件已立案侦查",
            ),
            _act(
                "Friday 2026-03-06 11:00",
                "decide_admonition",
                "派出所决定训诫父亲（未成年人保护法第118条）",
                issue=True,
                document_no="柳公训〔2026〕1号",
            ),
            _act("Friday 2026-03-06 11:30", "take_up_referral", "工作站承接关爱服务", accepts=True),
            _act(
                "Friday 2026-03-06 15:00", "hold_admonition", "当面训诫并送达", method="in_person", reply="表示不再动手"
            ),
            _act(
                "Friday 2026-03-06 16:00",
                "tell_of_admonition",
                "告知村委会、民政、学校",
                told="committee,civil_affairs,school",
            ),
        ),
    ),
    Chapter(
        zh="三月：训诫后第一次走访，服务已开始",
        en="March: the first visit after the admonition, services begun",
        until=(shanghai("Wednesday 2026-03-11 09:00"),),
        acts=(
            _act("Wednesday 2026-03-11 10:00", "admonition_visit", "村委会走访：未再发生", **CALM),
            _act(
                "Thursday 2026-03-26 10:00", "complete_referral", "关爱服务已落实", outcome="每周一次家访，母亲返乡照护"
            ),
        ),
    ),
    Chapter(
        zh="四月：第二次走访，侦查终结；六月：第三次走访",
        en="April: the second visit, the investigation ends; June: the third visit",
        until=(shanghai("Thursday 2026-04-02 09:00"),),
        acts=(
            _act("Thursday 2026-04-02 10:00", "admonition_visit", "第三十日走访：未再发生", **CALM),
            _act("Monday 2026-04-20 10:00", "conclude_investigation", "侦查终结，拟移送起诉", to_prosecution=True),
            _act(
                "Monday 2026-04-20 15:00",
                "feedback_before_prosecution",
                "移送审查起诉前告知报告单位（同文件第10条）",
                outcome="案件即将移送检察机关审查起诉",
            ),
            _act("Tuesday 2026-04-21 10:00", "send_for_prosecution", "移送审查起诉", document_no="青公诉〔2026〕1号"),
            _act("Monday 2026-06-01 10:00", "admonition_visit", "第九十日走访：未再发生", **CALM),
        ),
    ),
    Chapter(
        zh="所有程序终结：民政审查能否结案",
        en="every procedure has ended: may the case be closed?",
        until=(shanghai("Tuesday 2026-06-02 09:00"),),
        acts=(
            _act(
                "Tuesday 2026-06-02 10:00",
                "review_case",
                "结案",
                close=True,
                reason="母亲返乡照护稳定，转入日常走访",
            ),
        ),
    ),
)
