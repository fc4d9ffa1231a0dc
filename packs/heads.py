"""What packs are called, without reading what they say: for a list of them. 规则包名录.

Reading and checking all packs takes seconds; their heads take milliseconds.  Whoever opens one reads it whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from packs.files import SHELF
from packs.loader import HEAD
from packs.yaml_lines import read_file

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class PackHead:
    """One edition of a pack, as it is called. 规则包."""

    id: str
    zh: str
    en: str
    version: str
    valid_from: date
    valid_until: date | None
    inherits: str


def heads() -> list[PackHead]:
    """Every edition of the packs that come with the software, by name, the earliest first."""
    found = [_head(path) for path in SHELF.glob(f"*/{HEAD}")]
    return sorted(found, key=lambda one: (one.id, one.valid_from))


def _head(path: Path) -> PackHead:
    written = read_file(path).value
    assert isinstance(written, dict), "checked when the pack is read"
    said = {name: item.value for name, item in written.items()}
    begins, ends = said["valid_from"], said.get("valid_until")
    assert isinstance(begins, date)
    assert ends is None or isinstance(ends, date)
    return PackHead(
        id=str(said["id"]),
        zh=str(said["zh"]),
        en=str(said["en"]),
        version=str(said["version"]),
        valid_from=begins,
        valid_until=ends,
        inherits=str(said.get("inherits") or ""),
    )
