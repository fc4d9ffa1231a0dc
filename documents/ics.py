"""Writing a calendar that every calendar program reads (RFC 5545). 日历文件.

Forty lines of the standard are all that is needed, and the libraries for it bring a parser and a time-zone database.
Text is escaped (3.3.11), lines are folded at 75 octets without splitting a character (3.1), instants are in UTC
(3.3.5); what ends with a day stands on that day (3.3.4) and not at midnight, where people would look a day late.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rules.moments import utc

_MOST_OCTETS = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_CONTROLS = dict.fromkeys([*range(0x20), 0x7F])


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something by which to act. 日历事项.

    Args:
        uid: the same for the same thing in every file, and in no other calendar of the world.
        by: by when: an instant (aware), or a civil day of China's that ends it.
        alarm_at: aware; when to be reminded. None: not at all.
        tentative: the moment may still change.
    """

    uid: str
    by: datetime | date
    summary: str
    description: str
    alarm_at: datetime | None = None
    tentative: bool = False


def ics(events: Sequence[Event], *, name: str, made_at: datetime) -> bytes:
    """The calendar as a file. 日历文件.

    Args:
        name: of the calendar, as a program shows it.
        made_at: aware; every event says that it is as of then.
    """
    return "".join(f"{_folded(line)}\r\n" for line in _lines(events, name, made_at)).encode()


def _lines(events: Sequence[Event], name: str, made_at: datetime) -> Iterator[str]:
    yield from (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Hutong//Duties//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    )
    yield f"X-WR-CALNAME:{_text(name)}"
    for event in events:
        yield from _event(event, made_at)
    yield "END:VCALENDAR"


def _event(event: Event, made_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{_instant(made_at)}"
    yield f"DTSTART:{_instant(event.by)}" if isinstance(event.by, datetime) else f"DTSTART;VALUE=DATE:{event.by:%Y%m%d}"
    yield f"SUMMARY:{_text(event.summary)}"
    yield f"DESCRIPTION:{_text(event.description)}"
    yield f"STATUS:{'TENTATIVE' if event.tentative else 'CONFIRMED'}"
    yield from ("CLASS:CONFIDENTIAL", "TRANSP:TRANSPARENT")  # a date to keep, not a time that is taken
    if event.alarm_at is not None:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_text(event.summary)}")
        yield from (f"TRIGGER;VALUE=DATE-TIME:{_instant(event.alarm_at)}", "END:VALARM")
    yield "END:VEVENT"


def _instant(at: datetime) -> str:
    return f"{utc(at):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    lines = words.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.translate(_CONTROLS) for line in lines).translate(_ESCAPED)


def _folded(line: str) -> str:
    """Every line but the first begins with a space, which counts too."""
    parts, part, octets = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if octets + width > _MOST_OCTETS:
            parts.append(part)
            part, octets = " ", 1
        part, octets = part + letter, octets + width
    return "\r\n".join([*parts, part])
