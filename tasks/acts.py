"""What people do with a duty: answer, skip, excuse, pause, resume, extend. 办理职责.

Each act is one transaction: the fact, its projection and the wake row of the procedure.  Two people who answer the
same duty at the same moment: one wins, the other is told that somebody was faster.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam
from sqlmodel import col, or_, select

from models import CaseFile, DutyRow, MonitoredChild, Procedure, Tie
from packs.pack import Pack
from rules.duty import DutySpec
from rules.errors import Conflict, Refused
from rules.moments import civil_day
from rules.monitoring import CONFIRM_LOWER_TIER
from rules.period import Extension, Pause, Unit
from rules.routine_reporting import FIGURED
from rules.vocabulary import LIVE, DutyState, InstrumentKind, PauseCause, Precision, Role
from rules.when import earliest, latest
from tasks import attention
from tasks.answers import read_answer, write_answer
from tasks.canonical import instant
from tasks.clocks import DutyClock, extensions_of, pauses_of, start_clock
from tasks.figures import figures_of
from tasks.journal import Actor, Entry
from tasks.kinds import Kind
from tasks.posts import FoundPost, holder_of, known_post
from tasks.spot_check import refuse_what_was_not_drawn
from tasks.standing import Standing, as_it_stood
from tasks.verdicts import in_time
from tasks.visiting import reported_on_a_visit
from tasks.wording import say_moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tasks.desk import Desk
    from tasks.office import Office


# Made once: making a statement takes longer than running it.
_CASE = select(CaseFile).where(col(CaseFile.no) == bindparam("no")).with_for_update()
_RULES = select(Procedure.rules).where(col(Procedure.no) == bindparam("no"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Acted:
    """What an act came to. 办理结果."""

    case_no: str
    duty_no: str
    procedure_no: str
    code: str
    zh: str
    in_time: bool | None = None
    reported: str = ""  # number of the report that was raised in the same act


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A live duty, locked for one act. 待办职责."""

    desk: Desk
    row: DutyRow
    pack: Pack
    spec: DutySpec
    subject_no: str  # whose key seals its words: the child's, or the file's own where it is no child's
    lead_post: str | None

    def entry(
        self,
        kind: Kind,
        key: str,
        payload: dict[str, Any],
        *,
        happened_at: datetime | None,
        by: Actor,
        precision: Precision = Precision.EXACT,
    ) -> Entry:
        """A fact about this duty; one owed again may be answered again."""
        if self.row.turns:
            key = f"{key}:{self.row.turns}"
        return Entry(
            chain=self.row.case_no,
            kind=kind,
            key=f"{key}:{self.row.no}",
            payload={"code": self.row.code, "about": self.row.about, **payload},
            happened_at=happened_at,
            precision=precision,
            by=by,
            procedure_no=self.row.procedure_no,
            duty_no=self.row.no,
            basis=self.spec.ground,
        )

    def acted(self, in_time: bool | None = None) -> Acted:
        """What is told to whoever acted."""
        return Acted(
            case_no=self.row.case_no,
            duty_no=self.row.no,
            procedure_no=self.row.procedure_no,
            code=self.row.code,
            zh=self.spec.zh,
            in_time=in_time,
        )


