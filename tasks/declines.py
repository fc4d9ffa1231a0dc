"""A referral that nobody takes on does not end in silence: those who must know are told why (HT-221). 转介无人承接."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from models import DutyRow, JournalEntry, Procedure
from rules.vocabulary import ProcedureKind, Term
from tasks import messages, wording
from tasks.journal import Entry
from tasks.kinds import Kind
from tasks.posts import FoundPost, post_by_number

if TYPE_CHECKING:
    from packs.pack import Pack
    from tasks.desk import Desk

BASIS = "HT-221"


@dataclass(frozen=True, kw_only=True)
class Decline:
    """That nobody takes something on. 无人承接.

    Args:
        decided: the duty whose answer says so.
        asked: code of the duty that nobody takes on.
        why: the reason in one word; None: it stands in the record, sealed.
    """

    procedure: Procedure
    decided: DutyRow
    asked: str
    why: Term | None


def tell_nobody_takes_it(desk: Desk, pack: Pack, decline: Decline, concerned: Sequence[str]) -> bool:
    """Tell whoever referred and those concerned, once; whoever decided knows already. Returns whether it was now.

    Args:
        concerned: numbers of the posts that hear of it besides whoever referred.
    """
    row = decline.decided
    key = f"nobody-takes:{row.no}"
    if desk.has_happened(key):
        return False
    by = row.answered_by_post or row.post_no
    numbers = dict.fromkeys([*_referrers(desk, decline.procedure), *concerned])
    posts = [post for no in numbers if no != by and (post := post_by_number(desk, no)) is not None]
    decider = post_by_number(desk, by) if by else None
    notices = messages.to_posts(
        desk,
        posts,
        "referral_declined",
        lambda lang: _facts(pack, decline, decider, lang),
        case_no=row.case_no,
    )
    payload = {
        "code": row.code,
        "about": row.about,
        "why": decline.why.value if decline.why else None,
        "told": [post.no for post in posts],
        "notices": notices,
    }
    desk.record(
        Entry(
            chain=row.case_no,
            kind=Kind.DECLINE_TOLD,
            key=key,
            payload=payload,
            happened_at=desk.at,
            procedure_no=row.procedure_no,
            duty_no=row.no,
            basis=(BASIS,),
        )
    )
    return True


def _referrers(desk: Desk, procedure: Procedure) -> list[str]:
    """Who started it, and the post that it was started for; of a plain referral that is the one who was asked."""
    query = select(JournalEntry.by_post).where(
        col(JournalEntry.chain) == procedure.case_no,
        col(JournalEntry.procedure_no) == procedure.no,
        col(JournalEntry.kind) == Kind.PROCEDURE_OPENED,
    )
    owed_by = None if procedure.kind == ProcedureKind.REFERRAL else procedure.owed_by_post
    return [no for no in (desk.session.exec(query).first(), owed_by) if no]


def _facts(pack: Pack, decline: Decline, decider: FoundPost | None, lang: str) -> dict[str, Any]:
    row, procedure = decline.decided, decline.procedure
    sealed = {"zh": "已写明，加密保存在办理记录中", "en": "recorded, sealed"}[lang]
    name = (decider.zh if lang == "zh" else decider.en) if decider else "—"
    next_zh = f"请核对是否另有途径；仍需要的可以重新转介。查看：hutong case show {row.case_no}"
    next_en = f"Is there another way? What is still needed can be referred again: hutong case show {row.case_no}"
    return {
        "case_no": row.case_no,
        "procedure": wording.procedure_name(pack, ProcedureKind(procedure.kind), procedure.about, lang),
        "asked": wording.duty_name(pack.duty(decline.asked), lang),
        "duty": wording.duty_name(pack.duty(row.code), lang),
        "duty_no": wording.short_no(row.no),
        "decided_by": name,
        "at": wording.say_moment(row.happened_at, lang),
        "why": wording.say(decline.why, lang) if decline.why else sealed,
        "how_to_answer": next_zh if lang == "zh" else next_en,
    }
