"""What can go wrong, said so that the reader knows what to do next. 错误 / errors.

Five kinds, because five different people mend them: the user (Refused), whoever may give access (Forbidden), whoever
acted a moment later (Conflict), time or the operator (Unavailable), and whoever maintains our data (Gap).
No message may contain personal data: errors reach logs, Prefect and terminals.
"""

from __future__ import annotations


class CaseworkError(Exception):
    """Base of every error that a user may see. Chinese first, English second.

    Args:
        zh: what is wrong and what to do, in Chinese.
        en: the same in English.
        field: the input field that it is about, as the user wrote it, if any.
        source: the article or fact row behind a refusal, if any.
    """

    def __init__(self, zh: str, en: str, *, field: str = "", source: str = "") -> None:
        super().__init__(f"{zh} / {en}")
        self.zh = zh
        self.en = en
        self.field = field
        self.source = source

    def __reduce__(self) -> tuple[object, ...]:
        """It travels to another process as it is."""
        return _as_it_was, (type(self), self.args), self.__dict__

    @property
    def each(self) -> tuple[CaseworkError, ...]:
        """What is wrong, one by one."""
        return (self,)


def _as_it_was(kind: type[CaseworkError], args: tuple[object, ...]) -> CaseworkError:
    return kind.__new__(kind, *args)  # what it holds is put back by whoever unpacks it


class Refused(CaseworkError):
    """The rules or the form say no. 不予办理. Never retried; nothing has been written."""

    @property
    def each(self) -> tuple[Refused, ...]:
        """What is wrong, one by one."""
        return (self,)


class Forbidden(CaseworkError):
    """This seat may not see or do it. 无权查看. Says which ground would open it; nothing has been written.

    Args:
        hidden: it is answered as though there were nothing there, in the same words: numbers cannot be probed.
    """

    def __init__(self, zh: str, en: str, *, field: str = "", source: str = "", hidden: bool = False) -> None:
        super().__init__(zh, en, field=field, source=source)
        self.hidden = hidden


class Conflict(CaseworkError):
    """Somebody else acted first: reload and look. 已有他人先行办理. Never retried."""


class Unavailable(CaseworkError):
    """A channel, a service or the database does not answer. 暂时无法办理.

    The only kind that is retried, unless `permanent` says that trying again cannot help.
    """

    def __init__(
        self, zh: str, en: str, *, permanent: bool = False, code: str = "unavailable", field: str = ""
    ) -> None:
        super().__init__(zh, en, field=field)
        self.permanent = permanent
        self.code = code


class Gap(CaseworkError):
    """We lack data to answer: a calendar year, a text of law, an address. 资料缺失. Opens a duty for a maintainer."""


class Refusals(Refused):
    """Several things wrong with one input, told together so that they are mended in one go. 多处有误."""

    def __init__(self, refusals: list[Refused]) -> None:
        self.refusals = tuple(refusals)
        super().__init__(
            "；".join(one.zh for one in refusals),
            "; ".join(one.en for one in refusals),
            field=refusals[0].field if refusals else "",
        )

    @property
    def each(self) -> tuple[Refused, ...]:
        """What is wrong, one by one."""
        return self.refusals
