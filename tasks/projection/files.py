"""Child files, adults, reports and incidents from the journal. 档案与报告的投影."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select, update
from sqlmodel import col

from models import Adult, ChildFile, Incident, ReportChild, ReportRow, SealedReporter, SubjectKey, Tie
from models.bulk import table_of
from tasks.canonical import read_instant
from tasks.kinds import Kind
from tasks.projection.facts import Projector, add, facts_of
from tasks.projection.notices import add_notices

if TYPE_CHECKING:
    from models import JournalEntry
    from tasks.desk import Desk


def identity_words(name: str | None, birth_on: str | None) -> str | None:
    """What two files of the same child have in common: name and date of birth."""
    return f"{name}|{birth_on}" if name and birth_on else None


def _child_file_opened(desk: Desk, rows: list[JournalEntry]) -> None:
    opened = [(facts_of(row), row.recorded_at) for row in rows]
    add(desk, ChildFile, [{**facts, **_indexes(desk, facts), "opened_at": at} for facts, at in opened])


def _indexes(desk: Desk, facts: dict[str, Any]) -> dict[str, str | None]:
    """Blind indexes, computed from what can still be read: they are gone with the key."""
    no = facts["no"]
    vault = desk.office.vault
    words = identity_words(
        desk.reveal(no, "name", facts["name_sealed"]), desk.reveal(no, "birth_on", facts["birth_on_sealed"])
    )
    number = desk.reveal(no, "id_number", facts["id_number_sealed"])
    return {
        "identity_index": vault.blind_index("identity", words) if words else None,
        "id_number_index": vault.blind_index("id_number", number) if number else None,
    }


def _adult_tied(desk: Desk, rows: list[JournalEntry]) -> None:
    told = [(facts["adult"], facts["tie"]) for facts in map(facts_of, rows)]
    adults = {adult["no"]: adult for adult, _ in reversed(told)}  # whoever is told of twice is who they were first
    there = set(desk.session.scalars(select(col(Adult.no)).where(col(Adult.no).in_(adults))))
    add(desk, Adult, [adults[no] for no in dict.fromkeys(adult["no"] for adult, _ in told) if no not in there])
    places = _ties_so_far(desk, {tie["child_no"] for _, tie in told})
    ties = []
    for _, tie in told:
        places[tie["child_no"]] += 1
        terms = {name: date.fromisoformat(tie[name]) if tie[name] else None for name in ("from_on", "until_on")}
        ties.append({**tie, **terms, "place": places[tie["child_no"]]})
    add(desk, Tie, ties)


def _ties_so_far(desk: Desk, children: set[str]) -> Counter[str]:
    query = select(col(Tie.child_no), func.count()).where(col(Tie.child_no).in_(children)).group_by(col(Tie.child_no))
    return Counter({child_no: ties for child_no, ties in desk.session.execute(query) if ties})


def _tie_ended(desk: Desk, rows: list[JournalEntry]) -> None:
    for facts in map(facts_of, rows):
        until = date.fromisoformat(facts["until_on"])
        desk.session.execute(update(Tie).where(col(Tie.no) == facts["tie_no"]).values(until_on=until))


def _adult_identified(desk: Desk, rows: list[JournalEntry]) -> None:
    for facts in map(facts_of, rows):
        found = {name: facts[name] for name in ("name_sealed", "phone_sealed", "address_sealed") if facts[name]}
        desk.session.execute(update(Adult).where(col(Adult.no) == facts["no"]).values(**found, known=True))


def _child_registered(desk: Desk, rows: list[JournalEntry]) -> None:
    """What became known of the child later; the first file stays in the journal."""
    for row in rows:
        facts = facts_of(row)
        whole = desk.session.execute(select(table_of(ChildFile)).where(col(ChildFile.no) == row.chain)).mappings().one()
        desk.session.execute(
            update(ChildFile)
            .where(col(ChildFile.no) == row.chain)
            .values(**facts, **_indexes(desk, {**whole, **facts}))
        )


def _of_age_near(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        day = date.fromisoformat(facts_of(row)["on"])
        desk.session.execute(update(ChildFile).where(col(ChildFile.no) == row.chain).values(of_age_on=day))


def _came_of_age(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        day = date.fromisoformat(facts_of(row)["on"])
        desk.session.execute(update(ChildFile).where(col(ChildFile.no) == row.chain).values(came_of_age_on=day))


def _child_died(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        when = {"died_at": row.happened_at, "died_precision": row.happened_precision}
        desk.session.execute(update(ChildFile).where(col(ChildFile.no) == row.chain).values(**when))


def _report_received(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        facts = facts_of(row)
        report, incident = facts["report"], facts["incident"]
        add(desk, Incident, [{**incident, "happened_at": read_instant(incident["happened_at"])}])
        moments = {name: read_instant(report[name]) for name in ("discovered_at", "reported_at")}
        add(desk, ReportRow, [{**report, **moments, "recorded_at": row.recorded_at}])
        add(desk, ReportChild, [{**child, "report_no": report["no"]} for child in facts["children"]])
        add_notices(desk, row, facts)


def _reporter_told(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        add_notices(desk, row, facts_of(row))


def _key_destroyed(desk: Desk, rows: list[JournalEntry]) -> None:
    """Once more at every rebuild: a key that a restored backup brought back is destroyed again."""
    for row in rows:
        subjects = facts_of(row)["subjects"]
        gone = update(SubjectKey).where(col(SubjectKey.subject_no).in_(subjects), col(SubjectKey.wrapped).is_not(None))
        desk.session.execute(gone.values(wrapped=None, erased_at=row.recorded_at))
        unknown = {"identity_index": None, "id_number_index": None}
        desk.session.execute(update(ChildFile).where(col(ChildFile.no).in_(subjects)).values(**unknown))
        desk.session.execute(delete(SealedReporter).where(col(SealedReporter.report_no).in_(subjects)))


PROJECTORS: dict[Kind, Projector] = {
    Kind.CHILD_FILE_OPENED: _child_file_opened,
    Kind.ADULT_TIED: _adult_tied,
    Kind.TIE_ENDED: _tie_ended,
    Kind.ADULT_IDENTIFIED: _adult_identified,
    Kind.CHILD_REGISTERED: _child_registered,
    Kind.OF_AGE_NEAR: _of_age_near,
    Kind.CAME_OF_AGE: _came_of_age,
    Kind.CHILD_DIED: _child_died,
    Kind.REPORT_RECEIVED: _report_received,
    Kind.REPORTER_TOLD: _reporter_told,
    Kind.KEY_DESTROYED: _key_destroyed,
}
