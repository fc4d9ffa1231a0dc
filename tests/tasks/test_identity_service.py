"""Signing in through a county's own identity service; what it says is believed where it is proved. 统一身份认证."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from models import Account
from rules.errors import Conflict, Refused, Unavailable
from tasks.accounts import Begun, session_of, sign_in
from tasks.accounts.identity_service import IdentityService
from tasks.accounts.linked import WITHIN, ask, come_back, link, unlink
from tasks.kinds import Kind
from tasks.office import Office
from tests.accounts import CHEAP, LEADER, PASSWORD, an_account, signed_in
from tests.clock import Clock
from tests.databases import ON_SQLITE
from tests.identity_service import BACK, CLIENT, SECRET, SmallService, running
from tests.office import County

pytestmark = ON_SQLITE

SECOND = timedelta(seconds=1)


@pytest.fixture
def there(clock: Clock) -> Iterator[SmallService]:
    """The identity service of the county, at work."""
    with running(SmallService(clock)) as service:
        yield service


@pytest.fixture
def ours(there: SmallService) -> IdentityService:
    """The same, as this installation knows it."""
    return IdentityService(issuer=there.issuer, client_id=CLIENT, client_secret=SECRET, redirect_uri=BACK)


@pytest.fixture
def account(office: Office, there: SmallService) -> str:
    """郑民's account, linked."""
    account = an_account(office)
    link(office, account, issuer=there.issuer, subject=there.subject, by=None, policy=CHEAP)
    return account


def through(office: Office, ours: IdentityService, there: SmallService) -> Begun:
    """There and back."""
    address, kept = ask(office, ours)
    return come_back(office, ours, kept, there.let_in(address), policy=CHEAP)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.en


def test_whoever_the_service_vouches_for_is_in(
    county: County, ours: IdentityService, there: SmallService, account: str
) -> None:
    begun = through(county.office, ours, there)
    assert (begun.signed_in.account_no, begun.signed_in.ready, len(begun.signed_in.seats)) == (account, True, 1)
    assert session_of(county.office, begun.token, policy=CHEAP) == begun.signed_in
    assert county.facts(Kind.SIGNED_IN, "accounts")[-1]["account"] == account


def test_nothing_is_asked_about_them_and_nothing_of_the_proof_is_in_the_address(
    office: Office, ours: IdentityService
) -> None:
    address, kept = ask(office, ours)
    query = {name: value for name, [value] in parse_qs(urlsplit(address).query).items()}
    assert query.keys() == {
        *("response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge"),
        "code_challenge_method",
    }
    assert query["scope"] == "openid"
    assert not any(value in kept for value in query.values())


def test_a_session_that_the_browser_had_before_is_over(
    office: Office, ours: IdentityService, there: SmallService, account: str
) -> None:
    an_account(office, "wang", person=LEADER)
    before = signed_in(office, "wang")
    address, kept = ask(office, ours)
    come_back(office, ours, kept, there.let_in(address), before=before.token, policy=CHEAP)
    assert session_of(office, before.token, policy=CHEAP) is None


# ------------------------------------------------------------------------------------------------ what is not believed


