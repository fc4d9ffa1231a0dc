"""What is said of a row in which two packs differ. 对照的一行."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from packs.pack import Pack
from rules.period import Period
from rules.rhythm import Rhythm
from rules.strictness import Comparison, compare
from rules.vocabulary import Confidence, Force, Role, Term


class Change(Term):
    """What becomes of a row from the left pack to the right one. 变化."""

    ADDED = "added", "增补"
    TIGHTENED = "tightened", "收紧"
    CHANGED = "changed", "变更"
    LOOSENED = "loosened", "放宽"
    REMOVED = "removed", "取消"


class Part(Term):
    """Where a row stands. 所在部分."""

    HEAD = "head", "总则"
    DUTIES = "duties", "职责"
    LADDERS = "ladders", "升级阶梯"
    RHYTHMS = "rhythms", "周期职责"
    PROCEDURES = "procedures", "自设程序"
    FACTS = "facts", "法律事实行"
    SOURCES = "sources", "法律文件"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one pack says. `basis`: fact rows behind it; `force`: that of the strongest of them, None for texts.

    Args:
        unverified: one of them was only seen second-hand; said wherever the force is.
    """

    zh: str
    en: str
    basis: tuple[str, ...] = ()
    force: Force | None = None
    unverified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One row that differs. 不同之处.

    Args:
        code: of the duty, ladder, row or text; of the key in the head.
        zh, en: its name.
        about_zh, about_en: which of its keys.
        left, right: what each pack says; None where it says nothing.
    """

    part: Part
    code: str
    zh: str
    en: str
    about_zh: str
    about_en: str
    left: Said | None
    right: Said | None
    change: Change


def strongest(pack: Pack, rows: Iterable[str]) -> Force | None:
    """The strongest kind of truth among rows: law before a local rule, that before a default of ours."""
    found = {pack.facts[id].force for id in rows if id in pack.facts}
    return next((force for force in Force if force in found), None)


def weakest(pack: Pack, rows: Iterable[str]) -> Force | None:
    """The weakest of them: what rests on several rows together is no stronger than that."""
    found = {pack.facts[id].force for id in rows if id in pack.facts}
    return next((force for force in reversed(Force) if force in found), None)


def roles_said(roles: Iterable[Role]) -> tuple[str, str]:
    """Roles in a row, in Chinese and as codes."""
    listed = tuple(roles)
    return "、".join(role.zh for role in listed), ", ".join(role.value for role in listed)


def said_by(pack: Pack, zh: str, en: str, basis: tuple[str, ...]) -> Said:
    """Words of a pack with the rows that they rest on."""
    unverified = any(pack.facts[row].confidence is Confidence.SECONDARY for row in basis if row in pack.facts)
    return Said(zh=zh, en=en, basis=basis, force=strongest(pack, basis), unverified=unverified)


def said_of_period(pack: Pack, period: Period | None) -> Said | None:
    """A period with the row that sets it."""
    return said_by(pack, period.zh, period.en, (period.set_by,)) if period else None


def said_of_rhythm(pack: Pack, rhythm: Rhythm | None) -> Said | None:
    """The duty, its window, of which children or by which posts, and which defaults it takes the place of."""
    if rhythm is None:
        return None
    spec = pack.duty(rhythm.duty)
    period = spec.periods[rhythm.variant]
    spoken_of = (rhythm.categories, rhythm.tiers, rhythm.marks, rhythm.levels, rhythm.owed_by_each)
    whom = [sorted(terms, key=lambda one: one.value) for terms in spoken_of]
    zh = "，".join([spec.zh, period.zh, *("、".join(one.zh for one in terms) for terms in whom if terms)])
    en = ", ".join([spec.en, period.en, *("/".join(one.value for one in terms) for terms in whom if terms)])
    called = ", ".join(f"{tier} = {word}" for tier, word in rhythm.grades)
    if called:
        zh, en = f"{zh}，等级称为 {'、'.join(word for _, word in rhythm.grades)}", f"{en}, tiers called {called}"
    return said_by(
        pack,
        f"{zh}；取代默认 {'、'.join(rhythm.instead_of)}" if rhythm.instead_of else zh,
        f"{en}; instead of {', '.join(rhythm.instead_of)}" if rhythm.instead_of else en,
        (period.set_by,),
    )


def of_periods(left: Period | None, right: Period | None) -> Change:
    """What becomes of a period; of one that is only based on another row: `CHANGED`."""
    if left is None or right is None:
        return Change.ADDED if left is None else Change.REMOVED
    forth, back = compare(right, left), compare(left, right)
    if forth is Comparison.NEVER_LATER:
        return Change.CHANGED if back is Comparison.NEVER_LATER else Change.TIGHTENED
    return Change.LOOSENED if forth is Comparison.CAN_BE_LATER else Change.CHANGED


def _by_presence(left: Said | None, right: Said | None) -> Change:
    if left is None:
        return Change.ADDED
    return Change.REMOVED if right is None else Change.CHANGED


def row(
    part: Part,
    code: str,
    name: tuple[str, str],
    about: tuple[str, str],
    left: Said | None,
    right: Said | None,
    change: Change | None = None,
) -> Difference:
    """A row that differs; where nothing else is said, it is added, removed or changed."""
    return Difference(
        part=part,
        code=code,
        zh=name[0],
        en=name[1],
        about_zh=about[0],
        about_en=about[1],
        left=left,
        right=right,
        change=change or _by_presence(left, right),
    )
