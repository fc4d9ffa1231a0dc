"""Is the timeline true to its rows, and can it be read?"""

import random
import re
from datetime import date

import pytest

from pictures.rows import Kind, Lane, State, Weight
from pictures.scale import NAMES, Zoom, scale_for
from pictures.timeline import LARGEST, MOST, draw, elements, svg
from rules.calendar import Calendar
from rules.moments import midnight_after, shanghai
from rules.vocabulary import Force, Precision, Sanction
from tests.pictures.reading import classes, entry, labels, numbers, parsed
from tests.pictures.sample_rows import LAW, OURS, TODAY, by, every_mark, many, on, reference_case, row, window

CALENDAR = Calendar.national()
CASES = {
    "reference": reference_case(),
    "every mark": every_mark(),
    "ten": many(10, years=0.5),
    "forty": many(40, years=0.7),
    "two hundred in eight months": many(200, years=0.7),
    "two hundred in nine years": many(200, years=9),
    "a thousand in ten years": many(1000, years=10),
    "none": [],
}


def drawn(rows, *, closed=False, window=None, zoom=None, today=TODAY):
    return svg(rows, title="云澄-2026-0187", today=today, closed=closed, calendar=CALENDAR, window=window, zoom=zoom)


@pytest.fixture(params=list(CASES))
def case(request):
    return CASES[request.param]


# ---------------------------------------------------------------------------------------- true to its rows


def test_the_same_rows_in_any_order_give_the_same_bytes(case):
    shuffled = list(case)
    random.Random(1).shuffle(shuffled)

    assert drawn(shuffled) == drawn(case)


def test_no_length_has_more_than_one_decimal(case):
    without_style = re.sub(r"<style>.*?</style>", "", drawn(case))

    assert re.findall(r"\d\.\d\d", without_style) == []


@pytest.mark.parametrize("zoom", [None, *Zoom])
def test_every_row_is_counted_by_exactly_one_element(case, zoom):
    assert numbers(drawn(case, zoom=zoom)) == {one.entry_no: 1 for one in case}


def test_a_window_of_one_year_counts_the_rest_of_a_ten_year_file_in_its_corner():
    rows = CASES["a thousand in ten years"]

    picture = drawn(rows, window=(date(2025, 11, 25), date(2026, 11, 24)))

    assert numbers(picture) == {one.entry_no: 1 for one in rows}
    assert re.search(r"更早 \d{3} 条见表", picture)


def test_what_is_written_is_escaped():
    picture = drawn([row(1, Lane.POLICE, "<b>&", "2026-06-08", sentence='"<script>"')])

    assert parsed(picture) is not None
    assert "<script" not in picture
    assert "<b>" not in picture


def test_labels_hold_nothing_but_the_given_words_dates_and_verdicts():
    """No name, address or reporter can come into a label, because the picture adds none of its own."""
    rows = every_mark()
    given = {word for one in rows for word in (one.label, one.short) if word}
    words = [label.words for label in labels(drawn(rows))]
    own = r"[\d/、–，。（） v]|约|年|至|起|前|限|迟|逾期|天|日期不明|无终止日|补录|暂定|已更正|免责|处理不详"
    own += "|" + "|".join(one.zh for one in Sanction)

    rest = [re.sub("|".join(map(re.escape, sorted(given, key=len, reverse=True))), "", word) for word in words]

    assert [re.sub(own, "", one) for one in rest if re.sub(own, "", one)] == []


# ---------------------------------------------------------------------------------------- can be read


@pytest.mark.parametrize("zoom", [None, *Zoom])
def test_no_two_labels_overlap(case, zoom):
    held = sorted(labels(drawn(case, zoom=zoom)), key=lambda one: one.y)
    pairs = [(a.words, b.words) for nth, a in enumerate(held) for b in held[nth + 1 :] if a.touches(b)]

    assert pairs == []


@pytest.mark.parametrize("zoom", [None, *Zoom])
def test_no_label_crosses_the_frame(case, zoom):
    picture = drawn(case, zoom=zoom)
    wide = float(parsed(picture).get("width"))

    assert [one for one in labels(picture) if one.x1 > wide or (one.x0 < NAMES and "条见表" not in one.words)] == []


def test_labels_keep_clear_of_today():
    rows = many(40, years=0.1)
    x = scale_for(rows, today=TODAY, closed=False).today

    near = [one for one in labels(drawn(rows)) if one.x0 - 6 < x < one.x1 + 6 and "条见表" not in one.words]

    assert near == []


