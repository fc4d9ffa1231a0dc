"""判决后的交接 / After the judgment: the new guardian is recorded, signs for the child, and maintenance goes on.

Ground   民法典 Arts. 36(1), 37; 未成年人保护法 Arts. 94, 108(2).  Three working days are our default (G-92).
A track of guardianship transfer.  Temporary guardianship may outlast the judgment by years: it ends with the receipt.
"""

from __future__ import annotations

from datetime import datetime

from flows.long_term_guardianship import enter_long_term
from flows.temporary_guardianship import Stay
from flows.turns import join
from rules.guardianship import TELL_OF_CHANGE, Leads, Leg
from rules.revocation import (
    APPOINT_GUARDIAN,
    ARRANGE_MAINTENANCE,
    HAND_OVER_CHILD,
    GuardianAppointed,
    GuardianKind,
)
from rules.vocabulary import HandOver, InstrumentKind, ProcedureKind, Role
from tasks.casework import Proceeding


def hand_over_and_maintain(
    case: Proceeding, stay: Stay, losers: tuple[str, ...], *, about: str, since: datetime
) -> Leg:
    """The guardian whom the judgment names takes the child; each who lost goes on paying. 交接与抚养费."""
    case.beside(
        lambda case: _hand_over(case, stay, about=about, since=since),
        *(
            lambda case, adult=adult: case.fulfilled(ARRANGE_MAINTENANCE, since=since, about=join(adult, about))
            for adult in losers
        ),
    )
    return Leg(Leads.NEW_GUARDIAN, since)


def _hand_over(case: Proceeding, stay: Stay, *, about: str, since: datetime) -> None:
    appointed = case.fulfilled(APPOINT_GUARDIAN, since=since, about=about)  # 指定监护人
    case.guardianship_begins(appointed.adult_no, by=appointed)
    if appointed.elsewhere:  # 跨地区移交
        case.open_beside(
            ProcedureKind.HANDOVER,
            since=appointed.happened_at,
            about=HandOver.GUARDIANSHIP,
            owed_by=case.post_of(Role.CIVIL_AFFAIRS),
            receiver=appointed.to_post or None,
            anew=True,
        )
    variant = "elsewhere" if appointed.elsewhere else "default"
    handed = case.fulfilled(HAND_OVER_CHILD, since=appointed.happened_at, about=about, variant=variant)
    stay.left = handed
    case.issue(InstrumentKind.HANDOVER_FORM, handed, about=about)

    case.beside(
        lambda case: case.fulfilled(TELL_OF_CHANGE, since=handed.happened_at, about=about),  # 户籍、学校
        lambda case: _long_term(case, appointed, about=about, since=handed.happened_at),
    )


def _long_term(case: Proceeding, appointed: GuardianAppointed, *, about: str, since: datetime) -> None:
    if appointed.guardian_kind is GuardianKind.CIVIL_AFFAIRS:  # 未成年人保护法 Art. 94(4)
        enter_long_term(case, about=about, since=since)
