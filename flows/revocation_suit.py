"""撤销监护人资格 / A guardian is disqualified: who applies, the suit, the judgment on each guardian, the hand-over.

Ground   民法典 Arts. 36–37; 未成年人保护法 Arts. 106, 108; 民事诉讼法 Art. 187; 法律援助法 Arts. 32, 43–44.
A track of guardianship transfer.  Where nobody applies civil affairs must; where it does not, the procuratorate
suggests it in writing or says that there is no case.  The judgment speaks of each guardian by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import count

from flows.handing_over import hand_over_and_maintain
from flows.temporary_guardianship import Stay
from flows.turns import join, known, respondents
from rules.guardianship import Leads, Leg
from rules.revocation import (
    ACCEPT_APPLICATION,
    APPLY_AS_LAST_RESORT,
    ASSIGN_LAWYER,
    DECIDE_LEGAL_AID,
    DECIDE_REVOCATION,
    FILE_APPLICATION,
    HAND_OVER_CHILD,
    MEET_LAWYER,
    NAME_APPLICANT,
    SEEK_LEGAL_AID,
    SUGGEST_APPLICATION,
    SUPPORT_SUIT,
    ApplicantKind,
    ApplicationMade,
    RevocationDecided,
    SuitOutcome,
)
from rules.vocabulary import InstrumentKind, ProcedureKind, Role
from tasks.casework import Proceeding

FILED_BY: dict[ApplicantKind, tuple[Role, ...]] = {
    ApplicantKind.QUALIFIED_PERSON: (Role.CIVIL_AFFAIRS,),  # a person holds no post: civil affairs sees to it
    ApplicantKind.COMMITTEE: (Role.COMMITTEE, Role.CIVIL_AFFAIRS),
    ApplicantKind.SCHOOL: (Role.SCHOOL, Role.CIVIL_AFFAIRS),
    ApplicantKind.HOSPITAL: (Role.HOSPITAL, Role.CIVIL_AFFAIRS),
    ApplicantKind.WOMENS_FEDERATION: (Role.WOMENS_FEDERATION, Role.CIVIL_AFFAIRS),
    ApplicantKind.DISABLED_FEDERATION: (Role.CIVIL_AFFAIRS,),
    ApplicantKind.PROTECTION_ORGANISATION: (Role.RELIEF_INSTITUTION, Role.CIVIL_AFFAIRS),
}

PUBLIC = "public_interest"
"""What the suggestion is about that a suit brings up."""

LAST_RESORT = frozenset({ApplicantKind.CIVIL_AFFAIRS, ApplicantKind.NOBODY})


@dataclass(frozen=True)
class Verdict:
    """What became of the application for one guardian. 对一名被申请人的裁判."""

    adult: str
    decided: RevocationDecided


def revocation_suit(case: Proceeding, stay: Stay, *, about: str, since: datetime) -> Leg:
    """From the question who applies to a child in the hands of its guardian. 撤销监护人资格."""
    named = case.fulfilled(NAME_APPLICANT, since=since, about=about)  # 确定申请人
    filed = _application(case, named.applicant_kind, about=about, since=named.happened_at)
    if not filed.applied:
        return Leg(Leads.DECISION, filed.happened_at)
    case.issue(InstrumentKind.REVOCATION_APPLICATION, filed, about=about, to=known(respondents(case)))

    verdicts = _suit(case, about=about, since=filed.happened_at)
    if not verdicts:
        return Leg(Leads.DECISION, filed.happened_at)  # 不予受理
    return _after(case, stay, verdicts, about=about)


def _application(case: Proceeding, kind: ApplicantKind, *, about: str, since: datetime) -> ApplicationMade:
    """Whoever was named applies, or else civil affairs must. 提出申请."""
    if kind not in LAST_RESORT:
        filed = case.fulfilled(FILE_APPLICATION, since=since, about=about, owed_by=case.post_of(*FILED_BY[kind]))
        if filed.applied:
            return filed
        since = filed.happened_at

    variant = "default"
    for turn in count(1):  # 民法典 Art. 36(3)
        matter = join(about, "" if turn == 1 else f"no{turn}")
        last = case.fulfilled(APPLY_AS_LAST_RESORT, since=since, about=matter, variant=variant)
        if last.applied:
            return last
        letter = case.fulfilled(SUGGEST_APPLICATION, since=last.happened_at, about=matter)  # 书面建议
        if not letter.suggests:
            return last
        case.issue(InstrumentKind.WRITTEN_SUGGESTION, letter, about=matter)
        since, variant = letter.happened_at, "after_suggestion"
    raise AssertionError("nobody applies, and nobody says so")


def _suit(case: Proceeding, *, about: str, since: datetime) -> list[Verdict]:
    """The court's case, and beside it what helps the child; that is needless once the suit is over. 诉讼."""
    ended: list[list[Verdict]] = []
    case.beside(
        lambda case: ended.append(_verdicts(case, about=about, since=since)),
        lambda case: _support(case, about=about, since=since, over=bool(ended)),
        lambda case: _legal_aid(case, about=about, since=since, over=bool(ended)),
    )
    return ended[0]


