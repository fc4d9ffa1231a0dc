"""Which posts may act on a case beside answering what they owe. 谁可以办理个案.

Seeing is the table of `rules.access_table`; this is about writing.  No law says who in an agency may enter a fact, so
it is our choice (HT-219), and it follows what a post is to the case: whoever was merely told, or opened it in an
emergency, answers duties and writes nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.access import CaseRelation, FieldClass
from rules.errors import Forbidden
from rules.vocabulary import Role, Term

if TYPE_CHECKING:
    from tasks.access import Sight


BASIS = "HT-219"


class CaseAct(Term):
    """What somebody does with a case. 对个案的办理."""

    NOTE = "note", "记一件事"
    OPEN_PROCEDURE = "open_procedure", "启动程序"
    CLOSE = "close", "结案"
    REOPEN = "reopen", "重新立案"
    ENTER = "enter", "登记、更正、文书、移交"
    EVIDENCE = "evidence", "提交证据材料"
    SHARE = "share", "信息共享"
    CARE = "care", "关爱对象的标记、风险等级"
    RULES = "rules", "改用新版规则"


_R = CaseRelation
_BY: dict[CaseAct, tuple[CaseRelation, ...]] = {
    CaseAct.NOTE: (_R.OWES, _R.LEADS, _R.OVERSEES, _R.TENDS),
    CaseAct.OPEN_PROCEDURE: (_R.OWES, _R.LEADS, _R.OVERSEES),
    CaseAct.CLOSE: (_R.LEADS, _R.OVERSEES),
    CaseAct.REOPEN: (_R.LEADS, _R.OVERSEES),
    CaseAct.ENTER: (_R.OWES, _R.LEADS, _R.OVERSEES),
    CaseAct.EVIDENCE: (_R.OWES, _R.LEADS),
    CaseAct.SHARE: (_R.OWES, _R.LEADS),
    CaseAct.RULES: (_R.LEADS, _R.OVERSEES),
    CaseAct.CARE: (_R.OWES, _R.LEADS, _R.OVERSEES, _R.TENDS),
}
"""Through what a post may do it."""

_OVERSEERS: dict[CaseAct, Role] = {CaseAct.CLOSE: Role.COUNTY_OFFICE}
"""Of those who oversee a case the one role that may do it; the others look, press and audit (`tasks.closing`)."""


def may_act(sight: Sight, case_no: str, act: CaseAct) -> bool:
    """Whether a seat may do this with a case that it may know of."""
    stands = sight.relations_to(case_no) & set(_BY[act])
    if stands == {CaseRelation.OVERSEES} and act in _OVERSEERS:
        stands = stands if sight.post is not None and sight.post.role is _OVERSEERS[act] else frozenset()
    return bool(stands) and sight.may(case_no, FieldClass.FACTS).at_all


def demand_act(sight: Sight, case_no: str, act: CaseAct) -> None:
    """The same, where the page stands and falls with it.

    Raises: Forbidden: it may not; it says who may.  Of a case that it may not know of it says that there is none.
    """
    sight.demand(case_no, FieldClass.FACTS)
    if not may_act(sight, case_no, act):
        zh = "；".join(one.zh for one in _BY[act])
        raise Forbidden(
            f"本岗位不能办理该个案的“{act.zh}”。可以办理的情形：{zh}",
            f"this post may not {act.en} here; these may: {', '.join(_BY[act])}",
            source=BASIS,
        )
