"""The journal of one case in a file that another body can check by itself. 导出个案记录.

The file holds every entry of the case, of its child's file and of its reports, as the hashes cover them; what is
sealed stays sealed.  It holds the keys of these chains and of no other, so that `verifier/hutong_verify.py` can compute
every entry again.  And it holds, for anchors that were handed out, the proof of where these chains stood then: whoever
kept such an anchor sees without trusting us that nothing up to it was changed or left out.
What a key proves and to whom: docs/explanation/evidence.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from models import CaseFile, JournalEntry, ReportChild, Seal
from rules.errors import Refused
from tasks import journal
from tasks.anchors import Anchor, ends_at, recorded_anchors, tree_of
from tasks.canonical import canonical, instant
from tasks.erasure import cipher_of_reasons
from tasks.filing import actor_at
from tasks.journal import COVERED, Entry
from tasks.kinds import Kind
from tasks.no_such import no_such_case

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

FORMAT = "hutong-case/1"

NEWEST_ANCHORS = 31
"""Proofs are made against so many anchors, a month of daily ones (our default); any older one can be named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """The file, and what is in it. 导出结果.

    Args:
        content: UTF-8, one JSON object on each line.
        sha256: of the content; recorded in the case.
        chains: number of entries by chain.
        anchors: how many proofs of anchors it holds.
    """

    case_no: str
    content: bytes
    sha256: str
    chains: dict[str, int]
    anchors: int


def export_case(
    office: Office, case_no: str, *, by_post: str | None, reason: str = "", anchors: Sequence[Anchor] = ()
) -> Exported:
    """Write down the journal of a case for another body, and record that it was handed out, by whom and why.

    Args:
        anchors: those that the receiver holds, beside the newest ones that were handed out.
    Raises: Refused: no such case or post, an anchor that this database does not reach or agree with.
    """
    with office.reading() as desk:  # may take a while, and holds nobody up
        case = desk.session.exec(select(CaseFile).where(col(CaseFile.no) == case_no)).first()
        if case is None:
            raise no_such_case(case_no)
        actor_at(desk, by_post)
        for anchor in anchors:
            _refuse_another_history(desk, anchor)
        shown = {anchor.root: anchor for anchor in (*recorded_anchors(desk, newest=NEWEST_ANCHORS), *anchors)}
        made = _written(desk, case, list(shown.values()))
    with office.writing() as desk:
        sealed = cipher_of_reasons(desk, case_no).seal("reason", reason) if reason.strip() else None
        desk.record(
            Entry(
                chain=case_no,
                kind=Kind.CASE_EXPORTED,
                key=f"export:{office.entropy(12).hex()}",
                payload={"sha256": made.sha256, "chains": made.chains, "reason_sealed": sealed},
                happened_at=desk.at,
                by=actor_at(desk, by_post),
            )
        )
    return made


def chains_of(desk: Desk, case: CaseFile) -> list[str]:
    """What belongs to a case: its own chain, its child's if it is one's, its reports' in the order of their numbers."""
    query = select(ReportChild.report_no).where(col(ReportChild.case_no) == case.no)
    return [case.no, *([case.child_no] if case.child_no else []), *sorted(set(desk.session.exec(query)))]


def _written(desk: Desk, case: CaseFile, anchors: list[Anchor]) -> Exported:
    chains = {chain: journal.chain_of(desk.session, chain) for chain in chains_of(desk, case)}
    lines = [canonical(_head(desk, case, chains, anchors))]
    # by hand, and as `canonical` would have it: the verifier hashes the very bytes that stand after "entry"
    lines += [f'{{"mac":"{row.mac}","entry":{journal.covered(row)}}}' for rows in chains.values() for row in rows]
    lines += [canonical(proof) for proof in _proofs(desk, anchors, list(chains))]
    body = "".join(f"{line}\n" for line in lines).encode()
    end = canonical({"end": {"lines": len(lines), "sha256": hashlib.sha256(body).hexdigest()}})
    content = body + f"{end}\n".encode()
    return Exported(
        case_no=case.no,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        chains={chain: len(rows) for chain, rows in chains.items()},
        anchors=len(anchors),
    )


def _head(desk: Desk, case: CaseFile, chains: dict[str, list[JournalEntry]], anchors: list[Anchor]) -> dict[str, Any]:
    vault = desk.office.vault
    return {
        "format": FORMAT,
        "case": case.no,
        "installation": vault.fingerprint(),
        "exported_at": instant(desk.at),
        "columns": list(COVERED),
        "chains": [
            {"chain": chain, "n": rows[-1].n, "mac": rows[-1].mac, "key": vault.chain_key(chain).hex()}
            for chain, rows in chains.items()
        ],
        "anchors": len(anchors),
    }


def _proofs(desk: Desk, anchors: list[Anchor], chains: list[str]) -> Iterator[dict[str, Any]]:
    """Where the chains stood at each anchor, each with its way to the root; a chain that began later has none."""
    of_links: dict[int, list[Anchor]] = {}
    for anchor in anchors:
        of_links.setdefault(anchor.links, []).append(anchor)
    for links, ends in ends_at(desk, of_links):
        tree, place = tree_of(ends), {end.chain: at for at, end in enumerate(ends)}
        proofs = [
            {**asdict(ends[place[chain]]), "place": place[chain], "path": tree.path(place[chain])}
            for chain in chains
            if chain in place
        ]
        for anchor in of_links[links]:
            yield {"anchor": asdict(anchor), "proofs": proofs}


def _refuse_another_history(desk: Desk, anchor: Anchor) -> None:
    mac = desk.session.exec(select(Seal.mac).where(col(Seal.no) == anchor.links)).first()
    if (mac or "") != anchor.head:
        raise Refused(
            "本库与这份存证不符，不能据以导出；请先运行 hutong audit verify --anchor 文件，查明原因",
            "this database does not agree with that anchor: see first what `hutong audit verify --anchor FILE` says",
            field="--anchor",
        )
