#!/usr/bin/env python3
"""护童个案记录核验器 / checks the exported record of a case, without a server, a database or our help.

    python hutong_verify.py CASE-FILE [--anchor FILE]… [--json]

One file, Python 3.8 or newer, nothing but its standard library: copy it, read it, run it.  It answers two questions.

Integrity 未被改动: is every entry as it was written?  Each entry carries a keyed hash over itself and over the hash of
the entry before it.  Whoever wrote the file had the key, so this alone shows only that nothing was damaged or altered
by somebody without it.

Completeness 没有缺漏: are these all entries?  Within the file that can be counted.  Whether the body that made the file
left something out, or wrote another past, is shown by an *anchor* that it handed out before: a small file that says in
one hash where every chain stood on a day.  What an anchor covers nobody can change or leave out, not even whoever
holds all keys: another content, or another key, gives another hash.  What came after the anchor it does not cover.

Exit codes 退出码: 0 both hold 均符合 · 1 altered 曾被改动 · 2 not a file of ours 不是本系统的文件 ·
3 not all there 有缺漏 · 4 an anchor was given and says nothing about this file 所给存证无法用于此文件
"""

import argparse
import hashlib
import json
import sys

CASE_FORMAT = "hutong-case/1"
ANCHOR_FORMAT = "hutong-anchor/1"
COLUMNS = [
    *("chain", "n", "kind", "happened_at", "happened_precision", "recorded_at", "by_post", "by_person", "for_person"),
    *("procedure_no", "duty_no", "basis", "payload", "key", "before"),
]
WHOLE, ALTERED, NOT_OURS, MISSING, NOT_SHOWN = range(5)
PREFIX, MIDDLE = b'{"mac":"', b'","entry":'
START = len(PREFIX) + 64 + len(MIDDLE)


UNREADABLE = (ValueError, KeyError, TypeError, IndexError, RecursionError)


class NotOurs(Exception):
    """The file is not one that this program reads. 不是本系统的文件."""


class Found:
    """What was found. 核验结果."""

    def __init__(self):
        self.altered = []
        self.missing = []
        self.not_shown = []
        self.notes = []
        self.proven = set()

    def alter(self, zh, en):
        """Something speaks against integrity."""
        self.altered.append((zh, en))

    def miss(self, zh, en):
        """Something speaks against completeness."""
        self.missing.append((zh, en))

    def cannot_show(self, zh, en):
        """An anchor says nothing about something."""
        self.not_shown.append((zh, en))

    def note(self, zh, en):
        """Something that a reader should know."""
        self.notes.append((zh, en))

    def code(self):
        """The exit code: an alteration before a gap before an anchor that says nothing."""
        if self.altered:
            return ALTERED
        if self.missing:
            return MISSING
        return NOT_SHOWN if self.not_shown else WHOLE


class Chain:
    """One chain of the file, entry by entry."""

    def __init__(self, said, place=0):
        self.place = place
        self.name, self.n_said, self.mac_said = said["chain"], said["n"], said["mac"]
        key = bytes.fromhex(said["key"]).ljust(64, b"\0")
        # RFC 2104 with the two blocks of the key hashed once: twice as fast as the module hmac
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in key))
        self.n, self.mac, self.macs, self.began_at = 0, "", {}, None

    def mac_of(self, covered):
        """The keyed hash of the bytes of an entry."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(covered)
        outer.update(inner.digest())
        return outer.hexdigest()


def canonical(value):
    """Canonical JSON: sorted keys, no spaces, letters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


# ------------------------------------------------------------------------------------------------ the file


def verify(content, anchors=()):
    """Check an exported case.

    Args:
        content: the bytes of the file.
        anchors: `read_anchor` of each.
    Returns: (what was found, the head of the file, its chains by name).
    Raises: NotOurs.
    """
    lines = content.split(b"\n")
    head = read_head(lines[0])
    chains = {said["chain"]: Chain(said, place) for place, said in enumerate(head["chains"])}
    found, proofs = Found(), []
    if canonical(head).encode("utf-8", "replace") != lines[0]:
        found.alter("文件首行曾被改动", "the first line was altered")
    end = check_frame(content, lines, found)
    current = next(iter(chains.values()), None)
    for number, line in enumerate(lines[1:end], start=2):
        current = as_exported(line, chains, current) or otherwise(line, number, chains, current, proofs, found)
    if head["case"] not in chains:
        found.alter("首行所称的个案在文件中没有记录", "the case that the first line names has no chain in this file")
    for chain in chains.values():
        check_end(chain, found)
    for anchor in anchors:
        check_anchor(anchor, head, chains, proofs, found)
    if anchors and head["case"] not in found.proven and found.code() == WHOLE:
        found.cannot_show(
            "所给存证都早于此个案", "every anchor that was given is older than this case, so the file says"
        )
    if len(proofs) != head["anchors"]:
        tell = found.miss if len(proofs) < head["anchors"] else found.alter
        tell("文件中的存证证明数目不符", "the number of anchor proofs is not as the file says")
    return found, head, chains


