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

    @property
    def en(self) -> str:
        """In English: its code, spelt as words."""
        return self.value.replace("_", " ")


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
    TOWNSHIP_GOVERNMENT = "township_government", "乡镇人民政府、街道办事处"
    WELFARE_INSTITUTION = "welfare_institution", "儿童福利机构"
    LEGAL_AID = "legal_aid", "法律援助机构"
    DISABLED_FEDERATION = "disabled_federation", "残疾人联合会"
    SOCIAL_WORK = "social_work", "社会工作服务机构"
    CARE_COMMITTEE = "care_committee", "关心下一代工作委员会"
    MEDICAL_INSURANCE = "medical_insurance", "医疗保障部门"
    HOUSING = "housing", "住房保障部门"
    HUMAN_RESOURCES = "human_resources", "人力资源社会保障部门"
    JUSTICE = "justice", "司法行政部门"
    PUBLICITY = "publicity", "宣传部门"
    CYBERSPACE = "cyberspace", "网信部门"
    MEDIA = "media", "广播电视、融媒体机构"
    OTHER_BODY = "other_body", "其他机关、组织"
    CITY_CIVIL_AFFAIRS = "city_civil_affairs", "设区的市级民政部门"
    PROVINCIAL_CIVIL_AFFAIRS = "provincial_civil_affairs", "省级民政部门"


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
    OTHER_MINOR = "other_minor", "其他未成年人"
    CITIZEN = "citizen", "公民"
    ANONYMOUS = "anonymous", "匿名"

    @property
    def must_report(self) -> bool:
        """Whether this kind of reporter is a unit with a statutory duty to report at once."""
        return self not in _FREE_TO_REPORT


