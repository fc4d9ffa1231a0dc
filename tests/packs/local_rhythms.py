"""The national pack with the rhythms of a place laid over it. 叠加地方周期职责的规则包."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from packs.content import canonical, with_content
from packs.loader import load
from packs.pack import Pack
from packs.reading import period_of
from packs.rows import fact_of, rhythm_of
from packs.yaml_lines import Item
from rules.sources import Source

PLACES = ("fujian", "tianmen", "jining", "linyi")


@cache
def pack_of(place: str) -> Pack:
    """The rules of a place; not checked yet."""
    rows: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("local_rhythms.yaml").read_text("utf-8"))[place]
    national = load("national")
    facts = {fact.id: fact for fact in (fact_of(_item(one)) for one in rows["facts"])}
    texts = {code for fact in facts.values() for code in fact.sources}
    sources = {
        code: Source(code=code, zh=code, en=code, number="", in_force_from=date(2024, 1, 1), in_force_until=None)
        for code in texts
    }
    duties = dict(national.duties)
    for code, periods in rows["periods"].items():
        more = {variant: period_of(_item(one)) for variant, one in periods.items()}
        duties[code] = replace(duties[code], periods=MappingProxyType({**duties[code].periods, **more}))
    kept = {code: one for code, one in national.rhythms.items() if code not in rows["without"]}
    rhythms = {one.code: one for one in (rhythm_of(_item(row)) for row in rows["rhythms"])}
    pack = replace(
        national,
        id=place,
        facts=MappingProxyType({**national.facts, **facts}),
        sources=MappingProxyType({**national.sources, **sources}),
        duties=MappingProxyType(duties),
        rhythms=MappingProxyType({**kept, **rhythms}),
    )
    return with_content(pack, canonical(pack))


def _item(value: Any) -> Item:
    """A value as the reader of packs gives it, without a line."""
    if isinstance(value, dict):
        return Item({key: _item(one) for key, one in value.items()})
    if isinstance(value, list):
        return Item([_item(one) for one in value])
    return Item(value)
