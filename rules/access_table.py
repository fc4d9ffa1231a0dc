"""The table of who sees what, as data. 可见范围表.

Read it line by line: who, standing how to the case, sees what, how, on which ground.  A cell is named at most once;
what is not named is not seen (HT-206).  docs/reference/access.md shows it; `scripts/write-access` writes that page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from rules.access import OVERSEERS, TENDING, CaseRelation, Cell, Circle, FieldClass, Line, Sees, cells_of, easiest
from rules.vocabulary import Role

_C, _R, _F = Circle, CaseRelation, FieldClass

_IN_IT = (_R.OWES, _R.LEADS)
"""Those in whose hands the case is."""
_AROUND = (*_IN_IT, _R.TOLD)
"""Those who cannot but know of it."""
_AT_WORK = (_F.FACTS, _F.TIMELINE, _F.STUCK)
_WATCHING = (Role.PROCURATORATE, Role.CIVIL_AFFAIRS)
"""Of the working ones those who oversee (the procuratorate by 高检发〔2020〕9号 Art. 18), besides the county office."""

_OWN = tuple(
    Line(who=one, relations=_AROUND, classes=(_F.OWN_DUTIES,), sees=Sees.YES, basis=("HT-206",))
    for one in Circle
    if one is not Circle.ADMINISTRATOR
)

_COURSE = (
    Line(who=_C.WORKING, relations=_AROUND, classes=_AT_WORK, sees=Sees.YES, basis=("HT-207",)),
    Line(who=_C.SUPERIOR, relations=_AROUND, classes=_AT_WORK, sees=Sees.YES, basis=("HT-207",)),
    Line(who=_C.COORDINATING, relations=_AROUND, classes=_AT_WORK, sees=Sees.YES, basis=("HT-207",)),
    Line(
        who=OVERSEERS,
        relations=(_R.OVERSEES,),
        classes=(_F.OWN_DUTIES, *_AT_WORK),
        sees=Sees.YES,
        basis=("HT-207", "HT-212"),
    ),
    Line(who=_C.VISITING, relations=(_R.OWES,), classes=(_F.FACTS,), sees=Sees.YES, basis=("HT-207",)),
    Line(who=_C.HIGHER, relations=(_R.OWES, _R.TOLD), classes=(_F.FACTS, _F.STUCK), sees=Sees.YES, basis=("HT-213",)),
)

_WHO_IT_IS = (
    Line(
        who=_C.WORKING,
        relations=_IN_IT,
        classes=(_F.IDENTITY, _F.NARRATIVE),
        sees=Sees.WITH_REASON,
        basis=("A-20", "HT-208"),
    ),
    Line(
        who=_WATCHING,
        relations=(_R.OVERSEES,),
        classes=(_F.IDENTITY, _F.NARRATIVE, _F.INSTRUMENTS),
        sees=Sees.WITH_REASON,
        basis=("A-20", "HT-212"),
    ),
    Line(
        who=_C.COORDINATING,
        relations=(*_IN_IT, _R.OVERSEES),
        classes=(_F.IDENTITY, _F.NARRATIVE, _F.INSTRUMENTS),
        sees=Sees.WITH_REASON,
        basis=("A-20", "HT-212"),
    ),
    Line(
        who=_C.VISITING, relations=(_R.OWES,), classes=(_F.IDENTITY,), sees=Sees.WITH_REASON, basis=("A-20", "HT-208")
    ),
    Line(who=_C.SERVING, relations=(_R.OWES,), classes=(_F.IDENTITY,), sees=Sees.WITH_REASON, basis=("A-20", "HT-208")),
    Line(who=_C.WORKING, relations=_IN_IT, classes=(_F.INSTRUMENTS,), sees=Sees.RECORDED, basis=("HT-209",)),
    Line(who=_C.WORKING, relations=_IN_IT, classes=(_F.EVIDENCE,), sees=Sees.WITH_REASON, basis=("A-20", "HT-240")),
    Line(
        who=_C.WORKING,
        relations=_IN_IT,
        classes=(_F.SHELTERED_ADDRESS,),
        sees=Sees.WITH_REASON,
        basis=("E-16", "HT-210"),
    ),
)

_IN_CARE = (
    Line(
        who=TENDING,
        relations=(_R.TENDS,),
        classes=(_F.FACTS, _F.TIMELINE, _F.OWN_DUTIES),
        sees=Sees.YES,
        basis=("HT-217",),
    ),
    Line(
        who=TENDING,
        relations=(_R.TENDS,),
        classes=(_F.IDENTITY, _F.NARRATIVE),
        sees=Sees.RECORDED,
        basis=("A-20", "HT-217"),
    ),
)

_WATCHED = (
    Line(who=_C.WORKING, relations=(_R.LEADS,), classes=(_F.READS, _F.AUDIT), sees=Sees.RECORDED, basis=("HT-212",)),
    Line(who=_WATCHING, relations=(_R.OVERSEES,), classes=(_F.READS, _F.AUDIT), sees=Sees.RECORDED, basis=("HT-212",)),
    Line(
        who=_C.COORDINATING,
        relations=(_R.LEADS, _R.OVERSEES),
        classes=(_F.READS, _F.AUDIT),
        sees=Sees.RECORDED,
        basis=("HT-212",),
    ),
    Line(
        who=(Role.CIVIL_AFFAIRS_LEADER,),
        relations=(_R.OVERSEES,),
        classes=(_F.AUDIT,),
        sees=Sees.RECORDED,
        basis=("HT-212",),
    ),
)

_REPORTER = (
    Line(who=_C.WORKING, relations=_IN_IT, classes=(_F.REPORTER,), sees=Sees.TWO_POSTS, basis=("A-20", "HT-211")),
    Line(
        who=(Role.PROCURATORATE,),
        relations=(_R.OVERSEES,),
        classes=(_F.REPORTER,),
        sees=Sees.TWO_POSTS,
        basis=("A-20", "HT-211"),
    ),
    Line(
        who=_C.COORDINATING,
        relations=(*_IN_IT, _R.OVERSEES),
        classes=(_F.REPORTER,),
        sees=Sees.TWO_POSTS,
        basis=("A-20", "HT-211"),
    ),
)

_IN_AN_EMERGENCY = (
    *(
        Line(who=one, relations=(_R.EMERGENCY,), classes=(_F.FACTS, _F.TIMELINE), sees=Sees.RECORDED, basis=("HT-215",))
        for one in (_C.WORKING, _C.SUPERIOR, _C.COORDINATING)
    ),
    *(
        Line(
            who=one,
            relations=(_R.EMERGENCY,),
            classes=(_F.IDENTITY, _F.NARRATIVE),
            sees=Sees.WITH_REASON,
            basis=("A-20", "HT-215"),
        )
        for one in (_C.WORKING, _C.COORDINATING)
    ),
    Line(
        who=_C.WORKING,
        relations=(_R.EMERGENCY,),
        classes=(_F.SHELTERED_ADDRESS,),
        sees=Sees.WITH_REASON,
        basis=("E-16", "HT-215"),
    ),
)

_PLACE = (
    *(
        Line(who=one, relations=(_R.NONE,), classes=(_F.DIRECTORY, _F.PACKS), sees=Sees.YES, basis=("HT-214",))
        for one in Circle
    ),
    *(
        Line(who=one, relations=(_R.NONE,), classes=(_F.FIGURES,), sees=Sees.YES, basis=("HT-213",))
        for one in (_C.WORKING, _C.SUPERIOR, _C.COORDINATING, _C.HIGHER)
    ),
    Line(who=TENDING, relations=(_R.NONE,), classes=(_F.REGISTERS,), sees=Sees.RECORDED, basis=("HT-217",)),
    Line(who=_C.COORDINATING, relations=(_R.NONE,), classes=(_F.HEALTH,), sees=Sees.YES, basis=("HT-214",)),
    Line(
        who=_C.ADMINISTRATOR, relations=(_R.NONE,), classes=(_F.HEALTH, _F.ACCOUNTS), sees=Sees.YES, basis=("HT-214",)
    ),
)

TABLE: tuple[Line, ...] = (
    *(*_OWN, *_COURSE, *_WHO_IT_IS, *_IN_CARE, *_WATCHED, *_REPORTER, *_IN_AN_EMERGENCY, *_PLACE),
)
"""Every line that opens something."""

CELLS: Mapping[Cell, Line] = MappingProxyType(cells_of(TABLE))
"""The same by role, relation and class."""


def line_of(role: Role | None, relation: CaseRelation, what: FieldClass) -> Line | None:
    """The line that opens something; None where none does."""
    return CELLS.get((role, relation, what))


def sees(role: Role | None, relation: CaseRelation, what: FieldClass) -> Sees:
    """Whether a role, standing so to a case, sees a class of its fields. 是否可见.

    Args:
        role: of the post; None: the administrator of the installation, who holds none.

    >>> sees(Role.SCHOOL, CaseRelation.TOLD, FieldClass.IDENTITY).value
    'no'
    >>> sees(Role.SCHOOL, CaseRelation.OWES, FieldClass.IDENTITY).value
    'with_reason'
    """
    line = line_of(role, relation, what)
    return line.sees if line else Sees.NO


def sees_through(role: Role | None, relations: Iterable[CaseRelation], what: FieldClass) -> Sees:
    """The same where a post is several things to a case: the easiest way counts."""
    return easiest(sees(role, relation, what) for relation in relations)


def openers(role: Role | None, what: FieldClass) -> tuple[CaseRelation, ...]:
    """Through which relations a role would see a class of fields; empty where none opens it."""
    return tuple(relation for relation in CaseRelation if sees(role, relation, what).at_all)
