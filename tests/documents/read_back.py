"""Read a page and a Word file back as plain lines, as a reader would meet them."""

from __future__ import annotations

from html.parser import HTMLParser
from io import BytesIO

from docx import Document
from docx.table import Table


def lines_of_page(page: bytes) -> list[str]:
    """The words of the page's body in order; a row of a table is `label：value`."""
    reader = PageReader()
    reader.feed(page.decode())
    return reader.lines


def lines_of_word(file: bytes) -> list[str]:
    """The words of the Word file's body in order, rows as above."""
    lines: list[str] = []
    for block in Document(BytesIO(file)).iter_inner_content():
        if isinstance(block, Table):
            lines += ["：".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            lines.append(block.text)
    return lines


class PageReader(HTMLParser):
    """Collects lines and tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.tags: list[str] = []
        self.words: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag in {"p", "h1", "h2", "tr"}:
            self.words = ""

    def handle_endtag(self, tag: str) -> None:
        if self.words is None:
            return
        if tag == "th":
            self.words += "："
        elif tag in {"p", "h1", "h2", "tr"}:
            self.lines.append(self.words)
            self.words = None

    def handle_data(self, data: str) -> None:
        if self.words is not None:
            self.words += data.strip("\n")
