"""Which step makes which paper. 文书与职责.

The answer to a duty makes the paper (`flows`), so whoever may owe that duty may make it: nothing is said here about
roles that a pack says already.  A few papers come from no duty; for these the fact row that names the body is cited.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rules.vocabulary import InstrumentKind, Role

_K = InstrumentKind

MADE_BY: Mapping[InstrumentKind, tuple[str, ...]] = MappingProxyType(
    {
        _K.ADMONITION: ("decide_admonition",),
        _K.WARNING: ("decide_warning",),
        _K.GUIDANCE_ORDER: ("decide_guidance_order",),
        _K.SUPERVISION_ORDER: ("decide_supervision_order", "review_supervision_order"),
        _K.PROTECTION_APPLICATION: ("apply_for_protection",),
        _K.PROTECTION_ORDER: ("decide_protection_order", "decide_reconsideration", "decide_extension"),
        _K.DISMISSAL: ("decide_protection_order", "decide_revocation", "refuse_barred_restoration"),
        _K.PLACEMENT_DECISION: ("begin_temporary_guardianship",),
        _K.REVOCATION_APPLICATION: ("file_application", "apply_as_last_resort"),
        _K.SUPPORT_LETTER: ("support_suit",),
        _K.WRITTEN_SUGGESTION: ("suggest_application", "suggest_revocation"),
        _K.REVOCATION_JUDGMENT: ("decide_revocation",),
        _K.RESTORATION_JUDGMENT: ("decide_restoration",),
        _K.MEDIATION: ("decide_revocation",),
        _K.HANDOVER_FORM: ("send_handover", "hand_back_child", "hand_over_child"),
        _K.PENALTY: ("decide_penalty",),
        _K.CARE_CONFIRMATION: ("confirm_care",),
        _K.SCHOOLING_ORDER: ("decide_schooling_order",),
    }
)
"""Codes of the duties whose answer makes a paper of this kind; a draft of it becomes that paper. 由哪项职责作出."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Makers:
    """Who makes a paper that comes from no duty, and the fact row that says so. 作出机关."""

    roles: tuple[Role, ...]
    basis: tuple[str, ...]


BESIDE: Mapping[InstrumentKind, Makers] = MappingProxyType(
    {
        _K.MINOR_ADMONITION: Makers(roles=(Role.POLICE_STATION, Role.COUNTY_POLICE), basis=("B-33",)),
        _K.COURT_ADMONITION: Makers(roles=(Role.COURT,), basis=("E-14",)),
        _K.RECORD: Makers(roles=tuple(Role), basis=()),
    }
)
"""Papers that no duty makes. A record is what anybody writes down about their own work."""


def papers_of(duty_code: str) -> tuple[InstrumentKind, ...]:
    """The papers that the answer to a duty may make; none for most duties. 职责作出的文书.

    >>> [kind.value for kind in papers_of("decide_revocation")]
    ['dismissal', 'revocation_judgment', 'mediation']
    """
    return tuple(kind for kind, codes in MADE_BY.items() if duty_code in codes)
