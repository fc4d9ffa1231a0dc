"""A rule pack in memory: frozen, with the content and the hash that a case keeps. 规则包.

A pack answers questions of flows and tasks by code; it reads no file and no clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

from rules.declared import Declared, duty_of
from rules.duties import DUTIES
from rules.duty import Answer, Duty, DutySpec, Ladder
from rules.errors import Gap
from rules.period import Period
from rules.rhythm import Rhythm
from rules.sources import Fact, Source
from rules.vocabulary import Force, Role, UnitKind

Row = TypeVar("Row")


@dataclass(frozen=True, kw_only=True, eq=False)
class Pack:
    """The rules of one area from one day on. 规则包. Two packs are equal when their content is.

    Args:
        id, zh, en, version: how it is named; `version` is free text such as "2026.1".
        valid_from, valid_until: civil dates in China, both inclusive; no end while it is in use.
        sources, facts, duties, ladders, rhythms: by code; read-only mappings.
        procedures: those that are declared here rather than written in code, by code.
        regulators: which authority supervises which kind of reporting unit (主管行政机关).
        told_of_a_report: roles told at once of every report.
        late_report_after: after this a mandated unit's report is noticed as late.
        inherits: name of the pack that this one tightens; its rows are among those above. "" where there is none.
        grounds: fact rows behind `regulators` and `told_of_a_report`, which are no duties of their own.
        content: canonical JSON of all of the above; it is what a case freezes.
        hash: sha256 of `content`, 64 hex digits.
        places: file and line of each row, for messages; empty when read from frozen content, never part of it.
        borrowed: codes of duties that are taken from newer rules (`completed_by`).
    """

    id: str
    zh: str
    en: str
    version: str
    valid_from: date
    valid_until: date | None
    sources: Mapping[str, Source]
    facts: Mapping[str, Fact]
    duties: Mapping[str, DutySpec]
    ladders: Mapping[str, Ladder]
    rhythms: Mapping[str, Rhythm]
    regulators: Mapping[UnitKind, Role]
    told_of_a_report: tuple[Role, ...]
    late_report_after: Period
    grounds: Mapping[str, tuple[str, ...]]
    procedures: Mapping[str, Declared] = field(default_factory=lambda: MappingProxyType({}))
    inherits: str = ""
    content: str = ""
    hash: str = ""
    places: Mapping[str, str] = field(default_factory=dict, repr=False)
    borrowed: frozenset[str] = frozenset()

    def __eq__(self, other: object) -> bool:
        """Equal content, equal pack."""
        return isinstance(other, Pack) and self.content == other.content

    def __hash__(self) -> int:
        """By content."""
        return hash(self.hash)

    def duty(self, code: str) -> DutySpec:
        """What the pack says about a duty. 职责规格. Raises `Gap` when it says nothing."""
        return self._found(self.duties, code, "职责", "duty")

    def asked(self, code: str) -> Duty[Answer]:
        """A duty as a flow names it, with the type of its answer: written in code, or declared here. 办理内容.

        Raises `Gap` where neither knows it.
        """
        return DUTIES.get(code) or self._found(self._declared, code, "职责的办理内容", "answer for duty")

    def asks_for(self, code: str) -> bool:
        """Whether these rules ask for a duty: not for one that is owed only where set, and that they do not set.

        Rules that were frozen before such a duty was written ask for nothing of the kind: what the newer ones say of
        it is no clause of theirs (ADR 0021).
        """
        spec = self.duties.get(code)
        return spec is not None and spec.is_set and not (spec.where_set and code in self.borrowed)

    @cached_property
    def asked_for_elsewhere(self) -> frozenset[str]:
        """The duties that other places ask for and no text that governs here. 只有其他地方要求的职责."""
        return frozenset(code for code in self.duties if not self.asks_for(code))

    def procedure(self, code: str) -> Declared:
        """A procedure that is declared here. 自设程序. Raises `Gap` when there is none."""
        return self._found(self.procedures, code, "自设程序", "declared procedure")

    @cached_property
    def _declared(self) -> Mapping[str, Duty[Answer]]:
        return {step.duty: duty_of(step) for one in self.procedures.values() for step in one.steps}

    def fact(self, id: str) -> Fact:
        """A row of the law table. 法律事实行. Raises `Gap` when there is none."""
        return self._found(self.facts, id, "事实行", "fact row")

    def ladder(self, code: str) -> Ladder:
        """A ladder by its code. 升级阶梯. Raises `Gap` when there is none."""
        return self._found(self.ladders, code, "升级阶梯", "ladder")

    def source(self, code: str) -> Source:
        """A text by its code. 法律文件. Raises `Gap` when there is none."""
        return self._found(self.sources, code, "法律文件", "source")

    def force_of(self, period: Period) -> Force:
        """What kind of truth a period is: law, local rule, or our default. 期限的效力."""
        return self.fact(period.set_by).force

    def force_on(self, period: Period, day: date) -> Force:
        """What kind of truth a period is for what began on a day. 当日的效力.

        A text that was not in force yet binds nobody: that its number is used all the same is our choice (HT-229).
        """
        return Force.OUR_DEFAULT if self.in_force_later(self.fact(period.set_by), day) else self.force_of(period)

    def in_force_later(self, fact: Fact, day: date) -> date | None:
        """From when on all that a row cites is in force, where that is after `day`; None where it was by then.

        All of it: which of several texts sets the number the row does not say, and none is shown as law before its day.
        """
        began = [self.sources[code].in_force_from for code in fact.sources if code in self.sources]
        last = max((one for one in began if one is not None), default=None)
        return last if last is not None and last > day else None

    def regulator_of(self, unit: UnitKind) -> Role:
        """Who supervises a reporting unit; the county office where the pack names nobody. 主管行政机关."""
        return self.regulators.get(unit, Role.COUNTY_OFFICE)

    def completed_by(self, newer: Pack) -> Pack:
        """These rules, and for what they do not know at all the newer ones. 以现行规则补缺.

        A step that was inserted into a procedure later has no rule in what a waiting case froze.  What the case froze
        keeps governing it, with its own content and hash; only what is missing is taken from the rules of today.
        """
        return replace(
            self,
            sources=MappingProxyType({**newer.sources, **self.sources}),
            facts=MappingProxyType({**newer.facts, **self.facts}),
            duties=MappingProxyType({**newer.duties, **self.duties}),
            ladders=MappingProxyType({**newer.ladders, **self.ladders}),
            procedures=MappingProxyType({**newer.procedures, **self.procedures}),
            borrowed=frozenset(newer.duties.keys() - self.duties.keys()) | self.borrowed,
        )

    def _found(self, rows: Mapping[str, Row], code: str, zh: str, en: str) -> Row:
        if code not in rows:
            raise Gap(
                f"规则包 {self.id} {self.version} 没有{zh}“{code}”，请由规则维护人补充。",
                f"pack {self.id} {self.version} has no {en} '{code}': whoever maintains the rules must add it.",
                field=code,
            )
        return rows[code]
