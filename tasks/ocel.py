"""The journal as an object-centric event log for process-mining tools: OCEL 2.0, JSON, pseudonyms. 过程挖掘导出.

Written as it is read, so that a year of a county needs no more memory than a day of it.  The file appears whole or not
at all, and only after it was recorded who took it and why.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import starmap
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from rules.errors import Refused, Unavailable
from tasks.access.places import COUNTY_DIGITS
from tasks.files_out import refuse_to_write_over
from tasks.filing import actor_at
from tasks.journal import SYSTEM, Entry
from tasks.kinds import Kind
from tasks.ocel_events import Events, Json, written
from tasks.ocel_names import Pseudonyms
from tasks.ocel_objects import Objects
from tasks.ocel_types import OBJECT_TYPES, Attributes, event_types
from vault.keys import KEY_BYTES, MasterKey

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.ocel_chosen import Chosen
    from tasks.office import Office

MEMBER = "hutong"
"""Name of the one member beside the four of the standard: when it was written and of what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """An export that was written. 导出结果.

    Args:
        sha256: of the file, as it is on the record.
    """

    events: int
    objects: int
    sha256: str


def export(
    office: Office, chosen: Chosen, out: Path, *, by_post: str, reason: str, key: MasterKey | None = None
) -> Exported:
    """Write an export, and record who took it and why.

    Args:
        key: of the pseudonyms; None: one that nobody keeps.
    Raises: Refused: a place below the county, no such post, no reason, a file that is there. Unavailable: the folder
        cannot be written to.  Nothing is left behind.
    """
    _refuse_what_is_too_near(chosen)
    if not reason.strip():
        raise Refused("请写明导出理由", "say why it is exported", field="--reason")
    refuse_to_write_over(out)
    with office.reading() as desk:
        actor_at(desk, by_post)  # before anything is written
    names = Pseudonyms(key or MasterKey(office.entropy(KEY_BYTES)))
    with _draft(out) as file:
        with office.reading() as desk:
            exported = _write(desk, chosen, names, file)
        file.flush()
        os.fsync(file.fileno())
        with office.writing() as desk:
            _record(desk, chosen, exported, by_post=by_post, reason=reason)
    return exported


def _refuse_what_is_too_near(chosen: Chosen) -> None:
    if len(chosen.area) > COUNTY_DIGITS:
        raise Refused(
            "导出只到县级，请填六位以内的区划代码",
            "an export goes no nearer than a county: write at most six digits",
            field="--area",
        )


@contextmanager
def _draft(out: Path) -> Iterator[IO[bytes]]:
    """A file beside the one that is wanted, its owner's alone, which takes its name at the end; gone if that fails."""
    draft = out.with_name(f".{out.name}.{secrets.token_hex(8)}")
    try:
        file = os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")
    except OSError as cause:
        raise Unavailable(
            f"无法写入 {out}：{cause.strerror}。请检查文件夹是否存在、是否有写权限",
            f"cannot write {out}: {cause.strerror}. See whether its folder exists and may be written to",
            permanent=True,
            field="--out",
        ) from None
    try:
        with file:
            yield file
        os.replace(draft, out)
    finally:
        draft.unlink(missing_ok=True)


def _record(desk: Desk, chosen: Chosen, exported: Exported, *, by_post: str, reason: str) -> None:
    """Who took it, of what, and why: in the chain of the installation, since it is of no single case."""
    payload: dict[str, Any] = {
        "what": "ocel",
        "chosen": chosen.facts(),
        "events": exported.events,
        "objects": exported.objects,
        "sha256": exported.sha256,
        "reason_sealed": desk.cipher(SYSTEM).seal("reason", reason),
    }
    desk.record(
        Entry(
            chain=SYSTEM,
            kind=Kind.RECORD_READ,
            key=f"{Kind.RECORD_READ}:{desk.office.entropy(12).hex()}",
            payload=payload,
            happened_at=desk.at,
            by=actor_at(desk, by_post),
        )
    )


# ------------------------------------------------------------------------------------------------ the file


def _write(desk: Desk, chosen: Chosen, names: Pseudonyms, file: IO[bytes]) -> Exported:
    """The log, one event or object a line."""
    told = _Told(file)
    events = Events(desk, chosen, names)
    told.write("{")
    told.member("eventTypes", starmap(_type, event_types().items()))
    told.member("objectTypes", starmap(_type, OBJECT_TYPES.items()))
    written_events = told.member("events", events)
    written_objects = told.member("objects", Objects(desk, chosen, names).all(events.posts))
    about = {"exported_at": written(desk.at), "chosen": chosen.facts(), "rules": desk.pack.hash[:12]}
    told.write(f"{_json(MEMBER)}:{_json(about)}\n}}\n")
    return Exported(events=written_events, objects=written_objects, sha256=told.digest.hexdigest())


class _Told:
    """A file that is written from its first character to its last, and hashed on the way."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def write(self, text: str) -> None:
        content = text.encode()
        self.digest.update(content)
        self._file.write(content)

    def member(self, name: str, items: Iterable[Json]) -> int:
        """A list of the log, each item on a line of its own. Returns how many there were."""
        self.write(f"{_json(name)}:[")
        nth = 0
        for nth, item in enumerate(items, start=1):
            self.write(f"{',' if nth > 1 else ''}\n{_json(item)}")
        self.write("\n],\n")
        return nth


def _type(name: str, attributes: Attributes) -> Json:
    return {"name": name, "attributes": [{"name": one, "type": type_} for one, type_ in attributes.items()]}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
