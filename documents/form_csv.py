"""The table of a form as text: .csv in UTF-8 with a mark, as office programs open it. 填报表（文本）.

What a spreadsheet program would take for a formula or for a long number is written so that it stays words; the reader
of registers (`tasks.table_csv`) takes it back as it was.
"""

from __future__ import annotations

import csv
from io import StringIO

from documents.form_xlsx import Form

_MARK = "\ufeff"
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_DIGITS_THAT_ARE_KEPT = 11


def form_csv(form: Form) -> bytes:
    """The heads and the rows of a form; the same bytes for the same form. Its notes have no place in it."""
    text = StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow([column.head for column in form.columns])
    table.writerows([_cell(words) for words in row] for row in form.rows)
    return (_MARK + text.getvalue()).encode()


def _cell(words: str | None) -> str:
    """
    >>> _cell("990101201605180027"), _cell("=1+1"), _cell("禾苗苗")
    ('="990101201605180027"', '="=1+1"', '禾苗苗')
    """
    if not words:
        return ""
    long_number = words.isdigit() and len(words) > _DIGITS_THAT_ARE_KEPT
    if not long_number and not words.startswith(_BEGINS_A_FORMULA):
        return words
    inside = words.replace('"', "＂")  # a quotation mark would end the words
    return f'="{inside}"'
