"""To whom it goes when a post does not even read: the post above, as we set it (HT-75). 上级岗位.

Our default, no law: the law says who supervises which body, not who is told when nobody opens the mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rules.vocabulary import Role

BASIS = "HT-75"

_ABOVE: Mapping[Role, Role | None] = MappingProxyType(
    {
        Role.CHILD_DIRECTOR: Role.TOWNSHIP_LEADER,
        Role.CHILD_SUPERVISOR: Role.TOWNSHIP_LEADER,
        Role.COMMITTEE: Role.TOWNSHIP_LEADER,
        Role.TOWNSHIP_STATION: Role.TOWNSHIP_LEADER,
        Role.TOWNSHIP_GOVERNMENT: Role.COUNTY_OFFICE,
        Role.TOWNSHIP_LEADER: Role.CIVIL_AFFAIRS,
        Role.RELIEF_INSTITUTION: Role.CIVIL_AFFAIRS_LEADER,
        Role.WELFARE_INSTITUTION: Role.CIVIL_AFFAIRS_LEADER,
        Role.CIVIL_AFFAIRS: Role.CIVIL_AFFAIRS_LEADER,
        Role.CITY_CIVIL_AFFAIRS: Role.PROVINCIAL_CIVIL_AFFAIRS,
        Role.PROVINCIAL_CIVIL_AFFAIRS: None,
        Role.POLICE_STATION: Role.STATION_CHIEF,
        Role.STATION_CHIEF: Role.COUNTY_POLICE,
        Role.PROCURATORATE: Role.HIGHER_PROCURATORATE,
        Role.COUNTY_OFFICE: Role.COUNTY_GOVERNMENT,
        Role.COUNTY_GOVERNMENT: None,
        Role.HIGHER_PROCURATORATE: None,
    }
)


def above(role: Role) -> Role | None:
    """The role above a role; the county office where none is named. None: nobody stands above it here.

    >>> above(Role.POLICE_STATION).value, above(Role.SCHOOL).value, above(Role.COUNTY_GOVERNMENT)
    ('station_chief', 'county_office', None)
    """
    return _ABOVE.get(role, Role.COUNTY_OFFICE)
