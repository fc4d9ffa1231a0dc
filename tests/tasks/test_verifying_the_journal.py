"""Altered entries are found, wherever they are, and what is missing is told from what was altered. 核验办理记录."""

from __future__ import annotations

import random
from typing import Any

import pytest
from sqlmodel import select

from models import JournalEntry
from rules.errors import Refused
from tasks import journal
from tasks.anchors import take_anchor
from tasks.keyed import Keyed
from tasks.kinds import Kind
from tasks.stored import stored_entries
from tasks.verify import SEALS, Fault, refuse_a_broken_journal, verify
from tests.databases import ON_SQLITE
from tests.office import County
from tests.tasks.tampering import Tampering, a_sealed_story, bent, tampering

PLACES = range(8)
"""Seeds; each is another place of the journal."""

ALTERED = {
    "payload": "UPDATE journal SET payload = :bent WHERE seq = :seq",
    "key": "UPDATE journal SET key = :bent WHERE seq = :seq",
    "kind": "UPDATE journal SET kind = :bent WHERE seq = :seq",
    "by_post": "UPDATE journal SET by_post = 'P-GOV' WHERE seq = :seq",
    "recorded_at": "UPDATE journal SET recorded_at = '2026-01-09 00:00:00.000000' WHERE seq = :seq",
    "happened_precision": "UPDATE journal SET happened_precision = 'about' WHERE seq = :seq",
    "mac": "UPDATE journal SET mac = :bent WHERE seq = :seq",
    "before": "UPDATE journal SET before = 'ff' WHERE seq = :seq",
}
"""What somebody may write into a row once the triggers are gone."""


# ------------------------------------------------------------------------------------------------ integrity


def test_an_untouched_journal_holds(county: County) -> None:
    entries = a_sealed_story(county)

    with county.office.reading() as desk:
        found = verify(desk)
        refuse_a_broken_journal(desk)

    assert (found.entries, found.links, found.unsealed) == (entries, entries, 0)
    assert (found.altered, found.missing) == ((), ())


def test_the_database_writes_down_the_very_text_that_the_hash_covers(county: County) -> None:
    awkward = '引号" 反斜杠\\ 换行\n\r 制表\t 控制\x01\x08\x0c\x1f\x7f 行分隔\u2028 高位𠮷 /斜杠 </script> é'
    payload = {awkward: [awkward, None, 1.5, True, 10**20]}
    with county.office.writing() as desk:
        desk.record(journal.Entry(chain=f"case {awkward}", kind=Kind.RECORD_READ, key=awkward, payload=payload))

    with county.office.reading() as desk:
        rows = {(row.chain, row.n): row for row in desk.session.exec(select(JournalEntry))}
        texts = {(chain.decode(), n): written.decode() for chain, n, _, _, written in stored_entries(desk)}
        assert verify(desk).altered == ()
    assert texts == {place: journal.covered(row) for place, row in rows.items()}


def test_a_hash_that_is_computed_fast_is_the_hash_of_the_journal(county: County) -> None:
    a_sealed_story(county)
    for row in county.journal():
        key = county.office.vault.chain_key(row.chain)
        assert Keyed(key).mac(journal.covered(row).encode()).decode() == journal.entry_mac(key, row) == row.mac


@pytest.mark.parametrize("column", ALTERED)
def test_a_row_that_was_edited_past_its_triggers_is_found_and_nothing_is_said_to_be_missing(
    column: str, county: County
) -> None:
    entries = a_sealed_story(county)
    for seed in PLACES:
        place = random.Random(f"{column}/{seed}")
        with tampering(county) as hand:
            row = hand.row(place.randint(1, entries))
            values: dict[str, Any] = {"seq": row.seq}
            if ":bent" in ALTERED[column]:
                values["bent"] = bent(getattr(row, column), place)
            hand.write(ALTERED[column], **values)

            found = hand.found()

            assert (Fault.ENTRY_ALTERED, row.chain, row.n) in hand.faults()
            assert found.missing == ()
            with pytest.raises(Refused):
                refuse_a_broken_journal(hand.desk)


