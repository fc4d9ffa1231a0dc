"""What other rules would make of a declared procedure that has begun. 自设程序改用新版规则.

Its flow is told again from the top over what was answered: the new rules must declare it, be able to read every answer
that was given, and know where it leads.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pydantic import ValidationError
from sqlmodel import col, select

from models import DutyRow, Procedure
from packs.pack import Pack
from packs.procedure_words import steps_said
from rules.declared import Declared, duty_of
from tasks.answers import recall_answer
from tasks.verdicts import RELEASED

if TYPE_CHECKING:
    from tasks.desk import Desk


_NONE_BEFORE = {"zh": "（无此步骤）", "en": "(no such step)"}
_NONE_AFTER = {"zh": "（取消此步骤）", "en": "(the step is gone)"}


def steps(code: str, old: Pack, new: Pack, lang: str) -> tuple[str, ...]:
    """The steps that would be added, gone, or lead elsewhere, in the reader's language."""
    before, after = (_said(pack, code, lang) for pack in (old, new))
    lines = []
    for step in [*before, *(one for one in after if one not in before)]:
        was, now = before.get(step), after.get(step)
        if was != now:
            duty = (old if step in before else new).duty(step)
            name = f"{duty.zh}：" if lang == "zh" else f"{duty.en}: "
            lines.append(f"{name}{was or _NONE_BEFORE[lang]} ⇒ {now or _NONE_AFTER[lang]}")
    return tuple(lines)


def problem(desk: Desk, row: Procedure, new: Pack) -> str:
    """Why a declared procedure cannot go on under the new rules, in Chinese; "" where it can."""
    declared = new.procedures.get(row.about)
    if declared is None:
        return f"新版规则没有自设程序“{row.about}”"
    query = select(DutyRow).where(col(DutyRow.procedure_no) == row.no, col(DutyRow.answer).is_not(None))
    duties = desk.session.exec(query.order_by(col(DutyRow.opened_at), col(DutyRow.no))).all()
    unread = [one.code for one in duties if one.answer != RELEASED and not _leads_on(declared, one)]
    return f"新版规则读不懂已办步骤的内容：{'、'.join(new.duty(code).zh for code in unread)}" if unread else ""


def _said(pack: Pack, code: str, lang: str) -> dict[str, str]:
    declared = pack.procedures.get(code)
    return steps_said(pack, declared, lang) if declared else {}


def _leads_on(declared: Declared, duty: DutyRow) -> bool:
    """Whether an answer that was given can be read, and leads somewhere; one to a step that is gone is passed over."""
    step = declared.step(duty.code)
    if step is None or duty.answer is None:
        return True
    try:
        answer = recall_answer(duty_of(step), json.loads(duty.answer), happened_at=duty.happened_at or duty.opened_at)
    except ValidationError:
        return False
    return declared.step(step.leads_to(answer)) is not None or declared.end(step.leads_to(answer)) is not None
