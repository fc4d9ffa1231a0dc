"""Entering who there is: agencies, posts, persons, from one file. 机构与岗位登记.

The file can be handed in again after a change; what is the same is not recorded twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError
from sqlmodel import col, select

from models import JournalEntry
from notifications.channels import CHANNELS
from rules.errors import Refusals, Refused
from rules.vocabulary import Role
from tasks.canonical import canonical, instant, instant_or_none
from tasks.journal import DIRECTORY, Entry
from tasks.kinds import Kind
from tasks.report_form import Area, Moment, ShortWords, read_term

if TYPE_CHECKING:
    from datetime import datetime

    from tasks.desk import Desk
    from tasks.office import Office

Number = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, populate_by_name=True)


def _named(*names: str, **options: Any) -> Any:
    return Field(validation_alias=AliasChoices(*names), **options)


class ChannelForm(_Part):
    """One way in which a post is told. 通知渠道."""

    channel: str = _named("渠道", "channel")
    address: ShortWords = _named("地址", "address")


class PersonForm(_Part):
    """Somebody who holds a post. 人员."""

    no: Number = _named("编号", "no")
    name: ShortWords = _named("姓名", "name")
    phone: ShortWords | None = _named("电话", "phone", default=None)
    from_at: Moment = _named("自", "from_at")
    until_at: Moment | None = _named("至", "until_at", default=None)


class SubstituteForm(_Part):
    """Who acts for a named person at this post. 代理."""

    for_person: Number = _named("被代理人编号", "for_person")
    person: Number = _named("代理人编号", "person")
    from_at: Moment = _named("自", "from_at")
    until_at: Moment | None = _named("至", "until_at", default=None)


class PostForm(_Part):
    """A post. 岗位."""

    no: Number = _named("编号", "no")
    role: Annotated[Role, read_term(Role)] = _named("职能", "role")
    zh: ShortWords = _named("名称", "zh")
    en: ShortWords = _named("英文名称", "en", default="")
    lang: Annotated[str, Field(pattern="^(zh|en)$")] = _named("语言", "lang", default="zh")
    channels: list[ChannelForm] = _named("通知渠道", "channels", min_length=1)
    persons: list[PersonForm] = _named("人员", "persons", default=[])
    substitutes: list[SubstituteForm] = _named("代理", "substitutes", default=[])


class AgencyForm(_Part):
    """An agency and its posts. 机构."""

    no: Number = _named("编号", "no")
    zh: ShortWords = _named("名称", "zh")
    en: ShortWords = _named("英文名称", "en", default="")
    area: Area = _named("行政区划代码", "area")
    parent: Number | None = _named("上级机构", "parent", default=None)
    posts: list[PostForm] = _named("岗位", "posts", default=[])


class DirectoryForm(_Part):
    """All agencies of an area. 机构名册."""

    agencies: list[AgencyForm] = _named("机构", "agencies", min_length=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What entering a directory came to. 登记结果."""

    agencies: int
    posts: int
    persons: int
    recorded: int


def read_directory(given: Mapping[str, object]) -> DirectoryForm:
    """A directory as it was handed in, checked. Raises Refusals naming each field."""
    try:
        form = DirectoryForm.model_validate(given)
    except ValidationError as wrong:
        raise Refusals([_refusal(error) for error in wrong.errors(include_input=False, include_url=False)]) from None
    if problems := [*_unknown_channels(form), *_numbers_twice(form)]:
        raise Refusals(problems)
    return form


def enter_directory(office: Office, form: DirectoryForm) -> Entered:
    """Record agencies, posts, persons; only what is new or has changed."""
    with office.writing() as desk:
        entries = [entry for agency in form.agencies for entry in _agency(desk, agency)]
        # all agencies, then all posts …: what is referred to comes first, and a county is a handful of statements
        new = list(only_news(desk, sorted(entries, key=lambda entry: _IN_ORDER.index(entry.kind))))
        desk.record(*new)
        posts = [post for agency in form.agencies for post in agency.posts]
        return Entered(
            agencies=len(form.agencies),
            posts=len(posts),
            persons=len({person.no for post in posts for person in post.persons}),
            recorded=len(new),
        )


_IN_ORDER = list(Kind)


def _read_key(key: str) -> tuple[str, str, int]:
    """What a key is about, what it said, and how often; the first version wrote keys without the count."""
    head, _, tail = key.rpartition(":")
    if tail.isdecimal() and ":" in head:
        thing, _, said = head.rpartition(":")
        return thing, said, int(tail)
    return head, tail, 1


