"""After a key is destroyed nobody reads what it sealed, in the file neither; the rest stands. 销毁密钥."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlmodel import col, select

from models import ChildFile, ReportChild, SealedReporter, SubjectKey
from models.scrubbing import scrub
from rules.errors import Gap, Refused, Unavailable
from rules.vocabulary import NoteKind, Relation
from rules.when import exactly
from tasks import closing, notes, people
from tasks.erasure import Shared, erase
from tasks.export_case import export_case
from tasks.journal import SYSTEM
from tasks.paper import print_out
from tasks.reading import read_identity
from tasks.rebuild import rebuild
from tasks.timeline import timeline
from tasks.verify import verify
from tests.builders import CHILD, FATHER, HOME, MOTHER, NARRATIVE, TEACHER, a_brother, a_child
from tests.databases import ON_SQLITE
from tests.office import County
from tests.whole_lives import adults_of, everything_is_done
from vault.vault import is_sealed, key_id_of

WHY = "已满法定保存期限"
DECIDED_BY = {"by_post": "P-CIVIL", "second_post": "P-OFFICE"}


def a_closed_case(county: County, **changes: object) -> str:
    """A case that is over, nothing of which is still to be sent."""
    case = county.a_case(**changes)
    close(county, case)
    return case


def close(county: County, *cases: str) -> None:
    for case in cases:
        closing.close(county.office, case, reason="办结", settle=True, by_post=county.case(case).lead_post)
    county.deliver()


def wrapped_keys(county: County) -> dict[str, str]:
    """The wrapped keys that stand in the table, by subject."""
    with county.office.reading() as desk:
        rows = desk.session.exec(select(SubjectKey.subject_no, SubjectKey.wrapped))
        return {no: wrapped for no, wrapped in rows if wrapped}


def child_of(county: County, case: str) -> str:
    return county.case(case).child_no


def bytes_of_the_files(county: County) -> bytes:
    """The database file, its write-ahead log and whatever else lies beside it."""
    path = Path(str(county.office.database.engine.url.database))
    files = [file for file in path.parent.iterdir() if file.name.startswith(path.name)]
    assert files
    return b"".join(file.read_bytes() for file in files)


# ------------------------------------------------------------------------------------------------ what is gone


@ON_SQLITE
def test_the_key_and_the_indexes_are_in_no_file_of_the_database_any_more(county: County) -> None:
    case = a_closed_case(county, children=[a_child(id_number="990101201605180028")])
    read_identity(county.office, case, reason=f"核对{CHILD}的住址", by_post="P-CIVIL")
    before, report = wrapped_keys(county), county.facts("report_received")[0]["report"]["no"]
    with county.office.reading() as desk:
        row = desk.session.get(ChildFile, child_of(county, case))
        assert row is not None
        sealed = desk.session.exec(select(SealedReporter.sealed)).one()
    gone = [before[subject] for subject in (child_of(county, case), case, report)]
    gone += [str(row.identity_index), str(row.id_number_index), sealed]
    assert all(one.encode() in bytes_of_the_files(county) for one in gone)  # or the test below would show nothing

    erase(county.office, case, reason=WHY, **DECIDED_BY)

    left = bytes_of_the_files(county)
    assert [one for one in gone if one.encode() in left] == []
    for words in (CHILD, FATHER, MOTHER, HOME, NARRATIVE, TEACHER, WHY):  # never were in clear
        assert words.encode() not in left
    assert before["directory"].encode() in left


def test_no_key_is_left_that_opens_what_the_journal_has_sealed_about_the_child(county: County) -> None:
    case = a_closed_case(county)
    read_identity(county.office, case, reason=f"核对{CHILD}的住址", by_post="P-CIVIL")
    child = child_of(county, case)

    erase(county.office, case, reason=WHY, **DECIDED_BY)

    with county.office.reading() as desk:
        standing = {row.id for row in desk.session.exec(select(SubjectKey).where(col(SubjectKey.wrapped).is_not(None)))}
        reports = desk.session.exec(select(ReportChild.report_no).where(col(ReportChild.child_no) == child)).all()
        assert desk.session.exec(select(SealedReporter)).all() == []
    sealed_for = {
        key_id_of(token)
        for chain in (child, case, *reports)
        for row in county.journal(chain)
        if row.kind != "key_destroyed"
        for token in tokens_in(json.loads(row.payload))
    }
    assert sealed_for
    assert sealed_for & standing == set()


def tokens_in(value: object) -> list[str]:
    """Everything sealed within a payload."""
    if isinstance(value, dict):
        return [token for one in value.values() for token in tokens_in(one)]
    if isinstance(value, list):
        return [token for one in value for token in tokens_in(one)]
    return [value] if isinstance(value, str) and is_sealed(value) else []


@pytest.mark.db
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_on_postgresql_the_pages_of_the_tables_hold_the_key_no_more(county: County) -> None:
    case = a_closed_case(county)
    child = child_of(county, case)
    wrapped = wrapped_keys(county)[child]
    assert is_in_the_pages(county, wrapped)

    erase(county.office, case, reason=WHY, **DECIDED_BY)

    assert not is_in_the_pages(county, wrapped)
    assert child not in wrapped_keys(county)
    assert wrapped_keys(county)["directory"]


@pytest.mark.db
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_on_postgresql_a_key_that_somebody_may_still_see_is_not_called_gone(county: County) -> None:
    case = a_closed_case(county)
    wrapped = wrapped_keys(county)[child_of(county, case)]
    with county.office.database.engine.connect().execution_options(isolation_level="REPEATABLE READ") as onlooker:
        onlooker.execute(text("SELECT 1"))  # from here on it sees the database as it is now
        with county.office.writing() as desk:
            desk.session.execute(text("UPDATE subject_key SET wrapped = NULL WHERE wrapped = :key"), {"key": wrapped})
        with pytest.raises(Unavailable) as told:
            scrub(county.office.database, [SubjectKey], tries=2)
        assert is_in_the_pages(county, wrapped)
    assert told.value.code == "scrub-in-use"

    scrub(county.office.database, [SubjectKey])
    assert not is_in_the_pages(county, wrapped)


def is_in_the_pages(county: County, words: str) -> bool:
    """Whether the file of the table of keys holds some words."""
    with county.office.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
        pages = connection.execute(text("SELECT pg_read_binary_file(pg_relation_filepath('subject_key'))")).scalar_one()
    return words.encode() in bytes(pages)


# ------------------------------------------------------------------------------------------------ what stands


def test_the_chain_still_verifies_and_the_tables_are_rebuilt_as_they_stood(county: County) -> None:
    case = a_closed_case(county, children=[a_child(id_number="990101201605180028")])
    erase(county.office, case, reason=WHY, **DECIDED_BY)

    county.must_hold()
    with county.office.reading() as desk:
        found = verify(desk)
        row = desk.session.get(ChildFile, child_of(county, case))
    assert (found.altered, found.missing) == ((), ())
    assert row is not None
    assert (row.identity_index, row.id_number_index) == (None, None)


def test_a_key_that_comes_back_with_a_backup_is_destroyed_again_by_a_rebuild(county: County) -> None:
    case = a_closed_case(county)
    child = child_of(county, case)
    key = wrapped_keys(county)[child]
    erase(county.office, case, reason=WHY, **DECIDED_BY)
    with county.office.database.writing() as session:
        session.execute(text("UPDATE subject_key SET wrapped = :key WHERE subject_no = :no"), {"key": key, "no": child})

    rebuild(county.office)

    assert child not in wrapped_keys(county)


def test_it_is_on_the_record_by_whom_with_whom_and_why(county: County) -> None:
    case = a_closed_case(county)
    child = child_of(county, case)

    erased = erase(county.office, case, reason=WHY, **DECIDED_BY)

    (entry,) = [row for row in county.journal(child) if row.kind == "key_destroyed"]
    facts = json.loads(entry.payload)
    assert (entry.by_post, facts["second_post"]) == ("P-CIVIL", "P-OFFICE")
    assert entry.by_person != facts["second_person"]
    assert tuple(facts["subjects"]) == erased.subjects
    assert child in erased.subjects
    with county.office.reading() as desk:
        assert desk.reveal(SYSTEM, "reason", facts["reason_sealed"]) == WHY
        (told,) = [line for line in timeline(desk, case) if line.kind == "key_destroyed"]
    assert "销毁密钥" in told.zh


def test_whoever_looks_later_is_told_that_it_was_destroyed_and_that_is_on_the_record(county: County) -> None:
    case = a_closed_case(county)
    erase(county.office, case, reason=WHY, **DECIDED_BY)

    found = read_identity(county.office, case, reason="复核", by_post="P-CIVIL")

    assert found.erased == county.clock()
    assert (found.name, found.birth_on, found.residence, found.narratives) == (None, None, None, ())
    assert {one.name for one in found.adults} == {None}
    assert county.journal(case)[-1].kind == "identity_read"
    export_case(county.office, case, by_post="P-CIVIL", reason="复核")
    county.must_hold()


def test_nothing_more_can_be_written_about_the_child_and_nothing_is_half_written(county: County) -> None:
    case = a_closed_case(county)
    erase(county.office, case, reason=WHY, **DECIDED_BY)
    entries = county.entries()

    for attempt in (
        lambda: notes.note(
            county.office, case, NoteKind.VISIT, words="补记", when=exactly(county.clock()), by_post="P-CIVIL"
        ),
        lambda: closing.reopen(county.office, case, reason="又有情况", by_post="P-CIVIL"),
    ):
        with pytest.raises(Gap, match="密钥已销毁"):
            attempt()
    assert county.entries() == entries
    assert child_of(county, county.a_case()) != child_of(county, case)  # a further report begins a file of its own


def test_a_case_with_everything_in_it_can_be_erased_and_its_printed_order_is_opened_by_nobody(county: County) -> None:
    case = everything_is_done(county)
    if county.case(case).state == "open":
        close(county, case)
    county.deliver()
    (printed, *_) = county.facts("document_rendered", case)

    erase(county.office, case, reason=WHY, shared=Shared.KEEP, **DECIDED_BY)

    with pytest.raises(Gap, match="密钥已销毁"):
        print_out(county.office, printed["instrument_no"], by_post="P-CIVIL")
    county.must_hold()


# ------------------------------------------------------------------------------------------------ who decides, and when


def test_while_a_case_of_the_child_is_open_nothing_is_destroyed(county: County) -> None:
    case = county.a_case()
    county.deliver()
    before = wrapped_keys(county)

    with pytest.raises(Refused, match=case):
        erase(county.office, case, reason=WHY, **DECIDED_BY)

    assert wrapped_keys(county) == before


def test_while_a_message_is_still_to_be_sent_nothing_is_destroyed(county: County) -> None:
    case = county.a_case()
    closing.close(county.office, case, reason="办结", settle=True, by_post="P-CIVIL")

    with pytest.raises(Refused, match="hutong sweep"):
        erase(county.office, case, reason=WHY, **DECIDED_BY)


@pytest.mark.parametrize(
    ("reason", "by", "second", "field"),
    [
        (" ", "P-CIVIL", "P-OFFICE", "--reason"),
        (WHY, "P-CIVIL", "P-CIVIL", "--by-second"),
        (WHY, "P-NOBODY", "P-OFFICE", "by"),
        (WHY, "P-CIVIL", "P-NOBODY", "by"),
    ],
)
def test_one_post_alone_or_without_a_reason_destroys_nothing(
    reason: str, by: str, second: str, field: str, county: County
) -> None:
    case = a_closed_case(county)
    before, entries = wrapped_keys(county), county.entries()

    with pytest.raises(Refused) as refused:
        erase(county.office, case, reason=reason, by_post=by, second_post=second)

    assert refused.value.field == field
    assert (wrapped_keys(county), county.entries()) == (before, entries)


def test_one_person_at_two_posts_is_one_person(county: County) -> None:
    case = a_closed_case(county)
    with county.office.database.writing() as session:
        session.execute(
            text(
                "UPDATE holding SET person_no = (SELECT person_no FROM holding WHERE post_no = 'P-CIVIL') "
                "WHERE post_no = 'P-OFFICE'"
            )
        )
    with pytest.raises(Refused, match="两个人"):
        erase(county.office, case, reason=WHY, **DECIDED_BY)


def test_a_post_that_nobody_holds_decides_nothing(county: County) -> None:
    case = a_closed_case(county)
    with county.office.database.writing() as session:
        session.execute(text("DELETE FROM holding WHERE post_no = 'P-OFFICE'"))
    with pytest.raises(Refused, match="无人在岗"):
        erase(county.office, case, reason=WHY, **DECIDED_BY)


def test_a_second_time_only_the_files_are_cleared_once_more(county: County) -> None:
    case = a_closed_case(county)
    erase(county.office, case, reason=WHY, **DECIDED_BY)
    entries = county.entries()

    assert erase(county.office, case, reason=WHY, **DECIDED_BY).again
    assert county.entries() == entries


@ON_SQLITE
def test_where_somebody_is_reading_the_key_is_destroyed_and_the_command_says_to_clear_the_files_later(
    county: County,
) -> None:
    case = a_closed_case(county)
    engine = county.office.database.engine
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=0"))
    engine.dispose()

    with county.office.reading() as desk:
        desk.session.exec(select(ChildFile)).all()
        with pytest.raises(Unavailable, match="再运行一次"):
            erase(county.office, case, reason=WHY, **DECIDED_BY)

    assert child_of(county, case) not in wrapped_keys(county)
    assert erase(county.office, case, reason=WHY, **DECIDED_BY).again


# ------------------------------------------------------------------------------------------------ siblings


def two_children(county: County) -> tuple[str, str, str]:
    """A report on a sister and a brother, both cases closed: the report, and the cases."""
    received = county.report(children=[a_child(), a_brother()])
    sister, brother = (one.case_no for one in received.concerned)
    close(county, sister, brother)
    return received.report_no, sister, brother


def test_a_report_on_two_children_is_neither_kept_nor_destroyed_without_a_word(county: County) -> None:
    report, sister, _ = two_children(county)

    with pytest.raises(Refused, match=report) as refused:
        erase(county.office, sister, reason=WHY, **DECIDED_BY)

    assert refused.value.field == "--shared"


def test_what_is_kept_for_the_brother_can_still_be_read_and_is_said_to_be(county: County) -> None:
    report, sister, brother = two_children(county)

    erased = erase(county.office, sister, reason=WHY, shared=Shared.KEEP, **DECIDED_BY)

    assert erased.kept == (report,)
    assert report not in erased.subjects
    found = read_identity(county.office, brother, reason="复核", by_post="P-CIVIL")
    assert found.name == a_brother()["name"]
    assert found.narratives
    # the last of them takes the report along
    assert report in erase(county.office, brother, reason=WHY, **DECIDED_BY).subjects
    county.must_hold()


def test_what_is_destroyed_with_the_sister_is_gone_for_the_brother_too(county: County) -> None:
    report, sister, brother = two_children(county)

    erased = erase(county.office, sister, reason=WHY, shared=Shared.DESTROY, **DECIDED_BY)

    assert report in erased.subjects
    found = read_identity(county.office, brother, reason="复核", by_post="P-CIVIL")
    assert (found.name, found.narratives, found.erased) == (a_brother()["name"], (), None)
    county.must_hold()


def test_a_report_that_a_brothers_open_case_rests_on_is_not_destroyed(county: County) -> None:
    received = county.report(children=[a_child(), a_brother()])
    sister, brother = (one.case_no for one in received.concerned)
    close(county, sister)

    with pytest.raises(Refused, match=brother):
        erase(county.office, sister, reason=WHY, shared=Shared.DESTROY, **DECIDED_BY)


def test_an_adult_who_also_stands_around_another_child_is_not_lost_unawares(county: County) -> None:
    case = a_closed_case(county)
    other = county.a_case(children=[a_child(name="邻家童", birth_on="2017-01-02", adults=[])])
    county.deliver()
    adult = adults_of(county, case)[0]
    people.link(county.office, other, adult, relation=Relation.FATHER, guardian=True, by_post="P-CIVIL")

    with pytest.raises(Refused, match=adult):
        erase(county.office, case, reason=WHY, **DECIDED_BY)
    with pytest.raises(Refused, match=other):  # whoever is at work there needs to know who it is
        erase(county.office, case, reason=WHY, shared=Shared.KEEP, **DECIDED_BY)

    close(county, other)
    assert erase(county.office, case, reason=WHY, shared=Shared.KEEP, **DECIDED_BY).lost == (adult,)
    county.must_hold()
