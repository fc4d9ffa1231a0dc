"""Evidence is kept as it came, opened by few and on the record, and told by its hash. 证据材料."""

from __future__ import annotations

import hashlib
import json

import pytest
from sqlalchemy import delete, text, update
from sqlmodel import col, select

from models import Blob, DutyRow, Evidence
from rules.errors import Forbidden, Refused, Unavailable
from rules.when import exactly
from tasks import closing
from tasks.access import sight_of
from tasks.access.emergency import open_in_emergency
from tasks.audit_access import Asked, accesses, accesses_with_reasons
from tasks.erasure import erase
from tasks.evidence import LARGEST, File, add_evidence, evidence_of
from tasks.evidence_opening import BytesFault, faulty_evidence, open_evidence
from tasks.posts import known_post
from tasks.rebuild import rebuild
from tasks.timeline import timeline
from tasks.verify import verify
from tests.databases import ON_SQLITE
from tests.evidence import NAME, PHOTOGRAPH, WORDS, hand_in
from tests.office import County

POLICE, STATION = "P-LIUXI-POLICE", "P-LIUXI-STATION"
DIGEST = hashlib.sha256(PHOTOGRAPH).hexdigest()


@pytest.fixture
def case(county: County) -> str:
    return county.a_case()


def rows(county: County) -> list[Evidence]:
    with county.office.reading() as desk:
        return list(desk.session.exec(select(Evidence)))


def blob_of(county: County, no: str) -> Blob:
    with county.office.reading() as desk:
        query = select(Blob).join(Evidence, col(Evidence.blob) == col(Blob.sha256)).where(col(Evidence.no) == no)
        return desk.session.exec(query).one()


def opened(county: County, case: str, no: str, *, by: str = POLICE, reason: str = "核对伤情") -> bytes:
    return open_evidence(county.office, case, no, reason=reason, by_post=by).content


# ------------------------------------------------------------------------------------------------ handed in


def test_a_file_comes_out_as_it_was_handed_in_and_its_hash_is_in_the_journal(county: County, case: str) -> None:
    added = hand_in(county, case, duty_no="1")
    (fact,) = county.facts("evidence_added", case)
    assert (fact["no"], fact["sha256"], fact["bytes"]) == (added.no, DIGEST, len(PHOTOGRAPH))
    (entry,) = [row for row in county.journal(case) if row.kind == "evidence_added"]
    assert (entry.by_post, entry.duty_no) == (POLICE, f"{case}/1")
    found = open_evidence(county.office, case, added.no, reason="核对伤情", by_post=POLICE)
    assert (found.content, found.name, found.words, found.file_name) == (PHOTOGRAPH, NAME, WORDS, f"{added.no}.jpg")


def test_neither_the_file_nor_its_name_nor_what_was_said_of_it_lies_open(county: County, case: str) -> None:
    added = hand_in(county, case)
    sealed = blob_of(county, added.no).content
    assert PHOTOGRAPH[:16] not in sealed
    told = json.dumps(county.facts("evidence_added"), ensure_ascii=False)
    assert not [word for word in (NAME, "苗苗", "前臂") if word in told]


def test_the_very_same_bytes_are_told_and_kept_once(county: County, case: str) -> None:
    first = hand_in(county, case)
    before = county.entries()
    again = hand_in(county, case, by=STATION, duty_no="1")
    assert (again.no, again.again, first.again) == (first.no, True, False)
    assert county.entries() == before
    assert len(rows(county)) == 1


def test_in_another_case_the_same_bytes_are_another_file_under_another_key(county: County, case: str) -> None:
    other = county.a_case(children=[{"name": "林小河", "residence": {"area": "990101001"}}])
    mine, theirs = hand_in(county, case), hand_in(county, other)
    assert not theirs.again
    assert blob_of(county, mine.no).sha256 != blob_of(county, theirs.no).sha256
    with pytest.raises(Forbidden):
        opened(county, case, theirs.no)


