"""The components of the look as template tags; a builtin library, so no page loads it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Literal

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template.context import Context
from django.template.defaultfilters import capfirst
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from qingshan.apps.base.frame import Crumb, Step, language, say
from qingshan.apps.base.templatetags import (
    amounts,
    icons,
    links,
    maps,
    province,
    reasons,
    table,
    words,
)
from qingshan.core.carbon import report
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label, Text
from qingshan.core.ledger.model import TICKET

_HAN = re.compile(r"[\u4e00-\u9fff]")
_BOOKED = re.compile(r"[a-z_]+:(?P<number>[A-Z]{2}-\d{4}-\d{6}-\d)#\d+")
"""A place in the ledger: the key of a chain that bears a number, and which of its transfers."""

register = template.Library()

for _name, _function in amounts.FILTERS.items():
    register.filter(_name, _function)
register.tag("text", words.parse_text)
register.tag("url", links.parse_url)
register.tag("table", table.parse_table)
register.tag("col", table.parse_column)
register.inclusion_tag("base/parts/map.html", name="map")(maps.map_figure)
register.inclusion_tag("base/parts/draw.html", name="drawing")(maps.drawing)
register.simple_tag(maps.on_map, name="on_map")

LONG_FIGURE = 9
LISTED_OPEN = 12
"""Figures of one list that may stand open at once."""
NUMBER = re.compile(r"[A-Z]{1,3}-\d{4}-\d{6}-[0-9A-Z]")
NOTICE_PICTURES = {"info": "info", "warn": "warn", "bad": "cross", "good": "check"}


@register.filter
def label(value: object) -> str:
    """A label in the language of the page; other texts stay as they are."""
    return say(value)


@register.filter
def numbers_kept(text: str) -> SafeString:
    """Official numbers in a heading stay on one line; a hyphen would break them."""
    told = conditional_escape(text)
    return mark_safe(NUMBER.sub(r'<span class="keep">\g<0></span>', told))  # noqa: S308  escaped


@register.filter
def unit(name: Text) -> str:
    """A unit by its short name, in the language of the page."""
    return amounts.unit_text(name)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture by name; decoration only."""
    return icons.icon(name)


@register.simple_tag
def state(name: str, word: Text = "", note: object = "", *, large: bool = False) -> SafeString:
    """A state as icon, word and colour: ``{% state "pledged" note="3,000 吨" %}``.

    ``word`` replaces the usual word: a machine's own label.
    """
    look = icons.state_look(name)
    classes = f"{look.tone} large" if large else look.tone
    words = conditional_escape(say(word) or say(look.label))
    more = f" {conditional_escape(say(note))}" if note else ""
    return mark_safe(  # noqa: S308  our own names, and words escaped
        f'<span class="state {classes}">{icons.icon(look.picture)}<span>{words}{more}</span></span>'
    )


@register.simple_tag
def choices(among: Iterable[tuple[str, Text]], chosen: str) -> SafeString:
    """What one may choose, ``chosen`` marked: ``{% choices each.filter.choices each.value %}``."""
    lines = []
    for code, name in among:
        option = _option(code, say(name))
        lines.append(option.replace('">', '" selected>', 1) if code == chosen else option)
    return mark_safe("".join(lines))  # noqa: S308  escaped one by one


@lru_cache(maxsize=4096)
def _option(code: str, words: str) -> str:
    """One of them: there are many of each kind, and they are the same on every page."""
    told = conditional_escape(capfirst(words))
    return f'<option value="{conditional_escape(code)}">{told}</option>'


@register.inclusion_tag("base/parts/figure.html")
def figure(
    value: object, unit: Text = "", zh: str = "", en: str = "", **more: Any
) -> dict[str, Any]:
    """One figure of a row: number, unit, name, ground, and a way to open it.

    ``more``: ``name`` (label instead of zh/en), ``note`` or ``note_zh``/``note_en``, ``as_of``
    (day), ``href`` (where the number is explained) or ``why`` (an explanation to open in place).
    A value of ``None`` is said to be unknown.
    """
    return {
        "name": say(more.get("name")) or say(Label(zh, en)),
        "value": value,
        "is_long": len(str(value)) > LONG_FIGURE,
        "unit": amounts.unit_text(unit),
        "note": say(more.get("note"))
        or say(Label(more.get("note_zh", ""), more.get("note_en", ""))),
        "as_of": more.get("as_of"),
        "href": more.get("href", ""),
        "why": more.get("why"),
    }


@register.inclusion_tag("base/parts/crumbs.html")
def crumbs(path: Iterable[Crumb]) -> dict[str, Any]:
    """The path to this page: ``{% crumbs path %}`` with ``Crumb`` rows, the page itself last."""
    return {"path": list(path)}


@register.inclusion_tag("base/parts/life.html")
def life(steps: Sequence[Step], *, long: bool = False) -> dict[str, Any]:
    """The life line of a ticket or a case; more than eight stations stand below each other."""
    return {"steps": steps, "is_long": long or len(steps) > 8}


@register.inclusion_tag("base/parts/steps.html")
def steps(names: Sequence[Text | Step], current: int = 1) -> dict[str, Any]:
    """The step bar of a form; ``current`` counts from one. ``Step`` rows keep their own stage."""
    rows = []
    for place, name in enumerate(names, 1):
        if isinstance(name, Step):
            rows.append(name)
        else:
            rows.append(Step(name, stage=_stage(place, current)))
    return {"steps": rows, "current": current}


def _stage(place: int, current: int) -> Literal["done", "now", "todo"]:
    if place == current:
        return "now"
    return "done" if place < current else "todo"


