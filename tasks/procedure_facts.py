"""What a flow may ask of the facts of its procedure; nothing is written here. 程序所据事实.

Of the report, of who acts, of the people around the child.  Answers, orders and whatever is done with them are in
`tasks/casework.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam
from sqlmodel import col, select

from models import CaseFile, ChildFile, Procedure, ProcedureParty, ReportRow
from rules.declared import Declared
from rules.duty import Duty, DutySpec
from rules.errors import Gap
from rules.vocabulary import PartyRole, Precision, Relation, Role, Situation, Turning, UnitKind
from rules.when import latest
from tasks.people_around import PARENTS, Harm, harms_of, known_ties
from tasks.posts import FoundPost, post_by_number, post_near

if TYPE_CHECKING:
    from tasks.desk import Desk


# Made once: making a statement takes longer than running it.
_CASE = select(CaseFile.area, CaseFile.child_no).where(col(CaseFile.no) == bindparam("no"))
_REPORT = select(ReportRow).where(col(ReportRow.no) == bindparam("no"))
_TURNED = select(col(ChildFile.came_of_age_on), col(ChildFile.died_precision)).where(
    col(ChildFile.no) == bindparam("no")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts:
    """What a flow may know of a report: codes and moments, no words. 报告要点."""

    no: str
    unit_kind: UnitKind
    situations: frozenset[Situation]
    reported_at: datetime
    received_by: str | None
    received_by_role: Role | None
    danger_now: bool | None
    late: bool


class ProcedureFacts:
    """One procedure in one case, as far as it can be asked. 程序事实."""

    def __init__(self, desk: Desk, row: Procedure) -> None:
        self._desk = desk
        self._row = row
        self._pack = desk.rules(row.rules)
        self._area, self._child_no = desk.connection.execute(_CASE, {"no": row.case_no}).one()
        self._precisions = {row.since_at: Precision(row.since_precision)}

    @property
    def since_at(self) -> datetime:
        """The moment of the fact that started this procedure."""
        return self._moment(self._row.since_at, self._row.since_precision, self._row.opened_at)

    @property
    def about(self) -> str:
        """What this procedure is about, where a case can hold several of its kind."""
        return self._row.about

    @property
    def declared(self) -> Declared:
        """The steps of this procedure, as the rules that it froze declare them. 自设程序."""
        return self._pack.procedure(self._row.about)

    def rule(self, code: str) -> DutySpec:
        """What the rules of this procedure say of one of its duties. 职责规格."""
        return self._pack.duty(code)

    def asks_for(self, duty: Duty[Any]) -> bool:
        """Whether a text that governs this procedure asks for what one place alone asks for. 当地文件有无要求."""
        return self._pack.asks_for(duty.code)

    @property
    def owed_by_post(self) -> str | None:
        """The post that was named when this procedure was opened."""
        return self._row.owed_by_post

    @cached_property
    def report(self) -> ReportFacts:
        """The report that this procedure answers to. Raises Gap where there is none."""
        row = self._desk.session.exec(_REPORT, params={"no": self._row.report_no}).first()
        if row is None:
            raise Gap("本程序没有所依据的报告", "this procedure rests on no report")
        receiver = post_by_number(self._desk, row.received_by_post) if row.received_by_post else None
        return ReportFacts(
            no=row.no,
            unit_kind=UnitKind(row.unit_kind),
            situations=frozenset(map(Situation, json.loads(row.situations))),
            reported_at=self._moment(row.reported_at, row.reported_precision, row.recorded_at),
            received_by=row.received_by_post,
            received_by_role=receiver.role if receiver else None,
            danger_now=row.danger_now,
            late=row.late,
        )

    def regulator_of(self, unit: UnitKind) -> str | None:
        """Number of the post that regulates this kind of unit near the child. 主管行政机关."""
        post = post_near(self._desk, [self._pack.regulator_of(unit), Role.COUNTY_OFFICE], self._area)
        return post.no if post else None

    @property
    def lead(self) -> str | None:
        """Number of the post that leads the case. 牵头岗位."""
        return self._desk.session.exec(select(CaseFile.lead_post).where(col(CaseFile.no) == self._row.case_no)).one()

    @property
    def bodies(self) -> Mapping[str, str]:
        """The posts that were named for a role when this procedure was opened, by code of the role. 指定的承办岗位."""
        return self._bodies

    def role_of(self, post_no: str | None) -> Role | None:
        """The role of a post; None where there is no such post."""
        post = post_by_number(self._desk, post_no) if post_no else None
        return post.role if post else None

    def post_of(self, *roles: Role) -> str | None:
        """Number of the post with the first of these roles that anybody has: named here, or near the child."""
        post = self._near(roles)
        return post.no if post else None

    def post_at_registration(self, *roles: Role) -> str | None:
        """Number of the post with the first of these roles where the child is registered; None: there is none here."""
        query = select(ChildFile.registration_area).where(col(ChildFile.no) == self._child_no)
        area = self._desk.session.exec(query).one()
        post = post_near(self._desk, roles, area) if area else None
        return post.no if post else None

    @property
    def receiver(self) -> str | None:
        """Number of the post to which a hand-over goes; None: somebody outside the directory."""
        return self._row.receiver

    def parties(self, role: PartyRole) -> tuple[str, ...]:
        """Numbers of those who stand in this procedure in a role, in the order in which they joined."""
        query = select(ProcedureParty.party_no).where(
            col(ProcedureParty.procedure_no) == self._row.no, col(ProcedureParty.role) == role
        )
        return tuple(self._desk.session.exec(query.order_by(col(ProcedureParty.place))))

    def guardians(self) -> tuple[str, ...]:
        """The child's present guardians, as far as they are recorded."""
        return tuple(tie.adult_no for tie in known_ties(self._desk, self._child_no) if tie.guardian)

    def relation_of(self, adult_no: str) -> Relation:
        """What an adult is to the child, as far as it is recorded. 与儿童的关系."""
        ties = [tie for tie in known_ties(self._desk, self._child_no) if tie.adult_no == adult_no]
        return Relation(ties[-1].relation) if ties else Relation.UNKNOWN

    def appointed_guardians(self) -> tuple[str, ...]:
        """The present guardians who are not the child's parents. 指定的监护人."""
        ties = known_ties(self._desk, self._child_no)
        return tuple(tie.adult_no for tie in ties if tie.guardian and tie.relation not in PARENTS)

    def suspects(self) -> tuple[str, ...]:
        """The present guardians who are suspected of harm."""
        return tuple(tie.adult_no for tie in known_ties(self._desk, self._child_no) if tie.guardian and tie.suspected)

    def suspected(self) -> tuple[str, ...]:
        """All present adults who are suspected of harm, guardians or not: whoever lives with the child is meant, too.

        反家庭暴力法 Art. 37.
        """
        return tuple(tie.adult_no for tie in known_ties(self._desk, self._child_no) if tie.suspected)

    def harms(self, since: datetime) -> tuple[Harm, ...]:
        """New harm that was recorded in the case and happened after a moment. 再次侵害."""
        found = harms_of(self._desk, self._row.case_no)
        moments = [self._moment(harm.happened_at, harm.precision, harm.recorded_at) for harm in found]
        told = (replace(harm, happened_at=moment) for harm, moment in zip(found, moments, strict=True))
        return tuple(harm for harm in told if harm.happened_at > since)

    def turned(self) -> frozenset[Turning]:
        """Whether the child has come of age or died, as far as that is recorded. 成年、死亡."""
        came_of_age_on, died = self._desk.connection.execute(_TURNED, {"no": self._child_no}).one()
        turns = {Turning.CAME_OF_AGE: came_of_age_on is not None, Turning.DIED: died is not None}
        return frozenset(turn for turn, has_come in turns.items() if has_come)

    def _moment(self, at: datetime, known: str, recorded_at: datetime | None) -> datetime:
        """What a clock may count from: the latest that is possible, so that nobody is late for what may be later.

        By the time it was entered it had happened.
        """
        precision = Precision(known)
        moment = at if precision is Precision.ABOUT else min(latest(at, precision), max(at, recorded_at or at))
        if precision is not Precision.EXACT:
            self._precisions[moment] = precision
        return moment

    def _near(self, roles: Sequence[Role]) -> FoundPost | None:
        """The post that was named for one of these roles when the procedure was opened, or the nearest that has one."""
        for role in roles:
            if named := self._bodies.get(role):
                return post_by_number(self._desk, named)
        return post_near(self._desk, roles, self._area)

    @cached_property
    def _bodies(self) -> dict[str, str]:
        bodies: dict[str, str] = json.loads(self._row.bodies)
        return bodies
