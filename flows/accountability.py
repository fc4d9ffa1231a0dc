"""未履行报告义务追责程序 / Accountability for a late or missing report.

Ground   未成年人保护法 Art. 117; 反家庭暴力法 Art. 35; 高检发〔2020〕9号 Arts. 16–17.
Ends in  completed.
Opens    a suggestion 检察建议, where the regulator asks the procuratorate to consider one (Art. 18); the procuratorate
         may also open one by itself, against the regulator too.
"""

from __future__ import annotations

from flows.procedure import procedure
from rules.follow_through import REVIEW_REPORTING_FAILURE
from rules.vocabulary import CloseReason, ProcedureKind, Role
from tasks.casework import Proceeding


@procedure(ProcedureKind.ACCOUNTABILITY)
def accountability(case: Proceeding) -> None:
    """The regulator of the unit looks at it, and says what came of it. 未履行报告义务追责."""
    reviewed = case.fulfilled(REVIEW_REPORTING_FAILURE, since=case.since_at, owed_by=case.owed_by_post)
    if reviewed.asks_procuratorate:
        prosecutor, since = case.post_of(Role.PROCURATORATE), reviewed.happened_at
        case.open_beside(ProcedureKind.SUGGESTION, since=since, about=case.about, owed_by=prosecutor)
    case.close(CloseReason.COMPLETED)
