"""Whether the rows of a pack fit together: no duty without ground, no number that its law does not say. 规则包检查.

Each check yields refusals; `problems` gathers them.  Shapes of single rows are refused earlier, in `packs.rows`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from packs.articles import beyond_the_last
from packs.ladder_checks import ladder_problems, reach_problems
from packs.pack import Pack
from packs.procedure_checks import procedure_problems
from packs.yaml_lines import refusal
from rules.duty import DutySpec
from rules.errors import Refused
from rules.monitoring import ASSESS_TIER
from rules.period import Period
from rules.rhythm import Rhythm
from rules.sources import Fact
from rules.vocabulary import Confidence, Force, UnitKind

NOT_A_DEADLINE = "interval"
"""Label of a limit that is a rhythm: nobody's duty may be due by it."""

OUR_TEXT = "OUR"
"""Code of the source of our own defaults."""


def check(pack: Pack) -> list[str]:
    """What is wrong with a pack, Chinese and English, with file and line where it was read from files. 检查规则包."""
    return [str(problem) for problem in problems(pack)]


def problems(pack: Pack) -> list[Refused]:
    """What is wrong with a pack, as refusals in the order of its files."""
    checks: tuple[Callable[[Pack], Iterator[Refused]], ...] = (
        _head_problems,
        _fact_problems,
        _duty_problems,
        ladder_problems,
        reach_problems,
        _rhythm_problems,
        procedure_problems,
    )
    return [problem for one in checks for problem in one(pack)]


def _head_problems(pack: Pack) -> Iterator[Refused]:
    place = pack.places.get("pack", "")
    if pack.valid_until is not None and pack.valid_until < pack.valid_from:
        yield refusal(
            pack.places.get("pack:valid_until", place),
            f"valid_until（{pack.valid_until}）早于 valid_from（{pack.valid_from}），请更正。",
            f"valid_until ({pack.valid_until}) is before valid_from ({pack.valid_from}): correct it.",
            field="valid_until",
        )
    for ids in pack.grounds.values():
        yield from _absent(pack, place, ids)
    yield from _period_problems(pack, place, pack.late_report_after)
    for unit in UnitKind:
        if unit.must_report and unit not in pack.regulators:
            yield refusal(
                pack.places.get("pack:regulators", place),
                f"regulators 缺少“{unit.value}”（{unit.zh}），请填写其主管行政机关。",
                f"'regulators' lacks '{unit.value}': name the authority that supervises it.",
                field=unit.value,
            )


def _fact_problems(pack: Pack) -> Iterator[Refused]:
    for fact in pack.facts.values():
        place = pack.places.get(f"fact:{fact.id}", "")
        yield from _source_problems(pack, fact, place)
        for text, article in beyond_the_last(pack, fact):
            yield refusal(
                place,
                f"{fact.id} 引用《{text.zh}》第{article}条，该文件只有{text.articles}条，请核对原文。",
                f"{fact.id} cites article {article} of {text.en}, which has {text.articles}: look at the text again.",
                field="basis",
                source=fact.id,
            )
        if _mixes_law_and_default(fact):
            yield refusal(
                place,
                f"{fact.id} 把法律与本系统默认混为一谈：our_default 必须同时 confidence: ours、sources: [OUR]，"
                "且没有 law_word；法律行不得引用 OUR。",
                f"{fact.id} mixes law and our default: our_default goes with 'confidence: ours', 'sources: [OUR]' and "
                "no law_word; a row of law never cites OUR.",
                field="force",
                source=fact.id,
            )


def _source_problems(pack: Pack, fact: Fact, place: str) -> Iterator[Refused]:
    if not fact.sources:
        yield refusal(place, f"{fact.id} 没有来源，请填写 sources。", f"{fact.id} cites no source: write 'sources'.")
    for code in fact.sources:
        if code not in pack.sources:
            yield refusal(
                place,
                f"{fact.id} 引用的来源“{code}”不在 sources.yaml 中，请补上。",
                f"{fact.id} cites source '{code}', which is not in sources.yaml: add it.",
                field=code,
                source=fact.id,
            )


def _mixes_law_and_default(fact: Fact) -> bool:
    ours = fact.force is Force.OUR_DEFAULT
    marks = (fact.confidence is Confidence.OURS, OUR_TEXT in fact.sources)
    return any(mark is not ours for mark in marks) or (ours and bool(fact.law_word))


def _duty_problems(pack: Pack) -> Iterator[Refused]:
    for spec in pack.duties.values():
        place = pack.places.get(f"duty:{spec.code}", "")
        if not spec.ground:
            yield refusal(
                place,
                f"职责“{spec.code}”没有依据，请填写 ground。",
                f"duty '{spec.code}' has no ground: write 'ground'.",
                field="ground",
            )
        yield from _absent(pack, place, spec.ground)
        for variant, period in spec.periods.items():
            yield from _period_problems(pack, pack.places.get(f"duty:{spec.code}:{variant}", place), period)
        yield from _extension_problems(pack, spec, place)


