"""How many entries a second are verified: in the database, and in an exported file. 核验速度.

Each figure stands beside its floor on the same machine in the same run: one plain SHA-256 over the very texts that are
verified, and nothing else.  Processor time, since others may be at work.

    python -m benchmarks.verifier                                   # SQLite
    scripts/with-postgres .venv/bin/python -m benchmarks.verifier   # SQLite and PostgreSQL
"""

from __future__ import annotations

import argparse
import hashlib
import os
import tempfile
import time
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from models.database import Database
from rules.moments import shanghai
from tasks import journal
from tasks.canonical import canonical
from tasks.desk import Desk
from tasks.journal import Entry
from tasks.kinds import Kind
from tasks.office import Office
from tasks.stored import stored_entries
from tasks.verify import verify
from tests.databases import drop_postgres, fresh_postgres, fresh_sqlite
from tests.office import an_office

AT = shanghai("Monday 2026-03-02 10:55")
ROOT = Path(__file__).resolve().parents[1]
WORDS = "v1.k_abcdefghijklmnop.AAAAAAAAAAAAAAAA." + "x" * 180
PAYLOAD = {"kind": "visit", "about": None, "restricted": False, "words_sealed": WORDS, "source_sealed": None}
ROUNDS = 3


def filled(office: Office, entries: int, per_chain: int) -> None:
    """A journal of plausible entries, sealed."""
    for first in range(0, entries, 2_000):
        with office.writing() as desk:
            numbers = range(first, min(first + 2_000, entries))
            written = [_entry(desk, number, f"C-{number // per_chain:05d}") for number in numbers]
            journal.append(desk.session, office.vault, written, recorded_at=desk.at)
    with office.writing() as desk:
        journal.seal(desk.session, office.vault, everything=True)


def _entry(desk: Desk, number: int, chain: str) -> Entry:
    fact = {"kind": Kind.NOTED, "key": f"note:{number}", "payload": PAYLOAD, "happened_at": desk.at}
    return Entry(chain=chain, procedure_no="P-00000-00000", basis=("A-15",), **fact)


def best(act: Callable[[], object]) -> float:
    """Seconds of processor time, the best of several rounds."""
    found = []
    for _ in range(ROUNDS):
        began = time.process_time()
        act()
        found.append(time.process_time() - began)
    return min(found)


def in_the_database(name: str, database: Database, entries: int, per_chain: int, folder: Path) -> None:
    """`hutong audit verify`: every entry and every link."""
    office = an_office(database, lambda: AT, folder)
    filled(office, entries, per_chain)
    with office.reading() as desk:
        texts = [row[4] for row in stored_entries(desk)]
        told(f"hutong audit verify, {name}", entries, best(lambda: verify(desk)), texts)


def in_a_file(entries: int) -> None:
    """The stand-alone verifier on one long case."""
    verifier = _stand_alone()
    content, texts = _one_long_case(verifier, entries)
    told("hutong_verify.py, one file", entries, best(lambda: verifier.verify(content)), texts)
    assert verifier.verify(content)[0].code() == 0


def _one_long_case(verifier: Any, entries: int) -> tuple[bytes, list[bytes]]:
    said = {"chain": "C-00000-00000", "n": entries, "mac": "", "key": "11" * 32}
    chain, lines, texts = verifier.Chain(said), [], []
    for n in range(1, entries + 1):
        moment = "2026-03-02T02:55:00.000000+00:00"
        fixed = ["noted", moment, "exact", moment, "P-CIVIL", "S-1", None, "P-00000-00000", None, "A-15"]
        text = canonical([said["chain"], n, *fixed, canonical(PAYLOAD), f"note:{n}", chain.mac]).encode()
        mac = chain.mac_of(text)
        verifier.follow(chain, n, mac)
        lines.append(b'{"mac":"%s","entry":%s}' % (mac.encode(), text))
        texts.append(text)
    said["mac"] = chain.mac
    head = {"format": verifier.CASE_FORMAT, "case": said["chain"], "installation": "0" * 16, "exported_at": moment}
    first = canonical({**head, "columns": verifier.COLUMNS, "chains": [said], "anchors": 0}).encode()
    body = b"".join(line + b"\n" for line in (first, *lines))
    end = canonical({"end": {"lines": len(lines) + 1, "sha256": hashlib.sha256(body).hexdigest()}})
    return body + end.encode() + b"\n", texts


def _stand_alone() -> Any:
    spec = spec_from_file_location("hutong_verify", ROOT / "verifier" / "hutong_verify.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def told(what: str, entries: int, seconds: float, texts: list[bytes]) -> None:
    """One line of the table."""
    floor = best(lambda: [hashlib.sha256(text).hexdigest() for text in texts])
    size = sum(map(len, texts)) // len(texts)
    print(
        f"{what:34}{entries / seconds:>12,.0f}/s{entries / floor:>14,.0f}/s{seconds / floor:>9.1f} x"
        f"   ({entries:,} entries of {size} bytes)"
    )


def main() -> None:
    """Print the table."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--entries", type=int, default=60_000)
    reader.add_argument("--per-chain", type=int, default=20, help="entries of a chain, on the average")
    asked = reader.parse_args()
    print(f"{'':34}{'verified':>14}{'plain sha256':>16}{'ratio':>10}")
    in_a_file(asked.entries)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        in_the_database("SQLite", fresh_sqlite(folder), asked.entries, asked.per_chain, folder)
        url = os.environ.get("HUTONG_TEST_POSTGRES_URL")
        if url:
            database = fresh_postgres(url, f"hutong_verifier_{os.getpid()}")
            try:
                in_the_database("PostgreSQL", database, asked.entries, asked.per_chain, folder)
            finally:
                drop_postgres(url, database)


if __name__ == "__main__":
    main()
