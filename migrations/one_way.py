"""Why no migration goes back. 迁移只进不退."""

from __future__ import annotations

from rules.errors import Refused


def refuse_downgrade() -> None:
    """Going back would drop facts that were recorded in the meantime. 不予降级."""
    raise Refused(
        "数据库只能升级：降级会丢失已记录的事实。请改用升级前的备份恢复",
        "a database is only ever upgraded: going back would lose recorded facts. Restore the backup taken before",
    )
