"""From facts to text. 生成通知文本 / one renderer for all notices.

Templates lie in `templates/{zh,en}/<name>.txt.j2`, each with two blocks, `subject` and `text`; files that begin
with an underscore are shared parts.  What could forge a line is taken out by `facts.checked`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.meta import find_referenced_templates, find_undeclared_variables
from jinja2.runtime import Context

from notifications.facts import FACTS, checked
from notifications.message import Rendered

LANGUAGES: tuple[str, ...] = ("zh", "en")
"""Languages in which every template exists; Chinese is the source. 语言."""

TEMPLATES: frozenset[str] = frozenset(FACTS)
"""Names of all templates. 通知模板."""

_FOLDER = Path(__file__).parent / "templates"
_INCLUDED = re.compile(r'[ \t]*\{% include "([^"]+)" %\}\n?')  # with the white space that Jinja takes away around it
_EMPTY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class _Loaded:
    template: Template
    version: str
    variables: frozenset[str]


def render(template: str, lang: str, facts: Mapping[str, object]) -> Rendered:
    """The notice that these facts make. 生成通知.

    Args:
        template: one of `TEMPLATES`.
        lang: "zh" or "en".
        facts: exactly the variables of the template, of the kinds that `notifications.facts.FACTS` declares; times
            come as text in the reader's language.
    Raises:
        FactsMismatch: a variable is missing, surplus or of the wrong kind.
        ValueError: no such template or language.
    """
    loaded = _loaded(template, lang)
    context = loaded.template.new_context(checked(template, facts))
    return Rendered(
        template=template,
        version=loaded.version,
        lang=lang,
        subject=" ".join(_block(loaded.template, "subject", context).split()),
        text=_EMPTY_LINES.sub("\n\n", _block(loaded.template, "text", context)).strip() + "\n",
    )


def variables(template: str, lang: str) -> frozenset[str]:
    """The variables that a template and its shared parts use, read from their source. 模板变量."""
    return _loaded(template, lang).variables


def _block(template: Template, name: str, context: Context) -> str:
    return "".join(template.blocks[name](context))


@cache
def _loaded(template: str, lang: str) -> _Loaded:
    if template not in TEMPLATES or lang not in LANGUAGES:
        raise ValueError(f"no template {template!r} in language {lang!r}")
    environment = _environment(lang)
    sources = _sources(environment, f"{template}.txt.j2")
    return _Loaded(
        environment.from_string(_whole(sources, f"{template}.txt.j2")),
        _version(sources),
        frozenset().union(*(find_undeclared_variables(environment.parse(text)) for text in sources.values())),
    )


@cache
def _environment(lang: str) -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER / lang),
        undefined=StrictUndefined,
        autoescape=False,  # plain text; a page that shows it must escape it
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,  # or the line after an included part would run on
        auto_reload=False,
    )


def _sources(environment: Environment, name: str) -> dict[str, str]:
    """The text of a template and of every part that it includes, by file name."""
    assert environment.loader is not None
    text, _, _ = environment.loader.get_source(environment, name)
    found = {name: text}
    for part in find_referenced_templates(environment.parse(text)):
        assert part is not None, "a part is included by its literal name, or its version could not be told"
        found |= _sources(environment, part)
    return found


def _whole(sources: Mapping[str, str], name: str) -> str:
    """A template with its parts written into it: a thousand notices do not each open them anew."""
    return _INCLUDED.sub(lambda found: _whole(sources, found[1]), sources[name])


def _version(sources: Mapping[str, str]) -> str:
    whole = "\0".join(f"{name}\0{sources[name]}" for name in sorted(sources))
    return sha256(whole.encode()).hexdigest()[:12]
