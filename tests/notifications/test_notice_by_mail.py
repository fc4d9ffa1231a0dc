"""Notices handed to a real mail server on loopback."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from notifications.channels import ChannelSettings, open_channels
from notifications.channels.smtp import SmtpChannel
from notifications.message import Outgoing
from rules.errors import Unavailable
from tests.notifications.loopback import NOW


@dataclass
class MailServer:
    """Takes letters and answers RCPT and DATA as told."""

    port: int = 0
    answer_to_rcpt: str = ""
    answer_to_data: str = "250 2.0.0 queued as 4F7A1"
    letters: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)

    async def handle_RCPT(self, server, session, envelope, address, options):  # type: ignore[no-untyped-def]
        if self.answer_to_rcpt:
            return self.answer_to_rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # type: ignore[no-untyped-def]
        self.letters.append(envelope.content)
        self.recipients += envelope.rcpt_tos
        return self.answer_to_data

    def letter(self) -> EmailMessage:
        """The only letter received."""
        (raw,) = self.letters
        letter = message_from_bytes(raw, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        return letter


@contextmanager
def _serving(mail: MailServer, port: int, **options: object) -> Iterator[MailServer]:
    controller = Controller(mail, hostname="127.0.0.1", port=port, **options)
    controller.start()
    mail.port = port
    try:
        yield mail
    finally:
        controller.stop()


@pytest.fixture
def mail(closed_port: int) -> Iterator[MailServer]:
    with _serving(MailServer(), closed_port) as server:
        yield server


@pytest.fixture
def to(settings: Callable[..., ChannelSettings]) -> Callable[..., SmtpChannel]:
    def channel(port: int, **changes: object) -> SmtpChannel:
        plain = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_starttls": False}
        return SmtpChannel(settings(**(plain | changes)))

    return channel


@pytest.fixture
def a_letter(a_notice: Callable[..., Outgoing]) -> Callable[..., Outgoing]:
    def build(**changes: str) -> Outgoing:
        return a_notice(**({"address": "liuxi-station@qinghe.invalid"} | changes))

    return build


def test_a_chinese_notice_arrives_as_written_and_the_queue_id_is_the_receipt(
    mail: MailServer, to: Callable[..., SmtpChannel], a_letter: Callable[..., Outgoing]
) -> None:
    notice = a_letter(subject="【护童】待办：" + "向报告单位反馈" * 12, text="甲" * 1000 + "\n.\n末行\n")

    receipt = to(mail.port).send(notice)

    letter = mail.letter()
    assert receipt.reference == "250 2.0.0 queued as 4F7A1"
    assert letter["Subject"] == notice.subject
    assert letter.get_content().replace("\r\n", "\n") == notice.text
    assert letter["Message-ID"] == "<N-20260305-0007@hutong.invalid>"
    assert letter["To"] == "liuxi-station@qinghe.invalid"
    assert letter["From"] == "hutong@qinghe.invalid"
    assert letter["Date"].datetime == NOW
    assert letter["Auto-Submitted"] == "auto-generated"
    assert mail.recipients == ["liuxi-station@qinghe.invalid"]


def test_the_same_notice_sent_again_is_the_same_letter(
    mail: MailServer, to: Callable[..., SmtpChannel], a_letter: Callable[..., Outgoing]
) -> None:
    channel = to(mail.port, smtp_message_domain="hutong.qinghe.invalid")

    channel.send(a_letter())
    channel.send(a_letter())

    first, second = mail.letters
    assert first == second
    assert b"Message-ID: <N-20260305-0007@hutong.qinghe.invalid>" in first


@pytest.mark.parametrize(
    ("rcpt", "data", "permanent", "code"),
    [
        ("550 5.1.1 liuxi-station@qinghe.invalid unknown", "", True, "smtp_550"),
        ("552 5.2.2 mailbox full", "", True, "smtp_552"),
        ("451 4.7.1 greylisted", "", False, "smtp_451"),
        ("", "554 5.7.1 refused", True, "smtp_554"),
        ("", "452 4.3.1 no space", False, "smtp_452"),
    ],
)
def test_a_refusal_with_5xx_is_for_good_and_one_with_4xx_passes(
    rcpt: str,
    data: str,
    permanent: bool,
    code: str,
    mail: MailServer,
    to: Callable[..., SmtpChannel],
    a_letter: Callable[..., Outgoing],
) -> None:
    mail.answer_to_rcpt, mail.answer_to_data = rcpt, data

    with pytest.raises(Unavailable) as failure:
        to(mail.port).send(a_letter())

    assert (failure.value.permanent, failure.value.code) == (permanent, code)
    assert "liuxi" not in str(failure.value)
    assert failure.value.__suppress_context__ or failure.value.__context__ is None


def test_no_server_is_a_passing_failure(
    closed_port: int, to: Callable[..., SmtpChannel], a_letter: Callable[..., Outgoing]
) -> None:
    with pytest.raises(Unavailable) as failure:
        to(closed_port).send(a_letter())

    assert (failure.value.permanent, failure.value.code) == (False, "no_connection")


def test_a_server_without_starttls_gets_no_letter_when_starttls_is_asked_for(
    mail: MailServer, to: Callable[..., SmtpChannel], a_letter: Callable[..., Outgoing]
) -> None:
    with pytest.raises(Unavailable) as failure:
        to(mail.port, smtp_starttls=True).send(a_letter())

    assert (failure.value.permanent, failure.value.code) == (False, "no_starttls_or_login")
    assert mail.letters == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "no-at-sign",
        "@qinghe.invalid",
        "li@",
        "li@qinghe.invalid\r\nBcc: all@qinghe.invalid",
        "li@qinghe.invalid\nRCPT TO:<x@y>",
        "li@qinghe.invalid, wang@qinghe.invalid",
        "li@qinghe.invalid wang@qinghe.invalid",
        "李 <li@qinghe.invalid>",
        "<li@qinghe.invalid>",
        "李@qinghe.invalid",
        "li@qinghe.invalid>",
        '"li\r\nx"@qinghe.invalid',
    ],
)
def test_what_is_not_one_plain_mail_address_is_refused_for_good_and_not_repeated(
    address: str, mail: MailServer, to: Callable[..., SmtpChannel], a_letter: Callable[..., Outgoing]
) -> None:
    with pytest.raises(Unavailable) as failure:
        to(mail.port).send(a_letter(address=address))

    assert (failure.value.permanent, failure.value.code) == (True, "bad_address")
    assert not address or address not in str(failure.value)
    assert mail.letters == []


def test_sending_writes_neither_address_nor_text_to_any_log(
    mail: MailServer,
    to: Callable[..., SmtpChannel],
    a_letter: Callable[..., Outgoing],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, logger="notifications")
    mail.answer_to_rcpt = "550 no"

    with pytest.raises(Unavailable):
        to(mail.port).send(a_letter())

    ours = [record for record in caplog.records if not record.name.startswith(("mail.", "asyncio"))]
    assert ours == []  # the rest is the test's own server


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1, signed by itself, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.qinghe.invalid")])
    year = timedelta(days=3650)
    signed = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1))  # noqa: DTZ001 - the builder takes naive UTC
        .not_valid_after(datetime(2020, 1, 1) + 3 * year)  # noqa: DTZ001
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder / "certificate.pem", folder / "key.pem"


@pytest.fixture
def locked_mail(closed_port: int, certificate: tuple[Path, Path]) -> Iterator[MailServer]:
    """A server that speaks only after STARTTLS and a login."""
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(*certificate)

    def login(server, session, envelope, mechanism, credentials):  # type: ignore[no-untyped-def]
        return AuthResult(success=credentials.password == b"a password", handled=False)

    with _serving(
        MailServer(), closed_port, tls_context=tls, require_starttls=True, auth_required=True, authenticator=login
    ) as server:
        yield server


def test_with_starttls_and_a_login_the_letter_goes_through(
    locked_mail: MailServer,
    certificate: tuple[Path, Path],
    to: Callable[..., SmtpChannel],
    a_letter: Callable[..., Outgoing],
) -> None:
    locked = {"smtp_starttls": True, "ca_file": certificate[0], "smtp_user": "hutong"}

    to(locked_mail.port, smtp_password="a password", **locked).send(a_letter())
    with pytest.raises(Unavailable) as failure:
        to(locked_mail.port, smtp_password="an old password", **locked).send(a_letter())

    assert len(locked_mail.letters) == 1
    assert (failure.value.permanent, failure.value.code) == (False, "smtp_535")
    assert "old" not in str(failure.value)


def test_on_port_465_the_letter_is_encrypted_from_the_first_byte(
    closed_port: int,
    certificate: tuple[Path, Path],
    to: Callable[..., SmtpChannel],
    a_letter: Callable[..., Outgoing],
) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(*certificate)

    with _serving(MailServer(), closed_port, ssl_context=tls) as server:
        to(server.port, smtp_implicit_tls=True, ca_file=certificate[0]).send(a_letter())

    assert len(server.letters) == 1


def test_a_server_that_nobody_vouches_for_gets_no_letter(
    locked_mail: MailServer, to: Callable[..., SmtpChannel], a_letter: Callable[..., Outgoing]
) -> None:
    with pytest.raises(Unavailable) as failure:
        to(locked_mail.port, smtp_starttls=True).send(a_letter())

    assert (failure.value.permanent, failure.value.code) == (False, "tls")
    assert locked_mail.letters == []


def test_a_server_that_breaks_off_at_goodbye_has_still_taken_the_letter(
    settings: Callable[..., ChannelSettings], a_letter: Callable[..., Outgoing]
) -> None:
    asyncio.run(_one_letter_then_silence(settings, a_letter))


async def _one_letter_then_silence(settings: Callable[..., ChannelSettings], a_letter: Callable[..., Outgoing]) -> None:
    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 qinghe\r\n")
        for answer in (b"250 qinghe", b"250 ok", b"250 ok", b"354 go on"):
            await reader.readline()
            writer.write(answer + b"\r\n")
        await reader.readuntil(b"\r\n.\r\n")
        writer.write(b"250 taken for liuxi-station@qinghe.invalid\r\n")
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(converse, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    channels = open_channels(settings(smtp_host="127.0.0.1", smtp_port=port, smtp_starttls=False))
    async with server:
        receipt = await asyncio.to_thread(channels["smtp"].send, a_letter())

    assert receipt.reference == "250 taken for …"
