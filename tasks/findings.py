"""What somebody finds who looks whether this installation is healthy. 检查结果."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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


def well(check: str, zh: str, en: str) -> Finding:
    """All is well. 正常."""
    return Finding(check=check, grade=Grade.WELL, zh=zh, en=en)


def note(check: str, zh: str, en: str) -> Finding:
    """Worth knowing, and nothing to be done. 提示."""
    return Finding(check=check, grade=Grade.NOTE, zh=zh, en=en)


def ill(check: str, zh: str, en: str, mend_zh: str = "", mend_en: str = "") -> Finding:
    """Something is to be done. 异常."""
    return Finding(check=check, grade=Grade.ILL, zh=zh, en=en, mend_zh=mend_zh, mend_en=mend_en)
