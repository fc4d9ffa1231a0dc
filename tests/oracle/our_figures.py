"""Our figures in the form in which the oracle answers. 本系统的数字."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from rules.vocabulary import ProcedureKind
from tasks.ocel_chosen import Chosen
from tasks.ocel_figures import Pace, figures, pace
from tasks.ocel_names import ObjectType, Pseudonyms
from tasks.office import Office
from tasks.process_map_counts import count
from tasks.process_paths import path_of


def ours(office: Office, names: Pseudonyms) -> dict[str, Any]:
    """What we count, from our own tables; cases under the names that they have in the export."""
    with office.reading() as desk:
        found = figures(desk, Chosen())
        law = {kind.value: _ways_of_the_law(count(desk, Chosen(), kind)) for kind in ProcedureKind}
    return {
        "paces": {code: _measured(one) for code, one in found.paces.items()},
        "ways": {kind: sorted([*way, n] for way, n in counted.items()) for kind, counted in found.ways.items()},
        "law": {kind: ways for kind, ways in law.items() if ways},
        "late_cases": sorted(names.of(ObjectType.CASE, no) for no in found.late_cases),
    }


def _ways_of_the_law(counts: Any) -> list[list[Any]]:
    gone = counts.ways + counts.off
    return [[*way, n, _took(counts.ages.get(way, ()))] for way, n in sorted(gone.items())]


def _took(lengths: Sequence[timedelta]) -> list[int] | None:
    return _measured(pace(lengths)) if lengths else None


def _measured(one: Pace) -> list[int]:
    return [one.count, int(one.median.total_seconds()), int(one.p90.total_seconds())]


def write_paths(file: Path) -> Path:
    """The law's paths, as the oracle reads them."""
    file.write_text(json.dumps({kind: path_of(kind) for kind in ProcedureKind}), encoding="utf-8")
    return file
