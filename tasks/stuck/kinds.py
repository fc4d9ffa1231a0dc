"""The words of the stuck list: kinds, how grave each is, and what can be done from the list. 卡住的种类."""

from __future__ import annotations

from rules.vocabulary import Term


class StuckKind(Term):
    """Why a case does not move. 卡住的种类. The gravest first: the list is read from the top."""

    NO_OPEN_DUTY = "no_open_duty", "在办个案没有待办职责"
    NOBODY_HOLDS_POST = "nobody_holds_post", "无人负责"
    PROCEDURE_WITHOUT_STEP = "procedure_without_step", "在办程序没有下一步"
    STALE_WAKE = "stale_wake", "程序未能推进"
    SWEEP_NOT_ALIVE = "sweep_not_alive", "督办巡查停摆"
    OVERDUE = "overdue", "逾期未办"
    PAST_DECISION_POINT = "past_decision_point", "临时监护已过决定时点"
    HANDOVER_WITHOUT_RECEIPT = "handover_without_receipt", "移交没有回执"
    ORDER_LAPSED = "order_lapsed", "文书期满未作决定"
    ALL_PAUSED = "all_paused", "全部职责中止计时"
    UNDELIVERED_NOTICE = "undelivered_notice", "通知未送达"
    UNSENT_NOTICES = "unsent_notices", "通知积压未发"
    OPEN_UNDER_CLOSED = "open_under_closed", "已终结而有未结事项"
    WILL_BE_OVERDUE = "will_be_overdue", "已过最后可办时刻"
    NOT_READ = "not_read", "已告知而无人阅"
    PAUSE_TOO_LONG = "pause_too_long", "中止过久或者无期限"
    BACK_AND_FORTH = "back_and_forth", "反复转交、退回"
    ORDER_LAPSES_SOON = "order_lapses_soon", "文书即将期满"
    NO_CONTACT = "no_contact", "久未联系儿童"
    BREACH_WITHOUT_CAUSE = "breach_without_cause", "逾期未说明原因"
    DIGEST_UNREAD = "digest_unread", "每日要情无人阅"
    EMERGENCY_UNREVIEWED = "emergency_unreviewed", "紧急查阅逾期未审查"
    OF_AGE_SOON = "of_age_soon", "即将成年"
    PROVISIONAL_DATE = "provisional_date", "期限暂定（缺放假通知）"
    SLOWER_THAN_PEERS = "slower_than_peers", "慢于同类职责"


class Severity(Term):
    """How grave it is. 轻重."""

    CRITICAL = "critical", "危急"
    SERIOUS = "serious", "严重"
    ORDINARY = "ordinary", "一般"
    HINT = "hint", "提示"


class RepairAct(Term):
    """What can be done from the list. 处置. Each is one command: `hutong stuck repair KEY`."""

    REMIND = "remind", "催办"
    ASSIGN = "assign", "补派、转交"
    RESEND = "resend", "重新发送"
    WAKE = "wake", "唤醒"
    ADVANCE = "advance", "立即推进"
    RESUME = "resume", "恢复计时"
    SETTLE_DATES = "settle_dates", "确定期限"
    CLOSE_LEFTOVERS = "close_leftovers", "清理遗留"
    TELL_LEAD = "tell_lead", "告知牵头岗位"
    EXPLAIN = "explain", "说明原因"
    SWEEP = "sweep", "立即督办"
