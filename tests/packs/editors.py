"""What an editor makes of a file of a pack."""

from __future__ import annotations

from datetime import date
from typing import Any

import yaml


def as_an_editor_reads(text: str) -> Any:
    """YAML as plain values: numbers are numbers, a date is text."""
    return _plain(yaml.safe_load(text))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
