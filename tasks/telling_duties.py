"""How what becomes of a duty is told on a timeline: opened, answered, climbed, stopped, counted again. 叙述：职责."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from rules.causes import BreachCause
from rules.duty import Answer, Duty, Point
from rules.moments import civil_day
from rules.vocabulary import ExcuseCause, PauseCause, Precision, Role
from tasks import wording
from tasks.answers import fields_of
from tasks.canonical import read_instant
from tasks.grades import ASSESSMENTS, Grades, in_words
from tasks.kinds import Kind
from tasks.telling import Told
from tasks.verdicts import in_time, surely_late
from vault.vault import is_sealed

if TYPE_CHECKING:
    from models import JournalEntry
    from tasks.timeline import Teller


def said(duty: Duty[Answer], answer: Mapping[str, Any], grades: Grades | None = None) -> tuple[str, str]:
    """An answer in words: codes by their terms, yes and no; free words stay sealed and are not shown.

    Args:
        grades: how the text of the place calls the tiers of the child.
    """
    zh, en = [], []
    fields = fields_of(duty.answered_with)
    for field in in_words(fields, grades or {}) if duty.code in ASSESSMENTS else fields:
        value = answer.get(field.name)
        if value in (None, "", []):
            continue
        if _is_sealed(value):
            zh.append(f"{field.zh}：已记录（加密保存）")
            en.append(f"{_spaced(field.name)}: recorded, sealed")
            continue
        terms = dict(field.choices)
        shown = [terms.get(each, each) for each in value] if isinstance(value, list) else [terms.get(value, value)]
        plain: dict[object, str] = {True: "是", False: "否"}
        zh.append(f"{field.zh}：{'、'.join(plain.get(each, str(each)) for each in shown)}")
        codes = value if isinstance(value, list) else [value]
        plain_en: dict[object, str] = {True: "yes", False: "no"}
        told = (plain_en.get(each, _spaced(str(each)) if each in terms else str(each)) for each in codes)
        en.append(f"{_spaced(field.name)}: {', '.join(told)}")
    return "；".join(zh), "; ".join(en)


def _spaced(code: str) -> str:
    return code.replace("_", " ")


def _is_sealed(value: object) -> bool:
    return isinstance(value, str) and is_sealed(value)


def _duty_opened(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    zh, en = teller.duty(row)
    pack = teller.rules(row)
    spec = pack.duty(facts["code"])
    period = spec.periods[facts["variant"]]
    since_at = read_instant(facts["since_at"]) or row.recorded_at
    force = pack.force_on(period, civil_day(since_at))
    due = read_instant(facts["internal_due_at"])
    owner = teller.post(facts["post_no"])
    long_zh, long_en = (wording.period_words(spec, period, lang) for lang in ("zh", "en"))
    return (
        f"{zh}：{owner} 须于 {wording.say_end(due, 'zh')} 前办理（{long_zh}，{force.zh}）",
        f"{en}: owed by {facts['post_no']} by {wording.say_end(due, 'en')} ({long_en}, {wording.FORCE_EN[force]})",
    )


def _duty_assigned(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    zh, en = teller.duty(row)
    return f"{zh}：补派给 {teller.post(facts['post_no'])}", f"{en}: assigned to {facts['post_no']}"


def _duty_answered(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    zh, en = teller.duty(row)
    asked, grades = teller.rules(row).asked(facts["code"]), teller.grades(row.procedure_no)
    said_zh, said_en = said(asked, facts["answer"], grades)
    kind = Kind(row.kind)
    verdict = (kind.zh, kind.en)
    if kind is Kind.DUTY_ANSWERED:
        moment = row.happened_at or row.recorded_at
        verdict = _IN_TIME[in_time(teller.duty_row(row), moment, Precision(row.happened_precision))]
    if kind is not Kind.DUTY_ANSWERED and said_zh:  # what the procedure goes on with is no fact that anybody found
        said_zh, said_en = f"程序按此继续（不作为已查明的事实）：{said_zh}", f"goes on as if: {said_en}"
    if facts.get("overtaken"):
        undone = "（届满时尚未办理）" if surely_late(teller.duty_row(row)) else ""
        verdict = (f"不再需要{undone}", "needed no longer")
    if facts.get("missed"):
        verdict = ("本期未办，已记录", "missed in its window, and recorded")
    if "cause" in facts:
        cause = ExcuseCause(facts["cause"])
        verdict = (f"本期免办（{cause.zh}）", f"excused for this window ({cause})")
    if "counts" in facts:
        number = wording.short_no(facts["counts"])
        verdict = (f"{verdict[0]}（同第 {number} 项一并办结）", f"{verdict[1]} (by the same act as duty {number})")
    return f"{zh}：{verdict[0]}。{said_zh}".rstrip("。"), f"{en}: {verdict[1]}. {said_en}".rstrip(". ")


_IN_TIME = {
    True: ("按期办理", "in time"),
    False: ("逾期办理", "late"),
    None: ("日期不足以判断是否按期", "its dates leave open whether in time"),
}


def _rung(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    zh, en = teller.duty(row)
    number_zh, number_en = _rung_number(teller, row, facts["rung"])
    if facts["overtaken"]:
        return f"{zh}：{number_zh}，提醒时点已过，未告知", f"{en}: {number_en}, its moment had passed, nobody was told"
    told = "、".join(map(teller.post, facts["told"])) or "无人可告知"
    unheld = "、".join("承办岗位" if role == "owner" else Role(role).zh for role in facts["unheld"])
    late_zh = "（补办：督办巡查曾中断）" if facts["caught_up"] else ""
    nobody_zh = f"；无人在岗：{unheld}" if unheld else ""
    higher_zh = "，即时越级告知" if facts.get("climbed_to") is not None else ""
    return (
        f"{zh}：{number_zh}，告知 {told}{nobody_zh}{higher_zh}{late_zh}",
        f"{en}: {number_en}, told {', '.join(facts['told']) or 'nobody'}{' (caught up)' if late_zh else ''}",
    )


def _rung_number(teller: Teller, row: JournalEntry, rung: int) -> tuple[str, str]:
    """Which rung it was; of the last one, told again, how often."""
    duty = teller.duty_row(row)
    pack = teller.rules(row)
    last = len(pack.ladder(pack.duty(duty.code).ladder).rungs)
    if rung < last:
        return f"第 {rung + 1} 级", f"rung {rung + 1}"
    again = rung + 1 - last
    return f"第 {last} 级（第 {again} 次重复）", f"rung {last} (told again, time {again})"


def _attention(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    zh, en = teller.duty(row)
    told = "、".join(map(teller.post, facts["told"])) or ("已逾期，不再催问" if facts["overtaken"] else "无人可告知")
    asked = {Point.UNREAD: "催阅", Point.UNACCEPTED: "催接"}[Point(facts["point"])]
    return f"{zh}：{asked}，告知 {told}", f"{en}: {facts['point']}, asked {', '.join(facts['told'])}"


def _said_of_a_duty(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    zh, en = teller.duty(row)
    kind = Kind(row.kind)
    return f"{zh}：{kind.zh}", f"{en}: {kind.en}"


def _handed_on(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    zh, en = teller.duty(row)
    return (
        f"{zh}：由 {teller.post(facts['from_post'])} 转交 {teller.post(facts['post_no'])} 承办，督办级次不变",
        f"{en}: handed on from {facts['from_post']} to {facts['post_no']}, the rung stays",
    )


def _breach(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    zh, en = teller.duty(row)
    return f"{zh}：逾期原因：{BreachCause(facts['cause']).zh}", f"{en}: late because {facts['cause']}"


def _recounted(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    zh, en = teller.duty(row)
    before, now = read_instant(facts["before"]["legal_due_at"]), read_instant(facts["legal_due_at"])
    if before == now:
        why = "原期限保留" if facts["kept"] else "期限不变，其后的督办时点改变"
        return f"{zh}：{Kind(row.kind).zh}，{why}", f"{en}: counted again, the date stays"
    return (
        f"{zh}：{Kind(row.kind).zh}，原为 {wording.say_end(before, 'zh')}，现为 {wording.say_end(now, 'zh')}",
        f"{en}: counted again, {wording.say_end(before, 'en')} before, {wording.say_end(now, 'en')} now",
    )


def _paused(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    zh, en = teller.duty(row)
    return f"{zh}：中止计时（{PauseCause(facts['cause']).zh}）", f"{en}: clock stopped ({facts['cause']})"


def _clock_changed(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    zh, en = teller.duty(row)
    kind = Kind(row.kind)
    due = read_instant(facts["internal_due_at"])
    return (
        f"{zh}：{kind.zh}，现应于 {wording.say_end(due, 'zh')} 前办理",
        f"{en}: {kind.en}, now due by {wording.say_end(due, 'en')}",
    )


TOLD: dict[Kind, Callable[[Teller, JournalEntry, dict[str, Any]], Told]] = {
    Kind.DUTY_OPENED: _duty_opened,
    Kind.DUTY_ASSIGNED: _duty_assigned,
    Kind.DUTY_ANSWERED: _duty_answered,
    Kind.DUTY_SKIPPED: _duty_answered,
    Kind.DUTY_EXCUSED: _duty_answered,
    Kind.DUTY_PAUSED: _paused,
    Kind.DUTY_RESUMED: _clock_changed,
    Kind.DUTY_EXTENDED: _clock_changed,
    Kind.DUTY_DATE_SETTLED: _clock_changed,
    Kind.DUTY_RECOUNTED: _recounted,
    Kind.DUTY_READ: _said_of_a_duty,
    Kind.DUTY_ACCEPTED: _said_of_a_duty,
    Kind.DUTY_HANDED_ON: _handed_on,
    Kind.BREACH_EXPLAINED: _breach,
    Kind.ATTENTION_FIRED: _attention,
    Kind.RUNG_FIRED: _rung,
}
"""How each kind is told."""
