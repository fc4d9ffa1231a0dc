"""Has a declared procedure everything that a written one has? 自设程序与系统程序一样办理."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from packs.loader import SHELF, load
from packs.pack import Pack
from pictures.process_map_parts import ProcessMap
from rules.causes import BreachCause
from rules.errors import Refused
from rules.vocabulary import Force
from tasks import acts, attending, rules_change, timeline
from tasks.audit_rules import Judged
from tasks.audit_sheet import case_sheet
from tasks.cases import duties_of, why
from tasks.duty_rules import Running
from tasks.ladder_letter import letter
from tasks.ocel import export
from tasks.ocel_chosen import Chosen
from tasks.process_map_rows import process_map
from tasks.stuck import StuckKind, stuck
from tasks.verdicts import Verdict
from tests.builders import a_brother, a_child, an_answer
from tests.colleagues import another
from tests.flows.liuxi import DECLARED, SIX_STEPS, away, liuxi, step, steps_owed, until
from tests.office import County
from tests.packs.copies import change
from vault.keys import MasterKey

NAME = "柳溪镇控辍保学六步"


@pytest.fixture
def there(county: County) -> County:
    return liuxi(county)


@pytest.fixture
def case(there: County) -> str:
    """The school misses a pupil on Monday at 10:50; nobody has done anything yet."""
    return away(there)


def lines(there: County, case: str) -> list[str]:
    with there.office.reading() as desk:
        return [line.zh for line in timeline.timeline(desk, case)]


# ------------------------------------------------------------------------------------------------ telling


def test_the_post_is_told_of_its_step_by_the_name_of_the_procedure_and_how_to_answer(there: County, case: str) -> None:
    there.deliver()
    sent = (there.home / "outbox.jsonl").read_text(encoding="utf-8")

    assert NAME in sent
    assert "--with 是否返校=… --with 辍学原因=…" in sent


def test_the_timeline_tells_its_beginning_its_steps_and_its_end_by_their_own_names(there: County, case: str) -> None:
    until(there, case, "court")
    step(there, case, "court", promised="2026-04-30")
    step(there, case, "promise")

    told = lines(there, case)
    assert f"启动程序：{NAME}" in told
    assert f"程序终结：{NAME}（调解结案：按法院调解、判决返校）" in told
    assert [line for line in told if "镇村上门劝返：按期办理。是否返校：否；辍学原因：外出打工" in line]
    with there.office.reading() as desk:
        tracks = {line.track for line in timeline.timeline(desk, case)}
        english = [line.en for line in timeline.timeline(desk, case)]
    assert NAME in tracks
    assert (
        "procedure closed: Liuxi's six steps against a dropout (mediated: back in school as settled in court)"
        in english
    )


def test_a_form_shows_the_fields_of_the_step_and_the_date_is_explained_like_any_other(there: County, case: str) -> None:
    with there.office.reading() as desk:
        (view,) = [one for one in duties_of(desk, case) if one.code == f"{SIX_STEPS}.persuade"]
        explained = why(desk, case, view.no)

    asked = {one.zh: one for one in view.fields}
    assert asked["是否返校"].required
    assert asked["辍学原因"].choices[0] == ("work", "外出打工")
    assert not asked["家长怎么说"].required
    assert (view.period_force, explained.period[1]) == (Force.LOCAL, "柳溪镇办法（虚构）第1条")


# ------------------------------------------------------------------------------------------------ ladders, stuck


def test_a_late_step_climbs_the_ladder_of_the_township_and_stands_on_the_stuck_list(there: County, case: str) -> None:
    there.clock.show("Friday 2026-03-13 09:00")
    there.sweep()

    told = [one["told"] for one in there.facts("rung_fired", case) if one["code"] == f"{SIX_STEPS}.persuade"]
    assert told[-2:] == [["P-LIUXI-STATION", "P-LIUXI-LEADER"], ["P-EDU", "P-OFFICE"]]
    with there.office.reading() as desk:
        found = [one for one in stuck(desk) if one.case_no == case and "镇村上门劝返" in one.subject]
    assert StuckKind.OVERDUE in {one.kind for one in found}
    (late,) = [one for one in found if one.kind is StuckKind.OVERDUE]
    assert "--with 是否返校=…" in late.repair


def test_a_step_of_rules_that_are_no_longer_in_use_is_still_called_by_its_name(county: County) -> None:
    case = away(liuxi(county))
    county.clock.move(days=20)

    with county.office.reading() as desk:
        assert [one for one in stuck(desk) if one.case_no == case and "镇村上门劝返" in one.subject]


@pytest.mark.parametrize("named", ["镇村上门劝返", f"{SIX_STEPS}.persuade", "3"])
def test_a_step_of_rules_that_are_no_longer_in_use_is_answered_by_name_code_or_number(
    county: County, named: str
) -> None:
    case = away(liuxi(county))
    assert county.duties(case)[2].code == f"{SIX_STEPS}.persuade"

    done = acts.answer(county.office, case, named, an_answer(f"{SIX_STEPS}.persuade"))

    assert (done.code, done.zh) == (f"{SIX_STEPS}.persuade", "镇村上门劝返")


def test_a_late_step_of_such_rules_is_explained_by_its_name(county: County) -> None:
    case = away(liuxi(county))
    county.clock.move(days=20)
    with county.office.reading() as desk:
        assert [one for one in duties_of(desk, case) if one.overdue and one.code == f"{SIX_STEPS}.persuade"]
    attending.explain_breach(county.office, case, "镇村上门劝返", cause=BreachCause.NO_STAFF, by_post="P-LIUXI-STATION")

    assert [one["code"] for one in county.facts("breach_explained", case)] == [f"{SIX_STEPS}.persuade"]


def test_the_letter_of_a_rung_names_the_procedure(there: County, case: str) -> None:
    there.clock.show("Friday 2026-03-13 09:00")
    there.sweep()

    number = there.live(case, f"{SIX_STEPS}.persuade").no.rpartition("/")[2]
    assert NAME in letter(there.office, case, number).html.decode()


# ------------------------------------------------------------------------------------------------ audit


def judged(there: County, case: str) -> dict[str, Judged]:
    with there.office.reading() as desk:
        sheet = case_sheet(desk, case)
    return {one.rule.code: one for one in sheet.rules if one.rule.code.startswith(SIX_STEPS)}


def test_the_audit_sheet_judges_every_step_and_what_was_never_called_for(there: County, case: str) -> None:
    step(there, case, "persuade")
    there.clock.move(days=20)
    step(there, case, "order", orders="否")

    found = judged(there, case)
    assert found[f"{SIX_STEPS}.persuade"].verdict is Verdict.MET
    assert found[f"{SIX_STEPS}.order"].verdict is Verdict.LATE
    assert found[f"{SIX_STEPS}.sue"].verdict is Verdict.NOT_APPLICABLE
    assert len(found) == 10
    assert {one.rule.force for one in found.values()} == {Force.LOCAL}
    assert {one.rule.procedure_zh for one in found.values()} == {NAME}
    assert found[f"{SIX_STEPS}.order"].rule.ground[0].startswith("义务教育法 第58条")


# ------------------------------------------------------------------------------------------------ maps and logs


def drawn(there: County) -> ProcessMap:
    with there.office.reading() as desk:
        return process_map(desk, Chosen(), DECLARED, declared=desk.pack.procedure(SIX_STEPS))


def test_a_process_map_is_drawn_on_the_path_that_the_township_declares(there: County) -> None:
    first, second = (
        away(there, case=there.a_case(children=[child])) for child in (a_child(), a_brother(name="禾苗苗"))
    )
    step(there, first, "persuade")
    step(there, first, "order")
    step(there, second, "persuade", back_in_school="是")

    picture = drawn(there)
    assert picture.title == f"{NAME}：流程图"
    assert len(picture.steps) == 11
    said = {one.code: one.said for one in picture.steps}
    assert said[f"{SIX_STEPS}.persuade"] == ("到达 2 件",)
    assert said[f"{SIX_STEPS}.sue"] == ("未到达",)
    notes = [line for note in picture.notes for line in note.lines]
    assert {"办理完毕 1 件", "尚在办理 1 件"} <= set(notes)
    assert not [line for line in notes if line.startswith("路径之外")]


def test_an_export_carries_its_steps_as_objects_and_events(there: County, case: str, tmp_path: Path) -> None:
    until(there, case, "check")
    out = tmp_path / "log.json"
    key = MasterKey(bytes(range(32)))
    export(there.office, Chosen(kind=DECLARED), out, by_post="P-OFFICE", reason="年度检查", key=key)

    log: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    duties = [
        {each["name"]: each["value"] for each in one["attributes"]} for one in log["objects"] if one["type"] == "duty"
    ]
    assert {one["procedure_kind"] for one in duties} == {"declared"}
    assert {one["duty_zh"] for one in duties} >= {"镇村上门劝返", "责令期限核查"}
    assert len([one for one in log["events"] if one["type"] == "duty_answered"]) == 4  # two guardians were served


# ------------------------------------------------------------------------------------------------ other rules


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHELF / "example-township", tmp_path / "liuxi"))


def under(there: County, pack: Pack) -> County:
    return another(there, "qinghe-3", pack=pack)


def move(there: County, case: str, running: Running = Running.KEPT) -> None:
    rules_change.move(there.office, case_no=case, reason="镇里修改了办法", by_post="P-OFFICE", running=running)
    there.move()


FINED_AT_ONCE = (
    "      decided_by: back_in_school\n      next: {yes: back, no: six_steps.order}",
    "      decided_by: why\n      next: {work: six_steps.fine, hardship: six_steps.order, weary: back, other: back}",
)
"""Whoever has gone to work is fined at once; a family in hardship is ordered, as before."""


def test_a_case_keeps_the_steps_that_it_began_with_while_a_new_one_goes_the_new_way(
    there: County, case: str, folder: Path
) -> None:
    change(folder / "procedures.yaml", *FINED_AT_ONCE)
    later = under(there, load(folder))
    new = away(later, case=later.a_case(children=[a_brother(name="禾苗苗")]))
    for each in (case, new):
        step(later, each, "persuade")

    assert steps_owed(later, case) == ["order"]  # as when it began
    assert steps_owed(later, new) == ["fine"]


def test_moving_shows_which_steps_lead_elsewhere_and_releases_what_is_no_longer_asked(
    there: County, case: str, folder: Path
) -> None:
    step(there, case, "persuade")
    assert steps_owed(there, case) == ["order"]
    change(folder / "procedures.yaml", *FINED_AT_ONCE)
    later = under(there, load(folder))

    with later.office.reading() as desk:
        (changed,) = [one for one in rules_change.difference(desk, case) if one.kind is DECLARED]
    assert (changed.zh, changed.problem) == (NAME, "")
    assert [line.partition("：")[0] for line in changed.steps] == ["镇村上门劝返"]
    assert "外出打工 → 决定是否处罚" in changed.steps[0].partition("⇒")[2]
    assert "劝返" not in changed.steps_en[0]
    assert "gone to work" in changed.steps_en[0].partition("⇒")[2]
    move(later, case)

    assert steps_owed(later, case) == ["fine"]
    assert later.duty(case, f"{SIX_STEPS}.order").state == "excused"
    later.must_hold()


def test_a_procedure_is_not_moved_to_rules_that_do_not_declare_it(county: County) -> None:
    case = away(liuxi(county))

    with county.office.reading() as desk:
        (changed,) = [one for one in rules_change.difference(desk, case) if one.kind is DECLARED]
    assert changed.problem == "新版规则没有自设程序“six_steps”"
    with pytest.raises(Refused, match="不能改用新版规则"):
        move(county, case)
    assert county.facts("rules_changed", case) == []


def test_a_procedure_is_not_moved_to_rules_that_cannot_read_what_was_answered(
    there: County, case: str, folder: Path
) -> None:
    step(there, case, "persuade")
    change(
        folder / "procedures.yaml", "{code: work, zh: 外出打工, en: gone to work}", "{code: labour, zh: 务工, en: work}"
    )
    later = under(there, load(folder))

    with pytest.raises(Refused, match="读不懂已办步骤的内容：镇村上门劝返"):
        move(later, case)


def test_a_step_that_lasts_shorter_is_counted_again_when_the_case_is_moved(
    there: County, case: str, folder: Path
) -> None:
    before = there.live(case, f"{SIX_STEPS}.persuade").internal_due_at
    for file in ("facts.yaml", "duties.yaml"):
        change(folder / file, "within: 5 days, rule: calendar", "within: 3 days, rule: calendar")
    later = under(there, load(folder))
    move(later, case, Running.COUNTED)

    after = later.live(case, f"{SIX_STEPS}.persuade").internal_due_at
    assert before is not None
    assert after is not None
    assert before - after == timedelta(days=2)
