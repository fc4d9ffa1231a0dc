"""Is it said at the counter that a rung would find nobody, before it does? 督办找不到岗位."""

from __future__ import annotations

from sqlalchemy import update
from sqlmodel import col

from models import Post
from packs.loader import load
from rules.vocabulary import Role
from tasks.findings import Finding, Grade
from tasks.health import rungs_of_nobody
from tests.colleagues import another
from tests.office import County


def found(county: County) -> list[Finding]:
    with county.office.reading() as desk:
        return rungs_of_nobody(desk)


def test_a_role_that_ladders_tell_and_nobody_has_is_named(county: County) -> None:
    before = "".join(one.zh for one in found(county))
    assert Role.PROCURATORATE.zh not in before
    with county.office.database.writing() as session:
        session.execute(update(Post).where(col(Post.role) == Role.PROCURATORATE).values(open=False))

    (said,) = found(county)
    assert said.grade is Grade.NOTE
    assert Role.PROCURATORATE.zh in said.zh


def test_only_who_the_rules_in_force_tell_is_asked_for(county: County) -> None:
    local = another(county, pack=load("fujian-2024"))
    named = {
        role for ladder in local.office.editions.packs[-1].ladders.values() for one in ladder.rungs for role in one.tell
    }
    said = "".join(one.zh for one in found(local))
    assert all(role.zh not in said for role in set(Role) - named if role.zh not in {one.zh for one in named})
