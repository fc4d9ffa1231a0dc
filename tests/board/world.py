"""One living case with something of everything in it, and the addresses that lead to it. 一件样样都有的个案."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlmodel import col, select

from models import IncidentCase, Tie
from tasks.access import sharing
from tests.board.conftest import Board
from tests.board.test_sharing import WISH
from tests.evidence import hand_in
from tests.foreigners import with_neighbours
from tests.monitored import on_the_list
from tests.planted import an_order

LEAD, RELIEF = "P-CIVIL", "P-RELIEF"
"""The lead of the case, and who receives a package of it."""


@dataclass(frozen=True, kw_only=True)
class World:
    """One living case of a child on the list, and the numbers of what there is in it. 一件在办个案."""

    board: Board
    case_no: str
    care_no: str
    numbers: dict[str, str] = field(default_factory=dict)

    def address(self, path: str) -> str:
        """Of the case of the report; visits are owed in the file of care."""
        acts = {"/cases/{case_no}/duties/{duty_no}/{act}": "hand-on"}
        case_no = self.care_no if path.startswith("/visits") else self.case_no
        return path.format(case_no=case_no, act=acts.get(path, "serve"), **self.numbers)


def a_living_case(board: Board) -> World:
    """A child on the list, hurt: a report, a paper, a photograph, a package that was given."""
    with_neighbours(board.county)
    listed = on_the_list(board.county).case_no
    case_no = board.county.a_case()
    an_order(board.county, case_no, days=30)
    evidence_no = hand_in(board.county, case_no).no
    board.as_post(LEAD).post(f"/cases/{case_no}/share", **WISH, confirmed="yes")
    child_no = str(board.county.case(case_no).child_no)
    with board.office.reading() as desk:
        adult = desk.session.exec(select(Tie.adult_no).where(col(Tie.child_no) == child_no)).first()
        (package,) = sharing.of_case(desk, case_no)
        incident = desk.session.exec(select(IncidentCase.incident_no).where(col(IncidentCase.case_no) == case_no)).one()
    return World(
        board=board,
        case_no=case_no,
        care_no=listed,
        numbers={
            "duty_no": "1",
            "entry": "1",
            "instrument_no": "D-1",
            "form": "html",
            "what": "children",
            "evidence_no": evidence_no,
            "grant_no": package.no,
            "adult_no": str(adult),
            "child_no": child_no,
            "post_no": RELIEF,
            "person_no": board.person_at(RELIEF),
            "pack_id": "national",
            "incident_no": incident,
        },
    )
