"""Which child a number speaks of, and what hangs on that child. 编号所指的儿童."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import CaseFile, ChildFile, ReportChild
from rules.errors import Refused
from rules.vocabulary import CasePurpose
from tasks.filing import no_child_in
from tasks.numbers import Named

if TYPE_CHECKING:
    from tasks.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """A child and the cases that are asked about. 儿童及其个案.

    Args:
        no: the number that was given: of a case, or of a child file.
        cases: that case; for a child file all its cases, the oldest first.
        reports: numbers of the reports that these cases rest on.
    """

    no: str
    child_no: str
    cases: tuple[str, ...]
    reports: tuple[str, ...]

    @property
    def chains(self) -> tuple[str, ...]:
        """The chains of the journal that speak of it."""
        return (self.child_no, *self.cases, *self.reports)


def whose(desk: Desk, no: str) -> Whose:
    """The child of a case `C-…` or of a child file `K-…`. Raises Refused where there is none."""
    number = no.strip()
    if number.startswith(f"{Named.CHILD}-"):
        found = desk.session.exec(select(ChildFile.no).where(col(ChildFile.no) == number)).first()
        cases = select(CaseFile.no).where(col(CaseFile.child_no) == number).order_by(col(CaseFile.opened_at))
        listed = tuple(desk.session.exec(cases))
    elif desk.session.exec(select(CaseFile.purpose).where(col(CaseFile.no) == number)).first() == CasePurpose.AGENCY:
        raise no_child_in(number)
    else:
        found = desk.session.exec(select(CaseFile.child_no).where(col(CaseFile.no) == number)).first()
        listed = (number,)
    if found is None:
        raise Refused(
            f"没有编号为 {number} 的个案或者儿童档案，请核对编号",
            f"there is no case or child file {number}; check the number",
            field="NO",
        )
    reports = select(ReportChild.report_no).where(col(ReportChild.case_no).in_(listed)).distinct()
    return Whose(no=number, child_no=found, cases=listed, reports=tuple(sorted(desk.session.exec(reports))))
