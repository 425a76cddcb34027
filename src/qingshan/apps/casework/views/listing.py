"""The list of cases: narrowed, by working days left, page by page, as CSV, accepted at once."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from qingshan.apps.base.clock import now
from qingshan.apps.base.downloads import csv_answer
from qingshan.apps.base.frame import Crumb, address, say
from qingshan.apps.casework.kinds import kind_label, kinds, setting
from qingshan.apps.casework.machine import CASE, OFFICIALS
from qingshan.apps.casework.models import Case
from qingshan.apps.casework.places import place_label
from qingshan.apps.casework.reads import (
    DUE_CLASSES,
    Wanted,
    behind,
    cases_seen_by,
    counties_among,
    due_counts,
    in_order,
    narrowed,
)
from qingshan.apps.casework.refusals import BATCH_UNFIT, PARAMETER_UNFIT, PARAMETER_UNKNOWN
from qingshan.apps.casework.traffic import Traffic, traffic
from qingshan.apps.casework.verbs.accept_case import accept_case
from qingshan.apps.casework.views.finding import CASES
from qingshan.apps.parties.acting import DESK, actor_in, keyed_call
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.kernel.label import Label

FILTERS = ("state", "kind", "county", "due", "mine")
AFTER, OPEN_END = "after", "-"
DUE_LABELS = {
    "late": Label("超期", "late"),
    "soon": Label("将到期", "due soon"),
    "later": Label("期限内", "in time"),
    "paused": Label("中止或无时限", "stopped or without limit"),
}
CSV_MOST = 100_000


@dataclass(frozen=True)
class Row:
    """A line of the list."""

    case: Case
    mark: Traffic | None
    place: Label
    kind: Label

    @property
    def pk(self) -> int:
        """The key of the case."""
        return self.case.pk

    @property
    def applicant(self) -> str:
        """Who asked; a person by the surname only."""
        return self.case.party.public_name if self.case.party else "—"


@login_required
def cases(request: HttpRequest) -> HttpResponse:
    """The cases that the actor may see; unknown filters are refused (E-CW-25)."""
    actor, today = actor_in(request), now().date()
    wanted, after = asked(request, today)
    seen = cases_seen_by(actor, today)
    without_due = Wanted(**{**asdict(wanted), "due": ""})
    found = narrowed(seen, wanted, actor, today)
    size = setting("list", "rows", as_of=today)
    page = list(
        in_order(behind(found, *after) if after else found).select_related(*_JOINED)[: size + 1]
    )
    more, page = len(page) > size, page[:size]
    told = {name: value for name, value in asdict(wanted).items() if value}
    context = {
        "rows": rows_of(page, today),
        "next": _link(told, page[-1]) if more else "",
        "first": f"?{urlencode(told)}" if after else "",
        "counts": _counts(narrowed(seen, without_due, actor, today), wanted, told, today),
        "wanted": wanted,
        "states": [(name, label) for name, label in CASE.states.items()],
        "kinds": [(name, kind_label(name, as_of=today)) for name in kinds()],
        "counties": [(code, place_label(code, as_of=today)) for code in counties_among(seen)],
        "query": urlencode(told),
        "may_accept": actor.may(*OFFICIALS) and wanted.state == "submitted",
        "key": secrets.token_urlsafe(12),
        "crumbs": [Crumb(DESK, address("desk")), Crumb(CASES)],
        "today": today,
    }
    return render(request, "casework/cases.html", context)


@login_required
def cases_csv(request: HttpRequest) -> HttpResponse:
    """The same list, whole, as CSV."""
    actor, today = actor_in(request), now().date()
    wanted, _ = asked(request, today)
    found = in_order(narrowed(cases_seen_by(actor, today), wanted, actor, today))
    head = ["number", "kind", "title", "applicant", "county", "state", "office", "assignee"]
    head += ["opened", "since", "due", "traffic"]
    rows = (_cells(row) for row in rows_of(found.select_related(*_JOINED)[:CSV_MOST], today))
    return csv_answer(f"cases-{today.isoformat()}.csv", head, rows)


@login_required
@require_POST
def accept_chosen(request: HttpRequest) -> HttpResponse:
    """Accept the chosen cases one by one; what one is refused for does not keep the others."""
    call = keyed_call(request)
    chosen = [int(key) for key in request.POST.getlist("case") if key.isdigit()]
    most = setting("batch", "cases_most", as_of=call.when.date())
    if not 0 < len(chosen) <= most:
        raise Refused.because(BATCH_UNFIT, "", count=len(chosen), most=most)
    visible = cases_seen_by(call.actor, call.when.date()).filter(pk__in=chosen)
    done = 0
    wrong: list[Refusal] = []
    for case in visible.order_by("pk"):
        try:
            accept_case(call.step(case.number), case=case.pk)
            done += 1
        except Refused as refused:
            wrong += refused.refusals
    if done:
        text = Label(f"已受理 {done} 件。", f"Accepted: {done}.")
        messages.success(request, say(text))
    if wrong:
        raise Refused(*wrong)
    return redirect(f"{reverse('cases')}?state=submitted")


_JOINED = ("party", "office", "assignee")


def asked(request: HttpRequest, today: date) -> tuple[Wanted, tuple[date | None, int] | None]:
    """Filters and place in the list as the address names them; everything unfit is refused."""
    known = "、".join((*FILTERS, AFTER))
    wrong = [
        Refusal(PARAMETER_UNKNOWN, name, {"known": known})
        for name in request.GET
        if name not in (*FILTERS, AFTER)
    ]
    wanted = Wanted(**{name: request.GET.get(name, "") for name in FILTERS})
    fits = {
        "state": wanted.state in ("", *CASE.states),
        "kind": wanted.kind in ("", *kinds()),
        "county": wanted.county == "" or wanted.county.isdigit(),
        "due": wanted.due in ("", *DUE_CLASSES),
        "mine": wanted.mine in ("", "1"),
    }
    place = _place(request.GET.get(AFTER, ""))
    fits[AFTER] = AFTER not in request.GET or place is not None
    wrong += [
        Refusal(PARAMETER_UNFIT, name, {"value": request.GET[name][:40]})
        for name, is_fit in fits.items()
        if not is_fit
    ]
    refuse_all(wrong)
    return wanted, place


def rows_of(found: QuerySet[Case] | list[Case], today: date) -> list[Row]:
    """Lines of the list; names of kinds and places are looked up once."""
    cases = list(found)
    places = {code: place_label(code, as_of=today) for code in {c.county_code for c in cases}}
    names = {kind: kind_label(kind, as_of=today) for kind in {c.kind for c in cases}}
    return [Row(c, traffic(c, today), places[c.county_code], names[c.kind]) for c in cases]


def _counts(
    found: QuerySet[Case], wanted: Wanted, told: dict[str, str], today: date
) -> list[dict[str, Any]]:
    counted = due_counts(found, today)
    tabs = [("", Label("全部", "all"), sum(counted.values()))]
    tabs += [(name, DUE_LABELS[name], counted[name]) for name in DUE_CLASSES]
    return [
        {
            "text": label,
            "count": count,
            "href": "?"
            + urlencode({**{k: v for k, v in told.items() if k != "due"}, **_due(name)}),
            "is_current": wanted.due == name,
        }
        for name, label, count in tabs
    ]


def _due(name: str) -> dict[str, str]:
    return {"due": name} if name else {}


def _link(told: dict[str, str], last: Case) -> str:
    place = f"{last.due.isoformat() if last.due else OPEN_END}_{last.pk}"
    return "?" + urlencode({**told, AFTER: place})


def _place(text: str) -> tuple[date | None, int] | None:
    due, _, key = text.partition("_")
    if not key.isdigit():
        return None
    try:
        return (None if due == OPEN_END else date.fromisoformat(due)), int(key)
    except ValueError:
        return None


def _cells(row: Row) -> list[Any]:
    case = row.case
    return [
        case.number,
        say(row.kind),
        case.title,
        row.applicant,
        case.county_code,
        say(case.state_label),
        case.office or "",
        case.assignee or "",
        case.opened_on.isoformat(),
        case.since.isoformat(),
        case.due.isoformat() if case.due else "",
        say(row.mark.word) if row.mark else "",
    ]
