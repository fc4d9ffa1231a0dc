"""Notices on a screen. 控制台渠道 / for the demonstration and for trying things out."""

from __future__ import annotations

from hashlib import sha256
from typing import TextIO

from notifications.failures import try_again, wrong_address
from notifications.message import Outgoing, Receipt, breaks_a_line, is_one_line


class ConsoleChannel:
    """Prints each notice to a text stream. 控制台渠道. The address is an opaque post number."""

    name = "console"

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def send(self, message: Outgoing) -> Receipt:
        """Print one notice. The receipt is the SHA-256 of what was printed."""
        if not is_one_line(message.address):
            raise wrong_address(self.name)
        shown = _without_steering(f"── {message.address} ── {message.subject}\n{message.text.rstrip()}\n\n")
        try:
            self._stream.write(self._as_the_stream_can(shown))
            self._stream.flush()
        except (OSError, ValueError):  # ValueError: the stream was closed
            raise try_again(self.name, "cannot_write") from None
        return Receipt(reference=f"sha256:{sha256(shown.encode()).hexdigest()}")

    def _as_the_stream_can(self, text: str) -> str:
        encoding = self._stream.encoding or "utf-8"  # io.StringIO has none
        return text.encode(encoding, "replace").decode(encoding)


def _without_steering(text: str) -> str:
    """Text that cannot move the cursor or change the terminal."""
    return "".join("\N{REPLACEMENT CHARACTER}" if c != "\n" and breaks_a_line(c) else c for c in text)
