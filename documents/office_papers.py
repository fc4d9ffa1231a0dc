"""Papers between offices: the letter of a rung, the sheet of a joint conference. 机关往来文书.

They speak of cases by number and of posts by title, and of no person: nothing in them is to be kept from anybody who
may receive them.  The same facts give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256

from documents import blocks, page, word
from documents.templating import environment
from documents.wording import clean

_SHELF = "office"
PAPERS: Mapping[str, str] = {"supervision_letter": "督办函", "meeting_sheet": "联席会议研究事项"}
"""Every paper, with its title."""


@dataclass(frozen=True, kw_only=True)
class OfficePaper:
    """A paper in its three forms, each made when it is asked for. 文书文本.

    Args:
        mark: words across every page, or nothing.
        version: 12 hex digits of its template.
    """

    document: tuple[blocks.Block, ...]
    title: str
    mark: str
    version: str

    @cached_property
    def html(self) -> bytes:
        """For a screen and for print."""
        return page.page(self.document, title=self.title, mark=self.mark)

    @cached_property
    def docx(self) -> bytes:
        """For Word."""
        return word.docx(self.document, title=self.title, mark=self.mark)

    @cached_property
    def text(self) -> str:
        """For a message."""
        return blocks.plain(self.document)


def draw_up(name: str, facts: Mapping[str, object], *, simulated: bool) -> OfficePaper:
    """The paper that these facts make.

    Args:
        name: one of `PAPERS`.
        facts: exactly what its template asks for.
        simulated: from a rehearsal; it says so across every page.
    Raises: jinja2.UndefinedError, blocks.TemplateFault: a fault of the template.
    """
    template = environment(_SHELF).get_template(f"{name}.xml.j2")
    markup = template.render(**{key: clean(value) for key, value in facts.items()}, title=PAPERS[name])
    document = blocks.read(markup)
    mark = page.SIMULATED if simulated else ""
    return OfficePaper(document=document, title=PAPERS[name], mark=mark, version=_version(name))


@cache
def _version(name: str) -> str:
    templates = environment(_SHELF)
    assert templates.loader is not None
    source, _, _ = templates.loader.get_source(templates, f"{name}.xml.j2")
    return sha256(source.encode()).hexdigest()[:12]
