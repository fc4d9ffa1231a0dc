"""What the instruments of a case found and ordered, in words. 文书认定和命令的内容.

Not their printed text: that names people and where they live, whoever is to read it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import Instrument
from tasks.paper_view import Sheet, facts_of
from tasks.standing import Standing, as_it_stood

if TYPE_CHECKING:
    from tasks.desk import Desk


def words_of_instruments(desk: Desk, case_no: str, child_no: str) -> tuple[str, ...]:
    """One paragraph for each instrument that was issued, in the order of issue; opens what is sealed in it."""
    rows = {
        row.no: row for row in desk.session.exec(select(Instrument).where(col(Instrument.case_no) == case_no)).all()
    }
    issued = [view for view in as_it_stood(desk, case_no) if view.state is not Standing.DRAFT]
    return tuple(
        _words(
            f"{view.title}{view.document_no and f'（{view.document_no}）'}",
            view.state.zh,
            Sheet(desk=desk, row=rows[view.no], child_no=child_no),
        )
        for view in issued
    )


def _words(title: str, state: str, sheet: Sheet) -> str:
    facts = facts_of(sheet)
    said = [f"{title}，{state}"]
    if facts.facts:
        said.append(f"认定：{facts.facts}")
    if facts.content:
        said.append(f"内容：{'；'.join(facts.content)}")
    return "。".join(one.rstrip("。") for one in said) + "。"
