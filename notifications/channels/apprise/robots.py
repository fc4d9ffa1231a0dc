"""Chat robots whose answers are read. 群机器人 / WeCom, DingTalk, Feishu, Lark.

These services answer HTTP 200 also when they drop a message (wrong key, too many messages, a keyword missing) and say
so only in the body.  Apprise 1.13 looks at the HTTP status alone, so its yes may hide a loss; it also counts on longer
texts than WeCom takes and encodes DingTalk's signature twice.  So apprise parses the URL and we post and read.
"""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import quote

from notifications.failures import refused_for_good, try_again
from notifications.http_post import Poster
from notifications.message import Receipt

if TYPE_CHECKING:
    from apprise.plugins.base import NotifyBase

ENDPOINTS: Mapping[str, str] = MappingProxyType(
    {
        "wecombot": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={key}",
        "dingtalk": "https://oapi.dingtalk.com/robot/send?access_token={key}",
        "feishu": "https://open.feishu.cn/open-apis/bot/v2/hook/{key}",
        "lark": "https://open.larksuite.com/open-apis/bot/v2/hook/{key}",
    }
)
"""Where each service takes messages, by URL scheme. 接口地址."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dialect:
    """How one service is spoken to.

    Args:
        key: attribute of apprise's object that holds the robot's key.
        verdict: field of the answer that is 0 when the message was taken.
        text_bytes: longest text in UTF-8 (WeCom documents 2,048; the others about 20,000, of which we use less).
        hopeless: verdicts that a person must mend: unknown key, signature, keyword or source not allowed.
            Any other verdict is tried again, and ends as an undelivered notice if it stays.
    """

    key: str
    verdict: str
    text_bytes: int
    hopeless: frozenset[int]


_FEISHU = _Dialect(key="token", verdict="code", text_bytes=15_000, hopeless=frozenset({19001, 19021, 19022, 19024}))
_DIALECTS: Mapping[str, _Dialect] = {
    "wecombot": _Dialect(key="key", verdict="errcode", text_bytes=2_048, hopeless=frozenset({93000})),
    "dingtalk": _Dialect(
        key="token", verdict="errcode", text_bytes=15_000, hopeless=frozenset({300001, 300005, 310000})
    ),
    "feishu": _FEISHU,
    "lark": _FEISHU,
}


class Robots:
    """Posts to chat robots and believes only their own word. 群机器人."""

    def __init__(self, poster: Poster, endpoints: Mapping[str, str], now: Callable[[], datetime]) -> None:
        self._poster = poster
        self._endpoints = endpoints
        self._now = now

    def speak_to(self, service: NotifyBase) -> bool:
        """Whether this service is one of the robots."""
        return _scheme(service) in _DIALECTS

    def send(self, service: NotifyBase, text: str) -> Receipt:
        """Post the text, in parts if it is longer than the service takes. Raises Unavailable.

        If a later part fails, all parts are sent again with the next try; the number at the end tells the repeat.
        """
        scheme = _scheme(service)
        verdicts = [
            self._said(scheme, self._address(service), _payload(scheme, service, part))
            for part in parts(text, _DIALECTS[scheme].text_bytes)
        ]
        return Receipt(reference=f"{scheme}: {len(verdicts)} × 0")

    def _address(self, service: NotifyBase) -> str:
        scheme = _scheme(service)
        key = str(getattr(service, _DIALECTS[scheme].key))
        address = self._endpoints[scheme].format(key=quote(key, safe=""))
        secret = getattr(service, "secret", None)
        return f"{address}&{_dingtalk_signature(secret, self._now())}" if secret else address

    def _said(self, scheme: str, address: str, payload: bytes) -> int:
        reply = self._poster.post(address, payload, {})
        verdict = _verdict(reply.body, _DIALECTS[scheme].verdict)
        if verdict is None:
            raise try_again(self._poster.channel, f"{scheme}_unclear")
        if verdict in _DIALECTS[scheme].hopeless:
            raise refused_for_good(self._poster.channel, f"{scheme}_{verdict}")
        if verdict != 0:
            raise try_again(self._poster.channel, f"{scheme}_{verdict}")
        return verdict


def parts(text: str, limit: int) -> Iterator[str]:
    """The text in pieces of at most `limit` bytes of UTF-8, cut between lines where that is possible."""
    part = ""
    for line in text.splitlines(keepends=True):
        for piece in _cut(line, limit):
            if part and len((part + piece).encode()) > limit:
                yield part.rstrip("\n")
                part = ""
            part += piece
    if part:
        yield part.rstrip("\n")


def _cut(line: str, limit: int) -> Iterator[str]:
    """A line, or its pieces when it alone is too long."""
    if len(line.encode()) <= limit:
        yield line
        return
    widest = limit // 4  # a character takes at most four bytes
    for start in range(0, len(line), widest):
        yield line[start : start + widest]


def _scheme(service: NotifyBase) -> str:
    scheme = service.secure_protocol
    return scheme if isinstance(scheme, str) else ""


def _payload(scheme: str, service: NotifyBase, text: str) -> bytes:
    payload: dict[str, object] = {"msgtype": "text", "text": {"content": text}}
    if scheme in {"feishu", "lark"}:
        payload = {"msg_type": "text", "content": {"text": text}}
    if targets := getattr(service, "targets", None):  # DingTalk only: whom to mention
        payload["at"] = {"atMobiles": targets, "isAtAll": False}
    return json.dumps(payload, ensure_ascii=False).encode("utf-8", "replace")


def _dingtalk_signature(secret: str, now: datetime) -> str:
    """DingTalk signs the time in milliseconds with the robot's secret; both travel in the query."""
    timestamp = str(int(now.timestamp() * 1000))
    digest = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), sha256).digest()
    return f"timestamp={timestamp}&sign={quote(base64.b64encode(digest), safe='')}"


def _verdict(body: bytes, name: str) -> int | None:
    """The service's own word, or None where the answer is not one we can read."""
    try:
        answer = json.loads(body)
    except ValueError:
        return None
    verdict = answer.get(name) if isinstance(answer, dict) else None
    return verdict if isinstance(verdict, int) and not isinstance(verdict, bool) else None
