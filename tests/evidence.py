"""Files as people hand them in as evidence: fictional, and of every kind that is taken. 证据材料测试件."""

from __future__ import annotations

import zipfile
from io import BytesIO

from rules.when import exactly
from tasks.evidence import Added, File, add_evidence
from tests.office import County

PHOTOGRAPH = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 4
"""What begins like a photograph and is none."""

WORDS = "左前臂照片，苗苗自述是周三晚上的"
NAME = "苗苗的手.jpg"


def an_archive(*parts: str) -> bytes:
    """A zip file with these parts, each of a few bytes."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for part in parts:
            packed.writestr(part, "内容")
    return made.getvalue()


def hand_in(
    county: County, case_no: str, *, by: str = "P-LIUXI-POLICE", duty_no: str = "", content: bytes = PHOTOGRAPH
) -> Added:
    """A photograph, handed in by the police station."""
    file = File(content=content, name=NAME, words=WORDS)
    return add_evidence(county.office, case_no, file, duty_no=duty_no, when=exactly(county.clock()), by_post=by)
