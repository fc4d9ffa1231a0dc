"""The words of a scenario: one table, by which it is read, refused and documented. 情景用语.

Every key has a Chinese name and an English synonym.  `Value` says what may stand behind a key.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from rules.vocabulary import (
    ChildCategory,
    Relation,
    Sex,
    Term,
)


class Granted(Term):
    """How much of what was asked for an instrument grants. 准许范围."""

    FULL = "full", "全部"
    PART = "part", "部分"


class CaseStanding(Term):
    """How a case stands. 个案状态."""

    OPEN = "open", "在办"
    CLOSED = "closed", "已结"


class ProcedureStanding(Term):
    """How a procedure stands. 程序状态."""

    OPEN = "open", "在办"
    CLOSED = "closed", "终结"


class ListStanding(Term):
    """Whether a child is on the list of those who are visited. 是否在册."""

    LISTED = "listed", "在册"
    NOT_LISTED = "not_listed", "不在册"


class Value(Enum):
    """What may stand behind a key, in Chinese and English. 内容的写法."""

    TEXT = "文字", "text"
    YES_NO = "是/否", "是 or 否 (yes, no)"
    COUNT = "整数", "a whole number"
    DAY = "日期，如 2026-03-02", "a date such as 2026-03-02"
    WHEN = "时间", "a moment"
    END = (
        "期限：2026-03-02 10:30；只写日期，即当日 24:00",
        "the end of a period: 2026-03-02 10:30; a date alone is 24:00 of that day",
    )
    LENGTH = (
        "时长，如 30 日、3 个工作日、1 个月、24 小时",
        "a length such as 30 days, 3 working_days, 1 months, 24 hours",
    )
    TERM = "用语（代码或中文）", "a term, by code or in Chinese"
    TERMS = "用语（代码或中文），可多项", "terms, by code or in Chinese, one or more"
    TERM_OR_ALL = "用语（代码或中文），或 全部", "a term, by code or in Chinese, or 全部 (all)"
    TEMPLATE = "通知模板，如 duty_opened、reminder、escalation", "a template such as duty_opened, reminder, escalation"
    CHILD = "儿童代称", "nickname of a child"
    CHILDREN = "儿童代称，可多名；全部", "nicknames of children; 全部 (all)"
    ADULT = "成年人代称", "nickname of an adult"
    ADULTS = "成年人代称，可多名", "nicknames of adults"
    PARTY = "成年人代称或岗位", "nickname of an adult, or a post"
    PARTIES = "成年人代称或岗位，可多个", "nicknames of adults, or posts"
    POST = "岗位编号或名称", "a post, by number or name"
    POSTS = "岗位编号或名称，可多个", "posts, by number or name"
    LABEL = "前面某行的标记", "the label of an earlier line"
    DUTY = (
        "职责：名称、代码或序号；同名多项时写“名称@关于”",
        "a duty by name, code or number; `name@about` where there are several",
    )
    INSTRUMENT = (
        "文书：标记，或文书种类（该种类最近一份）",
        "an instrument: a label, or its kind (the latest of that kind)",
    )
    PROCEDURE = "程序：标记，或程序名称（最近启动的一个）", "a procedure: a label, or its kind (the latest)"
    ABOUT = "代称、标记或文字", "a nickname, a label or text"
    ANSWER = "该职责的填写项", "the fields of the duty's answer"
    PARTIES_BY_ROLE = "身份: 成年人或岗位", "capacity: adults or posts"
    POSTS_BY_ROLE = "职能: 岗位", "role: post"
    REPORT = "报告单的填写项，见 report.md", "the fields of a report, see report.md"
    PLACE = "行政区划代码，或“行政区划代码、详细地址”", "a division code, or area and address"
    GROUP = "一组填写项，见下", "a group of keys, see below"
    EXPECTATIONS = "列表，见“应当”", "a list, see 应当"
    ACT = "另一项行为", "another act"

    @property
    def zh(self) -> str:
        """In Chinese."""
        return self.value[0]

    @property
    def en(self) -> str:
        """In English."""
        return self.value[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key of the language.

    Args:
        name: the English synonym, by which the program speaks of it.
        term: which words may stand behind it, for `Value.TERM` and as keys of `PARTIES_BY_ROLE`.
        required: whether an act or expectation cannot do without it.
    """

    name: str
    zh: str
    value: Value
    says: str = ""
    says_en: str = ""
    term: type[Term] | None = None
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """An act or an expectation, and what goes with it.

    Args:
        keys: the first is what a scalar behind the verb stands for.
        by: whether a post must act: the line's, or the story's.
        child: whether it concerns children, so that a story with several must say which.
    """

    name: str
    zh: str
    says: str
    says_en: str
    keys: tuple[Key, ...] = ()
    by: bool = False
    child: bool = True

    def key(self, name: str) -> Key:
        """The key of this name."""
        return next(key for key in self.keys if key.name == name)


def key_of(name: str, zh: str, value: Value, says: str = "", says_en: str = "", **more: object) -> Key:
    """A key of the language, told in short."""
    return Key(name=name, zh=zh, value=value, says=says, says_en=says_en, **more)  # type: ignore[arg-type]


# --- the head ----------------------------------------------------------------------------------------------------

