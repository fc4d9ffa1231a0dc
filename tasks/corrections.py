"""A second version of a recorded fact: a correction, or another source that says otherwise. 更正、存疑.

Nothing is edited.  A correction is a new entry that names the old one, and from then on it is the correction that
holds; a dispute lets both stand.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from models import DutyRow, JournalEntry
from rules.errors import Refused
from rules.when import When, exactly
from tasks.advance import CORRECTED
from tasks.answers import read_answer, write_answer
from tasks.duty_rules import rules_of
from tasks.filing import Filing, filing
from tasks.grades import in_tiers
from tasks.harm_reports import refuse_what_is_no_report
from tasks.journal import Entry
from tasks.kinds import Kind
from tasks.projection.facts import facts_of
from tasks.projection.notes import CAN_BE_CORRECTED
from vault.vault import is_sealed

if TYPE_CHECKING:
    from tasks.office import Office


def correct(
    office: Office,
    case_no: str,
    entry: int,
    *,
    when: When | None = None,
    given: Mapping[str, object] | None = None,
    reason: str,
    by_post: str | None,
) -> int:
    """Correct a recorded fact: its moment, or fields of an answer. 更正.

    The procedure is told again over the corrected facts: what it no longer asks for is released, what it asks for now
    is opened.

    Args:
        entry: number of the entry in the case's chain.
        when: its right moment; None leaves it.
        given: right values of an answer's fields, by code; what is not named stays.
    Returns: number of the new entry.
    """
    if when is None and not given:
        raise Refused("请写明更正后的时间或内容", "say what is right: its time, or its fields", field="at")
    _refuse_no_words(reason)
    with filing(office, case_no, by_post=by_post, when=when, closed_too=True) as filed:
        old = _entry_of(filed, entry)
        kind = Kind(old.kind)
        if kind not in CAN_BE_CORRECTED or (given and not kind.name.startswith("DUTY_")):
            raise _cannot_be_corrected(kind, bool(given))
        facts = facts_of(old)
        payload = {
            "of": f"{old.chain}#{old.n}",
            "of_kind": kind,
            "moved": when is not None,
            "answer": _answer_anew(filed, old, given) if given else None,
            "no": facts.get("breach_no") or facts.get("no"),
            "reason_sealed": filed.sealed("reason", reason),
        }
        number = _record(filed, Kind.ENTRY_CORRECTED, payload, when or exactly(filed.desk.at), old)
        if old.procedure_no:
            filed.desk.wake(old.procedure_no, CORRECTED)
        return number


def dispute(office: Office, case_no: str, entry: int, *, when: When, source: str, by_post: str | None) -> int:
    """Another source gives another time for the same fact: both stand. 存疑.

    Args:
        source: which source says so; sealed.
    Returns: number of the new entry.
    """
    _refuse_no_words(source)
    with filing(office, case_no, by_post=by_post, when=when, closed_too=True) as filed:
        old = _entry_of(filed, entry)
        payload = {
            "of": f"{old.chain}#{old.n}",
            "of_kind": old.kind,
            "reason_sealed": filed.sealed("reason", source),
        }
        return _record(filed, Kind.ENTRY_DISPUTED, payload, when, old)


def _record(filed: Filing, kind: Kind, payload: dict[str, Any], when: When, old: JournalEntry) -> int:
    entry = Entry(
        chain=filed.case.no,
        kind=kind,
        key=f"{kind}:{payload['of']}:{filed.desk.office.entropy(12).hex()}",
        payload=payload,
        happened_at=when.at,
        precision=when.precision,
        by=filed.by,
        procedure_no=old.procedure_no,
        duty_no=old.duty_no,
    )
    return filed.desk.record(entry)[0].n


def _entry_of(filed: Filing, number: int) -> JournalEntry:
    query = select(JournalEntry).where(col(JournalEntry.chain) == filed.case.no, col(JournalEntry.n) == number)
    found = filed.desk.session.exec(query).first()
    if found is None:
        raise Refused(
            f"个案 {filed.case.no} 没有第 {number} 条记录，请用 hutong timeline {filed.case.no} 查看编号",
            f"case {filed.case.no} has no entry {number}; see `hutong timeline {filed.case.no}`",
            field="ENTRY",
        )
    return found


def _answer_anew(filed: Filing, old: JournalEntry, given: Mapping[str, object]) -> dict[str, Any]:
    """The answer as it is now, with the given fields put right, checked as a whole like any answer."""
    row = filed.desk.session.exec(select(DutyRow).where(col(DutyRow.no) == old.duty_no)).one()
    written: dict[str, Any] = json.loads(row.answer or "{}")
    clear = {name: _in_clear(filed, name, value) for name, value in written.items() if value not in (None, "", [])}
    moment = row.happened_at or filed.desk.at
    pack = rules_of(filed.desk, row)
    said = in_tiers(pack, row.code, given)
    answer = read_answer(pack.asked(row.code), {**clear, **said}, happened_at=moment)
    refuse_what_is_no_report(filed.desk, filed.case.subject_no, answer, since=row.since_at)
    return write_answer(answer, filed.cipher)


def _in_clear(filed: Filing, name: str, value: Any) -> Any:
    if isinstance(value, str) and is_sealed(value):
        return filed.cipher.open(name, value)
    return value


def _cannot_be_corrected(kind: Kind, fields: bool) -> Refused:
    if fields:
        return Refused(
            f"“{kind.zh}”没有可更正的办理内容，只能更正时间", f"{kind} has no answer; only its time can be put right",
            field="with",
        )  # fmt: skip
    return Refused(
        f"“{kind.zh}”由系统产生或另有办理途径，不能更正；来源不一的，请用 --disputed 并存",
        f"{kind} is made by the system or changed in its own way; where sources differ, let both stand: --disputed",
        field="ENTRY",
    )


def _refuse_no_words(words: str) -> None:
    if not words.strip():
        raise Refused("请写明理由或来源", "say why, or which source", field="reason")
