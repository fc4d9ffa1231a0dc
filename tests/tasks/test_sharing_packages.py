"""Is a package what its receiver may have, for as long as it may, and does everybody learn who had it? 信息共享包."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import delete
from sqlmodel import col, select

from models import AccessGrant, ProcedureParty, SubjectKey
from packs.loader import load
from rules.access import CaseRelation, FieldClass
from rules.errors import CaseworkError, Conflict, Forbidden, Gap, Refused
from rules.sharing import NEEDS, ShareGround, SharePurpose
from rules.vocabulary import PartyRole
from tasks import audit_access
from tasks.access import sharing, sight_of
from tasks.access.sharing import Package, Wish
from tasks.posts import known_post
from tests.builders import CHILD, FATHER, HOME, NARRATIVE, PHONE, TEACHER, TEACHER_PHONE
from tests.foreigners import P_FOREIGN_CIVIL, P_FOREIGN_POLICE, P_MEDIA, with_neighbours
from tests.office import County
from tests.planted import an_order

LEAD, POLICE, RELIEF, SCHOOL, WOMEN = "P-CIVIL", "P-LIUXI-POLICE", "P-RELIEF", "P-LIUXI-SCHOOL", "P-WOMEN"
WORDS = "承接后续照护，请安排人员接收"


def a_wish(to: str = RELIEF, purpose: SharePurpose = SharePurpose.TAKE_OVER, words: str = WORDS) -> Wish:
    return Wish(to_post=to, ground=ShareGround.JOINT_PROTECTION, purpose=purpose, words=words)


def made(county: County, case: str, wish: Wish | None = None, *, by: str = LEAD) -> Package:
    return sharing.make(county.office, case, wish or a_wish(), by_post=by)


def opened(content: bytes) -> tuple[str, dict[str, Any]]:
    """The page and the JSON of a package."""
    with zipfile.ZipFile(io.BytesIO(content)) as folder:
        assert folder.namelist() == ["package.html", "package.json"]
        return folder.read("package.html").decode(), json.loads(folder.read("package.json"))


def fetched(county: County, package: Package, *, by: str = RELIEF) -> tuple[str, dict[str, Any]]:
    return opened(sharing.fetch(county.office, package.no, by_post=by))


def refused(county: County, error: type[CaseworkError], act: Callable[[], Any]) -> CaseworkError:
    """The act is refused, and nothing was written by it."""

    def there() -> tuple[int, int, int]:
        with county.office.reading() as desk:
            return county.entries(), len(desk.session.exec(select(AccessGrant.no)).all()), len(county.queued())

    before = there()
    with pytest.raises(error) as told:
        act()
    assert there() == before
    return told.value


# ------------------------------------------------------------------------------------------------ what is in it


def test_whoever_takes_a_case_over_gets_who_the_child_is_and_what_was_done(county: County) -> None:
    case = county.a_case()
    page, said = fetched(county, made(county, case))
    assert CHILD in page
    assert FATHER in page
    assert NARRATIVE in page
    assert case in page
    assert WORDS in page
    assert [one["name"] for one in said["sections"]] == ["案情要素", "办理经过", "身份信息", "情况陈述", "文书内容"]
    assert (said["ground"], said["basis"]) == ("joint_protection", "高检发〔2020〕9号 第12条")


def test_who_reported_is_in_no_package(county: County) -> None:
    case = county.a_case()
    for to, purpose in product((RELIEF, WOMEN, "P-PROC", "P-OFFICE"), SharePurpose):
        package = made(county, case, a_wish(to, purpose))
        page, said = fetched(county, package, by=to)
        assert TEACHER not in page + json.dumps(said, ensure_ascii=False)
        assert TEACHER_PHONE not in page
        assert "P-LIUXI-SCHOOL" not in page
        assert FieldClass.REPORTER not in package.classes


def test_no_purpose_needs_a_reporter_and_every_ground_rests_on_a_row_that_is_law() -> None:
    pack = load("national")
    assert all(FieldClass.REPORTER not in classes for classes in NEEDS.values())
    assert set(NEEDS) == set(SharePurpose)
    for ground in ShareGround:
        assert pack.fact(ground.basis).force.value == "statutory"


def test_a_conference_and_an_inspection_are_not_told_who_the_child_is(county: County) -> None:
    case = county.a_case()
    for purpose in (SharePurpose.DISCUSS, SharePurpose.OVERSEE):
        page, _ = fetched(county, made(county, case, a_wish(purpose=purpose)))
        assert not [name for name in (CHILD, FATHER, HOME, NARRATIVE, PHONE) if name in page]
        assert case in page


def test_a_school_gets_the_child_and_not_the_case_as_the_table_has_it(county: County) -> None:
    package = made(county, county.a_case(), a_wish(SCHOOL, SharePurpose.TAKE_OVER))
    page, said = fetched(county, package, by=SCHOOL)
    assert package.classes == (FieldClass.IDENTITY,)
    assert [one["name"] for one in said["sections"]] == ["身份信息"]
    assert CHILD in page
    assert NARRATIVE not in page
    assert "未列入：案情要素" in page


def test_where_a_sheltered_child_lives_goes_to_nobody_who_may_not_know_it(county: County) -> None:
    case = county.a_case()
    an_order(county, case, days=60)
    page, said = fetched(county, made(county, case, a_wish(WOMEN, SharePurpose.SERVE)), by=WOMEN)
    assert CHILD in page
    assert HOME not in page + json.dumps(said, ensure_ascii=False)
    page, _ = fetched(county, made(county, case, a_wish(RELIEF, SharePurpose.SERVE)))
    assert HOME not in page, "a service does not need it"
    page, _ = fetched(county, made(county, case, a_wish(RELIEF, SharePurpose.KEEP_SAFE)))
    assert HOME in page


def test_words_that_tell_where_a_sheltered_child_is_are_left_out_whole(county: County) -> None:
    case = county.a_case(narrative=f"孩子现在住在{HOME}，夜里常哭。")
    an_order(county, case, days=60)
    wish = a_wish(RELIEF, SharePurpose.TAKE_OVER)
    with county.office.reading() as desk:
        assert FieldClass.SHELTERED_ADDRESS in sharing.what_would_pass(desk, case, wish, by_post=LEAD)
        assert FieldClass.NARRATIVE in sharing.what_would_pass(desk, case, wish, by_post=LEAD)
    from tasks.access import package as composed

    with county.office.reading() as desk:
        row = county.case(case)
        sections = composed._sections(desk, row, (FieldClass.NARRATIVE,))
    assert sections[0].lines == (composed.LEFT_OUT,)


def test_the_same_package_is_the_same_bytes_and_its_hash_is_on_the_record(county: County) -> None:
    case = county.a_case()
    package = made(county, case)
    first = sharing.fetch(county.office, package.no, by_post=RELIEF)
    county.clock.move(hours=1)
    assert sharing.fetch(county.office, package.no, by_post=RELIEF) == first
    assert hashlib.sha256(first).hexdigest() == package.sha256
    (fact,) = county.facts("package_made", case)
    assert fact["file"] == package.sha256
    assert not [secret for secret in (WORDS, CHILD, HOME) if secret in str(fact)]


# ------------------------------------------------------------------------------------------------ who may give it


def test_whoever_only_oversees_or_was_told_gives_nothing_away(county: County) -> None:
    case = county.a_case()
    for by in ("P-OFFICE", "P-PROC", "P-LIUXI-CHIEF"):
        refused(county, Forbidden, lambda by=by: made(county, case, by=by))


def test_a_case_of_another_county_is_not_there(county: County) -> None:
    with_neighbours(county)
    case = county.a_case()
    told = refused(county, Forbidden, lambda: made(county, case, by=P_FOREIGN_CIVIL))
    assert isinstance(told, Forbidden)
    assert told.hidden


def test_without_words_or_a_receiver_who_may_have_it_nothing_is_made(county: County) -> None:
    with_neighbours(county)
    case = county.a_case()
    assert refused(county, Refused, lambda: made(county, case, a_wish(words="  "))).field == "words"
    for to in ("", "P-NOWHERE", LEAD, P_MEDIA):
        assert refused(county, Refused, lambda to=to: made(county, case, a_wish(to))).field == "to"


def test_a_post_that_is_a_respondent_is_given_nothing(county: County) -> None:
    case = county.a_case()
    procedure = county.procedures(case)[0].no
    with county.office.writing() as desk:
        party = {"procedure_no": procedure, "party_no": RELIEF, "role": PartyRole.RESPONDENT, "place": 9}
        desk.add(ProcedureParty, [party])
    assert refused(county, Refused, lambda: made(county, case)).field == "to"


def test_it_may_go_to_another_county(county: County) -> None:
    with_neighbours(county)
    case = county.a_case()
    package = made(county, case, a_wish(P_FOREIGN_CIVIL))
    page, _ = fetched(county, package, by=P_FOREIGN_CIVIL)
    assert CHILD in page


# ------------------------------------------------------------------------------------------------ who fetches it


def test_being_given_a_package_opens_nothing_else_of_the_case(county: County) -> None:
    with_neighbours(county)
    case = county.a_case()
    package = made(county, case, a_wish(P_FOREIGN_POLICE))
    county.deliver()
    fetched(county, package, by=P_FOREIGN_POLICE)
    with county.office.reading() as desk:
        sight = sight_of(desk, known_post(desk, P_FOREIGN_POLICE, field="post"))
        assert sight.relations_to(case) == frozenset[CaseRelation]()


def test_the_receiver_is_told_by_number_and_nobody_is_named(county: County) -> None:
    case = county.a_case()
    package = made(county, case)
    (notice,) = county.notices(why="package_made")
    assert (notice.post_no, notice.case_no, notice.template) == (RELIEF, None, "package_ready")
    county.deliver()
    told = [line["text"] for line in county.outbox() if "信息共享包" in line["subject"]]
    assert told
    assert all(package.no in text and case not in text and "禾" not in text and WORDS not in text for text in told)
    county.must_hold()


def test_nobody_else_fetches_it_and_nobody_learns_that_it_is_there(county: County) -> None:
    case = county.a_case()
    package = made(county, case)
    for post in (LEAD, POLICE, "P-OFFICE"):
        said = [
            refused(county, Forbidden, lambda no=no, post=post: sharing.fetch(county.office, no, by_post=post)).zh
            for no in (package.no, "X-00000-00000")
        ]
        assert said[0].replace(package.no, "NO") == said[1].replace("X-00000-00000", "NO")


def test_it_is_fetched_until_its_last_second_and_not_at_its_end(county: County) -> None:
    package = made(county, county.a_case())
    assert package.until - package.made_at == timedelta(days=7)
    county.clock.show(package.until - timedelta(seconds=1))
    fetched(county, package)
    county.clock.show(package.until)
    told = refused(county, Forbidden, lambda: fetched(county, package))
    assert "过期" in told.zh


def test_what_was_withdrawn_is_fetched_by_nobody(county: County) -> None:
    package = made(county, county.a_case())

    def taken_back(by: str = LEAD, reason: str = "给错了") -> Package:
        return sharing.withdraw(county.office, package.no, reason=reason, by_post=by)

    for by in ("P-OFFICE", RELIEF):
        refused(county, Forbidden, lambda by=by: taken_back(by))
    refused(county, Refused, lambda: taken_back(reason=" "))
    over = taken_back()
    assert over.withdrawn_at is not None
    assert "撤回" in refused(county, Forbidden, lambda: fetched(county, package)).zh
    refused(county, Conflict, taken_back)
    county.must_hold()


def test_a_package_whose_key_was_destroyed_is_given_to_nobody(county: County) -> None:
    package = made(county, county.a_case())
    child_no = str(county.case(package.case_no).child_no)
    with county.office.writing() as desk:
        desk.session.execute(delete(SubjectKey).where(col(SubjectKey.subject_no) == child_no))
    refused(county, Gap, lambda: fetched(county, package))


# ------------------------------------------------------------------------------------------------ who sees that


def test_making_and_each_fetch_stand_among_the_looks_with_the_reason(county: County) -> None:
    case = county.a_case()
    package = made(county, case)
    fetched(county, package)
    fetched(county, package)
    asked = audit_access.Asked(no=case, most=50)
    looks = audit_access.accesses_with_reasons(county.office, asked, by_post="P-OFFICE", reason="核查")
    found = [(one.post.no if one.post else "", one.reason) for one in looks if one.what.startswith("sharing_package")]
    assert found == [(RELIEF, WORDS), (RELIEF, WORDS), (LEAD, WORDS)]
    assert package.no in looks[1].what
    with county.office.reading() as desk:
        (shown,) = sharing.of_case(desk, case)
        (for_me,) = sharing.for_post(desk, RELIEF, most=10)
        assert sharing.for_post(desk, POLICE, most=10) == []
    assert len(shown.fetched) == 2
    assert for_me.no == package.no
