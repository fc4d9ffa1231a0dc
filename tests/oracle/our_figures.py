"""Our figures in the form in which the oracle answers. 本系统的数字."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from packs.loader import load
from rules.vocabulary import ProcedureKind
from tasks.desk import Desk
from tasks.ocel_chosen import Chosen
from tasks.ocel_figures import Pace, figures, pace
from tasks.ocel_names import ObjectType, Pseudonyms
from tasks.office import Office
from tasks.process_map_counts import Counts, count
from tasks.process_paths import path_of

DECLARING = ("example-township", Path(__file__).resolve().parents[2] / "examples" / "packs" / "ninglang")
"""The packs of stories that go a procedure of their own."""


def ours(office: Office, names: Pseudonyms) -> dict[str, Any]:
    """What we count, from our own tables; cases under the names that they have in the export."""
    with office.reading() as desk:
        found = figures(desk, Chosen())
        law = {kind.value: _ways_of_the_law(_counted(desk, kind)) for kind in ProcedureKind}
    return {
        "paces": {code: _measured(one) for code, one in found.paces.items()},
        "ways": {kind: sorted([*way, n] for way, n in counted.items()) for kind, counted in found.ways.items()},
        "law": {kind: ways for kind, ways in law.items() if ways},
        "late_cases": sorted(names.of(ObjectType.CASE, no) for no in found.late_cases),
    }


def _counted(desk: Desk, kind: ProcedureKind) -> list[Counts]:
    """Of declared procedures each for itself: its path stands in the rules of the place."""
    if kind is ProcedureKind.DECLARED:
        return [count(desk, Chosen(), kind, one) for one in desk.pack.procedures.values()]
    return [count(desk, Chosen(), kind)]


def _ways_of_the_law(counted: Sequence[Counts]) -> list[list[Any]]:
    ages = {way: lengths for counts in counted for way, lengths in counts.ages.items()}
    gone = sum((counts.ways + counts.off for counts in counted), Counter[tuple[str, str]]())
    return [[*way, n, _took(ages.get(way, ()))] for way, n in sorted(gone.items())]


def _took(lengths: Sequence[timedelta]) -> list[int] | None:
    return _measured(pace(lengths)) if lengths else None


def _measured(one: Pace) -> list[int]:
    return [one.count, int(one.median.total_seconds()), int(one.p90.total_seconds())]


def write_paths(file: Path) -> Path:
    """The law's paths, as the oracle reads them; of declared procedures those that the played stories go."""
    paths = {kind.value: list(path_of(kind)) for kind in ProcedureKind}
    declared = [one for name in DECLARING for one in load(name).procedures.values()]
    paths[ProcedureKind.DECLARED.value] = [way for one in declared for way in one.ways()]
    file.write_text(json.dumps(paths), encoding="utf-8")
    return file
