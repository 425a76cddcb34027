"""The small pictures of the house, drawn on a grid of 16, and the closed list of states."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from qingshan.core.kernel.label import Label

_PATHS = {
    "check": '<circle cx="8" cy="8" r="6.5"/><path d="m5 8.2 2.1 2.1L11 6"/>',
    "part": '<circle cx="8" cy="8" r="6.5"/>'
    '<path d="M8 1.5a6.5 6.5 0 0 1 0 13z" fill="currentColor"/>',
    "disc": '<circle cx="8" cy="8" r="6.5" fill="currentColor"/><path d="M5 8h6" stroke="#fff"/>',
    "lock": '<rect x="3" y="7" width="10" height="7" rx="1"/><path d="M5 7V5a3 3 0 0 1 6 0v2"/>',
    "clock": '<circle cx="8" cy="8" r="6.5"/><path d="M8 4.5V8l2.5 1.5"/>',
    "pause": '<circle cx="8" cy="8" r="6.5"/><path d="M6.3 5.5v5M9.7 5.5v5"/>',
    "cross": '<circle cx="8" cy="8" r="6.5"/><path d="m5.5 5.5 5 5m0-5-5 5"/>',
    "ask": '<circle cx="8" cy="8" r="6.5" stroke-dasharray="2.2 2"/>'
    '<path d="M6.2 6.3a1.8 1.8 0 1 1 2.6 1.6q-.8.4-.8 1.2M8 11.4v.1"/>',
    "done": '<path d="m2.5 8.5 3.5 3.5 7.5-8"/>',
    "dots": '<circle cx="8" cy="8" r="6.5"/><path d="M5 8h.1M8 8h.1M11 8h.1" stroke-width="2"/>',
    "info": '<circle cx="8" cy="8" r="6.5"/><path d="M8 7.5v3.5M8 5v.1"/>',
    "warn": '<path d="M8 2 14.5 13.5h-13zM8 6.5V10M8 11.8v.1"/>',
    "bell": '<path d="M3.5 11.5h9L11.3 9.6V7a3.3 3.3 0 0 0-6.6 0v2.6z"/>'
    '<path d="M6.7 13.3a1.5 1.5 0 0 0 2.6 0"/>',
    "menu": '<path d="M2 4h12M2 8h12M2 12h12"/>',
    "file": '<path d="M4 1.5h5.5L12.5 4.5v10h-8.5zM9.5 1.5v3h3M8 12V7M6 9l2-2 2 2"/>',
    "search": '<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3.5 3.5"/>',
    "down": '<path d="M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11"/>',
    "pen": '<path d="m2.5 13.5.8-3.2L11 2.6l2.4 2.4-7.7 7.7zM9.3 4.3l2.4 2.4"/>',
    "plus": '<path d="M8 2.5v11M2.5 8h11"/>',
    "undo": '<path d="M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M6 3.5l-3 3 3 3"/>',
    "move": '<path d="M3 12 6.5 3.5 13 7.5 11 13z"/><circle cx="6.5" cy="3.5" r="1.6" '
    'fill="#fff"/><circle cx="13" cy="7.5" r="1.6" fill="#fff"/>',
    "target": '<circle cx="8" cy="8" r="4.5"/><path d="M8 1v4M8 11v4M1 8h4M11 8h4"/>',
    "text": '<path d="M1.5 13.5 5.5 3.5l4 10M3 10h5M10.5 13.5l2-5 2 5M11.2 12h2.6"/>',
}


@cache
def icon(name: str) -> SafeString:
    """The picture of that name, hidden from screen readers: the word beside it speaks."""
    return format_html(
        '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(_PATHS[name]),  # noqa: S308  our own constants
    )


@dataclass(frozen=True)
class StateLook:
    """How a state looks: its tone, its picture, its usual word."""

    tone: str
    picture: str
    label: Label


STATES: dict[str, StateLook] = {
    "valid": StateLook("good", "check", Label("有效", "Valid")),
    "part-retired": StateLook("over", "part", Label("部分注销", "Partly retired")),
    "retired": StateLook("over", "disc", Label("已注销", "Retired")),
    "pledged": StateLook("wait", "lock", Label("质押冻结", "Pledged")),
    "held": StateLook("wait", "lock", Label("已占用", "Held")),
    "suspended": StateLook("bad", "pause", Label("已暂停", "Suspended")),
    "revoked": StateLook("bad", "cross", Label("已撤销", "Revoked")),
    "unknown": StateLook("none", "ask", Label("未知", "Unknown")),
    "in-time": StateLook("good", "clock", Label("期限内", "In time")),
    "due-soon": StateLook("wait", "clock", Label("将到期", "Due soon")),
    "late": StateLook("bad", "warn", Label("超期", "Late")),
    "paused": StateLook("none", "pause", Label("计时中止", "Clock stopped")),
    "pending": StateLook("wait", "clock", Label("待办", "Pending")),
    "open": StateLook("news", "dots", Label("进行中", "Open")),
    "done": StateLook("good", "done", Label("已办结", "Done")),
    "closed": StateLook("over", "disc", Label("已结束", "Closed")),
    "refused": StateLook("bad", "cross", Label("不符合", "Refused")),
}
"""The closed list: a state of a machine is shown as one of these, under its own word."""


def state_look(name: str) -> StateLook:
    """The look of a state; a name that is not listed is our fault."""
    look = STATES.get(name.replace("_", "-"))
    if look is None:
        raise ValueError(f"no look for the state {name!r}; known: {', '.join(STATES)}")
    return look
