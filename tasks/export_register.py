"""The file of one child as offices keep it on paper: 一人一档.

Its parts are those that the Fujian plan names (`BASIS`; a local rule): 儿童基本信息, 走访记录, 工作日志, 关爱帮扶记录,
发现问题和解决方案.  They hold what this project records today.
Words that people reported stay sealed: they may tell who reported, and a file of paper is carried about.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from documents.page import SIMULATED
from documents.sheet import Sheet, Tab
from documents.sheet_xlsx import xlsx
from models import CaseFile, ChildFile, Instrument, Procedure, ReportChild, ReportRow
from rules.errors import Refused
from rules.vocabulary import CloseReason, Precision, ProcedureKind, Situation
from rules.when import When, say_when
from tasks import timeline
from tasks.audit_access import CHILD_REGISTER
from tasks.children_in_clear import AdultAround, ChildInClear, children_in_clear
from tasks.contacts import Contact, contacts_of
from tasks.erasure import erased_at
from tasks.export_children import refuse_without_reason
from tasks.filing import actor_at
from tasks.journal import Entry
from tasks.kinds import Kind
from tasks.numbers import Named
from tasks.posts import post_by_number
from tasks.register_visits import visits_to
from tasks.visit_table import VisitKind
from tasks.whose import Whose, whose

if TYPE_CHECKING:
    from datetime import datetime

    from tasks.desk import Desk
    from tasks.office import Office

PARTS = ("儿童基本信息", "走访记录", "工作日志", "关爱帮扶记录", "发现问题和解决方案")
BASIS = "福建省农村留守儿童和困境儿童关爱服务质量提升三年行动实施方案 三(三)8（地方规定，适用福建省）"

_NOT_HELP = frozenset(
    {ProcedureKind.MANDATORY_REPORTING, ProcedureKind.UNDELIVERED_NOTICE, ProcedureKind.CASE_REVIEW}
    | {ProcedureKind.ACCOUNTABILITY, ProcedureKind.TURNING_POINT, ProcedureKind.HANDOVER}
)
"""Procedures about the work itself, and the report that the others follow from."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RegisterFile:
    """The file of one child. 一人一档. `rows`: how many lines each part has."""

    child_no: str
    content: bytes
    sha256: str
    rows: dict[str, int]


def export_register(office: Office, no: str, *, by_post: str | None, reason: str) -> RegisterFile:
    """One child's file as an .xlsx with five parts; that it was taken out is on the child's record.

    Args:
        no: a child file `K-…`, or a case `C-…` of the child.
    Raises: Refused: no reason, no such post, child or case, or the child's key was destroyed; nothing is recorded.
    """
    refuse_without_reason(reason)
    with office.writing() as desk:
        by = actor_at(desk, by_post)
        child_no = whose(desk, no).child_no
        of = whose(desk, child_no)
        if erased_at(desk, child_no) is not None:
            raise Refused(
                f"儿童档案 {child_no} 的密钥已销毁，没有可导出的内容",
                f"the key of child file {child_no} was destroyed; there is nothing to take out",
                field="NO",
            )
        row = desk.session.exec(select(ChildFile).where(col(ChildFile.no) == child_no)).one()
        (child,) = children_in_clear(desk, [row])
        sheet = _sheet(desk, child, of)
        content = xlsx(sheet)
        digest = hashlib.sha256(content).hexdigest()
        sealed = desk.cipher(child_no).seal("reason", reason)
        desk.record(
            Entry(
                chain=child_no,
                kind=Kind.RECORD_READ,
                key=f"read:{desk.number(Named.NOTICE)}",
                payload={"of": CHILD_REGISTER, "sha256": digest, "reason_sealed": sealed},
                happened_at=desk.at,
                by=by,
            )
        )
        rows = {tab.name: len(tab.rows) for tab in sheet.tabs}
        return RegisterFile(child_no=child_no, content=content, sha256=digest, rows=rows)


def _sheet(desk: Desk, child: ChildInClear, of: Whose) -> Sheet:
    basic, visits, log, help_, problems = PARTS
    return Sheet(
        title="一人一档",
        facts=(("档案编号", child.no), ("个案", "、".join(of.cases) or "无"), ("档案内容的依据", BASIS)),
        tabs=(
            Tab(name=basic, heads=("项目", "内容"), rows=tuple(_basic(child)), widths=(10, 30)),
            Tab(
                name=visits,
                heads=_VISITS,
                rows=tuple(_visits(desk, child.no, of.cases)),
                widths=(12, 10, 14, 12, 14, 40),
            ),
            Tab(name=log, heads=_LOG, rows=tuple(_log(desk, of.cases)), widths=(12, 10, 40, 14, 12)),
            Tab(name=help_, heads=_HELP, rows=tuple(_help(desk, of.cases)), widths=(12, 18, 14, 14, 12)),
            Tab(name=problems, heads=_PROBLEMS, rows=tuple(_problems(desk, of)), widths=(12, 30, 30, 14)),
        ),
        notes=(
            "内含个人信息，用后请妥善保管或者销毁；本次导出已记入办理记录。",
            "报告所述情况全文不在其中，须用 hutong case reveal 查阅。",
        ),
        mark=SIMULATED if desk.simulated else "",
    )


