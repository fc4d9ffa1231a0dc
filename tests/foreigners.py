"""Posts that Qinghe County's own directory does not have: a village's, and those of the county next door. 外县岗位."""

from __future__ import annotations

from typing import Any

from tasks.directory import enter_directory, read_directory
from tests.builders import LIUXI
from tests.office import County

NEXT_DOOR = "990102"
VILLAGE = f"{LIUXI}201"

P_VILLAGE = "P-HEBIAN-DIRECTOR"
P_FOREIGN_CIVIL = "P-NEXT-CIVIL"
P_FOREIGN_OFFICE = "P-NEXT-OFFICE"
P_FOREIGN_POLICE = "P-NEXT-POLICE"
P_MEDIA = "P-MEDIA"


def _agency(no: str, zh: str, area: str, *posts: tuple[str, str]) -> dict[str, Any]:
    return {
        "编号": no,
        "名称": zh,
        "行政区划代码": area,
        "岗位": [
            {
                "编号": post,
                "职能": role,
                "名称": f"{zh}值班岗",
                "通知渠道": [{"渠道": "file", "地址": post}],
                "人员": [{"编号": f"W-{post}", "姓名": "外县人", "自": "2024-01-01T00:00+08:00"}],
            }
            for post, role in posts
        ],
    }


def with_neighbours(county: County) -> County:
    """The county once the village's child director, its broadcaster and the county next door are in the directory."""
    agencies = [
        _agency("hb-village", "河边村儿童之家", VILLAGE, (P_VILLAGE, "child_director")),
        _agency("qh-media", "青禾县融媒体中心", "990101", (P_MEDIA, "media")),
        _agency("next-mz", "邻县民政局", NEXT_DOOR, (P_FOREIGN_CIVIL, "civil_affairs")),
        _agency("next-office", "邻县妇儿工委办公室", NEXT_DOOR, (P_FOREIGN_OFFICE, "county_office")),
        _agency("next-ga", "邻县公安局", NEXT_DOOR, (P_FOREIGN_POLICE, "county_police")),
    ]
    enter_directory(county.office, read_directory({"机构": agencies}))
    return county
