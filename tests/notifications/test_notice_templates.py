"""What notices say, in both languages, and what they can never say."""

from __future__ import annotations

import os
import re
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.facts import FACTS, FactsMismatch
from notifications.message import Rendered
from notifications.render import LANGUAGES, TEMPLATES, render, variables
from tests.notifications.sample_facts import a_notice_of

EVERY = [(template, lang) for template, lang in product(sorted(TEMPLATES), LANGUAGES)]
SNAPSHOTS = Path(__file__).parent / "snapshots"
FOLDER = Path(__file__).parents[2] / "notifications" / "templates"
PERSONAL = re.compile(
    r"name|child(?!ren_count)|guardian|person|phone|mobile|address|birth|id_?card|village|school|gender"
)
DUTY_NOTICES = ("duty_opened", "reminder", "escalation")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_folder_of_each_language_holds_every_template_and_no_other(lang: str) -> None:
    there = {file.name.removesuffix(".txt.j2") for file in (FOLDER / lang).iterdir()}

    assert {name for name in there if not name.startswith("_")} == TEMPLATES


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_a_template_uses_the_same_facts_in_chinese_and_in_english_and_all_that_are_declared(template: str) -> None:
    assert variables(template, "zh") == variables(template, "en") == frozenset(FACTS[template])


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_no_fact_of_any_notice_could_carry_a_person(template: str) -> None:
    assert [name for name in FACTS[template] if PERSONAL.search(name)] == []


@pytest.mark.parametrize(("template", "lang"), EVERY)
def test_a_notice_reads_exactly_as_agreed(template: str, lang: str) -> None:
    """Renew with HUTONG_RENEW_SNAPSHOTS=1 pytest tests/notifications, then read the difference before keeping it."""
    notice = render(template, lang, a_notice_of(template, lang))
    said = f"{notice.subject}\n\n{notice.text}"
    agreed = SNAPSHOTS / f"{template}.{lang}.txt"
    if os.environ.get("HUTONG_RENEW_SNAPSHOTS") == "1":
        agreed.write_text(said, encoding="utf-8")

    assert said == agreed.read_text(encoding="utf-8")


def test_no_snapshot_outlives_its_template() -> None:
    assert {file.name for file in SNAPSHOTS.iterdir()} == {f"{template}.{lang}.txt" for template, lang in EVERY}


@pytest.mark.parametrize(("template", "lang"), EVERY)
def test_a_missing_fact_is_an_error_that_names_it(template: str, lang: str) -> None:
    for name in FACTS[template]:
        facts = a_notice_of(template, lang)
        del facts[name]

        with pytest.raises(FactsMismatch, match=f"missing {name}$"):
            render(template, lang, facts)


@pytest.mark.parametrize(("template", "lang"), EVERY)
def test_a_surplus_fact_is_an_error_that_names_it_and_not_what_it_says(template: str, lang: str) -> None:
    with pytest.raises(FactsMismatch, match=r"surplus child_name$") as refused:
        render(template, lang, a_notice_of(template, lang, child_name="小禾"))

    assert "小禾" not in str(refused.value)


@pytest.mark.parametrize(
    ("template", "wrong"),
    [
        ("report_received", {"situations": "被遗弃"}),
        ("report_received", {"situations": [1]}),
        ("report_received", {"children_count": "2"}),
        ("report_received", {"children_count": True}),
        ("report_received", {"children_count": -1}),
        ("report_received", {"danger_now": "maybe"}),
        ("duty_opened", {"period_force": "legal"}),
        ("duty_opened", {"provisional": "no"}),
        ("duty_opened", {"due": 20260308}),
    ],
)
def test_a_fact_of_the_wrong_kind_is_an_error_that_does_not_repeat_it(template: str, wrong: dict[str, object]) -> None:
    name, fact = next(iter(wrong.items()))

    with pytest.raises(FactsMismatch, match=f"{template}.{name} must be") as refused:
        render(template, "zh", a_notice_of(template, "zh", **wrong))

    assert repr(fact) not in str(refused.value)


@pytest.mark.parametrize(
    ("template", "lang"), [("letter", "zh"), ("reminder", "fr"), ("_footer", "zh"), ("../zh/reminder", "en")]
)
def test_an_unknown_template_or_language_is_refused(template: str, lang: str) -> None:
    with pytest.raises(ValueError, match="no template"):
        render(template, lang, {})


