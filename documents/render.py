"""From facts to a document. 生成文书 / one renderer for all kinds.

The same view gives the same bytes: no clock, no random, no path is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment
from jinja2.meta import find_referenced_templates, find_undeclared_variables

from documents import blocks, notices, page, word
from documents.instrument import ForAuthority, ForRespondent, Rendered, View, known_to, view_for
from documents.privacy import KeptAway, kept_away_from
from documents.templating import environment
from documents.wording import clean
from rules.vocabulary import InstrumentKind

_HERE = Path(__file__).parent
_SHELF = "zh"
GIVEN: frozenset[str] = frozenset({"title", "statutory_rights", "consequences"})
"""What a template is given beside its view. 模板另可使用的事项."""


def render(kind: InstrumentKind, view: View, *, secrets: Sequence[KeptAway] | None = None) -> Rendered:
    """The document that this view makes. 生成文书.

    Args:
        kind: must be the kind of the view's facts.
        view: `ForRespondent` or `ForAuthority`, as `instrument.READERS` says.
        secrets: what must be kept from the respondent. Must be given, if empty, for a kind that reaches the
            respondent; is not asked for the others.
    Raises:
        TypeError: the view of the other reader.
        ValueError: the facts are of another kind, or the secrets were forgotten.
        Refused: the words tell a secret.
        jinja2.UndefinedError, blocks.TemplateFault: a fault of the template.
    """
    _fits(kind, view)
    document = blocks.read(_markup(kind, view))
    if isinstance(view, ForRespondent):
        if secrets is None:
            raise ValueError(f"{kind.value} reaches the respondent: say what must be kept away, () if nothing")
        kept_away_from(document, secrets)
    mark = page.SIMULATED if view.facts.simulated else page.DRAFT if view.facts.draft else ""
    return Rendered(
        kind=kind,
        html=page.page(document, title=kind.zh, mark=mark),
        docx=word.docx(document, title=kind.zh, mark=mark),
        text=blocks.plain(document),
        template_version=version(kind),
        parts=blocks.parts(document),
    )


def variables(kind: InstrumentKind) -> frozenset[str]:
    """The variables that a template and its shared parts use, read from their source. 模板变量."""
    templates = environment(_SHELF)
    sources = _sources(templates, _file(kind)).values()
    return frozenset().union(*(find_undeclared_variables(templates.parse(text)) for text in sources))


@cache
def version(kind: InstrumentKind) -> str:
    """12 hex digits of the template, its shared parts, the notices and the layout. 模板版本."""
    sources = dict(_sources(environment(_SHELF), _file(kind)))
    for file in (*_HERE.glob("*.py"), *(_HERE / "layout").iterdir()):
        if file.is_file():
            sources[file.name] = file.read_text(encoding="utf-8")
    whole = "\0".join(f"{name}\0{sources[name]}" for name in sorted(sources))
    return sha256(whole.encode()).hexdigest()[:12]


def _fits(kind: InstrumentKind, view: View) -> None:
    wanted = view_for(kind)
    if not isinstance(view, ForRespondent | ForAuthority) or type(view) is not wanted:
        raise TypeError(f"{kind.value} is made from {wanted.__name__}, not from {type(view).__name__}")
    if view.facts.kind is not kind:
        raise ValueError(f"{kind.value} was asked for, the facts are of {view.facts.kind.value}")


def _markup(kind: InstrumentKind, view: View) -> str:
    facts = {name: clean(value) for name, value in known_to(view).items()}
    issued_on = view.facts.issued_on
    return (
        environment(_SHELF)
        .get_template(_file(kind))
        .render(
            **facts,
            title=kind.zh,
            statutory_rights=notices.rights(kind, issued_on),
            consequences=notices.consequences(kind, issued_on),
        )
    )


def _file(kind: InstrumentKind) -> str:
    return f"{kind.value}.xml.j2"


def _sources(templates: Environment, name: str) -> dict[str, str]:
    """The text of a template and of every part that it extends or includes, by file name."""
    assert templates.loader is not None
    text, _, _ = templates.loader.get_source(templates, name)
    found = {name: text}
    for part in find_referenced_templates(templates.parse(text)):
        assert part is not None, "a part is named by its literal name, or its version could not be told"
        found |= _sources(templates, part)
    return found
