"""Reading the lines of a scenario: moments, who acts, one act each. 读经过.

A line may speak only of what stands before it: labels are known from the line that makes them on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from packs.yaml_lines import Item
from rules.vocabulary import Precision
from rules.when import When, exactly, say_when
from scenarios.cast import Cast
from scenarios.holding import EXPECTATION, EXPECTATIONS
from scenarios.language import EVERYBODY, LINE, PASSING, Key, Verb
from scenarios.shape import Act, Line
from scenarios.values import Values
from scenarios.verbs import ACT, ACTS
from scenarios.words import Group, Problems, Unreadable, at_nine, find
from tasks.wording import say_moment


@dataclass
class Lines:
    """The lines that were read so far, and what the next one may speak of. 逐行读取.

    Args:
        by: who acts where a line does not say.
        clock: what the clock shows after the lines so far; None before the first.
        told: children that a report or a first registration has named.
    """

    problems: Problems
    cast: Cast
    values: Values
    by: str | None = None
    clock: datetime | None = None
    told: set[str] = field(default_factory=set)
    read: list[Line] = field(default_factory=list)

    def add(self, item: Item) -> None:
        """Read one line; one that cannot be read is told and left out."""
        try:
            self.read.append(self._line(item))
        except Unreadable:
            pass
        finally:
            self.values.next_line()

    def _line(self, item: Item) -> Line:
        common, name, act_item = self._parts(item)
        verb = ACT[name]
        label = self._label(common, act_item)
        when, at = self._moments(common, item, verb, act_item)
        self.clock = at
        by = self._by(common, item, verb)
        children = self._children(common, item, verb, act_item)
        act = self.act(verb, act_item, when=when, at=at, by=by, children=children)
        if verb.name == "refused":
            by = by or self._by(common, item, ACT[act.given["act"].name])
        children = children or tuple(act.given.get("children", ()))
        note = self.problems.text(common["remark"]) if "remark" in common else ""
        return Line(place=item.place, when=when, at=at, act=act, by=by, children=children, label=label, note=note)

    def _parts(self, item: Item) -> tuple[Group, str, Item]:
        """The common keys, the name of the one act, and what stands behind it."""
        common: Group = {}
        acts: list[tuple[str, Item]] = []
        unknown = False
        for written, value in self.problems.mapping(item).items():
            if (key := find(written, LINE)) is not None:
                common[key.name] = value
            elif (verb := find_act(written)) is not None:
                acts.append((verb.name, value))
            else:
                keys = [word for key in LINE for word in (key.zh, key.name)]
                verbs = [word for verb in ACTS for word in (verb.zh, verb.name)]
                self.problems.unknown(value, written, [*keys, *verbs], "此行")
                unknown = True
        if not acts and unknown:  # it was meant to be one, and is told already
            raise Unreadable
        self._one_act(item, [name for name, _ in acts])
        return common, *acts[0]

    def _one_act(self, item: Item, names: list[str]) -> None:
        if len(names) == 1:
            return
        zh = "、".join(ACT[name].zh for name in names)
        if names:
            raise self.problems.stop(
                item,
                f"一行只能有一项行为，这里有：{zh}。请分成几行。",
                f"one act in a line; here are {', '.join(names)}.",
            )
        raise self.problems.stop(
            item,
            f"此行没有行为。可用：{'、'.join(verb.zh for verb in ACTS)}。",
            f"this line has no act; known: {', '.join(verb.name for verb in ACTS)}.",
        )

    # --- what every line has ----------------------------------------

    def _label(self, common: Group, act_item: Item) -> str:
        if "label" not in common:
            return ""
        label = self.problems.text(common["label"])
        taken = self.values.labels.get(label)
        if taken:
            raise self.problems.stop(
                common["label"],
                f"标记“{label}”已在 {taken} 用过，请换一个。",
                f"the label `{label}` stands at {taken} already: choose another.",
            )
        self.values.labels_to_be[label] = act_item.place
        return label

    def _moments(self, common: Group, item: Item, verb: Verb, act_item: Item) -> tuple[When, datetime]:
        """When it happened, and what the clock shows when it is entered."""
        if verb.name in PASSING:
            return self._passing(common, item, verb, act_item)
        if "happened" not in common:
            raise self.problems.stop(
                item,
                "此行缺少“发生”，请写何时发生（不知道写“不详”）。",
                "`happened` is missing: say when (不详 if unknown).",
            )
        when = self.problems.when(common["happened"])
        at = self._entered(common, when)
        if when.at is not None and when.at > at:
            raise self.problems.stop(
                common.get("entered", item),
                f"录入（{say_moment(at, 'zh')}）早于发生（{say_when(when)}），请改正其中一个。",
                f"it is entered ({say_moment(at, 'en')}) before it happened: mend one of the two.",
            )
        return when, at

    def _entered(self, common: Group, when: When) -> datetime:
        if "entered" in common:
            return self._not_back(common["entered"], self.problems.when(common["entered"]))
        moments = [moment for moment in (at_nine(when), self.clock) if moment is not None]
        if not moments:
            raise self.problems.stop(
                common["happened"],
                "第一行时间不详，请写“录入”，或在卷首写“开始”。",
                "the first line has no known moment: give `entered`, or `start` in the head.",
            )
        return max(moments)

    def _passing(self, common: Group, item: Item, verb: Verb, act_item: Item) -> tuple[When, datetime]:
        for name in ("happened", "entered"):
            if name in common:
                self.problems.add(
                    common[name],
                    f"“{verb.zh}”不写时间；要让时间过去请用“到”。",
                    f"`{verb.name}` has no moment of its own; let time pass with `until`.",
                )
        if verb.name == "until":
            at_item = self._until(act_item)
            at = self._not_back(at_item, self.problems.when(at_item))
            return exactly(at), at
        if self.clock is None:
            raise self.problems.stop(
                item, "第一行之前没有时间，请先写发生的事。", "nothing has happened yet: say what did."
            )
        return exactly(self.clock), self.clock

    def _until(self, item: Item) -> Item:
        if not isinstance(item.value, dict):
            return item
        group = self.problems.group(item, ACT["until"].keys, "“到”")
        if "at" not in group:
            raise self.problems.stop(item, "“到”缺少时间，请补上。", "`until` needs a moment: add it.")
        return group["at"]

    def _not_back(self, item: Item, when: When) -> datetime:
        """A moment on the clock, which never goes back."""
        at = at_nine(when)
        if at is None:
            raise self.problems.stop(item, "此处须写明时间。", "a known moment is needed here.")
        if self.clock is not None and at < self.clock:
            latest = when.latest
            if when.precision is not Precision.EXACT and latest is not None and self.clock <= latest:
                return self.clock  # later on that same day
            raise self.problems.stop(
                item,
                f"时钟不能倒退：前面已到 {say_moment(self.clock, 'zh')}。请改时间或调整行的先后；"
                "早先发生、现在才录入的，写“发生”为当时，“录入”为现在。",
                f"the clock does not go back: it shows {say_moment(self.clock, 'en')} already. Mend the moment or the "
                "order of the lines; what happened earlier and is entered now has an earlier `happened`.",
            )
        return at

    def _by(self, common: Group, item: Item, verb: Verb) -> str | None:
        if "by" in common:
            return self.values.post(common["by"])
        if verb.by and self.by is None:
            raise self.problems.stop(
                item,
                f"“{verb.zh}”须写明由哪个岗位经办：请写“经办”，或在卷首写“经办”。",
                f"`{verb.name}` needs a post that acts: give `by` here or in the head.",
            )
        return self.by if verb.by else None

    def _children(self, common: Group, item: Item, verb: Verb, act_item: Item) -> tuple[str, ...]:
        if "child" in common:
            return self.problems.several(common["child"], self.cast.child_names, "儿童", "child")
        if not verb.child or len(self.cast.children) == 1:
            return tuple(self.cast.children) if verb.child else ()
        raise self.problems.stop(
            item,
            f"有几名儿童，请写明“儿童”：{'、'.join(self.cast.children)} 或 {EVERYBODY}。",
            f"there are several children: say which ({', '.join(self.cast.children)} or {EVERYBODY}).",
        )

    # --- acts ----------------------------------------

    def act(
        self, verb: Verb, item: Item, *, when: When, at: datetime, by: str | None, children: tuple[str, ...]
    ) -> Act:
        """What is done, with every value read."""
        special = {"report": self._report, "expect": self._expect, "refused": self._refused}
        if verb.name in special:
            return special[verb.name](item, when, at, by, children)
        if verb.name == "until":
            return Act(name="until", given={"at": at}, place=item.place)
        given = self.given(verb, item)
        if verb.name == "open_case":
            self.told.update(children)
        if verb.name in {"answer", "skip", "excuse"}:
            self.values.check_answer(item, given, when.at or at)
        return Act(name=verb.name, given=given, place=item.place)

    def given(self, verb: Verb, item: Item, *, loosely: bool = False) -> dict[str, Any]:
        """The keys of an act; a scalar stands for its first."""
        keys = verb.keys
        where = f"“{verb.zh}”"
        takes_fields = any(key.name == "with" for key in keys)
        fields: dict[str, Item] = {}
        if not isinstance(item.value, dict):
            group = {keys[0].name: item} if keys and item.value is not None else {}
        elif takes_fields:
            group, fields = self._apart(item, keys)
        else:
            group = self.problems.group(item, keys, where)
        if self.problems.lacking(item, group, keys, where):
            raise Unreadable
        given = {name: self.values.read(verb.key(name), value) for name, value in group.items() if name != "with"}
        if takes_fields:
            given["with"] = self.values.fields(fields, given.get("duty", ""), loosely=loosely or verb.name == "correct")
        return given

    def _apart(self, item: Item, keys: Iterable[Key]) -> tuple[Group, dict[str, Item]]:
        """The keys of the act, and the fields of the answer beside them."""
        group: Group = {}
        fields: dict[str, Item] = {}
        for written, value in self.problems.mapping(item).items():
            key = find(written, keys)
            if key is None:
                fields[written] = value
            elif key.name == "with":
                fields.update(self.problems.mapping(value))
            else:
                group[key.name] = value
        return group, fields

    def _report(self, item: Item, when: When, at: datetime, by: str | None, children: tuple[str, ...]) -> Act:
        given = self.values.report(item, when=when, at=at, by=by, told=self.told)
        self.told.update(given["children"])
        return Act(name="report", given=given, place=item.place)

    def _refused(self, item: Item, when: When, at: datetime, by: str | None, children: tuple[str, ...]) -> Act:
        """An act that must be refused: read as loosely as it may be wrong."""
        says = ""
        acts: list[tuple[Verb, Item]] = []
        for written, value in self.problems.mapping(item).items():
            if written in ("说", "says"):
                says = self.problems.text(value)
            elif (verb := find_act(written)) and verb.name not in PASSING | {"refused"}:
                acts.append((verb, value))
            else:
                names = ["说", "says", *(one for each in ACTS for one in (each.zh, each.name))]
                self.problems.unknown(value, written, names, "“应被拒绝”")
        self._one_act(item, [verb.name for verb, _ in acts])
        verb, value = acts[0]
        if verb.name == "report":
            told = self.values.report(value, when=when, at=at, by=by, told=set(self.told))
            act = Act(name="report", given=told, place=value.place)
        else:
            act = Act(name=verb.name, given=self.given(verb, value, loosely=True), place=value.place)
        return Act(name="refused", given={"says": says, "act": act}, place=item.place)

    # --- expectations ----------------------------------------

    def _expect(self, item: Item, when: When, at: datetime, by: str | None, children: tuple[str, ...]) -> Act:
        items = [one for each in self.problems.sequence(item) if (one := self._one_expectation(each, children))]
        return Act(name="expect", given={"items": tuple(items)}, place=item.place)

    def _one_expectation(self, item: Item, children: tuple[str, ...]) -> Line | None:
        try:
            return self._expectation(item, children)
        except Unreadable:
            return None

    def _expectation(self, item: Item, children: tuple[str, ...]) -> Line:
        """One thing that must hold. Its first key says what it is about."""
        written = self.problems.mapping(item)
        first = next(iter(written), "")
        verb = find(first, EXPECTATIONS)
        if verb is None:
            self.problems.unknown(item, first, [one for each in EXPECTATIONS for one in (each.zh, each.name)], "“应当”")
            raise Unreadable
        rest = {key: value for key, value in written.items() if key not in ("儿童", "child") and key != first}
        main = verb.keys[0]
        group = {main.name: written[first], **self.problems.group(Item(rest, item.place), verb.keys, f"“{verb.zh}”")}
        if self.problems.lacking(item, group, verb.keys, f"“{verb.zh}”"):
            raise Unreadable
        named = written.get("儿童", written.get("child"))
        if named is not None:
            children = self.problems.several(named, self.cast.child_names, "儿童", "child")
        elif verb.child and not children:
            children = self._children({}, item, EXPECTATION[verb.name], item)
        given = {name: self.values.read(verb.key(name), value) for name, value in group.items()}
        act = Act(name=verb.name, given=given, place=item.place)
        clock = self.clock or self.values.beginning
        return Line(place=item.place, when=exactly(clock), at=clock, act=act, children=children)


def find_act(written: str) -> Verb | None:
    """The act that a key names."""
    return find(written, ACTS)
