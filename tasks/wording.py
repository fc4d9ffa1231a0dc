"""Facts put into words for messages and screens, in the reader's language. 用语.

Words only: nothing here decides anything, and nothing here can name a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from packs.pack import Pack
from rules import moments
from rules.duty import DutySpec
from rules.moments import civil_day
from rules.period import Period
from rules.sources import Fact
from rules.vocabulary import Confidence, Force, ProcedureKind, Role, Term
from tasks.answers import fields_here
from tasks.grades import ASSESSMENTS, grades_in, in_words

if TYPE_CHECKING:
    from models import DutyRow
    from rules.duty import Rung

FORCE_EN = {Force.STATUTORY: "statutory", Force.LOCAL: "local rule", Force.OUR_DEFAULT: "our default, not law"}
"""What kind of truth a rule is, in English; the Chinese stands in `Force`."""


def say(term: Term, lang: str) -> str:
    """A term of the vocabulary in the reader's language."""
    return term.zh if lang == "zh" else term.en


def say_told(rung: Rung, lang: str) -> str:
    """Whom a rung of a ladder tells: the post that owes the duty, then the roles above it."""
    owner = ["承办岗位" if lang == "zh" else "its post"] if rung.tell_owner else []
    return ("、" if lang == "zh" else ", ").join([*owner, *(say(role, lang) for role in rung.tell)])


def say_moment(at: datetime | None, lang: str) -> str:
    """An instant in China's clock time; a dash where there is none."""
    if at is None:
        return "—"
    return moments.zh(at) if lang == "zh" else moments.en(at)


def say_day(day: date, lang: str) -> str:
    """A civil day."""
    return moments.zh_day(day) if lang == "zh" else moments.en_day(day)


def say_end(at: datetime | None, lang: str) -> str:
    """The end of a period: midnight is the 24:00 of the day before."""
    if at is None:
        return "计时中止" if lang == "zh" else "clock stopped"
    return moments.zh_end(at) if lang == "zh" else moments.en_end(at)


