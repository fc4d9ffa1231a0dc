"""What official documents say, kind by kind."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from documents.instrument import ServiceProof
from documents.notices import NOTICES
from documents.render import render, version
from rules.vocabulary import InstrumentKind, ServiceMethod
from tests.documents.sample_views import COURT, POLICE, PROCURATORATE, SECRETS, a_view, some_facts

KINDS = list(InstrumentKind)
SNAPSHOTS = Path(__file__).parent / "snapshots"
FOLDER = Path(__file__).parents[2] / "documents" / "templates" / "zh"


def said(kind: InstrumentKind, **changes: object) -> str:
    return render(kind, a_view(kind, **changes), secrets=SECRETS).text


def test_every_kind_has_a_template_of_its_own_and_there_is_no_other() -> None:
    there = {file.name.removesuffix(".xml.j2") for file in FOLDER.iterdir()}

    assert {name for name in there if not name.startswith("_")} == {kind.value for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_reads_exactly_as_agreed(kind: InstrumentKind) -> None:
    """Renew with HUTONG_RENEW_SNAPSHOTS=1 pytest tests/documents, then read the difference before keeping it."""
    text = said(kind)
    agreed = SNAPSHOTS / f"{kind.value}.txt"
    if os.environ.get("HUTONG_RENEW_SNAPSHOTS") == "1":
        agreed.write_text(text, encoding="utf-8")

    assert text == agreed.read_text(encoding="utf-8")


def test_no_snapshot_outlives_its_template() -> None:
    assert {file.name for file in SNAPSHOTS.iterdir()} == {f"{kind.value}.txt" for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_names_issuer_number_facts_basis_content_and_date(kind: InstrumentKind) -> None:
    facts = some_facts(kind)
    lines = said(kind).splitlines()

    assert all(any(line.startswith(issuer) for line in lines) for issuer in facts.issuers)
    assert facts.document_no in lines
    assert set(facts.facts.splitlines()) <= set(lines)
    assert set(facts.basis) <= set(lines)
    assert f"一、{facts.content[0]}" in lines
    assert {"2026年3月5日", "二〇二六年三月五日"} & set(lines)
    assert all(any(addressee in line for line in lines) for addressee in facts.addressees)


def test_the_four_admonitions_are_four_different_documents() -> None:
    four = (
        InstrumentKind.ADMONITION,
        InstrumentKind.WARNING,
        InstrumentKind.MINOR_ADMONITION,
        InstrumentKind.COURT_ADMONITION,
    )
    titles = {"\n".join(said(kind, issuers=(POLICE,)).splitlines()[:3]) for kind in four}

    assert len(titles) == 4


def test_joint_issuers_all_stand_at_the_head_and_all_sign() -> None:
    lines = said(InstrumentKind.ADMONITION, issuers=(POLICE, PROCURATORATE)).splitlines()

    assert lines[:2] == [POLICE, PROCURATORATE]
    assert lines.index(f"{PROCURATORATE}（印章）") == lines.index(f"{POLICE}（印章）") + 1


def test_several_addressees_are_named_together_and_each_has_a_form_to_sign() -> None:
    text = said(InstrumentKind.SUPERVISION_ORDER, addressees=("何大山", "石小玉"), services=())

    assert "\n何大山、石小玉：\n" in text
    assert "\n受送达人：何大山\n送达方式：\n" in text
    assert "\n受送达人：石小玉\n送达方式：\n" in text


@pytest.mark.parametrize(
    ("term", "printed"),
    [
        ({}, "本文书未载明期限。"),
        ({"valid_until": date(2026, 9, 4)}, "至2026年9月4日止。"),
        (
            {"valid_from": date(2026, 3, 5), "valid_until": date(2026, 9, 4)},
            "自2026年3月5日起至2026年9月4日止。",
        ),
        ({"valid_from": date(2026, 3, 5)}, "自2026年3月5日起，本文书未载明终止日期。"),
    ],
)
def test_a_term_is_printed_as_stated_and_its_absence_is_said(term: dict[str, date], printed: str) -> None:
    assert f"\n有效期\n{printed}\n" in said(InstrumentKind.SUPERVISION_ORDER, **term)


@pytest.mark.parametrize(
    "kind",
    [
        InstrumentKind.ADMONITION,
        InstrumentKind.WARNING,
        InstrumentKind.GUIDANCE_ORDER,
        InstrumentKind.SUPERVISION_ORDER,
        InstrumentKind.PROTECTION_ORDER,
        InstrumentKind.PLACEMENT_DECISION,
    ],
)
def test_an_order_without_a_term_says_so(kind: InstrumentKind) -> None:
    assert "本文书未载明期限" in said(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_term_that_was_recorded_is_never_left_out(kind: InstrumentKind) -> None:
    text = said(kind, valid_from=date(2026, 3, 5), valid_until=date(2026, 9, 4))

    assert "2026年9月4日" in text or "二〇二六年九月四日" in text


@pytest.mark.parametrize("kind", KINDS)
def test_an_uncertain_date_is_printed_in_its_own_words(kind: InstrumentKind) -> None:
    assert "2020年4月（日期不详）" in said(kind, issued_on=None, date_words="2020年4月（日期不详）").splitlines()


def test_an_unknown_date_is_said_to_be_unknown() -> None:
    assert "（日期未载明）" in said(InstrumentKind.PENALTY, issued_on=None).splitlines()


@pytest.mark.parametrize("kind", KINDS)
def test_a_second_version_says_so_and_what_changed(kind: InstrumentKind) -> None:
    change = "第1版有效期至2026年6月4日；2026年6月1日延长。"

    text = said(kind, version=2, previous=(change,))

    assert "\n（第2版）\n" in text
    assert f"\n文书变更\n本文书为第2版。\n{change}\n" in text
    assert "文书变更" not in said(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_rehearsal_says_at_head_and_foot_that_it_is_no_official_document(kind: InstrumentKind) -> None:
    lines = said(kind, simulated=True).splitlines()

    assert lines[0] == lines[-1] == "模拟 / 非正式文书"
    assert "模拟" not in said(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_with_hardly_anything_known_can_still_be_made(kind: InstrumentKind) -> None:
    text = said(kind, document_no="", addressees=(), facts="", basis=(), content=(), issued_on=None, services=())

    assert "（文号未载明）" in text
    assert "（未载明）" in text
    assert "（日期未载明）" in text


def test_service_is_proved_with_method_place_day_and_signatures() -> None:
    proof = ServiceProof(
        addressee="何大山",
        method=ServiceMethod.LEFT,
        place="上河村3号",
        date_words="2026年3月6日10时30分",
        served_by=("田警官", "程警官"),
        witnesses=("纪主任", "苏老师"),
        remark="拒绝签收",
    )

    text = said(InstrumentKind.WARNING, services=(proof, replace(proof, addressee="石小玉")))

    assert text.count("\n送达回证\n") == 1
    assert text.count("\n受送达人：") == 2
    assert (
        "受送达人：何大山\n送达方式：留置送达\n送达地点：上河村3号\n送达日期：2026年3月6日10时30分\n"
        "送达人签名：田警官、程警官\n收件人签名：\n见证人签名：纪主任、苏老师\n备注：拒绝签收\n"
    ) in text


def test_a_protection_order_tells_of_reconsideration_within_five_days_that_does_not_stop_it() -> None:
    text = said(InstrumentKind.PROTECTION_ORDER)

    assert "自裁定生效之日起五日内" in text
    assert "复议期间不停止人身安全保护令的执行" in text
    assert "反家庭暴力法第三十一条" in text


@pytest.mark.parametrize("kind", [InstrumentKind.SUPERVISION_ORDER, InstrumentKind.GUIDANCE_ORDER])
def test_an_order_without_period_remedy_or_penalty_in_law_claims_none(kind: InstrumentKind) -> None:
    """Rows D-02 and C-07: no statute gives one, or it is known at second hand only."""
    text = said(kind)

    assert kind not in NOTICES
    assert not re.search(r"复议|诉讼|罚款|拘留|权利告知|法律后果", text)


def test_a_warning_threatens_only_what_was_law_on_its_day() -> None:
    def threatens(**day: object) -> bool:
        return "治安管理处罚法" in said(InstrumentKind.WARNING, **day)

    assert not threatens(issued_on=date(2025, 12, 31))
    assert threatens(issued_on=date(2026, 1, 1))
    assert not threatens(issued_on=None, date_words="2025年底")


def test_an_unknown_date_takes_no_right_away_but_carries_no_threat() -> None:
    text = said(InstrumentKind.PROTECTION_ORDER, issued_on=None)

    assert "五日内" in text
    assert "罚款" not in text


def test_remedies_told_by_the_issuing_body_are_printed_and_are_else_left_for_it_to_fill_in() -> None:
    told = "如不服本决定，可以依法申请行政复议。"

    assert f"\n权利告知\n{told}\n" in said(InstrumentKind.PENALTY, rights=(told,))
    assert "（由决定机关填写）" in said(InstrumentKind.PENALTY)


def test_the_place_of_a_child_in_temporary_care_is_not_in_the_decision() -> None:
    assert "本决定书不载明未成年人的安置处所。" in said(InstrumentKind.PLACEMENT_DECISION)


@pytest.mark.parametrize("kind", [InstrumentKind.PROTECTION_APPLICATION, InstrumentKind.REVOCATION_APPLICATION])
def test_an_application_asks_first_then_tells_why_and_ends_with_the_court(kind: InstrumentKind) -> None:
    text = said(kind)

    assert text.index("请求事项") < text.index("事实与理由") < text.index("此致\n" + COURT)


def test_a_version_is_twelve_hex_digits_and_differs_from_kind_to_kind() -> None:
    versions = {version(kind) for kind in KINDS}

    assert all(re.fullmatch(r"[0-9a-f]{12}", one) for one in versions)
    assert len(versions) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_no_template_leaves_its_own_marks_or_an_empty_line_behind(kind: InstrumentKind) -> None:
    text = said(kind).removesuffix("\n")

    assert not re.search(r"^\s*$|[ \t]$|\{[{%#]|None|<", text, flags=re.MULTILINE)