def test_two_entries_that_changed_places_are_found(county: County) -> None:
    a_sealed_story(county)
    by_chain: dict[str, list[JournalEntry]] = {}
    for row in county.journal():
        by_chain.setdefault(row.chain, []).append(row)
    for seed in PLACES:
        place = random.Random(f"swap/{seed}")
        first, second = place.sample(place.choice([rows for rows in by_chain.values() if len(rows) > 1]), 2)
        with tampering(county) as hand:
            for seq, n in ((first.seq, -1), (second.seq, first.n), (first.seq, second.n)):
                hand.write("UPDATE journal SET n = :n WHERE seq = :seq", seq=seq, n=n)

            found = hand.found()

            altered = {(one.chain, one.n) for one in found.altered if one.fault is Fault.ENTRY_ALTERED}
            assert altered == {(first.chain, first.n), (second.chain, second.n)}
            assert found.missing == ()


def test_an_entry_that_was_hashed_anew_under_another_key_is_found(county: County) -> None:
    entries = a_sealed_story(county)
    for seed in PLACES:
        with tampering(county) as hand:
            row = hand.row(random.Random(f"key/{seed}").randint(1, entries))
            row.payload = "{}"
            mac = journal.entry_mac(county.office.vault.chain_key("another chain"), row)
            hand.write("UPDATE journal SET payload = '{}', mac = :mac WHERE seq = :seq", seq=row.seq, mac=mac)

            assert (Fault.ENTRY_ALTERED, row.chain, row.n) in hand.faults()


def test_a_chain_that_was_written_anew_with_its_own_key_still_breaks_the_global_chain(county: County) -> None:
    entries = a_sealed_story(county)
    for seed in PLACES:
        with tampering(county) as hand:
            changed = hand.row(random.Random(f"rewrite/{seed}").randint(1, entries))
            _write_anew(hand, changed, county.office.vault.chain_key(changed.chain))

            found = hand.found()

            assert {one.fault for one in found.altered} == {Fault.LINK_ALTERED}
            assert found.missing == ()


def _write_anew(hand: Tampering, changed: JournalEntry, key: bytes) -> None:
    """Another payload, and every hash after it in its chain computed again with the key of the chain."""
    before = changed.before
    for row in hand.rows(changed.chain)[changed.n - 1 :]:
        row.payload = "{}" if row.n == changed.n else row.payload
        row.before = before
        before = journal.entry_mac(key, row)
        hand.write(
            "UPDATE journal SET payload = :payload, before = :before, mac = :mac WHERE seq = :seq",
            seq=row.seq,
            payload=row.payload,
            before=row.before,
            mac=before,
        )
    hand.write("UPDATE chain_head SET mac = :mac WHERE chain = :chain", mac=before, chain=changed.chain)


def test_a_link_of_the_global_chain_that_was_altered_is_found(county: County) -> None:
    entries = a_sealed_story(county)
    for seed in PLACES:
        no = random.Random(f"link/{seed}").randint(1, entries)
        with tampering(county) as hand:
            hand.write("UPDATE seal SET mac = 'ff' || substr(mac, 3) WHERE no = :no", no=no)

            assert (Fault.LINK_ALTERED, SEALS, no) in hand.faults()
            assert hand.found().missing == ()


@ON_SQLITE
@pytest.mark.parametrize("value", ["yesterday", b"\xff\xfe", 7], ids=["no moment", "no text", "a number"])
@pytest.mark.parametrize("column", ["recorded_at", "payload", "mac", "before", "by_post"])
def test_what_no_entry_can_hold_is_told_as_altered_and_stops_nobody(column: str, value: Any, county: County) -> None:
    a_sealed_story(county)
    with tampering(county) as hand:
        row = hand.row(5)
        hand.write(f"UPDATE journal SET {column} = :value WHERE seq = 5", value=value)

        assert (Fault.ENTRY_ALTERED, row.chain, row.n) in hand.faults()


# ------------------------------------------------------------------------------------------------ completeness


