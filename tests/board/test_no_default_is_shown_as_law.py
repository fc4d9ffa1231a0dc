"""Does a page show one of our defaults, or a local rule, as law? 默认不充法律.

Every page of a county at work is walked, in both languages.  A mark of force stands before the row that it is said
of, and is that row's; where 法定 is said without a mark, it is the name of a person or of a kind of ground.
"""

from __future__ import annotations

import re
from collections import deque
from html import unescape

import pytest

from board.words import FORCES
from packs.pack import Pack
from rules.vocabulary import Force
from tests.board.conftest import Board, Visitor
from tests.databases import ON_SQLITE
from tests.office import County

MARK = re.compile(
    r'<span class="kind [\w-]+">([^<]+)</span>(.*?)(?=<span class="kind|</dd>|</td>|</p>|</li>|</h2>|</tr>)', re.S
)
ROW = re.compile(r"〔([A-Z]+-[\w-]+)〕")
ADDRESS = re.compile(r'href="(/[^"#]*)"')
BARE = re.compile(r"(?<!非)法定(?!代理|监护|职责|继承)|(?<!not )\bstatutory|\blegal limit", re.IGNORECASE)
"""Law as the ground of a period, outside a mark; 非法定 is not, and 法定代理人 is a person."""
NAMES_THE_KINDS = (
    "“法定”“地方”“本系统默认”是三种不同的依据",
    "法定、地方、本系统默认分别计数",
    "Statutory, local and our default are three kinds of ground",
    "Statutory, local and our defaults are counted apart",
)
"""Where the kinds themselves are spoken of."""
NEAR = 200
"""Characters within which the row stands that a word speaks of."""
LEAST_MARKS = 400
"""In fewer the walk has lost its way."""

WORDS = {word: force for force, (_, zh, en) in FORCES.items() for word in (zh, en)}


def a_county_at_work(county: County) -> str:
    case = county.a_case()
    county.answer_all(case, "triage", "child_seen", "safety_assessment", "choose_interventions")
    county.clock.move(days=6)
    county.sweep()
    return case


def pages_of(visitor: Visitor, *begin: str) -> dict[str, str]:
    """The pages that links lead to, without those that take something out or change the language."""
    found: dict[str, str] = {}
    ahead = deque(begin)
    while ahead:
        address = ahead.popleft()
        if address in found or re.search(
            r"^/(lang|static|sign|api)|\.(svg|ics|xlsx|csv|docx|html|json)\b|^(?!/packs)[^?]*\?", address
        ):
            continue
        answer = visitor.get(address)
        if answer.status_code == 200 and "text/html" in answer.headers["content-type"]:
            found[address] = answer.text
            ahead.extend(unescape(one) for one in ADDRESS.findall(answer.text))
    return found


def text_of(page: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(script|style).*?</\1>", "", page)))


def said_wrongly(address: str, page: str, pack: Pack) -> list[str]:
    """Marks that are not the force of the row that follows them."""
    wrong = []
    for word, after in MARK.findall(page):
        first = ROW.search(after)
        if first is None or first[1] not in pack.facts:
            continue
        shown, force = WORDS[unescape(word)], pack.fact(first[1]).force
        if shown is not force and shown is not Force.OUR_DEFAULT:  # law that was not in force then is a default of ours
            wrong.append(f"{address}: {first[1]} is {force.value}, shown as {word}")
    return wrong


def bare(page: str, pack: Pack) -> list[str]:
    """Where law is spoken of outside a mark, and the row that follows is none of law."""
    text = text_of(re.sub(r'<span class="kind law">[^<]+</span>\s*(法定期限|Statutory limits)?', " ", page))
    for known in NAMES_THE_KINDS:
        text = text.replace(known, "")
    return [
        text[max(0, one.start() - 20) : one.end() + 20]
        for one in BARE.finditer(text)
        if not _is_law(text, one.end(), pack)
    ]


def _speaks(address: str) -> bool:
    """Not of the pages that print packs: their notes say why a number of ours is none of law."""
    return not address.startswith("/packs")


def _is_law(text: str, after: int, pack: Pack) -> bool:
    row = ROW.search(text, after, after + NEAR)
    return row is not None and row[1] in pack.facts and pack.fact(row[1]).force is Force.STATUTORY


@ON_SQLITE
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_page_shows_a_default_or_a_local_rule_as_law(board: Board, lang: str) -> None:
    case = a_county_at_work(board.county)
    visitor = board.as_post("P-OFFICE")
    visitor.get(f"/lang/{lang}")
    pages = pages_of(
        visitor, "/today", "/stuck", f"/cases/{case}", "/audit", "/figures", "/packs", "/report", "/health"
    )

    pack = board.office.pack
    marks = sum(len(MARK.findall(page)) for page in pages.values())
    assert marks > LEAST_MARKS, (len(pages), marks)
    assert [line for address, page in pages.items() for line in said_wrongly(address, page, pack)] == []
    assert {address: found for address, page in pages.items() if _speaks(address) and (found := bare(page, pack))} == {}
