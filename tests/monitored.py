"""Children in care in a test. 测试用的关爱对象."""

from __future__ import annotations

from typing import Any

from rules.moments import shanghai
from rules.screening import Condition
from rules.vocabulary import ChildCategory, ChildMark, Tier
from rules.when import exactly
from tasks.monitoring import Begun, Screened, begin
from tasks.report_form import read_child
from tests.builders import a_child
from tests.office import County

MIGRANT = (Condition.UNDER_16, Condition.LEFT_REGISTRATION, Condition.OTHER_COUNTY, Condition.SIX_MONTHS)
LEFT_BEHIND = (Condition.UNDER_16, Condition.RURAL_REGISTRATION, Condition.PARENTS_AWAY, Condition.THREE_MONTHS)


def screened(**changes: Any) -> Screened:
    """A key migrant child of the low tier."""
    found: dict[str, Any] = {
        "categories": [ChildCategory.MIGRANT],
        "conditions": MIGRANT,
        "tier": Tier.LOW,
        "marks": [ChildMark.KEY],
        "reason": "祖父母照护，身体尚好",
        **changes,
    }
    return Screened(**found)


def on_the_list(county: County, *, at: str | None = None, child: dict[str, Any] | None = None, **changes: Any) -> Begun:
    """The girl of the builders put on the list, and her windows opened."""
    begun = begin(
        county.office,
        read_child(a_child(**(child or {}))),
        screened(**changes),
        when=exactly(shanghai(at) if at else county.clock()),
        by_post="P-CIVIL",
    )
    county.move()
    return begun


def abouts(county: County, case_no: str, code: str) -> list[tuple[str, str]]:
    """The windows of a duty, and the state of each."""
    return [(row.about, row.state) for row in county.duties(case_no) if row.code == code]