def answer(
    office: Office,
    case_no: str,
    duty: str,
    given: Mapping[str, object],
    *,
    at: datetime | None = None,
    precision: Precision = Precision.EXACT,
    by_post: str | None = None,
) -> Acted:
    """Answer a duty. 办理.

    Args:
        duty: its running number in the case, its code, or its Chinese name.
        given: fields of the answer by code.
        at: when it was done; now, if not said.
        precision: how exactly that is known; UNKNOWN leaves `at` out.
        by_post: who did it; the post that owes it, if not said.
    Raises: Refused, Refusals, Conflict: nothing is written.
    """
    with opened_duty(office, case_no, duty) as opened:
        happened_at = _moment(opened, at, precision)
        known = opened.pack.asked(opened.row.code)
        value = read_answer(known, given, happened_at=happened_at)
        _refuse_unknown_posts(opened.desk, given)
        _refuse_a_stranger(opened, given)
        _refuse_into_the_hands_of_a_respondent(opened, given, happened_at)
        refuse_what_was_not_drawn(opened.desk, case_no, value)
        payload: dict[str, Any] = {"answer": write_answer(value, opened.desk.cipher(opened.subject_no))}
        if opened.spec.document and value.document_no:
            payload["document"] = {"title": opened.spec.document, "document_no": value.document_no}
        if opened.row.code in FIGURED:
            payload["figures"] = _figures(opened)
        by = actor_of(opened, by_post)
        _refuse_the_same_person(opened, by)
        known_moment = None if precision is Precision.UNKNOWN else happened_at
        entry = opened.entry(
            Kind.DUTY_ANSWERED, "answer", payload, happened_at=known_moment, by=by, precision=precision
        )
        opened.desk.record(entry)
        opened.desk.wake(opened.row.procedure_no, "answered")
        acted = opened.acted(in_time=in_time(opened.row, happened_at, precision))
        raised = reported_on_a_visit(opened.desk, opened.subject_no, value, by=by)
        return replace(acted, reported=raised.report_no) if raised else acted


def _figures(opened: Opened) -> dict[str, Any]:
    """What is computed for a report when it is entered, and kept with it: of its area, for its year (HT-204)."""
    area = opened.desk.session.exec(select(CaseFile.area).where(col(CaseFile.no) == opened.row.case_no)).one()
    return figures_of(opened.desk, area=area, year=civil_day(opened.row.since_at).year).plain()


def skip(
    office: Office, case_no: str, duty: str, *, reason: str, given: Mapping[str, object], by_post: str | None = None
) -> Acted:
    """Leave a duty out, with a reason and with the answer that the procedure goes on with. 略过."""
    return _leave_out(office, case_no, duty, Kind.DUTY_SKIPPED, reason=reason, given=given, by_post=by_post)


def excuse(
    office: Office, case_no: str, duty: str, *, reason: str, given: Mapping[str, object], by_post: str | None = None
) -> Acted:
    """Release from a duty that can no longer be asked of anybody. 免除."""
    return _leave_out(office, case_no, duty, Kind.DUTY_EXCUSED, reason=reason, given=given, by_post=by_post)


def pause(
    office: Office,
    case_no: str,
    duty: str,
    *,
    cause: PauseCause,
    at: datetime | None = None,
    expected_on: date | None = None,
    by_post: str | None = None,
) -> Acted:
    """Stop a duty's clock for a cause that its rules list. 中止计时.

    Args:
        expected_on: by when it should be over; a pause without a foreseeable end is looked at sooner.
    """
    with opened_duty(office, case_no, duty) as opened:
        if cause not in opened.spec.pauses:
            listed = "、".join(one.zh for one in sorted(opened.spec.pauses)) or "无"
            raise Refused(
                f"“{opened.spec.zh}”不能因“{cause.zh}”中止计时；规则列明的事由：{listed}",
                f"{opened.row.code} cannot be paused for {cause}; listed causes: "
                f"{', '.join(sorted(opened.spec.pauses)) or 'none'}",
                field="cause",
            )
        if opened.row.state == DutyState.PAUSED:
            raise Conflict("该职责已中止计时", "the clock of this duty stands already")
        from_at = _moment(opened, at)
        stretches = [*pauses_of(opened.desk, opened.row.no), Pause(cause=cause, from_at=from_at)]
        clock = _clock(opened, pauses=stretches, extensions=extensions_of(opened.desk, opened.row.no))
        entry = opened.entry(
            Kind.DUTY_PAUSED,
            f"pause:{instant(from_at)}",
            {"cause": cause, **_until(expected_on), **clock.facts_again(opened.row.next_rung, opened.desk.at)},
            happened_at=from_at,
            by=actor_of(opened, by_post),
        )
        opened.desk.record(entry)
        return opened.acted()


