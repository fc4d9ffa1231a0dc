"""The child file and the adults around the child. 儿童档案（一人一档）.

One file per child for all years.  Guardian and carer are two things: the one who is the guardian by law may not be
the one who looks after the child.  Three addresses, because the law names three places: registration 户籍地,
residence 居住地, domicile 住所地 (未成年人保护法 Art. 118; 民法典 Arts. 31–34).
"""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from models.columns import at, at_or_none


class ChildFile(SQLModel, table=True):
    """One child. 儿童. Who it is stands only in sealed columns."""

    __tablename__ = "child_file"

    no: str = Field(primary_key=True)
    name_sealed: str | None = None
    birth_on_sealed: str | None = None
    id_number_sealed: str | None = None
    sex: str = "unknown"
    categories: str = "[]"  # JSON list of ChildCategory codes
    registration_sealed: str | None = None
    residence_sealed: str | None = None
    domicile_sealed: str | None = None
    registration_area: str | None = None
    residence_area: str = Field(index=True)
    domicile_area: str | None = None
    identity_index: str | None = Field(default=None, index=True)  # blind index of name and date of birth
    id_number_index: str | None = Field(default=None, index=True)
    opened_at: datetime = at()
    # noted when it is near, never before: a date of birth is not kept in clear
    of_age_on: date | None = Field(default=None, index=True)
    came_of_age_on: date | None = None  # once it has been recorded
    # when somebody last saw or reached the child, as recorded
    last_contact_at: datetime | None = at_or_none(index=True)
    died_at: datetime | None = at_or_none()
    died_precision: str | None = None


class Adult(SQLModel, table=True):
    """An adult around one or more children. 相关成年人."""

    __tablename__ = "adult"

    no: str = Field(primary_key=True)
    subject_no: str  # whose data key seals this row: the child or report through which the adult became known
    name_sealed: str | None = None
    phone_sealed: str | None = None
    address_sealed: str | None = None
    known: bool = True  # False: it is known that there is a guardian, not who


class Tie(SQLModel, table=True):
    """What an adult is to a child, and from when until when. 监护、照护关系."""

    __tablename__ = "tie"

    no: str = Field(primary_key=True)
    child_no: str = Field(index=True, foreign_key="child_file.no")
    adult_no: str = Field(index=True, foreign_key="adult.no")
    relation: str
    guardian: bool = False
    carer: bool = False
    suspected: bool = False
    from_on: date | None = None
    until_on: date | None = None
    place: int = Field(default=0, sa_column_kwargs={"server_default": "0"})  # in the order of entering
