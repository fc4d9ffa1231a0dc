"""Who sees what: the vocabulary, and the question. 谁能看到什么.

Deny by default: what the table (`rules.access_table`) does not name is not seen.  The law says *that* children's data
and whoever reports are kept secret (高检发〔2020〕9号 Arts. 13–14, 未成年人保护法 Art. 4(3)) and hardly ever who in an
agency sees what; nearly every line is therefore our default (HT-206 to HT-218) and says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rules.vocabulary import Role, Term


class FieldClass(Term):
    """What there is to see, cut so that one class is shown or kept back as a whole. 信息类别."""

    FACTS = "facts", "案情要素（不含姓名、不含自由文字）"
    OWN_DUTIES = "own_duties", "本岗位的职责和收到的通知"
    TIMELINE = "timeline", "办理经过"
    IDENTITY = "identity", "身份信息（姓名、出生日期、证件号码、住址、电话）"
    NARRATIVE = "narrative", "情况陈述和自由文字"
    INSTRUMENTS = "instruments", "文书文本"
    EVIDENCE = "evidence", "证据材料（照片、录音、扫描件等文件）"
    SHELTERED_ADDRESS = "sheltered_address", "受保护儿童的现住处"
    READS = "reads", "查阅记录（谁看过）"
    REPORTER = "reporter", "报告人信息"
    STUCK = "stuck", "卡住清单"
    AUDIT = "audit", "审计表"
    FIGURES = "figures", "统计"
    REGISTERS = "registers", "花名册和走访"
    DIRECTORY = "directory", "机构、岗位名册"
    PACKS = "packs", "规则包"
    HEALTH = "health", "系统运行状况"
    ACCOUNTS = "accounts", "账号和人员"

    @property
    def of_a_case(self) -> bool:
        """Whether it is asked of a case; the others are asked of the installation, cut to the area of the post."""
        return self not in _OF_THE_PLACE


_OF_THE_PLACE = frozenset(
    {
        *(FieldClass.FIGURES, FieldClass.REGISTERS, FieldClass.DIRECTORY, FieldClass.PACKS, FieldClass.HEALTH),
        FieldClass.ACCOUNTS,
    }
)


class CaseRelation(Term):
    """What a post is to a case; it may be several things at once. 岗位与个案的关系."""

    OWES = "owes", "承办（现在或者曾经承办其中职责，或者是当事一方）"
    LEADS = "leads", "牵头"
    TOLD = "told", "被告知（收到通知或者督办）"
    OVERSEES = "oversees", "监督（职能上监督，且辖区包括该个案）"
    TENDS = "tends", "属地关爱（儿童居住在本辖区，且列为关爱对象）"
    EMERGENCY = "emergency", "紧急查阅（限时，事后审查）"
    NONE = "none", "无关系"


class Sees(Term):
    """Whether something is seen, and under what condition; the easiest first. 可见程度."""

    YES = "yes", "可见"
    RECORDED = "recorded", "可见，查阅记录在案"
    WITH_REASON = "with_reason", "写明理由后可见，记录在案"
    TWO_POSTS = "two_posts", "两个岗位共同决定后可见，记录在案"
    NO = "no", "不可见"

    @property
    def at_all(self) -> bool:
        """Whether it can be seen under any condition."""
        return self is not Sees.NO

    @property
    def alone(self) -> bool:
        """Whether one post by itself can come to see it."""
        return self in (Sees.YES, Sees.RECORDED, Sees.WITH_REASON)


class ReviewOutcome(Term):
    """What the county office finds of an access in an emergency. 审查结论."""

    JUSTIFIED = "justified", "确有必要"
    NOT_JUSTIFIED = "not_justified", "没有必要"


EASIEST_FIRST = tuple(Sees)


class Circle(Term):
    """Roles that see alike. 岗位类别."""

    WORKING = "working", "办案单位"
    VISITING = "visiting", "走访单位"
    SERVING = "serving", "服务、协助单位"
    ADDRESSED = "addressed", "只收通知的单位"
    SUPERIOR = "superior", "分管负责人"
    COORDINATING = "coordinating", "协调机构"
    HIGHER = "higher", "上级机关"
    ADMINISTRATOR = "administrator", "系统管理员（无岗位）"


_CIRCLES: dict[Circle, tuple[Role, ...]] = {
    Circle.WORKING: (
        *(Role.CIVIL_AFFAIRS, Role.TOWNSHIP_STATION, Role.TOWNSHIP_GOVERNMENT, Role.CHILD_SUPERVISOR),
        *(Role.RELIEF_INSTITUTION, Role.WELFARE_INSTITUTION, Role.POLICE_STATION, Role.COUNTY_POLICE),
        *(Role.PROCURATORATE, Role.COURT),
    ),
    Circle.VISITING: (Role.CHILD_DIRECTOR, Role.COMMITTEE, Role.WOMENS_FEDERATION),
    Circle.SERVING: (
        *(Role.SCHOOL, Role.HOSPITAL, Role.EDUCATION, Role.HEALTH, Role.SOCIAL_WORK, Role.LEGAL_AID, Role.JUSTICE),
        *(Role.DISABLED_FEDERATION, Role.MEDICAL_INSURANCE, Role.HOUSING, Role.HUMAN_RESOURCES, Role.YOUTH_LEAGUE),
        Role.CARE_COMMITTEE,
    ),
    Circle.ADDRESSED: (
        *(Role.HOTLINE, Role.PUBLICITY, Role.CYBERSPACE, Role.MEDIA, Role.OTHER_BODY, Role.SUPERVISORY_COMMISSION),
    ),
    Circle.SUPERIOR: (Role.STATION_CHIEF, Role.TOWNSHIP_LEADER, Role.CIVIL_AFFAIRS_LEADER),
    Circle.COORDINATING: (Role.COUNTY_OFFICE,),
    Circle.HIGHER: (
        *(Role.COUNTY_GOVERNMENT, Role.HIGHER_PROCURATORATE, Role.CITY_CIVIL_AFFAIRS),
        Role.PROVINCIAL_CIVIL_AFFAIRS,
    ),
    Circle.ADMINISTRATOR: (),
}

OVERSEERS = (Role.COUNTY_OFFICE, Role.CIVIL_AFFAIRS, Role.CIVIL_AFFAIRS_LEADER, Role.PROCURATORATE)
"""Roles that oversee every case of their area (HT-212); the others oversee nothing, however high they stand."""

TENDING = (Role.CHILD_DIRECTOR, Role.CHILD_SUPERVISOR, Role.TOWNSHIP_STATION, Role.CIVIL_AFFAIRS)
"""Roles that look after the children on the list who live in their area (HT-217)."""

_OF_ROLE = {role: circle for circle, roles in _CIRCLES.items() for role in roles}


def circle_of(role: Role | None) -> Circle:
    """Where a role belongs; no role at all is the administrator, who holds no post.

    >>> circle_of(Role.SCHOOL).value, circle_of(None).value
    ('serving', 'administrator')
    """
    return Circle.ADMINISTRATOR if role is None else _OF_ROLE[role]


def roles_in(circle: Circle) -> tuple[Role, ...]:
    """The roles of a circle; none for the administrator."""
    return _CIRCLES[circle]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the table: these, standing so to a case, see these classes so. 一行.

    Args:
        who: a circle, or single roles of it that are not treated like the rest.
        basis: fact rows; statutory ones before ours.
    """

    who: Circle | tuple[Role, ...]
    relations: tuple[CaseRelation, ...]
    classes: tuple[FieldClass, ...]
    sees: Sees
    basis: tuple[str, ...]

    @property
    def seats(self) -> tuple[Role | None, ...]:
        """The roles it speaks of; None for the administrator."""
        if isinstance(self.who, tuple):
            return self.who
        return (None,) if self.who is Circle.ADMINISTRATOR else roles_in(self.who)


Cell = tuple[Role | None, CaseRelation, FieldClass]


def cells_of(lines: Iterable[Line]) -> dict[Cell, Line]:
    """The table by cell. Raises ValueError where two lines speak of one cell: nobody could say which of them holds."""
    found: dict[Cell, Line] = {}
    for line in lines:
        for seat in line.seats:
            for relation in line.relations:
                for one in line.classes:
                    if (seat, relation, one) in found:
                        raise ValueError(f"two lines speak of {seat}, {relation}, {one}")
                    found[seat, relation, one] = line
    return found


def easiest(found: Iterable[Sees]) -> Sees:
    """Of several ways to see something the easiest; NO of none.

    >>> easiest([Sees.NO, Sees.WITH_REASON]).value, easiest([]).value
    ('with_reason', 'no')
    """
    return min(found, key=EASIEST_FIRST.index, default=Sees.NO)