@pytest.mark.parametrize("size", [LARGEST, LARGEST + 1])
def test_a_file_may_be_twenty_million_bytes_and_not_one_more(county: County, case: str, size: int) -> None:
    content = b"%PDF-1.7\n".ljust(size, b" ")
    if size <= LARGEST:
        assert opened(county, case, hand_in(county, case, content=content).no) == content
        return
    with pytest.raises(Refused, match="20 MB"):
        hand_in(county, case, content=content)
    assert rows(county) == []


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00", b"PK\x03\x04 broken"])
def test_what_is_not_taken_is_refused_and_nothing_is_written(county: County, case: str, content: bytes) -> None:
    before = county.entries()
    with pytest.raises(Refused) as refused:
        hand_in(county, case, content=content)
    assert refused.value.field == "file"
    assert (county.entries(), rows(county)) == (before, [])


def test_it_may_come_after_the_case_was_closed(county: County, case: str) -> None:
    closing.close(county.office, case, reason="办结", settle=True, by_post="P-CIVIL")
    assert opened(county, case, hand_in(county, case).no) == PHOTOGRAPH


def test_a_photograph_taken_tomorrow_is_refused(county: County, case: str) -> None:
    tomorrow = exactly(county.clock.move(days=1))
    county.clock.move(days=-1)
    with pytest.raises(Refused, match="将来"):
        add_evidence(county.office, case, File(content=PHOTOGRAPH), when=tomorrow, by_post=POLICE)


# ------------------------------------------------------------------------------------------------ who


@pytest.mark.parametrize("post", ["P-HOTLINE", "P-COURT", "P-OFFICE", "P-GOV", "P-PROC", "P-LIUXI-SCHOOL"])
def test_whoever_does_not_work_on_the_case_neither_adds_nor_opens_nor_lists(
    county: County, case: str, post: str
) -> None:
    added, before = hand_in(county, case), county.entries()
    with pytest.raises(Forbidden):
        hand_in(county, case, by=post, content=b"%PDF-1.7 other")
    with pytest.raises(Forbidden):
        opened(county, case, added.no, by=post)
    with county.office.reading() as desk:
        assert evidence_of(desk, sight_of(desk, known_post(desk, post, field="by")), case) == []
    assert county.entries() == before


def test_an_emergency_opens_no_evidence(county: County, case: str) -> None:
    added = hand_in(county, case)
    open_in_emergency(county.office, case, reason="孩子在医院", by_post="P-COURT")
    with pytest.raises(Forbidden, match="证据材料"):
        opened(county, case, added.no, by="P-COURT")


def test_a_school_hands_in_for_the_duty_that_it_owes_and_opens_nothing(county: County, case: str) -> None:
    with county.office.writing() as desk:
        own = update(DutyRow).where(col(DutyRow.no) == f"{case}/1").values(post_no="P-LIUXI-SCHOOL")
        desk.session.execute(own)
    police = hand_in(county, case)
    school = hand_in(county, case, by="P-LIUXI-SCHOOL", duty_no="1", content=b"%PDF-1.7 attendance")
    with pytest.raises(Forbidden):
        hand_in(county, case, by="P-LIUXI-SCHOOL", content=b"%PDF-1.7 for no duty")
    for no in (police.no, school.no):
        with pytest.raises(Forbidden):
            opened(county, case, no, by="P-LIUXI-SCHOOL")
    with county.office.reading() as desk:
        sight = sight_of(desk, known_post(desk, "P-LIUXI-SCHOOL", field="by"))
        assert [(one.no, one.opens) for one in evidence_of(desk, sight, case)] == [(school.no, False)]


def test_a_duty_that_is_none_takes_nothing(county: County, case: str) -> None:
    with pytest.raises(Forbidden):
        hand_in(county, case, duty_no="99")
    assert rows(county) == []


# ------------------------------------------------------------------------------------------------ looks


def test_every_look_is_on_the_record_with_its_reason_sealed(county: County, case: str) -> None:
    added = hand_in(county, case)
    opened(county, case, added.no)
    opened(county, case, added.no)
    looks = [row for row in county.journal(case) if row.kind == "record_read"]
    assert [row.by_post for row in looks] == [POLICE, POLICE]
    assert "核对伤情" not in looks[0].payload
    with county.office.reading() as desk:
        found = accesses(desk, Asked(no=case, most=10))
    assert [one.what for one in found] == [f"evidence；编号 {added.no}"] * 2
    read = accesses_with_reasons(county.office, Asked(no=case, most=10), by_post="P-CIVIL", reason="年度检查")
    assert [one.reason for one in read][1:] == ["核对伤情", "核对伤情"]