@pytest.mark.parametrize("count", [10, 40, 200])
@pytest.mark.parametrize("years", [0.1, 0.7, 9])
def test_up_to_200_rows_stay_small(count, years):
    for zoom in (None, *Zoom):
        picture = drawn(many(count, years=years, seed=count), zoom=zoom)

        assert len(picture.encode()) < LARGEST
        assert elements(picture) < MOST


def test_ten_rows_are_short_and_not_stretched():
    rows = [row(no, Lane.POLICE, "走访", f"2026-{no:02d}-10") for no in range(2, 11)]

    assert float(parsed(drawn(rows)).get("height")) < 200


def test_overdue_breach_and_missing_visits_are_labelled_even_in_a_full_picture():
    urgent = [
        row(901, Lane.UNITS, "书面回复", "2026-10-16", kind=Kind.LIMIT, limit=by("2026-11-16"), limit_kind=LAW),
        row(902, Lane.COURT, "违反", "2026-10-03", kind=Kind.PIN, sanction=Sanction.NONE),
    ]
    words = [one.words for one in labels(drawn(many(150, years=0.5) + urgent))]

    assert "书面回复 逾期 7 天（限 11/16）" in words
    assert "违反 10/3，不予处罚" in words


def test_ten_overdue_duties_of_one_lane_are_ten_labels():
    rows = [
        row(no, Lane.UNITS, f"职责{no}", "2026-10-01", kind=Kind.LIMIT, limit=by(f"2026-11-{no:02d}"), limit_kind=LAW)
        for no in range(10, 20)
    ]
    words = [one.words for one in labels(drawn(rows))]

    assert [sum(word.startswith(f"职责{no} 逾期") for word in words) for no in range(10, 20)] == [1] * 10


def test_more_than_200_rows_are_drawn_by_the_year_and_it_says_so():
    picture = draw(many(300, years=0.5), title="x", today=TODAY, closed=False, calendar=CALENDAR, zoom=Zoom.MONTH)

    assert picture.scale.zoom is Zoom.YEAR
    assert picture.note == "共 300 条，按年显示；点年份看明细"


def test_months_of_a_long_file_have_the_whole_time_above_them():
    picture = drawn(many(200, years=3), zoom=Zoom.MONTH)

    assert 'class="f-frame"' in picture
    assert 'href="#y2024"' in picture


def test_a_lane_stands_in_its_fixed_place_and_is_left_out_when_empty():
    picture = drawn(reference_case())
    places = [picture.find(f">{lane.zh}</text>") for lane in Lane if lane not in (Lane.UNITS,)]

    assert places[:5] == sorted(places[:5])
    assert places[5:] == [-1, -1]


def test_two_guardians_split_the_lane_under_one_name():
    picture = drawn(every_mark())

    assert picture.count(">法院</text>") == 1
    assert picture.find(">父</text>") < picture.find(">母</text>")


# ---------------------------------------------------------------------------------------- marks


def test_a_limit_at_24_00_lies_at_the_end_of_its_day():
    limit = row(1, Lane.UNITS, "回复", "2026-10-16", kind=Kind.LIMIT, limit=by("2026-11-16"), limit_kind=LAW)
    for zoom in Zoom:
        scale = scale_for([limit], today=TODAY, closed=False, zoom=zoom)
        assert scale.at(limit.limit) == scale.day(date(2026, 11, 17))


def test_an_order_ends_at_the_end_of_its_last_day_and_is_not_rolled_over():
    rows = [
        row(
            1,
            Lane.COURT,
            "保护令",
            "2026-06-01",
            kind=Kind.VALIDITY,
            valid_from=date(2026, 6, 1),
            valid_to=date(2026, 9, 6),
        )
    ]
    scale = scale_for(rows, today=TODAY, closed=False)

    assert f'class="f-lim" d="M{scale.day(date(2026, 9, 7)):g} -15v30"' in drawn(rows)


def test_a_default_of_ours_is_never_drawn_as_law():
    def duty(kind):
        return row(1, Lane.COURT, "回访", "2026-11-01", kind=Kind.LIMIT, limit=by("2026-12-01"), limit_kind=kind)

    looks = {kind: classes(entry(drawn([duty(kind)]), 1)) for kind in (*Force, None)}

    assert {kind for kind, look in looks.items() if "f-lim" in look} == {Force.STATUTORY, Force.LOCAL}
    assert looks[None] == looks[Force.OUR_DEFAULT]


