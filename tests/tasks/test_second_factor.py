"""A telephone as the second thing to show: set up, asked for, each code good once, taken away. 两步验证."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from pyotp import TOTP

from models import Account
from rules.errors import Refused
from tasks.accounts import (
    Begun,
    Enrolment,
    SecondFactor,
    change_password,
    confirm,
    enrol,
    give_code,
    open_account,
    remove,
    reset,
    session_of,
    sign_in,
)
from tasks.kinds import Kind
from tasks.office import Office
from tests.accounts import CHEAP, CIVIL, LEADER, PASSWORD, an_account, signed_in
from tests.clock import Clock
from tests.office import County

STEP = timedelta(seconds=30)


class Telephone:
    """Shows the code of the moment, or of another."""

    def __init__(self, enrolment: Enrolment, clock: Clock) -> None:
        self._codes = TOTP(enrolment.secret)
        self._clock = clock

    def code(self, steps: int = 0) -> str:
        return self._codes.at(self._clock() + steps * STEP)


@pytest.fixture
def account(office: Office) -> str:
    return an_account(office)


@pytest.fixture
def telephone(office: Office, clock: Clock, account: str) -> Telephone:
    """郑民's, set up and confirmed a minute ago."""
    begun = signed_in(office)
    made = Telephone(enrol(office, begun.token, policy=CHEAP), clock)
    confirm(office, begun.token, made.code(), policy=CHEAP)
    clock.move(minutes=1)
    return made


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.field


def state(office: Office, begun: Begun) -> SecondFactor | None:
    found = session_of(office, begun.token, policy=CHEAP)
    return found.second_factor if found else None


def test_it_is_asked_for_after_the_password_and_nothing_is_open_before(office: Office, telephone: Telephone) -> None:
    begun = signed_in(office)
    assert (begun.signed_in.second_factor, begun.signed_in.ready) == (SecondFactor.MISSING, False)
    assert begun.signed_in.seats == ()
    through = give_code(office, begun.token, telephone.code(), policy=CHEAP)
    assert (through.signed_in.second_factor, through.signed_in.ready) == (SecondFactor.DONE, True)
    assert len(through.signed_in.seats) == 1
    assert state(office, begun) is None, "the token from before the code is worth nothing"


def test_or_on_the_same_page(office: Office, telephone: Telephone) -> None:
    assert signed_in(office, code=f" {telephone.code()[:3]} {telephone.code()[3:]} ").signed_in.ready


def test_the_drawing_says_what_a_telephone_needs_and_carries_no_style_and_no_script(
    office: Office, account: str
) -> None:
    made = enrol(office, signed_in(office).token, policy=CHEAP)
    said = urlsplit(made.uri)
    assert (said.scheme, said.netloc, said.path) == ("otpauth", "totp", "/Hutong:zheng")
    assert parse_qs(said.query) == {"secret": [made.secret], "issuer": ["Hutong"]}
    drawn = list(ElementTree.fromstring(made.svg).iter())
    assert {name for one in drawn for name in one.attrib} <= {"width", "height", "viewBox", "transform", "stroke", "d"}
    assert not any(tag in made.svg for tag in ("<script", "<style", "onload"))


