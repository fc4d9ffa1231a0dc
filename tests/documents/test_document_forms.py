"""Page, Word file and text: one document in three forms."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn

from documents.blocks import Grid, Line, Style, TemplateFault, read
from documents.render import render
from documents.wording import clean
from rules.vocabulary import InstrumentKind
from tests.documents.read_back import PageReader, lines_of_page, lines_of_word
from tests.documents.sample_views import SECRETS, a_view

KINDS = list(InstrumentKind)
HOSTILE = "<script>alert(1)</script></p><title>假</title>{{ 7*7 }}{% raw %}&lt;\"'>]]>"
DIGESTS = (
    "from hashlib import sha256\nfrom documents.render import render\nfrom rules.vocabulary import InstrumentKind\n"
    "from tests.documents.sample_views import SECRETS, a_view\n"
    "for kind in InstrumentKind:\n"
    "    made = render(kind, a_view(kind, simulated=True), secrets=SECRETS)\n"
    "    print(sha256(made.html + made.docx).hexdigest())\n"
)


@pytest.mark.parametrize("simulated", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_page_word_file_and_text_say_the_same_words_in_the_same_order(kind: InstrumentKind, simulated: bool) -> None:
    made = render(kind, a_view(kind, simulated=simulated), secrets=SECRETS)

    assert lines_of_page(made.html) == lines_of_word(made.docx) == made.text.splitlines()
    assert sorted("\n".join(text for _, text in made.parts).split("\n")) == sorted(made.text.splitlines())


def test_the_same_facts_give_the_same_bytes_in_another_process_too() -> None:
    here = [
        sha256(made.html + made.docx).hexdigest()
        for kind in KINDS
        for made in [render(kind, a_view(kind, simulated=True), secrets=SECRETS)]
    ]
    root = Path(__file__).parents[2]

    there = subprocess.run([sys.executable, "-c", DIGESTS], cwd=root, capture_output=True, text=True, check=True)

    assert there.stdout.split() == here


def test_the_word_file_tells_nothing_of_when_or_by_whom_it_was_made() -> None:
    made = render(InstrumentKind.WARNING, a_view(InstrumentKind.WARNING), secrets=SECRETS)
    properties = Document(BytesIO(made.docx)).core_properties

    assert properties.created == properties.modified == datetime(2000, 1, 1, tzinfo=UTC)
    assert properties.author == properties.last_modified_by == ""
    assert properties.title == "家庭暴力告诫书"
    with ZipFile(BytesIO(made.docx)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None


def test_the_word_file_is_small_enough_to_keep_one_per_version() -> None:
    assert all(len(render(kind, a_view(kind), secrets=SECRETS).docx) < 150_000 for kind in KINDS)


def test_the_word_file_is_a4_with_official_margins() -> None:
    document = Document(BytesIO(render(InstrumentKind.WARNING, a_view(InstrumentKind.WARNING), secrets=()).docx))
    section = document.sections[0]
    sides = (section.page_width, section.page_height, section.top_margin, section.left_margin)

    assert [round(side.mm) for side in sides if side] == [210, 297, 37, 28]


def test_every_paragraph_of_the_word_file_has_a_style_that_names_a_font_for_chinese() -> None:
    document = Document(BytesIO(render(InstrumentKind.WARNING, a_view(InstrumentKind.WARNING), secrets=()).docx))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    used = [one.style for one in (*document.paragraphs, *(cell.paragraphs[0] for cell in cells))]
    fonts = {style.element.rPr.rFonts.get(qn("w:eastAsia")) for style in used if style is not None}

    assert {style.name[:2] for style in used if style is not None and style.name} == {"文书"}
    assert fonts == {"方正小标宋简体", "仿宋_GB2312", "黑体"}


def test_the_proof_of_service_begins_a_page_of_its_own() -> None:
    made = render(InstrumentKind.WARNING, a_view(InstrumentKind.WARNING), secrets=SECRETS)
    paragraphs = Document(BytesIO(made.docx)).paragraphs
    breaks = [one.text for one in paragraphs if one.style and one.style.name == "文书另页"]

    assert breaks == ["送达回证"]
    assert 'new-page">送达回证<' in made.html.decode()


def test_a_rehearsal_is_marked_across_every_page_in_both_forms() -> None:
    def header(simulated: bool) -> str:
        made = render(InstrumentKind.WARNING, a_view(InstrumentKind.WARNING, simulated=simulated), secrets=SECRETS)
        return str(Document(BytesIO(made.docx)).sections[0].header._element.xml)

    page = render(InstrumentKind.WARNING, a_view(InstrumentKind.WARNING, simulated=True), secrets=SECRETS).html.decode()

    assert 'string="模拟　非正式文书"' in header(True)
    assert "模拟" not in header(False)
    assert '<body class="simulated" data-mark="模拟　非正式文书">' in page


@pytest.mark.parametrize("kind", KINDS)
def test_words_that_look_like_markup_or_template_are_printed_as_words(kind: InstrumentKind) -> None:
    view = a_view(
        kind,
        facts=HOSTILE,
        content=(HOSTILE,),
        basis=(HOSTILE,),
        issuers=(HOSTILE,),
        addressees=(HOSTILE,),
        document_no=HOSTILE,
        date_words=HOSTILE,
    )
    usual, made = render(kind, a_view(kind), secrets=()), render(kind, view, secrets=())
    tags, usual_tags = PageReader(), PageReader()
    tags.feed(made.html.decode())
    usual_tags.feed(usual.html.decode())

    assert set(tags.tags) <= {*usual_tags.tags, "p", "table", "tr", "th", "td"}
    assert "script" not in tags.tags
    assert HOSTILE in made.text.splitlines()
    assert lines_of_page(made.html) == lines_of_word(made.docx) == made.text.splitlines()


@pytest.mark.parametrize("hidden", ["\x00", "\x1b[2J", "\ud800", "\ufffe", "\u202e", "\u2066", "\ue000", "\u200b"])
def test_what_cannot_be_seen_is_taken_out(hidden: str) -> None:
    made = render(
        InstrumentKind.WARNING, a_view(InstrumentKind.WARNING, facts=f"殴{hidden}打", content=(hidden,)), secrets=()
    )

    assert hidden not in made.text + made.html.decode()
    assert "打" in made.text


def test_cleaning_reaches_every_record_and_leaves_terms_and_days_alone() -> None:
    view = a_view(InstrumentKind.WARNING)

    assert clean(view.facts.services) == view.facts.services
    assert clean(("甲\x00", "\x00", "")) == ("甲",)


def test_a_line_feed_begins_a_paragraph_in_the_facts_and_cannot_forge_a_line_elsewhere() -> None:
    view = a_view(InstrumentKind.WARNING, facts="一\u2028二\r\n三", document_no="青1号\n裁定如下")
    lines = render(InstrumentKind.WARNING, view, secrets=()).text.splitlines()

    assert [line for line in lines if line in {"一", "二", "三"}] == ["一", "二", "三"]
    assert "青1号 裁定如下" in lines
    assert "裁定如下" not in lines


def test_the_page_fetches_nothing() -> None:
    page = render(InstrumentKind.WARNING, a_view(InstrumentKind.WARNING), secrets=()).html.decode()

    assert "default-src 'none'" in page
    assert not re.search(r"https?:|url\(|src=|@import|<script|<link", page)


@pytest.mark.parametrize(
    "markup",
    [
        "<document><b>x</b></document>",
        "<document><p></p></document>",
        "<document>loose</document>",
        "<document><p>a<p>b</p></p></document>",
        "<document><p>a</p>tail</document>",
        '<document><part name="a">loose</part></document>',
        "<document><p>open</document>",
        "<page></page>",
        "",
    ],
)
def test_a_template_that_writes_anything_else_is_at_fault(markup: str) -> None:
    with pytest.raises(TemplateFault):
        read(markup)


def test_the_structure_is_lines_and_grids_each_in_its_part() -> None:
    markup = (
        "<document><title>训诫书</title>"
        '<part name="甲" sheet="yes"><p>一 &lt;b&gt;</p><grid><row label="乙"></row></grid></part></document>'
    )

    assert read(markup) == (
        Line(Style.TITLE, "训诫书", "首部"),
        Line(Style.HEADING, "甲", "甲", new_page=True),
        Line(Style.BODY, "一 <b>", "甲"),
        Grid((("乙", ""),), "甲"),
    )
