"""The directory: posts, who holds them by number. 名册."""

from __future__ import annotations

from fastapi import APIRouter

from board.api.answers.of_offices import PostsOut
from board.api.caller import LooksUp
from rules.access import FieldClass
from tasks import shapes
from tasks.directory_list import posts_listed

router = APIRouter(tags=["directory"])


@router.get("/posts", operation_id="list_posts", summary="名册中的岗位  the posts of the directory")
def list_posts(caller: LooksUp) -> PostsOut:
    """By area; holders by number, channels without addresses."""
    with caller.office.reading() as desk:
        caller.sight(desk).demand_here(FieldClass.DIRECTORY)
        return PostsOut.model_validate({"posts": [shapes.listed_post(one) for one in posts_listed(desk)]})
