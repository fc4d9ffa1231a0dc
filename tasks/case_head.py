"""What stands at the head of a case: whose it is, who is around the child, which others belong to it. 个案首部.

By number, sex and relation; nothing that is sealed is opened for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from models import CaseFile, ChildFile, IncidentCase, Procedure, RuleBook, Tie
from rules.vocabulary import CasePurpose, Relation, Sex
from tasks.no_such import no_such_case
from tasks.people_around import ties_of

if TYPE_CHECKING:
    from tasks.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An adult around the child, by number. 相关成年人."""

    adult_no: str
    relation: Relation
    guardian: bool
    carer: bool
    suspected: bool
    from_on: date | None
    until_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHead:
    """The head of a case. 个案首部.

    Args:
        child_no: None in the file of an agency's own duties.
        sex: UNKNOWN too where there is no child.
        of_age_on: only where it is near and has been noted; a date of birth is not kept in clear.
        episode: how often it has been opened.
        people: the adults around the child today.
        rules: pack and version that its procedures run under, the newest procedure's first.
        incidents: what happened, once each; siblings: cases of the same incident that the condition admits.
    """

    no: str
    purpose: CasePurpose
    child_no: str | None
    sex: Sex
    of_age_on: date | None
    episode: int
    people: tuple[Person, ...]
    rules: tuple[tuple[str, str], ...]
    incidents: tuple[str, ...]
    siblings: tuple[str, ...]


def case_head(desk: Desk, case_no: str, *, admits: ColumnElement[bool]) -> CaseHead:
    """The head of a case.

    Args:
        admits: which rows of `CaseFile` the reader may know of, for the others of the incident.
    Raises: Refused: no such case.
    """
    case = desk.session.get(CaseFile, case_no)
    if case is None:
        raise no_such_case(case_no)
    child = desk.session.get(ChildFile, case.child_no) if case.child_no else None
    return CaseHead(
        no=case_no,
        purpose=CasePurpose(case.purpose),
        child_no=case.child_no,
        sex=Sex(child.sex) if child else Sex.UNKNOWN,
        of_age_on=child.of_age_on if child else None,
        episode=case.episode,
        people=people_of(desk, case.child_no) if case.child_no else (),
        rules=_rules(desk, case_no),
        incidents=_incidents(desk, case_no),
        siblings=_siblings(desk, case_no, admits),
    )


def people_of(desk: Desk, child_no: str) -> tuple[Person, ...]:
    """The adults around a child today, in the order in which they were entered."""
    return tuple(map(person_of, ties_of(desk, child_no)))


def person_of(tie: Tie) -> Person:
    """The adult of a tie, as what they are to the child by it."""
    return Person(
        adult_no=tie.adult_no,
        relation=Relation(tie.relation),
        guardian=tie.guardian,
        carer=tie.carer,
        suspected=tie.suspected,
        from_on=tie.from_on,
        until_on=tie.until_on,
    )


def _rules(desk: Desk, case_no: str) -> tuple[tuple[str, str], ...]:
    query = (
        select(RuleBook.pack, RuleBook.version)
        .join(Procedure, col(Procedure.rules) == col(RuleBook.hash))
        .where(col(Procedure.case_no) == case_no)
        .order_by(col(Procedure.opened_at).desc(), col(Procedure.no))
    )
    return tuple(dict.fromkeys((pack, version) for pack, version in desk.session.exec(query)))


def _incidents(desk: Desk, case_no: str) -> tuple[str, ...]:
    query = select(IncidentCase.incident_no).where(col(IncidentCase.case_no) == case_no)
    return tuple(desk.session.exec(query.order_by(col(IncidentCase.incident_no))))


def _siblings(desk: Desk, case_no: str, admits: ColumnElement[bool]) -> tuple[str, ...]:
    incidents = select(IncidentCase.incident_no).where(col(IncidentCase.case_no) == case_no)
    query = (
        select(CaseFile.no)
        .join(IncidentCase, col(IncidentCase.case_no) == col(CaseFile.no))
        .where(col(IncidentCase.incident_no).in_(incidents), col(CaseFile.no) != case_no, admits)
    )
    return tuple(desk.session.exec(query.distinct().order_by(col(CaseFile.no))))
