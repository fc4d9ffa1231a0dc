"""Dissuading a guardian, and their answers. 劝诫、制止的各项职责.

未成年人保护法 Art. 118(1) (B-29): the committee of the place of residence dissuades and stops a guardian who fails the
child or harms its rights; what is serious it reports to the police 及时, which is no number.  家庭教育促进法 Art. 48
(C-01) and 临民〔2024〕35号 (A-50) say the same of schools and other units in close contact.  Nobody is admonished here:
训诫 is for the police.  济宁 (JN-5f) asks the police, too, for a word at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from rules.duty import ASKED, Answer, Duty, Fault, Words
from rules.orders import missing
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


@dataclass(frozen=True, kw_only=True)
class DissuadedByPolice(Answer):
    """The police, who know of the conduct from a report, dissuaded the guardian (济宁 JN-5f). 公安劝诫、制止.

    Args:
        spoken_to: no, with the reason, where speaking to the suspect would endanger the child or the evidence, or
            where nothing was found.
        serious: the conduct is serious, whatever was answered: admonition begins.
    """

    spoken_to: bool
    dissuasion_response: DissuasionResponse | None = field(default=None, metadata=ASKED)
    serious: bool | None = None
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """Who was spoken to answered something; who was not, was left alone for a reason."""
        if self.spoken_to and self.dissuasion_response is None:
            zh = "已劝诫的，请填写劝诫后的反应（dissuasion_response）"
            return (missing("dissuasion_response", zh, "dissuasion_response is missing: what the guardian did"),)
        if not self.spoken_to and not self.reason:
            zh = "暂不劝诫的，请写明理由（reason），如先保护儿童、保全证据，或者查无此事"
            return (missing("reason", zh, "reason is missing: why the guardian was not spoken to"),)
        return ()

    @property
    def in_vain(self) -> bool:
        """Whether a word was not enough."""
        return bool(self.serious) or self.dissuasion_response is DissuasionResponse.REFUSED


DISSUADE_GUARDIAN = Duty("dissuade_guardian", Dissuaded)
CHECK_DISSUASION = Duty("check_dissuasion", DissuasionChecked)
REPORT_CONDUCT = Duty("report_conduct", ConductReported)
DISSUADE_AS_POLICE = Duty("dissuade_as_police", DissuadedByPolice)