def only_news(desk: Desk, entries: Iterable[Entry]) -> Iterator[Entry]:
    """Those that say something else than what was last said of the same thing; changed back is a change, too."""
    query = select(JournalEntry.key).where(col(JournalEntry.chain) == DIRECTORY).order_by(col(JournalEntry.n))
    last: dict[str, tuple[str, int]] = {}
    for key in desk.session.exec(query):
        thing, said, nth = _read_key(key)
        last[thing] = (said, nth)
    for entry in entries:
        thing, said = entry.key.rsplit(":", 1)
        before, turn = last.get(thing, ("", 0))
        if said != before:
            last[thing] = (said, turn + 1)
            yield replace(entry, key=f"{entry.key}:{turn + 1}")


def _agency(desk: Desk, form: AgencyForm) -> list[Entry]:
    facts = {"no": form.no, "zh": form.zh, "en": form.en, "area": form.area, "parent_no": form.parent}
    return [
        entry_about(desk, Kind.AGENCY_ENTERED, form.no, facts, facts),
        *(entry for post in form.posts for entry in _post(desk, form.no, post)),
    ]


def _post(desk: Desk, agency_no: str, form: PostForm) -> list[Entry]:
    cipher = desk.cipher(DIRECTORY)
    channels = canonical([one.model_dump() for one in form.channels])
    plain = {"no": form.no, "agency_no": agency_no, "role": form.role, "zh": form.zh, "en": form.en, "lang": form.lang}
    sealed = {**plain, "channels_sealed": cipher.seal("channels", channels), "open": True}
    entries = [entry_about(desk, Kind.POST_ENTERED, form.no, {**plain, "channels": channels}, sealed)]
    for person in form.persons:
        entries += [
            person_entry(desk, person.no, person.name, person.phone),
            holding_entry(desk, form.no, person.no, person.from_at, person.until_at),
        ]
    entries += [
        substitute_entry(desk, form.no, one.for_person, one.person, one.from_at, one.until_at)
        for one in form.substitutes
    ]
    return entries


def person_entry(desk: Desk, no: str, name: str, phone: str | None) -> Entry:
    """Somebody who works, name and telephone sealed."""
    cipher = desk.cipher(DIRECTORY)
    sealed = {
        "no": no,
        "name_sealed": cipher.seal("name", name),
        "phone_sealed": cipher.seal("phone", phone) if phone else None,
    }
    return entry_about(desk, Kind.PERSON_ENTERED, no, {"no": no, "name": name, "phone": phone}, sealed)


def holding_entry(desk: Desk, post_no: str, person_no: str, from_at: datetime, until_at: datetime | None) -> Entry:
    """Who holds a post; entered again with an end, it ends."""
    facts = {
        "post_no": post_no,
        "person_no": person_no,
        "from_at": instant(from_at),
        "until_at": instant_or_none(until_at),
    }
    return entry_about(desk, Kind.HOLDING_BEGAN, f"{post_no}/{person_no}/{facts['from_at']}", facts, facts)


def substitute_entry(
    desk: Desk, post_no: str, for_person: str, person_no: str, from_at: datetime, until_at: datetime | None
) -> Entry:
    """Who stands in for a named person at a post; entered again with an end, it ends."""
    facts = {
        "post_no": post_no,
        "for_person": for_person,
        "person_no": person_no,
        "from_at": instant(from_at),
        "until_at": instant_or_none(until_at),
    }
    thing = f"{post_no}/{for_person}/{person_no}/{facts['from_at']}"
    return entry_about(desk, Kind.SUBSTITUTE_NAMED, thing, facts, facts)


def entry_about(desk: Desk, kind: Kind, thing: str, clear: dict[str, Any], payload: dict[str, Any]) -> Entry:
    """Keyed by what it is about and a keyed digest of what it says, so that the key gives nothing away."""
    said = hashlib.sha256(canonical(clear).encode()).hexdigest()
    return Entry(
        chain=DIRECTORY,
        kind=kind,
        key=f"{kind}:{thing}:{desk.office.vault.blind_index('directory', said)}",
        payload=payload,
        happened_at=desk.at,
    )


def _unknown_channels(form: DirectoryForm) -> list[Refused]:
    return [
        Refused(
            f"岗位 {post.no} 的渠道“{one.channel}”不存在，可用：{'、'.join(sorted(CHANNELS))}",
            f"post {post.no}: there is no channel {one.channel!r}; one of {', '.join(sorted(CHANNELS))}",
            field="渠道",
        )
        for agency in form.agencies
        for post in agency.posts
        for one in post.channels
        if one.channel not in CHANNELS
    ]


def _numbers_twice(form: DirectoryForm) -> list[Refused]:
    numbers = [post.no for agency in form.agencies for post in agency.posts]
    twice = sorted({no for no in numbers if numbers.count(no) > 1})
    return [Refused(f"岗位编号 {no} 写了两次", f"post number {no} stands twice", field="岗位.编号") for no in twice]


def _refusal(error: Any) -> Refused:
    field = ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in error["loc"])
    return Refused(
        f"“{field}”填写有误，请对照机构名册样例（examples/directory.yaml）",
        f"{field} is not right; compare it with the example (examples/directory.yaml)",
        field=field,
    )
