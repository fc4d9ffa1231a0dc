"""Faults that are put into a healthy county by hand, each with exactly what must be found of it. 植入的故障.

A fault picks its victims at random among cases that no other fault has touched, changes stored rows past every rule,
and says which findings that must give, no more and no fewer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeAlias

from sqlalchemy import text
from sqlmodel import Session, col, select

from models import CaseFile, ChainHead, DutyPause, DutyRow, JournalEntry, Notice, Outbox, Procedure, Seal
from tasks.canonical import canonical, instant, read_instant
from tests.office import County

Expected: TypeAlias = "set[tuple[str, str]]"
"""Code of the invariant, and the subject."""

QUIET = timedelta(minutes=3)


class NoVictim(Exception):
    """Nothing in this county can be broken in this way."""


@dataclass
class Planter:
    """A county in which faults are planted, and the cases that were used up."""

    county: County
    random: Random
    session: Session
    used: set[str] = field(default_factory=set)

    @property
    def at(self) -> datetime:
        """Now."""
        return self.county.clock.at

    def run(self, statement: str, **values: Any) -> None:
        """Change rows directly, instants as they are stored."""
        stored = {
            name: value.astimezone(_UTC).strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(value, datetime) else value
            for name, value in values.items()
        }
        self.session.connection().execute(text(statement), stored)

    def pick(self, rows: Sequence[Any], case_of: Callable[[Any], str]) -> Any:
        """One of these, of a case that is not used up and in which nothing was written in the last minutes."""
        recent = select(JournalEntry.chain).where(col(JournalEntry.recorded_at) > self.at - QUIET)
        busy = self.used | set(self.session.exec(recent))
        free = [row for row in rows if case_of(row) not in busy]
        if not free:
            raise NoVictim
        victim = self.random.choice(free)
        self.used.add(case_of(victim))
        return victim

    def duty(self, fits: Callable[[DutyRow], bool]) -> DutyRow:
        """A duty that fits, in an open case."""
        query = select(DutyRow).join(CaseFile, col(CaseFile.no) == col(DutyRow.case_no))
        rows = self.session.exec(query.where(col(CaseFile.state) == "open").order_by(col(DutyRow.no))).all()
        found: DutyRow = self.pick([row for row in rows if fits(row)], lambda row: row.case_no)
        return found

    def change(self, row: DutyRow, **values: Any) -> None:
        """Write into a duty."""
        self.run(
            f"UPDATE duty SET {', '.join(f'{name} = :{name}' for name in values)} WHERE no = :no_", no_=row.no, **values
        )

    def procedure(self, fits: Callable[[Procedure], bool]) -> Procedure:
        """A procedure that fits."""
        rows = self.session.exec(select(Procedure).order_by(col(Procedure.no))).all()
        found: Procedure = self.pick([row for row in rows if fits(row)], lambda row: row.case_no)
        return found

    def live(self, **of: str) -> list[DutyRow]:
        """Live duties of a case or procedure."""
        query = select(DutyRow).where(col(DutyRow.state).in_(("open", "paused")))
        for name, value in of.items():
            query = query.where(getattr(DutyRow, name) == value)
        return list(self.session.exec(query))

    def missed(self, row: DutyRow, moment: datetime) -> Expected:
        """What a duty that is armed for a moment gives beside."""
        return {("no_tick_is_missed", row.no)} if moment <= self.at - QUIET else set()

    def without_triggers(self) -> None:
        """What somebody with the file and a program of their own could do."""
        for table in ("journal", "seal"):
            for act in ("update", "delete"):
                names = self.session.connection().execute(
                    text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :t"), {"t": table}
                )
                for name in [one for (one,) in names if act in one]:
                    self.run(f'DROP TRIGGER "{name}"')


_UTC = read_instant("2026-01-01T00:00:00+00:00").tzinfo  # type: ignore[union-attr]

Fault: TypeAlias = "Callable[[Planter], Expected]"


def times(row: DutyRow) -> list[datetime]:
    """The frozen moments of a ladder."""
    return [at for at in map(read_instant, json.loads(row.rungs)) if at is not None]


def climbing(row: DutyRow) -> bool:
    """Whether a rung of the ladder itself is next."""
    return row.state == "open" and row.next_rung < len(json.loads(row.rungs))


def beyond(row: DutyRow) -> bool:
    """Whether the last rung is to be told again."""
    return row.state == "open" and row.next_rung >= len(json.loads(row.rungs)) > 0


def asking(row: DutyRow) -> bool:
    """Whether its post will be asked."""
    return row.state == "open" and row.attention_at is not None


# ------------------------------------------------------------------------------------------------ cases


def closed_procedures_only(plant: Planter) -> Expected:
    one = plant.procedure(lambda row: row.state == "open")
    of_case = {"case_no": one.case_no}
    plant.run("UPDATE procedure SET state = 'closed' WHERE case_no = :c", c=one.case_no)
    return {("case_has_a_procedure", one.case_no)} | {
        ("duty_in_an_open_procedure", row.no) for row in plant.live(**of_case)
    }


def case_opened_by_hand(plant: Planter) -> Expected:
    closed = plant.session.exec(select(CaseFile).where(col(CaseFile.state) == "closed")).all()
    case = plant.pick(closed, lambda row: row.no)
    plant.run("UPDATE case_file SET state = 'open' WHERE no = :no", no=case.no)
    return {("case_has_a_procedure", case.no)}


def duties_settled_by_hand(plant: Planter) -> Expected:
    one = plant.procedure(lambda row: row.state == "open")
    plant.run(
        "UPDATE duty SET state = 'settled', next_rung_at = NULL, attention_at = NULL "
        "WHERE procedure_no = :p AND state IN ('open', 'paused')",
        p=one.no,
    )
    return {("procedure_waits_for_somebody", one.no)}


def procedure_opened_by_hand(plant: Planter) -> Expected:
    open_cases = set(plant.session.exec(select(CaseFile.no).where(col(CaseFile.state) == "open")))
    one = plant.procedure(lambda row: row.state == "closed" and row.case_no in open_cases)
    plant.run("UPDATE procedure SET state = 'open' WHERE no = :p", p=one.no)
    return {("procedure_waits_for_somebody", one.no)}


def case_closed_by_hand(plant: Planter) -> Expected:
    one = plant.procedure(lambda row: row.state == "open")
    still = plant.session.exec(
        select(Procedure.no).where(col(Procedure.case_no) == one.case_no, col(Procedure.state) == "open")
    ).all()
    plant.run("UPDATE case_file SET state = 'closed' WHERE no = :c", c=one.case_no)
    return {("procedure_in_an_open_case", no) for no in still}


def procedure_of_a_closed_case_opened(plant: Planter) -> Expected:
    closed = set(plant.session.exec(select(CaseFile.no).where(col(CaseFile.state) == "closed")))
    one = plant.procedure(lambda row: row.case_no in closed)
    plant.run("UPDATE procedure SET state = 'open' WHERE no = :p", p=one.no)
    return {("procedure_in_an_open_case", one.no), ("procedure_waits_for_somebody", one.no)}


def one_procedure_closed_by_hand(plant: Planter) -> Expected:
    rows = plant.session.exec(select(Procedure).where(col(Procedure.state) == "open")).all()
    several = {row.case_no for row in rows if sum(other.case_no == row.case_no for other in rows) > 1}
    one = plant.procedure(lambda row: row.state == "open" and row.case_no in several)
    plant.run("UPDATE procedure SET state = 'closed' WHERE no = :p", p=one.no)
    return {("duty_in_an_open_procedure", row.no) for row in plant.live(procedure_no=one.no)}


def duty_moved_to_another_case(plant: Planter) -> Expected:
    row = plant.duty(lambda row: row.state == "open")
    kinds = plant.session.exec(select(Procedure.kind).where(col(Procedure.no) == row.procedure_no)).one()
    there = plant.procedure(lambda other: other.state == "open" and other.kind != kinds)
    plant.change(row, procedure_no=there.no)
    left = [one for one in plant.live(procedure_no=row.procedure_no) if one.no != row.no]
    alone = set() if left else {("procedure_waits_for_somebody", row.procedure_no)}
    return {("duty_in_an_open_procedure", row.no)} | alone


def number_skipped(plant: Planter) -> Expected:
    row = plant.duty(lambda row: True)
    plant.run("UPDATE case_file SET duties_opened = duties_opened + 1 WHERE no = :c", c=row.case_no)
    return {("duty_numbers_are_whole", row.case_no)}


def duty_deleted(plant: Planter) -> Expected:
    paused = set(plant.session.exec(select(DutyPause.duty_no)))
    row = plant.duty(lambda row: row.state == "answered" and row.no not in paused)
    plant.run("DELETE FROM duty WHERE no = :no", no=row.no)
    return {("duty_numbers_are_whole", row.case_no)}


def pause_put_in(plant: Planter) -> Expected:
    row = plant.duty(lambda row: row.state == "open")
    _stand(plant, row)
    return {("pause_stands_or_not", row.no)}


def second_pause_put_in(plant: Planter) -> Expected:
    row = plant.duty(lambda row: row.state == "paused")
    _stand(plant, row)
    return {("pause_stands_or_not", row.no)}


def pause_taken_out(plant: Planter) -> Expected:
    row = plant.duty(lambda row: row.state == "paused")
    plant.run("UPDATE duty_pause SET until_at = from_at WHERE duty_no = :no", no=row.no)
    return {("pause_stands_or_not", row.no)}


def _stand(plant: Planter, row: DutyRow) -> None:
    plant.run(
        "INSERT INTO duty_pause (no, duty_no, cause, from_at) VALUES (:k, :no, 'child_in_treatment', :at)",
        k=f"planted {row.no}",
        no=row.no,
        at=plant.at,
    )


# ------------------------------------------------------------------------------------------------ clocks


def rung_disarmed(plant: Planter) -> Expected:
    row = plant.duty(climbing)
    plant.change(row, next_rung_at=None)
    return {("ladder_is_armed", row.no)}


def rung_put_off(plant: Planter) -> Expected:
    row = plant.duty(climbing)
    assert row.next_rung_at is not None
    plant.change(row, next_rung_at=row.next_rung_at + timedelta(hours=plant.random.randint(1, 900)))
    return {("ladder_is_armed", row.no)}


def ladder_emptied(plant: Planter) -> Expected:
    row = plant.duty(climbing)
    plant.change(row, rungs="[]")
    return {("ladder_is_armed", row.no), ("dates_as_recorded", row.no)}


def last_rung_silent(plant: Planter) -> Expected:
    row = plant.duty(beyond)
    plant.change(row, next_rung_at=None)
    return {("ladder_never_falls_silent", row.no)}


def last_rung_armed_in_the_past(plant: Planter) -> Expected:
    row = plant.duty(beyond)
    plant.change(row, next_rung_at=times(row)[-1])
    return {("ladder_never_falls_silent", row.no)} | plant.missed(row, times(row)[-1])


def answered_and_armed(plant: Planter) -> Expected:
    row = plant.duty(lambda row: row.state == "answered")
    plant.change(row, next_rung_at=plant.at + timedelta(days=1))
    return {("nothing_armed_that_does_not_run", row.no)}


def ended_and_asked(plant: Planter) -> Expected:
    row = plant.duty(lambda row: row.state != "open")
    plant.change(row, attention_at=plant.at + timedelta(days=1))
    return {("nothing_armed_that_does_not_run", row.no)}


def asked_no_more(plant: Planter) -> Expected:
    row = plant.duty(asking)
    plant.change(row, attention_at=None)
    return {("attention_is_armed", row.no)}


def asked_though_taken_on(plant: Planter) -> Expected:
    row = plant.duty(lambda row: row.state == "open" and row.accepted_at is not None)
    plant.change(row, attention_at=plant.at + timedelta(days=2))
    return {("attention_is_armed", row.no)}


def asked_another_time(plant: Planter) -> Expected:
    row = plant.duty(asking)
    assert row.attention_at is not None
    plant.change(row, attention_at=row.attention_at + timedelta(hours=1))
    return {("attention_is_armed", row.no)}


def asked_whether_it_was_read(plant: Planter) -> Expected:
    row = plant.duty(lambda row: asking(row) and row.read_at is None and _about_reading(plant, row, row.next_attention))
    plant.change(row, read_at=plant.at)
    return {("what_was_read_is_not_asked_about", row.no)}


def set_back_to_the_first_question(plant: Planter) -> Expected:
    row = plant.duty(
        lambda row: (
            row.state == "open"
            and row.read_at is not None
            and row.accepted_at is None
            and row.attention != "[]"
            and _about_reading(plant, row, 0)
        )
    )
    first = read_instant(json.loads(row.attention)[0][0])
    assert first is not None
    plant.change(row, next_attention=0, attention_at=first)
    return {("what_was_read_is_not_asked_about", row.no)} | plant.missed(row, first)


def _about_reading(plant: Planter, row: DutyRow, place: int) -> bool:
    pack = plant.county.office.pack
    number = json.loads(row.attention)[place][1]
    return pack.ladder(pack.duty(row.code).ladder).attention[number].point == "unread"


def repeat_passed_over(plant: Planter) -> Expected:
    row = plant.duty(lambda row: beyond(row) and times(row)[-1] < plant.at - timedelta(hours=2))
    plant.change(row, next_rung_at=times(row)[-1] + timedelta(hours=1))
    return {("no_tick_is_missed", row.no)}


def question_passed_over(plant: Planter) -> Expected:
    row = plant.duty(lambda row: asking(row) and row.opened_at < plant.at - timedelta(hours=2))
    then = plant.at - timedelta(hours=1)
    asked = json.loads(row.attention)
    asked[row.next_attention][0] = instant(then)
    plant.change(row, attention=canonical(asked), attention_at=then)
    return {("no_tick_is_missed", row.no), ("attention_as_recorded", row.no)}


def left_provisional(plant: Planter) -> Expected:
    row = plant.duty(lambda row: climbing(row) and _in_2026(row))
    plant.change(row, provisional=True)
    return {("known_dates_are_settled", row.no)}


def left_provisional_when_climbed(plant: Planter) -> Expected:
    row = plant.duty(lambda row: beyond(row) and _in_2026(row))
    plant.change(row, provisional=True)
    return {("known_dates_are_settled", row.no)}


def _in_2026(row: DutyRow) -> bool:
    return row.legal_due_at is not None and row.legal_due_at.isoformat() < "2026-12"


def counted_by_another_calendar(plant: Planter) -> Expected:
    plant.run("UPDATE installation SET value = 'of last year' WHERE key = 'calendar'")
    return {("dates_by_the_present_calendar", "calendar")}


def mark_lost(plant: Planter) -> Expected:
    plant.run("DELETE FROM installation WHERE key = 'calendar'")
    return {("dates_by_the_present_calendar", "calendar")}


# ------------------------------------------------------------------------------------------------ messages


def _notice(plant: Planter, state: str) -> Notice:
    rows = plant.session.exec(select(Notice).where(col(Notice.state) == state, col(Notice.case_no).is_not(None))).all()
    found: Notice = plant.pick(rows, lambda row: row.case_no)
    return found


def taken_out_of_the_outbox(plant: Planter) -> Expected:
    one = _notice(plant, "queued")
    plant.run("DELETE FROM outbox WHERE notice_no = :no", no=one.no)
    return {("what_is_queued_goes_out", one.no)}


def queued_again(plant: Planter) -> Expected:
    one = _notice(plant, "delivered")
    plant.run("UPDATE notice SET state = 'queued' WHERE no = :no", no=one.no)
    return {("what_is_queued_goes_out", one.no)}


def put_in_the_outbox_again(plant: Planter) -> Expected:
    one = _notice(plant, "delivered")
    _send(plant, one.no)
    return {("what_goes_out_is_queued", one.no)}


def delivered_and_still_there(plant: Planter) -> Expected:
    one = _notice(plant, "queued")
    plant.run("UPDATE notice SET state = :s WHERE no = :no", no=one.no, s=plant.random.choice(["delivered", "failed"]))
    return {("what_goes_out_is_queued", one.no)}


def unknown_in_the_outbox(plant: Planter) -> Expected:
    _send(plant, "N-PLANTED")
    return {("what_goes_out_is_queued", "N-PLANTED")}


def _send(plant: Planter, no: str) -> None:
    plant.session.add(Outbox(notice_no=no, next_try_at=plant.at))
    plant.session.flush()


def summary_left(plant: Planter) -> Expected:
    row = plant.duty(lambda row: row.state == "open")
    return _missed_rung(plant, row.no)


def summary_of_nothing_left(plant: Planter) -> Expected:
    return _missed_rung(plant, "C-PLANTED/1")


def _missed_rung(plant: Planter, duty_no: str) -> Expected:
    plant.run(
        "INSERT INTO missed_rung (post_no, duty_no, rung, rung_at, climbed_at) VALUES ('P-OFFICE', :d, 2, :at, :at)",
        d=duty_no,
        at=plant.at - timedelta(minutes=6),
    )
    return {("what_was_missed_is_summed_up", f"{duty_no}#2→P-OFFICE")}


def wake_left(plant: Planter) -> Expected:
    return _wake(plant, plant.at - timedelta(minutes=6), 0, None)


def run_that_fails(plant: Planter) -> Expected:
    return _wake(plant, plant.at, 6, "OutOfOrder")


def _wake(plant: Planter, at: datetime, attempts: int, error: str | None) -> Expected:
    one = plant.procedure(lambda row: row.state == "open")
    plant.run(
        "INSERT INTO wake (procedure_no, why, created_at, attempts, last_error) VALUES (:p, 'planted', :at, :n, :e)",
        p=one.no,
        at=at,
        n=attempts,
        e=error,
    )
    return {("wakes_are_taken", one.no)}


def sweep_died(plant: Planter) -> Expected:
    plant.run("UPDATE heartbeat SET at = :at WHERE name = 'sweep'", at=plant.at - timedelta(minutes=2, seconds=1))
    return {("sweep_is_alive", "sweep")}


def sweep_never_was(plant: Planter) -> Expected:
    plant.run("DELETE FROM heartbeat WHERE name = 'sweep'")
    return {("sweep_is_alive", "sweep")}


# ------------------------------------------------------------------------------------------------ the journal


def _entry(plant: Planter, fits: Callable[[JournalEntry], bool]) -> JournalEntry:
    cases = set(plant.session.exec(select(CaseFile.no)))
    rows = plant.session.exec(select(JournalEntry).where(col(JournalEntry.chain).in_(cases))).all()
    found: JournalEntry = plant.pick([row for row in rows if fits(row)], lambda row: row.chain)
    plant.without_triggers()
    return found


def rung_dropped(plant: Planter) -> Expected:
    ends = {row.chain: row.n for row in plant.session.exec(select(ChainHead))}
    one = _entry(plant, lambda row: row.kind == "rung_fired" and row.n < ends.get(row.chain, 0))
    link = plant.session.exec(select(Seal.no).where(col(Seal.entry_seq) == one.seq)).one()
    plant.run("DELETE FROM journal WHERE seq = :s", s=one.seq)
    assert one.duty_no is not None
    return {
        ("rungs_once_and_in_order", one.duty_no),
        ("entries_follow_one_another", f"{one.chain}#{one.n + 1}"),
        ("seals_without_a_gap", f"seal#{link}"),
    }


def rung_taken_back(plant: Planter) -> Expected:
    row = plant.duty(lambda row: climbing(row) and row.next_rung > 0)
    before = times(row)[row.next_rung - 1]
    plant.change(row, next_rung=row.next_rung - 1, next_rung_at=before)
    return {("rungs_once_and_in_order", row.no)} | plant.missed(row, before)


def caught_up_hidden(plant: Planter) -> Expected:
    return _mark(plant, shown=True)


def caught_up_invented(plant: Planter) -> Expected:
    return _mark(plant, shown=False)


def _mark(plant: Planter, *, shown: bool) -> Expected:
    one = _entry(plant, lambda row: row.kind == "rung_fired" and json.loads(row.payload)["caught_up"] is shown)
    facts = json.loads(one.payload)
    changed = canonical({**facts, "caught_up": not shown})
    plant.run("UPDATE journal SET payload = :p WHERE seq = :s", p=changed, s=one.seq)
    return {("caught_up_is_said", f"{one.duty_no}#{facts['rung']}")}


def date_moved(plant: Planter) -> Expected:
    row = plant.duty(lambda row: row.legal_due_at is not None)
    assert row.legal_due_at is not None
    plant.change(row, legal_due_at=row.legal_due_at + timedelta(days=1))
    return {("dates_as_recorded", row.no)}


def later_rung_moved(plant: Planter) -> Expected:
    row = plant.duty(lambda row: climbing(row) and row.next_rung < len(times(row)) - 1)
    moved = [*times(row)[:-1], times(row)[-1] + timedelta(days=9)]
    plant.change(row, rungs=canonical([instant(at) for at in moved]))
    return {("dates_as_recorded", row.no)}


def questions_wiped_out(plant: Planter) -> Expected:
    row = plant.duty(asking)
    plant.change(row, attention="[]", next_attention=0, attention_at=None)
    return {("attention_as_recorded", row.no)}


def later_question_wiped_out(plant: Planter) -> Expected:
    row = plant.duty(lambda row: asking(row) and row.next_attention < len(json.loads(row.attention)) - 1)
    plant.change(row, attention=canonical(json.loads(row.attention)[:-1]))
    return {("attention_as_recorded", row.no)}


def end_of_a_chain_altered(plant: Planter) -> Expected:
    return _end(plant, "UPDATE chain_head SET mac = 'forged' WHERE chain = :c")


def end_of_a_chain_ahead(plant: Planter) -> Expected:
    return _end(plant, "UPDATE chain_head SET n = n + 1 WHERE chain = :c")


def end_of_a_chain_lost(plant: Planter) -> Expected:
    return _end(plant, "DELETE FROM chain_head WHERE chain = :c")


def _end(plant: Planter, statement: str) -> Expected:
    chain = plant.pick(plant.session.exec(select(ChainHead)).all(), lambda row: row.chain).chain
    plant.run(statement, c=chain)
    return {("chains_end_as_kept", chain)}


def tail_dropped(plant: Planter) -> Expected:
    """The last entry of a child's file: no case shows that it is gone."""
    heads = [row for row in plant.session.exec(select(ChainHead)) if row.chain.startswith("K-") and row.n > 1]
    head = plant.pick(heads, lambda row: row.chain)
    last = select(JournalEntry).where(col(JournalEntry.chain) == head.chain, col(JournalEntry.n) == head.n)
    entry = plant.session.exec(last).one()
    link = plant.session.exec(select(Seal.no).where(col(Seal.entry_seq) == entry.seq)).one()
    plant.without_triggers()
    plant.run("DELETE FROM journal WHERE seq = :s", s=entry.seq)
    return {("chains_end_as_kept", head.chain), ("seals_without_a_gap", f"seal#{link}")}


