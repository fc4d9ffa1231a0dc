"""The office that this process works in. 本进程的办公环境.

A Prefect flow gets a procedure number and nothing else, so it finds its office here: the one that the runner opened,
or, in a process that a work pool started, one opened from the settings of that machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tasks.office import Office
from tasks.premises import open_office
from tasks.settings import Settings

_open: list[Office] = []


@contextmanager
def at_work(office: Office) -> Iterator[None]:
    """Let the flows of this process work in `office`."""
    _open.append(office)
    try:
        yield
    finally:
        _open.remove(office)


@contextmanager
def the_office() -> Iterator[Office]:
    """The office of this process; opened from the settings where nobody has opened one."""
    if _open:
        yield _open[-1]
        return
    with open_office(Settings()) as office:
        yield office
