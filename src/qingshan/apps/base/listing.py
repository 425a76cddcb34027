"""Public lists: how they are narrowed, and pages by key that cost the same anywhere.

A list is ordered by its keys, newest first, or by a column and then by keys. A page names the key
behind which it begins (``before``) or before which it ends (``after``), so that no page is counted
off from the first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse

from qingshan.apps.base.fixed import Fixed
from qingshan.apps.base.frame import ELDER_COOKIE
from qingshan.apps.base.refusals import PARAMETER_UNFIT, PARAMETER_UNKNOWN
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.kernel.label import Label, Text

P = ParamSpec("P")
ALL = Label("全部", "All")
PER_PAGE = 20
MOST_COUNTED = 1000
"""Further than this nothing is counted: the page would have to look at every row."""

BEFORE, AFTER = "before", "after"
_KEY = re.compile(r"[1-9][0-9]{0,17}")
_KEY_RULE = Label("翻页链接给出的编号", "a number that a link to another page gave")
_NUMBER_RULE = Label("正整数", "a whole number above zero")
_YEAR = re.compile(r"20[0-9]{2}")
_YEAR_RULE = Label("四位年份，例如 2026", "a year of four digits, such as 2026")


@dataclass(frozen=True)
class Filter:
    """One way to narrow a list: by one of some choices, a year, a number, or by words."""

    name: str
    label: Label
    choices: Sequence[tuple[str, Text]] | None = None
    whole: Label = ALL
    is_year: bool = False
    is_number: bool = False

    def wrong(self, value: str) -> Label | None:
        """The rule that a value breaks."""
        if self.is_year:
            return None if _YEAR.fullmatch(value) else _YEAR_RULE
        if self.is_number:
            return None if _KEY.fullmatch(value) else _NUMBER_RULE
        if self.choices is None or value in {code for code, _ in self.choices}:
            return None
        known = [code for code, _ in self.choices]
        return Label(f"以下之一：{'、'.join(known)}", f"one of {', '.join(known)}")


@dataclass(frozen=True)
class Asked:
    """What a visitor asked of a list; ``values`` hold what is not empty, by the list's filters."""

    values: Mapping[str, str]
    before: int | None = None
    after: int | None = None
    filters: Sequence[Filter] = ()

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


@dataclass(frozen=True)
class Slice:
    """One page of a list, with the addresses of those beside it and how many rows there are.

    ``is_counted`` says that ``count`` is right above the bound too.
    """

    rows: list[Any]
    previous: str
    next: str
    count: int
    is_counted: bool = False

    @property
    def count_text(self) -> Label:
        """How many rows match; above a bound only that there are more, unless that is known."""
        if self.count > MOST_COUNTED and not self.is_counted:
            return Label(f"超过 {MOST_COUNTED:,} 条", f"more than {MOST_COUNTED:,}")
        return Label(f"共 {self.count:,} 条", f"{self.count:,} in all")


@dataclass(frozen=True)
class Order:
    """By which column a list is ordered, and then by key, both downwards or both upwards.

    The column keeps its value from when a row is first on the list.
    """

    column: str = "pk"
    is_down: bool = True

    def sorted(self, found: QuerySet[Any], *, back: bool = False) -> QuerySet[Any]:
        """The rows in this order, or in the opposite one."""
        sign = "-" if self.is_down is not back else ""
        return found.order_by(*(f"{sign}{name}" for name in dict.fromkeys((self.column, "pk"))))

    def behind(self, place: Mapping[str, Any], *, back: bool = False) -> Q:
        """What comes behind a place, or before it; a place has a key and its column's value."""
        beyond = "lt" if self.is_down is not back else "gt"
        further = Q(**{f"pk__{beyond}": place["pk"]})
        if self.column == "pk":
            return further
        value = place[self.column]
        bound = Q(**{f"{self.column}__{beyond}e": value})
        return bound & (Q(**{f"{self.column}__{beyond}": value}) | further)


NEWEST = Order()


