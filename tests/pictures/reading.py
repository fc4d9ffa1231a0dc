"""Reads a drawn SVG back: elements, labels with the room that they take, row numbers."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from pictures.labels import width

SVG = "{http://www.w3.org/2000/svg}"
HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
"""What an English picture holds none of: Chinese characters, and the punctuation of Chinese."""
WITHOUT_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_MOVED = re.compile(r"translate\(([-\d.]+) ([-\d.]+)\)")


class Text(NamedTuple):
    """A piece of text where it stands, px."""

    words: str
    x0: float
    x1: float
    y: float

    def touches(self, other: Text) -> bool:
        """Whether two texts share room: rule 1 across, 13 px high."""
        return self.x0 < other.x1 and other.x0 < self.x1 and abs(self.y - other.y) < 13


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def numbers(svg: str) -> Counter[int]:
    """How often the picture counts each row."""
    told = (one.get("data-n", "") for one in parsed(svg).iter(f"{SVG}g"))
    return Counter(int(no) for some in told for no in some.split())


def labels(svg: str) -> list[Text]:
    """The labels of the entries: what stands in a group that counts a row and is not the number in a cluster."""
    return [text for text in _texts(parsed(svg), 0, 0, False) if not text.words.isdigit() and text.words != "?"]


def _texts(node: ET.Element, dx: float, dy: float, counted: bool) -> Iterator[Text]:
    moved = _MOVED.match(node.get("transform", ""))
    if moved:
        dx, dy = dx + float(moved[1]), dy + float(moved[2])
    counted = counted or node.get("data-n") is not None
    if node.tag == f"{SVG}text" and counted:
        words, x = node.text or "", float(node.get("x", 0)) + dx
        wide = width(words)
        x0 = x - {"middle": wide / 2, "end": wide}.get(node.get("text-anchor", ""), 0.0)
        yield Text(words, x0, x0 + wide, float(node.get("y", 0)) + dy)
    for child in node:
        yield from _texts(child, dx, dy, counted)


def entry(svg: str, no: int) -> ET.Element:
    """The element that counts a row."""
    return next(one for one in parsed(svg).iter(f"{SVG}g") if str(no) in one.get("data-n", "").split())


def classes(node: ET.Element) -> list[str]:
    """The classes of everything in an element, in order."""
    return [one.get("class", "") for one in node.iter() if one.get("class")]
