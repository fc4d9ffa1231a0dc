"""Dissuading a guardian, and their answers. 劝诫、制止的各项职责.

未成年人保护法 Art. 118(1) (B-29): the committee of the place of residence dissuades and stops a guardian who fails the
child or harms its rights; what is serious it reports to the police 及时, which is no number.  家庭教育促进法 Art. 48
(C-01) and 临民〔2024〕35号 (A-50) say the same of schools and other units in close contact.  Nobody is admonished here:
训诫 is for the police.
"""

from __future__ import annotations

from dataclasses import dataclass

from rules.duty import Answer, Duty, Words
from rules.vocabulary import Term


class DissuasionResponse(Term):
    """What whoever was spoken to did. 劝诫后的反应."""

    STOPPED = "stopped", "已停止，答应改正"
    REFUSED = "refused", "拒不听从"


@dataclass(frozen=True, kw_only=True)
class Dissuaded(Answer):
    """The guardian was spoken to. Who could not be met was not dissuaded: that is noted, the duty stays owed. 已劝诫.

    Args:
        serious: the conduct is serious, whatever was answered: the police hear of it.
        guidance_urged: urged to accept family-education guidance as well (C-01); no order.
    """

    dissuasion_response: DissuasionResponse
    serious: bool
    guidance_urged: bool | None = None
    findings: Words = ""


@dataclass(frozen=True, kw_only=True)
class DissuasionChecked(Answer):
    """Somebody went and saw whether it helped. 劝诫后回看."""

    child_seen: bool
    stopped: bool
    findings: Words = ""


@dataclass(frozen=True, kw_only=True)
class ConductReported(Answer):
    """The police have the report. 已报告公安机关."""

    proof: str  # number of the report, of 110, of the slip


DISSUADE_GUARDIAN = Duty("dissuade_guardian", Dissuaded)
CHECK_DISSUASION = Duty("check_dissuasion", DissuasionChecked)
REPORT_CONDUCT = Duty("report_conduct", ConductReported)
