"""An audit sheet as bytes, in one of its forms. 核查表的各种格式."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tasks.shapes.plain import as_json

if TYPE_CHECKING:
    from documents.sheet import Sheet

FORMS = ("text", "json", "html", "xlsx", "docx")


def in_form(form: str, facts: Callable[[], dict[str, Any]], paper: Callable[[], Sheet]) -> bytes:
    """The bytes of one form; what makes documents is loaded where one is made.

    Args:
        form: one of `FORMS`.
        facts: what scripts read.
        paper: what people read.
    """
    if form == "json":
        return (as_json(facts()) + "\n").encode()
    if form == "xlsx":
        from documents.sheet_xlsx import xlsx

        return xlsx(paper())
    from documents import sheet as sheets
    from documents.blocks import plain

    if form == "text":
        return plain(sheets.blocks_of(paper())).encode()
    return sheets.html(paper()) if form == "html" else sheets.docx(paper())