def resume(office: Office, case_no: str, duty: str, *, at: datetime | None = None, by_post: str | None = None) -> Acted:
    """Let a duty's clock run again; its dates are counted anew over the time in which it ran. 恢复计时."""
    with opened_duty(office, case_no, duty) as opened:
        if opened.row.state != DutyState.PAUSED:
            raise Refused("该职责未中止计时", "the clock of this duty is not paused")
        until = _moment(opened, at)
        stretches = pauses_of(opened.desk, opened.row.no)
        standing = next(one for one in stretches if one.until_at is None)
        if until < standing.from_at:
            raise Refused(
                "恢复时间早于中止时间，请核对", "it cannot resume before it was paused; check the time", field="at"
            )
        stretches.remove(standing)  # not always the last: an earlier one may have become known later
        stretches.append(Pause(cause=standing.cause, from_at=standing.from_at, until_at=until))
        clock = _clock(opened, pauses=stretches, extensions=extensions_of(opened.desk, opened.row.no))
        asked = attention.from_now_on(clock, opened.row, opened.desk.at)
        payload = {**clock.facts_again(opened.row.next_rung, opened.desk.at), **asked}
        entry = opened.entry(
            Kind.DUTY_RESUMED,
            f"resume:{instant(until)}",
            payload,
            happened_at=until,
            by=actor_of(opened, by_post, also=may_leave_out),  # a clock that nobody lets run again is theirs, too
        )
        opened.desk.record(entry)
        return opened.acted()


def extend(
    office: Office,
    case_no: str,
    duty: str,
    *,
    amount: int,
    unit: Unit,
    basis: str,
    at: datetime | None = None,
    by_post: str | None = None,
) -> Acted:
    """Grant more time on a basis that the rules list. 延长期限."""
    if amount < 1:
        raise Refused("延长的期限应为正数", "an extension adds time: give a positive amount", field="amount")
    with opened_duty(office, case_no, duty) as opened:
        period = opened.spec.periods[opened.row.variant]
        if basis not in opened.spec.extensions or basis != period.set_by:  # B-22 extends the period of B-22, no other
            listed = "、".join(opened.spec.extensions) or "无"
            raise Refused(
                f"“{opened.spec.zh}”没有以 {basis} 为依据的延长；规则列明的依据：{listed}",
                f"{opened.row.code} cannot be extended on {basis}; "
                f"listed: {', '.join(opened.spec.extensions) or 'none'}",
                field="basis",
            )
        granted_at = _moment(opened, at)
        more = [*extensions_of(opened.desk, opened.row.no), Extension(amount=amount, unit=unit, basis=basis)]
        clock = _clock(opened, pauses=pauses_of(opened.desk, opened.row.no), extensions=more)
        granted = {"amount": amount, "unit": unit, "basis": basis}
        payload = {**granted, **clock.facts_again(opened.row.next_rung, opened.desk.at)}
        entry = opened.entry(
            Kind.DUTY_EXTENDED, f"extend:{len(more)}", payload, happened_at=granted_at, by=actor_of(opened, by_post)
        )
        opened.desk.record(entry)
        return opened.acted()


def _leave_out(
    office: Office,
    case_no: str,
    duty: str,
    kind: Kind,
    *,
    reason: str,
    given: Mapping[str, object],
    by_post: str | None,
) -> Acted:
    if not reason.strip():
        raise Refused("请写明理由", "a reason is required", field="reason")
    with opened_duty(office, case_no, duty) as opened:
        value = read_answer(opened.pack.asked(opened.row.code), given, happened_at=opened.desk.at)
        cipher = opened.desk.cipher(opened.subject_no)
        payload = {"answer": write_answer(value, cipher), "reason_sealed": cipher.seal("reason", reason)}
        by = actor_of(opened, by_post, also=may_leave_out)
        opened.desk.record(opened.entry(kind, kind.value, payload, happened_at=opened.desk.at, by=by))
        opened.desk.wake(opened.row.procedure_no, kind.value)
        return opened.acted()


