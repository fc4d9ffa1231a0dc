"""Somebody to sign in as, for every post of a rehearsal. 试用账号."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlmodel import col, select

from models import Account, Post
from rules.errors import Refused
from tasks.accounts.keeping import new_account
from tasks.accounts.passwords import folded
from tasks.accounts.policy import POLICY, Policy
from tasks.posts import FoundPost, holder_of, known_post

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

PASSWORD: Final = "qinghe rehearsal 2026"
"""Of all of them: it is published, and what it opens is fictional."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One of the cast. 试用人员."""

    login: str
    post: FoundPost


def make_cast(office: Office, *, policy: Policy = POLICY) -> list[Member]:
    """An account for whoever holds each post now; whoever has one keeps it, and a person with two posts has one.

    Raises: Refused: the database is a live one.
    """
    hashed = policy.hash(PASSWORD)
    with office.writing() as desk:
        if not desk.simulated:
            raise Refused(
                "试用账号只能用于演练库（hutong play、demo、simulate 所建）；正式库请用 hutong account add 建账号",
                "a cast is for a rehearsal only; in a live database open accounts with `hutong account add`",
                field="--cast",
            )
        posts = desk.session.exec(select(Post.no).where(col(Post.open)).order_by(col(Post.no))).all()
        return [member for no in posts if (member := _member(desk, no, hashed))]


def _member(desk: Desk, post_no: str, hashed: str) -> Member | None:
    holder = holder_of(desk, post_no, desk.at)
    if holder is None or holder.person_no is None:
        return None
    post = known_post(desk, post_no, field="post")
    found = desk.session.exec(select(Account.login).where(col(Account.person_no) == holder.person_no)).first()
    return Member(login=found or _opened(desk, post_no, holder.person_no, hashed), post=post)


def _opened(desk: Desk, post_no: str, person_no: str, hashed: str) -> str:
    login = folded(post_no.removeprefix("P-"))
    return new_account(desk, login, hashed, person_no=person_no, by=None).login
