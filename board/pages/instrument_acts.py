"""What happens to a paper: issued, served, broken, changed, over. Each on a page of its own. 文书的办理.

Each page says before it acts what stays on the record; the way back is beside the button.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from fastapi import APIRouter
from starlette.responses import Response

from board.entering import enter, form
from board.forms import Posted, Typed
from board.leaving import go
from board.once import Done
from board.paths import PAPER
from board.visit import Seated, Visit
from rules.errors import Refused
from rules.terms import longest_end
from rules.vocabulary import Sanction, ServiceMethod, Term
from rules.when import When, exactly
from tasks import drafts, instruments
from tasks.case_hands import CaseAct, demand_act
from tasks.orders import RUNNING
from tasks.paper_seen import demand_of_case
from tasks.paper_ways import PaperWays, people_named, ways_of_paper
from tasks.papers_now import duty_that_makes
from tasks.said import read_coming, read_spoken
from tasks.standing import as_it_stood

if TYPE_CHECKING:
    from datetime import date

    from rules.errors import CaseworkError
    from tasks.office import Office
    from tasks.standing import InstrumentView

AnyTerm = TypeVar("AnyTerm", bound=Term)

router = APIRouter(prefix=f"/cases/{{case_no}}/instruments/{PAPER}")

DISCARD = "discard"
"""The act after which there is no page of the paper any more."""


@dataclass(frozen=True, kw_only=True)
class Act:
    """One thing that may be done with a paper. 一种办理.

    Args:
        zh, en: its name, which is also what the button says.
        stays_zh, stays_en: what follows from it and what stays.
        fields: what its form asks for, by name.
        grave: it cannot be undone.
        offered: whether it is offered as the paper stands.
        do: does it.
    """

    zh: str
    en: str
    stays_zh: str
    stays_en: str
    fields: tuple[str, ...]
    grave: bool
    offered: Callable[[PaperWays], bool]
    do: Callable[[Visit, str, str, Typed], object]


@router.get("/{act}")
def ask(visit: Seated, case_no: str, instrument_no: str, act: str) -> Response:
    """What it means, and the form."""
    if act not in ACTS:
        return go(visit.url("cases", case_no, "instruments", instrument_no))
    return _page(visit, case_no, instrument_no, act, Typed(), [])


@router.post("/{act}")
def do(visit: Seated, typed: Posted, case_no: str, instrument_no: str, act: str) -> Response:
    """Do it, and let the case look at it."""
    if act not in ACTS:
        return go(visit.url("cases", case_no, "instruments", instrument_no))
    if act == DISCARD and _is_gone(visit, case_no, instrument_no):  # sent twice
        return go(visit.url("cases", case_no, "instruments", done=DISCARD))
    _demand(visit, case_no, instrument_no)

    def act_on_it(office: Office) -> Done:
        ACTS[act].do(replace(visit, office=office), case_no, instrument_no, typed)
        where = (
            ("cases", case_no, "instruments") if act == DISCARD else ("cases", case_no, "instruments", instrument_no)
        )
        return Done(to=visit.url(*where, done=act), case_no=case_no)

    return enter(visit, typed, act_on_it, lambda wrong: _page(visit, case_no, instrument_no, act, typed, wrong))


def _is_gone(visit: Visit, case_no: str, instrument_no: str) -> bool:
    with visit.office.reading() as desk:
        demand_act(visit.sight(desk), case_no, CaseAct.ENTER)
        return desk.has_happened(instruments.discarded_by(case_no, instrument_no))


def _demand(visit: Visit, case_no: str, instrument_no: str) -> None:
    with visit.office.reading() as desk:
        demand_act(visit.sight(desk), case_no, CaseAct.ENTER)
        demand_of_case(desk, case_no, instrument_no)


def _page(
    visit: Visit, case_no: str, instrument_no: str, act: str, typed: Typed, errors: Sequence[CaseworkError]
) -> Response:
    _demand(visit, case_no, instrument_no)
    with visit.office.reading() as desk:
        view = next(one for one in as_it_stood(desk, case_no) if one.no == instrument_no)
        people = people_named(desk, case_no)
        duty = duty_that_makes(desk, case_no, view.kind, view.procedure_no) if act == "issue" else None
    ways = ways_of_paper(view)
    return form(
        visit,
        "instrument_act.html",
        typed,
        errors,
        case_no=case_no,
        code=act,
        act=ACTS[act],
        offered=ACTS[act].offered(ways),
        view=view,
        ways=ways,
        people=people,
        duty=duty,
        methods=tuple(ServiceMethod),
        sanctions=tuple(one for one in Sanction if act == "breach" or one is not Sanction.PENDING),
        runs=view.kind in RUNNING,
        longest=longest_end(view.kind, _from(view, visit)),
    )


def _from(view: InstrumentView, visit: Visit) -> date:
    """From which day a term would be counted: from the end of the term that it has, else from today."""
    return view.valid_until or visit.say.today


def _when(visit: Visit, typed: Typed) -> When:
    return read_spoken(typed("happened_at"), visit.now, field="happened_at") or exactly(visit.now)


def _until(visit: Visit, typed: Typed) -> date | None:
    return read_coming(typed("until"), visit.now, field="until")


def _one_of(terms: type[AnyTerm], said: str, field: str) -> AnyTerm:
    if said not in {term.value for term in terms}:
        raise Refused("请从清单中选择一项", "choose one from the list", field=field)
    return terms(said)


def _issue(visit: Visit, case_no: str, instrument_no: str, typed: Typed) -> None:
    drafts.issue_draft(
        visit.office,
        case_no,
        instrument_no,
        document_no=typed("document_no"),
        valid_until=_until(visit, typed),
        no_term=typed("no_term") == "yes",
        granted="part" if typed("granted") == "part" else "full",
        when=_when(visit, typed),
        by_post=visit.post_no,
    )


def _serve(visit: Visit, _: str, instrument_no: str, typed: Typed) -> None:
    if not typed("to"):
        raise Refused("请选择受送达人", "choose on whom it was served", field="to")
    instruments.serve(
        visit.office,
        instrument_no,
        to=typed("to"),
        method=_one_of(ServiceMethod, typed("method"), "method"),
        proof=typed("proof"),
        when=_when(visit, typed),
        by_post=visit.post_no,
    )


def _breach(visit: Visit, _: str, instrument_no: str, typed: Typed) -> None:
    if not typed("words"):  # a button that was pressed says of nobody that they broke an order
        raise Refused(
            "请写明看到、听到的情形，一句话也行", "say what was seen or heard, if only in a line", field="words"
        )
    instruments.breach(
        visit.office,
        instrument_no,
        words=typed("words"),
        sanction=_one_of(Sanction, typed("sanction") or Sanction.PENDING, "sanction"),
        confidential=typed("confidential") == "yes",
        reason=typed("reason"),
        when=_when(visit, typed),
        by_post=visit.post_no,
    )


def _sanction(visit: Visit, case_no: str, instrument_no: str, typed: Typed) -> None:
    with visit.office.reading() as desk:
        views = as_it_stood(desk, case_no)
    if typed("breach") not in {one.no for view in views if view.no == instrument_no for one in view.breaches}:
        raise Refused("请选择哪一次违反", "choose which breach", field="breach")
    instruments.decide_breach(
        visit.office,
        typed("breach"),
        sanction=_one_of(Sanction, typed("sanction"), "sanction"),
        confidential=typed("confidential") == "yes",
        reason=typed("reason"),
        when=_when(visit, typed),
        by_post=visit.post_no,
    )


def _vary(visit: Visit, _: str, instrument_no: str, typed: Typed) -> None:
    instruments.vary(
        visit.office,
        instrument_no,
        content=typed("content"),
        document_no=typed("document_no"),
        when=_when(visit, typed),
        by_post=visit.post_no,
    )


def _extend(visit: Visit, _: str, instrument_no: str, typed: Typed) -> None:
    until = _until(visit, typed)
    if until is None:
        raise Refused("请写明延长至哪天", "say until which day", field="until")
    instruments.extend(
        visit.office,
        instrument_no,
        until=until,
        document_no=typed("document_no"),
        when=_when(visit, typed),
        by_post=visit.post_no,
    )


def _over(how: Callable[..., None]) -> Callable[[Visit, str, str, Typed], None]:
    def over(visit: Visit, _: str, instrument_no: str, typed: Typed) -> None:
        how(visit.office, instrument_no, reason=typed("reason"), when=_when(visit, typed), by_post=visit.post_no)

    return over


ACTS: dict[str, Act] = {
    "issue": Act(
        zh="作出",
        en="Issue",
        stays_zh="作出后文字不能再改，只能变更、延长、撤销，各版本都保留。系统只登记，效力来自有权机关的签发。",
        stays_en="Once issued its words stay: it is varied, extended or withdrawn, and every version is kept. "
        "This records it; it is an order because the body that may issue it has done so.",
        fields=("happened_at", "document_no", "until", "granted"),
        grave=True,
        offered=lambda ways: ways.draft,
        do=_issue,
    ),
    DISCARD: Act(
        zh="废弃草稿",
        en="Throw the draft away",
        stays_zh="草稿不再列出，也不能恢复；写过的文字和谁废弃的留在办理记录里。只有起草的岗位可以废弃，已经作出的不能废弃。",
        stays_en="The draft is listed no more and does not come back; its wording, and who threw it away, stay in the "
        "journal. Only the post that made it may, and nothing that was issued.",
        fields=("reason",),
        grave=True,
        offered=lambda ways: ways.draft,
        do=_over(instruments.discard),
    ),
    "serve": Act(
        zh="登记送达",
        en="Enter service",
        stays_zh="写实际送达的时间和方式。每名受送达人登记一次；在办程序会据此往下走。",
        stays_en="The real time and way. Each addressee once; the open procedures go on from it.",
        fields=("to", "method", "happened_at", "proof"),
        grave=False,
        offered=lambda ways: bool(ways.serve),
        do=_serve,
    ),
    "breach": Act(
        zh="登记违反",
        en="Enter a breach",
        stays_zh="孩子正有危险的，先拨打 110。登记后在办程序重新研判，应当处理的机关马上产生职责。",
        stays_en="If the child is in danger now, call 110 first. The open procedures look at it, "
        "and whoever has to act owes it at once.",
        fields=("happened_at", "words", "sanction", "confidential", "reason"),
        grave=False,
        offered=lambda ways: ways.breach,
        do=_breach,
    ),
    "sanction": Act(
        zh="登记处理结果",
        en="Enter what followed",
        stays_zh="不予处罚也是决定，一样登记并写明理由。每次违反的处理只登记一次。",
        stays_en="That nothing follows is a decision, too, with its reason. Entered once for each breach.",
        fields=("breach", "sanction", "happened_at", "confidential", "reason"),
        grave=False,
        offered=lambda ways: bool(ways.pending),
        do=_sanction,
    ),
    "vary": Act(
        zh="变更内容",
        en="Vary it",
        stays_zh="自变更之时起按新的内容执行；此前的版本保留，随时可以看某一日是怎么写的。",
        stays_en="It orders something else from then on; earlier versions are kept.",
        fields=("content", "document_no", "happened_at"),
        grave=True,
        offered=lambda ways: ways.change,
        do=_vary,
    ),
    "extend": Act(
        zh="延长有效期",
        en="Extend it",
        stays_zh="延长后不能改短。人身安全保护令须在失效前延长（反家庭暴力法第30条），失效后只能另行作出。",
        stays_en="What was granted is not made shorter. A protection order is extended before it lapses "
        "(Anti-Domestic Violence Law Art. 30).",
        fields=("until", "document_no", "happened_at"),
        grave=True,
        offered=lambda ways: ways.change,
        do=_extend,
    ),
    "withdraw": Act(
        zh="撤销、撤回",
        en="Withdraw it",
        stays_zh="文书不再有效力，不能恢复，只能另行作出。理由加密保存；记录不会消失。",
        stays_en="It has no effect any more and does not come back; another one would have to be issued. "
        "The reason is sealed, the record stays.",
        fields=("reason", "happened_at"),
        grave=True,
        offered=lambda ways: ways.end,
        do=_over(instruments.withdraw),
    ),
    "end": Act(
        zh="终止效力",
        en="End it",
        stays_zh="目的已经达到，文书不再执行。不能恢复，只能另行作出。理由加密保存。",
        stays_en="Its purpose is reached. It does not come back; another one would have to be issued. "
        "The reason is sealed.",
        fields=("reason", "happened_at"),
        grave=True,
        offered=lambda ways: ways.end,
        do=_over(instruments.end),
    ),
}
"""By the last part of their address."""
