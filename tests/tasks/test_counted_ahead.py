"""What is counted ahead: kept with its moment, counted once, and never more than its question asked. 预先统计."""

from __future__ import annotations

import pickle
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from rules.errors import CaseworkError, Conflict, Forbidden, Gap, Refusals, Refused, Unavailable
from rules.moments import civil_day, shanghai
from rules.vocabulary import ProcedureKind
from tasks.counted import _MOST_WAITING, KEPT, KEPT_UNASKED, AtOnce, Counted, Counts, Question
from tasks.figures_asked import how_it_went, how_timely, usual, what_to_report
from tasks.ocel_chosen import Chosen
from tasks.timeliness import timeliness
from tests.builders import a_child
from tests.databases import ON_SQLITE
from tests.office import County

COUNTY = "990101"


def length(_desk: object, of: str) -> int:
    """Something to count."""
    return len(of)


QUESTION = Question(length, "abc")
START = shanghai("Monday 2026-03-02 09:00")


@dataclass
class Slow:
    """A counter that has not finished before it is told to. 未完成的统计."""

    begun: list[tuple[Question[Any, Any], Future[Counted[Any]]]] = field(default_factory=list)

    def count(self, question: Question[Any, Any]) -> Future[Counted[Any]]:
        self.begun.append((question, Future()))
        return self.begun[-1][1]


def test_nobody_waits_for_a_count_and_the_next_one_who_asks_has_it() -> None:
    counts = Counts(slow := Slow())
    assert counts.ask(QUESTION, START, patience=0) is None
    assert counts.ask(QUESTION, START, patience=0) is None
    assert len(slow.begun) == 1, "who asks what is being counted waits for that answer"
    slow.begun[0][1].set_result(Counted(START, 3))
    assert counts.ask(QUESTION, START, patience=0) == Counted(START, 3)
    assert len(slow.begun) == 1


def test_an_answer_is_kept_until_it_is_old_and_then_shown_while_the_next_is_counted() -> None:
    counts = Counts(slow := Slow())
    counts.ask(QUESTION, START, patience=0)
    slow.begun[0][1].set_result(Counted(START, 3))
    counts.ask(QUESTION, START + KEPT - timedelta(seconds=1), patience=0)
    assert len(slow.begun) == 1
    shown = counts.ask(QUESTION, START + KEPT, patience=60)
    assert shown == Counted(START, 3), "as of when it was counted; nobody waits for the next"
    assert len(slow.begun) == 2
    slow.begun[1][1].set_result(Counted(START + KEPT, 4))
    assert counts.ask(QUESTION, START + KEPT, patience=0) == Counted(START + KEPT, 4)


def test_a_count_that_fails_leaves_the_answer_that_is_there() -> None:
    counts = Counts(slow := Slow())
    counts.ask(QUESTION, START, patience=0)
    slow.begun[0][1].set_exception(Unavailable("没有完成", "not finished"))
    counts.ask(QUESTION, START, patience=0)
    assert len(slow.begun) == 2, "it is tried again"
    slow.begun[1][1].set_result(Counted(START, 3))
    counts.ask(QUESTION, START + KEPT, patience=0)
    slow.begun[2][1].set_exception(Unavailable("没有完成", "not finished"))
    assert counts.ask(QUESTION, START + KEPT, patience=0) == Counted(START, 3)


def test_too_many_questions_are_refused_and_not_heaped_up() -> None:
    counts = Counts(slow := Slow())
    for number in range(_MOST_WAITING):
        counts.ask(Question(length, str(number)), START, patience=0)
    with pytest.raises(Unavailable, match="过几分钟"):
        counts.ask(QUESTION, START, patience=0)
    slow.begun[0][1].set_result(Counted(START, 1))
    assert counts.ask(QUESTION, START, patience=0) is None


def test_what_is_usually_asked_is_counted_anew_each_hour_one_after_the_other() -> None:
    counts, other = Counts(slow := Slow()), Question(length, "abcd")
    assert counts.begin_old([QUESTION, other], START) is slow.begun[0][1]
    slow.begun[0][1].set_result(Counted(START, 3))
    assert counts.begin_old([QUESTION, other], START) is slow.begun[1][1]
    slow.begun[1][1].set_result(Counted(START, 4))
    assert counts.begin_old([QUESTION, other], START + KEPT_UNASKED - timedelta(seconds=1)) is None
    assert counts.begin_old([QUESTION, other], START + KEPT_UNASKED) is slow.begun[2][1]


@pytest.mark.parametrize(
    "error",
    [
        Refused("不行", "no", field="area", source="HT-213"),
        Forbidden("不是", "not yours", hidden=True),
        Conflict("先", "first"),
        Gap("缺", "missing"),
        Unavailable("断", "gone", permanent=True, code="x"),
        Refusals([Refused("一", "one", field="a"), Refused("二", "two")]),
    ],
)
def test_a_refusal_travels_between_processes_as_it_is(error: CaseworkError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.args) == (type(error), error.args)
    assert [(one.zh, one.en, one.field, one.source) for one in again.each] == [
        (one.zh, one.en, one.field, one.source) for one in error.each
    ]
    own = {name: value for name, value in vars(error).items() if name != "refusals"}
    assert {name: value for name, value in vars(again).items() if name != "refusals"} == own


# --- on a county, on both databases ----------------------------------------


def questions(county: County, area: str = COUNTY) -> list[Question[Any, Any]]:
    today = civil_day(county.clock())
    return [
        how_timely(area, today),
        how_it_went(Chosen(area=area), ProcedureKind.MANDATORY_REPORTING),
        what_to_report(area, today.year),
    ]


def with_cases(county: County, number: int = 6) -> list[str]:
    return [county.a_case(children=[a_child(name=f"禾{n}苗", birth_on=f"2016-05-{n + 1:02}")]) for n in range(number)]


def test_questions_and_answers_travel_and_name_no_case_and_no_child(county: County) -> None:
    cases = with_cases(county)
    with county.office.reading() as desk:
        children = [child for child in (county.case(no).child_no for no in cases) if child]
        for question in questions(county):
            there = pickle.loads(pickle.dumps(question))
            assert there == question
            sent = pickle.dumps(there.answer(desk))
            assert pickle.loads(sent) == question.answer(desk)
            assert [no for no in (*cases, *children) if no.encode() in sent] == []


def test_of_an_area_is_counted_what_lies_in_it(county: County) -> None:
    with_cases(county)
    counts = Counts(AtOnce(county.office))
    found = {
        area: counts.ask(how_timely(area, civil_day(county.clock())), county.clock(), patience=0)
        for area in (COUNTY, "990101001", "990101002")
    }
    cases = {area: one.answer.cases for area, one in found.items() if one}
    assert cases["990101"] == 6
    assert cases["990101002"] != 6


@ON_SQLITE
def test_what_is_usual_is_what_the_posts_that_see_figures_are_shown(county: County) -> None:
    with county.office.reading() as desk:
        asked = list(usual(desk))
    timely, _all_time, report = questions(county)
    assert {timely, report} <= set(asked)
    areas = [one.of.area for one in asked if one.count is timeliness]
    assert areas == sorted(areas, key=len), "the widest first: it is looked at by the most"
    assert len(set(asked)) == len(asked)
    assert any("990101001" in repr(one.of) for one in asked), "a township's police see its figures"


@ON_SQLITE
def test_what_the_services_refuse_is_refused(county: County) -> None:
    counts = Counts(AtOnce(county.office))
    with pytest.raises(Refused, match="尚未开始"):
        counts.ask(what_to_report(COUNTY, 2099), county.clock(), patience=0)
