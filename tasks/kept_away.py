"""What a document that reaches the respondent must not tell, gathered from the case. 保密事项的汇集.

法发〔2022〕10号 pt. 4 (E-16): where a child or an applicant lives who has moved away is not told to the abuser.
The words are opened only to be searched for in the document, and go no further.  The reporter's identity is not opened
for this: it stands under a key of its own, and a refusal would let anybody test a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sqlmodel import col, select

from documents.privacy import KeptAway, Secret, bare
from models import Adult, Agency, ChildFile, Post, Tie
from rules.vocabulary import PartyRole, Role
from tasks.access.places import COUNTY_DIGITS
from tasks.people_around import ties_of

if TYPE_CHECKING:
    from tasks.desk import Desk

_DOWN_TO_THE_TOWNSHIP = re.compile(r"^.*[省市县区乡镇]")
_HOUSE = re.compile(r"^.*?号")
_ROAD = re.compile(r"^.{2,}?(?:路|街|巷|弄|村|小区|社区|花园|公寓)")


def secrets_of(
    desk: Desk, child_no: str, respondents: Sequence[str], roles: dict[PartyRole, tuple[str, ...]]
) -> tuple[KeptAway, ...]:
    """What must be kept from these respondents.

    Args:
        respondents: numbers of the adults whom the document reaches and acts on.
        roles: who else stands in the procedure.
    """
    own = {bare(one) for one in _addresses_of(desk, respondents)}
    found = [
        KeptAway(secret, part, name=part != address)  # the name of a road is short, and tells enough
        for secret, address in _addresses(desk, child_no, respondents, roles)
        if bare(address) not in own
        for part in telling_parts(address)
    ]
    return (*found, *_people(desk, child_no, respondents), *_schools(desk, child_no))


def telling_parts(address: str) -> Iterator[str]:
    """An address, and what of it tells where somebody is when the rest is left out. 地址的关键部分.

    >>> list(telling_parts("青禾县南岭镇柳树巷12号2单元"))
    ['青禾县南岭镇柳树巷12号2单元', '柳树巷12号2单元', '柳树巷12号', '柳树巷']
    """
    yield address
    street = _DOWN_TO_THE_TOWNSHIP.sub("", address)
    if street and street != address:
        yield street
    house = _HOUSE.match(street)
    if house and house.group() != street:
        yield house.group()
    road = _ROAD.match(street)
    if road and road.group() != street:
        yield road.group()


def _addresses(
    desk: Desk, child_no: str, respondents: Sequence[str], roles: dict[PartyRole, tuple[str, ...]]
) -> Iterator[tuple[Secret, str]]:
    child = desk.session.get(ChildFile, child_no)
    assert child is not None, "a case has a child"
    places = [("residence", child.residence_sealed), ("domicile", child.domicile_sealed)]
    if not set(respondents) <= {tie.adult_no for tie in ties_of(desk, child_no) if tie.guardian}:
        places.append(("registration", child.registration_sealed))  # a guardian has the household book; others not
    for field, sealed in places:
        if words := desk.reveal(child_no, field, sealed):
            yield Secret.CHILD_ADDRESS, words
    for adult in _others(desk, child_no, respondents):
        if words := desk.reveal(adult.subject_no, "address", adult.address_sealed):
            yield _whose(adult.no, roles), words


def _schools(desk: Desk, child_no: str) -> Iterator[KeptAway]:
    """The schools of the county: which of them is the child's, no file says. 儿童可能就读的学校."""
    area = desk.session.exec(select(ChildFile.residence_area).where(col(ChildFile.no) == child_no)).one()
    query = select(Agency.zh).join(Post, col(Post.agency_no) == col(Agency.no))
    query = query.where(col(Post.role) == Role.SCHOOL, col(Agency.area).startswith(area[:COUNTY_DIGITS]))
    for name in desk.session.exec(query.distinct().order_by(Agency.zh)):
        yield KeptAway(Secret.SCHOOL, name)


def _whose(adult_no: str, roles: dict[PartyRole, tuple[str, ...]]) -> Secret:
    if adult_no in roles.get(PartyRole.NEW_GUARDIAN, ()):
        return Secret.NEW_GUARDIAN_ADDRESS
    return Secret.APPLICANT_ADDRESS if adult_no in roles.get(PartyRole.APPLICANT, ()) else Secret.CARER_ADDRESS


def _people(desk: Desk, child_no: str, respondents: Sequence[str]) -> Iterator[KeptAway]:
    """How to reach the others; and who looks after the child, where that is no guardian."""
    carers = {tie.adult_no for tie in ties_of(desk, child_no) if tie.carer and not tie.guardian}
    for adult in _others(desk, child_no, respondents):
        if phone := desk.reveal(adult.subject_no, "phone", adult.phone_sealed):
            yield KeptAway(Secret.PHONE, phone)
        name = desk.reveal(adult.subject_no, "name", adult.name_sealed) if adult.no in carers else None
        if name:
            yield KeptAway(Secret.CARER, name, name=True)


def _others(desk: Desk, child_no: str, respondents: Sequence[str]) -> list[Adult]:
    query = select(Adult).join(Tie, col(Tie.adult_no) == col(Adult.no)).where(col(Tie.child_no) == child_no)
    rows = desk.session.exec(query.distinct().order_by(col(Adult.no)))
    return [adult for adult in rows if adult.no not in respondents]


def _addresses_of(desk: Desk, adults: Sequence[str]) -> Iterator[str]:
    for adult in desk.session.exec(select(Adult).where(col(Adult.no).in_(adults))):
        if words := desk.reveal(adult.subject_no, "address", adult.address_sealed):
            yield words
