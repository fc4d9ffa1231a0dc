"""Two instruments of the police, and their answers. 训诫与家庭暴力告诫的各项职责.

训诫 (未成年人保护法 Art. 118) and 告诫书 (反家庭暴力法 Arts. 16–17) stand under two laws and are never merged.
"""

from __future__ import annotations

from dataclasses import dataclass

from rules.duty import Duty, Words
from rules.orders import BodiesTold, OrderDecision, Served, Visit

# --- admonition -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class AdmonitionDecision(OrderDecision):
    """Whether a guardian is admonished. 是否训诫."""

    with_guidance: bool | None = None  # ordered at the same time to accept family-education guidance (Art. 118(2))


@dataclass(frozen=True, kw_only=True)
class AdmonitionHeld(Served):
    """One guardian was admonished and has the record. 已训诫."""

    reply: Words = ""  # what the guardian answered and undertook


@dataclass(frozen=True, kw_only=True)
class AdmonitionVisit(Visit):
    """A follow-up visit after an admonition. 训诫后的走访."""

    demands_met: bool | None = None


DECIDE_ADMONITION = Duty("decide_admonition", AdmonitionDecision)
HOLD_ADMONITION = Duty("hold_admonition", AdmonitionHeld)
TELL_OF_ADMONITION = Duty("tell_of_admonition", BodiesTold)
ADMONITION_VISIT = Duty("admonition_visit", AdmonitionVisit)


# --- written warning --------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class WarningDecision(OrderDecision):
    """Whether a written warning is issued; to a minor's harm it generally shall be. 是否出具告诫书."""

    on_the_spot: bool | None = None


@dataclass(frozen=True, kw_only=True)
class WarningServed(Served):
    """One offender has the warning, and the victim's side a copy. 告诫书已送达."""

    victim_has_copy: bool
    recorded: bool | None = None  # sound and picture were recorded


@dataclass(frozen=True, kw_only=True)
class ProtectionExplained(BodiesTold):
    """The victim's side knows of the protection order; whether one is applied for. 告知可以申请人身安全保护令."""

    applies: bool


DECIDE_WARNING = Duty("decide_warning", WarningDecision)
SERVE_WARNING = Duty("serve_warning", WarningServed)
TELL_OF_WARNING = Duty("tell_of_warning", BodiesTold)
EXPLAIN_PROTECTION = Duty("explain_protection", ProtectionExplained)
WARNING_VISIT = Duty("warning_visit", Visit)
LOCAL_WARNING_VISIT = Duty("local_warning_visit", Visit)
