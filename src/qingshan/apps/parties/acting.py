"""A form of the workspace and its act: shown, checked, done once, or the reasons why not."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.forms import KeyedForm
from qingshan.apps.base.frame import Crumb, address, say
from qingshan.apps.base.middleware import refused_page
from qingshan.apps.base.roles import role_missing
from qingshan.apps.parties.models import Membership, Party
from qingshan.apps.parties.reads import actor_of
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

CONFLICT, WRONG = 409, 422
DESK = Label("工作台", "Workspace")
Form = TypeVar("Form", bound=KeyedForm)


def actor_in(request: HttpRequest) -> Actor:
    """The actor that the signed-in visitor is."""
    assert request.user.is_authenticated
    return actor_of(request.user)


def form_page(heading: Label, button: Label, *above: tuple[Label, str]) -> dict[str, Any]:
    """The words around a form; ``above`` are the pages that lead to it."""
    path = above or ((DESK, "desk"),)
    crumbs = [*(Crumb(text, address(name)) for text, name in path), Crumb(heading)]
    return {"heading": heading, "button": button, "crumbs": crumbs, "back": path[-1][1]}


RECEIVED = Label("已收到：", "Received: ")
"""What is said of an act that ends a matter, and of one that begins it."""


def answer_form(
    request: HttpRequest,
    kind: Callable[..., Form],
    do: Callable[[Call, Form], Model],
    page: dict[str, Any],
) -> HttpResponse:
    """Show the form; on a good one do the act and go back, on a refusal say why.

    ``page`` may name an ``actor`` for those who are not signed in, with ``after`` the address that
    follows from what was done, with ``done`` what is said before it, and with ``once`` the page
    that shows a secret instead: template and context from what was done.
    """
    form = kind(
        request.POST or None,
        request.FILES or None,
        initial=page.get("initial", {}) | {"key": secrets.token_urlsafe(12)},
    )
    context = page | {"form": form}
    template = page.get("template", "base/acting.html")
    if request.method == "POST" and form.is_valid():
        actor = page.get("actor") or actor_in(request)
        call = Call(actor, now(), f"desk/{form.cleaned_data['key']}")
        try:
            done = do(call, form)
        except Refused as refused:
            context["refused"] = refused.refusals
            answer = refused_page(request, template, refused, context)
            # Whatever refused it, the form stands there again and can be filled in otherwise.
            answer.status_code = WRONG if answer.status_code == CONFLICT else answer.status_code
            return answer
        if "once" in page:
            return shown_once(request, *page["once"](done))
        told = say(page["done"]) if "done" in page else say_done(page["heading"])
        messages.success(request, told + str(done))
        return redirect(page["after"](done) if "after" in page else page.get("back", "desk"))
    is_wrong = request.method == "POST"
    return render(request, template, context, status=WRONG if is_wrong else 200)


def say_done(act: Label) -> str:
    """What was done, said before its number."""
    return say(Label(f"{act.zh}，已办理：", f"{act.en}, done: "))


def shown_once(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page with a secret that is kept nowhere: no browser and nobody between keeps it either."""
    answer = render(request, template, context)
    answer["Cache-Control"] = "no-store"
    return answer


def keyed_call(request: HttpRequest) -> Call:
    """The act of a button: its form carries the key, so that a second press changes nothing."""
    key = request.POST.get("key") or secrets.token_urlsafe(12)
    return Call(actor_in(request), now(), f"desk/{key}")


def must_be(request: HttpRequest, *roles: str) -> Actor:
    """The visitor, if one of the roles is held (E-AU-01, 403)."""
    actor = actor_in(request)
    if not actor.may(*roles):
        raise role_missing(actor, Label("查看此页", "open this page"), roles)
    return actor


def may_come(request: HttpRequest, *roles: str) -> bool:
    """Whether a way to a page for these roles is worth showing; a stranger may sign in first."""
    return not request.user.is_authenticated or actor_in(request).may(*roles)


def own_parties(request: HttpRequest) -> QuerySet[Party]:
    """The parties for which the visitor acts."""
    return Party.objects.filter(pk__in=actor_in(request).parties).order_by("pk")


def party_in_role(actor: Actor, role: str) -> int:
    """The party for which the actor holds a role."""
    user = int(actor.name.removeprefix("user:"))
    found = Membership.objects.standing().filter(user_id=user, role=role).order_by("pk").first()
    if found is None:
        raise role_missing(actor, Label("本页事项", "what this page is for"), (role,))
    return found.party_id
