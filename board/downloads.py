"""What is given out as a file: named by numbers and dates, never opened in our own name. 下载."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Mapping

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "text": "text/plain; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "zip": "application/zip",
}
_ENDING = {"text": "txt"}
_SEALED_OFF = "default-src 'none'; sandbox"
"""What somebody from outside made runs nowhere and fetches nothing, even where a browser opens it after all."""


def download(content: Mapping[str, bytes], form: str, name: str) -> Response:
    """One of several forms of the same, as a file.

    Args:
        name: without its ending; ASCII, no name of anybody.
    Raises: HTTPException: there is no such form.
    """
    if form not in content:
        raise HTTPException(404)
    return as_file(content[form], form, name)


def as_file(content: bytes, form: str, name: str) -> Response:
    """The bytes of one form as a file. A page among them is kept and not opened here: it is no page of the board."""
    ending = _ENDING.get(form, form)
    return Response(
        content,
        media_type=MEDIA[form],
        headers={"content-disposition": f'attachment; filename="{name}.{ending}"'},
    )


def as_handed_in(content: bytes, media_type: str, file_name: str) -> Response:
    """A file that somebody handed in: given out to be kept, never drawn or run in our name.

    Args:
        file_name: ours; ASCII.
    """
    return Response(
        content,
        media_type=media_type,
        headers={
            "content-disposition": f'attachment; filename="{file_name}"',
            "content-security-policy": _SEALED_OFF,
            "cross-origin-resource-policy": "same-origin",
        },
    )
