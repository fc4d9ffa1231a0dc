"""How somebody works at a page: with a pointer or a finger, or with the keys alone. 用鼠标、手指，或者只用键盘.

Both do the same things to the same page, so that one story is told with either.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from playwright.sync_api import Locator, Page

MOST_STOPS = 400
"""Whoever has to press Tab more often gives up."""

_HAS_FOCUS = "element => element === document.activeElement"


class Hands(Protocol):
    """What is done to a page. 操作."""

    page: Page

    def follow(self, target: Locator) -> None:
        """Press a link or a button that leads to a page."""

    def take(self, target: Locator) -> Path:
        """Press what gives a file. Returns where it lies."""

    def tick(self, target: Locator) -> None:
        """Choose one of several, or tick a box."""

    def write(self, target: Locator, words: str) -> None:
        """Type into an empty field."""

    def choose(self, target: Locator, value: str) -> None:
        """Choose from a list that unfolds."""


class Pointer:
    """A mouse, or a finger. 鼠标、手指."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def follow(self, target: Locator) -> None:
        target.click()

    def take(self, target: Locator) -> Path:
        with self.page.expect_download() as found:
            target.click()
        return found.value.path()

    def tick(self, target: Locator) -> None:
        target.check()

    def write(self, target: Locator, words: str) -> None:
        target.fill(words)

    def choose(self, target: Locator, value: str) -> None:
        target.select_option(value)


class Keys:
    """Nothing but keys: what Tab does not reach cannot be used. 只用键盘."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def follow(self, target: Locator) -> None:
        self._reach(target)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def take(self, target: Locator) -> Path:
        self._reach(target)
        with self.page.expect_download() as found:
            self.page.keyboard.press("Enter")
        return found.value.path()

    def tick(self, target: Locator) -> None:
        if target.get_attribute("type") != "radio":
            self._reach(target)
            self.page.keyboard.press("Space")
        else:
            self._one_of_several(target)
        assert target.is_checked()

    def write(self, target: Locator, words: str) -> None:
        self._reach(target)
        self.page.keyboard.insert_text(words)
        assert target.input_value() == words

    def choose(self, target: Locator, value: str) -> None:
        self._reach(target)
        for _ in range(MOST_STOPS):
            if target.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{value} is not in the list")

    def _one_of_several(self, target: Locator) -> None:
        """Tab stops once at all that share a name; the arrows go from one to the next and choose it."""
        first = self.page.locator(f'input[name="{target.get_attribute("name")}"]').first
        self._reach(first)
        self.page.keyboard.press("Space")
        for _ in range(MOST_STOPS):
            if target.evaluate(_HAS_FOCUS):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError("the arrows do not lead there")

    def _reach(self, target: Locator) -> None:
        for _ in range(MOST_STOPS):
            if target.evaluate(_HAS_FOCUS):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{MOST_STOPS} times Tab do not lead to {target}")
