"""Seal words that name people, and open them again. 加密保管.

Every subject (a child, a report, the directory) has a data key of its own, kept in the database wrapped under the
master key.  Erasing the wrapped key erases the words for good, wherever copies of them lie (个人信息保护法 Art. 47).
The reporter's identity has a key apart, which no subject's key opens (高检发〔2020〕9号 Art. 13).
Messages of errors name neither keys nor words; a token that cannot be opened is never taken for an empty one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import unicodedata
from collections.abc import Callable
from typing import NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rules.errors import Unavailable
from vault.keys import KEY_BYTES, MasterKey, derive

_NONCE_BYTES = 12  # what AES-GCM is made for (NIST SP 800-38D)
_TAG_BYTES = 16  # of AES-GCM
_KEY_ID_BYTES = 10
_SEALED = re.compile(r"v1\.(k_[a-z2-7]{16})\.([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]{22,})", re.ASCII)
_SEALED_REPORTER = re.compile(r"r1\.([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]{22,})", re.ASCII)
_UTF8 = ("utf-8", "surrogatepass")  # a broken character is kept as it came: the codec's own error would quote the words
_MIDDLE_DOTS = str.maketrans(dict.fromkeys("•‧∙⋅・", "·"))


class Vault:
    """All keys of one installation. 密钥库.

    Args:
        master: the master key.
        entropy: random bytes, so many as asked for; seeded only in simulations.
    """

    def __init__(self, master: MasterKey, *, entropy: Callable[[int], bytes] = os.urandom) -> None:
        self._master = master
        self._entropy = entropy
        self._wrapping = _Box(master.subkey("subject keys"), entropy)
        self._reporters = _Box(master.subkey("reporter"), entropy)
        self._indexing = master.subkey("blind index")
        self._chains = master.subkey("journal chains")

    def new_subject_key(self) -> tuple[str, str]:
        """A data key for a new subject.

        Returns: (its opaque id, the key wrapped under the master key); both are stored, the bare key nowhere.
        """
        key_id = "k_" + base64.b32encode(self._entropy(_KEY_ID_BYTES)).decode().lower()
        return key_id, _sealed(key_id, *self._wrapping.close(self._entropy(KEY_BYTES), _bound(key_id)))

    def unwrap(self, key_id: str, wrapped: str) -> SubjectCipher:
        """The cipher of one subject.

        Raises: Unavailable (permanent): wrapped under another master key, for another id, or altered.
        """
        nonce, closed = _parts(wrapped, key_id)
        return SubjectCipher(key_id, self._wrapping.open(nonce, closed, _bound(key_id)), self._entropy)

    def blind_index(self, field: str, words: str) -> str:
        """What equal words are found by without being read: 32 hex digits. 盲索引.

        The same for words that people would call equal: width, case, white space, invisible characters and the kind
        of middle dot in a name do not count.  Different for each field, and useless without the master key.
        """
        covered = b"\0".join((field.encode(), _utf8(_normalised(words))))
        return hmac.new(self._indexing, covered, hashlib.sha256).hexdigest()[:32]

    def keyed(self, purpose: str, words: str) -> bytes:
        """What only this installation can compute of these words, the same every time: 32 bytes (HMAC-SHA256).

        Args:
            purpose: each has a key of its own.
        """
        return hmac.new(self._master.subkey(purpose), _utf8(words), hashlib.sha256).digest()

    def chain_key(self, chain: str) -> bytes:
        """The key of one journal chain; who is given it to verify that chain can compute no other chain's."""
        return derive(self._chains, chain)

    def global_key(self) -> bytes:
        """The key of the global chain over all entries. 全局封链密钥."""
        return self._master.subkey("global chain")

    def seal_reporter(self, report_no: str, words: str) -> str:
        """A reporter's identity, closed under its own key and bound to its report. 封存报告人信息."""
        nonce, closed = self._reporters.close(_utf8(words), _bound(report_no))
        return f"r1.{_text(nonce)}.{_text(closed)}"

    def open_reporter(self, report_no: str, token: str) -> str:
        """The words behind a token of `seal_reporter`; who may ask is for the caller to know.

        Raises: Unavailable (permanent): another report's, another master key's, or altered.
        """
        found = _SEALED_REPORTER.fullmatch(token)
        if found is None:
            raise _unreadable()
        return self._reporters.open(_bytes(found[1]), _bytes(found[2]), _bound(report_no)).decode(*_UTF8)

    def fingerprint(self) -> str:
        """Tells one master key from another and gives neither away: 16 hex digits. 主密钥指纹."""
        return self._master.subkey("fingerprint").hex()[:16]

    def __repr__(self) -> str:
        return f"Vault({self.fingerprint()})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a vault is never pickled")


