"""Reading what stands behind a key, by the kind of value that the table names. 按种类读值."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import notifications
from packs.pack import Pack
from packs.yaml_lines import Item
from rules.errors import Refusals, Refused
from rules.forms import FIELD_ZH
from rules.vocabulary import InstrumentKind, PartyRole, Precision, ProcedureKind, Role, Term
from rules.when import When
from scenarios.cast import Cast, plain
from scenarios.language import EVERYBODY, Key, Value
from scenarios.shape import child_form, placed
from scenarios.words import Problems, Unreadable
from tasks.answers import AnswerField, fields_of, read_answer
from tasks.grades import in_tiers
from tasks.report_form import IncidentForm, ReporterForm, ReportForm, read_report

_CODES = {zh: code for code, zh in FIELD_ZH.items()}
_MOMENTS = {"discovered_at": "discovered_precision", "happened_at": "precision"}


@cache
def _templates() -> dict[str, str]:
    folder = Path(notifications.__file__).parent / "templates" / "zh"
    names = (path.name.partition(".")[0] for path in sorted(folder.iterdir()))
    return {name: name for name in names if not name.startswith("_")}


@dataclass
class Values:
    """What a value may speak of. 可提及的内容.

    Args:
        labels: by label, the place of the line that made it; `labels_to_be` becomes part of it with the next line.
        introduced: (adult, child) that a line of the story introduces.
    """

    problems: Problems
    cast: Cast
    pack: Pack
    beginning: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    labels: dict[str, str] = field(default_factory=dict)
    labels_to_be: dict[str, str] = field(default_factory=dict)
    document_numbers: set[str] = field(default_factory=set)
    introduced: frozenset[tuple[str, str]] = frozenset()

    def next_line(self) -> None:
        """What the last line made may be spoken of from here on."""
        self.labels.update(self.labels_to_be)
        self.labels_to_be.clear()

    def read(self, key: Key, item: Item) -> Any:
        """The value behind a key."""
        if key.value is Value.TERM:
            assert key.term is not None
            return self.problems.term(item, key.term)
        if key.value is Value.TERMS:
            assert key.term is not None
            words = {word: one for one in key.term for word in (one.value, one.zh)}
            return self.problems.several(item, words, "用语", "term")
        if key.value is Value.TERM_OR_ALL:
            assert key.term is not None
            return EVERYBODY if item.value == EVERYBODY else self.problems.term(item, key.term)
        if key.value is Value.PARTIES_BY_ROLE:
            return self._by_role(item, PartyRole, self.parties)
        if key.value is Value.POSTS_BY_ROLE:
            return self._by_role(item, Role, self.post)
        if key.name == "document_no":
            self.document_numbers.add(self.problems.text(item))
        return self._readers[key.value](item)

    @property
    def _readers(self) -> Mapping[Value, Callable[[Item], Any]]:
        problems = self.problems
        return {
            Value.TEXT: problems.text,
            Value.YES_NO: problems.yes_no,
            Value.COUNT: problems.count,
            Value.DAY: problems.day,
            Value.WHEN: problems.when,
            Value.END: problems.end,
            Value.LENGTH: problems.length,
            Value.ADULT: lambda item: problems.known(item, self.cast.adult_names, "成年人", "adult"),
            Value.ADULTS: lambda item: problems.several(item, self.cast.adult_names, "成年人", "adult"),
            Value.PARTY: self.party,
            Value.PARTIES: self.parties,
            Value.POST: self.post,
            Value.POSTS: lambda item: problems.several(item, self.cast.posts, "岗位", "post"),
            Value.LABEL: lambda item: problems.known(item, {one: one for one in self.labels}, "标记", "label"),
            Value.DUTY: self.duty,
            Value.INSTRUMENT: lambda item: self._named(item, InstrumentKind, "文书", "instrument"),
            Value.PROCEDURE: lambda item: self._named(item, ProcedureKind, "程序", "procedure"),
            Value.ABOUT: problems.text,
            Value.TEMPLATE: lambda item: problems.known(item, _templates(), "通知模板", "template"),
        }

    # --- people and posts ----------------------------------------

    def post(self, item: Item) -> str:
        """Number of a post."""
        return self.problems.known(item, self.cast.posts, "岗位", "post")

    def party(self, item: Item) -> str:
        """Nickname of an adult, or number of a post."""
        return self.problems.known(item, {**self.cast.posts, **self.cast.adult_names}, "成年人或岗位", "adult or post")

    def parties(self, item: Item) -> tuple[str, ...]:
        """The same, several."""
        names = {**self.cast.posts, **self.cast.adult_names}
        return self.problems.several(item, names, "成年人或岗位", "adult or post")

    def _by_role(self, item: Item, terms: type[Term], read: Callable[[Item], Any]) -> dict[Any, Any]:
        return {
            self.problems.term(Item(written, value.place), terms): read(value)
            for written, value in self.problems.mapping(item).items()
        }

    def _named(self, item: Item, terms: type[Term], zh: str, en: str) -> str:
        """A label, a number of a document, or the code of a kind."""
        kinds = {word: term.value for term in terms for word in (term.value, term.zh)}
        numbers = {no: no for no in self.document_numbers} if terms is InstrumentKind else {}
        return self.problems.known(item, {**kinds, **numbers, **{one: one for one in self.labels}}, zh, en)

    # --- duties and their answers ----------------------------------------

    def duty(self, item: Item) -> str:
        """Code of a duty or its running number, with `@about` where it was said."""
        written = self.problems.text(item)
        name, at, about = written.partition("@")
        if name.isdigit() or name == EVERYBODY:
            return written
        codes = {spec.zh: code for code, spec in self.pack.duties.items()} | {code: code for code in self.pack.duties}
        return self.problems.known(Item(name, item.place), codes, "职责", "duty") + at + about

    def fields(self, written: Mapping[str, Item], duty: str, *, loosely: bool) -> dict[str, Any]:
        """Fields of an answer by code."""
        known = self._fields_of(duty)
        by_name = {word: one.name for one in known for word in (one.zh, one.name)}
        given: dict[str, Any] = {}
        for name, item in written.items():
            code = by_name.get(name) or (_CODES.get(name, name) if loosely or not known else "")
            if not code:
                self.problems.unknown(item, name, by_name, "该职责的填写项里")
                continue
            given[code] = self._field(code, item)
        if len(given) < len(written):  # what is lacking now is not worth telling
            raise Unreadable
        return given

    def _fields_of(self, duty: str) -> tuple[AnswerField, ...]:
        code = duty.partition("@")[0]
        return fields_of(self.pack.asked(code).answered_with) if code in self.pack.duties else ()

    def _field(self, code: str, item: Item) -> Any:
        value = plain(item)
        if isinstance(value, list):
            return ",".join(str(one) for one in value)
        if code.endswith("_post") and isinstance(value, str):
            return self.cast.posts.get(value, value)
        return "" if value is None else value

    def check_answer(self, item: Item, given: Mapping[str, Any], at: datetime) -> None:
        """Tell what is wrong with an answer before anything is played."""
        code = str(given["duty"]).partition("@")[0]
        if code not in self.pack.duties:
            return
        try:
            read_answer(self.pack.asked(code), in_tiers(self.pack, code, given["with"]), happened_at=at)
        except Refused as wrong:
            for one in wrong.each:
                self.problems.add(item, f"{one.zh}。", f"{one.en}.")

    # --- reports ----------------------------------------

    def report(self, item: Item, *, when: When, at: datetime, by: str | None, told: set[str]) -> dict[str, Any]:
        """A report as the report form wants it: moments with their zone, children with their adults."""
        body = self._form(item, ReportForm, "报告单")
        nicknames = self.problems.several(
            body.pop("children", Item(EVERYBODY, item.place)), self.cast.child_names, "儿童", "child"
        )
        form = {name: value for name, value in self._moved(body).items() if name != "incident"}
        if "incident" in body:
            form["incident"] = self._moved(self._form(body["incident"], IncidentForm, "事件"))
        if "reporter" in body:
            form["reporter"] = self._moved(self._form(body["reporter"], ReporterForm, "报告人"))
        form.setdefault("received_by", by)
        form["reported_at"] = placed(when, at)
        form["reported_precision"] = when.precision
        form["children"] = [self._child(name, known=name in told) for name in nicknames]
        return {"form": self._report_form(item, form), "children": nicknames}

    def _child(self, nickname: str, *, known: bool) -> dict[str, Any]:
        """A child as a report tells of it; one that is on file already comes without its adults."""
        form = child_form(self.cast.children[nickname], self.cast.adults.values(), self.introduced)
        return {**form, "adults": []} if known else form

    def _form(self, item: Item, form: Any, where: str) -> dict[str, Item]:
        """The fields of a form by their English names, each with its place."""
        names = {
            word: name for name, one in form.model_fields.items() for word in (name, one.validation_alias.choices[0])
        }
        found = {}
        for written, value in self.problems.mapping(item).items():
            if written in names:
                found[names[written]] = value
            else:
                self.problems.unknown(value, written, names, f"“{where}”")
        return found

    def _moved(self, body: Mapping[str, Item]) -> dict[str, Any]:
        form: dict[str, Any] = {}
        for name, item in body.items():
            if name in _MOMENTS:
                when = self.problems.when(item)
                form[name] = when.at
                if when.precision is not Precision.UNKNOWN:
                    form.setdefault(_MOMENTS[name], when.precision)
            elif name in ("received_by", "post"):
                form[name] = self.post(item)
            else:
                value = plain(item)
                form[name] = [value] if name == "situations" and isinstance(value, str) else value
        return form

    def _report_form(self, item: Item, form: Mapping[str, Any]) -> ReportForm:
        try:
            return read_report(form)
        except Refusals as wrong:
            for one in wrong.refusals:
                self.problems.add(item, f"{one.zh}。", f"{one.en}.")
            raise Unreadable from None
