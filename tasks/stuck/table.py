"""Every kind of standstill, one row each: how grave, who mends it, how it is found, what can be done. 卡住种类一览.

A new kind is a word in `kinds.py`, a query, and a row here; the documentation is tested against this table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tasks.stuck import child, clocks, holding, openings, running, telling, unexplained
from tasks.stuck.found import Found, Words
from tasks.stuck.kinds import RepairAct, Severity, StuckKind
from tasks.stuck.look import Look

Query = Callable[[Look], Iterator[Found]]

OWNER = Words("承办岗位", "the post that owes it")
LEAD = Words("牵头岗位", "the lead post")
OFFICE = Words("县级协调机构", "the county office")
DIRECTORY = Words("名册管理员", "the keeper of the directory")
ADMINISTRATOR = Words("系统管理员", "the administrator")


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of a kind of standstill.

    Args:
        owner: who is to mend it.
        query: finds it.
        act: what can be done from the list.
        mends: whether that makes it vanish at once; otherwise it pushes whoever has to act, and is recorded.
        repair: what else a person does about it, where the thing found does not say it more exactly.
        many: of a kind that has thousands of lines: the same, counted and paged by the database.
    """

    severity: Severity
    owner: Words
    query: Query
    act: RepairAct
    mends: bool
    repair: Words
    many: type[unexplained.Unexplained] | None = None