def test_an_entry_that_was_taken_out_is_missing_and_what_is_left_is_as_it_was_written(county: County) -> None:
    entries = a_sealed_story(county)
    for seed in PLACES:
        with tampering(county) as hand:
            row = hand.row(random.Random(f"gone/{seed}").randint(1, entries))
            hand.write("DELETE FROM journal WHERE seq = :seq", seq=row.seq)

            found = hand.found()

            assert found.altered == ()
            told = {(one.fault, one.chain) for one in found.missing}
            assert (Fault.SEALED_ENTRY_MISSING, SEALS) in told
            assert told & {(Fault.ENTRY_MISSING, row.chain), (Fault.TAIL_MISSING, row.chain)}


def test_a_dropped_tail_shows_at_the_stored_end_of_its_chain_before_anything_is_sealed(county: County) -> None:
    case = county.a_case()
    county.answer(case, "triage")
    for left in range(len(county.journal(case))):
        with tampering(county) as hand:
            hand.write("DELETE FROM journal WHERE chain = :chain AND n > :n", chain=case, n=left)

            assert hand.found().altered == ()
            assert hand.faults() == {(Fault.TAIL_MISSING, case, 0)}


def test_a_stored_end_that_is_gone_is_missed(county: County) -> None:
    case = county.a_case()
    with tampering(county) as hand:
        hand.write("DELETE FROM chain_head WHERE chain = :chain", chain=case)

        assert hand.faults() == {(Fault.END_MISSING, case, 0)}


def test_a_link_that_was_taken_out_is_missed(county: County) -> None:
    a_sealed_story(county)
    with tampering(county) as hand:
        hand.write("DELETE FROM seal WHERE no = 9")

        assert hand.faults() == {(Fault.LINK_MISSING, SEALS, 9)}


def test_a_dropped_tail_with_its_stored_end_shows_in_the_global_chain(county: County) -> None:
    entries = a_sealed_story(county)
    for seed in PLACES:
        left = random.Random(f"ends/{seed}").randint(1, entries - 1)
        with tampering(county) as hand:
            hand.set_back(left, links=entries)

            assert hand.found().altered == ()
            assert hand.faults() == {(Fault.SEALED_ENTRY_MISSING, SEALS, no) for no in range(left + 1, entries + 1)}


def test_a_database_that_was_set_back_as_a_whole_is_whole_in_itself_and_only_an_anchor_tells(county: County) -> None:
    entries = a_sealed_story(county)
    with county.office.writing() as desk:
        anchor = take_anchor(desk)
    for seed in PLACES:
        left = random.Random(f"back/{seed}").randint(1, entries - 1)
        with tampering(county) as hand:
            hand.set_back(left, links=left)

            assert hand.faults() == set()
            assert hand.faults(anchor) == {(Fault.BEHIND_ANCHOR, SEALS, left + 1)}
            assert hand.found(anchor).altered == ()


def test_a_past_that_was_written_anew_with_all_keys_is_told_by_an_anchor_alone(county: County) -> None:
    entries = a_sealed_story(county)
    with county.office.writing() as desk:
        anchor = take_anchor(desk)
    with tampering(county) as hand:
        hand.set_back(entries - 2, links=entries - 2)
        for turn in range(5):
            fact = journal.Entry(chain="system", kind=Kind.RECORD_READ, key=f"forged:{turn}", payload={})
            hand.desk.record(fact)
        journal.seal(hand.desk.session, county.office.vault, everything=True)

        assert hand.faults() == set()
        assert hand.faults(anchor) == {(Fault.ANOTHER_HISTORY, SEALS, anchor.links)}
        assert hand.found(anchor).missing == ()


def test_anchors_hold_as_the_journal_grows(county: County) -> None:
    a_sealed_story(county)
    with county.office.writing() as desk:
        first = take_anchor(desk)
    county.a_case()
    with county.office.writing() as desk:
        second = take_anchor(desk)

    with county.office.reading() as desk:
        found = verify(desk, [second, first])

    assert (found.altered, found.missing) == ((), ())
    assert found.anchors == (first, second)
    assert first.links < second.links
