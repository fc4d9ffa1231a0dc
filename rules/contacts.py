"""Which answers and notes say that somebody was with the child. 与儿童的接触.

An answer says it in a field (`child_seen`), or by being what it is (a child that is handed over is there).  Free words
are sealed and say nothing here: a noted 走访 counts as a visit, a noted 联系 may have been in vain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from rules.duties import DUTIES
from rules.guardianship import IN_CARE
from rules.placement import PlacementMode
from rules.vocabulary import NoteKind, Term

GAP_RULE = "HT-78"
"""Fact row of the gap between contacts from which it is shown (ours)."""


class ContactKind(Term):
    """How somebody was with the child. 接触方式."""

    SEEN = "seen", "当面见到"
    VISIT = "visit", "走访"
    EXAMINED = "examined", "检查、筛查"
    HEARD = "heard", "听取儿童意见"
    PLACED = "placed", "安置、交接"
    TRIED = "tried", "联系（含未果）、未见到"


NO_CONTACT = frozenset({ContactKind.TRIED})
"""Shown, but whoever was only tried to be reached was not with anybody."""

NOTES = {NoteKind.VISIT: ContactKind.VISIT, NoteKind.CONTACT: ContactKind.TRIED}
"""What a noted fact is worth: its words are sealed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """How an answer to one duty says it. 接触的标志.

    Args:
        kind: how somebody was with the child.
        field, values: it says so if this field has one of these values; no field: by being answered.
        otherwise: what any other value says; None: nothing.
    """

    kind: ContactKind
    field: str = ""
    values: tuple[object, ...] = ()
    otherwise: ContactKind | None = None

    def read(self, answer: Mapping[str, Any]) -> ContactKind | None:
        """What one answer says, its fields by code as they are written down."""
        if not self.field or answer.get(self.field) in self.values:
            return self.kind
        return self.otherwise


_BY_FIELD = {
    "child_seen": Sign(kind=ContactKind.SEEN, field="child_seen", values=(True,), otherwise=ContactKind.TRIED),
    "child_safe": Sign(kind=ContactKind.SEEN),  # only whoever visited the child can say whether it is safe
    "child_heard": Sign(kind=ContactKind.HEARD, field="child_heard", values=(True,)),
}
"""Fields that say it in whatever answer they stand."""

_BY_DUTY = {
    "child_seen": Sign(kind=ContactKind.SEEN),
    "routine_visit": Sign(kind=ContactKind.VISIT, field="child_seen", values=(True,), otherwise=ContactKind.TRIED),
    "check_health": Sign(kind=ContactKind.EXAMINED),
    "screen_psychology": Sign(kind=ContactKind.EXAMINED),
    "assess_at_hospital": Sign(kind=ContactKind.EXAMINED),
    "safe_bed": Sign(
        kind=ContactKind.PLACED,
        field="mode",
        values=tuple(mode.value for mode in PlacementMode if mode is not PlacementMode.NOT_NEEDED),
    ),
    "begin_temporary_guardianship": Sign(
        kind=ContactKind.PLACED, field="mode", values=tuple(mode.value for mode in PlacementMode if mode in IN_CARE)
    ),
    "hand_back_child": Sign(kind=ContactKind.PLACED, field="collected", values=(True,)),
    "hand_over_child": Sign(kind=ContactKind.PLACED),
}
"""Duties that say it by being done."""

NOT_CONTACTS = {
    "assess_psychology": "a school's assessment of a class: it does not say whether the child was there",
    "assess_tier": "rests on what was seen on visits",
    "assess_on_event": "rests on what was seen on visits",
    "confirm_lower_tier": "a second person reads papers",
    "routine_contact": "may have been with the carer or the school: only with the child itself it is one",
    "update_child_data": "data, not the child",
    "announce_supervision_order": "the guardian is there, not the child",
    "assess_reasons": "the procuratorate reads papers",
    "check_return": "who is in class is known from the register",
    "check_schooling": "who is in class is known from the register",
    "assess_reply": "the issuer of a suggestion reads what a unit answered",
    "closing_check": "looks at what became of the guardian's guidance",
    "spot_check_files": "looks at files, not at children",
    "report_spot_checks": "a report between offices",
    "compare_records": "two offices compare what they have on file",
    "decide_placement": "a decision; the child itself is brought to bed by safe_bed",
    "end_committee_placement": "says where the child goes, not who was with it",
    "enter_long_term": "a file is opened; the child may be somewhere else",
    "first_session": "the guardian attends",
    "guidance_session": "the guardian attends",
    "hear_guardian": "the guardian is heard",
    "meet_lawyer": "the lawyer met the child or those around it: it does not say whom",
    "police_acceptance": "whether a place is needed can be said without having seen the child",
    "safety_assessment": "rests on what was seen before (child_seen)",
    "tell_of_placement": "the guardian, the school and others are told",
    "tell_young_adult": "may be told in writing, and after the child came of age",
}
"""Duties that sound like being with the child and are not, each with the reason."""


def _signs() -> dict[str, Sign]:
    found = {}
    for code, duty in DUTIES.items():
        names = [one.name for one in fields(duty.answered_with) if one.name in _BY_FIELD]
        if code in _BY_DUTY or names:
            found[code] = _BY_DUTY.get(code) or _BY_FIELD[names[0]]
    return found


SIGNS: Mapping[str, Sign] = _signs()
"""Every duty whose answer can say that somebody was with the child."""
