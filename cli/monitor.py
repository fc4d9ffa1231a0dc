"""`hutong monitor`: children in care, on the list and off it. 关爱对象."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from cli.acting import Entered, enter, moment_of
from cli.arguments import read_term
from cli.files import document, words
from cli.options import AT, BY, JSON, REASON, REASON_IF_ANY
from rules.screening import Condition
from rules.vocabulary import ChildCategory, ChildMark, ExcuseCause, MonitoringEnd
from tasks import monitoring
from tasks.grades import read_tier
from tasks.grades_on_file import tier_said
from tasks.monitoring_marks import set_marks
from tasks.numbers import Named, is_number
from tasks.report_form import ChildForm, read_child
from tasks.routine_ahead import no_visits
from tasks.said import read_at

if TYPE_CHECKING:
    from tasks.office import Office

app = typer.Typer(add_completion=False, no_args_is_help=True)

Child = Annotated[str, typer.Argument(metavar="CHILD", help="儿童编号或关爱档案编号  number of the child or its file")]


@app.command(help="列为关爱对象：摸排符合条件的儿童。  Put a child on the list after screening.")
def begin(
    ctx: typer.Context,
    child: Annotated[
        str,
        typer.Argument(
            metavar="CHILD|CASE|FILE|-",
            help="儿童或个案编号，或写法同报告单的文件  number of the child or a case, or a file",
        ),
    ],
    listed_as: Annotated[
        list[str], typer.Option("--as", metavar="CATEGORY", help="列为哪一类，代码或中文，可多次  listed as")
    ],
    tier: Annotated[str, typer.Option("--tier", metavar="TIER", help="风险等级：低、中、高，或者当地的等次  tier")],
    reason: REASON,
    by: BY,
    met: Annotated[
        list[str] | None, typer.Option("--met", metavar="CONDITION", help="已核实的条件，可多次  conditions found")
    ] = None,
    mark: Annotated[
        list[str] | None,
        typer.Option(
            "--mark", metavar="MARK", help="标记：key 重点、pupil 小学高年级以上、junior_pupil 低年级，可多次  marks"
        ),
    ] = None,
    at: AT = None,
    area: Annotated[
        str | None, typer.Option("--area", metavar="CODE", help="照护地区划代码，档案未写时用  area, if not on file")
    ] = None,
    as_json: JSON = False,
) -> None:
    """Put a child on the list."""
    screened = partial(
        monitoring.Screened,
        categories=[read_term(ChildCategory, one, field="--as") for one in listed_as],
        conditions=[read_term(Condition, one, field="--met") for one in met or []],
        marks=[read_term(ChildMark, one, field="--mark") for one in mark or []],
        reason=words(reason, field="--reason"),
    )
    moment = read_at(at)
    who: str | ChildForm = (
        child if is_number(child, Named.CHILD) or is_number(child, Named.CASE) else read_child(document(child))
    )

    def act(opened: Office) -> Entered:
        when = moment_of(opened, moment)
        graded = screened(tier=read_tier(opened.pack, tier, field="--tier"))
        begun = monitoring.begin(opened, who, graded, when=when, by_post=by, area=area)
        return Entered(
            case_no=begun.case_no,
            zh=f"已列为关爱对象，儿童 {begun.child_no}{_said_of(begun)[0]}",
            en=f"on the list{_said_of(begun)[1]}",
            facts={
                "child_no": begun.child_no,
                "procedure_no": begun.procedure_no,
                "marks": sorted(begun.marks),
                "coming": [asdict(one) for one in begun.coming],
                "no_visits": no_visits(begun.coming),
                "by_mark": sorted({(mark.value, rhythm.code) for mark, rhythm in begun.by_mark}),
            },
        )

    enter(ctx, as_json, act)


def _said_of(begun: monitoring.Begun) -> tuple[str, str]:
    """What will be owed and from when on; and that nobody will visit, where that is so."""
    listed = "、".join(f"{one.zh}自{one.from_on.isoformat()}" for one in begun.coming) or "没有"
    named = ", ".join(f"{one.en} from {one.from_on.isoformat()}" for one in begun.coming) or "nothing"
    zh, en = f"；将产生的周期职责：{listed}", f"; routine duties to come: {named}"
    if no_visits(begun.coming) and ChildMark.KEY not in begun.marks:
        zh += (
            "。注意：未标记“重点”，按现行规则不会产生走访"
            "（民发〔2024〕35号 二（五）只要求对重点关爱对象定期走访，没有次数）；"
            "属重点的，请用 hutong monitor mark 加注 --give key"
        )
        en += (
            ". NOTE: no visits will be owed: not marked 重点 (the national plan asks for regular visits to key "
            "children only, and gives no number); if it is one, say so: hutong monitor mark --give key"
        )
    elif no_visits(begun.coming):
        zh, en = zh + "。注意：按现行规则不会产生走访", en + ". NOTE: no visits will be owed under the present rules"
    more_zh, more_en = _by_mark(begun)
    return zh + more_zh, en + more_en


def _by_mark(begun: monitoring.Begun) -> tuple[str, str]:
    """What the rules ask for children with a mark that this one lacks: nobody finds out about it otherwise."""
    zh, en = [], []
    for mark in ChildMark:
        asked = [rhythm for lacking, rhythm in begun.by_mark if lacking is mark and mark is not ChildMark.KEY]
        if asked:
            zh.append(f"属“{mark.zh}”的，另有{'、'.join(one.zh for one in asked)}（加注：--give {mark}）")
            en.append(f"{', '.join(one.en for one in asked)} with --give {mark}")
    if not zh:
        return "", ""
    case_no = begun.case_no
    return (
        f"。{'；'.join(zh)}：hutong monitor mark {case_no}",
        f". Asked for by a mark: {'; '.join(en)}: hutong monitor mark {case_no}",
    )


@app.command(help="变更标记（重点、在校学生），决定哪些周期职责适用。  Give a child on the list marks, or take them.")
def mark(
    ctx: typer.Context,
    child: Child,
    reason: REASON,
    by: BY,
    give: Annotated[
        list[str] | None, typer.Option("--give", metavar="MARK", help="加注，可多次：key、pupil、junior_pupil  give")
    ] = None,
    take: Annotated[list[str] | None, typer.Option("--take", metavar="MARK", help="取消，可多次  take away")] = None,
    at: AT = None,
    as_json: JSON = False,
) -> None:
    """Give marks, or take them."""
    given = [read_term(ChildMark, one, field="--give") for one in give or []]
    taken = [read_term(ChildMark, one, field="--take") for one in take or []]
    why, moment = words(reason, field="--reason"), read_at(at)

    def act(opened: Office) -> Entered:
        when = moment_of(opened, moment)
        stands = set_marks(opened, child, give=given, take=taken, reason=why, when=when, by_post=by)
        zh, en = _said_of(stands)
        facts = {"marks": sorted(stands.marks), "coming": [asdict(one) for one in stands.coming]}
        return Entered(case_no=stands.case_no, zh=f"标记已变更{zh}", en=f"marks changed{en}", facts=facts)

    enter(ctx, as_json, act)


@app.command(help="调整风险等级：升级即时生效；降级一次一级，须第二人复核。  Move a child to another tier.")
def tier(
    ctx: typer.Context,
    child: Child,
    to: Annotated[str, typer.Argument(metavar="TIER", help="低、中、高，或者当地的等次  low, middle, high")],
    reason: REASON,
    by: BY,
    at: AT = None,
    as_json: JSON = False,
) -> None:
    """Move a child to another tier."""
    why, moment = words(reason, field="--reason"), read_at(at)

    def act(opened: Office) -> Entered:
        when = moment_of(opened, moment)
        wanted = read_tier(opened.pack, to, field="TIER")
        case_no = monitoring.case_of(opened, child)
        moved = monitoring.set_tier(opened, child, wanted, reason=why, when=when, by_post=by)
        zh = (
            f"风险等级已调整为{tier_said(opened, case_no, wanted)}" if moved else "已提出降级（一次一级），待第二人复核"
        )
        return Entered(case_no=case_no, zh=zh, en="moved" if moved else "proposed", facts={"moved": moved})

    enter(ctx, as_json, act)


@app.command(help="提出随时评估：父母外出、照护人变更、行为异常等。  Ask for an assessment upon an event.")
def assess(ctx: typer.Context, child: Child, reason: REASON, by: BY, at: AT = None, as_json: JSON = False) -> None:
    """Ask for an assessment upon an event."""
    why, moment = words(reason, field="--reason"), read_at(at)

    def act(opened: Office) -> Entered:
        case_no = monitoring.ask_to_assess(opened, child, reason=why, when=moment_of(opened, moment), by_post=by)
        return Entered(case_no=case_no, zh="已提出随时评估，由乡镇办理", en="an assessment is owed by the township")

    enter(ctx, as_json, act)


@app.command(help="本期免办：儿童外出、住院等，写明理由。  Excuse a routine duty for its window.")
def excuse(
    ctx: typer.Context,
    child: Child,
    duty: Annotated[str, typer.Argument(metavar="DUTY", help="序号、代码或中文  number, code or name")],
    cause: Annotated[str, typer.Option("--cause", metavar="CAUSE", help="事由，代码或中文  cause")],
    reason: REASON,
    by: Annotated[str | None, typer.Option("--by", metavar="POST", help="哪个岗位  which post")] = None,
    as_json: JSON = False,
) -> None:
    """Excuse a routine duty for the window in which it is owed."""
    why, because = words(reason, field="--reason"), read_term(ExcuseCause, cause, field="--cause")

    def act(opened: Office) -> Entered:
        acted = monitoring.excuse(opened, child, duty, because, reason=why, by_post=by)
        return Entered(case_no=acted.case_no, zh=f"“{acted.zh}”本期免办", en="excused", facts={"duty": acted.code})

    enter(ctx, as_json, act)


@app.command(help="退出关爱对象。  Take a child off the list.")
def end(
    ctx: typer.Context,
    child: Child,
    why: Annotated[str, typer.Option("--because", metavar="REASON", help="退出原因，代码或中文  why it leaves")],
    by: BY,
    reason: REASON_IF_ANY = None,
    at: AT = None,
    as_json: JSON = False,
) -> None:
    """Take a child off the list."""
    because, said, moment = read_term(MonitoringEnd, why, field="--because"), reason or "", read_at(at)

    def act(opened: Office) -> Entered:
        case_no = monitoring.case_of(opened, child)
        when = moment_of(opened, moment)
        monitoring.end(opened, child, because, words=words(said, field="--reason"), when=when, by_post=by)
        return Entered(
            case_no=case_no, zh=f"已退出关爱对象：{because.zh}", en="off the list", facts={"reason": because}
        )

    enter(ctx, as_json, act)
