"""地方自设程序 / A procedure that a pack declares: its steps, one after another, as its answers lead.

Ground   What the pack names for the procedure and for each step; what is law there is a row of law, what is a custom of
         the place is a local rule, and each is shown as what it is.
Ends in  what the pack declares, with its own name · came of age · child died.
Opens    what the pack declares for an end, among the written procedures (rules.declared.MAY_OPEN).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flows.orders import open_against
from flows.procedure import procedure
from rules.declared import NAMED, START, Declared, End, Step, duty_of
from rules.duty import Answer
from rules.vocabulary import PartyRole, ProcedureKind, Turning
from tasks.casework import Proceeding

Taken = dict[str, Answer]
"""The answers so far, by step."""


@procedure(ProcedureKind.DECLARED, ends_at=(Turning.CAME_OF_AGE, Turning.DIED))
def declared(case: Proceeding) -> None:
    """From the first step to whichever end the answers lead to. 逐步办理."""
    course, taken = case.declared, Taken()
    step: Step | None = course.first
    since, to = case.since_at, START
    while step is not None:
        answer = _fulfilled(case, step, taken, since)
        taken[step.duty], since = answer, answer.happened_at
        to = step.leads_to(answer)
        step = course.step(to)
    _end(case, course, to, since)


def _fulfilled(case: Proceeding, step: Step, taken: Taken, since: datetime) -> Answer:
    """The answer to a step; of one that is for each respondent, the last one given. 一步."""
    answers: list[Answer] = []

    def asking(about: str) -> Callable[[Proceeding], None]:
        def ask(case: Proceeding) -> None:
            answers.append(_asked(case, step, taken, since, about))

        return ask

    case.beside(*(asking(about) for about in _each(case, step)))
    return max(answers, key=lambda answer: answer.happened_at)


def _each(case: Proceeding, step: Step) -> tuple[str, ...]:
    """Of whom a step is asked: whoever joins while it is owed, too; nobody once all of them have answered."""
    if not step.for_each:
        return ("",)
    asked = case.asked_about(duty_of(step))
    if asked and len(case.recorded(duty_of(step))) == len(asked):
        return asked
    return tuple(dict.fromkeys((*asked, *_against(case)))) or ("",)


def _asked(case: Proceeding, step: Step, taken: Taken, since: datetime, about: str) -> Answer:
    """One duty, with its clock: from the step before, or from the one that the rules name. 一项职责."""
    if step.since:
        since = case.since_at if step.since == START else taken[step.since].happened_at
    rule, day = case.rule(step.duty), step.day_among(taken)
    return case.fulfilled(
        duty_of(step),
        since=since,
        about=about,
        variant=NAMED if day is not None and NAMED in rule.periods else "default",
        owed_by=None if rule.owed_by else case.owed_by_post,
        ends_on=day,
    )


def _against(case: Proceeding) -> tuple[str, ...]:
    """Whoever was named when it was opened; else the guardians. 责任监护人."""
    return case.parties(PartyRole.RESPONDENT) or case.guardians()


def _end(case: Proceeding, course: Declared, code: str, since: datetime) -> None:
    """The end by its own name, and what the rules open with it. 终结."""
    end = course.end(code)
    assert end is not None, "pack check refuses a step that leads nowhere"
    _open(case, end, since)
    case.close(end.reason, outcome=end.code)


def _open(case: Proceeding, end: End, since: datetime) -> None:
    for kind in end.opens:
        open_against(case, kind, _against(case), since=since)
