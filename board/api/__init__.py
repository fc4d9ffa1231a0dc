"""The API: the same services for other programs, as JSON, described by OpenAPI. 接口."""

from board.api.app import MOUNTED_AT, build, described

__all__ = ["MOUNTED_AT", "build", "described"]
