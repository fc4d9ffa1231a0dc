"""That the tables say what the journal says, and that the journal holds together. 办理记录的不变式.

On a tick these look at the entries that are new since the last one, and at all that belongs to the duties and chains
that those speak of.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, ScalarSelect, String, and_, cast, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased
from sqlmodel import col

from models import CaseFile, ChainHead, DutyRow, JournalEntry, Seal
from tasks.canonical import read_instant
from tasks.invariants.of_cases import REBUILD_EN, REBUILD_ZH
from tasks.invariants.reading_json import InstantIn, NumberIn, TextIn
from tasks.invariants.shape import Invariant, Row, Statement, Window
from tasks.kinds import Kind

if TYPE_CHECKING:
    from tasks.desk import Desk

CAUGHT_UP_AFTER = timedelta(minutes=5)
"""A rung that was climbed so much later than it was due (or became known) was missed by a tick, and says so."""

UNSEALED_AFTER = timedelta(minutes=15)
LATEST_LINKS = 1_000
"""So many links of the global chain, from its end, are looked at on a tick."""

ASKED = (
    Kind.DUTY_OPENED,
    Kind.DUTY_ASSIGNED,
    Kind.DUTY_HANDED_ON,
    Kind.DUTY_RESUMED,
    Kind.DUTY_REOPENED,
)
"""Entries that may say when a post is asked whether it has read and taken on a duty."""

DATED = (
    Kind.DUTY_OPENED,
    Kind.DUTY_PAUSED,
    Kind.DUTY_RESUMED,
    Kind.DUTY_EXTENDED,
    Kind.DUTY_DATE_SETTLED,
    Kind.DUTY_RECOUNTED,
    Kind.DUTY_REOPENED,
)
"""Kinds of entries that say a duty's dates."""

ALTERED_ZH = "保留现场，勿重建；运行 hutong doctor 逐条核验，从备份恢复并报告"
ALTERED_EN = "keep it as it is, rebuild nothing; `hutong doctor` verifies every entry; restore from a backup, report it"


def _new(window: Window) -> ColumnElement[bool]:
    seq = col(JournalEntry.seq)
    return and_(seq > window.after, seq <= window.until)


def _touched_duties(window: Window) -> Any:
    """The duties that new entries speak of."""
    query = select(col(JournalEntry.duty_no)).where(_new(window), col(JournalEntry.duty_no).is_not(None))
    return query.distinct().subquery()


def _rungs_out_of_order(desk: Desk, window: Window) -> Statement:
    """Rungs 0, 1, 2 … up to the one before the next, each once, in the order in which they were written."""
    touched = _touched_duties(window)
    fired = (
        select(
            col(DutyRow.case_no).label("case_no"),
            col(DutyRow.no).label("duty_no"),
            col(DutyRow.next_rung).label("next_rung"),
            NumberIn(col(JournalEntry.payload), "rung").label("rung"),
            func.row_number().over(partition_by=col(DutyRow.no), order_by=col(JournalEntry.seq)).label("place"),
            func.count(col(JournalEntry.seq)).over(partition_by=col(DutyRow.no)).label("fired"),
        )
        .select_from(touched)
        .join(DutyRow, col(DutyRow.no) == touched.c.duty_no)
        .outerjoin(
            JournalEntry,
            and_(
                col(JournalEntry.chain) == col(DutyRow.case_no),
                col(JournalEntry.duty_no) == col(DutyRow.no),
                col(JournalEntry.kind) == Kind.RUNG_FIRED,
            ),
        )
        .subquery()
    )
    wrong = or_(fired.c.fired != fired.c.next_rung, fired.c.rung != fired.c.place - 1)
    found = select(fired.c.case_no, fired.c.duty_no, fired.c.next_rung)
    return found.where(wrong).distinct()


def _wrongly_marked(desk: Desk, window: Window) -> Iterator[Row]:
    """Caught up is what was climbed more than minutes after it was due and known; nothing else is."""
    query = (
        select(
            col(JournalEntry.chain),
            col(JournalEntry.duty_no),
            col(JournalEntry.payload),
            col(JournalEntry.recorded_at),
            col(DutyRow.opened_at),
        )
        .join(DutyRow, col(DutyRow.no) == col(JournalEntry.duty_no))
        .where(_new(window), col(JournalEntry.kind) == Kind.RUNG_FIRED)
        .order_by(col(JournalEntry.seq))
        .execution_options(yield_per=1_000)
    )
    for chain, duty_no, payload, recorded_at, opened_at in desk.session.execute(query):
        facts = json.loads(payload)
        due_at = read_instant(facts["rung_at"])
        assert due_at is not None, "every rung says when it was due"
        if facts["caught_up"] is not (recorded_at - max(due_at, opened_at) > CAUGHT_UP_AFTER):
            yield chain, f"{duty_no}#{facts['rung']}", facts["caught_up"]


