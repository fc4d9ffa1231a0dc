"""Who there is: agencies, their posts, the persons who hold them, substitutes. 机构、岗位、人员.

Posts are owed duties; persons hold posts for a time; a substitute acts *for* a named person.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.columns import at, at_or_none


class Agency(SQLModel, table=True):
    """A body with an area. 机构."""

    __tablename__ = "agency"

    no: str = Field(primary_key=True)
    zh: str
    en: str = ""
    area: str = Field(index=True)  # administrative division code; serves every area that begins with it
    parent_no: str | None = None


class Post(SQLModel, table=True):
    """A post that can be owed duties and told things. 岗位."""

    __tablename__ = "post"

    no: str = Field(primary_key=True)
    agency_no: str = Field(index=True, foreign_key="agency.no")
    role: str = Field(index=True)
    zh: str
    en: str = ""
    lang: str = "zh"
    channels_sealed: str  # JSON list of {channel, address}, sealed: an address may be somebody's telephone
    open: bool = True


class Person(SQLModel, table=True):
    """Somebody who works. 工作人员."""

    __tablename__ = "person"

    no: str = Field(primary_key=True)
    name_sealed: str | None = None
    phone_sealed: str | None = None


class Holding(SQLModel, table=True):
    """Who holds a post, from when until when. 任职."""

    __tablename__ = "holding"

    post_no: str = Field(primary_key=True)
    person_no: str = Field(primary_key=True)
    from_at: datetime = at(primary_key=True)
    until_at: datetime | None = at_or_none()


class Substitute(SQLModel, table=True):
    """Who acts for a named person at a post, from when until when. 代理."""

    __tablename__ = "substitute"

    post_no: str = Field(primary_key=True)
    for_person: str = Field(primary_key=True)
    person_no: str = Field(primary_key=True)
    from_at: datetime = at(primary_key=True)
    until_at: datetime | None = at_or_none()
