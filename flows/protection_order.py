"""人身安全保护程序 / Protection order: applied for, ruled on, served, watched, and its end seen before it comes.

Ground   反家庭暴力法 Arts. 23–34; 法释〔2022〕17号; 法发〔2022〕10号 pts. 13–18.
Ends in  completed (no longer needed) · lapsed (its term ran out, the child is safe) · dismissed · withdrawn (the
         application, or the order) · declined (nobody applies, and a second office agrees) · child died.
Opens    emergency placement (not safe, and no further order) · what is decided after new harm.
It does not end at eighteen.  An extension must be asked for before the order lapses; afterwards only a new
application helps (Art. 30).  The order runs on while it is reconsidered (Art. 31).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import count

from flows.orders import POLICE, Track, after_harm, nth, open_next, serve_each
from flows.procedure import procedure
from flows.protection_application import Ruled, applied_and_ruled
from rules.moments import civil_day
from rules.protection import (
    CONSIDER_RENEWAL,
    DECIDE_BREACH,
    DECIDE_EXTENSION,
    POLICE_ON_BREACH,
    PREPARE_POLICE_HELP,
    PROTECTION_REVISIT,
    SAFETY_CHECK_AT_END,
    SEND_PROTECTION_ORDER,
    SERVE_PROTECTION_ORDER,
    ProtectionRuling,
    Renewal,
    RenewalConsidered,
    RulingOutcome,
)
from rules.vocabulary import CloseReason, InstrumentKind, PartyRole, ProcedureKind, Sanction, Turning
from tasks.casework import Proceeding
from tasks.orders import Breach, Order, Version

Turns = Iterator[int]


@procedure(ProcedureKind.PROTECTION_ORDER, ends_at=(Turning.DIED,))
def protection_order(case: Proceeding) -> None:
    """A child who is beaten, or about to be, is protected by an order of the court. 人身安全保护令."""
    turns = count(1)
    turn = next(turns)
    ruled = applied_and_ruled(case, turn, since=case.since_at, applicant=case.owed_by_post)
    if ruled is None:
        case.close(CloseReason.DECLINED)
    elif ruled.withdrawn:
        case.close(CloseReason.WITHDRAWN)
    elif ruled.ruling and ruled.granted:
        _in_force(case, ruled, ruled.ruling, turn, turns)
    else:
        case.close(CloseReason.DISMISSED)


def _in_force(
    case: Proceeding, ruled: Ruled, ruling: ProtectionRuling, turn: int, turns: Turns, follows: Order | None = None
) -> None:
    """The order, from the ruling to the end of its term or of the last that follows it. 保护令生效期间."""
    named = (ruling.adult_no,) if ruling.adult_no else ()
    order = case.issue(
        InstrumentKind.PROTECTION_ORDER,
        ruling,
        about=nth(turn),
        to=case.parties(PartyRole.RESPONDENT) or named,
        valid_until=ruling.until,
        follows=follows,
        in_part=ruling.outcome is RulingOutcome.GRANTED_IN_PART,
    )
    since = ruling.happened_at  # 自作出之日起生效
    case.beside(
        lambda case: _end_of_term(case, order, ruled, turn, turns),  # first: it may end the others
        lambda case: serve_each(case, order, SERVE_PROTECTION_ORDER, since=since, turn=turn, owed_by=ruled.court),
        lambda case: case.fulfilled(  # 送达申请人、派出所、居（村）委会
            SEND_PROTECTION_ORDER, since=since, about=nth(turn), owed_by=ruled.court
        ),
        lambda case: case.fulfilled(PREPARE_POLICE_HELP, since=since, about=nth(turn)),  # 公安协助执行
        lambda case: _revisits(case, order),
        lambda case: _breaches(case, order, ruled.court),
        lambda case: _harm_again(case, order),
    )


# --- while it is in force ---------------------------------------------------------------------------------------


def _revisits(case: Proceeding, order: Order) -> None:
    """Somebody looks every week while the last order is in force; a breach that is found goes to the police. 回访."""
    if not _is_last(case, order):  # the order that follows it has taken the revisits over
        return

    def visiting(case: Proceeding) -> None:
        since = order.issued_at
        for visit in count(1):
            since = case.fulfilled(PROTECTION_REVISIT, since=since, about=str(visit)).happened_at

    found = [
        _police_on_breach(f"visit-{n}", visit.happened_at)
        for n, visit in enumerate(case.recorded(PROTECTION_REVISIT), start=1)
        if visit.order_broken
    ]
    case.beside(*found, visiting)


def _breaches(case: Proceeding, order: Order, court: str | None) -> None:
    """Every breach: the police come, the court decides what follows; nothing, perhaps, but not silence. 违反保护令."""

    def deciding(breach: Breach) -> Track:
        def decide(case: Proceeding) -> None:
            if breach.sanction is not Sanction.PENDING:  # decided already, and entered as such
                case.release(DECIDE_BREACH, about=breach.no)
                return
            decision = case.fulfilled(DECIDE_BREACH, since=breach.happened_at, about=breach.no, owed_by=court)
            case.decide_breach(breach, by=decision, sanction=decision.sanction, confidential=decision.confidential)

        return decide

    tracks = [(_police_on_breach(breach.no, breach.happened_at), deciding(breach)) for breach in order.breaches]
    case.beside(*(track for both in tracks for track in both))


def _police_on_breach(about: str, at: datetime) -> Track:
    def police(case: Proceeding) -> None:
        case.fulfilled(POLICE_ON_BREACH, since=at, about=about)

    return police


def _harm_again(case: Proceeding, order: Order) -> None:
    """What else new harm calls for; the order stays in force. 再次侵害."""
    visits = case.recorded(PROTECTION_REVISIT)
    after_harm(
        case,
        since=order.issued_at,
        visits=visits,
        owed_by=case.post_of(*POLICE),
        then=lambda case, decision, about: open_next(case, decision, order.addressees, about=about),
    )


def _is_last(case: Proceeding, order: Order) -> bool:
    return case.orders(InstrumentKind.PROTECTION_ORDER)[-1].no == order.no


# --- the end of the term ----------------------------------------------------------------------------------------


def _end_of_term(case: Proceeding, order: Order, ruled: Ruled, turn: int, turns: Turns) -> None:
    """Fifteen days before the end somebody says what becomes of the protection. 期满前评估 (Art. 30)."""
    if order.ended and _is_last(case, order):  # 撤销
        case.close(CloseReason.WITHDRAWN)
    for earlier in order.versions[:-1]:
        case.release(CONSIDER_RENEWAL, about=nth(turn, earlier.about))
        case.release(DECIDE_EXTENSION, about=nth(turn, earlier.about))
        case.release(SAFETY_CHECK_AT_END, about=nth(turn, earlier.about))
    version = order.versions[-1]
    if version.valid_until is None:
        return

    about = nth(turn, version.about)
    choice = case.fulfilled(
        CONSIDER_RENEWAL,
        since=version.from_at,
        about=about,
        ends_on=version.valid_until,
        owed_by=ruled.applicant,
    )
    if choice.renewal is Renewal.EXTEND and civil_day(choice.happened_at) <= version.valid_until:
        extension = case.fulfilled(DECIDE_EXTENSION, since=choice.happened_at, about=about, owed_by=ruled.court)
        if extension.granted and extension.until:
            longer = case.extend(order, by=extension, until=extension.until)
            _end_of_term(case, longer, ruled, turn, turns)
            return
    elif choice.renewal in {Renewal.EXTEND, Renewal.NEW_ORDER} and _protected_again(
        case, order, ruled, turns, since=choice.happened_at
    ):  # 已失效的，只能重新申请
        return
    _let_end(case, order, ruled, choice, version, about, turns)


def _protected_again(case: Proceeding, order: Order, ruled: Ruled, turns: Turns, *, since: datetime) -> bool:
    """A further application; whether there is a further order. 重新申请."""
    turn = next(turns)
    again = applied_and_ruled(case, turn, since=since, applicant=ruled.applicant)
    if again is None or again.ruling is None or not again.granted:
        return False
    _in_force(case, again, again.ruling, turn, turns, follows=order)
    return True


def _let_end(
    case: Proceeding,
    order: Order,
    ruled: Ruled,
    choice: RenewalConsidered,
    version: Version,
    about: str,
    turns: Turns,
) -> None:
    """The order runs out only after somebody has seen that the child is safe without it. 期满安全核查."""
    check = case.fulfilled(SAFETY_CHECK_AT_END, since=choice.happened_at, about=about, ends_on=version.valid_until)
    if not check.safe:
        if _protected_again(case, order, ruled, turns, since=check.happened_at):
            return
        case.open_beside(ProcedureKind.EMERGENCY_PLACEMENT, since=check.happened_at, anew=True)
    case.end(order, by=check)
    not_needed = choice.renewal is Renewal.NOT_NEEDED
    case.close(CloseReason.COMPLETED if not_needed else CloseReason.LAPSED)
