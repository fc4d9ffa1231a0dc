"""Does every page ask the table of access what it should, of every post? 岗位 × 页面 × 信息类别.

The table itself is walked in `tests.rules.test_access_matrix`, what a post is to a case in
`tests.tasks.test_access_sight`.  Here stands which class of fields each address shows, or which act it is, and every
post of the county, one of each kind next door and the administrator knock at every address of one living case: it
opens where that class is seen from there, and nowhere else.  An address that is added has to be named here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import pytest

from rules.access import FieldClass, Sees
from rules.errors import CaseworkError
from rules.vocabulary import Role
from tasks.access import Sight, sight_of, sight_of_administrator
from tasks.access.duties import demand_duty
from tasks.access_area import may_see_area
from tasks.access_figures import may_take_log
from tasks.case_hands import CaseAct, may_act, may_list, may_open_cases
from tasks.desk import Desk
from tasks.evidence import may_add
from tasks.posts import known_post
from tests.board.conftest import Board, Visitor
from tests.board.test_every_route import OPEN_TO_ALL, ROUTES
from tests.board.test_people import as_administrator_beside
from tests.board.world import World, a_living_case
from tests.databases import ON_SQLITE
from tests.foreigners import (
    NEXT_DOOR,
    P_FOREIGN_CIVIL,
    P_FOREIGN_OFFICE,
    P_FOREIGN_POLICE,
    P_MEDIA,
    P_VILLAGE,
)
from tests.office import example_directory


@dataclass(frozen=True, kw_only=True)
class Knocking:
    """Who knocks: a seat, at the moment of a desk. 来访岗位."""

    desk: Desk
    sight: Sight
    world: World

    @property
    def role(self) -> Role | None:
        """None: the administrator."""
        return self.sight.post.role if self.sight.post else None


Opens: TypeAlias = Callable[[Knocking], bool]


def case(what: FieldClass) -> Opens:
    """A class of fields of the case."""
    return lambda who: who.sight.may(who.world.case_no, what).at_all


def act(what: CaseAct) -> Opens:
    """An act on the case."""
    return lambda who: may_act(who.sight, who.world.case_no, what)


def care(what: CaseAct) -> Opens:
    """An act on the file in which the child is cared for."""
    return lambda who: may_act(who.sight, who.world.care_no, what)


def here(what: FieldClass) -> Opens:
    """A class of fields of the place."""
    return lambda who: who.sight.may_here(what) is not Sees.NO


def over_the_area(what: FieldClass) -> Opens:
    """A class of fields of every case of the area of the post."""
    return lambda who: who.sight.post is not None and may_see_area(who.sight, who.sight.post.area, what)


def duty(who: Knocking) -> bool:
    """The first duty of the case: by its facts, or because it is the post's own."""
    return _not_refused(lambda: demand_duty(who.desk, who.sight, who.world.case_no, "1"))


def visit(who: Knocking) -> bool:
    """The first duty of the file of care."""
    return _not_refused(lambda: demand_duty(who.desk, who.sight, who.world.care_no, "1"))


def child(who: Knocking) -> bool:
    """The facts of the child's file."""
    return who.sight.may_of_child(who.world.numbers["child_no"], FieldClass.FACTS).at_all


def seated(who: Knocking) -> bool:
    """Whoever acts from a post."""
    return who.sight.post is not None


def _not_refused(asks: Callable[[], object]) -> bool:
    try:
        asks()
    except CaseworkError:
        return False
    return True


def _verifies(who: Knocking) -> bool:
    return here(FieldClass.HEALTH)(who) or over_the_area(FieldClass.AUDIT)(who)


def _listed_evidence(who: Knocking) -> bool:
    return may_add(who.desk, who.sight, who.world.case_no) or case(FieldClass.EVIDENCE)(who)


def _next_door(who: Knocking) -> bool:
    return who.sight.post is not None and who.sight.post.area.startswith(NEXT_DOOR)


_ENTER, _EVIDENCE, _SHARE = act(CaseAct.ENTER), act(CaseAct.EVIDENCE), act(CaseAct.SHARE)
_ACCOUNTS, _DIRECTORY, _REGISTERS = here(FieldClass.ACCOUNTS), here(FieldClass.DIRECTORY), here(FieldClass.REGISTERS)
_FIGURES, _PACKS = here(FieldClass.FIGURES), here(FieldClass.PACKS)

