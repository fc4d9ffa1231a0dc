"""What a password and a name to sign in with must be. 密码与登录名.

Twelve characters at least.  There is no list of common passwords here: of the thousand most common hardly any has
twelve, and those that have are a short word made long: repeated, counted on, or written along the keyboard.  What is
left of a password without such runs, and without the name and the words that everybody uses, must be long enough
itself.  The length and the rule are ours, not law.
"""

from __future__ import annotations

import re
import secrets
import unicodedata

from rules.errors import Refused

LEAST = 12
"""Characters of a password (our default; a passphrase of three words is longer)."""

MOST = 200
"""Characters of a password: nobody types more, and hashing is work."""

_OWN = 6  # characters that are left without what everybody writes
_DIFFERENT = 5
_WORDS = re.compile(
    r"password|passw0rd|hutong|admin|administrator|welcome|letmein|iloveyou|qwerty|woaini|mima|5201314|1314520|520|"
    r"huton|youxiang|guanliyuan|china|zhongguo|monkey|dragon|test|user|root|(?:19|20)\d\d",
    re.IGNORECASE,
)
_ROWS = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb")
_RUN = 3  # from so many neighbours on it is a run
_REPEATED = re.compile(r"(.{1,6}?)\1+")
_NAME = re.compile(r"[^\W_][\w.@-]{1,63}")


def read_login(name: str) -> str:
    """A name to sign in with, as it is kept: `Zheng.Min` and `zheng.min` are one. Raises Refused."""
    login = folded(name)
    if not login:
        raise Refused(
            "登录名为 2 至 64 个字母或数字，可含 . _ - @，以字母或数字开头",
            "a name to sign in with has 2 to 64 letters or digits, perhaps . _ - @, and begins with a letter or digit",
            field="login",
        )
    return login


def folded(name: str) -> str:
    """A name as it is looked for; nothing for what can be nobody's name, and no database is asked about that."""
    written = unicodedata.normalize("NFKC", name).strip().casefold()
    return written if _NAME.fullmatch(written) else ""


def refuse_weak(password: str, login: str) -> None:
    """Raises Refused: too short, too long, or guessed by whoever tries what everybody writes."""
    written = unicodedata.normalize("NFKC", password)
    if not LEAST <= len(written) <= MOST:
        raise Refused(
            f"密码须为 {LEAST} 至 {MOST} 个字符，可用几个不相干的词连成一句",
            f"a password has {LEAST} to {MOST} characters; some words that have nothing to do with one another will do",
            field="password",
        )
    if login in written.casefold():
        raise Refused("密码不能含有登录名", "a password may not hold the name one signs in with", field="password")
    if len(set(written)) < _DIFFERENT or len(_rest(written.casefold())) < _OWN:
        raise Refused(
            "密码过于常见：不要用连续或重复的字符、年份和人人都用的词",
            "too easy to guess: no runs, no repetition, no years, no words that everybody uses",
            field="password",
        )


def one_time_password() -> str:
    """Eighty random bits, to be read out or typed from paper."""
    letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32, without 0 and 1 and what is read as them
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def _rest(password: str) -> str:
    """What is left without words, runs and repetitions."""
    return _REPEATED.sub(r"\1", _without_runs(_WORDS.sub("", password)))


def _without_runs(text: str) -> str:
    left, start = "", 0
    while start < len(text):
        length = _run_at(text, start)
        left += "" if length >= _RUN else text[start : start + length]
        start += length
    return left


def _run_at(text: str, start: int) -> int:
    """How many characters from here on are neighbours in the alphabet or on a keyboard, to the right or to the left."""
    longest = 1
    for row in (*_ROWS, *(row[::-1] for row in _ROWS)):
        length = 1
        while text[start : start + length + 1] in row and start + length < len(text):
            length += 1
        if text[start] in row:
            longest = max(longest, length)
    return longest
