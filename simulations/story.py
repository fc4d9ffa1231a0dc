"""What each matter will come to, drawn before it begins: how grave it is and which way it takes. 个案走向.

What people answer to their duties is drawn along these lines, so that a case tells one story and not seventy.
"""

from __future__ import annotations

from dataclasses import dataclass

from rules.guardianship import WayOut
from rules.reporting import Complexity, Track
from rules.vocabulary import Intervention
from simulations.chance import Chance


@dataclass(frozen=True, kw_only=True)
class Story:
    """Where a case is going. 走向.

    Args:
        grave: 0 (light) to 2 (grave).
        danger: whether the child has to be taken out at once.
        suspect: whether it is known who did it.
        chosen: the interventions; none: proposed to be screened out.
        again: how likely every later look finds new harm.
        pace: how long this case makes people wait: 1 is usual.
    """

    grave: int
    danger: bool
    suspect: bool
    track: Track
    complexity: Complexity
    chosen: tuple[Intervention, ...]
    way_out: WayOut
    again: float
    pace: float


def story(chance: Chance) -> Story:
    """The story of one case."""
    grave = chance.one_of({0: 45, 1: 40, 2: 15})
    return Story(
        grave=grave,
        danger=chance.happens((0.02, 0.1, 0.45)[grave]),
        suspect=chance.happens(0.9),
        track=chance.one_of(_TRACKS[grave]),
        complexity=chance.one_of(
            {Complexity.ORDINARY: 70, Complexity.CLUES: 12, Complexity.COMPLEX: 10, Complexity.MAJOR: 3}
            | {Complexity.SEXUAL: 5}
        ),
        chosen=tuple(chance.some_of(_CHOSEN[grave])),
        way_out=chance.one_of(
            {WayOut.RETURN: 45, WayOut.OTHER_PARENT: 12, WayOut.REVOCATION: 30, WayOut.LONG_TERM: 6}
            | {WayOut.CONTINUE: 7}
        ),
        again=chance.one_of({0.01: 80, 0.06: 15, 0.2: 5}),
        pace=chance.one_of({0.8: 30, 1.0: 50, 1.6: 15, 3.0: 5}),
    )


_TRACKS: tuple[dict[Track, float], ...] = (
    {Track.NO_VIOLATION: 55, Track.ADMINISTRATIVE: 40, Track.CRIMINAL: 5},
    {Track.NO_VIOLATION: 15, Track.ADMINISTRATIVE: 65, Track.CRIMINAL: 20},
    {Track.NO_VIOLATION: 2, Track.ADMINISTRATIVE: 28, Track.CRIMINAL: 70},
)

_CHOSEN: tuple[dict[Intervention, float], ...] = (
    {
        Intervention.SERVICES: 0.75,
        Intervention.ADMONITION: 0.06,
        Intervention.FAMILY_EDUCATION: 0.06,
        Intervention.WARNING: 0.03,
        Intervention.DISSUASION: 0.15,
    },
    {
        Intervention.SERVICES: 0.5,
        Intervention.ADMONITION: 0.25,
        Intervention.WARNING: 0.18,
        Intervention.FAMILY_EDUCATION: 0.14,
        Intervention.SUPERVISION_ORDER: 0.08,
        Intervention.PROTECTION_ORDER: 0.05,
        Intervention.TEMPORARY_GUARDIANSHIP: 0.02,
    },
    {
        Intervention.SERVICES: 0.4,
        Intervention.ADMONITION: 0.1,
        Intervention.WARNING: 0.15,
        Intervention.SUPERVISION_ORDER: 0.2,
        Intervention.PROTECTION_ORDER: 0.22,
        Intervention.TEMPORARY_GUARDIANSHIP: 0.2,
    },
)
