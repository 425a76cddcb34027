"""The second factor: an authenticator's code, a key, or a recovery code in need."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime

import pyotp
from django.conf import settings

from qingshan.apps.base.frame import HOUSE
from qingshan.apps.base.rows import locked
from qingshan.apps.parties import rules
from qingshan.apps.parties.models import Membership, RecoveryCode, SecondFactor, User
from qingshan.apps.parties.sealing import fingerprint, unseal

STEP_S = 30
"""RFC 6238, 5.2: the recommended time step."""

DRIFT = 1
"""Steps before and after the present one that are accepted (RFC 6238, 5.2)."""

RECOVERY_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without signs that are taken for each other."""


def is_required(user: User, when: datetime) -> bool:
    """Whether the roles of a person ask for a second factor; a demonstration asks nobody."""
    asked = asking_roles(when)
    return bool(asked) and Membership.objects.standing().filter(user=user, role__in=asked).exists()


def asking_roles(when: datetime) -> frozenset[str]:
    """The roles that ask for a second factor; none in a demonstration."""
    return rules.words("factor", "roles", when.date()) if settings.SECOND_FACTOR else frozenset()


def standing(user: User, kind: str = "") -> list[SecondFactor]:
    """The factors of a person that are in use, oldest first."""
    found = user.factors.filter(until=None).order_by("pk")
    return list(found.filter(kind=kind) if kind else found)


def new_secret() -> str:
    """A secret for an authenticator, 160 bits (RFC 4226, 4)."""
    return pyotp.random_base32(32)


def provisioning(user: User, secret: str) -> str:
    """The address that an authenticator reads from a picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name=HOUSE.en)


def fits(secret: str, code: str, when: datetime, *, after: int = 0) -> int:
    """The time step of a code that fits, or 0; steps up to ``after`` are used up."""
    totp = pyotp.TOTP(secret)
    present = int(when.timestamp()) // STEP_S
    for step in range(present - DRIFT, present + DRIFT + 1):
        if step > after and hmac.compare_digest(totp.generate_otp(step), code):
            return step
    return 0


def accept_code(user: User, code: str, when: datetime) -> str:
    """Which kind of code this is, used up by asking: ``totp``, ``recovery``, or nothing.

    Runs in a transaction, so that of two askers with one code one is told nothing.
    """
    plain = code.replace(" ", "").replace("-", "").upper()
    for factor in standing(user, "totp"):
        held = locked(SecondFactor, factor.pk)
        step = fits(unseal(held.secret), plain, when, after=held.used)
        if step:
            held.used = step
            held.save(update_fields=["used"])
            return "totp"
    unused = RecoveryCode.objects.filter(user=user, used=None, digest=fingerprint(plain))
    return "recovery" if plain and unused.update(used=when) else ""


def new_recovery_codes(count: int) -> list[str]:
    """Codes to be printed and put away, fifty bits each."""
    signs = ("".join(secrets.choice(RECOVERY_SIGNS) for _ in range(10)) for _ in range(count))
    return [f"{text[:5]}-{text[5:]}" for text in signs]


def recovery_digest(code: str) -> str:
    """What is kept of a recovery code."""
    return fingerprint(code.replace("-", ""))