_FREE_TO_REPORT = frozenset(
    {
        *(UnitKind.GUARDIAN, UnitKind.RELATIVE, UnitKind.CHILD, UnitKind.OTHER_MINOR, UnitKind.CITIZEN),
        UnitKind.ANONYMOUS,
    }
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
    SUGGESTION = "suggestion", "检察（司法）建议"
    CROSS_REGION = "cross_region", "户籍地衔接"
    SERVICE_REFERRAL = "service_referral", "服务转介"
    UNDELIVERED_NOTICE = "undelivered_notice", "通知未送达补救"
    CASE_REVIEW = "case_review", "结案审查"
    POLICE_ADMONITION = "police_admonition", "公安训诫"
    WRITTEN_WARNING = "written_warning", "家庭暴力告诫"
    SUPERVISION_ORDER = "supervision_order", "督促监护"
    PROTECTION_ORDER = "protection_order", "人身安全保护"
    FAMILY_EDUCATION_ORDER = "family_education_order", "责令接受家庭教育指导"
    GUARDIANSHIP_TRANSFER = "guardianship_transfer", "监护转移"
    GUARDIANSHIP_RESTORATION = "guardianship_restoration", "恢复监护人资格"
    HANDOVER = "handover", "移交"
    TURNING_POINT = "turning_point", "成年、死亡事项审查"
    ENTRUSTED_CARE = "entrusted_care", "委托照护"
    PSYCHOLOGICAL_REFERRAL = "psychological_referral", "心理转介"
    DROPOUT = "dropout", "控辍保学"
    MONITORING = "monitoring", "关爱走访"
    DISSUASION = "dissuasion", "劝诫、制止"
    DECLARED = "declared", "地方自设程序"
    ROUTINE_REPORTING = "routine_reporting", "定期上报"


class CasePurpose(Term):
    """What a case file is for. 卷宗用途. A report joins matters only, and a review opens only on them.

    An agency's file holds what the agency itself owes in one window of the calendar; it is no child's.
    """

    MATTER = "matter", "个案"
    CARE = "care", "关爱档案"
    AGENCY = "agency", "机关事项"


class Tier(Term):
    """How much a child in care needs to be looked at. 风险等级 (福建 2024 三(二)4: 低、中、高), the lowest first."""

    LOW = "low", "低"
    MIDDLE = "middle", "中"
    HIGH = "high", "高"

    @property
    def place(self) -> int:
        """0, 1, 2: the higher, the more often."""
        return list(Tier).index(self)


class AreaLevel(Term):
    """The level of the area that an agency serves, by the length of its division code. 行政层级."""

    PROVINCE = "province", "省级"
    CITY = "city", "地市级"
    COUNTY = "county", "县级"
    TOWNSHIP = "township", "乡镇级"
    VILLAGE = "village", "村级"

    @classmethod
    def of(cls, area: str) -> AreaLevel | None:
        """The level of a division code; None where it is none.

        >>> [AreaLevel.of(area).value for area in ("99", "9901", "990101", "990101001", "990101001001")]
        ['province', 'city', 'county', 'township', 'village']
        """
        return dict(zip((2, 4, 6, 9, 12), cls, strict=True)).get(len(area))


class ChildMark(Term):
    """What else decides which routine duties count a child. 标记."""

    KEY = "key", "重点关爱对象"
    PUPIL = "pupil", "小学高年级以上在校学生"
    JUNIOR_PUPIL = "junior_pupil", "小学低年级在校学生"


class WindowKind(Term):
    """The stretches of the calendar in each of which a recurring duty is owed once. 周期."""

    WEEK = "week", "周"
    MONTH = "month", "月"
    QUARTER = "quarter", "季度"
    HALF_YEAR = "half_year", "半年"
    YEAR = "year", "年"
    SCHOOL_YEAR = "school_year", "学年"
    SCHOOL_TERM = "school_term", "学期"


class ExcuseCause(Term):
    """Why a routine duty cannot be asked for in a window; nothing else excuses it. 本期免予办理的事由 (HT-145)."""

    CHILD_AWAY = "child_away", "儿童临时外出，已联系到临时照护人"
    IN_HOSPITAL = "in_hospital", "儿童住院"
    IN_CARE = "in_care", "儿童由机构临时监护，机构每日照料"
    DISASTER = "disaster", "灾害、疫情等无法入户"


class MonitoringEnd(Term):
    """Why a child leaves the list of those who are visited. 退出原因."""

    PARENTS_RETURNED = "parents_returned", "父母返回"
    REACHED_AGE = "reached_age", "已达年龄上限（十六周岁，困境儿童十八周岁）"
    NO_LONGER_FITS = "no_longer_fits", "不再符合条件"
    MOVED_AWAY = "moved_away", "迁出，已转接"
    ENTERED_IN_ERROR = "entered_in_error", "误列"


class CloseReason(Term):
    """Why a procedure ended. 程序终结原因."""

    COMPLETED = "completed", "办理完毕"
    SCREENED_OUT = "screened_out", "经复核不予干预"
    JOINED = "joined", "并入在办个案"
    DECLINED = "declined", "未予承接"
    MOVED_ON = "moved_on", "转入其他程序"
    NO_RECURRENCE = "no_recurrence", "期内未再发生"
    NOT_ISSUED = "not_issued", "决定不予作出"
    DISMISSED = "dismissed", "驳回"
    WITHDRAWN = "withdrawn", "撤回、撤销"
    LAPSED = "lapsed", "期满失效"
    RETURNED = "returned", "已返回家庭"
    TRANSFERRED = "transferred", "监护已转移"
    MEDIATED = "mediated", "调解结案"
    RESTORED = "restored", "监护人资格已恢复"
    NOT_RESTORED = "not_restored", "监护人资格未恢复"
    NOT_FOUND = "not_found", "相对人无法查明"
    CAME_OF_AGE = "came_of_age", "儿童年满十八周岁"
    CHILD_DIED = "child_died", "儿童死亡"
    NO_LONGER_COUNTS = "no_longer_counts", "退出关爱对象"
    SETTLED_BY_HAND = "settled_by_hand", "人工决定终结"


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
    SUPERVISION_ORDER = "supervision_order", "督促监护令"
    PROTECTION_ORDER = "protection_order", "人身安全保护令"
    TEMPORARY_GUARDIANSHIP = "temporary_guardianship", "临时监护"
    FAMILY_EDUCATION = "family_education", "责令接受家庭教育指导"
    SERVICES = "services", "关爱服务"
    DISSUASION = "dissuasion", "居（村）委会劝诫、制止（未成年人保护法第118条第1款）"


class PartyRole(Term):
    """In what capacity somebody stands in a procedure. 程序中的身份."""

    RESPONDENT = "respondent", "被申请人（责任监护人）"
    APPLICANT = "applicant", "申请人"
    THIRD_PARTY = "third_party", "第三人"
    NEW_GUARDIAN = "new_guardian", "拟任监护人"


class InstrumentKind(Term):
    """The documents by which authority acts. 文书种类.

    Four things are called admonish; they are four instruments (facts §7, trap 1): ADMONITION (未成年人保护法 Art. 118),
    WARNING (反家庭暴力法 Arts. 16–17), MINOR_ADMONITION (预防未成年人犯罪法 Art. 41) and COURT_ADMONITION
    (反家庭暴力法 Art. 34).
    """

    ADMONITION = "admonition", "训诫书"
    WARNING = "warning", "家庭暴力告诫书"
    MINOR_ADMONITION = "minor_admonition", "对未成年人的训诫"
    COURT_ADMONITION = "court_admonition", "人民法院训诫"
    GUIDANCE_ORDER = "guidance_order", "责令接受家庭教育指导令"
    SUPERVISION_ORDER = "supervision_order", "督促监护令"
    PROTECTION_ORDER = "protection_order", "人身安全保护令"
    DISMISSAL = "dismissal", "驳回申请裁定书"
    PLACEMENT_DECISION = "placement_decision", "临时监护决定书"
    PROTECTION_APPLICATION = "protection_application", "人身安全保护令申请书"
    REVOCATION_APPLICATION = "revocation_application", "撤销监护人资格申请书"
    SUPPORT_LETTER = "support_letter", "支持起诉书"
    WRITTEN_SUGGESTION = "written_suggestion", "申请撤销监护人资格书面建议"
    REVOCATION_JUDGMENT = "revocation_judgment", "撤销监护人资格判决书"
    RESTORATION_JUDGMENT = "restoration_judgment", "恢复监护人资格判决书"
    MEDIATION = "mediation", "调解协议"
    HANDOVER_FORM = "handover_form", "交接单"
    PENALTY = "penalty", "行政处罚决定书"
    CARE_CONFIRMATION = "care_confirmation", "委托照护（监护）确认书"
    SCHOOLING_ORDER = "schooling_order", "责令送子女入学通知书"
    RECORD = "record", "其他文书、记录"


class Turning(Term):
    """What changes a child's standing for good, in mid-case. 成年、死亡."""

    CAME_OF_AGE = "came_of_age", "年满十八周岁"
    DIED = "died", "死亡"


class ServiceMethod(Term):
    """How an instrument reached its addressee. 送达方式."""

    IN_PERSON = "in_person", "当面送达"
    ANNOUNCED = "announced", "公开宣告"
    LEFT = "left", "留置送达"
    POST = "post", "邮寄送达"
    ELECTRONIC = "electronic", "电子送达"
    REMOTE = "remote", "远程（视频、电话）"
    PUBLIC_NOTICE = "public_notice", "公告送达"
    THROUGH_ABROAD = "through_abroad", "委托境外送达"
    UNKNOWN = "unknown", "方式不详"


class Sanction(Term):
    """What followed a breach of an order. 违反后的处理 (反家庭暴力法 Art. 34)."""

    PENDING = "pending", "尚未处理"
    NONE = "none", "不予处罚"
    ADMONITION = "admonition", "训诫"
    FINE = "fine", "罚款"
    DETENTION = "detention", "拘留"
    CRIMINAL = "criminal", "追究刑事责任"


class NoteKind(Term):
    """Facts that are nobody's answer to a duty. 其他事实记录."""

    HARM = "harm", "侵害事件"
    VISIT = "visit", "走访"
    CONTACT = "contact", "联系（含未果）"
    INQUIRY = "inquiry", "调查、核实"
    MEETING = "meeting", "会商、会议"
    MEDICAL = "medical", "就医、鉴定"
    CARE = "care", "照料安排变化"
    SCHOOL = "school", "学业情况"
    PENALTY = "penalty", "行政处罚"
    CRIMINAL = "criminal", "刑事程序"
    CIVIL = "civil", "民事程序"
    STAFF = "staff", "问责、处分"
    ASSESS = "assess", "随时评估的事由"
    SUPPORT = "support", "救助、保障、服务"
    EVIDENCE = "evidence", "证据（限办案单位）"
    OTHER = "other", "其他"


class HandOver(Term):
    """What passes from one body to another. 移交事项."""

    CHILD = "child", "儿童本人"
    CASE = "case", "个案（含承办地）"
    GUARDIANSHIP = "guardianship", "监护职责"
    DOCUMENTS = "documents", "材料、线索"
