"""Reading the head of a scenario: agencies and posts, children, adults. 在场的人与机构."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from packs.yaml_lines import Item
from rules.errors import Refusals, Refused
from rules.vocabulary import ChildCategory, Relation, Sex
from scenarios.language import ADULT, CHILD, EVERYBODY
from scenarios.shape import Adult, Child, TieTold
from scenarios.words import Group, Problems, Unreadable
from tasks.directory import DirectoryForm, read_directory
from tasks.documents_in import read_document
from tasks.report_form import read_report

NOWHERE = "000000"
_OF_A_CHILD = "children.1."
DEFAULT = frozenset({"默认", "default"})
DEFAULT_FILE = Path(__file__).resolve().parents[1] / "examples" / "directory.yaml"


@dataclass
class Cast:
    """Who is there, and by what names the lines may speak of them. 在场者.

    Args:
        posts: numbers by number and, where only one post has it, by title.
    """

    children: dict[str, Child] = field(default_factory=dict)
    adults: dict[str, Adult] = field(default_factory=dict)
    posts: dict[str, str] = field(default_factory=dict)

    @property
    def child_names(self) -> dict[str, str]:
        """Nicknames of the children."""
        return {name: name for name in self.children}

    @property
    def adult_names(self) -> dict[str, str]:
        """Nicknames of the adults."""
        return {name: name for name in self.adults}


# --- agencies and posts ----------------------------------------------------------------------------------------


def read_agencies(problems: Problems, item: Item, folder: Path) -> DirectoryForm:
    """The directory of the story: the example, a file beside it, or written out in it."""
    try:
        if isinstance(item.value, str):
            return _directory_file(problems, item, folder)
        return read_directory({"机构": [_agency(one) for one in problems.sequence(item)]})
    except Refusals as wrong:
        for one in wrong.refusals:
            problems.add(item, one.zh, one.en)
        raise Unreadable from None


def _directory_file(problems: Problems, item: Item, folder: Path) -> DirectoryForm:
    named = problems.text(item)
    path = DEFAULT_FILE if named in DEFAULT else folder / named
    try:
        raw = path.read_bytes()
    except OSError:
        raise problems.stop(
            item,
            f"没有名册文件“{named}”（相对本文件），请检查路径，或写“默认”。",
            f"there is no directory file `{named}` beside this one: check the path, or write 默认 (default).",
        ) from None
    try:
        return read_directory(read_document(raw))
    except Refused as wrong:
        raise problems.stop(item, f"名册“{named}”：{wrong.zh}", f"directory `{named}`: {wrong.en}") from None


def _agency(item: Item) -> Any:
    """An agency as it stands; a post without channel or holder gets those of a rehearsal."""
    agency = plain(item)
    if not isinstance(agency, dict):
        return agency
    for post in agency.get("岗位", agency.get("posts", [])) or []:
        if isinstance(post, dict):
            number = post.get("编号", post.get("no", ""))
            if not {"通知渠道", "channels"} & post.keys():
                post["通知渠道"] = [{"渠道": "file", "地址": str(number)}]
            if not {"人员", "persons"} & post.keys():
                post["人员"] = [{"编号": f"W-{number}", "姓名": f"{number} 在岗人员", "自": "1990-01-01T00:00+08:00"}]
    return agency


def everybody_at_work_by(form: DirectoryForm, start: datetime) -> DirectoryForm:
    """The example directory in an earlier year: whoever holds a post holds it from the first day of the story."""
    for agency in form.agencies:
        for post in agency.posts:
            for person in post.persons:
                person.from_at = min(person.from_at, start)
    return form


def posts_of(form: DirectoryForm) -> dict[str, str]:
    """Numbers of posts by number and by title, where a title is the only one of its kind."""
    titles = [(post.zh, post.no) for agency in form.agencies for post in agency.posts]
    once = {zh: no for zh, no in titles if [each for each, _ in titles].count(zh) == 1}
    return {**once, **{no: no for _, no in titles}}


def plain(item: Item) -> Any:
    """A value without its places."""
    if isinstance(item.value, dict):
        return {key: plain(value) for key, value in item.value.items()}
    if isinstance(item.value, list):
        return [plain(value) for value in item.value]
    return item.value


# --- children --------------------------------------------------------------------------------------------------


def read_children(problems: Problems, item: Item, area: str) -> dict[str, Child]:
    """The children by nickname. One that is told wrongly stands in all the same: the lines are not to blame."""
    found = {}
    for nickname, told in problems.mapping(item).items():
        if nickname == EVERYBODY:
            problems.add(told, "“全部”不能作代称，请换一个。", "全部 means all of them: choose another nickname.")
            continue
        try:
            found[nickname] = _child(problems, nickname, told, area)
        except Unreadable:
            found[nickname] = Child(nickname=nickname, form={"residence": {"area": NOWHERE}}, birth_on=None)
    return found


def _child(problems: Problems, nickname: str, item: Item, area: str) -> Child:
    group = {} if item.value is None else problems.group(item, CHILD, f"儿童“{nickname}”")
    form: dict[str, Any] = {"name": nickname}
    for name, value in group.items():
        form[name] = _told_of_child(problems, name, value)
    if form["name"] == "不详":
        form["name"] = None
    if area and not _has(form.get("residence"), "area") and not _has(form.get("residence"), "行政区划代码"):
        form["residence"] = {**(form.get("residence") or {}), "area": area}
    _check_child(problems, item, form)
    return Child(
        nickname=nickname, form={key: value for key, value in form.items() if value}, birth_on=form.get("birth_on")
    )


def _told_of_child(problems: Problems, name: str, item: Item) -> Any:
    match name:
        case "sex":
            return problems.term(item, Sex)
        case "categories":
            return [problems.term(one, ChildCategory) for one in problems.sequence(item)]
        case "birth_on":
            return problems.day(item)
        case "registration" | "residence" | "domicile":
            return _place_of(item)
        case _:
            return problems.text(item)


def _has(place: object, key: str) -> bool:
    return isinstance(place, dict) and bool(place.get(key))


def _place_of(item: Item) -> Any:
    """A place: a division code, an address in words, or both."""
    if isinstance(item.value, str):
        return {"area": item.value} if item.value.strip().isdigit() else {"address": item.value}
    return plain(item)


def _check_child(problems: Problems, item: Item, form: Mapping[str, Any]) -> None:
    try:
        read_report({"unit_kind": "citizen", "situations": ["R9"], "children": [dict(form)]})
    except Refusals as wrong:
        for one in wrong.refusals:
            problems.add(item, f"{one.zh.replace(_OF_A_CHILD, '')}。", f"{one.en.replace(_OF_A_CHILD, '')}.")
        raise Unreadable from None


# --- adults ----------------------------------------------------------------------------------------------------


def read_adults(problems: Problems, item: Item, children: Mapping[str, Child]) -> dict[str, Adult]:
    """The adults by nickname."""
    found = {}
    for nickname, told in problems.mapping(item).items():
        try:
            if nickname in children:
                raise problems.stop(
                    told,
                    f"“{nickname}”已是儿童的代称，请换一个。",
                    f"`{nickname}` is a child: choose another nickname.",
                )
            found[nickname] = _adult(problems, nickname, told, list(children))
        except Unreadable:
            found[nickname] = Adult(nickname=nickname, name=nickname, ties={})
    return found


def _adult(problems: Problems, nickname: str, item: Item, children: list[str]) -> Adult:
    where = f"成年人“{nickname}”"
    group = problems.group(item, ADULT, where)
    if problems.lacking(item, group, ADULT, where):
        raise Unreadable
    relations = _relations(problems, group["relation"], children)
    held = {name: _for_whom(problems, group.get(name), children) for name in ("guardian", "carer", "suspected")}
    unknown = "unknown" in group and problems.yes_no(group["unknown"])
    name = problems.text(group["name"]) if "name" in group else nickname
    return Adult(
        nickname=nickname,
        name=None if unknown else name,
        ties={
            child: TieTold(relation=relation, **{role: child in whom for role, whom in held.items()})
            for child, relation in relations.items()
        },
        phone=problems.text(group["phone"]) if "phone" in group else None,
        address=problems.text(group["address"]) if "address" in group else None,
        from_on=_day(problems, group, "from_on"),
        until_on=_day(problems, group, "until_on"),
    )


def _day(problems: Problems, group: Group, name: str) -> date | None:
    return problems.day(group[name]) if name in group else None


def _relations(problems: Problems, item: Item, children: list[str]) -> dict[str, Relation]:
    """What somebody is to each child."""
    if not isinstance(item.value, dict):
        relation = problems.term(item, Relation)
        return dict.fromkeys(children, relation)
    names = {name: name for name in children}
    for child, told in item.value.items():
        problems.known(Item(child, told.place), names, "儿童", "child")
    return {child: problems.term(told, Relation) for child, told in item.value.items()}


def _for_whom(problems: Problems, item: Item | None, children: list[str]) -> frozenset[str]:
    """是, 否, or the nicknames of the children for whom it holds."""
    if item is None:
        return frozenset()
    if isinstance(item.value, str) and item.value not in children:
        return frozenset(children if problems.yes_no(item) else ())
    return frozenset(problems.several(item, {name: name for name in children}, "儿童", "child"))
