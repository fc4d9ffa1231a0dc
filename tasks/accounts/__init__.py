"""Accounts: who may come in, how they show that it is them, and as whom they act then. 账号与登录.

No rule of this lies in a page or a command.  `signing_in` and `sessions` are for whoever signs in, `keeping` and
`tokens` for administrators, `second_factor` for both; `policy` says how strictly.
"""

from tasks.accounts.first import first_administrator
from tasks.accounts.keeping import AccountView, OneTime, account, accounts, close, open_account, reopen, reset
from tasks.accounts.policy import POLICY, Policy
from tasks.accounts.seats import Seat
from tasks.accounts.second_factor import Enrolment, confirm, enrol, remove
from tasks.accounts.sessions import (
    SessionView,
    change_password,
    end_all_sessions,
    session_of,
    sessions_of,
    sign_out,
    speak,
    take_seat,
)
from tasks.accounts.signed import Begun, SecondFactor, SignedIn
from tasks.accounts.signing_in import give_code, sign_in
from tasks.accounts.tokens import MadeToken, Scope, TokenView, make_token, revoke_token, token_of, tokens_made

__all__ = [
    "POLICY",
    "AccountView",
    "Begun",
    "Enrolment",
    "MadeToken",
    "OneTime",
    "Policy",
    "Scope",
    "Seat",
    "SecondFactor",
    "SessionView",
    "SignedIn",
    "TokenView",
    "account",
    "accounts",
    "change_password",
    "close",
    "confirm",
    "end_all_sessions",
    "enrol",
    "first_administrator",
    "give_code",
    "make_token",
    "open_account",
    "remove",
    "reopen",
    "reset",
    "revoke_token",
    "session_of",
    "sessions_of",
    "sign_in",
    "sign_out",
    "speak",
    "take_seat",
    "token_of",
    "tokens_made",
]