def test_without_a_reason_nothing_is_opened_and_nothing_recorded(county: County, case: str) -> None:
    added, before = hand_in(county, case), county.entries()
    with pytest.raises(Refused):
        opened(county, case, added.no, reason="  ")
    assert county.entries() == before


def test_the_timeline_tells_that_it_was_handed_in_and_opened_and_nothing_of_what_it_shows(
    county: County, case: str
) -> None:
    added = hand_in(county, case, duty_no="1")
    opened(county, case, added.no)
    with county.office.reading() as desk:
        lines = [line for line in timeline(desk, case) if added.no in line.zh]
    assert [added.no in line.en for line in lines] == [True, True]
    assert DIGEST[:12] in lines[0].zh
    assert not [word for line in lines for word in ("苗苗", "前臂", NAME) if word in line.zh + line.en]


# ------------------------------------------------------------------------------------------------ that it is the same


def alter(county: County, no: str, sealed: bytes | None) -> None:
    """Behind the back of the database's own guard, as whoever holds the file could."""
    digest = blob_of(county, no).sha256
    with county.office.writing() as desk:
        desk.session.execute(delete(Blob).where(col(Blob.sha256) == digest))
        if sealed is not None:
            desk.add(Blob, [{"sha256": digest, "media_type": "application/octet-stream", "content": sealed}])


@pytest.mark.parametrize("fault", BytesFault)
def test_bytes_that_are_gone_or_altered_are_found_and_never_handed_out(
    county: County, case: str, fault: BytesFault
) -> None:
    added, whole = hand_in(county, case), hand_in(county, case, content=b"%PDF-1.7 whole")
    sealed = bytearray(blob_of(county, added.no).content)
    sealed[-20] ^= 1
    alter(county, added.no, bytes(sealed) if fault is BytesFault.ALTERED else None)
    before = county.entries()
    with pytest.raises(Unavailable):
        opened(county, case, added.no)
    assert county.entries() == before, "what could not be opened was not seen"
    with county.office.reading() as desk:
        assert [(row.no, found) for row, found in faulty_evidence(desk)] == [(added.no, fault)]
    assert opened(county, case, whole.no)


def test_the_bytes_of_one_file_do_not_pass_for_another(county: County, case: str) -> None:
    one, other = hand_in(county, case), hand_in(county, case, content=b"%PDF-1.7 other")
    with county.office.writing() as desk:
        swapped = text("UPDATE evidence SET blob = :blob WHERE no = :no")
        desk.session.execute(swapped, {"blob": blob_of(county, other.no).sha256, "no": one.no})
    with pytest.raises(Unavailable):
        opened(county, case, one.no)


def test_a_rebuild_brings_the_list_back_as_it_was(county: County, case: str) -> None:
    added = hand_in(county, case, duty_no="1")
    assert rebuild(county.office).differing == ()
    assert opened(county, case, added.no) == PHOTOGRAPH
    with county.office.reading() as desk:
        found = verify(desk)
    assert (found.altered, found.missing) == ((), ())


# ------------------------------------------------------------------------------------------------ erased


@ON_SQLITE
def test_when_the_key_is_destroyed_the_file_can_be_read_by_nobody_and_is_still_there_to_be_counted(
    county: County, case: str
) -> None:
    added = hand_in(county, case)
    closing.close(county.office, case, reason="办结", settle=True, by_post="P-CIVIL")
    county.deliver()
    erase(county.office, case, reason="保存期限届满", by_post="P-CIVIL", second_post="P-OFFICE")
    with pytest.raises(Refused, match="密钥已销毁"):
        opened(county, case, added.no)
    with pytest.raises(Refused, match="密钥已销毁"):
        hand_in(county, case, content=b"%PDF-1.7 later")
    with county.office.reading() as desk:
        assert list(faulty_evidence(desk)) == []
        assert [
            one.sha256 for one in evidence_of(desk, sight_of(desk, known_post(desk, POLICE, field="by")), case)
        ] == [DIGEST]