def _basic(child: ChildInClear) -> Iterator[tuple[str, str]]:
    yield "姓名", child.name or "不详"
    yield "性别", child.sex.zh
    yield "出生日期", child.birth_on or "不详"
    yield "身份证号", child.id_number or "不详"
    yield "类别", "、".join(one.zh for one in child.categories) or "未登记"
    for place, zh in (("registration", "户籍地"), ("residence", "居住地"), ("domicile", "住所地")):
        yield zh, " ".join(filter(None, (child.areas[place], child.addresses[place]))) or "不详"
    for zh, adults in (
        ("监护人", [one for one in child.adults if one.guardian]),
        ("照护人", [one for one in child.adults if one.carer]),
    ):
        yield zh, "；".join(map(_adult, adults)) or "未登记"
    yield "状态", child.state


def _adult(one: AdultAround) -> str:
    return " ".join(filter(None, (one.name or "姓名不详", f"（{one.relation.zh}）", one.phone, one.address)))


_VISITS = ("时间", "方式", "个案", "岗位", "出处", "情况")
_LOG = ("时间", "个案", "事项", "岗位", "登记时间")
_HELP = ("时间", "措施", "个案", "情况", "编号")
_PROBLEMS = ("时间", "发现的问题", "解决方案", "结果、出处")

Line = tuple[str, ...]


def _visits(desk: Desk, child_no: str, cases: Sequence[str]) -> Iterator[Line]:
    """Routine visits and contacts with what they found, and whoever else was with the child; in order of time."""
    routine = [
        (one.happened_at, one.precision, one.kind.zh, one.case_no, one.by_post, one.source, one.found)
        for one in visits_to(desk, child_no, cases)
    ]
    others = [
        (one.happened_at, one.precision, one.kind.zh + disputed(one), one.case_no, one.by_post, one.source, "")
        for one in contacts_of(desk, child_no)
        if one.code not in set(VisitKind)
    ]
    everything = sorted([*routine, *others], key=lambda line: (line[0] is None, line[0] or desk.at, line[5]))
    for at, precision, kind, case_no, by_post, source, found in everything:
        yield _when(at, precision), kind, case_no, _post(desk, by_post), source, found


def disputed(one: Contact) -> str:
    """A mark where another source gives another time."""
    return "（存疑）" if one.disputed else ""


def _log(desk: Desk, cases: Sequence[str]) -> Iterator[Line]:
    """What people and the system did, case by case; a fact of the child's own file stands once."""
    told: set[str] = set()
    for case_no in cases:
        for one in timeline.timeline(desk, case_no):
            if one.entry not in told:
                told.add(one.entry)
                yield (
                    _when(one.happened_at, one.precision),
                    case_no,
                    one.zh,
                    one.who,
                    _when(one.recorded_at, Precision.EXACT),
                )


def _help(desk: Desk, cases: Sequence[str]) -> Iterator[Line]:
    procedures = select(Procedure).where(col(Procedure.case_no).in_(cases), col(Procedure.kind).not_in(_NOT_HELP))
    for row in desk.session.exec(procedures.order_by(col(Procedure.opened_at), col(Procedure.no))):
        yield _when(row.since_at, row.since_precision), ProcedureKind(row.kind).zh, row.case_no, _ended(row), row.no
    papers = select(Instrument).where(col(Instrument.case_no).in_(cases), col(Instrument.state) != "draft")
    for paper in desk.session.exec(papers.order_by(col(Instrument.recorded_at), col(Instrument.no))):
        document = paper.document_no or paper.no
        yield _when(paper.issued_at, paper.issued_precision), paper.title, paper.case_no, _STATES[paper.state], document


_STATES = {"issued": "已作出", "ended": "效力终止", "withdrawn": "已撤销、撤回"}


def _problems(desk: Desk, of: Whose) -> Iterator[Line]:
    """What was reported, and by what it was answered in the case that it belongs to; then what visits found."""
    query = (
        select(ReportRow, CaseFile)
        .join(ReportChild, col(ReportChild.report_no) == col(ReportRow.no))
        .join(CaseFile, col(CaseFile.no) == col(ReportChild.case_no))
        .where(col(CaseFile.no).in_(of.cases))
    )
    for report, case in desk.session.exec(query.order_by(col(ReportRow.reported_at), col(ReportRow.no))):
        situations = "；".join(Situation(code).zh for code in json.loads(report.situations))
        answered = select(Procedure.kind).where(col(Procedure.case_no) == case.no)
        kinds = dict.fromkeys(desk.session.exec(answered.order_by(col(Procedure.opened_at), col(Procedure.no))))
        means = "、".join(ProcedureKind(kind).zh for kind in kinds if kind not in _NOT_HELP)
        ended = f"已结案 {_when(case.closed_at, Precision.DAY)}" if case.state == "closed" else "在办"
        yield _when(report.reported_at, report.reported_precision), situations, means or "尚未采取措施", ended
    for one in visits_to(desk, of.child_no, of.cases):
        if one.problems or one.needs:
            needs = f"需求：{one.needs}" if one.needs else "—"
            yield _when(one.happened_at, one.precision), f"走访发现：{one.problems or '—'}", needs, one.source


def _ended(row: Procedure) -> str:
    if row.state == "open":
        return "在办"
    return CloseReason(row.close_reason).zh if row.close_reason else "已终结"


def _when(at: datetime | None, precision: str) -> str:
    if at is None:
        return "时间不详"
    return say_when(When(at=at, precision=Precision(precision)))


def _post(desk: Desk, post_no: str | None) -> str:
    found = post_by_number(desk, post_no) if post_no else None
    return found.zh if found else "—"
