"""Whether somebody here holds what a pack names: its rungs and duties, held against the directory. 规则包与机构名册.

A role exists for the whole country; that a place has no such post is no fault of a pack until it is taken into use
there.  Then a rung that nobody hears of, and a duty that nobody can owe, are blind alleys.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import Post
from packs.overlay import FROM_PARENT
from packs.yaml_lines import refusal
from rules.errors import Refused
from rules.vocabulary import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from packs.pack import Pack
    from tasks.desk import Desk


def held_by_nobody(desk: Desk, pack: Pack) -> list[Refused]:
    """The rungs and the owners that a pack itself names and that no open post here has, each with file and line.

    What it takes over from its parent is not asked: `hutong doctor` tells of that.
    """
    held = frozenset(Role(one) for one in desk.session.exec(select(Post.role).where(col(Post.open)).distinct()))
    if not held:
        return [_no_directory()]
    return [*_rungs(pack, held), *_owners(pack, held)]


def _rungs(pack: Pack, held: frozenset[Role]) -> Iterator[Refused]:
    for code, ladder in pack.ladders.items():
        place = pack.places.get(f"ladder:{code}", FROM_PARENT)
        if FROM_PARENT in place:
            continue
        for number, rung in enumerate(ladder.rungs, start=1):
            if not rung.tell_owner and held.isdisjoint(rung.tell):
                zh, en = _named(rung.tell)
                yield refusal(
                    place,
                    f"阶梯“{code}”第 {number} 级告知{zh}，本机名册中没有这样的岗位；请改告有岗位的，或补入名册。",
                    f"rung {number} of the ladder '{code}' tells {en}, and no post here has that role: tell one that "
                    "is there, or enter the post in the directory.",
                    field="tell",
                )


def _owners(pack: Pack, held: frozenset[Role]) -> Iterator[Refused]:
    for code, spec in pack.duties.items():
        place = pack.places.get(f"duty:{code}", FROM_PARENT)
        if FROM_PARENT in place or not spec.owed_by or not held.isdisjoint(spec.owed_by):
            continue
        zh, en = _named(spec.owed_by)
        yield refusal(
            place,
            f"“{spec.zh}”（{code}）由{zh}承办，本机名册中没有这样的岗位；请补入名册，或在 owed_by 增写有岗位的。",
            f"'{code}' is owed by {en}, and no post here has that role: enter the post in the directory, or add one "
            "that is there to 'owed_by'.",
            field="owed_by",
        )


def _named(roles: Iterable[Role]) -> tuple[str, str]:
    listed = list(roles)
    return "、".join(role.zh for role in listed), ", ".join(role.en for role in listed)


def _no_directory() -> Refused:
    return Refused(
        "本机还没有机构名册，无从核对；请先装载：hutong directory load 文件",
        "there is no directory here to hold it against: load one first (`hutong directory load FILE`)",
        field="--here",
    )
