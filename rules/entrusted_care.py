"""The duties of entrusted care and their answers. 委托照护的各项职责.

Ground: 未成年人保护法 Arts. 21–23, 43.  The law says 及时 and gives no number but one: parents keep in touch at least
once a week (I-06).  The confirmation 确认书 is a local form (福建, 济宁); where a place has none it is our default.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from rules.duty import Answer, Duty, Fault, Words
from rules.moments import civil_day
from rules.orders import BodiesTold, ends_before_it_begins, missing, somebody_told
from rules.vocabulary import Role, Term

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


TAKE_ENTRUSTING_NOTICE = Duty("take_entrusting_notice", EntrustingNotice)
CHOOSE_CARER = Duty("choose_carer", CarerChosen)
VERIFY_CARER = Duty("verify_carer", CarerVerified)


# --- the confirmation ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class CareConfirmed(Answer):
    """The confirmation as it was signed before a witness. 委托照护（监护）确认书."""

    until: date  # last day of the term
    place_of_work: Words  # of those who entrust
    contact: Words  # theirs
    witness: Words
    terms: Words = ""  # what else they agreed

    def faults(self) -> tuple[Fault, ...]:
        """The term lies ahead."""
        return ends_before_it_begins(self.until, self.happened_at)


def looked_at_again_by(confirmed: CareConfirmed) -> date:
    """The last day of a confirmation: its own, or twelve months on (I-92), whichever comes first."""
    return min(confirmed.until, civil_day(confirmed.happened_at) + LONGEST)


CONFIRM_CARE = Duty("confirm_care", CareConfirmed)
GIVE_CARE_COPIES = Duty("give_care_copies", BodiesTold)


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
    told: tuple[Role, ...]

    def faults(self) -> tuple[Fault, ...]:
        """School and committee had a copy; they hear of the end."""
        return somebody_told(self.told)


CARE_VISIT = Duty("care_visit", CareVisit)
TELL_PARENTS_OF_CARER = Duty("tell_parents_of_carer", ParentsTold)
URGE_CONTACT = Duty("urge_contact", ContactUrged)
RENEW_CARE = Duty("renew_care", CareRenewed)
END_CARE = Duty("end_care", CareEnded)
