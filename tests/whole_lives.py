"""A case to which everything was done that people can do to one beside answering duties. 各种卷宗事项."""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from rules.causes import BreachCause
from rules.moments import civil_day
from rules.vocabulary import (
    HandOver,
    InstrumentKind,
    NoteKind,
    PartyRole,
    ProcedureKind,
    Relation,
    Sanction,
    ServiceMethod,
)
from rules.when import When, exactly, read_when
from tasks import attending, closing, corrections, instruments, notes, notice_reading, opening, people, turning
from tasks.instruments import Text
from tasks.paper import print_out
from tasks.people_around import ties_of
from tasks.registering import Registered, register_child
from tasks.report_form import ChildForm
from tasks.tie_days import note_tie_days
from tests.builders import a_child
from tests.office import County

POST = "P-CIVIL"


def adults_of(county: County, case: str) -> list[str]:
    """Numbers of the adults around the child, in the order in which they were entered."""
    with county.office.reading() as desk:
        return [tie.adult_no for tie in ties_of(desk, county.case(case).child_no)]


def in_days(county: County, days: int) -> date:
    """A civil day so many days from now."""
    return civil_day(county.clock() + timedelta(days=days))


def month_of(county: County) -> When:
    """This month, and no more is known."""
    return read_when(f"{civil_day(county.clock()):%Y-%m}")


def everything_is_done(county: County) -> str:
    """Everything, in an order in which it could happen. Returns the number of the case."""
    case = county.a_case()
    father = adults_of(county, case)[0]
    duties_are_attended_to(county, case)
    people_come_and_go(county, case, father)
    an_order_has_a_life(county, case, father)
    note_tie_days(county.office)  # the day on which somebody left has come meanwhile
    facts_are_noted_and_put_right(county, case, father)
    the_case_moves_on(county, case)
    return case


def duties_are_attended_to(county: County, case: str) -> None:
    """Read, taken on, handed on, asked about; late, and said why."""
    office = county.office
    attending.read(office, case, "triage")
    attending.accept(office, case, "triage")
    attending.hand_on(office, case, "triage", to_post="P-CIVIL", reason="工作站无人", by_post="P-OFFICE")
    county.clock.move(days=2)
    county.sweep()
    attending.explain_breach(office, case, "triage", cause=BreachCause.NO_STAFF, by_post="P-CIVIL")
    notice = next(one for one in county.notices(post="P-LIUXI-POLICE") if one.duty_no)
    notice_reading.mark_read(office, notice.no)


def people_come_and_go(county: County, case: str, father: str) -> None:
    """Somebody is known to exist, is found out, joins a procedure, and leaves."""
    office, now = county.office, exactly(county.clock())
    somebody = people.add(office, case, name=None, relation=Relation.OTHER_RELATIVE, carer=True, by_post=POST)
    people.identify(office, case, somebody, name="禾不见", by_post=POST)
    people.link(office, case, somebody, relation=Relation.OTHER_RELATIVE, guardian=True, by_post=POST)
    register_child(office, case, Registered(registration_area="990101002"), by_post=POST)
    opening.open_by_hand(
        office, case, ProcedureKind.PROTECTION_ORDER, when=now, parties={PartyRole.RESPONDENT: [father]}, by_post=POST
    )
    people.join(office, case, "protection_order", somebody, PartyRole.THIRD_PARTY, by_post=POST)
    people.leave(office, case, somebody, until_on=in_days(county, 1), reason="迁居外省", by_post=POST)
    county.move()


def an_order_has_a_life(county: County, case: str, father: str) -> str:
    """Drafted, issued, served, broken twice, varied, extended, printed, withdrawn; another one ends."""
    office, now = county.office, exactly(county.clock())
    text = Text(document_no="（2026）禾令1号", to=[father], content="不得殴打", facts="多次殴打")
    kind = InstrumentKind.PROTECTION_ORDER
    drafted = instruments.draft(office, case, kind, text, procedure="protection_order", when=now, by_post="P-COURT")
    order = instruments.issue(
        office,
        case,
        kind,
        text,
        drafted=drafted,
        valid_until=in_days(county, 90),
        procedure="protection_order",
        when=now,
        by_post="P-COURT",
    )
    instruments.serve(
        office, order, to=father, method=ServiceMethod.IN_PERSON, proof="本人签收", when=now, by_post="P-COURT"
    )
    county.clock.move(days=20)
    now = exactly(county.clock())
    broken = instruments.breach(office, order, words="再次殴打", when=now, by_post="P-LIUXI-POLICE")
    instruments.decide_breach(
        office, broken, sanction=Sanction.NONE, confidential=True, reason="不公开", when=now, by_post="P-COURT"
    )
    instruments.breach(office, order, sanction=Sanction.FINE, when=now, by_post="P-LIUXI-POLICE")
    instruments.vary(office, order, content="不得接近学校", when=now, by_post="P-COURT")
    instruments.extend(office, order, until=in_days(county, 150), when=now, by_post="P-COURT")
    print_out(office, order, by_post="P-COURT")
    instruments.withdraw(office, order, reason="申请人撤回", when=now, by_post="P-COURT")
    guided = instruments.issue(
        office, case, InstrumentKind.GUIDANCE_ORDER, Text(to=[father]), no_term=True, when=now, by_post="P-COURT"
    )
    instruments.end(office, guided, reason="已完成", when=now, by_post="P-COURT")
    county.move()
    return order


def facts_are_noted_and_put_right(county: County, case: str, father: str) -> None:
    """Noted, corrected, disputed; an answer that turns the branch, and turns it back."""
    office = county.office
    entry = notes.note(office, case, NoteKind.HARM, words="又被打伤", about=father, when=month_of(county), by_post=POST)
    corrections.correct(
        office, case, entry, when=read_when(in_days(county, -2).isoformat()), reason="核对病历", by_post=POST
    )
    corrections.dispute(
        office, case, entry, when=read_when(f"约 {in_days(county, -1)}"), source="邻居另有一说", by_post=POST
    )
    county.answer(case, "police_acceptance", ours="否")
    answered = next(row.n for row in county.journal(case) if row.kind == "duty_answered")
    for ours, track in ((True, "criminal"), (False, None), (True, "criminal")):
        given = {"ours": ours, "track": track} if track else {"ours": ours, "track": ""}
        corrections.correct(office, case, answered, given=given, reason="登记错误", by_post=POST)
        county.move()


def the_case_moves_on(county: County, case: str) -> None:
    """Handed over with a receipt, closed, reopened; the child dies."""
    office, now = county.office, exactly(county.clock())
    opening.hand_over(office, case, HandOver.CASE, from_post=POST, to_post="P-OFFICE", reason="提级", when=now)
    county.move()
    for duty in ("send_handover", "confirm_receipt"):
        county.answer(case, duty)
    closing.close(office, case, reason="另行处理", settle=True, by_post="P-OFFICE")
    closing.reopen(office, case, reason="又有新情况", by_post="P-OFFICE")
    county.move()
    turning.record_death(office, case, when=exactly(county.clock()), by_post="P-OFFICE")
    county.move()


def one_comes_of_age(county: County) -> str:
    """A case opened without a report, on a child who comes of age in it."""
    form = ChildForm.model_validate(
        a_child(name="禾长大", birth_on=(in_days(county, 2) - relativedelta(years=18)).isoformat())
    )
    made = opening.open_case(
        county.office, form, when=read_when("2026-01"), source="法院移送判决书", by_post=POST, area="990101001"
    )
    county.move()
    county.clock.move(days=5)
    turning.note_birthdays(county.office)
    county.move()
    return made.case_no
