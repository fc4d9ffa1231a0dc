"""Some months of a county in which a lot goes on at once: late, skipped, paused, entered afterwards. 忙碌的县.

Nothing is random: what happens to a duty follows from its number and the round.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from models import DutyRow
from rules.vocabulary import DutyState, PauseCause, Precision
from tasks import acts, clock_acts
from tasks.sweep import sweep_all
from tests.builders import a_child, a_guardian, an_answer
from tests.office import County

A_ROUND = timedelta(hours=9)
CHOSEN = ("admonition", "家庭暴力告诫书", "督促监护令", "关爱服务", "责令接受家庭教育指导", "人身安全保护令")
TRACKS = ("涉嫌犯罪", "涉嫌违反治安管理", "未发现违法犯罪事实")
SLOW = frozenset({"conclude_investigation", "review_case", "hold_conference", "explain_long_stay", "consider_renewal"})


def lead(county: County, *, cases: int, rounds: int) -> list[str]:
    """Let reports come in, one a round, and let people work on them. Returns the case numbers."""
    numbers: list[str] = []
    for turn in range(rounds):
        county.clock.at += A_ROUND
        if turn < cases:
            numbers.append(_report(county, turn))
        for nth, case_no in enumerate(numbers):
            for row in county.duties(case_no):
                _work_on(county, nth, row, turn)
            county.move()
        sweep_all(county.office)
    return numbers


def _report(county: County, nth: int) -> str:
    at = county.clock.at - timedelta(minutes=20)
    child = a_child(
        name=f"禾{'甲乙丙丁戊己庚辛壬癸'[nth % 10]}{'一二三四五六七八九十'[nth // 10]}",
        birth_on=f"2015-0{nth % 9 + 1}-1{nth % 10}",
        adults=[a_guardian(name=f"禾父{nth}")],
    )
    written = {"discovered_at": at.isoformat(), "reported_at": at.isoformat(), "incident": {"precision": "unknown"}}
    return county.a_case(children=[child], **written)


def _drawn(row: DutyRow, turn: int, of: int) -> int:
    """A number below `of` that follows from the duty and the round."""
    return hashlib.sha256(f"{row.no}/{turn}".encode()).digest()[0] % of


def _work_on(county: County, nth: int, row: DutyRow, turn: int) -> None:
    drawn, office = _drawn(row, turn, 12 if row.code in SLOW else 5), county.office
    if row.state == DutyState.PAUSED and drawn < 2:
        clock_acts.resume(office, row.case_no, row.no)
    elif row.state != DutyState.OPEN or drawn > 1:
        return
    elif row.code == "safety_assessment" and nth % 4 == 0 and turn % 2:
        clock_acts.pause(office, row.case_no, row.no, cause=PauseCause.CHILD_IN_TREATMENT)
    elif row.code in ("tell_of_admonition", "tell_of_warning") and nth % 3 == 0:
        acts.skip(office, row.case_no, row.no, reason="已另行告知", given=_given(nth, row), by_post="P-OFFICE")
    else:
        _answer(county, nth, row, turn)


def _answer(county: County, nth: int, row: DutyRow, turn: int) -> None:
    """At once, or entered afterwards; of a few only the day is known."""
    now = county.clock.at
    at, precision = now, Precision.EXACT
    if _drawn(row, turn + 1, 4) == 0:
        at = max(row.since_at, now - timedelta(hours=5, minutes=nth))
    elif _drawn(row, turn + 2, 6) == 0 and row.since_at < now - timedelta(days=2):
        at, precision = now - timedelta(days=1), Precision.DAY
    given, by = _given(nth, row), county.who(row)
    acts.answer(county.office, row.case_no, row.no, given, at=at, precision=precision, by_post=by)


def _given(nth: int, row: DutyRow) -> dict[str, Any]:
    special: dict[str, dict[str, Any]] = {
        "choose_interventions": {"chosen": CHOSEN[nth % len(CHOSEN)]},
        "police_acceptance": {"track": TRACKS[nth % len(TRACKS)]},
        "decide_filing": {"filed": "否"} if nth % 2 else {},
        "review_case": {"close": "是" if nth % 2 else "否"},
    }
    return an_answer(row.code, **special.get(row.code, {}))
