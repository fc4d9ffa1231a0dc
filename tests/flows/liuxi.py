"""A township that declared its own procedure, and how its stories begin. 柳溪镇."""

from __future__ import annotations

from functools import cache
from typing import Any

from packs.loader import load
from packs.pack import Pack
from rules.vocabulary import ProcedureKind
from rules.when import exactly
from tasks.opening import open_by_hand
from tests.colleagues import another
from tests.office import County

DECLARED = ProcedureKind.DECLARED
SIX_STEPS = "six_steps"

TO_COURT = ("persuade", "order", "serve", "check", "fine", "demand", "check_demand", "sue", "court", "promise")
"""The longest way, step by step."""


@cache
def rules() -> Pack:
    """The rules of the example township."""
    return load("example-township")


def liuxi(county: County) -> County:
    """The county, as a worker of the township sees it."""
    return another(county, pack=rules())


def away(there: County, *, case: str = "", **opening: Any) -> str:
    """A case in which the school misses a pupil and the township begins; its number."""
    case = case or there.a_case()
    options = {"about": SIX_STEPS, "by_post": "P-LIUXI-STATION", **opening}
    open_by_hand(there.office, case, DECLARED, when=exactly(there.clock()), **options)
    there.move()
    return case


def step(there: County, case: str, name: str, **given: Any) -> None:
    """Answer a step as usual but for what is given; of one that is for each guardian, every one of them."""
    code = f"{SIX_STEPS}.{name}"
    owed = [row for row in there.duties(case) if row.code == code and row.state == "open"]
    assert owed, (code, there.owed(case))
    for row in owed:
        there.answer(case, row.no, **given)


def until(there: County, case: str, last: str) -> None:
    """Answer the steps of the longest way, as usual, before the one that is named."""
    for name in TO_COURT[: TO_COURT.index(last)]:
        step(there, case, name)


def steps_owed(there: County, case: str) -> list[str]:
    """Names of the steps that are owed."""
    return [code.partition(".")[2] for code in there.owed(case) if code.startswith(f"{SIX_STEPS}.")]


def outcome(there: County, case: str) -> tuple[str, str]:
    """How the procedure ended: the reason, and the end that the township declares."""
    (closed,) = [one for one in there.facts("procedure_closed", case) if one["kind"] == DECLARED]
    return closed["reason"], closed["outcome"]
