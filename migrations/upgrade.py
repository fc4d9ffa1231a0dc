"""Bring a database to the newest layout, and say which one it has. 升级数据库.

Safe when several processes start at once: one upgrades, the others wait and then find nothing left to do.
Alembic is imported only when there is something to do: nearly every start finds the tables as they should be, and
then neither waits for a quarter of a second of imports nor for whoever is writing.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from models.database import Database
from rules.errors import Unavailable

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

_FOLDER = Path(__file__).parent
_ALEMBIC = threading.Lock()  # Alembic keeps the migration that runs in module globals
_LOCK = 0x48_55_54_4F_4E_47  # "HUTONG": one advisory lock for upgrades, whoever starts them


def upgrade(database: Database) -> None:
    """Bring the tables to the newest layout; does nothing where they have it.

    Raises: Unavailable (permanent): the database was laid out by a newer version of this system.
    """
    found = current(database)
    if found == newest():
        return
    from alembic import command
    from alembic.script import ScriptDirectory

    with _ALEMBIC, database.writing() as session:  # on SQLite nobody else writes from here on
        connection = session.connection()
        if database.dialect == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config = _config(connection)
        _refuse_newer(_revision(connection), ScriptDirectory.from_config(config))
        command.upgrade(config, "head")
    if found is not None:  # an index that was laid anew is chosen by nobody before its rows are counted
        database.count_rows()


def current(database: Database) -> str | None:
    """Number of the layout that the database has; None where it is empty."""
    with database.reading() as session:
        return _revision(session.connection())


def newest() -> str | None:
    """Number of the newest layout that this version knows."""
    numbers = sorted(path.name.partition("_")[0] for path in (_FOLDER / "versions").glob("[0-9]*_*.py"))
    return numbers[-1] if numbers else None


def _config(connection: Connection | None = None) -> Config:
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def _refuse_newer(revision: str | None, known: ScriptDirectory) -> None:
    if revision is not None and revision not in {step.revision for step in known.walk_revisions()}:
        raise Unavailable(
            f"数据库版本 {revision} 比本程序新，请升级程序后再启动",
            f"the database has layout {revision}, which is newer than this program: upgrade the program first",
            permanent=True,
            code="database-newer",
        )