def read_head(line):
    """The first line: which case, which chains with their keys, where each is said to end."""
    try:
        head = json.loads(line)
        right = head["format"] == CASE_FORMAT and head["columns"] == COLUMNS and isinstance(head["anchors"], int)
        for said in head["chains"]:
            right = right and isinstance(said["n"], int) and len(bytes.fromhex(said["key"])) == 32
            right = right and isinstance(said["chain"], str) and isinstance(said["mac"], str)
    except UNREADABLE:
        right = False
    if not right:
        raise NotOurs("不是护童导出的个案记录，或版本不同", "not a case that Hutong exported, or of another version")
    return head


def check_frame(content, lines, found):
    """The last line says how long the file is and its hash: a cut or a damaged file shows. Returns where it stands."""
    last = max((at for at, line in enumerate(lines) if line), default=0)
    try:
        end = json.loads(lines[last])["end"]
        said, digest = end["lines"], end["sha256"]
    except UNREADABLE:
        found.miss("文件没有结尾，可能被截断", "the file has no end: it was cut off, or its end is damaged")
        return last + 1
    if lines[last] != canonical({"end": end}).encode() or content[-1:] != b"\n" or last != len(lines) - 2:
        found.alter("文件结尾曾被改动", "the end of the file was altered")
    if said != last:
        found.miss(f"文件应有 {said} 行，实有 {last} 行", f"{said} lines are said to be there, {last} are")
    body = content[: sum(len(line) + 1 for line in lines[:last])]
    if hashlib.sha256(body).hexdigest() != digest:
        found.alter("文件与其校验值不符", "the file is not what its hash says")
    return last


def as_exported(line, chains, chain):
    """The fast way: a line just as it was written, the next of its chain. None where it is anything else."""
    if chain is not None and chain.n == chain.n_said:
        chain = next((one for one in chains.values() if one.n == 0), None)
    covered = line[START:-1]
    if (
        chain is None
        or not covered.startswith(b'["%s",%d,' % (chain.name.encode("utf-8", "replace"), chain.n + 1))
        or not covered.endswith(b',"%s"]' % chain.mac.encode())
        or line[START - len(MIDDLE) : START] != MIDDLE
        or line[: len(PREFIX)] != PREFIX
        or line[-1:] != b"}"
    ):
        return None
    mac = chain.mac_of(covered)
    if mac.encode() != line[len(PREFIX) : len(PREFIX) + 64]:
        return None
    if chain.n == 0:
        chain.began_at = json.loads(covered)[COLUMNS.index("recorded_at")]
    follow(chain, chain.n + 1, mac)
    return chain


def otherwise(line, number, chains, current, proofs, found):
    """The slow way: a proof, or an entry with which something is wrong; say what. Returns the chain it stands in."""
    try:
        read = json.loads(line)
        as_written = canonical(read).encode() == line
        if "anchor" in read:
            proofs.append(read)
            if not as_written:
                found.alter(f"第 {number} 行曾被改动", f"line {number} was altered")
            return current
        entry, mac = read["entry"], read["mac"]
        name, n, before = entry[0], entry[1], entry[-1]
        chain, covered = chains[name], canonical(entry).encode()
        right = line == PREFIX + mac.encode() + MIDDLE + covered + b"}" and len(entry) == len(COLUMNS)
    except (*UNREADABLE, AttributeError):
        found.alter(f"第 {number} 行无法读取", f"line {number} cannot be read")
        return current
    if not right or chain.mac_of(covered) != mac:
        found.alter(f"{name}#{n} 内容与校验值不符", f"{name}#{n} is not as it was written")
    if not isinstance(n, int):
        return chain
    if n > chain.n + 1:
        gap = f"{name}#{chain.n + 1}" + (f"–{n - 1}" if n > chain.n + 2 else "")
        found.miss(f"缺少 {gap}", f"{gap} is missing")
    elif n <= chain.n or chain.place < current.place:
        found.alter(f"{name}#{n} 次序不对", f"{name}#{n} is out of order")
    elif before != chain.mac:
        found.alter(f"{name}#{n} 与前一条不相连", f"{name}#{n} does not follow the entry before it")
    follow(chain, n, mac)
    if n == 1:
        chain.began_at = entry[COLUMNS.index("recorded_at")]
    return chain


