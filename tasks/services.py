"""For which listed services a child qualifies, and asking the departments for one of them. 服务清单与服务转介.

Reading a list opens the date of birth to count the age and shows neither: a reason names the band of the list.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from models import CaseFile, ChildFile
from packs.services import service_lists
from rules.age import years_old
from rules.errors import Refused
from rules.moments import civil_day
from rules.services import ChildFacts, Condition, Eligibility, Service, ServiceList, Verdict, eligibility
from rules.vocabulary import CasePurpose, ChildCategory, ProcedureKind, Role
from rules.when import When
from tasks.access.places import COUNTY_DIGITS
from tasks.files import lock_children
from tasks.filing import Filing, child_of, filing
from tasks.no_such import no_such_case
from tasks.opening import open_by_hand, open_in, open_matter, open_matter_of
from tasks.posts import post_near
from tasks.visiting import child_as_filed

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office
    from tasks.posts import FoundPost


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """A responsible department and the post that stands for it near the child. 责任部门."""

    role: Role
    post: FoundPost | None  # None: not in the directory; the referrer asks on paper

    @property
    def post_no(self) -> str | None:
        """Number of that post."""
        return self.post.no if self.post else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One service as it stands for one child. 适用情况."""

    eligibility: Eligibility
    departments: tuple[Department, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Referred:
    """What a referral came to. 转介结果.

    Args:
        opened_case: whether a case was opened for it.
        binding: whether the list was issued for the place of the case.
    """

    case_no: str
    procedure_no: str
    opened_case: bool
    binding: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """What a list offers to the child of a case. 清单对照结果.

    Args:
        binding: whether the list was issued for the place of the case; if not it is a comparison, and no local rule.
        registered_here: whether residence and registration lie in one county; None: one of them is not known.
    """

    case_no: str
    listed: ServiceList
    binding: bool
    registered_here: bool | None
    on: date
    offers: tuple[Offer, ...]

    def offer(self, named: str) -> Offer | None:
        """The row with this code, number or Chinese name."""
        service = self.listed.service(named)
        return next((one for one in self.offers if one.eligibility.service == service), None)

    def begins(self, offer: Offer) -> ProcedureKind:
        """By which procedure it is asked for: what the place of registration grants, in another county, over there."""
        there = offer.eligibility.service.at_registration and not self.registered_here
        return ProcedureKind.CROSS_REGION if there else ProcedureKind.SERVICE_REFERRAL


def offers_for(
    office: Office, case_no: str, *, named: str | None, stated: Mapping[Condition, bool], on: date | None = None
) -> Offers:
    """What the list of the place, or a named one, offers to the child of a case. 查询适用服务.

    Args:
        named: code of a list; None: that of the place, and where there is none the first that is known.
        stated: conditions that no file holds, said yes or no.
        on: the day on which the age counts; today, if not given.
    Raises: Refused: no such case or list.
    """
    with office.reading() as desk:
        case = _case(desk, case_no)
        listed = _list_for(case.area, named, desk.office.editions.folder)
        day = on or civil_day(desk.at)
        child = desk.session.exec(select(ChildFile).where(col(ChildFile.no) == child_of(case))).one()
        facts = _facts(desk, child, stated, day)
        offers = tuple(
            Offer(eligibility=eligibility(one, facts), departments=_departments(desk, one, case.area))
            for one in listed.services
        )
    return Offers(
        case_no=case_no,
        listed=listed,
        binding=case.area.startswith(listed.area),
        registered_here=facts.same_county,
        on=day,
        offers=offers,
    )


def refer(
    office: Office,
    case_no: str,
    service: str,
    *,
    named: str | None,
    stated: Mapping[Condition, bool],
    when: When,
    by_post: str,
    reason: str = "",
) -> Referred:
    """Ask the responsible departments for a service; a department without a post is asked by the referrer. 服务转介.

    What the place of registration grants is applied for there, where that is another county (户籍地衔接).  From a file
    of care the child's open case is used, and where it has none one is opened in the same transaction: being looked
    after is no matter, asking for a service is.

    Args:
        case_no: of a case, or of a file of care.
        service: code, number or name of a row of the list.
        reason: why, and why this child qualifies; sealed.
    Raises: Refused: no such service, or the child does not qualify by what is known; nothing is written.
    """
    found = offers_for(office, case_no, named=named, stated=stated)
    offer = found.offer(service)
    if offer is None:
        raise Refused(
            f"清单中没有“{service}”这项服务，请用 hutong services {case_no} 查看代码",
            f"the list has no service {service!r}; see `hutong services {case_no}`",
            field="--refer",
        )
    _refuse_who_does_not_qualify(offer.eligibility)
    why = "；".join(one.zh for one in offer.eligibility.reasons)
    kind = found.begins(offer)
    across = kind is ProcedureKind.CROSS_REGION
    opening: dict[str, Any] = {
        "when": when,
        "about": offer.eligibility.service.code,
        "bodies": {} if across else {one.role: one.post_no or by_post for one in offer.departments},
        "owed_by": by_post,
        "reason": "；".join(one for one in (reason, f"{found.listed.zh}：{why}") if one),
    }
    with office.reading() as desk:
        matter = _matter_for(desk, _case(desk, case_no))
    if matter is not None:
        number = open_by_hand(office, matter, kind, by_post=by_post, **opening)
        return Referred(case_no=matter, procedure_no=number, opened_case=False, binding=found.binding)
    return replace(_in_a_case_of_its_own(office, case_no, kind, by_post, opening), binding=found.binding)


def _matter_for(desk: Desk, case: CaseFile) -> str | None:
    """The case in which a service is asked for; None: the child has no open one."""
    return open_matter_of(desk, child_of(case)) if case.purpose == CasePurpose.CARE else case.no


def _in_a_case_of_its_own(
    office: Office, care_no: str, kind: ProcedureKind, by_post: str, opening: dict[str, Any]
) -> Referred:
    """A case is opened for the child of a file of care, and the procedure in it: both, or neither."""
    with filing(office, care_no, by_post=by_post, when=opening["when"]) as care:
        lock_children(care.desk, [child_as_filed(care.desk, care.child_no)])
        source = f"关爱档案 {care_no}：服务转介"
        case = open_matter(care.desk, care.child_no, care.case.area, source=source, when=opening["when"], by=care.by)
        number = open_in(Filing(desk=care.desk, case=case, by=care.by), kind, **opening)
        return Referred(case_no=case.no, procedure_no=number, opened_case=True)


def _case(desk: Desk, case_no: str) -> CaseFile:
    case = desk.session.exec(select(CaseFile).where(col(CaseFile.no) == case_no)).first()
    if case is None:
        raise no_such_case(case_no)
    return case


def _list_for(area: str, named: str | None, folder: Path | None) -> ServiceList:
    lists = service_lists(folder)
    if named is not None and named not in lists:
        raise Refused(
            f"没有代码为“{named}”的服务清单，可用：{'、'.join(lists)}",
            f"there is no list {named!r}; known are {', '.join(lists)}",
            field="--list",
        )
    if named is not None:
        return lists[named]
    local = [one for one in lists.values() if area.startswith(one.area)]
    return max(local, key=lambda one: len(one.area)) if local else next(iter(lists.values()))


def _facts(desk: Desk, child: ChildFile, stated: Mapping[Condition, bool], on: date) -> ChildFacts:
    birth_on = desk.reveal(child.no, "birth_on", child.birth_on_sealed)
    here, there = child.residence_area, child.registration_area
    return ChildFacts(
        age=years_old(date.fromisoformat(birth_on), on) if birth_on else None,
        categories=frozenset(map(ChildCategory, json.loads(child.categories))),
        same_county=here[:COUNTY_DIGITS] == there[:COUNTY_DIGITS] if here and there else None,
        stated=stated,
    )


def _departments(desk: Desk, service: Service, area: str) -> tuple[Department, ...]:
    return tuple(Department(role=role, post=post_near(desk, [role], area)) for role in service.departments)


def _refuse_who_does_not_qualify(found: Eligibility) -> None:
    """What is only not known does not stop a referral: the department looks at it."""
    if found.verdict is Verdict.NO:
        against = [one for one in found.reasons if one.verdict is Verdict.NO]
        raise Refused(
            f"不符合“{found.service.zh}”：{'；'.join(one.zh for one in against)}；"
            "情况有变的，请先更正档案，或者说明符合哪些情形",
            f"does not qualify: {'; '.join(one.en for one in against)}; correct the file, or state what holds",
            field="--refer",
        )
