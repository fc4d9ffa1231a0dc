"""Opening an office from settings: the one place where collaborators are put together. 开门办公."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from sqlmodel import func, select

from migrations.upgrade import current, upgrade
from models import Installation, JournalEntry
from models.database import Database
from notifications.channels import ChannelSettings, open_channels
from packs.loader import editions
from rules.calendar import Calendar
from rules.errors import Conflict, Refused
from tasks.desk import SIMULATED as SIMULATED  # told on from here
from tasks.office import Office
from vault.keys import MasterKey
from vault.vault import Vault

if TYPE_CHECKING:
    from tasks.settings import Settings

LIVE = "live"


def wall_clock() -> datetime:
    """The time it is; the only place that asks."""
    return datetime.now(UTC)


@contextmanager
def open_office(
    settings: Settings,
    *,
    now: Callable[[], datetime] = wall_clock,
    entropy: Callable[[int], bytes] = os.urandom,
    mode: str = LIVE,
    make: bool = True,
    name: str = "",
    console: TextIO | None = None,
) -> Iterator[Office]:
    """An office on the case database that the settings name, its tables brought up to date.

    Args:
        now: another clock is only for simulated databases; a live one is refused with it.
        mode: what the database is marked as when it is new; later it must be the same.
        make: whether a database that is not there is made. A look into the wrong folder makes nothing.
        console: where the `console` channel prints; standard output, if not said.
    Raises: Refused: the key is not the one of this database, or its mode is another.
    """
    database = Database(settings.url)
    try:
        if not make and not _is_there(database):
            raise Refused(
                f"这里还没有数据库（{settings.home.absolute()}）：请检查所在目录或 HUTONG_HOME；"
                "首次使用请先运行 hutong directory load 文件",
                f"there is no database here ({settings.home.absolute()}): see whether this is the right folder, "
                "or set HUTONG_HOME; for the first use run `hutong directory load FILE`",
                field="HUTONG_HOME",
            )
        settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        upgrade(database)
        # a key is made for a new database only: one that is sealed already needs the key that it was sealed under
        vault = Vault(_master_key(settings, make=not _marks(database)), entropy=entropy)
        _stamp(database, vault, mode)
        yield Office(
            database=database,
            vault=vault,
            now=now,
            entropy=entropy,
            editions=editions(settings.pack),
            calendar=Calendar.national(),
            channels=open_channels(_channel_settings(settings, console)),
            name=name or f"{os.uname().nodename}-{os.getpid()}",
        )
    finally:
        database.dispose()


def simulated_at(settings: Settings) -> datetime | None:
    """Where the clock of a simulated database stands: at its last entry. None: it is live, or there is none."""
    database = Database(settings.url)
    try:
        if not _is_there(database) or current(database) is None or _marks(database).get("mode") != SIMULATED:
            return None
        with database.reading() as session:
            return session.exec(select(func.max(JournalEntry.recorded_at))).one()
    finally:
        database.dispose()


def _is_there(database: Database) -> bool:
    if database.dialect == "sqlite":
        return Path(str(database.engine.url.database)).exists()
    return current(database) is not None


def _master_key(settings: Settings, *, make: bool) -> MasterKey:
    given = settings.master_key.get_secret_value()
    return MasterKey.from_environment(given) if given else MasterKey.from_file(settings.key_file, make=make)


def _stamp(database: Database, vault: Vault, mode: str) -> None:
    """A new database is marked live or simulated, and with the key that it is sealed under; later both must agree."""
    marks = {"mode": mode, "key": vault.fingerprint()}
    found = _marks(database)
    if not found:
        with suppress(Conflict), database.writing() as session:  # another process may be opening it too
            session.add_all(Installation(key=key, value=value) for key, value in marks.items())
        found = _marks(database)
    if found["key"] != marks["key"]:
        raise Refused(
            "主密钥与本库不符：请检查 HUTONG_MASTER_KEY 或密钥文件，切勿另建新密钥",
            "the master key is not the one of this database: check HUTONG_MASTER_KEY or the key file; "
            "do not make a new one",
        )
    if found["mode"] != mode:
        raise Refused(
            "这是正式库，不能拨动时钟" if found["mode"] == LIVE else "这是模拟库，不能作正式使用",
            "this is a live database: its clock cannot be moved"
            if found["mode"] == LIVE
            else "this is a simulated database: it can never be live",
        )


def _marks(database: Database) -> dict[str, str]:
    with database.reading() as session:
        return dict(session.exec(select(Installation.key, Installation.value)).all())


def _channel_settings(settings: Settings, console: TextIO | None) -> ChannelSettings:
    return ChannelSettings(
        console_stream=console,
        outbox_file=settings.outbox_file,
        smtp_host=settings.smtp_host,
        smtp_port=settings.smtp_port,
        smtp_sender=settings.smtp_sender,
        smtp_user=settings.smtp_user,
        smtp_password=settings.smtp_password.get_secret_value(),
        smtp_starttls=settings.smtp_starttls,
        smtp_implicit_tls=settings.smtp_implicit_tls,
        webhook_secret=settings.webhook_secret.get_secret_value().encode(),
        timeout_seconds=settings.channel_timeout_seconds,
    )
