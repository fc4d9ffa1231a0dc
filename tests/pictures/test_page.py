"""Is the page complete, printable and self-contained?"""

import re
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest

from pictures.page import html
from pictures.rows import Lane
from pictures.scale import Zoom
from rules.calendar import Calendar
from rules.moments import shanghai
from rules.vocabulary import Precision
from tests.pictures.sample_rows import TODAY, every_mark, many, on, reference_case, row

VOID = {"meta", "br", "link", "img"}


class Nesting(HTMLParser):
    """Counts open elements; complains about one that closes another."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.add(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def page(rows, **more):
    return html(rows, title="云澄-2026-0187", today=TODAY, closed=False, calendar=Calendar.national(), **more)


@pytest.mark.parametrize("rows", [[], reference_case(), every_mark(), many(300, years=9)])
def test_every_row_is_one_line_of_the_table_even_if_the_picture_leaves_it_out(rows):
    text = page(rows, window=(date(2026, 1, 1), date(2026, 12, 31)))

    assert sorted(int(no) for no in re.findall(r'<tr id="e(\d+)"', text)) == sorted(one.entry_no for one in rows)


def test_it_needs_no_script_no_network_and_no_other_file():
    text = page(every_mark())
    nesting = Nesting()
    nesting.feed(text)

    assert nesting.open == []
    assert nesting.seen.isdisjoint({"script", "link", "img", "iframe", "object"})
    assert "default-src 'none'" in text
    assert re.findall(r"""(?:src=|@import|url\()["']?(?!#)""", text) == []
    assert re.sub(r'xmlns="[^"]*"', "", text).count("http") == text.count("http-equiv")


def test_no_element_has_a_style_or_a_handler_of_its_own():
    assert re.findall(r"<[^>]+ (?:style|on[a-z]+)=", page(every_mark())) == []


def test_it_prints_the_picture_on_a_landscape_page():
    assert "@page land{size:A4 landscape" in page(reference_case())


def test_the_table_shows_both_times_and_uncertain_dates_in_words():
    text = page(
        [
            row(1, Lane.VISITS, "走访", "2026-09-28", recorded=on("2026-10-20")),
            row(2, Lane.POLICE, "受伤", "2026-06-04", precision=Precision.ABOUT),
            row(3, Lane.POLICE, "报告", None, happened=shanghai("2026-06-08 10:40"), precision=Precision.EXACT,
                recorded=shanghai("2026-06-08 11:00")),
            row(4, Lane.POLICE, "搬来", None),
        ]
    )  # fmt: skip

    assert "2026年9月28日</td><td>2026年10月20日 12:00（+22 日）" in text
    assert "约2026年6月4日（前后七日）" in text
    assert "2026年6月8日 10:40</td><td>同日 11:00" in text
    assert "<td>日期不明</td>" in text


def test_the_table_tells_limit_kind_and_verdict_and_what_followed_a_breach():
    text = page(reference_case())

    assert "限 2026年11月16日24:00（法定）：逾期 7 天" in text
    assert "限 2026年12月7日24:00（本系统默认（非法定））：未到期" in text
    assert "处理：罚款" in text


def test_every_year_of_a_long_file_has_its_anchor():
    assert re.findall(r'<tbody id="y(\d+)"', page(many(300, years=3))) == ["2023", "2024", "2025", "2026"]


def test_on_paper_nine_months_stand_on_each_sheet_and_a_cut_says_that_it_goes_on():
    text = page(many(60, years=2), sheets=True)

    assert text.count('class="land sheet"') == 3
    assert text.count("接下页") == 2
    assert text.count("报告·公安</text>") == 4
    assert len(re.findall(r' id="(s\d-t|tl-t)"', text)) == len(set(re.findall(r' id="(s\d-t|tl-t)"', text)))


def test_only_the_last_year_of_a_ten_year_file_can_be_shown():
    last = date(2026, 11, 24)
    text = page(many(1000, years=10), window=(last - timedelta(days=364), last), zoom=Zoom.YEAR)

    assert "2025年11月至2026年11月" in text


def test_the_title_is_escaped():
    assert "<i>" not in html([], title="<i>", today=TODAY, closed=True, calendar=Calendar.national())
