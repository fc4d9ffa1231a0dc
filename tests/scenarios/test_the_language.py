"""Is a scenario with a mistake refused as a whole, with file, line and how to mend it? 情景文件的检查."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.errors import Refusals, Refused
from rules.moments import en, shanghai
from rules.vocabulary import Precision
from scenarios.holding import EXPECTATIONS
from scenarios.language import ADULT, CHILD, HEAD, LINE
from scenarios.reading import read_scenario
from scenarios.reference import TARGET, reference
from scenarios.verbs import ACTS
from tests.scenarios.few_lines import HEAD as USUAL
from tests.scenarios.few_lines import REPORT, TWO_CHILDREN, a_story

ROOT = Path(__file__).resolve().parents[2]
TRIAGE = "    办理: {职责: 初步研判, 紧急程度: 较急, 目前是否有危险: 否}\n"
NEXT_LINE = len((USUAL + REPORT).splitlines()) + 1
"""The line of the file on which the lines of a test begin."""


def wrong(lines: str, **parts: str) -> list[Refused]:
    """Everything that is wrong with a story of these lines."""
    with pytest.raises(Refusals) as refused:
        read_scenario(a_story(lines, **parts))
    return list(refused.value.refusals)


def only_wrong(lines: str, **parts: str) -> Refused:
    """The one thing that is wrong with it."""
    (one,) = wrong(lines, **parts)
    return one


# ------------------------------------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    ("lines", "zh", "en"),
    [
        ("  - 发生: 2026-03-03\n    办里: {职责: 初步研判}\n", "“办理”", "did you mean `办理`"),
        ("  - 发生: 2026-03-03\n    办理: {职责: 初步研盼}\n", "“初步研判”", "no duty `初步研盼`"),
        ("  - 发生: 2026-03-03\n    办理: {职责: 初步研判, 紧急程渡: 较急}\n", "“紧急程度”", "did you mean `紧急程度`"),
        (
            "  - 发生: 2026-03-03\n    办理: {职责: 初步研判, 紧急程度: 很急, 目前是否有危险: 否}\n",
            "紧急程度",
            "urgency is not right",
        ),
        ("  - 发生: 2026-03-03\n    办理: {紧急程度: 较急}\n", "缺少“职责”", "`duty` is missing"),
        ("  - 发生: 2026-13-03\n" + TRIAGE, "不是时间", "is no moment"),
        ("  - 发生: 星期五 2026-03-03 10:30\n" + TRIAGE, "是星期二", "is a Tuesday"),
        ("  - 发生: 2026-03-03\n", "没有行为", "has no act"),
        ("  - 发生: 2026-03-03\n" + TRIAGE + "    资料未载: 无\n", "只能有一项行为", "one act in a line"),
        ("  - 到: 2026-03-02\n", "时钟不能倒退", "does not go back"),
        ("  - 发生: 2026-03-04\n    录入: 2026-03-02\n" + TRIAGE, "时钟不能倒退", "does not go back"),
        ("  - 发生: 2026-03-09\n    录入: 2026-03-05\n" + TRIAGE, "早于发生", "before it happened"),
        ("  - 到: 2026-03-09\n    发生: 2026-03-05\n", "不写时间", "no moment of its own"),
        (TRIAGE.replace("    办理", "  - 办理", 1), "缺少“发生”", "`happened` is missing"),
        ("  - 发生: 2026-03-03\n    儿童: 禾禾\n" + TRIAGE, "没有名为“禾禾”的儿童", "no child `禾禾`"),
        ("  - 发生: 2026-03-03\n    经办: P-CIVVIL\n" + TRIAGE, "“P-CIVIL”", "no post `P-CIVVIL`"),
        ("  - 发生: 2026-03-03\n    标记: 报告\n" + TRIAGE, "已在 scenario.yaml:", "choose another"),
        ("  - 发生: 2026-03-05\n    更正: {记录: 报高, 理由: 笔误, 改为: 2026-03-01}\n", "“报告”", "no label"),
        ("  - 发生: 2026-03-05\n    增列成年人: 舅妈\n", "没有名为“舅妈”的成年人", "no adult `舅妈`"),
        ("  - 发生: 2026-03-05\n    记事: {种类: 走仿, 情况: 见到了}\n", "“走访”", "no term `走仿`"),
        ("  - 发生: 2026-03-05\n    记事: 走访\n", "缺少“情况”", "`words` is missing"),
        ("  - 发生: 2026-03-05\n    延长期限: {职责: 初步研判, 延长: 很久, 依据: B-22}\n", "不是时长", "is no length"),
        ("  - 发生: 2026-03-05\n    送达: {文书: 保护伞, 受送达人: 妈妈, 方式: 当面送达}\n", "文书", "no instrument"),
        ("  - 发生: 2026-03-05\n    结案: [a, b]\n", "应为文字", "should be text"),
        ("  - 应当: [{职则: 初步研判}]\n", "“职责”", "did you mean `职责`"),
        ("  - 应当: [{职责: 初步研判, 状态: 办完}]\n", "没有“办完”", "no term `办完`"),
        ("  - 应当: [{通知: escalations}]\n", "“escalation”", "did you mean `escalation`"),
        ("  - 应当: [{天数: 三, 自: 报告, 至: 报告}]\n", "应为整数", "whole number"),
        ("  - 发生: 2026-03-05\n    应被拒绝: {说: 已办}\n", "没有行为", "has no act"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_was_meant(lines: str, zh: str, en: str) -> None:
    told = wrong(lines)

    assert len(told) == 1, [one.zh for one in told]
    assert told[0].zh.startswith("scenario.yaml:")
    assert int(told[0].zh.partition(":")[2].partition("：")[0]) >= NEXT_LINE
    assert zh in told[0].zh
    assert en in told[0].en


def test_everything_that_is_wrong_is_told_at_once() -> None:
    told = wrong("  - 到: 昨天\n  - 发生: 2026-03-03\n    办理: 初步研盼\n  - 发生: 2026-03-04\n    办里: 1\n")

    assert [one.zh.partition("：")[0] for one in told] == [
        f"scenario.yaml:{NEXT_LINE + number}" for number in (0, 2, 4)
    ]


def test_a_line_that_would_need_no_post_takes_the_one_of_the_head_and_else_asks_for_it() -> None:
    lines = "  - 发生: 2026-03-05\n    记事: {种类: 走访, 情况: 见到了}\n"

    assert read_scenario(a_story(lines)).lines[-1].by == "P-CIVIL"
    assert "须写明由哪个岗位经办" in only_wrong(lines, head=USUAL.replace("经办: P-CIVIL\n", "")).zh


def test_with_several_children_a_line_says_which() -> None:
    assert "穗穗、田田 或 全部" in only_wrong("  - 发生: 2026-03-03\n" + TRIAGE, head=TWO_CHILDREN).zh


@pytest.mark.parametrize(
    ("before", "after", "zh"),
    [
        ("标题: 测试\n", "", "缺少“标题”"),
        ("机构与岗位: 默认", "机构与岗位: 没有.yaml", "没有名册文件"),
        ("机构与岗位: 默认", "机构与岗位: [{编号: a b}]", "机构.1.编号"),
        ("性别: 女", "性别: 姑娘", "没有“姑娘”"),
        ("出生日期: 2017-09-12", "出生日期: 2017", "不是日期"),
        ("关系: 母亲", "关系: 阿姨", "没有“阿姨”"),
        ('地区: "990101001"\n', "", "不知道“穗穗”住在哪里"),
        ("  舅舅:", "  穗穗:", "已是儿童的代称"),
        ("成年人:", "大人:", "卷首没有“大人”"),
        ("是监护人: 是", "是监护人: 或许", "应为 是 或 否"),
    ],
)
def test_a_mistake_in_the_head_is_told(before: str, after: str, zh: str) -> None:
    assert any(zh in one.zh for one in wrong("", head=USUAL.replace(before, after)))


def test_a_file_that_is_not_there_or_is_no_yaml_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("标题: [", encoding="utf-8")

    with pytest.raises(Refused, match="无法读取"):
        read_scenario(tmp_path / "nothing.yaml")
    with pytest.raises(Refused, match="不是有效的 YAML"):
        read_scenario(broken)


# ------------------------------------------------------------------------------------------------ what is understood


def test_english_keys_say_the_same() -> None:
    english = """\
