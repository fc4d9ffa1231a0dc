"""Whether every ladder climbs: in order, on a basis, and past the post that owes the duty. 升级阶梯检查."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from packs.pack import Pack
from packs.yaml_lines import refusal
from rules.duty import DutySpec, Ladder, Point, Rung
from rules.errors import Refused
from rules.period import Period, Unit
from rules.vocabulary import Role

_HOURS = {Unit.HOURS: 1, Unit.DAYS: 24, Unit.WORKING_DAYS: 24, Unit.MONTHS: 24 * 28}
_ORDER = [Point.SHARE, Point.LAST_SAFE, Point.OVERDUE, Point.UNREAD, Point.UNACCEPTED]
ABOVE_EVERY_AGENCY = frozenset({Role.COUNTY_GOVERNMENT, Role.HIGHER_PROCURATORATE, Role.PROVINCIAL_CIVIL_AFFAIRS})
"""Where a ladder ends: beyond the agency, at whoever can call any of them to account; a city, at its province."""


def ladder_problems(pack: Pack) -> Iterator[Refused]:
    """Rungs out of order, without basis, with a number that the basis does not say, or that come to an end."""
    for ladder in pack.ladders.values():
        yield from _order_problems(pack, ladder, ladder.rungs, "")
        yield from _order_problems(pack, ladder, ladder.attention, "attention:")
        yield from _end_problems(pack, ladder)
        for number, rung in enumerate(ladder.rungs):
            yield from _basis_problems(pack, _place(pack, ladder, number), rung)
        for number, rung in enumerate(ladder.attention):
            yield from _basis_problems(pack, _place(pack, ladder, f"attention:{number}"), rung)


def reach_problems(pack: Pack) -> Iterator[Refused]:
    """Duties whose ladder is missing, ends where it began, or warns when it is too late to warn."""
    for spec in pack.duties.values():
        place = pack.places.get(f"duty:{spec.code}", "")
        ladder = pack.ladders.get(spec.ladder)
        if ladder is None:
            yield refusal(
                place,
                f"职责“{spec.code}”的升级阶梯“{spec.ladder}”不在 ladders.yaml 中，请补上。",
                f"duty '{spec.code}' climbs the ladder '{spec.ladder}', which is not in ladders.yaml: add it.",
                field="ladder",
            )
            continue
        if not _reaches_beyond_the_owner(spec, ladder):
            yield refusal(
                place,
                f"职责“{spec.code}”逾期后，阶梯“{ladder.code}”没有通向承办岗位以外的人；请在最后一级加上上级岗位。",
                f"when duty '{spec.code}' is late, the ladder '{ladder.code}' never gets past the post that owes it: "
                "let its last rung tell somebody above.",
                field="ladder",
            )
        yield from _warning_problems(spec, ladder, place)
        yield from _never_asked_problems(spec, ladder, place)


def _place(pack: Pack, ladder: Ladder, rung: int | str) -> str:
    return pack.places.get(f"ladder:{ladder.code}:{rung}", "")


def _end_problems(pack: Pack, ladder: Ladder) -> Iterator[Refused]:
    """Silence is no end: the last rung stands above every agency, and is told again until there is an answer."""
    last = len(ladder.rungs) - 1
    if not ABOVE_EVERY_AGENCY & set(ladder.rungs[last].tell):
        yield refusal(
            _place(pack, ladder, last),
            f"阶梯“{ladder.code}”没有升到各机关之上；请让最后一级告知县级人民政府、上一级人民检察院或者省级民政部门。",
            f"the ladder '{ladder.code}' never gets above the agencies: let its last rung tell "
            "county_government, higher_procuratorate or provincial_civil_affairs.",
            field="tell",
        )
    for number, rung in enumerate(ladder.rungs):
        if (rung.repeat is not None) != (number == last):
            yield refusal(
                _place(pack, ladder, number),
                f"阶梯“{ladder.code}”应当只在最后一级写 repeat：没有答复就一再告知，不会沉默。",
                f"the last rung of '{ladder.code}', and no other, has 'repeat': it is told again until there is an "
                "answer.",
                field="repeat",
            )


def _order_problems(pack: Pack, ladder: Ladder, rungs: tuple[Rung, ...], part: str) -> Iterator[Refused]:
    for number, (lower, upper) in enumerate(pairwise(rungs), start=1):
        if _height(upper) <= _height(lower):
            yield refusal(
                _place(pack, ladder, f"{part}{number}"),
                f"阶梯“{ladder.code}”的这一级不晚于上一级，请按时间先后排列。",
                f"this rung of '{ladder.code}' is not later than the one before: put them in the order of time.",
                field="at",
            )


def _height(rung: Rung) -> tuple[int, float, int]:
    """Where a rung stands, as far as it can be told without a calendar; a working day is never shorter than a day."""
    after = rung.after
    hours = after.amount * _HOURS[after.unit] if after else 0
    return _ORDER.index(rung.point), rung.share or hours, after is not None and after.unit is Unit.WORKING_DAYS


def _basis_problems(pack: Pack, place: str, rung: Rung) -> Iterator[Refused]:
    if rung.basis not in pack.facts:
        yield _no_row(place, rung.basis)
        return
    for field, span in (("at", rung.after), ("repeat", rung.repeat)):
        if span is None:
            continue
        fact = pack.facts.get(span.set_by)
        if fact is None:
            yield _no_row(place, span.set_by)
        elif span not in fact.limits.values() or not fact.may_drive_a_clock:
            yield refusal(
                place,
                f"依据 {fact.id} 没有写“{span.zh}”，请更正 {field} 或依据。",
                f"{fact.id} does not say '{span.en}': correct '{field}' or the basis.",
                field=field,
                source=fact.id,
            )


def _no_row(place: str, id: str) -> Refused:
    return refusal(
        place,
        f"这一级的依据“{id}”不在 facts.yaml 中，请补上。",
        f"the basis '{id}' of this rung is not in facts.yaml: add it.",
        field="basis",
    )


def _reaches_beyond_the_owner(spec: DutySpec, ladder: Ladder) -> bool:
    owners = set(spec.owed_by)
    last = ladder.rungs[-1]
    told = {role for rung in ladder.rungs if rung.point is Point.OVERDUE for role in rung.tell}
    if not owners:  # the flow names the post: whoever it is, somebody else must be among those told
        return last.point is Point.OVERDUE and len(told) > 1
    return last.point is Point.OVERDUE and bool(set(last.tell) - owners)


def _warning_problems(spec: DutySpec, ladder: Ladder, place: str) -> Iterator[Refused]:
    warns = any(rung.point is Point.LAST_SAFE for rung in ladder.rungs)
    if warns and spec.takes_hours == 0:
        yield refusal(
            place,
            f"阶梯“{ladder.code}”有 last_safe，请为“{spec.code}”填写 takes_hours（办理本身需要多久）。",
            f"the ladder '{ladder.code}' has last_safe: write for '{spec.code}' how long the act takes (takes_hours).",
            field="takes_hours",
        )
    counted = [period for period in spec.periods.values() if period.amount]  # 0: by the end of a term, however long
    shortest = min(map(_least_hours, counted), default=None)  # None: owed only where a local pack sets it
    if shortest is not None and spec.takes_hours >= shortest:
        yield refusal(
            place,
            f"“{spec.code}”的 takes_hours 不短于最短期限，请改小。",
            f"'takes_hours' of '{spec.code}' is no shorter than its shortest period: make it smaller.",
            field="takes_hours",
        )


def _never_asked_problems(spec: DutySpec, ladder: Ladder, place: str) -> Iterator[Refused]:
    """A routine duty is told of in the digest, not one by one: nobody is asked whether it was read (HT-227).

    Every rung above can be reached: of a routine that nobody does the earliest window stays owed until it is done.
    """
    if spec.routine and ladder.attention:
        yield refusal(
            place,
            f"“{spec.code}”是周期职责，不逐件通知，阶梯“{ladder.code}”的 attention 永远不会用到；"
            "请改用没有 attention 的阶梯（如 routine）。",
            f"'{spec.code}' is a routine duty and not told of one by one: the 'attention' of the ladder "
            f"'{ladder.code}' can never be reached; use a ladder without it, such as 'routine'.",
            field="ladder",
        )


def _least_hours(period: Period) -> int:
    return period.amount * _HOURS[period.unit]
