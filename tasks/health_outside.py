"""Is what an installation stands on there: its key, its database, its rules, the engine beside it? 运行条件."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from migrations.upgrade import current, newest
from models.database import Database
from packs import load
from rules.errors import CaseworkError, Refused
from tasks.findings import Finding, ill, note, well

if TYPE_CHECKING:
    from pathlib import Path

    from tasks.settings import Settings

_ENGINE_ANSWERS_WITHIN_SECONDS = 1.0


def before_opening(settings: Settings) -> list[Finding]:
    """What is looked at before anything is opened, since opening makes what is missing. Changes nothing."""
    return [_key(settings), _database(settings), _pack(settings)]


def of_the_engine(settings: Settings) -> Finding:
    """Whether the Prefect API answers; where it does not, cases move without it."""
    import httpx

    try:
        with httpx.Client(timeout=_ENGINE_ANSWERS_WITHIN_SECONDS, trust_env=False) as client:
            answered = client.get(f"{settings.api_url}/health").is_success
    except (httpx.HTTPError, httpx.InvalidURL):
        answered = False
    if answered:
        return well("engine", "Prefect 运行中", "Prefect answers")
    return note("engine", "Prefect 未运行，程序由本机直接推进", "Prefect is not running; procedures move without it")


def _key(settings: Settings) -> Finding:
    if settings.master_key.get_secret_value():
        return well("key", "主密钥由环境变量给出", "the master key is in the environment")
    path = settings.key_file
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return _key_missing(path)
    except OSError as cause:
        return ill(
            "key",
            f"主密钥文件无法查看：{cause.strerror}",
            f"the key file cannot be looked at: {cause.strerror}",
            f"检查 {path} 的权限",
            f"see to the permissions of {path}",
        )
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        return ill(
            "key",
            f"主密钥文件他人可读（权限 {stat.S_IMODE(mode):04o}）",
            "others may read the master key",
            f"chmod 600 {path}，并考虑密钥是否已泄露",
            f"chmod 600 {path}, and consider whether the key is still secret",
        )
    return well("key", "主密钥文件只有本人可读", "the master key is its owner's alone")


def _key_missing(path: Path) -> Finding:
    return ill(
        "key",
        f"没有主密钥文件 {path}",
        "there is no key file",
        "首次使用：hutong directory load 文件；否则从备份恢复密钥，切勿另建",
        "first use: hutong directory load FILE; otherwise restore the key from the backup, never make another",
    )


def _database(settings: Settings) -> Finding:
    if not settings.database_url and not (settings.home / "hutong.db").exists():
        return ill(
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
        return ill("database", failure.zh, failure.en)
    if layout != newest():
        return ill(
            "database",
            f"数据库结构为 {layout or '空'}，应为 {newest()}",
            f"the database has layout {layout or 'none'}, this program {newest()}",
            "备份后运行任一命令即自动升级；数据库较新时请升级程序",
            "back it up; any command then upgrades it. Where the database is newer, upgrade the program",
        )
    return well("database", f"数据库可用，结构 {layout}", f"the database answers, layout {layout}")


def _pack(settings: Settings) -> Finding:
    try:
        pack = load(settings.pack)
    except Refused as faults:
        return ill(
            "pack",
            f"规则包 {settings.pack} 有问题",
            "the rule pack is faulty",
            f"hutong pack check {settings.pack}",
            f"hutong pack check {settings.pack} ({faults.field})",
        )
    return well("pack", f"规则包 {pack.id} {pack.version} 无误", "the rule pack is sound")
