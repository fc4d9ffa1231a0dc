"""Reading a scenario: the whole file is read and checked before its first line is played. 读情景.

Everything that is wrong is told at once, each with file and line and how to mend it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from packs.loader import HEAD as PACK_HEAD
from packs.loader import load
from packs.yaml_lines import Item, compose
from rules.errors import Refusals, Refused
from scenarios.cast import DEFAULT, Cast, everybody_at_work_by, posts_of, read_adults, read_agencies, read_children
from scenarios.language import EVERYBODY, HEAD
from scenarios.lines import Lines
from scenarios.shape import NATIONAL, Scenario
from scenarios.values import Values
from scenarios.verbs import ACT
from scenarios.words import Group, Problems, Unreadable, at_nine
from tasks.directory import DirectoryForm

LARGEST = 1024 * 1024
"""Bytes of a scenario; ten years of a case are some hundred thousand."""


def read_scenario(source: Path | str) -> Scenario:
    """The story in a file, or in a text that holds one.

    Raises: Refusals: everything that is wrong with it; nothing was played.
    """
    text, name, folder = _text(source)
    problems = Problems()
    scenario = _Reading(problems, folder, name).read(compose(text, name, as_written=True))
    if problems.found or scenario is None:
        raise Refusals(problems.found)
    return scenario


def _text(source: Path | str) -> tuple[str, str, Path]:
    """The text, what it is called in errors, and the folder that its files are named from."""
    if isinstance(source, str) and "\n" in source:
        return source, "scenario.yaml", Path()
    path = Path(source)
    try:
        raw = path.read_bytes()
        if len(raw) > LARGEST:
            raise Refused(
                f"{path.name}：情景文件超过 1 MB，请分成几个文件",
                f"{path.name}: a scenario has at most 1 MB; make several of it",
                field="FILE",
            )
        return raw.decode("utf-8-sig"), path.name, path.parent
    except UnicodeDecodeError:
        raise Refused(
            f"{path.name}：文件不是 UTF-8 编码，请另存为 UTF-8",
            f"{path.name}: the file is not UTF-8; save it as UTF-8",
            field="FILE",
        ) from None
    except OSError as cause:
        raise Refused(
            f"“{path}”：无法读取（{cause.strerror}），请检查路径",
            f"{path}: cannot be read ({cause.strerror}); check the path",
            field="FILE",
        ) from None


class _Reading:
    """One file being read. 读取中."""

    def __init__(self, problems: Problems, folder: Path, name: str) -> None:
        self._problems = problems
        self._folder = folder
        self._name = name

    def read(self, root: Item) -> Scenario | None:
        """The head, then the lines; None where the head cannot be used at all."""
        try:
            head = self._problems.group(root, HEAD, "卷首")
        except Unreadable:
            return None
        if self._problems.lacking(root, head, HEAD, "卷首"):
            return None
        directory, cast = self._cast(head)
        if directory is None:
            return None
        start = self._start(head)
        rules = self._rules(head)
        values = Values(self._problems, cast, load(rules))
        values.introduced = frozenset(self._introduced(head["story"], cast))
        lines = Lines(self._problems, cast, values, by=self._by(head, values), clock=start)
        for item in self._problems.sequence(head["story"]):
            lines.add(item)
        if not lines.read:
            self._problems.add(head["story"], "“经过”里还没有一行。", "the story has no line yet.")
            return None
        first = start or lines.read[0].at
        if isinstance(head["agencies"].value, str) and head["agencies"].value in DEFAULT:
            directory = everybody_at_work_by(directory, first)
        return Scenario(
            name=self._name,
            title=self._words(head, "title"),
            source=self._words(head, "source"),
            note=self._words(head, "remark"),
            start=first,
            directory=directory,
            children=cast.children,
            adults=cast.adults,
            lines=tuple(lines.read),
            introduced=values.introduced,
            rules=rules,
        )

    def _rules(self, head: Group) -> str:
        """The pack that the story names, a folder before a name; the nation's where it names none, or none that is."""
        named = self._words(head, "rules")
        if not named:
            return NATIONAL
        beside = self._folder / named
        chosen = str(beside) if (beside / PACK_HEAD).is_file() else named
        try:
            load(chosen)
        except Refused as wrong:
            for one in wrong.each:
                self._problems.add(head["rules"], f"规则包“{named}”：{one.zh}", f"pack `{named}`: {one.en}")
            return NATIONAL
        return chosen

    def _cast(self, head: Group) -> tuple[DirectoryForm | None, Cast]:
        cast = Cast()
        directory = None
        try:
            directory = read_agencies(self._problems, head["agencies"], self._folder)
            cast.posts = posts_of(directory)
        except Unreadable:
            pass
        try:
            cast.children = read_children(self._problems, head["children"], self._words(head, "area"))
            if "adults" in head:
                cast.adults = read_adults(self._problems, head["adults"], cast.children)
        except Unreadable:
            pass
        self._everybody_lives_somewhere(head, cast)
        return directory, cast

    def _everybody_lives_somewhere(self, head: Group, cast: Cast) -> None:
        for child in cast.children.values():
            home = child.form.get("residence") or {}
            if not {"area", "行政区划代码"} & home.keys():
                self._problems.add(
                    head["children"],
                    f"不知道“{child.nickname}”住在哪里：请写“居住地”的行政区划代码，或在卷首写“地区”。",
                    f"nobody knows where `{child.nickname}` lives: give residence with its area, or area in the head.",
                )

    def _words(self, head: Group, name: str) -> str:
        try:
            return self._problems.text(head[name]) if name in head else ""
        except Unreadable:
            return ""

    def _start(self, head: Group) -> datetime | None:
        try:
            return at_nine(self._problems.when(head["start"])) if "start" in head else None
        except Unreadable:
            return None

    def _by(self, head: Group, values: Values) -> str | None:
        try:
            return values.post(head["by"]) if "by" in head else None
        except Unreadable:
            return None

    def _introduced(self, story: Item, cast: Cast) -> Iterator[tuple[str, str]]:
        """Adults whom a line introduces to a child; what is wrong with such a line is told when it is read."""
        for item in self._problems.sequence(story):
            line = item.value if isinstance(item.value, dict) else {}
            named = line.get("儿童", line.get("child"))
            children = set(cast.children) if named is None or named.value == EVERYBODY else set(_texts(named))
            for nickname in _adults_of(line, "add"):
                yield from ((nickname, child) for child in children)
            for nickname in _adults_of(line, "link"):
                adult = cast.adults.get(nickname)
                if adult and adult.ties.keys() - children:  # else it is a change of what the first report said
                    yield from ((nickname, child) for child in children)


def _adults_of(line: dict[str, Item], name: str) -> list[str]:
    verb = ACT[name]
    act = line.get(verb.zh, line.get(verb.name))
    if act is not None and isinstance(act.value, dict):
        act = act.value.get("成年人", act.value.get("adult"))
    return _texts(act) if act else []


def _texts(item: Item) -> list[str]:
    return [str(one.value) for one in item.value] if isinstance(item.value, list) else [str(item.value)]
