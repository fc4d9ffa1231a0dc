"""Erasing what is known of a child, by destroying keys. 销毁密钥 (个人信息保护法 Art. 47).

Nothing is taken out of the journal: the chain goes on to verify, since it covers the sealed text.  What was sealed
under a destroyed key can be read by nobody any more.  Two posts decide together, no case of the child may be open, and
what was reported of several children at once is kept or destroyed by an express word.
What copies elsewhere mean (backups, replicas): docs/howto/evidence.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import col, func, select

from models import Adult, CaseFile, ChildFile, Notice, Outbox, ReportChild, SealedReporter, SubjectKey, Tie
from models.scrubbing import scrub
from rules.errors import Refused
from rules.vocabulary import Term
from tasks.filing import actor_at, child_of
from tasks.journal import SYSTEM, Actor, Entry
from tasks.kinds import Kind
from tasks.no_such import no_such_case

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office
    from vault.vault import SubjectCipher

_WITH_REMAINS = (SubjectKey, ChildFile, SealedReporter)
"""Tables from which an erasure takes something."""


class Shared(Term):
    """What becomes of a report that concerns other children, too. 共同报告的处理."""

    KEEP = "keep", "保留"
    DESTROY = "destroy", "一并销毁"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What was destroyed. 销毁结果.

    Args:
        subjects: numbers whose keys were destroyed: the child, its cases, its reports.
        kept: reports that still can be read, since they concern other children; they name this child, too.
        lost: adults who stand around other children as well and can be read there no longer.
        again: it had been done before; only the files were cleared once more.
    """

    child_no: str
    subjects: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    again: bool = False


def erase(
    office: Office, case_no: str, *, reason: str, by_post: str, second_post: str, shared: Shared | None = None
) -> Erased:
    """Destroy the keys of the child of a case, and clear what they were out of the files of the database.

    Args:
        by_post, second_post: the two posts that decide it, held by two persons.
        shared: what becomes of reports that concern other children whose words stand.
    Raises:
        Refused: no such case or post, one person alone, an open case, a message still to be sent, no word on what is
            shared; nothing is destroyed.
        Unavailable: destroyed and recorded, but the files are in use; the same command again clears them.
    """
    if not reason.strip():
        raise Refused("请写明销毁理由", "say why it is destroyed", field="--reason")
    with office.writing() as desk:
        case = desk.session.exec(select(CaseFile).where(col(CaseFile.no) == case_no).with_for_update()).first()
        if case is None:
            raise no_such_case(case_no)
        child_no = child_of(case)
        by, second = _two_persons(desk, by_post, second_post)
        if erased_at(desk, child_no) is not None:
            erased = Erased(child_no=child_no, again=True)
        else:
            erased = _what_to_destroy(desk, child_no, shared)
            desk.record(_entry(desk, erased, reason, by, second))
    scrub(office.database, _WITH_REMAINS)
    return erased


def erased_at(desk: Desk, subject_no: str) -> datetime | None:
    """When the key of a child, case or report was destroyed; None where it was not."""
    return desk.session.exec(select(SubjectKey.erased_at).where(SubjectKey.subject_no == subject_no)).first()


def erased_with(desk: Desk, case_no: str) -> datetime | None:
    """When the key of the child of a case was destroyed; None where it was not."""
    query = select(SubjectKey.erased_at).join(CaseFile, col(CaseFile.child_no) == col(SubjectKey.subject_no))
    return desk.session.exec(query.where(col(CaseFile.no) == case_no)).first()


def cipher_of_reasons(desk: Desk, case_no: str) -> SubjectCipher:
    """What seals why somebody read or took something out of a case: its key, or ours once the child's was destroyed."""
    return desk.cipher(SYSTEM if erased_with(desk, case_no) is not None else case_no)


def _entry(desk: Desk, erased: Erased, reason: str, by: Actor, second: Actor) -> Entry:
    return Entry(
        chain=erased.child_no,
        kind=Kind.KEY_DESTROYED,
        key=f"erased:{erased.child_no}",
        payload={
            "subjects": list(erased.subjects),
            "kept": list(erased.kept),
            "second_post": second.post_no,
            "second_person": second.person_no,
            "reason_sealed": desk.cipher(SYSTEM).seal("reason", reason),  # outlives what it is about
        },
        happened_at=desk.at,
        by=by,
    )


def _two_persons(desk: Desk, by_post: str, second_post: str) -> tuple[Actor, Actor]:
    """Raises Refused where it is one post, one person, or nobody."""
    by, second = actor_at(desk, by_post), actor_at(desk, second_post)
    for actor, field in ((by, "--by"), (second, "--by-second")):
        if actor.person_no is None:
            raise Refused(
                f"岗位 {actor.post_no} 现无人在岗，不能决定销毁",
                f"nobody holds the post {actor.post_no} now; it cannot decide this",
                field=field,
            )
    if by_post == second_post or by.person_no == second.person_no:
        raise Refused(
            "销毁须由两个岗位的两个人共同决定，请另写一个岗位",
            "two persons at two posts decide this together; name another post",
            field="--by-second",
        )
    return by, second


