"""The ways out, by name. 通知渠道 / registry of channels; each lives in a folder of its own.

A new channel is a folder here with a class that fits `Channel`, and one line in `open_channels`.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from notifications.channels.apprise import AppriseChannel
from notifications.channels.console import ConsoleChannel
from notifications.channels.contract import Channel, ChannelSettings
from notifications.channels.file import FileChannel
from notifications.channels.smtp import SmtpChannel
from notifications.channels.webhook import WebhookChannel
from notifications.failures import not_set_up
from notifications.message import Outgoing, Receipt

__all__ = ["CHANNELS", "Channel", "ChannelSettings", "open_channels"]

CHANNELS: frozenset[str] = frozenset({"file", "console", "smtp", "webhook", "apprise"})
"""Names that a post may choose from."""


@dataclass(frozen=True, slots=True)
class _NotSetUp:
    """A channel that nobody configured: every notice for it comes back at once, none is lost in waiting."""

    name: str

    def send(self, message: Outgoing) -> Receipt:
        raise not_set_up(self.name)


def open_channels(settings: ChannelSettings) -> Mapping[str, Channel]:
    """All channels by name. Those without settings refuse each notice for good. 打开渠道."""
    channels: tuple[Channel, ...] = (
        FileChannel(settings.outbox_file),
        ConsoleChannel(settings.console_stream or sys.stdout),
        SmtpChannel(settings) if settings.smtp_host else _NotSetUp("smtp"),
        WebhookChannel(settings) if settings.webhook_secret else _NotSetUp("webhook"),
        AppriseChannel(settings),
    )
    return MappingProxyType({channel.name: channel for channel in channels})
