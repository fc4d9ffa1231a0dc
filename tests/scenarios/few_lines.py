"""A story of a few lines, with the usual people in it. 测试用的情景. Nobody of these exists."""

from __future__ import annotations

HEAD = """\
标题: 测试
地区: "990101001"
机构与岗位: 默认
经办: P-CIVIL
儿童:
  穗穗: {性别: 女, 出生日期: 2017-09-12}
成年人:
  妈妈: {关系: 母亲, 是监护人: 是}
  奶奶: {关系: 祖父母、外祖父母, 是照护人: 是}
  舅舅: {关系: 其他亲属}
经过:
"""

TWO_CHILDREN = HEAD.replace("成年人:\n", "  田田: {性别: 男, 出生日期: 2019-01-30}\n成年人:\n")

REPORT = """\
  - 发生: 2026-03-03 10:20
    标记: 报告
    报告: {报告主体: 公民, 情形: guardianship, 目前有危险: 否}
"""


def a_story(lines: str, *, head: str = HEAD, report: str = REPORT) -> str:
    """A story that begins with the usual report and goes on with `lines`."""
    return f"{head}{report}{lines}"
