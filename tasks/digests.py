"""The morning digest: one message to each post that owes something, not one for each thing. 每日要情.

What was taken on is counted and not listed again; the county office also gets what is stuck in its area, and how many
villages there lack a child director.  A digest that nobody reads goes up: silence is never an end state.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import case
from sqlmodel import col, func, select

from models import DutyRow, Notice, Post, Procedure
from rules.moments import at_clock, civil_day
from rules.monitoring import COUNTS_AS
from rules.superiors import BASIS, above
from rules.vocabulary import DutyState, ProcedureKind, Role
from rules.warning import span_after
from tasks import heartbeat, messages, wording
from tasks.digest_time import SENT_AT
from tasks.duty_rules import RULES
from tasks.journal import SYSTEM, Entry
from tasks.kinds import Kind
from tasks.posts import FoundPost, post_by_number, post_near
from tasks.staffing import short_of_directors
from tasks.stuck import Stuck, stuck

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

DIGEST = "digest"
"""Template of the digest, and heartbeat of the day on which they went out."""

LISTED = 30
"""So many lines of each part are written out; of the others it says how many there are."""


class _Owed(NamedTuple):
    """A duty, and the hash of the rules that it runs under."""

    row: DutyRow
    rules: str


@dataclass(kw_only=True)
class _Day:
    """What one post has before it today."""

    overdue: list[_Owed] = field(default_factory=list)
    due_soon: list[_Owed] = field(default_factory=list)
    taken_on: int = 0
    unexplained: int = 0
    stuck: list[Stuck] = field(default_factory=list)
    routine_owed: int = 0
    routine_late: int = 0
    understaffed: int = 0

    def has_something(self) -> bool:
        owed = self.overdue or self.due_soon or self.taken_on or self.unexplained or self.routine_owed
        return bool(owed or self.stuck)


def send(office: Office) -> int:
    """Send the day's digests, once, from half past eight on; and tell the posts above of those that nobody reads.

    Returns: how many posts were sent one.
    """
    with office.reading() as desk:
        if not _is_time(desk):
            return 0
        days = _days(desk)
        unread = _unread(desk)
    with office.writing() as desk:
        today = civil_day(desk.at)
        # asked before a message is queued: of two runners one sends them
        posts = [post for post in _posts(desk, days) if not desk.has_happened(_key(post, today))]
        desk.record(*(_entry(desk, post, days[post.no], today) for post in posts))
        desk.record(*(one for no, since in unread.items() if (one := _unread_entry(desk, no, since)) is not None))
    heartbeat.beat(office, {DIGEST: ""})
    return len(posts)


def _key(post: FoundPost, today: date) -> str:
    return f"{DIGEST}:{post.no}:{today.isoformat()}"


def _is_time(desk: Desk) -> bool:
    last = heartbeat.last_beat(desk.session, DIGEST)
    today = civil_day(desk.at)
    return desk.at >= at_clock(today, SENT_AT) and (last is None or civil_day(last[0]) < today)


# ------------------------------------------------------------------------------------------------ what each post has


def _days(desk: Desk) -> dict[str, _Day]:
    """By number of the post."""
    found: dict[str, _Day] = defaultdict(_Day)
    soon = span_after(desk.pack.fact(BASIS).limits["due_soon"], desk.at, desk.office.calendar)
    owed = (
        select(DutyRow, RULES)
        .join(Procedure, col(Procedure.no) == col(DutyRow.procedure_no))
        .where(col(DutyRow.state) == DutyState.OPEN, col(DutyRow.legal_due_at) <= soon)
        .where(col(DutyRow.post_no).is_not(None), col(Procedure.kind) != ProcedureKind.MONITORING)
    )
    for row, rules in desk.session.exec(owed.order_by(col(DutyRow.legal_due_at), col(DutyRow.no))):
        day = found[row.post_no or ""]
        late = row.legal_due_at is not None and row.legal_due_at < desk.at
        if row.accepted_at is not None:
            day.taken_on += 1
        else:
            (day.overdue if late else day.due_soon).append(_Owed(row, rules))
        day.unexplained += late and row.breach_cause is None
    for no, owed_now, late_now in _routine(desk):
        found[no].routine_owed, found[no].routine_late = owed_now, late_now
    offices = _county_offices(desk)
    everything = stuck(desk) if offices else []
    short = short_of_directors(desk) if offices else []
    for office_post in offices:
        found[office_post.no].stuck = [one for one in everything if _lies_in(one, office_post.area)]
        found[office_post.no].understaffed = sum(1 for one in short if one.area.startswith(office_post.area))
    return {no: day for no, day in found.items() if day.has_something()}


def _routine(desk: Desk) -> Iterator[tuple[str, int, int]]:
    """By post, how many routine duties it owes now, and how many of them are late: counted, never listed one by one."""
    late = func.sum(case((col(DutyRow.legal_due_at) < desk.at, 1), else_=0))
    query = (
        select(col(DutyRow.post_no), func.count(), late)
        .where(col(DutyRow.state) == DutyState.OPEN, col(DutyRow.code).in_(sorted(COUNTS_AS)))
        .where(col(DutyRow.post_no).is_not(None))
        .group_by(col(DutyRow.post_no))
    )
    for no, owed, overdue in desk.session.exec(query):
        yield str(no), owed, overdue or 0


def _county_offices(desk: Desk) -> list[FoundPost]:
    query = select(Post.no).where(col(Post.open), col(Post.role) == Role.COUNTY_OFFICE).order_by(col(Post.no))
    return [post for no in desk.session.exec(query) if (post := post_by_number(desk, no)) is not None]


def _lies_in(one: Stuck, area: str) -> bool:
    """A thing of the installation as a whole concerns every county office."""
    return not one.area or one.area.startswith(area)


def _posts(desk: Desk, days: dict[str, _Day]) -> Iterator[FoundPost]:
    for no in sorted(days):
        post = post_by_number(desk, no)
        if post is not None:
            yield post


# ------------------------------------------------------------------------------------------------ the message


def _entry(desk: Desk, post: FoundPost, day: _Day, today: date) -> Entry:
    def facts_in(lang: str) -> dict[str, Any]:
        kinds = Counter(wording.say(one.kind, lang) for one in day.stuck)
        return {
            "day": wording.say_day(today, lang),
            "overdue": _lines(desk, day.overdue, lang),
            "overdue_count": len(day.overdue),
            "due_soon": _lines(desk, day.due_soon, lang),
            "due_soon_count": len(day.due_soon),
            "taken_on": day.taken_on,
            "unexplained": day.unexplained,
            "routine_owed": day.routine_owed,
            "routine_late": day.routine_late,
            "understaffed": day.understaffed,
            "stuck": [f"{kind}：{n}" if lang == "zh" else f"{kind}: {n}" for kind, n in kinds.items()],
            "stuck_count": len(day.stuck),
            "listed": LISTED,
        }

    counts = {"overdue": len(day.overdue), "due_soon": len(day.due_soon), "stuck": len(day.stuck)}
    return Entry(
        chain=SYSTEM,
        kind=Kind.DIGEST_SENT,
        key=_key(post, today),
        payload={
            "post_no": post.no,
            **counts,
            "taken_on": day.taken_on,
            "notices": messages.to_posts(desk, [post], DIGEST, facts_in, case_no=None),
        },
        happened_at=desk.at,
        basis=(BASIS,),
    )


def _lines(desk: Desk, owed: list[_Owed], lang: str) -> list[str]:
    return [_line(desk, one.row, one.rules, lang) for one in owed[:LISTED]]


def _line(desk: Desk, row: DutyRow, rules: str, lang: str) -> str:
    pack = desk.rules(rules)
    spec = pack.duty(row.code)
    force = pack.force_on(spec.periods[row.variant], civil_day(row.since_at))
    due = wording.say_end(row.legal_due_at, lang)
    number = wording.short_no(row.no)
    if lang == "zh":
        return f"{row.case_no} {number} {spec.zh}：{due}，{force.zh}"
    return f"{row.case_no} {number} {spec.en}: {due}, {wording.say(force, lang)}"


# ------------------------------------------------------------------------------------------------ unread digests


def _unread(desk: Desk) -> dict[str, datetime]:
    """The posts that read none of their digests for too long, with the moment of the first of those."""
    limit = desk.pack.fact(BASIS).limits["unread"]
    long_ago = desk.at - timedelta(hours=limit.amount)
    query = (
        select(Notice.post_no, Notice.created_at, Notice.read_at)
        .where(col(Notice.template) == DIGEST, col(Notice.post_no).is_not(None))
        .where(col(Notice.created_at) > desk.at - timedelta(days=30))
        .order_by(col(Notice.created_at))
    )
    since: dict[str, datetime] = {}
    for post_no, created_at, read_at in desk.session.exec(query):
        if read_at is not None:
            since.pop(post_no or "", None)
        else:
            since.setdefault(post_no or "", created_at)
    return {no: at for no, at in since.items() if at <= long_ago}


def _unread_entry(desk: Desk, post_no: str, since: datetime) -> Entry | None:
    post = post_by_number(desk, post_no)
    role = above(post.role) if post else None
    higher = post_near(desk, [role], post.area) if post and role else None
    # once for each week of silence, not every morning
    key = f"digest-unread:{post_no}:{'-'.join(map(str, civil_day(desk.at).isocalendar()[:2]))}"
    if post is None or higher is None or desk.has_happened(key):
        return None

    def facts_in(lang: str) -> dict[str, Any]:
        return {
            "post": f"{post.zh}（{post.no}）" if lang == "zh" else f"{post.en} ({post.no})",
            "since": wording.say_moment(since, lang),
        }

    return Entry(
        chain=SYSTEM,
        kind=Kind.DIGEST_SENT,
        key=key,
        payload={
            "post_no": higher.no,
            "unread_of": post.no,
            "notices": messages.to_posts(desk, [higher], "digest_unread", facts_in, case_no=None),
        },
        happened_at=desk.at,
        basis=(BASIS,),
    )
