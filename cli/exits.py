"""Exit codes: what a script may rely on. 退出码."""

from __future__ import annotations

from enum import IntEnum
from typing import Self

from rules.errors import CaseworkError, Conflict, Forbidden, Gap, Refused, Unavailable


class ExitCode(IntEnum):
    """How a command ended. 退出码. `zh` and `en` stand in `hutong --help`."""

    zh: str
    en: str

    def __new__(cls, code: int, zh: str = "", en: str = "") -> Self:
        """A number that carries its meaning."""
        made = int.__new__(cls, code)
        made._value_ = code
        made.zh, made.en = zh, en
        return made

    OK = 0, "办妥", "done"
    FINDINGS = 1, "检查发现问题", "a check found something"
    USAGE = 2, "命令写法有误", "the command was not understood"
    REFUSED = 3, "不予办理，未写入", "refused, nothing written"
    CONFLICT = 4, "他人已先办理", "somebody else acted first"
    UNAVAILABLE = 5, "暂时无法办理", "unavailable, try again"
    GAP = 6, "资料缺失", "data is missing"
    INTERNAL = 70, "程序内部错误", "internal error"
    INTERRUPTED = 130, "已取消", "interrupted"


class Misuse(CaseworkError):
    """The command itself was not understood. 命令写法有误."""


_OF_ERRORS: tuple[tuple[type[CaseworkError], ExitCode], ...] = (
    (Misuse, ExitCode.USAGE),
    (Refused, ExitCode.REFUSED),
    (Forbidden, ExitCode.REFUSED),
    (Conflict, ExitCode.CONFLICT),
    (Unavailable, ExitCode.UNAVAILABLE),
    (Gap, ExitCode.GAP),
)


def exit_code_of(error: CaseworkError) -> ExitCode:
    """The exit code that belongs to an error."""
    return next(code for kind, code in _OF_ERRORS if isinstance(error, kind))


def exit_codes_told() -> str:
    """The exit codes, for the end of the help."""
    return "退出码 Exit codes: " + " · ".join(f"{code.value} {code.zh} {code.en}" for code in ExitCode)
