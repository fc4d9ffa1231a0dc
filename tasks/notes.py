"""Facts that are nobody's answer to a duty: a visit, a vain call, harm, a step of another track. 记事."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rules.errors import Refused
from rules.vocabulary import NoteKind
from rules.when import When
from tasks.filing import filing
from tasks.kinds import Kind
from tasks.people import refuse_a_stranger

if TYPE_CHECKING:
    from tasks.filing import Filing
    from tasks.office import Office

LOOKED_AT = frozenset({NoteKind.HARM, NoteKind.ASSESS})
"""Kinds that open procedures look at; the others are kept."""


def note(
    office: Office,
    case_no: str,
    kind: NoteKind,
    *,
    words: str = "",
    about: str | None = None,
    source: str = "",
    restricted: bool = False,
    when: When,
    by_post: str | None,
) -> int:
    """Write a fact into a case, also one that was closed. 记事.

    Harm is looked at by every open procedure of the case: an order that was to prevent it has failed; so is what calls
    for an assessment of a child in care.

    Args:
        words, source: free words; sealed.
        about: number of the adult whom it concerns.
        restricted: only for the bodies that handle the case.
    Returns: number of the entry in the case's chain.
    """
    if not words.strip():
        raise Refused("请写明内容", "say what happened", field="words")
    with filing(office, case_no, by_post=by_post, when=when, closed_too=kind not in LOOKED_AT) as filed:
        if about:
            refuse_a_stranger(filed, about)
        payload = noted(filed, kind, words=words, about=about, source=source, restricted=restricted)
        number = filed.record(Kind.NOTED, payload, when=when)
        if kind in LOOKED_AT:
            filed.wake_open_procedures(kind)
        return number


def noted(
    filed: Filing, kind: NoteKind, *, words: str, about: str | None = None, source: str = "", restricted: bool = False
) -> dict[str, Any]:
    """What a note says, as the journal keeps it: free words sealed."""
    return {
        "kind": kind,
        "about": about,
        "restricted": restricted,
        "words_sealed": filed.sealed("note", words),
        "source_sealed": filed.sealed("source", source),
    }
