"""Anchors: where all chains stood on a day, for somebody else to keep. 存证（总链末端）.

Whoever holds the keys and the database can write another past, or set everything back to an earlier state, and leave
no trace here.  Not so where another body holds an anchor.  It says how many links the global chain had, in what it
ended, and, in one hash over the end of every chain, what each of them was: so that the export of one case can later be
held against it by somebody without a key (`verifier/hutong_verify.py`).  An anchor names nobody and no case.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlmodel import col, select

from models import ChainHead, JournalEntry, Seal
from rules.errors import Conflict, Refused
from rules.moments import civil_day
from tasks import journal
from tasks.canonical import canonical, instant
from tasks.journal import BY_THE_SYSTEM, SYSTEM, Actor, Entry
from tasks.kinds import Kind
from tasks.merkle import Tree, leaf

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

FORMAT = "hutong-anchor/1"

_LARGEST_BYTES = 10_000
_HEX = r"^[0-9a-f]{64}$"


class AnchorForm(BaseModel):
    """An anchor as it stands in a file. 存证文件."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    format: str = Field(pattern=f"^{FORMAT}$")
    installation: str = Field(pattern=r"^[0-9a-f]{16}$")
    at: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}\+00:00$")
    links: int = Field(ge=0)
    head: str = Field(pattern=r"^([0-9a-f]{64})?$")
    chains: int = Field(ge=0)
    root: str = Field(pattern=_HEX)
    mac: str = Field(pattern=_HEX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where all chains stood. 存证.

    Args:
        installation: fingerprint of the master key.
        at: when, as canonical text in UTC.
        links: how many links the global chain had; `head`: the mac of the last one, "" where there was none.
        chains: how many chains had a sealed entry; `root`: the root of the tree over their ends, ordered by name.
    """

    installation: str
    at: str
    links: int
    head: str
    chains: int
    root: str


@dataclass(frozen=True, slots=True)
class End:
    """The last entry of a chain among the first links of the global chain. 链尾."""

    chain: str
    n: int
    mac: str


def take_anchor(desk: Desk, *, key: str = "", by: Actor = BY_THE_SYSTEM) -> Anchor:
    """Seal everything, and say where it ends; that this was handed out is on the record of the installation.

    Args:
        key: what makes it happen once; without one it may happen as often as it is asked for.
    """
    journal.seal(desk.session, desk.office.vault, everything=True)
    links, head = journal.global_head(desk.session)
    ends = ends_now(desk, links)
    anchor = Anchor(
        installation=desk.office.vault.fingerprint(),
        at=instant(desk.at),
        links=links,
        head=head,
        chains=len(ends),
        root=tree_of(ends).root,
    )
    desk.record(
        Entry(
            chain=SYSTEM,
            kind=Kind.HEAD_EXPORTED,
            key=key or f"anchor:{desk.office.entropy(12).hex()}",
            payload=asdict(anchor),
            happened_at=desk.at,
            by=by,
        )
    )
    return anchor


def take_daily_anchor(office: Office, folder: Path) -> Path | None:
    """The anchor of this day (in China), in a folder from which it is passed on; made by whichever runner is first.

    Each machine writes its own copy from the record, also after a crash between record and file.

    Args:
        folder: made (mode 0700) where it is not there.
    Returns: the file, or None where it was there already.
    """
    day = civil_day(office.now()).isoformat()
    path = folder / f"{day}.json"
    if path.exists():
        return None
    anchor = _recorded(office, f"anchor:daily:{day}")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{office.name}")
    draft.write_text(anchor_text(office, anchor), encoding="utf-8")
    draft.replace(path)
    return path


def ends_now(desk: Desk, links: int) -> list[End]:
    """The end of every chain among the first links of the global chain, ordered by the bytes of their names.

    Right after sealing: nearly every stored end is sealed then, so that not the whole journal has to be read.
    """
    heads = (
        select(JournalEntry.chain, JournalEntry.n, JournalEntry.mac, Seal.no)
        .join(ChainHead, (col(ChainHead.chain) == col(JournalEntry.chain)) & (col(ChainHead.n) == col(JournalEntry.n)))
        .outerjoin(Seal, col(Seal.entry_seq) == col(JournalEntry.seq))
    )
    ends = []
    for chain, n, mac, no in desk.session.exec(heads).all():
        sealed = End(chain, n, mac) if no is not None and no <= links else _last_sealed(desk, chain, links)
        if sealed is not None:
            ends.append(sealed)
    return _in_order(ends)


def ends_at(desk: Desk, links: Iterable[int]) -> Iterator[tuple[int, list[End]]]:
    """The same for several numbers of links in the past, the smallest first; the journal is read once for all."""
    wanted = sorted(set(links))
    query = (
        select(Seal.no, JournalEntry.chain, JournalEntry.n, JournalEntry.mac)
        .join(JournalEntry, col(JournalEntry.seq) == col(Seal.entry_seq))
        .where(col(Seal.no) <= (wanted[-1] if wanted else 0))
        .order_by(col(Seal.no))
        .execution_options(yield_per=5_000)
    )
    ends: dict[str, End] = {}
    for no, chain, n, mac in desk.session.exec(query):
        while wanted and no > wanted[0]:
            yield wanted.pop(0), _in_order(ends.values())
        if chain not in ends or ends[chain].n < n:
            ends[chain] = End(chain, n, mac)
    for number in wanted:
        yield number, _in_order(ends.values())


def tree_of(ends: Sequence[End]) -> Tree:
    """The tree over the ends of all chains, in their order."""
    return Tree([leaf(end.chain, end.n, end.mac) for end in ends])


def _last_sealed(desk: Desk, chain: str, links: int) -> End | None:
    query = (
        select(JournalEntry.chain, JournalEntry.n, JournalEntry.mac)
        .join(Seal, col(Seal.entry_seq) == col(JournalEntry.seq))
        .where(col(JournalEntry.chain) == chain, col(Seal.no) <= links)
        .order_by(col(JournalEntry.n).desc())
    )
    found = desk.session.exec(query.limit(1)).first()
    return End(*found) if found else None


def _in_order(ends: Iterable[End]) -> list[End]:
    return sorted(ends, key=lambda end: end.chain.encode())


def recorded_anchors(desk: Desk, *, newest: int) -> list[Anchor]:
    """The anchors that were handed out last, the oldest first."""
    query = select(JournalEntry.payload).where(
        col(JournalEntry.chain) == SYSTEM, col(JournalEntry.kind) == Kind.HEAD_EXPORTED
    )
    found = desk.session.exec(query.order_by(col(JournalEntry.n).desc()).limit(newest)).all()
    return [Anchor(**json.loads(payload)) for payload in reversed(found)]


# ------------------------------------------------------------------------------------------------ as a file


def anchor_text(office: Office, anchor: Anchor) -> str:
    """An anchor as it is handed out: one JSON object on one line."""
    return canonical({"format": FORMAT, **asdict(anchor), "mac": _mac(office, anchor)}) + "\n"


def read_anchor(office: Office, content: bytes) -> Anchor:
    """An anchor of this installation, as it was handed out.

    Raises: Refused: no anchor, one of another installation, or not as we wrote it.
    """
    if len(content) > _LARGEST_BYTES:
        raise _no_anchor()
    try:
        form = AnchorForm.model_validate_json(content)
    except ValidationError:
        raise _no_anchor() from None
    anchor = Anchor(**form.model_dump(exclude={"format", "mac"}))
    if anchor.installation != office.vault.fingerprint():
        raise Refused(
            "这份存证出自另一套系统（主密钥不同），不能用来核验本库",
            "this anchor was made by another installation (another master key); it says nothing about this database",
            field="--anchor",
        )
    if not hmac.compare_digest(form.mac, _mac(office, anchor)):
        raise Refused(
            "这份存证与本系统出具的不符，曾被改动，不能作为依据；请向保存单位另取一份",
            "this anchor is not as it was handed out: it was altered. Ask whoever keeps it for another copy",
            field="--anchor",
        )
    return anchor


def read_anchors(office: Office, places: Sequence[Path]) -> list[Anchor]:
    """The anchors in files, and in every `*.json` of folders.

    Raises: Refused: not there, not readable, no anchor in it.
    """
    found = []
    for file in _files(places):
        try:
            content = file.read_bytes()
        except OSError as cause:
            raise Refused(
                f"“{file}”无法读取（{cause.strerror}）", f"{file} cannot be read ({cause.strerror})", field="--anchor"
            ) from None
        try:
            found.append(read_anchor(office, content))
        except Refused as wrong:
            raise Refused(f"“{file}”：{wrong.zh}", f"{file}: {wrong.en}", field="--anchor") from None
    return found


def _files(places: Sequence[Path]) -> Iterator[Path]:
    for place in places:
        if not place.is_dir():
            yield place
            continue
        inside = sorted(place.glob("*.json"))
        if not inside:
            raise Refused(f"“{place}”里没有存证文件", f"there is no anchor in {place}", field="--anchor")
        yield from inside


def _recorded(office: Office, key: str) -> Anchor:
    """The anchor that was recorded under a key, taken now where there is none."""
    query = select(JournalEntry.payload).where(col(JournalEntry.key) == key)
    with office.reading() as desk:
        payload = desk.session.exec(query).first()
    if payload is None:
        try:
            with office.writing() as desk:
                return take_anchor(desk, key=key)
        except Conflict:  # another runner was first
            with office.reading() as desk:
                payload = desk.session.exec(query).one()
    facts: dict[str, Any] = json.loads(payload)
    return Anchor(**facts)


def _mac(office: Office, anchor: Anchor) -> str:
    """Tells an altered file from an altered database; no text of a link begins with a name."""
    covered = canonical([FORMAT, *asdict(anchor).values()])
    return hmac.new(office.vault.global_key(), covered.encode(), hashlib.sha256).hexdigest()


def _no_anchor() -> Refused:
    return Refused(
        "这不是本系统的存证文件，请核对是否选错",
        "this is no anchor file of this system; see whether it is the right one",
        field="--anchor",
    )
