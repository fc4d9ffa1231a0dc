"""A line of a story put into words, by its nicknames. 叙述一行."""

from __future__ import annotations

from typing import Any

from rules.vocabulary import Term
from rules.when import say_when
from scenarios.shape import Line
from scenarios.stage import Stage
from scenarios.verbs import ACT
from tasks.wording import say_moment


def told(line: Line, stage: Stage) -> tuple[str, str]:
    """What a line says, in Chinese and English, with when it happened and, if later, when it was entered."""
    verb = ACT[line.act.name]
    if line.act.name == "expect":
        return f"{say_moment(line.at, 'zh')}　核对 {len(line.act.given['items'])} 项", "what must hold"
    whom = "、".join(line.children) if len(stage.scenario.children) > 1 and line.children else ""
    about = _about(line, stage)
    words = "　".join(part for part in (verb.zh, whom, about, line.note) if part)
    return f"{_moment(line)}　{words}", f"{verb.name} {line.place}"


def _moment(line: Line) -> str:
    if line.act.name in ("until", "gap", "refused"):
        return say_moment(line.at, "zh")
    entered = "" if line.when.at == line.at else f"（{say_moment(line.at, 'zh')} 录入）"
    return f"{say_when(line.when)}{entered}"


def _about(line: Line, stage: Stage) -> str:
    """The first thing that an act is about."""
    keys = ACT[line.act.name].keys
    value: Any = line.act.given.get(keys[0].name) if keys else None
    if line.act.name == "refused":
        return ACT[line.act.given["act"].name].zh
    if keys and keys[0].name == "duty":
        return stage.duty_zh(str(value))
    if isinstance(value, Term):
        return value.zh
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    return value if isinstance(value, str) else ""
