"""What is sealed, who can open it, and what gives nothing away. 加密保管."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rules.errors import Unavailable
from vault.keys import MasterKey
from vault.vault import SubjectCipher, Vault, is_sealed, key_id_of

MASTER = MasterKey(bytes(range(32)))
NAME = "林小满"


def seeded(seed: str) -> Callable[[int], bytes]:
    """Bytes that look random and are the same on every run."""
    drawn = 0

    def draw(amount: int) -> bytes:
        nonlocal drawn
        drawn += 1
        return hashlib.shake_256(f"{seed}/{drawn}".encode()).digest(amount)

    return draw


def a_vault(seed: str = "青禾县") -> Vault:
    return Vault(MASTER, entropy=seeded(seed))


def a_cipher(vault: Vault | None = None) -> SubjectCipher:
    vault = vault or a_vault()
    return vault.unwrap(*vault.new_subject_key())


def altered(token: str) -> list[str]:
    """The token with each of its letters replaced in turn, shortened and lengthened."""
    swapped = [token[:at] + ("A" if letter != "A" else "B") + token[at + 1 :] for at, letter in enumerate(token)]
    return [*swapped, token[:-1], token + "A", token + "=", token + "\n", token.upper(), ""]


# -------------------------------------------------------------------------------- subjects


@example(words="\udce6 from a broken terminal", field="name")
@given(words=st.text(), field=st.text(max_size=40))
def test_what_was_sealed_is_opened_as_it_was(words: str, field: str) -> None:
    cipher = a_cipher()
    token = cipher.seal(field, words)
    assert cipher.open(field, token) == words
    assert is_sealed(token)


def test_a_token_says_under_which_key_it_was_sealed_and_nothing_else() -> None:
    cipher = a_cipher()
    token = cipher.seal("name", NAME)
    version, key_id, _nonce, _closed = token.split(".")
    assert (version, key_id, key_id_of(token)) == ("v1", cipher.key_id, cipher.key_id)
    assert NAME not in token


def test_a_key_survives_a_restart_wrapped() -> None:
    first = Vault(MASTER)
    key_id, wrapped = first.new_subject_key()
    token = first.unwrap(key_id, wrapped).seal("name", NAME)
    assert Vault(MASTER).unwrap(key_id, wrapped).open("name", token) == NAME


def test_a_single_altered_letter_anywhere_makes_a_token_unreadable() -> None:
    cipher = a_cipher()
    for token in altered(cipher.seal("name", NAME)):
        with pytest.raises(Unavailable) as refused:
            cipher.open("name", token)
        assert refused.value.permanent, "trying again cannot help"


def test_a_token_moved_to_another_field_is_unreadable() -> None:
    cipher = a_cipher()
    token = cipher.seal("registration", "青禾县柳溪镇")
    for field in ("residence", "registration ", "Registration", ""):
        with pytest.raises(Unavailable):
            cipher.open(field, token)


def test_one_childs_key_opens_nothing_of_another_childs_not_even_under_its_name() -> None:
    vault = a_vault()
    one, other = a_cipher(vault), a_cipher(vault)
    token = one.seal("name", NAME)
    with pytest.raises(Unavailable):
        other.open("name", token)
    with pytest.raises(Unavailable):
        other.open("name", token.replace(one.key_id, other.key_id))


def test_a_wrapped_key_opens_only_with_its_master_key_and_under_its_own_id() -> None:
    vault = a_vault()
    key_id, wrapped = vault.new_subject_key()
    other_id, other_wrapped = vault.new_subject_key()
    attempts = [
        (Vault(MasterKey(bytes(32))), key_id, wrapped),
        (vault, key_id, other_wrapped),
        (vault, other_id, wrapped),
        (vault, other_id, wrapped.replace(key_id, other_id)),
        *((vault, key_id, token) for token in altered(wrapped)),
    ]
    for keeper, name, token in attempts:
        with pytest.raises(Unavailable) as refused:
            keeper.unwrap(name, token)
        assert refused.value.permanent


def test_once_the_wrapped_key_is_erased_nothing_left_opens_the_words() -> None:
    vault = a_vault()
    key_id, _erased = vault.new_subject_key()
    token = vault.unwrap(key_id, _erased).seal("name", NAME)
    del _erased

    rest = [vault.unwrap(*vault.new_subject_key()), SubjectCipher(key_id, bytes(32), os.urandom)]
    rest += [SubjectCipher(key_id, MASTER.subkey(name), os.urandom) for name in ("subject keys", "reporter", key_id)]
    for cipher in rest:
        with pytest.raises(Unavailable):
            cipher.open("name", token)


def test_equal_words_never_look_equal_once_sealed() -> None:
    cipher = a_cipher(Vault(MASTER))
    tokens = [cipher.seal("name", NAME) for _ in range(10_000)]
    assert len({token.split(".")[2] for token in tokens}) == 10_000, "a nonce came twice"
    assert len({token.split(".")[3] for token in tokens}) == 10_000


def test_with_the_same_entropy_the_same_tokens_come_out() -> None:
    one, again, other = (a_vault(seed) for seed in ("a", "a", "b"))
    assert one.new_subject_key() == again.new_subject_key()
    assert a_cipher(one).seal("name", NAME) == a_cipher(again).seal("name", NAME)
    assert one.new_subject_key() != other.new_subject_key()


def test_even_when_the_entropy_stands_still_a_nonce_never_closes_two_different_texts() -> None:
    stuck = SubjectCipher("k_aaaaaaaaaaaaaaaa", bytes(32), lambda amount: b"\x07" * amount)
    tokens = [stuck.seal(field, f"{NAME}{n}") for n in range(500) for field in ("name", "residence")]
    assert len({token.split(".")[2] for token in tokens}) == 1_000


@pytest.mark.parametrize(
    "text", ["", NAME, "v1", "v1.k_x.y.z", "v2.k_aaaaaaaaaaaaaaaa.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA"]
)
def test_plain_words_are_not_taken_for_sealed_ones(text: str) -> None:
    assert not is_sealed(text)
    with pytest.raises(Unavailable):
        key_id_of(text)


# -------------------------------------------------------------------------------- reporters


def test_a_reporters_identity_opens_only_for_its_own_report() -> None:
    vault = a_vault()
    token = vault.seal_reporter("R-2026-0001", NAME)
    assert vault.open_reporter("R-2026-0001", token) == NAME
    for report_no in ("R-2026-0002", "", "R-2026-00010"):
        with pytest.raises(Unavailable):
            vault.open_reporter(report_no, token)


def test_an_altered_reporters_identity_or_another_master_key_is_noticed() -> None:
    vault = a_vault()
    token = vault.seal_reporter("R-2026-0001", NAME)
    for wrong in altered(token):
        with pytest.raises(Unavailable):
            vault.open_reporter("R-2026-0001", wrong)
    with pytest.raises(Unavailable):
        Vault(MasterKey(bytes(32))).open_reporter("R-2026-0001", token)


def test_a_reporters_identity_is_no_subjects_token() -> None:
    assert not is_sealed(a_vault().seal_reporter("R-2026-0001", NAME))


# -------------------------------------------------------------------------------- blind index


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("林小满", " 林 小　满\n"),
        ("Lin Xiaoman", "lin xiaoman"),
        ("ＬＩＮ", "lin"),
        ("99010120150101001X", "99010120150101001x"),
        ("林小满", "林小\u200b满\ufeff"),
        ("阿依古丽·买买提", "阿依古丽•买买提"),
        ("阿依古丽·买买提", "阿依古丽・买买提"),
        ("STRASSE", "straße"),
        ("\u0041\u030a", "\u00e5"),
    ],
)
def test_words_that_people_would_call_equal_are_found_by_each_other(one: str, same: str) -> None:
    vault = a_vault()
    assert vault.blind_index("name", one) == vault.blind_index("name", same)


@pytest.mark.parametrize(("one", "other"), [("林小满", "林晓满"), ("林小满", "小满林"), ("12", "1 3"), ("", "a")])
def test_different_words_are_not(one: str, other: str) -> None:
    vault = a_vault()
    assert vault.blind_index("name", one) != vault.blind_index("name", other)


def test_the_index_of_one_field_tells_nothing_about_another_and_needs_the_master_key() -> None:
    indexes = {
        a_vault().blind_index("name", NAME),
        a_vault().blind_index("guardian", NAME),
        a_vault().blind_index("nam", f"e{NAME}"),
        Vault(MasterKey(bytes(32))).blind_index("name", NAME),
    }
    assert len(indexes) == 4
    assert all(len(index) == 32 and set(index) <= set("0123456789abcdef") for index in indexes)


# -------------------------------------------------------------------------------- chains


def test_every_chain_has_a_key_of_its_own_that_lasts() -> None:
    vault = a_vault()
    keys = [*(vault.chain_key(chain) for chain in ("C-1", "C-2", "C-", "directory", "")), vault.global_key()]
    assert len(set(keys)) == 6
    assert vault.chain_key("C-1") == a_vault("another start").chain_key("C-1")
    assert vault.global_key() == a_vault("another start").global_key()


def test_a_wrong_master_key_is_known_by_its_fingerprint() -> None:
    assert a_vault().fingerprint() == a_vault("another start").fingerprint()
    assert a_vault().fingerprint() != Vault(MasterKey(bytes(32))).fingerprint()
    assert len(a_vault().fingerprint()) == 16


# -------------------------------------------------------------------------------- silence


def test_neither_keys_nor_words_show_in_what_is_printed_or_raised() -> None:
    vault = a_vault()
    cipher = a_cipher(vault)
    token = cipher.seal("name", NAME)
    with pytest.raises(Unavailable) as refused:
        a_cipher(vault).open("name", token)
    assert refused.value.__suppress_context__ or refused.value.__context__ is None

    shown = " ".join((repr(vault), str(vault), repr(cipher), str(cipher), str(refused.value), repr(refused.value)))
    for secret in (NAME, token, bytes(range(32)).hex(), MASTER.subkey("subject keys").hex()):
        assert secret not in shown


def test_keys_never_leave_the_process_by_pickling() -> None:
    for keeper in (a_vault(), a_cipher()):
        with pytest.raises(TypeError, match="never pickled"):
            pickle.dumps(keeper)


# -------------------------------------------------------------------------------- what only we can compute


def test_what_is_keyed_is_the_same_every_time_and_another_for_every_purpose_and_word_and_installation() -> None:
    keyed = a_vault().keyed("receipt code", NAME)

    assert keyed == a_vault("another").keyed("receipt code", NAME)
    assert len(keyed) == 32
    others = {
        a_vault().keyed("report token", NAME),
        a_vault().keyed("receipt code", NAME + " "),
        Vault(MasterKey(bytes(range(1, 33)))).keyed("receipt code", NAME),
    }
    assert len({keyed, *others}) == 4