@pytest.mark.parametrize("template", DUTY_NOTICES)
def test_only_a_statutory_period_is_called_statutory(template: str) -> None:
    def said(force: str, lang: str) -> str:
        return render(template, lang, a_notice_of(template, lang, period_force=force, period_basis="某规定 第3条")).text

    assert "法定期限：" in said("statutory", "zh")
    assert "本系统默认" not in said("statutory", "zh")
    assert "Statutory period: " in said("statutory", "en")
    assert "地方规定" in said("local", "zh")
    assert "法定期限：" not in said("local", "zh")
    assert "not a national statutory period" in said("local", "en")
    assert "本系统默认时限，非法定期限" in said("our_default", "zh")
    assert "法定期限：" not in said("our_default", "zh")
    assert "a default of this system, not a statutory period" in said("our_default", "en")
    assert "Statutory" not in said("our_default", "en")


@pytest.mark.parametrize("template", DUTY_NOTICES)
@pytest.mark.parametrize("force", ["statutory", "local"])
def test_a_period_called_law_without_an_article_is_refused(template: str, force: str) -> None:
    with pytest.raises(FactsMismatch, match="needs period_basis"):
        render(template, "zh", a_notice_of(template, "zh", period_force=force, period_basis=" "))


@pytest.mark.parametrize("template", DUTY_NOTICES)
def test_a_duty_says_what_by_when_on_what_basis_and_how_to_answer(template: str) -> None:
    facts = a_notice_of(template, "zh")

    text = render(template, "zh", facts).text

    assert facts["duty"] in text  # type: ignore[operator]
    assert f"届满：{facts['due']}" in text
    assert f"依据：\n- {facts['ground'][0]}" in text  # type: ignore[index]
    assert f"如何答复：\n{facts['how_to_answer']}" in text


@pytest.mark.parametrize("template", DUTY_NOTICES)
def test_a_last_day_that_moves_on_shows_both_days_and_a_provisional_one_says_so(template: str) -> None:
    moved = a_notice_of(template, "zh", legal_due="2026年3月9日（星期一）24:00", provisional=True)

    text = render(template, "zh", moved).text

    assert "届满：2026年3月8日" in text
    assert "顺延后届满：2026年3月9日" in text
    assert "暂定" in text
    assert "暂定" not in render(template, "zh", a_notice_of(template, "zh")).text
    assert "顺延" not in render(template, "zh", a_notice_of(template, "zh")).text


def test_danger_is_told_first_and_a_doubt_counts_as_danger() -> None:
    first_line = {
        danger: render("report_received", "zh", a_notice_of("report_received", "zh", danger_now=danger)).text.split(
            "\n"
        )[0]
        for danger in ("yes", "no", "unknown")
    }

    assert first_line["yes"].startswith("报告称儿童此刻仍有危险")
    assert "仍请自行核实" in first_line["no"]
    assert "按有危险对待" in first_line["unknown"]
    urgent = render("report_received", "en", a_notice_of("report_received", "en", danger_now="yes"))
    assert "Urgent" in urgent.subject


def test_what_was_caught_up_says_from_when_to_when_it_was_missed_and_what_is_left_out() -> None:
    summary = render("catch_up", "zh", a_notice_of("catch_up", "zh")).text

    assert "最早 2026年3月9日（星期一）24:00" in summary
    assert "另有 3 项未列出" in summary
    assert "未列出" not in render("catch_up", "zh", a_notice_of("catch_up", "zh", left_out=0)).text


def test_the_last_rung_that_is_told_again_says_how_often_and_when_the_next_time_is() -> None:
    again = render("escalation", "zh", a_notice_of("escalation", "zh", rung=3, again=2, next_rung="3月25日")).text

    assert "第 3 级，共 3 级（第 2 次重复告知）" in again
    assert "如仍无答复，下一次：3月25日" in again
    assert "只因职责办结或记录在案的决定而终止" in again


def test_whoever_owes_it_is_asked_to_do_it_and_those_above_to_see_that_it_is_done() -> None:
    owner = render("escalation", "zh", a_notice_of("escalation", "zh", yours=True)).text
    above = render("escalation", "zh", a_notice_of("escalation", "zh", yours=False)).text

    assert "由贵岗位承办" in owner
    assert "请立即办理" in owner
    assert "请过问" not in owner
    assert "请过问，并使其有人办理" in above
    assert "贵岗位" not in above


def test_whoever_has_not_read_and_whoever_has_not_taken_it_on_are_asked_different_things() -> None:
    unread = render("attention", "zh", a_notice_of("attention", "zh", unread=True))
    not_taken = render("attention", "zh", a_notice_of("attention", "zh", unread=False))

    assert unread.subject.startswith("【护童】催阅")
    assert not_taken.subject.startswith("【护童】催接")
    assert all("本系统默认，非法定" in one.text for one in (unread, not_taken))


