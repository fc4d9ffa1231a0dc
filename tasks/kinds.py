"""The kinds of facts that the journal knows, each with the words a timeline shows. 记录种类."""

from __future__ import annotations

from rules.vocabulary import Term


class Kind(Term):
    """What happened. 事项."""

    # directory
    AGENCY_ENTERED = "agency_entered", "登记机构"
    POST_ENTERED = "post_entered", "登记岗位"
    PERSON_ENTERED = "person_entered", "登记人员"
    HOLDING_BEGAN = "holding_began", "到岗"
    SUBSTITUTE_NAMED = "substitute_named", "指定代理"
    # child file
    CHILD_FILE_OPENED = "child_file_opened", "建立儿童档案"
    ADULT_TIED = "adult_tied", "登记相关成年人"
    TIE_ENDED = "tie_ended", "监护、照护关系终止"
    TIE_DAY_CAME = "tie_day_came", "监护、照护关系起止日到来"
    ADULT_IDENTIFIED = "adult_identified", "查明相关成年人身份"
    CHILD_REGISTERED = "child_registered", "补登儿童信息"
    OF_AGE_NEAR = "of_age_near", "即将年满十八周岁"
    CAME_OF_AGE = "came_of_age", "年满十八周岁"
    CHILD_DIED = "child_died", "儿童死亡"
    # report
    REPORT_RECEIVED = "report_received", "收到报告"
    REPORTER_TOLD = "reporter_told", "告知报告人"
    # case and procedure
    CASE_OPENED = "case_opened", "立为个案"
    REPORT_JOINED = "report_joined", "报告并入个案"
    PROCEDURE_OPENED = "procedure_opened", "启动程序"
    PROCEDURE_COVERED = "procedure_covered", "已有同类程序在办，不另启动"
    PROCEDURE_CLOSED = "procedure_closed", "程序终结"
    PARTY_JOINED = "party_joined", "列为当事人"
    CASE_CLOSED = "case_closed", "结案"
    CASE_REOPENED = "case_reopened", "重新立为个案（新一轮）"
    CASE_MOVED = "case_moved", "个案移交承办"
    IDENTITY_READ = "identity_read", "查阅身份信息"
    # duties
    DUTY_OPENED = "duty_opened", "产生职责"
    DUTY_ASSIGNED = "duty_assigned", "补派承办岗位"
    DUTY_ANSWERED = "duty_answered", "办理"
    DUTY_SKIPPED = "duty_skipped", "略过"
    DUTY_EXCUSED = "duty_excused", "免除"
    DUTY_PAUSED = "duty_paused", "中止计时"
    DUTY_RESUMED = "duty_resumed", "恢复计时"
    DUTY_EXTENDED = "duty_extended", "延长期限"
    DUTY_DATE_SETTLED = "duty_date_settled", "暂定期限已确定"
    DUTY_REOPENED = "duty_reopened", "恢复办理"
    RUNG_FIRED = "rung_fired", "逐级督办"
    DUTY_READ = "duty_read", "已阅"
    DUTY_ACCEPTED = "duty_accepted", "接办"
    DUTY_HANDED_ON = "duty_handed_on", "转交承办"
    ATTENTION_FIRED = "attention_fired", "催阅、催接"
    REMINDED = "reminded", "人工催办"
    BREACH_EXPLAINED = "breach_explained", "说明逾期原因"
    DUTY_RECOUNTED = "duty_recounted", "期限重新计算"
    RULES_CHANGED = "rules_changed", "改用新版规则"
    # children in care
    MONITORING_BEGAN = "monitoring_began", "列为关爱对象"
    TIER_PROPOSED = "tier_proposed", "提出降低风险等级"
    TIER_CHANGED = "tier_changed", "调整风险等级"
    MONITORING_ENDED = "monitoring_ended", "退出关爱对象"
    WINDOW_BEGAN = "window_began", "新一期开始"
    SPOT_CHECK_DRAWN = "spot_check_drawn", "抽取受查档案"
    # instruments
    INSTRUMENT_DRAFTED = "instrument_drafted", "起草文书"
    INSTRUMENT_ISSUED = "instrument_issued", "作出文书"
    INSTRUMENT_SERVED = "instrument_served", "送达文书"
    INSTRUMENT_BREACHED = "instrument_breached", "违反文书"
    BREACH_DECIDED = "breach_decided", "违反后的处理"
    INSTRUMENT_VARIED = "instrument_varied", "变更文书"
    INSTRUMENT_EXTENDED = "instrument_extended", "延长文书有效期"
    INSTRUMENT_WITHDRAWN = "instrument_withdrawn", "撤销、撤回文书"
    INSTRUMENT_ENDED = "instrument_ended", "文书效力终止"
    DOCUMENT_RENDERED = "document_rendered", "生成文书文本"
    # other facts
    NOTED = "noted", "记事"
    ENTRY_CORRECTED = "entry_corrected", "更正记录"
    ENTRY_DISPUTED = "entry_disputed", "记载存疑（两说并存）"
    # messages
    NOTICE_DELIVERED = "notice_delivered", "通知已送达"
    NOTICE_FAILED = "notice_failed", "通知无法送达"
    NOTICE_READ = "notice_read", "通知已阅"
    CAUGHT_UP = "caught_up", "补办汇总"
    DIGEST_SENT = "digest_sent", "每日要情"
    WATCHDOG_FOUND = "watchdog_found", "巡检发现异常"
    # evidence
    HEAD_EXPORTED = "head_exported", "导出总链末端"
    CASE_EXPORTED = "case_exported", "导出个案记录"
    RECORD_READ = "record_read", "调阅记录"
    KEY_DESTROYED = "key_destroyed", "销毁密钥"

    @property
    def en(self) -> str:
        """The kind in English."""
        return self.value.replace("_", " ")
