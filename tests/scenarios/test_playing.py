"""Does a scenario do what it says, at the moment at which it says it? 演练."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import and_, update
from sqlmodel import col, select

from models import CaseFile, DutyRow, JournalEntry, Note
from rules.errors import Conflict, Refused
from rules.moments import civil_day, shanghai
from scenarios.player import Played, Step, play
from scenarios.stage import Stage
from tasks import cases, timeline
from tasks.premises import open_office
from tasks.settings import Settings
from tests.databases import drop_postgres, fresh_postgres
from tests.scenarios.few_lines import HEAD, REPORT, TWO_CHILDREN, a_story

Stories = Callable[..., Played]
Staged = Callable[[Path], Played]
PUJIANG = Path(__file__).resolve().parents[2] / "examples/cases/36-pujiang.yaml"
"""Of 2016: no notice of that time is loaded."""

TRIAGE = "  - 发生: 2026-03-03 10:40\n    办理: {职责: 初步研判, 紧急程度: 较急, 目前是否有危险: 否}\n"
ORDER = """\
  - 发生: 2026-03-05
    经办: P-PROC
    标记: 督促令
    作出文书:
      {种类: 督促监护令, 文号: 青检督〔2026〕1号, 受文: 妈妈, 出具: [P-PROC, P-WOMEN], 至: 2026-09-04, 内容: 送学}
