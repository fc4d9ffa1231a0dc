"""Notices to chat groups: the three Chinese services are asked what became of it, the others through apprise."""

from __future__ import annotations

import base64
import hmac
import json
import logging
from collections.abc import Callable
from hashlib import sha256
from urllib.parse import parse_qs, quote, urlsplit

import apprise
import pytest

from notifications.channels import ChannelSettings
from notifications.channels.apprise import AppriseChannel
from notifications.channels.apprise.robots import ENDPOINTS, parts
from notifications.message import Outgoing
from rules.errors import Unavailable
from tests.notifications.loopback import NOW, Receiver

# Apprise imports this module of the standard library with its plugins; Python 3.13 has it no more, apprise copes.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

WECOM = "wecombot://a1b2c3d4-0000-0000-0000-000000000001"
DINGTALK = "dingtalk://aabbccddeeff00112233"
FEISHU = "feishu://aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
LARK = "lark://aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
ROBOTS = {"wecombot": WECOM, "dingtalk": DINGTALK, "feishu": FEISHU, "lark": LARK}
TAKEN = {
    WECOM: {"errcode": 0, "errmsg": "ok"},
    DINGTALK: {"errcode": 0, "errmsg": "ok"},
    FEISHU: {"code": 0, "msg": "success", "data": {}},
    LARK: {"code": 0, "msg": "success", "data": {}},
}


@pytest.fixture
def chat(receiver: Receiver, settings: Callable[..., ChannelSettings]) -> AppriseChannel:
    """The channel with every robot's endpoint on loopback."""
    base = receiver.url.partition("/hook")[0]
    return AppriseChannel(settings(), {scheme: f"{base}/{scheme}?key={{key}}" for scheme in ROBOTS})


def _json_url(receiver: Receiver, query: str = "") -> str:
    return receiver.url.replace("http://", "json://").replace("?token=a-token", "/a-token/") + query


@pytest.mark.parametrize(("scheme", "url"), ROBOTS.items())
def test_apprise_knows_the_scheme_and_we_know_where_it_sends(scheme: str, url: str) -> None:
    service = apprise.Apprise.instantiate(url)

    assert service is not None
    assert service.secure_protocol == scheme
    theirs = getattr(service, "webhook_url", None) or service.notify_url
    assert ENDPOINTS[scheme].partition("{")[0] == theirs.partition("{")[0].removesuffix(getattr(service, "token", "-"))


@pytest.mark.parametrize("url", ROBOTS.values())
def test_a_robot_that_took_the_notice_gives_a_receipt(
    url: str, receiver: Receiver, chat: AppriseChannel, a_notice: Callable[..., Outgoing]
) -> None:
    receiver.reply = json.dumps(TAKEN[url]).encode()

    receipt = chat.send(a_notice(address=url))

    (request,) = receiver.received
    scheme, _, key = url.partition("://")
    assert request.path == f"/{scheme}?key={key}"
    said = json.loads(request.body)
    text = said["content"]["text"] if "content" in said else said["text"]["content"]
    assert text.startswith("【护童】待办：向报告单位反馈（QH-2026-0012）\n\n下列职责须由贵岗位办理。")
    assert text.endswith("通知编号：N-20260305-0007")
    assert receipt.reference == f"{scheme}: 1 × 0"


@pytest.mark.parametrize(
    ("url", "answer", "permanent", "code"),
    [
        (WECOM, {"errcode": 93000, "errmsg": "invalid webhook url"}, True, "wecombot_93000"),
        (WECOM, {"errcode": 45009, "errmsg": "api freq out of limit"}, False, "wecombot_45009"),
        (DINGTALK, {"errcode": 310000, "errmsg": "keywords not in content"}, True, "dingtalk_310000"),
        (DINGTALK, {"errcode": 130101, "errmsg": "send too fast"}, False, "dingtalk_130101"),
        (FEISHU, {"code": 19001, "msg": "param invalid"}, True, "feishu_19001"),
        (FEISHU, {"code": 11232, "msg": "frequency limited"}, False, "feishu_11232"),
        (LARK, {"code": 19021, "msg": "sign match fail"}, True, "lark_19021"),
        (LARK, ["unreadable"], False, "lark_unclear"),
        (WECOM, {"errcode": "0"}, False, "wecombot_unclear"),
    ],
)
def test_a_robot_that_says_200_but_dropped_the_notice_is_not_believed(
    url: str,
    answer: object,
    permanent: bool,
    code: str,
    receiver: Receiver,
    chat: AppriseChannel,
    a_notice: Callable[..., Outgoing],
) -> None:
    receiver.reply = json.dumps(answer).encode()

    with pytest.raises(Unavailable) as failure:
        chat.send(a_notice(address=url))

    assert (failure.value.permanent, failure.value.code) == (permanent, code)


def test_an_answer_that_is_no_json_is_no_receipt(
    receiver: Receiver, chat: AppriseChannel, a_notice: Callable[..., Outgoing]
) -> None:
    receiver.reply = b"<html>login to the network</html>"

    with pytest.raises(Unavailable) as failure:
        chat.send(a_notice(address=WECOM))

    assert (failure.value.permanent, failure.value.code) == (False, "wecombot_unclear")