title: a test
area: "990101001"
agencies: default
children:
  Sui: {sex: female, birth_on: 2017-09-12}
adults:
  Mother: {relation: mother, guardian: yes}
story:
  - happened: 2026-03-03 10:20
    label: the report
    report: {unit_kind: citizen, situations: [guardianship], danger_now: no}
  - happened: 2026-03-03 11:00
    answer: {duty: triage, urgency: urgent, danger_now: no}
  - until: 2026-03-04
  - expect:
      - {duty: child_seen, state: open}
"""
    told = read_scenario(english)

    assert [line.act.name for line in told.lines] == ["report", "answer", "until", "expect"]
    assert told.lines[1].act.given == {"duty": "triage", "with": {"urgency": "urgent", "danger_now": "no"}}


@pytest.mark.parametrize(
    ("written", "precision", "entered"),
    [
        ("2026-03-05 10:30", Precision.EXACT, "Thursday 2026-03-05 10:30"),
        ("星期四 2026-03-05 10:30", Precision.EXACT, "Thursday 2026-03-05 10:30"),
        ("2026-03-05", Precision.DAY, "Thursday 2026-03-05 09:00"),
        ("2026-04", Precision.MONTH, "Wednesday 2026-04-01 09:00"),
        ("2027", Precision.YEAR, "Friday 2027-01-01 09:00"),
        ("约 2026-03-05", Precision.ABOUT, "Thursday 2026-03-05 09:00"),
        ("不详", Precision.UNKNOWN, "Tuesday 2026-03-03 10:20"),
        ("2025-12", Precision.MONTH, "Tuesday 2026-03-03 10:20"),
    ],
)
def test_the_spelling_of_a_moment_says_how_exactly_it_is_known(
    written: str, precision: Precision, entered: str
) -> None:
    line = read_scenario(a_story(f"  - 发生: {written}\n    记事: {{种类: 走访, 情况: 见到了}}\n")).lines[-1]

    assert line.when.precision is precision
    assert en(line.at) == entered


def test_what_was_entered_later_carries_both_moments() -> None:
    line = read_scenario(
        a_story("  - 发生: 2026-02\n    录入: 2026-03-10 16:00\n    记事: {种类: 走访, 情况: 见到了}\n")
    ).lines[-1]

    assert line.when.precision is Precision.MONTH
    assert line.at == shanghai("2026-03-10 16:00")


def test_a_day_on_which_the_clock_stands_already_is_not_behind_it() -> None:
    lines = read_scenario(a_story("  - 到: 2026-03-03\n  - 到: 2026-03-03 11:00\n")).lines

    assert [en(line.at) for line in lines[1:]] == ["Tuesday 2026-03-03 10:20", "Tuesday 2026-03-03 11:00"]


def test_an_adult_whom_a_later_line_adds_is_not_named_by_the_report() -> None:
    told = read_scenario(a_story("  - 发生: 2026-03-05\n    增列成年人: 舅舅\n"))

    named = [adult.name for adult in told.lines[0].act.given["form"].children[0].adults]
    assert named == ["妈妈", "奶奶"]


def test_a_second_report_does_not_enter_the_same_adults_again() -> None:
    second = REPORT.replace("2026-03-03", "2026-03-09").replace("标记: 报告", "标记: 又一份")
    told = read_scenario(a_story(second))

    assert [len(line.act.given["form"].children[0].adults) for line in told.lines] == [3, 0]


# ------------------------------------------------------------------------------------------------ the table


def test_every_word_of_the_language_is_its_own() -> None:
    for keys in (HEAD, CHILD, ADULT, (*LINE, *ACTS), EXPECTATIONS, *(verb.keys for verb in (*ACTS, *EXPECTATIONS))):
        assert len({key.zh for key in keys}) == len(keys)
        assert len({key.name for key in keys}) == len(keys)


def test_the_reference_says_what_the_table_says() -> None:
    assert (ROOT / TARGET).read_text(encoding="utf-8") == reference()


def test_the_example_of_the_guide_is_a_scenario() -> None:
    guide = (ROOT / "docs" / "howto" / "write-a-scenario.md").read_text(encoding="utf-8")
    example = guide.partition("```yaml\n")[2].partition("```")[0]

    assert [line.act.name for line in read_scenario(example).lines] == ["report", "answer", "until", "expect"]


# ------------------------------------------------------------------------------------------------ rules


@pytest.mark.parametrize(
    ("named", "zh", "en"),
    [
        ("example-townshp", "规则包“example-townshp”：找不到规则包", "no pack 'example-townshp'"),
        ("broken", "pack.yaml:1：不认识的键“idd”", "did you mean 'id'"),
    ],
)
def test_a_story_under_rules_that_cannot_be_read_is_refused_where_they_are_named(
    tmp_path: Path, named: str, zh: str, en: str
) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "pack.yaml").write_text("idd: broken\ninherits: national\n", encoding="utf-8")
    story = a_story("  - 发生: 2026-03-03\n" + TRIAGE).replace("标题: 测试\n", f"标题: 测试\n规则包: {named}\n")
    file = tmp_path / "story.yaml"
    file.write_text(story, encoding="utf-8")

    with pytest.raises(Refusals) as refused:
        read_scenario(file)

    found = [one for one in refused.value.refusals if zh in one.zh]
    assert found, [one.zh for one in refused.value.refusals]
    assert found[0].zh.startswith("story.yaml:2：")
    assert en in found[0].en


def test_a_step_that_only_the_rules_of_the_story_declare_is_a_duty_of_its_language(tmp_path: Path) -> None:
    step = "  - 发生: 2026-03-03\n    办理: {职责: 镇村上门劝返, 是否返校: 是, 辍学原因: 外出打工}\n"
    assert "职责" in only_wrong(step).zh

    story = a_story(step).replace("标题: 测试\n", "标题: 测试\n规则包: example-township\n")
    line = read_scenario(story).lines[-1]
    assert line.act.given["duty"] == "six_steps.persuade"
    assert line.act.given["with"] == {"back_in_school": "是", "why": "外出打工"}