def asked(request: HttpRequest, filters: Sequence[Filter] = (), *, paged: bool = True) -> Asked:
    """What the address asks for.

    Raises
    ------
    Refused
        E-PO-01 for each unknown parameter, E-PO-17 for each value that does not fit.
    """
    by_name = {each.name: each for each in filters}
    pages = (BEFORE, AFTER) if paged else ()
    known = [*by_name, *pages]
    values = {name: request.GET[name].strip() for name in request.GET}
    facts = {"known": Label("、".join(known) or "—", ", ".join(known) or "—")}
    wrong = [
        Refusal(PARAMETER_UNKNOWN, name, facts)
        for name in values
        if name not in {*known, ELDER_COOKIE}
    ]
    told = {name: value for name, value in values.items() if value}
    rules = {name: by_name[name].wrong(value) for name, value in told.items() if name in by_name}
    rules |= {n: _KEY_RULE for n in pages if n in told and not _KEY.fullmatch(told[n])}
    wrong += [
        Refusal(PARAMETER_UNFIT, name, {"value": told[name][:40], "rule": rule})
        for name, rule in rules.items()
        if rule is not None
    ]
    refuse_all(wrong)
    before, after = (
        int(told[name]) if name in told and paged else None for name in (BEFORE, AFTER)
    )
    return Asked({name: told[name] for name in by_name if name in told}, before, after, filters)


def must_know(request: HttpRequest, *names: str) -> None:
    """Refuse (E-PO-01) what stands in the address beside some known names."""
    asked(request, [Filter(name, Label(name, name)) for name in names], paged=False)


def knows(*names: str) -> Callable[[Callable[P, HttpResponse]], Callable[P, HttpResponse]]:
    """Make a public page refuse (E-PO-01) what stands in its address beside some known names."""

    def dress(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
        @wraps(view)
        def shown(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            request = args[0]
            assert isinstance(request, HttpRequest)
            must_know(request, *names)
            return view(*args, **kwargs)

        return shown

    return dress


def page_of(
    request: HttpRequest,
    found: QuerySet[Any],
    rows: Fixed,
    wanted: Asked,
    order: Order = NEWEST,
    count: int | None = None,
) -> Slice:
    """One page of a query in an order that an index has.

    Only keys are looked for among all; ``rows`` reads what stands on the page by these (``by_keys``
    of the same query, also of rows that have left it since). ``count`` tells how many rows there
    are where that is known.

    Raises
    ------
    Refused
        E-PO-17 for a key that is none of the list, where the order is not that of keys.
    """
    if wanted.after is not None:
        before = _place(AFTER, wanted.after, rows, order)
        nearest = order.sorted(found.filter(order.behind(before, back=True)), back=True)
        keys = _keys(nearest[: PER_PAGE + 1])
        is_more_before, keys = len(keys) > PER_PAGE, keys[:PER_PAGE][::-1]
        is_more_behind = bool(keys)
    else:
        older = order.sorted(found)
        if wanted.before is not None:
            older = older.filter(order.behind(_place(BEFORE, wanted.before, rows, order)))
        keys = _keys(older[: PER_PAGE + 1])
        is_more_behind, keys = len(keys) > PER_PAGE, keys[:PER_PAGE]
        is_more_before = wanted.before is not None and bool(keys)
    is_whole = not (is_more_before or is_more_behind or wanted.before or wanted.after)
    told = len(keys) if is_whole else count
    return Slice(
        rows.objects(keys),
        previous=_link(request, AFTER, keys[0]) if is_more_before else "",
        next=_link(request, BEFORE, keys[-1]) if is_more_behind else "",
        count=count_up_to(order.sorted(found)) if told is None else told,
        is_counted=told is not None,
    )


def _keys(found: QuerySet[Any]) -> list[int]:
    return list(found.values_list("pk", flat=True))


def _place(name: str, key: int, rows: Fixed, order: Order) -> Mapping[str, Any]:
    """Where a key stands in an order; in that of keys it may be the key of nothing."""
    if order.column == "pk":
        return {"pk": key}
    for row in rows.objects([key]):
        return {"pk": key, order.column: getattr(row, order.column)}
    raise Refused(Refusal(PARAMETER_UNFIT, name, {"value": str(key), "rule": _KEY_RULE}))


def count_up_to(found: QuerySet[Any]) -> int:
    """How many rows there are; above a bound one more than that."""
    return up_to(found).count()


def up_to(found: QuerySet[Any]) -> QuerySet[Any]:
    """The keys of the first rows, one more than are counted."""
    return found.values_list("pk", flat=True)[: MOST_COUNTED + 1]


def by_keys(every: Callable[[], QuerySet[Any]]) -> Fixed:
    """Rows of a query by their keys, with all that it brings beside them, in its order."""
    return Fixed(lambda keys: every().filter(pk__in=keys), list[int])


def shown(wanted: Asked) -> list[dict[str, Any]]:
    """The filters as the form above a list shows them."""
    return [{"filter": each, "value": wanted[each.name]} for each in wanted.filters]


def _link(request: HttpRequest, name: str, key: int) -> str:
    kept = request.GET.copy()
    for other in (BEFORE, AFTER):
        kept.pop(other, None)
    kept[name] = str(key)
    return f"?{kept.urlencode()}"
