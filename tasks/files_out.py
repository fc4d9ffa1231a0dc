"""Files that are written for people: never over one that is there. 写出文件."""

from __future__ import annotations

from pathlib import Path

from rules.errors import Refused


def refuse_to_write_over(path: Path, *, field: str = "--out") -> None:
    """Refuse a file that is there already.

    Args:
        field: the option that named it.
    """
    if path.exists():
        raise already_there(path, field=field)


def already_there(path: Path, *, field: str = "--out") -> Refused:
    """What whoever named it is told."""
    return Refused(f"“{path}”已存在，请用 {field} 另指文件", f"{path} exists; name another with {field}", field=field)
