"""Reading packs: from files, refused when anything is wrong; from frozen content, as it was then. 读取规则包.

An edition is a folder; further editions of a pack lie beside it as `<name>@<anything>`.  A pack that inherits is laid
over the edition of its parent that is in force at the same time, so that each pack is whole.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from difflib import get_close_matches
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path

from packs.assembly import assembled
from packs.checks import problems
from packs.content import canonical, with_content
from packs.editions import Editions, succession_problems
from packs.files import MAY_LACK, PARTS, SHELF, Stamp, Standing, document_in, stamp_of, standing_of
from packs.local_checks import local_problems
from packs.overlay import laid_over
from packs.pack import Pack
from packs.reading import refuse_all
from packs.services import FILE as LIST_FILE
from packs.services import read_list
from packs.yaml_lines import from_json, refusal
from rules.errors import Gap, Refusals, Refused

EDITION = "@"
"""Between the name of a pack and the mark of a further edition of it, in the name of a folder."""

HEAD = "pack.yaml"

BASE = "national"
"""The pack that inherits from none."""


def available() -> list[str]:
    """The packs that come with the software, each once however many editions it has. 随附的规则包."""
    return sorted({path.parent.name.partition(EDITION)[0] for path in SHELF.glob(f"*/{HEAD}")})


def load(id_or_path: str | Path, on: date | None = None) -> Pack:
    """A pack from its files, read and checked: the edition in force on a day, or the newest. 读取规则包.

    Args:
        id_or_path: the name of a pack that comes with the software, or the folder of another one.
        on: a civil day in China.
    Raises: Refused: nothing there; Refusals: every fault found, each with file and line and what to do.
    """
    found = editions(id_or_path)
    return found.newest if on is None else found.on(on)


def editions(id_or_path: str | Path) -> Editions:
    """Every edition of a pack; the one, where the folder of a further edition is named. 读取各版规则包.

    Raises: as `load`; also where editions overlap or leave a gap.
    """
    folder = _folder(id_or_path)
    found = Editions(_editions(folder, ()), folder)
    if (folder / LIST_FILE).is_file():
        read_list(folder / LIST_FILE)
    return found


def faults(id_or_path: str | Path) -> tuple[Refused, ...]:
    """Everything that is wrong with a pack, its succession of editions and its list of services. 检查.

    Of a further edition all editions are looked at: alone it overlaps with nothing.

    Raises: Refused: there is no such pack.
    """
    folder = _folder(id_or_path)
    first = folder.parent / _name(folder)
    found: list[Refused] = []
    for one in dict.fromkeys((first if (first / HEAD).is_file() else folder, folder)):
        try:
            found += _misnamed(one, editions(one).packs)
        except Refusals as several:
            found += several.refusals
        except Refused as single:
            found.append(single)
    return tuple({one.zh: one for one in found}.values())


def _misnamed(folder: Path, packs: tuple[Pack, ...]) -> list[Refused]:
    """Whoever names the folder means the pack in it: both have one name."""
    name = _name(folder)
    return [
        refusal(
            f"{folder.name}/{HEAD}",
            f"id 写作“{pack.id}”，文件夹名为“{name}”，两者应当一致；请更正其中一个。",
            f"the id is '{pack.id}' and the folder is '{name}': they must be the same; correct one of them.",
            field="id",
        )
        for pack in packs[:1]
        if pack.id != name
    ]


@lru_cache(maxsize=64)
def from_content(content: str) -> Pack:
    """The pack that a case froze. 由冻结内容还原.

    It is not checked again and keeps the very content and hash it was frozen with: what was accepted then still governs
    its cases, whatever is demanded of packs, or written into them, today.

    Raises: Gap: the content is damaged, so that nobody can say which rules governed the case.
    """
    try:
        return with_content(assembled(from_json(content)), content)
    except (Refused, ValueError) as error:
        raise Gap(
            "冻结的规则内容已损坏，请从备份恢复该规则包内容。",
            "the frozen rules are damaged: restore their content from a backup.",
        ) from error


# ------------------------------------------------------------------------------------------------ editions


def _editions(folder: Path, heirs: tuple[str, ...]) -> tuple[Pack, ...]:
    """The editions in and beside `folder`; `heirs` are the packs whose inheritance led here."""
    segments = [(one, _segments(one, heirs)) for one in _family(folder)]
    segments.sort(key=lambda found: found[1][0].valid_from)
    named = [(f"{one.name}/{HEAD}", _whole(packs)) for one, packs in segments]
    refuse_all(list(succession_problems(named)))
    return tuple(pack for _, packs in segments for pack in packs)


def _whole(segments: tuple[Pack, ...]) -> Pack:
    """One edition with the days of all its segments: its parent may have changed while it stayed in force."""
    return replace(segments[0], valid_until=segments[-1].valid_until)


def _family(folder: Path) -> list[Path]:
    if EDITION in folder.name:
        return [folder]
    further = [path.parent for path in sorted(folder.parent.glob(f"{folder.name}{EDITION}*/{HEAD}"))]
    return [folder, *further]


def _segments(folder: Path, heirs: tuple[str, ...]) -> tuple[Pack, ...]:
    """One edition; as many packs as its parent has editions during its time."""
    standing, stamp = standing_of(folder), stamp_of(folder)
    if not standing.inherits:
        _ask_whether_forgotten(folder, standing)
        return (_read(folder, stamp, None),)
    parents = _editions(_parent(folder, standing, heirs), (*heirs, _name(folder)))
    if standing.since is None:
        return (_read(folder, stamp, parents[-1]),)  # which refuses the day, or the lack of one
    begins = parents[0].valid_from
    if standing.since < begins:
        raise Refusals(
            [
                refusal(
                    standing.since_place,
                    f"本规则包自 {standing.since} 起，上级规则“{standing.inherits}”自 {begins} 起才有；"
                    "请将 valid_from 改为不早于该日。",
                    f"this pack begins on {standing.since}, its parent '{standing.inherits}' on {begins}: "
                    "let 'valid_from' be no earlier.",
                    field="valid_from",
                )
            ]
        )
    during = _during(standing.since, standing.until, parents) or [(parents[-1], standing.since, standing.until)]
    return tuple(_between(_read(folder, stamp, parent), since, until) for parent, since, until in during)


def _ask_whether_forgotten(folder: Path, standing: Standing) -> None:
    """A local pack that does not say from whom it inherits lacks nearly everything: one question says it better."""
    lacking = [part for part in PARTS if part not in MAY_LACK and not (folder / f"{part}.yaml").is_file()]
    if lacking and _name(folder) != BASE:
        raise Refusals(
            [
                refusal(
                    standing.place,
                    f"没有写 inherits，又缺少 {'、'.join(lacking)}：是否漏写了“inherits: national”？地方规则包都要写；"
                    "不继承的规则包须自带全部文件。",
                    f"'inherits' is missing, and so are {', '.join(lacking)}: was 'inherits: national' forgotten? "
                    "Every local pack has it; a pack that inherits from none brings all files itself.",
                    field="inherits",
                )
            ]
        )


def _during(since: date, until: date | None, parents: tuple[Pack, ...]) -> list[tuple[Pack, date, date | None]]:
    """Each edition of the parent between two days, with the days on which it is in force in that time."""
    found: list[tuple[Pack, date, date | None]] = []
    for parent, later in zip_longest(parents, parents[1:]):
        ends = later.valid_from - timedelta(days=1) if later else None  # the last one goes on to govern
        if (until is None or parent.valid_from <= until) and (ends is None or ends >= since):
            last = min((day for day in (until, ends) if day), default=None)
            found.append((parent, max(since, parent.valid_from), last))
    return found


def _between(pack: Pack, since: date, until: date | None) -> Pack:
    if (pack.valid_from, pack.valid_until) == (since, until):
        return pack
    dated = replace(pack, valid_from=since, valid_until=until)
    return with_content(dated, canonical(dated))


@lru_cache(maxsize=128)
def _read(folder: Path, stamp: Stamp, parent: Pack | None) -> Pack:
    """The pack in `folder` as its files are by `stamp`; read once in a process, since reading takes a while."""
    local = document_in(folder, inherits=parent is not None)
    pack = assembled(laid_over(local, parent) if parent else local)
    refuse_all([*problems(pack), *(local_problems(pack, parent) if parent else ())])
    return with_content(pack, canonical(pack))


# ------------------------------------------------------------------------------------------------ folders


def _folder(id_or_path: str | Path) -> Path:
    folder = SHELF / id_or_path if _is_on_the_shelf(str(id_or_path)) else Path(id_or_path).absolute()
    if not (folder / HEAD).is_file():
        known = available()
        raise refusal(
            "",
            f"找不到规则包“{folder.name}”，请用 {'、'.join(known)}，或给出含 pack.yaml 的文件夹。",
            f"no pack '{folder.name}': use {', '.join(known)}, or name a folder that holds pack.yaml.",
            field="pack",
        )
    return folder


def _is_on_the_shelf(name: str) -> bool:
    return name.partition(EDITION)[0] in available() and (SHELF / name / HEAD).is_file()


def _name(folder: Path) -> str:
    return folder.name.partition(EDITION)[0]


def _parent(folder: Path, standing: Standing, heirs: tuple[str, ...]) -> Path:
    """The folder of the parent: beside the heir's, or among the packs that come with the software."""
    name, place, chain = standing.inherits, standing.place, (*heirs, _name(folder))
    if name in chain:
        round_trip = " → ".join((*chain, name))
        raise Refusals(
            [
                refusal(
                    place,
                    f"规则包互相继承成环：{round_trip}；请让其中一个改为继承 national。",
                    f"packs inherit from one another in a circle: {round_trip}; let one of them inherit 'national'.",
                    field="inherits",
                )
            ]
        )
    for shelf in (folder.parent, SHELF):
        if EDITION not in name and (shelf / name / HEAD).is_file():
            return shelf / name
    beside = {path.parent.name for path in folder.parent.glob(f"*/{HEAD}")} - {folder.name}
    known = sorted(beside | set(available()))
    near = get_close_matches(name, known, n=1)
    zh = f"是否想写“{near[0]}”？" if near else ""
    en = f"did you mean '{near[0]}'? " if near else ""
    raise Refusals(
        [
            refusal(
                place,
                f"找不到上级规则包“{name}”，{zh}可用：{'、'.join(known)}。",
                f"there is no pack '{name}' to inherit from: {en}Known are {', '.join(known)}.",
                field="inherits",
            )
        ]
    )
