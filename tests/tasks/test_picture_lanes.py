"""Has everybody who may act a lane in the picture of a case? 时间线图的泳道."""

from __future__ import annotations

from rules.vocabulary import Role
from tasks.picture_lanes import LANES


def test_every_role_acts_in_some_lane() -> None:
    assert set(LANES) == set(Role)
