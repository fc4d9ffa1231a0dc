"""Harm that is found on the way, in a procedure about something else. 办理其他事项中发现侵害.

Whoever finds it reports it like anybody who is under the duty (未成年人保护法 Art. 11(2)); the report begins what the
report calls for, and the procedure that found it goes on.  A number that somebody writes down is no report: it names
one that was handed in here on this child, or the report is handed in with the answer (HT-220).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from rules.duty import ASKED, Answer, Duty, Fault, Words
from rules.orders import missing
from rules.vocabulary import Situation


@dataclass(frozen=True, kw_only=True)
class HarmReported(Answer):
    """A report was made on this child, or is made with this answer. 已作强制报告.

    Args:
        report_no: receipt number of a report that was handed in already; empty: it is handed in now, from
        situations, findings: what is reported, and in whose words; a call to 110 is told there.
        danger_now: whether the child is in danger now; None: not known.
    """

    report_no: str = field(default="", metadata=ASKED)
    situations: tuple[Situation, ...] = field(default=(), metadata=ASKED)
    findings: Words = field(default="", metadata=ASKED)
    danger_now: bool | None = field(default=None, metadata=ASKED)

    def faults(self) -> tuple[Fault, ...]:
        """There is a report, or there is what one consists of."""
        if self.report_no or (self.situations and self.findings):
            return ()
        zh = (
            "请填写已提交报告的回执编号（report_no）；尚未报告的，"
            "填写情形（situations）和发现的情况（findings），随本次办理一并报告"
        )
        en = "report_no is missing: the receipt number of the report, or situations and findings to hand it in now"
        return (missing("report_no", zh, en),)

    @property
    def is_handed_in_now(self) -> bool:
        """Whether the report is made with this answer."""
        return not self.report_no


REPORT_HARM = Duty("report_harm", HarmReported)
