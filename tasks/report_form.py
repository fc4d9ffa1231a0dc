"""A report as people hand it in: the border at which it is checked. 报告单.

Chinese and English field names are both understood; values may be codes or the Chinese terms.  Everything arrives as
text and is read here, strictly: what is wrong is told field by field, in the words that the writer used, and nothing
is written.  The rules that need the clock or the database (dates in the future, unknown posts) stand in `intake`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, TypeVar

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from rules.errors import Refusals, Refused
from rules.vocabulary import ChildCategory, Precision, Relation, Sex, Situation, Term, UnitKind

LONGEST_NARRATIVE = 20_000
"""Characters of a report's facts: some thirty pages; evidence is handed over as files, not typed."""

MOST_CHILDREN = 50

_YES = {"是", "有", "yes", "true", "y"}
_NO = {"否", "无", "no", "false", "n"}
_AREA = re.compile(r"\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?")
_ID_NUMBER = re.compile(r"\d{17}[\dXx]")


def _named(*names: str, **options: Any) -> Any:
    """A field under several names, the first being the one that errors speak of."""
    return Field(validation_alias=AliasChoices(*names), **options)


def read_term(terms: type[Term]) -> BeforeValidator:
    """Codes, in any case, and Chinese terms are understood."""

    by_word = {term.zh: term.value for term in terms} | {term.value.lower(): term.value for term in terms}

    def read(value: object) -> object:
        return (
            by_word.get(value.strip().lower(), by_word.get(value.strip(), value)) if isinstance(value, str) else value
        )

    return BeforeValidator(read)


def _aware(value: object) -> object:
    """A moment with its zone; a moment without one is refused rather than guessed at."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            raise ValueError("moment") from None
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError("naive")
    return value


def _yes_no(value: object) -> object:
    if isinstance(value, str):
        word = value.strip().lower()
        return True if word in _YES else False if word in _NO else None if word in {"", "不详", "unknown"} else value
    return value


def _area(value: object) -> object:
    if isinstance(value, str) and not _AREA.fullmatch(value.strip()):
        raise ValueError("area")
    return value


Moment = Annotated[datetime, BeforeValidator(_aware)]
YesNo = Annotated[bool | None, BeforeValidator(_yes_no)]
Area = Annotated[str, BeforeValidator(_area)]
ShortWords = Annotated[str, Field(max_length=200)]


class _Part(BaseModel):
    """Unknown fields are refused: a misspelt one would be lost in silence."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, populate_by_name=True)


AnyForm = TypeVar("AnyForm", bound=_Part)


class PlaceForm(_Part):
    """An address with its administrative division. 地址."""

    area: Area | None = _named("行政区划代码", "area", default=None)
    address: ShortWords | None = _named("详细地址", "address", default=None)


class AdultForm(_Part):
    """An adult around the child. 相关成年人."""

    name: ShortWords | None = _named("姓名", "name", default=None)
    relation: Annotated[Relation, read_term(Relation)] = _named("关系", "relation", default=Relation.UNKNOWN)
    guardian: YesNo = _named("是监护人", "guardian", default=None)
    carer: YesNo = _named("是照护人", "carer", default=None)
    suspected: YesNo = _named("涉嫌侵害", "suspected", default=None)
    phone: ShortWords | None = _named("电话", "phone", default=None)
    address: ShortWords | None = _named("住址", "address", default=None)


class ChildForm(_Part):
    """A child that the report concerns; what is not known is left out. 儿童."""

    name: ShortWords | None = _named("姓名", "name", default=None)
    sex: Annotated[Sex, read_term(Sex)] = _named("性别", "sex", default=Sex.UNKNOWN)
    birth_on: date | None = _named("出生日期", "birth_on", default=None)
    id_number: str | None = _named("身份证号", "id_number", default=None)
    categories: list[Annotated[ChildCategory, read_term(ChildCategory)]] = _named("类别", "categories", default=[])
    registration: PlaceForm = _named("户籍地", "registration", default_factory=PlaceForm)
    residence: PlaceForm = _named("居住地", "residence", default_factory=PlaceForm)
    domicile: PlaceForm = _named("住所地", "domicile", default_factory=PlaceForm)
    adults: list[AdultForm] = _named("相关成年人", "adults", default=[])

    @model_validator(mode="after")
    def _well_formed_number(self) -> ChildForm:
        if self.id_number and not _ID_NUMBER.fullmatch(self.id_number):
            raise ValueError("id_number")
        return self


class IncidentForm(_Part):
    """What happened, when and where, as far as it is known. 事件."""

    happened_at: Moment | None = _named("发生时间", "happened_at", default=None)
    precision: Annotated[Precision, read_term(Precision)] = _named("时间精度", "precision", default=Precision.EXACT)
    area: Area | None = _named("行政区划代码", "area", default=None)
    place: ShortWords | None = _named("地点", "place", default=None)


