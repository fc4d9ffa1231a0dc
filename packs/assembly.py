"""A document put together into a pack, with the place of every row. 组装规则包."""

from __future__ import annotations

from types import MappingProxyType

from packs.files import PARTS
from packs.pack import Pack
from packs.procedure_rows import procedure_of
from packs.reading import Row, each, period_of, refuse_all, term_of
from packs.rows import duty_of, fact_of, ladder_of, rhythm_of, source_of
from packs.yaml_lines import Item, refusal
from rules.errors import Refused
from rules.vocabulary import Role, UnitKind

ROWS = {
    "sources": (source_of, "code", "source"),
    "facts": (fact_of, "id", "fact"),
    "duties": (duty_of, "code", "duty"),
    "ladders": (ladder_of, "code", "ladder"),
    "rhythms": (rhythm_of, "code", "rhythm"),
    "procedures": (procedure_of, "code", "procedure"),
}
"""Per part of a pack: what reads a row, the key of its code, and what a row is called."""

HEAD_KEYS = (
    *("id", "zh", "en", "version", "valid_from", "valid_until", "inherits"),
    *("regulators", "told_of_a_report", "late_report_after"),
)


def assembled(document: Item) -> Pack:
    """The pack that a whole document holds; whether its rows fit together is asked in `packs.checks`.

    Raises: Refusals: every row that cannot be read, each with its place.
    """
    sheet = Row(document, ("pack", *PARTS))
    faults: list[Refused] = []
    places: dict[str, str] = {}
    rows = {name: _by_code(sheet, name, faults, places) for name in PARTS}
    heads = each([sheet.item("pack")], _head, faults)
    refuse_all(faults)
    head, item = heads[0]
    stated = Row(item, HEAD_KEYS)
    places |= {"pack": item.place} | {
        f"pack:{key}": stated.item(key).place for key in HEAD_KEYS if key in stated and stated.item(key).place
    }
    return Pack(**head, **rows, places=MappingProxyType(places))  # type: ignore[arg-type]


def _by_code(sheet: Row, name: str, faults: list[Refused], places: dict[str, str]) -> MappingProxyType[str, object]:
    read, key, word = ROWS[name]
    found: dict[str, object] = {}
    for rule, item in each(sheet.items(name), read, faults):
        code = getattr(rule, key)
        if code in found:
            first = places[f"{word}:{code}"]
            faults.append(
                refusal(
                    item.place,
                    f"“{code}”已在 {first} 定义，请删去一处或改名。",
                    f"'{code}' is already defined at {first}: remove one or rename it.",
                    field=key,
                )
            )
        found[code] = rule
        places[f"{word}:{code}"] = item.place
        _remember_parts(places, f"{word}:{code}", item)
    return MappingProxyType(found)


def _remember_parts(places: dict[str, str], name: str, item: Item) -> None:
    """Lines of periods of a duty, rungs of a ladder, steps and ends of a procedure, which are faulted one by one."""
    assert isinstance(item.value, dict)
    periods = item.value.get("periods", Item({})).value
    if isinstance(periods, dict):
        places |= {f"{name}:{variant}": one.place for variant, one in periods.items()}
    rungs = item.value.get("rungs", Item([])).value
    if isinstance(rungs, list):
        places |= {f"{name}:{number}": one.place for number, one in enumerate(rungs)}
    attention = item.value.get("attention", Item([])).value
    if isinstance(attention, list):
        places |= {f"{name}:attention:{number}": one.place for number, one in enumerate(attention)}
    for part in ("steps", "ends"):
        parts = item.value.get(part, Item([])).value
        if isinstance(parts, list):
            places |= {f"{name}:{part}:{number}": one.place for number, one in enumerate(parts)}


def _head(item: Item) -> dict[str, object]:
    row = Row(item, HEAD_KEYS)
    regulators = Row(row.item("regulators"), ("ground", "of"))
    told = Row(row.item("told_of_a_report"), ("ground", "tell"))
    row.item("valid_from")
    return {
        **{key: row.text(key) for key in ("id", "zh", "en", "version")},
        "inherits": row.text("inherits", ""),
        "valid_from": row.day("valid_from"),
        "valid_until": row.day("valid_until"),
        "regulators": MappingProxyType(_regulators(regulators)),
        "told_of_a_report": told.terms(Role, "tell"),
        "late_report_after": period_of(row.item("late_report_after")),
        "grounds": MappingProxyType(
            {"regulators": regulators.texts("ground"), "told_of_a_report": told.texts("ground")}
        ),
    }


def _regulators(row: Row) -> dict[UnitKind, Role]:
    return {
        term_of(UnitKind, Item(unit, authority.place), "of"): term_of(Role, authority, "of")
        for unit, authority in row.by_key("of").items()
    }