# ------------------------------------------------------------------------------------------------ what it touches


def _what_to_destroy(desk: Desk, child_no: str, shared: Shared | None) -> Erased:
    cases = list(desk.session.exec(select(CaseFile.no).where(col(CaseFile.child_no) == child_no)))
    _refuse_open_cases(desk, [child_no])
    reports = sorted(set(desk.session.exec(select(ReportChild.report_no).where(col(ReportChild.child_no) == child_no))))
    _refuse_unsent_messages(desk, [*cases, *reports])
    others = _other_children(desk, child_no, reports)
    kept = tuple(sorted(others)) if shared is not Shared.DESTROY else ()
    subjects = _with_a_key(desk, [child_no, *sorted(cases), *(no for no in reports if no not in kept)])
    lost = _adults_of_others(desk, child_no, subjects)
    if shared is None and (others or lost):
        raise _shared(sorted(others), sorted(lost))
    touched = [*lost.values(), *(others.values() if shared is Shared.DESTROY else ())]
    _refuse_open_cases(desk, [no for children in touched for no in children])  # whoever is at work there needs it
    return Erased(child_no=child_no, subjects=subjects, kept=kept, lost=tuple(sorted(lost)))


def _refuse_open_cases(desk: Desk, children: list[str]) -> None:
    query = select(CaseFile.no).where(col(CaseFile.child_no).in_(children), col(CaseFile.state) == "open")
    still = sorted(desk.session.exec(query))
    if still:
        raise Refused(
            f"仍有在办个案（{'、'.join(still)}），结案后方可销毁",
            f"there are open cases ({', '.join(still)}); close them first",
            field="NO",
        )


def _refuse_unsent_messages(desk: Desk, chains: list[str]) -> None:
    """A message to a reporter needs what would be destroyed."""
    query = select(func.count()).select_from(Outbox).join(Notice, col(Notice.no) == col(Outbox.notice_no))
    waiting = desk.session.exec(query.where(col(Notice.chain).in_(chains))).one()
    if waiting:
        raise Refused(
            f"还有 {waiting} 条通知尚未发出，请先送达：hutong sweep",
            f"{waiting} messages are still to be sent; deliver them first: hutong sweep",
            field="NO",
        )


def _other_children(desk: Desk, child_no: str, reports: list[str]) -> dict[str, list[str]]:
    """Reports that concern other children whose words stand, each with those children."""
    query = (
        select(ReportChild.report_no, ReportChild.child_no)
        .join(SubjectKey, col(SubjectKey.subject_no) == col(ReportChild.child_no))
        .where(col(ReportChild.report_no).in_(reports), col(ReportChild.child_no) != child_no)
        .where(col(SubjectKey.wrapped).is_not(None))
    )
    return _by_first(desk.session.exec(query))


def _by_first(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for first, second in pairs:
        found.setdefault(first, []).append(second)
    return found


def _with_a_key(desk: Desk, subjects: list[str]) -> tuple[str, ...]:
    query = select(SubjectKey.subject_no).where(
        col(SubjectKey.subject_no).in_(subjects), col(SubjectKey.wrapped).is_not(None)
    )
    standing = set(desk.session.exec(query))
    return tuple(no for no in subjects if no in standing)


def _adults_of_others(desk: Desk, child_no: str, subjects: tuple[str, ...]) -> dict[str, list[str]]:
    """Adults sealed under these keys who stand around other children whose words stand, each with those children."""
    query = (
        select(Adult.no, Tie.child_no)
        .join(Tie, col(Tie.adult_no) == col(Adult.no))
        .join(SubjectKey, col(SubjectKey.subject_no) == col(Tie.child_no))
        .where(col(Adult.subject_no).in_(subjects), col(Tie.child_no) != child_no)
        .where(col(SubjectKey.wrapped).is_not(None))
    )
    return _by_first(desk.session.exec(query))


def _shared(reports: list[str], adults: list[str]) -> Refused:
    listed = "、".join([*reports, *adults])
    return Refused(
        f"报告或相关成年人（{listed}）还涉及其他儿童。请加 --shared keep（保留共同报告，其中仍能读到本儿童的信息）或 "
        "--shared destroy（一并销毁）；仅以本儿童密钥登记的成年人，两种情况下都不再可读，请先在其他儿童档案另行登记",
        f"reports or adults ({', '.join([*reports, *adults])}) concern other children, too. Say --shared keep (such "
        "reports stay, and this child can still be read in them) or --shared destroy; adults sealed under this "
        "child's key are lost either way: enter them anew around the other child first",
        field="--shared",
    )
