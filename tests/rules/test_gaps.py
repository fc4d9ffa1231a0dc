"""Which stretches without a contact are shown, and how long they surely were? 接触间隔."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rules.gaps import Gap, Reach, gaps, joined

FIRST = date(2026, 1, 1)
LAST = date(2026, 12, 31)
WHOLE_YEAR = [Reach(FIRST, LAST)]


def on(day: date) -> Reach:
    """On a day that is known."""
    return Reach(day, day)


def found(
    contacts: list[Reach], *, longer_than: int = 30, in_charge: list[Reach] = WHOLE_YEAR
) -> list[tuple[int, int]]:
    """The least and the most days of each gap."""
    return [(gap.at_least, gap.at_most) for gap in gaps(in_charge, contacts, longer_than=longer_than)]


@pytest.mark.parametrize(("days", "shown"), [(29, []), (30, []), (31, [(31, 31)])])
def test_a_gap_is_shown_from_the_day_after_the_limit(days: int, shown: list[tuple[int, int]]) -> None:
    charge = [Reach(FIRST, FIRST + timedelta(days=days))]
    assert found([], in_charge=charge) == shown


def test_a_contact_parts_a_gap_and_its_edges_are_told() -> None:
    middle = date(2026, 6, 1)
    first, second = gaps(WHOLE_YEAR, [on(middle)], longer_than=30)
    assert first == Gap(after=FIRST, until=middle, at_least=151, at_most=151, from_start=True, to_end=False)
    assert second == Gap(after=middle, until=LAST, at_least=213, at_most=213, from_start=False, to_end=True)


def test_a_contact_every_thirty_days_leaves_no_gap() -> None:
    contacts = [on(FIRST + timedelta(days=step)) for step in range(0, 365, 30)]
    assert found(contacts) == []


def test_a_contact_of_which_only_the_month_is_known_may_have_been_on_its_kindest_day() -> None:
    june = Reach(date(2026, 6, 1), date(2026, 6, 30))
    # until the first of June surely nothing, from the thirtieth on surely nothing: the longer of the two
    assert found([june]) == [((LAST - date(2026, 6, 30)).days, (LAST - FIRST).days)]


def test_a_contact_on_an_unknown_day_leaves_nothing_sure_before_it_was_recorded() -> None:
    recorded = date(2026, 12, 1)
    assert found([Reach(date.min, recorded)]) == [(30, 364)]


def test_vague_contacts_that_overlap_count_as_one_stretch() -> None:
    contacts = [Reach(date(2026, 3, 1), date(2026, 5, 31)), Reach(date(2026, 5, 1), date(2026, 8, 31))]
    assert found(contacts) == [((LAST - date(2026, 8, 31)).days, 364)]


def test_what_lies_between_two_stretches_in_charge_is_nobodys_gap() -> None:
    charge = [Reach(date(2026, 1, 1), date(2026, 1, 20)), Reach(date(2026, 12, 1), date(2026, 12, 31))]
    assert found([], in_charge=charge) == []


def test_a_contact_while_nobody_was_in_charge_closes_no_gap_and_opens_none() -> None:
    charge = [Reach(date(2026, 6, 1), date(2026, 8, 31))]
    assert found([on(date(2026, 5, 1)), on(date(2026, 10, 1))], in_charge=charge) == [(91, 91)]


def test_two_open_cases_are_one_stretch() -> None:
    assert joined([Reach(date(2026, 3, 1), date(2026, 6, 1)), Reach(date(2026, 1, 1), date(2026, 4, 1))]) == [
        Reach(date(2026, 1, 1), date(2026, 6, 1))
    ]
    assert found([], in_charge=[Reach(FIRST, date(2026, 7, 1)), Reach(date(2026, 7, 1), LAST)]) == [(364, 364)]
