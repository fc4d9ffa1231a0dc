"""劝诫、制止程序 / Dissuasion: who fails a child is spoken to, and looked at again; the police hear of the rest.

Ground   未成年人保护法 Art. 118(1) (B-29); 家庭教育促进法 Art. 48 (C-01); 民发〔2024〕35号 四(十) (NA-10).  No text
         has a number: when, and what counts as refused, is our default (HT-191, HT-192).
Ends in  completed (it has stopped, and somebody saw so) · moved on (serious, refused or not stopped: reported to the
         police, whose admonition begins) · came of age · child died.
Opens    police admonition.
The duty is the committee's; a school or another unit that dissuades is named when the procedure is opened.
"""

from __future__ import annotations

from datetime import datetime

from flows.orders import open_against
from flows.procedure import procedure
from rules.dissuasion import (
    CHECK_DISSUASION,
    DISSUADE_GUARDIAN,
    REPORT_CONDUCT,
    Dissuaded,
    DissuasionChecked,
    DissuasionResponse,
)
from rules.vocabulary import CloseReason, PartyRole, ProcedureKind, Turning
from tasks.casework import Proceeding


@procedure(ProcedureKind.DISSUASION, ends_at=(Turning.CAME_OF_AGE, Turning.DIED))
def dissuasion(case: Proceeding) -> None:
    """A guardian is dissuaded and stopped; what does not stop goes to the police. 劝诫、制止."""
    by = case.owed_by_post
    in_vain = dissuaded_in_vain(case, since=case.since_at, owed_by=by)
    if in_vain is not None:
        _to_the_police(case, since=in_vain.happened_at, owed_by=by)
    case.close(CloseReason.COMPLETED)


def _to_the_police(case: Proceeding, *, since: datetime, owed_by: str | None) -> None:
    """The police have the report, and their admonition begins. 及时向公安机关报告."""
    reported = case.fulfilled(REPORT_CONDUCT, since=since, owed_by=owed_by)
    against = case.parties(PartyRole.RESPONDENT)
    open_against(case, ProcedureKind.POLICE_ADMONITION, against, since=reported.happened_at)
    case.close(CloseReason.MOVED_ON)


def dissuaded_in_vain(
    case: Proceeding, *, since: datetime, about: str = "", owed_by: str | None = None
) -> Dissuaded | DissuasionChecked | None:
    """The finding from which on the police must hear of it; None: it has stopped, and somebody saw so. 劝诫、回看.

    Args:
        about: tells apart several findings of one procedure.
        owed_by: who dissuades, where it is not the committee.
    """
    said = case.fulfilled(DISSUADE_GUARDIAN, since=since, about=about, owed_by=owed_by)
    if said.serious or said.dissuasion_response is DissuasionResponse.REFUSED:
        case.release(CHECK_DISSUASION, about=about)
        return said
    looked = case.fulfilled(CHECK_DISSUASION, since=said.happened_at, about=about, owed_by=owed_by)
    return None if looked.stopped else looked