"""


def entries(played: Played, kind: str) -> list[JournalEntry]:
    """Facts of a kind, in the order of recording."""
    query = select(JournalEntry).where(col(JournalEntry.kind) == kind).order_by(col(JournalEntry.seq))
    with played.office.reading() as desk:
        return list(desk.session.exec(query))


def told(played: Played) -> list[str]:
    """What did not hold, in Chinese."""
    return [one.zh for one in played.failures]


# ------------------------------------------------------------------------------------------------ time


def test_every_rung_is_climbed_at_its_own_moment_while_time_passes(played: Stories) -> None:
    story = played("  - 到: 2026-06-30\n")

    rungs = entries(story, "rung_fired")
    assert len(rungs) > 5
    moments = [row.recorded_at for row in rungs]
    assert moments == sorted(moments)
    assert len(set(moments)) > 3
    assert not any('"caught_up":true' in row.payload for row in rungs)


def test_what_a_year_brings_does_not_depend_on_how_often_somebody_looks(played: Stories) -> None:
    at_once = played("  - 到: 2026-12-31\n")
    by_and_by = played("".join(f"  - 到: 2026-{month:02}-28\n" for month in range(3, 13)) + "  - 到: 2026-12-31\n")

    rungs = [[(row.duty_no, row.recorded_at) for row in entries(one, "rung_fired")] for one in (at_once, by_and_by)]
    assert rungs[0] == rungs[1]


def test_a_message_goes_out_when_its_cause_arises(played: Stories) -> None:
    story = played("  - 到: 2026-03-10\n")

    queued, delivered = entries(story, "rung_fired"), entries(story, "notice_delivered")
    assert {row.recorded_at for row in queued if '"notices":[{' in row.payload} <= {
        row.recorded_at for row in delivered
    }


def test_the_eighteenth_birthday_comes_by_itself(played: Stories) -> None:
    story = played("  - 到: 2035-12-31\n")

    (entry,) = entries(story, "came_of_age")
    assert civil_day(entry.recorded_at) - civil_day(shanghai("2035-09-12 00:00")) <= timedelta(days=1)
    assert civil_day(entry.recorded_at) >= civil_day(shanghai("2035-09-12 00:00"))


def test_what_is_entered_late_carries_both_moments(played: Stories) -> None:
    story = played(
        "  - 发生: 2026-03\n    录入: 2026-04-20 15:00\n    记事: {种类: 走访, 情况: 见到了}\n"
        "  - 应当: [{时间线: 走访, 精度: 到月, 录入: 2026-04-20, 迟录: 是}]\n"
    )

    assert told(story) == []


# ------------------------------------------------------------------------------------------------ numbers and walls


def test_the_same_story_gives_the_same_numbers(played: Stories) -> None:
    first, second = played(TRIAGE), played(TRIAGE)

    assert first.cases == second.cases
    assert [one.message_id for one in first.messages] == [one.message_id for one in second.messages]


def test_the_database_of_a_story_can_never_be_live(tmp_path: Path) -> None:
    play(a_story(""), home=tmp_path).close()

    live = Settings(_env_file=None, home=tmp_path)  # type: ignore[call-arg]
    with pytest.raises(Refused, match="模拟库"), open_office(live):
        pass


def test_a_story_is_not_played_over_another_database(tmp_path: Path) -> None:
    play(a_story(""), home=tmp_path).close()

    with pytest.raises(Refused, match="已有数据库"):
        play(a_story(""), home=tmp_path)


def test_nothing_is_played_of_a_file_with_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        play(a_story("  - 到: 昨天\n"), home=tmp_path / "home")

    assert not (tmp_path / "home").exists()


def test_messages_are_kept_whatever_channel_a_post_is_told_on(tmp_path: Path) -> None:
    agencies = """机构与岗位:
  - 编号: mz
    名称: 民政局
    行政区划代码: "990101"
    岗位: [{编号: P-CIVIL, 职能: 县级民政部门, 名称: 值班岗, 通知渠道: [{渠道: smtp, 地址: nobody@example.invalid}]}]"""
    with play(a_story("", head=HEAD.replace("机构与岗位: 默认", agencies)), home=tmp_path) as story:
        assert {one.address for one in story.messages} == {"nobody@example.invalid"}
        assert entries(story, "notice_failed") == []


def test_in_an_earlier_year_the_example_posts_are_held_from_the_first_day(played: Stories) -> None:
    story = played("  - 应当: [{未卡住: 无人负责}]\n", report=REPORT.replace("2026-03-03", "2018-03-06"))

    assert told(story) == []


# ------------------------------------------------------------------------------------------------ refusals


def test_an_act_that_is_refused_stops_the_story_at_its_line(tmp_path: Path) -> None:
    again = TRIAGE.replace("10:40", "10:50")

    with pytest.raises(Conflict) as stopped:
        play(a_story(TRIAGE + again), home=tmp_path)

    assert stopped.value.zh.startswith("scenario.yaml:17：“办理”未能办理：")
    assert "此前 2 行已演" in stopped.value.zh
    assert "2 lines were played" in stopped.value.en


def test_what_should_be_refused_and_is_holds_and_writes_nothing(played: Stories) -> None:
    again = (
        TRIAGE.replace("10:40", "10:50")
        .replace("    办理: {", "    应被拒绝: {说: 已办, 办理: {")
        .replace("否}", "否}}")
    )
    story = played(TRIAGE + again)

    assert told(story) == []
    assert len(entries(story, "duty_answered")) == 1


def test_a_refusal_in_other_words_and_an_act_that_is_not_refused_are_told(played: Stories) -> None:
    refused = "  - 发生: 2026-03-03 10:50\n    应被拒绝: {说: 月亮, 办理: {职责: 安全评估}}\n"
    accepted = "  - 发生: 2026-03-03 10:55\n    应被拒绝: {记事: {种类: 走访, 情况: 见到了}}\n"

    first, second = told(played(refused + accepted))
    assert "拒绝的话里应有“月亮”" in first
    assert "应被拒绝，却办成了" in second


# ------------------------------------------------------------------------------------------------ expectations


@pytest.mark.parametrize(
    ("expected", "zh"),
    [
        ("{职责: 初步研判, 状态: 已办}", "应有职责“初步研判”"),
        ("{职责: 初步研判, 责任岗位: P-CIVIL}", "P-LIUXI-STATION"),
        ("{职责: 初步研判, 内部期限: 2026-03-03 11:21}", "11:20"),
        ("{职责: 初步研判, 件数: 2}", "2 项"),
        ("{无待办: 初步研判}", "不应有待办“初步研判”"),
        ("{通知: escalation}", "实为 0 次"),
        ("{通知: duty_opened, 给: P-CIVIL, 次数: 4}", "实为"),
        ("{卡住: 逾期未办}", "实为 0 项"),
        ("{核查: 初步研判, 结论: 按期办理}", "未到期"),
        ("{程序: 督促监护}", "没有"),
        ("{程序: 强制报告, 状态: 终结}", "open"),
        ("{个案: 已结}", "实为“在办”"),
        ("{个案: 在办, 第几次: 2}", "第 1 次"),
        ("{个案: 在办, 件数: 2}", "实为 1 个"),
        ("{时间线: 月亮}", "没有这样的一行"),
        ("{监护人: [妈妈, 奶奶]}", "实为 妈妈"),
        ("{照护人: 无}", "实为 奶奶"),
        ("{记录: 报告, 发生: 2026-03-02}", "“报告”所记应为"),
        ("{天数: 3, 自: 报告, 至: 报告}", "实为 0 天"),
        ("{文书: 督促监护令}", "应有文书"),
        ("{文书: 报告}", "应有文书“报告”"),
    ],
)
def test_what_does_not_hold_is_told_with_what_is_there(played: Stories, expected: str, zh: str) -> None:
    story = played(f"  - 应当:\n      - {expected}\n      - 资料未载: 孩子的户籍\n")

    (failure,) = story.failures
    assert failure.place == "scenario.yaml:16"
    assert zh in failure.zh
    assert failure.en


def test_a_failure_does_not_stop_the_story(played: Stories) -> None:
    story = played("  - 应当: [{个案: 已结}, {程序: 督促监护}]\n" + TRIAGE + "  - 应当: [{个案: 已结}]\n")

    assert len(story.failures) == 3
    assert story.checked == 3
    assert len(story.steps) == 4


# ------------------------------------------------------------------------------------------------ acts


def test_an_order_is_issued_served_broken_and_its_state_on_any_day_can_be_told(played: Stories) -> None:
    story = played(
        ORDER
        + """\
  - 发生: 2026-03-06 15:00
    经办: P-PROC
    送达: {文书: 督促令, 受送达人: 妈妈, 方式: 公开宣告, 凭证: 送达回证1号}
  - 发生: 2026-04-01
    经办: P-PROC
    标记: 第一次违反
    违反: {文书: 督促令, 情况: 又连续三天没有送学}
  - 发生: 2026-04-02
    经办: P-PROC
    处理违反: {违反: 第一次违反, 处理: 不予处罚, 保密: 是, 理由: 已当面教育}
  - 发生: 2026-05-10
    经办: P-PROC
    变更文书: {文书: 督促监护令, 内容: 增加每周通话}
  - 发生: 2026-08-01
    经办: P-PROC
    延长文书: {文书: 青检督〔2026〕1号, 至: 2026-12-31}
  - 发生: 2026-10-01
    经办: P-PROC
    终止文书: {文书: 督促令, 理由: 目的已达到}
  - 应当:
      - {文书: 督促令, 日期: 2026-03-04, 尚无: 是}
      - {文书: 督促令, 日期: 2026-03-05, 状态: 有效, 违反次数: 0, 出具: [P-PROC, P-WOMEN], 受文: 妈妈}
      - {文书: 督促令, 日期: 2026-04-01, 违反次数: 1, 至: 2026-09-04, 版本: 1, 已送达: 妈妈}
      - {文书: 督促令, 日期: 2026-08-01, 至: 2026-12-31, 版本: 3}
      - {文书: 督促监护令, 状态: 效力终止}