def without(claim: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda claims: {name: value for name, value in claims.items() if name != claim}


WRONG: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    **{f"no {claim}": without(claim) for claim in ("iss", "aud", "sub", "exp", "iat", "nonce")},
    "another issuer": lambda claims: {**claims, "iss": "https://elsewhere.example"},
    "another audience": lambda claims: {**claims, "aud": "another program"},
    "another nonce": lambda claims: {**claims, "nonce": "of another sign-in"},
    "made for another among several": lambda claims: {**claims, "aud": [CLIENT, "other"], "azp": "other"},
    "run out": lambda claims: {**claims, "exp": claims["iat"] - 60},
    "from the future": lambda claims: {**claims, "iat": claims["iat"] + 61},
    "an access token that is not the one given": lambda claims: {**claims, "at_hash": "x"},
    "a subject that is no text": lambda claims: {**claims, "sub": 7},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_claim_that_is_not_right_lets_nobody_in(
    office: Office,
    ours: IdentityService,
    there: SmallService,
    account: str,
    wrong: Callable[[dict[str, Any]], dict[str, Any]],
) -> None:
    there.wrong = wrong
    assert "did not vouch" in refused(lambda: through(office, ours, there))


def test_a_clock_may_be_wrong_by_less_than_a_minute(
    office: Office, ours: IdentityService, there: SmallService, account: str
) -> None:
    there.wrong = lambda claims: {**claims, "iat": claims["iat"] + 60, "exp": claims["iat"] - 59}
    assert through(office, ours, there).signed_in.account_no == account


@pytest.mark.parametrize("signs", ["none", "HS256", "stranger"])
def test_nor_does_a_signature_that_anybody_could_have_made(
    office: Office, ours: IdentityService, there: SmallService, account: str, signs: str
) -> None:
    there.signs = signs
    assert "did not vouch" in refused(lambda: through(office, ours, there))


@pytest.mark.parametrize(
    "change",
    [
        {"state": "of another browser"},
        {"state": ""},
        {"state": "\ud800"},
        {"iss": "https://elsewhere.example"},
        {"code": ""},
        {"code": "made up"},
    ],
)
def test_an_answer_to_another_question_lets_nobody_in(
    office: Office, ours: IdentityService, there: SmallService, account: str, change: dict[str, str]
) -> None:
    address, kept = ask(office, ours)
    answer = {**there.let_in(address), **change}
    assert "did not vouch" in refused(lambda: come_back(office, ours, kept, answer, policy=CHEAP))


def test_an_answer_is_good_once_and_only_in_the_browser_that_asked(
    office: Office, ours: IdentityService, there: SmallService, account: str
) -> None:
    (address, kept), (_, elsewhere) = ask(office, ours), ask(office, ours)
    answer = there.let_in(address)
    for cookie in (elsewhere, "", "v1.made.up", kept[:-4] + "AAAA"):
        assert "did not vouch" in refused(lambda cookie=cookie: come_back(office, ours, cookie, answer, policy=CHEAP))
    come_back(office, ours, kept, answer, policy=CHEAP)
    assert "did not vouch" in refused(lambda: come_back(office, ours, kept, answer, policy=CHEAP))


@pytest.mark.parametrize(("after", "good"), [(-SECOND, True), (timedelta(), False), (SECOND, False)])
def test_whoever_takes_ten_minutes_begins_again(
    office: Office, clock: Clock, ours: IdentityService, there: SmallService, account: str, after: timedelta, good: bool
) -> None:
    address, kept = ask(office, ours)
    clock.show(clock() + WITHIN + after)
    answer = there.let_in(address)
    if good:
        assert come_back(office, ours, kept, answer, policy=CHEAP).signed_in.account_no == account
    else:
        assert "did not vouch" in refused(lambda: come_back(office, ours, kept, answer, policy=CHEAP))


def test_a_wrong_secret_between_the_two_lets_nobody_in(
    office: Office, ours: IdentityService, there: SmallService, account: str
) -> None:
    wrong = replace(ours, client_secret="guessed")
    assert "did not vouch" in refused(lambda: through(office, wrong, there))
    assert "guessed" not in repr(wrong)


# ------------------------------------------------------------------------------------------------ what does not answer


@pytest.mark.parametrize("broken", ["/.well-known/openid-configuration", "/token", "/keys"])
def test_a_service_that_is_out_of_order_is_told_as_that(
    office: Office, ours: IdentityService, there: SmallService, account: str, broken: str
) -> None:
    there.broken = broken
    with pytest.raises(Unavailable, match="identity service"):
        through(office, ours, there)


@pytest.mark.parametrize(
    "says",
    [
        {"issuer": "https://elsewhere.example"},
        {"authorization_endpoint": "http://elsewhere.example/authorize"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"token_endpoint": "http://elsewhere.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": ""},
    ],
)
def test_a_service_that_names_another_or_is_not_encrypted_is_not_followed(
    office: Office, ours: IdentityService, there: SmallService, account: str, says: dict[str, str]
) -> None:
    there.says = says
    with pytest.raises(Unavailable):
        through(office, ours, there)


def test_a_service_that_is_not_there_is_told_as_that(office: Office, ours: IdentityService) -> None:
    for issuer in ("http://127.0.0.1:9", "http://elsewhere.example", "nonsense"):
        with pytest.raises(Unavailable):
            ask(office, replace(ours, issuer=issuer))


# ------------------------------------------------------------------------------------------------ linking


def test_whoever_is_vouched_for_and_linked_to_nothing_is_not_in(
    office: Office, ours: IdentityService, there: SmallService, account: str
) -> None:
    there.subject = there.subject.lower() + " "
    assert "no account is linked" in refused(lambda: through(office, ours, there))


def test_a_linked_account_has_no_password_any_more_and_gets_one_when_it_is_unlinked(
    county: County, ours: IdentityService, there: SmallService, account: str
) -> None:
    office = county.office
    refused(lambda: sign_in(office, "zheng", PASSWORD, policy=CHEAP))
    made = unlink(office, account, by=None, policy=CHEAP)
    assert sign_in(office, "zheng", made.password, policy=CHEAP).signed_in.must_change
    assert "no account is linked" in refused(lambda: through(office, ours, there))
    assert len(county.facts(Kind.SERVICE_LINKED, "accounts")) == len(county.facts(Kind.SERVICE_UNLINKED, "accounts"))


def test_one_identity_is_one_account_and_only_an_administrator_says_whose(
    office: Office, there: SmallService, account: str
) -> None:
    other = an_account(office, "wang", person=LEADER)
    same = {"issuer": there.issuer, "subject": there.subject}
    with pytest.raises(Conflict):
        link(office, other, **same, by=None, policy=CHEAP)
    link(office, account, **same, by=None, policy=CHEAP)  # again, to no effect
    refused(lambda: link(office, other, issuer=there.issuer, subject="x", by=account, policy=CHEAP))
    refused(lambda: link(office, other, issuer=there.issuer, subject=" ", by=None, policy=CHEAP))
    refused(lambda: unlink(office, account, by=other, policy=CHEAP))


def test_what_the_service_calls_somebody_stands_nowhere(county: County, there: SmallService, account: str) -> None:
    with county.office.reading() as desk:
        row = desk.session.get_one(Account, account)
    assert there.subject not in f"{row!r} {[entry.payload for entry in county.journal()]}"
