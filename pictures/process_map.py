"""A process map as SVG: the procedure's path with what really happened on it. 流程图.

Steps are boxes from top to bottom, ways are lines whose thickness says how many took them.  What is late has a square
as well as a colour; what nobody reached has a dashed edge: a grey print reads the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from pictures import marks
from pictures.ink import style
from pictures.labels import width
from pictures.process_map_layout import Edge, Layout, Spot, lay_out
from pictures.process_map_parts import Note, ProcessMap, Step, Track
from pictures.words import said

_LINE = 17.0  # px from one line of text to the next
_BOX = {"zh": 150.0, "en": 178.0}  # px; what steps are called is longer in English
_BESIDE_TEXT = 12.0  # px of a box that a line of its text leaves free
_PAD = 6.0  # px over and under the text of a box
_MARGIN = 20.0
_HEAD = 84.0  # px of title and key
_TURN = 18.0  # px between two layers, where lines turn
_BARE = 0.0  # px of a layer of labels that holds none
_PORTS = 0.7  # share of the width of a box over which the lines at it are spread
_LEAST_WIDE = 760.0
_THICKEST = 7.0  # px of a line that all procedures took
_THINNEST = 1.2
_BETWEEN_NOTES = 24.0

_KEY = {
    "zh": "线上：走过次数；中位用时 / 九成不超过的用时。线越粗走的越多。虚框、虚线：没有件到达。"
    "■ 逾期：已逾期或者逾期办理。↺ 有的再次办理",
    "en": "On a line: how often it was gone; the time that half took at most / that nine in ten took at most. "
    "The thicker, the more. Dashed: nobody came here. ■ late: overdue, or done late. ↺ some came again",
}
_KEY_LINES = 2  # for which the head has room


def svg(drawn: ProcessMap) -> str:
    """The picture, for a file of its own."""
    widths = {(track.source, track.target): _label_width(track) for track in drawn.tracks}
    layout = lay_out(
        [step.code for step in drawn.steps], list(widths), node_width=_BOX[drawn.lang], label_widths=widths
    )
    page = _Page(drawn, layout)
    body = "".join(page.parts())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tl" lang="{said(drawn.lang, "zh-Hans", "en")}" role="img" '
        f'viewBox="0 0 {marks.n(page.wide)} {marks.n(page.high)}" width="{marks.n(page.wide)}" '
        f'height="{marks.n(page.high)}" aria-label="{escape(drawn.summary)}">'
        f"<title>{escape(drawn.title)}</title><style>{style()}</style>"
        f'<rect class="f-names" width="100%" height="100%"/>{body}</svg>\n'
    )


def _label_width(track: Track) -> float:
    return max(map(width, track.said), default=0.0)


def _wrapped(text: str, most: float, lang: str) -> list[str]:
    """A text in as few lines of at most `most` px as it takes; marks do not begin a line."""
    if lang != "zh":
        return _by_words(text, most)
    lines = [""]
    for one in text:
        if width(lines[-1] + one) > most and one not in "，、）；。":
            lines.append("")
        lines[-1] += one
    return lines


def _by_words(text: str, most: float) -> list[str]:
    """The same for a language that breaks its lines between words; a longer word than that has a line of its own."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if lines[-1] and width(longer) > most:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _balanced(text: str, most: float, lang: str) -> list[str]:
    """The same, with lines about as long as one another: no last line of one character."""
    lines = _wrapped(text, most, lang)
    shorter = most
    while len(lines) > 1 and shorter > most / 2:
        shorter -= _LINE / 2
        tried = _wrapped(text, shorter, lang)
        if len(tried) > len(lines):
            break
        lines = tried
    return lines


def _standing_lines(step: Step, most: float) -> list[list[tuple[str, str]]]:
    """Lines of what is open and what is late, each with its class: one line, or two where one is too short for both."""
    told = [(step.open, "m")] if step.open else []
    told += [(f"■ {step.late}", "f-over")] if step.late else []
    fits = sum(width(one) for one, _ in told) + _LINE <= most
    return [told] if len(told) > 1 and fits else [[one] for one in told]