KINDS: dict[StuckKind, Row] = {
    StuckKind.NO_OPEN_DUTY: Row(
        Severity.CRITICAL,
        ADMINISTRATOR,
        running.no_open_duty,
        RepairAct.WAKE,
        True,
        Words(
            "重新推进该个案的程序；没有在办程序的，启动结案审查。也可运行 hutong doctor --repair",
            "wakes the procedures of the case, or opens its closing review; `hutong doctor --repair` wakes all",
        ),
    ),
    StuckKind.NOBODY_HOLDS_POST: Row(
        Severity.CRITICAL,
        DIRECTORY,
        holding.nobody_holds_post,
        RepairAct.ASSIGN,
        True,
        Words(
            "在机构名册中为该岗位登记人员：hutong directory load 文件",
            "enter who holds the post: hutong directory load FILE",
        ),
    ),
    StuckKind.PROCEDURE_WITHOUT_STEP: Row(
        Severity.CRITICAL,
        ADMINISTRATOR,
        running.without_step,
        RepairAct.WAKE,
        True,
        Words(
            "重新推进该程序；仍无下一步的，运行 hutong doctor", "wakes the procedure; if it stays, run `hutong doctor`"
        ),
    ),
    StuckKind.STALE_WAKE: Row(
        Severity.CRITICAL,
        ADMINISTRATOR,
        running.stale_wake,
        RepairAct.ADVANCE,
        True,
        Words(
            "启动运行服务 hutong worker（或 hutong sweep），仍不推进时运行 hutong doctor",
            "start `hutong worker` (or run `hutong sweep`); if it stays, run `hutong doctor`",
        ),
    ),
    StuckKind.SWEEP_NOT_ALIVE: Row(
        Severity.CRITICAL,
        ADMINISTRATOR,
        running.sweep_not_alive,
        RepairAct.SWEEP,
        True,
        Words(
            "启动 hutong up 或 hutong worker；补办前可先运行 hutong sweep",
            "start `hutong up` or `hutong worker`; `hutong sweep` catches up at once",
        ),
    ),
    StuckKind.OVERDUE: Row(
        Severity.SERIOUS,
        OWNER,
        clocks.overdue,
        RepairAct.REMIND,
        False,
        Words("办理并登记：hutong duty answer", "do it and enter it: hutong duty answer"),
    ),
    StuckKind.PAST_DECISION_POINT: Row(
        Severity.SERIOUS,
        OWNER,
        clocks.past_decision_point,
        RepairAct.REMIND,
        False,
        Words("决定儿童去向，或者说明继续临时监护的理由", "decide where the child goes, or say why it stays in care"),
    ),
    StuckKind.HANDOVER_WITHOUT_RECEIPT: Row(
        Severity.SERIOUS,
        OWNER,
        clocks.handover_without_receipt,
        RepairAct.REMIND,
        False,
        Words("接收方确认接收并登记回执，或者退回", "the receiver signs for it, or sends it back"),
    ),
    StuckKind.ORDER_LAPSED: Row(
        Severity.SERIOUS,
        LEAD,
        child.order_lapsed,
        RepairAct.TELL_LEAD,
        False,
        Words(
            "登记期满后的决定：hutong instrument extend、end，或者申请新的文书",
            "enter what was decided: hutong instrument extend or end, or apply for another order",
        ),
    ),
    StuckKind.ALL_PAUSED: Row(
        Severity.SERIOUS,
        LEAD,
        clocks.all_paused,
        RepairAct.RESUME,
        True,
        Words(
            "核实中止事由是否仍在；恢复最早中止的一项", "see whether the causes still hold; resumes the longest pause"
        ),
    ),
    StuckKind.UNDELIVERED_NOTICE: Row(
        Severity.SERIOUS,
        OFFICE,
        telling.undelivered,
        RepairAct.RESEND,
        True,
        Words(
            "更正机构名册中的地址后重新发送；或者以其他方式通知，并登记“以其他方式通知”职责",
            "mend the address in the directory and send it again; or reach the addressee by other means "
            "and answer that duty",
        ),
    ),
    StuckKind.UNSENT_NOTICES: Row(
        Severity.SERIOUS,
        ADMINISTRATOR,
        telling.unsent,
        RepairAct.SWEEP,
        True,
        Words(
            "启动 hutong up 或 hutong worker，查看通道", "start `hutong up` or `hutong worker`; look at the channels"
        ),
    ),
    StuckKind.OPEN_UNDER_CLOSED: Row(
        Severity.SERIOUS,
        ADMINISTRATOR,
        running.open_under_closed,
        RepairAct.CLOSE_LEFTOVERS,
        True,
        Words(
            "终结遗留的程序、职责；仍需办理的，先 hutong case reopen 重新立案",
            "ends what was left; what is still to be done needs `hutong case reopen` first",
        ),
    ),
    StuckKind.WILL_BE_OVERDUE: Row(
        Severity.ORDINARY,
        OWNER,
        clocks.will_be_overdue,
        RepairAct.REMIND,
        False,
        Words("立即办理；规则允许的，延长或者中止计时", "do it now; or extend or pause it where the rules allow"),
    ),
    StuckKind.NOT_READ: Row(
        Severity.ORDINARY,
        OWNER,
        telling.not_read,
        RepairAct.REMIND,
        False,
        Words(
            "确认岗位有人、地址无误；承办岗位阅后 hutong duty read、hutong duty accept",
            "see that somebody sits there and the address is right; the post then reads and takes it on",
        ),
    ),
    StuckKind.PAUSE_TOO_LONG: Row(
        Severity.ORDINARY,
        OWNER,
        clocks.pause_too_long,
        RepairAct.RESUME,
        True,
        Words("核实中止事由；已消失的恢复计时", "see whether the cause still holds; if not, let the clock run again"),
    ),
    StuckKind.BACK_AND_FORTH: Row(
        Severity.ORDINARY,
        OFFICE,
        holding.back_and_forth,
        RepairAct.TELL_LEAD,
        False,
        Words("由牵头岗位或者协调机构指定承办，承办岗位接办", "the lead or the county office says who does it"),
    ),
    StuckKind.ORDER_LAPSES_SOON: Row(
        Severity.ORDINARY,
        LEAD,
        child.order_lapses_soon,
        RepairAct.TELL_LEAD,
        False,
        Words(
            "期满前评估：延长、申请新的文书，或者到期终止", "assess before the end: extend, apply anew, or let it end"
        ),
    ),
    StuckKind.NO_CONTACT: Row(
        Severity.ORDINARY,
        LEAD,
        child.no_contact,
        RepairAct.TELL_LEAD,
        False,
        Words("走访、联系儿童并记事：hutong note", "visit or reach the child and enter it: hutong note"),
    ),
    StuckKind.BREACH_WITHOUT_CAUSE: Row(
        Severity.ORDINARY,
        OWNER,
        unexplained.breach_without_cause,
        RepairAct.EXPLAIN,
        True,
        Words("从该机关的清单中选一项原因", "give a cause from the list of that agency"),
        unexplained.Unexplained,
    ),
    StuckKind.DIGEST_UNREAD: Row(
        Severity.ORDINARY,
        OFFICE,
        telling.digest_unread,
        RepairAct.REMIND,
        False,
        Words("确认岗位有人、地址无误", "see that somebody sits there and the address is right"),
    ),
    StuckKind.EMERGENCY_UNREVIEWED: Row(
        Severity.ORDINARY,
        OFFICE,
        openings.emergency_unreviewed,
        RepairAct.TELL_LEAD,
        False,
        Words(
            "由协调机构在“例外查阅”中作出审查结论",
            "the county office says under “Opened beyond the rule” if it was needed",
        ),
    ),
    StuckKind.OF_AGE_SOON: Row(
        Severity.HINT,
        LEAD,
        child.of_age_soon,
        RepairAct.TELL_LEAD,
        False,
        Words("提前安排成年后的支持、监护终止的交接", "prepare support after the birthday and the end of guardianship"),
    ),
    StuckKind.PROVISIONAL_DATE: Row(
        Severity.HINT,
        ADMINISTRATOR,
        clocks.provisional,
        RepairAct.SETTLE_DATES,
        True,
        Words("放假通知公布后装载该年历法，期限即自动确定", "load the year's holiday notice; the date is then settled"),
    ),
    StuckKind.SLOWER_THAN_PEERS: Row(
        Severity.HINT,
        OWNER,
        clocks.slower_than_peers,
        RepairAct.REMIND,
        False,
        Words(
            "问一问为何比平常慢；只作提示，不用于排名", "ask why it takes longer than usual; a hint, never a ranking"
        ),
    ),
}
