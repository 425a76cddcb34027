"""What every page needs to know: the words around it, the switches, and the shapes it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, translate_url
from django.utils.functional import lazy
from django.utils.translation import get_language

from qingshan.apps.base.addresses import address_of
from qingshan.apps.base.clock import now
from qingshan.core.kernel.label import Label, Text

ELDER_COOKIE = "elder"
HOUSE = Label("青山", "Qingshan")
HOUSE_LINE = Label("生态产品登记与交易平台", "Ecological product registry")
NAV = (
    ("register", Label("登记簿", "Register")),
    ("notices", Label("公示", "Notices")),
    ("market", Label("市场", "Market")),
    ("map", Label("一张图", "Map")),
    ("methods", Label("方法学", "Methods")),
    ("data", Label("数据", "Data")),
)
"""At most seven; an entry shows as soon as its address exists."""

FOOT_NAV = (
    ("verify", Label("查验碳票", "Verify a ticket")),
    ("progress", Label("查办理进度", "Progress of an application")),
    *NAV,
)
BODIES = (
    ("sponsor", Label("主办单位", "Sponsor")),
    ("operator", Label("承办单位", "Operator")),
    ("contact", Label("联系电话", "Telephone")),
    ("site_code", Label("网站标识码", "Site code")),
    ("icp", Label("ICP 备案", "ICP record")),
    ("police", Label("公安备案", "Public security record")),
)
"""Keys of ``settings.SITE_BODIES``; what is empty is left out."""


@dataclass(frozen=True)
class Crumb:
    """One step of the path to a page; the last one, the page itself, has no address."""

    text: Text
    href: str = ""


@dataclass(frozen=True)
class Step:
    """One station of a life line or of a form's step bar, there with an address to go to."""

    text: Text
    when: date | datetime | Text | None = None
    note: Text = ""
    stage: Literal["done", "now", "todo", "stop"] = "done"
    href: str = ""


@dataclass(frozen=True)
class Reason:
    """One line of an explanation, of the same shape as a figure opened by a measuring run.

    ``shown`` is the figure as text, ``source`` a sentence or the table row that it was read from,
    ``more`` counts parts that are not listed.
    """

    label: Text
    shown: str
    unit: str = ""
    formula: Text = ""
    source: Text | Mapping[str, Any] | None = None
    children: Sequence[Reason] = ()
    more: int = 0
    id: str = ""


@dataclass(frozen=True)
class NavItem:
    """One entry of the navigation."""

    text: Label
    href: str
    is_current: bool


def language() -> Literal["zh", "en"]:
    """The language of the page at hand."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def say(text: object) -> str:
    """A text or a label in the language of the page; nothing for ``None``."""
    if isinstance(text, Label):
        return text.say(language())
    return "" if text is None else str(text)


def _speak(zh: str, en: str) -> str:
    return say(Label(zh, en))


spoken = lazy(_speak, str)
"""``spoken("面积", "Area")``: said when it is shown; for labels, choices and errors of forms."""


def address(name: str) -> str:
    """The address of a named page, or nothing as long as no room serves it."""
    try:
        return address_of(name)
    except NoReverseMatch:
        return ""


def is_elder(request: HttpRequest) -> bool:
    """Whether this visitor asked for large type: by the cookie of the switch or in the address."""
    return "1" in {request.COOKIES.get(ELDER_COOKIE), request.GET.get(ELDER_COOKIE)}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of the page frame."""
    here = request.get_full_path()
    other = "zh-hans" if language() == "en" else "en"
    return {
        "frame": {
            "house": HOUSE,
            "house_line": HOUSE_LINE,
            "language": language(),
            "html_lang": "en" if language() == "en" else "zh-Hans",
            "is_elder": is_elder(request),
            "saves_data": request.headers.get("Save-Data") == "on",
            "is_demo": getattr(settings, "DEMO", False),
            "today": now().date(),
            "printed": now(),
            "here": here,
            "url": request.build_absolute_uri(),
            "other_language": {
                "code": "zh-Hans" if other == "zh-hans" else "en",
                "text": "中文" if other == "zh-hans" else "English",
                "href": _translated(request, other),
            },
            "nav": _nav(NAV, request.path),
            "foot_nav": _nav(FOOT_NAV, request.path),
            "bodies": _bodies(),
            "home": address("home") or "/",
        }
    }


def _translated(request: HttpRequest, language_code: str) -> str:
    """The same page in the other language; its front page where the address is unknown.

    An address that was found already differs by the prefix of its language alone.
    """
    here = request.get_full_path()
    site = get_script_prefix()
    prefixes = {"zh-hans": site, "en": f"{site}en/"}
    there = prefixes.pop(language_code)
    (mine,) = prefixes.values()
    if request.resolver_match is not None and request.resolver_match.url_name:
        return there + here.removeprefix(mine)
    known = translate_url(here, language_code)
    return there if known == here else known


def _nav(entries: Sequence[tuple[str, Label]], path: str) -> list[NavItem]:
    found = [(text, address(name)) for name, text in entries]
    return [NavItem(text, href, path.startswith(href)) for text, href in found if href]


def _bodies() -> list[tuple[Label, str]]:
    known: dict[str, str] = getattr(settings, "SITE_BODIES", {})
    return [(label, known[key]) for key, label in BODIES if known.get(key)]