class _Page:
    """One picture while it is drawn. 图面."""

    def __init__(self, drawn: ProcessMap, layout: Layout) -> None:
        self._map = drawn
        self._layout = layout
        self._box_wide = _BOX[drawn.lang]
        self._in_a_line = self._box_wide - _BESIDE_TEXT
        self._lines = {step.code: _balanced(step.name, self._in_a_line, drawn.lang) for step in drawn.steps}
        self._left = _MARGIN + max(0.0, (_LEAST_WIDE - layout.width) / 2)
        self.wide = max(layout.width, _LEAST_WIDE) + 2 * _MARGIN
        self._key = _wrapped(_KEY[drawn.lang], self.wide - 2 * _MARGIN, drawn.lang)
        self._boxes = {step.code: self._height(step) for step in drawn.steps}
        self._tops, self._heights = self._find_layers()
        self._ports = self._find_ports()
        self._foot = self._tops[-1] + self._heights[-1] + 28
        self._notes = list(self._lay_notes())
        self.high = self._foot + max(len(lines) for _, lines in self._notes) * _LINE + 2 * _MARGIN

    # --- heights ----------------------------------------

    def _find_layers(self) -> tuple[list[float], list[float]]:
        heights = [_BARE] * self._layout.layers
        for nth in range(0, self._layout.layers, 2):
            heights[nth] = 0.0
        for step in self._map.steps:
            layer = self._layout.steps[step.code].layer
            heights[layer] = max(heights[layer], self._boxes[step.code])
        for track in self._map.tracks:
            layer = self._layout.labels[(track.source, track.target)].layer
            heights[layer] = max(heights[layer], len(track.said) * _LINE + 4)
        tops, top = [], _HEAD + _MARGIN + _LINE * max(0, len(self._key) - _KEY_LINES)
        for height in heights:
            tops.append(top)
            top += height + _TURN
        return tops, heights

    def _height(self, step: Step) -> float:
        below = len(_standing_lines(step, self._in_a_line))
        return (len(self._lines[step.code]) + len(step.said) + below) * _LINE + 2 * _PAD

    # --- parts ----------------------------------------

    def parts(self) -> Iterator[str]:
        """Everything, what lies below first."""
        for track in self._map.tracks:
            yield self._line(track)
        for track in self._map.tracks:
            yield self._label(track)
        for step in self._map.steps:
            yield self._box(step)
        yield self._head()
        for nth, (note, lines) in enumerate(self._notes):
            yield self._note(nth, note, lines)

    def _x(self, spot: Spot) -> float:
        return self._left + spot.x

    def _line(self, track: Track) -> str:
        """From the foot of a box, straight through every place that is kept for it, to the head of the next box."""
        edge = (track.source, track.target)
        source, *places, target = self._layout.lines[edge]
        x, y = self._x(source) + self._ports[edge][0], self._tops[source.layer] + self._boxes[track.source]
        path = f"M{marks.n(x)} {marks.n(y)}V{marks.n(self._tops[source.layer] + self._heights[source.layer])}"
        for spot in places:
            path += self._turn(x, self._x(spot), spot.layer)
            x = self._x(spot)
            path += f"V{marks.n(self._tops[spot.layer] + self._heights[spot.layer])}"
        path += self._turn(x, self._x(target) + self._ports[edge][1], target.layer)
        thick = marks.n(_THINNEST + (_THICKEST - _THINNEST) * track.share)
        pale = "" if track.said else ' stroke-dasharray="3 4"'
        return f'<path class="f-base" fill="none" stroke-width="{thick}"{pale} d="{path}"/>'

    def _turn(self, x: float, to: float, layer: int) -> str:
        """From the foot of the layer above to the head of a layer."""
        top = self._tops[layer]
        half = marks.n(top - _TURN / 2)
        return f"C{marks.n(x)} {half} {marks.n(to)} {half} {marks.n(to)} {marks.n(top)}"

    def _find_ports(self) -> dict[Edge, tuple[float, float]]:
        """How far from the middle of its boxes each line leaves and arrives: lines at one box lie side by side."""
        leaving, arriving = dict[Edge, float](), dict[Edge, float]()
        for step in self._map.steps:
            lines = self._layout.lines
            out = sorted((edge for edge in lines if edge[0] == step.code), key=lambda edge: lines[edge][1].x)
            into = sorted((edge for edge in lines if edge[1] == step.code), key=lambda edge: lines[edge][-2].x)
            for edges, ports in ((out, leaving), (into, arriving)):
                apart = self._box_wide * _PORTS / len(edges) if edges else 0.0
                for nth, edge in enumerate(edges):
                    ports[edge] = (nth - (len(edges) - 1) / 2) * apart
        return {edge: (leaving[edge], arriving[edge]) for edge in leaving}

    def _label(self, track: Track) -> str:
        """Words that interrupt their line."""
        if not track.said:
            return ""
        spot = self._layout.labels[(track.source, track.target)]
        x, high, wide = self._x(spot), len(track.said) * _LINE, _label_width(track) + 6
        top = self._tops[spot.layer] + (self._heights[spot.layer] - high) / 2
        room = (
            f'<rect class="f-names" x="{marks.n(x - wide / 2)}" y="{marks.n(top)}" '
            f'width="{marks.n(wide)}" height="{marks.n(high)}"/>'
        )
        return room + "".join(
            marks.text(line, x, top + 13 + nth * _LINE, cls="m" if nth else "b", anchor="middle")
            for nth, line in enumerate(track.said)
        )

    def _box(self, step: Step) -> str:
        spot = self._layout.steps[step.code]
        x, top = self._x(spot), self._tops[spot.layer]
        kind = "f-paper" if step.reached else "f-dash"
        wide = self._box_wide
        parts = [
            f'<rect class="{kind}" x="{marks.n(x - wide / 2)}" y="{marks.n(top)}" width="{marks.n(wide)}" '
            f'height="{marks.n(self._boxes[step.code])}"/>'
        ]
        named = [(line, "b" if step.reached else "m") for line in self._lines[step.code]]
        y = top + _PAD + 13
        for line, cls in [*named, *((line, "m") for line in step.said)]:
            parts.append(marks.text(line, x, y, cls=cls, anchor="middle"))
            y += _LINE
        return f"<g>{''.join(parts)}{self._standing(step, x, y)}</g>"

    def _standing(self, step: Step, x: float, y: float) -> str:
        """What is open and what is late: side by side where both fit, otherwise each in the middle of a line."""
        lines = _standing_lines(step, self._in_a_line)
        if lines and len(lines[0]) > 1:
            (still, css), (late, red) = lines[0]
            half = self._in_a_line / 2
            return marks.text(still, x - half, y, cls=css) + marks.text(late, x + half, y, cls=red, anchor="end")
        return "".join(
            marks.text(told, x, y + nth * _LINE, cls=css, anchor="middle") for nth, [(told, css)] in enumerate(lines)
        )

    def _head(self) -> str:
        title = f'<text class="b" x="{_MARGIN}" y="34" style="font-size:19px">{escape(self._map.title)}</text>'
        about = marks.text(self._map.about, _MARGIN, 56, cls="m")
        key = "".join(marks.text(line, _MARGIN, 76 + nth * _LINE, cls="m") for nth, line in enumerate(self._key))
        return title + about + key

    # --- notes ----------------------------------------

    def _column(self) -> float:
        return (self.wide - 2 * _MARGIN - _BETWEEN_NOTES * (len(self._map.notes) - 1)) / len(self._map.notes)

    def _lay_notes(self) -> Iterator[tuple[Note, list[tuple[str, str]]]]:
        lang = self._map.lang
        for note in self._map.notes:
            lines = [(line, "b") for line in _wrapped(note.heading, self._column(), lang)]
            for told in note.lines or (said(lang, "无", "none"),):
                lines += [(line, "m") for line in _wrapped(told, self._column(), lang)]
            yield note, lines

    def _note(self, nth: int, note: Note, lines: list[tuple[str, str]]) -> str:
        x = _MARGIN + nth * (self._column() + _BETWEEN_NOTES)
        rule = (
            f'<path class="f-grid" d="M{marks.n(x)} {marks.n(self._foot - 16)}h{marks.n(self._column())}" fill="none"/>'
        )
        return rule + "".join(
            marks.text(line, x, self._foot + 4 + at * _LINE, cls=cls) for at, (line, cls) in enumerate(lines)
        )
