"""One JSON request and its honest outcome. HTTP 投递 / posting over HTTP, for the webhook and the chat robots.

No redirects, no proxies from the environment, no more of the reply than is needed, and no URL in any error or log.
httpx is imported with the first notice: commands that send none do not wait for it.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from notifications.discretion import discreetly
from notifications.failures import refused_for_good, try_again, wrong_address
from rules.errors import Unavailable

if TYPE_CHECKING:
    import httpx

_REPLY_BYTES = 16_384
_PASSING = frozenset(
    {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
)


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply that said yes (2xx): its status, its headers and the start of its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """Posts JSON for one channel.

    Args:
        channel: its name, for errors.
        timeout_seconds: for connecting, and again for each wait on the other side.
        tls: whom to trust, asked at the first notice.
    """

    channel: str
    timeout_seconds: float
    tls: Callable[[], ssl.SSLContext]

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Send once. Raises Unavailable: passing for network, 408, 409, 425, 429 and 5xx; permanent for all other."""
        if not _is_web_address(url):
            raise wrong_address(self.channel)
        with discreetly():
            reply = self._reply(url, body, headers)
        if 200 <= reply.status < 300:
            return reply
        raise self._failure(reply.status)

    def _reply(self, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        import httpx

        json_headers = {"Content-Type": "application/json; charset=utf-8", **headers}
        # `from None` everywhere: the causes carry the URL.
        try:
            with (
                httpx.Client(
                    timeout=self.timeout_seconds, verify=self.tls(), trust_env=False, follow_redirects=False
                ) as client,
                client.stream("POST", url, content=body, headers=json_headers) as answer,
            ):
                return Reply(answer.status_code, dict(answer.headers), _start_of(answer))
        except httpx.TimeoutException:
            raise try_again(self.channel, "timeout") from None
        except (httpx.RequestError, OSError):
            raise try_again(self.channel, "no_connection") from None

    def _failure(self, status: int) -> Unavailable:
        code = f"http_{status}"
        if status in _PASSING or status >= 500:
            return try_again(self.channel, code)
        return refused_for_good(self.channel, code)


def _is_web_address(url: str) -> bool:
    import httpx

    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError):
        return False
    return parsed.scheme in {"http", "https"} and bool(parsed.host) and (parsed.port or 1) <= 65_535


def _start_of(answer: httpx.Response) -> bytes:
    body = b""
    for chunk in answer.iter_bytes():
        body += chunk
        if len(body) >= _REPLY_BYTES:
            break
    return body[:_REPLY_BYTES]
