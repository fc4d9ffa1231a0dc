"""Which words about a child leave the seals? None. 隐私."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from models.database import Database
from rules.errors import CaseworkError
from tasks import acts
from tasks.documents_in import read_document
from tasks.intake import take_report
from tasks.report_form import read_report
from tests.builders import (
    CHILD,
    FATHER,
    HOME,
    ID_NUMBER,
    MOTHER,
    NARRATIVE,
    PHONE,
    PLACE,
    REGISTERED,
    TEACHER,
    TEACHER_ADDRESS,
    TEACHER_PHONE,
    a_brother,
    a_child,
    a_guardian,
    a_report,
    a_report_as_written,
    a_reporter,
    an_answer,
)
from tests.clock import Clock
from tests.office import County, example_directory

NOTE = "已和孩子奶奶谈过，奶奶愿意照看"
REASON = "经核对医院病历，伤系自行车摔伤"
SECRETS = (
    *(CHILD, "禾田田", FATHER, MOTHER, TEACHER, ID_NUMBER, PHONE, TEACHER_PHONE, TEACHER_ADDRESS),
    *(HOME, "河边路", REGISTERED, PLACE, "后院", NARRATIVE, "新旧淤伤", "木棍", NOTE, "奶奶", REASON, "自行车"),
    *("2016-05-18", "2019-11-02", "000-0000-0077"),
)
OFFICIALS = tuple(
    person.name for agency in example_directory().agencies for post in agency.posts for person in post.persons
)


def a_full_story(county: County) -> None:
    """Everything in it that names or describes somebody."""
    case = (
        county.report(
            children=[a_child(id_number=ID_NUMBER), a_brother(adults=[a_guardian(phone="000-0000-0077")])],
            reporter=a_reporter(channel="file", address=TEACHER_ADDRESS, post=None),
            received_by="P-HOTLINE",
            danger_now="是",
        )
        .concerned[0]
        .case_no
    )
    county.answer(case, "triage", note=NOTE)
    county.answer_all(case, "child_seen", "safety_assessment")
    county.answer(case, "choose_interventions", chosen="", reason=REASON)
    county.answer(case, "second_reading", agrees="否", reason=REASON, note=NOTE)
    acts.skip(county.office, case, "safe_bed", reason=REASON, given=an_answer("safe_bed", note=NOTE))
    acts.excuse(county.office, case, "decide_placement", reason=NOTE, given=an_answer("decide_placement"))
    county.move()
    county.report(reporter=a_reporter())
    county.clock.move(days=60)
    county.sweep()
    words = {"outcome": NOTE}
    county.finish(
        case,
        but=(),
        choose_interventions={"reason": REASON},
        conclude_investigation=words,
        complete_referral=words,
        review_case={"reason": REASON, "note": NOTE},
    )
    county.deliver()


def everything_kept(database: Database) -> str:
    """All that a thief of the database would hold, as one text."""
    if database.dialect == "sqlite":
        path = Path(str(database.engine.url.database))
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return path.read_bytes().decode("utf-8", "ignore")
    with database.reading() as session:
        tables = session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
        rows = [
            session.execute(text(f'SELECT row_to_json(t)::text FROM "{table}" t')).scalars().all() for table in tables
        ]
        blobs = session.execute(text("SELECT content FROM blob")).scalars().all()
    return "\n".join([*(line for table in rows for line in table), *(bytes(blob).decode() for blob in blobs)])


def test_after_a_full_story_nobody_is_named_in_the_database_nor_in_the_outbox(county: County) -> None:
    a_full_story(county)

    kept = everything_kept(county.office.database)
    assert "柳溪镇未成年人保护工作站" in kept  # it can be read: titles of posts stand in clear
    assert [secret for secret in (*SECRETS, *OFFICIALS) if secret in kept] == []

    sent = "\n".join(f"{one['subject']}\n{one['text']}" for one in county.outbox())
    assert len(county.outbox()) > 50
    assert [secret for secret in (*SECRETS, *OFFICIALS) if secret in sent] == []

    # the one clear word about the reporter is the address on the envelope
    assert TEACHER_ADDRESS in {one["address"] for one in county.outbox()}


# ------------------------------------------------------------------------------------------------ errors


PERSONAL = ("禾苗苗", "九九零一零一", "河边路", "木棍", "000-0000-0042", "张小满", "信箱")


def wrong_at_every_place() -> list[dict[str, Any]]:
    """Reports in which something personal stands where something is wrong."""
    return [
        a_report_as_written(children=[a_child(birth_on="禾苗苗的生日")]),
        a_report_as_written(children=[a_child(id_number="九九零一零一")]),
        a_report_as_written(children=[a_child(sex="禾苗苗")]),
        a_report_as_written(children=[a_child(residence={"area": "河边路"})]),
        a_report_as_written(children=[a_child(adults=[a_guardian(relation="禾苗苗的爸爸")])]),
        a_report_as_written(children="禾苗苗"),
        a_report_as_written(children=[]),
        a_report_as_written(narrative="用木棍打" * 10_000),
        a_report_as_written(reported_at="张小满昨天说的"),
        a_report_as_written(discovered_at="2026-03-02T10:20", reporter=a_reporter(name="张小满" * 100)),
        a_report_as_written(situations=["用木棍打"], unit_kind="张小满"),
        a_report_as_written(reporter=a_reporter(post="张小满")),
        a_report_as_written(received_by="000-0000-0042"),
        a_report_as_written(children=[a_child(birth_on="2030-01-01")], reported_at="2031-01-01T00:00+08:00"),
        a_report_as_written(children=[a_child(), a_child()]),
        a_report_as_written(danger_now="禾苗苗很危险"),
        a_report_as_written(reporter="张小满的信箱"),
    ]


@pytest.mark.parametrize("place", range(17))
def test_an_error_about_a_report_repeats_nothing_of_it(county: County, place: int) -> None:
    before = county.entries()

    with pytest.raises(CaseworkError) as refused:
        take_report(county.office, read_report(wrong_at_every_place()[place]))

    told = f"{refused.value} {refused.value.args} {refused.value.field} {refused.value.__cause__}"
    assert [word for word in PERSONAL if word in told] == []
    assert refused.value.field
    assert county.entries() == before


def test_every_report_that_is_wrong_is_tried() -> None:
    assert len(wrong_at_every_place()) == 17


@pytest.mark.parametrize(
    "raw",
    [
        "儿童: [禾苗苗\n",
        "情况: '用木棍打\n",
        "禾苗苗: 1\n禾苗苗: 2\n",
        '{"情况": "用木棍打" "x"}',
        "- 禾苗苗\n- 河边路\n",
        "情况: *禾苗苗\n",
    ],
)
def test_an_error_about_a_broken_file_repeats_no_value_of_it(raw: str) -> None:
    with pytest.raises(CaseworkError) as refused:
        read_document(raw.encode())

    assert [word for word in ("用木棍打", "河边路") if word in str(refused.value)] == []


def test_an_error_about_an_answer_repeats_no_word_of_it(county: County) -> None:
    case = county.a_case()
    for given in ({"urgency": CHILD, "danger_now": HOME}, an_answer("triage", note="用木棍打" * 2_000)):
        with pytest.raises(CaseworkError) as refused:
            acts.answer(county.office, case, "triage", given)
        assert [word for word in (CHILD, HOME, "木棍") if word in str(refused.value)] == []


# ------------------------------------------------------------------------------------------------ numbers


def test_numbers_say_nothing_but_what_kind_of_thing_they_name(county: County, clock: Clock) -> None:
    first = county.report()
    clock.move(seconds=1)
    second = take_report(county.office, a_report(children=[a_brother()]))

    numbers = [first.report_no, second.report_no, first.concerned[0].case_no, second.concerned[0].case_no]
    assert all(re.fullmatch(r"[RC]-[0-9A-Z]{5}-[0-9A-Z]{5}", no) for no in numbers)
    assert len({no[2:6] for no in numbers}) == len(numbers)
