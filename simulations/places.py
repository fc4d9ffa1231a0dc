"""A county that does not exist: its agencies, its posts, who holds them and when nobody does. 虚构县域名册.

Area codes begin with 99, which no real place has.  Who holds a post, who is on leave and which address fails follow
from the seed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from rules.moments import midnight_before
from rules.vocabulary import Role
from simulations.chance import Chance, stream
from simulations.channels import Fails
from simulations.names import full_name
from simulations.plan import TOWNSHIPS, Plan
from tasks.directory import DirectoryForm, read_directory

COUNTY = "990301"
CITY = "9903"
PLACES = "禾苇荞芦桐榆柘檀"

_IN_OFFICE_SINCE = timedelta(days=700)

COUNTY_POSTS: tuple[tuple[str, Role, str, int], ...] = (
    ("gov", Role.COUNTY_GOVERNMENT, "县人民政府", 1),
    ("office", Role.COUNTY_OFFICE, "县未成年人保护协调办公室", 1),
    ("civil", Role.CIVIL_AFFAIRS, "县民政局", 1),
    ("civil-head", Role.CIVIL_AFFAIRS_LEADER, "县民政局（负责人）", 1),
    ("relief", Role.RELIEF_INSTITUTION, "县未成年人救助保护中心", 1),
    ("welfare", Role.WELFARE_INSTITUTION, "县儿童福利院", 1),
    ("police", Role.COUNTY_POLICE, "县公安局", 1),
    ("proc", Role.PROCURATORATE, "县人民检察院", 1),
    ("court", Role.COURT, "县人民法院", 1),
    ("edu", Role.EDUCATION, "县教育局", 1),
    ("health", Role.HEALTH, "县卫生健康局", 1),
    ("hospital", Role.HOSPITAL, "县人民医院", 2),
    ("women", Role.WOMENS_FEDERATION, "县妇女联合会", 1),
    ("league", Role.YOUTH_LEAGUE, "共青团县委", 1),
    ("hotline", Role.HOTLINE, "县热线", 1),
    ("aid", Role.LEGAL_AID, "县法律援助中心", 1),
    ("social", Role.SOCIAL_WORK, "县社会工作服务中心", 1),
    ("disabled", Role.DISABLED_FEDERATION, "县残疾人联合会", 1),
    ("watch", Role.SUPERVISORY_COMMISSION, "县监察委员会", 1),
)
"""Agency, role of its posts, name, how many posts."""

TOWNSHIP_POSTS: tuple[tuple[str, Role, str, int], ...] = (
    ("police", Role.POLICE_STATION, "派出所", 1),
    ("chief", Role.STATION_CHIEF, "派出所（所长）", 1),
    ("station", Role.TOWNSHIP_STATION, "未成年人保护工作站", 1),
    ("leader", Role.TOWNSHIP_LEADER, "人民政府（分管负责人）", 1),
    ("super", Role.CHILD_SUPERVISOR, "儿童督导员", 1),
    ("director", Role.CHILD_DIRECTOR, "儿童主任", 2),
    ("committee", Role.COMMITTEE, "村民委员会", 1),
    ("school", Role.SCHOOL, "中心学校", 2),
)

NEVER_VACANT = frozenset({Role.COUNTY_OFFICE, Role.COUNTY_GOVERNMENT, Role.COURT, Role.PROCURATORATE})
"""Without these a whole county would stand still, which no year shows."""


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A post as the simulation knows it. 岗位.

    Args:
        vacant: first and last moment between which nobody holds it, or None.
    """

    no: str
    role: Role
    area: str
    vacant: tuple[datetime, datetime] | None = None

    def is_held(self, at: datetime) -> bool:
        """Whether somebody sits there."""
        return self.vacant is None or not self.vacant[0] <= at < self.vacant[1]


@dataclass(frozen=True, kw_only=True)
class Places:
    """The county's posts and how they can be reached. 县域.

    Args:
        directory: to be entered before the first day.
        seats: posts by number.
        fails: addresses that cannot be reached for a time.
    """

    directory: DirectoryForm
    seats: dict[str, Seat]
    fails: dict[str, Fails]

    def post(self, role: Role, area: str = COUNTY) -> str:
        """The post of a role at a place, or else in the county. Raises LookupError."""
        near = [seat for seat in self.seats.values() if seat.role is role and area.startswith(seat.area)]
        if not near:
            raise LookupError(role)
        return max(near, key=lambda seat: len(seat.area)).no


