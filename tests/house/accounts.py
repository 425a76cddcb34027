"""An account applied for by the pages, and what stands for the variable parts of its addresses."""

from __future__ import annotations

from functools import cache

from django.contrib.auth.tokens import default_token_generator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from qingshan.apps.parties.models import Enrolment, User
from qingshan.apps.parties.views.mail import token_of
from qingshan.core.sheets.identity import with_check_character

FORM = {
    "key": "house", "kind": "enterprise", "name": "试验木业有限公司", "county_code": "520103",
    "role": "trader", "number": with_check_character("91520000DEM900009"), "agreed": "on",
    "legal_representative": "某甲", "beneficial_owner": "某甲", "bank_name": "示例银行",
    "bank_account": "6228480402564890018", "contact": "某甲", "mobile": "13800001234",
    "address": "某路", "purpose": "试验", "agent": "某乙", "agent_number": "52010219751111001X",
}  # fmt: skip


@cache
def account() -> Enrolment:
    """Somebody signs up and applies for an account with a power of attorney."""
    told = {
        "key": "house", "username": "house", "display_name": "某甲", "mobile": "13800001234",
        "new_password": "quiet forest 9", "again": "quiet forest 9", "agreed": "on",
    }  # fmt: skip
    with translation.override("zh-hans"):
        client = Client()
        assert client.post(reverse("join"), told).status_code == 302
        paper = SimpleUploadedFile("paper.pdf", b"%PDF-1.7", "application/pdf")
        answer = client.post(reverse("enrol"), {**FORM, "power_of_attorney": paper})
        assert answer.status_code == 302, answer.content.decode()[-3000:]
    return Enrolment.objects.get(name=FORM["name"])


def reset_link() -> dict[str, str]:
    """What a mail for a forgotten password holds."""
    user = account().applicant
    key = urlsafe_base64_encode(force_bytes(user.pk))
    return {"user": key, "token": default_token_generator.make_token(user)}


def sample(name: str) -> dict[str, str]:
    """The variable parts of an address about this account and its person."""
    user = str(User.objects.get(username="farm").pk)
    return {
        "reset": reset_link,
        "session_end": lambda: {"session": "1"},
        "factor_drop": lambda: {"factor": "1"},
        "role_end": lambda: {"membership": "1"},
        "person": lambda: {"user": user},
        "propose": lambda: {"user": user},
        "person_act": lambda: {"user": user, "act": "lock"},
        "mail_confirm": lambda: {"token": token_of(account().applicant)},
        "enrolment_decide": lambda: {"enrolment": str(account().pk), "act": "accept"},
    }.get(name, lambda: {"enrolment": str(account().pk)})()


ADDRESSES = (
    "mail_confirm", "reset", "session_end", "factor_drop", "role_end", "person", "propose",
    "person_act", "enrolment", "enrolment_paper", "enrolment_decide", "enrol_again",
)  # fmt: skip

OTHERS = {
    "enrol_again": {404},
    **{name: {403} for name in ("enrolment", "enrolment_paper", "parties", "screening")},
    **{name: {403} for name in ("people", "person", "propose", "sign_ins", "journal")},
}
"""Pages of the room of parties for those whose roles do not open them."""