def _rhythm_problems(pack: Pack) -> Iterator[Refused]:
    """A rhythm rests on something, and its duty is there, routine, and owed once in a window."""
    for rhythm in pack.rhythms.values():
        place = pack.places.get(f"rhythm:{rhythm.code}", "")
        yield from _absent(pack, place, rhythm.basis)
        yield from _words_of_a_rhythm(rhythm, place)
        spec = pack.duties.get(rhythm.duty)
        period = spec.periods.get(rhythm.variant) if spec else None
        if rhythm.owed_by_each:
            yield from _agency_rhythm_problems(rhythm, place, spec, period)
        elif not rhythm.basis or spec is None or not spec.routine or period is None or period.window is None:
            yield refusal(
                place,
                f"周期职责“{rhythm.code}”须有依据（basis），其职责“{rhythm.duty}”须标 routine: true，"
                f"且“{rhythm.variant}”的期限写作 window。",
                f"rhythm '{rhythm.code}' needs a basis, and its duty '{rhythm.duty}' 'routine: true' and a window "
                f"for '{rhythm.variant}'.",
                field="duty",
            )


def _words_of_a_rhythm(rhythm: Rhythm, place: str) -> Iterator[Refused]:
    """Levels are of posts, grades of an assessment."""
    if rhythm.levels and not rhythm.owed_by_each:
        yield refusal(
            place,
            f"周期职责“{rhythm.code}”的 levels 只与 owed_by_each 并用，请删去。",
            f"rhythm '{rhythm.code}': 'levels' goes with 'owed_by_each' only: remove it.",
            field="levels",
        )
    if rhythm.grades and rhythm.duty != ASSESS_TIER.code:
        yield refusal(
            place,
            f"周期职责“{rhythm.code}”的 grades 只用于风险评估（{ASSESS_TIER.code}），请删去。",
            f"rhythm '{rhythm.code}': 'grades' is for {ASSESS_TIER.code} only: remove it.",
            field="grades",
        )


def _agency_rhythm_problems(
    rhythm: Rhythm, place: str, spec: DutySpec | None, period: Period | None
) -> Iterator[Refused]:
    """What a post owes itself is told to it like any duty, and asks nothing of a child."""
    asks_of_children = rhythm.categories or rhythm.tiers or rhythm.marks
    window = period.window if period else None
    if not rhythm.basis or spec is None or spec.routine or window is None or asks_of_children:
        yield refusal(
            place,
            f"机关的周期职责“{rhythm.code}”须有依据（basis），其职责“{rhythm.duty}”不得标 routine，"
            f"“{rhythm.variant}”的期限写作 window，且不写 categories、tiers、marks。",
            f"rhythm '{rhythm.code}' of an agency needs a basis, a duty '{rhythm.duty}' that is not routine, a window "
            f"for '{rhythm.variant}', and no categories, tiers or marks.",
            field="owed_by_each",
        )


def _absent(pack: Pack, place: str, ids: tuple[str, ...]) -> Iterator[Refused]:
    for id in ids:
        if id not in pack.facts:
            yield refusal(
                place,
                f"依据“{id}”不在 facts.yaml 中，请补上该行或更正编号。",
                f"'{id}' is not in facts.yaml: add the row or correct its number.",
                field=id,
            )


def _period_problems(pack: Pack, place: str, period: Period) -> Iterator[Refused]:
    fact = pack.facts.get(period.set_by)
    if fact is None:
        yield from _absent(pack, place, (period.set_by,))
    elif not fact.may_drive_a_clock:
        yield refusal(
            place,
            f"{fact.id} 仅凭记忆、未核对文本，不得据以计时；请核对原文后改 confidence，或改用其他行。",
            f"{fact.id} is known from memory only and may drive no clock: check its text first, or use another row.",
            field="set_by",
            source=fact.id,
        )
    elif period not in [limit for label, limit in fact.limits.items() if label != NOT_A_DEADLINE]:
        yield refusal(
            place,
            f"{period.zh}（{period.rule.value}）与 {fact.id} 的期限不符，该行为：{_limits(fact)}；请更正。",
            f"{period.en} ({period.rule.value}) is not what {fact.id} says, which is: {_limits(fact)}; correct it.",
            field="within",
            source=fact.id,
        )


def _limits(fact: Fact) -> str:
    said = [f"{label} {limit.amount} {limit.unit.value} ({limit.rule.value})" for label, limit in fact.limits.items()]
    return ", ".join(said) or "—"


def _extension_problems(pack: Pack, spec: DutySpec, place: str) -> Iterator[Refused]:
    yield from _absent(pack, place, spec.extensions)
    for id in spec.extensions:
        if id in pack.facts and "extension" not in pack.facts[id].limits:
            yield refusal(
                place,
                f"{id} 没有写明可以延长多久，请在该行 limits 中写 extension。",
                f"{id} does not say by how much it extends: write 'extension' under its limits.",
                field="extensions",
                source=id,
            )