@register.inclusion_tag("base/parts/explain.html")
def explain(tree: Any, depth: int = 2, href: str = "") -> dict[str, Any]:
    """Where a number comes from: ``depth`` levels stand open, the rest opens on request.

    ``tree``: one figure or several, as a run explains them, or ``Reason`` rows. ``href``: address
    under which a figure opens that is cut off here; ``{id}`` in it takes the figure's id. The
    figures of a long list stand closed: two dozen trees opened at once hide each other.
    """
    told = reasons.rows(tree, href)
    depth = depth if len(told) <= LISTED_OPEN else 0
    return {"reasons": told, "depth": depth, "below": depth - 1, "href": href}


@register.inclusion_tag("base/parts/refusals.html")
def refusals(reasons: Iterable[Refusal]) -> dict[str, Any]:
    """Everything that is wrong: place, what, why and what to do about it."""
    return {"refusals": list(reasons)}


@register.filter
def chinese(told: object) -> str:
    """What stands in Chinese in both languages, marked so for those who have a page read aloud."""
    text = str(told)
    return format_html('<span lang="zh-Hans">{}</span>', text) if _HAN.search(text) else text


@register.filter
def place(told: Text) -> str:
    """Where something is wrong in words of people: a ticket or a booking by its number."""
    words = say(told)
    booked = _BOOKED.fullmatch(words)
    return booked["number"] if booked else words.removeprefix(TICKET)


@register.filter
def refusal_text(refusal: Refusal, part: str) -> str:
    """One sentence of a refusal in the language of the page: ``what``, ``why`` or ``remedy``."""
    said: str = getattr(refusal, part)(language())
    return said


@register.simple_block_tag
def notice(content: str, kind: str = "info", zh: str = "", en: str = "") -> SafeString:
    """``{% notice "warn" zh="…" en="…" %}…{% endnotice %}``: kinds info, good, warn, bad."""
    head = say(Label(zh, en))
    return format_html(
        '<div class="notice {}"{}>{}<div>{}{}</div></div>',
        kind,
        mark_safe(' role="alert"' if kind == "bad" else ""),  # noqa: S308  constant
        icons.icon(NOTICE_PICTURES[kind]),
        format_html('<p class="head-line">{}</p>', head) if head else "",
        conditional_escape(content),
    )


@register.simple_block_tag
def blank(content: str, zh: str = "暂无记录", en: str = "No records yet") -> SafeString:
    """``{% blank zh="…" en="…" %}what one can do{% endblank %}``: nothing here, in plain words."""
    return format_html(
        '<div class="blank"><p>{}</p>{}</div>', say(Label(zh, en)), conditional_escape(content)
    )


@register.inclusion_tag("base/parts/field.html")
def field(bound: BoundField, kind: str = "", unit: Text = "", note: Text = "") -> dict[str, Any]:
    """A form field with label, help and errors; ``kind`` "short" keeps the box small."""
    widget = bound.field.widget
    described = [f"{bound.auto_id}_help"] if bound.help_text or note else []
    described += [f"{bound.auto_id}_errors"] if bound.errors else []
    attributes: dict[str, Any] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    is_choice = isinstance(widget, (RadioSelect, CheckboxSelectMultiple))
    return {
        "field": bound,
        "widget": bound.as_widget(attrs=attributes),
        "kind": kind,
        "unit": amounts.unit_text(unit),
        "note": note,
        "is_choice": is_choice,
        "is_tick": isinstance(widget, CheckboxInput) and not is_choice,
        "is_file": getattr(widget, "input_type", "") == "file",
    }


@register.inclusion_tag("base/parts/errors.html")
def errors(form: BaseForm) -> dict[str, Any]:
    """The summary above a form: every error with a link to its field, which it names once."""
    rows = [
        (
            "" if f"“{say(bound.label)}”" in str(error) else say(bound.label).rstrip("。."),
            error,
            bound,
        )
        for bound in form
        for error in bound.errors
    ]
    return {"rows": rows, "general": form.non_field_errors(), "count": len(form.errors)}


@register.inclusion_tag("base/parts/told_table.html")
def told_table(told: report.Table) -> dict[str, Any]:
    """A table of a report, as its paper and its workbook have it: ``{% told_table table %}``."""
    rows = [list(zip(told.columns, cells, strict=True)) for cells in told.rows]
    return {"told": told, "rows": rows}


@register.inclusion_tag("base/parts/pager.html", takes_context=True)
def pager(
    context: Context,
    page: Page[Any] | None = None,
    previous: str = "",
    next: str = "",  # noqa: A002
) -> dict[str, Any]:
    """Pages of a list: ``{% pager page %}``, or by cursor ``{% pager previous=url next=url %}``."""
    if page is None:
        return {"page": None, "previous": previous, "next": next}
    kept = context["request"].GET.copy()

    def link(number: int) -> str:
        kept["page"] = str(number)
        return f"?{kept.urlencode()}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "previous": link(page.previous_page_number()) if page.has_previous() else "",
        "next": link(page.next_page_number()) if page.has_next() else "",
        "links": [(n, link(n) if isinstance(n, int) else "") for n in numbers],
    }


@register.inclusion_tag("base/parts/locator.html")
def locator(
    codes: Iterable[str], pins: Iterable[province.Pin] = (), href: str = ""
) -> dict[str, Any]:
    """The province as a still picture: counties of ``codes`` lit, ``pins`` numbered."""
    return {"picture": province.picture(tuple(codes), tuple(pins), href)}