def follow(chain, n, mac):
    """The chain has come to entry `n`."""
    chain.n, chain.mac = n, mac
    chain.macs[n] = mac


def check_end(chain, found):
    """Each chain ends where the head of the file says."""
    if chain.n < chain.n_said:
        gap = f"{chain.name}#{chain.n + 1}–{chain.n_said}"
        found.miss(f"链尾缺少 {gap}", f"the tail {gap} is missing")
    elif (chain.n, chain.mac) != (chain.n_said, chain.mac_said):
        found.alter(f"{chain.name} 与所载链尾不符", f"{chain.name} does not end as the file says")


# ------------------------------------------------------------------------------------------------ anchors


def read_anchor(content):
    """An anchor as somebody kept it. Raises NotOurs."""
    try:
        anchor = json.loads(content)
        right = anchor["format"] == ANCHOR_FORMAT and len(bytes.fromhex(anchor["root"])) == 32
        right = right and all(isinstance(anchor[name], int) for name in ("links", "chains"))
        right = right and all(isinstance(anchor[name], str) for name in ("at", "installation", "head"))
    except UNREADABLE:
        right = False
    if not right:
        raise NotOurs("不是护童的存证文件", "not an anchor of Hutong")
    return anchor


def check_anchor(anchor, head, chains, proofs, found):
    """Every chain of the file stood at the anchor just as the anchor says."""
    day = f"{anchor['at'][:10]}（{anchor['links']}）"
    if anchor["installation"] != head["installation"]:
        found.cannot_show(f"存证 {day} 出自另一套系统", f"anchor {day} was made by another installation")
        return
    try:
        listed = next((one["proofs"] for one in proofs if one["anchor"]["root"] == anchor["root"]), None)
        of_chain = None if listed is None else {one["chain"]: one for one in listed}
    except UNREADABLE:
        of_chain = None
    if of_chain is None:
        found.cannot_show(
            f"文件不含对存证 {day} 的证明；请导出单位用 --anchor 带上这份存证重新导出",
            f"the file holds no proof for anchor {day}: ask for an export made with that anchor",
        )
        return
    for chain in chains.values():
        check_chain_at(anchor, day, chain, of_chain.get(chain.name), found)


def check_chain_at(anchor, day, chain, proof, found):
    """One chain at one anchor."""
    name = chain.name
    if proof is None:
        if chain.began_at is not None and chain.began_at > anchor["at"]:
            found.note(f"{name} 始于存证 {day} 之后", f"{name} began after anchor {day}")
        else:
            found.cannot_show(f"{name} 没有对存证 {day} 的证明", f"{name} has no proof for anchor {day}")
        return
    try:
        n, mac = proof["n"], proof["mac"]
        leads = root_of([name, n, mac], proof["place"], anchor["chains"], proof["path"]) == anchor["root"]
    except UNREADABLE:
        leads = False
    if not leads:
        found.alter(f"{name} 的证明与存证 {day} 不符", f"the proof of {name} does not lead to anchor {day}")
    elif chain.n < n:
        gap = f"{name}#{chain.n + 1}–{n}"
        found.miss(f"存证 {day} 时已有的 {gap} 不在文件中", f"{gap} was there at anchor {day} and is not here")
    elif chain.macs.get(n) != mac:
        found.alter(
            f"{name}#{n} 与存证 {day} 时不同：这段记录曾被改写",
            f"{name}#{n} is not what it was at anchor {day}: it was written anew",
        )
    else:
        found.proven.add(name)
        rest = chain.n - n
        found.note(
            f"{name}：存证 {day} 证实前 {n} 条" + (f"，其后 {rest} 条不在其证明范围" if rest else "，即全部"),
            f"{name}: anchor {day} proves the first {n}" + (f", not the {rest} after" if rest else ": all of it"),
        )


