"""One look at all that is stuck: what the queries share. 一次查看.

Posts are looked up once for the whole directory and remembered until something is entered in it; what a ladder does
next is worked out once for each rung.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Row, Select
from sqlalchemy import select as select_columns
from sqlmodel import col

from models import Agency, CaseFile, DutyRow, Post, Procedure
from rules.moments import civil_day
from rules.vocabulary import DutyState, Role
from tasks import wording
from tasks.digest_time import next_digest
from tasks.duty_rules import RULES
from tasks.stuck.conditions import NO_FILE_OF_CARE
from tasks.stuck.found import NO_REMARK, NOTHING, Found, Next, Words
from tasks.stuck_limits import Limits

if TYPE_CHECKING:
    from tasks.desk import Desk

DUTY_COLUMNS = (
    col(DutyRow.no),
    col(DutyRow.case_no),
    col(DutyRow.procedure_no),
    col(DutyRow.code),
    col(DutyRow.post_no),
    col(DutyRow.state),
    col(DutyRow.since_at),
    col(DutyRow.opened_at),
    col(DutyRow.legal_due_at),
    col(DutyRow.next_rung),
    col(DutyRow.next_rung_at),
    col(DutyRow.attention_at),
    col(DutyRow.told_at),
    col(DutyRow.read_at),
    col(DutyRow.last_safe_at),
    col(CaseFile.area),
    RULES.label("rules"),
)


class Holder(NamedTuple):
    """A post as the list shows it."""

    zh: str
    en: str
    agency: str
    agency_zh: str
    area: str


def duties(*, care: bool = False) -> Select[Any]:
    """Duties of open cases, with what the list shows of them; the query adds which.

    Args:
        care: the routine duties of children in care, too: how many of them are late is in the digest and in
            `hutong visits`, not one by one among what is stuck; what was missed twice is (`tasks.stuck.routine`).
    """
    query: Select[Any] = select_columns(*DUTY_COLUMNS)  # type: ignore[assignment]
    of_case = query.join(CaseFile, col(CaseFile.no) == col(DutyRow.case_no))
    if not care:
        of_case = of_case.where(NO_FILE_OF_CARE)
    return of_case.join(Procedure, col(Procedure.no) == col(DutyRow.procedure_no))


@dataclass(frozen=True, kw_only=True)
class Look:
    """One look: the transaction, the limits, and what was found out on the way."""

    desk: Desk
    compared: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    _rungs: dict[tuple[str, str, int], Words] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        """The moment asked about."""
        return self.desk.at

    @cached_property
    def today(self) -> date:
        """The civil day asked about."""
        return civil_day(self.desk.at)

    @cached_property
    def limits(self) -> Limits:
        """How long is too long, by the rules in force now."""
        return Limits(self.desk.pack)

    @cached_property
    def holders(self) -> dict[str, Holder]:
        """Every post by its number."""
        known = self.desk.directory
        if "holders" not in known:
            columns = (col(Post.no), col(Post.zh), col(Post.en), col(Agency.no), col(Agency.zh), col(Agency.area))
            rows = self.desk.session.execute(
                select_columns(*columns).join(Agency, col(Agency.no) == col(Post.agency_no))
            )
            known["holders"] = {no: Holder(zh, en or zh, agency, of, area) for no, zh, en, agency, of, area in rows}
        found: dict[str, Holder] = known["holders"]
        return found

    @cached_property
    def county_offices(self) -> tuple[str, ...]:
        """The areas of the posts that are told of all that is stuck there, every morning."""
        query = select_columns(col(Agency.area)).join(Post, col(Post.agency_no) == col(Agency.no))
        query = query.where(col(Post.open), col(Post.role) == Role.COUNTY_OFFICE).distinct()
        return tuple(area for (area,) in self.desk.session.execute(query))

    def told_again(self, area: str) -> Next:
        """What happens by itself where no rung is armed: the morning digest of the county office counts it."""
        told = bool(area) and any(area.startswith(office) for office in self.county_offices)
        return self._next_morning if told else NOTHING

    @cached_property
    def _next_morning(self) -> Next:
        at = next_digest(self.at)
        when = self._when(at)
        en = f"{when.en}: the county office is told again in the morning digest"
        return Next(at, f"{when.zh} 每日要情再报县级协调机构", en)

    def rows(self, query: Select[Any]) -> list[Row[Any]]:
        """The rows of a query."""
        return list(self.desk.session.execute(query))

    def of_duty(
        self, row: Row[Any], *, since: datetime, remark: Words = NO_REMARK, repair: Callable[[], Words] | None = None
    ) -> Found:
        """What is shown of a duty: a row of `duties()`."""
        return Found(
            ref=row.no,
            case_no=row.case_no,
            area=row.area,
            subject=self.named(row.no, row.code, row.rules, remark),
            holder=row.post_no or "",
            since=since,
            next_step=partial(self.next_of, row),
            next_rung_at=row.next_rung_at,
            repair=repair,
        )

    def named(self, no: str, code: str, rules: str = "", remark: Words = NO_REMARK) -> Words:
        """A duty by its number and name, with what is remarked about it."""
        number, name = wording.short_no(no), self.name_of(code, rules)
        return Words(f"{number} {name.zh}{remark.zh}", f"{number} {name.en}{remark.en}")

    def name_of(self, code: str, rules: str = "") -> Words:
        """What is to be done; a step that only the rules of its procedure declare is called as they call it."""
        spec = self.desk.pack.duties.get(code)
        if spec is None and rules:
            spec = self.desk.rules(rules).duties.get(code)
        return Words(spec.zh, spec.en) if spec else Words(code, code)

    def next_of(self, row: Row[Any]) -> Next:
        """What happens next by itself with a duty: its next rung, or the next question to its post."""
        if row.state == DutyState.PAUSED:
            return Next(None, "计时中止，恢复计时后再督办", "its clock stands still; nothing until it runs again")
        rung_at, asked_at = row.next_rung_at, row.attention_at
        if rung_at is None and asked_at is None:
            return NOTHING
        if rung_at is None or (asked_at is not None and asked_at < rung_at):
            when = self._when(asked_at)
            return Next(asked_at, f"{when.zh} 催阅、催接", f"{when.en}: its post is asked again")
        words = self._rung(row.rules, row.code, row.next_rung)
        when = self._when(rung_at)
        return Next(rung_at, f"{when.zh} {words.zh}", f"{when.en}: {words.en}")

    def _when(self, moment: datetime) -> Words:
        """When something happens by itself: what should have happened by now happens at the next sweep."""
        zh, en = wording.say_moment(moment, "zh"), wording.say_moment(moment, "en")
        if moment > self.at:
            return Words(zh, en)
        return Words(f"下一次巡检即办（应于 {zh}）", f"at the next sweep (was due {en})")

    def _rung(self, rules: str, code: str, number: int) -> Words:
        known = self._rungs.get((rules, code, number))
        if known is None:
            pack = self.desk.rules(rules)
            rungs = pack.ladder(pack.duty(code).ladder).rungs
            rung = rungs[min(number, len(rungs) - 1)]
            again = "（再次告知）" if number >= len(rungs) else ""
            known = self._rungs[rules, code, number] = Words(
                f"督办第 {min(number + 1, len(rungs))} 级{again}，告知{wording.say_told(rung, 'zh')}",
                f"rung {min(number + 1, len(rungs))}, tells {wording.say_told(rung, 'en')}",
            )
        return known
