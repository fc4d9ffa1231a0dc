"""Run by Alembic; takes the connection, already in its transaction, from `migrations.upgrade`."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

import models  # noqa: F401  fills the metadata

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("请使用 hutong 升级数据库 / upgrade through migrations.upgrade.upgrade(database)")

# All steps of an upgrade are one transaction on both databases, and the caller's: half an upgrade is none.
context.configure(connection=connection, target_metadata=SQLModel.metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
