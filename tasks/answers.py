"""Answers at the border: read from people, written into the journal, recalled for a flow. 办理结果的读写.

Free words are sealed before they are written anywhere; a recalled answer carries them sealed, since no flow may
decide on wording.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from packs.pack import Pack
from rules.duty import AMONG, PERSONAL, WHERE, A, Answer, Duty
from rules.errors import Refusals, Refused
from rules.forms import FIELD_ZH
from rules.vocabulary import Term
from vault.vault import SubjectCipher

_YES_NO = {"是": "true", "否": "false", "有": "true", "无": "false"}
LONGEST_WORDS = 4_000
"""Characters; an answer is a record of what was done, not the file itself."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AnswerField:
    """One field that an answer may give. 表单项."""

    name: str
    zh: str
    required: bool
    asked: bool  # required, or asked for although it may be left empty in some cases
    choices: tuple[tuple[str, str], ...]  # (code, Chinese); empty for free values
    many: bool
    kind: str  # "yes/no", "text", "date", "choice"
    where: str = ""  # code of the duty that a text of the place must ask for; "": everywhere


_FIELDS: dict[type, tuple[AnswerField, ...]] = {}
_WRITTEN: dict[type, dict[str, bool]] = {}
_ADAPTERS: dict[type, TypeAdapter[Any]] = {}


def fields_of(answered_with: type[Answer]) -> tuple[AnswerField, ...]:
    """The fields of an answer, without the moment, which every form asks for in its own way."""
    if answered_with not in _FIELDS:
        _FIELDS[answered_with] = _read_fields(answered_with)
    return _FIELDS[answered_with]


def fields_here(pack: Pack, code: str) -> tuple[AnswerField, ...]:
    """The fields that the form of a duty offers under these rules: none that another place alone asks for."""
    fields = fields_of(pack.asked(code).answered_with)
    return tuple(one for one in fields if not one.where or pack.asks_for(one.where))


def _read_fields(answered_with: type[Answer]) -> tuple[AnswerField, ...]:
    hints = get_type_hints(answered_with, include_extras=True)
    return tuple(_field(one, hints[one.name]) for one in dataclasses.fields(answered_with) if one.name != "happened_at")


def read_answer(duty: Duty[A], given: Mapping[str, object], *, happened_at: datetime) -> Answer:
    """An answer as somebody gave it, by field code; Chinese terms are understood as values.

    Raises: Refusals: naming each field that is unknown, missing or wrong, and what it may be.
    """
    known = {one.name: one for one in fields_of(duty.answered_with)}
    given = {_code(known, name): value for name, value in given.items()}
    values = {
        name: _spelt(known.get(name), value) for name, value in given.items() if not _is_blank(known, name, value)
    }
    refused = [_unknown("happened_at", known)] if "happened_at" in given else []  # the moment is no field of the form
    try:
        answer: Answer = _adapter(duty.answered_with).validate_python({**values, "happened_at": happened_at})
    except ValidationError as wrong:
        raise Refusals([*refused, *(_refusal(error, known) for error in wrong.errors())]) from None
    if refused:
        raise Refusals(refused)
    if faults := answer.faults():
        raise Refusals([Refused(one.zh, one.en, field=one.field) for one in faults])
    _refuse_long_words(answer)
    return answer


def _code(known: Mapping[str, AnswerField], name: str) -> str:
    """Code of a field that somebody named in Chinese, also where the software has another code for that name."""
    if name in known:
        return name
    return next((one.name for one in known.values() if one.zh in (name, FIELD_ZH.get(name))), name)


def _is_blank(known: Mapping[str, AnswerField], name: str, value: object) -> bool:
    """Whether a required field was given in name only: that is told as missing."""
    return name in known and known[name].required and isinstance(value, str) and not value.strip()


def write_answer(answer: Answer, cipher: SubjectCipher) -> dict[str, Any]:
    """An answer as it stands in the journal: codes, and free words sealed."""
    written = {}
    for name, personal in _written(type(answer)).items():
        value = getattr(answer, name)
        written[name] = cipher.seal(name, value) if personal and value else _plain(value)
    return written


def _written(answered_with: type[Answer]) -> dict[str, bool]:
    """The fields of an answer that are written down, and whether they may name people; not the entry's own moment."""
    if answered_with not in _WRITTEN:
        hints = get_type_hints(answered_with, include_extras=True)
        _WRITTEN[answered_with] = {name: _is_personal(hint) for name, hint in hints.items() if name != "happened_at"}
    return _WRITTEN[answered_with]


def recall_answer(duty: Duty[A], written: Mapping[str, Any], *, happened_at: datetime) -> A:
    """A recorded answer for a flow; free words stay sealed."""
    answer: A = _adapter(duty.answered_with).validate_python({**written, "happened_at": happened_at})
    return answer


def _is_personal(hint: object) -> bool:
    return PERSONAL in getattr(hint, "__metadata__", ())


def _refuse_long_words(answer: Answer) -> None:
    for one in dataclasses.fields(answer):
        value = getattr(answer, one.name)
        if isinstance(value, str) and len(value) > LONGEST_WORDS:
            zh = one.metadata.get("zh") or FIELD_ZH.get(one.name, one.name)
            raise Refused(
                f"“{zh}”过长（{len(value)} 字），请控制在 {LONGEST_WORDS} 字以内",
                f"{one.name} is too long ({len(value)} characters); keep it under {LONGEST_WORDS}",
                field=one.name,
            )