def test_a_provisional_limit_says_so():
    rows = [
        row(
            1,
            Lane.COURT,
            "回访",
            "2026-11-01",
            kind=Kind.LIMIT,
            limit=by("2027-01-04"),
            limit_kind=OURS,
            provisional=True,
        )
    ]

    picture = drawn(rows, zoom=Zoom.MONTH)

    assert "回访 1/4 前，暂定" in [one.words for one in labels(picture)]
    assert "2027年放假通知未发布，期限暂定" in picture


def test_a_running_duty_is_shown_even_if_its_limit_lies_beyond_the_picture():
    rows = [row(1, Lane.COURT, "回访", "2026-11-01", kind=Kind.LIMIT, limit=by("2027-08-04"), limit_kind=OURS)]

    assert "回访 2027/8/4 前" in [one.words for one in labels(drawn(rows))]


@pytest.mark.parametrize(
    ("happened", "recorded", "zoom", "square"),
    [
        ("2026-11-02 10:00", "2026-11-05 10:00", Zoom.MONTH, False),
        ("2026-11-02 10:00", "2026-11-07 10:00", Zoom.MONTH, True),
        ("2026-11-02 10:00", "2026-11-02 10:50", Zoom.DAY, False),
        ("2026-11-02 10:00", "2026-11-02 23:30", Zoom.DAY, True),
    ],
)
def test_a_late_record_shows_both_its_times(happened, recorded, zoom, square):
    rows = [
        row(
            1,
            Lane.VISITS,
            "走访",
            None,
            happened=shanghai(happened),
            recorded=shanghai(recorded),
            precision=Precision.EXACT,
        )
    ]

    assert ("f-lag" in classes(entry(drawn(rows, zoom=zoom), 1))) is square


@pytest.mark.parametrize("vague", [Precision.ABOUT, Precision.MONTH, Precision.YEAR])
def test_an_uncertain_date_is_a_range_and_no_point(vague):
    rows = [row(1, Lane.POLICE, "受伤", "2026-06-04", precision=vague)]
    drawn_row = entry(drawn(rows), 1)

    assert "f-ink" not in classes(drawn_row)
    assert any(one.get("fill") == "url(#h)" for one in drawn_row.iter())


def test_an_unknown_date_stands_before_the_axis():
    rows = [row(1, Lane.POLICE, "搬来本地", None), row(2, Lane.POLICE, "报告", "2026-10-01")]

    circle = next(one for one in entry(drawn(rows), 1).iter() if one.get("class") == "f-paper")

    assert float(circle.get("cx")) < scale_for(rows, today=TODAY, closed=False).left
    assert "搬来本地 日期不明" in [one.words for one in labels(drawn(rows))]


def test_months_without_a_visit_are_one_silence_with_its_length_by_the_year():
    owed = [
        window(900 + nth, f"2025-{nth:02d}", last, state=State.NOT_DONE)
        for nth, last in ((3, "2025-03-31"), (4, "2025-04-30"), (5, "2025-05-31"))
    ]
    visits = [row(1, Lane.VISITS, "走访", "2025-02-10"), row(2, Lane.VISITS, "走访", "2025-06-20")]
    others = [one for one in many(120, years=4) if one.lane is not Lane.VISITS and one.entry_no > 2]

    picture = drawn(owed + visits + others)

    assert "空白 130 天" in [one.words for one in labels(picture)]


def test_a_routine_contact_loses_its_label_before_a_key_fact_does():
    rows = many(150, years=0.6)
    texts = " ".join(one.words for one in labels(drawn(rows)))

    assert texts.count("作出决定") >= sum(one.weight is Weight.KEY for one in rows) - 1


def test_a_sweep_that_was_off_for_months_changes_nothing_but_today():
    """Where a mark stands follows from its row: only today, and what runs until today, moves with the clock."""
    rows = [one for one in reference_case() if one.kind in (Kind.POINT, Kind.VALIDITY)]
    months = (date(2026, 5, 1), date(2027, 1, 28))
    early, late = (drawn(rows, window=months, today=at) for at in (TODAY, midnight_after(date(2027, 6, 1))))

    for one in rows:
        shapes = [
            [node.attrib for node in entry(svg_, one.entry_no) if "text" not in node.tag] for svg_ in (early, late)
        ]
        assert shapes[0] == shapes[1]


def test_a_row_with_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="no zone"):
        row(1, Lane.POLICE, "报告", "2026-06-08", recorded=on("2026-06-08").replace(tzinfo=None))


def test_a_row_without_any_time_is_refused():
    with pytest.raises(ValueError, match="has no time"):
        row(1, Lane.POLICE, "报告", None, precision=Precision.DAY)
