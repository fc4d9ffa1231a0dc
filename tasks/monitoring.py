"""Putting a child on the list, moving its tier, excusing a window, taking it off the list. 列入、调级、免办、退出.

The list has a file of its own for each child (`CasePurpose.CARE`): being looked after is no matter, no report joins it
and nothing is reviewed when it ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from models import CaseFile, ChildFile, MonitoredChild
from rules.age import comes_of_age_on, turns_on
from rules.errors import Conflict, Refused
from rules.moments import civil_day
from rules.rhythm import Rhythm, Standing
from rules.screening import Condition, unmet
from rules.vocabulary import (
    CasePurpose,
    ChildCategory,
    ChildMark,
    ExcuseCause,
    MonitoringEnd,
    NoteKind,
    ProcedureKind,
    Tier,
)
from rules.when import When
from tasks.case_entry import case_entry, lead_near, place_of
from tasks.files import adult_entries, child_entry, child_no_of, lock_children
from tasks.filing import Filing, actor_at, child_of, filing, refuse_the_future
from tasks.journal import Actor, Entry
from tasks.kinds import Kind
from tasks.monitored_ages import LIMIT_OF_AGE
from tasks.notes import note
from tasks.numbers import Named, is_number
from tasks.opened_duty import Acted, actor_of, may_leave_out, opened_duty
from tasks.procedures import Opening, open_procedure
from tasks.routine import STEP_BY_STEP, lower_by_one
from tasks.routine_ahead import Coming, asked_by_mark, coming, marks_of
from tasks.windows import note_begun

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office
    from tasks.report_form import ChildForm

ON_THE_LIST = ("J-01", "J-04")
"""Fact rows on which the list rests."""

EXCUSES = "HT-145"
"""Fact row of what excuses a window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """What screening found of a child. 摸排结果.

    Args:
        categories: what it is listed as.
        conditions: the conditions found to be so; each category must have its own.
        tier, marks: how much it needs to be looked at, and what else rhythms ask for.
        reason: why this tier; sealed.
    """

    categories: Sequence[ChildCategory]
    conditions: Sequence[Condition]
    tier: Tier
    reason: str
    marks: Sequence[ChildMark] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A child that is on the list now. 列入结果.

    Args:
        marks: given, and called for by what was found.
        coming: what its routine will owe, and from when on.
        by_mark: what would be owed, too, if it had one more mark.
    """

    case_no: str
    child_no: str
    procedure_no: str
    marks: frozenset[ChildMark]
    coming: tuple[Coming, ...]
    by_mark: tuple[tuple[ChildMark, Rhythm], ...]


def begin(
    office: Office, child: str | ChildForm, screened: Screened, *, when: When, by_post: str, area: str | None = None
) -> Begun:
    """Put a child on the list. 列为关爱对象.

    Args:
        child: number of its file or of any of its cases, or the child as in a report.
        area: where it is looked after, if the child's residence does not say.
    Raises: Refused: conditions are missing, no place; Conflict: it is on the list; nothing is written.
    """
    with office.writing() as desk:
        return begin_at(desk, child, screened, when=when, by_post=by_post, area=area)


def begin_at(
    desk: Desk,
    child: str | ChildForm,
    screened: Screened,
    *,
    when: When,
    by_post: str,
    area: str | None = None,
    key: str = "",
) -> Begun:
    """The same, in a transaction that does more.

    Args:
        key: what makes it happen once, where whoever calls says so.
    """
    refuse_the_future(desk, when)
    by = actor_at(desk, by_post)
    child_no, place = _file_of(desk, child, area)
    screened = _by_the_age_on_file(desk, child_no, screened)
    _refuse_who_does_not_count(screened)
    marks = marks_of(screened.categories, screened.conditions, screened.marks)
    there = select(MonitoredChild.case_no).where(
        col(MonitoredChild.child_no) == child_no, col(MonitoredChild.ended_at).is_(None)
    )
    listed = desk.session.exec(there).first()
    if listed is not None:
        raise Conflict(f"该儿童已在册（{listed}）", f"this child is on the list already ({listed})")
    case_no = _opened_file(desk, child_no, place, when, by)
    since = when.at or desk.at
    opening = Opening(
        case_no=case_no,
        kind=ProcedureKind.MONITORING,
        since_at=since,
        since_precision=when.precision,
        key=f"monitor:{case_no}",
        by=by,
    )
    procedure_no = open_procedure(desk, opening)
    desk.record(_began(desk, opening, procedure_no, child_no, replace(screened, marks=sorted(marks)), key))
    note_begun(desk)
    standing = Standing(from_at=since, categories=frozenset(screened.categories), tier=screened.tier, marks=marks)
    return begun(desk, case_no, child_no, procedure_no, standing)


def begun(desk: Desk, case_no: str, child_no: str, procedure_no: str, standing: Standing) -> Begun:
    """How a child stands on the list now, and what that will bring."""
    rules = desk.current_rules
    return Begun(
        case_no=case_no,
        child_no=child_no,
        procedure_no=procedure_no,
        marks=standing.marks,
        coming=coming(rules, standing, civil_day(desk.at)),
        by_mark=asked_by_mark(rules, standing),
    )


def set_tier(office: Office, child: str, tier: Tier, *, reason: str, when: When, by_post: str) -> bool:
    """Move a child to another tier: higher at once, lower by one step once a second person agrees (J-92). 调整等级.

    Returns: whether it has moved; False: the lower tier waits for the second person.
    """
    refuse_without_reason(reason)
    with filing(office, case_of(office, child), by_post=by_post, when=when) as filed:
        return move_tier(filed, tier, reason=reason, when=when)


def move_tier(filed: Filing, tier: Tier, *, reason: str, when: When, key: str = "") -> bool:
    """The same, in a file of care that is locked already.

    Args:
        key: what makes it happen once, where whoever calls says so.
    """
    row = listed_row(filed)
    refuse_before(row, when)
    present = Tier(row.tier)
    if tier is present:
        raise Refused(f"现在就是“{tier.zh}”", f"it is on tier {tier} already", field="tier")
    raised = tier.place > present.place
    payload = {
        "tier": tier if raised else lower_by_one(present),
        "from": present,
        "reason_sealed": filed.sealed("reason", reason),
    }
    entered: dict[str, Any] = {"when": when, "procedure_no": row.procedure_no, "key": key}
    if raised:
        filed.record(Kind.TIER_CHANGED, payload, basis=("J-91",), **entered)
    else:
        proposed = {**payload, "n": row.proposals + 1}
        filed.record(Kind.TIER_PROPOSED, proposed, basis=(STEP_BY_STEP,), **entered)
    filed.desk.wake(row.procedure_no, "tier")
    return raised


def refuse_without_reason(reason: str) -> None:
    """How a child stands is not changed without saying why."""
    if not reason.strip():
        raise Refused("请写明理由", "a reason is required", field="reason")


def ask_to_assess(office: Office, child: str, *, reason: str, when: When, by_post: str) -> str:
    """Ask the township for an assessment upon an event: a parent leaves, a carer changes. 提出随时评估.

    Returns: number of the file of care.  Raises: Refused: no reason, not on the list; Conflict: it has left the list.
    """
    if not reason.strip():
        raise Refused("请写明事由", "say what happened", field="reason")
    case_no = case_of(office, child)
    note(office, case_no, NoteKind.ASSESS, words=reason, when=when, by_post=by_post)
    return case_no


def end(office: Office, child: str, reason: MonitoringEnd, *, words: str = "", when: When, by_post: str) -> None:
    """Take a child off the list. 退出关爱对象."""
    case_no = case_of(office, child)
    with filing(office, case_no, by_post=by_post, when=when) as filed:
        row = listed_row(filed)
        payload = {"reason": reason, "words_sealed": filed.sealed("words", words)}
        filed.record(Kind.MONITORING_ENDED, payload, when=when, procedure_no=row.procedure_no, basis=ON_THE_LIST)
        filed.desk.wake(row.procedure_no, "ended")


def excuse(office: Office, child: str, duty: str, cause: ExcuseCause, *, reason: str, by_post: str | None) -> Acted:
    """Excuse a routine duty for the window in which it is owed. 本期免办.

    Raises: Refused: no reason, no routine duty, or its window is over: late is late.
    """
    if not reason.strip():
        raise Refused("请写明理由", "a reason is required", field="reason")
    with opened_duty(office, case_of(office, child), duty) as opened:
        if not opened.spec.routine:
            raise Refused(
                f"“{opened.spec.zh}”不是周期职责，请用 hutong duty excuse",
                f"{opened.row.code} is no routine duty: use `hutong duty excuse`",
                field="DUTY",
            )
        if opened.row.legal_due_at is not None and opened.desk.at > opened.row.legal_due_at:
            raise Refused(
                "本期已过，逾期不得补作免办；补办的请照常填写",
                "its window is over: what is late is not excused; do it late instead",
                field="DUTY",
            )
        sealed = opened.desk.cipher(opened.subject_no).seal("reason", reason)
        payload = {"answer": {}, "cause": cause, "reason_sealed": sealed}
        by = actor_of(opened, by_post, also=may_leave_out)
        key = Kind.DUTY_EXCUSED.value
        opened.desk.record(opened.entry(Kind.DUTY_EXCUSED, key, payload, happened_at=opened.desk.at, by=by))
        opened.desk.wake(opened.row.procedure_no, "excused")
        return opened.acted()


def case_of(office: Office, child: str) -> str:
    """The file of care of a child on the list, by the child's number or the file's own."""
    with office.reading() as desk:
        either = (col(MonitoredChild.child_no) == child) | (col(MonitoredChild.case_no) == child)
        query = select(MonitoredChild.case_no).where(either).order_by(col(MonitoredChild.began_at).desc())
        found = desk.session.exec(query).first()
    if found is None:
        raise Refused(
            f"{child} 不在册；请用 hutong visits --post 岗位 查看，或用 hutong monitor begin 列入",
            f"{child} is not on the list; see `hutong visits --post POST`, or `hutong monitor begin`",
            field="CHILD",
        )
    return found


def listed_row(filed: Filing) -> MonitoredChild:
    """How the child of a file of care stands on the list. Raises Conflict once it has left."""
    query = select(MonitoredChild).where(
        col(MonitoredChild.case_no) == filed.case.no, col(MonitoredChild.ended_at).is_(None)
    )
    row = filed.desk.session.exec(query.with_for_update()).first()
    if row is None:
        raise Conflict("该儿童已退出", "this child has left the list")
    return row


def refuse_before(row: MonitoredChild, when: When) -> None:
    """Nothing is changed on a day before the last change: what was owed in between would be rewritten."""
    if when.at is not None and when.at < row.standing_since:
        raise Refused(
            "早于上一次列入或变更的时间，请核对时间",
            "earlier than when it was listed or last changed: look at the time again",
            field="at",
        )


def _refuse_who_does_not_count(screened: Screened) -> None:
    if not screened.categories:
        raise Refused("请写明列为哪一类", "say as what it is listed", field="as")
    if not screened.reason.strip():
        raise Refused("请写明定级理由", "say why this tier", field="reason")
    for category in screened.categories:
        missing = unmet(category, screened.conditions)
        if missing:
            listed = "、".join(f"{one.value}（{one.zh}）" for one in missing)
            raise Refused(
                f"不符合“{category.zh}”的条件，缺：{listed}；确已核实的请一并写明",
                f"not {category}: these conditions are missing: {', '.join(missing)}; state what was found",
                field="met",
            )


def _by_the_age_on_file(desk: Desk, child_no: str, screened: Screened) -> Screened:
    """What the file knows of the age: nobody has to tick it, and whatever was ticked, it is asked (HT-147).

    Raises: Refused: of age, sixteen already though ticked as younger, or dead.
    """
    row = desk.session.exec(select(ChildFile).where(col(ChildFile.no) == child_no)).one()
    if row.died_precision is not None:
        raise Refused("该儿童已登记死亡，不能列为关爱对象", "this child's death is recorded", field="CHILD")
    written = desk.reveal(child_no, "birth_on", row.birth_on_sealed)
    born = date.fromisoformat(written) if written else None
    if row.came_of_age_on is not None or (born is not None and comes_of_age_on(born) <= civil_day(desk.at)):
        raise Refused(
            "登记的出生日期表明已满十八周岁，不能列为关爱对象；出生日期有误的，请先更正档案",
            "by the date of birth on file this person is of age and is not listed; if the date is wrong, mend the file",
            field="CHILD",
        )
    if born is None:
        return screened
    ticked, sixteen = Condition.UNDER_16 in screened.conditions, turns_on(born, LIMIT_OF_AGE) <= civil_day(desk.at)
    if ticked and sixteen:
        raise Refused(
            "登记的出生日期表明已满十六周岁，请核对",
            "by the date of birth on file the child is sixteen already; check it",
            field="met",
        )
    return screened if ticked or sixteen else replace(screened, conditions=(Condition.UNDER_16, *screened.conditions))


def _file_of(desk: Desk, child: str | ChildForm, area: str | None) -> tuple[str, str]:
    """The child's file, found or made, and where the child is looked after."""
    if isinstance(child, str):
        child = _child_of_case(desk, child) if is_number(child, Named.CASE) else child
        found = desk.session.exec(select(ChildFile.residence_area).where(col(ChildFile.no) == child)).first()
        if found is None:
            raise Refused(f"没有编号为 {child} 的儿童", f"there is no child {child}", field="CHILD")
        return child, area or found
    lock_children(desk, [child])
    place = place_of(child, area)
    child_no = child_no_of(desk, child)
    if child_no is None:
        child_no = desk.number(Named.CHILD)
        desk.record(child_entry(desk, child_no, child, place))
        desk.record(*adult_entries(desk, child_no, child, child_no, {}))
    return child_no, place


