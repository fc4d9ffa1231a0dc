"""The duties of a suit to disqualify a guardian, and of what follows the judgment. 撤销监护人资格的各项职责.

Ground: 民法典 Arts. 36–37; 未成年人保护法 Arts. 106, 108; 法律援助法 Arts. 32, 43–44.
"""

from __future__ import annotations

from dataclasses import dataclass

from rules.duty import Answer, Duty, Fault, Words
from rules.guardianship import RevocationGround
from rules.vocabulary import Term


class ApplicantKind(Term):
    """Who applies. 申请人类别 (民法典 Art. 36(2)); the last two are there to be passed on, or refused with a reason."""

    QUALIFIED_PERSON = "qualified_person", "其他依法具有监护资格的人（祖父母、外祖父母等）"
    COMMITTEE = "committee", "居（村）民委员会"
    SCHOOL = "school", "学校"
    HOSPITAL = "hospital", "医疗机构"
    WOMENS_FEDERATION = "womens_federation", "妇女联合会"
    DISABLED_FEDERATION = "disabled_federation", "残疾人联合会"
    PROTECTION_ORGANISATION = "protection_organisation", "未成年人保护组织（含照料机构）"
    CIVIL_AFFAIRS = "civil_affairs", "民政部门"
    NOBODY = "nobody", "无人申请"
    FRIEND = "friend", "不具有监护资格的亲友"


class SuitOutcome(Term):
    """How the suit ended for one guardian. 对一名被申请人的处理结果."""

    REVOKED = "revoked", "撤销监护人资格"
    DISMISSED = "dismissed", "驳回申请"
    WITHDRAWN = "withdrawn", "撤回申请"
    MEDIATED = "mediated", "调解结案"


class GuardianKind(Term):
    """Who is guardian after the judgment. 判决后的监护人."""

    OTHER_PARENT = "other_parent", "另一方父母（继续监护）"
    RELATIVE = "relative", "近亲属"
    COMMITTEE = "committee", "居（村）民委员会"
    CIVIL_AFFAIRS = "civil_affairs", "民政部门"
    INSTITUTION = "institution", "机构"
    FRIEND = "friend", "其他愿意担任监护人的个人"


@dataclass(frozen=True, kw_only=True)
class ApplicantNamed(Answer):
    """Who is to apply. 确定申请人."""

    applicant_kind: ApplicantKind
    adult_no: str = ""

    def faults(self) -> tuple[Fault, ...]:
        """A friend without guardianship qualification has no standing (G-02)."""
        if self.applicant_kind is not ApplicantKind.FRIEND:
            return ()
        return (
            Fault(
                field="applicant_kind",
                zh="不具有监护资格的亲友不在民法典第36条第2款列举之内，不能申请；请由所列的人或者组织、民政部门申请",
                en="a friend without guardianship qualification is not listed in Civil Code Art. 36(2); name another",
            ),
        )


@dataclass(frozen=True, kw_only=True)
class ApplicationMade(Answer):
    """Whether the application went to the court. 提出申请."""

    applied: bool
    reason: Words = ""


@dataclass(frozen=True, kw_only=True)
class SuggestionDecided(Answer):
    """Whether the procuratorate suggests in writing that civil affairs apply. 书面建议 (法发〔2014〕24号 Art. 30)."""

    suggests: bool
    reason: Words = ""


@dataclass(frozen=True, kw_only=True)
class CourtAccepts(Answer):
    """Whether the court takes the case. 法院受理."""

    court_accepts: bool


@dataclass(frozen=True, kw_only=True)
class SupportDecided(Answer):
    """Whether the procuratorate supports the suit. 支持起诉 (未成年人保护法 Art. 106)."""

    supports: bool
    public_interest: bool | None = None  # touched: a suggestion or a suit is considered (Art. 106)


@dataclass(frozen=True, kw_only=True)
class LegalAidSought(Answer):
    """Whether legal aid was asked for. 申请法律援助."""

    aid_sought: bool


@dataclass(frozen=True, kw_only=True)
class LegalAidDecided(Answer):
    """What the legal aid agency decided. 法律援助决定."""

    aid_granted: bool


@dataclass(frozen=True, kw_only=True)
class LawyerAssigned(Answer):
    """A lawyer was assigned. 指派律师."""


@dataclass(frozen=True, kw_only=True)
class LawyerMet(Answer):
    """The lawyer met the child or those around it. 首次会见."""


@dataclass(frozen=True, kw_only=True)
class RevocationDecided(Answer):
    """What the court decided about one guardian, on that guardian's own ground. 对一名被申请人的裁判."""

    suit_outcome: SuitOutcome
    revocation_ground: RevocationGround | None = None


@dataclass(frozen=True, kw_only=True)
class GuardianAppointed(Answer):
    """Whom the judgment names. 指定监护人 (民法典 Art. 36(1))."""

    guardian_kind: GuardianKind
    adult_no: str = ""
    to_post: str = ""
    consent: bool | None = None  # of committee or civil affairs, where neither relative nor authority
    elsewhere: bool | None = None  # lives, or has its seat, outside the county

    def faults(self) -> tuple[Fault, ...]:
        """A friend is guardian only with the consent of the committee or of civil affairs."""
        if self.guardian_kind is GuardianKind.FRIEND and not self.consent:
            return (
                Fault(
                    field="consent",
                    zh="其他个人担任监护人，须经居（村）民委员会或者民政部门同意；请填写“是否经同意”（consent）",
                    en="another person becomes guardian only with the consent of committee or civil affairs: consent",
                ),
            )
        return ()


@dataclass(frozen=True, kw_only=True)
class HandedOver(Answer):
    """The child is with its guardian, who signed for it. 交接."""

    receipt: str


@dataclass(frozen=True, kw_only=True)
class MaintenanceSettled(Answer):
    """How a disqualified parent goes on paying. 抚养费 (民法典 Art. 37)."""

    enforcement_needed: bool | None = None
    how: Words = ""


NAME_APPLICANT = Duty("name_applicant", ApplicantNamed)
FILE_APPLICATION = Duty("file_application", ApplicationMade)
APPLY_AS_LAST_RESORT = Duty("apply_as_last_resort", ApplicationMade)
SUGGEST_APPLICATION = Duty("suggest_application", SuggestionDecided)
ACCEPT_APPLICATION = Duty("accept_application", CourtAccepts)
SUPPORT_SUIT = Duty("support_suit", SupportDecided)
SEEK_LEGAL_AID = Duty("seek_legal_aid", LegalAidSought)
DECIDE_LEGAL_AID = Duty("decide_legal_aid", LegalAidDecided)
ASSIGN_LAWYER = Duty("assign_lawyer", LawyerAssigned)
MEET_LAWYER = Duty("meet_lawyer", LawyerMet)
DECIDE_REVOCATION = Duty("decide_revocation", RevocationDecided)
APPOINT_GUARDIAN = Duty("appoint_guardian", GuardianAppointed)
HAND_OVER_CHILD = Duty("hand_over_child", HandedOver)
ARRANGE_MAINTENANCE = Duty("arrange_maintenance", MaintenanceSettled)
