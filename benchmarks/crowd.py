"""A crowded case database by direct inserts: rows as the projections leave them, without the journal behind. 满库.

For measuring what is found and how fast; nothing here is a way to enter cases.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import insert

from models import CaseFile, ChildFile, DutyRow, Procedure
from models.bulk import table_of
from rules.vocabulary import ProcedureKind
from tasks.canonical import canonical, instant
from tasks.office import Office

AREA = "990101001"
POST = "P-LIUXI-POLICE"
CODE = "police_acceptance"
AT_ONCE = 5_000


def fill(office: Office, *, cases: int, duties_each: int, due: int, now: datetime) -> None:
    """Cases with open duties, of which `due` stand at an escalation rung that is due now, and none else.

    Args:
        due: must be at most `cases`: the first duty of each of the first cases.
    """
    with office.reading() as desk:
        rules = desk.office.pack.hash
    with office.writing() as desk:
        _ = desk.current_rules  # kept, so that the procedures can be read
        connection = desk.session.connection()
        for model, rows in (
            (ChildFile, (_child(n, now) for n in range(cases))),
            (CaseFile, (_case(n, now, duties_each) for n in range(cases))),
            (Procedure, (_procedure(n, now, rules) for n in range(cases))),
            (DutyRow, _duties(cases, duties_each, due, now)),
        ):
            table = table_of(model)
            while part := list(islice(rows, AT_ONCE)):
                connection.execute(insert(table), part)


def _child(n: int, now: datetime) -> dict[str, Any]:
    return {"no": f"K-{n:07}", "sex": "unknown", "categories": "[]", "residence_area": AREA, "opened_at": now}


def _case(n: int, now: datetime, duties: int) -> dict[str, Any]:
    return {
        "no": f"C-{n:07}",
        "child_no": f"K-{n:07}",
        "area": AREA,
        "lead_post": "P-CIVIL",
        "state": "open",
        "episode": 1,
        "duties_opened": duties,
        "opened_at": now - timedelta(days=n % 300),
    }


def _procedure(n: int, now: datetime, rules: str) -> dict[str, Any]:
    return {
        "no": f"P-{n:07}",
        "case_no": f"C-{n:07}",
        "kind": ProcedureKind.MANDATORY_REPORTING,
        "about": "",
        "bodies": "{}",
        "rules": rules,
        "state": "open",
        "opened_at": now,
        "since_at": now,
        "since_precision": "exact",
    }


def _duties(cases: int, each: int, due: int, now: datetime) -> Iterator[dict[str, Any]]:
    for n in range(cases):
        for turn in range(each):
            yield _duty(n, turn, now, is_due=turn == 0 and n < due)


def _duty(n: int, turn: int, now: datetime, *, is_due: bool) -> dict[str, Any]:
    """Due: the second rung's moment is this very second.  Others: theirs are days away, spread over a month."""
    due_at = now if is_due else now + timedelta(days=1 + (n + turn) % 30, seconds=n % 3600)
    since = due_at - timedelta(hours=1)
    rungs = [since + timedelta(minutes=30), due_at, *(due_at + timedelta(hours=h) for h in (1, 24, 72))]
    return {
        "no": f"C-{n:07}/{turn + 1}",
        "case_no": f"C-{n:07}",
        "procedure_no": f"P-{n:07}",
        "code": CODE,
        "about": str(turn),
        "variant": "default",
        "role": "police_station",
        "post_no": POST,
        "since_at": since,
        "since_precision": "exact",
        "opened_at": since,
        "internal_due_at": due_at,
        "legal_due_at": due_at,
        "provisional": False,
        "state": "open",
        "turns": 0,
        "rungs": canonical([instant(at) for at in rungs]),
        "next_rung": 1,
        "next_rung_at": rungs[1],
        "attention": "[]",
        "next_attention": 0,
        "hand_ons": 0,
        "told_at": since,
    }
