"""The neutral structure between a template and its three forms. 文书结构.

A template writes well-formed XML with a few tags only; anything else is a mistake in the template and raises
`TemplateFault`.  Values reach it escaped, so no value can make a tag.

    <document>
      <issuer> <title> <subtitle> <number> <note> <to>                  head, 首部
      <part name="认定的事实"> <p> <item> <note>                        a section with a heading; sheet="yes": new page
      <close> <signer> <date>                                           落款
      <grid> <row label="送达方式">当面送达</row>                       two columns, inside a part
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from xml.etree import ElementTree

HEAD = "首部"
CLOSE = "落款"


class TemplateFault(Exception):
    """A template wrote what is no document. 模板有误. Names the tag, never the words."""


class Style(StrEnum):
    """How a line is set; the value is its tag. 段落样式."""

    MARK = "mark"
    ISSUER = "issuer"
    TITLE = "title"
    SUBTITLE = "subtitle"
    NUMBER = "number"
    ADDRESSEE = "to"
    HEADING = "heading"
    BODY = "p"
    ITEM = "item"
    NOTE = "note"
    SIGNER = "signer"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph. 段落. `new_page`: it begins a page."""

    style: Style
    text: str
    part: str
    new_page: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        """The words as plain lines."""
        return (self.text,)


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of a label and what is filled in; an empty value is filled in by hand. 表格."""

    rows: tuple[tuple[str, str], ...]
    part: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The words as plain lines, `label：value`."""
        return tuple(f"{label}：{value}" for label, value in self.rows)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads, for a list with several columns. 列表. No template writes one: see `documents.sheet`.

    Args:
        heads: one for each column.
        rows: as many words each.
        widths: of the columns, relative to one another.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    part: str

    def __post_init__(self) -> None:
        """Refuse rows that do not fit under the heads."""
        if any(len(one) != len(self.heads) for one in (self.widths, *self.rows)):
            raise ValueError("a table has a width and a cell in each row for every head")

    @property
    def lines(self) -> tuple[str, ...]:
        """The words as plain lines, cells apart by a bar."""
        return tuple("｜".join(row) for row in (self.heads, *self.rows))


Block = Line | Grid | Table


def read(markup: str) -> tuple[Block, ...]:
    """The blocks that a template wrote. 读取模板输出.

    Raises: TemplateFault: not well-formed, an unknown tag, or words outside any line.
    """
    try:
        root = ElementTree.fromstring(markup)
    except ElementTree.ParseError as fault:
        raise TemplateFault(f"not well-formed at line {fault.position[0]}") from None
    if root.tag != "document":
        raise TemplateFault("the root is <document>")
    _no_loose_words(root)
    return tuple(block for child in root for block in _blocks(child))


def parts(blocks: tuple[Block, ...]) -> tuple[tuple[str, str], ...]:
    """Name and text of each part, in order. 各部分文字."""
    found: dict[str, list[str]] = {}
    for block in blocks:
        found.setdefault(block.part, []).extend(block.lines)
    return tuple((name, "\n".join(lines)) for name, lines in found.items())


def plain(blocks: tuple[Block, ...]) -> str:
    """All words in order, one line each. 纯文本."""
    return "".join(f"{line}\n" for block in blocks for line in block.lines)


def _blocks(element: ElementTree.Element) -> Iterator[Block]:
    if element.tag == "part":
        name = element.attrib["name"]
        _no_loose_words(element)
        yield Line(Style.HEADING, name, name, new_page=element.get("sheet") == "yes")
        yield from (_block(child, name) for child in element)
    elif element.tag == "close":
        _no_loose_words(element)
        yield from (_block(child, CLOSE) for child in element)
    else:
        yield _block(element, HEAD)


def _block(element: ElementTree.Element, part: str) -> Block:
    if element.tag == "grid":
        _no_loose_words(element)
        return Grid(tuple((row.attrib["label"], _words(row)) for row in element), part)
    try:
        style = Style(element.tag)
    except ValueError:
        raise TemplateFault(f"unknown tag <{element.tag}>") from None
    if not (text := _words(element)):
        raise TemplateFault(f"<{element.tag}> has no words")
    return Line(style, text, part)


def _words(element: ElementTree.Element) -> str:
    if len(element):
        raise TemplateFault(f"<{element.tag}> holds words only")
    return " ".join((element.text or "").split())


def _no_loose_words(element: ElementTree.Element) -> None:
    loose = [element.text, *(child.tail for child in element)]
    if any((words or "").strip() for words in loose):
        raise TemplateFault(f"words outside a line in <{element.tag}>")
