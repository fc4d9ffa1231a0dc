"""Can somebody at the counter see what a child is eligible for, why, and ask the departments? 服务清单."""

from __future__ import annotations

from typing import Any

import pytest

from cli.exits import ExitCode
from tests.cli.counter import Counter

MIGRANT = """\
姓名: 苗小川
出生日期: 2021-04-05
类别: [流动儿童]
居住地: {行政区划代码: "990101001", 详细地址: 柳溪镇桥头}
户籍地: {行政区划代码: "990201002"}
"""


@pytest.fixture
def migrant(counter: Counter) -> str:
    words = ("case", "open", "-", "--source", "走访发现", "--by", "P-CIVIL", "--json")
    no: str = counter.done(*words, stdin=MIGRANT).json["case_no"]
    return no


def verdicts(shown: Any) -> dict[str, str]:
    return {one["code"]: one["verdict"] for one in shown["services"]}


def test_what_a_child_is_eligible_for_is_shown_with_reason_and_department(counter: Counter, migrant: str) -> None:
    told = counter.done("services", migrant).out

    assert "学前教育服务" in told
    assert "Preschool education" in told
    assert "普通高中" in told  # not known yet, so not hidden
    assert "P-EDU" in told
    assert "由转介方代录" in told  # the medical insurance bureau has no post here
    assert "不是本地规定" in told
    assert "苗小川" not in told
    assert "2021" not in told


def test_what_was_stated_decides_and_an_age_is_taken_on_the_day_asked_about(counter: Counter, migrant: str) -> None:
    shown = counter.facts("services", migrant, "--with", "orphan", "--without", "disabled")
    assert verdicts(shown)["basic_living"] == "yes"
    assert verdicts(shown)["disability_support"] == "no"
    assert verdicts(shown)["preschool"] == "yes"
    assert (shown["binding"], shown["list"]) == (False, "tianmen")

    later = counter.facts("services", migrant, "--on", "2028-04-06")
    assert verdicts(later)["preschool"] == "no"


def test_a_service_is_referred_to_its_departments_and_relief_is_urgent(counter: Counter, migrant: str) -> None:
    words = ("services", migrant, "--refer", "15", "--with", "sudden_hardship", "--by", "P-LIUXI-STATION")
    referred = counter.facts(*words)

    [owed] = [one for one in referred["duties"] if one["code"] == "take_up_referral"]
    assert owed["owner"]["no"] == "P-CIVIL"
    assert owed["due_at"] == "2026-03-02T06:55:00Z"  # four hours
    assert counter.hutong(*words).code == ExitCode.CONFLICT  # the same service is asked for once


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--refer", "15", "--without", "sudden_hardship", "--by", "P-LIUXI-STATION"), "不符合"),
        (("--refer", "99", "--by", "P-LIUXI-STATION"), "没有“99”这项服务"),
        (
            (
                "--refer",
                "15",
            ),
            "--by",
        ),
        (("--with", "orphan", "--without", "orphan"), "既写了"),
        (("--list", "nowhere"), "没有代码为"),
        (("--with", "rich"), "没有这一项"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    counter: Counter, migrant: str, words: tuple[str, ...], said: str
) -> None:
    before = counter.entries()

    told = counter.hutong("services", migrant, *words)

    assert told.code == ExitCode.REFUSED
    assert said in told.err
    assert counter.entries() == before


def test_a_case_that_does_not_exist_is_refused(counter: Counter) -> None:
    assert "没有编号为" in counter.hutong("services", "C-000AA-00000").err


def test_what_the_place_of_registration_grants_is_applied_for_there_and_its_source_is_said(
    counter: Counter, migrant: str
) -> None:
    words = ("services", migrant, "--refer", "basic_living", "--with", "orphan", "--by", "P-LIUXI-STATION")
    told = counter.done(*words).out

    assert "受理并推送户籍地" in told
    assert "二手来源，待核原文" in told
    why = counter.done("why", migrant, "accept_benefit").out
    assert "N-04" in why
    assert "二手来源" in why


