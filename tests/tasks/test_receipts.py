"""What does a receipt promise to whom? 报告回执."""

from __future__ import annotations

import pytest

from rules.vocabulary import UnitKind
from tasks.receipts import TO_A_UNIT, receipt
from tests.databases import ON_SQLITE
from tests.office import County

pytestmark = ON_SQLITE


def receipt_of(county: County, kind: UnitKind) -> str:
    with county.office.reading() as desk:
        return receipt(desk, "R-1", county.clock.at, (), (), kind).text


@pytest.mark.parametrize("kind", [kind for kind in UnitKind if kind.must_report])
def test_a_unit_is_promised_the_three_days_that_the_opinions_of_2020_owe_to_units(
    county: County, kind: UnitKind
) -> None:
    text = receipt_of(county, kind)
    assert TO_A_UNIT in text
    assert "第10条" in text


@pytest.mark.parametrize("kind", [kind for kind in UnitKind if not kind.must_report])
def test_a_citizen_is_promised_what_the_law_says_of_everybody_and_no_number_of_days(
    county: County, kind: UnitKind
) -> None:
    text = receipt_of(county, kind)
    assert "三日" not in text
    assert "第10条" not in text
    assert "未成年人保护法 第11条第3款" in text
