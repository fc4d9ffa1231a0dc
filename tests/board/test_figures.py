"""Figures of an area: nothing of a single case, nothing beyond the border of the post. 统计页."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from sqlmodel import col, select

from board.pages import figures as figures_pages
from board.site import build
from board.words import Words
from models import JournalEntry
from rules.causes import BreachCause
from rules.vocabulary import ProcedureKind
from tasks import attending
from tasks.audit_set import Asked
from tasks.counted import Counted, Question
from tasks.kinds import Kind
from tasks.office import Office
from tasks.timeliness import timeliness
from tasks.wording import say_moment
from tests.accounts import CHEAP
from tests.board.conftest import Board
from tests.builders import a_child
from tests.databases import ON_SQLITE
from tests.office import County

pytestmark = ON_SQLITE

ASKED = {"area": "990101", "since": "2026-01-01", "until": "2026-12-31"}


def several(county: County, number: int) -> list[str]:
    """So many cases of different children, reported one after the other."""
    return [
        county.a_case(children=[a_child(name=f"禾{one}苗", birth_on=f"2016-05-{one + 1:02}")]) for one in range(number)
    ]


def asked(county: County) -> Asked:
    day = county.clock().date()
    return Asked(area="990101", from_on=day.replace(month=1, day=1), to_on=day.replace(month=12, day=31))


def test_few_cases_are_hidden_and_many_are_counted(board: Board) -> None:
    several(board.county, 3)
    few = board.as_post("P-OFFICE").get("/figures", **ASKED).text
    assert "※" in few
    several(board.county, 9)
    board.county.clock.move(minutes=11)
    many = board.as_post("P-OFFICE").get("/figures", **ASKED).text
    assert "12" in many


def test_no_case_is_named(board: Board) -> None:
    numbers = several(board.county, 6)
    board.county.clock.move(days=20)
    told = board.as_post("P-OFFICE").get("/figures", **ASKED).text
    assert all(no not in told for no in numbers)


def test_law_and_our_defaults_stand_in_tables_of_their_own(board: Board) -> None:
    several(board.county, 6)
    told = board.as_post("P-OFFICE").get("/figures", **ASKED).text
    assert told.index("法定期限") < told.index("本系统默认期限，不是法律")


@pytest.mark.parametrize(
    "path", ["/figures", "/figures/table.xlsx", "/figures/map", "/figures/map.svg", "/figures/year"]
)
def test_figures_stop_at_the_border_of_the_post(board: Board, path: str) -> None:
    several(board.county, 1)
    police = board.as_post("P-LIUXI-POLICE")
    assert police.get(path, area="990101001").status_code == 200
    for beyond in ("990101", "990101002", "99"):
        assert police.get(path, area=beyond).status_code == 403


@pytest.mark.parametrize("post", ["P-LIUXI-SCHOOL", "P-HEBIAN-COMMITTEE", "P-HOTLINE"])
@pytest.mark.parametrize("path", ["/figures", "/figures/map.svg", "/figures/year", "/figures/log"])
def test_whoever_has_no_use_for_figures_sees_none(board: Board, post: str, path: str) -> None:
    assert board.as_post(post).get(path).status_code == 403


@pytest.mark.parametrize("wrong", [{"since": "gestern"}, {"since": "2026-03-02", "until": "2026-03-01"}])
def test_a_range_that_is_none_is_refused(board: Board, wrong: dict[str, str]) -> None:
    assert board.as_post("P-OFFICE").get("/figures", **wrong).status_code == 422


def test_why_duties_were_late_is_counted_and_so_is_that_nobody_said(county: County) -> None:
    cases = several(county, 12)
    county.clock.move(days=30)
    for case_no in cases[:6]:
        row = county.live(case_no, "police_acceptance")
        attending.explain_breach(county.office, case_no, row.no, cause=BreachCause.NO_STAFF, by_post=row.post_no)
    with county.office.reading() as desk:
        found = timeliness(desk, asked(county))
    assert found.causes == {BreachCause.NO_STAFF: 6}
    assert found.unexplained is not None
    assert found.unexplained > 6


def test_a_cause_that_few_have_is_withheld_with_what_would_give_it_away(county: County) -> None:
    cases = several(county, 6)
    county.clock.move(days=30)
    row = county.live(cases[0], "police_acceptance")
    attending.explain_breach(county.office, cases[0], row.no, cause=BreachCause.NO_STAFF, by_post=row.post_no)
    with county.office.reading() as desk:
        found = timeliness(desk, asked(county))
    assert found.causes == {BreachCause.NO_STAFF: None}
    assert found.unexplained is None


@dataclass
class Later:
    """Counts when it is told to. 稍后统计."""

    office: Office
    waiting: list[tuple[Question[Any, Any], Future[Counted[Any]]]] = field(default_factory=list)

    def count(self, question: Question[Any, Any]) -> Future[Counted[Any]]:
        self.waiting.append((question, Future()))
        return self.waiting[-1][1]

    def finish(self) -> None:
        """Everything that waits, as of now."""
        while self.waiting:
            question, coming = self.waiting.pop(0)
            with self.office.reading() as desk:
                coming.set_result(question.answer(desk))


@pytest.fixture
def later(county: County, monkeypatch: pytest.MonkeyPatch) -> Later:
    monkeypatch.setattr(figures_pages, "PATIENCE_SECONDS", 0)
    monkeypatch.setattr(figures_pages, "PATIENCE_OF_A_FILE_SECONDS", 0)
    return Later(county.office)


@pytest.fixture
def slowly(county: County, later: Later) -> Iterator[Board]:
    """The board, where figures are counted beside."""
    made = Board(county, build(county.office, policy=CHEAP, counter=later))
    yield made
    for client in made.opened:
        client.close()


PAGES = ["/figures", "/figures/map", "/figures/year"]


@pytest.mark.parametrize("path", PAGES)
def test_nobody_waits_for_a_count_the_page_comes_again_by_itself(slowly: Board, later: Later, path: str) -> None:
    several(slowly.county, 6)
    office = slowly.as_post("P-OFFICE")
    waiting = office.get(path, said="ATTACKER")
    assert waiting.status_code == 200
    assert "正在统计" in waiting.text
    again = waiting.headers["refresh"].partition("url=")[2]
    assert again.startswith(path)
    assert "ATTACKER" not in again, "it comes again by itself, and compressed: not with words of somebody else's choice"
    later.finish()
    there = office.get(again)
    assert "refresh" not in there.headers
    assert "正在统计" not in there.text


@pytest.mark.parametrize("path", PAGES)
def test_after_an_act_the_page_shows_what_its_moment_says_until_it_is_counted_again(
    slowly: Board, later: Later, path: str
) -> None:
    county = slowly.county
    several(county, 6)
    office = slowly.as_post("P-OFFICE")
    office.get(path)
    later.finish()
    counted_at = county.clock()
    before = office.get(path).text
    assert as_of(counted_at) & told_as_of(before)

    county.clock.move(minutes=11)
    county.a_case(children=[a_child(name="禾新", birth_on="2015-01-01")])
    stale = office.get(path).text
    assert as_of(counted_at) & told_as_of(stale)
    assert numbers_in(stale) == numbers_in(before)

    later.finish()
    anew = office.get(path).text
    assert as_of(county.clock()) & told_as_of(anew)
    assert numbers_in(anew) != numbers_in(before)


def test_a_map_of_all_time_comes_again_as_one(slowly: Board, later: Later) -> None:
    office = slowly.as_post("P-OFFICE")
    again = office.get("/figures/map", since="").headers["refresh"].partition("url=")[2]
    (asked,) = [question for question, _ in later.waiting]
    later.finish()
    assert "refresh" not in office.get(again).headers
    assert asked.of.chosen.since is None


def test_the_map_is_drawn_in_the_language_of_the_reader_and_counted_once_for_both(slowly: Board, later: Later) -> None:
    several(slowly.county, 6)
    office = slowly.as_post("P-OFFICE")
    office.get("/figures/map", since="")
    later.finish()
    office.get("/lang/en")
    page, picture = (office.get(path, since="").text for path in ("/figures/map", "/figures/map.svg"))
    assert later.waiting == []
    assert "Process map: mandatory reporting" in picture
    assert not re.search(r"[\u4e00-\u9fff]", re.sub(r"<style>.*?</style>", "", picture))
    main = page[page.index("<figure") : page.index("</aside>")]
    assert not re.search(r"[\u4e00-\u9fff]", main)


def as_of(at: datetime) -> set[str]:
    """A moment as the pages write it."""
    return {say_moment(at, "zh"), Words("zh", at).moment(at)}


def told_as_of(page: str) -> set[str]:
    """The moment that a page says it is of."""
    return set(re.findall(r"截至 ?([^·，。<]+\d\d:\d\d)", page))


def numbers_in(page: str) -> list[str]:
    """What stands in the cells of its tables."""
    return re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", page, re.DOTALL)


@pytest.mark.parametrize("path", [*PAGES, "/figures/table.xlsx", "/figures/map.svg"])
def test_what_was_counted_for_one_post_is_not_shown_to_another(slowly: Board, later: Later, path: str) -> None:
    several(slowly.county, 6)
    office = slowly.as_post("P-OFFICE")
    office.get(path)
    later.finish()
    assert office.get(path).status_code == 200
    police = slowly.as_post("P-LIUXI-POLICE")
    assert police.get(path, area="990101").status_code == 403
    assert slowly.as_post("P-HOTLINE").get(path).status_code == 403
    assert later.waiting == [], "what may not be asked is not counted"
    police.get(path)
    assert [question.of for question, _ in later.waiting] != [], "their own area is another question"
    assert "990101001" in repr(later.waiting[0][0].of)


@pytest.mark.parametrize("path", ["/figures/table.xlsx", "/figures/map.svg"])
def test_a_file_that_is_not_counted_yet_is_refused_for_now(slowly: Board, path: str) -> None:
    answer = slowly.as_post("P-OFFICE").get(path)
    assert answer.status_code == 503
    assert "正在统计" in answer.text


def test_a_map_says_in_a_table_what_the_picture_shows(board: Board) -> None:
    several(board.county, 6)
    visitor = board.as_post("P-OFFICE")
    told = visitor.get("/figures/map", procedure=ProcedureKind.MANDATORY_REPORTING.value)
    assert told.status_code == 200
    assert "到达 6 件" in told.text
    drawn = visitor.get("/figures/map.svg", procedure=ProcedureKind.MANDATORY_REPORTING.value)
    assert drawn.text.startswith("<svg")
    assert "到达 6 件" in drawn.text
    assert "sandbox" in drawn.headers["content-security-policy"]
    assert visitor.get("/figures/map", procedure="no_such").status_code == 422


def test_a_map_begins_with_three_months_and_goes_back_to_the_beginning_where_it_is_asked_to(board: Board) -> None:
    several(board.county, 6)
    reporting = {"procedure": ProcedureKind.MANDATORY_REPORTING.value}
    board.county.clock.move(days=89)
    assert "到达 6 件" in board.as_post("P-OFFICE").get("/figures/map", **reporting).text
    board.county.clock.move(days=3)
    visitor = board.as_post("P-PROC")  # whoever was signed in was not seen for too long
    assert "到达 6 件" not in visitor.get("/figures/map", **reporting).text
    assert "到达 6 件" in visitor.get("/figures/map", since="", **reporting).text


def test_figures_of_a_routine_report_say_on_what_ground(board: Board) -> None:
    told = board.as_post("P-OFFICE").get("/figures/year").text
    assert "HT-204" in told
    assert board.as_post("P-OFFICE").get("/figures/year", year="2027").status_code == 422


def test_the_event_log_needs_a_reason_and_is_on_the_record(board: Board) -> None:
    several(board.county, 2)
    visitor = board.as_post("P-OFFICE")
    assert visitor.post("/figures/log", area="990101", reason="").status_code == 422
    taken = visitor.post("/figures/log", area="990101", reason="年度流程分析")
    assert set(json.loads(taken.content)) >= {"eventTypes", "objectTypes", "events", "objects"}
    with board.office.reading() as desk:
        query = select(JournalEntry).where(col(JournalEntry.kind) == Kind.RECORD_READ)
        (entry,) = desk.session.exec(query)
    assert entry.by_post == "P-OFFICE"


@pytest.mark.parametrize("post", ["P-LIUXI-POLICE", "P-COURT", "P-GOV"])
def test_the_event_log_is_for_those_who_audit_every_case(board: Board, post: str) -> None:
    visitor = board.as_post(post)
    assert visitor.get("/figures/log").status_code == 403
    assert visitor.post("/figures/log", seen="/account", area="990101", reason="看看").status_code == 403
    assert "/figures/log" not in visitor.get("/figures").text


def test_the_table_can_be_had_as_a_sheet(board: Board) -> None:
    several(board.county, 1)
    made = board.as_post("P-OFFICE").get("/figures/table.xlsx", **ASKED)
    assert made.content.startswith(b"PK")
