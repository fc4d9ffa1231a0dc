"""Lists of services that lie beside the packs: packs/<place>/services.yaml. 服务清单.

A list is no rule that drives a clock: it is read when somebody asks what a child is eligible for, and what follows
from it (which departments were asked) is written into the case.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from packs.files import LIST, SHELF
from packs.reading import Row, each, refuse_all
from packs.yaml_lines import Item, read_file, refusal
from rules.errors import Refused
from rules.services import TEMPORARY_RELIEF, Condition, Service, ServiceList
from rules.vocabulary import Role

FILE = f"{LIST}.yaml"

LIST_KEYS = ("code", "zh", "en", "area", "issued_on", "basis", "services")
SERVICE_KEYS = (
    *("number", "code", "group", "zh", "en", "recipients", "content", "departments"),
    *("ages", "any_of", "at_registration", "beyond_16"),
)


def service_lists(folder: Path | None = None) -> dict[str, ServiceList]:
    """The list of the pack in a folder, where it has one, and those that come with the software, by code. 服务清单.

    Args:
        folder: of the pack that this installation runs under; its list comes first, and stands for its code.
    """
    own = [folder / FILE] if folder and (folder / FILE).is_file() else []
    paths = dict.fromkeys([*own, *sorted(SHELF.glob(f"*/{FILE}"))])
    found: dict[str, ServiceList] = {}
    for one in (_read(path, path.stat().st_mtime_ns) for path in paths):
        found.setdefault(one.code, one)
    return found


def read_list(path: Path) -> ServiceList:
    """A list from its file.

    Raises: Refused: not readable; Refusals: every faulty row, each with file and line and what to do.
    """
    row = Row(read_file(path), LIST_KEYS)
    row.item("issued_on")
    issued_on = row.day("issued_on")
    assert issued_on is not None
    faults: list[Refused] = []
    services = each(row.items("services"), _service_of, faults)
    faults += _twice(services)
    refuse_all(faults)
    if all(one.code != TEMPORARY_RELIEF for one, _ in services):
        raise refusal(
            row.place,
            f"清单缺少临时救助，请补上一行 code: {TEMPORARY_RELIEF}。",
            f"the list lacks temporary relief: add a row with code: {TEMPORARY_RELIEF}.",
            field="services",
        )
    return ServiceList(
        **{key: row.text(key) for key in ("code", "zh", "en", "area", "basis")},
        issued_on=issued_on,
        services=tuple(one for one, _ in services),
    )


@lru_cache(maxsize=16)
def _read(path: Path, changed: int) -> ServiceList:
    """The list as the file was when it was `changed`; read once in a process."""
    return read_list(path)


def _service_of(item: Item) -> Service:
    row = Row(item, SERVICE_KEYS)
    departments = row.terms(Role, "departments")
    if not departments:
        raise refusal(row.place, "没有责任部门，请填写 departments。", "no department: write 'departments'.")
    row.item("number")
    return Service(
        **{key: row.text(key) for key in ("code", "group", "zh", "en", "recipients", "content")},
        number=int(row.number("number", 0)),
        departments=departments,
        ages=_ages(row),
        any_of=row.terms(Condition, "any_of"),
        at_registration=_flag(row, "at_registration"),
        beyond_16=_flag(row, "beyond_16"),
    )


def _ages(row: Row) -> tuple[int, int] | None:
    said = [one.value for one in row.items("ages")]
    if not said:
        return None
    match said:
        case [int() as first, int() as last] if 0 <= first <= last < 18:
            return first, last
    raise refusal(
        row.item("ages").place, "ages 应写作 [0, 6]。", "write ages as [0, 6]: from and to, in years.", field="ages"
    )


def _flag(row: Row, key: str) -> bool:
    if key not in row:
        return False
    item = row.item(key)
    if not isinstance(item.value, bool):
        raise refusal(item.place, f"“{key}”应为 true 或 false。", f"'{key}' must be true or false.", field=key)
    return item.value


def _twice(services: list[tuple[Service, Item]]) -> list[Refused]:
    """Rows whose code or number another row has already."""
    seen: set[object] = set()
    faults = []
    for one, item in services:
        for named in (one.code, one.number):
            if named in seen:
                faults.append(refusal(item.place, f"“{named}”重复，请改正。", f"'{named}' stands twice: correct it."))
            seen.add(named)
    return faults
