"""A file in a request: base64 in the same JSON as everything else. 请求中的文件."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated

from pydantic import Field, StringConstraints

from rules.errors import Refused
from tasks.evidence import LARGEST

Base64 = Annotated[
    str,
    StringConstraints(min_length=1, max_length=LARGEST // 3 * 4 + 1_000),
    Field(description="文件内容，base64  the bytes, in base64", examples=["JVBERi0xLjcK"]),
]


def bytes_of(written: str) -> bytes:
    """The bytes of a file. Raises Refused: no base64."""
    try:
        return base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        raise Refused("文件内容不是有效的 base64", "the content is not base64", field="content") from None
