"""Can somebody with one file and Python, and nothing of ours, see that an exported case is as it was written?"""

from __future__ import annotations

import ast
import hashlib
import json
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tasks import anchors, journal
from tasks.anchors import Anchor, anchor_text, take_anchor
from tasks.canonical import canonical
from tasks.export_case import export_case
from tasks.merkle import Tree, leaf
from tests.databases import ON_SQLITE
from tests.office import County
from tests.verifier.loaded import VERIFIER, load

verifier: Any = load()

PLACES = range(300)


@dataclass(frozen=True)
class Handed:
    """What another body has: the file, an anchor from the middle of the story, and one from before it."""

    content: bytes
    early: Any
    middle: Any
    case_no: str


@pytest.fixture
def handed(county: County) -> Handed:
    early = an_anchor(county)
    case = county.a_case()
    county.answer(case, "triage")
    middle = an_anchor(county)
    county.answer(case, "police_acceptance")
    exported = export_case(county.office, case, by_post="P-CIVIL", reason="应检察院要求")
    return Handed(exported.content, early, middle, case)


def an_anchor(county: County) -> Any:
    """As it is read from the file that was handed out; a minute before anything else happens."""
    with county.office.writing() as desk:
        text = anchor_text(county.office, take_anchor(desk))
    county.clock.move(minutes=1)
    return verifier.read_anchor(text.encode())


def answer(content: bytes, *kept: Any) -> tuple[int, Any]:
    """The exit code, and what was found."""
    found, _, _ = verifier.verify(content, kept)
    return found.code(), found


def code(content: bytes, *kept: Any) -> int:
    """The exit code that somebody would see."""
    try:
        return answer(content, *kept)[0]
    except verifier.NotOurs:
        return int(verifier.NOT_OURS)


def framed(lines: list[bytes]) -> bytes:
    """Lines with an end that fits them, as somebody makes it who knows the format."""
    body = b"".join(line + b"\n" for line in lines)
    end = {"end": {"lines": len(lines), "sha256": hashlib.sha256(body).hexdigest()}}
    return body + canonical(end).encode() + b"\n"


def parts(content: bytes) -> tuple[dict[str, Any], list[bytes], list[bytes]]:
    """The head, the lines of entries, the lines of proofs."""
    lines = content.split(b"\n")[:-2]
    entries = [line for line in lines[1:] if line.startswith(b'{"mac"')]
    return json.loads(lines[0]), entries, lines[1 + len(entries) :]


def put_together(head: dict[str, Any], entries: list[bytes], proofs: list[bytes]) -> bytes:
    return framed([canonical(head).encode(), *entries, *proofs])


# ------------------------------------------------------------------------------------------------ what holds


@ON_SQLITE
def test_a_case_as_it_was_exported_holds_with_and_without_an_anchor(handed: Handed) -> None:
    assert answer(handed.content)[0] == 0
    told, found = answer(handed.content, handed.middle)
    assert told == 0
    case = next(en for _, en in found.notes if handed.case_no in en)
    assert "proves the first" in case
    assert "not the" in case  # what was recorded after the anchor is said not to be proven by it


def test_it_holds_on_every_database_and_for_every_chain_of_the_case(county: County) -> None:
    case = county.a_case()
    county.report()  # a further report on the same child joins the case
    anchor = an_anchor(county)

    exported = export_case(county.office, case, by_post="P-CIVIL")

    assert [chain[0] for chain in exported.chains] == ["C", "K", "R", "R"]
    told, found = answer(exported.content, anchor)
    assert (told, len(found.notes)) == (0, 4)


@ON_SQLITE
def test_an_anchor_from_before_the_case_proves_nothing_of_it_and_is_not_taken_for_a_proof(handed: Handed) -> None:
    told, found = answer(handed.content, handed.early)
    assert told == verifier.NOT_SHOWN
    assert all("began after" in en for _, en in found.notes)
    assert answer(handed.content, handed.early, handed.middle)[0] == 0


