"""What a reporter takes home: the number, the code, who was told, what comes next. 报告回执.

The code is what a reporter proves later that a report is theirs with, without a name: whoever has the number only
(every post that was told has it) does not have the code.  It is computed from the number under a key of its own and
stored nowhere: no table holds it, a copy of the database gives none away, and the receipt of a report that was sent
twice is the same.  It cannot be changed for one report alone; what it opens is told in `tasks.what_became`.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from rules.vocabulary import Force, Role, UnitKind
from tasks import messages, wording
from tasks.numbers import ALPHABET

if TYPE_CHECKING:
    from packs.pack import Pack
    from tasks.desk import Desk
    from tasks.posts import FoundPost
    from vault.vault import Vault

_CODE_LENGTH = 8
"""Forty bits: at ten wrong tries in a quarter of an hour, a thousand addresses guess for thirty years to hit one in a
hundred."""

_MISREAD = str.maketrans("OIL", "011")  # letters that the alphabet lacks, and what they were meant for

_NEXT = ("police_acceptance", "triage", "child_seen")
_OWED_TO_UNITS = ("feedback_on_progress", "feedback_before_prosecution")
_OWED_TO_ALL = ("tell_reporter",)


def code_of(vault: Vault, report_no: str) -> str:
    """The code of a report's receipt, such as `4F7K-2M9Q`. 查询码."""
    bits = int.from_bytes(vault.keyed("receipt code", report_no)[:5])
    code = "".join(ALPHABET[(bits >> 5 * place) & 31] for place in reversed(range(_CODE_LENGTH)))
    return f"{code[:4]}-{code[4:]}"


def is_code_of(vault: Vault, report_no: str, typed: str) -> bool:
    """Whether this is that code, however it was typed; takes the same time whatever is wrong with it."""
    return hmac.compare_digest(plain(code_of(vault, report_no)).encode(), plain(typed).encode())


def plain(typed: str) -> str:
    """A number or a code as it is compared: no hyphens, no white space, no letter that is taken for a digit.

    >>> plain(" 4f7k-2mOl ")
    '4F7K2M01'
    """
    return "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_MISREAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that is owed after a report. 后续事项.

    Args:
        who: whose it is first, by these rules; None: nobody's by its role.
        starts: what its period is counted from.
        law_word: what the law says where it gives no number, or its own words for the number; in Chinese.
        force: of the number: a default of ours is never shown as law.
        basis: of the number.
        ground: article on which the step itself rests.
    """

    who: Role | None
    zh: str
    en: str
    within_zh: str
    within_en: str
    starts_zh: str
    starts_en: str
    law_word: str
    force: Force
    basis: str
    ground: str


def what_next(pack: Pack, *, must_report: bool) -> tuple[Step, ...]:
    """What happens after a report, each step with its period as these rules have it.

    Args:
        must_report: whether a unit reports that must; the police owe their feedback to such a unit.
    """
    return tuple(_step(pack, code) for code in (*_NEXT, *(_OWED_TO_UNITS if must_report else ()), *_OWED_TO_ALL))


def _step(pack: Pack, code: str) -> Step:
    spec = pack.duty(code)
    period, ordinary = spec.periods["default"], spec.periods.get("ordinary")
    fact, ground = pack.fact(period.set_by), pack.fact(spec.ground[0])
    return Step(
        who=spec.owed_by[0] if spec.owed_by else None,
        zh=spec.zh,
        en=spec.en,
        within_zh=f"{period.zh}（不紧急的 {ordinary.zh}）" if ordinary else period.zh,
        within_en=f"{period.en} ({ordinary.en} if not urgent)" if ordinary else period.en,
        starts_zh=spec.starts,
        starts_en=spec.starts_en,
        law_word=ground.law_word,
        force=fact.force,
        basis=wording.cite(fact),
        ground=wording.cite(ground),
    )


TO_A_UNIT, TO_A_CITIZEN = "受案或者立案后三日内；移送审查起诉前", "及时，法律没有写明天数"
"""When a reporter hears what became of it: the three days are owed to units (A-17), and not to citizens (A-15)."""


def receipt_page(
    *,
    report_no: str,
    code: str,
    received_at: datetime,
    told: Sequence[FoundPost],
    must_report: bool,
    feedback_basis: str,
) -> str:
    """The page that a reporter takes home on paper."""
    facts = {
        "report_no": report_no,
        "code": code,
        "received_at": wording.say_moment(received_at, "zh"),
        "told": [post.role.zh for post in told],
        "what_next": [
            "公安机关接受报案并审查是否受案、立案",
            "未成年人保护工作站研判儿童是否有现实危险，并当面见到儿童",
            *(["受案或者立案后三日内、移送审查起诉前，公安机关向报告单位反馈"] if must_report else []),
        ],
        "feedback_basis": feedback_basis,
        "feedback_due_rule": TO_A_UNIT if must_report else TO_A_CITIZEN,
        "confidentiality": True,
        "must_report": must_report,
    }
    return messages.page("reporter_receipt", "zh", facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """One child of a report, and where its matter stands. 所涉儿童."""

    child_no: str
    case_no: str
    procedure_no: str
    joined: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What the reporter gets back. 接收回执.

    Args:
        report_no: the receipt number.
        concerned: one per child, in the order of the report.
        code: with the number, what a reporter asks with what became of it.
        told: the posts that were told at once.
        text: the receipt page.
    """

    report_no: str
    code: str
    received_at: datetime
    concerned: tuple[Concerned, ...]
    told: tuple[FoundPost, ...]
    unit_kind: UnitKind
    text: str


def receipt(
    desk: Desk,
    report_no: str,
    received_at: datetime,
    concerned: tuple[Concerned, ...],
    told: tuple[FoundPost, ...],
    unit_kind: UnitKind,
) -> Received:
    """What the reporter gets back, the same whenever it is made out."""
    code = code_of(desk.office.vault, report_no)
    text = receipt_page(
        report_no=report_no,
        code=code,
        received_at=received_at,
        told=told,
        must_report=unit_kind.must_report,
        feedback_basis=desk.pack.fact("A-17" if unit_kind.must_report else "A-15").basis,
    )
    return Received(
        report_no=report_no,
        code=code,
        received_at=received_at,
        concerned=concerned,
        told=told,
        unit_kind=unit_kind,
        text=text,
    )
