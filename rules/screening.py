"""Who counts: the conditions by which a child comes on the list. 摸排条件.

Migrant children as defined nationally by 民发〔2024〕35号 二（四） (J-03); the two other categories
in the wording of 福建 2024 二, the only definition among our texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from rules.vocabulary import ChildCategory, Term


class Condition(Term):
    """One condition, found to be so on screening. 条件."""

    UNDER_16 = "under_16", "不满十六周岁"
    LEFT_REGISTRATION = "left_registration", "随父母一方或双方或其他监护人离开户籍地"
    OTHER_COUNTY = "other_county", "跨县域居住（城市中心城区的市辖区之间除外）"
    SIX_MONTHS = "six_months", "居住六个月以上"
    RURAL_REGISTRATION = "rural_registration", "农村户籍"
    PARENTS_AWAY = "parents_away", "父母双方在其他县域（境外）务工，或一方外出另一方无监护能力"
    THREE_MONTHS = "three_months", "外出三个月以上"
    POVERTY = "poverty", "因家庭贫困导致生活、就医、就学困难"
    DISABILITY = "disability", "因自身残疾导致康复、照料、护理和融入困难"
    GUARDIANSHIP = "guardianship", "因监护缺失或监护不当受到侵害或面临危险"
    VAGRANCY = "vagrancy", "流浪"
    OUT_OF_SCHOOL = "out_of_school", "失学、辍学"
    BEHAVIOUR = "behaviour", "心理、行为异常"
    ASKS_FOR_HELP = "asks_for_help", "主动提出救助帮扶需求的跨乡镇（街道）儿童"


ALL_OF: Mapping[ChildCategory, tuple[Condition, ...]] = MappingProxyType(
    {
        ChildCategory.MIGRANT: (
            Condition.UNDER_16,
            Condition.LEFT_REGISTRATION,
            Condition.OTHER_COUNTY,
            Condition.SIX_MONTHS,
        ),
        ChildCategory.LEFT_BEHIND: (
            Condition.UNDER_16,
            Condition.RURAL_REGISTRATION,
            Condition.PARENTS_AWAY,
            Condition.THREE_MONTHS,
        ),
        ChildCategory.IN_DIFFICULTY: (),
    }
)
"""All of these are needed."""

ANY_OF: Mapping[ChildCategory, tuple[Condition, ...]] = MappingProxyType(
    {ChildCategory.IN_DIFFICULTY: (Condition.POVERTY, Condition.DISABILITY, Condition.GUARDIANSHIP)}
)
"""One of these is needed."""


def unmet(category: ChildCategory, found: Iterable[Condition]) -> tuple[Condition, ...]:
    """The conditions of a category that were not found; of those of which one would do, all."""
    found = set(found)
    missing = [one for one in ALL_OF[category] if one not in found]
    any_of = ANY_OF.get(category, ())
    if any_of and not found & set(any_of):
        missing += any_of
    return tuple(missing)