def _adapter(answered_with: type[Answer]) -> TypeAdapter[Any]:
    """Reads answers of this type; made once, since making one takes longer than a hundred answers."""
    if answered_with not in _ADAPTERS:
        _ADAPTERS[answered_with] = _strict_adapter(answered_with)
    return _ADAPTERS[answered_with]


def _strict_adapter(answered_with: type[Answer]) -> TypeAdapter[Any]:
    """Strict about unknown fields; the shared class itself is left as it is."""
    strict = type(answered_with.__name__, (answered_with,), {"__module__": answered_with.__module__})
    strict = dataclasses.dataclass(frozen=True, kw_only=True)(strict)
    return TypeAdapter(with_config(ConfigDict(extra="forbid", str_strip_whitespace=True))(strict))


def _field(one: dataclasses.Field[Any], hint: object) -> AnswerField:
    inner, many = _inner(hint)
    offered = one.metadata.get(AMONG) or (inner if _is_term(inner) else ())
    choices = tuple((term.value, term.zh) for term in offered)
    kinds: dict[object, str] = {bool: "yes/no", date: "date"}
    return AnswerField(
        name=one.name,
        zh=one.metadata.get("zh") or FIELD_ZH.get(one.name, one.name),
        required=_is_required(one),
        asked=_is_required(one) or "asked" in one.metadata,
        choices=choices,
        many=many,
        kind="choice" if choices else kinds.get(inner, "text"),
        where=one.metadata.get(WHERE, ""),
    )


def _is_required(one: dataclasses.Field[Any]) -> bool:
    return one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING


def _inner(hint: object) -> tuple[Any, bool]:
    """The type inside `T | None`, `tuple[T, ...]` and `Annotated[T, …]`, and whether there may be several."""
    if _is_personal(hint):
        return str, False
    many = get_origin(hint) is tuple
    arguments = [each for each in get_args(hint) if each not in (type(None), Ellipsis)]
    return (arguments[0] if arguments else hint), many


def _is_term(inner: object) -> bool:
    return isinstance(inner, type) and issubclass(inner, Term)


def _spelt(field: AnswerField | None, value: object) -> object:
    """Chinese terms and 是/否 become codes; a comma-separated list becomes several values."""
    if field is None or not isinstance(value, str):
        return value
    by_zh = {zh: code for code, zh in field.choices}
    if field.many:
        return _several(value, by_zh)
    if field.kind == "yes/no":
        return _YES_NO.get(value.strip(), value)
    if field.kind in {"choice", "date"} and not value.strip() and not field.required:
        return None
    return by_zh.get(value.strip(), value)


def _several(value: str, by_zh: Mapping[str, str]) -> list[str]:
    """A list as people write it; a term that holds the mark which parts a list (学校、幼儿园) is still one term."""
    for zh in sorted(by_zh, key=len, reverse=True):
        if {*"、，,"} & {*zh}:
            value = value.replace(zh, by_zh[zh])
    parts = value.replace("、", ",").replace("，", ",").split(",")
    return [by_zh.get(part.strip(), part.strip()) for part in parts if part.strip()]


def _plain(value: object) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


class Misfilled(Refused):
    """A field of an answer says nothing, or what it may not say. 填写有误.

    Whoever writes an answer by hand reads the names and the codes; a page has the labels beside it (`on_a_form`).

    Args:
        field: the field that it is about.
    """

    def __init__(self, zh: str, en: str, *, field: AnswerField) -> None:
        super().__init__(zh, en, field=field.name)
        self._asked = field

    @property
    def on_a_form(self) -> Refused:
        """The same where the choices stand beneath it."""
        label = self._asked.name.replace("_", " ")
        if self._asked.choices or self._asked.kind == "yes/no":
            zh, en = f"请选择“{self._asked.zh}”", f"choose: {label}"
        elif self._asked.kind == "date":
            zh, en = f"“{self._asked.zh}”请写日期，如 2026-03-02", f"{label}: write a day, such as 2026-03-02"
        else:
            zh, en = f"请填写“{self._asked.zh}”", f"fill in: {label}"
        return Refused(zh, en, field=self._asked.name)


def _refusal(error: Any, known: Mapping[str, AnswerField]) -> Refused:
    name = str(error["loc"][0]) if error["loc"] else ""
    field = known.get(name)
    if field is None:
        return _unknown(name, known)
    may_be_zh, may_be_en = _may_be(field)
    if error["type"] == "missing":
        zh, en = f"请填写“{field.zh}”（{name}）：{may_be_zh}", f"{name} is missing: {may_be_en}"
    else:
        zh, en = f"“{field.zh}”（{name}）填写有误：{may_be_zh}", f"{name} is not right: {may_be_en}"
    return Misfilled(zh, en, field=field)


def _unknown(name: str, known: Mapping[str, AnswerField]) -> Refused:
    allowed = "、".join(f"{one.name}（{one.zh}）" for one in known.values())
    return Refused(
        f"没有“{name}”这一项；可填：{allowed}",
        f"there is no field {name!r}; fields: {', '.join(known)}",
        field=name,
    )


def _may_be(field: AnswerField) -> tuple[str, str]:
    if field.choices:
        listed = "、".join(f"{code}（{zh}）" for code, zh in field.choices)
        return f"应为 {listed}", "one of " + ", ".join(code for code, _ in field.choices)
    words = {
        "yes/no": ("应为 是/否（true/false）", "yes or no (true/false)"),
        "date": ("应为日期，如 2026-03-02", "a date such as 2026-03-02"),
        "text": ("应为文字", "text"),
    }
    return words[field.kind]
