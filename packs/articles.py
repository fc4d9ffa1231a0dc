"""Does the article that a row cites exist? A number above a text's last one is a slip, or invented. 条文是否存在.

What an article says is for people to read; how many a text has is known of some (`articles` in sources.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packs.pack import Pack
    from rules.sources import Fact, Source

_OF_CHINA = "中华人民共和国"
_ARTICLE = re.compile(r"第\s*(\d+)\s*条")


def beyond_the_last(pack: Pack, fact: Fact) -> Iterator[tuple[Source, int]]:
    """Articles that a row names of a text and that the text does not have.

    A basis names texts one after another, each with its articles: 未成年人保护法 第11条；反家庭暴力法 第14条.
    """
    for source, words in _said_of_each(pack, fact.basis):
        for article in map(int, _ARTICLE.findall(words)):
            if not 1 <= article <= source.articles:
                yield source, article


def _said_of_each(pack: Pack, basis: str) -> Iterator[tuple[Source, str]]:
    """Each text of known length that a basis names, and what follows until another text is named."""
    titles = {name: one for one in pack.sources.values() if one.articles for name in _names(one)}
    if not titles:
        return
    any_title = "|".join(map(re.escape, sorted(titles, key=len, reverse=True)))
    named = list(re.finditer(any_title, basis))
    ends = [*(one.start() for one in named[1:]), len(basis)][: len(named)]
    for one, end in zip(named, ends, strict=True):
        yield titles[one[0]], re.split(r"[；;。]", basis[one.end() : end])[0]


def _names(source: Source) -> Iterator[str]:
    """The title with and without the country before it, and the number of the document."""
    yield source.zh
    if source.zh.startswith(_OF_CHINA):
        yield source.zh.removeprefix(_OF_CHINA)
    if source.number:
        yield source.number
