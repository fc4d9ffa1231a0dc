"""What `--json` prints and the API answers, thing by thing: a contract with other programs. JSON 形状.

Written out and nowhere derived.  Codes and numbers, never a name of a person.  The shapes of audits and of rule packs
load more and stand in modules of their own: `of_audits`, `of_packs`.
"""

from tasks.shapes.of_cases import case, evidence, instrument, moment, procedure, received
from tasks.shapes.of_duties import acted, duty, field, post, why
from tasks.shapes.of_errors import error
from tasks.shapes.of_offices import listed_post, notice
from tasks.shapes.of_people import adult
from tasks.shapes.of_stuck import repaired, stuck
from tasks.shapes.plain import instant

__all__ = [
    "acted",
    "adult",
    "case",
    "duty",
    "error",
    "evidence",
    "field",
    "instant",
    "instrument",
    "listed_post",
    "moment",
    "notice",
    "post",
    "procedure",
    "received",
    "repaired",
    "stuck",
    "why",
]
