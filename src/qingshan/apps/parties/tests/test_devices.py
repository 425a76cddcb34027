"""A browser is told by what its owner calls it."""

from __future__ import annotations

import pytest

from qingshan.apps.parties.devices import device_of

KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "zh"),
    [
        (f"Mozilla/5.0 (Linux; Android 10; K) {KIT} Chrome/124.0 Mobile", "安卓手机 · Chrome"),
        (f"Mozilla/5.0 (Windows NT 10.0) {KIT} Chrome/124.0 Edg/124.0", "Windows · Edge"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) Safari/604.1", "iPhone · Safari"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Firefox/125.0", "Linux · Firefox"),
        (f"Mozilla/5.0 (Linux; Android 12) {KIT} MicroMessenger/8.0", "安卓手机 · 微信"),
    ],
)
def test_known_browsers(agent, zh):
    assert device_of(agent).zh == zh


def test_what_is_not_known_is_not_named():
    assert device_of("curl/8.5.0") is None
    assert device_of("") is None
