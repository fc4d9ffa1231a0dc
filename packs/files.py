"""The files of a pack as one document, in the shape of frozen content. 规则包文件.

A pack is a folder with pack.yaml, sources.yaml, facts.yaml, duties.yaml, ladders.yaml and perhaps rhythms.yaml and
procedures.yaml; what is long is continued by subject in folders of the same names (facts/orders.yaml).  A pack that
inherits has only the files that it needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from packs.reading import each, nearest, refuse_all
from packs.yaml_lines import Item, read_file, refusal
from rules.errors import Refused

HEAD = "pack"
PARTS = ("sources", "facts", "duties", "ladders", "rhythms", "procedures")
LIST = "services"
"""A list of services may lie beside a pack; it is no part of it (packs.services)."""
MAY_LACK = frozenset({"rhythms", "procedures"})
"""A pack without any needs no file that says so."""

SHELF = Path(__file__).parent
"""Where the packs that come with the software lie."""

Stamp = tuple[tuple[str, int, int], ...]


def part_of(file: Path) -> str:
    """Which part of a pack a file holds: duties.yaml, duties/orders.yaml."""
    return file.parent.name if file.parent.name in PARTS else file.stem


def stamp_of(folder: Path) -> Stamp:
    """Name, time of change and size of every file: a pack that was edited is read again."""
    files = sorted(folder.rglob("*.yaml"))
    return tuple((str(file), (told := file.stat()).st_mtime_ns, told.st_size) for file in files)


@dataclass(frozen=True, slots=True)
class Standing:
    """What must be known of a pack before it is read: whom it inherits from, and from which day to which.

    Args:
        inherits: name of the parent, or "".
        place, since_place: where that is said, and where the first day.
        since, until: as far as they are dates; whatever else stands there is refused when the pack is read.
    """

    inherits: str
    place: str
    since_place: str
    since: date | None
    until: date | None


def standing_of(folder: Path) -> Standing:
    """The standing of the pack in a folder. Raises Refusals: its pack.yaml cannot be read."""
    faults: list[Refused] = []
    read = each([Item(folder / f"{HEAD}.yaml")], lambda item: read_file(Path(str(item.value))), faults)
    refuse_all(faults)
    head = read[0][0]
    said = head.value if isinstance(head.value, dict) else {}
    parent, since, until = (said.get(key, Item(None)) for key in ("inherits", "valid_from", "valid_until"))
    return Standing(
        inherits=str(parent.value or "").strip(),
        place=parent.place or head.place,
        since_place=since.place or head.place,
        since=since.value if type(since.value) is date else None,
        until=until.value if type(until.value) is date else None,
    )


def document_in(folder: Path, *, inherits: bool) -> Item:
    """All files of a folder as one document.

    Args:
        inherits: whether a part may be left out.
    Raises: Refusals: a file is missing, cannot be read, or has a name that no part of a pack has.
    """
    faults = list(_strangers(folder))
    files = [(name, file) for name in (HEAD, *PARTS) for file in _files(folder, name, may_lack=inherits)]
    paths = [Item(file) for _, file in files]
    read = each(paths, lambda item: read_file(Path(str(item.value)), _name(folder, Path(str(item.value)))), faults)
    refuse_all(faults)
    documents: dict[str, list[Item]] = {name: [] for name in (HEAD, *PARTS)}
    for (name, _), (document, _) in zip(files, read, strict=True):
        documents[name].append(document)
    return Item({name: _joined(parts) for name, parts in documents.items()})


def _files(folder: Path, name: str, *, may_lack: bool) -> list[Path]:
    first = folder / f"{name}.yaml"
    further = sorted((folder / name).glob("*.yaml"))
    optional = name in MAY_LACK or (may_lack and name != HEAD)
    return further if optional and not first.exists() else [first, *further]


def _name(folder: Path, file: Path) -> str:
    return file.relative_to(folder).as_posix()


def _strangers(folder: Path) -> list[Refused]:
    """Files that would be passed over in silence, since nothing looks for them."""
    known = tuple(f"{name}.yaml" for name in (HEAD, *PARTS, LIST))
    found: list[Refused] = []
    for file in sorted([*folder.rglob("*.yaml"), *folder.rglob("*.yml")]):
        name = _name(folder, file)
        if name in known or (file.parent.parent == folder and file.parent.name in PARTS and file.suffix == ".yaml"):
            continue
        zh, en = nearest(name, known)
        found.append(
            refusal(
                name,
                f"规则包没有这个文件名，不会被读取；{zh}，或放进 {'、'.join(f'{part}/' for part in PARTS)}。",
                f"no part of a pack has this name, so it would not be read: {en}, or put it into "
                f"{', '.join(f'{part}/' for part in PARTS)}.",
                field=name,
            )
        )
    return found


def _joined(parts: list[Item]) -> Item:
    """The rows of several files as one list; a part that is no list is left to be refused in its place."""
    rows: list[Item] = []
    for part in parts:
        if not isinstance(part.value, list):
            return part
        rows += part.value
    return Item(rows, parts[0].place if parts else "")
