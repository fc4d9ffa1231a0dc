"""What a sharing package says: a cut of a case, class by class. 信息共享包的内容.

Only what is asked for here is opened.  Who reported has no place in it; free words that tell where a sheltered child
is are left out whole where the receiver may not know it.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from documents.package_paper import PackageFacts, Section, package_page
from documents.privacy import bare
from models import CaseFile, ChildFile, Procedure
from rules.access import FieldClass
from rules.vocabulary import LIVE, ProcedureKind, Sex
from tasks import cases, timeline
from tasks.access.sheltered import is_sheltered
from tasks.canonical import instant
from tasks.filing import child_of
from tasks.instrument_words import words_of_instruments
from tasks.kept_away import telling_parts
from tasks.kinds import Kind
from tasks.orders import RUNNING
from tasks.reading import InClear, in_clear
from tasks.standing import Standing, as_it_stood
from tasks.wording import say_moment

if TYPE_CHECKING:
    from datetime import datetime

    from rules.sharing import ShareGround, SharePurpose
    from tasks.desk import Desk
    from tasks.posts import FoundPost

FORMAT = "hutong-sharing-package/1"
"""Counts up when a program that reads the JSON of a package would break."""

NOT_TOLD = frozenset(
    {
        *(Kind.REPORT_RECEIVED, Kind.REPORT_JOINED, Kind.REPORTER_TOLD),
        *(Kind.REPORTER_ASKED_FOR, Kind.REPORTER_GRANTED, Kind.REPORTER_DENIED),
        *(Kind.IDENTITY_READ, Kind.RECORD_READ, Kind.CASE_EXPORTED, Kind.DOCUMENT_RENDERED),
        *(Kind.NOTICE_DELIVERED, Kind.NOTICE_FAILED, Kind.NOTICE_READ),
    }
)
"""Kinds of facts that are not told in a package: about reports, about who looked, about messages."""

TITLES = {
    FieldClass.FACTS: "案情要素",
    FieldClass.TIMELINE: "办理经过",
    FieldClass.IDENTITY: "身份信息",
    FieldClass.NARRATIVE: "情况陈述",
    FieldClass.INSTRUMENTS: "文书内容",
}
"""Classes that have a section of their own; a sheltered address stands with who the child is."""

LEFT_OUT = "（写有受保护儿童的住处，未列入）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a package is made for. 共享包的去向."""

    no: str
    case_no: str
    giver: FoundPost
    receiver: FoundPost
    ground: ShareGround
    basis: str
    purpose: SharePurpose
    words: str
    classes: tuple[FieldClass, ...]
    wanted: tuple[FieldClass, ...]
    made_at: datetime
    until: datetime


def package(desk: Desk, order: Order) -> bytes:
    """A ZIP with `package.html` for people and `package.json` for programs, of the same content; deterministic."""
    case = desk.session.exec(select(CaseFile).where(col(CaseFile.no) == order.case_no)).one()
    sections = _sections(desk, case, order.classes)
    facts = PackageFacts(
        number=order.no,
        made_words=say_moment(order.made_at, "zh"),
        until_words=say_moment(order.until, "zh"),
        giver=_seat(order.giver),
        receiver=_seat(order.receiver),
        ground=order.ground.zh,
        basis=order.basis,
        purpose=order.purpose.zh,
        words=order.words,
        left_out=[one.zh for one in order.wanted if one not in order.classes],
        sections=sections,
    )
    html = package_page(facts, simulated=desk.simulated)
    return _zipped({"package.html": html, "package.json": _json(order, sections, simulated=desk.simulated)})


def _seat(post: FoundPost) -> str:
    return f"{post.agency_zh}　{post.zh}（{post.no}）"


