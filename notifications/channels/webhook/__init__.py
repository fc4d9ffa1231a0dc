"""Notices to other software, signed. 回调渠道 / webhook.

What is sent: POST, JSON with `message_id`, `lang`, `subject`, `text`; the bytes are the same on every try.

What is signed: the body, byte for byte as received, nothing else:

    X-Hutong-Signature: v1=<hex of HMAC-SHA256(secret, body)>

The body holds the message id, which is also in `X-Hutong-Message-Id` and `Idempotency-Key`.  A receiver verifies the
signature, takes the id *from the body*, and drops an id that it has seen: so a repeat, by us or by an intruder, does
nothing twice, and no clocks need to agree.

A receiver that does not want to remember ids for ever looks at a second signature, which covers the moment of this try:

    X-Hutong-Signature-Timed: t=<seconds since 1970>,v1=<hex of HMAC-SHA256(secret, "<t>." + body)>

It refuses what is older than its patience, and forgets an id when that has passed; its clock must be about right.
"""

from __future__ import annotations

import hmac
import json
import re
from datetime import datetime, timedelta
from hashlib import sha256

from notifications.channels.contract import ChannelSettings
from notifications.http_post import Poster, Reply
from notifications.message import Outgoing, Receipt

SIGNATURE_HEADER = "X-Hutong-Signature"
"""The header that carries `signature`."""

TIMED_HEADER = "X-Hutong-Signature-Timed"
"""The header that carries `timed_signature`."""

PATIENCE = timedelta(minutes=5)
"""How far the moment of a try may lie from a receiver's clock (our choice, and that of most who sign so)."""

_TIMED = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})", re.ASCII)
_ID_HEADERS = ("x-request-id", "x-correlation-id", "request-id", "etag")
_REFERENCE_CHARACTERS = 200


class WebhookChannel:
    """Posts each notice to a URL, signed with the secret of the installation. 回调渠道. The address is the URL."""

    name = "webhook"

    def __init__(self, settings: ChannelSettings) -> None:
        if not settings.webhook_secret:
            raise ValueError("a webhook needs a secret to sign with")
        self._secret = settings.webhook_secret
        self._now = settings.now
        self._poster = Poster(channel=self.name, timeout_seconds=settings.timeout_seconds, tls=settings.tls)

    def send(self, message: Outgoing) -> Receipt:
        """Post once. The receipt is the HTTP status with the receiver's own id of the request, if it gives one."""
        body = _body(message)
        reply = self._poster.post(
            message.address,
            body,
            {
                "X-Hutong-Message-Id": message.message_id,
                "Idempotency-Key": message.message_id,
                SIGNATURE_HEADER: signature(self._secret, body),
                TIMED_HEADER: timed_signature(self._secret, body, self._now()),
            },
        )
        return Receipt(reference=_reference(reply))


def signature(secret: bytes, body: bytes) -> str:
    """The value of the signature header for these exact bytes. 签名."""
    return "v1=" + hmac.new(secret, body, sha256).hexdigest()


def verify_signature(secret: bytes, body: bytes, header: str) -> bool:
    """Whether `header` is the signature of `body`; for receivers, in constant time. 验签.

    Args:
        secret: the shared secret.
        body: the bytes as received, before any parsing.
        header: the value of `X-Hutong-Signature`, or "" if there was none.
    """
    return hmac.compare_digest(signature(secret, body).encode(), header.strip().encode("utf-8", "replace"))


def timed_signature(secret: bytes, body: bytes, at: datetime) -> str:
    """The value of the timed header for these exact bytes, sent at this moment. 带时间的签名."""
    seconds = int(at.timestamp())
    return f"t={seconds},v1={_timed(secret, body, seconds)}"


def verify_timed_signature(
    secret: bytes, body: bytes, header: str, *, now: datetime, patience: timedelta = PATIENCE
) -> bool:
    """Whether `header` signs `body`, and was made about now; for receivers, in constant time. 验签（含时间）.

    Args:
        header: the value of `X-Hutong-Signature-Timed`, or "" if there was none.
        now: of the receiver, aware.
        patience: how far the two clocks, and the way between them, may lie apart.
    """
    found = _TIMED.fullmatch(header.strip())
    if found is None:
        return False
    seconds = int(found[1])
    right = hmac.compare_digest(_timed(secret, body, seconds).encode(), found[2].encode())
    return right and abs(now.timestamp() - seconds) <= patience.total_seconds()


def _timed(secret: bytes, body: bytes, seconds: int) -> str:
    return hmac.new(secret, f"{seconds}.".encode() + body, sha256).hexdigest()


def _body(message: Outgoing) -> bytes:
    notice = {
        "message_id": message.message_id,
        "lang": message.lang,
        "subject": message.subject,
        "text": message.text,
    }
    return json.dumps(notice, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _reference(reply: Reply) -> str:
    given = next((reply.headers[name] for name in _ID_HEADERS if name in reply.headers), "")
    return f"HTTP {reply.status} {given}".strip()[:_REFERENCE_CHARACTERS]
