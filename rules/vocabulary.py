"""The words of the field, each with its Chinese term. 词汇 / vocabulary.

Codes are what is stored and exchanged; the Chinese term is what people read.  GLOSSARY.md explains the terms.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A code with its Chinese term: `Role.POLICE_STATION.zh == "公安派出所"`."""

    zh: str

    def __new__(cls, code: str, zh: str = "") -> Self:
        """Make a member whose value is the code and which carries the Chinese term beside it."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.zh = zh
        return member


class Force(Term):
    """What kind of truth a rule is. 效力. A default is never shown as law."""

    STATUTORY = "statutory", "法定"
    LOCAL = "local", "地方规定"
    OUR_DEFAULT = "our_default", "本系统默认（非法定）"


class Confidence(Term):
    """How well we know the text behind a rule. 核实程度."""

    VERIFIED = "verified", "已核对文本"
    SECONDARY = "secondary", "二手来源"
    MEMORY = "memory", "仅凭记忆，未核对"
    OURS = "ours", "本系统自定"


class Precision(Term):
    """How exactly a moment is known. 时间精度."""

    EXACT = "exact", "准确"
    DAY = "day", "到日"
    MONTH = "month", "到月"
    YEAR = "year", "到年"
    ABOUT = "about", "大约"
    UNKNOWN = "unknown", "不详"


class Role(Term):
    """Who can be owed to, told or asked: the role of a post. 岗位职能 (facts §5, with the offices above them)."""

    CHILD_DIRECTOR = "child_director", "儿童主任"
    CHILD_SUPERVISOR = "child_supervisor", "儿童督导员"
    COMMITTEE = "committee", "居（村）民委员会"
    TOWNSHIP_STATION = "township_station", "未成年人保护工作站"
    TOWNSHIP_LEADER = "township_leader", "乡镇（街道）分管负责人"
    CIVIL_AFFAIRS = "civil_affairs", "县级民政部门"
    CIVIL_AFFAIRS_LEADER = "civil_affairs_leader", "民政部门分管负责人"
    RELIEF_INSTITUTION = "relief_institution", "未成年人救助保护机构"
    POLICE_STATION = "police_station", "公安派出所"
    STATION_CHIEF = "station_chief", "派出所所长"
    COUNTY_POLICE = "county_police", "县级公安机关"
    PROCURATORATE = "procuratorate", "人民检察院"
    HIGHER_PROCURATORATE = "higher_procuratorate", "上一级人民检察院"
    COURT = "court", "人民法院"
    EDUCATION = "education", "教育行政部门"
    HEALTH = "health", "卫生健康部门"
    SCHOOL = "school", "学校、幼儿园"
    HOSPITAL = "hospital", "医疗机构"
    WOMENS_FEDERATION = "womens_federation", "妇女联合会"
    YOUTH_LEAGUE = "youth_league", "共青团"
    HOTLINE = "hotline", "热线"
    COUNTY_OFFICE = "county_office", "县级未成年人保护协调机构（妇儿工委办）"
    COUNTY_GOVERNMENT = "county_government", "县级人民政府"
    SUPERVISORY_COMMISSION = "supervisory_commission", "监察委员会"


class Situation(Term):
    """The nine situations that must be reported. 应当报告的九种情形 (高检发〔2020〕9号 Art. 4)."""

    R1 = "R1", "隐私部位非正常损伤"
    R2 = "R2", "不满十四周岁女性遭受性侵害、怀孕、流产"
    R3 = "R3", "十四周岁以上女性遭受性侵害所致怀孕、流产"
    R4 = "R4", "多处损伤、严重营养不良、意识不清，疑受家庭暴力、欺凌、虐待等"
    R5 = "R5", "自杀、自残、工伤、中毒、殴打等非正常原因致伤残、死亡"
    R6 = "R6", "被遗弃或长期无人照料"
    R7 = "R7", "来源不明、失踪或被拐卖、收买"
    R8 = "R8", "被组织乞讨"
    R9 = "R9", "其他严重侵害或正面临危险"
    GUARDIANSHIP = "guardianship", "九种情形以外的监护缺失或监护不当"


class UnitKind(Term):
    """Who reports. 报告主体.

    The first group is under a duty to report at once (未成年人保护法 Art. 11(2), 130; 高检发〔2020〕9号 Art. 3).
    """

    SCHOOL = "school", "中小学校"
    KINDERGARTEN = "kindergarten", "幼儿园"
    TRAINING = "training", "校外培训、校外活动机构"
    CHILDCARE = "childcare", "托育服务机构"
    HOSPITAL = "hospital", "医疗机构"
    COMMITTEE = "committee", "居（村）民委员会"
    WELFARE_INSTITUTION = "welfare_institution", "儿童福利机构"
    RELIEF_INSTITUTION = "relief_institution", "救助管理、未成年人救助保护机构"
    SOCIAL_WORK = "social_work", "社会工作服务机构"
    LODGING = "lodging", "旅店、宾馆"
    NETWORK_PROVIDER = "network_provider", "网络服务提供者"
    STATE_ORGAN = "state_organ", "国家机关"
    GUARDIAN = "guardian", "父母或者其他监护人"
    RELATIVE = "relative", "其他近亲属"
    CHILD = "child", "未成年人本人"
    CITIZEN = "citizen", "公民"
    ANONYMOUS = "anonymous", "匿名"

    @property
    def must_report(self) -> bool:
        """Whether this kind of reporter is a unit with a statutory duty to report at once."""
        return self not in _FREE_TO_REPORT


_FREE_TO_REPORT = frozenset(
    {UnitKind.GUARDIAN, UnitKind.RELATIVE, UnitKind.CHILD, UnitKind.CITIZEN, UnitKind.ANONYMOUS}
)


class ChildCategory(Term):
    """Which policy speaks of the child. 儿童类别."""

    MIGRANT = "migrant", "流动儿童"
    LEFT_BEHIND = "left_behind", "留守儿童"
    IN_DIFFICULTY = "in_difficulty", "困境儿童"


class Sex(Term):
    """Sex as registered or as reported. 性别."""

    FEMALE = "female", "女"
    MALE = "male", "男"
    UNKNOWN = "unknown", "不详"


class Relation(Term):
    """What an adult is to the child. 与儿童的关系."""

    MOTHER = "mother", "母亲"
    FATHER = "father", "父亲"
    STEPMOTHER = "stepmother", "继母"
    STEPFATHER = "stepfather", "继父"
    GRANDPARENT = "grandparent", "祖父母、外祖父母"
    SIBLING = "sibling", "成年兄姐"
    OTHER_RELATIVE = "other_relative", "其他亲属"
    ENTRUSTED_CARER = "entrusted_carer", "受委托照护人"
    ORGANISATION = "organisation", "有关组织"
    OTHER = "other", "其他"
    UNKNOWN = "unknown", "不详"


class ProcedureKind(Term):
    """The procedures that a case can hold. 程序."""

    MANDATORY_REPORTING = "mandatory_reporting", "强制报告"
    EMERGENCY_PLACEMENT = "emergency_placement", "紧急安置"
    ACCOUNTABILITY = "accountability", "未履行报告义务追责"
    REFERRAL = "referral", "转介办理"
    UNDELIVERED_NOTICE = "undelivered_notice", "通知未送达补救"
    CASE_REVIEW = "case_review", "结案审查"


class CloseReason(Term):
    """Why a procedure ended. 程序终结原因."""

    COMPLETED = "completed", "办理完毕"
    SCREENED_OUT = "screened_out", "经复核不予干预"
    JOINED = "joined", "并入在办个案"
    DECLINED = "declined", "未予承接"
    MOVED_ON = "moved_on", "转入其他程序"


class DutyState(Term):
    """Where a duty stands. 职责状态."""

    OPEN = "open", "待办"
    PAUSED = "paused", "中止计时"
    ANSWERED = "answered", "已办"
    SKIPPED = "skipped", "略过"
    EXCUSED = "excused", "免除"
    SETTLED = "settled", "随程序终结"


LIVE = (DutyState.OPEN, DutyState.PAUSED)
"""The states of a duty that is still owed."""


class PauseCause(Term):
    """The causes for which a clock may stand still; a pack lists which duty admits which. 中止计时事由."""

    EXPERT_EXAMINATION = "expert_examination", "鉴定期间"
    SUPPLEMENTARY_INVESTIGATION = "supplementary_investigation", "补充调查"
    CHILD_IN_TREATMENT = "child_in_treatment", "儿童住院救治"
    FORCE_MAJEURE = "force_majeure", "不可抗力"
    WAITING_FOR_COURT = "waiting_for_court", "等待法院裁判"


class Intervention(Term):
    """What can be done for the child after assessment. 干预措施."""

    ADMONITION = "admonition", "训诫（未成年人保护法第118条）"
    WARNING = "warning", "家庭暴力告诫书"
    PROTECTION_ORDER = "protection_order", "人身安全保护令"
    TEMPORARY_GUARDIANSHIP = "temporary_guardianship", "临时监护"
    FAMILY_EDUCATION = "family_education", "责令接受家庭教育指导"
    SERVICES = "services", "关爱服务"
