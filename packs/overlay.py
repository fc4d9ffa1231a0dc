"""A local pack laid over its parent: one document with the rows of both. 地方规则包叠加.

A local row whose code the parent has says only what differs: keys that are left out are the parent's; `ground`, the
roles told of a report and the variants of `periods` are added to the parent's; every other key is written in full.
Whether that tightens is asked in `packs.local_checks`.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from packs.assembly import ROWS
from packs.content import document
from packs.files import PARTS
from packs.pack import Pack
from packs.reading import refuse_all
from packs.yaml_lines import Item, refusal
from rules.errors import Refused

FROM_PARENT = " › "
"""In a place: the pack that the row comes from stands before it, such as national › duties.yaml:41."""

_OWN = ("id", "zh", "en", "version", "valid_from", "valid_until", "inherits")
_NEW = {
    "duties": ("zh", "en", "owed_by", "ground", "periods", "starts", "starts_en", "ladder"),
    "ladders": ("rungs",),
}
"""What a row must say where the parent has none of its code."""


def laid_over(local: Item, parent: Pack) -> Item:
    """The local document completed by everything that the parent says.

    Raises: Refusals: a row of the parent's law is written anew, or a row that only says what differs has a code that
        the parent does not know.
    """
    assert isinstance(local.value, dict)
    inherited, faults = document(parent), list[Refused]()
    merged = {"pack": _head(local.value["pack"], inherited["pack"], parent)}
    for name in PARTS:
        merged[name] = _rows(name, local.value[name], inherited.get(name, []), parent, faults)
    refuse_all(faults)
    return Item(merged)


def place_in(parent: Pack, name: str) -> str:
    """Where a row of the parent stands, with the name of the pack that wrote it."""
    place = parent.places.get(name, "")
    return place if FROM_PARENT in place else f"{parent.id}{FROM_PARENT}{place}"


def _head(local: Item, inherited: dict[str, Any], parent: Pack) -> Item:
    if not isinstance(local.value, dict):
        return local
    theirs = {
        key: _placed(value, place_in(parent, f"pack:{key}")) for key, value in inherited.items() if key not in _OWN
    }
    values = {**theirs, **local.value}
    for key, lists, mapping in (("regulators", ("ground",), "of"), ("told_of_a_report", ("ground", "tell"), "")):
        if key in local.value:
            values[key] = _patched(local.value[key], theirs[key], lists, mapping)
    return Item(values, local.place)


def _rows(name: str, local: Item, inherited: list[dict[str, Any]], parent: Pack, faults: list[Refused]) -> Item:
    if not isinstance(local.value, list):
        return local
    _, key, word = ROWS[name]
    theirs = {row[key]: _placed(row, place_in(parent, f"{word}:{row[key]}")) for row in inherited}
    rows: dict[int, Item] = {}
    overridden: set[str] = set()
    for number, item in enumerate(local.value):
        code = _code(item, key)
        if code not in theirs:
            faults += _half_a_row(name, item, key, code, tuple(theirs))
            rows[number] = item
        elif name in _NEW:
            rows[number] = _patched(item, theirs[code], ("ground",), "periods")
            overridden.add(code)
        elif name == "procedures":
            faults.append(_declared_anew(item, code, theirs[code].place))
        else:
            faults.append((_rhythm_anew if name == "rhythms" else _written_anew)(item, code, theirs[code].place, key))
    return Item([*(row for code, row in theirs.items() if code not in overridden), *rows.values()], local.place)


def _code(item: Item, key: str) -> str:
    said = item.value.get(key) if isinstance(item.value, dict) else None
    return str(said.value) if said is not None else ""


def _patched(local: Item, theirs: Item, lists: tuple[str, ...], mapping: str) -> Item:
    """What the parent's row says, but for what the local one says; some keys are added up."""
    if not isinstance(local.value, dict) or not isinstance(theirs.value, dict):
        return local
    values: dict[str, Item] = {**theirs.value, **local.value}
    for key in lists:
        if key in local.value and key in theirs.value:
            values[key] = _added(theirs.value[key], local.value[key])
    if mapping in local.value and mapping in theirs.value:
        ours, before = local.value[mapping], theirs.value[mapping]
        if isinstance(ours.value, dict) and isinstance(before.value, dict):
            values[mapping] = Item({**before.value, **ours.value}, ours.place)
    return Item(values, local.place)


def _added(before: Item, ours: Item) -> Item:
    """The members of both lists, the parent's first, each once; what is no list is left to be refused."""
    if not isinstance(before.value, list) or not isinstance(ours.value, list):
        return ours
    known = {one.value for one in before.value if isinstance(one.value, str)}
    return Item([*before.value, *(one for one in ours.value if one.value not in known)], ours.place)


def _placed(value: object, place: str) -> Item:
    if isinstance(value, dict):
        return Item({str(key): _placed(one, place) for key, one in value.items()}, place)
    if isinstance(value, list):
        return Item([_placed(one, place) for one in value], place)
    return Item(value, place)


def _half_a_row(name: str, item: Item, key: str, code: str, known: tuple[str, ...]) -> list[Refused]:
    """A row that only says what differs, of something that the parent does not know: mostly a slip in its code."""
    if name not in _NEW or not isinstance(item.value, dict) or not code:
        return []
    missing = [one for one in _NEW[name] if one not in item.value]
    if not missing:
        return []
    near = get_close_matches(code, known, n=1)
    meant_zh = f"是否想写“{near[0]}”？" if near else ""
    meant_en = f"did you mean '{near[0]}'? " if near else ""
    return [
        refusal(
            item.place,
            f"上级规则包没有“{code}”，{meant_zh}新增的行须写全，还缺 {'、'.join(missing)}。",
            f"the parent has no '{code}': {meant_en}A new row is written in full and lacks {', '.join(missing)}.",
            field=key,
        )
    ]


def _declared_anew(item: Item, code: str, theirs: str) -> Refused:
    """Whether another course of steps is stricter nobody can say; a period, an addressee, a ladder can be tightened."""
    return refusal(
        item.place,
        f"自设程序“{code}”已在 {theirs} 写明，下级不得改写其步骤；要收紧期限、增加告知，写在它的职责和阶梯上；"
        "步骤不同的，换一个代码另设。",
        f"the procedure '{code}' stands at {theirs} and its steps are not rewritten: tighten its duties and ladders, "
        "or declare another one under a code of its own.",
        field="code",
    )


def _written_anew(item: Item, code: str, theirs: str, key: str) -> Refused:
    return refusal(
        item.place,
        f"“{code}”已在 {theirs} 写明，下级不得改写法律行；请删去，或换一个编号写当地的规定。",
        f"'{code}' stands at {theirs} and a local pack does not rewrite rows of law: remove it, or give the local rule "
        "a number of its own.",
        field=key,
    )


def _rhythm_anew(item: Item, code: str, theirs: str, key: str) -> Refused:
    return refusal(
        item.place,
        f"周期职责“{code}”已在 {theirs} 写明，下级不得改写；请另取代码，要取代其默认的写 instead_of: [{code}]。",
        f"the rhythm '{code}' stands at {theirs} and is not rewritten: give the local row a code of its own, and write "
        f"'instead_of: [{code}]' where it takes the place of a default.",
        field=key,
    )
