"""What a file is, is told from what is in it. 文件种类."""

from __future__ import annotations

import pytest

from tasks.evidence_types import Material, material_of
from tests.evidence import an_archive

TAKEN = [
    (b"%PDF-1.7\n", Material.PDF),
    (b"\xff\xd8\xff\xe1", Material.JPEG),
    (b"\x89PNG\r\n\x1a\n", Material.PNG),
    (b"RIFF\x10\x00\x00\x00WEBPVP8 ", Material.WEBP),
    (b"RIFF\x10\x00\x00\x00WAVEfmt ", Material.WAV),
    (b"#!AMR\n", Material.AMR),
    (b"\x00\x00\x00\x18ftypheic", Material.HEIC),
    (b"\x00\x00\x00\x18ftypmif1", Material.HEIC),
    (b"\x00\x00\x00\x20ftypM4A ", Material.M4A),
    (b"\x00\x00\x00\x20ftypisom", Material.MP4),
    (b"\x00\x00\x00\x20ftypqt  ", Material.MP4),
    (b"ID3\x03\x00", Material.MP3),
    (b"\xff\xfb\x90\x00", Material.MP3),
    (an_archive("[Content_Types].xml", "word/document.xml"), Material.DOCX),
    (an_archive("[Content_Types].xml", "xl/workbook.xml"), Material.XLSX),
    (an_archive("OFD.xml", "Doc_0/Document.xml"), Material.OFD),
    ("手臂有淤青\r\n".encode(), Material.TEXT),
    ("手臂有淤青".encode("gb18030"), Material.TEXT),
    (b"\xef\xbb\xbfwords", Material.TEXT),
]

NOT_TAKEN = [
    b"MZ\x90\x00\x03",
    b"\x7fELF\x02\x01",
    b"PK\x03\x04 broken",
    an_archive("notes.txt"),
    an_archive("word/document.xml", "word/vbaProject.bin"),
    an_archive("xl/workbook.xml", "xl/ACTIVEX/activeX1.bin"),
    an_archive("word/document.xml", "run.EXE"),
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"GIF89a\x01\x00\x01\x00",
    b"\x00\x00\x00\x18ftypavif",
    b"\x1f\x8b\x08",
    b"Rar!\x1a\x07\x00",
    b"words\x00",
    b"\x1b]0;title\x07",
]


@pytest.mark.parametrize(("content", "material"), TAKEN, ids=lambda one: one.name if isinstance(one, Material) else "")
def test_what_an_office_has_as_evidence_is_known_by_its_content(content: bytes, material: Material) -> None:
    assert material_of(content) is material


@pytest.mark.parametrize("content", NOT_TAKEN, ids=lambda one: repr(one[:8]))
def test_what_runs_or_is_not_known_is_not_taken(content: bytes) -> None:
    assert material_of(content) is None


def test_every_kind_that_is_taken_is_tried_here() -> None:
    assert {material for _, material in TAKEN} == set(Material)


def test_an_office_file_of_countless_parts_is_not_taken() -> None:
    many = [f"word/{n}.xml" for n in range(5_000)]
    assert material_of(an_archive("word/document.xml", *many[:-1])) is Material.DOCX
    assert material_of(an_archive("word/document.xml", *many)) is None