@contextmanager
def opened_duty(office: Office, case_no: str, duty: str) -> Iterator[Opened]:
    """The live duty that somebody means, with its case locked."""
    with office.writing() as desk:
        case = desk.session.exec(_CASE, params={"no": case_no}).first()
        if case is None:
            raise Refused(
                f"没有编号为 {case_no} 的个案，请核对编号", f"there is no case {case_no}; check the number", field="NO"
            )
        row = _meant(desk, case_no, duty)
        rules = desk.connection.execute(_RULES, {"no": row.procedure_no}).scalar_one()
        pack = desk.rules(rules)
        yield Opened(
            desk=desk,
            row=row,
            pack=pack,
            spec=pack.duty(row.code),
            subject_no=case.subject_no,
            lead_post=case.lead_post,
        )


def _meant(desk: Desk, case_no: str, duty: str) -> DutyRow:
    """By running number, by code or Chinese name where only one live duty has it, or by `code@what it is about`."""
    name, at_sign, about = duty.partition("@")
    named = codes_called(desk, case_no, name)
    wanted = or_(col(DutyRow.no) == f"{case_no}/{duty}", col(DutyRow.no) == duty, col(DutyRow.code).in_(named))
    # locked before anything is recorded: the sweep, too, takes the duty first and the chain after it
    query = select(DutyRow).where(col(DutyRow.case_no) == case_no, wanted).order_by(col(DutyRow.opened_at))
    if at_sign:  # of the duty itself, or of the procedure in which it is owed
        of_procedure = select(Procedure.no).where(col(Procedure.case_no) == case_no, col(Procedure.about) == about)
        query = query.where(or_(col(DutyRow.about) == about, col(DutyRow.procedure_no).in_(of_procedure)))
    rows = desk.session.exec(query.with_for_update()).all()
    live = [row for row in rows if row.state in LIVE]
    if len(live) == 1:
        return live[0]
    if len(live) > 1:
        numbers = "、".join(row.no.rpartition("/")[2] for row in live)
        raise Refused(
            f"有多项“{duty}”待办，请用序号指明：{numbers}",
            f"several are open; name one by its number: {numbers}",
            field="DUTY",
        )
    if rows:
        raise _no_longer_open(desk, rows[-1])
    raise Refused(
        f"个案 {case_no} 没有“{duty}”这项职责，请用 hutong case show {case_no} 查看待办",
        f"case {case_no} has no duty {duty!r}; see `hutong case show {case_no}`",
        field="DUTY",
    )


def codes_called(desk: Desk, case_no: str, name: str) -> set[str]:
    """Codes of the duties that somebody may mean: a code as it stands, or what the rules call so in Chinese.

    A step that a place declared is known by the rules that its procedure froze, which need not be those of today.
    """
    found = {code for code, spec in desk.pack.duties.items() if spec.zh == name}
    if not found and name not in desk.pack.duties and not name.isdigit():
        hashes = desk.session.exec(select(Procedure.rules).where(col(Procedure.case_no) == case_no).distinct()).all()
        frozen = (desk.rules(one) for one in hashes)
        found = {code for pack in frozen for code, spec in pack.duties.items() if spec.zh == name}
    return {name, *found}


def _no_longer_open(desk: Desk, row: DutyRow) -> Conflict:
    when = say_moment(row.recorded_at, "zh")
    who = f"（{row.answered_by_post}）" if row.answered_by_post else ""
    return Conflict(
        f"该职责已于 {when} {DutyState(row.state).zh}{who}，请刷新后查看",
        f"this duty is no longer open ({row.state}, entered {say_moment(row.recorded_at, 'en')}); reload and look",
    )


