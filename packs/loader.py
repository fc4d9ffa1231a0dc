"""Reading packs: from files, refused when anything is wrong; from frozen content, as it was then. 读取规则包.

A pack is a folder with pack.yaml, sources.yaml, facts.yaml, duties.yaml, ladders.yaml and perhaps rhythms.yaml; what
is long is continued by procedure in folders of the same names (facts/orders.yaml).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from packs.checks import problems
from packs.content import canonical, with_content
from packs.pack import Pack
from packs.reading import Row, each, period_of, refuse_all, term_of
from packs.rows import duty_of, fact_of, ladder_of, rhythm_of, source_of
from packs.yaml_lines import Item, from_json, read_file, refusal
from rules.errors import Gap, Refused
from rules.vocabulary import Role, UnitKind

SHELF = Path(__file__).parent
"""Where the packs that come with the software lie."""

_ROWS = {
    "sources": (source_of, "code", "source"),
    "facts": (fact_of, "id", "fact"),
    "duties": (duty_of, "code", "duty"),
    "ladders": (ladder_of, "code", "ladder"),
    "rhythms": (rhythm_of, "code", "rhythm"),
}
_HEAD_KEYS = (
    *("id", "zh", "en", "version", "valid_from", "valid_until"),
    *("regulators", "told_of_a_report", "late_report_after"),
)


def available() -> list[str]:
    """The packs that come with the software. 随附的规则包."""
    return sorted(path.parent.name for path in SHELF.glob("*/pack.yaml"))


def load(id_or_path: str | Path) -> Pack:
    """A pack from its files, read and checked. 读取规则包.

    Args:
        id_or_path: the name of a pack that comes with the software, or the folder of another one.
    Raises: Refused: nothing there; Refusals: every fault found, each with file and line and what to do.
    """
    folder = _folder(id_or_path)
    return _read(folder, _stamp(folder))


@lru_cache(maxsize=16)
def _read(folder: Path, stamp: tuple[tuple[str, int, int], ...]) -> Pack:
    """The pack in `folder` as its files are by `stamp`; read once in a process, since reading takes a while."""
    pack = _assembled(_files(folder))
    refuse_all(problems(pack))
    return with_content(pack, canonical(pack))


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Name, time of change and size of every file: a pack that was edited is read again."""
    files = sorted(folder.rglob("*.yaml"))
    return tuple((str(file), (told := file.stat()).st_mtime_ns, told.st_size) for file in files)


@lru_cache(maxsize=64)
def from_content(content: str) -> Pack:
    """The pack that a case froze. 由冻结内容还原.

    It is not checked again and keeps the very content and hash it was frozen with: what was accepted then still governs
    its cases, whatever is demanded of packs, or written into them, today.

    Raises: Gap: the content is damaged, so that nobody can say which rules governed the case.
    """
    try:
        return with_content(_assembled(from_json(content)), content)
    except (Refused, ValueError) as error:
        raise Gap(
            "冻结的规则内容已损坏，请从备份恢复该规则包内容。",
            "the frozen rules are damaged: restore their content from a backup.",
        ) from error


def _folder(id_or_path: str | Path) -> Path:
    folder = SHELF / id_or_path if str(id_or_path) in available() else Path(id_or_path)
    if not (folder / "pack.yaml").is_file():
        known = available()
        raise refusal(
            "",
            f"找不到规则包“{folder.name}”，请用 {'、'.join(known)}，或给出含 pack.yaml 的文件夹。",
            f"no pack '{folder.name}': use {', '.join(known)}, or name a folder that holds pack.yaml.",
            field="pack",
        )
    return folder


def _files(folder: Path) -> Item:
    """All files as one document, in the shape of frozen content."""
    faults: list[Refused] = []
    names = ("pack", *_ROWS)
    paths = [(name, Item(path)) for name in names for path in _parts(folder, name)]
    read = each([item for _, item in paths], lambda item: read_file(Path(str(item.value))), faults)
    refuse_all(faults)
    documents: dict[str, list[Item]] = {name: [] for name in names}
    for (name, _), (document, _) in zip(paths, read, strict=True):
        documents[name].append(document)
    return Item({name: _joined(parts) for name, parts in documents.items()})


def _parts(folder: Path, name: str) -> list[Path]:
    """A pack without rhythms needs no file that says so; every other part is there."""
    head = folder / f"{name}.yaml"
    first = [] if name == "rhythms" and not head.exists() else [head]
    return [*first, *sorted((folder / name).glob("*.yaml"))]


def _joined(parts: list[Item]) -> Item:
    """The rows of several files as one list; a part that is no list is left to be refused in its place."""
    if not parts:
        return Item([])
    rows: list[Item] = []
    for part in parts:
        if not isinstance(part.value, list):
            return part
        rows += part.value
    return Item(rows, parts[0].place)


def _assembled(document: Item) -> Pack:
    sheet = Row(document, ("pack", *_ROWS))
    faults: list[Refused] = []
    places: dict[str, str] = {}
    rows = {name: _by_code(sheet, name, faults, places) for name in _ROWS}
    heads = each([sheet.item("pack")], _head, faults)
    refuse_all(faults)
    head, item = heads[0]
    places |= {"pack": item.place, "pack:regulators": Row(item, _HEAD_KEYS).item("regulators").place}
    return Pack(**head, **rows, places=MappingProxyType(places))  # type: ignore[arg-type]


def _by_code(sheet: Row, name: str, faults: list[Refused], places: dict[str, str]) -> MappingProxyType[str, object]:
    read, key, word = _ROWS[name]
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
    """Lines of the periods of a duty and the rungs of a ladder, which are faulted one by one."""
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


def _head(item: Item) -> dict[str, object]:
    row = Row(item, _HEAD_KEYS)
    regulators = Row(row.item("regulators"), ("ground", "of"))
    told = Row(row.item("told_of_a_report"), ("ground", "tell"))
    row.item("valid_from")
    return {
        **{key: row.text(key) for key in ("id", "zh", "en", "version")},
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
