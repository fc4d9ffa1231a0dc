"""The duties of entrusted care and their answers. 委托照护的各项职责.

Ground: 未成年人保护法 Arts. 21–23, 43.  The law says 及时 and gives no number but one: parents keep in touch at least
once a week (I-06).  The confirmation 确认书 is a local form (福建, 济宁); where a place has none it is our default.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from dateutil.relativedelta import relativedelta

from rules.duty import AMONG, ASKED, WHERE, Answer, Duty, Fault, Words
from rules.moments import civil_day
from rules.orders import BodiesTold, ends_before_it_begins, missing, somebody_told
from rules.vocabulary import Relation, Role, Term

LONGEST = relativedelta(months=12)
"""After this a confirmation is looked at again, whatever term it names (I-92, our default; the law has no limit)."""


class CarerBar(Term):
    """Who may not be entrusted with a child. 不得作为被委托人的情形 (未成年人保护法 Art. 22(3))."""

    CRIME = "crime", "曾实施性侵害、虐待、遗弃、拐卖、暴力伤害等违法犯罪行为"
    HABIT = "habit", "有吸毒、酗酒、赌博等恶习"
    NEGLECT = "neglect", "曾拒不履行或者长期怠于履行监护、照护职责"
    UNFIT = "unfit", "其他不适宜担任被委托人的情形"


class CarerChoice(Term):
    """What came of looking for somebody. 选择受托人的结果."""

    FOUND = "found", "已选定受托人"
    RETURNS = "returns", "父母返回自行照护"
    NOBODY = "nobody", "无人能够照护"


class CarerState(Term):
    """How the carer is found on a visit. 受托人照护情况."""

    ABLE = "able", "能够照护"
    UNABLE = "unable", "缺乏照护能力"
    REMISS = "remiss", "怠于履行照护职责"


class CareCourse(Term):
    """How the care goes on. 照护安排的去向."""

    GOES_ON = "goes_on", "照常照护"
    NEW_TERMS = "new_terms", "变更或者续签确认书"
    ANOTHER_CARER = "another_carer", "更换受托人"
    RETURNED = "returned", "父母返回自行照护"
    SIXTEEN = "sixteen", "年满十六周岁且不再需要委托照护"
    MOVED_ON = "moved_on", "转入其他程序（无人能够照护）"


# --- before the child is in somebody's care -----------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class EntrustingNotice(Answer):
    """What the parents told of the entrusting. 委托照护告知 (未成年人保护法 Art. 23(1))."""

    entrusts: bool
    adult_no: str = ""  # the carer, where the parents have chosen one
    leaves_on: date | None = None
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """Parents who stay, or take the child with them, have said so."""
        if self.entrusts or self.reason:
            return ()
        zh = "不再委托的，请写明由谁照护（reason）"
        return (missing("reason", zh, "reason is missing: who looks after the child instead"),)


@dataclass(frozen=True, kw_only=True)
class CarerChosen(Answer):
    """Whom the parents chose after they had to choose anew. 重新选择受托人."""

    choice: CarerChoice
    adult_no: str = ""
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """Whoever was chosen has a number in the case; that nobody was has a reason."""
        if self.choice is CarerChoice.FOUND and not self.adult_no:
            zh = "已选定的，请填写该成年人在本案中的编号（adult_no）；尚未登记的请先登记"
            return (missing("adult_no", zh, "adult_no is missing: enter the adult in the case first, then its number"),)
        if self.choice is CarerChoice.NOBODY and not self.reason:
            return (missing("reason", "无人能够照护的，请写明情况（reason）", "reason is missing: why nobody can"),)
        return ()


@dataclass(frozen=True, kw_only=True)
class CarerVerified(Answer):
    """Whether this adult may and can look after the child, and what the child says. 核实受托人、听取儿童意见."""

    fit: bool
    child_heard: bool
    bars: tuple[CarerBar, ...] = ()
    child_view: Words = ""
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """The bars of the law hold against everybody; not fit, or not heard, has a reason."""
        wrong: list[Fault] = []
        if self.fit and self.bars:
            zh = "有法定禁止情形（bars）的，不得作为被委托人（未成年人保护法第22条第3款），请改填不适宜"
            wrong.append(missing("fit", zh, "with a bar of the law nobody is fit (Art. 22(3)): answer fit with no"))
        if not self.fit and not self.bars and not self.reason:
            zh = "不适宜的，请选择禁止情形（bars）或者写明理由（reason）"
            wrong.append(missing("reason", zh, "say why the carer is not fit: bars or reason"))
        if not self.child_heard and not self.reason:
            zh = "未听取儿童意见的，请写明理由（reason），如年幼尚不能表达"
            wrong.append(missing("reason", zh, "reason is missing: why the child was not heard"))
        return tuple(wrong)


class DesignatedFrom(Term):
    """Whom a township designates. 指定对象 (济宁 2016 二（二）1)."""

    NEIGHBOUR = "neighbour", "近邻"
    VOLUNTEER = "volunteer", "热心群众"


@dataclass(frozen=True, kw_only=True)
class CarerDesignated(Answer):
    """Whom the township designates where the parents find nobody, and the pay (济宁 JN-1a). 乡镇指定照护人.

    Who is designated is verified like any carer, and has a confirmation.

    Args:
        willing: 有意愿; whether the adult is able is verified next (`verify_carer`).
        pay: 监护报酬: how much, who pays, when; that there is none is said, too.
        subsidised: the family is on minimum living allowance and cannot pay: county or township help out.
    """

    designated: bool
    designated_from: DesignatedFrom | None = field(default=None, metadata=ASKED)
    adult_no: str = field(default="", metadata=ASKED)
    willing: bool | None = field(default=None, metadata=ASKED)
    pay: Words = field(default="", metadata=ASKED)
    subsidised: bool | None = field(default=None, metadata=ASKED)
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """Somebody who is willing, with the pay made clear; or why nobody."""
        if not self.designated:
            return () if self.reason else (missing("reason", *_NOBODY_DESIGNATED),)
        return tuple(missing(name, *words) for name, words in _DESIGNATED.items() if not getattr(self, name))


_NOBODY_DESIGNATED = ("未能指定的，请写明情况（reason）", "reason is missing: why nobody could be designated")
_DESIGNATED = {
    "designated_from": ("请选择指定的是近邻还是热心群众（designated_from）", "designated_from is missing"),
    "adult_no": (
        "请填写所指定成年人在本案中的编号（adult_no）；尚未登记的请先登记",
        "adult_no is missing: enter the adult in the case first, then its number",
    ),
    "willing": (
        "指定的应当是有意愿的人（willing）；本人不愿意的，请另行指定",
        "only somebody who is willing is designated: answer willing with yes, or designate somebody else",
    ),
    "pay": (
        "请写明监护报酬（pay）：数额、由谁支付、何时支付；不要报酬的也请写明",
        "pay is missing: how much, who pays, when; say so where none is asked",
    ),
}

TAKE_ENTRUSTING_NOTICE = Duty("take_entrusting_notice", EntrustingNotice)
CHOOSE_CARER = Duty("choose_carer", CarerChosen)
DESIGNATE_CARER = Duty("designate_carer", CarerDesignated)
VERIFY_CARER = Duty("verify_carer", CarerVerified)


# --- the confirmation ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class CareConfirmed(Answer):
    """The confirmation as it was signed before a witness. 委托照护（监护）确认书."""

    until: date  # last day of the term
    place_of_work: Words  # of those who entrust
    contact: Words  # theirs
    carer_contact: Words = field(default="", metadata=ASKED)  # the carer's (福建 I-50); older answers have none
    witness: Words
    supervisor: Words = field(default="", metadata={WHERE: "file_care_agreement"})  # 监督人 (济宁 I-52)
    pay: Words = field(default="", metadata={WHERE: "designate_carer"})  # 监护报酬 (济宁 JN-1a)
    terms: Words = ""  # what else they agreed

    def faults(self) -> tuple[Fault, ...]:
        """The term lies ahead, and whoever reads it can call the carer."""
        wrong = ends_before_it_begins(self.until, self.happened_at)
        if self.carer_contact:
            return wrong
        zh = "请填写受托人联系方式（carer_contact）；没有电话的，写明怎样联系到本人"
        return (*wrong, missing("carer_contact", zh, "carer_contact is missing: how the carer can be reached"))


def looked_at_again_by(confirmed: CareConfirmed) -> date:
    """The last day of a confirmation: its own, or twelve months on (I-92), whichever comes first."""
    return min(confirmed.until, civil_day(confirmed.happened_at) + LONGEST)


CONFIRM_CARE = Duty("confirm_care", CareConfirmed)

HEAR_OF_THE_CARE = (Role.SCHOOL, Role.COMMITTEE)
"""Who has a copy and hears of the end: school or kindergarten, and the committee (Art. 23(1); 福建 I-50, I-51)."""


@dataclass(frozen=True, kw_only=True)
class CopiesGiven(BodiesTold):
    """Who has a copy of the confirmation. 确认书抄送."""

    told: tuple[Role, ...] = field(metadata={AMONG: HEAR_OF_THE_CARE})

    def faults(self) -> tuple[Fault, ...]:
        """Somebody, and nobody whom the text does not name: it says where the parents are and how to reach them."""
        return (*super().faults(), *_named_by_the_text(self.told, HEAR_OF_THE_CARE))


def _named_by_the_text(told: tuple[Role, ...], named: tuple[Role, ...], name: str = "told") -> tuple[Fault, ...]:
    others = [role for role in told if role not in named]
    if not others:
        return ()
    listed, may_be = "、".join(role.zh for role in others), "、".join(f"{role.value}（{role.zh}）" for role in named)
    zh = f"这里不送{listed}；可填：{may_be}"
    en = f"not to {', '.join(others)}: one of {', '.join(named)}"
    return (Fault(field=name, zh=zh, en=en),)


GIVE_CARE_COPIES = Duty("give_care_copies", CopiesGiven)


# --- what a place asks for besides: consent, a supervisor, filing (济宁 I-52) -----------------------------------------

OF_THE_FAMILY = frozenset(
    {Relation.GRANDPARENT, Relation.SIBLING, Relation.MOTHER, Relation.FATHER, Relation.STEPMOTHER, Relation.STEPFATHER}
)
"""祖父母、外祖父母、成年兄姐: the committee looks at their capacity only; to others it must consent."""

_TOWNSHIP = (Role.TOWNSHIP_GOVERNMENT, Role.TOWNSHIP_STATION)
FILED_WITH = (*_TOWNSHIP, Role.COMMITTEE)


@dataclass(frozen=True, kw_only=True)
class CarerAgreedTo(Answer):
    """Whether the committee agrees that a relative or a friend cares for the child. 村（居）委会同意."""

    agrees: bool
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """A refusal has a reason: the parents choose somebody else."""
        if self.agrees or self.reason:
            return ()
        return (missing("reason", "不同意的，请写明理由（reason）", "reason is missing: why the committee refuses"),)


@dataclass(frozen=True, kw_only=True)
class AgreementFiled(Answer):
    """The agreement was signed before a supervisor and lies with township and committee. 协议备案."""

    supervisor_signed: bool
    filed_with: tuple[Role, ...] = field(metadata={AMONG: FILED_WITH})

    def faults(self) -> tuple[Fault, ...]:
        """Signed by the supervisor first; filed with both."""
        wrong = list(_named_by_the_text(self.filed_with, FILED_WITH, "filed_with"))
        if not self.supervisor_signed:
            zh = "监督人签字后才能备案（supervisor_signed）；请先请监督人在协议上签字"
            en = "the supervisor signs before it is filed: have it signed, then answer supervisor_signed with yes"
            wrong.append(missing("supervisor_signed", zh, en))
        if Role.COMMITTEE not in self.filed_with or not {*_TOWNSHIP} & {*self.filed_with}:
            zh = "应当在乡镇政府（街道办事处）和村（居）民委员会两处备案（filed_with），请都办好后登记"
            wrong.append(missing("filed_with", zh, "filed_with: with the township and with the committee, both"))
        return tuple(wrong)


CONSENT_TO_CARER = Duty("consent_to_carer", CarerAgreedTo)
FILE_CARE_AGREEMENT = Duty("file_care_agreement", AgreementFiled)


# --- while the child is in somebody's care --------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class CareVisit(Answer):
    """How the child is found with the carer, or what was told of a change. 委托照护走访（含变更告知）."""

    child_seen: bool
    carer_state: CarerState
    contact_kept: bool  # the parents were in touch with child and carer at least once a week (Art. 23(1))
    harm_found: bool
    course: CareCourse = CareCourse.GOES_ON


@dataclass(frozen=True, kw_only=True)
class ParentsTold(Answer):
    """The parents heard of a carer who cannot or does not care, and what they do. 告知父母并报备."""

    guardian_reached: bool
    told: tuple[Role, ...]  # the committee first
    course: CareCourse  # goes_on: the carer is helped and urged

    def faults(self) -> tuple[Fault, ...]:
        """As its name says."""
        return somebody_told(self.told)


@dataclass(frozen=True, kw_only=True)
class ContactUrged(Answer):
    """The parents were urged to keep in touch. 督促联系."""

    guardian_reached: bool


@dataclass(frozen=True, kw_only=True)
class CareRenewed(Answer):
    """What becomes of the care at the end of its term. 期满前确定去向."""

    course: CareCourse

    def faults(self) -> tuple[Fault, ...]:
        """At the end of a term nothing just goes on."""
        if self.course is CareCourse.GOES_ON:
            zh = "期满前须确定去向：变更或者续签、更换受托人、父母返回等（course）"
            return (missing("course", zh, "at the end of a term: new_terms, another_carer, returned …"),)
        return ()


@dataclass(frozen=True, kw_only=True)
class CareEnded(Answer):
    """Somebody saw with whom the child is now, and those around it know. 委托照护终止核实."""

    child_seen: bool
    told: tuple[Role, ...] = field(metadata={AMONG: HEAR_OF_THE_CARE})

    def faults(self) -> tuple[Fault, ...]:
        """School and committee had a copy; they hear of the end."""
        return (*somebody_told(self.told), *_named_by_the_text(self.told, HEAR_OF_THE_CARE))


CARE_VISIT = Duty("care_visit", CareVisit)
TELL_PARENTS_OF_CARER = Duty("tell_parents_of_carer", ParentsTold)
URGE_CONTACT = Duty("urge_contact", ContactUrged)
RENEW_CARE = Duty("renew_care", CareRenewed)
END_CARE = Duty("end_care", CareEnded)
