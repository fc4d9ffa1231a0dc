"""Words that would like to be more than words, and a reader that notices where they are. 带恶意的文字."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from httpx import Response

from tests.board.conftest import Visitor

TEMPLATE = "{{7*191}}{% raw %}${7*191}#{7*191}"
"""1337 where anything evaluates it, and a broken template where anything reads it as one."""
WORDS = f"""{TEMPLATE}"'><x-evil onmouseover="alert(1)" style="x:1"><script>alert(1)</script></textarea></title>"""
LINK = f"javascript:alert(1)//{TEMPLATE}"

_RUNS = ("javascript:", "data:", "vbscript:")
_LEADS = ("href", "src", "action", "formaction", "xlink:href", "poster", "data", "content")
_OURS = "/static/"


class _Reader(HTMLParser):
    """Reads a page as a browser does, and collects what should never be in one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.words: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self._in_script = tag == "script"
        if tag == "script" and not said.get("src", "").startswith(_OURS):
            self.wrong.append(f"script {said}")
        if tag in ("x-evil", "iframe", "object", "embed", "base"):
            self.wrong.append(tag)
        for name, value in said.items():
            self.words.append(value)
            if name.startswith("on") or name == "style":
                self.wrong.append(f"{tag} {name}")
            if name in _LEADS and re.sub(r"[\s\x00-\x1f]", "", value).lower().startswith(_RUNS):
                self.wrong.append(f"{tag} {name}={value[:30]}")
            if name in ("href", "src", "action") and value.startswith(("//", "/\\", "http:", "https:")):
                self.wrong.append(f"{tag} {name} leads elsewhere: {value[:30]}")

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script and data.strip():
            self.wrong.append("a script of words")
        self.words.append(data)


def wrong_in(page: str) -> list[str]:
    """What in a page would run, lead elsewhere or was evaluated; empty for a page that is as it should be."""
    read = _Reader()
    read.feed(page)
    evaluated = ["evaluated"] if "1337" in page else []
    return [*read.wrong, *evaluated]


def shown_in(page: str, words: str) -> bool:
    """Whether words stand in a page exactly as they were typed, as somebody reads them."""
    read = _Reader()
    read.feed(page)
    return any(words in one for one in read.words)


class _Form:
    def __init__(self, action: str, *, files: bool) -> None:
        self.action = action
        self.files = files
        self.fixed: dict[str, str] = {}
        self.chosen: dict[str, str] = {}
        self.typed: list[str] = []


class _Forms(HTMLParser):
    """The forms of a page, with the names of what can be typed into them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[_Form] = []
        self._name = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form" and said.get("method") == "post":
            self.found.append(_Form(said.get("action", ""), files="multipart" in said.get("enctype", "")))
        if not self.found or not (name := said.get("name", self._name if tag == "option" else "")):
            return
        form = self.found[-1]
        match tag, said.get("type", "text"):
            case "select", _:
                self._name = name
            case ("option", _) | ("input", "radio" | "checkbox") | ("button", _):
                form.chosen.setdefault(name, said.get("value", ""))
            case "input", "hidden":
                form.fixed[name] = said.get("value", "")
            case (("input" | "textarea"), _):
                form.typed.append(name)


NOT_SENT = ("/sign-out", "/seat", "/report/receipt/away")
"""Forms that end the walk, since they end the session."""


def sendings(visitor: Visitor, path: str, words: str, *, all_fields: bool) -> list[tuple[str, Response]]:
    """Every form of a page, sent with these words in every field that can be typed into.

    Args:
        all_fields: also in what is chosen and hidden, but for the mark of the session.
    """
    drawn = visitor.get(path)
    read = _Forms()
    read.feed(drawn.text)
    return [
        (form.action, _send(visitor, drawn, form, words, all_fields))
        for form in read.found
        if form.action not in NOT_SENT
    ]


def _send(visitor: Visitor, drawn: Response, form: _Form, words: str, all_fields: bool) -> Response:
    typed = dict.fromkeys(form.typed, words)
    rest = {**form.chosen, **form.fixed}
    if all_fields:
        rest = {name: value if name == "csrf" else words for name, value in rest.items()}
    files: dict[str, Any] | None = {"file": (words, words.encode(), words)} if form.files else None
    action = form.action or drawn.url.path
    return visitor.client.post(action, data={**rest, **typed}, files=files)
