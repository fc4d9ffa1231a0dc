"""A post of the directory, and a message to one, as JSON. 名册与通知的 JSON 形状."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tasks.shapes.plain import instant

if TYPE_CHECKING:
    from tasks.directory_list import Listed
    from tasks.notice_reading import NoticeView


def listed_post(one: Listed) -> dict[str, Any]:
    """A post as the directory lists it. 名册中的岗位."""
    return {
        "no": one.no,
        "role": one.role.value,
        "zh": one.zh,
        "en": one.en,
        "agency": one.agency,
        "area": one.area,
        "holder": one.holder,
        "channels": list(one.channels),
    }


def notice(one: NoticeView) -> dict[str, Any]:
    """A message to a post, without its text. 通知."""
    return {
        "no": one.no,
        "post": one.post_no,
        "subject": one.subject,
        "state": one.state,
        "case_no": one.case_no,
        "created_at": instant(one.created_at),
        "read_at": instant(one.read_at),
    }
