"""Intake: a report becomes cases, in one transaction. 接收报告.

The report, the child files, the cases, their procedures, the messages to those who must know at once and the wake
rows are written together or not at all.  Nothing here needs the workflow engine.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert
from sqlmodel import col, select

from models import CaseFile, SealedReporter
from rules.clock import due
from rules.vocabulary import CasePurpose, Precision, ProcedureKind, Role
from rules.when import When, earliest, latest
from tasks import messages, wording
from tasks.canonical import canonical, instant, instant_or_none
from tasks.case_entry import case_entry, lead_near
from tasks.files import adult_entries, child_entry, child_no_of, lock_children
from tasks.intake_refusals import area_of, form_precision, refuse_what_cannot_be, reported_at_of
from tasks.journal import Actor, Entry
from tasks.kinds import Kind
from tasks.numbers import Named
from tasks.posts import FoundPost, holder_of, post_by_number, post_near
from tasks.procedures import Opening, opening_entry
from tasks.receipts import Concerned, Received, receipt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tasks.desk import Desk
    from tasks.office import Office
    from tasks.report_form import ChildForm, ReportForm


def take_report(office: Office, form: ReportForm) -> Received:
    """Take a report. 接收报告 (未成年人保护法 Art. 11; 高检发〔2020〕9号 Art. 8).

    Raises: Refusals: dates in the future, a child born after the event, an unknown post, no place; nothing written.
    """
    with office.writing() as desk:
        return Intake(desk, form).take()


class Intake:
    """One report on its way into the database. 接收.

    Args:
        child_no: number of the only child's file, where whoever reports knows it.
    """

    def __init__(self, desk: Desk, form: ReportForm, *, child_no: str | None = None) -> None:
        self._desk = desk
        self._form = form
        self._child_no = child_no
        self._pack = desk.current_rules
        self._no = desk.number(Named.REPORT)
        self._incident_no = desk.number(Named.INCIDENT)
        self._reported_at = reported_at_of(desk, form)
        self._receiver = post_by_number(desk, form.received_by) if form.received_by else None
        self._adults: dict[str, str] = {}

    def take(self) -> Received:
        """Check what only the office can check, then write everything."""
        refuse_what_cannot_be(self._desk, self._form, self._receiver)
        lock_children(self._desk, self._form.children)
        opening: list[Entry] = []
        concerned = [(form, *self._file_and_case(form, opening)) for form in self._form.children]
        area = area_of(self._form, self._form.children[0], self._receiver)
        told, untold = self._posts_told(area)
        actor = self._actor()
        self._seal_reporter()
        entry = Entry(
            chain=self._no,
            kind=Kind.REPORT_RECEIVED,
            key=f"report:{self._no}",
            payload={
                "report": self._report_facts(area),
                "incident": self._incident_facts(),
                # as it was handed in: what finds no field of its own on a file that exists already is not lost
                "original_sealed": self._original(),
                "children": [
                    {"child_no": child_no, "case_no": case_no, "joined": joined}
                    for _, child_no, case_no, joined in concerned
                ],
                "notices": self._tell_at_once(told, [case_no for _, _, case_no, _ in concerned]),
                **({"untold": untold} if untold else {}),
            },
            happened_at=self._reported_at,
            precision=form_precision(self._form),
            by=actor,
            basis=("A-02" if self._form.unit_kind.must_report else "A-01", "A-15"),
        )
        cases, following = self._cases(concerned, actor)
        self._desk.record(*opening, entry, *following)
        for case in cases:
            self._desk.wake(case.procedure_no, "opened")
        return receipt(self._desk, self._no, self._desk.at, cases, tuple(told), self._form.unit_kind)

    # --- the report ----------------------------------------

    def _report_facts(self, area: str | None) -> dict[str, Any]:
        form = self._form
        cipher = self._desk.cipher(self._no)
        return {
            "no": self._no,
            "incident_no": self._incident_no,
            "unit_kind": form.unit_kind,
            "situations": json.dumps(sorted(form.situations)),
            "discovered_at": instant_or_none(form.discovered_at),
            "discovered_precision": form.discovered_precision,
            "reported_at": instant(self._reported_at),
            "reported_precision": form_precision(form),
            "received_by_post": form.received_by,
            "area": area,
            "danger_now": form.danger_now,
            "narrative_sealed": cipher.seal("narrative", form.narrative) if form.narrative else None,
            "late": self._is_late(),
            "reporter_digest": self._reporter_digest,
        }

    def _original(self) -> str:
        whole = self._form.model_dump(mode="json", exclude={"reporter"}, exclude_none=True)
        return self._desk.cipher(self._no).seal("original", canonical(whole))

    def _incident_facts(self) -> dict[str, Any]:
        incident = self._form.incident
        cipher = self._desk.cipher(self._no)
        return {
            "no": self._incident_no,
            "subject_no": self._no,
            "happened_at": instant_or_none(incident.happened_at),
            "happened_precision": incident.precision if incident.happened_at else Precision.UNKNOWN,
            "place_sealed": cipher.seal("place", incident.place) if incident.place else None,
            "area": incident.area,
        }

    def _is_late(self) -> bool:
        """A unit that must report at once, and let our default limit pass between discovery and report (A-91)."""
        form = self._form
        if form.discovered_at is None or not form.unit_kind.must_report:
            return False
        if form.discovered_precision is Precision.UNKNOWN:
            return False
        # late is what is late on every reading: nobody is accused on a date that is only about right
        discovered = latest(form.discovered_at, form.discovered_precision)
        limit = due(self._pack.late_report_after, discovered, calendar=self._desk.office.calendar)
        reported = earliest(self._reported_at, form_precision(form))
        return limit.legal_due_at is not None and reported > limit.legal_due_at

    def _seal_reporter(self) -> None:
        """Who reported goes into a table of its own, under a key of its own; the journal knows the digest."""
        known = self._form.reporter.model_dump(exclude_none=True)
        self._reporter_digest = None
        if known:
            sealed = self._desk.office.vault.seal_reporter(self._no, canonical(known))
            self._desk.session.execute(insert(SealedReporter), [{"report_no": self._no, "sealed": sealed}])
            self._reporter_digest = hashlib.sha256(sealed.encode()).hexdigest()

    def _actor(self) -> Actor:
        """Whoever sits at the post that took the report; the reporter is never an actor in the journal."""
        if self._receiver is None:
            return Actor()
        return holder_of(self._desk, self._receiver.no, self._desk.at) or Actor(post_no=self._receiver.no)

    # --- children and cases ----------------------------------------

    def _file_and_case(self, form: ChildForm, opening: list[Entry]) -> tuple[str, str, bool]:
        """The child's file and open case: found, or numbered, with the entries that open the file added."""
        child_no = self._child_no or child_no_of(self._desk, form)
        if child_no is None:
            child_no = self._desk.number(Named.CHILD)
            opening.append(child_entry(self._desk, child_no, form, str(area_of(self._form, form, self._receiver))))
        opening += adult_entries(self._desk, child_no, form, self._no, self._adults)
        open_case = self._desk.session.exec(
            select(CaseFile.no)
            .where(col(CaseFile.child_no) == child_no, col(CaseFile.state) == "open")
            .where(col(CaseFile.purpose) == CasePurpose.MATTER)  # a report is a matter: no file of care takes it
            .order_by(col(CaseFile.opened_at))
            .with_for_update()
        ).first()
        return child_no, open_case or self._desk.number(Named.CASE), open_case is not None

    def _cases(
        self, concerned: list[tuple[ChildForm, str, str, bool]], actor: Actor
    ) -> tuple[tuple[Concerned, ...], list[Entry]]:
        """One case and one procedure per child, and the entries that open them."""
        cases, entries = [], []
        for form, child_no, case_no, joined in concerned:
            area = str(area_of(self._form, form, self._receiver))
            entries.append(
                self._joined_entry(case_no, area) if joined else self._opened_entry(case_no, child_no, area, actor)
            )
            opening = Opening(
                case_no=case_no,
                kind=ProcedureKind.MANDATORY_REPORTING,
                since_at=self._reported_at,
                since_precision=form_precision(self._form),
                key=f"open:{self._no}:{child_no}",
                report_no=self._no,
            )
            opened = opening_entry(self._desk, opening)
            entries.append(opened)
            procedure_no = str(opened.procedure_no)
            cases.append(Concerned(child_no=child_no, case_no=case_no, procedure_no=procedure_no, joined=joined))
        return tuple(cases), entries

    def _opened_entry(self, case_no: str, child_no: str, area: str, actor: Actor) -> Entry:
        return case_entry(
            case_no,
            child_no,
            area,
            lead=lead_near(self._desk, area),
            when=When(at=self._reported_at, precision=form_precision(self._form)),
            by=actor,
            incident_no=self._incident_no,
            report_no=self._no,
        )

    def _joined_entry(self, case_no: str, area: str) -> Entry:
        def facts_in(lang: str) -> Mapping[str, object]:
            return {
                "report_no": self._no,
                "case_no": case_no,
                "received_at": wording.say_moment(self._desk.at, lang),
                "situations": self._situations(lang),
                "how_to_answer": f"hutong case show {case_no}",
            }

        lead = post_near(self._desk, [Role.CIVIL_AFFAIRS, Role.COUNTY_OFFICE], area)
        notices = messages.to_posts(
            self._desk, [lead] if lead else [], "report_joined", facts_in, case_no=case_no, report_no=self._no
        )
        return Entry(
            chain=case_no,
            kind=Kind.REPORT_JOINED,
            key=f"join:{case_no}:{self._no}",
            payload={"report_no": self._no, "incident_no": self._incident_no, "notices": notices},
            happened_at=self._reported_at,
        )

    # --- who is told ----------------------------------------

    def _posts_told(self, area: str | None) -> tuple[list[FoundPost], list[str]]:
        """Those whom the rules name, near the first child, and the roles among them that nobody near has.

        Children elsewhere are told of by their own duties.
        """
        found = {role: post_near(self._desk, [role], str(area)) for role in self._pack.told_of_a_report}
        told = [post for post in found.values() if post is not None]
        return told, [role.value for role, post in found.items() if post is None]

    def _tell_at_once(self, posts: list[FoundPost], case_nos: list[str]) -> list[dict[str, Any]]:
        danger = {True: "yes", False: "no", None: "unknown"}[self._form.danger_now]

        def facts_in(lang: str) -> Mapping[str, object]:
            return {
                "report_no": self._no,
                "case_nos": case_nos,
                "situations": self._situations(lang),
                "children_count": len(self._form.children),
                "unit_kind": wording.say(self._form.unit_kind, lang),
                "received_at": wording.say_moment(self._desk.at, lang),
                "danger_now": danger,
                "how_to_answer": f"hutong case show {case_nos[0]}",
            }

        return messages.to_posts(self._desk, posts, "report_received", facts_in, case_no=None, report_no=self._no)

    def _situations(self, lang: str) -> list[str]:
        return [f"{one.value} {one.zh}" if lang == "zh" else one.value for one in self._form.situations]