class SubjectCipher:
    """Seals and opens the words of one subject. 主体密码器. Made by `Vault.unwrap`.

    Attributes:
        key_id: id of the data key, as every token of it says.
    """

    __slots__ = ("_box", "key_id")

    def __init__(self, key_id: str, key: bytes, entropy: Callable[[int], bytes]) -> None:
        self.key_id = key_id
        self._box = _Box(key, entropy)

    def seal(self, field: str, words: str) -> str:
        """Words closed under this subject's key and bound to one field: `v1.<key id>.<nonce>.<ciphertext>`."""
        return _sealed(self.key_id, *self._box.close(_utf8(words), _bound(self.key_id, field)))

    def seal_bytes(self, field: str, content: bytes) -> bytes:
        """The bytes of a file, closed in the same way: nonce, then ciphertext with its tag."""
        nonce, closed = self._box.close(content, _bound(self.key_id, field))
        return nonce + closed

    def open_bytes(self, field: str, sealed: bytes) -> bytes:
        """The bytes behind `seal_bytes`.

        Raises: Unavailable (permanent): another subject's, another field's, or altered.
        """
        if len(sealed) < _NONCE_BYTES + _TAG_BYTES:
            raise _unreadable()
        return self._box.open(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _bound(self.key_id, field))

    def open(self, field: str, token: str) -> str:
        """The words behind a token.

        Raises: Unavailable (permanent): another subject's, another field's, or altered.
        """
        nonce, closed = _parts(token, self.key_id)
        return self._box.open(nonce, closed, _bound(self.key_id, field)).decode(*_UTF8)

    def __repr__(self) -> str:
        return f"SubjectCipher({self.key_id})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key is never pickled")


def is_sealed(text: str) -> bool:
    """Whether a text has the form of a token of `SubjectCipher.seal`."""
    return _SEALED.fullmatch(text) is not None


def key_id_of(token: str) -> str:
    """Which data key a token was sealed under. Raises Unavailable (permanent) where it is no token."""
    found = _SEALED.fullmatch(token)
    if found is None:
        raise _unreadable()
    return found[1]


class _Box:
    """AES-256-GCM under one key.

    The nonce is drawn from the entropy *and* from what is closed (as RFC 8937 has it): should the entropy ever repeat,
    after a restored snapshot or in a simulation that begins again, the same nonce still never closes different words.
    """

    __slots__ = ("_cipher", "_entropy", "_nonces")

    def __init__(self, key: bytes, entropy: Callable[[int], bytes]) -> None:
        self._cipher = AESGCM(key)
        self._nonces = derive(key, "nonces")
        self._entropy = entropy

    def close(self, content: bytes, bound_to: bytes) -> tuple[bytes, bytes]:
        """(nonce, ciphertext with its tag)."""
        drawn = hmac.new(self._nonces, self._entropy(KEY_BYTES), hashlib.sha256)
        drawn.update(len(bound_to).to_bytes(8, "big") + bound_to + content)
        nonce = drawn.digest()[:_NONCE_BYTES]
        return nonce, self._cipher.encrypt(nonce, content, bound_to)

    def open(self, nonce: bytes, closed: bytes, bound_to: bytes) -> bytes:
        try:
            return self._cipher.decrypt(nonce, closed, bound_to)
        except InvalidTag:
            raise _unreadable() from None


def _bound(*names: str) -> bytes:
    """What a ciphertext is bound to: no two lists of names give the same bytes."""
    return b"".join(len(name.encode()).to_bytes(4, "big") + name.encode() for name in names)


def _sealed(key_id: str, nonce: bytes, closed: bytes) -> str:
    return f"v1.{key_id}.{_text(nonce)}.{_text(closed)}"


def _parts(token: str, key_id: str) -> tuple[bytes, bytes]:
    found = _SEALED.fullmatch(token)
    if found is None or found[1] != key_id:
        raise _unreadable()
    return _bytes(found[2]), _bytes(found[3])


def _utf8(words: str) -> bytes:
    return words.encode(*_UTF8)


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    """Refuse other spellings of the same bytes, which a lenient decoder lets pass as unaltered."""
    try:
        content = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        raise _unreadable() from None
    if _text(content) != text:
        raise _unreadable()
    return content


def _normalised(words: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", words).casefold())
    visible = (letter for letter in folded if unicodedata.category(letter) != "Cf")
    return "".join("".join(visible).translate(_MIDDLE_DOTS).split())


def _unreadable() -> Unavailable:
    """Never a Gap: callers may take a Gap for an erased key, and an altered row must not pass for one."""
    return Unavailable(
        "加密内容无法读取：密钥不符或内容被改动。请停止使用，核对主密钥与数据库备份",
        "sealed content cannot be read: the key does not fit or the content was altered. Stop, and compare the master "
        "key and the database with the backup",
        permanent=True,
        code="sealed-unreadable",
    )
