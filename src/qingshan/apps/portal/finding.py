"""What the lists of the register can be narrowed to: queries that find their rows by an index."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Substr

from qingshan.apps.base.fixed import Fixed
from qingshan.apps.base.listing import MOST_COUNTED, Asked, Filter
from qingshan.apps.base.refusals import PARAMETER_UNFIT
from qingshan.apps.books.reads import day_start
from qingshan.apps.land.models import County
from qingshan.apps.land.reads import county_label
from qingshan.apps.pledges.machine import STANDING
from qingshan.apps.pledges.models import Pledge
from qingshan.apps.projects.models import MonitoringPeriod, Project
from qingshan.apps.projects.reads import claims, projects_called
from qingshan.apps.registry.models import (
    CORRECTED_ITEMS,
    Correction,
    Retirement,
    Ticket,
    TicketState,
)
from qingshan.apps.registry.purposes import PURPOSES
from qingshan.apps.registry.reads import retirements, tickets
from qingshan.apps.registry.retiring import SERIES
from qingshan.core.carbon.catalogue import methods
from qingshan.core.kernel.errors import Refusal, Refused
from qingshan.core.kernel.label import Label

PREFIX = "ticket:"
TICKET_STATES = {
    "valid": Label("有效", "valid"),
    "pledged": Label("有质押", "with a pledge"),
    "retired": Label("有注销", "with retirements"),
    "suspended": Label("暂停", "suspended"),
    "revoked": Label("已撤销", "revoked"),
}
"""What a list of tickets can be narrowed to; one ticket may be in several."""

STAGES = {"open": Label("在办", "under way"), "issued": Label("已签发", "issued")}
OPEN_STATES = ("registered", "measured", "reported", "verified")
ALL_COUNTIES = Label("全部县（市、区）", "All counties")
WORDS = "q"
CERTIFICATES = f"{SERIES}-"
"""How numbers of certificates begin."""

_NUMBER = re.compile(r"[A-Z]{2,4}-[0-9-]*")
"""A number or how one begins; whatever else is looked for is a name."""

_LONGER = Label(
    f"再多写几位的票号（{MOST_COUNTED:,} 张以上的票都这样开头）",
    f"more digits: over {MOST_COUNTED:,} tickets begin like this",
)


def county_filter() -> Filter:
    """Counties in which a project lies."""
    choices = [(code, county_label(code, {code: name})) for code, name in _COUNTIES.rows()]
    return Filter("county", Label("县（市、区）", "County"), choices, ALL_COUNTIES)


def _counties() -> QuerySet[County, tuple[Any, ...]]:
    there = Exists(Project.objects.filter(county_code=OuterRef("code")))
    return County.objects.filter(there).order_by("code").values_list("code", "name")


_COUNTIES = Fixed(_counties)


def words_filter(zh: str, en: str) -> Filter:
    """Words to look for."""
    return Filter(WORDS, Label(zh, en))


def year_filter(zh: str, en: str) -> Filter:
    """The year of an act, in Chinese time."""
    return Filter("year", Label(zh, en), is_year=True)


def year_span(text: str) -> tuple[datetime, datetime]:
    """When a year begins and ends, in Chinese time."""
    first = date(int(text), 1, 1)
    return day_start(first), day_start(first.replace(year=first.year + 1))


def method_filter() -> Filter:
    """The methods by which tickets were measured."""
    named = [(spec.id, spec.label) for spec in (each.spec for each in methods())]
    return Filter("method", Label("方法学", "Method"), named)


def ticket_filters() -> list[Filter]:
    """How the list of tickets is narrowed."""
    return [
        words_filter("票号或项目名称", "Number or project"),
        county_filter(),
        Filter("state", Label("状态", "State"), list(TICKET_STATES.items())),
        method_filter(),
        year_filter("签发年份", "Year of issue"),
    ]


def tickets_found(wanted: Asked) -> QuerySet[Ticket]:
    """Tickets, newest first."""
    found = tickets()
    if county := wanted["county"]:
        found = found.filter(monitoring__project__county_code=county)
    if method := wanted["method"]:
        found = found.filter(monitoring__method=method)
    if state := wanted["state"]:
        found = _in_state(found, state)
    if year := wanted["year"]:
        first, end = year_span(year)
        found = found.filter(issued__gte=first, issued__lt=end)
    if words := wanted[WORDS]:
        if _NUMBER.fullmatch(words.upper()):
            return found.filter(number__startswith=words.upper())
        return found.filter(monitoring__project__in=projects_called(words))
    return found


def _in_state(found: QuerySet[Ticket], state: str) -> QuerySet[Ticket]:
    newest = TicketState.objects.order_by("ticket", "-pk").distinct("ticket").values("pk")
    reached = TicketState.objects.filter(pk__in=newest)
    if state == "valid":
        marked = reached.filter(state__in=("suspended", "revoked"), ticket=OuterRef("pk"))
        return found.filter(~Exists(marked))
    if state == "pledged":
        pledged = Pledge.objects.filter(state__in=STANDING, asset__startswith=PREFIX)
        numbers = pledged.annotate(ticket=Substr("asset", len(PREFIX) + 1)).values("ticket")
        return found.filter(number__in=Subquery(numbers))
    if state == "retired":
        return found.filter(Exists(Retirement.objects.filter(ticket=OuterRef("pk"))))
    return found.filter(pk__in=reached.filter(state=state).values("ticket"))


def retirement_filters() -> list[Filter]:
    """How the list of retirements is narrowed."""
    return [
        words_filter("证书编号或票号", "Certificate or ticket"),
        county_filter(),
        Filter("purpose", Label("用途", "Use"), list(PURPOSES.items())),
        year_filter("注销年份", "Year"),
    ]


def retirements_found(wanted: Asked) -> QuerySet[Retirement]:
    """Retirements, newest first."""
    found = retirements()
    if county := wanted["county"]:
        found = found.filter(ticket__monitoring__project__county_code=county)
    if purpose := wanted["purpose"]:
        found = found.filter(purpose=purpose)
    if year := wanted["year"]:
        first, end = year_span(year)
        found = found.filter(when__gte=first, when__lt=end)
    if words := wanted[WORDS]:
        told = words.upper()
        if told.startswith(CERTIFICATES):
            return found.filter(number__startswith=told)
        return found.filter(ticket__in=_tickets_numbered(told))
    return found


def _tickets_numbered(words: str) -> list[int]:
    """Keys of the tickets whose numbers begin so; a beginning that too many share is refused."""
    found = Ticket.objects.filter(number__startswith=words).order_by("number")
    keys = list(found.values_list("pk", flat=True)[: MOST_COUNTED + 1])
    if len(keys) > MOST_COUNTED:
        facts = {"value": words[:40], "rule": _LONGER}
        raise Refused(Refusal(PARAMETER_UNFIT, WORDS, facts))
    return keys


def project_filters() -> list[Filter]:
    """How the list of projects is narrowed."""
    return [
        words_filter("项目名称", "Name of the project"),
        county_filter(),
        Filter("stage", Label("进度", "Progress"), list(STAGES.items())),
    ]


def projects() -> QuerySet[Project]:
    """All projects, newest first."""
    return Project.objects.select_related("party").order_by("-pk")


def projects_found(wanted: Asked) -> QuerySet[Project]:
    """Projects, newest first."""
    found = projects()
    if county := wanted["county"]:
        found = found.filter(county_code=county)
    if stage := wanted["stage"]:
        states = OPEN_STATES if stage == "open" else (stage,)
        periods = MonitoringPeriod.objects.filter(project=OuterRef("pk"), state__in=states)
        found = found.filter(Exists(periods))
    if words := wanted[WORDS]:
        found = found.filter(pk__in=projects_called(words))
    return found


def case_filters() -> list[Filter]:
    """How the list of monitoring periods is narrowed."""
    return [
        words_filter("项目名称", "Name of the project"),
        county_filter(),
        Filter("stage", Label("进度", "Progress"), list(STAGES.items())),
    ]


def claims_told() -> QuerySet[MonitoringPeriod]:
    """All monitoring periods with their tickets, newest first."""
    return claims().select_related("ticket")


def claims_found(wanted: Asked) -> QuerySet[MonitoringPeriod]:
    """Monitoring periods that were not given up, newest first."""
    stage = wanted["stage"]
    states = {"": (*OPEN_STATES, "issued"), "open": OPEN_STATES}.get(stage, (stage,))
    found = claims_told().filter(state__in=states)
    if county := wanted["county"]:
        found = found.filter(project__county_code=county)
    if words := wanted[WORDS]:
        found = found.filter(project__in=projects_called(words))
    return found


def correction_filters() -> list[Filter]:
    """How the list of corrections is narrowed."""
    return [
        words_filter("票号", "Number of the ticket"),
        county_filter(),
        Filter("item", Label("更正事项", "Item"), list(CORRECTED_ITEMS.items())),
        year_filter("更正年份", "Year"),
    ]


def corrections() -> QuerySet[Correction]:
    """All corrections that were accepted, newest first."""
    found = Correction.objects.select_related("ticket__monitoring__project")
    return found.filter(state="accepted").order_by("-pk")


def corrections_found(wanted: Asked) -> QuerySet[Correction]:
    """Corrections that were accepted, newest first."""
    found = corrections()
    if county := wanted["county"]:
        found = found.filter(ticket__monitoring__project__county_code=county)
    if item := wanted["item"]:
        found = found.filter(item=item)
    if year := wanted["year"]:
        first, end = year_span(year)
        found = found.filter(decided__gte=first, decided__lt=end)
    if words := wanted[WORDS]:
        found = found.filter(ticket__number__startswith=words.upper())
    return found
