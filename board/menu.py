"""What stands in the bar above, and what under the name of the post, for whom. 主导航."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from rules.access import OVERSEERS, TENDING, CaseRelation, Circle, FieldClass, roles_in
from rules.access_table import openers, sees
from rules.vocabulary import Role

if TYPE_CHECKING:
    from tasks.accounts import Seat

Entry: TypeAlias = tuple[str, str, str]
"""Path, and its name in Chinese and English."""

_ANYBODY: tuple[Entry, ...] = (("/report", "报告", "Report"), ("/report/what-became", "我报告过", "I reported"))
_GO_ROUND = frozenset({*roles_in(Circle.VISITING), *TENDING, Role.SCHOOL})
"""Roles that owe visits and calls for children in care."""

_VISITS: Entry = ("/visits", "要走访", "To visit")
_TODAY: Entry = ("/today", "今天", "Today")
_NOTICES: Entry = ("/notices", "通知", "Messages")
_REPORT: Entry = ("/report", "报告", "Report")
_AUDIT: Entry = ("/audit", "核查", "Audit")
_OF_CASES = (
    (FieldClass.STUCK, ("/stuck", "卡住", "Stuck")),
    (FieldClass.FACTS, ("/cases", "个案", "Cases")),
)
"""For posts that may come to see such a thing at all."""

_DAILY = (
    (FieldClass.REGISTERS, ("/children", "我的孩子", "Children")),
    (FieldClass.FIGURES, ("/figures", "统计", "Figures")),
)
_SELDOM = (
    (FieldClass.DIRECTORY, ("/people", "岗位与人员", "Posts and people")),
    (FieldClass.PACKS, ("/packs", "规则", "Rules")),
    (FieldClass.HEALTH, ("/health", "运行情况", "System")),
)
"""With what somebody must be allowed to see here."""

_PACKAGES: Entry = ("/packages", "共享包", "Packages")
_OPENINGS: Entry = ("/openings", "例外查阅", "Opened beyond the rule")


def daily(seat: Seat | None) -> tuple[Entry, ...]:
    """What stands in the bar: the work of a day; for whoever is not signed in, what anybody may do."""
    if seat is None:
        return _ANYBODY
    role = seat.post.role
    visits = (_VISITS,) if role in _GO_ROUND else ()
    of_cases = tuple(entry for what, entry in _OF_CASES if openers(role, what))
    audit = (_AUDIT,) if role in OVERSEERS else ()
    return (*visits, _TODAY, _NOTICES, *of_cases, *audit, _REPORT, *_here([role], _DAILY))


def seldom(seat: Seat | None, *, administrator: bool) -> tuple[Entry, ...]:
    """What stands under the name of the post: set up once, looked at now and then."""
    roles: list[Role | None] = [*([seat.post.role] if seat else []), *([None] if administrator else [])]
    openings = (_OPENINGS,) if seat and openers(seat.post.role, FieldClass.FACTS) else ()
    packages = (_PACKAGES,) if seat else ()
    return (*_here(roles, _SELDOM), *openings, *packages)


def _here(roles: list[Role] | list[Role | None], entries: tuple[tuple[FieldClass, Entry], ...]) -> tuple[Entry, ...]:
    return tuple(entry for what, entry in entries if any(sees(role, CaseRelation.NONE, what).at_all for role in roles))
