"""Services that a place lists for children, and for which of them a child qualifies. 关爱服务清单与适用对象.

A list is local: it binds where it was issued.  Whether a child qualifies is answered in three ways: yes, no, or "not
known", and then by what is missing; nothing here guesses.  The department decides; this only says who should ask it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rules.vocabulary import ChildCategory, Role, Term

TEMPORARY_RELIEF = "temporary_relief"
"""Code of 临时救助, the urgent case of a service referral, in every list."""

AGE_RULE = "HT-164"
"""Fact row of our reading of the ages of a list (本系统默认)."""

MIGRANT_BELOW = 16
"""Years; 流动儿童 are 不满十六周岁 (天门方案 二; the national plan says the same)."""


class Condition(Term):
    """What makes a child one of those a service is for, as far as no file says it. 适用条件."""

    MIGRANT = "migrant", "流动儿童（跨县域随父母等居住六个月以上）"
    COMPULSORY_SCHOOL = "compulsory_school", "在义务教育阶段"
    HIGH_SCHOOL = "high_school", "在普通高中阶段"
    VOCATIONAL_SCHOOL = "vocational_school", "在中等职业教育阶段"
    ORPHAN = "orphan", "孤儿"
    HIV = "hiv", "艾滋病病毒感染儿童"
    DE_FACTO_UNSUPPORTED = "de_facto_unsupported", "事实无人抚养儿童"
    DISABLED = "disabled", "残疾儿童"
    SEVERE_MENTAL_DISORDER = "severe_mental_disorder", "诊断明确、在家居住的严重精神障碍患者"
    HOUSING_NEED = "housing_need", "家庭住房困难"
    MINIMUM_LIVING = "minimum_living", "符合户籍地最低生活保障条件"
    DESTITUTE = "destitute", "符合户籍地特困救助供养条件"
    SUDDEN_HARDSHIP = "sudden_hardship", "遭遇突发性、紧迫性、灾难性困难"
    LEGAL_NEED = "legal_need", "符合法律援助或者司法救助条件"


class Verdict(Term):
    """Whether a child qualifies. 是否适用."""

    YES = "yes", "符合"
    UNKNOWN = "unknown", "待核对"
    NO = "no", "不符合"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One row of a list. 服务项目.

    Args:
        number: in the list as issued.
        code: by which a referral is known; the same service has one code in every list.
        group: heading of the list.
        en: our translation of its name; the list binds in Chinese.
        recipients, content: as the list says, in Chinese.
        ages: from and to, in years; to is inclusive (HT-164); None: no age.
        any_of: conditions, one of which must hold; none: every migrant child.
        departments: roles of the responsible departments, in the order of the list.
        at_registration: it is applied for, or paid, at the place of household registration.
        beyond_16: its content reaches children of sixteen and over.
    """

    number: int
    code: str
    group: str
    zh: str
    en: str
    recipients: str
    content: str
    departments: tuple[Role, ...]
    ages: tuple[int, int] | None = None
    any_of: tuple[Condition, ...] = ()
    at_registration: bool = False
    beyond_16: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceList:
    """The services that a place has listed. 服务清单.

    Args:
        area: administrative division code of the place for which it was issued.
        issued_on: civil day.
        basis: title, part and date, as cited on screens.
    """

    code: str
    zh: str
    en: str
    area: str
    issued_on: date
    basis: str
    services: tuple[Service, ...]

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What decides in it and no file says, in the order of the vocabulary. 需要说明的情形."""
        named = {Condition.MIGRANT, *(each for one in self.services for each in one.any_of)}
        return tuple(one for one in Condition if one in named)

    def service(self, named: str) -> Service | None:
        """The row with this code, number or Chinese name."""
        return next((one for one in self.services if named in (one.code, str(one.number), one.zh)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildFacts:
    """What is known of a child for this purpose. 儿童情况.

    Args:
        age: full years on the day asked about; None: date of birth not known.
        categories: as registered.
        same_county: whether registration and residence lie in one county; None: one of them is not known.
        stated: what somebody has said of the child, yes or no.
    """

    age: int | None
    categories: frozenset[ChildCategory]
    same_county: bool | None
    stated: Mapping[Condition, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that counts for or against, or is not known. 理由.

    Args:
        asks: conditions on which it turns, as long as nobody has said whether one of them holds.
    """

    verdict: Verdict
    zh: str
    en: str
    asks: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """Whether a child qualifies for one service, and why. 适用结论."""

    service: Service
    verdict: Verdict
    reasons: tuple[Reason, ...]


