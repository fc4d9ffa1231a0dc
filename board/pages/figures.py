"""Are we on time, and where not? Figures of an area; nothing of a single case. 统计."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response

from board import allowed
from board.downloads import as_file
from board.forms import Posted, Typed, day_of
from board.rendering import page
from board.troubles import mendable
from board.visit import Seated, Visit
from documents.page import SIMULATED
from documents.sheet_xlsx import xlsx
from pictures.process_map import svg
from rules.access import FieldClass
from rules.errors import CaseworkError, Refused, Unavailable
from rules.moments import civil_day
from rules.vocabulary import ProcedureKind
from tasks import figures as routine
from tasks import ocel
from tasks.access.places import COUNTY_DIGITS
from tasks.access_figures import area_of_figures, demand_log, may_take_log
from tasks.audit_set_paper import share_words
from tasks.figures_asked import AT_FIRST, how_it_went, how_timely, what_to_report
from tasks.ocel_chosen import Chosen
from tasks.timeliness import Outcome
from tasks.timeliness_paper import timeliness_paper

if TYPE_CHECKING:
    from pictures.process_map_parts import ProcessMap
    from rules.declared import Declared
    from tasks.audit_set import Asked
    from tasks.counted import Answer, Counted, Of, Question
    from tasks.desk import Desk
    from tasks.figures_asked import MapOf
    from tasks.timeliness import Timeliness

router = APIRouter(prefix="/figures")

PATIENCE_SECONDS = 0.1
"""So long a page waits for an answer that nobody has asked for before."""

PATIENCE_OF_A_FILE_SECONDS = 30.0
AGAIN_AFTER_SECONDS = 3

_OF_A_PICTURE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""A picture brings its own colours; opened alone it may do nothing."""


@router.get("")
def figures(visit: Seated, area: str = "", since: str = "", until: str = "") -> Response:
    """How each step was done, by agency, and why what was late was late."""
    with visit.office.reading() as desk:
        asked = _timely(desk, visit, area, since, until)
    counted = visit.counts.ask(asked, visit.now, patience=PATIENCE_SECONDS)
    if counted is None:
        of = asked.of
        return _being_counted(visit, visit.url("figures", area=of.area, since=of.from_on, until=of.to_on))
    return page(
        visit,
        "figures.html",
        found=counted.answer,
        asked=asked.of,
        outcomes=tuple(Outcome),
        share_words=share_words,
        may_export=may_take_log(visit.post),
    )


@router.get("/table.xlsx")
def table(visit: Seated, area: str = "", since: str = "", until: str = "") -> Response:
    """The same as a sheet, small numbers hidden."""
    with visit.office.reading() as desk:
        asked = _timely(desk, visit, area, since, until)
        mark = SIMULATED if desk.simulated else ""
    return as_file(xlsx(timeliness_paper(asked.of, _waited_for(visit, asked).answer, mark=mark)), "xlsx", "timeliness")


def _timely(desk: Desk, visit: Visit, area: str, since: str, until: str) -> Question[Asked, Timeliness]:
    where = _area(desk, visit, area)
    return how_timely(where, civil_day(visit.now), day_of(since, "since"), day_of(until, "until"))


def _area(desk: Desk, visit: Visit, area: str) -> str:
    """The area that is asked for, the post's own where none is. Raises Forbidden: figures stop at its border."""
    allowed.demand(desk, visit, FieldClass.FIGURES)
    return area_of_figures(visit.post, area)


# ------------------------------------------------------------------------------------------------ process map


@router.get("/map")
def the_map(visit: Seated, procedure: str = "", area: str = "", since: str | None = None, until: str = "") -> Response:
    """One procedure on the procedure's path, with what really happened on it; every number also in words.

    Whoever asks for no days gets the last three months; whoever leaves the field empty, all.
    """
    if since is None:
        since = "" if until else (civil_day(visit.now) - AT_FIRST).isoformat()
    with visit.office.reading() as desk:
        chosen = _chosen(desk, visit, area, since, until)
        kind, declared = _procedure(desk, procedure)
        all_declared = tuple(desk.pack.procedures.values())
    counted = visit.counts.ask(_went(chosen, kind, declared), visit.now, patience=PATIENCE_SECONDS)
    if counted is None:
        code = declared.code if declared else kind.value
        again = visit.url("figures", "map", procedure=code, area=chosen.area, until=chosen.until)
        return _being_counted(visit, f"{again}&since={chosen.since or ''}")  # empty is another question than none
    return page(
        visit,
        "figures_map.html",
        drawn=counted.answer[visit.lang],
        chosen=chosen,
        procedure=declared.code if declared else kind.value,
        kinds=tuple(one for one in ProcedureKind if one is not ProcedureKind.DECLARED),
        declared=all_declared,
    )


