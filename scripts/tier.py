"""Run one tier of the tests: `python scripts/tier.py db`. 分层测试 / test tiers.

Tiers do not overlap: a test with several marks runs in the dearest tier that it names, so a full run never runs one
twice.  A tier that holds no test yet says so and does not fail.
"""

from __future__ import annotations

import subprocess
import sys

DEAREST_FIRST = ("oracle", "browser", "slow", "kill", "engine", "db")

NO_TESTS_COLLECTED = 5


def selection(tier: str) -> str:
    """Marker expression for one tier, without what dearer tiers already run."""
    dearer = DEAREST_FIRST[: DEAREST_FIRST.index(tier)]
    return " and ".join([tier, *(f"not {other}" for other in dearer)])


def main(arguments: list[str]) -> int:
    """Run the tier named first; the rest of the arguments go to pytest."""
    if not arguments or arguments[0] not in DEAREST_FIRST:
        print(f"用法 / usage: scripts/tier.py {{{'|'.join(DEAREST_FIRST)}}} [pytest …]", file=sys.stderr)
        return 2
    tier, *rest = arguments
    command = [sys.executable, "-m", "pytest", "-m", selection(tier), *rest]
    code = subprocess.run(command, check=False).returncode
    if code == NO_TESTS_COLLECTED:
        print(f"{tier}：本层尚无测试 / no test in this tier yet")
        return 0
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
