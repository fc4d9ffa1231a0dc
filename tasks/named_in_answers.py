"""Whom an answer may name, and who may give it: refused before anything is written. 答复中的人员与岗位.

What an answer must say by itself is in `tasks/answers.py`; here it is held against the people around the child.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import MonitoredChild, Tie
from rules.errors import Refused
from rules.follow_through import SecondHand
from rules.moments import civil_day
from rules.monitoring import CONFIRM_LOWER_TIER
from rules.vocabulary import InstrumentKind, Role
from tasks.posts import known_post
from tasks.standing import Standing, as_it_stood

if TYPE_CHECKING:
    from rules.duty import Answer
    from tasks.desk import Desk
    from tasks.journal import Actor
    from tasks.opened_duty import Opened


def refuse_the_same_person(opened: Opened, by: Actor) -> None:
    """A lower tier is read by a second person: whoever proposed it does not agree with themselves (J-92)."""
    if opened.row.code != CONFIRM_LOWER_TIER.code or by.person_no is None:
        return
    query = select(MonitoredChild.proposed).where(col(MonitoredChild.procedure_no) == opened.row.procedure_no)
    proposed = json.loads(opened.desk.session.exec(query).one() or "{}")
    if proposed.get("by_person") == by.person_no:
        raise Refused(
            "提出降级的人不能自己复核，请由另一人办理",
            "whoever proposed the lower tier cannot be the one to agree: let another person read it",
            field="by",
        )


def refuse_another_bodys_word_as_its_own(opened: Opened, value: Answer, by: Actor) -> None:
    """What a department is said to have answered that is asked on paper: whoever enters it says so (转介方代录)."""
    asked = opened.row.about.rpartition("/")[2]
    if not isinstance(value, SecondHand) or value.second_hand or asked not in set(Role) or by.post_no is None:
        return
    if known_post(opened.desk, by.post_no, field="by").role != asked:
        department = Role(asked)
        raise Refused(
            f"本项由{department.zh}答复，您的岗位不是该部门：请填“是否代录”（second_hand=是）和纸质回复的编号（paper_no）",
            f"{department.en} answers this and your post is not theirs: say second_hand=yes and paper_no, its paper",
            field="second_hand",
        )


def refuse_unknown_posts(desk: Desk, given: Mapping[str, object]) -> None:
    """A post that is named stands in the directory."""
    post = given.get("to_post")
    if isinstance(post, str) and post:
        known_post(desk, post, field="to_post")


def refuse_a_stranger(opened: Opened, given: Mapping[str, object]) -> None:
    """An adult who is named by number stands around this child."""
    adult = given.get("adult_no")
    if not isinstance(adult, str) or not adult.strip():
        return
    query = select(Tie.no).where(col(Tie.child_no) == opened.subject_no, col(Tie.adult_no) == adult.strip())
    if opened.desk.session.exec(query).first() is None:
        raise Refused(
            f"该儿童身边没有登记 {adult}，请先用 hutong person add 登记，或用 hutong person list 查看编号",
            f"{adult} is not entered around this child; enter them first: hutong person add",
            field="adult_no",
        )


TAKES_THE_CHILD = frozenset(
    {"hand_back_child", "hand_over_child", "take_entrusting_notice", "choose_carer", "designate_carer"}
)
"""Duties whose answer names the adult into whose hands the child goes."""


def refuse_into_the_hands_of_a_respondent(opened: Opened, given: Mapping[str, object], happened_at: datetime) -> None:
    """Nobody hands a child to whom an order in force forbids to come near it."""
    adult = given.get("adult_no")
    if opened.row.code not in TAKES_THE_CHILD or not isinstance(adult, str) or not adult.strip():
        return
    on = civil_day(happened_at)
    for order in as_it_stood(opened.desk, opened.row.case_no, on):
        if order.kind is InstrumentKind.PROTECTION_ORDER and order.state is Standing.IN_FORCE and adult in order.to:
            raise Refused(
                f"人身安全保护令（{order.document_no or order.no}）对 {adult} 仍然有效，不能把儿童交给此人；"
                "确需变更的，先由人民法院变更或者撤销保护令",
                f"a protection order ({order.no}) against {adult} is in force: the child cannot be handed to them; "
                "the court must vary or withdraw the order first",
                field="adult_no",
            )