@router.get("/map.svg")
def picture(visit: Seated, procedure: str = "", area: str = "", since: str = "", until: str = "") -> Response:
    """The picture of it."""
    with visit.office.reading() as desk:
        chosen = _chosen(desk, visit, area, since, until)
        kind, declared = _procedure(desk, procedure)
    drawn = svg(_waited_for(visit, _went(chosen, kind, declared)).answer[visit.lang])
    return Response(
        drawn, media_type="image/svg+xml; charset=utf-8", headers={"content-security-policy": _OF_A_PICTURE}
    )


def _chosen(desk: Desk, visit: Visit, area: str, since: str, until: str) -> Chosen:
    return Chosen(area=_area(desk, visit, area), since=day_of(since, "since"), until=day_of(until, "until"))


def _went(chosen: Chosen, kind: ProcedureKind, declared: Declared | None) -> Question[MapOf, dict[str, ProcessMap]]:
    return how_it_went(chosen, kind, declared.code if declared else "")


def _procedure(desk: Desk, named: str) -> tuple[ProcedureKind, Declared | None]:
    """The kind or the declared procedure of this code; reporting, where none is named."""
    declared = desk.pack.procedures.get(named)
    if declared is not None:
        return ProcedureKind.DECLARED, declared
    if named and (named not in set(ProcedureKind) or named == ProcedureKind.DECLARED):
        raise Refused("没有这种程序，请从列表中选择", "there is no such procedure; choose one", field="procedure")
    return ProcedureKind(named) if named else ProcedureKind.MANDATORY_REPORTING, None


# ------------------------------------------------------------------------------------------------ reports, event log


@router.get("/year")
def year(visit: Seated, year: str = "", area: str = "") -> Response:
    """The figures of a routine report: computed, typed by nobody."""
    with visit.office.reading() as desk:
        where = _area(desk, visit, area)
        asked = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else civil_day(visit.now).year
        basis = desk.pack.fact(routine.BASIS)
    counted = visit.counts.ask(what_to_report(where, asked), visit.now, patience=PATIENCE_SECONDS)
    if counted is None:
        return _being_counted(visit, visit.url("figures", "year", area=where, year=asked))
    found = counted.answer
    return page(visit, "figures_year.html", found=found, at=counted.at, rows=found.shared(), basis=basis)


# ------------------------------------------------------------------------------------------------ waiting


def _being_counted(visit: Visit, again: str) -> Response:
    """A page that comes again by itself: nobody holds a connection while it is counted.

    Args:
        again: where it leads to, with what was understood of the question and nothing else that stood in the address:
            what it leads to is compressed (`board.packing`), though another site may have led to this page.
    """
    waiting = page(visit, "figures_counting.html", again=again)
    waiting.headers["refresh"] = f"{AGAIN_AFTER_SECONDS}; url={again}"
    return waiting


def _waited_for(visit: Visit, question: Question[Of, Answer]) -> Counted[Answer]:
    """A file or a picture cannot come again by itself. Raises: Unavailable: it takes too long."""
    counted = visit.counts.ask(question, visit.now, patience=PATIENCE_OF_A_FILE_SECONDS)
    if counted is None:
        raise Unavailable("正在统计，请过一会儿再取", "it is being counted; fetch it again in a while", code="counting")
    return counted


@router.get("/log")
def ask_for_log(visit: Seated) -> Response:
    """What taking out the event log means, before it is done."""
    demand_log(visit.post)
    return _log(visit, Typed(values={"area": [_county(visit)]}), [])


@router.post("/log")
def take_log(visit: Seated, typed: Posted) -> Response:
    """The event log (OCEL 2.0) under pseudonyms; who took it and why is on the record."""
    demand_log(visit.post)
    try:
        with visit.office.reading() as desk:
            chosen = _chosen(desk, visit, typed("area") or _county(visit), typed("since"), typed("until"))
        content = _exported(visit, chosen, typed("reason"))
    except CaseworkError as error:
        return _log(visit, typed, mendable(error))
    return as_file(content, "json", "events")


def _exported(visit: Visit, chosen: Chosen, reason: str) -> bytes:
    """Written to a folder of this request's own, since an export is whole or not there, and gone with it."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "events.json"
        ocel.export(visit.office, chosen, out, by_post=visit.post_no, reason=reason)
        return out.read_bytes()


def _log(visit: Visit, typed: Typed, errors: list[CaseworkError]) -> Response:
    return page(visit, "figures_log.html", status=422 if errors else 200, typed=typed.values, errors=errors)


def _county(visit: Visit) -> str:
    return visit.post.area[:COUNTY_DIGITS]
