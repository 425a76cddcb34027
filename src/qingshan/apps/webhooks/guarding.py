"""Which addresses may be called: encrypted, public, and checked at the moment of each call.

A name is looked up here and the connection goes to the very address that was looked up, so a name
that answers differently a moment later reaches nothing. Redirects are never followed.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from qingshan.apps.webhooks.refusals import URL_WRONG
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

NO_ADDRESS = Label("不是完整的网址", "it is no whole address")
NO_TLS = Label("不是 https", "it is not https")
ACCOUNT = Label("网址里写有账号", "it names an account")
UNKNOWN = Label("域名无法解析", "its name is not known")
PRIVATE = Label("指向内部网络", "it leads into an inner network")
LONG = Label("超过 300 个字符", "it has more than 300 characters")
MOST = 300
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True)
class Target:
    """Where to connect: the looked-up address, and the name that the certificate must bear."""

    host: str
    port: int
    path: str
    address: str
    is_tls: bool


def target_of(url: str) -> Target:
    """Take an address apart and look its name up.

    Raises
    ------
    Refused
        E-WH-01 for anything but https to the public network.
    """
    if len(url) > MOST:
        raise _wrong(url[:40] + "…", LONG)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _wrong(url, NO_ADDRESS) from None
    if not host or parts.fragment or any(ord(letter) <= 0x20 for letter in url):
        raise _wrong(url, NO_ADDRESS)
    if parts.username is not None or parts.password is not None:
        raise _wrong(host, ACCOUNT)
    is_tls = parts.scheme == "https"
    if not is_tls and not (settings.WEBHOOK_LOOPBACK and parts.scheme == "http"):
        raise _wrong(url, NO_TLS)
    port = port or (443 if is_tls else 80)
    found = _looked_up(host, port)
    if not found:
        raise _wrong(host, UNKNOWN)
    if not all(_may_be_called(one, is_tls=is_tls) for one in found):
        raise _wrong(host, PRIVATE)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(host, port, path, str(found[0]), is_tls)


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public network, also when it is wrapped in another."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address.teredo is not None:
            return False
    return address.is_global and not address.is_multicast


def _may_be_called(address: Address, *, is_tls: bool) -> bool:
    if settings.WEBHOOK_LOOPBACK and address.is_loopback:
        return True
    return is_tls and is_public(address)


def _looked_up(host: str, port: int) -> list[Address]:
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in rows]


def _wrong(place: str, fault: Label) -> Refused:
    return Refused.because(URL_WRONG, place, fault=fault)
