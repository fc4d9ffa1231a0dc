"""The Word file, from the same blocks as the page. Word 版.

Same bytes for the same blocks: fixed properties, fixed times in the archive, no compression (its output differs
between versions of zlib).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from types import MappingProxyType
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Row

from documents.blocks import Block, Grid, Line, Style, Table

_WHEN = datetime(2000, 1, 1, tzinfo=UTC)  # no document was made then: the file's own times say nothing
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_LATIN = "Times New Roman"
_SONG, _FANGSONG, _HEI = "方正小标宋简体", "仿宋_GB2312", "黑体"
_WIDTHS = (Mm(45), Mm(111))
_KEPT = frozenset({"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "TableGrid", "Header", "HeaderChar"})


@dataclass(frozen=True, slots=True)
class _Look:
    """A paragraph style of the Word file by its name; sizes in points, indent in characters."""

    zh: str
    font: str = _FANGSONG
    size: float = 16
    align: ALIGN = ALIGN.JUSTIFY
    indent: int = 0
    leading: float = 29
    before: float = 0
    after: float = 0
    right: float = 0
    bold: bool = False
    new_page: bool = False


_LOOKS: Mapping[Style, _Look] = MappingProxyType(
    {
        Style.MARK: _Look("文书模拟标志", font=_HEI, align=ALIGN.CENTER, bold=True),
        Style.ISSUER: _Look("文书机关", font=_SONG, size=22, align=ALIGN.CENTER, leading=36),
        Style.TITLE: _Look("文书标题", font=_SONG, size=22, align=ALIGN.CENTER, leading=36, before=6),
        Style.SUBTITLE: _Look("文书副题", align=ALIGN.CENTER),
        Style.NUMBER: _Look("文书文号", align=ALIGN.CENTER, after=14),
        Style.ADDRESSEE: _Look("文书受文", align=ALIGN.LEFT),
        Style.HEADING: _Look("文书层题", font=_HEI, indent=2),
        Style.BODY: _Look("文书正文", indent=2),
        Style.ITEM: _Look("文书事项", indent=2),
        Style.NOTE: _Look("文书说明", size=14, indent=2, leading=25),
        Style.SIGNER: _Look("文书署名", align=ALIGN.RIGHT, right=64, before=14),
        Style.DATE: _Look("文书日期", align=ALIGN.RIGHT, right=64),
    }
)
_SHEET = _Look("文书另页", font=_SONG, size=22, align=ALIGN.CENTER, leading=44, new_page=True)
_CELL = _Look("文书表格", size=14, align=ALIGN.LEFT, leading=22)
_LIST = _Look("文书列表", size=9, align=ALIGN.LEFT, leading=13)
_LIST_HEAD = _Look("文书列表栏目", font="宋体", size=9, align=ALIGN.CENTER, leading=13, bold=True)
_FOOT = _Look("文书页码", font="宋体", size=14, align=ALIGN.CENTER)


def docx(blocks: tuple[Block, ...], *, title: str, mark: str, wide: bool = False) -> bytes:
    """The Word file of these blocks. Word 文件.

    Args:
        title: its property; the kind of document, never a person.
        mark: words across every page, or nothing.
        wide: A4 across, for tables with many columns.
    """
    document = Document(BytesIO(_blank()))
    if wide:
        _turn(document)
    document.core_properties.title = title
    for block in blocks:
        if isinstance(block, Grid):
            _add_grid(document, block)
        elif isinstance(block, Table):
            _add_table(document, block)
        else:
            document.add_paragraph(block.text, _style_of(block).zh)
    if mark:
        _mark_across(document, mark)
    return _packed(document)


def _style_of(line: Line) -> _Look:
    return _SHEET if line.new_page else _LOOKS[line.style]


@cache
def _blank() -> bytes:
    """An empty document with our page and our styles, built once."""
    document, blank = Document(), BytesIO()
    _slim(document)
    _lay_out(document)
    for look in (*_LOOKS.values(), _SHEET, _CELL, _LIST, _LIST_HEAD, _FOOT):
        _define(document, look)
    _number_pages(document)
    document.save(blank)
    return blank.getvalue()


def _slim(document: WordDocument) -> None:
    """Leave out what the library's own empty file brings along and no document uses: nine tenths of it."""
    unused = ("stylesWithEffects", "customXml", "numbering", "thumbnail")
    for relations in (document.part.rels, document.part.package.rels):
        for key in [key for key, one in relations.items() if one.reltype.endswith(unused)]:
            del relations[key]
    styles = document.styles.element
    for style in [one for one in styles.style_lst if one.styleId not in _KEPT]:
        styles.remove(style)


def _lay_out(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "zh-CN")
        language.set(qn("w:eastAsia"), "zh-CN")
    _font(document.styles["Normal"].element.get_or_add_rPr(), _FANGSONG)
    properties = document.core_properties
    properties.language = "zh-CN"
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = _WHEN
    properties.revision = 1