def test_dingtalk_gets_the_signature_of_its_secret_and_the_people_to_mention(
    receiver: Receiver, chat: AppriseChannel, a_notice: Callable[..., Outgoing]
) -> None:
    receiver.reply = b'{"errcode":0}'

    chat.send(a_notice(address="dingtalk://SEC00ff@aabbccddeeff00112233/13900000000"))

    (request,) = receiver.received
    query = parse_qs(urlsplit(request.path).query)
    timestamp = str(int(NOW.timestamp() * 1000))
    digest = hmac.new(b"SEC00ff", f"{timestamp}\nSEC00ff".encode(), sha256).digest()
    assert query["timestamp"] == [timestamp]
    assert query["sign"] == [base64.b64encode(digest).decode()]
    assert json.loads(request.body)["at"] == {"atMobiles": ["13900000000"], "isAtAll": False}


def test_a_long_notice_reaches_wecom_in_parts_of_at_most_2048_bytes_and_nothing_is_lost(
    receiver: Receiver, chat: AppriseChannel, a_notice: Callable[..., Outgoing]
) -> None:
    receiver.reply = b'{"errcode":0}'
    lines = [f"第{number}条：{'依据' * 20}" for number in range(60)]

    receipt = chat.send(a_notice(address=WECOM, text="\n".join(lines) + "\n"))

    said = [json.loads(request.body)["text"]["content"] for request in receiver.received]
    assert max(len(part.encode()) for part in said) <= 2048
    assert [line for part in said for line in part.split("\n") if line.startswith("第")] == lines
    assert receipt.reference == f"wecombot: {len(said)} × 0"


def test_a_single_line_longer_than_a_part_is_cut_between_characters() -> None:
    whole = "督" * 1000 + "\n" + "x" * 10

    cut = list(parts(whole, 100))

    assert "".join(cut).replace("\n", "") == whole.replace("\n", "")
    assert max(len(part.encode()) for part in cut) <= 100
    assert list(parts("", 100)) == []
    assert list(parts("短", 100)) == ["短"]


def test_any_other_service_is_sent_by_apprise(
    receiver: Receiver, chat: AppriseChannel, a_notice: Callable[..., Outgoing]
) -> None:
    receipt = chat.send(a_notice(address=_json_url(receiver)))

    (request,) = receiver.received
    said = json.loads(request.body)
    assert said["title"] == "【护童】待办：向报告单位反馈（QH-2026-0012）"
    assert said["message"].endswith("通知编号：N-20260305-0007")
    assert receipt.reference == "apprise: accepted"


@pytest.mark.parametrize("query", ["", "?optional=yes", "?retry=3&wait=60", "?redirect=yes"])
@pytest.mark.parametrize("status", [404, 500, 302])
def test_a_service_that_refuses_is_a_passing_failure_whatever_the_url_asks_for(
    status: int, query: str, receiver: Receiver, chat: AppriseChannel, a_notice: Callable[..., Outgoing]
) -> None:
    receiver.status = status
    receiver.reply_headers = {"Location": receiver.url}

    with pytest.raises(Unavailable) as failure:
        chat.send(a_notice(address=_json_url(receiver, query)))

    assert (failure.value.permanent, failure.value.code) == (False, "apprise_false")
    assert len(receiver.received) == 1


def test_nobody_listening_is_a_passing_failure(
    closed_port: int, chat: AppriseChannel, a_notice: Callable[..., Outgoing]
) -> None:
    with pytest.raises(Unavailable) as failure:
        chat.send(a_notice(address=f"json://127.0.0.1:{closed_port}/"))

    assert not failure.value.permanent


@pytest.mark.parametrize(
    "address",
    ["", "rubbish", "unknown://x", "wecombot://", "dingtalk://bad key!", f"{WECOM},{FEISHU}", "feishu://a/\r\nb: c"],
)
def test_what_apprise_cannot_parse_as_one_service_is_refused_for_good(
    address: str, receiver: Receiver, chat: AppriseChannel, a_notice: Callable[..., Outgoing]
) -> None:
    with pytest.raises(Unavailable) as failure:
        chat.send(a_notice(address=address))

    assert (failure.value.permanent, failure.value.code) == (True, "bad_address")
    assert receiver.received == []


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize("by", ["robot", "apprise"])
def test_no_log_tells_the_url_or_the_text(
    by: str,
    status: int,
    receiver: Receiver,
    chat: AppriseChannel,
    a_notice: Callable[..., Outgoing],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    receiver.status, receiver.reply = status, b'{"errcode":0}'
    address = WECOM if by == "robot" else _json_url(receiver)

    if status == 200:
        chat.send(a_notice(address=address))
    else:
        with pytest.raises(Unavailable):
            chat.send(a_notice(address=address))

    assert caplog.text == ""


def test_the_key_of_a_robot_cannot_change_where_it_is_posted() -> None:
    assert ENDPOINTS["feishu"].format(key=quote("../../x?y=", safe="")).endswith("/hook/..%2F..%2Fx%3Fy%3D")
