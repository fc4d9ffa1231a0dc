"""Is the export a log that any process-mining tool can read, and does it keep to itself who it is about? 导出."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from rules.errors import Refused, Unavailable
from rules.moments import shanghai
from rules.vocabulary import Precision, ProcedureKind
from rules.when import read_when
from tasks import acts
from tasks.corrections import correct
from tasks.journal import SYSTEM
from tasks.kinds import Kind
from tasks.ocel import export
from tasks.ocel_chosen import Chosen
from tasks.ocel_names import ObjectType, Pseudonyms
from tests import builders
from tests.builders import a_brother, a_child, a_guardian, an_answer
from tests.ocel_schema import SCHEMA
from tests.office import County
from vault.keys import MasterKey

Log = dict[str, Any]
Export = Callable[..., Log]

KEY = MasterKey(bytes(range(32)))
OTHER_KEY = MasterKey(bytes(range(1, 33)))
REASON = "年度检查，由小禾提出"


@pytest.fixture
def exported(county: County, tmp_path: Path) -> Export:
    """Writes an export and reads it back."""

    def write(chosen: Chosen | None = None, *, key: MasterKey | None = KEY) -> Log:
        out = tmp_path / f"log-{len(list(tmp_path.glob('log-*')))}.json"
        export(county.office, chosen or Chosen(), out, by_post="P-OFFICE", reason=REASON, key=key)
        log: Log = json.loads(out.read_text(encoding="utf-8"))
        return log

    return write


@pytest.fixture
def two_cases(county: County) -> tuple[str, str]:
    """Siblings, reported together; the police have filed in her case, and an admonition is on its way."""
    received = county.report(children=[a_child(), a_brother()])
    first, second = (one.case_no for one in received.concerned)
    county.answer_all(first, "police_acceptance", "triage", "child_seen", "safety_assessment")
    county.answer(first, "choose_interventions", chosen="admonition")
    county.answer_all(first, "decide_admonition", "hold_admonition", "decide_filing")
    county.clock.move(days=2)
    county.sweep()
    return first, second


def attributes(thing: Log) -> dict[str, str]:
    return {one["name"]: one["value"] for one in thing["attributes"]}


def of_type(log: Log, type_: str) -> list[Log]:
    return [one for one in (*log["events"], *log["objects"]) if one["type"] == type_]


def about(log: Log, duty_no: str, type_: str) -> Log:
    """The only event of a type about a duty."""
    name = Pseudonyms(KEY).of(ObjectType.DUTY, duty_no)
    found = [one for one in of_type(log, type_) if name in {to["objectId"] for to in one["relationships"]}]
    assert len(found) == 1
    return found[0]


# ------------------------------------------------------------------------------------------------ a log as OCEL has it


def test_the_export_has_the_shape_that_the_standard_asks_for(two_cases: tuple[str, str], exported: Export) -> None:
    log = exported()
    jsonschema.validate(log, SCHEMA, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)
    assert len(log["events"]) > 40
    assert {one["type"] for one in log["objects"]} == set(ObjectType)


def test_the_schema_refuses_what_is_no_log(two_cases: tuple[str, str], exported: Export) -> None:
    log = exported()
    log["events"][0]["time"] = "不详"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(log, SCHEMA, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)


def test_an_export_of_nothing_is_an_empty_log(exported: Export) -> None:
    log = exported()
    jsonschema.validate(log, SCHEMA)
    assert (log["events"], log["objects"]) == ([], [])


def test_every_thing_that_is_referred_to_is_there_once_and_every_type_is_declared(
    two_cases: tuple[str, str], exported: Export
) -> None:
    log = exported()
    things = [*log["events"], *log["objects"]]
    ids = [one["id"] for one in things]
    referred = {to["objectId"] for one in things for to in one["relationships"]}
    assert len(set(ids)) == len(ids)
    assert referred <= {one["id"] for one in log["objects"]}
    for listed, types in (("events", "eventTypes"), ("objects", "objectTypes")):
        declared = {one["name"]: {each["name"]: each["type"] for each in one["attributes"]} for one in log[types]}
        for thing in log[listed]:
            for name, value in attributes(thing).items():
                assert readable(value, declared[thing["type"]][name]), (thing["type"], name, value)


def readable(value: str, type_: str) -> bool:
    """Whether a value is what its declared type says."""
    if type_ == "time":
        return datetime.fromisoformat(value).tzinfo is not None
    if type_ == "boolean":
        return value in ("true", "false")
    return type_ != "integer" or value.lstrip("-").isdigit()


def test_a_rung_an_instrument_and_a_limit_can_be_followed(
    county: County, two_cases: tuple[str, str], exported: Export
) -> None:
    log = exported()
    row = county.duty(two_cases[1], "triage")
    opened = attributes(about(log, row.no, Kind.DUTY_OPENED))
    assert row.legal_due_at is not None
    assert datetime.fromisoformat(opened["due"]) == row.legal_due_at
    assert {attributes(one)["rung"] for one in of_type(log, Kind.RUNG_FIRED)} > {"1", "2"}
    (issued,) = of_type(log, Kind.INSTRUMENT_ISSUED)
    assert attributes(issued)["instrument_kind"] == "admonition"
    verdicts = {attributes(one)["verdict"] for one in of_type(log, ObjectType.DUTY)}
    assert verdicts >= {"met", "overdue"}


def test_the_same_moment_and_the_same_key_give_the_same_log(two_cases: tuple[str, str], exported: Export) -> None:
    assert exported() == exported()


# ------------------------------------------------------------------------------------------------ nobody is named


def test_nothing_in_the_export_names_anybody_or_leads_back_to_a_number(
    county: County, two_cases: tuple[str, str], exported: Export
) -> None:
    text = json.dumps(exported(), ensure_ascii=False)
    people = [builders.CHILD, builders.FATHER, builders.TEACHER, builders.HOME, builders.NARRATIVE, "小禾"]
    numbers = [*two_cases] + [row.no for case in two_cases for row in county.procedures(case)]
    papers = [str(value) for given in builders.USUAL.values() for value in given.values() if "号" in str(value)]
    assert len(papers) > 20
    assert [one for one in (*people, *numbers, *papers, builders.LIUXI, builders.SHIQIAO) if one in text] == []
    assert re.findall(r"\b[A-Z]-[0-9A-Z]{5}-[0-9A-Z]{5}\b|\bP-[A-Z]+|\bW-\d+|v1\.k_", text) == []
    assert {attributes(one)["county"] for one in of_type(exported(), ObjectType.CASE)} == {builders.LIUXI[:6]}


def test_who_entered_the_report_is_left_out_because_it_could_tell_who_reported(
    two_cases: tuple[str, str], exported: Export
) -> None:
    (received,) = of_type(exported(), Kind.REPORT_RECEIVED)
    assert {to["objectId"].partition("-")[0] for to in received["relationships"]} == {"report", "child", "case"}


def test_neither_a_birthday_nor_a_death_is_told(exported: Export) -> None:
    types = {one["name"] for one in exported()["eventTypes"]}
    assert Kind.DUTY_ANSWERED in types
    assert types.isdisjoint({Kind.CAME_OF_AGE, Kind.CHILD_DIED, Kind.CHILD_REGISTERED, Kind.NOTED, Kind.IDENTITY_READ})


def test_two_exports_cannot_be_joined_unless_they_share_a_key(two_cases: tuple[str, str], exported: Export) -> None:
    def names(log: Log) -> set[str]:
        return {one["id"] for one in log["objects"]}

    assert names(exported()).isdisjoint(names(exported(key=OTHER_KEY)))
    assert names(exported(key=None)).isdisjoint(names(exported(key=None)))
    assert names(exported()) == names(exported())


# ------------------------------------------------------------------------------------------------ when


def test_what_happened_at_an_unknown_moment_has_that_of_its_record_and_says_so(
    county: County, exported: Export
) -> None:
    case = county.a_case()
    county.clock.move(hours=1)
    given, who = an_answer("triage"), county.who(county.duty(case, "triage"))
    acts.answer(county.office, case, "triage", given, precision=Precision.UNKNOWN, by_post=who)

    answered = about(exported(), county.duty(case, "triage").no, Kind.DUTY_ANSWERED)

    assert datetime.fromisoformat(answered["time"]) == county.clock.at
    assert attributes(answered)["precision"] == "unknown"


def test_a_duty_arises_with_the_fact_that_calls_for_it_and_says_when_it_was_recorded(
    county: County, exported: Export
) -> None:
    case = county.a_case()
    opened = about(exported(), county.duty(case, "triage").no, Kind.DUTY_OPENED)
    assert datetime.fromisoformat(opened["time"]) == shanghai("2026-03-02 10:50")
    assert datetime.fromisoformat(attributes(opened)["recorded_at"]) == shanghai("2026-03-02 10:55")


def test_a_corrected_answer_has_its_right_moment(county: County, exported: Export) -> None:
    case = county.a_case()
    county.clock.move(hours=2)
    county.answer(case, "triage")
    entry = next(row for row in county.journal(case) if row.kind == Kind.DUTY_ANSWERED)
    correct(county.office, case, entry.n, when=read_when("2026-03-02 11:40"), reason="抄错", by_post="P-OFFICE")

    answered = about(exported(), county.duty(case, "triage").no, Kind.DUTY_ANSWERED)

    assert datetime.fromisoformat(answered["time"]) == shanghai("2026-03-02 11:40")
    assert attributes(answered)["corrected"] == "true"


# ------------------------------------------------------------------------------------------------ which procedures


def kinds(log: Log) -> set[str]:
    return {attributes(one)["procedure_kind"] for one in of_type(log, ObjectType.PROCEDURE)}


def test_only_the_chosen_kind_is_exported_with_the_cases_that_it_stands_in(
    two_cases: tuple[str, str], exported: Export
) -> None:
    log = exported(Chosen(kind=ProcedureKind.POLICE_ADMONITION))
    jsonschema.validate(log, SCHEMA)
    assert kinds(log) == {"police_admonition"}
    assert len(of_type(log, ObjectType.CASE)) == len(of_type(log, ObjectType.CHILD)) == 1
    assert {attributes(one).get("procedure_kind", "police_admonition") for one in log["events"]} == {
        "police_admonition"
    }
    referred = {to["objectId"] for one in (*log["events"], *log["objects"]) for to in one["relationships"]}
    assert referred <= {one["id"] for one in log["objects"]}


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        (Chosen(since=date(2026, 3, 2), until=date(2026, 3, 2)), True),
        (Chosen(since=date(2026, 3, 3)), False),
        (Chosen(until=date(2026, 3, 1)), False),
        (Chosen(area="9901"), True),
        (Chosen(area="990102"), False),
    ],
)
def test_a_procedure_is_chosen_by_the_day_on_which_it_began_and_by_its_area(
    chosen: Chosen, found: bool, county: County, exported: Export
) -> None:
    county.a_case()
    log = exported(chosen)
    assert kinds(log) == ({"mandatory_reporting"} if found else set())
    assert bool(log["events"]) is found


@pytest.mark.parametrize(
    ("reported", "found"), [("2026-03-01T23:59:59+08:00", False), ("2026-03-02T00:00:00+08:00", True)]
)
def test_a_day_begins_at_midnight_in_china(reported: str, found: bool, county: County, exported: Export) -> None:
    county.a_case(reported_at=reported, discovered_at=reported)
    assert bool(kinds(exported(Chosen(since=date(2026, 3, 2))))) is found


def test_a_place_below_the_county_is_refused(exported: Export) -> None:
    with pytest.raises(Refused, match="县级"):
        exported(Chosen(area="9901010"))


@pytest.mark.parametrize("area", ["青禾县", "99%", "３６"])
def test_an_area_that_is_no_code_is_refused(area: str) -> None:
    with pytest.raises(Refused, match="区划代码"):
        Chosen(area=area)


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    Chosen(since=date(2026, 3, 2), until=date(2026, 3, 2))
    with pytest.raises(Refused, match="--from"):
        Chosen(since=date(2026, 3, 3), until=date(2026, 3, 2))


# ------------------------------------------------------------------------------------------------ on the record


def test_who_took_it_and_why_is_on_the_record_with_the_digest_of_the_file(county: County, tmp_path: Path) -> None:
    county.a_case()
    out = tmp_path / "log.json"
    found = export(county.office, Chosen(area="9901"), out, by_post="P-OFFICE", reason=REASON)

    (entry,) = [row for row in county.journal(SYSTEM) if row.kind == Kind.RECORD_READ]
    facts = json.loads(entry.payload)
    assert entry.by_post == "P-OFFICE"
    assert facts["sha256"] == found.sha256 == hashlib.sha256(out.read_bytes()).hexdigest()
    assert facts["chosen"] == {"area": "9901", "from": None, "to": None, "procedure": None}
    assert REASON not in entry.payload
    with county.office.reading() as desk:
        assert desk.reveal(SYSTEM, "reason", facts["reason_sealed"]) == REASON
    assert out.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"by_post": "P-NOBODY"}, Refused),
        ({"by_post": ""}, Refused),
        ({"reason": " "}, Refused),
        ({"chosen": Chosen(area="990101001")}, Refused),
        ({"out": "there.json"}, Refused),
        ({"out": "nowhere/log.json"}, Unavailable),
    ],
)
def test_what_is_refused_leaves_neither_a_file_nor_a_record(
    changes: dict[str, Any], error: type[Exception], county: County, tmp_path: Path
) -> None:
    county.a_case()
    (tmp_path / "there.json").write_text("{}", encoding="utf-8")
    entries, files = county.entries(), sorted(tmp_path.iterdir())
    asked: dict[str, Any] = {"chosen": Chosen(), "out": "log.json", "by_post": "P-OFFICE", "reason": REASON, **changes}

    with pytest.raises(error):
        export(
            county.office,
            asked["chosen"],
            tmp_path / asked["out"],
            by_post=asked["by_post"],
            reason=asked["reason"],
        )

    assert county.entries() == entries
    assert sorted(tmp_path.iterdir()) == files
    assert (tmp_path / "there.json").read_text(encoding="utf-8") == "{}"


def test_an_export_that_breaks_off_leaves_nothing(
    county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full when the file is flushed."""
    county.a_case()
    entries, files = county.entries(), sorted(tmp_path.iterdir())

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        export(county.office, Chosen(), tmp_path / "log.json", by_post="P-OFFICE", reason=REASON)

    assert (county.entries(), sorted(tmp_path.iterdir())) == (entries, files)


def test_a_guardian_who_is_a_party_is_no_object_of_the_export(county: County, exported: Export) -> None:
    case = county.a_case(children=[a_child(adults=[a_guardian()])])
    county.answer_all(case, "triage", "child_seen", "safety_assessment")
    county.answer(case, "choose_interventions", chosen="admonition")
    log = exported()
    assert "police_admonition" in kinds(log)
    assert "adult" not in {one["id"].partition("-")[0] for one in log["objects"]}
