"""Options that many commands share, each with its help once. 通用选项."""

from __future__ import annotations

from typing import Annotated

import typer

NO = Annotated[str, typer.Argument(metavar="NO", help="个案编号  case number")]
INSTRUMENT = Annotated[str, typer.Argument(metavar="D-NO", help="文书编号，见 hutong instrument list  its number")]
ADULT = Annotated[str, typer.Argument(metavar="A-NO", help="成年人编号，见 hutong person list  number of the adult")]

BY = Annotated[str, typer.Option("--by", metavar="POST", help="办理的岗位，必填  which post does it")]
AT = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="WHEN",
        help="何时：2021-01-20 10:30、2021-01-20、2021-01、2021、约 2021-01-20 或 不详；不写即现在  when it happened",
    ),
]
REASON = Annotated[
    str,
    typer.Option("--reason", metavar="TEXT", help="理由，加密保存；- 读标准输入，@文件 读文件  why, kept sealed"),
]
REASON_IF_ANY = Annotated[
    str | None,
    typer.Option("--reason", metavar="TEXT", help="理由，加密保存；- 读标准输入，@文件 读文件  why, kept sealed"),
]
JSON = Annotated[bool, typer.Option("--json", help="以 JSON 输出  print JSON")]
