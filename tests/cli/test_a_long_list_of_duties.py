"""Is a long list of duties two lines an item, with force and basis whole? 待办清单."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from rich.cells import cell_len

from cli.duty_lines import NARROWEST, duty_lines
from packs.loader import available, load
from rules.vocabulary import Force
from tasks import cases, wording
from tests.cli.counter import Counter
from tests.office import County


def test_an_item_is_two_lines_and_force_article_and_row_stand_there_whatever_is_owed(county: County) -> None:
    case = county.a_case()
    with county.office.reading() as desk:
        view = cases.duties_of(desk, case)[0]
    late = county.clock() + timedelta(days=400)
    assert view.owner

    for pack in map(load, available()):
        for spec, period in [(one, period) for one in pack.duties.values() for period in one.periods.values()]:
            fact = pack.fact(period.set_by)
            told = {"period_zh": period.zh, "period_en": period.en, "period_basis": wording.cite(fact)}
            owed = replace(view, zh=spec.zh, en=spec.en, about="A-PTDDV-WBTRY", period_force=fact.force, **told)
            above, below = duty_lines(replace(owed, overdue=True), late, width=NARROWEST)

            assert max(cell_len(above), cell_len(below)) <= NARROWEST, (spec.code, above, below)
            assert above.startswith(f"{view.case_no} {view.no} {spec.zh[:6]}")
            assert "■ 逾期" in above
            assert view.owner.no in above + below
            assert f"{fact.force.zh}：{period.zh} · {wording.cite(fact)[:20]}" in below
            assert f"〔{fact.id}〕" in below
            assert wording.cite(fact) in below or fact.force is Force.OUR_DEFAULT  # no article is ever cut


def test_the_list_on_the_screen_has_two_lines_an_item(counter: Counter) -> None:
    counter.report()
    owed = counter.facts("duty", "list")

    lines = counter.done("duty", "list").out.splitlines()

    assert len(lines) == 2 * len(owed)
    for duty, above, below in zip(owed, lines[::2], lines[1::2], strict=True):
        assert above.startswith(f"{duty['case_no']} {duty['no']} ")
        assert duty["owner"]["no"] in below
