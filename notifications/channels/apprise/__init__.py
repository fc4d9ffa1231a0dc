"""Notices to chat groups and a hundred other services, by apprise URL. 群聊机器人及其他服务.

`wecombot://` 企业微信, `dingtalk://` 钉钉, `feishu://` 飞书 and `lark://` are parsed by apprise and posted by
`robots`, which reads the answer; every other scheme is sent by apprise, whose yes is all the proof there is.
"""

from __future__ import annotations

from collections.abc import Mapping

from notifications.channels.apprise.robots import ENDPOINTS, Robots
from notifications.channels.contract import ChannelSettings
from notifications.discretion import discreetly
from notifications.failures import try_again, wrong_address
from notifications.http_post import Poster
from notifications.message import Outgoing, Receipt

_NUMBER = {"zh": "通知编号：", "en": "Notice number: "}


class AppriseChannel:
    """Sends each notice to the service that its URL names. 群聊机器人及其他服务. The address is one apprise URL.

    Chat services know no idempotency key, so the notice's number is its last line: people can tell a repeat.
    """

    name = "apprise"

    def __init__(self, settings: ChannelSettings, endpoints: Mapping[str, str] = ENDPOINTS) -> None:
        self._timeout_seconds = settings.timeout_seconds
        poster = Poster(channel=self.name, timeout_seconds=settings.timeout_seconds, tls=settings.tls)
        self._robots = Robots(poster, endpoints, settings.now)

    def send(self, message: Outgoing) -> Receipt:
        """Deliver once. A URL that cannot be parsed is permanent; a no without a known reason passes."""
        text = f"{message.text.rstrip()}\n\n{_NUMBER.get(message.lang, _NUMBER['en'])}{message.message_id}"
        with discreetly():
            from notifications.channels.apprise.service import accepted, service_at  # slow to import

            service = service_at(message.address, self._timeout_seconds)
            if service is None:
                raise wrong_address(self.name)
            if self._robots.speak_to(service):
                return self._robots.send(service, f"{message.subject}\n\n{text}")
            if not accepted(service, message.subject, text):
                raise try_again(self.name, "apprise_false")
            return Receipt(reference="apprise: accepted")
