"""The checks of the doctor, each one question with its answer and its remedy. 检查项目."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select

from migrations.upgrade import current, newest
from models import Installation, JournalEntry, Outbox, Seal, Wake
from models.database import Database
from packs import load
from rules.errors import CaseworkError, Refused
from rules.moments import civil_day
from tasks import heartbeat, invariants, wording
from tasks.premises import LIVE
from tasks.stuck import SWEEP_SILENT_AFTER, WAKE_STALE_AFTER, stuck
from tasks.verify import breaks
from tasks.watchdog import WATCHED

if TYPE_CHECKING:
    from pathlib import Path

    from tasks.desk import Desk
    from tasks.office import Office
    from tasks.settings import Settings

BACKLOG_AFTER = timedelta(minutes=5)
UNSEALED_AFTER = timedelta(minutes=15)
RUNNER_SILENT_AFTER = timedelta(minutes=1)
WATCHDOG_SILENT_AFTER = timedelta(minutes=2)
RECENT_ENTRIES = 10_000
"""So many of the latest entries are held against the tables; with `--thorough` all of them."""
NEXT_YEAR_EXPECTED = (12, 15)  # the State Council's notice has always been out by then
_ENGINE_ANSWERS_WITHIN_SECONDS = 1.0


class Grade(StrEnum):
    """How a check came out."""

    WELL = "well"
    NOTE = "note"
    ILL = "ill"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The answer to one question. 检查结果. `mend_…` says what to do, where something is to be done."""

    check: str
    grade: Grade
    zh: str
    en: str
    mend_zh: str = ""
    mend_en: str = ""


def before_opening(settings: Settings) -> list[Finding]:
    """What is looked at before anything is opened, since opening makes what is missing. Changes nothing."""
    return [_key(settings), _database(settings), _pack(settings)]


def of_the_office(office: Office, *, thorough: bool = False) -> list[Finding]:
    """What is looked at inside the database. Changes nothing.

    Args:
        thorough: hold the whole journal against the tables, not only its latest entries.
    """
    with office.reading() as desk:
        return [
            _mode(desk),
            _calendar(desk),
            *ended_rules(desk),
            *_heartbeats(desk),
            _wakes(desk),
            _outbox(desk),
            _unsealed(desk),
            _unaltered(desk),
            *_machinery(desk),
            *_invariants(desk, thorough=thorough),
        ]


def of_the_engine(settings: Settings) -> Finding:
    """Whether the Prefect API answers; where it does not, cases move without it."""
    import httpx

    try:
        with httpx.Client(timeout=_ENGINE_ANSWERS_WITHIN_SECONDS, trust_env=False) as client:
            answered = client.get(f"{settings.api_url}/health").is_success
    except (httpx.HTTPError, httpx.InvalidURL):
        answered = False
    if answered:
        return _well("engine", "Prefect 运行中", "Prefect answers")
    return _note("engine", "Prefect 未运行，程序由本机直接推进", "Prefect is not running; procedures move without it")


def _unaltered(desk: Desk) -> Finding:
    found = breaks(desk)
    if not found:
        return _well("journal", "办理记录逐条核验无误", "every entry of the journal was verified")
    return _ill(
        "journal",
        f"办理记录曾被改动或有缺漏，共 {len(found)} 处，首先是 {found[0].chain}#{found[0].n}",
        f"the journal was altered or is not whole in {len(found)} places, first {found[0].chain}#{found[0].n}",
        "保留现场，勿重建，从备份恢复并报告",
        "keep it as it is, rebuild nothing, restore from a backup and report it",
    )


# ------------------------------------------------------------------------------------------------ before opening