@ON_SQLITE
def test_nothing_that_was_sealed_is_in_clear(handed: Handed) -> None:
    text = handed.content.decode()
    for name in ("禾苗苗", "禾大山", "林秋", "张小满", "河边路", "应检察院要求"):
        assert name not in text


@ON_SQLITE
def test_the_export_is_a_fact_of_the_case_with_the_hash_of_the_file(handed: Handed, county: County) -> None:
    (fact,) = county.facts("case_exported", handed.case_no)
    assert fact["sha256"] == hashlib.sha256(handed.content).hexdigest()
    assert "应检察院要求" not in json.dumps(fact, ensure_ascii=False)
    county.must_hold()


# ------------------------------------------------------------------------------------------------ what does not


@ON_SQLITE
def test_one_flipped_bit_anywhere_in_the_file_is_found(handed: Handed) -> None:
    for seed in PLACES:
        place = random.Random(f"flip/{seed}")
        content = bytearray(handed.content)
        content[place.randrange(len(content))] ^= 1 << place.randrange(8)

        assert code(bytes(content)) != 0


@ON_SQLITE
def test_one_altered_character_of_an_entry_is_found_though_the_end_was_made_to_fit(handed: Handed) -> None:
    head, entries, proofs = parts(handed.content)
    for seed in PLACES:
        place = random.Random(f"entry/{seed}")
        at = place.randrange(len(entries))
        line = bytearray(entries[at])
        line[place.randrange(len(line))] ^= 1 << place.randrange(7)
        if 10 not in line:  # another line more is another test
            altered = put_together(head, [*entries[:at], bytes(line), *entries[at + 1 :]], proofs)
            assert code(altered) == verifier.ALTERED


@ON_SQLITE
def test_a_file_that_was_cut_off_anywhere_is_not_whole(handed: Handed) -> None:
    for seed in PLACES:
        cut = random.Random(f"cut/{seed}").randrange(1, len(handed.content))
        assert code(handed.content[:cut]) != 0


@ON_SQLITE
def test_a_dropped_entry_is_missing_and_the_others_are_as_they_were_written(handed: Handed) -> None:
    head, entries, proofs = parts(handed.content)
    for at in range(len(entries)):
        told, found = answer(put_together(head, entries[:at] + entries[at + 1 :], proofs))
        assert (told, found.altered) == (verifier.MISSING, [])


@ON_SQLITE
def test_two_entries_that_changed_places_are_found(handed: Handed) -> None:
    head, entries, proofs = parts(handed.content)
    for seed in range(50):
        first, second = random.Random(f"swap/{seed}").sample(range(len(entries)), 2)
        swapped = list(entries)
        swapped[first], swapped[second] = entries[second], entries[first]
        assert code(put_together(head, swapped, proofs)) != 0


@ON_SQLITE
def test_a_dropped_tail_is_missed_by_the_head_of_the_file_and_where_that_was_made_to_fit_by_the_anchor(
    handed: Handed,
) -> None:
    head, entries, proofs = parts(handed.content)
    said = head["chains"][0]
    shorter = put_together(head, entries[:2] + entries[said["n"] :], proofs)
    assert code(shorter) == verifier.MISSING

    said["n"], said["mac"] = 2, json.loads(entries[1])["mac"]
    made_to_fit = put_together(head, entries[:2] + entries[len(entries) - 4 :], proofs)
    assert code(made_to_fit) == 0  # whole in itself: nobody can tell without an anchor
    told, found = answer(made_to_fit, handed.middle)
    assert (told, found.altered) == (verifier.MISSING, [])


