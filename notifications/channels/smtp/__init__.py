"""Notices by mail. 邮件渠道.

The steps of SMTP are taken one by one: which step said no decides whether the address or the time is at fault.
"""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from email import policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage

from notifications.channels.contract import ChannelSettings
from notifications.failures import refused_for_good, try_again, wrong_address
from notifications.message import Outgoing, Receipt, is_one_line
from rules.errors import Unavailable

_OK = frozenset({250, 251})
_REFERENCE_CHARACTERS = 200


class SmtpChannel:
    """Hands each notice to a mail server. 邮件渠道. The address is one plain mail address.

    A repeat carries the same Message-ID, so that mail systems and people can tell it.
    """

    name = "smtp"

    def __init__(self, settings: ChannelSettings) -> None:
        self._settings = settings

    def send(self, message: Outgoing) -> Receipt:
        """Deliver to the server. The receipt is the server's last reply, which names its queue id.

        Permanent: a malformed address, 5xx to the recipient or to the letter.  All else passes: 4xx, no answer, and
        5xx to our own login or sender, where the fault is not the reader's.
        """
        recipient = _recipient(message.address)
        letter = self._letter(message, recipient)
        try:
            server = self._greeted()
            try:
                return Receipt(reference=self._handed_over(server, recipient, letter))
            finally:
                _part_from(server)
        except ssl.SSLError:
            raise try_again(self.name, "tls") from None
        except TimeoutError:
            raise try_again(self.name, "timeout") from None
        except smtplib.SMTPNotSupportedError:
            raise try_again(self.name, "no_starttls_or_login") from None
        except smtplib.SMTPResponseException as refusal:
            raise try_again(self.name, f"smtp_{refusal.smtp_code}") from None
        except (OSError, UnicodeError):  # includes every other SMTPException
            raise try_again(self.name, "no_connection") from None

    def _letter(self, message: Outgoing, recipient: str) -> bytes:
        letter = EmailMessage(policy=policy.SMTP)
        letter["From"] = self._settings.smtp_sender
        letter["To"] = recipient
        letter["Subject"] = message.subject
        letter["Date"] = self._settings.now()
        letter["Message-ID"] = f"<{message.message_id}@{self._settings.smtp_message_domain}>"
        letter["X-Hutong-Message-Id"] = message.message_id
        letter["Content-Language"] = message.lang
        letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday replies, please
        letter.set_content(message.text, charset="utf-8", cte="base64")
        return letter.as_bytes()

    def _greeted(self) -> smtplib.SMTP:
        """A connection that is greeted, encrypted and logged in, as far as the settings ask for it."""
        settings = self._settings
        where = (settings.smtp_host, settings.smtp_port)
        if settings.smtp_implicit_tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=settings.timeout_seconds, context=settings.tls())
        else:
            server = smtplib.SMTP(*where, timeout=settings.timeout_seconds)
        try:
            if settings.smtp_starttls and not settings.smtp_implicit_tls:
                server.starttls(context=settings.tls())
            server.ehlo_or_helo_if_needed()
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password)
        except BaseException:
            server.close()
            raise
        return server

    def _handed_over(self, server: smtplib.SMTP, recipient: str, letter: bytes) -> str:
        code, _ = server.mail(self._settings.smtp_sender)
        if code not in _OK:
            raise try_again(self.name, f"smtp_{code}")
        code, _ = server.rcpt(recipient)
        if code not in _OK:
            raise self._refusal(code)
        code, reply = server.data(letter)
        if code not in _OK:
            raise self._refusal(code)
        words = reply.decode("utf-8", "replace").replace(recipient, "…")
        return " ".join(f"{code} {words}".split())[:_REFERENCE_CHARACTERS]

    def _refusal(self, code: int) -> Unavailable:
        failure = refused_for_good if 500 <= code < 600 else try_again
        return failure(self.name, f"smtp_{code}")


def _recipient(address: str) -> str:
    """The one mail address in `address`; anything more, or anything that is not ASCII, is refused."""
    try:
        if not address.isascii() or not is_one_line(address):
            raise ValueError
        parsed = Address(addr_spec=address)
        if not parsed.username or not parsed.domain:
            raise ValueError
    except (ValueError, IndexError, MessageError):
        raise wrong_address("smtp") from None
    return parsed.addr_spec


def _part_from(server: smtplib.SMTP) -> None:
    """Say goodbye. Whatever the server answers now, the letter is taken or refused already."""
    with suppress(OSError):
        server.quit()
    server.close()