def say_stretch(length: timedelta, lang: str) -> str:
    """A length of time, roughly, in the two largest units that matter."""
    minutes = max(0, int(length.total_seconds() // 60))
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days:
        return f"{days}天{hours}小时" if lang == "zh" else f"{days} d {hours} h"
    if hours:
        return f"{hours}小时{minutes}分" if lang == "zh" else f"{hours} h {minutes} min"
    return f"{minutes}分钟" if lang == "zh" else f"{minutes} min"


_OURS = "（本系统默认）"


def say_basis(pack: Pack, rows: Iterable[str]) -> list[str]:
    """Fact rows as people cite them, each once, with its row id; a default of ours says that it is one."""
    facts = (pack.fact(row) for row in dict.fromkeys(rows))
    return [f"{cite(one)}{_OURS if one.force is Force.OUR_DEFAULT else ''}" for one in facts]


def cite(fact: Fact) -> str:
    """A fact row as people cite it; what was only seen second-hand says so wherever it is shown."""
    return f"{fact.basis}〔{fact.id}〕{unverified(fact)}"


def unverified(fact: Fact) -> str:
    """What stands beside the force of a row whose text was only seen second-hand; "" where it was read. 待核原文."""
    return "（二手来源，待核原文）" if fact.confidence is Confidence.SECONDARY else ""


def cite_on(pack: Pack, fact: Fact, since_at: datetime) -> str:
    """The same for what began at a moment: a text that was not in force yet says so. 当时尚未施行的，注明."""
    later = pack.in_force_later(fact, civil_day(since_at))
    if later is None:
        return cite(fact)
    return f"{cite(fact)}（所引规定自 {later} 起施行，当时尚未施行，不作法定期限 not in force then）"


class Matter(NamedTuple):
    """What a duty is about beyond its name, in both languages; empty where its name says all. 所涉事项."""

    zh: str
    en: str


def duty_name(spec: DutySpec, lang: str, matter: Matter | None = None) -> str:
    """What is to be done, and about what."""
    name, about = (spec.zh, matter and matter.zh) if lang == "zh" else (spec.en, matter and matter.en)
    if not about:
        return name
    return f"{name}（{about}）" if lang == "zh" else f"{name} ({about})"


def period_words(spec: DutySpec, period: Period, lang: str) -> str:
    """How long, in words; some steps count back from a day that an answer named, not from a document."""
    if not (period.before_end and spec.counts_from_a_day_named):
        return period.zh if lang == "zh" else period.en
    if lang == "zh":
        return f"所填日期{period.amount}日前" if period.amount else "所填日期届满前"
    return f"{period.unit.counted_en(period.amount)} before the day named" if period.amount else "by the day named"


def procedure_name(pack: Pack, kind: ProcedureKind, about: str, lang: str) -> str:
    """What a procedure is called: a declared one by its own name, where these rules know it.

    Args:
        about: what the procedure is about, or the code of one of its duties.
    """
    declared = pack.procedures.get(about.partition(".")[0]) if kind is ProcedureKind.DECLARED else None
    if declared is None:
        return say(kind, lang)
    return declared.zh if lang == "zh" else declared.en


def short_no(duty_no: str) -> str:
    """The running number of a duty within its case: what people type."""
    return duty_no.rpartition("/")[2]


def how_to_answer(pack: Pack, code: str, case_no: str, duty_no: str, lang: str) -> str:
    """The line that tells how a duty is answered, with the fields that must be given."""
    fields = in_words(fields_here(pack, code), grades_in(pack)) if code in ASSESSMENTS else fields_here(pack, code)
    asked = [one for one in fields if one.asked]
    given = " ".join(f"--with {one.name if lang != 'zh' else one.zh}=…" for one in asked)
    command = f"hutong duty answer {case_no} {short_no(duty_no)} {given}".rstrip()
    if lang != "zh":
        return f"When it is done, enter it: {command}"
    return f"办理后请登记：{command}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyWords:
    """A duty as messages speak of it."""

    case_no: str
    duty_no: str
    procedure: ProcedureKind
    spec: DutySpec
    period: Period
    since_at: datetime
    internal_due_at: datetime | None
    legal_due_at: datetime | None
    provisional: bool
    matter: Matter | None = None

    @classmethod
    def of(cls, row: DutyRow, kind: str, pack: Pack, matter: Matter | None = None) -> DutyWords:
        """The words of a duty that is stored, of a procedure of this kind, under the rules it was frozen with."""
        spec = pack.duty(row.code)
        return cls(
            case_no=row.case_no,
            duty_no=row.no,
            procedure=ProcedureKind(kind),
            spec=spec,
            period=spec.periods[row.variant],
            since_at=row.since_at,
            internal_due_at=row.internal_due_at,
            legal_due_at=row.legal_due_at,
            provisional=row.provisional,
            matter=matter,
        )

    def facts(self, pack: Pack, lang: str) -> dict[str, Any]:
        """What `reminder` and `escalation` have in common."""
        period_fact = pack.fact(self.period.set_by)
        return {
            "case_no": self.case_no,
            "procedure": procedure_name(pack, self.procedure, self.spec.code, lang),
            "duty": duty_name(self.spec, lang, self.matter),
            "duty_no": short_no(self.duty_no),
            "since": f"{say_moment(self.since_at, lang)}（{self.spec.starts}）"
            if lang == "zh"
            else f"{say_moment(self.since_at, lang)} ({self.spec.starts_en})",
            "due": say_end(self.internal_due_at, lang),
            "legal_due": say_end(self.legal_due_at, lang),
            "provisional": self.provisional,
            "period": period_words(self.spec, self.period, lang),
            "period_force": pack.force_on(self.period, civil_day(self.since_at)).value,
            "period_basis": cite_on(pack, period_fact, self.since_at),
            "ground": say_basis(pack, self.spec.ground),
            "how_to_answer": how_to_answer(pack, self.spec.code, self.case_no, self.duty_no, lang),
        }

    def facts_in_full(self, pack: Pack, lang: str) -> dict[str, Any]:
        """What `duty_opened` and `reminder` need: also the words of the law and the document asked for."""
        law_words = [pack.fact(row).law_word for row in (*self.spec.ground, self.period.set_by)]
        return {
            **self.facts(pack, lang),
            "law_word": next((word for word in law_words if word), ""),
            "document": self.spec.document,
        }

    def unheld_facts(self, pack: Pack, unheld: Iterable[str], lang: str) -> dict[str, Any]:
        """What `unheld` needs: whose message this is, since nobody holds the post that it was for."""
        owner = {"zh": "承办岗位", "en": "the post that owes it"}[lang]
        roles = [owner if role == "owner" else say(Role(role), lang) for role in unheld]
        return {**self.facts(pack, lang), "unheld": roles}