def _verdicts(case: Proceeding, *, about: str, since: datetime) -> list[Verdict]:
    """One decision for each guardian, each on its own ground; none where the court does not take the case. 裁判."""
    accepted = case.fulfilled(ACCEPT_APPLICATION, since=since, about=about)  # 立案
    if not accepted.court_accepts:
        return []
    verdicts: list[Verdict] = []
    case.beside(
        *(
            lambda case, adult=adult: verdicts.append(
                Verdict(
                    adult,
                    case.fulfilled(DECIDE_REVOCATION, since=accepted.happened_at, about=join(adult, about)),
                )
            )
            for adult in respondents(case)
        )
    )
    return verdicts


def _support(case: Proceeding, *, about: str, since: datetime, over: bool) -> None:
    """The procuratorate may stand beside the applicant. 支持起诉."""
    if over:
        case.release(SUPPORT_SUIT, about=about)
        return
    decision = case.fulfilled(SUPPORT_SUIT, since=since, about=about)
    if decision.supports:
        case.issue(InstrumentKind.SUPPORT_LETTER, decision, about=about)
    if decision.public_interest:  # 涉及公共利益 (福建 FJ-6e): a matter of its own, which the suit does not wait for
        prosecutor = case.post_of(Role.PROCURATORATE)
        case.open_beside(ProcedureKind.SUGGESTION, since=decision.happened_at, about=PUBLIC, owed_by=prosecutor)


def _legal_aid(case: Proceeding, *, about: str, since: datetime, over: bool) -> None:
    """A lawyer for the child; no means test where it was abused, abandoned or beaten. 法律援助."""
    if over:
        case.release(SEEK_LEGAL_AID, about=about)
        case.release(DECIDE_LEGAL_AID, about=about)
        case.release(ASSIGN_LAWYER, about=about)
        case.release(MEET_LAWYER, about=about)
        return
    sought = case.fulfilled(SEEK_LEGAL_AID, since=since, about=about)
    if not sought.aid_sought:
        return
    decision = case.fulfilled(DECIDE_LEGAL_AID, since=sought.happened_at, about=about)
    if not decision.aid_granted:
        return
    assigned = case.fulfilled(ASSIGN_LAWYER, since=decision.happened_at, about=about)
    case.fulfilled(MEET_LAWYER, since=assigned.happened_at, about=about)


def _after(case: Proceeding, stay: Stay, verdicts: list[Verdict], *, about: str) -> Leg:
    """Revoked for one is enough for a new guardian; else agreed, given up or dismissed. 裁判之后."""
    by_outcome = {verdict.decided.suit_outcome: verdict.decided for verdict in verdicts}
    to = known(tuple(verdict.adult for verdict in verdicts))

    if revoked := by_outcome.get(SuitOutcome.REVOKED):
        case.issue(InstrumentKind.REVOCATION_JUDGMENT, revoked, about=about, to=to)
        for verdict in verdicts:
            if verdict.decided.suit_outcome is SuitOutcome.REVOKED:
                case.guardianship_ends(verdict.adult, by=verdict.decided)
        losers = tuple(one.adult for one in verdicts if one.decided.suit_outcome is SuitOutcome.REVOKED)
        return hand_over_and_maintain(case, stay, losers, about=about, since=revoked.happened_at)

    if mediated := by_outcome.get(SuitOutcome.MEDIATED):
        case.issue(InstrumentKind.MEDIATION, mediated, about=about, to=to)
        if stay.in_care:
            stay.left = case.fulfilled(HAND_OVER_CHILD, since=mediated.happened_at, about=about)  # 按调解协议交接
        return Leg(Leads.MEDIATED, mediated.happened_at)

    if dismissed := by_outcome.get(SuitOutcome.DISMISSED):
        case.issue(InstrumentKind.DISMISSAL, dismissed, about=about, to=to)
        return Leg(Leads.DECISION if stay.in_care else Leads.DISMISSED, dismissed.happened_at)

    withdrawn = by_outcome[SuitOutcome.WITHDRAWN]
    return Leg(Leads.DECISION if stay.in_care else Leads.WITHDRAWN, withdrawn.happened_at)