@pytest.mark.parametrize(("steps", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_the_clock_of_a_telephone_may_be_wrong_by_half_a_minute(
    office: Office, telephone: Telephone, steps: int, good: bool
) -> None:
    begun = signed_in(office)
    if good:
        assert give_code(office, begun.token, telephone.code(steps), policy=CHEAP).signed_in.ready
    else:
        assert refused(lambda: give_code(office, begun.token, telephone.code(steps), policy=CHEAP)) == "code"


def test_a_code_that_somebody_saw_is_not_good_a_second_time(office: Office, clock: Clock, telephone: Telephone) -> None:
    seen = telephone.code()
    assert signed_in(office, code=seen).signed_in.ready
    for seconds in (0, 1, 29, 30):
        clock.move(seconds=seconds)
        assert refused(lambda: signed_in(office, code=seen)) == "code"
    assert signed_in(office, code=telephone.code()).signed_in.ready


def test_nor_is_an_earlier_one_after_a_later_one_nor_the_one_that_confirmed(
    office: Office, clock: Clock, account: str
) -> None:
    begun = signed_in(office)
    telephone = Telephone(enrol(office, begun.token, policy=CHEAP), clock)
    confirm(office, begun.token, telephone.code(), policy=CHEAP)
    assert refused(lambda: signed_in(office, code=telephone.code())) == "code"
    assert signed_in(office, code=telephone.code(1)).signed_in.ready
    clock.move(seconds=30)
    assert refused(lambda: signed_in(office, code=telephone.code(-1))) == "code"


def test_of_two_who_give_the_same_code_at_the_same_moment_one_is_in(office: Office, telephone: Telephone) -> None:
    code = telephone.code()

    def tries(_: int) -> bool:
        try:
            return signed_in(office, code=code).signed_in.ready
        except Refused:
            return False

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(tries, range(2))) == [False, True]


@pytest.mark.parametrize("code", ["", "000", "abcdef", "１２", "\ud800", "9" * 10_000, "-00001"])
def test_what_is_no_code_is_refused(office: Office, telephone: Telephone, code: str) -> None:
    begun = signed_in(office)
    assert refused(lambda: give_code(office, begun.token, code, policy=CHEAP)) == "code"


def test_codes_cannot_be_guessed_by_whoever_knows_the_password(county: County, telephone: Telephone) -> None:
    said = []
    for _ in range(5):  # signing in again in between gives no new tries
        begun = signed_in(county.office)
        said.append(refused(lambda begun=begun: give_code(county.office, begun.token, "000000", policy=CHEAP)))
    assert said == [*["code"] * 4, "locked"]
    assert refused(lambda: signed_in(county.office)) == "locked"
    assert len(county.facts(Kind.SIGN_IN_LOCKED, "accounts")) == 1


def test_whoever_waits_for_the_code_changes_nothing(office: Office, telephone: Telephone) -> None:
    begun = signed_in(office)
    assert refused(lambda: enrol(office, begun.token, policy=CHEAP)) == "session"
    assert refused(lambda: confirm(office, begun.token, telephone.code(), policy=CHEAP)) == "session"
    new = "another passphrase 山"
    assert refused(lambda: change_password(office, begun.token, PASSWORD, new, policy=CHEAP)) == "code"


def test_what_was_begun_and_not_confirmed_changes_nothing(office: Office, clock: Clock, account: str) -> None:
    begun = signed_in(office)
    telephone = Telephone(enrol(office, begun.token, policy=CHEAP), clock)
    assert refused(lambda: confirm(office, begun.token, telephone.code(5), policy=CHEAP)) == "code"
    assert signed_in(office).signed_in.second_factor is SecondFactor.NOT_SET_UP


def test_a_new_telephone_takes_the_place_of_the_old_one_and_signs_out_every_other_browser(
    office: Office, clock: Clock, telephone: Telephone
) -> None:
    elsewhere = signed_in(office, code=telephone.code(-1))
    here = signed_in(office, code=telephone.code())
    new = Telephone(enrol(office, here.token, policy=CHEAP), clock)
    here = confirm(office, here.token, new.code(), policy=CHEAP)
    assert (state(office, here), state(office, elsewhere)) == (SecondFactor.DONE, None)
    clock.move(minutes=1)
    assert refused(lambda: signed_in(office, code=telephone.code())) == "code"
    assert signed_in(office, code=new.code()).signed_in.ready


def test_only_an_administrator_takes_it_away_and_that_is_on_record(
    county: County, telephone: Telephone, account: str
) -> None:
    office = county.office
    chief = an_account(office, "chief", person=None, administrator=True)
    begun = signed_in(office, code=telephone.code())
    assert refused(lambda: remove(office, account, by=account)) == "by"
    remove(office, account, by=chief)
    assert state(office, begun) is None
    assert signed_in(office).signed_in.second_factor is SecondFactor.NOT_SET_UP
    (fact,) = county.facts(Kind.SECOND_FACTOR_REMOVED, "accounts")
    assert fact == {"account": account, "by_account": chief}


def test_a_reset_password_does_not_take_it_away(office: Office, telephone: Telephone) -> None:
    made = reset(office, "zheng", by=None, policy=CHEAP)
    begun = sign_in(office, "zheng", made.password, policy=CHEAP)
    assert begun.signed_in.second_factor is SecondFactor.MISSING
    through = give_code(office, begun.token, telephone.code(), policy=CHEAP)
    changed = change_password(office, through.token, made.password, "another passphrase 山", policy=CHEAP)
    assert (through.signed_in.ready, changed.signed_in.ready) == (False, True)


def test_nobody_sets_one_up_with_a_one_time_password(office: Office) -> None:
    made = open_account(office, "zheng", person_no=CIVIL, by=None, policy=CHEAP)
    begun = sign_in(office, "zheng", made.password, policy=CHEAP)
    assert refused(lambda: enrol(office, begun.token, policy=CHEAP)) == "session"


def test_the_secret_stands_nowhere_in_clear_and_opens_nothing_in_another_row(
    county: County, clock: Clock, account: str
) -> None:
    office = county.office
    begun = signed_in(office)
    made = enrol(office, begun.token, policy=CHEAP)
    confirm(office, begun.token, Telephone(made, clock).code(), policy=CHEAP)
    other = an_account(office, "wang", person=LEADER)
    with office.writing() as desk:
        mine, theirs = desk.session.get_one(Account, account), desk.session.get_one(Account, other)
        assert made.secret not in str(mine.second_factor_sealed)
        theirs.second_factor_sealed = mine.second_factor_sealed
    assert made.secret not in "".join(row.payload for row in county.journal())
    assert made.secret not in repr(made)
    clock.move(minutes=1)
    with pytest.raises(Exception, match="cannot be read"):
        signed_in(office, "wang", Telephone(made, clock).code())