HEAD: tuple[Key, ...] = (
    key_of("title", "标题", Value.TEXT, "演练时显示", "shown when played", required=True),
    key_of("source", "出处", Value.TEXT, "来自哪里；虚构的写“虚构”", "where it is from"),
    key_of("remark", "说明", Value.TEXT, "写给读的人", "for whoever reads it"),
    key_of(
        "area", "地区", Value.TEXT, "未写居住地的儿童住在哪里：行政区划代码", "division code of children without one"
    ),
    key_of("start", "开始", Value.WHEN, "时钟从何时走起；不写为第一行的时间", "where the clock starts; else line one"),
    key_of(
        "agencies",
        "机构与岗位",
        Value.GROUP,
        "默认（examples/directory.yaml）、名册文件（相对本文件），或直接写机构",
        "默认 (examples/directory.yaml), a directory file beside this one, or agencies as in directory.md",
        required=True,
    ),
    key_of(
        "rules",
        "规则包",
        Value.TEXT,
        "在哪个规则包下演练：名称，或文件夹（相对本文件）；不写为 national",
        "the pack that it is played under: its name, or its folder beside this file; else national",
    ),
    key_of("by", "经办", Value.POST, "各行未写经办时由谁办", "who acts where a line does not say"),
    key_of("children", "儿童", Value.GROUP, "代称: 情况", "nickname: what is known", required=True),
    key_of("adults", "成年人", Value.GROUP, "代称: 情况", "nickname: what is known"),
    key_of(
        "story", "经过", Value.GROUP, "各行，按录入先后", "lines, in the order in which they are entered", required=True
    ),
)

CHILD: tuple[Key, ...] = (
    key_of("name", "姓名", Value.TEXT, "不写即为代称；不知道写“不详”", "the nickname, if left out; 不详 if not known"),
    key_of("sex", "性别", Value.TERM, term=Sex),
    key_of(
        "birth_on",
        "出生日期",
        Value.DAY,
        "写了，第二份报告才认得出同一名儿童；到十八周岁有提示",
        "by it a second report finds the same child; the eighteenth birthday follows from it",
    ),
    key_of("id_number", "身份证号", Value.TEXT),
    key_of("categories", "类别", Value.TERM, "可多项", "one or more", term=ChildCategory),
    key_of("registration", "户籍地", Value.PLACE),
    key_of("residence", "居住地", Value.PLACE, "不写即为“地区”", "`area`, if left out"),
    key_of("domicile", "住所地", Value.PLACE),
)

TIE: tuple[Key, ...] = (
    key_of("guardian", "是监护人", Value.YES_NO),
    key_of("carer", "是照护人", Value.YES_NO),
    key_of("suspected", "涉嫌侵害", Value.YES_NO),
)

ADULT: tuple[Key, ...] = (
    key_of(
        "relation",
        "关系",
        Value.TERM,
        "对全部儿童相同时直接写；不同时写 {代称: 关系}，未写到的儿童与其无关",
        "one for all children, or {nickname: relation}; a child that is not named is not tied",
        term=Relation,
        required=True,
    ),
    *(
        key_of(one.name, one.zh, one.value, "对部分儿童时写代称", "or the nicknames of the children for whom it holds")
        for one in TIE
    ),
    key_of("from_on", "自", Value.DAY, "关系自何日起", "since when"),
    key_of("until_on", "至", Value.DAY, "关系至何日止", "until when"),
    key_of("name", "姓名", Value.TEXT, "不写即为代称", "the nickname, if left out"),
    key_of("unknown", "不知何人", Value.YES_NO, "知道有此人，不知是谁", "known to exist, not who"),
    key_of("phone", "电话", Value.TEXT),
    key_of("address", "住址", Value.TEXT),
)

LINE: tuple[Key, ...] = (
    key_of("happened", "发生", Value.WHEN, "何时发生；写到哪一级就精确到哪一级", "when; the spelling says how exactly"),
    key_of(
        "entered",
        "录入",
        Value.WHEN,
        "何时录入；不写即为发生之时，只有日期的为当日（当月、当年首日）09:00，时钟已过的为时钟所示",
        "when it is entered; if left out: when it happened, 09:00 where only a day, month or year is known, or what "
        "the clock shows if that is later",
    ),
    key_of("by", "经办", Value.POST, "由哪个岗位办；不写为责任岗位", "the post that acts; else the one that owes it"),
    key_of("child", "儿童", Value.CHILDREN, "有几名儿童时必写", "required where there are several"),
    key_of("label", "标记", Value.TEXT, "供后面的行提及", "a name for what this line made, for later lines"),
    key_of("remark", "说明", Value.TEXT, "只供阅读", "for readers only"),
)


def verb_of(name: str, zh: str, says: str, says_en: str, *keys: Key, **more: bool) -> Verb:
    """An act or an expectation, told in short."""
    return Verb(name=name, zh=zh, says=says, says_en=says_en, keys=keys, **more)


DUTY = key_of("duty", "职责", Value.DUTY, required=True)
INSTRUMENT = key_of("instrument", "文书", Value.INSTRUMENT, required=True)
PASSING = frozenset({"until", "expect", "gap"})
"""Acts that record nothing: their lines have no moment of their own."""
EVERYBODY = "全部"
