"""Does a process map say what happened, and where it left the procedure's path? 流程图的数字."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import product

import pytest

from pictures.process_map_parts import ProcessMap, Step, Track
from rules.vocabulary import ProcedureKind
from tasks import acts
from tasks.ocel_chosen import Chosen
from tasks.process_map_counts import Counts, StepCount, count
from tasks.process_map_rows import _Told, process_map
from tasks.process_paths import START, path_of, ways_back
from tests.builders import a_child, an_answer
from tests.office import County, national

REPORTING = ProcedureKind.MANDATORY_REPORTING
REFERRAL = ProcedureKind.REFERRAL


def drawn(county: County, kind: ProcedureKind = REPORTING, **options: bool) -> ProcessMap:
    with county.office.reading() as desk:
        return process_map(desk, Chosen(), kind, **options)


def step(of: ProcessMap, code: str) -> Step:
    return next(one for one in of.steps if one.code == code)


def track(of: ProcessMap, source: str, target: str) -> Track | None:
    return next((one for one in of.tracks if (one.source, one.target) == (source, target)), None)


def lines(of: ProcessMap) -> list[str]:
    return [line for note in of.notes for line in note.lines]


def another(county: County, nth: int) -> str:
    """A case of a child of its own."""
    return county.a_case(children=[a_child(name=f"禾{'甲乙丙丁'[nth]}", birth_on=f"2015-0{nth + 1}-11")])


# ------------------------------------------------------------------------------------------------ what happened


def test_a_step_says_how_many_came_how_many_are_open_and_how_many_are_late(county: County) -> None:
    first, *_ = (another(county, nth) for nth in range(3))
    county.clock.move(minutes=40)
    county.answer(first, "triage")
    county.clock.move(days=2)

    found = step(drawn(county), "triage")

    assert (found.said, found.open, found.late) == (("到达 3 件",), "在办 2", "逾期 2")
    assert found.reached


def test_a_way_says_how_many_took_it_and_how_long(county: County) -> None:
    case = county.a_case()  # reported at 10:50
    county.answer(case, "triage", at="Monday 2026-03-02 11:50")
    county.answer(case, "child_seen", at="Monday 2026-03-02 14:50")

    found = drawn(county)

    assert track(found, START, "triage").said == ("1 次", "1小时 / 1小时")
    assert track(found, "triage", "child_seen").said == ("1 次", "3小时 / 3小时")
    assert track(found, "child_seen", "safety_assessment").said == ("1 次",)
    assert track(found, START, "pass_on_to_police").said == ()


def test_what_nobody_reached_is_drawn_and_says_so(county: County) -> None:
    county.a_case()
    found = step(drawn(county), "send_for_prosecution")
    assert (found.reached, found.said) == (False, ("未到达",))


def test_a_duty_that_comes_again_is_on_the_path_and_told_apart(county: County) -> None:
    case = county.a_case()
    county.answer_all(case, "triage", "child_seen", "safety_assessment")
    county.answer(case, "choose_interventions", chosen="")
    county.answer(case, "second_reading", agrees="否")
    found = drawn(county)

    assert step(found, "choose_interventions").said == ("到达 1 件 2 次 ↺",)
    assert track(found, "second_reading", "choose_interventions") is None
    assert "复核不予干预的意见 → 确定干预措施：1 次" in lines(found)
    assert not [line for line in lines(found) if line.startswith("路径之外")]


def test_what_was_left_out_is_a_deviation(county: County) -> None:
    case = county.a_case()
    acts.skip(county.office, case, "triage", reason="已研判", given=an_answer("triage"), by_post="P-OFFICE")
    county.move()
    assert "略过：初步研判 1 次" in lines(drawn(county))


def test_a_way_that_no_path_knows_is_a_deviation_and_no_line(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    """The path is made shorter than the flow: what the flow then does is found outside it."""
    known = tuple(way for way in path_of(REPORTING) if way != ("triage", "child_seen"))
    monkeypatch.setattr("tasks.process_map_counts.path_of", lambda kind, declared: known)
    case = county.a_case()
    county.answer(case, "triage")

    found = drawn(county)

    assert "路径之外：初步研判 → 当面见到儿童 1 次" in lines(found)


def test_the_ends_are_told_with_their_reasons(county: County) -> None:
    case, _ = another(county, 1), another(county, 2)
    county.finish(case)
    assert {"办理完毕 1 件", "尚在办理 1 件"} <= set(lines(drawn(county)))


def test_whatever_arose_came_some_way(county: County) -> None:
    first, second = another(county, 1), another(county, 2)
    county.finish(first, choose_interventions={"chosen": "admonition"})
    county.answer_all(second, "triage", "child_seen")
    with county.office.reading() as desk:
        for kind in ProcedureKind:
            counts = count(desk, Chosen(), kind)
            for code, found in counts.steps.items():
                came = sum(n for way, n in (counts.ways + counts.off).items() if way[1] == code)
                assert came == found.times, (kind, code)
            assert not counts.off


def test_every_procedure_can_be_drawn_of_an_empty_county(county: County) -> None:
    for kind in ProcedureKind:
        assert step(drawn(county, kind), START).said == ("0 件",)


# ------------------------------------------------------------------------------------------------ for sharing


def shared(counts: Counts) -> ProcessMap:
    return _Told(national(), counts, True).map("")


def referrals(*, accepted: int, reassigned: int, again: int) -> Counts:
    """Referrals of which some were reassigned and taken up again."""
    counts = Counts(REFERRAL, procedures=accepted)
    counts.ends["completed"] = accepted
    counts.steps["take_up_referral"] = StepCount(procedures=accepted, times=accepted + again)
    counts.steps["complete_referral"] = StepCount(procedures=accepted, times=accepted)
    counts.steps["reassign_referral"] = StepCount(procedures=reassigned, times=reassigned)
    counts.ways[(START, "take_up_referral")] = accepted
    counts.ways[("reassign_referral", "take_up_referral")] = again
    counts.ways[("take_up_referral", "complete_referral")] = accepted
    counts.ways[("take_up_referral", "reassign_referral")] = reassigned
    for way, number in counts.ways.items():
        counts.ages[way] = [timedelta(hours=1)] * number
    return counts


def test_small_numbers_are_withheld_with_the_durations_behind_them() -> None:
    found = shared(referrals(accepted=20, reassigned=3, again=3))
    assert step(found, "reassign_referral").said == ("到达 不足5 件",)
    assert track(found, "take_up_referral", "reassign_referral").said == ("不足5 次",)
    assert track(found, "take_up_referral", "complete_referral").said == ("20 次", "1小时 / 1小时")


def test_a_number_from_which_a_small_one_could_be_reckoned_is_withheld_too() -> None:
    counts = referrals(accepted=20, reassigned=3, again=0)
    counts.ways[("take_up_referral", "complete_referral")] = 17
    counts.steps["complete_referral"] = StepCount(procedures=17, times=17)
    found = shared(counts)
    assert step(found, "take_up_referral").said == ("到达 20 件",)
    assert track(found, "take_up_referral", "complete_referral").said[0] == "不公开"
    assert step(found, "complete_referral").said == ("到达 不公开",)  # only one way leads there


@pytest.mark.parametrize("again", [0, 3, 5])
def test_no_withheld_number_of_a_map_follows_from_the_others(again: int) -> None:
    """Of many small maps: in no sum is one number alone withheld, a zero being told by leaving it out."""
    seen = 0
    for begun, reassigned, still in product(range(5, 14), range(max(1, again), 9), range(7)):
        done = begun + again - reassigned - still
        if done < 0:
            continue
        shown = read_from(shared(a_small_map(begun, reassigned, still, done, again)), again)
        for whole, parts in SUMS:
            hidden = [name for name in (whole, *parts) if shown[name] is None]
            assert len(hidden) != 1, (begun, reassigned, still, done, hidden, shown)
        seen += 1
    assert seen > 100


def a_small_map(begun: int, reassigned: int, still: int, done: int, again: int) -> Counts:
    """Referrals that were taken up, of which some were done, some reassigned, and some still stand."""
    counts = Counts(REFERRAL, procedures=begun)
    if done:
        counts.ends["completed"] = min(done, begun)
        counts.steps["complete_referral"] = StepCount(procedures=done, times=done)
    counts.steps["take_up_referral"] = StepCount(procedures=begun, times=begun + again, open=still)
    counts.steps["reassign_referral"] = StepCount(procedures=reassigned, times=reassigned)
    counts.ways[(START, "take_up_referral")] = begun
    counts.ways[("reassign_referral", "take_up_referral")] = again
    counts.ways[("take_up_referral", "complete_referral")] = done
    counts.ways[("take_up_referral", "reassign_referral")] = reassigned
    return counts


SUMS = (
    ("begun", ("ended", "unfinished")),
    ("begun", ("first",)),
    ("taken", ("first", "again")),
    ("taken", ("done", "reassigned", "still")),
    ("done there", ("done",)),
    ("reassigned there", ("reassigned",)),
)


def read_from(drawn: ProcessMap, again: int) -> dict[str, int | None]:
    """What a reader finds in a map: a number, none where nothing stands, None where it is withheld."""

    def of_way(source: str, target: str) -> int | None:
        gone = track(drawn, source, target)
        return read(gone.said[0] if gone and gone.said else "")

    noted = {line.partition("：")[0].partition(" ")[0]: line for line in lines(drawn)}
    taken = step(drawn, "take_up_referral")
    came = taken.said[0].removesuffix(" ↺").removeprefix("到达 ")
    times = came.partition(" 件 ")[2] or ("不公开" if again else came)
    back = next((line for line in lines(drawn) if "→ " in line), "")
    return {
        "begun": read(step(drawn, START).said[0]),
        "ended": read(noted.get("办理完毕", "")),
        "unfinished": read(noted["尚在办理"]),
        "first": of_way(START, "take_up_referral"),
        "again": read(back.rpartition("：")[2]),
        "taken": read(times),
        "done": of_way("take_up_referral", "complete_referral"),
        "reassigned": of_way("take_up_referral", "reassign_referral"),
        "still": read(taken.open),
        "done there": read(step(drawn, "complete_referral").said[0]),
        "reassigned there": read(step(drawn, "reassign_referral").said[0]),
    }


def read(said: str) -> int | None:
    """A number as it is said; 0 where nothing is said; None where it is withheld."""
    if "不公开" in said or "不足5" in said:
        return None
    return int("".join(filter(str.isdigit, said)) or 0)


def test_five_is_shown_and_four_is_not() -> None:
    five = shared(referrals(accepted=20, reassigned=5, again=5))
    four = shared(referrals(accepted=20, reassigned=4, again=4))
    assert track(five, "take_up_referral", "reassign_referral").said[0] == "5 次"
    assert track(four, "take_up_referral", "reassign_referral").said[0] == "不足5 次"


def test_the_thickness_of_a_line_gives_no_withheld_number_away() -> None:
    shares = {
        track(shared(referrals(accepted=20, reassigned=few, again=few)), "take_up_referral", "reassign_referral").share
        for few in (1, 2, 3, 4)
    }
    assert len(shares) == 1


def test_no_small_number_stands_anywhere_in_a_shared_map(county: County) -> None:
    for nth in range(2):
        county.finish(another(county, nth))
    another(county, 3)
    found = drawn(county, for_sharing=True)
    said = [*lines(found), found.summary]
    said += [line for one in found.steps for line in (*one.said, one.open, one.late)]
    said += [line for one in found.tracks for line in one.said]
    assert [line for line in said if re.search(r"(?<![0-9足])[1-4] ?(?:件|次)|逾期 [1-4]$|在办 [1-4]$", line)] == []
    assert any("不足5" in line for line in said)


def test_ways_back_are_those_that_lead_to_where_a_procedure_has_been() -> None:
    assert ways_back(REFERRAL) == {("reassign_referral", "take_up_referral")}
    assert ("second_reading", "choose_interventions") in ways_back(REPORTING)
