"""Compares our figures of any database with those of pm4py: of a simulated year, for one, twenty minutes in the making.

    hutong simulate --seed 7 --children 20000 --cases 3000 --home DIR
    .venv/bin/python -m tests.oracle.of_a_home DIR .venv-oracle/bin/python

Only of a simulated or a copied one: what is exported is noted in it.  Ends with 1 where a figure differs, and says so.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tasks.ocel import export
from tasks.ocel_chosen import Chosen
from tasks.ocel_names import Pseudonyms
from tasks.premises import SIMULATED, open_office
from tests.oracle.asking import a_post, ask, in_json
from tests.oracle.our_figures import ours
from tests.running import settings_at
from vault.keys import MasterKey

KEY = MasterKey(bytes(range(32)))
FIGURES = ("paces", "ways", "law", "late_cases")


def main() -> int:
    """Export, count, ask, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("oracle", type=Path, help="the interpreter in which pm4py is")
    chosen = parser.parse_args()
    settings = settings_at(chosen.home, database_url=f"sqlite:///{chosen.home}/hutong.db")
    with TemporaryDirectory() as folder, open_office(settings, mode=SIMULATED, make=False) as office:
        file = Path(folder) / "export.json"
        began = time.monotonic()
        exported = export(office, Chosen(), file, by_post=a_post(office), reason="核对", key=KEY)
        print(
            f"exported: {exported.events} events, {file.stat().st_size / 1e6:.0f} MB, {time.monotonic() - began:.0f} s"
        )
        began = time.monotonic()
        mine = in_json(ours(office, Pseudonyms(KEY)))
        print(f"our figures: {time.monotonic() - began:.0f} s")
        began = time.monotonic()
        (theirs,) = ask(chosen.oracle.absolute(), Path(folder), [file])
        print(f"theirs: {time.monotonic() - began:.0f} s, {theirs['events']} events")
    equal = {name: mine[name] == theirs[name] for name in FIGURES} | {"events": exported.events == theirs["events"]}
    for name, same in equal.items():
        size = f"{len(mine[name])} of them" if name in mine else ""
        print(f"{name}: {'equal' if same else 'DIFFERENT'} {size}")
    return 0 if all(equal.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
