"""Who gets in, for how long, and who does not. 登录."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from models import Account
from models.database import Database
from rules.errors import Conflict, Refused
from tasks.accounts import (
    Begun,
    SecondFactor,
    accounts,
    change_password,
    close,
    end_all_sessions,
    first_administrator,
    open_account,
    reopen,
    reset,
    session_of,
    sessions_of,
    sign_in,
    sign_out,
    speak,
    take_seat,
)
from tasks.accounts.passwords import one_time_password, refuse_weak
from tasks.accounts.signed import digest
from tasks.directory import DirectoryForm, SubstituteForm, enter_directory
from tasks.kinds import Kind
from tasks.office import Office
from tests.accounts import CHEAP, CIVIL, LEADER, PASSWORD, an_account, signed_in
from tests.clock import Clock
from tests.office import County, example_directory

SECOND = timedelta(seconds=1)
WRONG = "a wrong one, quite long"


@pytest.fixture
def account(office: Office) -> str:
    """郑民 of civil affairs, with a password of his own."""
    return an_account(office)


def is_in(office: Office, begun: Begun) -> bool:
    return session_of(office, begun.token, policy=CHEAP) is not None


def refused(act: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value


def wrong(office: Office, times: int) -> list[str]:
    """What is said to so many wrong tries: about what."""
    return [refused(lambda: sign_in(office, "zheng", WRONG, policy=CHEAP)).field for _ in range(times)]


def recorded(county: County, kind: Kind) -> int:
    return len(county.facts(kind, "accounts"))


# ------------------------------------------------------------------------------------------------ name and password


def test_whoever_gives_the_right_password_is_in_and_the_page_knows_as_whom(office: Office, account: str) -> None:
    begun = signed_in(office)
    found = session_of(office, begun.token, policy=CHEAP)
    assert found == begun.signed_in
    assert (found.account_no, found.person_no, found.login, found.administrator) == (account, CIVIL, "zheng", False)
    assert (found.must_change, found.second_factor, found.ready) == (False, SecondFactor.NOT_SET_UP, True)
    assert found.seat is not None
    assert found.seat.post.no == "P-CIVIL"


@pytest.mark.parametrize("name", ["ZHENG", " zheng ", "ｚｈｅｎｇ"])
def test_a_name_is_the_same_however_it_is_typed(office: Office, account: str, name: str) -> None:
    assert sign_in(office, name, PASSWORD, policy=CHEAP).signed_in.account_no == account


def test_a_password_is_the_same_from_every_keyboard(office: Office, account: str) -> None:
    full_width = PASSWORD.replace("h", "ｈ")
    assert sign_in(office, "zheng", full_width, policy=CHEAP).signed_in.account_no == account


def test_a_wrong_password_and_a_name_that_nobody_has_are_told_alike(office: Office, account: str) -> None:
    password = refused(lambda: sign_in(office, "zheng", WRONG, policy=CHEAP))
    name = refused(lambda: sign_in(office, "nobody", WRONG, policy=CHEAP))
    assert (password.zh, password.en, password.field) == (name.zh, name.en, name.field)


def test_and_the_same_work_is_done_for_both(office: Office, account: str) -> None:
    asked = []

    class Counting(type(CHEAP.hasher)):  # type: ignore[misc]
        def verify(self, kept: str, password: str) -> bool:
            asked.append(kept.split("$")[3])
            return bool(super().verify(kept, password))

    policy = replace(CHEAP, hasher=Counting(time_cost=1, memory_cost=8, parallelism=1))
    for name in ("zheng", "nobody"):
        refused(lambda name=name: sign_in(office, name, WRONG, policy=policy))
    assert asked == ["m=8,t=1,p=1"] * 2


@pytest.mark.parametrize("password", ["", " ", "\x00", "密" * 10_000, "\ud800"])
def test_whatever_is_typed_is_only_a_wrong_password(office: Office, account: str, password: str) -> None:
    assert refused(lambda: sign_in(office, "zheng", password, policy=CHEAP)).field == "sign_in"
    assert refused(lambda: sign_in(office, password, password, policy=CHEAP)).field == "sign_in"


def test_a_password_that_was_kept_with_weaker_parameters_is_kept_anew(office: Office, account: str) -> None:
    stronger = replace(CHEAP, hasher=type(CHEAP.hasher)(time_cost=2, memory_cost=8, parallelism=1))
    sign_in(office, "zheng", PASSWORD, policy=stronger)
    with office.reading() as desk:
        row = desk.session.get(Account, account)
    assert row is not None
    assert "t=2" in row.password_hash
    assert is_in(office, signed_in(office))


# ------------------------------------------------------------------------------------------------ too many tries


def test_the_fifth_wrong_try_locks_and_says_until_when(county: County, account: str) -> None:
    assert wrong(county.office, 5) == [*["sign_in"] * 4, "locked"]
    told = refused(lambda: signed_in(county.office))
    assert (told.field, "11:10" in told.zh, "11:10" in told.en) == ("locked", True, True)
    assert recorded(county, Kind.SIGN_IN_LOCKED) == 1


def test_a_lock_ends_to_the_second(office: Office, clock: Clock, account: str) -> None:
    wrong(office, 5)
    clock.move(minutes=15, seconds=-1)
    assert refused(lambda: signed_in(office)).field == "locked"
    clock.move(seconds=1)
    assert is_in(office, signed_in(office))


def test_each_lock_is_twice_as_long_until_four_hours_and_a_right_try_forgets_them(
    office: Office, clock: Clock, account: str
) -> None:
    for minutes in (15, 30, 60, 120, 240, 240):
        wrong(office, 5)
        clock.move(minutes=minutes, seconds=-1)
        assert refused(lambda: signed_in(office)).field == "locked"
        clock.move(seconds=1)
    signed_in(office)
    wrong(office, 5)
    clock.move(minutes=15)
    assert is_in(office, signed_in(office))


def test_tries_while_it_is_locked_do_not_lengthen_the_lock_nor_fill_the_journal(
    county: County, clock: Clock, account: str
) -> None:
    wrong(county.office, 5)
    before = county.entries()
    assert set(wrong(county.office, 20)) == {"locked"}
    assert county.entries() == before
    clock.move(minutes=15)
    assert is_in(county.office, signed_in(county.office))


def test_a_wrong_try_now_and_then_locks_nobody(county: County, account: str) -> None:
    for _ in range(3):
        wrong(county.office, 4)
        signed_in(county.office)
    assert recorded(county, Kind.SIGN_IN_LOCKED) == 0


def test_a_locked_account_does_not_end_sessions_of_whoever_is_in(office: Office, account: str) -> None:
    begun = signed_in(office)
    wrong(office, 5)
    assert is_in(office, begun)


def test_no_number_of_tries_locks_a_name_that_nobody_has(county: County) -> None:
    for _ in range(8):
        assert refused(lambda: sign_in(county.office, "nobody", WRONG, policy=CHEAP)).field == "sign_in"
    assert recorded(county, Kind.SIGN_IN_LOCKED) == 0


def test_guesses_at_the_same_moment_are_counted_one_by_one(county: County, account: str) -> None:
    with ThreadPoolExecutor(6) as pool:
        said = list(pool.map(lambda _: wrong(county.office, 1)[0], range(12)))
    assert sorted(said) == [*["locked"] * 8, *["sign_in"] * 4]
    assert recorded(county, Kind.SIGN_IN_LOCKED) == 1


# ------------------------------------------------------------------------------------------------ how long it lasts


@pytest.mark.parametrize(("after", "is_still_in"), [(-SECOND, True), (timedelta(), False), (SECOND, False)])
def test_a_screen_left_alone_for_half_an_hour_is_signed_out(
    office: Office, clock: Clock, account: str, after: timedelta, is_still_in: bool
) -> None:
    begun = signed_in(office)
    clock.show(clock() + CHEAP.idle + after)
    assert is_in(office, begun) is is_still_in


@pytest.mark.parametrize(("after", "is_still_in"), [(-SECOND, True), (timedelta(), False), (SECOND, False)])
def test_whoever_is_busy_all_day_signs_in_again_after_ten_hours(
    office: Office, clock: Clock, account: str, after: timedelta, is_still_in: bool
) -> None:
    begun = signed_in(office)
    end = clock() + CHEAP.longest
    while clock() + timedelta(minutes=20) < end:
        clock.move(minutes=20)
        assert is_in(office, begun)
    clock.show(end + after)
    assert is_in(office, begun) is is_still_in


def test_that_it_was_seen_is_written_once_a_minute_and_not_for_every_page(
    office: Office, clock: Clock, account: str
) -> None:
    begun = signed_in(office)
    began = clock()
    for seconds, seen in ((0, 0), (59, 0), (60, 60), (100, 60), (120, 120)):
        clock.show(began + timedelta(seconds=seconds))
        assert is_in(office, begun)
        (session,) = sessions_of(office, account, policy=CHEAP)
        assert session.last_seen_at == began + timedelta(seconds=seen)


def test_a_session_that_was_renewed_ends_no_later_for_it(office: Office, clock: Clock, account: str) -> None:
    begun = signed_in(office)
    end = clock() + CHEAP.longest
    while clock() + timedelta(minutes=20) < end:
        clock.move(minutes=20)
        begun = take_seat(office, begun.token, "P-CIVIL", policy=CHEAP)
    clock.show(end)
    assert not is_in(office, begun)


# ------------------------------------------------------------------------------------------------ tokens change


def test_a_token_is_worth_nothing_after_each_step_of_signing_in(office: Office, account: str) -> None:
    first = signed_in(office)
    seated = take_seat(office, first.token, "P-CIVIL", policy=CHEAP)
    changed = change_password(office, seated.token, PASSWORD, "another passphrase 山", policy=CHEAP)
    again = sign_in(office, "zheng", "another passphrase 山", before=changed.token, policy=CHEAP)
    assert [is_in(office, one) for one in (first, seated, changed, again)] == [False, False, False, True]
    assert len({one.signed_in.csrf for one in (first, seated, changed, again)}) == 4


def test_a_token_that_somebody_planted_is_never_taken_on(office: Office, account: str) -> None:
    begun = sign_in(office, "zheng", PASSWORD, before="planted", policy=CHEAP)
    assert begun.token != "planted"
    assert session_of(office, "planted", policy=CHEAP) is None


@pytest.mark.parametrize("token", ["", "nothing", "\ud800", "x" * 100_000])
def test_a_token_that_is_none_is_nobodys(office: Office, account: str, token: str) -> None:
    assert session_of(office, token, policy=CHEAP) is None
    sign_out(office, token, policy=CHEAP)


def test_the_digest_that_is_kept_opens_nothing(office: Office, account: str) -> None:
    begun = signed_in(office)
    assert session_of(office, digest(begun.token), policy=CHEAP) is None


def test_a_new_password_signs_out_every_other_browser(office: Office, account: str) -> None:
    here, elsewhere = signed_in(office), signed_in(office)
    here = change_password(office, here.token, PASSWORD, "another passphrase 山", policy=CHEAP)
    assert (is_in(office, here), is_in(office, elsewhere)) == (True, False)


def test_whoever_signs_out_is_out_and_nobody_else_is(office: Office, account: str) -> None:
    here, elsewhere = signed_in(office), signed_in(office)
    sign_out(office, here.token, policy=CHEAP)
    assert (is_in(office, here), is_in(office, elsewhere)) == (False, True)
    assert end_all_sessions(office, account) == 1
    assert not is_in(office, elsewhere)


def test_one_lost_telephone_can_be_signed_out(office: Office, clock: Clock, account: str) -> None:
    lost = signed_in(office)
    clock.move(minutes=1)
    kept = signed_in(office)
    refs = [one.ref for one in sessions_of(office, account, policy=CHEAP)]
    assert end_all_sessions(office, account, only=refs[-1]) == 1
    assert (is_in(office, lost), is_in(office, kept)) == (False, True)


def test_whoever_reads_english_reads_it_on_the_next_page(office: Office, account: str) -> None:
    begun = signed_in(office)
    speak(office, begun.token, "en", policy=CHEAP)
    found = session_of(office, begun.token, policy=CHEAP)
    assert found is not None
    assert found.lang == "en"
    assert refused(lambda: speak(office, begun.token, "fr", policy=CHEAP)).field == "lang"


# ---------------------------------------------------------------------------------------------- a password for one use


def test_with_a_one_time_password_one_can_only_choose_another(office: Office) -> None:
    made = open_account(office, "zheng", person_no=CIVIL, by=None, policy=CHEAP)
    begun = sign_in(office, "zheng", made.password, policy=CHEAP)
    assert (begun.signed_in.must_change, begun.signed_in.ready, begun.signed_in.seats) == (True, False, ())
    changed = change_password(office, begun.token, made.password, PASSWORD, policy=CHEAP)
    assert (changed.signed_in.ready, len(changed.signed_in.seats)) == (True, 1)
    assert refused(lambda: sign_in(office, "zheng", made.password, policy=CHEAP)).field == "sign_in"


@pytest.mark.parametrize(("after", "works"), [(-SECOND, True), (timedelta(), False), (SECOND, False)])
def test_a_one_time_password_is_good_for_seven_days(
    office: Office, clock: Clock, after: timedelta, works: bool
) -> None:
    made = open_account(office, "zheng", person_no=CIVIL, by=None, policy=CHEAP)
    clock.show(made.until_at + after)
    if works:
        assert sign_in(office, "zheng", made.password, policy=CHEAP).signed_in.must_change
    else:
        assert refused(lambda: sign_in(office, "zheng", made.password, policy=CHEAP)).field == "password"


def test_an_administrator_resets_a_lost_password_and_lifts_the_lock(county: County, account: str) -> None:
    office = county.office
    begun = signed_in(office)
    wrong(office, 5)
    made = reset(office, "Zheng", by=None, policy=CHEAP)
    assert not is_in(office, begun)
    assert refused(lambda: signed_in(office)).field == "sign_in"
    assert sign_in(office, "zheng", made.password, policy=CHEAP).signed_in.must_change
    assert recorded(county, Kind.PASSWORD_RESET) == 1


@pytest.mark.parametrize(
    "weak",
    [
        *("河边的柳树", "elevenchars", "x" * 201, "zheng goes home", "ZHENG goes home", "ｚｈｅｎｇ goes home"),
        *("password1234", "123456789012", "qwertyuiop12", "abcabcabcabc", "aaaaaaaaaaaa", "woaini5201314"),
        *("admin2026admin", "1qaz2wsx3edc", "Hutong2026!!", "987654321098", "abcdefghijkl"),
    ],
)
def test_a_password_that_everybody_tries_is_refused(weak: str) -> None:
    assert refused(lambda: refuse_weak(weak, "zheng")).field == "password"


@pytest.mark.parametrize("good", [PASSWORD, "河边有三棵老柳树和一口井", "tall-grey-kettle", "Vq7$kd0P!mzRt"])
def test_a_passphrase_is_taken(good: str) -> None:
    refuse_weak(good, "zheng")


def test_a_one_time_password_is_never_the_same_and_never_weak() -> None:
    made = {one_time_password() for _ in range(200)}
    assert len(made) == 200
    for one in made:
        refuse_weak(one, "zheng")


def test_whoever_does_not_know_the_old_password_cannot_change_it_and_is_counted(office: Office, account: str) -> None:
    begun = signed_in(office)

    def change(old: str, new: str = "another passphrase 山") -> str:
        return refused(lambda: change_password(office, begun.token, old, new, policy=CHEAP)).field

    assert (change(PASSWORD, PASSWORD), change(PASSWORD, "short")) == ("new", "password")
    assert [change(WRONG) for _ in range(5)] == [*["old"] * 4, "locked"]
    assert change(PASSWORD) == "locked"


# ------------------------------------------------------------------------------------------------ accounts


def test_a_closed_account_is_told_like_a_name_that_nobody_has_and_its_sessions_are_over(
    office: Office, account: str
) -> None:
    begun = signed_in(office)
    close(office, account, by=None)
    assert not is_in(office, begun)
    assert refused(lambda: signed_in(office)).field == "sign_in"
    reopen(office, account, by=None)
    assert not is_in(office, begun)
    assert is_in(office, signed_in(office))


def test_a_person_has_one_account_and_a_name_is_one_persons(office: Office, account: str) -> None:
    for name, person in (("zheng", LEADER), ("zheng2", CIVIL)):
        with pytest.raises(Conflict):
            open_account(office, name, person_no=person, by=None, policy=CHEAP)
    assert len(accounts(office)) == 1


@pytest.mark.parametrize("name", ["", "a", "-zheng", "zheng min", "zheng/../x", "<b>zheng", "x" * 65])
def test_a_name_that_cannot_be_is_refused(office: Office, name: str) -> None:
    assert refused(lambda: open_account(office, name, person_no=CIVIL, by=None, policy=CHEAP)).field == "login"
    assert accounts(office) == []


def test_an_account_is_a_known_persons_or_an_administrators(office: Office) -> None:
    for person in (None, "W-999"):
        told = refused(lambda person=person: open_account(office, "zheng", person_no=person, by=None, policy=CHEAP))
        assert told.field == "person"
    for name in ("admin", "admin2"):
        open_account(office, name, person_no=None, administrator=True, by=None, policy=CHEAP)


def test_only_an_administrator_administers_and_not_one_whose_account_is_closed(office: Office, account: str) -> None:
    chief = an_account(office, "chief", person=None, administrator=True)
    second = an_account(office, "second", person=None, administrator=True)
    assert open_account(office, "wang", person_no=LEADER, by=chief, policy=CHEAP).login == "wang"
    close(office, second, by=chief)
    for by in (account, second, "U-00000-00000"):
        for act in (close, reopen):
            assert refused(lambda act=act, by=by: act(office, "wang", by=by)).field == "by"
        assert refused(lambda by=by: reset(office, "wang", by=by, policy=CHEAP)).field == "by"
        assert refused(lambda by=by: open_account(office, "x1", person_no="W-001", by=by, policy=CHEAP)).field == "by"


def test_the_last_administrator_is_not_closed(office: Office) -> None:
    chief = an_account(office, "chief", person=None, administrator=True)
    assert refused(lambda: close(office, chief, by=None)).field == "account"


def test_the_first_administrator_is_made_once(office: Office) -> None:
    made = first_administrator(office, policy=CHEAP)
    assert made is not None
    assert first_administrator(office, policy=CHEAP) is None
    begun = sign_in(office, made.login, made.password, policy=CHEAP)
    assert (begun.signed_in.administrator, begun.signed_in.person_no, begun.signed_in.must_change) == (True, None, True)


def test_an_administrator_who_is_nobodys_person_has_no_seat(office: Office) -> None:
    an_account(office, "chief", person=None, administrator=True)
    begun = signed_in(office, "chief")
    assert (begun.signed_in.ready, begun.signed_in.seats, begun.signed_in.seat) == (True, (), None)


# ------------------------------------------------------------------------------------------------ seats


def with_a_substitute(office: Office, until: str) -> None:
    """王领 stands in for 郑民 from today on."""
    form: DirectoryForm = example_directory().model_copy(deep=True)
    civil = next(post for agency in form.agencies for post in agency.posts if post.no == "P-CIVIL")
    term = {"for_person": CIVIL, "person": LEADER, "from_at": "2026-03-02T00:00+08:00", "until_at": until}
    civil.substitutes = [SubstituteForm.model_validate(term)]
    enter_directory(office, form)


@pytest.fixture
def leader(office: Office) -> Begun:
    """王领, who stands in for 郑民 until noon."""
    with_a_substitute(office, "2026-03-02T11:10+08:00")
    an_account(office, "wang", person=LEADER)
    return signed_in(office, "wang")


def test_whoever_stands_in_has_that_seat_besides_their_own_which_comes_first(leader: Begun) -> None:
    own, lent = leader.signed_in.seats
    assert (own.post.no, own.for_person, own.until_at) == ("P-CIVIL-LEADER", None, None)
    assert (lent.post.no, lent.for_person) == ("P-CIVIL", CIVIL)
    assert leader.signed_in.seat == own


def test_a_seat_that_lapses_is_gone_at_the_next_request_and_no_other_is_taken_instead(
    office: Office, clock: Clock, leader: Begun
) -> None:
    begun = take_seat(office, leader.token, "P-CIVIL", policy=CHEAP)
    clock.show("Monday 2026-03-02 11:09:59")
    last = session_of(office, begun.token, policy=CHEAP)
    assert last is not None
    assert last.seat is not None
    assert last.seat.post.no == "P-CIVIL"
    clock.show("Monday 2026-03-02 11:10")
    after = session_of(office, begun.token, policy=CHEAP)
    assert after is not None
    assert after.seat is None
    assert [seat.post.no for seat in after.seats] == ["P-CIVIL-LEADER"]
    assert refused(lambda: take_seat(office, begun.token, "P-CIVIL", policy=CHEAP)).field == "post"


def test_nobody_takes_a_seat_that_is_not_theirs(office: Office, leader: Begun) -> None:
    for post in ("P-GOV", "P-NOWHERE", ""):
        assert refused(lambda post=post: take_seat(office, leader.token, post, policy=CHEAP)).field == "post"
    assert is_in(office, leader)


# ------------------------------------------------------------------------------------------------ nothing leaves


def test_no_secret_and_no_name_stands_in_the_journal(county: County) -> None:
    office = county.office
    made = open_account(office, "zheng", person_no=CIVIL, by=None, policy=CHEAP)
    begun = sign_in(office, "zheng", made.password, policy=CHEAP)
    changed = change_password(office, begun.token, made.password, PASSWORD, policy=CHEAP)
    wrong(office, 5)
    written = "\n".join(f"{row.key} {row.payload}" for row in county.journal("accounts"))
    secrets = (made.password, PASSWORD, WRONG, "zheng", "郑民", begun.token, changed.token, digest(changed.token))
    assert [secret for secret in (*secrets, changed.signed_in.csrf) if secret in written] == []
    assert "argon2" not in written
    assert recorded(county, Kind.ACCOUNT_OPENED) == 1


def test_no_password_and_no_token_stands_in_the_database_file(county: County, database: Database) -> None:
    if database.dialect != "sqlite":
        return
    office = county.office
    made = open_account(office, "zheng", person_no=CIVIL, by=None, policy=CHEAP)
    begun = sign_in(office, "zheng", made.password, policy=CHEAP)
    changed = change_password(office, begun.token, made.password, PASSWORD, policy=CHEAP)
    folder = county.home
    kept = b"".join(path.read_bytes() for path in folder.iterdir() if path.name.startswith("case.db"))
    assert b"$argon2id$" in kept, "the file that is looked at is the right one"
    assert [s for s in (made.password, PASSWORD, begun.token, changed.token) if s.encode() in kept] == []


def test_no_secret_stands_in_what_is_shown_of_an_object(office: Office) -> None:
    made = open_account(office, "zheng", person_no=CIVIL, by=None, policy=CHEAP)
    begun = sign_in(office, "zheng", made.password, policy=CHEAP)
    shown = f"{made!r} {begun!r}"
    assert [s for s in (made.password, begun.token, begun.signed_in.csrf) if s in shown] == []


def test_projections_can_be_rebuilt_while_people_are_signed_in(county: County, account: str) -> None:
    begun = signed_in(county.office)
    county.must_hold()
    assert is_in(county.office, begun)
