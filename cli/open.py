"""`hutong open`: start a procedure where the matter stands, also in the middle of its chain. 启动程序.

What lies before the step at which it is entered is skipped by name, each with a reason.  All that can be refused is
refused before anything is written; a skip that the procedure itself does not ask for is told, and what was opened
stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.acting import Owed, follow, moment_of, owed_facts, show_owed
from cli.arguments import read_fields, read_pairs, read_term
from cli.exits import ExitCode
from cli.files import words
from cli.opening import given_to, office
from cli.options import AT, BY, JSON, NO, REASON_IF_ANY
from cli.output import say, show_json
from rules.errors import CaseworkError, Refused
from rules.vocabulary import PartyRole, ProcedureKind, Role
from rules.when import When
from tasks import acts
from tasks.answers import read_answer
from tasks.grades import in_tiers
from tasks.opening import open_by_hand
from tasks.said import read_at
from tasks.wording import procedure_name

if TYPE_CHECKING:
    from packs import Pack
    from tasks.office import Office

app = typer.Typer(add_completion=False)

AdultsOrPosts = list[str] | None


@dataclass(frozen=True, kw_only=True)
class Skip:
    """A duty to be left out at the start. 拟略过的职责.

    Args:
        named: its code or Chinese name, perhaps `@` what it is about.
        given: the answer with which the procedure goes on.
    """

    named: str
    reason: str
    given: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Started:
    """A procedure that was opened by hand. 启动结果.

    Args:
        left: what could not be skipped, and why.
    """

    procedure_no: str
    skipped: tuple[str, ...]
    left: tuple[tuple[str, CaseworkError], ...]
    owed: Owed


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to be opened. 拟启动的程序."""

    kind: ProcedureKind
    about: str = ""
    parties: Mapping[PartyRole, Sequence[str]] = field(default_factory=dict)
    bodies: Mapping[Role, str] = field(default_factory=dict)
    owed_by: str | None = None
    reason: str = ""
    at: When | None = None
    by: str = ""
    skips: Sequence[Skip] = ()


def run(opened: Office, case_no: str, wanted: Wanted, *, patience_seconds: float) -> Started:
    """Open the procedure, then skip one duty after the other, the case moving in between."""
    when = moment_of(opened, wanted.at)
    _refuse_what_cannot_be_skipped(opened, wanted.skips)
    procedure_no = open_by_hand(
        opened,
        case_no,
        wanted.kind,
        when=when,
        about=wanted.about,
        parties=wanted.parties,
        bodies=wanted.bodies,
        owed_by=wanted.owed_by,
        reason=wanted.reason,
        by_post=wanted.by,
    )
    owed = follow(opened, case_no, patience_seconds=patience_seconds)
    skipped: list[str] = []
    left: list[tuple[str, CaseworkError]] = []
    for one in wanted.skips:
        try:
            acts.skip(opened, case_no, one.named, reason=one.reason, given=one.given)
        except CaseworkError as refused:  # what was opened stands; the rest is told and done by hand
            left.append((one.named, refused))
            continue
        skipped.append(one.named)
        owed = follow(opened, case_no, patience_seconds=patience_seconds)
    return Started(procedure_no=procedure_no, skipped=tuple(skipped), left=tuple(left), owed=owed)