def _moment(opened: Opened, at: datetime | None, precision: Precision = Precision.EXACT) -> datetime:
    """When it was done: not in the future, not surely before the fact that the duty rests on."""
    if precision is Precision.UNKNOWN and at is not None:
        raise Refused("时间不详的，不要再填写时间", "a moment that is unknown has no time: leave it out", field="at")
    happened_at = at or opened.desk.at
    if happened_at.tzinfo is None:
        raise Refused(
            "“办理时间”缺少时区，请写成 2026-03-02T10:20+08:00",
            "the time has no zone; write 2026-03-02T10:20+08:00",
            field="at",
        )
    if happened_at > opened.desk.at:
        raise Refused("“办理时间”在将来，请核对", "the time of the answer lies in the future; check it", field="at")
    # the clock of a review begins on a day to come; whoever is ready earlier need not wait for it
    began = Precision(opened.row.since_precision)
    since = earliest(opened.row.since_at, began)
    known = Precision.UNKNOWN not in (precision, began)
    if known and latest(happened_at, precision) < min(since, opened.row.opened_at):
        raise Refused(
            f"“办理时间”早于职责起算时间（{say_moment(opened.row.since_at, 'zh')}），请核对",
            f"the answer is dated before the duty began ({say_moment(opened.row.since_at, 'en')}); check it",
            field="at",
        )
    return happened_at


def may_leave_out(opened: Opened, post: FoundPost) -> bool:
    """Whoever leads the case, or coordinates the county, may say that a step was taken elsewhere or is not needed."""
    return post.no == opened.lead_post or post.role is Role.COUNTY_OFFICE


def actor_of(
    opened: Opened, by_post: str | None, *, also: Callable[[Opened, FoundPost], bool] = lambda _, __: False
) -> Actor:
    """The post that owes the duty, or its post as named; another post may not answer in its place.

    Args:
        also: which other posts may do this act.
    """
    owed_by = opened.row.post_no
    if by_post is not None:
        named = known_post(opened.desk, by_post, field="by")
        if owed_by is not None and by_post != owed_by and not also(opened, named):
            raise Refused(
                f"“{opened.spec.zh}”由 {owed_by} 负责，{by_post} 不能代为办理",
                f"{opened.row.code} is owed by {owed_by}; {by_post} cannot answer it",
                field="by",
            )
    post = by_post or owed_by
    if post is None:
        raise Refused(
            "该职责尚无责任岗位，请用 --by 写明由哪个岗位办理",
            "nobody holds this duty yet; say with --by which post answers it",
            field="by",
        )
    return holder_of(opened.desk, post, opened.desk.at) or Actor(post_no=post)


def _refuse_the_same_person(opened: Opened, by: Actor) -> None:
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


def _refuse_unknown_posts(desk: Desk, given: Mapping[str, object]) -> None:
    post = given.get("to_post")
    if isinstance(post, str) and post:
        known_post(desk, post, field="to_post")


def _refuse_a_stranger(opened: Opened, given: Mapping[str, object]) -> None:
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


TAKES_THE_CHILD = frozenset({"hand_back_child", "hand_over_child", "take_entrusting_notice", "choose_carer"})
"""Duties whose answer names the adult into whose hands the child goes."""


def _refuse_into_the_hands_of_a_respondent(opened: Opened, given: Mapping[str, object], happened_at: datetime) -> None:
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


def _until(expected_on: date | None) -> dict[str, str]:
    return {"expected_on": expected_on.isoformat()} if expected_on else {}


def _clock(opened: Opened, *, pauses: list[Pause], extensions: list[Extension]) -> DutyClock:
    return start_clock(
        opened.pack,
        opened.desk.office.calendar,
        opened.spec,
        opened.row.variant,
        opened.row.since_at,
        opened_at=opened.row.opened_at,
        pauses=pauses,
        extensions=extensions,
    )
