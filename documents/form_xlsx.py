"""A spreadsheet that people fill in and hand back: one row of heads, lists to choose from, a page of notes. 填报表.

Every cell is written as words, whatever it begins with: none of them can become a formula, a link or a number.  Columns
are text from the start, so that a spreadsheet program keeps every digit of an identity number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook

_WHEN = datetime(2000, 1, 1)  # noqa: DTZ001 - the file's own times say nothing, and the library takes no zone
_WORDS_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_LONGEST = 32_767  # characters of a cell
_ROWS_WITH_LISTS = 50_000
_LONGEST_LIST = 255  # characters of all its choices together


@dataclass(frozen=True, slots=True, kw_only=True)
class FormColumn:
    """A column of a form. 栏目. `choices`: what is offered; nothing where anything may be written."""

    head: str
    width: int = 16
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A table to be filled in, or that was. 填报表.

    Args:
        title: of the page of notes.
        tab: name of the sheet; up to 31 characters.
        notes: what is to be known, line by line; none: no such page.
        mark: words above the notes, for what comes from a rehearsal.
    """

    title: str
    tab: str
    columns: Sequence[FormColumn]
    rows: Iterable[Sequence[str | None]] = ()
    notes: Sequence[tuple[str, str]] = ()
    mark: str = ""


def form_xlsx(form: Form) -> bytes:
    """The spreadsheet of a form; the same bytes for the same form. 填报表文件."""
    file = BytesIO()
    book = Workbook(file, _WORDS_ONLY)
    book.set_properties({"title": form.title, "created": _WHEN})
    head = book.add_format({"bold": True, "bg_color": "#F1F1EE", "border": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"num_format": "@", "valign": "top"})
    page = book.add_worksheet(form.tab)
    for place, column in enumerate(form.columns):
        page.set_column(place, place, column.width, text)
        page.write_string(0, place, column.head, head)
        if column.choices and len(",".join(column.choices)) <= _LONGEST_LIST:
            page.data_validation(
                *(1, place, _ROWS_WITH_LISTS, place),
                {"validate": "list", "source": list(column.choices), "error_type": "warning"},
            )
    for number, row in enumerate(form.rows, start=1):
        for place, words in enumerate(row):
            if words:
                page.write_string(number, place, words[:_LONGEST], text)
    page.freeze_panes(1, 0)
    if form.notes or form.mark:
        _notes(book, form)
    book.close()
    return file.getvalue()


def _notes(book: Workbook, form: Form) -> None:
    page = book.add_worksheet("说明")
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 100)
    words = book.add_format({"text_wrap": True, "valign": "top"})
    page.write_string(0, 0, form.title, book.add_format({"bold": True, "font_size": 16}))
    lines = [("", form.mark), *form.notes] if form.mark else list(form.notes)
    for row, (label, note) in enumerate(lines, start=2):
        page.write_string(row, 0, label, words)
        page.write_string(row, 1, note, words)