def _json(order: Order, sections: Sequence[Section], *, simulated: bool) -> bytes:
    said: dict[str, Any] = {
        "format": FORMAT,
        "number": order.no,
        "case_no": order.case_no,
        "from_post": order.giver.no,
        "to_post": order.receiver.no,
        "ground": order.ground.value,
        "basis": order.basis,
        "purpose": order.purpose.value,
        "words": order.words,
        "classes": [one.value for one in order.classes],
        "made_at": instant(order.made_at),
        "valid_until": instant(order.until),
        "simulated": simulated,
        "sections": [asdict(one) for one in sections],
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in files.items():
            folder.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


# --- section by section ----------------------------------------


def _sections(desk: Desk, case: CaseFile, classes: tuple[FieldClass, ...]) -> list[Section]:
    child_no = child_of(case)
    home = FieldClass.SHELTERED_ADDRESS in classes or not is_sheltered(desk, child_no)
    clear = in_clear(desk, case.no, child_no)
    hidden = [] if home else [bare(part) for address in _homes(clear) for part in telling_parts(address)]
    made: dict[FieldClass, Callable[[], Section]] = {
        FieldClass.FACTS: lambda: _facts(desk, case, child_no),
        FieldClass.TIMELINE: lambda: _course(desk, case.no),
        FieldClass.IDENTITY: lambda: _identity(clear, hidden),
        FieldClass.NARRATIVE: lambda: Section(name=TITLES[FieldClass.NARRATIVE], lines=_kept(clear.narratives, hidden)),
        FieldClass.INSTRUMENTS: lambda: Section(
            name=TITLES[FieldClass.INSTRUMENTS], lines=_kept(words_of_instruments(desk, case.no, child_no), hidden)
        ),
    }
    return [make() for one, make in made.items() if one in classes]


def _homes(clear: InClear) -> list[str]:
    """Where a sheltered child may be: its own addresses, and those of whoever looks after it."""
    carers = [one.address for one in clear.adults if one.carer]
    return [one for one in (clear.residence, clear.domicile, *carers) if one]


def _kept(words: Iterable[str], hidden: list[str]) -> tuple[str, ...]:
    return tuple(LEFT_OUT if _tells(one, hidden) else one for one in words)


def _tells(words: str, hidden: list[str]) -> bool:
    return any(part in bare(words) for part in hidden)


def _facts(desk: Desk, case: CaseFile, child_no: str) -> Section:
    child = desk.session.exec(select(ChildFile).where(col(ChildFile.no) == child_no)).one()
    running = select(Procedure).where(col(Procedure.case_no) == case.no).order_by(col(Procedure.opened_at))
    procedures = [
        f"{ProcedureKind(row.kind).zh}（{'在办' if row.state == 'open' else '已结'}）"
        for row in desk.session.exec(running)
    ]
    owed = [
        f"{one.zh}：{one.owner.zh if one.owner else '无人负责'}"
        + (f"，{say_moment(one.internal_due_at, 'zh')}前" if one.internal_due_at else "")
        for one in cases.duties_of(desk, case.no)
        if one.state in LIVE
    ]
    standing = [
        f"{one.title}（{one.state.zh}{f'，至{one.valid_until}' if one.valid_until else ''}）"
        for one in as_it_stood(desk, case.no)
        if one.state is not Standing.DRAFT and one.kind in RUNNING
    ]
    return Section(
        name=TITLES[FieldClass.FACTS],
        rows=(
            ("个案编号", case.no),
            ("性别", Sex(child.sex).zh),
            ("地区", case.area),
            ("立案时间", say_moment(case.opened_at, "zh")),
            ("程序", "、".join(procedures)),
            ("待办", "；".join(owed)),
            ("有期限的文书", "、".join(standing)),
        ),
    )


def _course(desk: Desk, case_no: str) -> Section:
    told = [one for one in timeline.timeline(desk, case_no) if one.kind not in NOT_TOLD]
    return Section(
        name=TITLES[FieldClass.TIMELINE],
        lines=tuple(f"{_when(one.happened_at)}　{one.zh}" for one in told),
    )


def _when(at: datetime | None) -> str:
    return say_moment(at, "zh") if at is not None else "时间不详"


def _identity(clear: InClear, hidden: list[str]) -> Section:
    rows = [("姓名", clear.name or ""), ("出生日期", clear.birth_on or "")]
    rows += zip(("户籍地址", "现住址"), _kept((clear.registration or "", clear.residence or ""), hidden), strict=True)
    for one in clear.adults:
        roles = [*(["监护人"] if one.guardian else []), *(["照护人"] if one.carer else [])]
        where = None if _tells(one.address or "", hidden) else one.address
        said = "，".join(filter(None, [one.name or "身份不明", *roles, one.phone, where]))
        rows.append((one.relation.zh, said))
    return Section(name=TITLES[FieldClass.IDENTITY], rows=tuple(rows))
