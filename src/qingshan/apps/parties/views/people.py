"""Parties, people and their roles, screening lists, sign-ins and the journal, each by its role."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Model, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from qingshan.apps.base import files
from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.base.models import Event
from qingshan.apps.base.uploads import refuse_stopped
from qingshan.apps.base.verb import verb_label
from qingshan.apps.parties import factors, rules
from qingshan.apps.parties.acting import (
    DESK,
    actor_in,
    answer_form,
    form_page,
    keyed_call,
    must_be,
)
from qingshan.apps.parties.desk_forms import ListForm, ProposalForm
from qingshan.apps.parties.doors import (
    AUDIT,
    JOURNAL,
    KEEPERS,
    PARTIES,
    PEOPLE,
    PROPOSERS,
    READERS,
    REVIEWERS,
    SECURITY,
    SIGN_INS,
)
from qingshan.apps.parties.kinds import PARTY_KINDS, SIGN_IN_OUTCOMES
from qingshan.apps.parties.models import DueDiligence, Membership, Party, SignIn, User
from qingshan.apps.parties.reads import masked_code, user_of
from qingshan.apps.parties.screening import latest_lists
from qingshan.apps.parties.verbs.end_role import end_role
from qingshan.apps.parties.verbs.import_screening_list import import_screening_list
from qingshan.apps.parties.verbs.lock_user import lock_user
from qingshan.apps.parties.verbs.propose_role import propose_role
from qingshan.apps.parties.verbs.reset_factors import reset_factors
from qingshan.apps.parties.verbs.unlock_user import unlock_user
from qingshan.core.kernel.label import Label

PAGE = 50
ON_PEOPLE = {"lock": lock_user, "unlock": unlock_user, "reset": reset_factors}


@login_required
def parties(request: HttpRequest) -> HttpResponse:
    """The register of parties; numbers are masked here as well."""
    must_be(request, *READERS)
    wanted = request.GET.get("q", "").strip()
    found = Party.objects.select_related("enrolment").order_by("name", "pk")
    if wanted:
        found = found.filter(Q(name__icontains=wanted) | Q(credit_code=wanted.upper()))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    again = _next_reviews([party.pk for party in page])
    rows = [
        {
            "party": party,
            "name": party.public_name,
            "kind": PARTY_KINDS[party.kind],
            "code": masked_code(party.credit_code),
            "enrolment": getattr(party, "enrolment", None),
            "again": again.get(party.pk),
        }
        for party in page
    ]
    actor = actor_in(request)
    context = {
        "rows": rows,
        "page": page,
        "wanted": wanted,
        "today": now().date(),
        "can_review": actor.may(*REVIEWERS),
        "can_see_people": actor.may(*KEEPERS),
        "crumbs": [Crumb(DESK, address("desk")), Crumb(PARTIES)],
    }
    return render(request, "parties/parties.html", context)


def _next_reviews(parties: list[int]) -> dict[int, Any]:
    rows = DueDiligence.objects.filter(
        enrolment__party__in=parties, next_review__isnull=False
    ).order_by("pk")
    return dict(rows.values_list("enrolment__party", "next_review"))


@login_required
def screening(request: HttpRequest) -> HttpResponse:
    """The lists in use and how fresh they are; another one is imported here."""
    must_be(request, *REVIEWERS)
    refuse_stopped(request)

    def do(call: Call, form: ListForm) -> Model:
        told = form.cleaned_data
        kept = files.keep(told["file"].read(), name=told["file"].name[-120:], media_type="text/csv")
        return import_screening_list(
            call,
            file=kept.pk,
            name=told["name"],
            issuer=told["issuer"],
            published=told["published"],
        )

    fresh_days = rules.number("screening", "fresh_days", "d", now().date())
    rows = [
        {
            "list": one,
            "count": one.entries.count(),
            "is_fresh": (now() - one.imported).days < fresh_days,
        }
        for one in latest_lists()
    ]
    page = form_page(
        Label("筛查名单", "Screening lists"),
        Label("导入", "Import"),
        (DESK, "desk"),
        (PARTIES, "parties"),
    )
    more = {"template": "parties/screening.html", "rows": rows, "fresh_days": fresh_days}
    return answer_form(request, ListForm, do, page | more | {"back": "screening"})


@login_required
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who can sign in."""
    must_be(request, *KEEPERS)
    wanted = request.GET.get("q", "").strip()
    found = User.objects.prefetch_related("memberships__party").order_by("username")
    if wanted:
        found = found.filter(Q(username__icontains=wanted) | Q(display_name__icontains=wanted))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "user": user,
            "roles": [row for row in user.memberships.all() if row.until is None],
        }
        for user in page
    ]
    crumbs = [Crumb(DESK, address("desk")), Crumb(PEOPLE)]
    context = {"rows": rows, "page": page, "wanted": wanted, "crumbs": crumbs}
    return render(request, "parties/people.html", context)


