"""Does an editor accept what the reader accepts, and mark what the reader refuses? 规则包架构."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from packs.assembly import HEAD_KEYS
from packs.files import PARTS, part_of
from packs.loader import SHELF
from packs.procedure_rows import PROCEDURE_KEYS
from packs.rows import DUTY_KEYS, FACT_KEYS, LADDER_KEYS, RHYTHM_KEYS, RUNG_KEYS, SOURCE_KEYS
from packs.schema import schemas
from rules.vocabulary import Role
from tests.packs.copies import change, copy_of_national
from tests.packs.editors import as_an_editor_reads

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = schemas()
FILES = sorted(str(file.relative_to(SHELF)) for file in SHELF.rglob("*.yaml"))
FAULTS = yaml.safe_load((Path(__file__).parent / "faults.yaml").read_text(encoding="utf-8"))
LOCAL_FAULTS = yaml.safe_load((Path(__file__).parent / "local_faults.yaml").read_text(encoding="utf-8"))

SEEN_BY_AN_EDITOR = (
    *("a key with a typo", "an unknown role", "an unknown role on a ladder", "an unknown pause"),
    *("days without a counting rule", "hours counted by working days"),
    *("no period but a wish", "a rung at no moment", "a rung after the end of the period"),
    *("a rung with a plus and nothing after it", "a rung that tells nobody", "a template that nobody wrote"),
    *("a ladder without rungs", "a rung of attention without a time", "an unknown force", "a date in words"),
    *("a number where text belongs", "an unknown kind of unit"),
)
"""Faults of one row; whether rows fit together no schema can say."""


def read(file: Path) -> Any:
    return as_an_editor_reads(file.read_text(encoding="utf-8"))


def complaints(part: str, document: Any) -> list[str]:
    return [one.message for one in jsonschema.Draft7Validator(SCHEMAS[part]).iter_errors(document)]


@pytest.mark.parametrize("part", SCHEMAS)
def test_a_schema_is_a_schema(part: str) -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMAS[part])


@pytest.mark.parametrize("file", FILES)
def test_an_editor_finds_nothing_wrong_with_any_file_on_the_shelf(file: str) -> None:
    assert complaints(part_of(Path(file)), read(SHELF / file)) == []


@pytest.mark.parametrize("file", FILES)
def test_every_file_on_the_shelf_tells_the_editor_where_its_schema_is(file: str) -> None:
    first = (SHELF / file).read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    target = (SHELF / file).parent / first.partition("=")[2]
    assert target.resolve() == ROOT / "docs" / "reference" / "pack-schema" / f"{part_of(Path(file))}.schema.json"


@pytest.mark.parametrize("name", SEEN_BY_AN_EDITOR)
def test_what_is_wrong_with_one_row_is_marked_while_it_is_written(name: str, tmp_path: Path) -> None:
    (fault,) = [one for one in FAULTS if one["fault"] == name]
    folder = copy_of_national(tmp_path)
    change(folder / fault["file"], fault["old"], fault["new"])
    assert complaints(part_of(Path(fault["file"])), read(folder / fault["file"]))


@pytest.mark.parametrize(
    "fault",
    [one for one in LOCAL_FAULTS if one["fault"] in ("a post role that nobody knows", "a key with a typo")],
    ids=lambda one: one["fault"],
)
def test_a_slip_in_a_local_pack_is_marked_while_it_is_written(fault: dict[str, Any]) -> None:
    assert complaints(fault["part"], yaml.safe_load(fault["text"]))


def keys_of(part: str) -> Iterator[set[str]]:
    schema = SCHEMAS[part]
    yield set(schema.get("items", schema)["properties"])


@pytest.mark.parametrize(
    ("part", "keys"),
    [
        ("pack", HEAD_KEYS),
        ("sources", SOURCE_KEYS),
        ("facts", FACT_KEYS),
        ("duties", DUTY_KEYS),
        ("ladders", LADDER_KEYS),
        ("rhythms", RHYTHM_KEYS),
        ("procedures", PROCEDURE_KEYS),
    ],
)
def test_an_editor_offers_exactly_the_keys_that_the_reader_knows(part: str, keys: tuple[str, ...]) -> None:
    assert list(keys_of(part)) == [set(keys)]


def test_an_editor_offers_every_role_with_its_chinese_name() -> None:
    offered = SCHEMAS["duties"]["items"]["properties"]["owed_by"]["items"]
    assert dict(zip(offered["enum"], offered["markdownEnumDescriptions"], strict=True)) == {
        role.value: role.zh for role in Role
    }
    rung = SCHEMAS["ladders"]["items"]["properties"]["rungs"]["items"]
    assert set(rung["properties"]) == set(RUNG_KEYS)


def test_the_schemas_in_the_documentation_are_those_of_the_reader() -> None:
    done = subprocess.run([sys.executable, "scripts/write-pack-schema", "--check"], cwd=ROOT, check=False)
    assert done.returncode == 0
    for part in ("pack", *PARTS):
        file = ROOT / "docs" / "reference" / "pack-schema" / f"{part}.schema.json"
        assert json.loads(file.read_text(encoding="utf-8")) == SCHEMAS[part]
