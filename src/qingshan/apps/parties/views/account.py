"""One's own account: details, sessions, sign-ins, consents, and a copy of everything."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.parties import rules, sessions
from qingshan.apps.parties.acting import answer_form, keyed_call
from qingshan.apps.parties.copying import copy_of
from qingshan.apps.parties.devices import device_of
from qingshan.apps.parties.doors import ACCOUNT
from qingshan.apps.parties.forms import DetailsForm, PasswordForm
from qingshan.apps.parties.kinds import FACTOR_KINDS
from qingshan.apps.parties.models import Enrolment, Membership, User
from qingshan.apps.parties.passwords import choose_password
from qingshan.apps.parties.reads import member_of
from qingshan.apps.parties.sealing import unseal
from qingshan.apps.parties.verbs.correct_details import correct_details
from qingshan.apps.parties.verbs.end_session import end_session
from qingshan.apps.parties.verbs.give_consent import give_consent
from qingshan.apps.parties.verbs.renew_password import renew_password
from qingshan.apps.parties.views.mail import tell_of_change
from qingshan.core.kernel.label import Label

SHOWN = 20


def own_page(heading: Label, button: Label, back: str = "account") -> dict[str, Any]:
    """The words around a form of one's own account."""
    crumbs = [Crumb(ACCOUNT, address("account")), Crumb(heading)]
    return {"heading": heading, "button": button, "crumbs": crumbs, "back": back}


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Everything about oneself at one place."""
    user, when = _user(request), now()
    here = sessions.current(request)
    consent = user.consents.filter(purpose="privacy").order_by("-pk").first()
    context = {
        "person": user,
        "mobile": unseal(user.mobile_sealed),
        "confirmed": Label("已确认", "confirmed"),
        "unconfirmed": Label("待确认", "to be confirmed"),
        "roles": Membership.objects.standing().filter(user=user).select_related("party"),
        "enrolments": Enrolment.objects.filter(applicant=user).order_by("-pk"),
        "sessions": [
            {
                "row": row,
                "device": device_of(row.agent),
                "is_here": here is not None and row.pk == here.pk,
            }
            for row in sessions.open_sessions(user, when)
        ],
        "factors": [
            {"row": row, "kind": FACTOR_KINDS[row.kind]}
            for row in user.factors.filter(until=None).order_by("pk")
        ],
        "sign_ins": user.sign_ins.order_by("-when")[:SHOWN],
        "consent": consent,
        "policy": rules.text("consent", "version", when.date()),
        "crumbs": [Crumb(ACCOUNT)],
    }
    return render(request, "parties/account.html", context)


@login_required
def details(request: HttpRequest) -> HttpResponse:
    """Correct how one is called and reached."""
    user = _user(request)
    was, before = user.email, user.mail_address

    def do(call: Call, form: DetailsForm) -> Model:
        done = correct_details(
            _own(call, user),
            user=user.pk,
            display_name=form.cleaned_data["display_name"],
            email=form.cleaned_data["email"],
            mobile_sealed=form.mobile_sealed,
        )
        if done.email != was:
            tell_of_change(request, before, done, call.when)
        return done

    page = own_page(Label("更正个人信息", "Correct my details"), Label("保存", "Save"))
    page["initial"] = {
        "display_name": user.display_name,
        "email": user.email,
        "mobile": unseal(user.mobile_sealed),
    }
    return answer_form(request, DetailsForm, do, page)


@login_required
@sensitive_post_parameters("old_password", "new_password", "again")
def password(request: HttpRequest) -> HttpResponse:
    """Change the password; all other sessions end."""
    user = _user(request)

    def kind(*told: Any, **more: Any) -> PasswordForm:
        form = PasswordForm(*told, **more)
        form.person = user
        return form

    def do(call: Call, form: PasswordForm) -> Model:
        here = sessions.current(request)
        with transaction.atomic():
            choose_password(user, form.cleaned_data["new_password"])
            done = renew_password(
                _own(call, user), user=user.pk, kept_session=here.pk if here else 0
            )
        sessions.keep(request, user)
        return done

    page = own_page(Label("更换密码", "Change the password"), Label("更换密码", "Change"))
    return answer_form(request, kind, do, page)


@login_required
@require_POST
def end(request: HttpRequest, session: int) -> HttpResponse:
    """End one of one's sessions."""
    user = _user(request)
    end_session(_own(keyed_call(request), user), user=user.pk, session=session)
    return redirect("account")


@login_required
@require_POST
def consent(request: HttpRequest) -> HttpResponse:
    """Agree to the present privacy rules, or take the consent back."""
    user, when = _user(request), now()
    give_consent(
        _own(keyed_call(request), user),
        user=user.pk,
        purpose="privacy",
        version=rules.text("consent", "version", when.date()),
        given=request.POST.get("given") == "1",
    )
    return redirect("account")


@login_required
def copy(request: HttpRequest) -> HttpResponse:
    """All that is kept of oneself, as a file (PIPL Art. 45)."""
    answer = JsonResponse(
        copy_of(_user(request), now()), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    answer["Cache-Control"] = "no-store"
    return answer


def privacy(request: HttpRequest) -> HttpResponse:
    """The rules by which personal data are handled."""
    version = rules.text("consent", "version", now().date())
    crumbs = [Crumb(ACCOUNT, address("account")), Crumb(Label("个人信息处理规则", "Privacy rules"))]
    return render(request, "parties/privacy.html", {"version": version, "crumbs": crumbs})


def _user(request: HttpRequest) -> User:
    assert request.user.is_authenticated
    return request.user


def _own(call: Call, user: User) -> Call:
    """The act of a person in their own affairs."""
    return Call(member_of(user), call.when, call.key)
