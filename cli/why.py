"""`hutong why`: the due date of a duty, explained line by line. 期限说明."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.duties_shown import due_words
from cli.opening import office
from cli.output import heading, say, show_json, show_table
from tasks import cases, shapes, wording

if TYPE_CHECKING:
    from datetime import datetime

    from tasks.cases import ToldRung, Why
    from tasks.office import Office

app = typer.Typer(add_completion=False)


def run(opened: Office, case_no: str, duty: str) -> Why:
    """Why this duty is due when it is."""
    with opened.reading() as desk:
        return cases.why(desk, case_no, duty)


@app.command(help="说明一项职责：依据、期限逐日如何计算、逾期告知谁。  Explain the due date of a duty.")
def why(
    ctx: typer.Context,
    no: Annotated[str, typer.Argument(metavar="NO", help="个案编号  case number")],
    duty: Annotated[str, typer.Argument(metavar="DUTY", help="职责序号、代码或名称  number, code or name")],
    english: Annotated[bool, typer.Option("--en", help="逐行说明用英文  explain in English")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出  print JSON")] = False,
) -> None:
    """Explain the due date of a duty."""
    with office(ctx) as opened:
        reasons = run(opened, no, duty)
        now = opened.now()
    if as_json:
        show_json(shapes.why(reasons))
    else:
        _show(reasons, now, "en" if english else "zh")


def _show(reasons: Why, now: datetime, lang: str) -> None:
    view = reasons.duty
    zh, en = view.matter
    say(f"{view.no} {view.zh}{f'（{zh}）' if zh else ''}", f"{view.en}{f' ({en})' if en else ''}")
    owner = f"{view.owner.zh}（{view.owner.no}）" if view.owner else "无人负责"
    say(f"谁：{owner} · {due_words(view, now).replace(chr(10), ' · ')}")
    say(f"起算：{wording.say_moment(view.since_at, 'zh')}（{view.starts}）", "counted from")
    heading("依据", "Ground")
    for row, basis, force, confidence in reasons.ground:
        say(f"{force.zh}  {basis}〔{row}〕 {confidence.zh}", wording.FORCE_EN[force])
    heading("时限", "Period")
    row, basis, force, confidence = reasons.period
    say(
        f"{force.zh}  {view.period_zh}：{basis}〔{row}〕 {confidence.zh}",
        f"{wording.FORCE_EN[force]}: {view.period_en}",
    )
    heading("怎么算的", "How it is counted")
    for line in reasons.lines:
        say(f"  {line.zh if lang == 'zh' else line.en}〔{line.basis}〕")
    heading("逐级督办", "Ladder")
    show_table(("级 Rung", "时间 When", "告知 Tells", "状态 State"), map(_rung, enumerate(reasons.rungs, start=1)))


def _rung(numbered: tuple[int, ToldRung]) -> tuple[str, ...]:
    number, rung = numbered
    stands = "■ 已告知  told" if rung.climbed else "□ 未到  to come"
    return str(number), wording.say_moment(rung.at, "zh"), rung.zh, stands
