"""How the stories of protection orders begin. 人身安全保护令测试件."""

from __future__ import annotations

from rules.vocabulary import ProcedureKind, Sanction
from rules.when import exactly
from tasks.instruments import breach
from tests.flows.orders import against, issued
from tests.office import County

PROTECTION = ProcedureKind.PROTECTION_ORDER
WATCHED = [
    "consider_renewal",
    "prepare_police_help",
    "protection_revisit",
    "send_protection_order",
    "serve_protection_order",
]


def applied(county: County, *, among: int = 1, **changes: str) -> str:
    case = against(county, PROTECTION, among=among)
    county.answer(case, "apply_for_protection")
    county.answer(case, "accept_protection_application", **changes)
    return case


def protected(county: County, *, among: int = 1) -> str:
    case = applied(county, among=among)
    county.answer(case, "decide_protection_order")
    return case


def broken(county: County, case: str, *, order: int = 0, sanction: Sanction = Sanction.PENDING) -> str:
    """The order is broken, and the police enter it."""
    county.clock.move(minutes=1)
    number = breach(
        county.office,
        issued(county, case, "protection_order")[order],
        words="深夜踹门",
        sanction=sanction,
        when=exactly(county.clock()),
        by_post="P-LIUXI-POLICE",
    )
    county.move()
    return number


def settled(county: County, case: str) -> None:
    """Served, sent, and the police are ready."""
    county.answer_all(case, "serve_protection_order", "send_protection_order", "prepare_police_help")
