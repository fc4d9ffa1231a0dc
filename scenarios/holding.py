"""What a story may ask to hold: every expectation, and what goes with it. 应当一览."""

from __future__ import annotations

from rules.vocabulary import CloseReason, DutyState, Precision, ProcedureKind, Tier
from scenarios.language import (
    DUTY,
    INSTRUMENT,
    CaseStanding,
    ListStanding,
    ProcedureStanding,
    Value,
    Verb,
    key_of,
    verb_of,
)
from tasks.standing import Standing
from tasks.stuck import StuckKind
from tasks.verdicts import Verdict

# --- expectations ------------------------------------------------------------------------------------------------

_TIMES = key_of("times", "次数", Value.COUNT, "不写为至少一次", "at least once, if left out")
_ON = key_of("on", "日期", Value.DAY, "哪一天的情形；不写为现在", "on which day; now, if left out")

EXPECTATIONS: tuple[Verb, ...] = (
    verb_of(
        "duty",
        "职责",
        "有这项职责；有几项同名的，至少一项全部符合",
        "there is such a duty; of several, at least one fits in every respect",
        DUTY,
        key_of("owed_by", "责任岗位", Value.POST),
        key_of("state", "状态", Value.TERM, term=DutyState),
        key_of("due", "内部期限", Value.END),
        key_of("legal_due", "法定期限", Value.END),
        key_of("times", "件数", Value.COUNT),
    ),
    verb_of(
        "no_duty", "无待办", "没有这项待办职责；只写“全部”即没有任何待办", "it is not owed; 全部: nothing is", DUTY
    ),
    verb_of(
        "notices",
        "通知",
        "已发出这种通知（自个案开始）",
        "such notices were sent",
        key_of("template", "模板", Value.TEMPLATE, required=True),
        key_of("to", "给", Value.POST),
        key_of("duty", "职责", Value.DUTY),
        _TIMES,
    ),
    verb_of(
        "instrument",
        "文书",
        "文书在某日的情形",
        "an instrument as it stood on a day",
        INSTRUMENT,
        _ON,
        key_of("state", "状态", Value.TERM, term=Standing),
        key_of("absent", "尚无", Value.YES_NO, "那天还没有这份文书", "it was not there yet"),
        key_of("version", "版本", Value.COUNT),
        key_of("valid_until", "至", Value.DAY),
        key_of("breaches", "违反次数", Value.COUNT),
        key_of("to", "受文", Value.PARTIES),
        key_of("issuers", "出具", Value.POSTS),
        key_of("served", "已送达", Value.PARTIES),
    ),
    verb_of(
        "timeline",
        "时间线",
        "时间线上有一行含这些文字",
        "a line of the timeline contains these words",
        key_of("contains", "含", Value.TEXT, required=True),
        key_of("happened", "发生", Value.WHEN),
        key_of("recorded", "录入", Value.WHEN),
        key_of("precision", "精度", Value.TERM, term=Precision),
        key_of("late", "迟录", Value.YES_NO),
        _TIMES,
    ),
    verb_of(
        "entry",
        "记录",
        "某行所记的事实在时间线上的样子",
        "how what a line recorded stands on the timeline",
        key_of("label", "标记", Value.LABEL, required=True),
        key_of("happened", "发生", Value.WHEN),
        key_of("recorded", "录入", Value.WHEN),
        key_of("precision", "精度", Value.TERM, term=Precision),
        key_of("late", "迟录", Value.YES_NO),
    ),
    verb_of(
        "stuck",
        "卡住",
        "卡住清单里有这一种",
        "it is stuck in this way",
        key_of("kind", "种类", Value.TERM, term=StuckKind, required=True),
        _TIMES,
    ),
    verb_of(
        "not_stuck",
        "未卡住",
        "卡住清单里没有这一种；只写“全部”即没有任何一种",
        "it is not stuck in this way; 全部: in no way",
        key_of("kind", "种类", Value.TERM_OR_ALL, term=StuckKind, required=True),
    ),
    verb_of(
        "verdict",
        "核查",
        "核查表对一项职责的结论",
        "what the audit says of a duty",
        DUTY,
        key_of("verdict", "结论", Value.TERM, term=Verdict, required=True),
    ),
    verb_of(
        "procedure",
        "程序",
        "有这种程序；有几个的，至少一个全部符合",
        "there is such a procedure; of several, at least one fits",
        key_of("kind", "程序", Value.TERM, term=ProcedureKind, required=True),
        key_of("state", "状态", Value.TERM, term=ProcedureStanding),
        key_of("ended", "结果", Value.TERM, term=CloseReason),
        key_of("about", "关于", Value.ABOUT),
        key_of("times", "件数", Value.COUNT),
    ),
    verb_of(
        "case",
        "个案",
        "个案的情形",
        "how the case stands",
        key_of("state", "状态", Value.TERM, term=CaseStanding, required=True),
        key_of("episode", "第几次", Value.COUNT, "重新立案后为 2", "2 after it was reopened"),
        key_of("times", "件数", Value.COUNT, "该儿童共有几个个案", "how many cases the child has"),
    ),
    verb_of(
        "listed",
        "关爱对象",
        "是否在册、哪一等级",
        "whether the child is on the list, and on which tier",
        key_of("standing", "在册", Value.TERM, term=ListStanding, required=True),
        key_of("tier", "风险等级", Value.TERM, term=Tier),
    ),
    verb_of(
        "days",
        "天数",
        "两行所记之间的日历天数，如临时照料的天数",
        "calendar days between what two lines recorded, e.g. of temporary care",
        key_of("days", "天数", Value.COUNT, required=True),
        key_of("since", "自", Value.LABEL, required=True),
        key_of("until", "至", Value.LABEL, required=True),
        child=False,
    ),
    verb_of(
        "guardians",
        "监护人",
        "该日的监护人，不多不少",
        "the guardians on that day, no more and no fewer",
        key_of("adults", "成年人", Value.ADULTS, required=True),
        _ON,
    ),
    verb_of(
        "carers",
        "照护人",
        "该日的照护人，不多不少",
        "the carers on that day, no more and no fewer",
        key_of("adults", "成年人", Value.ADULTS, required=True),
        _ON,
    ),
    verb_of(
        "gap",
        "资料未载",
        "资料没有说的，照实写明；不核对",
        "what the sources do not say; nothing is checked",
        key_of("words", "情况", Value.TEXT, required=True),
        child=False,
    ),
)


EXPECTATION = {verb.name: verb for verb in EXPECTATIONS}
