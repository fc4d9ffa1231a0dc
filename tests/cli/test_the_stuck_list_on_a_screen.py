"""Is a list of thousands still read from the top: how many of each kind, the gravest first, nothing said twice?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from cli.exits import ExitCode
from cli.stuck_shown import LINES_OF_A_KIND, show
from tasks.stuck import RepairAct, Severity, Stuck, StuckKind
from tests.cli.counter import Counter

AT = datetime.fromisoformat("2026-03-02T10:00:00+08:00")

ONE = Stuck(
    kind=StuckKind.OVERDUE,
    severity=Severity.SERIOUS,
    key="overdue:C-1/1",
    case_no="C-1",
    subject="1 初步研判",
    subject_en="1 first look",
    holder="P-OFFICE",
    holder_zh="协调岗",
    agency="A-1",
    agency_zh="协调机构",
    area="990101",
    since=AT,
    next_rung_at=None,
    next_at=None,
    next_zh="无",
    next_en="nothing",
    act=RepairAct.REMIND,
    command="hutong stuck repair overdue:C-1/1 --by 岗位",
    repair="办理并登记",
    repair_en="do it and enter it",
)


def of(kind: StuckKind, count: int, **facts: object) -> list[Stuck]:
    return [
        replace(ONE, kind=kind, case_no=f"C-{nth}", since=AT + timedelta(hours=nth), **facts)  # type: ignore[arg-type]
        for nth in range(count)
    ]


def printed(capsys: pytest.CaptureFixture[str], found: list[Stuck], most: int | None = LINES_OF_A_KIND) -> list[str]:
    show(found, most=most)
    return capsys.readouterr().out.splitlines()


def lines(told: list[str]) -> int:
    return len([line for line in told if line.startswith("■")])


def test_it_begins_with_one_line_for_each_kind(capsys: pytest.CaptureFixture[str]) -> None:
    told = printed(capsys, [*of(StuckKind.OVERDUE, 3), *of(StuckKind.NOT_READ, 2, severity=Severity.ORDINARY)])
    assert told[1:3] == [
        "  逾期未办 3 项（严重），最久的自 2026年3月2日（星期一）10:00  overdue, serious: 3",
        "  已告知而无人阅 2 项（一般），最久的自 2026年3月2日（星期一）10:00  not read, ordinary: 2",
    ]


def test_of_each_kind_the_longest_are_listed_and_how_to_see_the_rest(capsys: pytest.CaptureFixture[str]) -> None:
    found = [*of(StuckKind.OVERDUE, 21), *of(StuckKind.NOT_READ, 20)]
    told = printed(capsys, found)
    assert lines(told) == 40
    assert [line for line in told if "未列" in line] == ["另有 1 项未列：加 --kind 逾期未办，或者 --all"]
    assert "1 more: --kind overdue, or --all" in told
    assert lines(printed(capsys, found, None)) == 41


def test_what_is_equal_for_many_lines_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    told = "\n".join(printed(capsys, of(StuckKind.OVERDUE, 5)))
    assert told.count("办理并登记") == told.count("do it and enter it") == 1


def test_where_there_are_several_such_words_each_line_says_which(capsys: pytest.CaptureFixture[str]) -> None:
    court = of(StuckKind.BREACH_WITHOUT_CAUSE, 2, repair="选一项：法院", repair_en="one of: court")
    police = of(StuckKind.BREACH_WITHOUT_CAUSE, 2, repair="选一项：公安", repair_en="one of: police")
    alone = of(StuckKind.BREACH_WITHOUT_CAUSE, 1, repair="只此一项", repair_en="this one")
    told = "\n".join(printed(capsys, [*court, *police, *alone]))
    assert told.count("选一项：法院") == told.count("one of: police") == told.count("只此一项") == 1
    assert (told.count("怎么办〔1〕，催办"), told.count("怎么办〔2〕，催办")) == (2, 2)


def test_scripts_get_every_line_with_its_kind_in_both_languages(counter: Counter, case_no: str) -> None:
    counter.clock.move(hours=1)
    assert {(one["zh"], one["en"]) for one in counter.facts("stuck")} == {
        ("督办巡查停摆", "sweep not alive"),
        ("逾期未办", "overdue"),
    }


@pytest.mark.parametrize("kind", ["sweep not alive", "sweep-not-alive", "sweep_not_alive"])
def test_a_kind_is_asked_for_as_the_list_prints_it(counter: Counter, case_no: str, kind: str) -> None:
    counter.clock.move(hours=1)
    assert [one["kind"] for one in counter.facts("stuck", "--kind", kind)] == ["sweep_not_alive"]


def test_an_area_where_nobody_is_is_refused_and_not_good_news(counter: Counter, case_no: str) -> None:
    refused = counter.hutong("stuck", "--area", "123456")
    assert refused.code == ExitCode.REFUSED
    assert "“123456”没有机构，也没有个案" in refused.err
    assert "990101" in refused.err
    assert refused.err.count("9901") <= 10  # five of them, in two languages

    assert "没有卡住的个案" in counter.done("stuck", "--area", "9901").out
    sheet = counter.home / "sheet.html"
    assert counter.hutong("meeting", "--area", "123456", "--out", str(sheet)).code == ExitCode.REFUSED
    assert not sheet.exists()
    counter.done("meeting", "--area", "9901", "--out", str(sheet))


def test_a_cause_that_there_is_not_is_answered_with_those_of_that_agency(counter: Counter, case_no: str) -> None:
    counter.clock.move(days=9)
    told = counter.hutong(
        "stuck", "repair", f"breach_without_cause:{case_no}/2", "--by", "P-OFFICE", "--cause", "天气不好"
    )
    said = counter.hutong("duty", "cause", case_no, "police_acceptance", "--cause", "天气不好")

    for one in (told, said):
        assert one.code == ExitCode.REFUSED
        assert "等待鉴定、检查结果" in one.err
        assert "等待公安机关处理" not in one.err  # no cause of the police's


def test_where_no_agency_is_known_it_says_that_the_causes_depend_on_it(counter: Counter, case_no: str) -> None:
    told = counter.hutong("stuck", "repair", "overdue:nothing", "--by", "P-OFFICE", "--cause", "天气不好")
    assert told.code == ExitCode.REFUSED
    assert "可选原因因机关而异" in told.err
    assert "等待法院裁判" not in told.err
