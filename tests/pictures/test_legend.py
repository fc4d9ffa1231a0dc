"""Does the legend show what occurs, and can its marks be told apart without colour?"""

import re

import pytest

from pictures.ink import COLOURS, PRINT
from pictures.legend import as_list, as_svg, in_legend
from pictures.marks import n
from pictures.signs import Sign, drawn
from pictures.timeline import draw
from rules.calendar import Calendar
from tests.pictures.sample_rows import TODAY, every_mark, many, reference_case

_TONES = {
    "#000": "black",
    "#333": "black",
    "#444": "black",
    "#fff": "white",
    "#c4c4c4": "grey",
    "#ededed": "pale",
    "#999": "grey",
}


def in_grey(sign: Sign) -> str:
    """A mark as a copier shows it: shapes with dark, grey, pale and white instead of colours."""

    def tones(match: re.Match[str]) -> str:
        look = {}
        for name in match[1].split():
            look |= {part: _TONES[PRINT[token]] for part, token in COLOURS.get(f".{name}", {}).items()}
            look |= {"dashed": name} if name in {"f-limo", "f-lag", "f-dash"} else {}
        return f"look={sorted(look.items())}"

    return re.sub(r'class="([^"]*)"', tones, drawn(sign))


def test_every_mark_of_the_legend_differs_from_every_other_in_shape_on_a_grey_copy():
    shown = [in_grey(sign) for sign in Sign]

    assert len(set(shown)) == len(Sign)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Sign.POINT, Sign.LATE),
        (Sign.POINT, Sign.HOLLOW),
        (Sign.LIMIT, Sign.OURS),
        (Sign.LIMIT, Sign.PROVISIONAL),
        (Sign.BAR, Sign.OVERDUE),
        (Sign.BAR, Sign.REST),
        (Sign.WINDOW, Sign.MISSED),
        (Sign.UNCERTAIN, Sign.SILENCE),
    ],
)
def test_marks_with_opposite_meanings_differ_by_more_than_tone(one, other):
    def shape(sign):
        return (
            re.sub(r'(class|look)=("[^"]*"|\[[^]]*\])', "", in_grey(sign)),
            "dashed" in in_grey(sign),
            in_grey(sign).count("white"),
        )

    assert shape(one) != shape(other)


def test_only_marks_that_occur_are_listed_in_their_order():
    assert in_legend([Sign.OVERDUE, Sign.POINT]) == (Sign.POINT, Sign.OVERDUE)
    assert [sign.zh for sign in Sign][:9] == [
        "发生", "法定、地方期限", "本系统默认期限", "文书有效期、程序进行", "违反", "逾期", "日期不确定、无终止日",
        "发生与补录两个时间", "放假三天以上",
    ]  # fmt: skip


@pytest.mark.parametrize("rows", [reference_case(), every_mark(), many(200, years=0.7), many(200, years=9)])
def test_every_class_in_a_picture_belongs_to_a_mark_of_its_legend_or_to_the_frame(rows):
    picture = draw(rows, title="x", today=TODAY, closed=False, calendar=Calendar.national())
    frame = {
        "tl",
        "f-grid",
        "f-base",
        "f-names",
        "f-now",
        "f-nowt",
        "nowl",
        "f-hatch",
        "f-frame",
        "f-tick",
        "m",
        "b",
        "on",
        "halo",
        "f-over",
    }

    told = {
        name for sign in picture.used for names in re.findall(r'class="([^"]*)"', drawn(sign)) for name in names.split()
    }
    held = {name for names in re.findall(r'class="([^"]*)"', picture.svg) for name in names.split()}

    assert held - told - frame == set()


def test_every_class_has_its_ink():
    known = {name.split(".")[-1] for name in COLOURS} | {"b", "two"}
    used = {name for sign in Sign for names in re.findall(r'class="([^"]*)"', drawn(sign)) for name in names.split()}

    assert used - known == set()


def test_the_legend_breaks_its_lines_within_the_picture():
    drawn_key, tall = as_svg(Sign, top=0, wide=600)
    ends = [float(x) for x in re.findall(r"translate\(([\d.]+) ", drawn_key)]

    assert max(ends) < 600
    assert tall > 100
    assert as_list([Sign.PIN]).count("<li>") == 1
    assert n(12.0) == "12"
