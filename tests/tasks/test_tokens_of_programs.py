"""Other programs come in with a token: for one post, for what it was made for, and not for ever. 接口令牌."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from models import ApiToken
from rules.errors import Refused
from tasks import acts
from tasks.accounts import MadeToken, Scope, make_token, revoke_token, token_of, tokens_made
from tasks.kinds import Kind
from tasks.office import Office
from tests.accounts import an_account
from tests.builders import an_answer
from tests.clock import Clock
from tests.office import County

SECOND = timedelta(seconds=1)


@pytest.fixture
def made(office: Office) -> MadeToken:
    """Of a program of the township's station."""
    return make_token(
        office, "学校系统", post_no="P-LIUXI-STATION", scopes=[Scope.REPORT, Scope.READ], days=30, by=None
    )


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.field


def test_a_program_is_known_by_its_token(office: Office, made: MadeToken) -> None:
    found = token_of(office, made.token)
    assert found is not None
    assert (found.no, found.name, found.post.no) == (made.no, "学校系统", "P-LIUXI-STATION")
    assert found.scopes == {Scope.READ, Scope.REPORT}


@pytest.mark.parametrize("change", [str.upper, str.strip, lambda token: token[:-1], lambda token: token + "x"])
def test_and_by_no_other(office: Office, made: MadeToken, change: Callable[[str], str]) -> None:
    other = change(made.token)
    assert (token_of(office, other) is None) == (other != made.token)


@pytest.mark.parametrize("token", ["", "hutong_", "\ud800", "x" * 100_000])
def test_what_is_no_token_lets_nobody_in(office: Office, made: MadeToken, token: str) -> None:
    assert token_of(office, token) is None


@pytest.mark.parametrize(("after", "good"), [(-SECOND, True), (timedelta(), False), (SECOND, False)])
def test_a_token_is_good_until_its_last_second(
    office: Office, clock: Clock, made: MadeToken, after: timedelta, good: bool
) -> None:
    clock.show(made.expires_at + after)
    assert (token_of(office, made.token) is not None) is good


def test_a_revoked_token_lets_nobody_in_from_now_on_and_is_revoked_once(county: County, made: MadeToken) -> None:
    for _ in range(2):
        revoke_token(county.office, made.no, by=None)
        assert token_of(county.office, made.token) is None
    assert len(county.facts(Kind.TOKEN_REVOKED, "accounts")) == 1
    assert [one.revoked_at for one in tokens_made(county.office)] == [county.clock()]
    assert refused(lambda: revoke_token(county.office, "Y-00000-00000", by=None)) == "token"


def test_only_an_administrator_makes_and_revokes_them(office: Office, made: MadeToken) -> None:
    account = an_account(office)
    make = lambda by: make_token(office, "x", post_no="P-CIVIL", scopes=[Scope.READ], by=by)  # noqa: E731
    assert refused(lambda: make(account)) == "by"
    assert refused(lambda: revoke_token(office, made.no, by=account)) == "by"
    chief = an_account(office, "chief", person=None, administrator=True)
    make(chief)
    assert chief in {one.made_by for one in tokens_made(office)}


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        *[("name", {"name": name}) for name in ("", "  ", "x" * 101, "a\nb")],
        ("post", {"post_no": "P-NOWHERE"}),
        ("scopes", {"scopes": []}),
        *[("days", {"days": days}) for days in (0, 367)],
    ],
)
def test_what_cannot_be_is_refused(office: Office, field: str, wrong: dict[str, object]) -> None:
    right = {"name": "x", "post_no": "P-CIVIL", "scopes": [Scope.READ], "days": 1}
    assert refused(lambda: make_token(office, **{**right, **wrong}, by=None)) == field  # type: ignore[arg-type]
    assert tokens_made(office) == []


def test_when_it_was_last_used_is_kept_to_the_minute(office: Office, clock: Clock, made: MadeToken) -> None:
    began = clock()
    for seconds, used in ((0, 0), (59, 0), (60, 60)):
        clock.show(began + timedelta(seconds=seconds))
        token_of(office, made.token)
        assert [one.last_used_at for one in tokens_made(office)] == [began + timedelta(seconds=used)]


def test_the_token_stands_nowhere(county: County, made: MadeToken) -> None:
    with county.office.reading() as desk:
        row = desk.session.get_one(ApiToken, made.no)
    assert made.token not in f"{row!r} {made!r} {county.facts(Kind.TOKEN_MADE, 'accounts')}"


# ------------------------------------------------------------------------------------------------ what it does


@pytest.fixture
def case(county: County) -> str:
    """A case whose next duty the station of the township owes."""
    case = county.a_case()
    county.answer(case, "triage")
    return case


def answer(county: County, case: str, speaker: str) -> None:
    acts.answer(replace(county.office, speaker=speaker), case, "child_seen", an_answer("child_seen"))


def test_what_a_program_does_is_recorded_as_its_own_doing(county: County, made: MadeToken, case: str) -> None:
    answer(county, case, made.no)
    written = [row for row in county.journal() if row.kind == Kind.DUTY_ANSWERED][-1]
    assert (written.by_post, written.by_person) == ("P-LIUXI-STATION", made.no)
    county.move()
    county.must_hold()


def test_a_program_acts_for_no_other_post_and_not_after_it_was_revoked(
    county: County, made: MadeToken, case: str
) -> None:
    other = make_token(county.office, "x", post_no="P-CIVIL", scopes=[Scope.ACT], by=None)
    assert refused(lambda: answer(county, case, other.no)) == "by"
    revoke_token(county.office, made.no, by=None)
    assert refused(lambda: answer(county, case, made.no)) == "by"


def test_nor_after_it_ran_out(county: County, made: MadeToken, case: str) -> None:
    county.clock.show(made.expires_at)
    assert refused(lambda: answer(county, case, made.no)) == "by"
    county.clock.move(seconds=-1)
    answer(county, case, made.no)
