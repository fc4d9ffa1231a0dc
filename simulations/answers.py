"""An answer to any duty, along the story of its case. 办理结果."""

from __future__ import annotations

from rules.duty import DutySpec
from simulations.asked import Asked, Given
from simulations.first_steps import FIRST_STEPS, Answers
from simulations.on_care import ON_CARE
from simulations.on_guardianship import ON_GUARDIANSHIP
from simulations.on_monitoring import ON_MONITORING
from simulations.on_orders import ON_ORDERS
from simulations.on_other_bodies import ON_OTHER_BODIES
from simulations.on_schooling import ON_SCHOOLING

ANSWERS: Answers = {
    **FIRST_STEPS,
    **ON_ORDERS,
    **ON_GUARDIANSHIP,
    **ON_CARE,
    **ON_OTHER_BODIES,
    **ON_SCHOOLING,
    **ON_MONITORING,
}


def an_answer(asked: Asked, spec: DutySpec) -> Given:
    """What somebody enters; with the number of its paper, where the duty asks for one."""
    given = ANSWERS[asked.duty.code](asked)
    return {"document_no": asked.number("办"), **given} if spec.document else given
