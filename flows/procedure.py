"""What makes a function a procedure: it can be run plainly, and it is a Prefect flow. 程序的形式.

`fn` is the procedure as written, for replay and for tests: no engine needed.  `flow` is the same procedure as a
Prefect flow whose one parameter is a procedure number.  Prefect is imported only when a flow is asked for: a teacher
who files a report does not wait for a workflow engine to load.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import cached_property
from typing import TYPE_CHECKING, Any

from rules.vocabulary import CloseReason, ProcedureKind, Turning
from tasks.casework import Proceeding

if TYPE_CHECKING:
    from prefect import Flow
    from prefect.client.schemas.objects import State

Body = Callable[[Proceeding], None]

PROCEDURES: dict[ProcedureKind, Procedure] = {}
"""Every procedure, by kind; filled as the modules of `flows` are imported (see `flows.registry`)."""

_ENDED_BY = {Turning.DIED: CloseReason.CHILD_DIED, Turning.CAME_OF_AGE: CloseReason.CAME_OF_AGE}
"""In the order in which they are asked: who has died does not come of age."""


class Procedure:
    """A procedure as data and as a flow. 程序.

    Args:
        body: the procedure as told.
        ends_at: what ends it wherever it stands, because there is no guardianship any more.
    """

    def __init__(self, kind: ProcedureKind, body: Body, ends_at: tuple[Turning, ...] = ()) -> None:
        self.kind = kind
        self.body = body
        self.ends_at = ends_at
        self.__doc__ = body.__doc__
        self.__name__ = body.__name__
        self.__module__ = body.__module__

    def fn(self, case: Proceeding) -> None:
        """The procedure, plainly; first it is asked whether it still has an object."""
        if self.ends_at:
            turned = case.turned()
            for turn, reason in _ENDED_BY.items():
                if turn in self.ends_at and turn in turned:
                    case.end_all_orders()
                    case.close(reason)
        self.body(case)

    @cached_property
    def flow(self) -> Flow[[str], Coroutine[Any, Any, State[None]]]:
        """The procedure as a Prefect flow of one procedure number."""
        from flows.engine import as_flow

        return as_flow(self)


def procedure(kind: ProcedureKind, *, ends_at: tuple[Turning, ...] = ()) -> Callable[[Body], Procedure]:
    """Declare a procedure: the function below tells it, step by step."""

    def declare(body: Body) -> Procedure:
        PROCEDURES[kind] = made = Procedure(kind, body, ends_at)
        return made

    return declare
