"""Why something was late, from a closed list for each kind of agency. 逾期原因.

So that a report tells "waiting for the court" from "nobody looked".  The list is our default (HT-72), not law; a cause
explains and excuses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rules.vocabulary import Role, Term

BASIS = "HT-72"


class BreachCause(Term):
    """Why a duty was not done in time. 逾期原因."""

    WAITING_FOR_COURT = "waiting_for_court", "等待法院裁判"
    WAITING_FOR_POLICE = "waiting_for_police", "等待公安机关处理"
    WAITING_FOR_PROCURATORATE = "waiting_for_procuratorate", "等待检察机关决定"
    WAITING_FOR_OTHER_AGENCY = "waiting_for_other_agency", "等待其他单位答复、到场"
    WAITING_FOR_EXAMINATION = "waiting_for_examination", "等待鉴定、检查结果"
    COMPETENCE_DISPUTED = "competence_disputed", "管辖、职责有争议"
    PERSON_NOT_FOUND = "person_not_found", "相对人下落不明"
    CHILD_NOT_REACHED = "child_not_reached", "未能联系到儿童"
    CHILD_IN_TREATMENT = "child_in_treatment", "儿童住院救治"
    NO_PLACE = "no_place", "没有安置床位或者寄养家庭"
    NO_STAFF = "no_staff", "岗位空缺、人手不足"
    NOT_HANDED_OVER = "not_handed_over", "人员变动，未交接"
    NOTICE_NOT_RECEIVED = "notice_not_received", "未收到通知"
    DONE_ENTERED_LATE = "done_entered_late", "实际已办，登记晚或者日期有误"
    SYSTEM_FAULT = "system_fault", "系统故障、巡检中断"
    FORCE_MAJEURE = "force_majeure", "不可抗力"
    OVERLOOKED = "overlooked", "无人过问"


_EVERYBODY = (
    BreachCause.WAITING_FOR_OTHER_AGENCY,
    BreachCause.PERSON_NOT_FOUND,
    BreachCause.CHILD_NOT_REACHED,
    BreachCause.NO_STAFF,
    BreachCause.NOT_HANDED_OVER,
    BreachCause.NOTICE_NOT_RECEIVED,
    BreachCause.DONE_ENTERED_LATE,
    BreachCause.SYSTEM_FAULT,
    BreachCause.FORCE_MAJEURE,
    BreachCause.OVERLOOKED,
)
_COURT, _POLICE, _PROSECUTION = (
    BreachCause.WAITING_FOR_COURT,
    BreachCause.WAITING_FOR_POLICE,
    BreachCause.WAITING_FOR_PROCURATORATE,
)
_OF_POLICE = (BreachCause.WAITING_FOR_EXAMINATION, BreachCause.COMPETENCE_DISPUTED, _PROSECUTION)
_OF_CARE = (_COURT, _POLICE, BreachCause.NO_PLACE, BreachCause.CHILD_IN_TREATMENT)
_OF_PROSECUTION = (_COURT, _POLICE, BreachCause.WAITING_FOR_EXAMINATION, BreachCause.COMPETENCE_DISPUTED)

_OWN: Mapping[Role, tuple[BreachCause, ...]] = MappingProxyType(
    {
        **dict.fromkeys((Role.POLICE_STATION, Role.STATION_CHIEF, Role.COUNTY_POLICE), _OF_POLICE),
        **dict.fromkeys(
            (
                Role.CIVIL_AFFAIRS,
                Role.CIVIL_AFFAIRS_LEADER,
                Role.RELIEF_INSTITUTION,
                Role.WELFARE_INSTITUTION,
                Role.TOWNSHIP_STATION,
                Role.TOWNSHIP_LEADER,
                Role.TOWNSHIP_GOVERNMENT,
                Role.CHILD_SUPERVISOR,
                Role.CHILD_DIRECTOR,
                Role.COMMITTEE,
            ),
            _OF_CARE,
        ),
        **dict.fromkeys((Role.PROCURATORATE, Role.HIGHER_PROCURATORATE), _OF_PROSECUTION),
        Role.COURT: (_POLICE, _PROSECUTION, BreachCause.WAITING_FOR_EXAMINATION, BreachCause.COMPETENCE_DISPUTED),
    }
)
_OF_OTHERS = (_COURT, _POLICE, _PROSECUTION, BreachCause.COMPETENCE_DISPUTED)


def causes_of(role: Role | None) -> tuple[BreachCause, ...]:
    """The causes that an agency may give, by the role of the post that owed the duty. 该类机关可选的逾期原因.

    Of what nobody owed: everything that everybody may say.
    """
    return (*(_OWN.get(role, _OF_OTHERS) if role else ()), *_EVERYBODY)
