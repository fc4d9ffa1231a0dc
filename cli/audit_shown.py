"""Audit sheets on a terminal. 核查表的显示."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.output import console, heading, say, show_table
from documents.sheet import said
from rules.vocabulary import Force
from tasks import wording
from tasks.audit_paper import as_of, course_words, done_words, not_in_time, owner_words, proof_words
from tasks.audit_rules import NOT_IN_TIME, say_verdict
from tasks.audit_set_paper import facts_of, hours, share_words, shown
from tasks.audit_view import COLUMNS

if TYPE_CHECKING:
    from tasks.audit_rules import Judged
    from tasks.audit_set import Broken
    from tasks.audit_sheet import CaseSheet
    from tasks.audit_view import CountTable, SetView, StepRow

ON_A_SCREEN = 50
"""Late ones of a set that are listed on a terminal."""


def show_case(sheet: CaseSheet) -> None:
    """The sheet of one case, rule by rule."""
    say(f"个案核查表　{sheet.case_no}（{sheet.area}）", "audit sheet")
    say(f"截至 {as_of(sheet)}", "as recorded by then" if sheet.on else "as of now")
    for force in Force:
        zh, en = NOT_IN_TIME[force]
        say(f"{zh}：{not_in_time(sheet, force)} 项", en)
    for one in sheet.procedures:
        ended = "" if one.procedure.closed_at is None else "，已终结"
        heading(f"{one.procedure.kind.zh}{ended}", f"{one.procedure.kind.value} {one.procedure.about}".rstrip())
        for judged in one.rules:
            if judged.duty is not None:
                _show_judged(judged)
        _show_never([judged for judged in one.rules if judged.duty is None])
    say()
    say(
        "“证据”为记录序号，可与 hutong timeline 对照；默认期限逾期不等于违法",
        "#n: entries of the case's chain; being late against our default is no breach of law",
    )


def _show_judged(judged: Judged) -> None:
    from rich.text import Text

    rule, duty = judged.rule, judged.duty
    assert duty is not None, "it was asked for"
    about = f"@{judged.about}" if judged.about else ""
    text = Text(f"{judged.no:>3} {rule.zh}{about}　", style="bold")
    text.append(f"{say_verdict(judged, 'zh')}\n", style="red not bold" if judged.broken else "not bold")
    text.append(f"    {rule.en}: {say_verdict(judged, 'en')}\n", style="dim not bold")
    dates = [f"起算 {wording.say_moment(duty.since_at, 'zh')}", f"届满 {wording.say_end(duty.legal_due_at, 'zh')}"]
    text.append(f"    {' · '.join([*dates, *_done(judged)])}\n", style="not bold")
    period = f"{rule.force.zh}：{rule.period_zh}，{rule.period_basis}"
    text.append(f"    {period} · {owner_words(judged)}\n", style="not bold")
    text.append(f"    依据 {'；'.join(rule.ground)}\n", style="dim not bold")
    if course := course_words(judged):
        text.append(f"    {'；'.join(course)}\n", style="not bold")
    if judged.reason:
        text.append(f"    理由：{judged.reason}\n", style="not bold")
    text.append(f"    证据 {proof_words(judged)}", style="dim not bold")
    console().print(text, soft_wrap=True)


def _done(judged: Judged) -> list[str]:
    when = done_words(judged)
    return [f"办结 {when}"] if when else []


def _show_never(never: list[Judged]) -> None:
    if not never:
        return
    say(
        f"    {say_verdict(never[0], 'zh')}：{'、'.join(one.rule.zh for one in never)}；证据 {proof_words(never[0])}",
        say_verdict(never[0], "en"),
    )


def show_set(view: SetView) -> None:
    """The sheet of many cases: counts, times, and inside the late ones."""
    say("期限核查表", "audit of a set of cases")
    for label, words in facts_of(view):
        say(f"{label}：{words}")
    if view.shared:
        say("对外提供：※ 为隐去的数，不列个案编号", "for sharing: ※ is hidden, cases are not named")
    for table in view.tables:
        _show_counts(table)
    if view.steps:
        heading("各环节用时（小时）与按期率", "hours per step and agency, share in time")
        show_table(
            ("环节 Step", "机构 Agency", "件数 n", "按期 In time", "中位 Median", "九成位 p90", "办公 Office h", "p90"),
            map(_step, view.steps),
        )
    if view.broken:
        heading(f"逾期事项 {len(view.broken)} 项", "late, the gravest first")
        show_table(
            ("个案 Case", "职责 Duty", "结论 Verdict", "承办 Owner", "证据 Proof"),
            map(_late, view.broken[:ON_A_SCREEN]),
        )
        if len(view.broken) > ON_A_SCREEN:
            say(f"只列前 {ON_A_SCREEN} 项，全部请用 --format json 或 xlsx", "cut here")
    say()


def _show_counts(table: CountTable) -> None:
    used = [number for number, _ in enumerate(COLUMNS) if table.totals[number] != 0]
    heading(f"期限：{table.force.zh}", f"{wording.FORCE_EN[table.force]}; late here: {NOT_IN_TIME[table.force][1]}")
    heads = ("规则 Rule", "期限 Period", *(COLUMNS[number].zh for number in used), "合计")
    rows = [
        (f"{row.rule.zh}\n{row.rule.procedure_zh}", f"{row.rule.period_zh}〔{row.rule.set_by}〕",
         *(said(shown(row.cells[number])) for number in used), said(shown(row.total)))
        for row in table.rows
    ]  # fmt: skip
    rows.append(("合计", "", *(said(shown(table.totals[number])) for number in used), said(shown(table.total))))
    show_table(heads, rows)


def _step(row: StepRow) -> tuple[str, ...]:
    (median, ninetieth), (office, office_ninetieth) = hours(row.elapsed), hours(row.working)
    cells = (median, ninetieth if row.p90_shown else None, office, office_ninetieth if row.p90_shown else None)
    force = f"{row.rule.period_zh}〔{row.rule.set_by}〕"
    share = share_words(row.share) or "—"
    return (
        f"{row.rule.zh}\n{force}",
        row.agency_zh,
        said(shown(row.n)),
        share,
        *("—" if cell is None else said(cell) for cell in cells),
    )


def _late(one: Broken) -> tuple[str, ...]:
    judged = one.judged
    name = f"{judged.no} {judged.rule.zh}"
    return one.case_no, name, say_verdict(judged, "zh"), owner_words(judged), proof_words(judged)
