"""Which posts may act on a case beside answering what they owe. 谁可以办理个案.

Seeing is the table of `rules.access_table`; this is about writing.  No law says who in an agency may enter a fact, so
it is our choice (HT-219), and it follows what a post is to the case: whoever was merely told, or opened it in an
emergency, answers duties and writes nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.access import TENDING, CaseRelation, Circle, FieldClass, roles_in
from rules.errors import Forbidden
from rules.vocabulary import Role, Term
from tasks.access.places import covers

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
    END_CARE = "end_care", "退出关爱对象"


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
    CaseAct.END_CARE: (_R.LEADS, _R.OVERSEES, _R.TENDS),
}
"""Through what a post may do it."""

_OVERSEERS: dict[CaseAct, Role] = dict.fromkeys((CaseAct.CLOSE, CaseAct.END_CARE, CaseAct.RULES), Role.COUNTY_OFFICE)
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


_OPENING = frozenset({*roles_in(Circle.WORKING), *roles_in(Circle.COORDINATING)})
"""Roles that may begin a case without a report: those in whose hands a case can be."""


def may_list(sight: Sight, child_no: str) -> bool:
    """Whether a seat may put this child on the list: it looks after the children where the child lives."""
    return sight.tends(child_no)


def demand_list(sight: Sight, child_no: str) -> None:
    """The same, where the page stands and falls with it.

    Raises: Forbidden: it may not; of a child that it may not know of it says that there is none.
    """
    sight.demand_of_child(child_no, FieldClass.FACTS)
    if not may_list(sight, child_no):
        raise _looks_after_nobody_there()


def demand_list_in(sight: Sight, area: str) -> None:
    """Raises Forbidden where a seat may not put a child of this area on the list."""
    if sight.post is None or sight.post.role not in TENDING or not covers(sight.post.area, area):
        raise _looks_after_nobody_there()


def may_open_cases(sight: Sight) -> bool:
    """Whether a seat may begin a case that nobody reported."""
    return sight.post is not None and sight.post.role in _OPENING


def demand_open_case(sight: Sight) -> None:
    """The same, where the page stands and falls with it.

    Raises: Forbidden: it may not; where, `tasks.opening` asks of whoever opens one.
    """
    if not may_open_cases(sight):
        raise Forbidden(
            "本岗位不能立案建档：由办案单位或者县级协调机构办理。看到孩子受伤害或者有危险，请用“报告”",
            "this post opens no case: a body that works on cases or the county office does; report what you saw",
            source=BASIS,
        )


def _looks_after_nobody_there() -> Forbidden:
    return Forbidden(
        "本岗位不能把该儿童列为关爱对象：由儿童居住地的儿童主任、儿童督导员、未保站或者民政部门办理",
        "this post does not put the child on the list: the child director, the township station or civil affairs "
        "where the child lives does",
        source=BASIS,
    )
