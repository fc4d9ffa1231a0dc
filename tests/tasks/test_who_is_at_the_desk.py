"""Where somebody signed in, the record names that very person, who acts from posts of their own only. 办理人."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from rules.errors import Refused
from rules.moments import shanghai
from rules.vocabulary import NoteKind
from rules.when import exactly
from tasks import acts
from tasks.audit_reading import put_on_record
from tasks.directory import DirectoryForm, PersonForm, SubstituteForm, enter_directory
from tasks.evidence import File, add_evidence
from tasks.import_visits import import_visits
from tasks.intake import take_report
from tasks.journal import Actor
from tasks.kinds import Kind
from tasks.notes import note
from tasks.office import Office
from tasks.posts import holder_of, sits_at
from tasks.reading import read_identity
from tasks.visit_table import read_visits
from tests.builders import a_report, an_answer
from tests.monitored import on_the_list
from tests.office import County, example_directory
from tests.registers import a_book

JUNE, MIDDLE_OF_JUNE = "2026-06-01T00:00+08:00", "2026-06-15T00:00+08:00"
IN_JUNE = shanghai("Wednesday 2026-06-10 09:00")
CIVIL, LEADER, POLICE, STATION, NEWCOMER = "W-003", "W-004", "W-007", "W-016", "W-090"
A_VISIT = {"档案编号": "", "走访日期": "2026-03-02", "方式": "联系", "联系对象": "实际照护人"}


def a_colleague(**changes: str) -> PersonForm:
    return PersonForm.model_validate({"no": NEWCOMER, "name": "新同事", "from_at": JUNE, **changes})


def a_substitute(**changes: str) -> SubstituteForm:
    term = {"for_person": CIVIL, "person": LEADER, "from_at": JUNE, "until_at": MIDDLE_OF_JUNE}
    return SubstituteForm.model_validate({**term, **changes})


def enter(county: County, *people: PersonForm | SubstituteForm) -> None:
    """Into the post of civil affairs."""
    form: DirectoryForm = example_directory().model_copy(deep=True)
    civil = next(post for agency in form.agencies for post in agency.posts if post.no == "P-CIVIL")
    civil.persons += [one for one in people if isinstance(one, PersonForm)]
    civil.substitutes = [one for one in people if isinstance(one, SubstituteForm)]
    enter_directory(county.office, form)


def at_the_desk(county: County, person: str | None) -> Office:
    return replace(county.office, speaker=person)


def acting(county: County, person: str | None, at: str = "Wednesday 2026-06-10 09:00") -> Actor | None:
    with at_the_desk(county, person).reading() as desk:
        return holder_of(desk, "P-CIVIL", shanghai(at))


# ------------------------------------------------------------------------------------------------ who it is


def test_of_two_who_hold_a_post_it_is_the_one_at_the_desk(county: County) -> None:
    enter(county, a_colleague())
    for person in (CIVIL, NEWCOMER):
        assert acting(county, person) == Actor(post_no="P-CIVIL", person_no=person)


def test_a_substitute_at_the_desk_acts_for_the_absent_person(county: County) -> None:
    enter(county, a_substitute())
    assert acting(county, LEADER) == Actor(post_no="P-CIVIL", person_no=LEADER, for_person=CIVIL)


def test_a_person_who_came_in_during_their_absence_acts_in_their_own_right(county: County) -> None:
    enter(county, a_substitute())
    assert acting(county, CIVIL) == Actor(post_no="P-CIVIL", person_no=CIVIL)


@pytest.mark.parametrize(
    ("at", "may"),
    [
        ("Sunday 2026-05-31 23:59:59", False),
        ("Monday 2026-06-01 00:00", True),
        ("Sunday 2026-06-14 23:59:59", True),
        ("Monday 2026-06-15 00:00", False),
    ],
)
def test_a_substitute_acts_from_the_first_second_until_the_last(county: County, at: str, may: bool) -> None:
    enter(county, a_substitute())
    if may:
        assert acting(county, LEADER, at) == Actor(post_no="P-CIVIL", person_no=LEADER, for_person=CIVIL)
    else:
        with pytest.raises(Refused, match=r"P-CIVIL.*代理"):
            acting(county, LEADER, at)


def test_a_substitute_for_somebody_who_holds_the_post_no_more_acts_for_nobody(county: County) -> None:
    enter(county, a_substitute(for_person="W-001"))
    with pytest.raises(Refused):
        acting(county, LEADER)


def test_what_one_speaker_may_do_is_not_remembered_for_the_next(county: County) -> None:
    enter(county, a_colleague())
    assert acting(county, CIVIL) != acting(county, NEWCOMER)
    with pytest.raises(Refused):
        acting(county, POLICE)
    assert acting(county, None) == Actor(post_no="P-CIVIL", person_no=NEWCOMER)


def test_a_list_says_who_sits_there_whoever_asks(county: County) -> None:
    with at_the_desk(county, POLICE).reading() as desk:
        assert sits_at(desk, "P-CIVIL", IN_JUNE) == Actor(post_no="P-CIVIL", person_no=CIVIL)


def test_nobody_speaks_for_a_post_that_nobody_holds(county: County) -> None:
    county.empty("P-CIVIL")
    with pytest.raises(Refused):
        acting(county, CIVIL)
    assert acting(county, None) is None


# ------------------------------------------------------------------------------------------------ every way to act


def answer(office: Office, case: str) -> None:
    acts.answer(office, case, "child_seen", an_answer("child_seen"))  # its post is not named: the one that owes it


def write_a_note(office: Office, case: str) -> None:
    note(office, case, NoteKind.VISIT, words="看望", when=exactly(office.now()), by_post="P-LIUXI-STATION")


def read(office: Office, case: str) -> None:
    read_identity(office, case, reason="核对", by_post="P-LIUXI-STATION")


def take_out(office: Office, case: str) -> None:
    with office.writing() as desk:
        put_on_record(desk, {"form": "xlsx"}, by_post="P-LIUXI-STATION", reason="核查")


def receive(office: Office, case: str) -> None:
    take_report(office, a_report(received_by="P-LIUXI-STATION"))


def hand_in_evidence(office: Office, case: str) -> None:
    file = File(content=b"%PDF-1.7")
    add_evidence(office, case, file, when=exactly(office.now()), by_post="P-LIUXI-STATION")


WAYS = {
    Kind.DUTY_ANSWERED: answer,
    Kind.NOTED: write_a_note,
    Kind.EVIDENCE_ADDED: hand_in_evidence,
    Kind.IDENTITY_READ: read,
    Kind.RECORD_READ: take_out,
    Kind.REPORT_RECEIVED: receive,
}


@pytest.fixture
def case(county: County) -> str:
    """A case whose next duty the station of the township owes."""
    case = county.a_case()
    county.answer(case, "triage")
    assert county.live(case, "child_seen").post_no == "P-LIUXI-STATION"
    return case


@pytest.mark.parametrize(("kind", "act"), WAYS.items(), ids=[kind.value for kind in WAYS])
def test_a_fact_names_the_person_at_the_desk(
    county: County, case: str, kind: Kind, act: Callable[[Office, str], None]
) -> None:
    act(at_the_desk(county, STATION), case)
    written = [row for row in county.journal() if row.kind == kind][-1]
    assert (written.by_post, written.by_person, written.for_person) == ("P-LIUXI-STATION", STATION, None)


@pytest.mark.parametrize(("kind", "act"), WAYS.items(), ids=[kind.value for kind in WAYS])
def test_nobody_acts_from_a_post_of_somebody_else(
    county: County, case: str, kind: Kind, act: Callable[[Office, str], None]
) -> None:
    before = county.entries()
    with pytest.raises(Refused, match=r"P-LIUXI-STATION.*act from a post of your own"):
        act(at_the_desk(county, CIVIL), case)
    assert county.entries() == before


def test_a_report_without_a_post_that_took_it_names_nobody_though_somebody_is_at_the_desk(county: County) -> None:
    take_report(at_the_desk(county, "W-020"), a_report(received_by=None))
    received = next(row for row in county.journal() if row.kind == Kind.REPORT_RECEIVED)
    assert (received.by_post, received.by_person) == (None, None), "who reports is never an actor in the journal"


def holder(county: County) -> str | None:
    """Of the post that owes the visits."""
    with county.office.reading() as desk:
        actor = sits_at(desk, "P-HEBIAN-COMMITTEE", desk.at)
    return actor.person_no if actor else None


def test_a_table_of_visits_is_handed_in_from_a_post_of_ones_own(county: County) -> None:
    listed = on_the_list(county).case_no
    row = {**A_VISIT, "档案编号": listed}  # owed by P-HEBIAN-COMMITTEE
    table = read_visits(a_book([*row.values()], heads=[*row]), today=county.clock().date())

    with pytest.raises(Refused, match="P-CIVIL"):
        import_visits(at_the_desk(county, POLICE), table, by_post="P-CIVIL", tell=lambda done: None)
    assert county.facts(Kind.DUTY_ANSWERED, listed) == []

    done = import_visits(at_the_desk(county, CIVIL), table, by_post="P-CIVIL", tell=lambda done: None)
    assert [one.en for one in done.mistakes] == []
    visited = next(row for row in county.journal(listed) if row.kind == Kind.DUTY_ANSWERED)
    assert (visited.by_post, visited.by_person) == ("P-HEBIAN-COMMITTEE", holder(county)), (
        "who visited, not who handed it in"
    )
    assert county.facts(Kind.DUTY_ANSWERED, listed)[0]["entered_by"] == "P-CIVIL"
