"""Do page, Word file and spreadsheet of a sheet say the same? 表册的三种形式."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from openpyxl import load_workbook

from documents.blocks import Table, plain
from documents.sheet import Cell, End, Sheet, Tab, blocks_of, docx, html, said
from documents.sheet_xlsx import xlsx
from rules.moments import shanghai
from tests.documents.read_back import PageReader

HOSTILE = '=HYPERLINK("http://x","<b>")'
ROWS: tuple[tuple[Cell, ...], ...] = (
    (1, "初步研判", shanghai("2026-03-02 10:55"), End(shanghai("2026-03-05 24:00")), 0.5),
    (2, HOSTILE, None, End(shanghai("2026-03-06 11:50")), 12),
)
SHEET = Sheet(
    title="核查表",
    facts=(("地区", "990101"), ("截至", "2026年3月6日")),
    tabs=(Tab(name="逐条", heads=("序号", "规则", "办结", "届满", "小时"), rows=ROWS, widths=(1, 3, 2, 2, 1)),),
    notes=("默认期限逾期不等于违法。",),
    mark="模拟",
)
IN_WORDS = [
    ["序号", "规则", "办结", "届满", "小时"],
    ["1", "初步研判", "2026-03-02 10:55", "2026-03-05 24:00", "0.5"],
    ["2", HOSTILE, "", "2026-03-06 11:50", "12"],
]


class CellReader(PageReader):
    """Collects the cells of the list on a page."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[list[str]] = []
        self.in_list = self.in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.in_list = (tag, ("class", "list")) == (tag, *attrs) if tag == "table" else self.in_list
        if self.in_list and tag == "tr":
            self.cells.append([])
        if self.in_list and tag in ("th", "td"):
            self.cells[-1].append("")
            self.in_cell = True

    def handle_endtag(self, tag: str) -> None:
        self.in_cell = False if tag in ("th", "td") else self.in_cell

    def handle_data(self, data: str) -> None:
        if self.in_cell:
            self.cells[-1][-1] += data


def test_the_page_and_the_word_file_have_the_same_table_and_nothing_in_it_is_markup() -> None:
    reader = CellReader()
    reader.feed(html(SHEET).decode())
    assert reader.cells == IN_WORDS
    assert "b" not in reader.tags

    table = Document(BytesIO(docx(SHEET))).tables[-1]
    assert [[cell.text for cell in row.cells] for row in table.rows] == IN_WORDS
    assert all(f"｜{HOSTILE}｜" in text for text in [plain(blocks_of(SHEET))])


def test_the_heads_of_a_table_are_repeated_on_every_page_of_a_word_file_that_lies_across() -> None:
    document = Document(BytesIO(docx(SHEET)))
    section = document.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert section.page_width
    assert round(section.page_width.mm) == 297
    first, *rest = document.tables[-1].rows
    assert first._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in rest)


def test_the_spreadsheet_has_real_numbers_and_real_dates_in_chinas_clock_time_and_no_formula() -> None:
    book = load_workbook(BytesIO(xlsx(SHEET)))
    page = book["逐条"]
    assert book.sheetnames == ["说明", "逐条"]
    assert [cell.value for cell in page[1]] == IN_WORDS[0]
    assert [cell.value for cell in page[2]][:2] == [1, "初步研判"]
    assert [(cell.is_date, str(cell.value)) for cell in page[2][2:4]] == [
        (True, "2026-03-02 10:55:00"), (True, "2026-03-06 00:00:00"),
    ]  # fmt: skip
    assert (page["B3"].value, page["B3"].data_type, page["B3"].hyperlink) == (HOSTILE, "s", None)
    assert page.freeze_panes == "A2"
    assert page["C2"].number_format == "yyyy-mm-dd hh:mm"


@pytest.mark.parametrize("make", [html, docx, xlsx])
def test_the_same_sheet_gives_the_same_bytes(make: object) -> None:
    assert callable(make)
    assert sha256(make(SHEET)).digest() == sha256(make(SHEET)).digest()


def test_the_page_fetches_nothing() -> None:
    page = html(SHEET).decode()
    assert "default-src 'none'" in page
    assert "src=" not in page.replace("default-src", "")


def test_a_row_that_does_not_fit_its_heads_is_refused() -> None:
    with pytest.raises(ValueError, match="for every head"):
        Table(("甲", "乙"), (("一",),), (1, 1), "表")


@pytest.mark.parametrize(("cell", "words"), [(None, ""), (3, "3"), (2.5, "2.5"), (2.0, "2"), ("甲", "甲")])
def test_a_cell_in_words(cell: Cell, words: str) -> None:
    assert said(cell) == words