"""
    )

    assert told(story) == []


def test_a_draft_becomes_the_instrument_that_is_issued(played: Stories) -> None:
    draft = ORDER.replace("作出文书", "起草文书").replace(", 至: 2026-09-04", "").replace("标记: 督促令", "标记: 草稿")
    issued = ORDER.replace("2026-03-05", "2026-03-06").replace("至:", "文书: 草稿, 至:")
    story = played(draft + issued + "  - 应当: [{文书: 草稿, 状态: 有效}]\n")

    assert told(story) == []


def test_people_come_are_found_out_and_go(played: Stories) -> None:
    story = played(
        """\
  - 发生: 2026-03-05
    增列成年人: [舅舅, 陌生人]
  - 发生: 2026-03-06
    查明身份: {成年人: 陌生人, 姓名: 林某}
  - 发生: 2026-03-10
    关联成年人: {成年人: 舅舅, 关系: 受委托照护人, 是照护人: 是, 自: 2026-03-10}
  - 发生: 2026-04-01
    不再相关: {成年人: 奶奶, 理由: 住院, 至: 2026-04-01}
  - 应当:
      - {照护人: 奶奶, 日期: 2026-03-09}
      - {照护人: [奶奶, 舅舅], 日期: 2026-03-10}
      - {照护人: 舅舅}
      - {监护人: 妈妈}
