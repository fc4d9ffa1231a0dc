"""What makes a function a procedure: it can be run plainly, and it is a Prefect flow. 程序的形式.

`fn` is the procedure as written, for replay and for tests: no engine needed.  `flow` is the same procedure as a
Prefect flow whose one parameter is a procedure number.  Prefect is imported only when a flow is asked for: a teacher
who files a report does not wait for a workflow engine to load.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import cached_property
from typing import TYPE_CHECKING, Any

from rules.vocabulary import ProcedureKind
from tasks.casework import Proceeding

if TYPE_CHECKING:
    from prefect import Flow
    from prefect.client.schemas.objects import State

Body = Callable[[Proceeding], None]

PROCEDURES: dict[ProcedureKind, Procedure] = {}
"""Every procedure, by kind; filled as the modules of `flows` are imported (see `flows.registry`)."""


class Procedure:
    """A procedure as data and as a flow. 程序."""

    def __init__(self, kind: ProcedureKind, fn: Body) -> None:
        self.kind = kind
        self.fn = fn
        self.__doc__ = fn.__doc__

    @cached_property
    def flow(self) -> Flow[[str], Coroutine[Any, Any, State[None]]]:
        """The procedure as a Prefect flow of one procedure number."""
        from flows.engine import as_flow

        return as_flow(self)


def procedure(kind: ProcedureKind) -> Callable[[Body], Procedure]:
    """Declare a procedure: the function below tells it, step by step."""

    def declare(fn: Body) -> Procedure:
        PROCEDURES[kind] = made = Procedure(kind, fn)
        return made

    return declare