@app.command(
    "open", help="启动一个程序，可从中途开始；此前的职责逐项写明理由略过。  Start a procedure, also in mid-chain."
)
def open_procedure(
    ctx: typer.Context,
    no: NO,
    procedure: Annotated[
        str, typer.Argument(metavar="PROCEDURE", help="程序或者自设程序，代码或中文  procedure, code or Chinese")
    ],
    by: BY,
    at: AT = None,
    against: Annotated[
        AdultsOrPosts, typer.Option("--against", metavar="A-NO", help="被申请人（责任监护人），可多次  respondent")
    ] = None,
    applicant: Annotated[
        AdultsOrPosts,
        typer.Option("--applicant", metavar="PARTY", help="申请人（成年人或岗位编号），可多次  applicant"),
    ] = None,
    third_party: Annotated[
        AdultsOrPosts, typer.Option("--third-party", metavar="PARTY", help="第三人，可多次  third party")
    ] = None,
    new_guardian: Annotated[
        AdultsOrPosts, typer.Option("--new-guardian", metavar="PARTY", help="拟任监护人，可多次  proposed guardian")
    ] = None,
    body: Annotated[
        list[str] | None,
        typer.Option("--body", metavar="ROLE=POST", help="由哪个岗位承担某职能，如 court=P-COURT，可多次  who acts as"),
    ] = None,
    owed_by: Annotated[
        str | None, typer.Option("--owed-by", metavar="POST", help="规则未指明职能时由谁办理  who owes the rest")
    ] = None,
    about: Annotated[
        str, typer.Option("--about", metavar="TEXT", help="区分同类程序的代码；自设程序的代码  what it is about")
    ] = "",
    reason: REASON_IF_ANY = None,
    skip: Annotated[
        list[str] | None,
        typer.Option("--skip", metavar="DUTY=TEXT", help="略过的职责与理由，依次，可多次  duties left out, and why"),
    ] = None,
    skip_with: Annotated[
        list[str] | None,
        typer.Option("--skip-with", metavar="DUTY.K=V", help="略过时的填写项，可多次  fields of a skipped duty"),
    ] = None,
    as_json: JSON = False,
) -> int:
    """Start a procedure."""
    parties = {
        PartyRole.RESPONDENT: against,
        PartyRole.APPLICANT: applicant,
        PartyRole.THIRD_PARTY: third_party,
        PartyRole.NEW_GUARDIAN: new_guardian,
    }
    bodies = {
        read_term(Role, role, field="--body"): post
        for role, post in read_pairs(body or [], field="--body", example="court=P-COURT")
    }
    skips, when = _skips(skip or [], skip_with or []), read_at(at)
    with office(ctx) as opened:
        kind, about = _meant(opened.pack, procedure, about)
        wanted = Wanted(
            kind=kind,
            about=about,
            parties={role: tuple(numbers) for role, numbers in parties.items() if numbers},
            bodies=bodies,
            owed_by=owed_by,
            reason=words(reason or "", field="--reason"),
            at=when,
            by=by,
            skips=skips,
        )
        started = run(opened, no, wanted, patience_seconds=given_to(ctx).patience_seconds)
        now = opened.now()
        name, name_en = (procedure_name(opened.pack, kind, about, lang) for lang in ("zh", "en"))
    if as_json:
        show_json(_facts(no, started))
    else:
        say(f"已启动“{name}”，程序编号 {started.procedure_no}", f"{name_en} opened")
        for named in started.skipped:
            say(f"已略过 {named}", "skipped")
        for named, why in started.left:
            say(f"■ 未能略过 {named}：{why.zh}", f"not skipped: {why.en}")
        show_owed(no, started.owed, now)
    return ExitCode.FINDINGS if started.left else ExitCode.OK


def _meant(pack: Pack, written: str, about: str) -> tuple[ProcedureKind, str]:
    """The kind that somebody means and what it is about; a declared procedure may be named like a kind."""
    declared = next((one for one in pack.procedures.values() if written.strip() in (one.code, one.zh)), None)
    if declared is not None:
        return ProcedureKind.DECLARED, declared.code
    return read_term(ProcedureKind, written, field="PROCEDURE"), about


def _facts(case_no: str, started: Started) -> dict[str, Any]:
    return {
        "case_no": case_no,
        "procedure_no": started.procedure_no,
        "skipped": list(started.skipped),
        "not_skipped": [{"duty": named, "zh": why.zh, "en": why.en} for named, why in started.left],
        **owed_facts(started.owed),
    }


def _skips(skip: Sequence[str], skip_with: Sequence[str]) -> list[Skip]:
    """The duties to skip, in the order given, each with its fields."""
    reasons = read_pairs(skip, field="--skip", example="DUTY=理由")
    fields: dict[str, list[str]] = {named: [] for named, _ in reasons}
    for left, value in read_pairs(skip_with, field="--skip-with", example="DUTY.填写项=内容"):
        named, _, name = left.rpartition(".")
        if named not in fields:
            raise Refused(
                f"“--skip-with {left}”没有对应的 --skip {named or 'DUTY'}=理由",
                f"--skip-with {left} has no --skip {named or 'DUTY'}=REASON",
                field="--skip-with",
            )
        fields[named].append(f"{name}={value}")
    return [
        Skip(named=named, reason=words(why, field="--skip"), given=read_fields(fields[named])) for named, why in reasons
    ]


def _refuse_what_cannot_be_skipped(opened: Office, skips: Sequence[Skip]) -> None:
    """Duties that do not exist and answers that are not whole are refused before anything is opened."""
    codes = {spec.zh: code for code, spec in opened.pack.duties.items()}
    for one in skips:
        name = one.named.partition("@")[0]
        code = codes.get(name, name)
        if code not in opened.pack.duties:
            raise Refused(
                f"没有“{name}”这项职责；职责代码见 hutong pack show",
                f"there is no duty {name!r}; see `hutong pack show`",
                field="--skip",
            )
        read_answer(opened.pack.asked(code), in_tiers(opened.pack, code, one.given), happened_at=opened.now())