def township(number: int) -> str:
    """Area code of a township, from 0."""
    return f"{COUNTY}{number + 1:03d}"


def places(plan: Plan) -> Places:
    """The county of a plan."""
    made = _Making(plan)
    made.county()
    for number in range(TOWNSHIPS):
        made.township(number)
    return Places(directory=read_directory({"agencies": made.agencies}), seats=made.seats, fails=made.fails)


@dataclass
class _Making:
    plan: Plan
    agencies: list[dict[str, Any]] = field(default_factory=list)
    seats: dict[str, Seat] = field(default_factory=dict)
    fails: dict[str, Fails] = field(default_factory=dict)

    def county(self) -> None:
        self._agency("c-higher", "市人民检察院", CITY, [("P-CITY-PROC", Role.HIGHER_PROCURATORATE)])
        for code, role, zh, posts in COUNTY_POSTS:
            self._agency(f"c-{code}", zh, COUNTY, _numbered(f"P-{code.upper()}", role, posts))

    def township(self, number: int) -> None:
        area, place = township(number), PLACES[number]
        for code, role, zh, posts in TOWNSHIP_POSTS:
            numbers = _numbered(f"P-T{number + 1}-{code.upper()}", role, posts)
            self._agency(f"t{number + 1}-{code}", f"虚构{place}乡{zh}", area, numbers)

    def _agency(self, no: str, zh: str, area: str, posts: list[tuple[str, Role]]) -> None:
        listed = [self._post(number, role, area, zh) for number, role in posts]
        self.agencies.append({"no": no, "zh": zh, "area": area, "posts": listed})

    def _post(self, no: str, role: Role, area: str, agency: str) -> dict[str, Any]:
        chance = stream(self.plan.seed, "post", no)
        persons, vacant = self._persons(no, role, chance)
        self.seats[no] = Seat(no=no, role=role, area=area, vacant=vacant)
        self._fault(no, chance)
        return {
            "no": no,
            "role": role.value,
            "zh": f"{agency}{role.zh}岗",
            "en": f"{role.en}, {area}",
            "channels": [{"channel": chance.one_of({"file": 6, "webhook": 2, "smtp": 2}), "address": no}],
            "persons": persons,
            "substitutes": self._leave(no, persons, chance),
        }

    def _persons(
        self, no: str, role: Role, chance: Chance
    ) -> tuple[list[dict[str, Any]], tuple[datetime, datetime] | None]:
        """Who holds it; one post in ten loses its holder, and waits for another."""
        since = self.plan.begins - _IN_OFFICE_SINCE
        first = {"no": f"W-{no}-1", "name": full_name(chance), "from_at": since.isoformat()}
        if role in NEVER_VACANT or not chance.happens(0.1):
            return [first], None
        left = _morning(self.plan.day(chance.between(0.1, 0.7)))
        came = left + timedelta(days=int(self.plan.days * chance.between(0.03, 0.25)))
        second = {"no": f"W-{no}-2", "name": full_name(chance), "from_at": came.isoformat()}
        return [{**first, "until_at": left.isoformat()}, second], (left, came)

    def _leave(self, no: str, persons: list[dict[str, Any]], chance: Chance) -> list[dict[str, Any]]:
        """One holder in five is away for some weeks, and somebody acts in the place of that person."""
        if not chance.happens(0.2):
            return []
        away = _morning(self.plan.day(chance.between(0.05, 0.9)))
        back = away + timedelta(days=int(chance.between(5, 30)))
        stand_in = {"for_person": persons[-1]["no"], "person": f"W-{no}-S"}
        return [{**stand_in, "from_at": away.isoformat(), "until_at": back.isoformat()}]

    def _fault(self, no: str, chance: Chance) -> None:
        """One address in twelve does not work for some days; half of these say that trying again is of no use."""
        if not chance.happens(1 / 12):
            return
        broken = _morning(self.plan.day(chance.between(0.1, 0.8)))
        mended = broken + timedelta(days=chance.between(0.5, 12))
        self.fails[no] = Fails(from_at=broken, until_at=mended, permanent=chance.happens(0.5))


def _numbered(no: str, role: Role, posts: int) -> list[tuple[str, Role]]:
    return [(no if posts == 1 else f"{no}-{nth}", role) for nth in range(1, posts + 1)]


def _morning(day: date) -> datetime:
    return midnight_before(day) + timedelta(hours=9)
