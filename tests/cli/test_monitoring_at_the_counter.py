"""Putting children on the list at the counter. 柜台列入关爱对象."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from cli.exits import ExitCode
from rules.screening import ALL_OF, ANY_OF
from rules.vocabulary import ChildCategory
from tests.builders import a_child
from tests.cli.counter import Counter, Told


def listed(counter: Counter, category: str, *met: str) -> Told:
    found = [word for one in met for word in ("--met", one)]
    words = ("--as", category, "--tier", "低", "--reason", "摸排", "--by", "P-CIVIL", *found)
    return counter.hutong("monitor", "begin", "-", *words, "--json", stdin=json.dumps(a_child()))


@pytest.mark.parametrize(
    ("written", "category"),
    [
        ("流动", ChildCategory.MIGRANT),
        ("流动儿童", ChildCategory.MIGRANT),
        ("migrant", ChildCategory.MIGRANT),
        ("留守", ChildCategory.LEFT_BEHIND),
        ("困境", ChildCategory.IN_DIFFICULTY),
    ],
)
def test_a_category_is_written_as_in_the_registers(counter: Counter, written: str, category: ChildCategory) -> None:
    met = [*ALL_OF[category], *ANY_OF.get(category, ())]
    told = listed(counter, written, *met)
    assert told.code == ExitCode.OK, told.err


def test_a_category_that_nobody_knows_is_refused_with_those_there_are(counter: Counter) -> None:
    told = listed(counter, "流浪")
    assert told.code == ExitCode.REFUSED
    assert "流动儿童" in told.error["zh"]


def test_an_event_is_entered_and_the_township_owes_an_assessment(counter: Counter) -> None:
    case = listed(counter, "流动", *ALL_OF[ChildCategory.MIGRANT]).json["case_no"]
    told = counter.hutong("monitor", "assess", case, "--reason", "母亲外出务工", "--by", "P-LIUXI-SCHOOL", "--json")
    assert told.code == ExitCode.OK, told.err
    assert "assess_on_event" in {one["code"] for one in counter.facts("duty", "list", "--post", "P-LIUXI-STATION")}
    assert "母亲" not in told.out


def test_nobody_is_assessed_who_is_not_on_the_list(counter: Counter, case_no: str) -> None:
    told = counter.hutong("monitor", "assess", case_no, "--reason", "外出", "--by", "P-CIVIL")
    assert told.code == ExitCode.REFUSED


def test_what_local_rules_ask_of_pupils_is_said_on_listing_and_a_mark_given_later_brings_it(counter: Counter) -> None:
    counter = replace(counter, environment={**counter.environment, "HUTONG_PACK": "hubei-tianmen-2025"})
    begun = listed(counter, "流动", *ALL_OF[ChildCategory.MIGRANT])
    case = begun.json["case_no"]
    assert ["pupil", "tianmen_psychology"] in begun.json["by_mark"]

    words = ("--give", "pupil", "--reason", "五年级，已转入本市小学", "--by", "P-CIVIL")
    told = counter.hutong("monitor", "mark", case, *words)
    assert told.code == ExitCode.OK, told.err
    assert "每学年心理健康测评" in told.out
    again = counter.hutong("monitor", "mark", case, *words)
    assert again.code == ExitCode.REFUSED
    assert "本来就是" in again.err


def test_of_a_mark_that_nobody_knows_those_there_are_are_named(counter: Counter) -> None:
    case = listed(counter, "流动", *ALL_OF[ChildCategory.MIGRANT]).json["case_no"]
    told = counter.hutong("monitor", "mark", case, "--give", "star", "--reason", "-", "--by", "P-CIVIL")
    assert told.code == ExitCode.REFUSED
    assert "重点" in told.err
