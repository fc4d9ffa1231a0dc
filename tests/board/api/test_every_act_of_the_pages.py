"""Does the API offer what the pages do, or say why not? 网页上的每项办理."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fastapi.routing import APIRoute

from board.api.not_here import LEFT_TO_PEOPLE
from board.pages import PAGES, duty_acts, instrument_acts, persons
from board.pages.children import Register
from tests.board.api.test_who_may_ask import ENDPOINTS

OFFERED: dict[str, tuple[str, ...]] = {
    "/report": ("file_report",),
    "/cases/new": ("open_case",),
    "/cases/{case_no}/register": ("register_child",),
    "/cases/{case_no}/note": ("note",),
    "/cases/{case_no}/open": ("open_procedure",),
    "/cases/{case_no}/services": ("check_services",),
    "/cases/{case_no}/services/refer": ("refer_to_service",),
    "/cases/{case_no}/rules": ("move_to_rules",),
    "/cases/{case_no}/close": ("close_case",),
    "/cases/{case_no}/reopen": ("reopen_case",),
    "/cases/{case_no}/handover": ("hand_over",),
    "/cases/{case_no}/death": ("record_death",),
    "/cases/{case_no}/audit": ("audit_case",),
    "/audit": ("audit_area",),
    "/cases/{case_no}/entries/{entry}/correct": ("correct_entry",),
    "/cases/{case_no}/entries/{entry}/dispute": ("correct_entry",),
    "/cases/{case_no}/people/add": ("add_person",),
    "/cases/{case_no}/people/{adult_no}/link": ("link_person",),
    "/cases/{case_no}/people/{adult_no}/leave": ("leave_person",),
    "/cases/{case_no}/people/{adult_no}/identify": ("identify_person",),
    "/cases/{case_no}/people/join": ("join_person",),
    "/cases/{case_no}/duties/{duty_no}/answer": ("answer_duty",),
    "/cases/{case_no}/duties/{duty_no}/read": ("read_duty",),
    "/cases/{case_no}/duties/{duty_no}/accept": ("accept_duty",),
    "/cases/{case_no}/duties/{duty_no}/hand-on": ("hand_on_duty",),
    "/cases/{case_no}/duties/{duty_no}/pause": ("pause_duty",),
    "/cases/{case_no}/duties/{duty_no}/resume": ("resume_duty",),
    "/cases/{case_no}/duties/{duty_no}/extend": ("extend_duty",),
    "/cases/{case_no}/duties/{duty_no}/skip": ("skip_duty",),
    "/cases/{case_no}/duties/{duty_no}/excuse": ("excuse_duty",),
    "/cases/{case_no}/duties/{duty_no}/cause": ("explain_breach",),
    "/visits/{case_no}/{duty_no}": ("answer_duty",),
    "/visits/{case_no}/{duty_no}/not-seen": ("note_not_seen",),
    "/cases/{case_no}/evidence": ("add_evidence",),
    "/cases/{case_no}/duties/{duty_no}/evidence": ("add_evidence",),
    "/cases/{case_no}/evidence/{evidence_no}": ("open_evidence",),
    "/cases/{case_no}/instruments/draw": ("draft_instrument",),
    "/cases/{case_no}/instruments/enter": ("issue_instrument",),
    "/cases/{case_no}/instruments/{instrument_no}/revise": ("revise_instrument",),
    "/cases/{case_no}/instruments/{instrument_no}/issue": ("issue_draft", "issue_instrument"),
    "/cases/{case_no}/instruments/{instrument_no}/discard": ("discard_instrument",),
    "/cases/{case_no}/instruments/{instrument_no}/serve": ("serve_instrument",),
    "/cases/{case_no}/instruments/{instrument_no}/breach": ("enter_breach",),
    "/cases/{case_no}/instruments/{instrument_no}/sanction": ("decide_breach",),
    "/cases/{case_no}/instruments/{instrument_no}/vary": ("vary_instrument",),
    "/cases/{case_no}/instruments/{instrument_no}/extend": ("extend_instrument",),
    "/cases/{case_no}/instruments/{instrument_no}/withdraw": ("withdraw_instrument",),
    "/cases/{case_no}/instruments/{instrument_no}/end": ("end_instrument",),
    "/cases/{case_no}/share": ("make_package",),
    "/cases/{case_no}/share/{grant_no}/withdraw": ("withdraw_package",),
    "/children/new": ("list_child",),
    "/children/{child_no}/care/begin": ("list_child",),
    "/children/{child_no}/care/tier": ("move_tier",),
    "/children/{child_no}/care/marks": ("mark_child",),
    "/children/{child_no}/care/assess": ("ask_to_assess",),
    "/children/{child_no}/care/excuse": ("excuse_window",),
    "/children/{child_no}/care/end": ("end_care",),
    "/children/import/children/upload": ("import_children",),
    "/children/import/visits/upload": ("import_visits",),
    "/children/export": ("export_children", "export_visits"),
    "/notices/{notice_no}/read": ("read_notice",),
    "/stuck/repair": ("repair_stuck",),
    "/people/persons": ("enter_worker",),
    "/people/posts/{post_no}/holder": ("seat_worker",),
    "/people/posts/{post_no}/substitute": ("name_substitute",),
    "/people/posts/{post_no}/substitute/end": ("end_substitute",),
    "/people/posts/{post_no}/vacate": ("vacate_post",),
}
"""By the address of the page: the operations of the API that do the same."""

SEVERAL: Mapping[str, tuple[str, Mapping[str, object] | type[persons.Act] | type[Register]]] = {
    "/cases/{case_no}/duties/{duty_no}/{act}": ("{act}", duty_acts.ACTS),
    "/cases/{case_no}/instruments/{instrument_no}/{act}": ("{act}", instrument_acts.ACTS),
    "/people/accounts/{account_no}/{act}": ("{act}", persons.Act),
    "/children/import/{what}/upload": ("{what}", Register),
}
"""Pages that do several things, and what says which."""


def acts_of_pages() -> Iterator[str]:
    """The address of every act, one for each thing that is done."""
    routes = [route for router in PAGES for route in router.routes if isinstance(route, APIRoute)]
    for route in routes:
        if "POST" not in route.methods:
            continue
        if route.path_format in SEVERAL:
            place, codes = SEVERAL[route.path_format]
            yield from (route.path_format.replace(place, str(getattr(one, "value", one))) for one in codes)
        else:
            yield route.path_format


LEFT = [page for one in LEFT_TO_PEOPLE for page in one.pages]


def test_every_act_of_the_pages_is_an_operation_of_the_api_or_left_to_people_with_a_reason() -> None:
    acts = list(acts_of_pages())
    assert len(acts) > 80, "the walk found fewer acts than there are"
    assert set(acts) - set(OFFERED) - set(LEFT) == set(), (
        "offer it over the API, or say in board/api/not_here.py why not"
    )
    assert (set(OFFERED) | set(LEFT)) - set(acts) == set(), "no page does that any more"
    assert set(OFFERED) & set(LEFT) == set()
    assert len(LEFT) == len(set(LEFT))


def test_what_is_offered_is_an_operation_that_there_is() -> None:
    there = {operation for operation, method, _, _ in ENDPOINTS if method == "post"}
    assert {one for operations in OFFERED.values() for one in operations} <= there


def test_no_page_says_which_of_several_things_it_does_unseen_by_this_table() -> None:
    assert [one for one in acts_of_pages() if "{act}" in one or "{what}" in one] == []
