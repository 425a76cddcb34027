"""The address of e-mail: a link that confirms it, sent again on wish, and word to an old one."""

from __future__ import annotations

import logging
import secrets
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.forms import KeyedForm
from qingshan.apps.base.frame import HOUSE, Crumb, address, say
from qingshan.apps.parties import rules
from qingshan.apps.parties.doors import ACCOUNT
from qingshan.apps.parties.models import User
from qingshan.apps.parties.reads import member_of
from qingshan.apps.parties.refusals import MAIL_STALE
from qingshan.apps.parties.verbs.ask_for_confirmation import ask_for_confirmation
from qingshan.apps.parties.verbs.confirm_email import confirm_email
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

SALT = "qingshan.parties.mail"
GONE = 410
CONFIRM = Label("确认邮箱", "Confirm the e-mail address")
log = logging.getLogger(__name__)


def ask_to_confirm(request: HttpRequest, user: User, when: datetime) -> None:
    """Send the link and say on the next page whether it left; the account works either way."""
    call = Call(member_of(user), when, f"mail/{secrets.token_urlsafe(12)}")
    person = ask_for_confirmation(call, user=user.pk)
    link = f"{settings.SITE_URL}{reverse('mail_confirm', args=[token_of(person)])}"
    context = {"user": person, "link": link, "hours": _term_s(when) // 3600}
    subject = Label(f"{HOUSE.zh}：请确认邮箱", f"{HOUSE.en}: confirm your address")
    if _sent(subject, "parties/confirm_mail.html", context, person.email):
        said = Label("确认邮件已发出，请查收。", "A link to confirm the address is on its way.")
        messages.success(request, say(said))
    else:
        said = Label(
            "确认邮件暂时未能发出，可稍后在本页重发。",
            "The link could not be sent now; have it sent again later on this page.",
        )
        messages.warning(request, say(said))


def tell_of_change(request: HttpRequest, old: str, user: User, when: datetime) -> None:
    """Word to the address confirmed before, that nobody loses an account unnoticed; a new link."""
    if old:
        subject = Label(f"{HOUSE.zh}：邮箱已更改", f"{HOUSE.en}: your address was changed")
        _sent(subject, "parties/changed_mail.html", {"user": user}, old)
    if not user.email:
        return
    try:
        ask_to_confirm(request, user, when)
    except Refused:
        said = Label(
            "新邮箱待确认，请稍后在本页发送确认邮件。",
            "The new address is to be confirmed: have a link sent on this page in a while.",
        )
        messages.warning(request, say(said))


def token_of(user: User) -> str:
    """A signed text that holds for this person and this address."""
    return signing.dumps({"user": user.pk, "email": user.email}, salt=SALT)


@login_required
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Have the link sent again."""
    assert request.user.is_authenticated
    ask_to_confirm(request, request.user, now())
    return redirect("account")


@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm by a button: mail programs that open links on their own confirm nothing."""
    when = now()
    try:
        told = signing.loads(token, salt=SALT, max_age=_term_s(when))
        person = User.objects.get(pk=told["user"], email=told["email"], is_active=True)
    except (signing.BadSignature, User.DoesNotExist):
        reasons = Refused.because(MAIL_STALE).refusals
        return render(request, "base/refused.html", {"refusals": reasons}, status=GONE)
    form = KeyedForm(request.POST or None, initial={"key": secrets.token_urlsafe(12)})
    if request.method == "POST" and form.is_valid():
        call = Call(member_of(person), when, f"mail/{form.cleaned_data['key']}")
        confirm_email(call, user=person.pk, email=told["email"])
        messages.success(request, say(Label("邮箱已确认。", "The address is confirmed.")))
        return redirect("account" if request.user.is_authenticated else "login")
    context = {
        "heading": CONFIRM,
        "button": Label("确认", "Confirm"),
        "about": Label(person.email, person.email),
        "crumbs": [Crumb(ACCOUNT, address("account")), Crumb(CONFIRM)],
        "form": form,
    }
    return render(request, "base/acting.html", context)


def _term_s(when: datetime) -> int:
    return rules.number("mail", "link_s", "s", when.date())


def _sent(subject: Label, template: str, context: dict[str, object], to: str) -> bool:
    try:
        send_mail(say(subject), render_to_string(template, context), None, [to])
    except (OSError, SMTPException):
        log.exception("mail of %s could not be sent", template)
        return False
    return True
