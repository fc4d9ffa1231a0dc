"""Local packs that a test writes in a few lines, beside copies of nothing: the parent is the shipped one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

HEAD = """\
id: {id}
zh: 测试规则
en: rules of a test
version: "1"
valid_from: {since}
inherits: {parent}
{until}{more}"""

COUNTY_PLAN = """\
- code: QH
  zh: 青禾县儿童保护工作方案
  en: plan of Qinghe County
  number: 青民〔2026〕1号
  in_force_from: 2026-02-01
"""
COUNTY_FACTS = """\
- id: QH-1
  zh: 十二小时内见到儿童
  en: child seen within 12 hours
  basis: 青民〔2026〕1号 第3条
  law_word: 十二小时内
  sources: [QH]
  force: local
  confidence: verified
  limits:
    default: {within: 12 hours}
    slow: {within: 30 hours}
    days: {within: 2 working_days}
    ordinary: {within: 48 hours}
- id: QH-2
  zh: 妇联到场
  en: the women's federation comes
  basis: 青民〔2026〕1号 第4条
  sources: [QH]
  force: local
  confidence: verified
"""


def write(folder: Path, **files: str) -> Path:
    """A folder with these parts: `duties="…"` becomes duties.yaml, `duties__visits` duties/visits.yaml."""
    for name, text in files.items():
        file = folder / f"{name.replace('__', '/')}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def a_pack(
    shelf: Path,
    *,
    id: str = "qinghe",
    folder: str = "",
    parent: str = "national",
    since: str = "2026-02-01",
    until: str = "",
    more: str = "",
    **files: str,
) -> Path:
    """A local pack with the plan of Qinghe County as its source; `files` add to that or replace it."""
    head = HEAD.format(id=id, parent=parent, since=since, until=f"valid_until: {until}\n" if until else "", more=more)
    parts: Mapping[str, str] = {"pack": head, "sources": COUNTY_PLAN, "facts": COUNTY_FACTS, **files}
    return write(shelf / (folder or id), **parts)


SEEN_IN_12_HOURS = "- {code: child_seen, ground: [QH-1], periods: {default: {within: 12 hours, set_by: QH-1}}}\n"
