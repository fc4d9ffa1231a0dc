"""The entry that opens a routine duty: written in one way, by a flow and for two hundred thousand at once. 周期职责.

What is equal for all children of one rhythm and one window is worked out once (`Opening`); the rest is who owes it
and where it stands in its case.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from packs.pack import Pack
from rules.duty import DutySpec
from rules.rhythm import Rhythm
from rules.vocabulary import WindowKind
from rules.windows import Window
from tasks.canonical import instant
from tasks.clocks import DutyClock, start_clock
from tasks.journal import Entry
from tasks.kinds import Kind

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.posts import FoundPost


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A rhythm's duty in one window, as it is opened at one moment. 拟产生的周期职责.

    Args:
        since_at: from when on it is owed.
        at: when it is opened.
    """

    rhythm: Rhythm
    spec: DutySpec
    about: str
    since_at: datetime
    at: datetime
    clock: DutyClock

    @cached_property
    def _equal_for_all(self) -> dict[str, Any]:
        return {
            "code": self.spec.code,
            "about": self.about,
            "variant": self.rhythm.variant,
            "since_at": instant(self.since_at),
            **self.clock.facts(),
            "attention": [],
            "notices": [],  # the digest speaks of it
            "routine": True,
        }

    @cached_property
    def _basis(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.spec.ground, *self.rhythm.basis, self.clock.period.set_by)))

    def entry(self, *, case_no: str, procedure_no: str, n: int, post: FoundPost | None) -> Entry:
        """The fact that opens it for one child, as the n-th duty of its case."""
        return Entry(
            chain=case_no,
            kind=Kind.DUTY_OPENED,
            key=f"duty:{procedure_no}:{self.spec.code}:{self.about}",
            payload={
                **self._equal_for_all,
                "n": n,
                "role": post.role if post else None,
                "post_no": post.no if post else None,
            },
            happened_at=self.at,
            procedure_no=procedure_no,
            duty_no=f"{case_no}/{n}",
            basis=self._basis,
        )


def opening_of(desk: Desk, pack: Pack, rhythm: Rhythm, window: Window, since_at: datetime) -> Opening:
    """The opening of a rhythm's duty in a window, at the moment of this desk."""
    spec = pack.duty(rhythm.duty)
    clock = start_clock(pack, desk.office.calendar, spec, rhythm.variant, since_at, opened_at=desk.at)
    return Opening(rhythm=rhythm, spec=spec, about=window.code, since_at=since_at, at=desk.at, clock=clock)


def rhythms_of(pack: Pack) -> list[tuple[Rhythm, WindowKind]]:
    """The rhythms of a pack that are owed for children, each with the kind of its windows, in the same order always."""
    return [(rhythm, kind) for rhythm, kind in _all_rhythms_of(pack) if not rhythm.owed_by_each]


def agency_rhythms_of(pack: Pack) -> list[tuple[Rhythm, WindowKind]]:
    """The same of what posts owe themselves. 机关自身的周期职责."""
    return [(rhythm, kind) for rhythm, kind in _all_rhythms_of(pack) if rhythm.owed_by_each]


def _all_rhythms_of(pack: Pack) -> list[tuple[Rhythm, WindowKind]]:
    """Each with the kind of its windows; a default yields to the local rows that take its place."""
    found = []
    for code in sorted(pack.rhythms):
        rhythm = pack.rhythms[code]
        kind = pack.duty(rhythm.duty).periods[rhythm.variant].window
        if kind is not None:
            others = tuple(one for one in pack.rhythms.values() if code in one.instead_of)
            found.append((replace(rhythm, yields_to=others) if others else rhythm, kind))
    return found
