"""What people hand in: a file, or standard input. 读取提交的文件."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from rules.errors import Refused
from tasks.documents_in import read_document
from tasks.files_out import already_there

STANDARD_INPUT = "-"
FROM_FILE = "@"

LONGEST_WORDS = 20_000
"""Characters of free words on one option, as in a report."""

_MOST = 64 * 1024 * 1024  # bytes read before it is refused anyway: enough to say how large it is


def document(source: str) -> Mapping[str, Any]:
    """The one document in a file or on standard input.

    Raises: Refused: not there, a folder, not readable, empty, too large, not UTF-8, not YAML or JSON.
    """
    return read_document(read_bytes(source))


def read_bytes(source: str) -> bytes:
    """The content of a file or of standard input.

    Raises: Refused: not there, a folder, not readable, empty.
    """
    raw = _standard_input() if source == STANDARD_INPUT else _file(Path(source))
    if not raw.strip():
        raise Refused(
            f"“{_named(source)}”是空的，请检查是否选错文件",
            f"{source} is empty; see whether it is the right one",
            field="FILE",
        )
    return raw


def words(written: str, *, field: str) -> str:
    """Free words: as typed, or from where they leave no trace in the history of the shell.

    Args:
        written: `-` reads standard input, `@FILE` a file; anything else is meant as it stands.
        field: the option that they were given for.
    Raises: Refused: not there, empty, not UTF-8, too long.
    """
    if written != STANDARD_INPUT and not written.startswith(FROM_FILE):
        return written
    source = written.removeprefix(FROM_FILE)
    raw = _standard_input() if source == STANDARD_INPUT else _file(Path(source))
    try:
        read = raw.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise Refused(
            "文字不是 UTF-8 编码，请另存为 UTF-8 后重试", "the words are not UTF-8; save them as UTF-8", field=field
        ) from None
    if not read:
        raise Refused(f"“{_named(source)}”是空的，没有读到文字", f"{source} is empty: no words were read", field=field)
    if len(read) > LONGEST_WORDS:
        raise Refused(
            f"文字过长，请控制在 {LONGEST_WORDS} 字以内；材料请另行移交",
            f"too long: at most {LONGEST_WORDS} characters; hand evidence over as files",
            field=field,
        )
    return read


@contextmanager
def new_file(path: Path, *, field: str = "--out") -> Iterator[BinaryIO]:
    """A new file that only its owner reads, opened before anything is done; gone again where that fails.

    Args:
        field: the option that named it.
    Raises: Refused: there is a file already, or it cannot be written there.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise already_there(path, field=field) from None
    except OSError as cause:
        raise Refused(
            f"无法写入“{path}”（{cause.strerror}），请换一处再试",
            f"{path} cannot be written ({cause.strerror}); try another place",
            field=field,
        ) from None
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
    except BaseException:
        path.unlink()
        raise


def _standard_input() -> bytes:
    return sys.stdin.buffer.read(_MOST)


def _file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MOST)
    except FileNotFoundError:
        raise _refused(path, "没有这个文件，请检查路径", "there is no such file; check the path") from None
    except IsADirectoryError:
        raise _refused(path, "是文件夹，请给出文件", "is a folder; name a file") from None
    except PermissionError:
        raise _refused(path, "没有读取权限，请检查文件权限", "may not be read; check its permissions") from None
    except OSError as cause:
        raise _refused(path, f"无法读取（{cause.strerror}）", f"cannot be read ({cause.strerror})") from None


def _refused(path: Path, zh: str, en: str) -> Refused:
    return Refused(f"“{path}”：{zh}", f"{path}: {en}", field="FILE")


def _named(source: str) -> str:
    return "标准输入" if source == STANDARD_INPUT else source
