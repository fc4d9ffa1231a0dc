"""Numbers in addresses that hold a slash. 地址里的编号."""

from __future__ import annotations

from starlette.convertors import Convertor, register_url_convertor


class _PaperNo(Convertor[str]):
    """A paper's own number; or, where an answer only named it, the number of that duty with `/doc`: C-…/12/doc."""

    regex = r"[^/]+(?:/\d+/doc)?"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("paper", _PaperNo())
PAPER = "{instrument_no:paper}"
"""In a path, for the number of a paper. 文书编号."""
