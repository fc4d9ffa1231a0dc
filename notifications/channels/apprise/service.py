"""The part that needs the apprise library, which takes half a second to import: imported with the first notice only.

An apprise URL can carry wishes of its own ("optional", "retry", "redirect"); here they are overruled, because a failure
would be called a success, or the sender would sleep in mid-transaction.
"""

from __future__ import annotations

import apprise
from apprise.common import NotifyFormat, NotifyType, PersistentStoreMode
from apprise.plugins.base import NotifyBase


def service_at(address: str, timeout_seconds: float) -> NotifyBase | None:
    """The one service that an apprise URL names, or None if it names none."""
    service = apprise.Apprise.instantiate(address, asset=_asset(), suppress_exceptions=True)
    if not isinstance(service, NotifyBase):
        return None
    service.socket_connect_timeout = service.socket_read_timeout = timeout_seconds
    service.redirects = False
    service.optional = False
    service.retry = 0
    return service


def accepted(service: NotifyBase, subject: str, text: str) -> bool:
    """Whether apprise says that the service took the notice."""
    sender = apprise.Apprise(asset=_asset())
    sender.add(service)
    return bool(sender.notify(body=text, title=subject, notify_type=NotifyType.INFO, body_format=NotifyFormat.TEXT))


def _asset() -> apprise.AppriseAsset:
    """Settings of apprise: one thread, nothing kept on disk, no plugins from elsewhere."""
    return apprise.AppriseAsset(
        app_id="Hutong", async_mode=False, storage_mode=PersistentStoreMode.MEMORY, plugin_paths=[]
    )
