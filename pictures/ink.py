"""Colours and line styles, so that a picture looks the same alone as on the board. 墨色.

Written out in plain values: what opens a saved picture (office programs, image viewers) seldom knows CSS variables.
"""

from __future__ import annotations

FONT = '"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC",sans-serif'

_LIGHT = {
    "ink": "#1a1e23",
    "ink2": "#4a535d",
    "paper": "#fff",
    "rule": "#d0d6dc",
    "edge": "#737d88",
    "link": "#174f8a",
    "over": "#9c1a1a",
    "span": "#7a95b0",
    "span-ink": "#10283f",
    "shade": "#eceff2",
}
_DARK = {
    "ink": "#e8ebee",
    "ink2": "#b0bac4",
    "paper": "#181d22",
    "rule": "#38414a",
    "edge": "#8a95a1",
    "link": "#8fc1f5",
    "over": "#ff9d97",
    "span": "#4d6a87",
    "span-ink": "#eef3f8",
    "shade": "#20262c",
}
PRINT = {
    "ink": "#000",
    "ink2": "#333",
    "paper": "#fff",
    "rule": "#999",
    "edge": "#444",
    "link": "#000",
    "over": "#000",
    "span": "#c4c4c4",
    "span-ink": "#000",
    "shade": "#ededed",
}
"""The same tokens on paper: a grey copy must read the same."""

COLOURS: dict[str, dict[str, str]] = {
    "text": {"fill": "ink"},
    "text.m": {"fill": "ink2"},
    "text.on": {"fill": "span-ink"},
    "text.nowl": {"fill": "paper"},
    "text.f-over": {"fill": "over"},
    ".halo": {"stroke": "paper"},
    ".f-grid": {"stroke": "rule"},
    ".f-base": {"stroke": "edge"},
    ".f-shade": {"fill": "shade"},
    ".f-span": {"fill": "span"},
    ".f-ink": {"fill": "ink"},
    ".f-names": {"fill": "paper"},
    ".f-paper": {"fill": "paper", "stroke": "ink"},
    ".f-open": {"fill": "paper", "stroke": "ink2"},
    ".f-dash": {"fill": "paper", "stroke": "ink"},
    ".f-old": {"stroke": "edge"},
    ".f-now": {"stroke": "link"},
    ".f-nowt": {"fill": "link"},
    ".f-over": {"fill": "over"},
    ".f-late": {"stroke": "over"},
    ".f-lag": {"stroke": "ink2"},
    ".f-hatch": {"stroke": "ink2"},
    ".f-lim": {"stroke": "ink"},
    ".f-limo": {"stroke": "ink2"},
    ".f-stop": {"stroke": "ink2"},
    ".f-tick": {"stroke": "ink"},
    ".f-frame": {"stroke": "link"},
}
"""Which part of a class takes which token."""

_SHAPES = (
    f".tl text{{font:13px {FONT}}}"
    ".tl .b,.tl .nowl,.tl text.f-over{font-weight:600}"
    ".tl .halo{paint-order:stroke;stroke-width:4px;stroke-linejoin:round}"
    ".tl .f-paper{stroke-width:2}"
    ".tl .f-open{stroke-width:1.5}"
    ".tl .f-dash{stroke-width:1.2;stroke-dasharray:2 1.5}"
    ".tl .f-old{opacity:.4;stroke-width:1}"
    ".tl .f-now,.tl .f-late,.tl .f-lim,.tl .f-stop{stroke-width:2}"
    ".tl .f-lag{stroke-dasharray:2 3;fill:none}"
    ".tl .two,.tl .f-frame{stroke-width:2}"
    ".tl .f-frame,.tl .f-tick{fill:none}"
    ".tl .f-hatch{stroke-width:1.2}"
    ".tl .f-limo{stroke-width:2;stroke-dasharray:4 3}"
    ".tl [tabindex]:focus{outline:3px solid #ffbf1f}"
)


def style() -> str:
    """The style sheet of one picture: screen, dark screen, paper."""
    return (
        f"{_SHAPES}{_colours(_LIGHT)}"
        f"@media screen and (prefers-color-scheme:dark){{{_colours(_DARK)}}}"
        f"@media print{{{_colours(PRINT)}}}"
    )


def _colours(tokens: dict[str, str]) -> str:
    return "".join(
        f".tl {name}{{{';'.join(f'{part}:{tokens[token]}' for part, token in parts.items())}}}"
        for name, parts in COLOURS.items()
    )
