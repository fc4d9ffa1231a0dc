"""Where a page does what a command does: whoever reads a refusal here has no terminal. 网页上的办理处.

Services say how a thing is mended in the words of the command line.  Commands for whoever keeps the server running
(`hutong sweep`, `hutong doctor` …) are left as they are: no page does that.  A text of a page that means the server
says so in words of its own and is not led through here.
"""

from __future__ import annotations

import re

_ON_THE_DUTY = "该职责的页面", "the page of the duty"
_ON_THE_CASE = "个案页", "the page of the case"
_ADULTS = "个案页的“相关成年人”", "the adults on the page of the case"
_CARE = "孩子档案的“关爱”", "the care on the page of the child"
_PAPERS = "个案页的“文书”", "the instruments on the page of the case"
_REGISTERS = "“我的孩子”的导入、导出", "the import and export under Children"
_FIGURES = "“统计”页", "Figures"
_POSTS = "“岗位与人员”页", "Posts and people"

_PLACES: dict[str, tuple[str, str]] = {
    "duty": _ON_THE_DUTY,
    "why": _ON_THE_DUTY,
    "case reopen": ("个案页的“重新立案”", "the page of the case, 'open again'"),
    "case reveal": ("个案页的“查看姓名”", "the names on the page of the case"),
    "case open": ("“个案”页的“立案建档”", "Cases, 'open without a report'"),
    "case register": ("个案页的“补登儿童信息”", "the page of the case, 'what became known'"),
    "case": _ON_THE_CASE,
    "death": ("个案页的“登记儿童死亡”", "the page of the case, 'death'"),
    "handover": ("个案页的“移交”", "the page of the case, 'hand over'"),
    "open": ("个案页的“启动程序”", "the page of the case, 'start a procedure'"),
    "timeline": ("个案页的时间线", "the timeline on the page of the case"),
    "note": ("个案页的“记一件事”", "the page of the case, 'note'"),
    "correct": ("个案页的“逐条记录、更正”", "the entries of the case, 'correct'"),
    "report": ("“报告”页", "Report"),
    "person": _ADULTS,
    "monitor": _CARE,
    "visits": ("“要走访”页", "To visit"),
    "instrument": _PAPERS,
    "notice": ("“通知”页", "Messages"),
    "stuck": ("“卡住”页", "Stuck"),
    "figures": _FIGURES,
    "import": _REGISTERS,
    "export": _REGISTERS,
    "directory show": _POSTS,
    "directory load": ("“岗位与人员”页里该岗位的任职", "who holds the post, under Posts and people"),
    "account": _POSTS,
    "evidence": ("个案页的“证据材料”", "the evidence on the page of the case"),
    "services": ("个案页的“服务清单”", "the services on the page of the case"),
}
"""By command, the longer name first where one begins with another."""

_WORDS = "岗位编号|岗位|本文件|文件"
_ANSWER = r"--with [^\s=]+=\S*|\d+\b"  # what is answered, and the number of the duty
_ARGUMENTS = rf"(?: (?:{_ANSWER}|--?[a-z][\w-]*|[CRNAP]-[\w-]+|[a-z][a-z-]*\b|[A-Z]+\b|\|[a-z|]+|…|{_WORDS}))*"
_NAMES = "|".join(sorted(_PLACES, key=len, reverse=True))
_COMMAND_ZH = re.compile(rf"(?P<how>请?先?(?:用|运行)\s*)?`?hutong (?P<name>{_NAMES})\b{_ARGUMENTS}`? *")
_COMMAND_EN = re.compile(rf"`hutong (?P<name>{_NAMES})\b[^`]*`|hutong (?P<bare>{_NAMES})\b{_ARGUMENTS}")


def in_pages(words: str, lang: str) -> str:
    """The same words, with the places on pages instead of commands.

    >>> in_pages("个案 C-1 已结案；请先用 hutong case reopen C-1 重新立案", "zh")
    '个案 C-1 已结案；请先到个案页的“重新立案”重新立案'
    >>> in_pages("是机关事项卷宗，请逐项办理（hutong duty）", "zh")
    '是机关事项卷宗，请逐项办理（该职责的页面）'
    >>> in_pages("no post 'P-X'; see `hutong directory show`", "en")
    "no post 'P-X'; see Posts and people"
    >>> in_pages("启动 hutong worker", "zh")
    '启动 hutong worker'
    """
    if "hutong " not in words:
        return words
    if lang == "zh":
        return _COMMAND_ZH.sub(_place_zh, words)
    return _COMMAND_EN.sub(lambda found: _PLACES[found["name"] or found["bare"]][1], words)


def _place_zh(found: re.Match[str]) -> str:
    how = (found["how"] or "").strip()
    asked = how.removesuffix("用").removesuffix("运行") + "到" if how else ""
    return asked + _PLACES[found["name"]][0]
