"""What a document that reaches the person who did harm can never say."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import get_args, get_type_hints

import pytest
from jinja2 import StrictUndefined, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from documents import instrument
from documents.instrument import READERS, ForAuthority, ForRespondent, InstrumentFacts, Reader, known_to
from documents.privacy import KeptAway, Secret, kept_away
from documents.render import GIVEN, render, variables
from rules.errors import Refusals, Refused
from rules.vocabulary import InstrumentKind
from tests.documents.sample_views import SECRETS, a_view

TO_RESPONDENT = [kind for kind in InstrumentKind if READERS[kind] is Reader.RESPONDENT]
TO_AUTHORITY = [kind for kind in InstrumentKind if READERS[kind] is Reader.AUTHORITY]
FORBIDDEN = ("school", "carer", "phone", "reporter", "new_guardian", "present_address", "household_address", "child_")
ADDRESS = KeptAway(Secret.CHILD_ADDRESS, "柳树巷12号")
PHONE = KeptAway(Secret.PHONE, "138-0000-1234")
CARER = KeptAway(Secret.CARER, "苗青", name=True)
REPORTER = KeptAway(Secret.REPORTER, "阿依古丽·买买提", name=True)


def names_of(view: type) -> set[str]:
    """Every field that a view reaches, down to the last record."""
    found: set[str] = set()
    for name, hint in get_type_hints(view).items():
        found.add(name)
        for held in (hint, *get_args(hint)):
            if is_dataclass(held) and isinstance(held, type):
                found |= names_of(held)
    return found


def test_every_kind_declares_its_reader() -> None:
    assert set(READERS) == set(InstrumentKind)


@pytest.mark.parametrize(
    "kind",
    [
        InstrumentKind.ADMONITION,
        InstrumentKind.WARNING,
        InstrumentKind.PROTECTION_ORDER,
        InstrumentKind.SUPERVISION_ORDER,
        InstrumentKind.GUIDANCE_ORDER,
        InstrumentKind.PENALTY,
        InstrumentKind.REVOCATION_JUDGMENT,
        InstrumentKind.DISMISSAL,
        InstrumentKind.PLACEMENT_DECISION,
    ],
)
def test_what_is_served_on_the_respondent_is_declared_so(kind: InstrumentKind) -> None:
    assert READERS[kind] is Reader.RESPONDENT


def test_a_view_for_the_respondent_has_no_field_for_what_must_be_kept_away() -> None:
    names = names_of(ForRespondent)

    assert "own_address" in names
    assert [name for name in names if any(word in name for word in FORBIDDEN)] == []
    assert {name for name in names if "address" in name} <= {"addressee", "addressees", "own_address"}


def test_whoever_reported_has_no_field_in_any_view() -> None:
    assert not any("report" in name for name in names_of(ForAuthority) | names_of(ForRespondent))


@pytest.mark.parametrize("kind", TO_RESPONDENT)
def test_a_template_for_the_respondent_names_nothing_but_what_its_view_holds(kind: InstrumentKind) -> None:
    held = {one.name for view in (ForRespondent, InstrumentFacts) for one in fields(view)}

    assert variables(kind) <= held | GIVEN


@pytest.mark.parametrize("kind", TO_AUTHORITY)
def test_a_template_for_the_authority_names_nothing_but_what_its_view_holds(kind: InstrumentKind) -> None:
    held = {one.name for view in (ForAuthority, InstrumentFacts) for one in fields(view)}

    assert variables(kind) <= held | GIVEN


@pytest.mark.parametrize(
    "name", sorted({one.name for one in fields(ForAuthority)} - {one.name for one in fields(ForRespondent)})
)
def test_a_template_for_the_respondent_that_names_more_fails_when_rendered(name: str) -> None:
    given = known_to(a_view(InstrumentKind.WARNING))
    template = SandboxedEnvironment(undefined=StrictUndefined).from_string("{{ %s }}" % name)  # noqa: UP031

    with pytest.raises(UndefinedError):
        template.render(**given)


@pytest.mark.parametrize("kind", InstrumentKind)
def test_the_view_of_the_other_reader_is_refused(kind: InstrumentKind) -> None:
    right = a_view(kind)
    wrong = (ForAuthority if isinstance(right, ForRespondent) else ForRespondent)(facts=right.facts)

    with pytest.raises(TypeError, match="is made from"):
        render(kind, wrong, secrets=())


def test_a_view_that_was_stretched_by_a_subclass_is_refused() -> None:
    class Stretched(ForRespondent):
        school = "南岭镇中心小学"

    stretched = Stretched(facts=a_view(InstrumentKind.WARNING).facts)

    with pytest.raises(TypeError):
        render(InstrumentKind.WARNING, stretched, secrets=())


def test_facts_of_one_kind_do_not_make_a_document_of_another() -> None:
    with pytest.raises(ValueError, match="admonition was asked for"):
        render(InstrumentKind.ADMONITION, a_view(InstrumentKind.WARNING), secrets=())


@pytest.mark.parametrize("kind", TO_RESPONDENT)
def test_nobody_can_forget_to_say_what_must_be_kept_away(kind: InstrumentKind) -> None:
    with pytest.raises(ValueError, match="say what must be kept away"):
        render(kind, a_view(kind))


@pytest.mark.parametrize("kind", TO_RESPONDENT)
@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"facts": "小禾现住柳树巷12号。"}, None),
        ({"content": ("不得前往柳树巷12号。",)}, None),
        ({"basis": ("某规定（柳树巷12号）",)}, None),
        ({"document_no": "柳树巷12号"}, "首部"),
        ({"issuers": ("柳树巷12号居委会",)}, "首部"),
        ({"date_words": "柳树巷12号"}, "落款"),
        ({"version": 2, "previous": ("住址改为柳树巷12号",)}, "文书变更"),
    ],
)
def test_a_secret_in_any_part_of_a_document_is_refused(
    kind: InstrumentKind, changes: dict[str, object], part: str | None
) -> None:
    with pytest.raises(Refused) as refused:
        render(kind, a_view(kind, **changes), secrets=SECRETS)

    assert "儿童住址" in refused.value.zh
    assert "child address" in refused.value.en
    assert part is None or f"“{part}”" in refused.value.zh
    assert "柳树" not in str(refused.value)


def test_a_secret_in_the_place_of_service_is_refused() -> None:
    view = a_view(InstrumentKind.WARNING)
    proof = replace(view.facts.services[0], place="南岭镇中心小学门卫室")

    with pytest.raises(Refused, match=r"送达回证.*儿童就读学校"):
        render(InstrumentKind.WARNING, a_view(InstrumentKind.WARNING, services=(proof,)), secrets=SECRETS)


def test_several_secrets_are_told_together() -> None:
    text = "住柳树巷12号，电话13800001234，由苗青照顾，阿依古丽买买提报告。"

    with pytest.raises(Refusals) as refused:
        kept_away(text, (ADDRESS, PHONE, CARER, REPORTER), part="认定的事实")

    for word in ("儿童住址", "联系电话", "现照护人", "报告人"):
        assert word in refused.value.zh
    assert "苗青" not in str(refused.value) + refused.value.en


@pytest.mark.parametrize(
    "hostile",
    [
        "柳树巷 12 号",
        "柳　树　巷　１２号",
        "柳树巷\r\n12号",
        "柳树\u2028巷\x8512\n号",
        "柳-树-巷（12）号",
        "柳树巷⑫号",
        "柳\u200b树\u200d巷\ufeff1\u00ad2号",
        "柳\ufe00树巷12号",
        "柳树巷一二号",
        "柳树巷１\n２号",
        "⽊柳树巷12号",
    ],
)
def test_an_address_is_found_however_it_is_written(hostile: str) -> None:
    with pytest.raises(Refused):
        kept_away(f"现住{hostile}。", (ADDRESS,))


@pytest.mark.parametrize(
    "hostile", ["13800001234", "１３８００００１２３４", "138 0000 1234", "+86-138.0000.1234", "一三八零零〇〇幺二三四"]
)
def test_a_phone_is_found_however_it_is_written(hostile: str) -> None:
    with pytest.raises(Refused):
        kept_away(hostile, (PHONE,))


@pytest.mark.parametrize("hostile", ["苗青", "苗 青", "苗\n青", "苗·青", "阿依古丽买买提", "阿依古丽 • 买买提"])
def test_a_name_is_found_from_two_characters_on(hostile: str) -> None:
    with pytest.raises(Refused):
        kept_away(f"由{hostile}照顾", (CARER, REPORTER))


@pytest.mark.parametrize("short", ["", "  ", "一中", "12号", "…………"])
def test_words_too_short_to_tell_anything_are_not_searched_for(short: str) -> None:
    kept_away("在一中12号上学…………", (KeptAway(Secret.SCHOOL, short),))


@pytest.mark.parametrize("short", ["", "青", "·"])
def test_a_name_of_one_character_is_not_searched_for(short: str) -> None:
    kept_away("青禾县·", (KeptAway(Secret.CARER, short, name=True),))


def test_a_clean_text_passes() -> None:
    kept_away("小禾现由民政部门临时监护。", SECRETS)


def test_a_secret_split_over_two_lines_of_one_part_is_found() -> None:
    with pytest.raises(Refused, match="认定的事实"):
        render(
            InstrumentKind.ADMONITION, a_view(InstrumentKind.ADMONITION, facts="现住柳树巷\n12号。"), secrets=SECRETS
        )


def test_what_courts_and_agencies_get_may_hold_the_whereabouts_but_on_a_sheet_of_their_own() -> None:
    made = render(InstrumentKind.REVOCATION_APPLICATION, a_view(InstrumentKind.REVOCATION_APPLICATION))
    parts = dict(made.parts)

    assert "柳树巷12号" in parts["保密附页"]
    assert "不得送达或者透露给被申请人" in parts["保密附页"]
    assert not any("柳树巷" in text or "13800001234" in text for name, text in parts.items() if name != "保密附页")


def test_there_is_no_sheet_where_nothing_would_stand_on_it() -> None:
    view = a_view(InstrumentKind.SUPPORT_LETTER)
    bare = ForAuthority(facts=view.facts, child="小禾")

    assert "保密附页" not in render(InstrumentKind.SUPPORT_LETTER, bare).text


def test_no_view_shows_what_it_holds_when_printed() -> None:
    shown = [repr(a_view(kind)) + repr(a_view(kind).facts) for kind in InstrumentKind]
    shown += [repr(one) for one in SECRETS]
    shown.append(repr(render(InstrumentKind.WARNING, a_view(InstrumentKind.WARNING), secrets=())))
    shown += [repr(one) for kind in TO_AUTHORITY for one in (*a_view(kind).respondents, *a_view(kind).applicants)]

    assert not any(word in text for text in shown for word in ("小禾", "何大山", "柳树", "苗青", "000000"))


def test_the_two_views_share_no_ancestor_that_could_stand_for_either() -> None:
    assert ForRespondent.__bases__ == ForAuthority.__bases__ == (object,)
    assert get_args(instrument.View) == (ForRespondent, ForAuthority)
