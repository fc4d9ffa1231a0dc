"""Instruments as people read them: state, term, service, breaches; uncertain dates in words. 文书的显示."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from cli.output import heading, say, show_table
from rules.vocabulary import Precision
from rules.when import When, say_when
from tasks.orders import RUNNING
from tasks.standing import Standing

if TYPE_CHECKING:
    from tasks.standing import BreachView, InstrumentView

_CHANGES = {"issued": "作出", "varied": "变更", "extended": "延长"}


def show_instruments(views: Iterable[InstrumentView]) -> None:
    """A table of instruments."""
    columns = (
        "编号 No.",
        "文书 Instrument",
        "文号 Number",
        "作出 Issued",
        "状态 State",
        "有效期至 Until",
        "违反 Breaches",
    )
    show_table(columns, map(_row, views))


def show_instrument(view: InstrumentView) -> None:
    """One instrument with its versions, addressees and breaches."""
    say(f"{view.title}（{view.no}）{view.state.zh}", f"{view.kind}, {view.state}")
    number = view.document_no or "（未载明）"
    say(f"文号 {number} · 作出 {_issued(view)} · 有效期至 {term_words(view)} · 第 {view.version} 版")
    if view.issuers:
        say(f"作出机关岗位 {'、'.join(view.issuers)}", "issued by")
    if view.granted == "part":
        say("部分准许", "granted in part")
    if view.follows:
        say(f"接续 {view.follows}", "follows")
    if view.to:
        heading("相对人与送达", "Addressees and service")
        show_table(("编号 No.", "送达 Served"), [(number, _served(view, number)) for number in view.to])
    if len(view.versions) > 1:
        heading("各版本", "Versions")
        show_table(
            ("版本 Version", "变化 Change", "自 From", "有效期至 Until"),
            [_version(view, *one) for one in view.versions],
        )
    if view.breaches:
        heading(f"违反 {len(view.breaches)} 次", "Breaches")
        show_table(("编号 No.", "时间 When", "处理 Followed by"), map(_breach, view.breaches))


def when_words(at: datetime | None, precision: Precision) -> str:
    """A recorded moment as exactly as it is known."""
    unknown = at is None or precision is Precision.UNKNOWN
    return "时间不详" if unknown else say_when(When(at=at, precision=precision))


def term_words(view: InstrumentView) -> str:
    """Until when it holds."""
    if view.valid_until:
        return view.valid_until.isoformat()
    return "未载明" if view.kind in RUNNING and view.state is not Standing.DRAFT else "—"


def _row(view: InstrumentView) -> tuple[str, ...]:
    pending = sum(one.sanction == "pending" for one in view.breaches)
    broken = f"{len(view.breaches)} 次" + (f"（{pending} 次未处理）" if pending else "") if view.breaches else "—"
    state = f"{view.state.zh}\n{view.state.value}"
    return view.no, view.title, view.document_no or "—", _issued(view), state, term_words(view), broken


def _issued(view: InstrumentView) -> str:
    if view.state is Standing.DRAFT:
        return "尚未作出"
    return when_words(view.issued_at, view.precision)


def _served(view: InstrumentView, number: str) -> str:
    if number not in view.served:
        return "未登记送达  not served"
    return f"已送达，{when_words(view.served[number], view.served_precision[number])}"


def _version(view: InstrumentView, n: int, change: str, from_at: datetime, until: date | None) -> tuple[str, ...]:
    since = when_words(from_at, view.version_precision[n])
    return str(n), _CHANGES.get(change, change), since, until.isoformat() if until else "—"


def _breach(one: BreachView) -> tuple[str, ...]:
    reason = "，理由不公开" if one.confidential else ""
    return one.no, when_words(one.happened_at, one.precision), f"{one.sanction.zh}{reason}  {one.sanction.value}"
