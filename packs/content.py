"""The canonical content of a pack: what is frozen with a case, byte for byte the same for the same rules. 规范内容.

The keys are those of the pack files, so that one reader (`packs.rows`) reads both.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

from packs.pack import Pack
from packs.procedure_rows import written
from packs.reading import span_words
from packs.rows import OWNER
from rules.duty import DutySpec, Ladder, Point, Rung
from rules.period import Period
from rules.rhythm import Rhythm
from rules.sources import Fact, Source


def canonical(pack: Pack) -> str:
    """Everything that a pack says, as JSON with sorted keys and rows, without spaces, in Chinese as written."""
    return json.dumps(document(pack), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def with_content(pack: Pack, content: str) -> Pack:
    """The pack with its content and the hash of that content filled in."""
    return replace(pack, content=content, hash=hashlib.sha256(content.encode()).hexdigest())


def document(pack: Pack) -> dict[str, Any]:
    """The same as plain values, with the keys of the pack files."""
    return {
        "pack": _head(pack),
        "sources": [_source(pack.sources[code]) for code in sorted(pack.sources)],
        "facts": [_fact(pack.facts[id]) for id in sorted(pack.facts)],
        "duties": [_duty(pack.duties[code]) for code in sorted(pack.duties)],
        "ladders": [_ladder(pack.ladders[code]) for code in sorted(pack.ladders)],
        **_said(rhythms=[_rhythm(pack.rhythms[code]) for code in sorted(pack.rhythms)]),
        **_said(procedures=[written(pack.procedures[code]) for code in sorted(pack.procedures)]),
    }


def _head(pack: Pack) -> dict[str, Any]:
    return _said(
        id=pack.id,
        zh=pack.zh,
        en=pack.en,
        version=pack.version,
        valid_from=pack.valid_from.isoformat(),
        valid_until=pack.valid_until and pack.valid_until.isoformat(),
        inherits=pack.inherits,
        regulators={
            "ground": list(pack.grounds["regulators"]),
            "of": {unit.value: role.value for unit, role in pack.regulators.items()},
        },
        told_of_a_report={
            "ground": list(pack.grounds["told_of_a_report"]),
            "tell": [role.value for role in pack.told_of_a_report],
        },
        late_report_after=_period(pack.late_report_after),
    )


def _source(source: Source) -> dict[str, Any]:
    return _said(
        code=source.code,
        zh=source.zh,
        en=source.en,
        number=source.number,
        in_force_from=source.in_force_from and source.in_force_from.isoformat(),
        in_force_until=source.in_force_until and source.in_force_until.isoformat(),
        note=source.note,
        articles=source.articles or None,
    )


def _fact(fact: Fact) -> dict[str, Any]:
    return _said(
        id=fact.id,
        zh=fact.zh,
        en=fact.en,
        basis=fact.basis,
        law_word=fact.law_word,
        sources=list(fact.sources),
        force=fact.force.value,
        confidence=fact.confidence.value,
        limits={label: _limit(period) for label, period in fact.limits.items()},
        note=fact.note,
    )


def _duty(spec: DutySpec) -> dict[str, Any]:
    return _said(
        code=spec.code,
        zh=spec.zh,
        en=spec.en,
        ground=list(spec.ground),
        periods={variant: _period(period) for variant, period in spec.periods.items()},
        starts=spec.starts,
        starts_en=spec.starts_en,
        ladder=spec.ladder,
        document=spec.document,
        takes_hours=spec.takes_hours,
        pauses=sorted(cause.value for cause in spec.pauses),
        extensions=list(spec.extensions),
        routine=spec.routine or None,
        where_set=spec.where_set or None,
    ) | {"owed_by": [role.value for role in spec.owed_by]}


def _ladder(ladder: Ladder) -> dict[str, Any]:
    attention = {"attention": [_rung(rung) for rung in ladder.attention]} if ladder.attention else {}
    return {"code": ladder.code, "rungs": [_rung(rung) for rung in ladder.rungs], **attention}


def _rhythm(rhythm: Rhythm) -> dict[str, Any]:
    return _said(
        code=rhythm.code,
        zh=rhythm.zh,
        en=rhythm.en,
        duty=rhythm.duty,
        variant=rhythm.variant,
        categories=sorted(one.value for one in rhythm.categories),
        tiers=sorted(one.value for one in rhythm.tiers),
        marks=sorted(one.value for one in rhythm.marks),
        owed_by_each=sorted(one.value for one in rhythm.owed_by_each),
        basis=list(rhythm.basis),
        instead_of=list(rhythm.instead_of),
        levels=sorted(one.value for one in rhythm.levels),
        grades={tier.value: word for tier, word in rhythm.grades},
    )


def _rung(rung: Rung) -> dict[str, Any]:
    owner = [OWNER] if rung.tell_owner else []
    return {
        "at": moment_words(rung),
        "tell": owner + [role.value for role in rung.tell],
        "template": rung.template,
        "basis": rung.basis,
        **_said(repeat=rung.repeat and _period(rung.repeat), document=rung.document),
    }


def moment_words(rung: Rung) -> str | float:
    """When a rung is reached, as `at` says it."""
    if rung.point is Point.SHARE:
        return rung.share
    if rung.after is None:
        return rung.point.value
    return f"{rung.point.value} + {span_words(rung.after.amount, rung.after.unit)}"


def _period(period: Period) -> dict[str, Any]:
    return {**_limit(period), "set_by": period.set_by}


def _limit(period: Period) -> dict[str, Any]:
    if period.window is not None:
        until = {"until": "{:02}-{:02}".format(*period.until)} if period.until else {}
        return {"window": period.window.value, **until}
    if period.before_end:
        return {"before_end": span_words(period.amount, period.unit)}
    return {"within": span_words(period.amount, period.unit), "rule": period.rule.value}


def _said(**values: Any) -> dict[str, Any]:
    """Only what is said: an empty text, list or mapping is the same as leaving it out."""
    return {key: value for key, value in values.items() if value not in ("", None, [], {}, 0.0)}
