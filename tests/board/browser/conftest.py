"""A real Chromium in front of a real server on the loopback. 真实浏览器."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from board.site import build
from tests.accounts import CHEAP
from tests.board.conftest import PASSWORD, Board
from tests.running import becomes, free_port

DESK: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}

_QUIET = [
    "--no-sandbox",  # tests may run as root in a container
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window; it is started once."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_QUIET)
        yield browser
        browser.close()


@dataclass
class Window:
    """The board as people see it. 浏览器窗口."""

    board: Board
    browser: Browser
    address: str

    def open(self, *, size: ViewportSize = DESK, script: bool = True, **more: object) -> Page:
        """A page in a browser of its own, in which nobody is signed in."""
        context: BrowserContext = self.browser.new_context(
            base_url=self.address,
            viewport=size,
            java_script_enabled=script,
            locale="zh-CN",
            **more,  # type: ignore[arg-type]
        )
        context.set_default_timeout(10_000)
        return context.new_page()

    def as_post(self, post_no: str, *, size: ViewportSize = DESK, script: bool = True) -> Page:
        """The holder of a post, signed in by typing."""
        login = self.board.account_of(post_no)
        page = self.open(size=size, script=script)
        page.goto("/sign-in")
        page.fill("input[name=name]", login)
        page.fill("input[name=password]", PASSWORD)
        page.click("main button.btn")
        page.wait_for_url("**/today")
        return page


@contextmanager
def _served(board: Board) -> Iterator[str]:
    port = free_port()
    config = uvicorn.Config(
        build(board.office, policy=CHEAP), port=port, lifespan="off", log_config=None, access_log=False
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert becomes(lambda: server.started, within_seconds=10)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


@pytest.fixture
def window(board: Board, chromium: Browser, tmp_path: Path) -> Iterator[Window]:
    """The board of Qinghe County behind a real server."""
    with _served(board) as address:
        yield Window(board, chromium, address)
