"""What a process map shows, ready to be drawn: steps, ways, deviations. 流程图内容.

Numbers come as the words that are shown, since a number may be withheld; how thick a way is drawn comes apart.
"""

from __future__ import annotations

from dataclasses import dataclass

START = "start"
"""Code of the first step: the fact that opens the procedure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A duty on the path. 环节.

    Args:
        code: unique in the picture.
        name: what is to be done.
        said: lines under it, such as "到达 12 件".
        open: how many are owed now; "": none.
        late: how many are late, set apart by a square and, on a screen, by red; "": none.
        reached: whether anything came here; drawn pale otherwise.
    """

    code: str
    name: str
    said: tuple[str, ...] = ()
    open: str = ""
    late: str = ""
    reached: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A way from one step to a later one. 走法.

    Args:
        said: words beside it, at most two short lines; none for a way that nothing took.
        share: of the procedures, 0 to 1; the thickness of the line.
    """

    source: str
    target: str
    said: tuple[str, ...] = ()
    share: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A list under the picture. 图下说明. Empty `lines`: nothing to say, which is said."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessMap:
    """A process map before it is drawn. 流程图.

    Args:
        title, about: its two head lines.
        steps: in the order of the procedure, the one with code START first.
        tracks: forward ways only.
        notes: deviations and ends.
        summary: one sentence for whoever hears the picture instead of seeing it.
        lang: of all its words, zh or en.
    """

    title: str
    about: str
    steps: tuple[Step, ...]
    tracks: tuple[Track, ...]
    notes: tuple[Note, ...]
    summary: str
    lang: str = "zh"
