"""Can an order be drafted, issued, served, broken, changed, ended and printed, and what is wrong be refused?"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from cli.exits import ExitCode
from tests.cli.counter import NAMES, Counter

BY = ("--by", "P-PROC")


def issue(counter: Counter, case_no: str, kind: str, *words: str, to: str = "father") -> str:
    """An instrument to one of the adults around the child; its number."""
    adult = counter.adults(case_no)[to]
    court = ("--issuer", "P-COURT") if kind == "protection_order" else ()
    given = ("instrument", "issue", case_no, kind, "--to", adult, *words, *court, *BY)
    made: str = counter.facts(*given)["instrument_no"]
    return made


def an_order(counter: Counter, case_no: str) -> str:
    """A supervision order to the father, in force for three months."""
    words = ("--facts", "多次殴打儿童。", "--content", "不得殴打儿童", "--document-no", "青检督〔2026〕1号")
    return issue(counter, case_no, "supervision_order", "--until", "2026-06-01", *words)


def shown(counter: Counter, number: str, *words: str) -> dict[str, Any]:
    view: dict[str, Any] = counter.facts("instrument", "show", number, *words)
    return view


# ------------------------------------------------------------------------------------------------ a life of an order


def test_a_draft_becomes_the_order_that_is_issued(counter: Counter, case_no: str) -> None:
    father = counter.adults(case_no)["father"]
    words = ("draft", case_no, "督促监护令", "--to", father, "--content", "-", *BY, "--json")
    draft = counter.done("instrument", *words, stdin="不得殴打儿童\n每周联系儿童主任").json["instrument_no"]
    assert shown(counter, draft)["state"] == "draft"
    assert "尚未作出" in counter.done("instrument", "list", case_no).out

    order = issue(counter, case_no, "supervision_order", "--draft", draft, "--until", "2026-06-01")
    assert order == draft
    assert shown(counter, order)["state"] == "in_force"


def test_a_draft_is_thrown_away_by_who_made_it_and_the_tables_are_rebuilt_without_it(
    counter: Counter, case_no: str
) -> None:
    father = counter.adults(case_no)["father"]
    maker = ("--by", "P-CIVIL")
    draft = counter.facts("instrument", "draft", case_no, "warning", "--to", father, *maker)["instrument_no"]
    refused(counter, "discard", draft, field="by", mend="P-CIVIL")
    assert "草稿已废弃" in counter.done("instrument", "discard", draft, "--reason", "对象有误", *maker).out
    assert draft in counter.done("timeline", case_no).out
    order = an_order(counter, case_no)
    refused(counter, "discard", order, field="NO", mend="变更")
    counter.done("journal", "rebuild", "--check")


def test_two_bodies_issue_together_and_the_case_shows_state_and_term(counter: Counter, case_no: str) -> None:
    together = ("--issuer", "P-PROC", "--issuer", "P-CIVIL", "--until", "2026-06-01", "--granted", "part")
    order = issue(counter, case_no, "supervision_order", *together)
    view = shown(counter, order)
    assert (view["issuers"], view["granted"], view["valid_until"]) == (["P-PROC", "P-CIVIL"], "part", "2026-06-01")
    told = counter.done("case", "show", case_no).out
    assert order in told
    assert "2026-06-01" in told
    assert "有效" in told


def test_service_is_entered_with_method_and_proof_once(counter: Counter, case_no: str) -> None:
    order, father = an_order(counter, case_no), counter.adults(case_no)["father"]
    words = ("instrument", "serve", order, "--to", father, "--method", "留置送达", "--proof", "邻居见证", *BY)
    told = counter.done(*words)
    assert "邻居见证" not in told.out
    assert shown(counter, order)["served"].keys() == {father}
    assert counter.hutong(*words).code == ExitCode.CONFLICT


def test_a_breach_and_what_followed_are_two_entries_and_nothing_is_a_decision_too(
    counter: Counter, case_no: str
) -> None:
    order = an_order(counter, case_no)
    counter.clock.move(days=3)
    words = ("breach", order, "--text", "又动手", "--at", "2026-03", *BY)
    breach = counter.facts("instrument", *words)["breach_no"]
    assert [one["sanction"] for one in shown(counter, order)["breaches"]] == ["pending"]
    assert "1 次（1 次未处理）" in counter.done("case", "show", case_no).out
    assert "2026年3月（日期不详）" in counter.done("instrument", "show", order).out

    counter.done("instrument", "sanction", breach, "不予处罚", "--confidential", "--reason", "另有安排", *BY)
    (decided,) = shown(counter, order)["breaches"]
    assert (decided["sanction"], decided["confidential"]) == ("none", True)
    assert "另有安排" not in counter.done("timeline", case_no).out


def test_an_order_is_told_as_it_stood_on_a_past_day(counter: Counter, case_no: str) -> None:
    order = an_order(counter, case_no)
    counter.clock.move(days=10)
    counter.done("instrument", "vary", order, "--content", "不得接触儿童", "--document-no", "青检督变〔2026〕1号", *BY)
    counter.clock.move(days=10)
    counter.done("instrument", "extend", order, "--until", "2026-09-01", *BY)
    counter.clock.move(days=10)
    counter.done("instrument", "end", order, "--reason", "已改善", *BY)

    assert [one["no"] for one in counter.facts("instrument", "list", case_no, "--on", "2026-03-01")] == []
    past = {day: shown(counter, order, "--on", day) for day in ("2026-03-05", "2026-03-15", "2026-03-25", "2026-04-02")}
    assert [(one["version"], one["valid_until"], one["state"]) for one in past.values()] == [
        (1, "2026-06-01", "in_force"),
        (2, "2026-06-01", "in_force"),
        (3, "2026-09-01", "in_force"),
        (3, "2026-09-01", "ended"),
    ]
    told = counter.done("instrument", "show", order).out
    assert "变更" in told
    assert "延长" in told


def test_a_second_order_names_the_one_that_it_follows(counter: Counter, case_no: str) -> None:
    first = an_order(counter, case_no)
    counter.done("instrument", "withdraw", first, "--reason", "重新作出", *BY)
    assert shown(counter, first)["state"] == "withdrawn"
    second = issue(counter, case_no, "supervision_order", "--no-term", "--follows", first)
    assert (shown(counter, second)["follows"], shown(counter, second)["valid_until"]) == (first, None)
    assert "未载明" in counter.done("instrument", "list", case_no).out


# ------------------------------------------------------------------------------------------------ refused


def refused(counter: Counter, *words: str, field: str, mend: str) -> None:
    entries = counter.entries()
    told = counter.hutong("instrument", *words, *BY, "--json")
    assert (told.code, told.error["field"]) == (ExitCode.REFUSED, field), told.err
    assert mend in told.error["zh"]
    assert counter.entries() == entries


@pytest.mark.parametrize(
    ("kind", "to", "words", "field", "mend"),
    [
        ("supervision_order", "father", (), "until", "--no-term"),
        ("protection_order", "father", ("--no-term",), "until", "六个月"),
        ("protection_order", "father", ("--until", "2026-09-03"), "until", "六个月"),
        ("supervision_order", "father", ("--until", "2026-03-01"), "until", "早于"),
        ("supervision_order", "father", ("--until", "六月"), "--until", "2026-03-02"),
        ("supervision_order", "grandparent", ("--no-term",), "to", "受托照护人不在其列"),
        ("magic_order", "father", (), "KIND", "supervision_order"),
        ("record", "father", ("--granted", "half"), "granted", "part"),
        ("record", "father", ("--follows", "D-NONE"), "NO", "D-NONE"),
        ("record", "father", ("--draft", "D-NONE"), "NO", "D-NONE"),
        ("record", "father", ("--at", "2026-03-03"), "at", "将来"),
        ("record", "father", ("--procedure", "handover"), "procedure", "编号"),
        ("record", "father", ("--issuer", "P-NONE"), "issuers", "P-NONE"),
        ("revocation_judgment", "father", (), "issuers", "--issuer-outside"),
        ("protection_order", "father", ("--until", "2026-06-01", "--issuer", "P-CIVIL"), "issuers", "由人民法院作出"),
    ],
)
def test_an_instrument_that_cannot_be_is_refused_and_nothing_is_written(
    counter: Counter, case_no: str, kind: str, to: str, words: tuple[str, ...], field: str, mend: str
) -> None:
    counter.done("person", "add", case_no, "--relation", "grandparent", "--carer", *BY)
    adult = counter.adults(case_no)[to]
    refused(counter, "issue", case_no, kind, "--to", adult, *words, field=field, mend=mend)


def test_nobody_breaks_an_order_that_is_over(counter: Counter, case_no: str) -> None:
    ended, lapsed = an_order(counter, case_no), issue(counter, case_no, "protection_order", "--until", "2026-03-20")
    counter.clock.move(days=2)
    counter.done("instrument", "end", ended, "--reason", "已改善", *BY)
    counter.clock.move(days=2)
    refused(counter, "breach", ended, "--text", "又动手", field="NO", mend="已终止效力")
    counter.clock.move(days=30)
    refused(counter, "breach", lapsed, "--text", "又动手", field="at", mend="期满失效")
    counter.done("instrument", "breach", lapsed, "--text", "又动手", "--at", "2026-03-20", *BY)  # it was in force then


def test_a_protection_order_is_extended_before_it_lapses_and_not_afterwards(counter: Counter, case_no: str) -> None:
    order = issue(counter, case_no, "protection_order", "--until", "2026-03-20")
    refused(counter, "extend", order, "--until", "2026-03-10", field="until", mend="其后")
    counter.clock.move(days=30)
    refused(counter, "extend", order, "--until", "2026-06-01", field="at", mend="期满失效")


def test_what_is_not_there_is_named(counter: Counter, case_no: str) -> None:
    father = counter.adults(case_no)["father"]
    refused(counter, "serve", "D-NONE", "--to", father, "--method", "post", field="NO", mend="instrument list")
    refused(counter, "sanction", "B-NONE", "fine", field="NO", mend="B-NONE")
    refused(counter, "print", "D-NONE", field="NO", mend="instrument list")
    order = an_order(counter, case_no)
    refused(counter, "serve", order, "--to", "A-NONE", "--method", "post", field="person", mend="person list")
    refused(counter, "serve", order, "--to", father, "--method", "pigeon", field="--method", mend="electronic")
    refused(counter, "withdraw", order, "--reason", " ", field="reason", mend="理由")
    told = counter.hutong("instrument", "show", order, "--on", "2026-03-01", "--json")
    assert (told.code, told.error["field"]) == (ExitCode.REFUSED, "--on")


# ------------------------------------------------------------------------------------------------ print


def test_a_document_is_made_once_and_kept_with_the_version_of_its_template(
    counter: Counter, case_no: str, tmp_path: Path
) -> None:
    order = an_order(counter, case_no)
    first, second = tmp_path / "first.html", tmp_path / "second.html"
    made = counter.facts("instrument", "print", order, "--out", str(first), *BY)
    assert (made["version"], made["reader"], made["again"]) == (1, "respondent", False)
    assert len(made["template_version"]) == 12

    again = counter.facts("instrument", "print", order, "--out", str(second), *BY)
    assert again["again"] is True
    assert first.read_bytes() == second.read_bytes()
    assert first.stat().st_mode & 0o777 == 0o600
    page = first.read_text(encoding="utf-8")
    assert [word for word in ("青检督〔2026〕1号", "禾大山", "禾苗苗", "不得殴打儿童") if word not in page] == []

    counter.done("instrument", "extend", order, "--until", "2026-09-01", *BY)
    third = counter.facts("instrument", "print", order, "--format", "docx", "--out", str(tmp_path / "3.docx"), *BY)
    assert (third["version"], third["again"]) == (2, False)
    words = ZipFile(BytesIO((tmp_path / "3.docx").read_bytes())).read("word/document.xml").decode()
    assert "2026年9月1日" in words
    kinds = [one["kind"] for one in counter.facts("timeline", case_no)]
    assert kinds.count("document_rendered") == 2
    assert kinds.count("identity_read") == 1  # the second print reads what the first one says


def test_a_paper_that_an_answer_only_named_is_not_made_up_and_the_journal_still_tells_everything(
    counter: Counter, case_no: str, tmp_path: Path
) -> None:
    fields = ("--with", "ours=是", "--with", "track=criminal", "--with", "document_no=青公受〔2026〕1号")
    counter.done("duty", "answer", case_no, "police_acceptance", *fields)
    (paper,) = counter.facts("instrument", "list", case_no)
    refused(counter, "print", paper["no"], "--out", str(tmp_path / "paper.html"), field="NO", mend="查阅原件")

    order = an_order(counter, case_no)
    counter.done("instrument", "breach", order, *BY)
    counter.done("instrument", "print", order, "--out", str(tmp_path / "order.html"), *BY)
    assert counter.facts("journal", "rebuild")["differing"] == []


def test_a_draft_is_printed_as_it_stands(counter: Counter, case_no: str, tmp_path: Path) -> None:
    father = counter.adults(case_no)["father"]
    draft = counter.facts("instrument", "draft", case_no, "warning", "--to", father, *BY)["instrument_no"]
    for name in ("1.html", "2.html"):
        assert counter.facts("instrument", "print", draft, "--out", str(tmp_path / name), *BY)["again"] is False
        assert "草稿" in (tmp_path / name).read_text(encoding="utf-8")


def test_a_judgment_from_another_county_is_printed_under_the_name_of_its_court(
    counter: Counter, case_no: str, tmp_path: Path
) -> None:
    judgment = issue(counter, case_no, "revocation_judgment", "--issuer-outside", "远山县人民法院")
    target = tmp_path / "judgment.html"
    counter.done("instrument", "print", judgment, "--out", str(target), *BY)
    page = target.read_text(encoding="utf-8")
    assert "远山县人民法院" in page
    assert "青禾县人民检察院" not in page


def test_nothing_that_is_kept_names_anybody(counter: Counter, case_no: str, tmp_path: Path) -> None:
    order = an_order(counter, case_no)
    told = counter.done("instrument", "print", order, "--out", str(tmp_path / "x.html"), *BY)
    assert [name for name in NAMES if name in told.out] == []
    with closing(sqlite3.connect(counter.home / "hutong.db")) as database:
        kept = [content for (content,) in database.execute("SELECT content FROM blob")]
    assert kept
    assert [name for name in NAMES for content in kept if name.encode() in content] == []


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("父亲到青禾县柳溪镇桥头路12号滋扰儿童。", "现照护人住址"),
        ("父亲给 000-0000-0099 打电话威胁。", "联系电话"),
        ("父亲几次到桥头路守候。", "现照护人住址"),
        ("儿童现由禾奶奶照料。", "现照护人"),
        ("父亲到柳溪镇中心小学门口滋扰。", "儿童就读学校"),
    ],
)
def test_words_for_the_respondent_that_tell_where_the_child_is_now_are_refused_as_they_are_written(
    counter: Counter, case_no: str, words: str, what: str
) -> None:
    new_home = ("--name", "禾奶奶", "--address", "青禾县柳溪镇桥头路12号3单元", "--phone", "000-0000-0099")
    counter.done("person", "add", case_no, "--relation", "grandparent", "--carer", *new_home, *BY)
    father = counter.adults(case_no)["father"]
    entries = counter.entries()
    for verb in ("draft", "issue"):
        given = ("instrument", verb, case_no, "warning", "--to", father, "--facts", words, *BY)
        told = counter.hutong(*given)
        assert told.code == ExitCode.REFUSED
        assert what in told.err
        assert [name for name in ("禾奶奶", "桥头路", "0099", "中心小学") if name in told.err] == []
    assert counter.entries() == entries


def test_what_becomes_secret_after_it_was_written_is_found_when_the_paper_is_printed(
    counter: Counter, case_no: str, tmp_path: Path
) -> None:
    order = issue(counter, case_no, "supervision_order", "--no-term", "--facts", "父亲几次到桥头路守候。")
    new_home = ("--name", "禾奶奶", "--address", "青禾县柳溪镇桥头路12号")
    counter.done("person", "add", case_no, "--relation", "grandparent", "--carer", *new_home, *BY)
    target = tmp_path / "order.html"
    refused(counter, "print", order, "--out", str(target), field="", mend="现照护人住址")
    assert not target.exists()


def test_what_is_for_authorities_is_not_printed_for_the_respondent(
    counter: Counter, case_no: str, tmp_path: Path
) -> None:
    letter = counter.facts(
        "instrument", "issue", case_no, "support_letter", "--to", "P-CIVIL", "--content", "支持起诉", *BY
    )["instrument_no"]
    target = str(tmp_path / "letter.html")
    refused(counter, "print", letter, "--for", "respondent", "--out", target, field="for", mend="不得交被申请人")
    made = counter.facts("instrument", "print", letter, "--for", "authority", "--out", target, *BY)
    assert made["reader"] == "authority"
    assert "柳溪镇河边路" in Path(target).read_text(encoding="utf-8")  # on the sheet that is not served


def test_a_file_that_is_there_is_not_written_over(counter: Counter, case_no: str, tmp_path: Path) -> None:
    order, target = an_order(counter, case_no), tmp_path / "there.html"
    target.write_text("mine")
    refused(counter, "print", order, "--out", str(target), field="--out", mend="已存在")
    refused(counter, "print", order, "--format", "pdf", field="--format", mend="docx")
    assert target.read_text() == "mine"
