"""Queueing messages: rendered now, delivered soon. 通知排队.

A message is rendered in the transaction that records its cause, so that it says what was true then; its bytes are
kept by digest; the outbox row is all that delivery needs.  What is returned goes into the payload of the entry that
caused it, and the projection of that entry shows the notice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sqlmodel import select

from models import SealedReporter
from notifications.message import Rendered
from notifications.render import render
from tasks.numbers import Named
from tasks.posts import FoundPost, addresses_of

if TYPE_CHECKING:
    from tasks.desk import Desk

FactsIn = Callable[[str], Mapping[str, object]]
"""The facts of a message in a language."""

REPORTER_CHANNEL = "reporter"
"""Placeholder until delivery: only then is the sealed contact of a reporter opened."""


def to_posts(
    desk: Desk,
    posts: Iterable[FoundPost],
    template: str,
    facts_in: FactsIn,
    *,
    case_no: str | None,
    report_no: str | None = None,
    rung: int | None = None,
) -> list[dict[str, Any]]:
    """Queue one message per post and channel; the same post is told once.

    Returns: the notices, for the payload of the entry that causes them.
    """
    listed = []
    kept: dict[str, tuple[Rendered, str]] = {}  # by language: everybody of one language reads the same words
    for post in {post.no: post for post in posts}.values():
        if post.lang not in kept:
            kept[post.lang] = _kept(desk, render(template, post.lang, facts_in(post.lang)))
        listed += [
            _notice(desk, *kept[post.lang], post.no, address.channel, case_no, report_no, rung)
            for address in addresses_of(desk, post.no)
        ]
    return _queued(desk, listed)


def to_reporter(desk: Desk, report_no: str, template: str, facts: Mapping[str, object]) -> list[dict[str, Any]]:
    """Queue a message to whoever made a report. Empty where nobody left a way to be told."""
    sealed = desk.session.exec(select(SealedReporter.report_no).where(SealedReporter.report_no == report_no)).first()
    if sealed is None:
        return []
    kept = _kept(desk, render(template, "zh", facts))
    return _queued(desk, [_notice(desk, *kept, None, REPORTER_CHANNEL, None, report_no, None)])


def page(template: str, lang: str, facts: Mapping[str, object]) -> str:
    """A page for somebody who stands at the counter: rendered, not queued."""
    return render(template, lang, facts).text


def _kept(desk: Desk, rendered: Rendered) -> tuple[Rendered, str]:
    return rendered, desk.keep(rendered.as_bytes(), "text/plain; charset=utf-8")


def _queued(desk: Desk, notices: list[dict[str, Any]]) -> list[dict[str, Any]]:
    desk.queue(one["no"] for one in notices)
    return notices


def _notice(
    desk: Desk,
    rendered: Rendered,
    digest: str,
    post_no: str | None,
    channel: str,
    case_no: str | None,
    report_no: str | None,
    rung: int | None,
) -> dict[str, Any]:
    return {
        "no": desk.number(Named.NOTICE),
        "case_no": case_no,
        "report_no": report_no,
        "post_no": post_no,
        "channel": channel,
        "template": rendered.template,
        "template_version": rendered.version,
        "lang": rendered.lang,
        "rung": rung,
        "blob": digest,
    }
