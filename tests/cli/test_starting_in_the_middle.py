"""Can a matter be entered where it stands: mid-chain, without a report, long ago, and be put right afterwards?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cli.exits import ExitCode
from tests.cli.counter import Counter

CHILD = """\
姓名: 苗小川
性别: 男
出生日期: 2018-04-05
居住地: {行政区划代码: "990101001", 详细地址: 柳溪镇桥头}
相关成年人:
  - {姓名: 苗大江, 关系: 父亲, 是监护人: 是, 涉嫌侵害: 是}
  - {姓名: 苗老太, 关系: 祖父母、外祖父母, 是照护人: 是}
"""


def live(shown: Any) -> set[str]:
    return {duty["code"] for duty in shown["duties"] if duty["state"] in ("open", "paused")}


def opened_case(counter: Counter) -> dict[str, Any]:
    words = ("case", "open", "-", "--source", "青禾县人民法院移送函", "--by", "P-CIVIL", "--json")
    made: dict[str, Any] = counter.done(*words, stdin=CHILD).json
    return made


# ------------------------------------------------------------------------------------------------ procedures


def test_a_procedure_is_started_at_the_step_where_the_matter_stands(counter: Counter, case_no: str) -> None:
    father = counter.adults(case_no)["father"]
    started = counter.facts(
        *("open", case_no, "emergency_placement", "--against", father, "--at", "2026-03-01", "--by", "P-LIUXI-POLICE"),
        *("--skip", "notify_civil_affairs=民政已在场", "--skip", "妥善安顿儿童=已在亲属家"),
        *("--skip-with", "妥善安顿儿童.安置方式=委托亲属抚养"),
    )
    assert started["procedure_no"].startswith("P-")
    assert started["skipped"] == ["notify_civil_affairs", "妥善安顿儿童"]
    assert started["not_skipped"] == []
    assert "decide_placement" in {duty["code"] for duty in started["duties"]}
    shown = counter.facts("case", "show", case_no)
    states = {duty["code"]: duty["state"] for duty in shown["duties"]}
    assert states["safe_bed"] == states["notify_civil_affairs"] == "skipped"
    placement = next(one for one in shown["procedures"] if one["no"] == started["procedure_no"])
    assert placement["since_precision"] == "day"
    assert "2026年3月1日" in counter.done("case", "show", case_no).out


def test_a_named_body_owes_what_its_role_owes(counter: Counter, case_no: str) -> None:
    words = ("open", case_no, "emergency_placement", "--by", "P-LIUXI-POLICE", "--body", "civil_affairs=P-RELIEF")
    owed = {duty["code"]: duty["owner"]["no"] for duty in counter.facts(*words)["duties"]}
    assert owed["decide_placement"] == "P-RELIEF"


def test_a_skip_that_the_procedure_does_not_ask_for_is_told_and_what_was_opened_stands(
    counter: Counter, case_no: str
) -> None:
    words = ("open", case_no, "emergency_placement", "--by", "P-LIUXI-POLICE")
    twice = ("--skip", "notify_civil_affairs=民政已在场", "--skip", "notify_civil_affairs=再说一遍")
    told = counter.hutong(*words, *twice, "--json")
    assert told.code == ExitCode.FINDINGS
    assert [one["duty"] for one in told.json["not_skipped"]] == ["notify_civil_affairs"]
    assert live(counter.facts("case", "show", case_no)) >= {"safe_bed", "decide_placement"}


def test_a_hand_over_waits_for_receipt(counter: Counter, case_no: str) -> None:
    words = ("handover", case_no, "CHILD", "--from", "P-LIUXI-POLICE", "--to", "P-CIVIL", "--reason", "夜间无处安置")
    handed = counter.facts(*words)
    assert handed["procedure_no"].startswith("P-")
    procedures = counter.facts("case", "show", case_no)["procedures"]
    assert {one["kind"]: one["about"] for one in procedures}["handover"] == "child"


def test_a_hand_over_to_a_body_outside_the_directory_is_told_in_words_that_stay_sealed(
    counter: Counter, case_no: str
) -> None:
    told = counter.done("handover", case_no, "材料、线索", "--from", "P-PROC", "--to-outside", "邻省云水县人民检察院")
    assert "云水县" not in told.out + counter.done("timeline", case_no).out


# ------------------------------------------------------------------------------------------------ the case itself


def test_a_case_begins_without_a_report_and_somebody_has_to_look_at_it(counter: Counter) -> None:
    made = opened_case(counter)
    assert [(duty["procedure"], duty["owner"]["no"]) for duty in made["duties"]] == [("case_review", "P-CIVIL")]
    assert len(made["adults"]) == 2
    assert counter.adults(made["case_no"]).keys() == {"father", "grandparent"}
    told = counter.done("case", "show", made["case_no"]).out
    assert [word for word in ("苗小川", "苗大江", "桥头", "移送函") if word in told] == []


def test_a_child_with_an_open_case_gets_no_second_one(counter: Counter) -> None:
    case_no = opened_case(counter)["case_no"]
    entries = counter.entries()
    told = counter.hutong("case", "open", "-", "--source", "判决", "--by", "P-CIVIL", stdin=CHILD)
    assert told.code == ExitCode.CONFLICT
    assert case_no in told.err
    assert counter.entries() == entries


def test_no_post_opens_a_case_in_another_county(counter: Counter) -> None:
    entries, elsewhere = counter.entries(), CHILD.replace("990101001", "990201001")
    words = ("case", "open", "-", "--source", "判决", "--by", "P-CIVIL", "--json")
    told = counter.hutong(*words, stdin=elsewhere)
    assert (told.code, told.error["field"]) == (ExitCode.REFUSED, "area")
    assert counter.entries() == entries


def test_a_case_is_closed_only_with_what_is_open_and_opened_again_as_a_new_episode(
    counter: Counter, case_no: str
) -> None:
    refused = counter.hutong("case", "close", case_no, "--reason", "已迁出", "--by", "P-CIVIL", "--json")
    assert (refused.code, refused.error["field"]) == (ExitCode.REFUSED, "settle")

    told = counter.done("case", "close", case_no, "--reason", "-", "--settle", "--by", "P-CIVIL", stdin="全家已迁出")
    assert "全家已迁出" not in told.out
    assert counter.facts("case", "show", case_no)["state"] == "closed"

    again = counter.facts("case", "reopen", case_no, "--reason", "又迁回", "--by", "P-CIVIL")
    assert again["duties"]
    assert counter.facts("case", "show", case_no)["state"] == "open"


def test_nothing_new_is_entered_into_a_closed_case_but_what_was_before(counter: Counter, case_no: str) -> None:
    counter.done("case", "close", case_no, "--reason", "已迁出", "--settle", "--by", "P-CIVIL")
    entries = counter.entries()
    for words in (
        ("open", case_no, "emergency_placement", "--by", "P-CIVIL"),
        ("handover", case_no, "case", "--from", "P-CIVIL", "--to", "P-RELIEF"),
        ("note", case_no, "harm", "--text", "又挨打", "--by", "P-CIVIL"),
        ("case", "close", case_no, "--reason", "再结", "--by", "P-CIVIL"),
    ):
        told = counter.hutong(*words, "--json")
        assert (told.code, told.error["field"]) == (ExitCode.REFUSED, "NO"), words
        assert "case reopen" in told.error["zh"]
    assert counter.entries() == entries
    counter.done("note", case_no, "visit", "--text", "回访", "--by", "P-CIVIL")


def test_a_death_ends_what_is_about_guardianship_and_begins_a_review(counter: Counter, case_no: str) -> None:
    told = counter.facts("death", case_no, "--at", "约 2026-03-01", "--by", "P-LIUXI-POLICE")
    kinds = {one["kind"] for one in counter.facts("case", "show", case_no)["procedures"]}
    assert "turning_point" in kinds
    assert told["duties"]
    assert "大约" in counter.done("timeline", case_no).out
    again = counter.hutong("death", case_no, "--at", "不详", "--by", "P-LIUXI-POLICE")
    assert again.code == ExitCode.CONFLICT


# ------------------------------------------------------------------------------------------------ notes and corrections


def test_a_note_is_kept_sealed_and_can_be_corrected_and_disputed(counter: Counter, case_no: str) -> None:
    father = counter.adults(case_no)["father"]
    words = (
        "note",
        case_no,
        "走访",
        "--text",
        "-",
        "--about",
        father,
        "--at",
        "2026-02",
        "--by",
        "P-CIVIL",
        "--restricted",
    )
    noted = counter.done(*words, "--json", stdin="门锁着，邻居说三天没见人").json["entry"]
    assert "邻居说" not in counter.done("timeline", case_no).out

    where = f"{case_no}#{noted}"
    fixed = counter.facts("correct", case_no, where, "--at", "2026-02-20", "--reason", "看错月份", "--by", "P-CIVIL")
    disputed = counter.facts(
        *("correct", case_no, str(noted), "--disputed", "--at", "2026-02-21", "--source", "村委会", "--by", "P-CIVIL")
    )
    kinds = {one["entry"]: one["kind"] for one in counter.facts("timeline", case_no)}
    assert kinds[where] == "noted"
    assert kinds[f"{case_no}#{fixed['entry']}"] == "entry_corrected"
    assert kinds[f"{case_no}#{disputed['entry']}"] == "entry_disputed"


def test_a_field_of_an_answer_is_put_right_and_the_case_is_told_again(counter: Counter, case_no: str) -> None:
    counter.done("duty", "answer", case_no, "triage", "--with", "urgency=ordinary", "--with", "danger_now=no")
    entry = next(one["entry"] for one in counter.facts("timeline", case_no) if one["kind"] == "duty_answered")
    counter.done("correct", case_no, entry, "--with", "紧急程度=紧急", "--reason", "误选", "--by", "P-LIUXI-STATION")
    told = counter.done("timeline", case_no).out
    assert "内容已更正" in told
    assert "误选" not in told


# ------------------------------------------------------------------------------------------------ uncertain dates


@pytest.mark.parametrize(
    ("written", "in_time", "words"),
    [
        ("2026-03-02", None, ""),  # the day of the report: before or after the hour was up
        ("2026-03", None, "2026年3月（日期不详）"),
        ("约 2026-03-04", None, "约2026年3月4日"),
        ("不详", None, "时间不详"),
        ("2026-03-03", False, ""),
    ],
)
def test_nobody_is_found_late_on_a_date_that_is_only_about_right(
    counter: Counter, case_no: str, written: str, in_time: bool | None, words: str
) -> None:
    counter.clock.move(days=4)
    given = ("--with", "urgency=urgent", "--with", "danger_now=no")
    done = counter.facts("duty", "answer", case_no, "triage", *given, "--at", written)
    assert done["in_time"] is in_time
    triage = next(duty for duty in counter.facts("case", "show", case_no)["duties"] if duty["code"] == "triage")
    assert triage["in_time"] is in_time
    assert words in counter.done("case", "show", case_no).out


def test_a_duty_owed_about_something_is_named_by_its_code_and_what_it_is_about(counter: Counter, case_no: str) -> None:
    counter.done("handover", case_no, "child", "--from", "P-LIUXI-POLICE", "--to", "P-CIVIL")
    owed = next(duty for duty in counter.facts("duty", "list") if duty["procedure"] == "handover")
    name = f"{owed['code']}@{owed['about']}" if owed["about"] else owed["code"]
    assert counter.facts("duty", "form", case_no, name)["duty_no"] == owed["no"]


# ------------------------------------------------------------------------------------------------ refused


@pytest.mark.parametrize(
    ("words", "code", "field", "mend"),
    [
        (("open", "NO", "magic", "--by", "P-CIVIL"), ExitCode.REFUSED, "PROCEDURE", "公安训诫"),
        (("open", "NO", "mandatory_reporting", "--by", "P-CIVIL"), ExitCode.REFUSED, "procedure", "不能由人工启动"),
        (("open", "NO", "emergency_placement", "--by", "P-NONE"), ExitCode.REFUSED, "by", "没有编号为 P-NONE"),
        (
            ("open", "NO", "emergency_placement", "--by", "P-CIVIL", "--against", "A-NONE"),
            ExitCode.REFUSED,
            "person",
            "person list",
        ),
        (
            ("open", "NO", "emergency_placement", "--by", "P-CIVIL", "--body", "court"),
            ExitCode.REFUSED,
            "--body",
            "court=P-COURT",
        ),
        (
            ("open", "NO", "emergency_placement", "--by", "P-CIVIL", "--at", "2026-03-03"),
            ExitCode.REFUSED,
            "at",
            "将来",
        ),
        (
            ("open", "NO", "emergency_placement", "--by", "P-CIVIL", "--skip", "sleep=x"),
            ExitCode.REFUSED,
            "--skip",
            "没有“sleep”",
        ),
        (
            ("open", "NO", "emergency_placement", "--by", "P-CIVIL", "--skip", "safe_bed=x"),
            ExitCode.REFUSED,
            "mode",
            "安置方式",
        ),
        (
            ("open", "NO", "emergency_placement", "--by", "P-CIVIL", "--skip-with", "safe_bed.mode=relatives"),
            ExitCode.REFUSED,
            "--skip-with",
            "--skip safe_bed",
        ),
        (("handover", "NO", "child", "--from", "P-CIVIL"), ExitCode.REFUSED, "to", "--to-outside"),
        (("handover", "NO", "child", "--from", "P-CIVIL", "--to", "P-CIVIL"), ExitCode.REFUSED, "to", "同一岗位"),
        (("handover", "NO", "child", "--from", "P-CIVIL", "--to", "P-X"), ExitCode.REFUSED, "to", "P-X"),
        (("handover", "NO", "money", "--from", "P-CIVIL", "--to", "P-RELIEF"), ExitCode.REFUSED, "WHAT", "documents"),
        (("note", "NO", "gossip", "--text", "x", "--by", "P-CIVIL"), ExitCode.REFUSED, "KIND", "harm"),
        (("note", "NO", "visit", "--text", " ", "--by", "P-CIVIL"), ExitCode.REFUSED, "words", "内容"),
        (
            ("note", "NO", "visit", "--text", "x", "--about", "A-NONE", "--by", "P-CIVIL"),
            ExitCode.REFUSED,
            "person",
            "person list",
        ),
        (("correct", "NO", "1", "--at", "2026", "--reason", "x", "--by", "P-CIVIL"), ExitCode.REFUSED, "ENTRY", "系统"),
        (("correct", "NO", "99", "--at", "2026", "--reason", "x", "--by", "P-CIVIL"), ExitCode.REFUSED, "ENTRY", "99"),
        (
            ("correct", "NO", "C-OTHER#1", "--at", "2026", "--reason", "x", "--by", "P-CIVIL"),
            ExitCode.REFUSED,
            "ENTRY",
            "timeline",
        ),
        (("correct", "NO", "1", "--at", "2026", "--by", "P-CIVIL"), ExitCode.REFUSED, "reason", "理由"),
        (("correct", "NO", "1", "--disputed", "--by", "P-CIVIL"), ExitCode.USAGE, "--disputed", "--source"),
        (("death", "NO", "--at", "昨天", "--by", "P-CIVIL"), ExitCode.REFUSED, "--at", "不详"),
        (("death", "NO", "--at", "2027", "--by", "P-CIVIL"), ExitCode.REFUSED, "at", "将来"),
        (("case", "close", "NO", "--reason", " ", "--by", "P-CIVIL"), ExitCode.REFUSED, "reason", "理由"),
        (("case", "reopen", "NO", "--reason", "x", "--by", "P-CIVIL"), ExitCode.REFUSED, "NO", "并未结案"),
    ],
)
def test_what_cannot_be_is_refused_by_field_and_nothing_is_written(
    counter: Counter, case_no: str, words: tuple[str, ...], code: ExitCode, field: str, mend: str
) -> None:
    entries = counter.entries()
    told = counter.hutong(*(case_no if word == "NO" else word for word in words), "--json")
    assert told.code == code, told.err
    assert told.error["field"] == field
    assert mend in told.error["zh"]
    assert counter.entries() == entries


def test_no_procedure_against_guardians_is_opened_against_somebody_who_only_cares(
    counter: Counter, case_no: str
) -> None:
    words = ("person", "add", case_no, "--relation", "grandparent", "--carer", "--by", "P-CIVIL")
    carer = counter.facts(*words)["adult_no"]
    entries = counter.entries()
    for kind in ("supervision_order", "police_admonition", "family_education_order"):
        told = counter.hutong("open", case_no, kind, "--against", carer, "--by", "P-PROC", "--json")
        assert (told.code, told.error["field"]) == (ExitCode.REFUSED, "party")
        assert "受托照护人不在其列" in told.error["zh"]
    assert counter.entries() == entries


@pytest.mark.parametrize(
    ("file", "mend"), [("姓名: 苗小川\n学校: 一中\n", "学校"), ("- 1\n", "填写项"), ("姓名: 苗\n", "居住地")]
)
def test_a_child_that_cannot_be_read_opens_no_case(counter: Counter, tmp_path: Path, file: str, mend: str) -> None:
    (tmp_path / "child.yaml").write_text(file, encoding="utf-8")
    entries = counter.entries()
    told = counter.hutong("case", "open", str(tmp_path / "child.yaml"), "--source", "判决", "--by", "P-CIVIL")
    assert told.code == ExitCode.REFUSED
    assert mend in told.err
    assert counter.entries() == entries


# ------------------------------------------------------------------------------------------------ later knowledge


def test_a_case_can_be_led_by_another_body_which_then_owes_its_review(counter: Counter) -> None:
    words = (
        "case",
        "open",
        "-",
        "--source",
        "镇政府劝返记录",
        "--by",
        "P-CIVIL",
        "--lead",
        "P-LIUXI-STATION",
        "--json",
    )
    made = counter.done(*words, stdin=CHILD).json
    owed = {duty["code"]: duty["owner"]["no"] for duty in counter.facts("case", "show", made["case_no"])["duties"]}
    assert owed == {"review_case": "P-LIUXI-STATION"}


def test_a_household_registration_is_entered_when_it_becomes_known(counter: Counter) -> None:
    case_no = opened_case(counter)["case_no"]
    known = '户籍地: {行政区划代码: "990101002", 详细地址: 石桥乡三组}\n'
    counter.done("case", "register", case_no, "-", "--by", "P-LIUXI-POLICE", stdin=known)
    shown = counter.done("case", "reveal", case_no, "--reason", "办理入学", "--by", "P-CIVIL").out
    assert "石桥乡三组" in shown
    assert "苗小川" in shown  # what was known stays


def test_nothing_is_registered_where_nothing_is_said(counter: Counter) -> None:
    case_no = opened_case(counter)["case_no"]
    before = counter.entries()
    told = counter.hutong("case", "register", case_no, "-", "--by", "P-LIUXI-POLICE", stdin="{}\n")
    assert told.code != ExitCode.OK
    assert counter.entries() == before
