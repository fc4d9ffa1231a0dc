"""Child files: found again by blind index, opened sealed. 儿童档案.

A child is recognised by its identity number, or by name and date of birth together; a name alone is never enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import ChildFile
from tasks.canonical import canonical
from tasks.journal import Entry
from tasks.kinds import Kind
from tasks.numbers import Named
from tasks.projection.files import identity_words

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.report_form import AdultForm, ChildForm
    from vault.vault import SubjectCipher


Indexes = Mapping[str, str]
"""The blind indexes by which a child is recognised, by column; see `identity_indexes`."""


class Known:
    """Children who have a file, looked up many at once. 已建档儿童.

    By the identity number before name and date of birth; two children of one name and birthday whose numbers are
    known and differ are two.
    """

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._by_number: dict[str, str] = {}
        self._by_words: dict[str, list[tuple[str, bool]]] = {}

    def look_up(self, desk: Desk, children: Iterable[Indexes]) -> None:
        """Learn which of these children have a file: two queries, however many they are."""
        sought = list(children)
        columns = (col(ChildFile.no), col(ChildFile.id_number_index), col(ChildFile.identity_index))
        query = select(*columns).order_by(col(ChildFile.opened_at), col(ChildFile.no))
        for name, column in (("id_number_index", columns[1]), ("identity_index", columns[2])):
            if values := {one[name] for one in sought if name in one}:
                for no, number, words in desk.session.exec(query.where(column.in_(values))):
                    self._learn(no, number, words)

    def add(self, indexes: Indexes, no: str) -> None:
        """A file that was opened meanwhile."""
        self._learn(no, indexes.get("id_number_index"), indexes.get("identity_index"))

    def no_of(self, indexes: Indexes) -> str | None:
        """Number of the file of this child, if there is one; the oldest, where there are several."""
        number, words = indexes.get("id_number_index"), indexes.get("identity_index")
        if number is not None and number in self._by_number:
            return self._by_number[number]
        fit = (no for no, has_number in self._by_words.get(words or "", ()) if number is None or not has_number)
        return next(fit, None)

    def _learn(self, no: str, number: str | None, words: str | None) -> None:
        if no in self._seen:
            return
        self._seen.add(no)
        if number is not None:
            self._by_number.setdefault(number, no)
        if words is not None:
            self._by_words.setdefault(words, []).append((no, number is not None))


def lock_children(desk: Desk, forms: Iterable[ChildForm]) -> None:
    """Hold the identities of these children until the transaction ends: two reports at one moment make one file."""
    lock_identities(desk, (identity_indexes(desk, form) for form in forms))


def lock_identities(desk: Desk, children: Iterable[Indexes]) -> None:
    """The same, by what they are recognised by.

    All at once and in order, so that two reports on the same siblings do not wait for each other.
    """
    for index in sorted({index for one in children for index in one.values()}):
        desk.lock(f"child:{index}")


def child_no_of(desk: Desk, form: ChildForm) -> str | None:
    """Number of the file of this child, if there is one."""
    indexes, known = identity_indexes(desk, form), Known()
    known.look_up(desk, [indexes])
    return known.no_of(indexes)


def identity_indexes(desk: Desk, form: ChildForm) -> dict[str, str]:
    """The blind indexes by which this child is recognised, by column."""
    vault = desk.office.vault
    words = identity_words(form.name, form.birth_on.isoformat() if form.birth_on else None)
    found = {}
    if form.id_number:
        found["id_number_index"] = vault.blind_index("id_number", form.id_number)
    if words:
        found["identity_index"] = vault.blind_index("identity", words)
    return found


def child_entry(desk: Desk, child_no: str, form: ChildForm, area: str) -> Entry:
    """The fact that opens a child file; who it is stands sealed under the child's own key."""
    cipher = desk.cipher(child_no)
    return Entry(
        chain=child_no,
        kind=Kind.CHILD_FILE_OPENED,
        key=f"child:{child_no}",
        payload={
            "no": child_no,
            "name_sealed": _sealed(cipher, "name", form.name),
            "birth_on_sealed": _sealed(cipher, "birth_on", form.birth_on.isoformat() if form.birth_on else None),
            "id_number_sealed": _sealed(cipher, "id_number", form.id_number),
            "sex": form.sex,
            "categories": canonical(sorted(form.categories)),
            "registration_sealed": _sealed(cipher, "registration", form.registration.address),
            "residence_sealed": _sealed(cipher, "residence", form.residence.address),
            "domicile_sealed": _sealed(cipher, "domicile", form.domicile.address),
            "registration_area": form.registration.area,
            "residence_area": area,
            "domicile_area": form.domicile.area,
        },
        happened_at=desk.at,
    )


def adult_entries(
    desk: Desk, child_no: str, form: ChildForm, subject_no: str, known: dict[str, str], *, round_: str = ""
) -> list[Entry]:
    """The facts that tie adults to a child. Siblings of one report share the adults of the same name.

    Args:
        subject_no: whose key seals who they are: the report through which they became known, or the child.
        known: numbers of the adults of this report by name; added to.
        round_: what tells this entering from another one under the same subject.
    """
    entries = []
    for place, adult in enumerate(form.adults, start=1):
        number = known.get(adult.name) if adult.name else None
        if number is None:
            number = desk.number(Named.ADULT)
            if adult.name:
                known[adult.name] = number
        key = f"tie:{child_no}:{round_ or subject_no}:{place}"
        entries.append(_tie_entry(desk, child_no, adult, number, subject_no, key))
    return entries


def _tie_entry(desk: Desk, child_no: str, form: AdultForm, number: str, subject_no: str, key: str) -> Entry:
    cipher = desk.cipher(subject_no)
    adult = {
        "no": number,
        "subject_no": subject_no,
        "name_sealed": _sealed(cipher, "name", form.name),
        "phone_sealed": _sealed(cipher, "phone", form.phone),
        "address_sealed": _sealed(cipher, "address", form.address),
        "known": form.name is not None,
    }
    tie = {
        "no": desk.number(Named.TIE),
        "child_no": child_no,
        "adult_no": number,
        "relation": form.relation,
        "guardian": bool(form.guardian),
        "carer": bool(form.carer),
        "suspected": bool(form.suspected),
        "from_on": None,
        "until_on": None,
    }
    return Entry(
        chain=child_no,
        kind=Kind.ADULT_TIED,
        key=key,
        payload={"adult": adult, "tie": tie},
        happened_at=desk.at,
    )


def _sealed(cipher: SubjectCipher, field: str, words: str | None) -> str | None:
    return cipher.seal(field, words) if words else None
