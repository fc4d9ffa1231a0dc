"""Who a child is, as far as the seat that asks may know. 按岗位查阅身份.

The reading itself is `tasks.reading`, and so is the record of it; here stands what of it is kept back: what was told
where the seat does not see words, and where the child lives now where the child is being protected (HT-210).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import CaseFile
from rules.access import FieldClass, Sees
from rules.errors import Refused
from tasks.access import sight_of
from tasks.access.sheltered import class_of_addresses
from tasks.reading import InClear, read_identity

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office
    from tasks.posts import FoundPost

NO_REASON_ASKED = "按可见范围表查阅，不必逐次写明理由（HT-217）"
"""What stands on the record where the table asks for no reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What was opened for one seat. 查阅结果.

    Args:
        clear: with everything left out that the seat does not see.
        words_kept_back, home_kept_back: that something was left out.
    """

    clear: InClear
    words_kept_back: bool
    home_kept_back: bool


def read_names(office: Office, case_no: str, post: FoundPost, *, reason: str) -> Names:
    """Open the sealed fields of a case for a post, on the record.

    Raises: Forbidden: the post does not see them; Refused: no reason where one is asked for; nothing is opened.
    """
    with office.reading() as desk:
        sight = sight_of(desk, post)
        condition = sight.demand(case_no, FieldClass.IDENTITY)
        words = sight.may(case_no, FieldClass.NARRATIVE).alone
        home = sight.may(case_no, _address_class(desk, case_no)).alone
    if condition is Sees.RECORDED:
        reason = reason.strip() or NO_REASON_ASKED
    if not reason.strip():
        raise Refused("请写明查阅理由", "say why it is opened", field="reason")
    found = read_identity(office, case_no, reason=reason, by_post=post.no)
    return Names(
        clear=_cut(found, words=words, home=home),
        words_kept_back=not words and bool(found.narratives),
        home_kept_back=not home,
    )


def _address_class(desk: Desk, case_no: str) -> FieldClass:
    child_no = desk.session.exec(select(CaseFile.child_no).where(col(CaseFile.no) == case_no)).first()
    return class_of_addresses(desk, child_no) if child_no else FieldClass.IDENTITY


def _cut(found: InClear, *, words: bool, home: bool) -> InClear:
    if not words:
        found = replace(found, narratives=())
    if not home:  # whoever looks after the child now may live where the child lives now
        adults = tuple(replace(one, address=None) if one.carer else one for one in found.adults)
        found = replace(found, residence=None, adults=adults)
    return found
