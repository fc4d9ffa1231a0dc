"""Names of people who do not exist. 虚构姓名.

The surnames are plants, the given names are put together from syllables.
"""

from __future__ import annotations

from simulations.chance import Chance

SURNAMES = "禾穗苇棠荞芦桐榆柘檀菽稷黍粟葵蓼荻蒲椿槐"
FIRST = "小大春秋明晓安远立新雨晴思可念若子文志长"
SECOND = "苗田豆麦米草木石溪河山川云风星月光霞路桥"


def surname(chance: Chance) -> str:
    """A surname, which a household shares."""
    return chance.member(SURNAMES)


def given_name(chance: Chance) -> str:
    """A given name of two syllables."""
    return chance.member(FIRST) + chance.member(SECOND)


def full_name(chance: Chance) -> str:
    """Somebody's whole name."""
    return surname(chance) + given_name(chance)
