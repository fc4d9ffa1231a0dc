"""Notices to other software, signed. 回调渠道 / webhook.

What is sent: POST, JSON with `message_id`, `lang`, `subject`, `text`; the bytes are the same on every try.

What is signed: the body, byte for byte as received, nothing else:

    X-Hutong-Signature: v1=<hex of HMAC-SHA256(secret, body)>

The body holds the message id, which is also in `X-Hutong-Message-Id` and `Idempotency-Key`.  A receiver verifies the
signature, takes the id *from the body*, and drops an id that it has seen: so a repeat, by us or by an intruder, does
nothing twice, and no clocks need to agree.
"""

from __future__ import annotations

import hmac
import json
from hashlib import sha256

from notifications.channels.contract import ChannelSettings
from notifications.http_post import Poster, Reply
from notifications.message import Outgoing, Receipt

SIGNATURE_HEADER = "X-Hutong-Signature"
"""The header that carries `signature`."""

_ID_HEADERS = ("x-request-id", "x-correlation-id", "request-id", "etag")
_REFERENCE_CHARACTERS = 200


class WebhookChannel:
    """Posts each notice to a URL, signed with the secret of the installation. 回调渠道. The address is the URL."""

    name = "webhook"

    def __init__(self, settings: ChannelSettings) -> None:
        if not settings.webhook_secret:
            raise ValueError("a webhook needs a secret to sign with")
        self._secret = settings.webhook_secret
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
