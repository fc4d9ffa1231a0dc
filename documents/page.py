"""The page: a document that stands alone, for the screen and for print on A4. 网页与打印版.

No script, no font and no picture is fetched from anywhere; the page says so to the browser.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from documents.blocks import Block

SIMULATED = "模拟　非正式文书"
DRAFT = "草稿　尚未作出"
"""Printed across whatever comes from a rehearsal. 模拟标志."""

_LAYOUT = Path(__file__).parent / "layout"


def page(blocks: tuple[Block, ...], *, title: str, mark: str, wide: bool = False) -> bytes:
    """The page of these blocks, UTF-8. 网页.

    Args:
        title: of the window; the kind of document, never a person.
        wide: A4 across, for tables with many columns.
    """
    html = _shell().render(
        blocks=[(type(block).__name__, block) for block in blocks],
        title=title,
        mark=mark,
        wide=wide,
    )
    return html.encode()


@cache
def _shell() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_LAYOUT),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    return environment.get_template("page.html.j2")
