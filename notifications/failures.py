"""Why a notice did not go out, said without saying to whom. 发送失败 / failures of delivery.

Every text here is fixed: no address, no secret, no word of the notice and no word of a server can reach it.
"""

from __future__ import annotations

from rules.errors import Unavailable


def wrong_address(channel: str, code: str = "bad_address") -> Unavailable:
    """The address can never work: stop, and have it mended. 地址无效."""
    return Unavailable(
        f"通知未能发出（{channel}，{code}）：联系地址无效，请更正该岗位的联系方式后重新发送。",
        f"the notice was not sent ({channel}, {code}): the address cannot work; correct the contact of the post",
        permanent=True,
        code=code,
        field="address",
    )


def refused_for_good(channel: str, code: str) -> Unavailable:
    """The other side says no and would say so again. 对方拒收."""
    return Unavailable(
        f"通知被拒收（{channel}，{code}），重发无效：请核对该岗位的联系方式和接收端设置。",
        f"the notice was refused for good ({channel}, {code}): check the post's contact and the receiver",
        permanent=True,
        code=code,
    )


def try_again(channel: str, code: str) -> Unavailable:
    """Nothing is wrong with the notice: time or the operator mends it. 暂时未能发出."""
    return Unavailable(
        f"通知暂时未能发出（{channel}，{code}），将自动重试；如持续失败，请检查网络和接收端。",
        f"the notice could not be sent now ({channel}, {code}) and will be tried again; if it lasts, check the network",
        code=code,
    )


def not_set_up(channel: str) -> Unavailable:
    """The channel was never configured: nobody may wait for retries that cannot help. 渠道未配置."""
    return Unavailable(
        f"通知渠道 {channel} 尚未配置：请由管理员补充设置，或为该岗位改用其他渠道。",
        f"the channel {channel} is not set up: an administrator must configure it or give the post another channel",
        permanent=True,
        code="channel_not_set_up",
    )