@ON_SQLITE
def test_a_past_that_its_keeper_wrote_anew_with_the_right_key_is_told_by_the_anchor(
    handed: Handed, county: County
) -> None:
    head, entries, proofs = parts(handed.content)
    rewritten, before = [], ""
    key = county.office.vault.chain_key(handed.case_no)
    for line in entries[: head["chains"][0]["n"]]:
        entry = json.loads(line)["entry"]
        entry[5], entry[-1] = entry[5].replace("2026-03-02", "2026-03-01"), before
        before = verifier.Chain({**head["chains"][0], "key": key.hex()}).mac_of(canonical(entry).encode())
        rewritten.append(f'{{"mac":"{before}","entry":{canonical(entry)}}}'.encode())
    head["chains"][0]["mac"] = before
    forged = put_together(head, rewritten + entries[len(rewritten) :], proofs)

    assert code(forged) == 0
    assert code(forged, handed.middle) == verifier.ALTERED


@ON_SQLITE
def test_no_key_that_is_made_up_opens_a_way_to_the_anchor(handed: Handed) -> None:
    """A chain under a key of its own is whole in itself, and is not the chain that was anchored."""
    head, entries, proofs = parts(handed.content)
    head["chains"][0]["key"] = "11" * 32
    chain, rewritten = verifier.Chain(head["chains"][0]), []
    for line in entries[: head["chains"][0]["n"]]:
        entry = json.loads(line)["entry"]
        entry[-1] = chain.mac
        mac = chain.mac_of(canonical(entry).encode())
        verifier.follow(chain, entry[1], mac)
        rewritten.append(f'{{"mac":"{mac}","entry":{canonical(entry)}}}'.encode())
    head["chains"][0]["mac"] = chain.mac
    forged = put_together(head, rewritten + entries[len(rewritten) :], proofs)

    assert code(forged) == 0
    assert code(forged, handed.middle) == verifier.ALTERED


@ON_SQLITE
def test_a_proof_that_was_bent_or_left_out_is_not_taken(handed: Handed) -> None:
    head, entries, proofs = parts(handed.content)
    for name, value in (("n", 1), ("place", 0), ("path", []), ("mac", "0" * 64), ("chain", "C-00000-00000")):
        bent = [json.loads(line) for line in proofs]
        for one in bent[-1]["proofs"]:
            one[name] = value
        told = code(put_together(head, entries, [canonical(one).encode() for one in bent]), handed.middle)
        assert told in (verifier.ALTERED, verifier.NOT_SHOWN), name
    head["anchors"] = 0
    assert code(put_together(head, entries, []), handed.middle) == verifier.NOT_SHOWN


@ON_SQLITE
def test_an_anchor_that_says_nothing_about_the_file_is_no_proof(handed: Handed, county: County) -> None:
    later = an_anchor(county)
    assert code(handed.content, later) == verifier.NOT_SHOWN
    assert code(handed.content, {**handed.middle, "installation": "0" * 16}) == verifier.NOT_SHOWN


@ON_SQLITE
def test_an_anchor_older_than_the_newest_is_proven_where_the_receiver_sends_it_along(county: County) -> None:
    case = county.a_case()
    with county.office.writing() as desk:
        old = take_anchor(desk)
    for _ in range(40):
        with county.office.writing() as desk:
            take_anchor(desk)
    kept = verifier.read_anchor(anchor_text(county.office, old))

    without, held = (export_case(county.office, case, by_post="P-CIVIL", anchors=sent).content for sent in ([], [old]))

    assert code(without, kept) == verifier.NOT_SHOWN
    assert code(held, kept) == 0


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b"[" * 100_000, b'{"format":"hutong-case/1"}', b"\n\n"])
def test_what_is_no_case_is_refused(content: bytes) -> None:
    assert code(content) == verifier.NOT_OURS
    with pytest.raises(verifier.NotOurs):
        verifier.read_anchor(content)


# ------------------------------------------------------------------------------------------------ trees


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 8, 13, 64, 100])
def test_every_leaf_of_a_tree_leads_to_its_root_and_no_other_does(size: int) -> None:
    ends = [[f"C-{number:05d}", number + 1, f"{number:064x}"] for number in range(size)]
    tree = Tree([leaf(*end) for end in ends])
    for place, end in enumerate(ends):
        assert verifier.root_of(end, place, size, tree.path(place)) == tree.root
        assert _leads_elsewhere(["C-99999", 1, "0" * 64], place, size, tree)


