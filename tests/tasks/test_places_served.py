"""Which places can whoever reports choose from? 服务区域."""

from __future__ import annotations

from sqlalchemy import update
from sqlmodel import col

from models import Post
from rules.vocabulary import Situation
from tasks.plain_words import IN_PLAIN_ENGLISH, IN_PLAIN_WORDS, article_of
from tasks.served import Place, places_served
from tests.builders import LIUXI, SHIQIAO
from tests.databases import ON_SQLITE
from tests.office import County


def places(county: County) -> dict[str, Place]:
    with county.office.reading() as desk:
        return {place.area: place for place in places_served(desk)}


@ON_SQLITE
def test_townships_come_first_and_the_county_last_and_nothing_wider(county: County) -> None:
    found = places(county)

    assert list(found) == [LIUXI, SHIQIAO, "990101"]
    assert [place.zh for place in found.values()] == ["柳溪镇", "石桥乡", "青禾县"]
    assert [place.en for place in found.values()] == ["Liuxi Township", "Shiqiao Township", "Qinghe County"]
    assert [place.is_county for place in found.values()] == [False, False, True]


@ON_SQLITE
def test_a_place_whose_posts_are_all_closed_is_not_offered(county: County) -> None:
    with county.office.writing() as desk:
        desk.session.execute(update(Post).where(col(Post.no).like("P-SHIQIAO%")).values(open=False))

    assert SHIQIAO not in places(county)


def test_every_situation_has_plain_words_in_both_languages_and_its_article() -> None:
    assert set(IN_PLAIN_WORDS) == set(IN_PLAIN_ENGLISH) == set(Situation)
    assert article_of(Situation.R9) == "高检发〔2020〕9号第四条第九项"
