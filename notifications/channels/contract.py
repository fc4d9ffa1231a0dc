"""What a channel is and what it needs to open. 通知渠道约定 / the protocol and the settings of channels."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Protocol, TextIO

from notifications.message import Outgoing, Receipt
from rules.errors import Refused


class Channel(Protocol):
    """A way out for notices. 通知渠道.

    `send` blocks until the other side has taken the notice, and raises `rules.errors.Unavailable` if it has not:
    `permanent` when trying again cannot help.  It may be called again with the same `message_id`.
    """

    @property
    def name(self) -> str:
        """The name under which posts choose it."""
        ...

    def send(self, message: Outgoing) -> Receipt:
        """Deliver once and return the proof."""
        ...


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSettings:
    """Everything channels need from outside. 渠道设置.

    Args:
        outbox_file: where the `file` channel appends.
        console_stream: where the `console` channel prints; None for standard output.
        smtp_host: mail server, or "" for none.
        smtp_port: usual are 25, 587 (STARTTLS) and 465 (`smtp_implicit_tls`).
        smtp_sender: address in From.
        smtp_user, smtp_password: login, or "".
        smtp_starttls: turn to TLS after greeting; a server that cannot is an error.
        smtp_implicit_tls: TLS from the first byte.
        smtp_message_domain: right-hand side of Message-ID.
        webhook_secret: key of the signature, or b"" for no webhook channel.
        timeout_seconds: for connecting and for each wait on the other side.
        ca_file: certificates (PEM) to trust instead of the system's, for mail and web.
        now: aware time for the Date header of mail and the timed signature of webhooks; nothing else reads a clock.
    """

    outbox_file: Path
    console_stream: TextIO | None = None
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_sender: str = ""
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_starttls: bool = True
    smtp_implicit_tls: bool = False
    smtp_message_domain: str = "hutong.invalid"
    webhook_secret: bytes = field(default=b"", repr=False)
    timeout_seconds: float = 10.0
    ca_file: Path | None = None
    now: Callable[[], datetime] = _utc_now

    def __post_init__(self) -> None:
        """Refuse settings under which a password would travel in the clear, or mail would have no sender."""
        if self.smtp_user and not (self.smtp_starttls or self.smtp_implicit_tls):
            raise Refused(
                "邮件服务器设有登录账号，必须启用 STARTTLS 或 TLS，口令不得明文传输。",
                "the mail server has a login: enable STARTTLS or TLS, a password never travels in the clear",
                field="smtp_starttls",
            )
        if self.smtp_host and not self.smtp_sender:
            raise Refused("请填写发件地址。", "give the sender's address for mail", field="smtp_sender")

    def tls(self) -> ssl.SSLContext:
        """Whom to trust: `ca_file`, or the certificates of the system."""
        return _trusting(self.ca_file)


@cache
def _trusting(ca_file: Path | None) -> ssl.SSLContext:
    """Read once: loading the certificates of a system takes longer than sending a notice."""
    return ssl.create_default_context(cafile=None if ca_file is None else str(ca_file))