""",
        head=HEAD.replace("经过:", "  陌生人: {关系: 不详, 不知何人: 是, 涉嫌侵害: 是}\n经过:"),
    )

    assert told(story) == []


def test_a_guardian_with_a_last_day_is_one_until_then(played: Stories) -> None:
    head = HEAD.replace("经过:", "  爸爸: {关系: 父亲, 是监护人: 是, 至: 2026-03-20}\n经过:")
    story = played(
        "  - 到: 2026-04-01\n  - 应当: [{监护人: [妈妈, 爸爸], 日期: 2026-03-19}, {监护人: 妈妈}]\n", head=head
    )

    assert told(story) == []


def test_a_correction_and_another_source_stand_beside_what_was_said_first(played: Stories) -> None:
    story = played(
        """\
  - 发生: 2026-03-05
    标记: 走访
    记事: {种类: 走访, 情况: 见到了}
  - 发生: 2026-03-06
    更正: {记录: 走访, 改为: 2026-03-04, 理由: 记错一天}
  - 发生: 2026-03-07
    存疑: {记录: 走访, 另说: 2026-02, 来源: 村里的说法}
  - 应当:
      - {时间线: 更正, 发生: 2026-03-04}
      - {时间线: 另有一说, 发生: 2026-02, 精度: 到月}
      - {记录: 走访, 发生: 2026-03-05, 录入: 2026-03-05, 迟录: 否}
"""
    )

    assert told(story) == []


def test_a_correction_of_an_answer_moves_the_case_again(played: Stories) -> None:
    story = played(
        TRIAGE.replace("    办理", "    标记: 研判\n    办理")
        + "  - 发生: 2026-03-03 11:30\n"
        + "    更正: {记录: 研判, 填写: {目前是否有危险: 是}, 理由: 回访后得知}\n"
        + "  - 应当: [{程序: 紧急安置, 状态: 在办}]\n"
    )

    assert told(story) == []


def test_a_case_that_was_closed_is_opened_again_as_a_new_episode(played: Stories) -> None:
    story = played(
        """\
  - 发生: 2026-03-10
    结案: {理由: 家人已返乡, 一并终结: 是}
  - 应当: [{个案: 已结, 第几次: 1}, {无待办: 全部}]
  - 发生: 2026-05-01
    重新立案: {理由: 又无人照料}
  - 应当: [{个案: 在办, 第几次: 2, 件数: 1}]
"""
    )

    assert told(story) == []


def test_a_case_begins_without_a_report_and_in_the_middle_of_the_chain(played: Stories) -> None:
    story = played(
        """\
  - 发生: 2026-03-03 10:00
    立案建档: {来源: 法院移送的判决书}
  - 发生: 2026-03-03 11:00
    标记: 监护转移
    启动程序: {程序: 监护转移, 当事人: {被申请人（责任监护人）: 妈妈}, 承办机关: {人民法院: P-COURT}, 理由: 已在诉讼中}
  - 应当: [{程序: 监护转移, 状态: 在办}]