def eligibility(service: Service, child: ChildFacts) -> Eligibility:
    """Whether a child qualifies: no if anything says no, yes if everything says yes. 是否适用."""
    reasons = (_migrant(child), *_sixteen(service, child), *_ages(service, child), *_conditions(service, child))
    said = {one.verdict for one in reasons}
    verdict = next((one for one in (Verdict.NO, Verdict.UNKNOWN) if one in said), Verdict.YES)
    return Eligibility(service=service, verdict=verdict, reasons=reasons)


def _migrant(child: ChildFacts) -> Reason:
    stated = child.stated.get(Condition.MIGRANT)
    if stated or (stated is None and ChildCategory.MIGRANT in child.categories):
        how, how_en = ("登记为流动儿童", "registered as a migrant child") if stated is None else ("已说明", "as stated")
        return Reason(verdict=Verdict.YES, zh=f"流动儿童（{how}）", en=f"migrant child ({how_en})")
    if stated is False or child.same_county:
        why, why_en = ("已说明不是", "stated not to be") if stated is False else ("户籍地与居住地同县", "same county")
        return Reason(verdict=Verdict.NO, zh=f"清单限流动儿童：{why}", en=f"for migrant children only: {why_en}")
    return Reason(
        verdict=Verdict.UNKNOWN,
        zh="清单限流动儿童：本儿童未登记为流动儿童，请核对是否跨县域居住六个月以上",
        en="for migrant children only: the file does not say so",
        asks=(Condition.MIGRANT,),
    )


def _sixteen(service: Service, child: ChildFacts) -> Iterator[Reason]:
    if child.age is None or child.age < MIGRANT_BELOW:
        return
    if service.beyond_16:
        yield Reason(
            verdict=Verdict.UNKNOWN,
            zh="方案限不满十六周岁，而本项内容及于十六周岁以上，请与责任部门核对",
            en="the plan is for those under 16, this service reaches further: ask the department",
        )
    else:
        yield Reason(verdict=Verdict.NO, zh="已满十六周岁，方案限不满十六周岁", en="sixteen or over")


def _ages(service: Service, child: ChildFacts) -> Iterator[Reason]:
    if service.ages is None:
        return
    first, last = service.ages
    band, band_en = f"{first}—{last}岁（含{last}周岁，{AGE_RULE}）", f"aged {first} to {last} ({AGE_RULE})"
    if child.age is None:
        yield Reason(verdict=Verdict.UNKNOWN, zh=f"{band}：出生日期不详", en=f"{band_en}: date of birth not known")
    elif first <= child.age <= last:
        yield Reason(verdict=Verdict.YES, zh=band, en=band_en)
    else:
        yield Reason(verdict=Verdict.NO, zh=f"年龄不在{band}", en=f"not {band_en}")


def _conditions(service: Service, child: ChildFacts) -> Iterator[Reason]:
    """One of them is enough; all must be denied before it is a no."""
    if not service.any_of:
        return
    held = [one for one in service.any_of if child.stated.get(one)]
    unknown = [one for one in service.any_of if child.stated.get(one) is None]
    if held:
        yield Reason(verdict=Verdict.YES, zh=f"{held[0].zh}（已说明）", en=f"{held[0].en} (as stated)")
    elif unknown:
        yield Reason(
            verdict=Verdict.UNKNOWN,
            zh=f"请核对：{'、'.join(one.zh for one in unknown)}",
            en=f"not known: {', '.join(one.en for one in unknown)}",
            asks=tuple(unknown),
        )
    else:
        named, named_en = "、".join(one.zh for one in service.any_of), ", ".join(one.en for one in service.any_of)
        yield Reason(verdict=Verdict.NO, zh=f"不属于{named}（已说明）", en=f"none of: {named_en} (as stated)")
