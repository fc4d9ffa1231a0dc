"""When a calendar notice or the rules change, dates ahead are counted again and both answers are kept. 期限重新计算."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest

from packs.content import canonical, with_content
from packs.pack import Pack
from rules import moments
from rules.errors import Refused
from rules.moments import en_end, shanghai
from rules.period import CountingRule, Period, Unit
from rules.vocabulary import ProcedureKind, Role
from tasks import acts, audit_sheet, recount, rules_change, timeline
from tasks.cases import duties_of, why
from tasks.duty_rules import Running
from tasks.kinds import Kind
from tests.builders import an_answer
from tests.colleagues import another, knowing_of_days_off
from tests.office import County, national

REVIEW = "take_up_referral"
LATER = "complete_referral"


@pytest.fixture
def case(county: County) -> str:
    """A case of Monday in which a referral is to be taken up within three working days."""
    case = county.a_case()
    county.answer_all(case, "triage", "child_seen", "safety_assessment", "choose_interventions")
    assert county.live(case, REVIEW).legal_due_at is not None
    return case


def end_of(county: County, case: str) -> str:
    due = county.duty(case, REVIEW).legal_due_at
    return en_end(due) if due else "—"


def test_the_first_look_takes_down_the_calendar_and_changes_nothing(county: County, case: str) -> None:
    before = county.entries()

    assert recount.recount_after_a_notice(county.office) == 0
    assert recount.recount_after_a_notice(county.office) == 0
    assert county.entries() == before


def test_days_off_that_are_announced_later_move_what_is_still_ahead_and_both_answers_stay(
    county: County, case: str
) -> None:
    recount.recount_after_a_notice(county.office)
    before = end_of(county, case)
    due = county.duty(case, REVIEW).legal_due_at
    assert due is not None
    knowing = knowing_of_days_off(county, date(2026, 3, 3), date(2026, 3, 4))

    changed = recount.recount_after_a_notice(knowing.office)

    assert changed > 0
    assert recount.recount_after_a_notice(knowing.office) == 0  # once for each calendar
    after = county.duty(case, REVIEW).legal_due_at
    assert after is not None
    assert after > due
    entry = next(one for one in county.facts("duty_recounted", case) if one["before"]["legal_due_at"][:10])
    assert entry["calendar"] == knowing.office.calendar.content_hash
    assert entry["kept"] is False
    assert before != end_of(county, case)
    with county.office.reading() as desk:
        lines = [one.zh for one in timeline.timeline(desk, case) if one.kind is Kind.DUTY_RECOUNTED]
    assert any(f"原为 {moments.zh_end(due)}，现为 {moments.zh_end(after)}" in line for line in lines)
    county.must_hold()


def test_what_was_done_is_never_counted_again(county: County, case: str) -> None:
    recount.recount_after_a_notice(county.office)
    done = county.duty(case, "child_seen")

    recount.recount_after_a_notice(knowing_of_days_off(county, date(2026, 3, 3), date(2026, 3, 4)).office)

    assert county.duty(case, "child_seen") == done


def test_nobody_becomes_late_by_a_date_that_moved_while_they_were_in_time(county: County, case: str) -> None:
    """The days off are taken back when the earlier date has passed already: the later one stays, and both are told."""
    knowing = knowing_of_days_off(county, date(2026, 3, 3), date(2026, 3, 5))
    recount.recount_after_a_notice(county.office)
    early = county.duty(case, REVIEW).legal_due_at
    recount.recount_after_a_notice(knowing.office)
    late = county.duty(case, REVIEW).legal_due_at
    assert early is not None
    assert late is not None
    assert early < late
    county.clock.show(early)
    county.clock.move(seconds=1)

    recount.recount_after_a_notice(county.office)

    assert county.duty(case, REVIEW).legal_due_at == late
    entry = county.facts("duty_recounted", case)[-1]
    assert entry["kept"] is True
    assert entry["counted"]["legal_due_at"] < entry["before"]["legal_due_at"] == entry["legal_due_at"]
    assert acts.answer(county.office, case, REVIEW, an_answer(REVIEW)).in_time is True


def stricter(code: str = REVIEW) -> Pack:
    """The national rules, with a day for one duty: for taking up a referral, if nothing else is said."""
    old = national()
    spec = old.duties[code]
    period = Period(amount=24, unit=Unit.HOURS, rule=CountingRule.CLOCK, set_by=spec.periods["default"].set_by)
    periods = MappingProxyType({**spec.periods, "default": period})
    duties = MappingProxyType({**old.duties, code: replace(spec, periods=periods)})
    pack = replace(old, version="2026.9-strict", duties=duties)
    return with_content(pack, canonical(pack))


def test_open_cases_keep_their_rules_until_they_are_moved_and_the_difference_is_printed_first(
    county: County, case: str
) -> None:
    strict = another(county, pack=stricter())
    before, due = county.entries(), end_of(county, case)

    with strict.office.reading() as desk:
        changes = rules_change.difference(desk, case, Running.COUNTED)

    changed = [duty for change in changes for duty in change.duties if duty.changes]
    assert [duty.code for duty in changed] == [REVIEW]
    assert changed[0].before is not None
    assert changed[0].after is not None
    assert changed[0].after < changed[0].before
    assert "24小时" in changed[0].period_after
    assert (county.entries(), end_of(county, case)) == (before, due)  # looking changes nothing


def test_what_changes_in_the_steps_to_come_is_told_of_the_procedures_that_will_take_them(
    county: County, case: str
) -> None:
    strict = another(county, pack=stricter(LATER))

    with strict.office.reading() as desk:
        changes = rules_change.difference(desk, case)

    told = {change.kind: [(row.code, row.about_zh) for row in change.to_come] for change in changes}
    assert told.pop(ProcedureKind.REFERRAL) == [(LATER, "期限")]
    assert told
    assert set(map(tuple, told.values())) == {()}  # no other procedure comes to that step
    assert not any(duty.changes for change in changes for duty in change.duties)


def test_moved_to_the_new_rules_what_is_owed_is_counted_by_them_and_the_old_answer_stays(
    county: County, case: str
) -> None:
    strict = another(county, pack=stricter())
    old_rules = {row.rules for row in county.procedures(case)}
    due = county.duty(case, REVIEW).legal_due_at

    rules_change.move(strict.office, case_no=case, reason="县里决定", by_post="P-OFFICE", running=Running.COUNTED)
    strict.move()

    assert {row.rules for row in county.procedures(case) if row.state == "open"} == {strict.office.pack.hash}
    entry = county.facts("duty_recounted", case)[-1]
    assert entry["rules"] == strict.office.pack.hash
    moved = county.duty(case, REVIEW).legal_due_at
    assert due is not None
    assert moved is not None
    assert moved < due
    assert {one["from"] for one in county.facts("rules_changed", case)} == old_rules
    with strict.office.reading() as desk:
        assert rules_change.difference(desk) == []
        told = [one.zh for one in timeline.timeline(desk, case) if one.kind is Kind.RULES_CHANGED]
    now, before = strict.office.pack, national()
    assert told
    for line in told:
        assert f"改用规则 {now.id} {now.version}（{now.hash[:12]}）" in line
        assert f"原按 {before.id} {before.version}（{before.hash[:12]}）" in line
    strict.must_hold()


def keep(strict: County, case: str) -> None:
    rules_change.move(strict.office, case_no=case, reason="县里决定", by_post="P-OFFICE")
    strict.move()


def under_stricter_rules(county: County) -> County:
    """The county under a day instead of three for the referral, and for the step that comes after it."""
    first = stricter()
    spec = first.duties[LATER]
    period = Period(amount=5, unit=Unit.HOURS, rule=CountingRule.CLOCK, set_by=spec.periods["default"].set_by)
    periods = MappingProxyType({**spec.periods, "default": period})
    pack = replace(first, duties=MappingProxyType({**first.duties, LATER: replace(spec, periods=periods)}))
    return another(county, pack=with_content(pack, canonical(pack)))


def test_moved_without_more_a_clock_that_runs_goes_on_as_it_began_and_the_next_one_is_the_new_rules(
    county: County, case: str
) -> None:
    strict = under_stricter_rules(county)
    before = county.duty(case, REVIEW)

    keep(strict, case)

    kept = strict.duty(case, REVIEW)
    assert (kept.legal_due_at, kept.rungs, kept.next_rung_at) == (
        before.legal_due_at,
        before.rungs,
        before.next_rung_at,
    )
    assert kept.rules == national().hash
    assert strict.facts("duty_recounted", case) == []
    with strict.office.reading() as desk:
        assert "24小时" not in why(desk, case, REVIEW).duty.period_zh
        told = [one.zh for one in timeline.timeline(desk, case) if one.kind is Kind.RULES_CHANGED]
        assert told
        assert all(line.endswith("；已经起算的期限照旧") for line in told)
        assert rules_change.difference(desk) == []  # moved is moved
    strict.answer(case, REVIEW)
    later = strict.live(case, LATER)
    assert later.rules is None
    assert later.legal_due_at is not None
    assert (later.legal_due_at - later.since_at).total_seconds() == 5 * 3600
    strict.must_hold()


def test_days_off_that_are_announced_later_move_a_kept_clock_by_its_own_rules(county: County, case: str) -> None:
    strict = under_stricter_rules(county)
    keep(strict, case)
    knowing = knowing_of_days_off(strict, date(2026, 3, 3), date(2026, 3, 4))
    was = knowing.duty(case, REVIEW).legal_due_at

    assert recount.recount_after_a_notice(knowing.office) > 0

    now = knowing.duty(case, REVIEW).legal_due_at
    assert was is not None
    assert now is not None
    assert (now - was).days == 4  # two of its three working days are off, and a weekend follows; not a day in all
    knowing.must_hold()


def test_what_was_done_before_the_move_is_judged_by_the_rules_of_its_time(county: County, case: str) -> None:
    county.answer(case, REVIEW)  # in time by three working days
    strict = under_stricter_rules(county)
    rules_change.move(strict.office, case_no=case, reason="县里决定", by_post="P-OFFICE", running=Running.COUNTED)
    strict.move()

    done = strict.duty(case, REVIEW)
    assert done.rules == national().hash
    with strict.office.reading() as desk:
        (view,) = [one for one in duties_of(desk, case) if one.code == REVIEW]
        judged = [one for one in audit_sheet.case_sheet(desk, case).rules if one.rule.code == REVIEW and one.duty]
    assert "24小时" not in view.period_zh
    assert {one.rule.period_zh for one in judged} == {national().duties[REVIEW].periods["default"].zh}
    strict.must_hold()


def test_a_clock_that_was_kept_once_is_counted_anew_when_that_is_said_later(county: County, case: str) -> None:
    strict = under_stricter_rules(county)
    keep(strict, case)
    back = another(strict, pack=national())
    rules_change.move(back.office, case_no=case, reason="县里决定", by_post="P-OFFICE", running=Running.COUNTED)
    back.move()
    assert back.duty(case, REVIEW).rules is None
    back.clock.move(minutes=1)
    again = under_stricter_rules(back)
    rules_change.move(again.office, case_no=case, reason="县里决定", by_post="P-OFFICE", running=Running.COUNTED)
    again.move()

    moved = again.duty(case, REVIEW)
    assert moved.rules is None
    assert moved.legal_due_at is not None
    assert (moved.legal_due_at - moved.since_at).total_seconds() == 24 * 3600
    again.must_hold()


def test_who_hears_of_a_kept_clock_is_said_by_the_ladder_that_it_began_under(county: County, case: str) -> None:
    old = national()
    ladder = old.ladders[old.duties[REVIEW].ladder]
    federation = tuple(replace(rung, tell_owner=False, tell=(Role.WOMENS_FEDERATION,)) for rung in ladder.rungs)
    pack = replace(old, ladders=MappingProxyType({**old.ladders, ladder.code: replace(ladder, rungs=federation)}))
    other = another(county, pack=with_content(pack, canonical(pack)))
    keep(other, case)

    other.clock.move(days=10)
    other.sweep()
    told = {post for one in other.facts("rung_fired", case) if one["code"] == REVIEW for post in one["told"]}
    assert told
    assert "P-WOMEN" not in told
    other.must_hold()


def test_cases_are_not_moved_without_a_reason_or_by_nobody(county: County, case: str) -> None:
    strict = another(county, pack=stricter())

    with pytest.raises(Refused, match="理由"):
        rules_change.move(strict.office, case_no=case, reason=" ", by_post="P-OFFICE")
    with pytest.raises(Refused, match="--by"):
        rules_change.move(strict.office, case_no=case, reason="县里决定", by_post=None)


def test_where_the_new_rules_do_not_know_what_is_owed_nothing_is_moved(county: County, case: str) -> None:
    old = national()
    pack = replace(old, version="short", duties=MappingProxyType({k: v for k, v in old.duties.items() if k != REVIEW}))
    short = another(county, pack=with_content(pack, canonical(pack)))
    before = county.entries()

    with pytest.raises(Refused, match="不能计算 1 项"):
        rules_change.move(short.office, reason="县里决定", by_post="P-OFFICE")
    assert county.entries() == before


def test_the_letter_of_a_rung_can_be_drawn_up_and_names_nobody(county: County, case: str, tmp_path: Path) -> None:
    from tasks.ladder_letter import letter

    with pytest.raises(Refused, match="还没有附督办函"):
        letter(county.office, case, REVIEW)
    county.clock.move(days=60)
    county.sweep()

    made = letter(county.office, case, REVIEW)

    page = made.html.decode()
    assert case in page
    assert "督办函" in page
    assert "禾" not in page.replace("青禾", "")
    assert "本系统默认" in page
    again = letter(county.office, case, REVIEW, rung=made.rung)
    assert (again.html, again.docx) == (made.html, made.docx)
    assert shanghai("Monday 2026-03-02 10:55") < county.clock()
