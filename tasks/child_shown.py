"""How a list speaks of a child: by sex and age, never by name. 儿童的称呼.

Whoever may see the facts of a case may see this.  The date of birth is opened for it and not kept; who looked at a
list is not recorded, since nobody can be found by an age.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from models import ChildFile
from rules.age import years_old
from rules.moments import civil_day
from rules.vocabulary import Sex

if TYPE_CHECKING:
    from tasks.desk import Desk

_WORDS = {Sex.FEMALE: ("女孩", "girl"), Sex.MALE: ("男孩", "boy"), Sex.UNKNOWN: ("儿童", "child")}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildShown:
    """A child without a name. 儿童.

    Args:
        years: full years on the day of asking; None where no date of birth is known, or its key was destroyed.
    """

    no: str
    sex: Sex
    years: int | None

    def say(self, lang: str) -> str:
        """In words.

        >>> ChildShown(no="K-1", sex=Sex.FEMALE, years=9).say("zh")
        '女孩，9岁'
        >>> ChildShown(no="K-1", sex=Sex.MALE, years=0).say("en")
        'boy, under 1'
        """
        word = _WORDS[self.sex][lang != "zh"]
        if self.years is None:
            return f"{word}，年龄不详" if lang == "zh" else f"{word}, age unknown"
        if self.years < 1:
            return f"{word}，未满1岁" if lang == "zh" else f"{word}, under 1"
        return f"{word}，{self.years}岁" if lang == "zh" else f"{word}, {self.years}"


def shown_of(desk: Desk, numbers: Collection[str]) -> dict[str, ChildShown]:
    """These children, by number of their file; a number that is no file's is left out."""
    desk.find_ciphers(numbers)
    query = select(col(ChildFile.no), col(ChildFile.sex), col(ChildFile.birth_on_sealed))
    rows = desk.session.execute(query.where(col(ChildFile.no).in_(numbers)))
    return {no: ChildShown(no=no, sex=Sex(sex), years=_years(desk, no, sealed)) for no, sex, sealed in rows}


def _years(desk: Desk, no: str, sealed: str | None) -> int | None:
    born = desk.reveal(no, "birth_on", sealed)
    return years_old(date.fromisoformat(born), civil_day(desk.at)) if born else None
