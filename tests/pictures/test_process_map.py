"""Can a process map be read: nothing on top of anything, nothing outside, the same in grey? 流程图的图面."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import combinations, pairwise
from typing import NamedTuple

import pytest

from pictures.labels import width
from pictures.process_map import svg
from pictures.process_map_layout import lay_out
from pictures.process_map_parts import START, Note, ProcessMap, Step, Track
from rules.declared import Declared
from rules.vocabulary import ProcedureKind
from tasks.process_map_counts import Counts, StepCount
from tasks.process_map_rows import LANGUAGES, _Told
from tasks.process_paths import duties_of, path_of
from tests.flows.liuxi import SIX_STEPS, rules
from tests.office import national
from tests.pictures.reading import HAN, WITHOUT_STYLE

SVG = "{http://www.w3.org/2000/svg}"


class Room(NamedTuple):
    """What something takes, px."""

    x0: float
    y0: float
    x1: float
    y1: float

    def touches(self, other: Room) -> bool:
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1

    def within(self, other: Room) -> bool:
        return other.x0 <= self.x0 and self.x1 <= other.x1 and other.y0 <= self.y0 and self.y1 <= other.y1


def declared_of(kind: ProcedureKind) -> Declared | None:
    """The declared procedure that stands for all of them."""
    return rules().procedure(SIX_STEPS) if kind is ProcedureKind.DECLARED else None


def full(kind: ProcedureKind, lang: str = "zh") -> ProcessMap:
    """A map on which everything has happened to many: as much text as there can be."""
    declared = declared_of(kind)
    counts = Counts(kind, declared=declared, procedures=1234)
    counts.ends["completed"] = 1000
    for code in duties_of(kind, declared):
        counts.steps[code] = StepCount(1234, 2345, open=123, late=321, skipped=12, excused=7, reopened=3)
    for way in path_of(kind, declared):
        counts.ways[way] = 1234
        counts.ages[way] = [timedelta(hours=30), timedelta(days=90)]
    about = {
        "zh": "区划 990101 · 全部时间 · 截至2026年3月2日（星期一）10:55",
        "en": "area 990101 · all time · as of Monday 2026-03-02 10:55",
    }
    return _Told(rules() if declared else national(), counts, False, lang).map(about[lang])


def drawn(of: ProcessMap) -> ET.Element:
    return ET.fromstring(svg(of))


def texts(picture: ET.Element) -> Iterator[tuple[str, Room]]:
    for one in picture.iter(f"{SVG}text"):
        words, x, y = one.text or "", float(one.get("x", 0)), float(one.get("y", 0))
        size = float((re.search(r"font-size:(\d+)px", one.get("style", "")) or [0, 13])[1])
        wide = width(words) * size / 13
        left = x - {"middle": wide / 2, "end": wide}.get(one.get("text-anchor", ""), 0.0)
        yield words, Room(left, y - size + 2, left + wide, y + 2)


def boxes(picture: ET.Element) -> list[Room]:
    """The frames of the steps."""
    found = []
    for one in picture.iter(f"{SVG}rect"):
        if one.get("class") in ("f-paper", "f-dash"):
            x, y = float(one.get("x", 0)), float(one.get("y", 0))
            found.append(Room(x, y, x + float(one.get("width", 0)), y + float(one.get("height", 0))))
    return found


def lines(picture: ET.Element) -> list[list[tuple[float, float]]]:
    """The points of each line between steps, ten to a curve."""
    found = []
    for one in picture.iter(f"{SVG}path"):
        if one.get("class") == "f-base":
            found.append(list(points(one.get("d", ""))))
    return found


def points(path: str) -> Iterator[tuple[float, float]]:
    x = y = 0.0
    for letter, given in re.findall(r"([MCV])([-\d. ]+)", path):
        numbers = [float(one) for one in given.split()]
        if letter == "M":
            x, y = numbers
            yield x, y
        elif letter == "V":
            for nth in range(1, 11):
                yield x, y + (numbers[0] - y) * nth / 10
            y = numbers[0]
        else:
            (ax, ay), (bx, by), (cx, cy) = zip(numbers[::2], numbers[1::2], strict=True)
            for nth in range(1, 11):
                t = nth / 10
                s = 1 - t
                yield (
                    s**3 * x + 3 * s * s * t * ax + 3 * s * t * t * bx + t**3 * cx,
                    s**3 * y + 3 * s * s * t * ay + 3 * s * t * t * by + t**3 * cy,
                )
            x, y = cx, cy


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", ProcedureKind)
def test_no_text_lies_on_another_and_none_leaves_the_picture(kind: ProcedureKind, lang: str) -> None:
    picture = drawn(full(kind, lang))
    page = Room(0, 0, float(picture.get("width", 0)), float(picture.get("height", 0)))
    found = list(texts(picture))
    assert [(one, other) for (one, a), (other, b) in combinations(found, 2) if a.touches(b)] == []
    assert [words for words, room in found if not room.within(page)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", ProcedureKind)
def test_every_text_of_a_step_is_in_its_box_and_no_label_of_a_line_is_in_any(kind: ProcedureKind, lang: str) -> None:
    picture = drawn(full(kind, lang))
    steps = boxes(picture)
    assert len(steps) == len(duties_of(kind, declared_of(kind))) + 1
    assert [(one, other) for one, other in combinations(steps, 2) if one.touches(other)] == []
    cut = [words for words, room in texts(picture) for box in steps if room.touches(box) and not room.within(box)]
    assert cut == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", ProcedureKind)
def test_no_line_runs_through_a_box(kind: ProcedureKind, lang: str) -> None:
    picture = drawn(full(kind, lang))
    within = [Room(box.x0 + 1, box.y0 + 1, box.x1 - 1, box.y1 - 1) for box in boxes(picture)]
    assert lines(picture)
    for line in lines(picture):
        assert [point for point in line for box in within if Room(*point, *point).within(box)] == []
        assert all(upper[1] <= lower[1] + 0.1 for upper, lower in pairwise(line))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", ProcedureKind)
def test_it_can_be_read_on_a_sheet_of_a4(kind: ProcedureKind, lang: str) -> None:
    """13 px are at least 1.7 mm high, some 5 pt, though everything is said; English is a little smaller."""
    notes = (Note(heading="怎样终结", lines=("办理完毕 1000 件", "尚在办理 234 件")),) * 3
    picture = drawn(replace(full(kind, lang), notes=notes))
    wide, high = float(picture.get("width", 0)), float(picture.get("height", 0))
    scale = max(min(182 / wide, 263 / high), min(269 / wide, 176 / high))
    assert 13 * scale >= {"zh": 1.7, "en": 1.65}[lang]


@pytest.mark.parametrize("kind", ProcedureKind)
def test_a_map_in_english_is_in_english_only(kind: ProcedureKind) -> None:
    picture = svg(full(kind, "en"))
    assert ' lang="en" ' in picture
    assert HAN.findall(WITHOUT_STYLE.sub("", picture)) == []


def test_the_same_map_gives_the_same_picture() -> None:
    assert svg(full(ProcedureKind.MANDATORY_REPORTING)) == svg(full(ProcedureKind.MANDATORY_REPORTING))


def test_lateness_has_a_shape_besides_its_colour_and_what_was_not_reached_a_dashed_edge() -> None:
    of = ProcessMap(
        title="图",
        about="",
        steps=(Step(code=START, name="启动", late="逾期 2"), Step(code="a", name="某事", reached=False)),
        tracks=(Track(source=START, target="a"),),
        notes=(Note(heading="偏离", lines=()),),
        summary="一句话",
    )
    picture = drawn(of)
    words = [words for words, _ in texts(picture)]
    assert "■ 逾期 2" in words
    assert [one.get("class") for one in picture.iter(f"{SVG}rect")][1:] == ["f-paper", "f-dash"]
    assert next(one.get("stroke-dasharray") for one in picture.iter(f"{SVG}path"))
    assert "无" in words
    assert (picture.get("role"), picture.get("aria-label")) == ("img", "一句话")


def test_words_cannot_become_markup() -> None:
    of = ProcessMap(
        title="<script>",
        about="a & b",
        steps=(Step(code=START, name="<b>"),),
        tracks=(),
        notes=(Note(heading="<i>", lines=("x < y",)),),
        summary='"><script>',
    )
    assert "<script>" not in svg(of)
    assert {"<script>", "a & b", "<b>", "<i>", "x < y"} <= {words for words, _ in texts(drawn(of))}


def test_a_thicker_line_stands_for_more() -> None:
    def thickness(share: float) -> float:
        steps = (Step(code=START, name="启动"), Step(code="a", name="某事"))
        tracks = (Track(source=START, target="a", said=("1 次",), share=share),)
        of = ProcessMap(title="", about="", steps=steps, tracks=tracks, notes=(Note(heading="", lines=()),), summary="")
        return float(next(drawn(of).iter(f"{SVG}path")).get("stroke-width", 0))

    assert thickness(0.1) < thickness(0.5) < thickness(1.0)


def test_a_step_stands_below_all_that_lead_to_it() -> None:
    edges = [("a", "b"), ("b", "c"), ("a", "c"), ("a", "d")]
    layout = lay_out("abcd", edges, node_width=100, label_widths=dict.fromkeys(edges, 40.0))
    layers = {node: spot.layer for node, spot in layout.steps.items()}
    assert layers == {"a": 0, "b": 2, "c": 4, "d": 2}
    assert layout.labels["a", "c"].layer == 3


def test_what_leads_nowhere_moves_down_where_too_many_stand_side_by_side() -> None:
    edges = [("a", str(nth)) for nth in range(9)]
    layout = lay_out(["a", *map(str, range(9))], edges, node_width=100, label_widths=dict.fromkeys(edges, 40.0))
    layers = [spot.layer for node, spot in layout.steps.items() if node != "a"]
    assert sorted(layers) == [2] * 6 + [4] * 3


def test_what_is_open_and_what_is_late_stand_on_two_lines_where_one_is_too_short_for_both() -> None:
    def standing(still: str, late: str) -> dict[str, float]:
        of = ProcessMap(
            title="图",
            about="",
            steps=(Step(code=START, name="启动", open=still, late=late),),
            tracks=(),
            notes=(Note(heading="偏离", lines=()),),
            summary="一句话",
        )
        return {str(one.text): float(str(one.get("y"))) for one in drawn(of).iter(f"{SVG}text")}

    short, long = standing("在办 1", "逾期 2"), standing("在办 不足5", "逾期 不足5")
    assert short["在办 1"] == short["■ 逾期 2"]
    assert long["在办 不足5"] < long["■ 逾期 不足5"]
