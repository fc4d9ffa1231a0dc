"""Fields of our own stand beside fields of an answer: do they ever share a name? 字段名."""

from __future__ import annotations

from board.pages.entries import RIGHT_TIME, WHY
from rules.duties import DUTIES
from tasks.answers import fields_of


def test_no_answer_has_a_field_by_the_name_of_one_of_the_correction() -> None:
    """Two fields of one name would be read as one; answers do have a `reason`."""
    answered = {field.name for duty in DUTIES.values() for field in fields_of(duty.answered_with)}
    assert "reason" in answered
    assert not answered & {RIGHT_TIME, WHY}
