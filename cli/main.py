"""The command `hutong`. 命令行入口.

The root knows the commands by name and one line of help; a command's module is imported when it is called, so that
`hutong --help` and a report at the counter do not wait for what they do not use.  A command module has an `app`: a
`typer.Typer` with one command, or with one per verb.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer
from typer.core import TyperCommand, TyperGroup

from cli.edge import tell
from cli.exits import ExitCode, exit_codes_told
from cli.given import Given

if TYPE_CHECKING:
    pass

COMMANDS: dict[str, tuple[str, str]] = {
    "up": ("启动全部服务", "start everything"),
    "board": ("只开网页端", "the web pages alone"),
    "demo": ("演示一个完整个案", "play one full story on a moved clock"),
    "play": ("演练情景文件", "play a dated scenario on a simulated clock"),
    "simulate": ("由种子模拟一个县的一年", "a year of one county, simulated from a seed"),
    "report": ("提交报告", "file a report"),
    "case": ("个案：查询、立案、结案", "cases: list, show, open, close"),
    "open": ("启动程序，可从中途开始", "start a procedure, also in mid-chain"),
    "duty": ("查询、办理职责", "duties: list, answer, skip, pause, extend"),
    "person": ("相关成年人、当事人", "the adults around a child, parties"),
    "instrument": ("文书：作出、送达、违反、变更、打印", "instruments: issue, serve, breach, change, print"),
    "handover": ("移交儿童、个案、监护、材料", "hand over a child, a case, guardianship, documents"),
    "share": ("信息共享包：按用途裁剪给另一机关", "a cut of a case for another agency"),
    "services": ("服务清单：符合哪些项目、转介", "services a child is eligible for, and referring"),
    "monitor": ("关爱对象：列入、调级、免办、退出", "children in care: begin, tier, excuse, end"),
    "figures": ("上报数字、档案抽查", "figures of routine reports, the drawing of a spot check"),
    "visits": ("本期走访清单", "what a post owes for its children in the running windows"),
    "staffing": ("儿童主任配备", "villages that are short of a child director"),
    "note": ("记事", "write a fact into a case"),
    "evidence": ("证据材料：提交、列出、调阅、核对", "evidence: hand in, list, open, check"),
    "correct": ("更正记录，两说并存", "correct an entry, or let two versions stand"),
    "death": ("登记儿童死亡", "record that the child has died"),
    "why": ("说明一项职责的期限", "the due date of a duty, explained"),
    "timeline": ("个案时间线", "the timeline of a case"),
    "notice": ("通知：查看、确认已阅", "messages of a post: list, show, read"),
    "audit": ("核查：期限、接触、查阅、核验、存证", "audit: sheets, contacts, who looked, proof"),
    "stuck": ("卡住的个案", "stuck cases, who holds them, what repairs them"),
    "meeting": ("联席会议研究事项", "the sheet of a joint conference"),
    "sweep": ("督办一遍：推进、催办、送达、巡检", "one round: advance, escalate, deliver, watch"),
    "worker": ("常驻运行", "the resident runner"),
    "doctor": ("检查本机运行情况", "is this installation healthy"),
    "import": ("导入名册", "enter registers that offices keep"),
    "export": ("导出名册、一人一档", "take out registers, the file of a child"),
    "directory": ("机构、岗位、人员名册", "agencies, posts, who holds them"),
    "account": ("账号、登录会话、接口令牌", "who may sign in, sessions, tokens of programs"),
    "journal": ("办理记录：重建、封存", "the journal: rebuild, seal"),
    "pack": ("规则包", "rule packs"),
}
"""Every command, in the order of the help, with its line in Chinese and English."""


_SHOW_HELP = "显示帮助  show this help"


class Root(TyperGroup):
    """The command `hutong` with its commands still on the shelf. 根命令."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All commands, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> TyperCommand | None:
        """The line of the help, without the command behind it."""
        if cmd_name not in COMMANDS:
            return None
        return TyperCommand(cmd_name, help="  ".join(COMMANDS[cmd_name]), rich_markup_mode="rich")

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command itself, imported now."""
        name, _, rest = super().resolve_command(ctx, args)
        command = typer.main.get_command(import_module(f"cli.{name}").app)
        command.help = command.help or "  ".join(COMMANDS[str(name)])
        _options_in_chinese(command, ctx)
        return name, command, rest

    def get_help_option(self, ctx: Any) -> Any:
        """`--help`, told in Chinese first."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _SHOW_HELP
        return option

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any) -> None:  # type: ignore[override]
        """Run one command and exit with a code of `ExitCode`; the one place where errors end."""
        given = list(sys.argv[1:] if args is None else args)
        if len(given) < 2 or "--help" in given:  # a bare group of verbs shows its help too
            _name_the_parts_of_the_help()
        try:
            ended = super().main(given, prog_name or "hutong", **{**extra, "standalone_mode": False})
            if ended == ExitCode.INTERRUPTED:  # Typer makes a code of Ctrl-C and says nothing
                raise KeyboardInterrupt
            sys.stdout.flush()
        except BaseException as error:  # noqa: BLE001 - the outermost edge: whatever comes here is told, and the program ends
            ended = tell(error, in_json="--json" in given)
        sys.exit(ended if isinstance(ended, int) else ExitCode.OK)


app = typer.Typer(
    cls=Root,
    add_completion=False,
    pretty_exceptions_enable=False,  # they print local variables, and those hold names
    no_args_is_help=True,
    rich_markup_mode="rich",
    help="护童：涉未成年人报告与处置的办理记录、期限提醒和逐级督办。\n\n"
    "Hutong: reports about children become cases; duties, dates and escalation.",
    epilog=exit_codes_told() + "\n\n加 --json 时，结果写到标准输出，错误以 JSON 写到标准错误。 "
    "With --json results go to standard output, errors as JSON to standard error.",
)


@app.callback()
def hutong(
    ctx: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option("--home", metavar="DIR", help="数据目录，代替 HUTONG_HOME  folder of this installation"),
    ] = None,
) -> None:
    """Take down what all commands share."""
    given = ctx.obj if isinstance(ctx.obj, Given) else Given()
    ctx.obj = given.at_home(home) if home else given


def main(argv: Sequence[str] | None = None, *, now: Callable[[], datetime] | None = None) -> None:
    """Run `hutong`. Ends in SystemExit with an `ExitCode`.

    Args:
        argv: the words after `hutong`; those of the process, if left out.
        now: the clock; that of the machine, if left out.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that knows no Chinese is no reason to fail
    cast(Root, typer.main.get_command(app)).main(argv, obj=Given(now=now))


def _options_in_chinese(command: Any, ctx: Any) -> None:
    """The help option of a command, and of the verbs below it, speaks Chinese first; nobody installs completion."""
    command.get_help_option(ctx).help = _SHOW_HELP
    command.params = [one for one in command.params if not str(one.name).endswith("_completion")]
    for verb in getattr(command, "commands", {}).values():
        _options_in_chinese(verb, ctx)


def _name_the_parts_of_the_help() -> None:
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = "参数 Arguments"
    rich_utils.OPTIONS_PANEL_TITLE = "选项 Options"
    rich_utils.COMMANDS_PANEL_TITLE = "命令 Commands"


if __name__ == "__main__":
    main()
