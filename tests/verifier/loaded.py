"""The stand-alone verifier as a module, though it belongs to no package. 载入独立核验器."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

VERIFIER = Path(__file__).resolve().parents[2] / "verifier" / "hutong_verify.py"


def load() -> ModuleType:
    """The one file, as whoever received it would run it."""
    spec = spec_from_file_location("hutong_verify", VERIFIER)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
