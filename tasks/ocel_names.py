"""What things are called in an export: pseudonyms under a key of that export. 化名.

The same thing has the same name within one export.  Two exports under two keys cannot be joined by names, and without
the key no name leads back to a number.  It is pseudonymised, not anonymous: whoever knows the moments of one case may
still recognise it (个人信息保护法 Art. 73).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from enum import StrEnum
from functools import lru_cache

from vault.keys import MasterKey

_BYTES = 10  # 80 bits: a million things meet by chance once in a trillion exports


class ObjectType(StrEnum):
    """What an export tells apart. 对象类型."""

    CHILD = "child"
    REPORT = "report"
    CASE = "case"
    PROCEDURE = "procedure"
    DUTY = "duty"
    INSTRUMENT = "instrument"
    POST = "post"
    AGENCY = "agency"


class Pseudonyms:
    """The names of one export. 一次导出的化名.

    Args:
        key: of this export; drawn anew for each, unless two are meant to be joined.
    """

    def __init__(self, key: MasterKey) -> None:
        self._key = key.subkey("ocel pseudonyms")
        self.of = lru_cache(maxsize=50_000)(self._of)

    def _of(self, kind: ObjectType, no: str) -> str:
        """The name of a thing: its type and 16 letters."""
        digest = hmac.new(self._key, f"{kind}\0{no}".encode(), hashlib.sha256).digest()[:_BYTES]
        return f"{kind}-{base64.b32encode(digest).decode().lower()}"
