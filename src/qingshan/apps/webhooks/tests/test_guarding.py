"""Only encrypted public addresses are called: names, numbers, wrapped numbers, accounts."""

from __future__ import annotations

import ipaddress
import socket

import pytest
from django.test import override_settings

from qingshan.apps.webhooks.guarding import is_public, target_of

PRIVATE = [
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),
    *("100.64.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1"),
    *("::1", "::", "fe80::1", "fc00::1", "ff02::1", "2001:db8::1", "::ffff:10.0.0.1"),
    *("64:ff9b::a00:1", "2002:a00:1::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2"),
]


@pytest.mark.parametrize("text", PRIVATE)
def test_numbers_of_inner_networks_are_refused(text, refuses) -> None:
    address = ipaddress.ip_address(text)
    assert not is_public(address)
    host = f"[{text}]" if address.version == 6 else text
    with refuses("E-WH-01"):
        target_of(f"https://{host}/hook")


@pytest.mark.parametrize(
    "text", ["1.1.1.1", "223.5.5.5", "2606:4700:4700::1111", "64:ff9b::101:101"]
)
def test_public_numbers_are_good(text) -> None:
    address = ipaddress.ip_address(text)
    assert is_public(address)
    host = f"[{text}]" if address.version == 6 else text
    found = target_of(f"https://{host}:8443/hook?a=1")
    assert (found.port, found.path, found.is_tls) == (8443, "/hook?a=1", True)
    assert ipaddress.ip_address(found.address) == address


@pytest.mark.parametrize(
    "url",
    [
        *("http://1.1.1.1/", "ftp://1.1.1.1/", "//1.1.1.1/", "1.1.1.1", "", "https://"),
        *("https://user:word@1.1.1.1/", "https://user@1.1.1.1/", "https://1.1.1.1/#part"),
        *("https://1.1.1.1:99999/", "https://1.1.1.1/a b", "https://1.1.1.1/\r\nX: y"),
        *("https://2130706433/", "https://0x7f000001/", "https://127.1/", "https://localhost/"),
        *("https://no-such-name.invalid/", "https://[::1", "https://1.1.1.1/" + "a" * 300),
    ],
)
def test_other_addresses_are_refused(url, refuses) -> None:
    with refuses("E-WH-01"):
        target_of(url)


def test_a_name_that_leads_inside_is_refused_even_beside_a_public_one(monkeypatch, refuses) -> None:
    """The answer of a name server is all that is not real here: no test may ask the network."""
    answers = {"mixed.example": ["1.1.1.1", "10.0.0.8"], "good.example": ["1.1.1.1"]}

    def looked_up(host, port, **_):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in answers[host]]

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    assert target_of("https://good.example/").address == "1.1.1.1"
    with refuses("E-WH-01"):
        target_of("https://mixed.example/")
    answers["good.example"] = ["192.168.0.2"]
    with refuses("E-WH-01"):
        target_of("https://good.example/")


def test_this_machine_is_called_by_a_setting_alone(refuses) -> None:
    with override_settings(WEBHOOK_LOOPBACK=True):
        assert target_of("http://127.0.0.1:8001/").address == "127.0.0.1"
        for url in ("http://1.1.1.1/", "http://10.0.0.1/", "https://10.0.0.1/"):
            with refuses("E-WH-01"):
                target_of(url)
    with refuses("E-WH-01"):
        target_of("http://127.0.0.1:8001/")
