"""What the oracle tier needs: the interpreter in which pm4py lives. 外部核对的环境."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

collect_ignore = ["ask_pm4py.py"]  # runs in the other environment; here its imports do not exist


@pytest.fixture(scope="session")
def oracle_python() -> Path:
    """The interpreter of the oracle's own environment. Only for tests marked `oracle`."""
    return Path(os.environ["HUTONG_TEST_ORACLE_PYTHON"])
