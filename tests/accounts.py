"""People who sign in, in a test: real passwords, kept with parameters that cost nothing. 测试用的账号."""

from __future__ import annotations

from argon2 import PasswordHasher

from tasks.accounts import Begun, Policy, change_password, open_account, sign_in, sign_out
from tasks.office import Office

CHEAP = Policy(hasher=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
"""The same rules; only hashing is fast."""

PASSWORD = "correct horse 河边"
CIVIL, LEADER = "W-003", "W-004"


def an_account(office: Office, name: str = "zheng", *, person: str | None = CIVIL, administrator: bool = False) -> str:
    """An account whose one-time password was changed; its number."""
    made = open_account(office, name, person_no=person, administrator=administrator, by=None, policy=CHEAP)
    begun = sign_in(office, name, made.password, policy=CHEAP)
    begun = change_password(office, begun.token, made.password, PASSWORD, policy=CHEAP)
    sign_out(office, begun.token, policy=CHEAP)
    return made.account_no


def signed_in(office: Office, name: str = "zheng", code: str | None = None) -> Begun:
    """Signed in with the usual password."""
    return sign_in(office, name, PASSWORD, code, policy=CHEAP)
