"""Notices posted to other software, signed, on loopback."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

import pytest

from notifications.channels import ChannelSettings
from notifications.channels.webhook import (
    PATIENCE,
    WebhookChannel,
    signature,
    timed_signature,
    verify_signature,
    verify_timed_signature,
)
from notifications.message import Outgoing
from rules.errors import Unavailable
from tests.notifications.loopback import NOW, Receiver

SECRET = b"a secret of Qinghe County"


@pytest.fixture
def webhook(settings: Callable[..., ChannelSettings]) -> WebhookChannel:
    return WebhookChannel(settings())


def test_a_receiver_gets_the_notice_its_number_and_a_signature_that_it_can_check(
    receiver: Receiver, webhook: WebhookChannel, a_notice: Callable[..., Outgoing]
) -> None:
    receiver.status = 202
    receiver.reply_headers = {"X-Request-Id": "r-778"}

    receipt = webhook.send(a_notice(address=receiver.url))

    (request,) = receiver.received
    assert receipt.reference == "HTTP 202 r-778"
    assert request.path == "/hook?token=a-token"
    assert json.loads(request.body) == {
        "message_id": "N-20260305-0007",
        "lang": "zh",
        "subject": "【护童】待办：向报告单位反馈（QH-2026-0012）",
        "text": "下列职责须由贵岗位办理。\n\n职责：向报告单位反馈\n",
    }
    assert request.headers["Content-Type"] == "application/json; charset=utf-8"
    assert request.headers["Idempotency-Key"] == request.headers["X-Hutong-Message-Id"] == "N-20260305-0007"
    expected = "v1=" + hmac.new(SECRET, request.body, sha256).hexdigest()
    assert request.headers["X-Hutong-Signature"] == expected
    assert verify_signature(SECRET, request.body, request.headers["X-Hutong-Signature"])


def test_a_second_try_is_the_same_request(
    receiver: Receiver, webhook: WebhookChannel, a_notice: Callable[..., Outgoing]
) -> None:
    receiver.status = 503
    with pytest.raises(Unavailable):
        webhook.send(a_notice(address=receiver.url))
    receiver.status = 200
    webhook.send(a_notice(address=receiver.url))

    first, second = receiver.received
    assert first.body == second.body
    assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"]
    assert first.headers["X-Hutong-Signature"] == second.headers["X-Hutong-Signature"]


def test_one_changed_byte_another_secret_or_no_header_does_not_verify() -> None:
    body = b'{"message_id":"N-1"}'
    signed = signature(SECRET, body)

    assert verify_signature(SECRET, body, signed)
    assert not verify_signature(SECRET, body + b" ", signed)
    assert not verify_signature(SECRET + b"x", body, signed)
    assert not verify_signature(SECRET, body, "")
    assert not verify_signature(SECRET, body, signed.replace("v1=", "v2="))
    assert not verify_signature(SECRET, body, "签名")


def test_a_receiver_with_a_clock_takes_what_was_sent_now_and_refuses_it_when_it_comes_again_later(
    receiver: Receiver, webhook: WebhookChannel, a_notice: Callable[..., Outgoing]
) -> None:
    webhook.send(a_notice(address=receiver.url))

    (request,) = receiver.received
    header = request.headers["X-Hutong-Signature-Timed"]
    seconds = int(NOW.timestamp())
    by_hand = hmac.new(SECRET, f"{seconds}.".encode() + request.body, sha256).hexdigest()
    assert header == f"t={seconds},v1={by_hand}"
    a_second = timedelta(seconds=1)
    for late in (timedelta(0), PATIENCE, -PATIENCE):
        assert verify_timed_signature(SECRET, request.body, header, now=NOW + late)
    for late in (PATIENCE + a_second, -PATIENCE - a_second, timedelta(days=1)):
        assert not verify_timed_signature(SECRET, request.body, header, now=NOW + late)


def test_a_moment_that_was_moved_another_body_secret_or_form_does_not_verify() -> None:
    body = b'{"message_id":"N-1"}'
    signed = timed_signature(SECRET, body, NOW)
    later = timed_signature(SECRET, body, NOW + timedelta(minutes=1))
    moved = later.partition(",")[0] + "," + signed.partition(",")[2]

    assert verify_timed_signature(SECRET, body, signed, now=NOW)
    assert not verify_timed_signature(SECRET, body, moved, now=NOW)
    assert not verify_timed_signature(SECRET, body + b" ", signed, now=NOW)
    assert not verify_timed_signature(SECRET + b"x", body, signed, now=NOW)
    for form in ("", "签名", signature(SECRET, body), signed.upper(), signed + ",v1=00", f"t=,{signed}", "t=1,v1="):
        assert not verify_timed_signature(SECRET, body, form, now=NOW)


@pytest.mark.parametrize(
    ("status", "permanent"),
    [(s, True) for s in (301, 302, 307, 400, 401, 403, 404, 405, 410, 413, 422)]
    + [(s, False) for s in (408, 409, 425, 429, 500, 502, 503, 504)],
)
def test_a_status_tells_whether_to_try_again(
    status: int, permanent: bool, receiver: Receiver, webhook: WebhookChannel, a_notice: Callable[..., Outgoing]
) -> None:
    receiver.status = status
    receiver.reply_headers = {"Location": receiver.url}

    with pytest.raises(Unavailable) as failure:
        webhook.send(a_notice(address=receiver.url))

    assert (failure.value.permanent, failure.value.code) == (permanent, f"http_{status}")
    assert len(receiver.received) == 1  # no redirect was followed


def test_silence_is_a_passing_failure(
    receiver: Receiver, settings: Callable[..., ChannelSettings], a_notice: Callable[..., Outgoing]
) -> None:
    receiver.silent = True

    with pytest.raises(Unavailable) as failure:
        WebhookChannel(settings(timeout_seconds=0.1)).send(a_notice(address=receiver.url))

    assert (failure.value.permanent, failure.value.code) == (False, "timeout")


def test_nobody_listening_is_a_passing_failure(
    closed_port: int, webhook: WebhookChannel, a_notice: Callable[..., Outgoing]
) -> None:
    with pytest.raises(Unavailable) as failure:
        webhook.send(a_notice(address=f"http://127.0.0.1:{closed_port}/?token=a-token"))

    assert (failure.value.permanent, failure.value.code) == (False, "no_connection")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "not a url",
        "127.0.0.1/hook",
        "ftp://127.0.0.1/hook",
        "file:///etc/passwd",
        "http://",
        "http:///hook",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1/\r\nX-Forged: 1",
        "http://127.0.0.1\r\nX-Forged: 1/",
        "https://[::1",
    ],
)
def test_what_is_no_web_address_is_refused_for_good_and_not_repeated(
    address: str, webhook: WebhookChannel, a_notice: Callable[..., Outgoing]
) -> None:
    with pytest.raises(Unavailable) as failure:
        webhook.send(a_notice(address=address))

    assert (failure.value.permanent, failure.value.code) == (True, "bad_address")
    assert not address or address not in str(failure.value)


def test_a_reply_without_end_is_not_read_to_its_end(
    receiver: Receiver, webhook: WebhookChannel, a_notice: Callable[..., Outgoing]
) -> None:
    receiver.reply = b"x" * 5_000_000

    assert webhook.send(a_notice(address=receiver.url)).reference == "HTTP 200"


def test_neither_error_nor_log_tells_where_the_notice_went_or_what_it_said(
    receiver: Receiver,
    webhook: WebhookChannel,
    a_notice: Callable[..., Outgoing],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    receiver.status = 410

    with pytest.raises(Unavailable) as failure:
        webhook.send(a_notice(address=receiver.url))

    told = caplog.text + str(failure.value) + repr(failure.value)
    assert not [word for word in ("a-token", "127.0.0.1", "反馈", "a secret") if word in told]


def test_after_sending_the_same_libraries_may_log_again(
    receiver: Receiver,
    webhook: WebhookChannel,
    a_notice: Callable[..., Outgoing],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    webhook.send(a_notice(address=receiver.url))

    logging.getLogger("httpx").info("a request of the engine")

    assert [record.message for record in caplog.records] == ["a request of the engine"]
