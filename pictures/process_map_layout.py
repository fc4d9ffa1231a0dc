"""Where each step of a process map stands, and how each line runs between them. 流程图布局.

Layers from top to bottom, after Sugiyama, Tagawa and Toda (1981): a step stands below every step before it; a line that
crosses a layer takes a place in it, and so does the label of a line, so that nothing lies on anything else.
The same map gives the same picture.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_MOST_IN_A_LAYER = 6
"""Steps side by side before those that lead nowhere move down."""

_SWEEPS = 24
_APART = 12.0  # px between two things in a layer

Node = str
Edge = tuple[str, str]


@dataclass(slots=True)
class Spot:
    """A place that something takes: a step, a label, or a line on its way through.

    Args:
        layer: 0, 2, 4 … for steps, odd ones between them for labels.
        width: px.
        x: middle, px.
    """

    layer: int
    width: float
    x: float = 0.0
    up: list[Spot] = field(default_factory=list)
    down: list[Spot] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Layout:
    """A map whose things have their places. 布局.

    Args:
        steps: place of each step.
        lines: places that each line runs through, from step to step.
        labels: place of each label, by line.
        layers: how many layers there are, those of labels included.
        width: px.
    """

    steps: dict[Node, Spot]
    lines: dict[Edge, tuple[Spot, ...]]
    labels: dict[Edge, Spot]
    layers: int
    width: float


def lay_out(
    nodes: Sequence[Node], edges: Sequence[Edge], *, node_width: float, label_widths: Mapping[Edge, float]
) -> Layout:
    """Places for nodes and edges; the edges lead forward, and every node but the first is reached by one.

    Args:
        nodes: in the order in which they are read.
        label_widths: px of the label of each edge; 0 where it has none.
    """
    level = _levels(nodes, edges)
    layers: dict[int, list[Spot]] = defaultdict(list)
    steps: dict[Node, Spot] = {}
    for node in nodes:
        steps[node] = Spot(2 * level[node], node_width)
        layers[2 * level[node]].append(steps[node])
    lines: dict[Edge, tuple[Spot, ...]] = {}
    labels: dict[Edge, Spot] = {}
    for edge in edges:
        lines[edge] = _run(steps[edge[0]], steps[edge[1]], label_widths[edge])
        for spot in lines[edge][1:-1]:
            layers[spot.layer].append(spot)
        labels[edge] = lines[edge][-2]
    ordered = _order([layers[nth] for nth in range(max(layers) + 1)])
    width = _place(ordered)
    return Layout(steps, lines, labels, len(ordered), width)


def _levels(nodes: Sequence[Node], edges: Sequence[Edge]) -> dict[Node, int]:
    """The longest way to each node; where too many are side by side, what leads nowhere moves down."""
    before: dict[Node, list[Node]] = defaultdict(list)
    leading = {edge[0] for edge in edges}
    for source, target in edges:
        before[target].append(source)
    level: dict[Node, int] = {}
    taken: dict[int, int] = defaultdict(int)

    def down(node: Node) -> int:
        if node not in level:
            least = max((down(one) + 1 for one in before[node]), default=0)
            while node not in leading and taken[least] >= _MOST_IN_A_LAYER:
                least += 1
            level[node] = least
            taken[least] += 1
        return level[node]

    for node in sorted(nodes, key=lambda node: node not in leading):  # those that lead on choose first
        down(node)
    return level


def _run(source: Spot, target: Spot, label_width: float) -> tuple[Spot, ...]:
    """The places of a line; the one right above its target holds the label."""
    between = [Spot(layer, 0.0) for layer in range(source.layer + 1, target.layer)]
    between[-1].width = label_width
    run = (source, *between, target)
    for upper, lower in itertools.pairwise(run):
        upper.down.append(lower)
        lower.up.append(upper)
    return run


# ------------------------------------------------------------------------------------------------ order


def _order(layers: list[list[Spot]]) -> list[list[Spot]]:
    """Each layer in the order that lets the fewest lines cross, of those that sweeping up and down finds."""
    best, fewest = [list(layer) for layer in layers], _crossings(layers)
    for sweep in range(_SWEEPS):
        downwards = sweep % 2 == 0
        for nth in range(1, len(layers)) if downwards else range(len(layers) - 2, -1, -1):
            fixed = {id(spot): place for place, spot in enumerate(layers[nth - 1 if downwards else nth + 1])}
            layers[nth] = _by_neighbours(layers[nth], fixed, downwards)
        if (crossings := _crossings(layers)) < fewest:
            best, fewest = [list(layer) for layer in layers], crossings
    return best


def _by_neighbours(layer: list[Spot], fixed: Mapping[int, int], downwards: bool) -> list[Spot]:
    def wish(place: int, spot: Spot) -> float:
        near = [fixed[id(one)] for one in (spot.up if downwards else spot.down)]
        return sum(near) / len(near) if near else float(place)

    wishes = {id(spot): wish(place, spot) for place, spot in enumerate(layer)}
    return sorted(layer, key=lambda spot: wishes[id(spot)])


def _crossings(layers: list[list[Spot]]) -> int:
    total = 0
    for upper, lower in itertools.pairwise(layers):
        place = {id(spot): nth for nth, spot in enumerate(lower)}
        ends = [sorted(place[id(one)] for one in spot.down) for spot in upper]
        flat = [end for found in ends for end in found]
        total += sum(flat[later] < flat[nth] for nth in range(len(flat)) for later in range(nth + 1, len(flat)))
    return total


# ------------------------------------------------------------------------------------------------ places


def _place(layers: list[list[Spot]]) -> float:
    """Every spot near its neighbours, none upon another. Returns the width of all."""
    for layer in layers:
        _spread(layer, [0.0] * len(layer))
    for sweep in range(_SWEEPS):
        downwards = sweep % 2 == 0
        for layer in layers if downwards else reversed(layers):
            near = [(spot.up if downwards else spot.down) or (spot.down if downwards else spot.up) for spot in layer]
            _spread(layer, [sum(one.x for one in found) / len(found) if found else 0.0 for found in near])
    left = min(spot.x - spot.width / 2 for layer in layers for spot in layer)
    for layer in layers:
        for spot in layer:
            spot.x -= left
    return max(spot.x + spot.width / 2 for layer in layers for spot in layer)


def _spread(layer: list[Spot], wishes: list[float]) -> None:
    """As near to what each wishes as the room that each takes allows: the least sum of squares, by pooling neighbours
    that would overlap (isotonic regression).
    """
    offsets = [0.0]
    for one, other in itertools.pairwise(layer):
        offsets.append(offsets[-1] + (one.width + other.width) / 2 + _APART)
    pools: list[tuple[float, int]] = []  # mean, how many
    for wish, offset in zip(wishes, offsets, strict=True):
        mean, size = wish - offset, 1
        while pools and pools[-1][0] >= mean:
            before, many = pools.pop()
            mean, size = (before * many + mean * size) / (many + size), many + size
        pools.append((mean, size))
    means = [mean for mean, size in pools for _ in range(size)]
    for spot, mean, offset in zip(layer, means, offsets, strict=True):
        spot.x = mean + offset