def link_forged(plant: Planter) -> Expected:
    one = _entry(plant, lambda row: row.n > 1)
    plant.run("UPDATE journal SET before = 'forged' WHERE seq = :s", s=one.seq)
    return {("entries_follow_one_another", f"{one.chain}#{one.n}")}


def first_link_forged(plant: Planter) -> Expected:
    one = _entry(plant, lambda row: row.n == 1)
    plant.run("UPDATE journal SET before = 'forged' WHERE seq = :s", s=one.seq)
    return {("entries_follow_one_another", f"{one.chain}#1")}


def seal_dropped(plant: Planter) -> Expected:
    link = plant.pick(plant.session.exec(select(Seal)).all()[:-1], lambda row: f"seal {row.no}")
    plant.without_triggers()
    plant.run("DELETE FROM seal WHERE no = :no", no=link.no)
    return {("seals_without_a_gap", f"seal#{link.no + 1}"), ("seals_without_a_gap", f"entry#{link.entry_seq}")}


FAULTS: tuple[Fault, ...] = (
    closed_procedures_only,
    case_opened_by_hand,
    duties_settled_by_hand,
    procedure_opened_by_hand,
    case_closed_by_hand,
    procedure_of_a_closed_case_opened,
    one_procedure_closed_by_hand,
    duty_moved_to_another_case,
    number_skipped,
    duty_deleted,
    pause_put_in,
    second_pause_put_in,
    pause_taken_out,
    rung_disarmed,
    rung_put_off,
    ladder_emptied,
    last_rung_silent,
    last_rung_armed_in_the_past,
    answered_and_armed,
    ended_and_asked,
    asked_no_more,
    asked_though_taken_on,
    asked_another_time,
    asked_whether_it_was_read,
    set_back_to_the_first_question,
    repeat_passed_over,
    question_passed_over,
    left_provisional,
    left_provisional_when_climbed,
    counted_by_another_calendar,
    mark_lost,
    taken_out_of_the_outbox,
    queued_again,
    put_in_the_outbox_again,
    delivered_and_still_there,
    unknown_in_the_outbox,
    summary_left,
    summary_of_nothing_left,
    wake_left,
    run_that_fails,
    sweep_died,
    sweep_never_was,
    rung_dropped,
    rung_taken_back,
    caught_up_hidden,
    caught_up_invented,
    date_moved,
    later_rung_moved,
    questions_wiped_out,
    later_question_wiped_out,
    end_of_a_chain_altered,
    end_of_a_chain_ahead,
    end_of_a_chain_lost,
    tail_dropped,
    link_forged,
    first_link_forged,
    seal_dropped,
)
"""Every invariant is broken in at least two ways (a test holds it)."""

ALONE = frozenset({counted_by_another_calendar, mark_lost, sweep_died, sweep_never_was})
"""Of the installation as a whole: one at a time; without a living sweep no tick is missed."""
