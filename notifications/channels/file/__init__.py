"""Notices as lines of a file. 文件渠道 / for rehearsals, for a county without mail, and as a spool for other software.

One JSON object per line, written whole by one call; any number of processes may append at the same time.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import closing
from hashlib import sha256
from io import FileIO
from pathlib import Path

from notifications.failures import try_again
from notifications.message import Outgoing, Receipt

if sys.platform != "win32":
    import fcntl


class FileChannel:
    """Appends each notice to one file. 文件渠道. The address is an opaque post number."""

    name = "file"

    def __init__(self, outbox_file: Path) -> None:
        self._outbox_file = outbox_file

    def send(self, message: Outgoing) -> Receipt:
        """Append one line and wait until it is on disk. The receipt is the SHA-256 of the line without line feed."""
        line = _line(message)
        try:
            self._outbox_file.parent.mkdir(parents=True, exist_ok=True)
            with closing(FileIO(self._outbox_file, "a+", opener=_private)) as outbox:
                _append(outbox, line)
        except OSError:
            raise try_again(self.name, "cannot_write") from None
        return Receipt(reference=f"sha256:{sha256(line).hexdigest()}")


def _line(message: Outgoing) -> bytes:
    notice = {
        "message_id": message.message_id,
        "address": message.address,
        "lang": message.lang,
        "subject": message.subject,
        "text": message.text,
    }
    return json.dumps(notice, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _private(path: str, flags: int) -> int:
    """Open for the owner only: case numbers are not for every account of the machine."""
    return os.open(path, flags, 0o600)


def _append(outbox: FileIO, line: bytes) -> None:
    """One write in append mode, one writer at a time.

    A disk that filled up in mid-line leaves a torn tail; the next line starts on its own line.  To tell a torn tail
    from a line that another process is just writing, the file is locked until it is closed.
    """
    _lock(outbox)
    whole = (b"\n" if _is_torn(outbox) else b"") + line + b"\n"
    if outbox.write(whole) != len(whole):
        raise OSError("written in part")
    os.fsync(outbox.fileno())


def _lock(outbox: FileIO) -> None:
    """Wait for other writers. Windows has no such lock: there, at worst, an empty line appears between two notices."""
    if sys.platform != "win32":
        fcntl.flock(outbox, fcntl.LOCK_EX)


def _is_torn(outbox: FileIO) -> bool:
    if outbox.seek(0, os.SEEK_END) == 0:
        return False
    outbox.seek(-1, os.SEEK_END)
    return outbox.read(1) != b"\n"
