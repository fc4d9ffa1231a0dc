"""One request: who asks, in which language, at which moment. 一次访问.

A page that wants a signed-in person says so by asking for `Seated`; deny is what happens by default, because a page
that asks for nothing else gets nobody.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import Depends, Request

from board import menu
from board.leaving import Leave
from board.words import Lang, Words
from rules.errors import Refused
from tasks.access import Sight, sight_of
from tasks.accounts import Policy, SecondFactor, SignedIn, session_of

if TYPE_CHECKING:
    from datetime import datetime

    from tasks.accounts import Seat
    from tasks.counted import Counts
    from tasks.desk import Desk
    from tasks.office import Office
    from tasks.posts import FoundPost

SESSION = "hutong_session"
LANG = "hutong_lang"


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A request as pages see it. 访问.

    Args:
        house: the office as it is, in which nobody speaks.
        office: the same, in which the person who asks is the one who speaks.
        policy: of passwords and sessions.
        who: None: nobody is signed in.
        now: the moment of the request; a page is drawn at one moment.
        query: what the address asks for, each name once.
        counts: what was counted ahead.
    """

    house: Office
    office: Office
    policy: Policy
    who: SignedIn | None
    token: str | None
    lang: Lang
    now: datetime
    path: str
    query: dict[str, str] = field(default_factory=dict)
    counts: Counts = field(repr=False)

    @property
    def say(self) -> Words:
        """The words of the page."""
        return Words(self.lang, self.now)

    @property
    def seat(self) -> Seat | None:
        """The post that the person acts as."""
        return self.who.seat if self.who else None

    @property
    def post(self) -> FoundPost:
        """That post itself. Raises Leave: the person holds none, and is told so."""
        if self.seat is None:
            raise Leave("/no-post")
        return self.seat.post

    @property
    def post_no(self) -> str:
        """Number of that post. Raises Leave: the person holds none."""
        return self.post.no

    def sight(self, desk: Desk) -> Sight:
        """What is seen from that post. Raises Leave: the person holds none."""
        return sight_of(desk, self.post)

    @property
    def csrf(self) -> str:
        """What a form of this session carries; empty where nobody is signed in."""
        return self.who.csrf if self.who else ""

    @property
    def seat_words(self) -> str:
        """The post that the person acts as, in words."""
        if self.seat is not None:
            return self.name_seat(self.seat)
        return (
            self.say("管理员", "Administrator")
            if self.who and self.who.administrator
            else self.say("无岗位", "No post")
        )

    def name_seat(self, seat: Seat) -> str:
        """A post, and that one only stands in there."""
        name = seat.post.zh if self.lang == "zh" else seat.post.en
        return self.say(f"代：{name}", f"for: {name}") if seat.for_person else name

    @property
    def simulated(self) -> bool:
        """Whether this is a rehearsal: then every page says so."""
        with self.house.reading() as desk:
            return desk.simulated

    @property
    def pages(self) -> tuple[menu.Entry, ...]:
        """What stands in the bar above."""
        return menu.daily(self.seat) if self.seat or not self.who else ()

    @property
    def more(self) -> tuple[menu.Entry, ...]:
        """What stands under the name of the post."""
        return menu.seldom(self.seat, administrator=self.who is not None and self.who.administrator)

    def url(self, *parts: object, **query: object) -> str:
        """An address of ours, each part and value quoted; nothing for what is None or empty."""
        path = "/" + "/".join(quote(str(part), safe="") for part in parts)
        asked = {name: str(value) for name, value in query.items() if value not in (None, "")}
        return f"{path}?{urlencode(asked)}" if asked else path

    def again(self, **query: object) -> str:
        """This page, with some of what it asks for changed: a filtered list is a link."""
        asked = {**self.query, **query}
        kept = {name: str(value) for name, value in asked.items() if value not in (None, "")}
        return f"{self.path}?{urlencode(kept)}" if kept else self.path

    def check(self, given: str | None) -> None:
        """Raises Refused where a form was not drawn for this session."""
        if not hmac.compare_digest(self.csrf.encode(), (given or "").encode()):
            raise Refused(
                "页面已过期，请返回上一页刷新后重新提交；填写的内容没有写入",
                "this form is out of date: go back, reload and send it again; nothing was written",
                field="form",
            )


def visit(request: Request) -> Visit:
    """Who asks; also nobody."""
    house: Office = request.app.state.office
    token = request.cookies.get(SESSION)
    policy: Policy = request.app.state.policy
    who = session_of(house, token, policy=policy) if token else None
    now = house.now()
    office = replace(house, now=lambda: now)  # a page is drawn at one moment
    if who is not None and who.person_no is not None:
        office = replace(office, speaker=who.person_no)
    asked: dict[str, Any] = dict(request.query_params)
    return Visit(
        house=house,
        office=office,
        policy=policy,
        who=who,
        token=token,
        lang=_lang(request, who),
        now=now,
        path=request.url.path,
        query=asked,
        counts=request.app.state.counts,
    )


def _lang(request: Request, who: SignedIn | None) -> Lang:
    chosen = request.cookies.get(LANG) or (who.lang if who else "zh")
    return "en" if chosen == "en" else "zh"


def known(request: Request, visited: Annotated[Visit, Depends(visit)]) -> Visit:
    """Somebody who is signed in, wholly: the password their own, the second factor given where one is set up."""
    if visited.who is None:
        raise Leave("/sign-in", back=request.url.path)
    if visited.who.must_change:
        raise Leave("/account/password")
    if visited.who.second_factor is SecondFactor.MISSING:
        raise Leave("/account/second-factor")
    return visited


def seated(visited: Annotated[Visit, Depends(known)]) -> Visit:
    """Somebody who is signed in and acts as a post."""
    if visited.seat is None:
        raise Leave("/no-post")
    return visited


Anybody = Annotated[Visit, Depends(visit)]
Known = Annotated[Visit, Depends(known)]
Seated = Annotated[Visit, Depends(seated)]