def _latest_of_the_duty(kinds: Iterable[Kind], *more: ColumnElement[bool]) -> ScalarSelect[Any]:
    """Number of the latest entry of some kinds about the duty of the query around it."""
    return (
        select(func.max(col(JournalEntry.seq)))
        .where(
            col(JournalEntry.chain) == col(DutyRow.case_no),
            col(JournalEntry.duty_no) == col(DutyRow.no),
            col(JournalEntry.kind).in_(list(kinds)),
            *more,
        )
        .correlate(DutyRow)
        .scalar_subquery()
    )


def _dates_not_as_recorded(desk: Desk, window: Window) -> Statement:
    """The dates and the frozen ladder of a duty are those of the latest entry that says any."""
    touched = _touched_duties(window)
    latest = _latest_of_the_duty(DATED, TextIn(col(JournalEntry.payload), "rungs").is_not(None))
    said = aliased(JournalEntry)
    payload = col(said.payload)
    differs = or_(
        TextIn(payload, "rungs") != col(DutyRow.rungs),
        InstantIn(payload, "legal_due_at").is_distinct_from(col(DutyRow.legal_due_at)),
        InstantIn(payload, "internal_due_at").is_distinct_from(col(DutyRow.internal_due_at)),
    )
    return (
        select(col(DutyRow.case_no), col(DutyRow.no), col(DutyRow.legal_due_at))
        .select_from(touched)
        .join(DutyRow, col(DutyRow.no) == touched.c.duty_no)
        .join(said, col(said.seq) == latest)
        .where(differs)
    )


def _attention_not_as_recorded(desk: Desk, window: Window) -> Statement:
    """The moments at which a post is asked are those of the latest entry that gave the duty to one, or began anew."""
    touched = _touched_duties(window)
    given = col(JournalEntry.kind).in_([Kind.DUTY_OPENED, Kind.DUTY_ASSIGNED, Kind.DUTY_HANDED_ON])
    latest = _latest_of_the_duty(ASKED, or_(given, TextIn(col(JournalEntry.payload), "attention").is_not(None)))
    said = aliased(JournalEntry)
    return (
        select(col(DutyRow.case_no), col(DutyRow.no), col(DutyRow.attention))
        .select_from(touched)
        .join(DutyRow, col(DutyRow.no) == touched.c.duty_no)
        .join(said, col(said.seq) == latest)
        .where(func.coalesce(TextIn(col(said.payload), "attention"), "[]") != col(DutyRow.attention))
    )


def _ends_not_as_kept(desk: Desk, window: Window) -> Statement:
    """The kept end of a chain is its last entry: of the chains that grew, and on demand of all."""
    grew: Statement = select(col(JournalEntry.chain).label("chain")).where(_new(window)).distinct()
    chains = (union_all(grew, select(col(ChainHead.chain))) if window.whole else grew).subquery()
    kept = and_(
        col(JournalEntry.chain) == col(ChainHead.chain),
        col(JournalEntry.n) == col(ChainHead.n),
        col(JournalEntry.mac) == col(ChainHead.mac),
    )
    beyond = and_(col(JournalEntry.chain) == col(ChainHead.chain), col(JournalEntry.n) > col(ChainHead.n))
    wrong = or_(col(ChainHead.chain).is_(None), ~exists().where(kept), exists().where(beyond))
    return (
        select(_case_of(chains.c.chain), chains.c.chain.label("subject"), col(ChainHead.n))
        .outerjoin(ChainHead, col(ChainHead.chain) == chains.c.chain)
        .where(wrong)
        .distinct()
    )


def _links_broken(desk: Desk, window: Window) -> Statement:
    """Every entry names the mark of the entry before it in its chain; the first names none."""
    before = aliased(JournalEntry)
    this = JournalEntry
    follows = or_(
        and_(col(this.n) == 1, col(this.before) == ""), and_(col(this.n) > 1, col(before.mac) == col(this.before))
    )
    subject = col(this.chain) + "#" + cast(col(this.n), String)
    return (
        select(_case_of(col(this.chain)), subject.label("subject"), col(this.kind))
        .outerjoin(before, and_(col(before.chain) == col(this.chain), col(before.n) == col(this.n) - 1))
        .where(_new(window), func.coalesce(follows, False).is_(False))
    )


