"""What a file is, found out from what is in it; its name and what the browser says of it count for nothing. 文件种类.

A short list of what evidence comes as in an office: papers, pictures, recordings.  Nothing on it runs when it is
opened: no page, no script, no archive, no office file with macros.
"""

from __future__ import annotations

import re
import struct
import zipfile
from io import BytesIO
from types import MappingProxyType
from typing import Final

from rules.vocabulary import Term

_MOST_PARTS = 5_000  # of an office file; a scanned book has hundreds


class Material(Term):
    """A kind of file that is taken; the code is its media type. 文件种类."""

    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "JPEG 照片"
    PNG = "image/png", "PNG 图片"
    WEBP = "image/webp", "WebP 图片"
    HEIC = "image/heic", "HEIC 照片"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word 文档"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel 表格"
    OFD = "application/ofd", "OFD 版式文件"
    MP3 = "audio/mpeg", "MP3 录音"
    M4A = "audio/mp4", "M4A 录音"
    AMR = "audio/amr", "AMR 录音"
    WAV = "audio/wav", "WAV 录音"
    MP4 = "video/mp4", "MP4 录像"
    TEXT = "text/plain", "纯文本"

    @property
    def en(self) -> str:
        """In English."""
        return f"{self.name} file"

    @property
    def ending(self) -> str:
        """Of the name under which it is given out."""
        return "txt" if self is Material.TEXT else "jpg" if self is Material.JPEG else self.name.lower()


ENDINGS: Final = tuple(one.ending for one in Material)
"""Of the files that are taken, for whoever is asked to choose one."""

_BEGINS: Final = (
    (re.compile(rb"%PDF-1\.|%PDF-2\."), Material.PDF),
    (re.compile(rb"\xff\xd8\xff"), Material.JPEG),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), Material.PNG),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), Material.WEBP),
    (re.compile(rb"RIFF....WAVE", re.DOTALL), Material.WAV),
    (re.compile(rb"#!AMR"), Material.AMR),
    (re.compile(rb"....ftyp(?:hei[cxms]|hev[cx]|mif1|msf1)", re.DOTALL), Material.HEIC),
    (re.compile(rb"....ftypM4[AB] ", re.DOTALL), Material.M4A),
    (re.compile(rb"....ftyp(?:iso[m2-6]|mp4[12]|avc1|dash|MSNV|M4V |3gp[4-6]|qt  )", re.DOTALL), Material.MP4),
    (re.compile(rb"ID3[\x02-\x04]|\xff[\xfa\xfb\xf2\xf3]"), Material.MP3),
)
"""What each begins with (the formats' own specifications)."""

_PARTS: Final = MappingProxyType(
    {"word/document.xml": Material.DOCX, "xl/workbook.xml": Material.XLSX, "OFD.xml": Material.OFD}
)
"""The one part that an office file of a kind always has."""

_RUNS: Final = re.compile(r"vbaProject|activeX|\.(?:exe|dll|js|vbs|bat|cmd|com|scr|ps1|jar|hta|lnk)$", re.IGNORECASE)
_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def material_of(content: bytes) -> Material | None:
    """What a file is; None where it is nothing that is taken.

    >>> material_of(b"%PDF-1.7 ...").value, material_of("伤情记录".encode()).value, material_of(b"MZ\\x90\\x00")
    ('application/pdf', 'text/plain', None)
    """
    for begins, material in _BEGINS:
        if begins.match(content):
            return material
    if content.startswith(b"PK"):
        return _office_file(content)
    return Material.TEXT if _is_text(content) else None


def _office_file(content: bytes) -> Material | None:
    """By the list of its parts; nothing is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            parts = packed.namelist()
    except (zipfile.BadZipFile, struct.error, ValueError, RuntimeError, OSError):
        return None
    if len(parts) > _MOST_PARTS or any(_RUNS.search(part) for part in parts):
        return None
    return next((material for part, material in _PARTS.items() if part in parts), None)


def _is_text(content: bytes) -> bool:
    """Whether it is words, as today's machines write them or as older ones in China do."""
    for coding in ("utf-8-sig", "gb18030"):
        try:
            return _NO_TEXT.search(content.decode(coding)) is None
        except UnicodeDecodeError:
            continue
    return False
