"""The page of a sharing package: for one receiver, on one ground, until a day. 信息共享包.

What is in it was decided before; here it is only set.  Unlike an official document it has no issuer's seal: it is a
cut of a file, and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from documents import blocks, page
from documents.templating import environment
from documents.wording import clean

_SHELF = "sharing"
TITLE = "信息共享包"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Section:
    """One class of fields. 一类信息. Its content is never shown when printed.

    Args:
        rows: label and value; lines: paragraphs below them.
    """

    name: str
    rows: Sequence[tuple[str, str]] = field(default=())
    lines: Sequence[str] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PackageFacts:
    """What the head of a package says, and its sections. 共享包要素."""

    number: str
    made_words: str
    until_words: str
    giver: str
    receiver: str
    ground: str
    basis: str
    purpose: str
    words: str
    left_out: Sequence[str]
    sections: Sequence[Section]


def package_page(facts: PackageFacts, *, simulated: bool) -> bytes:
    """The package as a page that stands alone, UTF-8, for print on A4.

    Raises: jinja2.UndefinedError, blocks.TemplateFault: a fault of the template.
    """
    template = environment(_SHELF).get_template("sharing_package.xml.j2")
    head = {
        name: clean(getattr(facts, name))
        for name in ("number", "made_words", "until_words", "giver", "receiver", "ground", "basis", "purpose", "words")
    }
    sections = [
        {
            "name": clean(one.name),
            "rows": [(clean(label), clean(value) or "—") for label, value in one.rows],
            "lines": [clean(line) for line in one.lines],
        }
        for one in facts.sections
    ]
    markup = template.render(**head, left_out=clean("、".join(facts.left_out)), sections=sections, title=TITLE)
    return page.page(blocks.read(markup), title=TITLE, mark=page.SIMULATED if simulated else "")