def test_a_rung_before_the_due_moment_does_not_call_the_duty_overdue() -> None:
    early = render("escalation", "zh", a_notice_of("escalation", "zh", overdue_for=""))

    assert "逾期" not in early.subject + early.text
    assert "即将届满" in early.subject


def test_the_last_safe_moment_asks_for_the_obstacle() -> None:
    last = render("reminder", "zh", a_notice_of("reminder", "zh", last_safe=True))

    assert last.subject.startswith("【护童】最后提醒")
    assert "请现在就说明原因" in last.text


def test_a_reporter_learns_feedback_confidentiality_protection_and_filing() -> None:
    text = render("reporter_receipt", "zh", a_notice_of("reporter_receipt", "zh")).text

    assert "公安机关应当向报告单位反馈办理进展：受案或者立案后三日内，移送审查起诉前再次反馈" in text
    assert "（高检发〔2020〕9号 第10条）" in text
    assert "第十三条" in text
    assert "第十五条" in text
    assert "报告备案（同文件第五条）" in text


def test_a_citizen_who_reports_is_not_told_to_file_with_a_regulator() -> None:
    text = render("reporter_receipt", "zh", a_notice_of("reporter_receipt", "zh", must_report=False)).text

    assert "备案" not in text
    assert "第十三条" in text


@pytest.mark.parametrize(("template", "lang"), EVERY)
def test_a_notice_is_laid_out_in_paragraphs_and_leaves_no_template_behind(template: str, lang: str) -> None:
    text = render(template, lang, a_notice_of(template, lang)).text

    assert "\n\n\n" not in text
    assert not re.search(r"[ \t]$|\{[{%#]", text, flags=re.MULTILINE)
    if template not in {"reporter_receipt", "reporter_feedback"}:
        assert re.search(r"\n\n(——|--)\n", text)


def test_the_version_is_twelve_hex_digits_and_differs_between_templates_and_languages() -> None:
    versions = [render(template, lang, a_notice_of(template, lang)).version for template, lang in EVERY]

    assert all(re.fullmatch(r"[0-9a-f]{12}", version) for version in versions)
    assert len(set(versions)) == len(EVERY)


def test_words_typed_into_a_report_cannot_forge_a_line_or_a_subject() -> None:
    forged = "QH-2026-0012\r\n\u2028Bcc: all@qinghe.invalid\x1b[2J"

    notice = render("watchdog_finding", "zh", a_notice_of("watchdog_finding", "zh", case_no=forged, kind=forged))

    assert "\n" not in notice.subject
    assert not any(line.startswith("Bcc") for line in notice.text.splitlines())
    assert "\x1b" not in notice.subject + notice.text


def test_a_brace_in_a_fact_stays_a_brace() -> None:
    notice = render("watchdog_finding", "en", a_notice_of("watchdog_finding", "en", kind="{{ 7 * 7 }} <b>&"))

    assert "{{ 7 * 7 }} <b>&" in notice.text


@pytest.mark.parametrize(("template", "lang"), EVERY)
def test_a_notice_is_the_same_notice_after_it_was_kept_as_bytes(template: str, lang: str) -> None:
    notice = render(template, lang, a_notice_of(template, lang))

    assert Rendered.from_bytes(notice.as_bytes()) == notice
    assert notice.as_bytes() == render(template, lang, a_notice_of(template, lang)).as_bytes()
    assert f"\nSubject: {notice.subject}\n\n{notice.text}".encode() in notice.as_bytes()


@given(
    subject=st.text(st.characters(exclude_categories=("Cc", "Zl", "Zp", "Cs"))),
    text=st.text(st.characters(codec="utf-8")),
)
def test_any_subject_of_one_line_and_any_text_survive_being_kept(subject: str, text: str) -> None:
    notice = Rendered(template="reminder", version="0" * 12, lang="zh", subject=subject, text=text)

    assert Rendered.from_bytes(notice.as_bytes()) == notice


@pytest.mark.parametrize(
    "kept", [b"", b"Subject: x\n\ny", b"Template: a\nVersion: b\nLanguage: c\nSubject: d", b"\xff\n\n"]
)
def test_other_bytes_are_not_taken_for_a_notice(kept: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - UnicodeDecodeError is one too
        Rendered.from_bytes(kept)