def _key(settings: Settings) -> Finding:
    if settings.master_key.get_secret_value():
        return _well("key", "主密钥由环境变量给出", "the master key is in the environment")
    path = settings.key_file
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return _key_missing(path)
    except OSError as cause:
        return _ill(
            "key",
            f"主密钥文件无法查看：{cause.strerror}",
            f"the key file cannot be looked at: {cause.strerror}",
            f"检查 {path} 的权限",
            f"see to the permissions of {path}",
        )
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        return _ill(
            "key",
            f"主密钥文件他人可读（权限 {stat.S_IMODE(mode):04o}）",
            "others may read the master key",
            f"chmod 600 {path}，并考虑密钥是否已泄露",
            f"chmod 600 {path}, and consider whether the key is still secret",
        )
    return _well("key", "主密钥文件只有本人可读", "the master key is its owner's alone")


def _key_missing(path: Path) -> Finding:
    return _ill(
        "key",
        f"没有主密钥文件 {path}",
        "there is no key file",
        "首次使用：hutong directory load 文件；否则从备份恢复密钥，切勿另建",
        "first use: hutong directory load FILE; otherwise restore the key from the backup, never make another",
    )


def _database(settings: Settings) -> Finding:
    if not settings.database_url and not (settings.home / "hutong.db").exists():
        return _ill(
            "database",
            f"还没有数据库（{settings.home.absolute()}）",
            "there is no database yet",
            "检查是否在正确的目录，或用 --home 指定；首次使用：hutong directory load 文件",
            "see whether this is the right folder, or name it with --home; first use: hutong directory load FILE",
        )
    try:
        database = Database(settings.url)
        try:
            layout = current(database)
        finally:
            database.dispose()
    except CaseworkError as failure:
        return _ill("database", failure.zh, failure.en)
    if layout != newest():
        return _ill(
            "database",
            f"数据库结构为 {layout or '空'}，应为 {newest()}",
            f"the database has layout {layout or 'none'}, this program {newest()}",
            "备份后运行任一命令即自动升级；数据库较新时请升级程序",
            "back it up; any command then upgrades it. Where the database is newer, upgrade the program",
        )
    return _well("database", f"数据库可用，结构 {layout}", f"the database answers, layout {layout}")


def _pack(settings: Settings) -> Finding:
    try:
        pack = load(settings.pack)
    except Refused as faults:
        return _ill(
            "pack",
            f"规则包 {settings.pack} 有问题",
            "the rule pack is faulty",
            f"hutong pack check {settings.pack}",
            f"hutong pack check {settings.pack} ({faults.field})",
        )
    return _well("pack", f"规则包 {pack.id} {pack.version} 无误", "the rule pack is sound")


# ------------------------------------------------------------------------------------------------ in the database


def _mode(desk: Desk) -> Finding:
    mode = desk.session.exec(select(Installation.value).where(col(Installation.key) == "mode")).one()
    words = ("正式库", "live") if mode == LIVE else ("模拟库，不作正式使用", "simulated, never live")
    return (_well if mode == LIVE else _note)("mode", *words)


def ended_rules(desk: Desk) -> list[Finding]:
    """Whether the rules are past their end: they go on to govern, but somebody must write new ones."""
    if not desk.office.editions.has_ended(civil_day(desk.at)):
        return []
    pack = desk.pack
    return [
        _ill(
            "rules",
            f"规则包 {pack.id} {pack.version} 的适用期已于 {pack.valid_until} 届满，暂按原规则办理",
            f"pack {pack.id} {pack.version} ended on {pack.valid_until}; it goes on to govern for now",
            f"请编写下一版规则包（文件夹 {pack.id}@年份），或改写 valid_until",
            f"write the next edition (a folder {pack.id}@YEAR), or another valid_until",
        )
    ]


