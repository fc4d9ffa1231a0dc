"""The outermost edge: every error becomes two lines and an exit code, and none gives away what it was about. 出错时.

A message of ours was written to be read; one that we did not write may quote a value, so only its kind is shown.
"""

from __future__ import annotations

import os
import sys
import traceback

import typer

from cli.exits import ExitCode, Misuse, exit_code_of
from rules.errors import CaseworkError


def tell(error: BaseException, *, in_json: bool) -> ExitCode:
    """Say on standard error what went wrong and what to do. Returns the exit code."""
    if isinstance(
        error, (BrokenPipeError, SystemExit)
    ):  # Rich exits by itself when a pipe breaks; nothing of ours does
        return _nobody_listens()
    if isinstance(error, typer.TyperException) and not error.format_message():
        return ExitCode.USAGE  # a group of verbs that was called bare has shown its help
    told = _ours(error)
    code = _code(error, told)
    _print(told, code, in_json=in_json)
    if os.environ.get("HUTONG_DEBUG") == "1" and code is ExitCode.INTERNAL:
        traceback.print_exception(error)
    return code


def _ours(error: BaseException) -> CaseworkError:
    """The error as one of ours."""
    if isinstance(error, CaseworkError):
        return error
    if isinstance(error, typer.Abort):
        return CaseworkError("已取消，未写入任何内容", "cancelled; nothing was written")
    if isinstance(error, KeyboardInterrupt):
        return CaseworkError(
            "已中断。办完的已保存，未办完的没有写入", "interrupted; what was finished stands, the rest is not written"
        )
    if isinstance(error, typer.TyperException):
        return Misuse("命令写法有误，请加 --help 查看用法", f"{error.format_message()} (see --help)")
    kind = type(error).__name__
    return CaseworkError(
        f"程序内部错误（{kind}）。已写入的内容不受影响；设 HUTONG_DEBUG=1 重试可得详情，请转系统管理员",
        f"internal error ({kind}). What was written stands; HUTONG_DEBUG=1 shows more, for the administrator",
    )


def _code(error: BaseException, told: CaseworkError) -> ExitCode:
    if type(told) is not CaseworkError:
        return exit_code_of(told)
    cancelled = isinstance(error, (typer.Abort, KeyboardInterrupt))
    return ExitCode.INTERRUPTED if cancelled else ExitCode.INTERNAL


def _print(told: CaseworkError, code: ExitCode, *, in_json: bool) -> None:
    if in_json:
        from tasks.shapes.of_errors import error as error_shape
        from tasks.shapes.plain import as_json

        print(as_json({"error": error_shape(told, code.name.lower())}), file=sys.stderr)
        return
    for one in told.each:
        print(f"错误：{one.zh}\nError: {one.en}", file=sys.stderr)
        if one.field:
            print(f"填写项 Field: {one.field}", file=sys.stderr)
    if len(told.each) > 1:
        print(
            f"共 {len(told.each)} 处有误，未写入任何内容  {len(told.each)} things are wrong; nothing was written",
            file=sys.stderr,
        )


def _nobody_listens() -> ExitCode:
    """The reader of a pipe left, as `head` does: not an error of anybody's."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ExitCode.OK
