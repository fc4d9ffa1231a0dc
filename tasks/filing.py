"""Entering a fact into a case: the case locked, the person named, the moment looked at. 立卷.

What all the acts have in common that are no answer to a duty.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from models import CaseFile, Procedure
from rules.errors import Refused
from rules.vocabulary import ProcedureKind
from rules.when import When
from tasks.journal import Actor, Entry
from tasks.kinds import Kind
from tasks.no_such import no_such_case
from tasks.posts import holder_of, known_post
from tasks.procedures import open_procedures
from tasks.wording import say_moment

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office
    from vault.vault import SubjectCipher


@dataclass(frozen=True, kw_only=True)
class Filing:
    """A case, locked for one act, and who acts. 卷宗.

    Args:
        desk: the transaction.
        case: the case as it stands.
        by: whoever acts.
    """

    desk: Desk
    case: CaseFile
    by: Actor

    @property
    def cipher(self) -> SubjectCipher:
        """What seals words about the child of this case; in an agency's own file, the file's key."""
        return self.desk.cipher(self.case.subject_no)

    @property
    def child_no(self) -> str:
        """The child whose file this is. Raises Refused in a file that is no child's."""
        return child_of(self.case)

    def sealed(self, field: str, words: str | None) -> str | None:
        """Free words under the key of this file; nothing for nothing."""
        return self.cipher.seal(field, words) if words and words.strip() else None

    def record(
        self,
        kind: Kind,
        payload: dict[str, Any],
        *,
        when: When,
        key: str = "",
        procedure_no: str | None = None,
        chain: str | None = None,
        basis: tuple[str, ...] = (),
    ) -> int:
        """Write one fact down. Returns its number in the chain.

        Args:
            key: what makes it happen once; without one it may happen as often as it is entered.
        """
        entry = Entry(
            chain=chain or self.case.no,
            kind=kind,
            key=key or f"{kind}:{self.desk.office.entropy(12).hex()}",
            payload=payload,
            happened_at=when.at,
            precision=when.precision,
            by=self.by,
            procedure_no=procedure_no,
            basis=basis,
        )
        return self.desk.record(entry)[0].n

    def wake_open_procedures(self, why: str) -> None:
        """Let every open procedure of the case look again."""
        for number in open_procedures(self.desk, self.case.no):
            self.desk.wake(number, why)


def child_of(case: CaseFile) -> str:
    """Number of the child whose file this is. 所涉儿童. Raises Refused in an agency's own file."""
    if case.child_no is None:
        raise no_child_in(case.no)
    return case.child_no


def no_child_in(case_no: str) -> Refused:
    """An agency's own duties are no child's: there is nobody in this file."""
    return Refused(
        f"{case_no} 是机关事项卷宗，不涉及儿童",
        f"{case_no} is the file of an agency's own duties: there is no child in it",
        field="NO",
    )


@contextmanager
def filing(
    office: Office, case_no: str, *, by_post: str | None, when: When | None = None, closed_too: bool = False
) -> Iterator[Filing]:
    """One transaction on one case.

    Args:
        by_post: number of the post that acts.
        when: the moment that is entered; one in the future is refused.
        closed_too: whether it may be entered into a case that is closed.
    Raises: Refused: no such case or post, a closed case, a moment to come; nothing is written.
    """
    with office.writing() as desk:
        case = desk.session.exec(select(CaseFile).where(col(CaseFile.no) == case_no).with_for_update()).first()
        if case is None:
            raise no_such_case(case_no)
        if case.state == "closed" and not closed_too:
            raise Refused(
                f"个案 {case_no} 已结案；请先用 hutong case reopen {case_no} 重新立案",
                f"case {case_no} is closed; reopen it first: hutong case reopen {case_no}",
                field="NO",
            )
        if when is not None:
            refuse_the_future(desk, when)
        yield Filing(desk=desk, case=case, by=actor_at(desk, by_post))


def actor_at(desk: Desk, by_post: str | None) -> Actor:
    """Whoever sits at a post now. Raises Refused where no post is named or there is no such post."""
    if not by_post:
        raise Refused("请写明由哪个岗位办理（--by 岗位编号）", "say which post does it (--by POST)", field="by")
    known_post(desk, by_post, field="by")
    return holder_of(desk, by_post, desk.at) or Actor(post_no=by_post)


def refuse_the_future(desk: Desk, when: When, *, field: str = "at") -> None:
    """What has not happened cannot be entered as having happened."""
    if when.earliest is not None and when.earliest > desk.at:
        raise Refused(
            f"发生时间在将来（现在是 {say_moment(desk.at, 'zh')}），请核对",
            f"this lies in the future (it is {say_moment(desk.at, 'en')} now); check it",
            field=field,
        )


def procedure_of(filed: Filing, named: str) -> Procedure:
    """The procedure of this case that is named by its number, or by its kind where only one is open. 所指程序."""
    query = select(Procedure).where(col(Procedure.case_no) == filed.case.no)
    rows = filed.desk.session.exec(query.order_by(col(Procedure.opened_at), col(Procedure.no))).all()
    found = [row for row in rows if row.no == named]
    if not found:
        wanted = {kind.value for kind in ProcedureKind if named in (kind.value, kind.zh)}
        found = [row for row in rows if row.kind in wanted]
        found = [row for row in found if row.state == "open"] or found[-1:]
    if len(found) == 1:
        return found[0]
    listed = "、".join(f"{row.no}（{ProcedureKind(row.kind).zh}）" for row in (found or rows)) or "无"
    raise Refused(
        f"请用编号指明本个案的程序：{listed}",
        f"name a procedure of this case by its number: {', '.join(row.no for row in (found or rows)) or 'none'}",
        field="procedure",
    )