class ReporterForm(_Part):
    """Who reports: sealed apart, opened only to send what the reporter is owed. 报告人."""

    name: ShortWords | None = _named("姓名", "name", default=None)
    unit: ShortWords | None = _named("单位", "unit", default=None)
    phone: ShortWords | None = _named("电话", "phone", default=None)
    post: str | None = _named("岗位编号", "post", default=None)
    channel: str | None = _named("反馈方式", "channel", default=None)
    address: ShortWords | None = _named("反馈地址", "address", default=None)


class ReportForm(_Part):
    """A report 强制报告 (未成年人保护法 Art. 11; 高检发〔2020〕9号)."""

    unit_kind: Annotated[UnitKind, read_term(UnitKind)] = _named("报告主体", "unit_kind")
    reporter: ReporterForm = _named("报告人", "reporter", default_factory=ReporterForm)
    situations: list[Annotated[Situation, read_term(Situation)]] = _named("情形", "situations", min_length=1)
    discovered_at: Moment | None = _named("发现时间", "discovered_at", default=None)
    discovered_precision: Annotated[Precision, read_term(Precision)] = _named(
        "发现时间精度", "discovered_precision", default=Precision.EXACT
    )
    reported_at: Moment | None = _named("报告时间", "reported_at", default=None)
    reported_precision: Annotated[Precision, read_term(Precision)] = _named(
        "报告时间精度", "reported_precision", default=Precision.EXACT
    )
    received_by: str | None = _named("接报岗位", "received_by", default=None)
    danger_now: YesNo = _named("目前有危险", "danger_now", default=None)
    narrative: Annotated[str, Field(max_length=LONGEST_NARRATIVE)] = _named("情况", "narrative", default="")
    incident: IncidentForm = _named("事件", "incident", default_factory=IncidentForm)
    children: list[ChildForm] = _named("儿童", "children", min_length=1, max_length=MOST_CHILDREN)


def read_report(given: Mapping[str, object]) -> ReportForm:
    """A report as it was handed in, checked.

    Raises: Refusals: every field that is wrong, each with what it may be. Never repeats what was written in it:
        an error message may be logged, and a report names people.
    """
    return _read(ReportForm, given)


def read_child(given: Mapping[str, object]) -> ChildForm:
    """A child as one entry of a report's `儿童`, for a case that begins without a report. Raises as `read_report`."""
    return _read(ChildForm, given)


def _read(form: type[AnyForm], given: Mapping[str, object]) -> AnyForm:
    try:
        return form.model_validate(given)
    except ValidationError as wrong:
        raise Refusals([_refusal(error) for error in wrong.errors(include_input=False, include_url=False)]) from None


_OF_THE_WHOLE = {"id_number": ("身份证号",)}
"""What is found wrong when a part was read as a whole, and the field of that part that it is about."""


def _refusal(error: Any) -> Refused:
    place = [*error["loc"], *_OF_THE_WHOLE.get(str(error.get("ctx", {}).get("error", "")), ())]
    field = ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in place) or "报告"
    zh, en = _mend(error)
    return Refused(f"“{field}”：{zh}", f"{field}: {en}", field=field)


def _mend(error: Any) -> tuple[str, str]:
    """What is wrong and what to do, by the kind of error."""
    reason = str(error.get("ctx", {}).get("error", ""))
    kind = error["type"] if error["type"] != "value_error" else reason
    if kind == "enum":
        allowed = error["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
        return f"没有这个代码，可填：{allowed}", f"unknown code; one of: {allowed}"
    return _MENDS.get(
        kind, ("填写有误，请按报告单样例填写", "not right; compare it with the example report (examples/)")
    )


_MENDS: dict[str, tuple[str, str]] = {
    "missing": ("必填，请补上", "is required; add it"),
    "extra_forbidden": ("报告单没有这一项，请检查写法", "there is no such field; check its spelling"),
    "naive": (
        "时间缺少时区，请写成 2026-03-02T10:20+08:00",
        "the time has no zone; write it as 2026-03-02T10:20+08:00",
    ),
    "moment": ("不是时间，请写成 2026-03-02T10:20+08:00", "not a time; write it as 2026-03-02T10:20+08:00"),
    "area": (
        "行政区划代码应为 2、4、6、9 或 12 位数字（省、市、县、乡、村）",
        "a division code has 2, 4, 6, 9 or 12 digits",
    ),
    "id_number": ("身份证号应为 18 位；不详请不填", "an identity number has 18 characters; leave it out if unknown"),
    "string_too_long": ("文字过长，请精简；材料请另行移交", "too long; shorten it and hand evidence over as files"),
    "too_short": ("至少填写一项", "needs at least one entry"),
    "too_long": (f"一次最多填写 {MOST_CHILDREN} 名儿童", f"at most {MOST_CHILDREN} children at a time"),
    "bool_type": ("应为 是/否", "yes or no"),
    "bool_parsing": ("应为 是/否", "yes or no"),
    "date_from_datetime_parsing": ("日期应写成 2015-12-01", "write a date as 2015-12-01"),
    "date_parsing": ("日期应写成 2015-12-01", "write a date as 2015-12-01"),
    "model_type": ("应为一组填写项", "should be a group of fields"),
    "list_type": ("应为列表，每项前加“- ”", "should be a list, each entry after '- '"),
    "string_type": ("应为文字", "should be text"),
}
