"""What is said to whoever may not see something: which ground would open it. 不予查阅的说明."""

from __future__ import annotations

from rules.access import CaseRelation, FieldClass, Sees
from rules.access_table import line_of, openers, sees
from rules.errors import Forbidden
from rules.vocabulary import Role
from tasks import no_such

_GROUNDS_EN = {
    CaseRelation.OWES: "owing a duty in the case",
    CaseRelation.LEADS: "leading it",
    CaseRelation.TOLD: "having been told of it",
    CaseRelation.OVERSEES: "overseeing the area",
    CaseRelation.TENDS: "looking after the child where it lives",
    CaseRelation.EMERGENCY: "opening it in an emergency, for a time and with a reason",
}


def no_such_case(case_no: str) -> Forbidden:
    """Of a case that does not exist, and in the very same words of one that is none of theirs to know of (HT-218)."""
    said = no_such.no_such_case(case_no)
    return Forbidden(said.zh, said.en, field=said.field, hidden=True)


def no_such_child(child_no: str) -> Forbidden:
    """The same of a child file."""
    said = no_such.no_such_child(child_no)
    return Forbidden(said.zh, said.en, field=said.field, hidden=True)


def what_would_open(role: Role | None, what: FieldClass) -> Forbidden:
    """That it is not seen from here, and what would open it to this role; that nothing does, where nothing does."""
    ways = [one for one in openers(role, what) if one is not CaseRelation.NONE]
    line = line_of(role, ways[0], what) if ways else None
    source = line.basis[-1] if line else "HT-206"
    if not ways:
        return Forbidden(
            f"本岗位不能查看“{what.zh}”。确有需要，请由承办或者牵头岗位办理",
            f"{what.en} is not shown to this post; ask the post that owes or leads it",
            source=source,
        )
    zh = "；".join(one.zh for one in ways)
    en = "; ".join(_GROUNDS_EN[one] for one in ways)
    together = any(sees(role, one, what) is Sees.TWO_POSTS for one in ways)
    of_it = "" if what is FieldClass.OWN_DUTIES else f"的“{what.zh}”"  # the least there is of a case: nothing of it
    of_it_en = "anything" if what is FieldClass.OWN_DUTIES else what.en
    return Forbidden(
        f"本岗位现在不能查看该个案{of_it}。可以查看的情形：{zh}" + ("，并由两个岗位共同决定" if together else ""),
        f"this post does not see {of_it_en} of this case now; what would open it: {en}"
        + (", by two posts together" if together else ""),
        source=source,
    )
