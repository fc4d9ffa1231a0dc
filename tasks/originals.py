"""Are the bytes that were sent, printed and handed in still what they were? By their digests. 原件核对.

No key is needed: what is kept is sealed, and its digest is its name.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sqlmodel import col, func, select

from models import Blob, Evidence, Notice
from tasks.findings import Finding, ill, well

if TYPE_CHECKING:
    from tasks.desk import Desk


def originals(desk: Desk) -> Finding:
    """Every kept file against its digest, and whether a message or a piece of evidence lacks its file."""
    altered = _altered(desk)
    lacking = sum(_lacking(desk, column) for column in (col(Notice.blob), col(Evidence.blob)))
    if not altered and not lacking:
        return well("originals", "原件（通知、文书、证据）与校验值相符", "every kept file is what its digest says")
    return ill(
        "originals",
        f"原件与校验值不符 {altered} 件、缺失 {lacking} 件",
        f"kept files: {altered} altered, {lacking} gone",
        "保留现场，从备份恢复并报告；证据材料逐件核对：hutong evidence check",
        "keep it as it is, restore from a backup and report it; evidence one by one: hutong evidence check",
    )


def _altered(desk: Desk) -> int:
    rows = desk.session.exec(select(Blob.sha256, Blob.content).execution_options(yield_per=100))
    return sum(hashlib.sha256(content).hexdigest() != digest for digest, content in rows)


def _lacking(desk: Desk, column: Any) -> int:
    query = select(func.count()).where(column != "", ~select(Blob.sha256).where(col(Blob.sha256) == column).exists())
    return desk.session.exec(query).one()