""".replace(", 承办机关: {人民法院: P-COURT}", ""),
        report="",
    )

    assert told(story) == []
    assert list(story.cases) == ["穗穗"]


def test_a_child_dies_and_nothing_goes_on_as_before(played: Stories) -> None:
    story = played("  - 发生: 2026-03-09\n    死亡: {}\n  - 应当: [{程序: 成年、死亡事项审查}]\n")

    assert told(story) == []


def test_a_hand_over_waits_for_its_receipt(played: Stories) -> None:
    story = played(
        "  - 发生: 2026-03-09\n    移交: {事项: 材料、线索, 接收岗位: P-PROC, 理由: 请审查}\n"
        "  - 应当: [{程序: 移交, 状态: 在办}]\n"
    )

    assert told(story) == []


def test_time_stands_still_for_a_cause_and_more_is_granted(played: Stories) -> None:
    story = played(
        TRIAGE
        + "  - 发生: 2026-03-04 09:00\n    办理: {职责: 当面见到儿童, 儿童目前所处之处是否安全: 是}\n"
        + "  - 发生: 2026-03-04 10:00\n    中止计时: {职责: 安全评估, 事由: 儿童住院救治}\n"
        + "  - 应当: [{职责: 安全评估, 状态: 中止计时}]\n"
        + "  - 发生: 2026-03-14 10:00\n    恢复计时: {职责: 安全评估}\n"
        + "  - 应当: [{职责: 安全评估, 状态: 待办, 内部期限: 2026-03-16 10:20}]\n"
    )

    assert told(story) == []


def test_a_line_is_done_for_every_child_that_it_names(played: Stories) -> None:
    report = REPORT.replace("报告: {", "报告: {儿童: 全部, ", 1)
    story = played(
        "  - 发生: 2026-03-05\n    儿童: 全部\n    标记: 走访\n    记事: {种类: 走访, 情况: 见到了}\n"
        "  - 发生: 2026-03-06\n    儿童: 田田\n    更正: {记录: 走访, 改为: 2026-03-04, 理由: 记错}\n"
        "  - 应当: [{个案: 在办, 儿童: 全部}, {监护人: 妈妈, 儿童: 田田}, {时间线: 更正, 儿童: 田田}]\n",
        head=TWO_CHILDREN,
        report=REPORT.replace("    报告: {", "    报告: {儿童: [穗穗, 田田], ") if report else REPORT,
    )

    assert told(story) == []
    assert len(set(story.cases.values())) == 2
    with story.office.reading() as desk:
        assert len(desk.session.exec(select(Note)).all()) == 2


def test_tests_can_go_on_looking_where_a_story_ended(played: Stories) -> None:
    story = played(TRIAGE)

    with story.office.reading() as desk:
        assert desk.at == story.clock.at == shanghai("2026-03-03 10:40")
        assert cases.case_view(desk, story.cases["穗穗"]).open_duties > 0
        assert timeline.timeline(desk, story.cases["穗穗"])
        assert len(desk.session.exec(select(CaseFile)).all()) == 1
        assert desk.session.exec(select(DutyRow)).all()


@pytest.mark.slow
def test_ten_years_of_a_case_are_played_while_one_waits(played: Stories) -> None:
    first = shanghai("2026-03-04 10:00")
    days = (civil_day(first + timedelta(days=3.6 * number)) for number in range(1000))
    lines = "".join(f"  - 发生: {day}\n    记事: {{种类: 走访, 情况: 第{n}次}}\n" for n, day in enumerate(days))

    story = played(lines)  # how long it takes is in benchmarks/ten_years.py

    assert len(story.steps) == 1001
    assert civil_day(story.clock.at).year == 2036


@pytest.mark.db
def test_a_story_is_played_on_postgresql_too_and_only_in_an_empty_database(postgres_url: str, tmp_path: Path) -> None:
    made = fresh_postgres(postgres_url, f"hutong_play_{os.getpid()}")
    url = made.engine.url.render_as_string(hide_password=False)
    try:
        lines = TRIAGE + "  - 到: 2026-04-01\n  - 应当: [{卡住: 逾期未办}, {职责: 初步研判, 状态: 已办}]\n"
        with play(a_story(lines), home=tmp_path, database_url=url) as story:
            assert told(story) == []
        with pytest.raises(Refused, match="已有记录"):
            play(a_story(lines), home=tmp_path, database_url=url)
    finally:
        drop_postgres(postgres_url, made)


# ------------------------------------------------------------------------------------------------ the end


_OPEN_PROVISIONAL = and_(col(DutyRow.state) == "open", col(DutyRow.provisional))


def test_a_date_of_a_year_before_every_notice_stays_provisional_and_alarms_nobody(staged: Staged) -> None:
    story = staged(PUJIANG)

    with story.office.reading() as desk:
        provisional = desk.session.exec(select(DutyRow.no).where(_OPEN_PROVISIONAL)).all()
    assert provisional
    assert told(story) == []


def test_a_story_that_leaves_something_broken_behind_has_failed(played: Stories) -> None:
    def disarm(step: Step, stage: Stage) -> None:
        if step.line.act.name == "until":
            with stage.office.writing() as desk:
                desk.session.execute(update(DutyRow).values(next_rung_at=None))

    story = played("  - 到: 2026-03-05\n", tell=disarm)

    assert any("不变式被破坏：计时中的职责" in one for one in told(story))
