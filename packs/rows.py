"""Rows of a pack as typed rules: source, fact, duty, ladder, rhythm. 规则包的行.

Each function reads one item and returns one rule, or refuses with place and remedy.  Whether rows fit together is
not asked here but in `packs.checks`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from packs.reading import Row, period_of, span_of, term_of, text_of
from packs.yaml_lines import Item, refusal
from rules.duty import DutySpec, Ladder, Point, Rung
from rules.period import CountingRule, Period, Unit
from rules.rhythm import Rhythm
from rules.sources import Fact, Source
from rules.vocabulary import AreaLevel, ChildCategory, ChildMark, Confidence, Force, PauseCause, Role, Tier

OWNER = "owner"
"""In a ladder: the post that owes the duty."""

SOURCE_KEYS = ("code", "zh", "en", "number", "in_force_from", "in_force_until", "note", "articles")
FACT_KEYS = ("id", "zh", "en", "basis", "law_word", "sources", "force", "confidence", "limits", "note")
DUTY_KEYS = (
    *("code", "zh", "en", "owed_by", "ground", "periods", "starts", "starts_en", "ladder"),
    *("document", "takes_hours", "pauses", "extensions", "routine", "where_set"),
)
RHYTHM_KEYS = (
    *("code", "zh", "en", "duty", "variant", "categories", "tiers", "marks", "owed_by_each", "basis", "instead_of"),
    *("levels", "grades"),
)
LADDER_KEYS = ("code", "rungs", "attention")
RUNG_KEYS = ("at", "tell", "template", "basis", "repeat", "document")

TEMPLATES = ("reminder", "escalation", "attention")

_AFTER_RULE = {
    Unit.HOURS: CountingRule.CLOCK,
    Unit.WORKING_DAYS: CountingRule.WORKING_DAYS,
    Unit.DAYS: CountingRule.CALENDAR,
    Unit.MONTHS: CountingRule.CALENDAR,
}


def source_of(item: Item) -> Source:
    """A text of law or policy. 法律文件."""
    row = Row(item, SOURCE_KEYS)
    return Source(
        code=row.text("code"),
        zh=row.text("zh"),
        en=row.text("en"),
        number=row.text("number", ""),
        in_force_from=row.day("in_force_from"),
        in_force_until=row.day("in_force_until"),
        note=row.text("note", ""),
        articles=int(row.number("articles", 0.0)),
    )


def fact_of(item: Item) -> Fact:
    """A row of the law table. 法律事实行."""
    row = Row(item, FACT_KEYS)
    id = row.text("id")
    return Fact(
        id=id,
        zh=row.text("zh"),
        en=row.text("en"),
        basis=row.text("basis"),
        law_word=row.text("law_word", ""),
        sources=row.texts("sources"),
        force=row.term(Force, "force"),
        confidence=row.term(Confidence, "confidence"),
        note=row.text("note", ""),
        limits=MappingProxyType({label: period_of(one, id) for label, one in row.by_key("limits").items()}),
    )


def duty_of(item: Item) -> DutySpec:
    """A duty. 职责规格."""
    row = Row(item, DUTY_KEYS)
    row.item("owed_by")  # an empty list is a statement (the flow names the post); leaving it out is a slip
    return DutySpec(
        code=row.text("code"),
        zh=row.text("zh"),
        en=row.text("en"),
        owed_by=row.terms(Role, "owed_by"),
        ground=row.texts("ground"),
        periods=MappingProxyType(_periods(row)),
        starts=row.text("starts"),
        starts_en=row.text("starts_en"),
        ladder=row.text("ladder"),
        document=row.text("document", ""),
        takes_hours=row.number("takes_hours", 0.0),
        pauses=frozenset(row.terms(PauseCause, "pauses")),
        extensions=row.texts("extensions"),
        routine=row.yes("routine"),
        where_set=row.yes("where_set"),
    )


def rhythm_of(item: Item) -> Rhythm:
    """A rhythm. 周期职责."""
    row = Row(item, RHYTHM_KEYS)
    return Rhythm(
        code=row.text("code"),
        zh=row.text("zh"),
        en=row.text("en"),
        duty=row.text("duty"),
        variant=row.text("variant", "default"),
        categories=frozenset(row.terms(ChildCategory, "categories")),
        tiers=frozenset(row.terms(Tier, "tiers")),
        marks=frozenset(row.terms(ChildMark, "marks")),
        basis=row.texts("basis"),
        instead_of=row.texts("instead_of"),
        owed_by_each=frozenset(row.terms(Role, "owed_by_each")),
        levels=frozenset(row.terms(AreaLevel, "levels")),
        grades=_grades(row),
    )


def _grades(row: Row) -> tuple[tuple[Tier, str], ...]:
    """All three tiers or none, from the lowest on, each in a word of its own."""
    written = {code: text_of(item, code) for code, item in row.by_key("grades").items()}
    if not written:
        return ()
    if set(written) != set(Tier) or len(set(written.values())) != len(Tier):
        raise refusal(
            row.item("grades").place,
            "grades 应当为 low、middle、high 各写一个不同的名称，如 {low: 较好, middle: 一般, high: 差}。",
            "'grades' gives low, middle and high a name each, no two alike.",
            field="grades",
        )
    return tuple((tier, written[tier.value]) for tier in Tier)


def ladder_of(item: Item) -> Ladder:
    """A ladder with its rungs in the order in which they stand. 升级阶梯."""
    row = Row(item, LADDER_KEYS)
    rungs = row.items("rungs")
    if not rungs:
        raise refusal(row.place, "升级阶梯没有任何一级，请填写 rungs。", "the ladder has no rung: write 'rungs'.")
    return Ladder(
        code=row.text("code"),
        rungs=tuple(_rung_of(one, _DONE) for one in rungs),
        attention=tuple(_rung_of(one, _ATTENTION) for one in row.items("attention")),
    )


def _periods(row: Row) -> dict[str, Period]:
    periods = {variant: period_of(one) for variant, one in row.by_key("periods").items()}
    if "default" not in periods and not row.yes("where_set"):
        raise refusal(
            row.place, "periods 缺少“default”，请补上。", "'periods' lacks 'default': add it.", field="periods"
        )
    return periods


def _rung_of(item: Item, points: Mapping[str, tuple[Point, bool]]) -> Rung:
    row = Row(item, RUNG_KEYS)
    told = row.items("tell")
    if not told:
        raise refusal(row.place, "这一级没有告知任何人，请填写 tell。", "this rung tells nobody: write 'tell'.")
    point, share, words = _moment(row.item("at"), points)
    basis = row.text("basis")
    return Rung(
        point=point,
        share=share,
        after=_after(row.item("at"), words, basis) if words else None,
        tell=tuple(term_of(Role, one, "tell") for one in told if one.value != OWNER),
        tell_owner=any(one.value == OWNER for one in told),
        template=_template(row, point),
        basis=basis,
        repeat=period_of(row.item("repeat")) if "repeat" in row else None,
        document=row.text("document", ""),
    )


_DONE = {"last_safe": (Point.LAST_SAFE, False), "overdue": (Point.OVERDUE, True)}
_ATTENTION = {"unread": (Point.UNREAD, True), "unaccepted": (Point.UNACCEPTED, True)}
"""What `at` may say on each clock, and whether it may say how long after."""


def _moment(at: Item, points: Mapping[str, tuple[Point, bool]]) -> tuple[Point, float, str]:
    if isinstance(at.value, float) and 0 < at.value < 1 and points is _DONE:
        return Point.SHARE, at.value, ""
    head, plus, words = (part.strip() for part in str(at.value).partition("+"))
    if head in points:
        point, may_wait = points[head]
        waits = bool(words) if may_wait else False
        if bool(plus) == waits and (waits or points is _DONE):
            return point, 0.0, words
    known_zh, known_en = _KNOWN[points is _DONE]
    raise refusal(
        at.place,
        f"“{at.value}”不是阶梯的时点，请写作 {known_zh}。",
        f"'{at.value}' is no moment of a ladder: write {known_en}.",
        field="at",
    )


_KNOWN = {
    True: ("0.5、last_safe、overdue 或 overdue + 24 hours", "0.5, last_safe, overdue or overdue + 24 hours"),
    False: ("unread + 24 hours 或 unaccepted + 2 working_days", "unread + 24 hours or unaccepted + 2 working_days"),
}


def _after(at: Item, words: str, basis: str) -> Period:
    amount, unit = span_of(at, words)
    return Period(amount=amount, unit=unit, rule=_AFTER_RULE[unit], set_by=basis)


def _template(row: Row, point: Point) -> str:
    usual = {Point.OVERDUE: "escalation", Point.UNREAD: "attention", Point.UNACCEPTED: "attention"}
    name = row.text("template", usual.get(point, "reminder"))
    if name not in TEMPLATES:
        raise refusal(
            row.place,
            f"不认识的模板“{name}”，可用：{'、'.join(TEMPLATES)}。",
            f"unknown template '{name}': known are {', '.join(TEMPLATES)}.",
            field="template",
        )
    return name
