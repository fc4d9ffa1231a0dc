"""The words of a scenario: one table, by which it is read, refused and documented. 情景用语.

Every key has a Chinese name and an English synonym.  `Value` says what may stand behind a key.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from rules.vocabulary import (
    CloseReason,
    DutyState,
    HandOver,
    InstrumentKind,
    NoteKind,
    PartyRole,
    PauseCause,
    Precision,
    ProcedureKind,
    Relation,
    Sanction,
    ServiceMethod,
    Term,
)
from tasks.standing import Standing
from tasks.stuck import StuckKind
from tasks.verdicts import Verdict


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
    many: bool = False


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


def _key(name: str, zh: str, value: Value, says: str = "", says_en: str = "", **more: object) -> Key:
    return Key(name=name, zh=zh, value=value, says=says, says_en=says_en, **more)  # type: ignore[arg-type]


# --- the head ----------------------------------------------------------------------------------------------------

HEAD: tuple[Key, ...] = (
    _key("title", "标题", Value.TEXT, "演练时显示", "shown when played", required=True),
    _key("source", "出处", Value.TEXT, "来自哪里；虚构的写“虚构”", "where it is from"),
    _key("remark", "说明", Value.TEXT, "写给读的人", "for whoever reads it"),
    _key("area", "地区", Value.TEXT, "未写居住地的儿童住在哪里：行政区划代码", "division code of children without one"),
    _key("start", "开始", Value.WHEN, "时钟从何时走起；不写为第一行的时间", "where the clock starts; else line one"),
    _key(
        "agencies",
        "机构与岗位",
        Value.GROUP,
        "默认（examples/directory.yaml）、名册文件（相对本文件），或直接写机构",
        "默认 (examples/directory.yaml), a directory file beside this one, or agencies as in directory.md",
        required=True,
    ),
    _key("by", "经办", Value.POST, "各行未写经办时由谁办", "who acts where a line does not say"),
    _key("children", "儿童", Value.GROUP, "代称: 情况", "nickname: what is known", required=True),
    _key("adults", "成年人", Value.GROUP, "代称: 情况", "nickname: what is known"),
    _key(
        "story", "经过", Value.GROUP, "各行，按录入先后", "lines, in the order in which they are entered", required=True
    ),
)

CHILD: tuple[Key, ...] = (
    _key("name", "姓名", Value.TEXT, "不写即为代称；不知道写“不详”", "the nickname, if left out; 不详 if not known"),
    _key("sex", "性别", Value.TEXT),
    _key(
        "birth_on",
        "出生日期",
        Value.DAY,
        "写了，第二份报告才认得出同一名儿童；到十八周岁有提示",
        "by it a second report finds the same child; the eighteenth birthday follows from it",
    ),
    _key("id_number", "身份证号", Value.TEXT),
    _key("categories", "类别", Value.TEXT, "流动儿童、留守儿童、困境儿童，可多项", "one or more", many=True),
    _key("registration", "户籍地", Value.PLACE),
    _key("residence", "居住地", Value.PLACE, "不写即为“地区”", "`area`, if left out"),
    _key("domicile", "住所地", Value.PLACE),
)

_TIE: tuple[Key, ...] = (
    _key("guardian", "是监护人", Value.YES_NO),
    _key("carer", "是照护人", Value.YES_NO),
    _key("suspected", "涉嫌侵害", Value.YES_NO),
)

ADULT: tuple[Key, ...] = (
    _key(
        "relation",
        "关系",
        Value.TERM,
        "对全部儿童相同时直接写；不同时写 {代称: 关系}，未写到的儿童与其无关",
        "one for all children, or {nickname: relation}; a child that is not named is not tied",
        term=Relation,
        required=True,
    ),
    *(
        _key(one.name, one.zh, one.value, "对部分儿童时写代称", "or the nicknames of the children for whom it holds")
        for one in _TIE
    ),
    _key("from_on", "自", Value.DAY, "关系自何日起", "since when"),
    _key("until_on", "至", Value.DAY, "关系至何日止", "until when"),
    _key("name", "姓名", Value.TEXT, "不写即为代称", "the nickname, if left out"),
    _key("unknown", "不知何人", Value.YES_NO, "知道有此人，不知是谁", "known to exist, not who"),
    _key("phone", "电话", Value.TEXT),
    _key("address", "住址", Value.TEXT),
)

LINE: tuple[Key, ...] = (
    _key("happened", "发生", Value.WHEN, "何时发生；写到哪一级就精确到哪一级", "when; the spelling says how exactly"),
    _key(
        "entered",
        "录入",
        Value.WHEN,
        "何时录入；不写即为发生之时，只有日期的为当日（当月、当年首日）09:00，时钟已过的为时钟所示",
        "when it is entered; if left out: when it happened, 09:00 where only a day, month or year is known, or what "
        "the clock shows if that is later",
    ),
    _key("by", "经办", Value.POST, "由哪个岗位办；不写为责任岗位", "the post that acts; else the one that owes it"),
    _key("child", "儿童", Value.CHILDREN, "有几名儿童时必写", "required where there are several"),
    _key("label", "标记", Value.TEXT, "供后面的行提及", "a name for what this line made, for later lines"),
    _key("remark", "说明", Value.TEXT, "只供阅读", "for readers only"),
)

# --- acts --------------------------------------------------------------------------------------------------------

_ANSWER = _key("with", "填写", Value.ANSWER, "也可不写“填写”，直接写各项", "or its fields directly")
_DUTY = _key("duty", "职责", Value.DUTY, required=True)
_REASON = _key("reason", "理由", Value.TEXT, required=True)
_INSTRUMENT = _key("instrument", "文书", Value.INSTRUMENT, required=True)
_ADULT = _key("adult", "成年人", Value.ADULT, required=True)
_WRITTEN: tuple[Key, ...] = (
    _key("kind", "种类", Value.TERM, term=InstrumentKind, required=True),
    _key("document_no", "文号", Value.TEXT),
    _key("title", "名称", Value.TEXT),
    _key("procedure", "程序", Value.PROCEDURE, "属于哪个程序", "of which procedure"),
    _key("to", "受文", Value.PARTIES, "向谁作出", "addressees"),
    _key("issuers", "出具", Value.POSTS, "由谁出具；联合出具的都写", "who issues it; all of them, if jointly"),
    _key("facts", "事实", Value.TEXT),
    _key("content", "内容", Value.TEXT),
)
_SANCTIONED: tuple[Key, ...] = (
    _key("sanction", "处理", Value.TERM, term=Sanction),
    _key("confidential", "保密", Value.YES_NO, "理由不对外公开", "the reason is not public"),
    _key("reason", "理由", Value.TEXT),
)


def _verb(name: str, zh: str, says: str, says_en: str, *keys: Key, **more: bool) -> Verb:
    return Verb(name=name, zh=zh, says=says, says_en=says_en, keys=keys, **more)


ACTS: tuple[Verb, ...] = (
    _verb(
        "report",
        "报告",
        "提交一份报告；儿童写代称，相关成年人随儿童自动带上",
        "a report; children by nickname, their adults come with them",
        _key("body", "报告单", Value.REPORT),
        child=False,
    ),
    _verb(
        "open_case",
        "立案建档",
        "没有报告的个案，如法院移送判决",
        "a case without a report, e.g. a court sends a judgment",
        _key("source", "来源", Value.TEXT, required=True),
        _key("area", "地区", Value.TEXT),
        by=True,
    ),
    _verb(
        "open",
        "启动程序",
        "人工启动一个程序",
        "open a procedure by hand",
        _key("kind", "程序", Value.TERM, term=ProcedureKind, required=True),
        _key("about", "关于", Value.ABOUT),
        _key("parties", "当事人", Value.PARTIES_BY_ROLE, term=PartyRole),
        _key("bodies", "承办机关", Value.POSTS_BY_ROLE),
        _key("owed_by", "责任岗位", Value.POST),
        _key("reason", "理由", Value.TEXT),
        by=True,
    ),
    _verb("answer", "办理", "办理一项职责", "answer a duty", _DUTY, _ANSWER),
    _verb("skip", "略过", "略过一项职责", "leave a duty out", _DUTY, _REASON, _ANSWER),
    _verb("excuse", "免除", "免除一项职责", "release from a duty", _DUTY, _REASON, _ANSWER),
    _verb(
        "pause",
        "中止计时",
        "中止一项职责的计时",
        "stop a duty's clock",
        _DUTY,
        _key("cause", "事由", Value.TERM, term=PauseCause, required=True),
    ),
    _verb("resume", "恢复计时", "恢复计时", "let it run again", _DUTY),
    _verb(
        "extend",
        "延长期限",
        "延长一项职责的期限",
        "grant more time",
        _DUTY,
        _key("length", "延长", Value.LENGTH, required=True),
        _key("basis", "依据", Value.TEXT, "规则行，如 B-22", "row of the pack, such as B-22", required=True),
    ),
    _verb(
        "note",
        "记事",
        "不属于任何职责的事实",
        "a fact that is nobody's answer",
        _key("kind", "种类", Value.TERM, term=NoteKind, required=True),
        _key("words", "情况", Value.TEXT, required=True),
        _key("about", "关于", Value.ADULT),
        _key("source", "来源", Value.TEXT),
        _key("restricted", "限制查阅", Value.YES_NO),
        by=True,
    ),
    _verb("draft", "起草文书", "起草一份文书", "draft an instrument", *_WRITTEN, by=True),
    _verb(
        "issue",
        "作出文书",
        "作出一份文书，或作出已起草的",
        "issue an instrument, or one that was drafted",
        *_WRITTEN,
        _key("instrument", "文书", Value.INSTRUMENT, "已起草的那份", "the one that was drafted"),
        _key("valid_until", "至", Value.DAY, "有效期最后一日", "last day of its term"),
        _key("no_term", "无期限", Value.YES_NO),
        _key("granted", "准许", Value.TERM, "全部，还是部分", "all of what was asked for, or a part", term=Granted),
        _key("follows", "接续", Value.INSTRUMENT, "接着哪一份", "which one it follows"),
        by=True,
    ),
    _verb(
        "serve",
        "送达",
        "送达文书",
        "serve an instrument",
        _INSTRUMENT,
        _key("to", "受送达人", Value.PARTY, required=True),
        _key("method", "方式", Value.TERM, term=ServiceMethod, required=True),
        _key("proof", "凭证", Value.TEXT),
        by=True,
    ),
    _verb(
        "breach",
        "违反",
        "违反在效文书",
        "an instrument in force is broken",
        _INSTRUMENT,
        _key("words", "情况", Value.TEXT),
        *_SANCTIONED,
        by=True,
    ),
    _verb(
        "sanction",
        "处理违反",
        "对违反的处理，也可以是“不予处罚”",
        "what follows a breach, which may be nothing",
        _key("breach", "违反", Value.LABEL, required=True),
        *_SANCTIONED,
        by=True,
    ),
    _verb(
        "vary",
        "变更文书",
        "变更内容，旧版本仍在",
        "vary its content; the old version stays",
        _INSTRUMENT,
        _key("content", "内容", Value.TEXT, required=True),
        _key("document_no", "文号", Value.TEXT),
        by=True,
    ),
    _verb(
        "extend_instrument",
        "延长文书",
        "延长文书期限",
        "extend its term",
        _INSTRUMENT,
        _key("until", "至", Value.DAY, required=True),
        _key("document_no", "文号", Value.TEXT),
        by=True,
    ),
    _verb("withdraw", "撤销文书", "撤销、撤回文书", "withdraw it", _INSTRUMENT, _REASON, by=True),
    _verb("end", "终止文书", "文书不再有效", "it is no longer in force", _INSTRUMENT, _REASON, by=True),
    _verb(
        "add",
        "增列成年人",
        "后来才知道的成年人；情况写在卷首。首份报告不会带上此人",
        "an adult who becomes known later; described in the head, and not named by the first report",
        _key("adult", "成年人", Value.ADULTS, required=True, many=True),
        by=True,
    ),
    _verb(
        "link",
        "关联成年人",
        "已登记的成年人与（另一名）儿童的关系；不写的照卷首",
        "what a known adult is to a (second) child; as in the head where left out",
        _ADULT,
        _key("relation", "关系", Value.TERM, term=Relation),
        *_TIE,
        _key("from_on", "自", Value.DAY),
        _key("until_on", "至", Value.DAY),
        by=True,
    ),
    _verb(
        "leave",
        "不再相关",
        "不再是监护人、照护人",
        "no longer guardian or carer",
        _ADULT,
        _key("until_on", "至", Value.DAY, "不写为发生之日", "the day it happened, if left out"),
        _REASON,
        by=True,
    ),
    _verb(
        "identify",
        "查明身份",
        "原不知何人，现已查明",
        "somebody unknown becomes known",
        _ADULT,
        _key("name", "姓名", Value.TEXT, required=True),
        _key("phone", "电话", Value.TEXT),
        _key("address", "住址", Value.TEXT),
        by=True,
    ),
    _verb(
        "join",
        "加入程序",
        "当事人加入程序",
        "a party joins a procedure",
        _key("party", "当事人", Value.PARTY, required=True),
        _key("procedure", "程序", Value.PROCEDURE, required=True),
        _key("role", "身份", Value.TERM, term=PartyRole, required=True),
        by=True,
    ),
    _verb(
        "hand_over",
        "移交",
        "移交儿童、个案、监护职责或材料",
        "hand over a child, a case, guardianship or documents",
        _key("what", "事项", Value.TERM, term=HandOver, required=True),
        _key("from_post", "移交岗位", Value.POST, "不写为经办", "whoever acts, if left out"),
        _key("to_post", "接收岗位", Value.POST),
        _key("to_outside", "接收单位", Value.TEXT, "名册以外的单位", "a body outside the directory"),
        _key("reason", "理由", Value.TEXT),
        by=True,
    ),
    _verb(
        "correct",
        "更正",
        "更正前面一行所记；两个版本都在",
        "correct what an earlier line recorded; both versions stay",
        _key("entry", "记录", Value.LABEL, required=True),
        _key("when", "改为", Value.WHEN, "应为何时发生", "when it really happened"),
        _key("with", "填写", Value.ANSWER, "应为何内容", "what it should say"),
        _REASON,
        by=True,
    ),
    _verb(
        "dispute",
        "存疑",
        "另一来源说法不同；两种说法都在",
        "another source says otherwise; both stay",
        _key("entry", "记录", Value.LABEL, required=True),
        _key("when", "另说", Value.WHEN, "另一来源说何时", "what the other source says", required=True),
        _key("source", "来源", Value.TEXT, required=True),
        by=True,
    ),
    _verb("death", "死亡", "儿童死亡", "the child died", _key("words", "情况", Value.TEXT), by=True),
    _verb(
        "close",
        "结案",
        "人工结案",
        "close a case by hand",
        _REASON,
        _key("settle", "一并终结", Value.YES_NO, "未终结的程序、职责一并终结", "what is still open ends with it"),
        by=True,
    ),
    _verb("reopen", "重新立案", "已结个案重新立案", "reopen a closed case", _REASON, by=True),
    _verb(
        "until",
        "到",
        "让时间过去；其间每一级督办、送达、生日都在各自的时刻发生。此行不写“发生”",
        "let time pass; every rung, message and birthday on the way comes at its own moment. Needs no 发生",
        _key("at", "时间", Value.WHEN, required=True),
        child=False,
    ),
    _verb(
        "expect",
        "应当",
        "此刻必须成立的事，逐项核对；不成立不中断。此行不写“发生”",
        "what must hold now, each item checked; a failure does not stop the story. Needs no 发生",
        _key("items", "各项", Value.EXPECTATIONS, required=True),
        child=False,
    ),
    _verb(
        "refused",
        "应被拒绝",
        "一项必须被拒绝、且什么都不写入的行为",
        "an act that must be refused, with nothing written",
        _key("says", "说", Value.TEXT, "拒绝的话里应有的文字", "words that the refusal must contain"),
        _key("act", "行为", Value.ACT, "照常写一项行为，如“办理”", "the act, as usual, e.g. 办理", required=True),
    ),
    _verb(
        "gap",
        "资料未载",
        "资料没有说的，照实写明；不作任何事",
        "what the sources do not say; does nothing",
        _key("words", "情况", Value.TEXT, required=True),
        child=False,
    ),
)

# --- expectations ------------------------------------------------------------------------------------------------

_TIMES = _key("times", "次数", Value.COUNT, "不写为至少一次", "at least once, if left out")
_ON = _key("on", "日期", Value.DAY, "哪一天的情形；不写为现在", "on which day; now, if left out")

EXPECTATIONS: tuple[Verb, ...] = (
    _verb(
        "duty",
        "职责",
        "有这项职责；有几项同名的，至少一项全部符合",
        "there is such a duty; of several, at least one fits in every respect",
        _DUTY,
        _key("owed_by", "责任岗位", Value.POST),
        _key("state", "状态", Value.TERM, term=DutyState),
        _key("due", "内部期限", Value.END),
        _key("legal_due", "法定期限", Value.END),
        _key("times", "件数", Value.COUNT),
    ),
    _verb("no_duty", "无待办", "没有这项待办职责；只写“全部”即没有任何待办", "it is not owed; 全部: nothing is", _DUTY),
    _verb(
        "notices",
        "通知",
        "已发出这种通知（自个案开始）",
        "such notices were sent",
        _key("template", "模板", Value.TEMPLATE, required=True),
        _key("to", "给", Value.POST),
        _key("duty", "职责", Value.DUTY),
        _TIMES,
    ),
    _verb(
        "instrument",
        "文书",
        "文书在某日的情形",
        "an instrument as it stood on a day",
        _INSTRUMENT,
        _ON,
        _key("state", "状态", Value.TERM, term=Standing),
        _key("absent", "尚无", Value.YES_NO, "那天还没有这份文书", "it was not there yet"),
        _key("version", "版本", Value.COUNT),
        _key("valid_until", "至", Value.DAY),
        _key("breaches", "违反次数", Value.COUNT),
        _key("to", "受文", Value.PARTIES),
        _key("issuers", "出具", Value.POSTS),
        _key("served", "已送达", Value.PARTIES),
    ),
    _verb(
        "timeline",
        "时间线",
        "时间线上有一行含这些文字",
        "a line of the timeline contains these words",
        _key("contains", "含", Value.TEXT, required=True),
        _key("happened", "发生", Value.WHEN),
        _key("recorded", "录入", Value.WHEN),
        _key("precision", "精度", Value.TERM, term=Precision),
        _key("late", "迟录", Value.YES_NO),
        _TIMES,
    ),
    _verb(
        "stuck",
        "卡住",
        "卡住清单里有这一种",
        "it is stuck in this way",
        _key("kind", "种类", Value.TERM, term=StuckKind, required=True),
        _TIMES,
    ),
    _verb(
        "not_stuck",
        "未卡住",
        "卡住清单里没有这一种；只写“全部”即没有任何一种",
        "it is not stuck in this way; 全部: in no way",
        _key("kind", "种类", Value.TERM_OR_ALL, term=StuckKind, required=True),
    ),
    _verb(
        "verdict",
        "核查",
        "核查表对一项职责的结论",
        "what the audit says of a duty",
        _DUTY,
        _key("verdict", "结论", Value.TERM, term=Verdict, required=True),
    ),
    _verb(
        "procedure",
        "程序",
        "有这种程序；有几个的，至少一个全部符合",
        "there is such a procedure; of several, at least one fits",
        _key("kind", "程序", Value.TERM, term=ProcedureKind, required=True),
        _key("state", "状态", Value.TERM, term=ProcedureStanding),
        _key("ended", "结果", Value.TERM, term=CloseReason),
        _key("about", "关于", Value.ABOUT),
        _key("times", "件数", Value.COUNT),
    ),
    _verb(
        "case",
        "个案",
        "个案的情形",
        "how the case stands",
        _key("state", "状态", Value.TERM, term=CaseStanding, required=True),
        _key("episode", "第几次", Value.COUNT, "重新立案后为 2", "2 after it was reopened"),
        _key("times", "件数", Value.COUNT, "该儿童共有几个个案", "how many cases the child has"),
    ),
    _verb(
        "days",
        "天数",
        "两行所记之间的日历天数，如临时照料的天数",
        "calendar days between what two lines recorded, e.g. of temporary care",
        _key("days", "天数", Value.COUNT, required=True),
        _key("since", "自", Value.LABEL, required=True),
        _key("until", "至", Value.LABEL, required=True),
        child=False,
    ),
    _verb(
        "guardians",
        "监护人",
        "该日的监护人，不多不少",
        "the guardians on that day, no more and no fewer",
        _key("adults", "成年人", Value.ADULTS, required=True, many=True),
        _ON,
    ),
    _verb(
        "carers",
        "照护人",
        "该日的照护人，不多不少",
        "the carers on that day, no more and no fewer",
        _key("adults", "成年人", Value.ADULTS, required=True, many=True),
        _ON,
    ),
    _verb(
        "gap",
        "资料未载",
        "资料没有说的，照实写明；不核对",
        "what the sources do not say; nothing is checked",
        _key("words", "情况", Value.TEXT, required=True),
        child=False,
    ),
)

ACT = {verb.name: verb for verb in ACTS}
EXPECTATION = {verb.name: verb for verb in EXPECTATIONS}
PASSING = frozenset({"until", "expect", "gap"})
"""Acts that record nothing: their lines have no moment of their own."""
EVERYBODY = "全部"
