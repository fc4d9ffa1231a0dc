"""Counted ahead: what takes seconds is counted beside, and a page shows it as of then. 预先统计.

A question about an area is answered by reading every case of it.  Nobody waits for that at a page: the answer that is
there is shown with the moment it was counted at, and where it is old the same question is put again, beside.  Answers
are numbers of areas, never of cases; whether somebody may ask for an area is asked before the question is put, each
time, so that an answer never shows more than its question did.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import RLock
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from rules.errors import Unavailable

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

Of = TypeVar("Of", bound=Hashable)
Answer = TypeVar("Answer")

KEPT = timedelta(minutes=10)
"""For so long an answer is not asked for anew, however often somebody looks (our choice)."""

KEPT_UNASKED = timedelta(hours=1)
"""So old the usual answers may become while nobody looks (our choice)."""

_MOST_KEPT = 200
_MOST_WAITING = 50


@dataclass(frozen=True, slots=True)
class Question(Generic[Of, Answer]):
    """What is to be counted. 统计问题. Equal questions have one answer.

    Args:
        count: a function of a module: a question travels to another process by its name.
        of: what it is asked about.
    """

    count: Callable[[Desk, Of], Answer]
    of: Of

    def answer(self, desk: Desk) -> Counted[Answer]:
        """Count, as of the moment of a desk."""
        return Counted(desk.at, self.count(desk, self.of))


@dataclass(frozen=True, slots=True)
class Counted(Generic[Answer]):
    """An answer, and as of when it is true. 统计结果."""

    at: datetime
    answer: Answer


class Counter(Protocol):
    """Whoever counts. 统计者."""

    def count(self, question: Question[Any, Any]) -> Future[Counted[Any]]:
        """The answer to come."""


class AtOnce:
    """Counts while whoever asks waits: for tests, and where there is no process beside. 当场统计."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def count(self, question: Question[Any, Any]) -> Future[Counted[Any]]:
        """The answer, or what went wrong, is there already."""
        found: Future[Counted[Any]] = Future()
        try:
            with self._office.reading() as desk:
                found.set_result(question.answer(desk))
        except Exception as error:  # noqa: BLE001 - raised by whoever looks at the answer
            found.set_exception(error)
        return found


class Counts:
    """What was counted, and what is being counted just now. 统计结果."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._known: dict[Question[Any, Any], Counted[Any]] = {}
        self._waiting: dict[Question[Any, Any], Future[Counted[Any]]] = {}
        self._lock = RLock()  # who counts at once is done before it is known that somebody waits

    def ask(self, question: Question[Of, Answer], at: datetime, *, patience: float) -> Counted[Answer] | None:
        """The newest answer.  One that is old is given at once, and counted anew meanwhile.

        Args:
            patience: seconds to wait where there is none yet.
        Returns: None: it is still being counted.
        Raises: what counting raises; Unavailable: too much is waiting to be counted.
        """
        known = self._known.get(question)
        if known is not None and _is_fresh(known, at, KEPT):
            return known
        coming = self._begin(question)
        try:
            return coming.result(timeout=0 if known else patience)
        except TimeoutError:
            return known
        except Unavailable:  # what is known is still true of its moment
            if known is None:
                raise
            return known

    def begin_old(self, questions: Iterable[Question[Any, Any]], at: datetime) -> Future[Counted[Any]] | None:
        """Begin with the first of these that nobody counted within the hour. None: there is none."""
        for question in questions:
            known = self._known.get(question)
            if known is None or not _is_fresh(known, at, KEPT_UNASKED):
                return self._begin(question)
        return None

    def _begin(self, question: Question[Any, Any]) -> Future[Counted[Any]]:
        """Who asks what is being counted already gets that answer."""
        with self._lock:
            if question in self._waiting:
                return self._waiting[question]
            if len(self._waiting) >= _MOST_WAITING:
                raise Unavailable(
                    "正在统计的范围太多，请过几分钟再看",
                    "too much is being counted just now; look again in a few minutes",
                    code="counting",
                )
            coming = self._waiting[question] = self._counter.count(question)
        coming.add_done_callback(lambda found: self._keep(question, found))
        return coming

    def _keep(self, question: Question[Any, Any], found: Future[Counted[Any]]) -> None:
        with self._lock:
            self._waiting.pop(question, None)
            if found.cancelled() or found.exception() is not None:
                return
            self._known.pop(question, None)
            self._known[question] = found.result()  # the newest stands last
            if len(self._known) > _MOST_KEPT:
                self._known.pop(next(iter(self._known)))


def _is_fresh(known: Counted[Any], at: datetime, within: timedelta) -> bool:
    return timedelta(0) <= at - known.at < within
