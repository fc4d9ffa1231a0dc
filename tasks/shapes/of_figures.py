"""Figures of an area as JSON: a number that is hidden is null. 统计的 JSON 形状."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tasks.figures import BASIS
from tasks.shapes.plain import instant
from tasks.small_numbers import SMALLEST_SHARED
from tasks.timeliness import Outcome

if TYPE_CHECKING:
    from pictures.process_map_parts import ProcessMap, Step
    from tasks.audit_set import Asked
    from tasks.figures import Figures
    from tasks.spot_check import Drawing
    from tasks.timeliness import Limits, Line, Pace, Timeliness

_HOUR = timedelta(hours=1)


def figures(found: Figures) -> dict[str, Any]:
    """The figures of a routine report, small ones withheld. 上报数字."""
    return {
        "area": found.area,
        "year": found.year,
        "first": found.first,
        "last": found.last,
        "basis": BASIS,
        "hidden_below": SMALLEST_SHARED,
        "figures": [
            {
                "code": group.code,
                "zh": group.zh,
                "en": group.en,
                "total": total,
                "parts": [{"code": code, "zh": group.parts[code][0], "number": no} for code, no in parts.items()],
            }
            for group, total, parts in found.shared()
        ],
    }


def drawing(made: Drawing) -> dict[str, Any]:
    """Files that were drawn. 抽查."""
    return {
        "case_no": made.case_no,
        "area": made.area,
        "at": instant(made.at),
        "files": made.files,
        "drawn": list(made.drawn),
        "seed": made.seed,
        "of": made.of,
    }


def timeliness(asked: Asked, found: Timeliness) -> dict[str, Any]:
    """How an area keeps its dates. 及时情况."""
    return {
        "area": asked.area,
        "from": asked.from_on,
        "to": asked.to_on,
        "at": instant(found.at),
        "cases": found.cases,
        "limits": [_limits(one) for one in found.limits],
        "steps": [_pace(one) for one in found.steps],
        "causes": [{"cause": one.value, "zh": one.zh, "number": number} for one, number in found.causes.items()],
        "unexplained": found.unexplained,
    }


def _limits(one: Limits) -> dict[str, Any]:
    return {"force": one.force.value, "rules": [_line(line) for line in one.lines], "others": one.others}


def _line(one: Line) -> dict[str, Any]:
    return {
        "procedure": one.rule.kind.value,
        "code": one.rule.code,
        "zh": one.rule.zh,
        "en": one.rule.en,
        "period_zh": one.rule.period_zh,
        "period_en": one.rule.period_en,
        "set_by": one.rule.set_by,
        "numbers": {outcome.value: number for outcome, number in zip(Outcome, one.numbers, strict=True)},
        "total": one.total,
        "share_in_time": one.share,
    }


def _pace(one: Pace) -> dict[str, Any]:
    return {
        "code": one.rule.code,
        "zh": one.rule.zh,
        "en": one.rule.en,
        "agency_zh": one.agency_zh,
        "median_hours": one.median / _HOUR,
        "p90_hours": one.ninetieth / _HOUR if one.ninetieth is not None else None,
    }


def process_map(drawn: ProcessMap) -> dict[str, Any]:
    """A process map before it is drawn. 流程图."""
    return {
        "title": drawn.title,
        "about": drawn.about,
        "steps": [_step(one) for one in drawn.steps],
        "tracks": [asdict(one) for one in drawn.tracks],
        "notes": [asdict(one) for one in drawn.notes],
        "summary": drawn.summary,
    }


def _step(one: Step) -> dict[str, Any]:
    told = asdict(one)
    return {"code": told.pop("code"), "zh": told.pop("name"), **told}
