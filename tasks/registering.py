"""What becomes known of a child later: a name, a date of birth, a household registration. 补登儿童信息.

The file that was opened stays in the journal as it was; what is registered now holds from now on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from rules.errors import Refused
from rules.moments import civil_day
from rules.vocabulary import Sex
from rules.when import When, exactly
from tasks.filing import Filing, filing
from tasks.kinds import Kind

if TYPE_CHECKING:
    from tasks.office import Office
    from tasks.report_form import ChildForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What is known now; what is left out stays as it was. 补登内容.

    Args:
        registration, residence, domicile: addresses in words; `…_area`: their division codes.
    """

    name: str | None = None
    birth_on: date | None = None
    id_number: str | None = None
    sex: Sex | None = None
    registration: str | None = None
    registration_area: str | None = None
    residence: str | None = None
    domicile: str | None = None
    domicile_area: str | None = None


def registered(form: ChildForm) -> Registered:
    """What somebody filled in of a child who is on file already; what was left out is not known now."""
    return Registered(
        name=form.name,
        birth_on=form.birth_on,
        id_number=form.id_number,
        sex=form.sex if form.sex is not Sex.UNKNOWN else None,
        registration=form.registration.address,
        registration_area=form.registration.area,
        residence=form.residence.address,
        domicile=form.domicile.address,
        domicile_area=form.domicile.area,
    )


def register_child(
    office: Office, case_no: str, known: Registered, *, when: When | None = None, by_post: str | None
) -> None:
    """Enter what has become known of the child of a case. 补登.

    Raises: Refused: nothing to enter, a birth to come; nothing is written.
    """
    with filing(office, case_no, by_post=by_post, when=when, closed_too=True) as filed:
        payload = _said(filed, known)
        if not payload:
            raise Refused("请写明补登的内容", "say what has become known", field="name")
        if known.birth_on is not None and known.birth_on > civil_day(filed.desk.at):
            raise Refused("出生日期在将来，请核对", "the birth lies in the future; check it", field="birth_on")
        moment = when or exactly(filed.desk.at)
        filed.record(Kind.CHILD_REGISTERED, payload, when=moment, chain=filed.child_no)


def _said(filed: Filing, known: Registered) -> dict[str, Any]:
    sealed = {
        "name": known.name,
        "birth_on": known.birth_on.isoformat() if known.birth_on else None,
        "id_number": known.id_number,
        "registration": known.registration,
        "residence": known.residence,
        "domicile": known.domicile,
    }
    plain = {"sex": known.sex, "registration_area": known.registration_area, "domicile_area": known.domicile_area}
    said: dict[str, Any] = {f"{name}_sealed": filed.sealed(name, words) for name, words in sealed.items() if words}
    return said | {name: value for name, value in plain.items() if value}
