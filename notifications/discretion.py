"""Keeps addresses and texts out of other libraries' logs. 日志保密 / discretion in logs.

httpx logs every URL, urllib3 every path, apprise whole payloads; a chat robot's URL is its password.  While a notice is
being sent, what those libraries say is dropped; what they say at any other time (the engine uses httpx too) is not.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_sending: ContextVar[bool] = ContextVar("hutong_sending_a_notice", default=False)
_TALKATIVE = (
    "apprise",
    "asyncio",
    "charset_normalizer",
    "httpcore",
    "httpcore.connection",
    "httpcore.http11",
    "httpcore.http2",
    "httpcore.proxy",
    "httpcore.socks",
    "httpx",
    "requests",
    "urllib3",
    "urllib3.connection",
    "urllib3.connectionpool",
    "urllib3.util.retry",
)


def _may_be_logged(_: logging.LogRecord) -> bool:
    return not _sending.get()


@contextmanager
def discreetly() -> Iterator[None]:
    """A stretch of sending during which HTTP and chat libraries write nothing to any log."""
    for name in _TALKATIVE:
        logging.getLogger(name).addFilter(_may_be_logged)  # adding the same filter twice changes nothing
    token = _sending.set(True)
    try:
        yield
    finally:
        _sending.reset(token)
