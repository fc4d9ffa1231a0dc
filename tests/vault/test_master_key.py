"""Where the master key comes from, and who may read it. 主密钥的来源与权限."""

from __future__ import annotations

import base64
import os
import pickle
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rules.errors import Unavailable
from vault.keys import MasterKey
from vault.vault import Vault

RAW = bytes(range(32))
TEXT = base64.b64encode(RAW).decode()


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def written(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def test_the_first_run_makes_a_key_file_that_only_its_owner_can_read(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "hutong" / "master.key"

    made = MasterKey.from_file(path, make=True)

    assert mode_of(path) == 0o600
    assert mode_of(path.parent) == 0o700
    assert list(path.parent.iterdir()) == [path], "no draft of the key is left behind"
    assert MasterKey.from_file(path, make=True).subkey("x") == made.subkey("x")
    assert MasterKey.from_environment(path.read_text()).subkey("x") == made.subkey("x")


def test_the_file_is_private_even_where_new_files_are_open_to_all_by_default(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        MasterKey.from_file(tmp_path / "master.key", make=True)
    finally:
        os.umask(before)
    assert mode_of(tmp_path / "master.key") == 0o600


def test_a_key_that_cannot_be_made_is_told_with_the_reason(tmp_path: Path) -> None:
    written(tmp_path / "keys", "a file where the folder should be")
    with pytest.raises(Unavailable, match="无法建立") as refused:
        MasterKey.from_file(tmp_path / "keys" / "master.key", make=True)
    assert refused.value.permanent


def test_two_installations_never_get_the_same_key(tmp_path: Path) -> None:
    one, other = (MasterKey.from_file(tmp_path / name, make=True) for name in ("one", "other"))
    assert one.subkey("x") != other.subkey("x")


def test_many_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master.key"
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: MasterKey.from_file(path, make=True).subkey("x"), range(32)))
    assert len(set(keys)) == 1


def test_a_lost_key_is_not_replaced_by_a_new_one_in_silence(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="备份") as refused:
        MasterKey.from_file(tmp_path / "master.key", make=False)
    assert refused.value.permanent
    assert not (tmp_path / "master.key").exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o620, 0o610, 0o644, 0o777], ids=oct)
def test_a_key_that_others_may_read_or_change_is_refused_with_the_command_that_mends_it(
    tmp_path: Path, mode: int
) -> None:
    path = written(tmp_path / "master.key", TEXT, mode)
    with pytest.raises(Unavailable, match="chmod 600") as refused:
        MasterKey.from_file(path, make=True)
    assert refused.value.permanent
    assert f"{mode:04o}" in refused.value.zh
    assert f"{mode:04o}" in refused.value.en


@pytest.mark.parametrize("mode", [0o600, 0o400], ids=oct)
def test_a_key_that_only_its_owner_may_read_is_taken(tmp_path: Path, mode: int) -> None:
    path = written(tmp_path / "master.key", f"{TEXT}\n", mode)
    assert MasterKey.from_file(path, make=False).subkey("x") == MasterKey(RAW).subkey("x")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_key_that_belongs_to_somebody_else_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "master.key", TEXT)
    os.chown(path, 65534, 65534)
    with pytest.raises(Unavailable, match="another user"):
        MasterKey.from_file(path, make=False)


def test_what_is_no_file_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    (tmp_path / "folder").mkdir(mode=0o700)
    for name in ("pipe", "folder"):
        with pytest.raises(Unavailable):
            MasterKey.from_file(tmp_path / name, make=False)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(base64.b64encode(RAW[:-1]).decode(), id="a byte short"),
        pytest.param(base64.b64encode(RAW + b"!").decode(), id="a byte long"),
        pytest.param(TEXT[:-3], id="end not copied"),
        pytest.param(TEXT.replace("A", "*", 1), id="not base64"),
        pytest.param("主密钥" * 15, id="not ASCII"),
        pytest.param("A" * 5000, id="a large file"),
    ],
)
def test_what_is_not_a_key_is_refused_and_not_repeated(tmp_path: Path, text: str) -> None:
    attempts = [
        lambda: MasterKey.from_environment(text),
        lambda: MasterKey.from_file(written(tmp_path / "master.key", text), make=False),
    ]
    for attempt in attempts:
        with pytest.raises(Unavailable) as refused:
            attempt()
        assert refused.value.permanent
        assert text[:12] not in str(refused.value) or not text
        assert refused.value.__cause__ is None
        assert refused.value.__context__ is None


@pytest.mark.parametrize("text", [TEXT, f"  {TEXT}\n", TEXT.rstrip("="), TEXT.replace("+", "-").replace("/", "_")])
def test_a_key_may_be_written_in_either_alphabet_with_or_without_padding(text: str) -> None:
    assert MasterKey.from_environment(text).subkey("x") == MasterKey(RAW).subkey("x")


def test_each_purpose_has_a_key_of_its_own() -> None:
    master = MasterKey(RAW)
    keys = [master.subkey(purpose) for purpose in ("", "a", "b", "ab", "reporter")]
    assert len(set(keys)) == 5
    assert {len(key) for key in keys} == {32}
    assert RAW not in keys


def test_keys_are_derived_today_as_they_were_when_the_first_database_was_sealed() -> None:
    assert MasterKey(RAW).subkey("subject keys").hex() == (
        "8cd25fedb38735a540a5a40217e966a0b772834bf860328cb2e8d8218cfef4ed"
    )
    assert Vault(MasterKey(RAW)).fingerprint() == "e163bc06c9820a71"


def test_a_key_shows_itself_nowhere() -> None:
    master = MasterKey(RAW)
    shown = f"{master!r} {master!s} {master} {vars(MasterKey).get('__dict__', '')}"
    assert RAW.hex() not in shown
    assert repr(RAW)[2:-1] not in shown
    assert TEXT not in shown
    with pytest.raises(TypeError, match="never pickled"):
        pickle.dumps(master)