def _leads_elsewhere(end: Any, place: int, size: int, tree: Tree) -> bool:
    return bool(verifier.root_of(end, place, size, tree.path(place)) != tree.root)


def test_a_tree_is_the_one_that_the_standard_has() -> None:
    """RFC 9162, 2.1.5: the tree over seven leaves, left part the largest power of two."""

    def node(left: bytes, right: bytes) -> bytes:
        return hashlib.sha256(b"\1" + left + right).digest()

    a, b, c, d, e, f, g = leaves = [hashlib.sha256(b"\0" + bytes([at])).digest() for at in range(7)]
    root = node(node(node(a, b), node(c, d)), node(node(e, f), g))
    assert Tree(leaves).root == root.hex()
    assert Tree([]).root == hashlib.sha256().hexdigest()


@ON_SQLITE
def test_where_the_chains_stood_is_the_same_looked_at_then_and_later(county: County) -> None:
    taken: list[Anchor] = []
    case = county.a_case()
    for duty in ("triage", "police_acceptance"):
        with county.office.writing() as desk:
            taken.append(take_anchor(desk))
        county.answer(case, duty)

    with county.office.reading() as desk:
        later = {links: anchors.tree_of(ends).root for links, ends in anchors.ends_at(desk, [a.links for a in taken])}

    assert later == {anchor.links: anchor.root for anchor in taken}


# ------------------------------------------------------------------------------------------------ one file


AWKWARD = [
    *("", "中文", '"\\/\b\f\n\r\t', "\x00\x01\x1f\x7f\x80", "\u2028\u2029\ufeff", "𠮷é", "</script>", "\ud800"),
    *(0, -1, 10**30, 1.5, 1e300, -0.0, True, False, None),
    *([], {}, {"b": 1, "a": {"z": [], "é": None}}, [["x"], {"": ""}]),
]


@pytest.mark.parametrize("value", AWKWARD, ids=repr)
def test_it_writes_a_value_down_as_the_journal_does(value: Any) -> None:
    assert verifier.canonical(value) == canonical(value)
    assert verifier.canonical([value]) == canonical([value])


def test_it_reads_the_columns_that_the_journal_covers() -> None:
    assert tuple(verifier.COLUMNS) == journal.COVERED


def test_it_imports_the_standard_library_alone_and_nothing_of_ours() -> None:
    module = ast.parse(VERIFIER.read_text(encoding="utf-8"))
    named = {
        name.partition(".")[0]
        for node in ast.walk(module)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or "", "." * node.level][:1]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert named <= sys.stdlib_module_names
    assert not named & {"importlib", "runpy", "subprocess", "socket", "urllib", "http", "sqlite3", "ctypes"}
    calls = {
        node.func.id for node in ast.walk(module) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not calls & {"eval", "exec", "compile", "__import__"}
    assert [file.name for file in VERIFIER.parent.glob("*.py")] == [VERIFIER.name]


@ON_SQLITE
def test_it_runs_alone_in_an_empty_folder(handed: Handed, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "hutong_verify.py").write_bytes(VERIFIER.read_bytes())
    (folder / "case.jsonl").write_bytes(handed.content)
    (folder / "anchor.json").write_text(json.dumps(handed.middle), encoding="utf-8")
    (folder / "damaged.jsonl").write_bytes(handed.content.replace(b"P-CIVIL", b"P-OTHER", 1))

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", "-S", "hutong_verify.py", *words]
        return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)

    good, bad = run("case.jsonl", "--anchor", "anchor.json"), run("damaged.jsonl", "--json")
    assert (good.returncode, good.stderr) == (0, "")
    assert "完整性：未被改动" in good.stdout
    assert "nothing is missing" in good.stdout
    assert (bad.returncode, json.loads(bad.stdout)["integrity"]["holds"]) == (1, False)
    assert run("nothing.jsonl").returncode == 2
    assert run("anchor.json").returncode == 2
