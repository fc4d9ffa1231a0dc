"""A reader of calendar files that shares nothing with their writer. 读取日历文件 (RFC 5545)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass
class Component:
    """A component with its properties, by name and parameters as written, and what is nested in it."""

    name: str
    properties: dict[str, str] = field(default_factory=dict)
    parts: list[Component] = field(default_factory=list)

    def text(self, name: str) -> str:
        """A property of text, as it was before it was escaped."""
        return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], self.properties[name])

    def of(self, name: str) -> list[Component]:
        """The components of a name in it."""
        return [part for part in self.parts if part.name == name]


def read_calendar(raw: bytes) -> Component:
    """A calendar read strictly: lines end in CRLF, none is longer than 75 octets, every name stands once."""
    assert raw.endswith(b"\r\n")
    lines = raw.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    assert all(line.decode() for line in lines), "a fold splits no character"
    whole = Component("")
    open_ones = [whole]
    for line in raw.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n"):
        name, _, value = line.partition(":")
        if name == "BEGIN":
            open_ones.append(Component(value))
        elif name == "END":
            closed = open_ones.pop()
            assert closed.name == value
            open_ones[-1].parts.append(closed)
        else:
            assert name not in open_ones[-1].properties
            open_ones[-1].properties[name] = value
    (calendar,) = whole.parts
    assert open_ones == [whole]
    assert calendar.name == "VCALENDAR"
    return calendar
