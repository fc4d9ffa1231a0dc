"""What one seat sees. 一个岗位的可见范围.

A seat is a post as somebody acts from it now, or the administrator, who holds none.  Nothing is looked up until it is
asked for; what was found out about a case is kept as long as the desk stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, false, or_, select
from sqlmodel import col

from models import CaseFile, ChildFile, DutyRow
from rules.access import TENDING, CaseRelation, FieldClass, Sees, easiest
from rules.access_table import openers, sees, sees_through
from rules.vocabulary import Role
from tasks.access.conditions import any_of, condition_of, told_of_duty
from tasks.access.grounds import no_such_case, no_such_child, what_would_open
from tasks.access.places import covers, same_county, within
from tasks.posts import holder_of

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.posts import FoundPost

_TO_A_CASE = tuple(one for one in CaseRelation if one is not CaseRelation.NONE)


def sight_of(desk: Desk, post: FoundPost) -> Sight:
    """What is seen from a post at the moment of this desk. 岗位可见范围."""
    return Sight(desk, post)


def sight_of_administrator(desk: Desk) -> Sight:
    """What the administrator of the installation sees, who holds no post: no case at all. 管理员可见范围."""
    return Sight(desk, None)


class Sight:
    """What one seat sees at the moment of a desk. 可见范围.

    Args:
        post: the post that is acted from; None: the administrator.
    """

    def __init__(self, desk: Desk, post: FoundPost | None) -> None:
        self._desk = desk
        self.post = post
        self._found: dict[str, frozenset[CaseRelation]] = {}

    # --- one case ----------------------------------------

    def relations_to(self, case_no: str) -> frozenset[CaseRelation]:
        """Everything that the post is to a case; empty for a stranger and where there is no such case."""
        if case_no not in self._found:
            self._found[case_no] = self._look(case_no)
        return self._found[case_no]

    def relation_to(self, case_no: str) -> CaseRelation:
        """The closest of these; NONE for a stranger and where there is no such case."""
        found = self.relations_to(case_no)
        return next((one for one in _TO_A_CASE if one in found), CaseRelation.NONE)

    def may(self, case_no: str, what: FieldClass) -> Sees:
        """How a class of fields of a case is seen from here; what is of no case is asked by `may_here`."""
        return sees_through(self._role, self.relations_to(case_no), what)

    def demand(self, case_no: str, what: FieldClass) -> Sees:
        """The same, where the page stands and falls with it. Returns the condition under which it is seen.

        Raises: Forbidden: it is not seen; it says what would open it.  Of a case of another county and of one that does
            not exist it says the same (`hidden`).
        """
        allowed = self.may(case_no, what)
        if allowed.at_all:
            return allowed
        if not self.relations_to(case_no) and not self._in_the_county(case_no):
            raise no_such_case(case_no)
        raise what_would_open(self._role, what)

    # --- the place ----------------------------------------

    def may_here(self, what: FieldClass) -> Sees:
        """How something is seen that is of no case: figures, registers, directory, packs, health, accounts.

        Of a class of a case: the easiest way in which *any* case could show it, as for a link to a list.
        """
        if not what.of_a_case:
            return sees(self._role, CaseRelation.NONE, what)
        return easiest(sees(self._role, relation, what) for relation in openers(self._role, what))

    def demand_here(self, what: FieldClass) -> Sees:
        """The same, where the page stands and falls with it. Raises: Forbidden: it is not seen."""
        allowed = self.may_here(what)
        if not allowed.at_all:
            raise what_would_open(self._role, what)
        return allowed

    # --- child files ----------------------------------------

    def may_of_child(self, child_no: str, what: FieldClass) -> Sees:
        """How a class of fields of a child file is seen: through the child's cases, or where the child lives."""
        through = [self.may(case_no, what) for case_no in self._cases_of(child_no)]
        at_home = [sees(self._role, CaseRelation.TENDS, what)] if self.tends(child_no) else []
        return easiest([*through, *at_home])

    def demand_of_child(self, child_no: str, what: FieldClass) -> Sees:
        """The same, where the page stands and falls with it.

        Raises: Forbidden: as `demand`; a child of another county looks like none.
        """
        allowed = self.may_of_child(child_no, what)
        if allowed.at_all:
            return allowed
        if not self._near(child_no) and not any(map(self.relations_to, self._cases_of(child_no))):
            raise no_such_child(child_no)
        raise what_would_open(self._role, what)

    def tends(self, child_no: str) -> bool:
        """Whether the post looks after children on the list in the area in which this child lives."""
        if self.post is None or self.post.role not in TENDING:
            return False
        home = self._home_of(child_no)
        return home is not None and covers(self.post.area, home)

    # --- lists ----------------------------------------

    def cases_condition(self, what: FieldClass = FieldClass.FACTS) -> ColumnElement[bool]:
        """Which rows of `CaseFile` show a class of fields from here, for the WHERE of a list."""
        if self.post is None:
            return false()
        return any_of(openers(self._role, what), self.post, self._person, self._desk.at)

    def duties_condition(self) -> ColumnElement[bool]:
        """Which rows of `DutyRow` are seen from here: its own, those it was told of, those of cases it may know."""
        if self.post is None:
            return false()
        own, told = col(DutyRow.post_no) == self.post.no, told_of_duty(self.post.no)
        known = select(col(CaseFile.no)).where(self.cases_condition(FieldClass.FACTS))
        return or_(own, col(DutyRow.case_no).in_(known), told)  # messages come last: they are many

    def children_condition(self, what: FieldClass = FieldClass.FACTS) -> ColumnElement[bool]:
        """Which rows of `ChildFile` show a class of fields from here."""
        if self.post is None:
            return false()
        through = select(col(CaseFile.child_no)).where(self.cases_condition(what), col(CaseFile.child_no).is_not(None))
        at_home = sees(self._role, CaseRelation.TENDS, what).at_all and self._role in TENDING
        home = within(col(ChildFile.residence_area), self.post.area) if at_home else false()
        return or_(col(ChildFile.no).in_(through), home)

    # --- how it is found out ----------------------------------------

    @property
    def _role(self) -> Role | None:
        return self.post.role if self.post else None

    @property
    def _person(self) -> str | None:
        """Who sits there now."""
        assert self.post is not None, "the administrator sits at no post"
        actor = holder_of(self._desk, self.post.no, self._desk.at)
        return actor.person_no if actor else None

    def _look(self, case_no: str) -> frozenset[CaseRelation]:
        if self.post is None:
            return frozenset()
        person, at = self._person, self._desk.at
        asked = [condition_of(one, self.post, person, at, one=True) for one in _TO_A_CASE]
        row = self._desk.session.execute(select(*asked).where(col(CaseFile.no) == case_no)).first()
        return frozenset(one for one, holds in zip(_TO_A_CASE, row, strict=True) if holds) if row else frozenset()

    def _in_the_county(self, case_no: str) -> bool:
        if self.post is None:
            return False
        area = self._desk.session.scalar(select(col(CaseFile.area)).where(col(CaseFile.no) == case_no))
        return area is not None and same_county(self.post.area, area)

    def _cases_of(self, child_no: str) -> list[str]:
        query = select(col(CaseFile.no)).where(col(CaseFile.child_no) == child_no)
        return list(self._desk.session.scalars(query))

    def _near(self, child_no: str) -> bool:
        home = self._home_of(child_no)
        return self.post is not None and home is not None and same_county(self.post.area, home)

    def _home_of(self, child_no: str) -> str | None:
        return self._desk.session.scalar(select(col(ChildFile.residence_area)).where(col(ChildFile.no) == child_no))
