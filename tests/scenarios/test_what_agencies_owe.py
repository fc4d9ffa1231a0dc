"""In a story, an agency answers what it owes itself; no child is in it. 演练：机关自身的周期职责."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.errors import CaseworkError
from tests.scenarios.conftest import Stories

ROOT = Path(__file__).resolve().parents[2]
HEAD = f"""\
标题: 福建的一年
地区: "990101001"
规则包: fujian-2024
机构与岗位: {ROOT / "examples/directory-one-city.yaml"}
经办: P-CIVIL
儿童:
  潮生: {{性别: 女, 出生日期: 2014-05-20}}
经过:
"""
LISTED = """\
  - 发生: 2026-01-05 09:00
    列为关爱对象: {类别: 留守儿童, 条件: [不满十六周岁, 农村户籍, parents_away, 外出三个月以上], 风险等级: 低, 理由: 测}
  - 应当: [{关爱对象: 在册}]
"""


def test_a_duty_of_an_agency_is_answered_by_the_post_that_owes_it_and_by_no_other(played: Stories) -> None:
    lines = """\
  - {发生: 2026-02-02 10:00, 经办: P-EDU, 办理: {职责: 开展安全知识进村（居）活动, 到达村（居）数: 2}}
  - 应当:
      - {职责: 开展安全知识进村（居）活动, 责任岗位: P-EDU, 状态: 已办, 件数: 1}
      - {职责: 开展安全知识进村（居）活动, 责任岗位: P-YOUTH, 状态: 待办, 件数: 1}
"""
    assert played(LISTED + lines, head=HEAD, report="").failures == ()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{职责: 开展安全知识进村（居）活动, 到达村（居）数: 2}", "由几个岗位各自承办，请写明“经办”"),
        ("{职责: 开展法治专题教育, 参加学生数: 9}", "没有岗位承办“开展法治专题教育”"),
        ("{职责: 上报工作进展@2031, 情况摘要: 早}", "没有岗位承办“上报工作进展”"),
    ],
)
def test_whose_duty_is_meant_must_be_clear(played: Stories, line: str, says: str) -> None:
    with pytest.raises(CaseworkError) as refused:
        played(f"{LISTED}  - {{发生: 2026-02-02 10:00, 办理: {line}}}\n", head=HEAD, report="")
    assert says in refused.value.zh


def test_what_does_not_hold_of_an_agency_is_told(played: Stories) -> None:
    lines = "  - 应当: [{无待办: 上报工作进展}, {核查: 上报工作进展, 结论: 按期办理}]\n"
    told = [one.zh for one in played(LISTED + lines, head=HEAD, report="").failures]
    assert told == [
        "不应有待办“上报工作进展”，实为 P-CITY 待办",
        "“上报工作进展”的核查结论应为“按期办理”，实为：未到期",
    ]


def test_a_spot_check_is_answered_once_its_files_are_drawn(played: Stories) -> None:
    answered = "{职责: 抽查儿童档案, 有缺漏的档案: 潮生, 调查情况: 走访记录不全}"
    lines = f"""\
  - {{发生: 2026-03-02 09:00, 经办: P-CIVIL, 应被拒绝: {{说: 尚未抽取, 办理: {answered}}}}}
  - {{发生: 2026-03-02 09:10, 抽取档案: P-CIVIL}}
  - {{发生: 2026-03-02 10:00, 经办: P-CIVIL, 办理: {answered}}}
  - 应当: [{{核查: 抽查儿童档案, 结论: 按期办理}}]
"""
    assert played(LISTED + lines, head=HEAD, report="").failures == ()


def test_the_case_of_a_listed_child_has_the_adults_of_its_file_and_no_second_ones(played: Stories) -> None:
    head = HEAD.replace("经过:\n", "成年人:\n  妈妈: {关系: 母亲, 是监护人: 是}\n经过:\n")
    lines = """\
  - {发生: 2026-02-02 10:00, 立案建档: {来源: 走访}}
  - 应当: [{监护人: 妈妈}]
"""
    story = played(LISTED + lines, head=head, report="")
    assert story.failures == ()
    assert len(story.stage.adults) == 1


def test_dissuading_is_meant_where_it_is_owed(played: Stories) -> None:
    head = HEAD.replace("经过:\n", "成年人:\n  妈妈: {关系: 母亲, 是监护人: 是}\n经过:\n")
    lines = """\
  - {发生: 2026-02-02 10:00, 立案建档: {来源: 走访}}
  - {发生: 2026-02-02 10:10, 启动程序: {程序: 劝诫、制止, 当事人: {被申请人（责任监护人）: 妈妈}, 责任岗位: P-VILLAGE}}
  - {发生: 2026-02-02 11:00, 办理: {职责: 劝诫、制止, 劝诫后的反应: 已停止，答应改正, 是否情节严重: 否}}
  - 应当: [{职责: 劝诫后回看, 状态: 待办}]
"""
    assert played(LISTED + lines, head=head, report="").failures == ()
