"""What a browser says of itself, in words that its owner knows."""

from __future__ import annotations

from qingshan.core.kernel.label import Label

_BROWSERS = (
    ("MicroMessenger", Label("微信", "WeChat")),
    ("Edg", Label("Edge", "Edge")),
    ("Firefox", Label("Firefox", "Firefox")),
    ("HuaweiBrowser", Label("华为浏览器", "Huawei Browser")),
    ("Chrome", Label("Chrome", "Chrome")),
    ("Safari", Label("Safari", "Safari")),
)
"""Marks in their order of looking: most browsers also call themselves Chrome or Safari."""

_SYSTEMS = (
    ("HarmonyOS", Label("鸿蒙", "HarmonyOS")),
    ("Android", Label("安卓手机", "Android")),
    ("iPhone", Label("iPhone", "iPhone")),
    ("iPad", Label("iPad", "iPad")),
    ("Windows", Label("Windows", "Windows")),
    ("Mac OS X", Label("Mac", "Mac")),
    ("Linux", Label("Linux", "Linux")),
)


def device_of(agent: str) -> Label | None:
    """System and browser of a ``User-Agent``; None where neither is known."""
    marked = (_first(agent, marks) for marks in (_SYSTEMS, _BROWSERS))
    found = [label for label in marked if label is not None]
    if not found:
        return None
    return Label(" · ".join(one.zh for one in found), " · ".join(one.en for one in found))


def _first(agent: str, marks: tuple[tuple[str, Label], ...]) -> Label | None:
    return next((label for mark, label in marks if mark in agent), None)