BOTH: dict[str, Opens] = {
    "/cases/{case_no}/note": act(CaseAct.NOTE),
    "/cases/{case_no}/open": act(CaseAct.OPEN_PROCEDURE),
    "/cases/{case_no}/services": case(FieldClass.FACTS),
    "/cases/{case_no}/rules": act(CaseAct.RULES),
    "/cases/{case_no}/close": act(CaseAct.CLOSE),
    "/cases/{case_no}/reopen": act(CaseAct.REOPEN),
    "/cases/{case_no}/register": _ENTER,
    "/cases/{case_no}/handover": _ENTER,
    "/cases/{case_no}/death": _ENTER,
    "/cases/{case_no}/people/add": _ENTER,
    "/cases/{case_no}/people/join": _ENTER,
    "/cases/{case_no}/people/{adult_no}/link": _ENTER,
    "/cases/{case_no}/people/{adult_no}/leave": _ENTER,
    "/cases/{case_no}/entries/{entry}/correct": _ENTER,
    "/cases/{case_no}/entries/{entry}/dispute": _ENTER,
    "/cases/{case_no}/instruments/draw": _ENTER,
    "/cases/{case_no}/instruments/enter": _ENTER,
    "/cases/{case_no}/instruments/{instrument_no}/{act}": _ENTER,
    "/cases/{case_no}/share": _SHARE,
    "/cases/{case_no}/share/{grant_no}/withdraw": _SHARE,
    "/cases/{case_no}/names": case(FieldClass.IDENTITY),
    "/cases/{case_no}/looks": case(FieldClass.READS),
    "/cases/{case_no}/audit": case(FieldClass.AUDIT),
    "/cases/{case_no}/evidence/{evidence_no}": case(FieldClass.EVIDENCE),
    "/cases/{case_no}/duties/{duty_no}/{act}": duty,
    "/visits/{case_no}/{duty_no}": visit,
    "/visits/{case_no}/{duty_no}/not-seen": visit,
    "/audit": over_the_area(FieldClass.AUDIT),
    "/audit/verify": _verifies,
    "/figures/log": lambda who: who.sight.post is not None and may_take_log(who.sight.post),
    "/children/export": _REGISTERS,
    "/children/new": _REGISTERS,
    "/cases/new": lambda who: may_open_cases(who.sight),
    "/people/persons": _ACCOUNTS,
    "/people/persons/{person_no}/account": _ACCOUNTS,
    "/people/posts/{post_no}/vacate": _ACCOUNTS,
}
"""Where the form and what is sent with it stand under one address."""

SHOWN: dict[str, Opens] = {
    **dict.fromkeys(("/today", "/cases", "/notices", "/packages", "/openings", "/visits", "/calendar.ics"), seated),
    **dict.fromkeys(("/account/password", "/account/second-factor", "/account"), lambda _: True),
    "/cases/{case_no}": case(FieldClass.OWN_DUTIES),
    "/cases/{case_no}/entries": case(FieldClass.TIMELINE),
    "/cases/{case_no}/people": case(FieldClass.FACTS),
    "/cases/{case_no}/instruments": case(FieldClass.TIMELINE),
    "/cases/{case_no}/instruments/{instrument_no}": case(FieldClass.TIMELINE),
    "/cases/{case_no}/evidence": _listed_evidence,
    "/cases/{case_no}/duties/{duty_no}": duty,
    "/cases/{case_no}/duties/{duty_no}/evidence": lambda who: may_add(who.desk, who.sight, who.world.case_no, "1"),
    "/incidents/{incident_no}": case(FieldClass.FACTS),
    "/children": _REGISTERS,
    "/children/import/{what}": _REGISTERS,
    "/children/import/{what}/template.xlsx": _REGISTERS,
    "/children/{child_no}": child,
    "/children/{child_no}/care": child,
    "/children/{child_no}/care/begin": lambda who: may_list(who.sight, who.world.numbers["child_no"]),
    "/children/{child_no}/care/tier": care(CaseAct.CARE),
    "/children/{child_no}/care/marks": care(CaseAct.CARE),
    "/children/{child_no}/care/assess": care(CaseAct.NOTE),
    "/children/{child_no}/care/excuse": care(CaseAct.CARE),
    "/children/{child_no}/care/end": care(CaseAct.END_CARE),
    "/stuck": here(FieldClass.STUCK),
    "/stuck/meeting.{form}": over_the_area(FieldClass.STUCK),
    **dict.fromkeys(("/figures", "/figures/map", "/figures/year"), _FIGURES),
    **dict.fromkeys(("/packs", "/packs/diff", "/packs/{pack_id}"), _PACKS),
    "/people": _DIRECTORY,
    "/people/posts/{post_no}": lambda who: _DIRECTORY(who) and not _next_door(who),
    "/health": here(FieldClass.HEALTH),
}
"""What a page shows."""

