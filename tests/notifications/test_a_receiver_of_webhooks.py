"""The receiver that docs/howto/channels.md shows, as a server: it takes what we signed and nothing that was changed."""

from __future__ import annotations

import http.client
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from notifications.channels import ChannelSettings
from notifications.channels.webhook import WebhookChannel
from notifications.message import Outgoing
from rules.errors import Unavailable

SECRET = b"a secret of Qinghe County"
GUIDE = Path(__file__).parents[2] / "docs" / "howto" / "channels.md"

Change = Callable[[bytes], bytes]


@contextmanager
def serving(server: HTTPServer) -> Iterator[int]:
    """A server that answers on its port until it is no longer wanted."""
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


def in_between(port: int, change: Change) -> ThreadingHTTPServer:
    """Somebody on the way, who changes the body and hands on everything else as it came."""

    class Between(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = change(self.rfile.read(int(self.headers["Content-Length"])))
            onward = http.client.HTTPConnection("127.0.0.1", port)
            headers = {name: value for name, value in self.headers.items() if name != "Content-Length"}
            onward.request("POST", self.path, body, headers)
            self.send_response(onward.getresponse().status)
            onward.close()
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    return ThreadingHTTPServer(("127.0.0.1", 0), Between)


@pytest.fixture
def guide() -> dict[str, Any]:
    """What the receiver of the guide defines."""
    (source,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), flags=re.DOTALL)
    there: dict[str, Any] = {}
    exec(compile(source, str(GUIDE), "exec"), there)
    return there


@pytest.fixture
def webhook(settings: Callable[..., ChannelSettings]) -> WebhookChannel:
    return WebhookChannel(settings())


def test_what_we_send_is_taken_and_taken_once(
    guide: dict[str, Any],
    webhook: WebhookChannel,
    a_notice: Callable[..., Outgoing],
    capsys: pytest.CaptureFixture[str],
) -> None:
    with serving(guide["serve"](SECRET, 0)) as port:
        receipts = [webhook.send(a_notice(address=f"http://127.0.0.1:{port}/hook")) for _ in range(2)]
    assert [receipt.reference for receipt in receipts] == ["HTTP 200", "HTTP 200"]
    assert capsys.readouterr().out.count("待办：向报告单位反馈") == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.replace(b"QH-2026-0012", b"QH-2026-0013"),
        lambda body: body + b" ",
        lambda body: b"{}",
    ],
)
def test_what_was_changed_on_the_way_is_refused_for_good_and_nothing_is_done(
    change: Change,
    guide: dict[str, Any],
    webhook: WebhookChannel,
    a_notice: Callable[..., Outgoing],
    capsys: pytest.CaptureFixture[str],
) -> None:
    with serving(guide["serve"](SECRET, 0)) as port, serving(in_between(port, change)) as between:
        with pytest.raises(Unavailable) as failure:
            webhook.send(a_notice(address=f"http://127.0.0.1:{between}/hook"))
        assert (failure.value.permanent, failure.value.code) == (True, "http_401")
        untouched = in_between(port, lambda body: body)
        with serving(untouched) as honest:
            assert webhook.send(a_notice(address=f"http://127.0.0.1:{honest}/hook")).reference == "HTTP 200"
    assert capsys.readouterr().out.count("待办") == 1
    assert len(guide["SEEN"]) == 1


def test_a_receiver_with_another_secret_takes_nothing(
    guide: dict[str, Any], webhook: WebhookChannel, a_notice: Callable[..., Outgoing]
) -> None:
    with serving(guide["serve"](b"another secret", 0)) as port, pytest.raises(Unavailable) as failure:
        webhook.send(a_notice(address=f"http://127.0.0.1:{port}/hook"))
    assert (failure.value.permanent, failure.value.code, guide["SEEN"]) == (True, "http_401", set())
