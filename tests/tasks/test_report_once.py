"""Is a report that is sent twice one report, on every database? 重复提交."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from sqlmodel import select

from models import ReportRow
from rules.errors import Refused
from rules.vocabulary import ProcedureKind
from tasks.report_once import Taken, new_token, number_of, received_with, take_report_once
from tests.builders import a_brother, a_child, a_report
from tests.office import MASTER, County
from vault.keys import MasterKey
from vault.vault import Vault

TOKEN = "00112233445566778899aabbccddeeff"


def reports(county: County) -> list[str]:
    with county.office.reading() as desk:
        return list(desk.session.exec(select(ReportRow.no)))


def test_the_same_token_brings_the_same_report_and_writes_it_once(county: County) -> None:
    first = take_report_once(county.office, a_report(), TOKEN)
    entries = county.entries()
    county.clock.move(minutes=3)
    second = take_report_once(county.office, a_report(), TOKEN)

    assert not first.again
    assert second == replace(first, again=True)
    assert county.entries() == entries
    assert reports(county) == [first.received.report_no]


def test_the_receipt_stays_the_same_when_the_case_has_moved_on(county: County) -> None:
    children = [a_child(), a_brother()]
    first = take_report_once(county.office, a_report(children=children), TOKEN)
    county.move()
    county.finish(first.received.concerned[0].case_no)

    assert take_report_once(county.office, a_report(children=children), TOKEN).received == first.received
    assert county.ends(first.received.concerned[0].case_no, ProcedureKind.MANDATORY_REPORTING) == ["completed"]


def test_two_at_once_are_one_report_and_both_get_its_receipt(county: County) -> None:
    ready = threading.Barrier(4)
    taken: list[Taken] = []

    def send() -> None:
        ready.wait()
        taken.append(take_report_once(county.office, a_report(), TOKEN))

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(one.again for one in taken) == [False, True, True, True]
    assert len({one.received for one in taken}) == 1
    assert len(reports(county)) == 1
    county.move()
    county.must_hold()


def test_two_different_forms_at_once_about_one_child_are_two_reports_in_one_case(county: County) -> None:
    tokens = [TOKEN, TOKEN[::-1]]
    ready = threading.Barrier(2)
    taken: list[Taken] = []

    def send(token: str) -> None:
        ready.wait()
        taken.append(take_report_once(county.office, a_report(), token))

    threads = [threading.Thread(target=send, args=(token,)) for token in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(reports(county)) == 2
    assert len({one.received.concerned[0].case_no for one in taken}) == 1


def test_what_was_refused_leaves_the_token_good_for_another_try(county: County) -> None:
    with pytest.raises(Refused):
        take_report_once(county.office, a_report(received_by="P-NOBODY"), TOKEN)

    assert reports(county) == []
    assert not take_report_once(county.office, a_report(), TOKEN).again


def test_a_change_is_noticed_and_not_recorded(county: County) -> None:
    take_report_once(county.office, a_report(), TOKEN)
    entries = county.entries()

    assert take_report_once(county.office, a_report(narrative="还有别的事"), TOKEN).changed
    assert county.entries() == entries


def test_a_moment_that_was_said_as_just_now_is_no_change(county: County) -> None:
    take_report_once(county.office, a_report(), TOKEN)

    later = a_report(discovered_at="2026-03-02T10:21+08:00")
    assert not take_report_once(county.office, later, TOKEN).changed


@pytest.mark.parametrize("token", ["", "0" * 31, "0" * 33, "g" * 32, TOKEN.upper(), "０" * 32])
def test_what_is_no_token_is_refused(county: County, token: str) -> None:
    with pytest.raises(Refused, match="页面不完整"):
        take_report_once(county.office, a_report(), token)
    with county.office.reading() as desk:
        assert received_with(desk, token) is None


def test_a_token_that_brought_nothing_has_no_receipt(county: County) -> None:
    with county.office.reading() as desk:
        assert received_with(desk, TOKEN) is None


def test_nobody_without_our_key_knows_which_number_a_token_brings() -> None:
    other = Vault(MasterKey(bytes(range(1, 33))))

    assert number_of(Vault(MASTER), TOKEN) != number_of(other, TOKEN)
    assert number_of(Vault(MASTER), TOKEN) == number_of(Vault(MASTER), TOKEN)


def test_every_form_has_a_token_of_its_own(county: County) -> None:
    assert len({new_token(county.office) for _ in range(50)}) == 50
