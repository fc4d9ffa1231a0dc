"""Is this installation healthy? Each check one question with its answer and its remedy. 检查项目.

The doctor asks all of them, and those of `tasks/health_outside.py`; the board's page those that are answered at once
(`at_a_glance`), and a machine that watches gets yes or no (`serves`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, func, select

from models import JournalEntry, Outbox, Post, Procedure, RuleBook, Seal, Wake
from rules.errors import CaseworkError
from rules.moments import civil_day
from rules.vocabulary import Role
from tasks import heartbeat, invariants, wording
from tasks.findings import Finding, Grade, ill, note, well
from tasks.journal import LOOK_BACK
from tasks.originals import originals
from tasks.stuck import SWEEP_SILENT_AFTER, WAKE_STALE_AFTER, StuckKind, stuck
from tasks.stuck.conditions import PROCEDURE_OPEN
from tasks.verify import breaks
from tasks.watchdog import WATCHED

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

BACKLOG_AFTER = timedelta(minutes=5)
UNSEALED_AFTER = timedelta(minutes=15)
RUNNER_SILENT_AFTER = timedelta(minutes=1)
WATCHDOG_SILENT_AFTER = timedelta(minutes=2)
RECENT_ENTRIES = 10_000
"""So many of the latest entries are held against the tables; with `--thorough` all of them."""
NEXT_YEAR_EXPECTED = (12, 15)  # the State Council's notice has always been out by then


def of_the_office(office: Office, *, thorough: bool = False) -> list[Finding]:
    """What is looked at inside the database. Changes nothing.

    Args:
        thorough: hold the whole journal against the tables, not only its latest entries, and read every kept file.
    """
    with office.reading() as desk:
        return [
            *_answered_at_once(desk),
            _unsealed(desk, everything=True),
            _unaltered(desk),
            *_machinery(desk),
            *_invariants(desk, thorough=thorough),
            *([originals(desk)] if thorough else []),
        ]


def at_a_glance(office: Office) -> list[Finding]:
    """What is answered at once, without reading the journal again. Names no case: of what stands still it counts."""
    with office.reading() as desk:
        return [*_answered_at_once(desk), _unsealed(desk, everything=False), *_standing_still(desk)]


def _answered_at_once(desk: Desk) -> list[Finding]:
    return [
        _mode(desk),
        _calendar(desk),
        *ended_rules(desk),
        *other_rules(desk),
        *rungs_of_nobody(desk),
        *_heartbeats(desk),
        _wakes(desk),
        _outbox(desk),
    ]


def serves(office: Office) -> bool:
    """Whether cases are taken, move and are told of: for a machine that watches. Says nothing of what is wrong."""
    try:
        with office.reading() as desk:
            found = [_wakes(desk), _outbox(desk)]
            asleep = stuck(desk, frozenset({StuckKind.SWEEP_NOT_ALIVE}))
    except (CaseworkError, SQLAlchemyError):
        return False
    return not asleep and all(one.grade is not Grade.ILL for one in found)


def _standing_still(desk: Desk) -> list[Finding]:
    found = stuck(desk, WATCHED)
    if not found:
        return [well("stuck", "没有停摆的个案", "no case stands still")]
    counted = Counter(one.kind for one in found)
    mends = {one.kind: (one.repair, one.repair_en) for one in found}
    return [
        ill(f"stuck_{kind}", f"{kind.zh}：{count} 处", f"{kind.replace('_', ' ')}: {count}", *mends[kind])
        for kind, count in counted.items()
    ]


def _unaltered(desk: Desk) -> Finding:
    found = breaks(desk)
    if not found:
        return well("journal", "办理记录逐条核验无误", "every entry of the journal was verified")
    return ill(
        "journal",
        f"办理记录曾被改动或有缺漏，共 {len(found)} 处，首先是 {found[0].chain}#{found[0].n}",
        f"the journal was altered or is not whole in {len(found)} places, first {found[0].chain}#{found[0].n}",
        "保留现场，勿重建，从备份恢复并报告",
        "keep it as it is, rebuild nothing, restore from a backup and report it",
    )


def _mode(desk: Desk) -> Finding:
    if desk.simulated:
        return note("mode", "模拟库，不作正式使用", "simulated, never live")
    return well("mode", "正式库", "live")


def ended_rules(desk: Desk) -> list[Finding]:
    """Whether the rules are past their end: they go on to govern, but somebody must write new ones."""
    if not desk.office.editions.has_ended(civil_day(desk.at)):
        return []
    pack = desk.pack
    return [
        ill(
            "rules",
            f"规则包 {pack.id} {pack.version} 的适用期已于 {pack.valid_until} 届满，暂按原规则办理",
            f"pack {pack.id} {pack.version} ended on {pack.valid_until}; it goes on to govern for now",
            f"请编写下一版规则包（文件夹 {pack.id}@年份），或改写 valid_until",
            f"write the next edition (a folder {pack.id}@YEAR), or another valid_until",
        )
    ]


def other_rules(desk: Desk) -> list[Finding]:
    """Whether open procedures run under a pack of another name: moved on purpose, or started without its setting."""
    open_under = (
        select(RuleBook.pack, func.count(), func.max(RuleBook.hash))
        .join(Procedure, col(Procedure.rules) == col(RuleBook.hash))
        .where(PROCEDURE_OPEN, col(RuleBook.pack) != desk.pack.id)
        .group_by(col(RuleBook.pack))
        .order_by(col(RuleBook.pack))
    )
    return [_under_other_rules(desk, *row) for row in desk.session.exec(open_under)]


def _under_other_rules(desk: Desk, named: str, count: int, rules: str) -> Finding:
    zh = f"在办程序有 {count} 个按规则包 {named} 办理，现在的设置是 {desk.pack.id}"
    en = f"{count} open procedures run under {named}; the setting is {desk.pack.id}"
    if not desk.rules(rules).inherits:  # its own rules are not lost where a local pack inherits them
        return note("other_rules", f"{zh}；可用 hutong pack migrate 改用", f"{en}; `hutong pack migrate` moves them")
    return ill(
        "other_rules",
        f"{zh}：地方规则可能漏用",
        f"{en}: local rules may be left out",
        f"核对 HUTONG_PACK（应为 {named}？）；确已改换规则的，用 hutong pack migrate 改用",
        f"see whether HUTONG_PACK should be {named}; if rules were changed on purpose, `hutong pack migrate`",
    )


def rungs_of_nobody(desk: Desk) -> list[Finding]:
    """Roles that the ladders of the rules tell and that no open post has: their rungs are climbed past."""
    held = {Role(one) for one in desk.session.exec(select(Post.role).where(col(Post.open)).distinct())}
    told = {role for ladder in desk.pack.ladders.values() for rung in ladder.rungs for role in rung.tell}
    missing = sorted(told - held)
    if not held or not missing:
        return []
    zh, en = "、".join(one.zh for one in missing), ", ".join(one.en for one in missing)
    return [
        note(
            "rungs",
            f"督办要告知、而名册中没有岗位的机构：{zh}；轮到时越过并说明，请补入名册",
            f"told by ladders and in no directory: {en}; such a rung is climbed past, and says so",
        )
    ]


def _calendar(desk: Desk) -> Finding:
    today = civil_day(desk.at)
    needed = [today.year, today.year + 1] if (today.month, today.day) >= NEXT_YEAR_EXPECTED else [today.year]
    missing = [str(year) for year in needed if year not in desk.office.calendar.years]
    if not missing:
        return well("calendar", f"放假通知已载至 {max(desk.office.calendar.years)} 年", "the calendar is up to date")
    return ill(
        "calendar",
        f"缺 {'、'.join(missing)} 年放假通知，有关期限为暂定",
        f"no holiday notice for {', '.join(missing)}: dates in it are provisional",
        "升级程序，或在 rules/calendar_data 增补该年通知",
        "upgrade the program, or add the year to rules/calendar_data",
    )


def _heartbeats(desk: Desk) -> Iterator[Finding]:
    """Who works. Only silence that matters is ill: `_machinery` says when the sweep was due."""
    names = {
        heartbeat.RUNNER: ("运行服务", "runner", RUNNER_SILENT_AFTER),
        heartbeat.SWEEP: ("逾期督办", "deadline sweep", SWEEP_SILENT_AFTER),
        heartbeat.WATCHDOG: ("巡检", "watchdog", WATCHDOG_SILENT_AFTER),
        heartbeat.ENGINE: ("运行服务与 Prefect 的连接", "runner's link to Prefect", RUNNER_SILENT_AFTER),
    }
    for name, (zh, en, silent_after) in names.items():
        beat = heartbeat.last_beat(desk.session, name)
        if beat is None:
            yield note(f"heartbeat_{name}", f"{zh}：没有运行过", f"{en}: has never run")
        else:
            grade = well if desk.at - beat[0] <= silent_after else note
            when_zh, when_en = wording.say_moment(beat[0], "zh"), wording.say_moment(beat[0], "en")
            yield grade(f"heartbeat_{name}", f"{zh}：最近 {when_zh}", f"{en}: last {when_en}")


def _wakes(desk: Desk) -> Finding:
    count, oldest = desk.session.exec(select(func.count(), func.min(Wake.created_at)).select_from(Wake)).one()
    if not count:
        return well("wake", "没有等待推进的程序", "no procedure is waiting")
    return _queue(desk, "wake", f"等待推进 {count} 件", f"{count} waiting to advance", oldest, WAKE_STALE_AFTER)


def _outbox(desk: Desk) -> Finding:
    count, oldest = desk.session.exec(select(func.count(), func.min(Outbox.next_try_at)).select_from(Outbox)).one()
    if not count:
        return well("outbox", "没有待送达的通知", "no notice is waiting")
    return _queue(desk, "outbox", f"待送达通知 {count} 件", f"{count} notices to deliver", oldest, BACKLOG_AFTER)


def _queue(desk: Desk, check: str, zh: str, en: str, oldest: datetime, stale_after: timedelta) -> Finding:
    if desk.at - oldest <= stale_after:
        return note(check, zh, en)
    return ill(
        check,
        f"{zh}，最早自 {wording.say_moment(oldest, 'zh')}",
        f"{en}, the oldest since {wording.say_moment(oldest, 'en')}",
        "启动 hutong up 或 hutong worker；或运行一次 hutong sweep",
        "start `hutong up` or `hutong worker`, or run `hutong sweep` once",
    )


def _unsealed(desk: Desk, *, everything: bool) -> Finding:
    """Entries that no link covers: among all, or among those that the next tick looks at."""
    unsealed: ColumnElement[bool] = col(Seal.no).is_(None)
    query = select(func.count(), func.min(JournalEntry.recorded_at)).select_from(JournalEntry)
    query = query.outerjoin(Seal, col(Seal.entry_seq) == col(JournalEntry.seq)).where(unsealed)
    if not everything:
        last = select(func.coalesce(func.max(Seal.entry_seq), 0)).scalar_subquery()
        query = query.where(col(JournalEntry.seq) > last - LOOK_BACK)
    count, oldest = desk.session.exec(query).one()
    if not count:
        return well("seal", "办理记录全部封存", "every entry is sealed")
    if desk.at - oldest <= UNSEALED_AFTER:
        return note("seal", f"未封存记录 {count} 条", f"{count} entries not sealed yet")
    return ill(
        "seal",
        f"未封存记录 {count} 条，最早自 {wording.say_moment(oldest, 'zh')}",
        f"{count} entries not sealed",
        "运行 hutong journal head",
        "run `hutong journal head`",
    )


def _machinery(desk: Desk) -> list[Finding]:
    found = stuck(desk, WATCHED)
    if not found:
        return [well("stuck", "没有停摆的个案", "no case stands still")]
    return [
        ill(
            f"stuck_{one.kind}",
            " · ".join(part for part in (one.kind.zh, one.case_no, one.subject) if part),
            f"{one.kind.replace('_', ' ')} since {wording.say_moment(one.since, 'en')}",
            one.repair,
            one.repair_en,
        )
        for one in found
    ]


def _invariants(desk: Desk, *, thorough: bool) -> list[Finding]:
    """Whether everything on the published list holds; what is told as a standstill is not told twice."""
    newest = invariants.newest_entry(desk)
    recent = invariants.Window(after=max(0, newest - RECENT_ENTRIES), until=newest, whole=False)
    found = invariants.broken(desk, invariants.whole(desk) if thorough else recent)
    broken = [one for one in found if one.invariant.told_as not in WATCHED]
    if not broken:
        count = len(invariants.INVARIANTS)
        return [well("invariants", f"全部 {count} 条不变式成立", f"all {count} invariants hold")]
    return [
        ill(
            f"invariant_{one.invariant.code}",
            f"不变式被破坏：{one.invariant.zh}。共 {one.total} 处，首先是 {one.first[0].subject}",
            f"broken: {one.invariant.en}. {one.total} in all, first {one.first[0].subject}",
            one.invariant.mend_zh,
            one.invariant.mend_en,
        )
        for one in broken
    ]
