"""Words that must not reach the person who did harm. 保密事项核查.

The second lock (the first are the types in `instrument`): whatever was typed into the facts of a document is searched
for what must be kept away.  法发〔2022〕10号 pt. 4 (fact row E-16): the whereabouts of a victim who has moved away may
not be told to the abuser nor be written in documents and receipts; 高检发〔2020〕9号 Art. 13 (A-20) for the reporter.

It finds words written with spaces, marks, line breaks, full-width or Chinese digits.  It does not find a paraphrase, a
part of a secret, one broken up by other words, traditional characters for simplified ones or another word for the same
place: give the telling part of an address ("柳树巷12号") besides the whole, and let a person read what is served.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from documents.blocks import Block, parts
from rules.errors import Refusals, Refused
from rules.vocabulary import Term

SHORTEST = 4
"""Letters and digits below which words are not searched for, or every "一中" would be a hit. 最短核查字数."""
SHORTEST_NAME = 2
"""The same for a name. 姓名最短核查字数."""

_SOURCE = "法发〔2022〕10号 第4条"
_DIGITS = str.maketrans("〇零○一二三四五六七八九幺两", "00012345678912")


class Secret(Term):
    """What must be kept away. 保密事项."""

    CHILD_ADDRESS = "child_address", "儿童住址"
    SCHOOL = "school", "儿童就读学校"
    CARER = "carer", "现照护人"
    CARER_ADDRESS = "carer_address", "现照护人住址"
    NEW_GUARDIAN_ADDRESS = "new_guardian_address", "新监护人住址"
    PHONE = "phone", "联系电话"
    APPLICANT_ADDRESS = "applicant_address", "申请人住址"
    REPORTER = "reporter", "报告人"


@dataclass(frozen=True, slots=True, repr=False)
class KeptAway:
    """One secret. 一项保密内容. Never shown when printed.

    Args:
        secret: its kind, the only thing a refusal tells.
        words: as recorded.
        name: a name of a person or school: searched for from two characters on.
    """

    secret: Secret
    words: str
    name: bool = False


def kept_away(text: str, secrets: Sequence[KeptAway], *, part: str = "全文") -> None:
    """Refuse a text that tells a secret. 保密核查.

    Args:
        text: of a document, or of one part of it.
        secrets: shorter ones than `SHORTEST` (names: `SHORTEST_NAME`) are not searched for.
        part: how a refusal calls this text.
    Raises: Refused: which kind of secret, in which part; never the words.
    """
    _refuse(_found(part, text, secrets))


def kept_away_from(blocks: tuple[Block, ...], secrets: Sequence[KeptAway]) -> None:
    """The same for a document, part by part. 全文保密核查."""
    _refuse([hit for name, text in parts(blocks) for hit in _found(name, text, secrets)])


def bare(words: str) -> str:
    """Letters and digits only, of one width and case, Chinese digits as digits. 归一化.

    >>> bare("１３８ - 0000 － 一二三四") == bare("13800001234")
    True
    """
    wide = unicodedata.normalize("NFKD", words).casefold().translate(_DIGITS)
    return "".join(character for character in wide if unicodedata.category(character)[0] in "LN")


def _found(part: str, text: str, secrets: Iterable[KeptAway]) -> list[Refused]:
    searched = bare(text)
    kinds = dict.fromkeys(one.secret for one in secrets if any(words in searched for words in _searched_for(one)))
    return [_refusal(part, kind) for kind in kinds]


def _searched_for(one: KeptAway) -> Iterator[str]:
    words = bare(one.words)
    if len(words) >= (SHORTEST_NAME if one.name else SHORTEST):
        yield words


def _refusal(part: str, kind: Secret) -> Refused:
    return Refused(
        f"文书“{part}”载有不得让被申请人知悉的内容（{kind.zh}），未生成文书；请改写该部分",
        f'the part "{part}" tells what must be kept from the respondent ({kind.en}); no document was made: rewrite it',
        source=_SOURCE,
    )


def _refuse(hits: list[Refused]) -> None:
    if len(hits) == 1:
        raise hits[0]
    if hits:
        raise Refusals(hits)
