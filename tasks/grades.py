"""How a place calls the tiers of the children of whom its text speaks: 较好、一般、差 (济宁 J-57, HT-190). 评估等次.

The tiers are what rhythms go by and what is stored; the words are those of the rules that govern the child, on forms,
lists and registers.  Where no text has words of its own they are low, middle and high as everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from packs.pack import Pack
from rules.errors import Refused
from rules.monitoring import ASSESS_ON_EVENT, ASSESS_TIER
from rules.rhythm import Standing
from rules.vocabulary import Tier
from tasks.answers import AnswerField

Grades = Mapping[Tier, str]
"""By tier: the word of the place; empty where it has none."""

ASSESSMENTS = frozenset({ASSESS_TIER.code, ASSESS_ON_EVENT.code})
"""The duties whose answer is a grade."""

LABEL = "评估结果"
"""What the field is called where the text speaks of results (评估结果为较好)."""


def grades_of(pack: Pack, standing: Standing) -> Grades:
    """The words for a child that stands so."""
    found = [rhythm.grades for rhythm in pack.rhythms.values() if rhythm.grades and rhythm.speaks_of(standing)]
    return dict(found[0]) if found else {}


def grades_in(pack: Pack) -> Grades:
    """The words of these rules, for whomever."""
    return next((dict(one.grades) for one in pack.rhythms.values() if one.grades), {})


def say_tier(grades: Grades, tier: Tier) -> str:
    """A tier as people of the place say it."""
    return grades.get(tier, tier.zh)


def in_words(fields: tuple[AnswerField, ...], grades: Grades) -> tuple[AnswerField, ...]:
    """The form of an assessment in the words of the place."""
    if not grades:
        return fields
    choices = tuple((tier.value, word) for tier, word in grades.items())
    return tuple(replace(one, zh=LABEL, choices=choices) if one.name == "tier" else one for one in fields)


def in_tiers(pack: Pack, code: str, given: Mapping[str, object]) -> Mapping[str, object]:
    """What somebody answered, the words of the place as codes."""
    grades = grades_in(pack) if code in ASSESSMENTS else {}
    if not grades:
        return given
    tiers = {word: tier.value for tier, word in grades.items()}
    named = {"tier" if name in (LABEL, "风险等级") else name: value for name, value in given.items()}
    if isinstance(written := named.get("tier"), str):
        named["tier"] = tiers.get(written.strip(), written)
    return named


def read_tier(pack: Pack, written: str, *, field: str) -> Tier:
    """A tier by its code, in Chinese, or in the words of these rules. Raises Refused, naming all there are."""
    grades = grades_in(pack)
    wanted = written.strip().lower()
    for tier in Tier:
        if wanted in (tier.value, tier.zh, grades.get(tier)):
            return tier
    zh = "、".join(f"{tier.value}（{say_tier({}, tier)}{'、' + grades[tier] if grades else ''}）" for tier in Tier)
    raise Refused(f"“{field}”没有这一项，可填：{zh}", f"{field}: unknown; one of {', '.join(Tier)}", field=field)
