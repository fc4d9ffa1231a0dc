"""The list of packs says of each what the pack itself says. 规则包名录."""

from __future__ import annotations

from packs import available, editions
from packs.heads import heads


def test_a_head_says_what_the_pack_says_that_was_read_whole() -> None:
    told = [(one.id, one.zh, one.en, one.version, one.valid_from, one.valid_until, one.inherits) for one in heads()]
    read = [pack for name in available() for pack in editions(name).packs]
    assert told == [(p.id, p.zh, p.en, p.version, p.valid_from, p.valid_until, p.inherits) for p in read]
