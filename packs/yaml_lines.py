"""YAML as values that know where they stand, so that an error can name file and line. 带行号的 YAML.

Stricter than YAML: no duplicate keys, no anchors or tags, one document, UTF-8.  Nothing here knows what a pack is;
`packs.reading` turns values into words of the field.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import yaml
from yaml.nodes import MappingNode, Node, SequenceNode

from rules.errors import Refused

Scalar: TypeAlias = object  # str, int, float, bool, date or None, as the YAML text says
_KINDS = ("map", "seq", "str", "int", "float", "bool", "null", "timestamp")
_PLAIN = frozenset(f"tag:yaml.org,2002:{kind}" for kind in _KINDS)
# libyaml reads ten times faster and comes with most builds; what it reads is the same
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Item:
    """A value with its place. 带位置的值.

    Args:
        value: a mapping of items, a list of items, or a scalar.
        place: "duties.yaml:41", or "" for content that was frozen with a case.
    """

    value: dict[str, Item] | list[Item] | Scalar
    place: str = ""


def refusal(place: str, zh: str, en: str, *, field: str = "", source: str = "") -> Refused:
    """A refusal that begins with its place. 指明位置的拒绝."""
    head = f"{place}：" if place else ""
    return Refused(f"{head}{zh}", f"{head.replace('：', ': ')}{en}", field=field or place, source=source)


def read_file(path: Path, name: str = "") -> Item:
    """The one YAML document of a file, each value with its line. 读取文件.

    Args:
        name: what people are told where something is wrong, such as duties/orders.yaml; the file's own name if empty.
    Raises: Refused: the file is missing, is not UTF-8, is not YAML, holds two documents, or repeats a key.
    """
    name = name or path.name
    return compose(_text(path, name), name)


def compose(text: str, name: str, *, as_written: bool = False) -> Item:
    """The one document of `text`, shown to people as the file `name`.

    Args:
        as_written: every scalar stays the text that stands there: 2021-01 is no date, 007 no number.
    """
    try:
        loader = _LOADER(text)
        root = loader.get_single_node()
        if root is None:
            raise refusal(f"{name}:1", "文件为空，请填写内容。", "the file is empty: write its content.")
        return _Walk(loader, name, as_written=as_written).item(root)
    except yaml.YAMLError as error:
        raise _not_readable(error, name) from error


def from_json(text: str) -> Item:
    """Canonical content as the same kind of value; it has no places."""
    return _wrap(json.loads(text))


def _wrap(value: object) -> Item:
    if isinstance(value, dict):
        return Item({str(key): _wrap(one) for key, one in value.items()})
    if isinstance(value, list):
        return Item([_wrap(one) for one in value])
    return Item(value)


def _text(path: Path, name: str) -> str:
    try:
        # utf-8-sig: editors on Windows put a mark in front, which is no fault of the county's officer
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise refusal(name, "规则包缺少此文件，请补上。", "the pack lacks this file: add it.", field=name) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise refusal(
            f"{name}:{line}",
            "文件不是 UTF-8 编码，请在编辑器中另存为 UTF-8。",
            "the file is not UTF-8: save it as UTF-8 in your editor.",
        ) from error


def _not_readable(error: yaml.YAMLError, name: str) -> Refused:
    mark = getattr(error, "problem_mark", None)
    place = f"{name}:{mark.line + 1}" if mark is not None else name
    problem = str(getattr(error, "problem", "") or "")
    if "another document" in problem or "single document" in str(getattr(error, "context", "") or ""):
        return refusal(
            place,
            "一个文件只能有一份文档，请删去“---”以后的内容，或另存为一个文件。",
            "one file holds one document: remove what follows the second '---' or move it to its own file.",
        )
    return refusal(
        place,
        f"不是有效的 YAML，请检查此行的缩进、冒号和引号（{problem}）。",
        f"not valid YAML: look at indentation, colons and quotes on this line ({problem}).",
    )


class _Walk:
    """One pass over the nodes of a document, which refuses what a pack file may not hold."""

    def __init__(self, loader: yaml.SafeLoader, name: str, *, as_written: bool = False) -> None:
        self.loader = loader
        self.name = name
        self.as_written = as_written
        self.seen: set[int] = set()

    def item(self, node: Node, place: str = "") -> Item:
        place = place or self.place(node)
        self.refuse_tricks(node, place)
        if isinstance(node, MappingNode):
            return Item(self.mapping(node), place)
        if isinstance(node, SequenceNode):
            return Item([self.item(one) for one in node.value], place)
        return Item(self.scalar(node, place), place)

    def place(self, node: Node) -> str:
        return f"{self.name}:{node.start_mark.line + 1}"

    def refuse_tricks(self, node: Node, place: str) -> None:
        """A rule is written out where it holds, so that it can be read there: no tags, no references."""
        if node.tag not in _PLAIN:
            raise refusal(place, "不能使用 YAML 标签，请删去。", "YAML tags are not used here: remove it.")
        if id(node) in self.seen:  # only a reference shows one node twice
            raise refusal(
                place, "不能使用 YAML 引用（*），请写全内容。", "YAML references (*) are not used here: write it out."
            )
        self.seen.add(id(node))

    def scalar(self, node: Node, place: str) -> object:
        if self.as_written:
            quoted = getattr(node, "style", None) is not None
            return str(node.value) if quoted or node.value not in ("", "~", "null") else None
        try:
            return self.loader.construct_object(node)
        except (ValueError, yaml.YAMLError) as error:  # 2026-02-30 looks like a date to YAML and is none
            raise refusal(
                place, f"“{node.value}”不是有效的值，请更正。", f"'{node.value}' is no valid value: correct it."
            ) from error

    def mapping(self, node: MappingNode) -> dict[str, Item]:
        found: dict[str, Item] = {}
        for key_node, value_node in node.value:
            place = self.place(key_node)
            key = str(key_node.value)
            if key in found:
                raise refusal(
                    place,
                    f"“{key}”重复出现（前一处在 {found[key].place}），请只保留一处。",
                    f"'{key}' appears twice (first at {found[key].place}): keep one of them.",
                    field=key,
                )
            found[key] = self.item(value_node, place)
        return found
