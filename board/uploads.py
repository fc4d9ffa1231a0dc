"""A file that comes with a form: read once, of a size that the guard allows, its name never used. 上传.

What it is, whoever reads it finds out from what is in it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from board.forms import CSRF
from board.visit import Visit, visit
from rules.errors import Refused

FILE = "file"
_MOST_FIELDS = 20


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A form with one file. 上传的文件. `values`: its other fields; `name`: words like any other, and no path."""

    content: bytes = field(repr=False)
    values: dict[str, str]
    name: str = field(default="", repr=False)

    @property
    def sha256(self) -> str:
        """Of the file: the same file is known again by it."""
        return hashlib.sha256(self.content).hexdigest()


async def _uploaded(request: Request, visited: Annotated[Visit, Depends(visit)]) -> Upload:
    async with request.form(max_files=1, max_fields=_MOST_FIELDS) as form:
        values = {name: value for name, value in form.items() if isinstance(value, str)}
        visited.check(values.pop(CSRF, ""))
        file = form.get(FILE)
        sent = file if isinstance(file, UploadFile) else None
        content = await sent.read() if sent else b""
    return Upload(content=content, values=values, name=(sent.filename or "") if sent else "")


Uploaded = Annotated[Upload, Depends(_uploaded)]
"""A form with a file, once it is sure that it was drawn for this session."""


def must_be_there(upload: Upload) -> bytes:
    """The bytes of the file. Raises Refused: none was chosen."""
    if not upload.content:
        raise Refused("请选择文件", "choose a file", field=FILE)
    return upload.content
