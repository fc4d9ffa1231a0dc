"""Where a rule comes from: texts, fact rows and their force. 规则来源 / sources of law.

A `Source` is a text with the days it is in force; a `Fact` is one row of the law table with its article.  Both are
data of a pack; this module only gives them their shape and the questions that may be asked of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rules.period import Period
from rules.vocabulary import Confidence, Force


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text of law or policy. 法律文件.

    Args:
        code: short key, e.g. "MPL".
        zh: official title in Chinese.
        en: usual English title (unofficial).
        number: document number such as 高检发〔2020〕9号, or "".
        in_force_from: first day in force, or None where the row only speaks of our own default.
        in_force_until: last day in force, or None while it is still in force.
        note: a caution for the reader (copy not official, date not checked), or "".
        articles: number of its last article; 0 where that was not looked up.
    """

    code: str
    zh: str
    en: str
    number: str = ""
    in_force_from: date | None = None
    in_force_until: date | None = None
    note: str = ""
    articles: int = 0

    def in_force_on(self, day: date) -> bool:
        """Whether the text was in force on `day`, a civil date in China."""
        started = self.in_force_from is None or self.in_force_from <= day
        ended = self.in_force_until is not None and self.in_force_until < day
        return started and not ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One row of the law table: what some article says about one step. 法律事实行.

    Args:
        id: stable key such as "A-17"; "HT-…" rows are defaults of this project.
        zh: short name of the step in Chinese.
        basis: the article as people cite it, Chinese first, e.g. "高检发〔2020〕9号 第10条".
        law_word: the decisive quoted words on time, e.g. "三日内", or "".
        sources: codes of the texts, for force in time.
        force, confidence: what kind of truth it is and how well we know it.
        note: a caution for the reader, or "".
        limits: the numbers that the row itself sets, by label; "default" is the row's own deadline, "interval" is a
            rhythm and never a deadline, other labels are further numbers of the same row (延长、复杂案件 …).
    """

    id: str
    zh: str
    en: str
    basis: str
    law_word: str = ""
    sources: tuple[str, ...] = ()
    force: Force
    confidence: Confidence
    note: str = ""
    limits: Mapping[str, Period] = field(default_factory=dict, hash=False)

    @property
    def may_drive_a_clock(self) -> bool:
        """Rows known from memory only drive nothing."""
        return self.confidence is not Confidence.MEMORY