@login_required
def person(request: HttpRequest, user: int) -> HttpResponse:
    """One person: roles of all times, factors, and what the administrators may do."""
    actor = must_be(request, *KEEPERS)
    found = _person(user)
    context = {
        "person": found,
        "memberships": found.memberships.select_related("party").order_by("-pk"),
        "factors": len(factors.standing(found)),
        "can_lock": actor.may("administrator"),
        "can_reset": actor.may("security_administrator"),
        "can_propose": actor.may(*PROPOSERS),
        "crumbs": [
            Crumb(DESK, address("desk")),
            Crumb(PEOPLE, address("people")),
            Crumb(str(found)),
        ],
    }
    return render(request, "parties/person.html", context)


@login_required
def propose(request: HttpRequest, user: int) -> HttpResponse:
    """Propose a role for a person; the security administrator confirms it."""
    must_be(request, *PROPOSERS)
    found = _person(user)

    def do(call: Call, form: ProposalForm) -> Model:
        told = form.cleaned_data
        return propose_role(
            call,
            user=found.pk,
            party=told["party"].pk,
            role=told["role"],
            area=told["area"],
            reason=told["reason"],
        )

    page = form_page(
        Label("提名岗位", "Propose a role"),
        Label("提名", "Propose"),
        (DESK, "desk"),
        (PEOPLE, "people"),
    )
    about = Label(f"{found}（{found.username}）", f"{found} ({found.username})")
    return answer_form(request, ProposalForm, do, page | {"about": about})


@login_required
@require_POST
def on_person(request: HttpRequest, user: int, act: str) -> HttpResponse:
    """Lock, unlock, or take lost factors off."""
    must_be(request, *KEEPERS)
    do = ON_PEOPLE.get(act)
    if do is None:
        raise Http404
    do(keyed_call(request), user=_person(user).pk, reason=request.POST.get("reason", ""))
    return redirect("person", user)


@login_required
@require_POST
def end(request: HttpRequest, membership: int) -> HttpResponse:
    """End a role."""
    must_be(request, *SECURITY)
    found = Membership.objects.filter(pk=membership).first()
    if found is None:
        raise Http404
    end_role(keyed_call(request), membership=membership)
    return redirect("person", found.user_id)


@login_required
def sign_ins(request: HttpRequest) -> HttpResponse:
    """All sign-ins, for the audit administrator."""
    must_be(request, *AUDIT)
    found = SignIn.objects.select_related("user").order_by("-pk")
    outcome = request.GET.get("outcome", "")
    if outcome in SIGN_IN_OUTCOMES:
        found = found.filter(outcome=outcome)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": page.object_list,
        "page": page,
        "outcomes": list(SIGN_IN_OUTCOMES.items()),
        "chosen": outcome,
        "crumbs": [Crumb(DESK, address("desk")), Crumb(SIGN_INS)],
    }
    return render(request, "parties/sign_ins.html", context)


@login_required
def journal(request: HttpRequest) -> HttpResponse:
    """The journal of all acts, for the audit administrator."""
    must_be(request, *AUDIT)
    page = Paginator(Event.objects.order_by("-pk"), PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "event": event,
            "act": verb_label(event.verb),
            "who": user_of(event.actor) or event.actor,
        }
        for event in page
    ]
    crumbs = [Crumb(DESK, address("desk")), Crumb(JOURNAL)]
    return render(request, "parties/journal.html", {"rows": rows, "page": page, "crumbs": crumbs})


def _person(key: int) -> User:
    found = User.objects.filter(pk=key).first()
    if found is None:
        raise Http404
    return found
