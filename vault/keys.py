"""The master key, and every key that is derived from it. 主密钥.

One master key per installation: 32 random bytes that live outside the database, in a file or in the environment.
Without it nothing sealed can be read; with it, one key per purpose follows by HKDF, so that no two purposes ever share
a key.  Nothing here prints, logs or pickles a key.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
import stat
from pathlib import Path
from typing import NoReturn

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from rules.errors import Unavailable

KEY_BYTES = 32
"""Length of the master key and of every key derived from it."""

_SALT = b"hutong master key v1"
_LONGEST_FILE = 1024  # a key file holds 45 characters; whoever names a video by mistake is told so at once


class MasterKey:
    """The key behind all others. 主密钥.

    Args:
        key: 32 bytes.
    Raises: Unavailable (permanent): another length.
    """

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise _refused(
                f"主密钥必须为 {KEY_BYTES} 字节，实为 {len(key)} 字节",
                f"the master key must be {KEY_BYTES} bytes long, this one has {len(key)}",
            )
        self._key = key

    @classmethod
    def from_environment(cls, value: str) -> MasterKey:
        """The key as it stands in a setting.

        Args:
            value: base64 of 32 bytes, plain or URL-safe; white space around it does not matter.
        Raises: Unavailable (permanent): not base64, or another length.
        """
        return cls(_from_base64(value))

    @classmethod
    def from_file(cls, path: Path, *, make: bool) -> MasterKey:
        """The key in a file that only its owner may read (mode 0600).

        Args:
            path: of the key file; its folder is made (mode 0700) where `make` has to.
            make: on the first run, when there is no such file, make one with a fresh key.
        Raises: Unavailable (permanent): no file, somebody else may read it, not ours, or not a key.
        """
        try:
            if make and not path.exists():
                _make_file(path)
        except OSError as cause:
            raise _refused(
                f"无法建立主密钥文件 {path}：{cause.strerror}。请检查文件夹的权限和磁盘空间",
                f"cannot make the key file {path}: {cause.strerror}. See whether its folder may be written to",
            ) from None
        return cls(_from_base64(_read_private(path)))

    def subkey(self, purpose: str) -> bytes:
        """The key for one purpose: 32 bytes that tell nothing about any other key. 派生密钥 (HKDF-SHA256)."""
        return derive(self._key, purpose)

    def __repr__(self) -> str:
        return "MasterKey(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key is never pickled")


def derive(key: bytes, purpose: str) -> bytes:
    """A key that follows from another one and a purpose, 32 bytes. 密钥派生 (HKDF-SHA256)."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=_SALT, info=purpose.encode()).derive(key)


def _from_base64(text: str) -> bytes:
    plain = text.strip().replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (ValueError, binascii.Error):
        pass  # raised below, outside of this block: the error here would quote the key
    raise _refused(
        "主密钥不是有效的 base64 文本，请核对是否复制完整",
        "the master key is not base64 text: check that all of it was copied",
    )


def _make_file(path: Path) -> None:
    """Write a fresh key beside the path and move it there in one step, so that nobody ever reads half a key."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        _write_private(draft, base64.b64encode(os.urandom(KEY_BYTES)) + b"\n")
        os.link(draft, path)
    except FileExistsError:
        return  # another process was first; its key is the key
    finally:
        draft.unlink(missing_ok=True)
    _make_durable(path.parent)


def _write_private(path: Path, content: bytes) -> None:
    target = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    with os.fdopen(target, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _make_durable(folder: Path) -> None:
    """A file whose folder entry is lost in a power cut is lost with every word it sealed."""
    opened = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _read_private(path: Path) -> str:
    try:
        source = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as cause:
        raise _refused(
            f"无法打开主密钥文件 {path}：{cause.strerror}。请从备份中恢复，没有它，加密内容无法读取",
            f"cannot open the key file {path}: {cause.strerror}. Restore it from the backup; nothing sealed can be "
            "read without it",
        ) from None
    try:
        _refuse_if_shared(path, os.fstat(source))
        return os.read(source, _LONGEST_FILE).decode("ascii", errors="replace")
    finally:
        os.close(source)


def _refuse_if_shared(path: Path, status: os.stat_result) -> None:
    """Look at the file that was opened, not at what stands under its name a moment later."""
    if not stat.S_ISREG(status.st_mode):
        raise _refused(f"主密钥文件 {path} 不是普通文件", f"the key file {path} is not a regular file")
    if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        mode = f"{stat.S_IMODE(status.st_mode):04o}"
        raise _refused(
            f"主密钥文件 {path} 的权限为 {mode}，他人可以读取或改动。请执行 chmod 600 {path}，并考虑密钥是否已泄露",
            f"the key file {path} has mode {mode}, so others may read or change it. Run chmod 600 {path}, and consider "
            "whether the key is still secret",
        )
    if status.st_uid not in (os.geteuid(), 0):
        raise _refused(
            f"主密钥文件 {path} 属于其他用户，请改为运行本系统的用户所有",
            f"the key file {path} belongs to another user: give it to the user that runs this system",
        )


def _refused(zh: str, en: str) -> Unavailable:
    return Unavailable(zh, en, permanent=True, code="master-key")
