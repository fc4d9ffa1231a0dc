"""What must hold: looked up where people would look, told in Chinese and English where it does not hold. 核对.

A failure says what was expected and what is there.  Nothing here names anybody: the nicknames are the story's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from models import CaseFile, DutyRow, MonitoredChild, Notice, Procedure
from rules.errors import CaseworkError
from rules.moments import civil_day
from rules.vocabulary import LIVE, InstrumentKind, ProcedureKind, Tier
from scenarios.expecting_time import OF_TIME
from scenarios.found import Failure, Found, Wrong, in_words, plain
from scenarios.language import EVERYBODY, CaseStanding, ListStanding
from scenarios.shape import Given, Line
from scenarios.stage import OF_AN_AGENCY, OWED_BY_AGENCIES, Stage
from tasks import verdicts
from tasks.desk import Desk
from tasks.standing import InstrumentView, as_it_stood
from tasks.stuck import StuckKind, stuck
from tasks.wording import say_end


def check(stage: Stage, line: Line) -> list[Failure]:
    """Everything that does not hold of one expectation."""
    failures = []
    for child in line.children or ("",):
        head = f"{child}：" if child and len(stage.scenario.children) > 1 else ""
        with stage.office.reading() as desk:
            for wrong in _wrong(stage, desk, line, child):
                failures.append(Failure(line.place, f"{head}{wrong.zh}", f"{head.replace('：', ': ')}{wrong.en}"))
    return failures


def _wrong(stage: Stage, desk: Desk, line: Line, child: str) -> list[Wrong]:
    """What does not hold for one child; that there is nothing to look at is wrong as well."""
    try:
        return list(CHECKS[line.act.name](stage, desk, line.act.given, child))
    except CaseworkError as missing:
        return [Wrong(missing.zh, missing.en)]


# --- duties ----------------------------------------------------------------------------------------------------


def _duties(desk: Desk, stage: Stage, duty: str, child: str) -> list[DutyRow]:
    code, at, about = stage.duty(duty, child).partition("@")
    if code in OWED_BY_AGENCIES:  # by each post in a file of its own
        query = select(DutyRow).where(OF_AN_AGENCY)
    else:
        case_no = stage.case_of_duty(code, child)
        query = select(DutyRow).where(col(DutyRow.case_no) == case_no)
    if code.isdigit():
        query = query.where(col(DutyRow.no) == f"{case_no}/{code}")
    elif code != EVERYBODY:
        query = query.where(col(DutyRow.code) == code)
    if at:
        query = query.where(col(DutyRow.about) == about)
    return list(desk.session.exec(query.order_by(col(DutyRow.opened_at), col(DutyRow.no))))


def _duty(stage: Stage, desk: Desk, given: Given, child: str) -> Found:
    wanted = {
        "post_no": given.get("owed_by"),
        "state": given.get("state"),
        "internal_due_at": given.get("due"),
        "legal_due_at": given.get("legal_due"),
    }
    wanted = {name: value for name, value in wanted.items() if value is not None}
    rows = _duties(desk, stage, given["duty"], child)
    fitting = [row for row in rows if all(getattr(row, name) == value for name, value in wanted.items())]
    if (len(fitting) == given["times"]) if "times" in given else fitting:
        return
    name = stage.duty_zh(given["duty"])
    asked = "，".join(_said(name, value) for name, value in wanted.items())
    there = "；".join("，".join(_said(name, getattr(row, name)) for name in _SHOWN) for row in rows) or "没有这项职责"
    yield Wrong(
        f"应有职责“{name}”{_counted(given)}{f'：{asked}' if asked else ''}；实为：{there}",
        f"expected the duty {given['duty']} with {wanted or 'anything'}; there is: "
        + ("; ".join(str({one: str(getattr(row, one)) for one in _SHOWN}) for row in rows) or "none"),
    )


_SHOWN = ("post_no", "state", "internal_due_at", "legal_due_at")


def _said(name: str, value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, datetime):
        return ("法定期限 " if name == "legal_due_at" else "内部期限 ") + say_end(value, "zh")
    return str(value)


def _counted(given: Given) -> str:
    return f" {given['times']} 项" if "times" in given else ""


def _no_duty(stage: Stage, desk: Desk, given: Given, child: str) -> Found:
    for row in _duties(desk, stage, given["duty"], child):
        if row.state in LIVE:
            name = stage.duty_zh(row.code)
            yield Wrong(
                f"不应有待办“{name}”，实为 {row.post_no} 待办",
                f"{row.code} should not be owed; it is, by {row.post_no}",
            )


def _verdict(stage: Stage, desk: Desk, given: Given, child: str) -> Found:
    wanted: verdicts.Verdict = given["verdict"]
    found = [verdicts.verdict_of(row, desk.at) for row in _duties(desk, stage, given["duty"], child)]
    if wanted not in found:
        name = stage.duty_zh(given["duty"])
        yield Wrong(
            f"“{name}”的核查结论应为“{wanted.zh}”，实为：{'、'.join(one.zh for one in found) or '没有这项职责'}",
            f"the verdict on {given['duty']} should be {wanted}; it is {', '.join(found) or 'none'}",
        )


# --- messages and standstill -----------------------------------------------------------------------------------


def _notices(stage: Stage, desk: Desk, given: Given, child: str) -> Found:
    query = select(Notice).where(col(Notice.template) == given["template"])
    if given.get("duty", "").partition("@")[0] not in OWED_BY_AGENCIES:
        query = query.where(_of_child(stage, desk, child))
    if "to" in given:
        query = query.where(col(Notice.post_no) == given["to"])
    if "duty" in given:
        numbers = [row.no for row in _duties(desk, stage, given["duty"], child)]
        query = query.where(col(Notice.duty_no).in_(numbers))
    found = list(desk.session.exec(query))
    if (len(found) == given["times"]) if "times" in given else found:
        return
    to = f"给 {given['to']} 的" if "to" in given else ""
    yield Wrong(
        f"应发出{to}通知“{given['template']}”{given.get('times', '至少一')} 次，实为 {len(found)} 次",
        f"{given['template']} should be sent {given.get('times', 'at least one')} times"
        f"{' to ' + given['to'] if 'to' in given else ''}; it was {len(found)} times",
    )


def _of_child(stage: Stage, desk: Desk, child: str) -> ColumnElement[bool]:
    """Messages on a case and its reports; on the routine of a child in care they speak of many, and name no file."""
    gathered = col(Notice.case_no).is_(None) & col(Notice.report_no).is_(None)
    if child in stage.care and child not in stage.cases:
        return gathered
    of_case = (col(Notice.case_no) == stage.case(child)) | col(Notice.report_no).in_(stage.reports(desk, child))
    return of_case | gathered if child in stage.care else of_case


def _stuck_here(stage: Stage, desk: Desk, child: str, kinds: Iterable[StuckKind]) -> list[StuckKind]:
    found = stuck(desk, frozenset(kinds))
    return [one.kind for one in found if one.case_no in ("", stage.case(child))]


def _stuck(stage: Stage, desk: Desk, given: Given, child: str) -> Found:
    found = _stuck_here(stage, desk, child, [given["kind"]])
    if (len(found) == given["times"]) if "times" in given else found:
        return
    here = "、".join(dict.fromkeys(one.zh for one in _stuck_here(stage, desk, child, StuckKind))) or "无"
    yield Wrong(
        f"应卡住：{given['kind'].zh}{_counted(given)}；实为 {len(found)} 项（卡住清单：{here}）",
        f"should be stuck: {given['kind'].value}{_counted(given)}; there are {len(found)} (stuck: {here})",
    )


def _not_stuck(stage: Stage, desk: Desk, given: Given, child: str) -> Found:
    wanted = [one for one in StuckKind if given["kind"] in (EVERYBODY, one)]
    found = list(dict.fromkeys(_stuck_here(stage, desk, child, wanted)))
    if found:
        yield Wrong(
            f"不应卡住，实为：{'、'.join(one.zh for one in found)}", f"should not be stuck; it is: {', '.join(found)}"
        )


# --- instruments, procedures, the case -------------------------------------------------------------------------


def _instrument(stage: Stage, desk: Desk, given: Given, child: str) -> Found:
    on: date = given.get("on") or civil_day(desk.at)
    named = given["instrument"]
    views = as_it_stood(desk, stage.case(child), on)
    if named in {one.value for one in InstrumentKind}:
        views = [one for one in views if one.kind == named][-1:]
    else:
        views = [one for one in views if one.no == stage.instrument(named, child)]
    if bool(views) == given.get("absent", False):
        zh, en = ("应尚无", "should not be there yet") if views else ("应有", "should be there")
        yield Wrong(f"{on} {zh}文书“{named}”", f"on {on} the instrument {named} {en}")
        return
    if not views:
        return
    there, asked = _facts_of(views[0]), {name: value for name, value in given.items() if name in _ZH_OF}
    for name, value in asked.items():
        wanted = set(stage.parties(value)) if isinstance(value, tuple) else value
        if there[name] != wanted:
            yield Wrong(
                f"{on} 文书“{named}”的{_ZH_OF[name]}应为 {plain(wanted)}，实为 {plain(there[name])}",
                f"on {on} {name} of {named} should be {plain(wanted)}; it is {plain(there[name])}",
            )


def _facts_of(view: InstrumentView) -> dict[str, Any]:
    return {
        "state": view.state,
        "version": view.version,
        "valid_until": view.valid_until,
        "breaches": len(view.breaches),
        "to": set(view.to),
        "issuers": set(view.issuers),
        "served": set(view.served),
    }


_ZH_OF = {
    "state": "状态",
    "version": "版本",
    "valid_until": "期限",
    "breaches": "违反次数",
    "to": "受文",
    "issuers": "出具机关",
    "served": "已送达",
}


def _procedure(stage: Stage, desk: Desk, given: Given, child: str) -> Found:
    case_no = stage.case_of_procedure(given["kind"], child)
    query = select(Procedure).where(col(Procedure.case_no) == case_no, col(Procedure.kind) == given["kind"])
    rows = list(desk.session.exec(query.order_by(col(Procedure.opened_at))))
    about = stage.about(given["about"], child) if "about" in given else None
    state = given.get("state")
    fitting = [
        row
        for row in rows
        if (about is None or row.about == about)
        and (state is None or row.state == state)
        and ("ended" not in given or row.close_reason == given["ended"])
    ]
    if (len(fitting) == given["times"]) if "times" in given else fitting:
        return
    kind: ProcedureKind = given["kind"]
    there = "、".join(f"{row.state}{f'（{row.close_reason}）' if row.close_reason else ''}" for row in rows) or "没有"
    asked = " ".join(in_words(given[name]) for name in ("state", "ended", "about", "times") if name in given)
    yield Wrong(
        f"程序“{kind.zh}”应为 {asked or '有'}，实为：{there}",
        f"procedure {kind.value} should be {asked}; there is: {there}",
    )


def _case(stage: Stage, desk: Desk, given: Given, child: str) -> Found:
    case = desk.session.exec(select(CaseFile).where(col(CaseFile.no) == stage.case(child))).one()
    wanted: CaseStanding = given["state"]
    there = CaseStanding(case.state)
    if there is not wanted:
        yield Wrong(f"个案应为“{wanted.zh}”，实为“{there.zh}”", f"the case should be {wanted}; it is {there}")
    if "episode" in given and case.episode != given["episode"]:
        yield Wrong(
            f"个案应为第 {given['episode']} 次，实为第 {case.episode} 次",
            f"the case should be in episode {given['episode']}; it is in {case.episode}",
        )
    if "times" in given:
        numbers = desk.session.exec(select(CaseFile.no).where(col(CaseFile.child_no) == case.child_no)).all()
        if len(numbers) != given["times"]:
            yield Wrong(
                f"该儿童应有 {given['times']} 个个案，实为 {len(numbers)} 个",
                f"the child should have {given['times']} cases; there are {len(numbers)}",
            )


def _listed(stage: Stage, desk: Desk, given: Given, child: str) -> Found:
    query = select(MonitoredChild).where(col(MonitoredChild.case_no) == stage.care.get(child, ""))
    row = desk.session.exec(query).first()
    there = ListStanding.LISTED if row is not None and row.ended_at is None else ListStanding.NOT_LISTED
    tier = Tier(row.tier) if row is not None else None
    wanted: ListStanding = given["standing"]
    if there is not wanted:
        yield Wrong(f"关爱对象应为“{wanted.zh}”，实为“{there.zh}”", f"the child should be {wanted}; it is {there}")
    if "tier" in given and tier is not given["tier"]:
        yield Wrong(
            f"风险等级应为“{given['tier'].zh}”，实为“{tier.zh if tier else '—'}”",
            f"the tier should be {given['tier']}; it is {tier}",
        )


def _gap(stage: Stage, desk: Desk, given: Given, child: str) -> Found:
    return ()


CHECKS: dict[str, Callable[[Stage, Desk, Given, str], Found]] = {
    **OF_TIME,
    "duty": _duty,
    "no_duty": _no_duty,
    "notices": _notices,
    "instrument": _instrument,
    "stuck": _stuck,
    "not_stuck": _not_stuck,
    "verdict": _verdict,
    "procedure": _procedure,
    "case": _case,
    "listed": _listed,
    "gap": _gap,
}
"""How each expectation is checked."""
