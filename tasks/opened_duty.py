"""The live duty that somebody means, locked for one act: which it is, when it was done, who does it. 待办职责."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam
from sqlmodel import col, or_, select

from models import CaseFile, DutyRow, Procedure
from packs.pack import Pack
from rules.duty import DutySpec
from rules.errors import Conflict, Refused
from rules.vocabulary import LIVE, DutyState, Precision
from rules.when import earliest, latest
from tasks.duty_rules import rules_within
from tasks.journal import Actor, Entry
from tasks.kinds import Kind
from tasks.no_such import no_such_case
from tasks.posts import FoundPost, coordinates, holder_of, known_post, post_by_number
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
    unchecked: int = 0  # spot checks of the area and year that are still owed, where it is those that were reported


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A live duty, locked for one act. 待办职责."""

    desk: Desk
    row: DutyRow
    pack: Pack
    spec: DutySpec
    subject_no: str  # whose key seals its words: the child's, or the file's own where it is no child's
    lead_post: str | None
    area: str  # of its case

    @property
    def is_late(self) -> bool:
        """Whether its legal end has passed; at that very moment it is still in time."""
        due = self.row.legal_due_at
        return due is not None and self.desk.at > due

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


@contextmanager
def opened_duty(office: Office, case_no: str, duty: str) -> Iterator[Opened]:
    """The live duty that somebody means, with its case locked."""
    with office.writing() as desk:
        case = desk.session.exec(_CASE, params={"no": case_no}).first()
        if case is None:
            raise no_such_case(case_no)
        row = _meant(desk, case_no, duty)
        of_procedure = desk.connection.execute(_RULES, {"no": row.procedure_no}).scalar_one()
        pack = rules_within(desk, row, of_procedure)
        yield Opened(
            desk=desk,
            row=row,
            pack=pack,
            spec=pack.duty(row.code),
            subject_no=case.subject_no,
            lead_post=case.lead_post,
            area=case.area,
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
    post = post_by_number(desk, row.answered_by_post) if row.answered_by_post else None
    by_zh, by_en = (f"由{post.zh}（{post.no}）", f" by {post.en} ({post.no})") if post else ("", "")
    return Conflict(
        f"该职责已于 {when} {by_zh}{DutyState(row.state).zh}，请刷新后查看",
        f"this duty is no longer open ({DutyState(row.state).en}{by_en}, entered {say_moment(row.recorded_at, 'en')}); "
        "reload and look",
    )


def moment_of_act(opened: Opened, at: datetime | None, precision: Precision = Precision.EXACT) -> datetime:
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
    return post.no == opened.lead_post or coordinates(post, opened.area)


def may_decide_what_is_late(opened: Opened, post: FoundPost) -> bool:
    """Nobody lets themselves off what they are late with: those above do; over the county office there is nobody."""
    return coordinates(post, opened.area) or post.no == opened.lead_post != opened.row.post_no


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
