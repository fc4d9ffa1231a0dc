"""What is rendered, what is sent, what comes back. 通知的三种形态 / the three shapes of a notice."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Self

_HEADERS = ("Template", "Version", "Language", "Subject")
_MESSAGE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")


def breaks_a_line(character: str) -> bool:
    """Whether a character could end a line or steer a terminal, and so forge a header or a second line."""
    return unicodedata.category(character) in {"Cc", "Zl", "Zp", "Cs"}


def is_one_line(text: str) -> bool:
    """Whether the text is a single line without control characters."""
    return text.isprintable() or not any(map(breaks_a_line, text))  # printable, nearly always: found out at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A notice as written, with the version of its template. 已生成的通知.

    Args:
        template: name of the template, e.g. "duty_opened".
        version: first 12 hex digits of the SHA-256 of the template's sources.
        lang: "zh" or "en".
        subject: one line.
        text: plain text, ends with one line feed.
    """

    template: str
    version: str
    lang: str
    subject: str
    text: str

    def __post_init__(self) -> None:
        """Refuse anything that would not survive `as_bytes` and `from_bytes`."""
        if not all(map(is_one_line, (self.template, self.version, self.lang, self.subject))):
            raise ValueError("template, version, language and subject must each be one line")

    def as_bytes(self) -> bytes:
        """The exact bytes that are kept as proof: four header lines, an empty line, the text (UTF-8)."""
        values = (self.template, self.version, self.lang, self.subject)
        head = "".join(f"{name}: {value}\n" for name, value in zip(_HEADERS, values, strict=True))
        return f"{head}\n{self.text}".encode()

    @classmethod
    def from_bytes(cls, kept: bytes) -> Self:
        """The notice that `as_bytes` kept. Raises ValueError for any other bytes."""
        head, empty_line, text = kept.decode().partition("\n\n")
        lines = [line.partition(": ") for line in head.split("\n")]
        if not empty_line or tuple(name for name, _, _ in lines) != _HEADERS:
            raise ValueError("these bytes are not a kept notice")
        template, version, lang, subject = (value for _, _, value in lines)
        return cls(template=template, version=version, lang=lang, subject=subject, text=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One notice to one address on one channel. 待发通知.

    Args:
        message_id: opaque number, the same on every try, so that a receiver can tell a repeat.
        subject: one line.
        text: plain text.
        address: what the channel understands as one; left out of `repr`, which reaches logs.
        lang: "zh" or "en".
    """

    message_id: str
    subject: str
    text: str
    address: str
    lang: str

    def __post_init__(self) -> None:
        """Refuse what could forge a header. The address is judged by its channel, as a delivery that failed."""
        if not _MESSAGE_ID.fullmatch(self.message_id):
            raise ValueError("a message id is 1 to 128 letters, digits, dots, dashes or underscores")
        if not is_one_line(self.subject):
            raise ValueError("a subject is one line")

    def __repr__(self) -> str:
        """Only the opaque number: this text reaches logs and tracebacks."""
        return f"Outgoing(message_id={self.message_id!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the channel gave back as proof. 发送回执.

    Args:
        reference: the server's reply, an HTTP status with the receiver's own id, or the hash of a line.
    """

    reference: str
