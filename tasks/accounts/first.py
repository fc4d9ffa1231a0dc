"""The first account of an installation. 首个管理员."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import select

from models import Account
from rules.errors import Conflict
from tasks.accounts.keeping import OneTime, open_account
from tasks.accounts.policy import POLICY, Policy

if TYPE_CHECKING:
    from tasks.office import Office

NAME = "admin"
"""The name that the first administrator signs in with."""


def first_administrator(office: Office, *, policy: Policy = POLICY) -> OneTime | None:
    """An administrator with a password to be used once, where there is no account at all; None where there is one."""
    with office.reading() as desk:
        if desk.session.exec(select(Account.no)).first() is not None:
            return None
    try:
        return open_account(office, NAME, person_no=None, administrator=True, by=None, policy=policy)
    except Conflict:  # another process was first
        return None
