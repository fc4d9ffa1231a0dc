"""Imported by every Python process that a test starts with this folder on its path: no connection off this machine.

What tries is refused, and leaves a line in the file that HUTONG_TEST_TRACE names, because a child may swallow the
refusal.  The same rule holds in the tests' own process: conftest.py.
"""

from __future__ import annotations

import ipaddress
import os
import sys


def _is_local(host: object) -> bool:
    if not host or host in ("localhost", b"localhost"):
        return True
    try:
        address = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _refuse_other_machines(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):  # not a Unix socket
        host = arguments[1][0]
    else:
        return
    if _is_local(host):
        return
    trace = os.environ.get("HUTONG_TEST_TRACE")
    if trace:
        with open(trace, "a", encoding="utf-8") as file:
            print(f"{' '.join(sys.argv)} tried to reach {host!r}", file=file)
    raise OSError(f"a process of a test tried to reach {host!r}")


sys.addaudithook(_refuse_other_machines)