def _calendar(desk: Desk) -> Finding:
    today = civil_day(desk.at)
    needed = [today.year, today.year + 1] if (today.month, today.day) >= NEXT_YEAR_EXPECTED else [today.year]
    missing = [str(year) for year in needed if year not in desk.office.calendar.years]
    if not missing:
        return _well("calendar", f"放假通知已载至 {max(desk.office.calendar.years)} 年", "the calendar is up to date")
    return _ill(
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
            yield _note(f"heartbeat_{name}", f"{zh}：没有运行过", f"{en}: has never run")
        else:
            grade = _well if desk.at - beat[0] <= silent_after else _note
            when_zh, when_en = wording.say_moment(beat[0], "zh"), wording.say_moment(beat[0], "en")
            yield grade(f"heartbeat_{name}", f"{zh}：最近 {when_zh}", f"{en}: last {when_en}")


def _wakes(desk: Desk) -> Finding:
    count, oldest = desk.session.exec(select(func.count(), func.min(Wake.created_at)).select_from(Wake)).one()
    if not count:
        return _well("wake", "没有等待推进的程序", "no procedure is waiting")
    return _queue(desk, "wake", f"等待推进 {count} 件", f"{count} waiting to advance", oldest, WAKE_STALE_AFTER)


def _outbox(desk: Desk) -> Finding:
    count, oldest = desk.session.exec(select(func.count(), func.min(Outbox.next_try_at)).select_from(Outbox)).one()
    if not count:
        return _well("outbox", "没有待送达的通知", "no notice is waiting")
    return _queue(desk, "outbox", f"待送达通知 {count} 件", f"{count} notices to deliver", oldest, BACKLOG_AFTER)


def _queue(desk: Desk, check: str, zh: str, en: str, oldest: datetime, stale_after: timedelta) -> Finding:
    if desk.at - oldest <= stale_after:
        return _note(check, zh, en)
    return _ill(
        check,
        f"{zh}，最早自 {wording.say_moment(oldest, 'zh')}",
        f"{en}, the oldest since {wording.say_moment(oldest, 'en')}",
        "启动 hutong up 或 hutong worker；或运行一次 hutong sweep",
        "start `hutong up` or `hutong worker`, or run `hutong sweep` once",
    )


def _unsealed(desk: Desk) -> Finding:
    unsealed: ColumnElement[bool] = col(Seal.no).is_(None)
    query = select(func.count(), func.min(JournalEntry.recorded_at)).select_from(JournalEntry)
    query = query.outerjoin(Seal, col(Seal.entry_seq) == col(JournalEntry.seq)).where(unsealed)
    count, oldest = desk.session.exec(query).one()
    if not count:
        return _well("seal", "办理记录全部封存", "every entry is sealed")
    if desk.at - oldest <= UNSEALED_AFTER:
        return _note("seal", f"未封存记录 {count} 条", f"{count} entries not sealed yet")
    return _ill(
        "seal",
        f"未封存记录 {count} 条，最早自 {wording.say_moment(oldest, 'zh')}",
        f"{count} entries not sealed",
        "运行 hutong journal head",
        "run `hutong journal head`",
    )


def _machinery(desk: Desk) -> list[Finding]:
    found = stuck(desk, WATCHED)
    if not found:
        return [_well("stuck", "没有停摆的个案", "no case stands still")]
    return [
        _ill(
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
        return [_well("invariants", f"全部 {count} 条不变式成立", f"all {count} invariants hold")]
    return [
        _ill(
            f"invariant_{one.invariant.code}",
            f"不变式被破坏：{one.invariant.zh}。共 {one.total} 处，首先是 {one.first[0].subject}",
            f"broken: {one.invariant.en}. {one.total} in all, first {one.first[0].subject}",
            one.invariant.mend_zh,
            one.invariant.mend_en,
        )
        for one in broken
    ]


def _well(check: str, zh: str, en: str) -> Finding:
    return Finding(check=check, grade=Grade.WELL, zh=zh, en=en)


def _note(check: str, zh: str, en: str) -> Finding:
    return Finding(check=check, grade=Grade.NOTE, zh=zh, en=en)


def _ill(check: str, zh: str, en: str, mend_zh: str = "", mend_en: str = "") -> Finding:
    return Finding(check=check, grade=Grade.ILL, zh=zh, en=en, mend_zh=mend_zh, mend_en=mend_en)