def test_who_is_registered_in_this_county_is_referred_to_its_own_departments(counter: Counter) -> None:
    here = MIGRANT.replace("990201002", "990101002")
    words = ("case", "open", "-", "--source", "走访发现", "--by", "P-CIVIL", "--json")
    no = counter.done(*words, stdin=here).json["case_no"]

    said = ("--with", "disabled", "--with", "migrant", "--by", "P-LIUXI-STATION")
    owed = counter.facts("services", no, "--refer", "11", *said)["duties"]

    assert [one["owner"]["no"] for one in owed if one["code"] == "take_up_referral"] == ["P-CIVIL", "P-LIUXI-STATION"]


def test_every_service_that_comes_with_the_software_has_an_english_name(counter: Counter, migrant: str) -> None:
    shown = counter.facts("services", migrant, "--all")["services"]
    assert len(shown) == 22
    assert all(one["en"].isascii() and one["en"][0].isupper() for one in shown)
    assert len({one["en"] for one in shown}) == 22


# ------------------------------------------------------------------------------------------------ from a file of care

RELIEF = ("--refer", "temporary_relief", "--with", "sudden_hardship", "--by", "P-LIUXI-STATION")


@pytest.fixture
def in_care(counter: Counter) -> str:
    """The file of care of a child who has no case."""
    found = ("under_16", "left_registration", "other_county", "six_months")
    met = [word for one in found for word in ("--met", one)]
    listing = ("--as", "migrant", "--tier", "low", "--reason", "摸排", "--by", "P-CIVIL", "--json")
    no: str = counter.done("monitor", "begin", "-", *listing, *met, stdin=MIGRANT).json["case_no"]
    return no


def test_a_service_is_asked_for_from_a_file_of_care_in_a_case_opened_for_it_with_its_clocks(
    counter: Counter, in_care: str
) -> None:
    assert "学前教育服务" in counter.done("services", in_care).out
    asked = counter.facts("services", in_care, *RELIEF)

    assert asked["opened_case"] is True
    assert asked["case_no"] != in_care
    [owed] = asked["duties"]
    assert (owed["code"], owed["owner"]["no"]) == ("take_up_referral", "P-CIVIL")
    assert owed["due_at"] == "2026-03-02T06:55:00Z"  # four hours
    care = counter.facts("case", "show", in_care)
    assert care["state"] == "open"
    assert "take_up_referral" not in str(care)
    assert "服务转介" in counter.done("timeline", asked["case_no"]).out


def test_a_second_service_is_asked_for_in_the_same_case_and_the_same_one_not_twice(
    counter: Counter, in_care: str
) -> None:
    first = counter.facts("services", in_care, *RELIEF)
    second = counter.facts("services", in_care, "--refer", "preschool", "--by", "P-LIUXI-STATION")
    assert (second["case_no"], second["opened_case"]) == (first["case_no"], False)
    before = counter.entries()
    assert counter.hutong("services", in_care, *RELIEF).code == ExitCode.CONFLICT
    assert counter.entries() == before


def test_a_child_in_care_with_an_open_case_is_served_in_that_case(counter: Counter, migrant: str, in_care: str) -> None:
    asked = counter.facts("services", in_care, *RELIEF)
    assert (asked["case_no"], asked["opened_case"]) == (migrant, False)


@pytest.mark.parametrize(
    "words",
    [
        ("--refer", "99", "--by", "P-LIUXI-STATION"),
        ("--refer", "15", "--without", "sudden_hardship", "--by", "P-LIUXI-STATION"),
        ("--refer", "15", "--with", "sudden_hardship", "--by", "P-NOBODY"),
        ("--refer", "15", "--with", "sudden_hardship", "--by", "P-LIUXI-STATION", "--at", "2027-01-01"),
    ],
)
def test_no_case_is_opened_for_a_referral_that_is_refused(
    counter: Counter, in_care: str, words: tuple[str, ...]
) -> None:
    before = counter.entries()
    assert counter.hutong("services", in_care, *words).code == ExitCode.REFUSED
    assert counter.entries() == before


def test_what_the_registration_grants_is_applied_for_from_a_file_of_care_too(counter: Counter, in_care: str) -> None:
    words = ("services", in_care, "--refer", "basic_living", "--with", "orphan", "--by", "P-LIUXI-STATION")
    assert "受理并推送户籍地" in counter.done(*words).out
