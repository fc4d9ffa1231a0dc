"""Whether a local pack tightens or adds, and never loosens what its parent says. 地方规则包检查.

Asked of a pack that was laid over its parent, about the rows that the local files name; what holds for every pack is
asked in `packs.checks`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches

from packs.ladder_tightness import lost_rungs
from packs.local_rhythms import has_rhythm, rhythm_problems
from packs.overlay import FROM_PARENT
from packs.pack import Pack
from packs.yaml_lines import refusal
from rules.duty import DutySpec
from rules.errors import Refused
from rules.period import Period
from rules.strictness import Comparison, compare
from rules.vocabulary import Force


def local_problems(pack: Pack, parent: Pack) -> Iterator[Refused]:
    """What is loosened, replaced, repeated or never reached, in the order of the files."""
    yield from _head_problems(pack, parent)
    for code in _stated(pack, "duty", pack.duties):
        if code in parent.duties:
            yield from _duty_problems(pack, parent, code)
    yield from _own_law_problems(pack, parent)
    for code in _stated(pack, "ladder", pack.ladders):
        if code in parent.ladders:
            yield from _ladder_problems(pack, parent, code)
        elif not any(spec.ladder == code for spec in pack.duties.values()):
            yield _never_climbed(pack, parent, code)
    for code in _stated(pack, "rhythm", pack.rhythms):
        yield from rhythm_problems(pack, parent, code)


def _own_law_problems(pack: Pack, parent: Pack) -> Iterator[Refused]:
    """A local text is no national law; nor does what a pack declares rest on a row of law that it wrote itself."""
    declared = {code for one in pack.procedures.values() for code in one.duties}
    cited = {id for code in declared if code in pack.duties for id in pack.duties[code].ground}
    cited |= {period.set_by for code in declared & set(pack.duties) for period in pack.duties[code].periods.values()}
    cited |= {id for one in pack.procedures.values() for id in one.ground}
    for id in _stated(pack, "fact", pack.facts):
        if pack.facts[id].force is not Force.STATUTORY:
            continue
        if id in cited:
            yield refusal(
                pack.places[f"fact:{id}"],
                f"{id} 是本规则包自己写的，自设程序不能写成法定；法律已有的引用上级的行，本地规定的写 force: local。",
                f"{id} is a row of this pack and what it declares is not statutory: cite the parent's row of law, or "
                "write 'force: local' for a local rule.",
                field="force",
                source=id,
            )
        elif written_here := [code for code in pack.facts[id].sources if code not in parent.sources]:
            yield refusal(
                pack.places[f"fact:{id}"],
                f"{id} 的来源 {'、'.join(written_here)} 是本规则包自己的文件，不是全国性文件，"
                "不能写 force: statutory，请写 force: local。",
                f"{id} cites {', '.join(written_here)}, a text of this pack and no national one: it is not "
                "'force: statutory'; write 'force: local'.",
                field="force",
                source=id,
            )


def _stated(pack: Pack, word: str, rows: Iterable[str]) -> list[str]:
    """Codes of the rows that the local files themselves name."""
    return [code for code in rows if FROM_PARENT not in pack.places.get(f"{word}:{code}", FROM_PARENT)]


# ------------------------------------------------------------------------------------------------ the head


def _head_problems(pack: Pack, parent: Pack) -> Iterator[Refused]:
    said = {
        "regulators": (pack.regulators, pack.grounds["regulators"]),
        "told_of_a_report": (pack.told_of_a_report, pack.grounds["told_of_a_report"]),
        "late_report_after": pack.late_report_after,
    }
    before = {
        "regulators": (parent.regulators, parent.grounds["regulators"]),
        "told_of_a_report": (parent.told_of_a_report, parent.grounds["told_of_a_report"]),
        "late_report_after": parent.late_report_after,
    }
    for key, value in said.items():
        place = pack.places.get(f"pack:{key}", FROM_PARENT)
        if FROM_PARENT in place:
            continue
        if value == before[key]:
            yield _repeats(place, key)
        elif key in pack.grounds and pack.grounds[key] == parent.grounds[key]:
            yield _no_basis(place, key)
        elif key == "late_report_after":
            yield from _period_problems(pack, parent, place, pack.late_report_after, parent.late_report_after)


# ------------------------------------------------------------------------------------------------ duties

_NEEDS_A_BASIS = ("owed_by", "document", "ladder", "pauses", "extensions")
"""A period names the row that sets it; what else differs rests on the ground."""


def _duty_problems(pack: Pack, parent: Pack, code: str) -> Iterator[Refused]:
    new, old = pack.duties[code], parent.duties[code]
    place = pack.places[f"duty:{code}"]
    if new == old:
        yield _repeats(place, code)
        return
    for variant, period in new.periods.items():
        where = pack.places.get(f"duty:{code}:{variant}") or place
        if variant not in old.periods:
            if _is_offered(old, variant):
                if new.ground == old.ground:
                    yield _no_basis(where, code)
            elif not has_rhythm(pack, code, variant):
                yield _no_variant(where, code, variant, (*(("default",) if old.where_set else ()), *old.periods))
        elif period != old.periods[variant]:
            yield from _period_problems(pack, parent, where, period, old.periods[variant])
    if new.ground == old.ground and any(getattr(new, key) != getattr(old, key) for key in _NEEDS_A_BASIS):
        yield _no_basis(place, code)
    checks: tuple[Callable[[str, DutySpec, DutySpec], Iterator[Refused]], ...] = (
        _words_problems,
        _owner_problems,
        _paper_problems,
        _standstill_problems,
    )
    for check in checks:
        yield from check(place, new, old)
    if new.ladder != old.ladder and new.ladder in pack.ladders:
        yield from lost_rungs(place, pack.ladders[new.ladder], parent.ladders[old.ladder])


def _is_offered(theirs: DutySpec, variant: str) -> bool:
    """Whether the flow asks for this period wherever a local pack sets it (ADR 0021)."""
    return theirs.where_set and variant == "default"


def _period_problems(pack: Pack, parent: Pack, place: str, new: Period, old: Period) -> Iterator[Refused]:
    answer = compare(new, old)
    if answer is Comparison.CAN_BE_LATER:
        yield refusal(
            place,
            f"{new.zh}比上级规则的{old.zh}（{old.set_by}）更宽，地方只能收紧；请改为不长于{old.zh}，或删去。",
            f"{new.en} is looser than the parent's {old.en} ({old.set_by}); a local pack only tightens: write no more "
            f"than {old.en}, or remove it.",
            field="within",
            source=old.set_by,
        )
    elif answer is Comparison.NOT_COMPARABLE:
        yield refusal(
            place,
            f"{new.zh}（{new.rule.value}）与上级规则的{old.zh}（{old.rule.value}，{old.set_by}）孰长取决于节假日或月份，"
            f"无法确定没有放宽；请用上级规则的单位和计算规则写，并不长于它。",
            f"whether {new.en} ({new.rule.value}) ends before the parent's {old.en} ({old.rule.value}, {old.set_by}) "
            "depends on rest days or on the month, so it may loosen: write it in the parent's unit and by its rule, no "
            "longer than it.",
            field="within",
            source=old.set_by,
        )
    ours = new.set_by in pack.facts and pack.force_of(new) is Force.OUR_DEFAULT
    if ours and parent.force_of(old) is not Force.OUR_DEFAULT:
        yield refusal(
            place,
            f"{old.set_by} 是{parent.force_of(old).zh}的期限，不得换成本系统默认（{new.set_by}）；"
            "请引用当地规定的行，或删去。",
            f"{old.set_by} is a number of law ({parent.force_of(old).value}) and is not replaced by a default "
            f"({new.set_by}): cite a local rule, or remove it.",
            field="set_by",
            source=new.set_by,
        )


def _words_problems(place: str, new: DutySpec, old: DutySpec) -> Iterator[Refused]:
    """The flow decides what is done and from when; a pack that said otherwise would not be telling the truth."""
    for key in ("zh", "en", "starts", "starts_en", "where_set"):
        if getattr(new, key) != getattr(old, key):
            yield refusal(
                place,
                f"“{new.code}”的 {key} 由上级规则写明（{getattr(old, key)}），地方不得改写；请删去这一项。",
                f"'{key}' of '{new.code}' is the parent's ({getattr(old, key)}) and is not rewritten: remove the key.",
                field=key,
            )


def _owner_problems(place: str, new: DutySpec, old: DutySpec) -> Iterator[Refused]:
    gone = [role.value for role in old.owed_by if role not in new.owed_by]
    if gone:
        yield refusal(
            place,
            f"“{new.code}”的 owed_by 少了 {'、'.join(gone)}，没有人时职责将落空；请补上（次序可以改）。",
            f"'owed_by' of '{new.code}' lacks {', '.join(gone)}, so that nobody may be left to owe it: add them (their "
            "order may change).",
            field="owed_by",
        )
    if new.owed_by and not old.owed_by:
        yield refusal(
            place,
            f"“{new.code}”由程序指定岗位，不能在规则包里固定；请删去 owed_by。",
            f"the flow names the post that owes '{new.code}', which a pack cannot fix: remove 'owed_by'.",
            field="owed_by",
        )


def _paper_problems(place: str, new: DutySpec, old: DutySpec) -> Iterator[Refused]:
    if old.document not in new.document:
        yield refusal(
            place,
            f"“{new.code}”的文书少了“{old.document}”；请保留原文，在后面添加。",
            f"the document of '{new.code}' no longer says '{old.document}': keep it and add yours after it.",
            field="document",
        )
    if new.takes_hours < old.takes_hours:
        yield refusal(
            place,
            f"“{new.code}”的 takes_hours 比上级规则的 {old.takes_hours:g} 短，提醒会更晚；请改为不短于它，或删去。",
            f"'takes_hours' of '{new.code}' is less than the parent's {old.takes_hours:g}, so that the warning comes "
            "later: write no less, or remove it.",
            field="takes_hours",
        )


def _standstill_problems(place: str, new: DutySpec, old: DutySpec) -> Iterator[Refused]:
    added = {
        "pauses": [cause.value for cause in sorted(new.pauses - old.pauses)],
        "extensions": [id for id in new.extensions if id not in old.extensions],
    }
    for key, more in added.items():
        if more:
            yield refusal(
                place,
                f"“{new.code}”的 {key} 多了 {'、'.join(more)}，上级规则不允许；地方只能少写，不能多写，请删去。",
                f"'{key}' of '{new.code}' has {', '.join(more)}, which the parent does not allow: a local pack may "
                "list fewer and never more; remove it.",
                field=key,
            )


# ------------------------------------------------------------------------------------------------ ladders


def _ladder_problems(pack: Pack, parent: Pack, code: str) -> Iterator[Refused]:
    new, old, place = pack.ladders[code], parent.ladders[code], pack.places[f"ladder:{code}"]
    if new == old:
        yield _repeats(place, code)
    else:
        yield from lost_rungs(place, new, old)


def _never_climbed(pack: Pack, parent: Pack, code: str) -> Refused:
    near = get_close_matches(code, tuple(parent.ladders), n=1)
    meant_zh, meant_en = (f"是否想写“{near[0]}”？", f"did you mean '{near[0]}'? ") if near else ("", "")
    return refusal(
        pack.places[f"ladder:{code}"],
        f"没有一项职责使用阶梯“{code}”，{meant_zh}请在职责的 ladder 中写它，或删去。",
        f"no duty climbs the ladder '{code}'. {meant_en}Name it under 'ladder' of a duty, or remove it.",
        field="code",
    )


# ------------------------------------------------------------------------------------------------ both


def _no_variant(place: str, code: str, variant: str, known: tuple[str, ...]) -> Refused:
    near = get_close_matches(variant, known, n=1)
    zh = f"是否想写“{near[0]}”" if near else f"可用：{'、'.join(known)}"
    en = f"did you mean '{near[0]}'" if near else f"known are {', '.join(known)}"
    return refusal(
        place,
        f"程序不会用到“{code}”的期限“{variant}”，{zh}。",
        f"no flow asks for the period '{variant}' of '{code}': {en}.",
        field=variant,
    )


def _no_basis(place: str, name: str) -> Refused:
    return refusal(
        place,
        f"“{name}”与上级规则不同，却没有写依据；请在 ground 中写明当地规定的行。",
        f"'{name}' differs from the parent without saying on what basis: name the local row under 'ground'.",
        field="ground",
    )


def _repeats(place: str, name: str) -> Refused:
    return refusal(
        place,
        f"“{name}”与上级规则完全相同，请删去；地方规则包只写不同之处。",
        f"'{name}' says exactly what the parent says: remove it; a local pack holds only what differs.",
        field=name,
    )