def _define(document: WordDocument, look: _Look) -> None:
    """A style of its own for each look, so that an office can change it in one place."""
    style = document.styles.add_style(look.zh, WD_STYLE_TYPE.PARAGRAPH)
    style.font.size, style.font.bold = Pt(look.size), look.bold
    _font(style.element.get_or_add_rPr(), look.font)
    shape = style.paragraph_format
    shape.alignment = look.align
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.leading)
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.first_line_indent, shape.right_indent = Pt(look.indent * look.size), Pt(look.right)
    shape.keep_with_next = look.font == _HEI
    shape.page_break_before = look.new_page


def _font(properties: object, font: str) -> None:
    """Name the font for Chinese too: Word takes the plain name for Latin letters only."""
    fonts = properties.get_or_add_rFonts()  # type: ignore[attr-defined]
    for which, name in (("ascii", _LATIN), ("hAnsi", _LATIN), ("cs", _LATIN), ("eastAsia", font)):
        fonts.set(qn(f"w:{which}"), name)
    for theme in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)  # a theme would win over the name


def _id_of(document: WordDocument, look: _Look) -> str:
    """What a paragraph names its style by: looked up once for a table, and not by name for each of its cells."""
    return str(document.styles[look.zh].style_id)


def _add_grid(document: WordDocument, grid: Grid) -> None:
    table = document.add_table(rows=len(grid.rows), cols=2)
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = width
    cells = iter(table._cells)  # the public way counts all cells anew for each row
    style = _id_of(document, _CELL)
    for row in grid.rows:
        for words, width in zip(row, _WIDTHS, strict=True):
            cell = next(cells)
            cell.width = width
            paragraph = cell.paragraphs[0]
            paragraph._p.style = style
            paragraph.add_run(words)


def _turn(document: WordDocument) -> None:
    """A4 across, with narrow margins."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = section.left_margin = section.right_margin = Mm(20)
    section.footer_distance = Mm(10)


def _add_table(document: WordDocument, block: Table) -> None:
    """A table whose heads are repeated on every page and whose rows are never broken between two."""
    table = document.add_table(rows=1 + len(block.rows), cols=len(block.heads))
    table.style = "Table Grid"
    table.autofit = False
    section = document.sections[0]
    across = _length(section.page_width) - _length(section.left_margin) - _length(section.right_margin)
    widths = [Length(across * width // sum(block.widths)) for width in block.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _fill(table, block, widths, (_id_of(document, _LIST_HEAD), _id_of(document, _LIST)))
    for number, row in enumerate(table.rows):
        _mark_row(row, head=number == 0)


def _length(known: Length | None) -> int:
    assert known is not None, "our page has a width and margins"
    return known


def _fill(table: WordTable, block: Table, widths: list[Length], styles: tuple[str, str]) -> None:
    """Args: styles: of the head and of every other row."""
    cells = iter(table._cells)  # the public way counts all cells anew for each row
    for number, row in enumerate((block.heads, *block.rows)):
        for words, width in zip(row, widths, strict=True):
            cell = next(cells)
            cell.width = width
            paragraph = cell.paragraphs[0]
            paragraph._p.style = styles[bool(number)]
            paragraph.add_run(words)


def _mark_row(row: _Row, *, head: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    for name in ("w:cantSplit", *(("w:tblHeader",) if head else ())):
        properties.append(OxmlElement(name))


def _number_pages(document: WordDocument) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style = _FOOT.zh
    paragraph.add_run("— ")
    field = paragraph.add_run()._r
    for kind in ("begin", "PAGE", "end"):
        piece = OxmlElement("w:instrText" if kind == "PAGE" else "w:fldChar")
        if kind == "PAGE":
            piece.text = kind
        else:
            piece.set(qn("w:fldCharType"), kind)
        field.append(piece)
    paragraph.add_run(" —")


def _mark_across(document: WordDocument, mark: str) -> None:
    """Slanting words on every page, as Word's own watermark makes them."""
    paragraph = document.sections[0].header.paragraphs[0]
    paragraph.add_run()._r.append(parse_xml(_WATERMARK.replace(_MARK, mark)))


_MARK = "@mark@"
_WATERMARK = (
    f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">'
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
    'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
    '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
    '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="simulated" o:spid="_x0000_s2049" type="#_x0000_t136" style="position:absolute;width:440pt;'
    "height:60pt;rotation:315;z-index:-251658752;mso-position-horizontal:center;"
    "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
    'mso-position-vertical-relative:margin" fillcolor="#d99" stroked="f"><v:fill opacity=".5"/>'
    f'<v:textpath style="font-family:&quot;SimHei&quot;;font-size:1pt" string="{_MARK}"/></v:shape></w:pict>'
)


def _packed(document: WordDocument) -> bytes:
    """The file with its archive written anew, so that nothing in it depends on when or where."""
    first, packed = BytesIO(), BytesIO()
    document.save(first)
    with ZipFile(first) as source, ZipFile(packed, "w", ZIP_STORED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, _ZIP_TIME)
            entry.create_system = 0  # the same on every system
            target.writestr(entry, source.read(name))
    return packed.getvalue()
