"""A fictional county's notices, and real servers on loopback that take them. Nothing here leaves the machine."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from notifications.channels import ChannelSettings
from notifications.message import Outgoing
from tests.notifications.loopback import Received, Receiver, now


@pytest.fixture(autouse=True)
def _no_proxy_between_us_and_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture
def settings(tmp_path: Path) -> Callable[..., ChannelSettings]:
    """Settings with a short patience; what a test is about is given by name."""

    def build(**changes: object) -> ChannelSettings:
        defaults: dict[str, object] = {
            "outbox_file": tmp_path / "outbox" / "notices.jsonl",
            "smtp_sender": "hutong@qinghe.invalid",
            "webhook_secret": b"a secret of Qinghe County",
            "timeout_seconds": 5.0,
            "now": now,
        }
        return ChannelSettings(**(defaults | changes))  # type: ignore[arg-type]

    return build


@pytest.fixture
def a_notice() -> Callable[..., Outgoing]:
    """A notice with fictional, plausible content."""

    def build(**changes: str) -> Outgoing:
        defaults = {
            "message_id": "N-20260305-0007",
            "subject": "【护童】待办：向报告单位反馈（QH-2026-0012）",
            "text": "下列职责须由贵岗位办理。\n\n职责：向报告单位反馈\n",
            "address": "990101-07",
            "lang": "zh",
        }
        return Outgoing(**(defaults | changes))

    return build


@pytest.fixture
def closed_port() -> int:
    """A port of loopback on which nobody listens."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A real HTTP server that remembers what it was sent."""
    state = Receiver()

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.received.append(Received(self.path, self.headers, body))
            if state.silent:
                state.released.wait(timeout=30)
                return
            self.send_response(state.status)
            for name, value in state.reply_headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(state.reply)))
            self.end_headers()
            self.wfile.write(state.reply)

        def do_GET(self) -> None:
            raise AssertionError("nothing here may fetch")

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        state.url = f"http://127.0.0.1:{server.server_address[1]}/hook?token=a-token"
        try:
            yield state
        finally:
            state.released.set()
            server.shutdown()
            thread.join()