def _child_of_case(desk: Desk, case_no: str) -> str:
    found = desk.session.exec(select(CaseFile).where(col(CaseFile.no) == case_no)).first()
    if found is None:
        raise Refused(f"没有编号为 {case_no} 的个案", f"there is no case {case_no}", field="CHILD")
    return child_of(found)


def _opened_file(desk: Desk, child_no: str, area: str, when: When, by: Actor) -> str:
    """A file of care; one round on the list, one file."""
    case_no = desk.number(Named.CASE)
    lead, purpose = lead_near(desk, area), {"purpose": CasePurpose.CARE}
    desk.record(case_entry(case_no, child_no, area, lead=lead, when=when, by=by, besides=purpose))
    return case_no


def _began(desk: Desk, opening: Opening, procedure_no: str, child_no: str, screened: Screened, key: str) -> Entry:
    return Entry(
        chain=opening.case_no,
        kind=Kind.MONITORING_BEGAN,
        key=key or f"monitoring:{procedure_no}",
        payload={
            "child_no": child_no,
            "categories": sorted(screened.categories),
            "conditions": sorted(screened.conditions),
            "tier": screened.tier,
            "marks": sorted(screened.marks),
            "reason_sealed": desk.cipher(child_no).seal("reason", screened.reason),
        },
        happened_at=opening.since_at,
        precision=opening.since_precision,
        by=opening.by,
        procedure_no=procedure_no,
        basis=ON_THE_LIST,
    )
