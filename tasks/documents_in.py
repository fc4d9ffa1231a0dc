"""Reading what people hand in as a file: YAML or JSON, one document, of a sane size. 读取文件.

Everything is read as text: a telephone number keeps its leading zero and a date without a zone stays visible as one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import yaml

from rules.errors import Refused

LARGEST = 1024 * 1024
"""Bytes; a report of a megabyte is not a report."""


class _Text(yaml.SafeLoader):
    """YAML in which every scalar is text, a key stands once, and nothing refers to anything else."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse aliases: a report has no use for them, and a few lines of them can fill a machine."""
        if self.check_event(yaml.events.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise _broken(event.start_mark.line + 1, "不支持引用（*、&）", "aliases are not supported")
        return super().compose_node(parent, index)


def _text(loader: _Text, node: yaml.ScalarNode) -> str | None:
    return node.value if node.value not in ("", "~", "null") or node.style else None


def _mapping(loader: _Text, node: yaml.MappingNode) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        line = key_node.start_mark.line + 1
        if not isinstance(key, str):
            raise _broken(line, "左侧应为填写项名称", "the left side should be the name of a field")
        if key in found:
            raise _broken(line, f"“{key}”写了两次", f"{key!r} stands twice")
        found[key] = loader.construct_object(value_node, deep=True)
    return found


def _sequence(loader: _Text, node: yaml.SequenceNode) -> list[Any]:
    return [loader.construct_object(each, deep=True) for each in node.value]


_Text.yaml_constructors = {}
_Text.yaml_implicit_resolvers = {}
_Text.add_constructor("tag:yaml.org,2002:str", _text)
_Text.add_constructor("tag:yaml.org,2002:map", _mapping)
_Text.add_constructor("tag:yaml.org,2002:seq", _sequence)


def read_document(raw: bytes) -> Mapping[str, Any]:
    """One YAML or JSON document as nested mappings, lists and text.

    Raises: Refused: too large, not UTF-8, broken, a second document, or not a group of fields; with the line.
    """
    if len(raw) > LARGEST:
        raise Refused(
            f"文件过大（{len(raw) // 1024} KB），请控制在 {LARGEST // 1024} KB 以内；材料请另行移交",
            f"the file is too large ({len(raw) // 1024} KB); keep it under {LARGEST // 1024} KB",
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(
            "文件不是 UTF-8 编码，请另存为 UTF-8 后重试", "the file is not UTF-8; save it as UTF-8 and try again"
        ) from None
    found = _json(text) if text.lstrip().startswith(("{", "[")) else _yaml(text)
    if not isinstance(found, Mapping):
        raise Refused("文件内容应为“填写项: 内容”的形式", "the file should consist of 'field: value' lines")
    return found


def _yaml(text: str) -> Any:
    try:
        documents = list(yaml.load_all(text, Loader=_Text))  # a SafeLoader that only knows text
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        raise _broken(
            mark.line + 1 if mark else 1, "格式有误，请检查缩进和冒号", "cannot be read; check indents and colons"
        ) from None
    except (yaml.YAMLError, RecursionError):
        raise _broken(
            1, "含有无法识别的字符或嵌套过深", "has characters that cannot be read, or is nested too deep"
        ) from None
    if len(documents) > 1:
        raise Refused("一个文件只能有一份报告，请分开提交", "one file holds one report; hand them in apart")
    return documents[0] if documents else None


def _json(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once, parse_int=str, parse_float=str)
    except json.JSONDecodeError as wrong:
        raise _broken(wrong.lineno, "不是有效的 JSON", "is not valid JSON") from None
    except RecursionError:
        raise _broken(1, "嵌套过深", "is nested too deep") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Refused("有填写项写了两次，请检查", "a field stands twice; check the file")
    return found


def _broken(line: int, zh: str, en: str) -> Refused:
    return Refused(f"第 {line} 行：{zh}", f"line {line}: {en}")