DONE: dict[str, Opens] = {
    "/cases/{case_no}/evidence": _EVIDENCE,
    "/cases/{case_no}/duties/{duty_no}/answer": duty,
    "/cases/{case_no}/duties/{duty_no}/read": duty,
    "/cases/{case_no}/duties/{duty_no}/accept": duty,
    "/cases/{case_no}/duties/{duty_no}/evidence": lambda who: may_add(who.desk, who.sight, who.world.case_no, "1"),
    "/cases/{case_no}/instruments/{instrument_no}/paper": case(FieldClass.INSTRUMENTS),
    "/cases/{case_no}/services/refer": act(CaseAct.OPEN_PROCEDURE),
    "/children/import/{what}/upload": _REGISTERS,
    "/stuck/repair": here(FieldClass.STUCK),
    "/people/posts/{post_no}/holder": _ACCOUNTS,
    "/people/posts/{post_no}/substitute": _ACCOUNTS,
    "/people/posts/{post_no}/substitute/end": _ACCOUNTS,
}
"""What is sent to an address that shows nothing."""

ELSEWHERE = {
    *("GET /no-post", "POST /seat", "POST /account/password"),
    *(f"POST /account/second-factor/{step}" for step in ("code", "begin", "confirm")),
    *("GET /cases/{case_no}/emergency", "POST /cases/{case_no}/emergency"),  # tests.tasks.test_access_in_an_emergency
    *("GET /reports/{report_no}/reporter", "POST /reports/{report_no}/reporter"),
    *(f"POST /openings/{{grant_no}}/{step}" for step in ("end", "review", "agree", "refuse", "open")),
    *("GET /notices/{notice_no}", "POST /notices/{notice_no}/read"),  # its own alone: test_notices
    "POST /packages/{grant_no}",  # its receiver alone: test_sharing
    *("GET /people/accounts/{account_no}/{act}", "POST /people/accounts/{account_no}/{act}"),  # test_people
    *("GET /cases/{case_no}/people/{adult_no}/identify", "POST /cases/{case_no}/people/{adult_no}/identify"),
    *("GET /cases/{case_no}/instruments/{instrument_no}/revise",),  # of a draft alone: test_instruments
    "POST /cases/{case_no}/instruments/{instrument_no}/revise",
    "GET /cases/opened/{case_no}",  # the number alone, to whoever began it for others: test_new_files
    "GET /cases/{case_no}/services/refer",  # leads back to the list, from which a service is asked for
    *("GET /figures/map.svg", "GET /figures/table.xlsx"),  # parts of a page: test_figures
    "GET /cases/{case_no}/duties/{duty_no}/letter.{form}",  # of a climbed rung alone: test_duty
    *(f"POST /children/{{child_no}}/care/{step}" for step in ("begin", "tier", "marks", "assess", "excuse", "end")),
}
"""What asks for more than who somebody is; the test that walks it stands beside."""


def table() -> dict[str, Opens]:
    """Every address with what opens it."""
    both = {f"{method} {path}": opens for path, opens in BOTH.items() for method in ("GET", "POST")}
    shown = {f"GET {path}": opens for path, opens in SHOWN.items()}
    return {**both, **shown, **{f"POST {path}": opens for path, opens in DONE.items()}}


def everybody() -> Iterator[object]:
    """Every post of the county and one of each kind next door; of posts in one role all but the first walk slowly."""
    seen: set[Role] = set()
    for agency in example_directory().agencies:
        for post in agency.posts:
            yield pytest.param(post.no, marks=[pytest.mark.slow] if post.role in seen else [])
            seen.add(post.role)
    yield from (P_VILLAGE, P_MEDIA, P_FOREIGN_CIVIL, P_FOREIGN_OFFICE, P_FOREIGN_POLICE, "")


@pytest.fixture
def world(board: Board) -> World:
    """The living case at whose addresses everybody knocks."""
    return a_living_case(board)


def is_open(visitor: Visitor, method: str, path: str) -> bool:
    """Whether somebody gets in: what is wrong or missing in a form is said to whoever is in."""
    answer = visitor.get(path) if method == "GET" else visitor.post(path, seen="/account")
    led_away = answer.url.path in ("/sign-in", "/no-post", "/account/password")
    return answer.status_code not in (403, 404) and not (led_away and answer.url.path != path)


def test_every_address_is_named() -> None:
    routes = {f"{method} {path}" for method, path in ROUTES}
    named = [set(table()), set(ELSEWHERE), set(OPEN_TO_ALL)]
    assert routes == set().union(*named)
    assert sum(map(len, named)) == len(routes), "an address is named twice"


@ON_SQLITE
@pytest.mark.parametrize("post_no", list(everybody()))
def test_each_address_opens_to_whom_the_table_says(world: World, post_no: str) -> None:
    visitor = world.board.as_post(post_no) if post_no else as_administrator_beside(world.board)
    wrong = []
    for route, opens in sorted(table().items(), key=lambda one: one[0].startswith("POST")):
        method, _, path = route.partition(" ")
        with world.board.office.reading() as desk:
            sight = sight_of(desk, known_post(desk, post_no, field="")) if post_no else sight_of_administrator(desk)
            expected = opens(Knocking(desk=desk, sight=sight, world=world))
        if is_open(visitor, method, world.address(path)) != expected:
            wrong.append((route, "should open" if expected else "should not"))
    assert wrong == []
