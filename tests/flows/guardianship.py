"""How the stories of guardianship begin. 监护程序测试件."""

from __future__ import annotations

from sqlmodel import col, select

from models import CaseFile, Tie
from rules.vocabulary import PartyRole, ProcedureKind
from rules.when import exactly
from tasks.opening import open_by_hand
from tests.builders import a_child
from tests.office import County

IN_CARE = (
    "check_health",
    "screen_psychology",
    "tell_of_placement",
    "give_case_note",
    "hold_conference",
    "explain_long_stay",
)
BEFORE_THE_JUDGMENT = ("name_applicant", "apply_as_last_resort", "accept_application")
VISITS = 7


def adults(county: County, case: str) -> tuple[str, ...]:
    """Numbers of the adults around the child: the father, then the mother."""
    with county.office.reading() as desk:
        child = select(CaseFile.child_no).where(col(CaseFile.no) == case).scalar_subquery()
        return tuple(desk.session.exec(select(Tie.adult_no).where(col(Tie.child_no) == child).order_by(col(Tie.place))))


def begun(
    county: County,
    kind: ProcedureKind,
    *,
    case: str = "",
    about: str = "",
    role: PartyRole | None = None,
    among: int = 2,
) -> str:
    """A case in which a procedure was started by hand, against or for the first of the adults; its number."""
    case = case or county.a_case()
    parties = {role: adults(county, case)[:among]} if role else {}
    open_by_hand(
        county.office,
        case,
        kind,
        when=exactly(county.clock()),
        about=about,
        parties=parties,
        reason="依本县会商意见",
        by_post="P-CIVIL",
    )
    county.move()
    return case


def a_transfer(county: County, *, mode: str = "未成年人救助保护机构", among: int = 2, **child: str) -> str:
    """Guardianship transfer against father and mother; the child is where `mode` says."""
    case = county.a_case(children=[a_child(**child)])
    begun(county, ProcedureKind.GUARDIANSHIP_TRANSFER, case=case, role=PartyRole.RESPONDENT, among=among)
    county.answer(case, "begin_temporary_guardianship", mode=mode)
    return case


def instruments(county: County, case: str) -> list[str]:
    """Kinds of the instruments that were issued in a case, in order."""
    return [one["kind"] for one in county.facts("instrument_issued", case)]


def answer_each(county: County, case: str, code: str, *answers: dict[str, str]) -> None:
    """Answer the open duties of a code, in the order in which they were opened."""
    live = [row for row in county.duties(case) if row.code == code and row.state in ("open", "paused")]
    for row, given in zip(live, answers, strict=True):
        county.answer(case, row.no, **given)


def of_the_transfer(county: County, case: str, kind: ProcedureKind = ProcedureKind.GUARDIANSHIP_TRANSFER) -> list[str]:
    """Codes of what is owed in the procedures of a kind."""
    numbers = {row.no for row in county.procedures(case, kind)}
    return sorted(row.code for row in county.duties(case) if row.procedure_no in numbers and row.state == "open")
