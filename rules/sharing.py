"""Giving a part of a case to another agency: on which ground, for what, and how much of it. 信息共享.

The law tells agencies to act together and hardly ever says what of a file passes between them; that a ground is named,
that it is one of these, and what each purpose needs is therefore our default (HT-242).  What a ground rests on is the
row of law that tells these agencies to act together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from rules.access import FieldClass
from rules.vocabulary import Term

OUR_LIST, HOW_LONG = "HT-242", "HT-243"
"""Fact rows: the list of grounds and what a purpose needs; how long a package can be fetched."""


class ShareGround(Term):
    """On which ground a package is given. 共享的理由."""

    JOINT_PROTECTION = "joint_protection", "联合保护救助、转介"
    PLACEMENT = "placement", "通知并协助民政部门安置"
    STATE_CARE = "state_care", "配合民政部门监护"
    ORDER_HELP = "order_help", "协助执行人身安全保护令"
    ORDER_REVISIT = "order_revisit", "人身安全保护令期间回访"
    WARNING_TOLD = "warning_told", "告诫后通知基层组织"
    SCHOOLING = "schooling", "辍学登记和劝返"
    PSYCHOLOGY = "psychology", "心理干预"
    LEGAL_AID = "legal_aid", "法律援助"
    SUIT_SUPPORT = "suit_support", "支持起诉"
    REGISTRATION = "registration", "居住地与户籍地衔接"
    SUPERVISION = "supervision", "检察监督"

    @property
    def en(self) -> str:
        """In English."""
        return self.value.replace("_", " ")

    @property
    def basis(self) -> str:
        """The fact row that tells agencies to act together here."""
        return _BASIS[self]


_G = ShareGround

_BASIS: Mapping[ShareGround, str] = MappingProxyType(
    {
        _G.JOINT_PROTECTION: "A-22",
        _G.PLACEMENT: "B-05",
        _G.STATE_CARE: "F-08",
        _G.ORDER_HELP: "E-12",
        _G.ORDER_REVISIT: "E-13",
        _G.WARNING_TOLD: "B-26",
        _G.SCHOOLING: "L-03",
        _G.PSYCHOLOGY: "K-02",
        _G.LEGAL_AID: "G-17",
        _G.SUIT_SUPPORT: "G-06",
        _G.REGISTRATION: "N-03",
        _G.SUPERVISION: "M-08",
    }
)


class SharePurpose(Term):
    """What the receiver is to do with it: it decides how much is needed. 共享的用途."""

    KEEP_SAFE = "keep_safe", "马上保护儿童安全"
    TAKE_OVER = "take_over", "承接办理"
    SERVE = "serve", "提供服务（救助、教育、医疗、心理、法律）"
    DISCUSS = "discuss", "会商研判（不需要知道是谁）"
    OVERSEE = "oversee", "监督检查（不需要知道是谁）"

    @property
    def en(self) -> str:
        """In English."""
        return self.value.replace("_", " ")


_P, _F = SharePurpose, FieldClass

NEEDS: Mapping[SharePurpose, tuple[FieldClass, ...]] = MappingProxyType(
    {
        _P.KEEP_SAFE: (_F.FACTS, _F.IDENTITY, _F.SHELTERED_ADDRESS, _F.INSTRUMENTS),
        _P.TAKE_OVER: (
            *(_F.FACTS, _F.TIMELINE, _F.IDENTITY, _F.SHELTERED_ADDRESS),
            *(_F.NARRATIVE, _F.INSTRUMENTS),
        ),
        _P.SERVE: (_F.FACTS, _F.IDENTITY),
        _P.DISCUSS: (_F.FACTS, _F.TIMELINE),
        _P.OVERSEE: (_F.FACTS, _F.TIMELINE),
    }
)
"""What each purpose needs; who reported is needed for none."""


def cut(
    purpose: SharePurpose, *, giver: Callable[[FieldClass], bool], receiver: Callable[[FieldClass], bool]
) -> tuple[FieldClass, ...]:
    """What passes: what the purpose needs, as far as the giver sees it and the receiver may. 共享内容的裁剪.

    Args:
        giver, receiver: whether a class is seen, for the giver by itself and now, for the receiver if it had the case.
    Returns: empty where nothing would pass.

    >>> school = {FieldClass.IDENTITY}
    >>> [one.value for one in cut(SharePurpose.SERVE, giver=lambda _: True, receiver=school.__contains__)]
    ['identity']
    """
    return tuple(one for one in NEEDS[purpose] if giver(one) and receiver(one))