def root_of(end, place, size, path):
    """The root to which a leaf leads (RFC 9162, 2.1.3.2). Raises ValueError where the path is of another length."""
    at, last = place, size - 1
    if not 0 <= at <= last:
        raise ValueError
    reached = hashlib.sha256(b"\0" + canonical(end).encode()).digest()
    for step in path:
        if last == 0:
            raise ValueError
        beside = bytes.fromhex(step)
        if at % 2 or at == last:
            reached = hashlib.sha256(b"\1" + beside + reached).digest()
            while at % 2 == 0 and at != 0:
                at, last = at // 2, last // 2
        else:
            reached = hashlib.sha256(b"\1" + reached + beside).digest()
        at, last = at // 2, last // 2
    if last != 0:
        raise ValueError
    return reached.hex()


# ------------------------------------------------------------------------------------------------ for people


def main(argv=None):
    """Check a file and say what was found; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    reader = argparse.ArgumentParser(
        prog="hutong_verify.py",
        description="核验护童导出的个案记录：是否被改动，是否有缺漏。 Checks a case that Hutong exported.",
        epilog="退出码 exit codes: 0 均符合 both hold · 1 曾被改动 altered · 2 不是本系统的文件 not ours · "
        "3 有缺漏 not all there · 4 所给存证无法用于此文件 the anchor says nothing about this file",
    )
    reader.add_argument("file", metavar="CASE-FILE", help="导出的个案记录  the exported case")
    told = "早先收到的存证，可多次  an anchor received before"
    reader.add_argument("--anchor", metavar="FILE", action="append", default=[], help=told)
    reader.add_argument("--json", action="store_true", help="以 JSON 输出  print JSON")
    asked = reader.parse_args(argv)
    try:
        anchors = [read_anchor(content_of(path)) for path in asked.anchor]
        found, head, chains = verify(content_of(asked.file), anchors)
    except NotOurs as wrong:
        print(f"{wrong.args[0]}  {wrong.args[1]}", file=sys.stderr)
        return NOT_OURS
    except OSError as cause:
        print(f"无法读取文件  cannot read the file: {cause.strerror}", file=sys.stderr)
        return NOT_OURS
    (print_json if asked.json else print_words)(found, head, chains, anchors)
    return found.code()


def content_of(path):
    """The bytes of a file."""
    with open(path, "rb") as file:
        return file.read()


def print_words(found, head, chains, anchors):
    """For people: Chinese first."""
    total = sum(chain.n for chain in chains.values())
    print(f"个案 {head['case']} · {total} 条记录，{len(chains)} 条链 · 导出于 {head['exported_at']}")
    print(f"case {head['case']}: {total} entries in {len(chains)} chains, exported at {head['exported_at']}")
    print_answer(
        found.altered,
        "完整性：未被改动（持有密钥者另行改写的除外，须凭存证核对）",
        "integrity: nothing was altered by anybody without the key; whoever has it is only held by an anchor",
        "完整性：曾被改动",
        "ALTERED",
    )
    if found.missing or not found.not_shown:
        zh, en = (
            "只按文件自身所载；未提供存证，看不出导出前是否已有缺漏",
            "by what the file itself says: no anchor was given",
        )
        if anchors:
            zh, en = f"已与 {len(anchors)} 份存证核对", f"held against {len(anchors)} anchors"
        whole = (f"齐全性：没有缺漏（{zh}）", f"completeness: nothing is missing ({en})")
        print_answer(found.missing, *whole, "齐全性：有缺漏", "NOT ALL THERE")
    print_answer(found.not_shown, "", "", "齐全性：无法判断", "completeness cannot be shown")
    for zh, en in found.notes:
        print(f"  · {zh}  {en}")


def print_answer(faults, zh, en, bad_zh, bad_en):
    """One answer, and what speaks against it."""
    if faults:
        print(f"✗ {bad_zh}，{len(faults)} 处  {bad_en}: {len(faults)}")
        for fault_zh, fault_en in faults[:50]:
            print(f"  - {fault_zh}  {fault_en}")
    elif zh:
        print(f"✓ {zh}  {en}")


def print_json(found, head, chains, anchors):
    """For scripts."""
    told = {
        "case": head["case"],
        "entries": sum(chain.n for chain in chains.values()),
        "chains": {chain.name: chain.n for chain in chains.values()},
        "anchors": [anchor["at"] for anchor in anchors],
        "integrity": {"holds": not found.altered, "faults": [en for _, en in found.altered]},
        "completeness": {
            "holds": not found.missing and not found.not_shown,
            "faults": [en for _, en in found.missing],
            "not_shown": [en for _, en in found.not_shown],
        },
        "notes": [en for _, en in found.notes],
    }
    print(json.dumps(told, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    sys.exit(main())
