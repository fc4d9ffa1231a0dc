"""Rules that differ from those a case began under. 换了版本的规则."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from packs.content import canonical, with_content
from packs.pack import Pack
from rules.period import CountingRule, Period, Unit
from tests.office import national


def slower() -> Pack:
    """The rules of today: triage within two days. Not law: it stands for any change of a period."""
    spec = national().duty("triage")
    name, period = next(iter(spec.periods.items()))
    two_days = Period(amount=48, unit=Unit.HOURS, rule=CountingRule.CLOCK, set_by=period.set_by)
    fact = national().fact(period.set_by)
    pack = replace(
        national(),
        version="2026.2",
        facts=MappingProxyType({**national().facts, fact.id: replace(fact, limits=MappingProxyType({name: two_days}))}),
        duties=MappingProxyType(
            {**national().duties, spec.code: replace(spec, periods=MappingProxyType({**spec.periods, name: two_days}))}
        ),
    )
    return with_content(pack, canonical(pack))