def _seals_with_gaps(desk: Desk, window: Window) -> Statement:
    """Links are numbered without a gap and seal what is there; nothing older than the last sealed is left out."""
    last = select(func.max(col(Seal.no))).scalar_subquery()
    sealed_until = select(func.max(col(Seal.entry_seq))).scalar_subquery()
    before = aliased(Seal)
    gaps: Statement = (
        select(_none().label("case_no"), ("seal#" + cast(col(Seal.no), String)).label("subject"), col(Seal.entry_seq))
        .outerjoin(before, col(before.no) == col(Seal.no) - 1)
        .outerjoin(JournalEntry, col(JournalEntry.seq) == col(Seal.entry_seq))
        .where(or_(and_(col(Seal.no) > 1, col(before.no).is_(None)), col(JournalEntry.seq).is_(None)))
    )
    left_out: Statement = select(
        _none().label("case_no"),
        ("entry#" + cast(col(JournalEntry.seq), String)).label("subject"),
        col(JournalEntry.seq).label("entry_seq"),
    ).where(
        _new(window),
        col(JournalEntry.seq) < sealed_until,
        col(JournalEntry.recorded_at) < desk.at - UNSEALED_AFTER,
        ~exists().where(col(Seal.entry_seq) == col(JournalEntry.seq)),
    )
    looked_at = gaps if window.whole else gaps.where(col(Seal.no) > last - LATEST_LINKS)
    return select(union_all(looked_at, left_out).subquery())


def _case_of(chain: Any) -> ColumnElement[str | None]:
    """The case whose chain it is; the chains of reports, children and the directory are no case's."""
    return select(col(CaseFile.no)).where(col(CaseFile.no) == chain).scalar_subquery().label("case_no")


def _none() -> ColumnElement[str]:
    return literal("")


OF_THE_JOURNAL = (
    Invariant(
        code="rungs_once_and_in_order",
        zh="每项职责的各级督办依次各记一次，与所处级数一致",
        en="the rungs of a duty were fired each once and in order, as many as it has climbed",
        why_zh="跳过的一级，就是有人没有被告知",
        why_en="a rung that was skipped is somebody who was not told; one fired twice is a false alarm",
        mend_zh=REBUILD_ZH,
        mend_en=REBUILD_EN,
        look=_rungs_out_of_order,
        of_journal=True,
    ),
    Invariant(
        code="caught_up_is_said",
        zh="迟发五分钟以上的各级督办标明为补办，其余不标",
        en="a rung that was climbed more than five minutes late says that it was caught up, and no other does",
        why_zh="补办与按时督办要分得清，谁该负责才说得清",
        why_en="only where the two can be told apart can it be said who was silent: the office, or our sweep",
        mend_zh=ALTERED_ZH,
        mend_en=ALTERED_EN,
        look=_wrongly_marked,
        of_journal=True,
    ),
    Invariant(
        code="dates_as_recorded",
        zh="职责的期限和阶梯就是最近一次记录的",
        en="the dates and the ladder of a duty are those that were last recorded",
        why_zh="未经记录而变动的期限，事后无法说明",
        why_en="a date that moved without a record cannot be explained to anybody",
        mend_zh=REBUILD_ZH,
        mend_en=REBUILD_EN,
        look=_dates_not_as_recorded,
        of_journal=True,
    ),
    Invariant(
        code="attention_as_recorded",
        zh="催阅、催接的各时刻就是交办时记录的",
        en="the moments at which a post is asked are those that were recorded when it was given the duty",
        why_zh="时刻被抹去，就没有人再问是否看到",
        why_en="where they are lost nobody asks any more whether it was seen",
        mend_zh=REBUILD_ZH,
        mend_en=REBUILD_EN,
        look=_attention_not_as_recorded,
        of_journal=True,
    ),
    Invariant(
        code="chains_end_as_kept",
        zh="每条链的末端就是其最后一条记录",
        en="the kept end of every chain is its last entry",
        why_zh="末尾被抽掉的记录，只有这样才看得出来",
        why_en="entries that were dropped from the end of a chain show in nothing else",
        mend_zh=ALTERED_ZH,
        mend_en=ALTERED_EN,
        look=_ends_not_as_kept,
        of_journal=True,
    ),
    Invariant(
        code="entries_follow_one_another",
        zh="每条记录都接在本链前一条之后",
        en="every entry follows the one before it in its chain",
        why_zh="中间缺一条，前后的事实就对不上",
        why_en="where one is missing, what stands before and after no longer belongs together",
        mend_zh=ALTERED_ZH,
        mend_en=ALTERED_EN,
        look=_links_broken,
        of_journal=True,
    ),
    Invariant(
        code="seals_without_a_gap",
        zh="总链各环序号连续，所封存的记录都在，没有漏封的",
        en="the links of the global chain have no gap, what they seal is there, and nothing was passed over",
        why_zh="总链有缺口，就证明不了记录完整",
        why_en="with a gap in it the global chain proves nothing about completeness",
        mend_zh="运行 hutong journal head 封存全部；仍有缺口的，保留现场并报告",
        mend_en="run `hutong journal head`, which seals everything; if a gap stays, keep it as it is and report it",
        look=_seals_with_gaps,
        of_journal=True,
    ),
)
"""On a tick each looks at what is new, on demand at everything."""
