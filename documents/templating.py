"""How templates of documents are read: strictly, escaped, with the filters of the wording. 模板环境."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from documents.wording import FILTERS

_TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment(shelf: str) -> Environment:
    """The templates of one shelf: `zh` for instruments, `office` for papers between offices."""
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES / shelf),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(FILTERS)
    return made
