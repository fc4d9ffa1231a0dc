"""The pages, one router a file. 各页面."""

from board.pages import (
    account,
    audit,
    calendar,
    case_acts,
    case_names,
    cases,
    child,
    children,
    duty,
    duty_acts,
    evidence,
    figures,
    front,
    health,
    instrument_acts,
    instrument_draw,
    instruments,
    openings,
    packs,
    people,
    persons,
    report,
    sharing,
    stuck,
    today,
    visits,
    what_became,
)

PAGES = (
    *(front.router, account.router, today.router, evidence.router),
    *(duty.router, duty_acts.router),
    *(openings.router, what_became.router, report.router),
    *(cases.router, case_names.router, case_acts.router, stuck.router, audit.router),
    *(visits.router, children.router, child.router, people.router, persons.router, health.router, calendar.router),
    *(figures.router, packs.router),
    *(instrument_draw.router, instruments.router, instrument_acts.router, sharing.router),
)
"""In the order in which their addresses are tried: what has a name before what is a number."""
